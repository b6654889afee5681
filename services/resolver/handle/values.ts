/**
 * What the ledger says of a handle, as typed values of the Handle System (RFC 3651, section 3.1).
 *
 * Administrators (`HS_ADMIN`) are left out: the ledger knows owners, and none of the permissions that such a value promises.
 */
import { uriForm } from "../../identifiers/index.js";
import { sameAs } from "../../ledger/sameAs.js";
import { Remembered } from "../../store/values.js";
import { defaultOf } from "../resolution/defaultLink.js";
import { accountDid, type Place, subjectDid } from "../resolution/dids.js";
import type { Membership, Resolution } from "../resolution/resolve.js";
import type { SealedResolution } from "../visibility/resolveAs.js";
import type { Wanted } from "./request.js";

/** What a handle was found to be; sealed for callers with a right alone. */
export type FoundHandle = Resolution | Membership | SealedResolution;

export interface HandleValue {
  readonly index: number;
  readonly type: string;
  readonly data: { readonly format: "string"; readonly value: string };
  /** Seconds for which a value may be kept unasked: none, as any block may change it. */
  readonly ttl: number;
  /** When the record last changed, in UTC. */
  readonly timestamp: string;
}

/**
 * Where each kind of value stands; equivalents come from `firstEquivalent` on, links from `firstLink` on, in the order in which they
 * were registered.
 */
const indexes = { URL: 1, OWNER: 10, NAMESPACE: 11, STATUS: 12, SUBJECT: 13, BATCH: 14, SEALED: 15 } as const;
const firstEquivalent = 100;
const firstLink = 1000;

type Typed = Pick<HandleValue, "index" | "type"> & { readonly value: string };

/** All values of a registered handle, by index. */
export function valuesOf(found: FoundHandle, place: Place): readonly HandleValue[] {
  const { time } = lastChange(found);
  const timestamp = `${new Date(time * 1000).toISOString().slice(0, 19)}Z`;
  return [...urlOf(found), ...factsOf(found, place), ...equivalentsOf(found), ...linksOf(found)].map(
    ({ index, type, value }) => ({
      index,
      type,
      data: { format: "string", value },
      ttl: 0,
      timestamp,
    }),
  );
}

/** The record's last change, or the issue of the batch that the handle is a member of. */
export function lastChange(found: FoundHandle) {
  return found.kind === "member" ? found.member.batch.issued : found.record.updated;
}

/** Where the handle leads; nowhere while it is not active. */
export function urlValue(found: FoundHandle): string | undefined {
  return defaultOf(found.links)?.target.href;
}

function urlOf(found: FoundHandle): Typed[] {
  const value = urlValue(found);
  return value === undefined ? [] : [{ index: indexes.URL, type: "URL", value }];
}

function factsOf(found: FoundHandle, place: Place): Typed[] {
  const owned = found.kind === "member" ? found.member.batch : found.record;
  const { zone, status } = found.kind === "member" ? found.member : found;
  const subject = found.kind === "member" ? null : subjectDid(found.subject, place);
  const fact = (type: keyof typeof indexes, value: string): Typed => ({ index: indexes[type], type, value });
  return [
    fact("OWNER", accountDid(place.chainId, owned.owner)),
    fact("NAMESPACE", zone.namespace.prefix),
    fact("STATUS", status),
    ...(subject === null ? [] : [fact("SUBJECT", subject)]),
    ...(found.kind === "member" ? [fact("BATCH", found.member.batch.id)] : []),
    ...(found.kind === "sealed" ? [fact("SEALED", found.record.id)] : []),
  ];
}

/**
 * Not `HS_ALIAS`: that one names a handle that is to be asked instead, whatever else is said here. The type is the relation's URI, which
 * no registered link has as its type.
 */
function equivalentsOf(found: FoundHandle): Typed[] {
  if (found.kind !== "resolution") return [];
  return found.equivalents.map(({ identifier }, place) => ({
    index: firstEquivalent + place,
    type: sameAs,
    value: uriForm(identifier),
  }));
}

function linksOf({ links }: FoundHandle): Typed[] {
  return links.map(({ rel, target }, place) => ({
    index: firstLink + place,
    type: linkType(rel),
    value: target.href,
  }));
}

/**
 * The type of a link's value: always a URI. A relation's name alone could be one of the Handle System's own types, and its
 * owner would then say `HS_ADMIN` or `OWNER` in the ledger's place.
 */
function linkType(relation: string): string {
  const known = types.of(relation);
  if (known !== undefined) return known;
  const type = URL.canParse(relation)
    ? relation
    : `http://www.iana.org/assignments/relation/${encodeURIComponent(relation)}`;
  types.keep(relation, type);
  return type;
}

/** By their relations, of which few are in use. */
const types = new Remembered<string, string>(100);

/** The values that are asked for by index or by type; a type with a dot at its end stands for all beneath it. */
export function wantedValues(
  values: readonly HandleValue[],
  { indexes: asked, types }: Wanted,
): readonly HandleValue[] {
  if (asked.length === 0 && types.length === 0) return values;
  const wanted = types.map((type) => type.toLowerCase());
  const hasType = (type: string): boolean =>
    wanted.some((one) => (one.endsWith(".") ? type.startsWith(one) : type === one));
  return values.filter(({ index, type }) => asked.includes(index) || hasType(type.toLowerCase()));
}
