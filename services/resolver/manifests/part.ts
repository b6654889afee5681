/** Which part of a file a request brings (RFC 9110, section 14.5), and of which upload. */
import type { IncomingHttpHeaders } from "node:http";
import type { Upload } from "../../manifests/uploads.js";
import { ResolverError } from "../errors.js";
import { bodyTooLarge } from "../http/body.js";

export interface PartPlace {
  readonly offset: number;
  readonly length: number;
  readonly total: number;
}

const contentRange = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/;

/** @throws ResolverError RESOLVER_INVALID_BODY, RESOLVER_BODY_TOO_LARGE */
export function partPlace(headers: IncomingHttpHeaders, most: number): PartPlace {
  const place = placeIn(headers);
  if (place === null) {
    throw new ResolverError("RESOLVER_INVALID_BODY", "The request does not say which bytes it brings.", {
      hint: "Send Content-Length, and for a part Content-Range: bytes FIRST-LAST/TOTAL.",
    });
  }
  if (place.length > most) throw bodyTooLarge(most, "Send the file in parts, with Content-Range.");
  return place;
}

function placeIn(headers: IncomingHttpHeaders): PartPlace | null {
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

/** @throws ResolverError RESOLVER_INVALID_BODY */
export function uploadOf(headers: IncomingHttpHeaders): Upload {
  const name = headers[uploadHeader];
  if (name === undefined) return "put";
  if (typeof name === "string" && uploadName.test(name)) return `put-${name}`;
  throw new ResolverError("RESOLVER_INVALID_BODY", "Cadastre-Upload is not the name of an upload.", {
    hint: "Give 16 to 64 of A-Z, a-z, 0-9, - and _, or leave it out.",
  });
}
