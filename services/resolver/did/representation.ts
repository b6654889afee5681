/** In which form an answer goes out: by `Accept`, with quality values. */
import { preferences } from "../http/preferences.js";
import { DidError } from "./errors.js";

export const resolutionType = "application/did-resolution";
export const dereferencingType = "application/did-url-dereferencing";
export const uriListType = "text/uri-list";

/** Representations of a document. The plain one is JSON-LD too: it is what all readers read. */
export const documentTypes = ["application/did", "application/did+ld+json", "application/did+json"] as const;
export type DocumentType = (typeof documentTypes)[number];

export type Representation =
  | { readonly kind: "resolution" | "dereferencing"; readonly documentType: DocumentType }
  | { readonly kind: "document"; readonly documentType: DocumentType }
  | { readonly kind: "uri-list" };

const named: Readonly<Record<string, Representation>> = {
  [resolutionType]: { kind: "resolution", documentType: documentTypes[0] },
  [dereferencingType]: { kind: "dereferencing", documentType: documentTypes[0] },
  [uriListType]: { kind: "uri-list" },
  ...Object.fromEntries(
    documentTypes.map((documentType) => [documentType, { kind: "document", documentType } as const]),
  ),
};

/** Media types that are no representation of a DID document, but whose readers can read one. */
const readers: Readonly<Record<string, DocumentType>> = {
  "application/json": "application/did+json",
  "application/ld+json": "application/did+ld+json",
  "application/*": documentTypes[0],
  "*/*": documentTypes[0],
};

/**
 * The representation that the caller prefers; the document where it says nothing.
 * @throws DidError REPRESENTATION_NOT_SUPPORTED
 */
export function representationFor(accept: string | undefined): Representation {
  if (accept === undefined || accept.trim() === "")
    return { kind: "document", documentType: documentTypes[0] };
  for (const { range, quality } of preferences(accept)) {
    if (quality === 0) break;
    const found = Object.hasOwn(named, range) ? named[range] : undefined;
    if (found !== undefined) return found;
    const documentType = Object.hasOwn(readers, range) ? readers[range] : undefined;
    if (documentType !== undefined) return { kind: "document", documentType };
  }
  throw new DidError(
    "REPRESENTATION_NOT_SUPPORTED",
    `There are ${[resolutionType, dereferencingType, uriListType, ...documentTypes].join(", ")}.`,
  );
}

/** How an error is told: within the result that was asked for, or by itself. */
export function errorRepresentation(accept: string | undefined): "resolution" | "dereferencing" | "problem" {
  try {
    const { kind } = representationFor(accept);
    return kind === "resolution" || kind === "dereferencing" ? kind : "problem";
  } catch (error) {
    if (error instanceof DidError) return "problem";
    throw error;
  }
}
