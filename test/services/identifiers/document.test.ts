import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  IdentifierError,
  ledgerSchemes,
  parseIdentifier,
  selfAssertedSchemes,
} from "../../../services/identifiers/index.js";

const document = readFileSync(new URL("../../../docs/identifiers.md", import.meta.url), "utf8");
const section = document.slice(document.indexOf("## Examples"), document.indexOf("## Legal identifiers"));
const examples = [...section.matchAll(/^\| `(.+)` \| (\w+) \| `(.+)` \|$/gm)].map(
  ([, input = "", scheme = "", outcome = ""]) => ({ input, scheme, outcome }),
);

function outcomeOf(input: string): { scheme: string; outcome: string } {
  try {
    const { scheme, canonical } = parseIdentifier(input);
    return { scheme, outcome: canonical };
  } catch (error) {
    if (error instanceof IdentifierError) return { scheme: "error", outcome: error.code };
    throw error;
  }
}

describe("docs/identifiers.md", () => {
  it("has examples of every scheme", () => {
    const schemes = new Set(examples.map(({ scheme }) => scheme));
    // An identification link is a URI by itself.
    const byThemselves = [...ledgerSchemes, ...selfAssertedSchemes].filter((scheme) => scheme !== "iec61406");
    expect([...schemes].sort()).toEqual([...byThemselves, "error"].sort());
  });

  it.each(examples)("is right about $input", ({ input, scheme, outcome }) => {
    expect(outcomeOf(input)).toEqual({ scheme, outcome });
  });
});
