/** Links as a record's content carries them. */
import canonicalize from "canonicalize";
import { z } from "zod";
import type { Linkset } from "../store/model.js";
import { LedgerError } from "./errors.js";

/** Where a link leads, as JSON has it, with whatever more it says of itself. */
export const linkTargetSchema = z.looseObject({
  href: z.string(),
  title: z.string().exactOptional(),
  type: z.string().exactOptional(),
  hreflang: z.array(z.string()).exactOptional(),
});

export const linksetSchema = z.record(z.string(), z.array(linkTargetSchema));

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

/** An absolute http(s) URL in printable ASCII, without credentials: fit for a `Location` header as it stands. */
export function isFollowable(href: string): boolean {
  return plainAddress.test(href) || isFollowableUrl(href);
}

/**
 * What most links are: a domain name of letters, digits and hyphens, whose last label is of letters alone, and behind a slash what
 * cannot make an address wrong. Names in Punycode are not among them, for those can be.
 */
const plainAddress = /^https?:\/\/(?:(?!xn--)[a-z0-9][a-z0-9-]*\.)+(?!xn--)[a-z]{2,}(?:\/[\x21-\x7e]*)?$/;

function isFollowableUrl(href: string): boolean {
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(href)) return false;
  const url = URL.parse(href);
  return url !== null && url.username === "" && url.password === "";
}
