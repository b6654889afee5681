import type { RolesSet } from "../../ledger/events/decoders.js";
import { toBatchId, tokenWord, toNamespaceId, toRecordId, toSealedId, toTwinId } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Token } from "../../store/model.js";
import { known, type Place } from "./place.js";

/** Registries of tokens. */
type TokenContract = RolesSet["contract"];

export function tokenOf(contract: TokenContract, tokenId: bigint): Token {
  const id = tokenWord(tokenId);
  switch (contract) {
    case "namespaces":
      return { kind: "namespace", id: toNamespaceId(id) };
    case "identifiers":
      return { kind: "record", id: toRecordId(id) };
    case "sealedRecords":
      return { kind: "sealed", id: toSealedId(id) };
    case "batches":
      return { kind: "batch", id: toBatchId(id) };
    case "twins":
      return { kind: "twin", id: toTwinId(id) };
  }
}

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
