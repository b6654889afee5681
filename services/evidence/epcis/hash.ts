/**
 * The hash of EPCIS events by the Core Business Vocabulary 2.0 (section 8.9.2): the same for an event whether it is in JSON-LD or
 * XML, in which order its properties stand, and in which spelling its values are.
 */
import { createHash } from "node:crypto";
import { nestsTooDeep } from "../../ledger/canonicalJson.js";
import { eventsInJson, jsonDocumentSchema } from "./json.js";
import type { EpcisEvents, EventNode } from "./node.js";
import { preHashString } from "./preHash.js";
import { eventsInXml } from "./xml.js";

export interface EventHash {
  /** SHA-256 of the pre-hash string, in hexadecimal with 0x in front. */
  readonly digest: `0x${string}`;
  /** As an event's id: `ni:///sha-256;…?ver=CBV2.0`. */
  readonly id: string;
  readonly preHash: string;
}

/**
 * Hashes of a document's events, in their order; null where it is no EPCIS document.
 * @param what Name of the document, for errors.
 * @throws ImportError IMPORT_XML_INVALID
 */
export function epcisHashes(text: string, what: string): readonly EventHash[] | null {
  const found = eventsIn(text, what);
  return found === null ? null : found.events.map((event) => hashOf(event, found.ignored));
}

function eventsIn(text: string, what: string): EpcisEvents | null {
  if (text.trimStart().startsWith("<")) {
    const found = eventsInXml(text, what);
    return found.events.length === 0 ? null : found;
  }
  const parsed = jsonDocumentSchema.safeParse(jsonIn(text));
  return parsed.success ? eventsInJson(parsed.data) : null;
}

function jsonIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return nestsTooDeep(value) ? null : value;
  } catch {
    return null;
  }
}

function hashOf(event: EventNode, ignored: ReadonlySet<string>): EventHash {
  const children = event.children.filter(({ name }) => !ignored.has(name));
  const preHash = preHashString({ ...event, children });
  const digest = createHash("sha256").update(preHash).digest("hex");
  return { digest: `0x${digest}`, id: `ni:///sha-256;${digest}?ver=CBV2.0`, preHash };
}
