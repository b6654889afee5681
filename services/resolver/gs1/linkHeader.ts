/** `Link` headers of the answers for a GS1 key (RFC 8288), and the addresses in them. A canonical path needs no escape in either. */
import type { Gs1Identifier } from "../../identifiers/identifier.js";
import { digitalLinkUri, linkPath } from "../../identifiers/index.js";
import { recordAddress } from "../resolution/addresses.js";
import type { Gs1Request } from "./request.js";

export const linksetMediaType = "application/linkset+json";

/** Maps the members of a linkset to JSON-LD; published by GS1 for every conformant resolver. */
export const jsonLdContext = "https://ref.gs1.org/standards/resolver/linkset-context";
export const jsonLdLink = `<${jsonLdContext}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;

export function anchorOf(baseUrl: string, identifier: Gs1Identifier): string {
  return `${baseUrl}/${linkPath(identifier)}`;
}

/** Where the whole linkset is, and the ledger's record; for a compressed URI, which one it stands for. */
export function linkHeader(baseUrl: string, { identifier, compressed }: Gs1Request): string {
  const links = [
    `<${anchorOf(baseUrl, identifier)}?linkType=linkset>; rel="linkset"; type="${linksetMediaType}"`,
    `<${recordAddress(baseUrl, identifier)}>; rel="describedby"; type="application/json"`,
  ];
  if (compressed) {
    links.push(`<${digitalLinkUri(identifier, baseUrl)}>; rel="http://www.w3.org/2002/07/owl#sameAs"`);
  }
  return links.join(", ");
}
