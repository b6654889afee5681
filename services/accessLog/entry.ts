/**
 * An entry of the access log: what was decided or disclosed, to whom, of what. Its canonical form is RFC 8785 JSON, and its hash is
 * that form's leaf in the log's tree (SHA-256, RFC 9162). Each entry holds the hash of the one before.
 */
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../ledger/canonicalJson.js";
import {
  addressSchema,
  type Hex,
  hashSchema,
  toGrantId,
  toHash,
  toRecordId,
  toSealedId,
  toTwinId,
  zeroWord,
} from "../ledger/hex.js";
import type { Address } from "../store/model.js";
import { leafHash } from "./tree/hashes.js";

export const accessKinds = ["decision", "disclosure"] as const;
export const accessOutcomes = ["permit", "deny"] as const;

const text = (most: number) => z.string().min(1).max(most);
const blockSchema = z.strictObject({ number: z.number().int().nonnegative(), hash: hashSchema });

const assetSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("record"), id: hashSchema.transform(toRecordId) }),
  z.strictObject({ kind: z.literal("sealed"), id: hashSchema.transform(toSealedId) }),
  z.strictObject({ kind: z.literal("twin"), id: hashSchema.transform(toTwinId) }),
]);

const eventMembers = {
  /** A decision says what somebody may; a disclosure gave it to them. */
  kind: z.enum(accessKinds),
  /** Party that asked the resolver: the subject, or the asset's owner about it; null for nobody known. */
  askedBy: addressSchema.nullable(),
  /** Party that wants access; null for nobody known. */
  subject: addressSchema.nullable(),
  /** Party of whose right it makes use, as its member or its software; null for its own. */
  onBehalfOf: addressSchema.nullable(),
  asset: assetSchema,
  /** Party that owned the asset at the block; null where there was no such asset. */
  owner: addressSchema.nullable(),
  /** Data set or submodel; null for all of the asset. */
  scope: text(256).nullable(),
  action: text(128),
  /** What it is wanted for; null where that was not said. */
  purpose: text(256).nullable(),
  outcome: z.enum(accessOutcomes),
  /** Stable code of why. */
  reason: text(128),
  /** Grant on which it rests. */
  grant: hashSchema.transform(toGrantId).nullable(),
  /** Block of whose state it is. */
  block: blockSchema,
  /** Id of the request that asked. */
  requestId: text(64),
};

const placeMembers = {
  /** From 0 on, without a gap. */
  sequence: z.number().int().nonnegative(),
  /** When it was logged; never before the entry before it. */
  time: z.iso.datetime({ precision: 3 }),
  /** Hash of the entry before; 32 zero bytes for the first. */
  previous: hashSchema,
  /** 16 random bytes, so that nobody can find out by trying what a hash stands for. */
  salt: z.string().regex(/^[0-9a-f]{32}$/),
};

export const accessEventSchema = z.strictObject(eventMembers).readonly();
export const accessEntrySchema = z.strictObject({ ...placeMembers, ...eventMembers }).readonly();

/** What happened, as it is given to the log. */
export type AccessEvent = z.output<typeof accessEventSchema>;
/** What happened, at its place in the log. */
export type AccessEntry = z.output<typeof accessEntrySchema>;

/** Hash that the first entry names as the one before. */
export const noEntry = toHash(zeroWord);

/** @param time Milliseconds since 1970. */
export function entryOf(
  event: AccessEvent,
  { sequence, time, previous }: { sequence: number; time: number; previous: Hex },
): AccessEntry {
  const salt = randomBytes(16).toString("hex");
  return {
    sequence,
    time: new Date(time).toISOString(),
    previous: toHash(previous),
    salt,
    ...event,
  };
}

/** RFC 8785. */
export function canonicalEntry(entry: AccessEntry): string {
  const written = canonicalJson(entry);
  if (written === null) throw new TypeError("An entry of the access log is a JSON object.");
  return written;
}

export const entryHash = (entry: AccessEntry): Hex => leafHash(canonicalEntry(entry));

const known = (...parties: readonly (Address | null)[]): ReadonlySet<Address> =>
  new Set(parties.filter((party) => party !== null));

/** Whom an entry names. */
export const partiesIn = ({ subject, onBehalfOf, owner }: AccessEvent): ReadonlySet<Address> =>
  known(subject, onBehalfOf, owner);

/** Reason of whoever asks on behalf of a party that does not let it. */
const notOnBehalf = "not-on-behalf";

/**
 * Who may read an entry: who owned the asset then, who asked about itself, and whose right it is about. Not those whom somebody else has
 * named for nothing: an owner who asks about a party without any right, or whoever asks on behalf of one that does not let it, would else fill
 * the view of anybody.
 */
export function readersOf(event: AccessEvent): ReadonlySet<Address> {
  const { askedBy, subject, onBehalfOf, owner, outcome, grant, reason } = event;
  const isTheirs = askedBy === subject || outcome === "permit" || grant !== null;
  if (!isTheirs) return known(owner);
  return reason === notOnBehalf ? known(owner, subject) : known(owner, subject, onBehalfOf);
}
