/**
 * Proofs by the compiler's own model checker (SMTChecker): what `test/contracts/proofs` asserts of the pure libraries holds for
 * all values, not only for those that a test tried.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import solc from "solc";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const root = join(import.meta.dirname, "../..");
const file = "test/contracts/proofs/Proofs.sol";

/** What the checker reports for a target: proved, or not. */
const codes = { proved: "2961", unproved: /^(?:2661|2788|3046|4144|4588|4661|7812|8065|8375)$/ } as const;

const answerSchema = z.object({
  errors: z.array(z.object({ errorCode: z.string().optional(), severity: z.string(), message: z.string() })),
});

/** The source that the compiler asks for, from the project or its packages. */
function source(path: string): { contents: string } | { error: string } {
  const found = [join(root, path), join(root, "node_modules", path)].find((place) => existsSync(place));
  return found === undefined ? { error: `${path} is not there` } : { contents: readFileSync(found, "utf8") };
}

function check(contract: string) {
  const input = {
    language: "Solidity",
    sources: { [file]: { content: readFileSync(join(root, file), "utf8") } },
    settings: {
      modelChecker: {
        contracts: { [file]: [contract] },
        // Bounded is exact here: the functions have no loop and the contracts no state.
        engine: "bmc",
        targets: ["assert", "underflow", "overflow", "divByZero"],
        showProvedSafe: true,
        showUnproved: true,
      },
    },
  };
  const { errors } = answerSchema.parse(JSON.parse(solc.compile(JSON.stringify(input), { import: source })));
  const failed = errors.filter(
    ({ severity, errorCode }) => severity === "error" || codes.unproved.test(errorCode ?? ""),
  );
  const proved = errors.filter(
    ({ errorCode, message }) => errorCode === codes.proved && message.includes("Assertion"),
  );
  return { failed, proved: proved.length };
}

describe("the model checker proves for all values", () => {
  it.each([
    ["RoyaltiesProof", 2],
    ["ShareProof", 3],
    ["IdWordsProof", 1],
    ["RoleBitsProof", 2],
    ["HotRolesProof", 3],
  ])(
    "every assertion of %s",
    (contract, assertions) => {
      expect(check(contract)).toEqual({ failed: [], proved: assertions });
    },
    300_000,
  );

  it.each(["Falsehood", "FalseIdWords"])(
    "and finds that %s does not hold",
    (contract) => {
      const { failed, proved } = check(contract);
      expect(proved).toBe(0);
      expect(failed).toHaveLength(1);
    },
    300_000,
  );
});
