/** Links as people write them, checked and in the form in which the ledger stores them. */

import { defaultLink, linkRelation as oneSpelling } from "../identifiers/gs1/vocabulary.js";
import type { LedgerScheme } from "../identifiers/identifier.js";
import { isTemplate, templateFault, templateNames } from "../identifiers/linkTemplate.js";
import { isFollowable } from "../ledger/linkset.js";
import type { LinkTarget } from "../store/model.js";
import { ImportError } from "./errors.js";

const registeredRelation = /^[a-z][a-z0-9.-]*$/;

/**
 * A link relation in the form in which it is stored: an absolute http(s) URI or a relation registered with IANA (RFC 8288, 2.1).
 * No text at all is the default link.
 * @throws ImportError `IMPORT_ROW_INVALID`
 */
export function linkRelation(text: string): string {
  if (text === "") return defaultLink;
  if (text === "anchor") {
    throw new ImportError("IMPORT_ROW_INVALID", '"anchor" is not a link relation: linksets reserve it.', {
      hint: "RFC 9264, 4.2.2: a link context's own address has that name. Use another relation, such as describedby.",
    });
  }
  const relation = oneSpelling(text);
  if (isHttp(relation) || registeredRelation.test(relation)) return relation;
  throw new ImportError("IMPORT_ROW_INVALID", `"${text}" is not a link relation.`, {
    hint: "Use a GS1 link type such as gs1:pip, an IANA relation such as describedby, or an https URI.",
  });
}

/**
 * A link's target as it is stored: a template (`linkTemplate.ts`) as it was written; an address that is ASCII as it was written, anything else in the URL's ASCII form (WHATWG URL, host in
 * Punycode, the rest percent-encoded).
 * @param scheme Of the identifiers that a template is for; null where that is not known.
 * @throws ImportError `IMPORT_ROW_INVALID` for a target that no resolver passes on: not an absolute http(s) URL, or one with
 * control characters or credentials; nor a template that some identifier could lead elsewhere.
 */
export function linkTarget(
  href: string,
  attributes: Omit<LinkTarget, "href">,
  scheme: LedgerScheme | null = null,
): LinkTarget {
  if (isTemplate(href)) return templateTarget(href, attributes, scheme);
  const ascii = asciiForm(href);
  if (isFollowable(ascii)) return { href: ascii, ...attributes };
  throw new ImportError("IMPORT_ROW_INVALID", `${withoutCredentials(href)} ${faultOf(href)}.`, {
    hint: "Give the whole public address, such as https://example.com/manual.",
  });
}

function templateTarget(
  href: string,
  attributes: Omit<LinkTarget, "href">,
  scheme: LedgerScheme | null,
): LinkTarget {
  const fault = templateFault(href, scheme);
  if (fault === null && isFollowable(href)) return { href, ...attributes };
  const places =
    scheme === null
      ? "{gtin} or {serial}"
      : templateNames(scheme)
          .map((name) => `{${name}}`)
          .join(", ");
  throw new ImportError(
    "IMPORT_ROW_INVALID",
    `${withoutCredentials(href)} ${fault ?? "is not an address in ASCII"}.`,
    { hint: `Write a template such as https://example.com/{id}. Places are ${places}.` },
  );
}

function asciiForm(href: string): string {
  if (/^[\x21-\x7e]*$/.test(href) || /\p{Cc}/u.test(href) || !isHttp(href)) return href;
  return new URL(href).href;
}

function faultOf(href: string): string {
  if (/\p{Cc}/u.test(href)) return "has control characters";
  return isHttp(href) ? "has a user or password, which everybody could read" : "is not an http(s) address";
}

/** Whatever stands before an at sign may be a password, above all where the text is no URL. */
function withoutCredentials(href: string): string {
  return JSON.stringify(href.replace(/^.*@/s, "…@"));
}

function isHttp(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
