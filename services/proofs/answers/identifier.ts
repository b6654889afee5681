/** Identifiers of questions: only canonical ones have an id. */
import { CadastreError } from "../../errors/cadastreError.js";
import type { LedgerIdentifier, LedgerScheme } from "../../identifiers/identifier.js";
import { isLedgerIdentifier, parseIdentifier } from "../../identifiers/index.js";
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

function parse({
  scheme,
  identifier,
}: {
  scheme: LedgerScheme;
  identifier: string;
}): LedgerIdentifier | null {
  try {
    const parsed = parseIdentifier(identifier, { scheme });
    return isLedgerIdentifier(parsed) && parsed.scheme === scheme ? parsed : null;
  } catch (error) {
    if (error instanceof CadastreError) return null;
    throw error;
  }
}
