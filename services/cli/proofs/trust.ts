/** The block that a proof is held against, as it is named on the command line. */
import { readFile } from "node:fs/promises";
import { unreadable } from "../../importers/digest.js";
import { hashSchema, toHex } from "../../ledger/hex.js";
import type { Trust, Vote } from "../../proofs/index.js";
import type { Hash } from "../../store/model.js";
import { usage } from "../errors.js";

export interface TrustFlags {
  readonly blockHash?: string;
  readonly header?: string;
  readonly vote?: readonly string[];
  readonly threshold?: string;
}

const hint = "Give one of --block-hash, --header, or --vote several times with --threshold.";

/** @throws CliError `CLI_USAGE`; ImportError `IMPORT_FILE_UNREADABLE` */
export async function trustOf({ blockHash, header, vote, threshold }: TrustFlags): Promise<Trust> {
  const given = [blockHash, header, vote].filter((flag) => flag !== undefined);
  if (given.length !== 1) throw usage("A proof is held against one block that you trust.", hint);
  if (vote !== undefined)
    return { kind: "quorum", votes: vote.map(voteOf), threshold: thresholdOf(threshold, vote) };
  if (threshold !== undefined) throw usage("A threshold is of votes.", hint);
  if (blockHash !== undefined) return { kind: "hash", hash: hashOf(blockHash) };
  return { kind: "header", header: toHex(await textOf(header ?? "")) };
}

function voteOf(text: string): Vote {
  const at = text.lastIndexOf("=");
  if (at > 0) return { by: text.slice(0, at), hash: hashOf(text.slice(at + 1)) };
  throw usage(`"${text}" is no vote.`, "Write NAME=0x…: who says it, and the block's hash.");
}

function thresholdOf(text: string | undefined, votes: readonly string[]): number {
  const threshold = Number(text);
  if (text !== undefined && /^[1-9]\d{0,3}$/.test(text) && threshold <= votes.length) return threshold;
  throw usage("How many of the votes have to agree?", `--threshold takes 1 to ${votes.length}.`);
}

function hashOf(text: string): Hash {
  const parsed = hashSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw usage(`"${text.slice(0, 80)}" is not a block's hash.`, "It is 0x and 64 hexadecimal digits.");
}

async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (cause) {
    throw unreadable(file, cause);
  }
}
