import { ledgerCanonical } from "./canonical.js";
import { IdentifierError, inWhole, withOffset } from "./errors.js";
import type { HandleIdentifier } from "./identifier.js";
import { encodedOffset, hasDotSegment, percentDecode, percentEncode } from "./percentEncoding.js";
import { asciiLowerCase, checkText, hasLabel, isPlain, quoted } from "./text.js";
import { hostStart } from "./uri.js";

/** Segments with single dots between. */
const canonicalPrefix = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

/** The public proxies. */
const proxies = [
  { host: "hdl.handle.net/", doiOnly: false },
  { host: "doi.org/", doiOnly: true },
  { host: "dx.doi.org/", doiOnly: true },
  { host: "www.doi.org/", doiOnly: true },
];

/** Longest handle under `88.`, in characters. */
const maxNationalNodeHandle = 255;

/**
 * Reads a handle (RFC 3650 to 3652): bare, after `hdl:` or `doi:`, or as the address of one of the public proxies, whose
 * query and fragment speak to the proxy and are left away.
 */
export function parseHandle(input: string): HandleIdentifier {
  const address = proxyAddress(input);
  if (address !== undefined) return handleAt(address);
  const doiOnly = hasLabel(input, "doi:");
  if (!doiOnly && !hasLabel(input, "hdl:")) return handleIdentifier(input);
  return withOffset("doi:".length, () => underPrefixOf(doiOnly, input.slice("doi:".length)));
}

const doiStart = /^10(?:[./]|%2F)/i;
const anySlash = /\/|%2F/i;

/** Reads the address of a handle at one of the public proxies. Undefined for any other text. */
export function handleIn(input: string): HandleIdentifier | undefined {
  const address = proxyAddress(input);
  if (address === undefined) return undefined;
  const { doiOnly, path } = address;
  const isHandle = (doiOnly ? doiStart : anySlash).test(path);
  return isHandle ? handleAt(address) : undefined;
}

/** An address at one of the public proxies. */
interface ProxyAddress {
  readonly doiOnly: boolean;
  readonly path: string;
  readonly pathAt: number;
}

function proxyAddress(input: string): ProxyAddress | undefined {
  const hostAt = hostStart(input);
  if (hostAt === 0) return undefined;
  for (const { host, doiOnly } of proxies) {
    if (!hasLabel(input, host, hostAt)) continue;
    const pathAt = hostAt + host.length;
    const end = input.search(/[?#]/);
    return { doiOnly, path: input.slice(pathAt, end < 0 ? input.length : end), pathAt };
  }
  return undefined;
}

function handleAt({ doiOnly, path, pathAt }: ProxyAddress): HandleIdentifier {
  const handle = percentDecode(path, pathAt);
  try {
    return underPrefixOf(doiOnly, handle);
  } catch (error) {
    throw inWhole(error, (offset) => pathAt + encodedOffset(path, offset));
  }
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
      position: 0,
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
  return { scheme: "handle", canonical: ledgerCanonical(`${prefix}/${name}`, 0), prefix, localName: name };
}

function checkLocalName(localName: string, offset: number): void {
  if (localName === "") {
    throw new IdentifierError("IDENTIFIER_SYNTAX", "The handle has no local name after its slash", {
      hint: "A prefix alone names a namespace; add the local name.",
      position: offset,
    });
  }
  if (isPlain(localName)) return;
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
  if (canonicalPrefix.test(prefix)) return prefix;
  const inLowerCase = asciiLowerCase(prefix);
  if (canonicalPrefix.test(inLowerCase)) return inLowerCase;
  throw noPrefix(prefix);
}

function noPrefix(prefix: string): IdentifierError {
  const emptySegment = prefix === "" ? 0 : prefix.search(/^\.|\.(?=\.|$)/);
  if (emptySegment >= 0) {
    return new IdentifierError(
      "IDENTIFIER_SYNTAX",
      `The handle prefix ${quoted(prefix)} has an empty segment`,
      {
        hint: "Segments of a prefix are separated by single dots: 20.1000, not 20..1000.",
        position: emptySegment,
      },
    );
  }
  return new IdentifierError(
    "IDENTIFIER_CHARACTER",
    `The handle prefix ${quoted(prefix)} holds a character other than letters, digits, "-", "_" and "."`,
    {
      hint: "Check the part before the first slash.",
      position: prefix.search(/[^A-Za-z0-9._-]/),
    },
  );
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

/** Slashes stay as they are, unless there are dots alone between two of them: without slashes there is no way up. */
function pathOf({ prefix, localName }: HandleIdentifier): string {
  const name = percentEncode(localName);
  const path = `${prefix}/${name.replaceAll("%2F", "/")}`;
  return hasDotSegment(path) ? `${prefix}%2F${name}` : path;
}
