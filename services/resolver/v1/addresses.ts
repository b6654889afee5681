/** Where an identifier is served here: one address for each protocol that answers for it. */

import { webStem } from "../../identifiers/did/web.js";
import { canonicalStem } from "../../identifiers/gs1/linkUri.js";
import type { DidIdentifier, HandleIdentifier, Identifier } from "../../identifiers/identifier.js";
import { ethrSubject } from "../../identifiers/index.js";
import { identifiersStem } from "../did/request.js";
import { anchorOf } from "../gs1/linkHeader.js";
import { apiStem } from "../handle/errorForm.js";
import { redirectPath } from "../handle/request.js";
import type { Place } from "../resolution/dids.js";

/** @param uris Its written forms: packing a Digital Link twice would cost as much as all else here. */
export function addressesOf(
  identifier: Identifier,
  uris: Readonly<Record<string, string>>,
  place: Place,
): Record<string, string> {
  const { scheme, canonical } = identifier;
  const query = `id=${encodeURIComponent(canonical)}&scheme=${scheme}`;
  return {
    record: `${place.baseUrl}/v1/resolve?${query}`,
    // The explorer is at the root of the host, wherever the rest is.
    explorer: `${originOf(place.baseUrl)}/?${query}`,
    ...ofProtocols(identifier, uris, place),
  };
}

function originOf(baseUrl: string): string {
  if (made.baseUrl !== baseUrl) made = { baseUrl, origin: new URL(baseUrl).origin };
  return made.origin;
}

/** Made last: nearly all answers have the same address. */
let made = { baseUrl: "", origin: "" };

function ofProtocols(
  identifier: Identifier,
  { compressedDigitalLink }: Readonly<Record<string, string>>,
  place: Place,
): Record<string, string> {
  const { baseUrl } = place;
  switch (identifier.scheme) {
    case "gs1":
      return {
        digitalLink: anchorOf(baseUrl, identifier),
        ...(compressedDigitalLink !== undefined && {
          compressedDigitalLink: baseUrl + compressedDigitalLink.slice(canonicalStem.length),
        }),
        linkset: `${anchorOf(baseUrl, identifier)}?linkType=linkset`,
      };
    case "handle":
      return ofHandle(identifier, baseUrl);
    case "did":
      return ofDid(identifier, place);
    default:
      return {};
  }
}

function ofHandle(identifier: HandleIdentifier, baseUrl: string): Record<string, string> {
  const path = redirectPath(identifier);
  const api = `${baseUrl}${apiStem}${encodeURIComponent(identifier.canonical)}`;
  return { handleApi: api, ...(path === null ? {} : { handle: baseUrl + path }) };
}

function ofDid(identifier: DidIdentifier, place: Place): Record<string, string> {
  if (!isResolvedHere(identifier, place)) return {};
  const { baseUrl } = place;
  const { method, canonical } = identifier;
  const resolution = { didResolution: baseUrl + identifiersStem + encodeURIComponent(canonical) };
  return method === "bid" ? { ...resolution, bidResolution: `${baseUrl}/${canonical}` } : resolution;
}

/** Whether DID resolution here can know of it: of the other methods there are records alone. */
function isResolvedHere(identifier: DidIdentifier, { chainId, baseUrl }: Place): boolean {
  switch (identifier.method) {
    case "ethr":
      return ethrSubject(identifier)?.network === `0x${chainId.toString(16)}`;
    case "web":
      return identifier.canonical.startsWith(`${webStem(baseUrl)}:`);
    default:
      return identifier.method === "bid" || identifier.method === "cn";
  }
}
