import { claimsToBeBic } from "./container.js";
import { isCompressedLink } from "./gs1/digitalLink.js";
import { claimsToBeElementString } from "./gs1/elementString.js";
import { claimsToBeEpc } from "./gs1/epc/parse.js";
import { claimsToBeScanData } from "./gs1/scanData.js";
import type { Identifier } from "./identifier.js";
import { asciiLowerCase } from "./text.js";

/** The written forms in which an identifier is read; docs/identifiers.md says which scheme has which. */
export const writtenForms = [
  "digitalLink",
  "compressedDigitalLink",
  "digitalLinkPath",
  "compressedDigitalLinkPath",
  "elementString",
  "scanData",
  "epcUrn",
  "gtin",
  "label",
  "urn",
  "webAddress",
  "uri",
  "braces",
  "plain",
] as const;
export type WrittenForm = (typeof writtenForms)[number];

/** Schemes whose identifiers are URIs by themselves: no other form of theirs is a web address. */
const uris: ReadonlySet<string> = new Set(["uri", "iec61406"]);

/**
 * The form in which a text was read.
 * @param input A text that was read as `identifier`.
 */
export function writtenFormOf(input: string, { scheme, canonical }: Identifier): WrittenForm {
  if (scheme === "gs1") return gs1Form(input);
  if (uris.has(scheme)) return "uri";
  const [, label = ""] = /^([a-z][a-z0-9]*):/.exec(asciiLowerCase(input)) ?? [];
  if (label === "http" || label === "https") return "webAddress";
  if (label === "urn") return claimsToBeBic(input) ? "epcUrn" : "urn";
  if (label !== "") return "label";
  return input.startsWith("{") && canonical.startsWith("urn:") ? "braces" : "plain";
}

function gs1Form(input: string): WrittenForm {
  if (claimsToBeScanData(input)) return "scanData";
  if (claimsToBeElementString(input)) return "elementString";
  if (claimsToBeEpc(input)) return "epcUrn";
  if (/^[0-9]+$/.test(input)) return "gtin";
  const compressed = isCompressedLink(input);
  if (/^https?:/i.test(input)) return compressed ? "compressedDigitalLink" : "digitalLink";
  return compressed ? "compressedDigitalLinkPath" : "digitalLinkPath";
}
