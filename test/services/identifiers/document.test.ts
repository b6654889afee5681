import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { IdentifierError, parseIdentifier } from "../../../services/identifiers/index.js";

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
    expect([...schemes].sort()).toEqual(["aas", "did", "error", "gs1", "handle", "oid", "uri", "uuid"]);
  });

  it.each(examples)("is right about $input", ({ input, scheme, outcome }) => {
    expect(outcomeOf(input)).toEqual({ scheme, outcome });
  });
});
