import type { DidIdentifier } from "../identifier.js";
import { lowerCase, type MethodRules } from "./methodRules.js";

/** `did:web`: a domain name in any case, perhaps with a port after %3A, then segments of a path. */
export const webRules: MethodRules = { normalise: lowerCaseHost, normalisePrefix: lowerCaseHost };

function lowerCaseHost(id: string): string {
  const end = id.indexOf(":");
  const host = end < 0 ? id : id.slice(0, end);
  return lowerCase(host) + id.slice(host.length);
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
