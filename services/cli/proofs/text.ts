/** A verified proof as people read it. */
import type { Statement, Verified } from "../../proofs/index.js";
import { utcTime } from "../output/layout.js";
import { styled } from "../output/output.js";
import { safe } from "../output/safe.js";

export function verifiedText({ block, proven, open }: Verified): string {
  return [
    `${styled("green", "✓")} Proven, at block ${block.number} of ${utcTime(block.time)}:`,
    ...lines(proven),
    "Not proven:",
    ...lines(open),
  ].join("\n");
}

const lines = (statements: readonly Statement[]): readonly string[] =>
  statements.map(({ text }) => `  ${styled("dim", "·")} ${safe(text)}`);
