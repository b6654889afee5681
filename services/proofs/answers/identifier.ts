/** Identifiers and prefixes of questions: only canonical ones have an id. */
import { CadastreError } from "../../errors/cadastreError.js";
import type { LedgerIdentifier, LedgerScheme } from "../../identifiers/identifier.js";
import { checkPrefix, isLedgerIdentifier, parseIdentifier } from "../../identifiers/index.js";
import { ProofError } from "../errors.js";

/** @throws ProofError `PROOF_IDENTIFIER` */
export function canonicalIdentifier(named: {
  readonly scheme: LedgerScheme;
  readonly identifier: string;
}): LedgerIdentifier {
  const parsed = parse(named);
  if (parsed !== null && parsed.canonical === named.identifier) return parsed;
  throw new ProofError(
    "PROOF_IDENTIFIER",
    `"${named.identifier.slice(0, 80)}" is no canonical identifier of ${named.scheme}.`,
    { hint: "Have the proof made anew: this one was changed." },
  );
}

/**
 * A prefix that is not delegated, in the one spelling in which it could be: that another spelling is not says nothing of it.
 * @throws ProofError `PROOF_IDENTIFIER`
 */
export function requireCanonicalPrefix({ scheme, prefix }: { scheme: LedgerScheme; prefix: string }): void {
  if (prefix === "" || spelling(() => checkPrefix(scheme, prefix)) === prefix) return;
  throw new ProofError("PROOF_IDENTIFIER", `"${prefix.slice(0, 80)}" is no canonical prefix of ${scheme}.`, {
    hint: "Have the proof made anew: this one was changed.",
  });
}

function parse({
  scheme,
  identifier,
}: {
  scheme: LedgerScheme;
  identifier: string;
}): LedgerIdentifier | null {
  const parsed = spelling(() => parseIdentifier(identifier, { scheme }));
  return parsed !== null && isLedgerIdentifier(parsed) && parsed.scheme === scheme ? parsed : null;
}

/** null for text that is none. */
function spelling<Read>(read: () => Read): Read | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof CadastreError) return null;
    throw error;
  }
}
