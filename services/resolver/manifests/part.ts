/** What of a file a request brings: all of it, or a part (RFC 9110, section 14.5) of an upload. */
import type { IncomingHttpHeaders } from "node:http";
import type { Upload } from "../../manifests/uploads.js";
import { ResolverError } from "../errors.js";
import { bodyTooLarge } from "../http/body.js";

export type Brought =
  | { readonly kind: "whole"; readonly length: number }
  | {
      readonly kind: "part";
      readonly upload: Upload;
      /** Of the first byte. */
      readonly offset: number;
      readonly length: number;
      /** Bytes of the whole file. */
      readonly total: number;
    };

/** @throws ResolverError RESOLVER_INVALID_BODY, RESOLVER_BODY_TOO_LARGE */
export function broughtBy(headers: IncomingHttpHeaders, most: number): Brought {
  const upload = uploadOf(headers);
  const place = placeIn(headers);
  if (place === null) {
    throw new ResolverError("RESOLVER_INVALID_BODY", "The request does not say which bytes it brings.", {
      hint: "Send Content-Length, and for a part Content-Range: bytes FIRST-LAST/TOTAL.",
    });
  }
  const { length, total } = place;
  if (length > most) throw bodyTooLarge(most, "Send the file in parts, with Content-Range.");
  if (length === total) return { kind: "whole", length };
  if (upload !== null) return { kind: "part", upload, ...place };
  throw new ResolverError("RESOLVER_INVALID_BODY", "The part does not say which upload it is of.", {
    hint: `Send Cadastre-Upload with each part: one name for all of them that nobody can guess, such as a random UUID. ${nameForm}`,
  });
}

interface Place {
  readonly offset: number;
  readonly length: number;
  readonly total: number;
}

const contentRange = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/;

function placeIn(headers: IncomingHttpHeaders): Place | null {
  const range = headers["content-range"];
  if (range === undefined) {
    const length = Number(headers["content-length"] ?? 0);
    return length > 0 ? { offset: 0, length, total: length } : null;
  }
  const [, first, last, all] = contentRange.exec(range) ?? [];
  const [offset, end, total] = [Number(first), Number(last) + 1, Number(all)];
  return end > offset && end <= total ? { offset, length: end - offset, total } : null;
}

export const uploadHeader = "cadastre-upload";
export const uploadName = /^[\w-]{16,64}$/;
const nameForm = "It has 16 to 64 of A-Z, a-z, 0-9, - and _.";

/** @throws ResolverError RESOLVER_INVALID_BODY */
function uploadOf(headers: IncomingHttpHeaders): Upload | null {
  const name = headers[uploadHeader];
  if (name === undefined) return null;
  if (typeof name === "string" && uploadName.test(name)) return `put-${name}`;
  throw new ResolverError("RESOLVER_INVALID_BODY", "Cadastre-Upload is not the name of an upload.", {
    hint: nameForm,
  });
}
