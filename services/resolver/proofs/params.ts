/** What a proof is asked of, as paths name it. */
import type { LedgerIdentifier, Scheme } from "../../identifiers/identifier.js";
import { isLedgerIdentifier, parseIdentifier } from "../../identifiers/index.js";
import {
  addressSchema,
  hashSchema,
  toBatchId,
  toGrantId,
  toNamespaceId,
  toRecordId,
  toSealedId,
  toTwinId,
} from "../../ledger/hex.js";
import type { Address, Hash, Thing } from "../../store/model.js";
import { ResolverError } from "../errors.js";

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

export function word(text: string): Hash {
  const parsed = hashSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw invalid("That is not an id.", { hint: "Give 0x and 64 hexadecimal digits." });
}

export function address(text: string): Address {
  const parsed = addressSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new ResolverError("RESOLVER_INVALID_ADDRESS", "That is not an address.", {
    hint: "Give 0x and 40 hexadecimal digits.",
  });
}

export const thingKinds = ["namespace", "record", "sealed", "twin", "party", "batch", "grant"] as const;

export function thing(kindText: string, id: string): Thing {
  const kind = thingKinds.find((known) => known === kindText);
  switch (kind) {
    case undefined:
      throw invalid("There is no such kind of thing.", { hint: `It is one of ${thingKinds.join(", ")}.` });
    case "party":
      return { kind, id: address(id) };
    case "namespace":
      return { kind, id: toNamespaceId(word(id)) };
    case "record":
      return { kind, id: toRecordId(word(id)) };
    case "sealed":
      return { kind, id: toSealedId(word(id)) };
    case "twin":
      return { kind, id: toTwinId(word(id)) };
    case "batch":
      return { kind, id: toBatchId(word(id)) };
    case "grant":
      return { kind, id: toGrantId(word(id)) };
  }
}

const invalid = (message: string, { hint }: { readonly hint?: string } = {}): ResolverError =>
  new ResolverError("RESOLVER_INVALID_QUERY", message, {
    ...(hint === undefined ? {} : { hint }),
    details: { parameter: "id" },
  });
