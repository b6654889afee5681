/** What a proof is asked of, as paths name it. */
import { z } from "zod";
import type { LedgerIdentifier, Scheme } from "../../identifiers/identifier.js";
import { isLedgerIdentifier, parseIdentifier } from "../../identifiers/index.js";
import { ResolverError } from "../errors.js";

/** Of resources whose answer can come with its proof. */
export const proofParameter = z.literal("1").optional().meta({
  description: "Answer with the proof of what it says, for the same block.",
});

/** Longest canonical identifier of a question. */
const maxCanonicalLength = 1024;

/** @throws IdentifierError; ResolverError RESOLVER_INVALID_QUERY for one that has no record of its own, or cannot have one. */
export function ledgerIdentifier(text: string, scheme: Scheme | undefined): LedgerIdentifier {
  const identifier = parseIdentifier(text, { scheme });
  if (!isLedgerIdentifier(identifier)) {
    throw invalid("Nobody issues the identifier: there is no record of its own to prove anything of.", {
      hint: "Ask for one of the asset ids under which it is claimed: /v1/resolve names them.",
    });
  }
  if (identifier.canonical.length <= maxCanonicalLength) return identifier;
  throw invalid(`An identifier of more than ${maxCanonicalLength} characters cannot be proven.`);
}

const invalid = (message: string, { hint }: { readonly hint?: string } = {}): ResolverError =>
  new ResolverError("RESOLVER_INVALID_QUERY", message, {
    ...(hint === undefined ? {} : { hint }),
    details: { parameter: "id" },
  });
