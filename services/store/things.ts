/** Things by their kind and an id, which is checked: a word as the ledger has it, `0x` and 64 hexadecimal digits. */
import { toAddress, toBatchId, toGrantId, toNamespaceId, toRecordId, toSealedId, toTwinId } from "./hex.js";
import type { Asset, Thing, Token } from "./model.js";

const addressDigits = 40;

/** @throws TypeError for what is no word. */
export function assetWith(kind: Asset["kind"], id: string): Asset {
  switch (kind) {
    case "twin":
      return { kind, id: toTwinId(id) };
    case "record":
      return { kind, id: toRecordId(id) };
    case "sealed":
      return { kind, id: toSealedId(id) };
  }
}

/** @throws TypeError for what is no word. */
export function tokenWith(kind: Token["kind"], id: string): Token {
  switch (kind) {
    case "namespace":
      return { kind, id: toNamespaceId(id) };
    case "batch":
      return { kind, id: toBatchId(id) };
    default:
      return assetWith(kind, id);
  }
}

/**
 * @param id Of a party the address, by itself or at the end of a word.
 * @throws TypeError for what is neither.
 */
export function thingWith(kind: Thing["kind"], id: string): Thing {
  switch (kind) {
    case "party":
      return { kind, id: toAddress(`0x${id.slice(-addressDigits)}`) };
    case "grant":
      return { kind, id: toGrantId(id) };
    default:
      return tokenWith(kind, id);
  }
}
