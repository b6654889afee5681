import type { RolesSet } from "../../ledger/events/decoders.js";
import { tokenWord } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Token } from "../../store/model.js";
import { tokenWith } from "../../store/things.js";
import { known, type Place } from "./place.js";

/** Registries of tokens. */
type TokenContract = RolesSet["contract"];

export const tokenOf = (contract: TokenContract, tokenId: bigint): Token =>
  tokenWith(kinds[contract], tokenWord(tokenId));

const kinds: Readonly<Record<TokenContract, Token["kind"]>> = {
  namespaces: "namespace",
  identifiers: "record",
  sealedRecords: "sealed",
  batches: "batch",
  twins: "twin",
};

/**
 * The holding epoch of a token.
 * @throws IndexError INDEX_INCONSISTENT where there is no such token.
 */
export function epochOf(draft: Draft, token: Token, place: Place): number {
  switch (token.kind) {
    case "namespace":
      return known(draft, tables.namespace, token.id, "namespace", place).epoch;
    case "record":
      return known(draft, tables.record, token.id, "record", place).epoch;
    case "sealed":
      return known(draft, tables.sealedRecord, token.id, "sealed record", place).epoch;
    case "batch":
      return known(draft, tables.batch, token.id, "batch", place).epoch;
    case "twin":
      return known(draft, tables.twin, token.id, "twin", place).epoch;
  }
}
