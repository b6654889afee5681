import { containerUrn } from "./container.js";
import { elementString } from "./gs1/elementString.js";
import { epcUrn } from "./gs1/epc/format.js";
import { canonicalStem, compressedLinkUri, digitalLinkUri } from "./gs1/linkUri.js";
import { handleFormats } from "./handle.js";
import type { ArkIdentifier, CodeIdentifier, Gs1Identifier, Identifier } from "./identifier.js";
import { hasDotSegment } from "./percentEncoding.js";

/** What an identifier alone does not tell. */
export interface FormOptions {
  /** Stem of the GS1 Digital Link; GS1's own unless given. */
  readonly stem?: string;
  /** Digits of the GS1 company prefix: with it there is an EPC URN. */
  readonly companyPrefixLength?: number | undefined;
}

/**
 * The standard addresses and written forms of what an identifier identifies, each by the name of its form. Each of them is
 * read back as the same identifier without a scheme being given, but for that of an identification link, which is a URI by
 * itself.
 */
export function equivalents(
  identifier: Identifier,
  options: FormOptions = {},
): Readonly<Record<string, string>> {
  switch (identifier.scheme) {
    case "gs1":
      return gs1Forms(identifier, options);
    case "handle":
      return handleFormats(identifier);
    case "oid":
      return { urn: `urn:oid:${identifier.canonical}` };
    case "did":
      return { did: identifier.canonical };
    case "aas":
      return { aas: `aas:${identifier.canonical}` };
    case "uuid":
      return { urn: identifier.canonical, uuid: identifier.canonical.slice("urn:uuid:".length) };
    case "uri":
    case "iec61406":
      return { uri: identifier.canonical };
    case "ark":
      return arkForms(identifier);
    default:
      return codeForms(identifier);
  }
}

function gs1Forms(
  identifier: Gs1Identifier,
  { stem, companyPrefixLength }: FormOptions,
): Record<string, string> {
  const forms = {
    digitalLink: digitalLinkUri(identifier, stem),
    // Only at this address does a compressed link say what it is.
    compressedDigitalLink: compressedLinkUri(identifier, canonicalStem),
    elementString: elementString(identifier),
  };
  const epc = companyPrefixLength === undefined ? undefined : epcUrn(identifier, companyPrefixLength);
  return epc === undefined ? forms : { ...forms, epc };
}

function arkForms({ canonical, naan, name }: ArkIdentifier): Record<string, string> {
  const forms = { ark: canonical, arkWithSlash: `ark:/${naan}/${name}` };
  return hasDotSegment(name) ? forms : { ...forms, arkResolver: `https://n2t.net/${canonical}` };
}

function codeForms(identifier: CodeIdentifier): Record<string, string> {
  const { scheme, canonical } = identifier;
  return isContainer(identifier)
    ? { [scheme]: canonical, epc: containerUrn(identifier) }
    : { [scheme]: canonical };
}

function isContainer(identifier: CodeIdentifier): identifier is CodeIdentifier<"container"> {
  return identifier.scheme === "container";
}
