/** A request to resolve a DID or to dereference a DID URL, taken apart (DID Resolution, section 12.1). */
import { IdentifierError } from "../../identifiers/errors.js";
import type { DidIdentifier } from "../../identifiers/identifier.js";
import { parseIdentifier } from "../../identifiers/index.js";
import { rawQuery } from "../http/query.js";
import { DidError } from "./errors.js";
import type { VersionOptions } from "./versions.js";

export const identifiersStem = "/1.0/identifiers/";

export interface DidRequest {
  readonly did: DidIdentifier;
  /** The DID as it was asked for. */
  readonly asked: string;
  readonly version: VersionOptions;
  /** What of the DID is asked for; null for its document. */
  readonly part: DidUrlPart | null;
}

export interface DidUrlPart {
  readonly path: string;
  readonly service: string | null;
  readonly serviceType: string | null;
  readonly relativeRef: string | null;
  /** Without its number sign; null for none. */
  readonly fragment: string | null;
}

/** @throws DidError INVALID_DID, INVALID_DID_URL, INVALID_OPTIONS, FEATURE_NOT_SUPPORTED. */
export function parseDidRequest(url: string): DidRequest {
  const { text, query } = didUrlOf(url);
  const hash = text.indexOf("#");
  const fragment = hash < 0 ? null : text.slice(hash + 1);
  const [before = "", ownQuery] = splitAt(hash < 0 ? text : text.slice(0, hash), "?");
  const [asked = "", path] = splitAt(before, "/");
  const parameters = readParameters([ownQuery ?? "", query]);
  const isUrl = path !== undefined || fragment !== null || ownQuery !== undefined;
  const did = parseDidText(asked, isUrl);
  if (isUrl && !/^[\w.~:/?#[\]@!$&'()*+,;=%-]*$/.test(text)) {
    throw new DidError("INVALID_DID_URL", "The DID URL holds a character that none can hold.");
  }
  const selected = { service: null, serviceType: null, relativeRef: null, ...parameters.selection };
  checkSelection(selected);
  const asksForPart = isUrl || Object.keys(parameters.selection).length > 0;
  return {
    did,
    asked,
    version: parameters.version,
    part: asksForPart ? { path: path === undefined ? "" : `/${path}`, ...selected, fragment } : null,
  };
}

/**
 * The DID URL in the path, and the query behind it. A DID that stands there as it is is not decoded, since its own
 * percent-encoding is part of it; but a number sign cannot be sent other than encoded. What was encoded as a whole is decoded once.
 */
function didUrlOf(url: string): { readonly text: string; readonly query: string } {
  const [path = ""] = url.split("?", 1);
  const segment = path.slice(identifiersStem.length);
  const text = segment.startsWith("did:") ? segment.replaceAll("%23", "#") : decodeURIComponent(segment);
  return { text, query: rawQuery(url) };
}

function splitAt(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function parseDidText(text: string, isUrl: boolean): DidIdentifier {
  try {
    const identifier = parseIdentifier(text, { scheme: "did" });
    if (identifier.scheme === "did") return identifier;
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    throw new DidError(isUrl ? "INVALID_DID_URL" : "INVALID_DID", `${error.message}.`, error);
  }
  throw new TypeError("The parser of DIDs gave another scheme.");
}

type Selection = Partial<Record<"service" | "serviceType" | "relativeRef", string>>;

/** Parameters of the DID URL and options of the request: each at most once, in whichever of the two. */
function readParameters(queries: readonly string[]): { selection: Selection; version: VersionOptions } {
  const values = new Map<string, string>();
  for (const query of queries) {
    if (query === "") continue;
    // In a URI a plus sign is one; forms alone take it for a space.
    for (const [name, value] of new URLSearchParams(query.replaceAll("+", "%2B"))) {
      if (values.has(name)) {
        throw new DidError("INVALID_OPTIONS", `'${name.slice(0, 64)}' is given more than once.`);
      }
      values.set(name, value);
    }
  }
  const selection: Selection = {};
  const version: { versionId?: string; versionTime?: number } = {};
  for (const [name, value] of values) {
    switch (name) {
      case "service":
      case "serviceType":
      case "relativeRef":
        selection[name] = value;
        break;
      case "versionId":
        version.versionId = value;
        break;
      case "versionTime":
        version.versionTime = timeOf(value);
        break;
      // All URLs in the documents are absolute already.
      case "expandRelativeUrls":
        if (value !== "true" && value !== "false") {
          throw new DidError("INVALID_OPTIONS", "'expandRelativeUrls' is true or false.");
        }
        break;
      default:
        throw new DidError(
          "FEATURE_NOT_SUPPORTED",
          `'${name.slice(0, 64)}' is no parameter or option that this resolver knows.`,
        );
    }
  }
  if (version.versionId !== undefined && version.versionTime !== undefined) {
    throw new DidError("INVALID_OPTIONS", "Give versionId or versionTime, not both.");
  }
  return { selection, version };
}

/** Unix seconds of an XML date and time in UTC (DID Core, section 3.2.1). */
function timeOf(text: string): number {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new DidError("INVALID_OPTIONS", "'versionTime' is a time in UTC such as 2026-01-01T00:00:00Z.");
  }
  return time / 1000;
}

function checkSelection({ service, serviceType, relativeRef }: Omit<DidUrlPart, "path" | "fragment">): void {
  if (relativeRef !== null && service === null && serviceType === null) {
    throw new DidError("INVALID_DID_URL", "'relativeRef' is relative to a service, and none is named.");
  }
}
