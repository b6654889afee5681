import { ledgerCanonical } from "./canonical.js";
import { IdentifierError, withOffset } from "./errors.js";
import type { HandleIdentifier } from "./identifier.js";
import { encodedOffset, percentDecode, percentEncode } from "./percentEncoding.js";
import { asciiLowerCase, checkText, quoted } from "./text.js";

const textPrefix = /^(hdl|doi):/i;
const proxyUrl = /^https?:\/\/(hdl\.handle\.net|doi\.org|dx\.doi\.org|www\.doi\.org)\/([^?#]*)/i;

/** Longest handle under `88.`, in characters. */
const maxNationalNodeHandle = 255;

/**
 * Reads a handle (RFC 3650 to 3652): bare, after `hdl:` or `doi:`, or as the address of one of the public proxies, whose
 * query and fragment speak to the proxy and are left away.
 */
export function parseHandle(input: string): HandleIdentifier {
  const proxy = proxyUrl.exec(input);
  if (proxy !== null) {
    const [address, host = "", path = ""] = proxy;
    const doiOnly = asciiLowerCase(host).endsWith("doi.org");
    const pathAt = address.length - path.length;
    const handle = withOffset(pathAt, () => percentDecode(path));
    return withOffset(
      (offset) => pathAt + encodedOffset(path, offset),
      () => underPrefixOf(doiOnly, handle),
    );
  }
  const label = textPrefix.exec(input)?.[0] ?? "";
  const doiOnly = asciiLowerCase(label) === "doi:";
  return withOffset(label.length, () => underPrefixOf(doiOnly, input.slice(label.length)));
}

/** Whether a text is the address of a handle at one of the public proxies. */
export function isHandleAddress(input: string): boolean {
  const proxy = proxyUrl.exec(input);
  if (proxy === null) return false;
  const [, host = "", path = ""] = proxy;
  return asciiLowerCase(host) === "hdl.handle.net" ? path.includes("/") : /^10[./]/.test(path);
}

function underPrefixOf(doiOnly: boolean, text: string): HandleIdentifier {
  const handle = handleIdentifier(text);
  if (doiOnly && !isDoiPrefix(handle.prefix)) {
    throw new IdentifierError(
      "IDENTIFIER_VALUE",
      `${quoted(text)} is no DOI: a DOI's prefix begins with "10."`,
      {
        hint: "Write hdl: in front of a handle that is no DOI.",
        position: 0,
      },
    );
  }
  return handle;
}

/** Whether a handle's prefix is one of the DOI system, which is case-insensitive throughout. */
function isDoiPrefix(prefix: string): boolean {
  return prefix === "10" || prefix.startsWith("10.");
}

function handleIdentifier(text: string): HandleIdentifier {
  const slash = text.indexOf("/");
  if (slash < 0) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(text)} is no handle: there is no "/" in it`, {
      hint: "A handle is a prefix and a local name with a slash between, such as 88.101.0042/part-1.",
    });
  }
  const prefix = checkHandlePrefix(text.slice(0, slash));
  const localName = text.slice(slash + 1);
  checkLocalName(localName, slash + 1);
  const name = isDoiPrefix(prefix) ? asciiLowerCase(localName) : localName;
  if (prefix.startsWith("88.") && text.length > maxNationalNodeHandle) {
    throw new IdentifierError(
      "IDENTIFIER_LENGTH",
      `A handle under 88. has at most ${maxNationalNodeHandle} characters; this one has ${text.length}`,
      { hint: "Shorten the local name.", position: maxNationalNodeHandle },
    );
  }
  return { scheme: "handle", canonical: ledgerCanonical(`${prefix}/${name}`), prefix, localName: name };
}

function checkLocalName(localName: string, offset: number): void {
  if (localName === "") {
    throw new IdentifierError("IDENTIFIER_SYNTAX", "The handle has no local name after its slash", {
      hint: "A prefix alone names a namespace; add the local name.",
      position: offset,
    });
  }
  checkText(localName, "The handle's local name");
  if (localName.trimEnd() !== localName) {
    throw new IdentifierError("IDENTIFIER_CHARACTER", "The handle's local name ends with white space", {
      hint: "Remove the white space at its end.",
      position: offset + localName.trimEnd().length,
    });
  }
}

/** The canonical form of a handle's prefix, such as `88.101`; throws where it is none. */
export function checkHandlePrefix(prefix: string): string {
  const emptySegment = prefix === "" ? 0 : prefix.search(/^\.|\.(?=\.|$)/);
  if (emptySegment >= 0) {
    throw new IdentifierError(
      "IDENTIFIER_SYNTAX",
      `The handle prefix ${quoted(prefix)} has an empty segment`,
      {
        hint: "Segments of a prefix are separated by single dots: 20.1000, not 20..1000.",
        position: emptySegment,
      },
    );
  }
  const position = prefix.search(/[^A-Za-z0-9._-]/);
  if (position >= 0) {
    throw new IdentifierError(
      "IDENTIFIER_CHARACTER",
      `The handle prefix ${quoted(prefix)} holds a character other than letters, digits, "-", "_" and "."`,
      { hint: "Check the part before the first slash.", position },
    );
  }
  return asciiLowerCase(prefix);
}

/** Addresses and texts of a handle, each of which parses back to it. */
export function handleFormats(handle: HandleIdentifier): Record<string, string> {
  const formats = { hdl: `hdl:${handle.canonical}`, handleProxy: handleProxyUri(handle) };
  return isDoiPrefix(handle.prefix)
    ? { ...formats, doi: `doi:${handle.canonical}`, doiProxy: `https://doi.org/${pathOf(handle)}` }
    : formats;
}

/** The address of a handle at the public proxy, which parses back to it. */
export function handleProxyUri(handle: HandleIdentifier): string {
  return `https://hdl.handle.net/${pathOf(handle)}`;
}

function pathOf({ prefix, localName }: HandleIdentifier): string {
  return `${prefix}/${percentEncode(localName).replaceAll("%2F", "/")}`;
}
