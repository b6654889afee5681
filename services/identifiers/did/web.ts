import { IdentifierError } from "../errors.js";
import type { DidIdentifier } from "../identifier.js";
import { lowerCase, type MethodRules } from "./methodRules.js";

/** `did:web`: a domain name in any case, perhaps with a port after %3A, then segments of a path. */
export const webRules: MethodRules = { normalise, normalisePrefix: lowerCaseHost };

function normalise(id: string): string {
  const position = id.includes(":.") ? id.search(/:\.{1,2}(?::|$)/) : -1;
  if (position < 0) return lowerCaseHost(id);
  throw new IdentifierError(
    "IDENTIFIER_VALUE",
    "A did:web whose path has a segment of dots alone leads elsewhere",
    {
      hint: "Whoever fetches its document is sent to another DID's: give the segment another name.",
      position: position + 1,
    },
  );
}

function lowerCaseHost(id: string): string {
  const end = id.indexOf(":");
  const host = end < 0 ? id : id.slice(0, end);
  const spelt = lowerCase(host);
  return spelt === host ? id : spelt + id.slice(host.length);
}

/** Where the document of a `did:web` is. Undefined for DIDs of other methods. */
export function didDocumentUrl({ method, methodSpecificId }: DidIdentifier): string | undefined {
  if (method !== "web") return undefined;
  const [host = "", ...path] = methodSpecificId.split(":");
  const folder = path.length === 0 ? ".well-known" : path.join("/");
  return `https://${host.replaceAll("%3A", ":")}/${folder}/did.json`;
}

/** `did:web` of an address: a port's colon is encoded, slashes become colons. */
export function webStem(baseUrl: string): string {
  if (made.baseUrl !== baseUrl) made = { baseUrl, stem: stemOf(baseUrl) };
  return made.stem;
}

/** The one made last: who answers under an address of its own asks for that again and again. */
let made = { baseUrl: "", stem: "" };

function stemOf(baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl);
  const path = pathname.replace(/\/+$/, "").replaceAll("/", ":");
  return `did:web:${encodeURIComponent(host)}${path}`;
}
