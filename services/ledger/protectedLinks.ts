/**
 * Protected links: the ledger has a salted hash of each in the record's links, and nothing of where it leads. Whoever is shown link
 * and salt can see that they are what the owner committed to.
 */
import canonicalize from "canonicalize";
import { z } from "zod";
import type { Digest, Linkset, LinkTarget, RecordId } from "../store/model.js";
import { LedgerError } from "./errors.js";
import { type Hex, hashSchema, toDigest } from "./hex.js";
import { keccak, keccakWords, utf8 } from "./keccak.js";
import { linkTargetSchema } from "./linkset.js";

/**
 * Relation of the one entry of a linkset that has the commitments, as an extension attribute (RFC 9264, section 4.2.4.3). Its
 * `href` is empty, as it leads nowhere.
 */
export const protectedRelation = "urn:cadastre:protected";

/** Commitments of one record that count: the first ones. */
export const maxProtected = 64;

/** UTF-8 bytes of a protected link's text. */
export const maxProtectedBytes = 8_192;

export interface ProtectedLink {
  /** As in a linkset. */
  readonly rel: string;
  readonly target: LinkTarget;
  /** Name of the data set that it leads to, as grants name it; empty for all data. */
  readonly scope: string;
}

export const protectedLinkSchema: z.ZodType<ProtectedLink> = z.strictObject({
  rel: z.string().min(1).max(512),
  target: linkTargetSchema,
  scope: z.string().max(256),
});

/** What shows which link a commitment stands for. */
export interface LinkOpening {
  readonly link: ProtectedLink;
  /** 32 bytes that nobody else can guess, of its own for each record: equal links of two have different commitments. */
  readonly salt: Hex;
}

export const linkOpeningSchema: z.ZodType<LinkOpening> = z.strictObject({
  link: protectedLinkSchema,
  salt: hashSchema,
});

const tag = keccak(utf8("cadastre.protected-link.v1"));

/**
 * `keccak256(abi.encode(keccak256("cadastre.protected-link.v1"), record, keccak256(link), salt))`, where the link is JSON as of RFC
 * 8785. The record is part of it, so that nobody can take another record's commitment for one of its own.
 * @throws LedgerError `LEDGER_INVALID_VALUE` for text that is not valid Unicode, or too long.
 */
export function linkCommitment(record: RecordId, { link, salt }: LinkOpening): Digest {
  return toDigest(keccakWords(tag, record, keccak(linkBytes(link)), salt));
}

function linkBytes(link: ProtectedLink): Uint8Array {
  try {
    const bytes = utf8(canonicalize(link) ?? "");
    if (bytes.length <= maxProtectedBytes) return bytes;
  } catch (cause) {
    throw new LedgerError("LEDGER_INVALID_VALUE", "The link has no canonical JSON form (RFC 8785).", {
      hint: "Its texts must be valid Unicode.",
      cause,
    });
  }
  throw new LedgerError("LEDGER_INVALID_VALUE", `A protected link has at most ${maxProtectedBytes} bytes.`, {
    hint: "Put what is longer where the link leads.",
  });
}

/** Owners register anything: what is of another form is left out. */
const entry = z.object({ commitments: z.array(z.unknown()) });
const wordForm = /^0x[0-9a-f]{64}$/;

/** The commitments in a record's links, each once, in their order; at most `maxProtected`. */
export function commitmentsIn(linkset: Linkset): readonly Digest[] {
  const parsed = entry.safeParse(targetsIn(linkset)[0]);
  if (!parsed.success) return [];
  const words = parsed.data.commitments.filter((text): text is string => typeof text === "string");
  return [...new Set(words.filter((text) => wordForm.test(text)))].slice(0, maxProtected).map(toDigest);
}

/** @throws LedgerError `LEDGER_INVALID_VALUE` where the record has as many as count. */
export function withCommitment(linkset: Linkset, commitment: Digest): Linkset {
  const commitments = commitmentsIn(linkset);
  if (commitments.includes(commitment)) return linkset;
  if (commitments.length === maxProtected) {
    throw new LedgerError("LEDGER_INVALID_VALUE", `A record has at most ${maxProtected} protected links.`, {
      hint: "Take one back first.",
    });
  }
  return withCommitments(linkset, [...commitments, commitment]);
}

/** The same linkset where it has no such commitment. */
export function withoutCommitment(linkset: Linkset, commitment: Digest): Linkset {
  const commitments = commitmentsIn(linkset);
  if (!commitments.includes(commitment)) return linkset;
  return withCommitments(
    linkset,
    commitments.filter((other) => other !== commitment),
  );
}

/**
 * The linkset with just these commitments.
 * @throws LedgerError `LEDGER_INVALID_VALUE` where they are more than count.
 */
export function committingTo(linkset: Linkset, commitments: readonly Digest[]): Linkset {
  return commitments.reduce(withCommitment, withCommitments(linkset, []));
}

function withCommitments(linkset: Linkset, commitments: readonly Digest[]): Linkset {
  const open = Object.entries(linkset).filter(([relation]) => relation !== protectedRelation);
  if (commitments.length === 0) return Object.fromEntries(open);
  const target = { href: "", commitments: [...commitments] };
  return Object.fromEntries([...open, [protectedRelation, [target]]]);
}

const targetsIn = (linkset: Linkset): readonly LinkTarget[] =>
  Object.hasOwn(linkset, protectedRelation) ? (linkset[protectedRelation] ?? []) : [];
