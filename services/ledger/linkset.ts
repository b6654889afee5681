/** Links as a record's content carries them. */
import canonicalize from "canonicalize";
import type { Linkset } from "../store/model.js";
import { LedgerError } from "./errors.js";

/**
 * UTF-8 bytes of the links' one canonical JSON form (RFC 8785), so that equal links have equal digests; none for no links.
 * @throws LedgerError `LEDGER_INVALID_VALUE` for text that is not valid Unicode.
 */
export function encodeLinkset(linkset: Linkset): Uint8Array {
  if (Object.keys(linkset).length === 0) return new Uint8Array();
  try {
    return new TextEncoder().encode(canonicalize(linkset));
  } catch (cause) {
    throw new LedgerError("LEDGER_INVALID_VALUE", "The links have no canonical JSON form (RFC 8785).", {
      hint: "Their texts must be valid Unicode.",
      cause,
    });
  }
}
