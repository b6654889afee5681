/** Links as people write them, checked and in the form in which the ledger stores them. */
import { defaultLink, linkRelation as oneSpelling } from "../identifiers/gs1/vocabulary.js";
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
  const relation = oneSpelling(text);
  if (isHttp(relation) || registeredRelation.test(relation)) return relation;
  throw new ImportError("IMPORT_ROW_INVALID", `"${text}" is not a link relation.`, {
    hint: "Use a GS1 link type such as gs1:pip, an IANA relation such as describedby, or an https URI.",
  });
}

/**
 * @throws ImportError `IMPORT_ROW_INVALID` for a target that is not http(s): the resolver redirects to nothing else.
 */
export function linkTarget(href: string, attributes: Omit<LinkTarget, "href">): LinkTarget {
  if (!isHttp(href)) {
    throw new ImportError("IMPORT_ROW_INVALID", `"${href}" is not an http(s) address.`, {
      hint: "Give the whole address, such as https://example.com/manual.",
    });
  }
  return { href, ...attributes };
}

function isHttp(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
