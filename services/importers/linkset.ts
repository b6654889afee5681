/** Links as the ledger stores them: an RFC 9264 context object without its anchor. */
import type { Linkset, LinkTarget } from "../store/model.js";
import { canonicalJson } from "./digest.js";
import { ImportError } from "./errors.js";

/** The GS1 Web Vocabulary, whose link types may be written `gs1:pip`. */
const gs1Vocabulary = "https://ref.gs1.org/voc/";

/** The relation of a link for which none is named: where the resolver sends whoever asks for nothing in particular. */
export const defaultRelation = `${gs1Vocabulary}defaultLink`;

const registeredRelation = /^[a-z][a-z0-9.-]*$/;

/**
 * A link relation in the form in which it is stored: an absolute http(s) URI or a relation registered with IANA (RFC 8288, 2.1).
 * @throws ImportError `IMPORT_ROW_INVALID`
 */
export function linkRelation(text: string): string {
  if (text === "") return defaultRelation;
  if (text.startsWith("gs1:")) return gs1Vocabulary + text.slice("gs1:".length);
  if (isHttp(text)) return text;
  if (registeredRelation.test(text)) return text;
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

/** Bytes for the ledger: canonical JSON (RFC 8785), so that equal links have equal digests; none for no links. */
export function linksetBytes(linkset: Linkset | undefined): Uint8Array {
  return linkset === undefined || Object.keys(linkset).length === 0
    ? new Uint8Array()
    : canonicalJson(linkset);
}

function isHttp(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
