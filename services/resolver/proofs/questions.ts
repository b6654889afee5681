/**
 * Questions that can be proven, of what the index knows. What goes into one beside names (a record's content, what a grant's id
 * is made of) is the index's word, which the proof shows to be true or refutes.
 */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { bytesHex, toHash } from "../../ledger/hex.js";
import { contentDigest, recordId } from "../../ledger/ids.js";
import { encodeLinkset } from "../../ledger/linkset.js";
import type { MemberProof } from "../../ledger/merkle/proof.js";
import { subjectWords } from "../../ledger/subjectWords.js";
import { type Question, questionSchema } from "../../proofs/index.js";
import type { Address, BatchId, GrantEntity, GrantId, Hash, RecordEntity, Thing } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { schemeIds } from "../resolution/zones.js";

type QuestionOf<Kind extends Question["kind"]> = Extract<Question, { kind: Kind }>;
type RecordContent = QuestionOf<"record">["content"];
export type ListProof = NonNullable<QuestionOf<"member">["proof"]>;

/** Whose the identifier is, or that nobody has registered it. */
export function recordQuestion(
  view: EntityView,
  { scheme, canonical }: LedgerIdentifier,
): QuestionOf<"record"> {
  const record = view.record(recordId(schemeIds[scheme], canonical));
  const content = record === null ? null : contentOf(record);
  return { kind: "record", scheme, identifier: canonical, content };
}

export const hasRecord = (view: EntityView, { scheme, canonical }: LedgerIdentifier): boolean =>
  view.record(recordId(schemeIds[scheme], canonical)) !== null;

/** null where the index does not have the content that the digest is of, byte for byte: links that are none, or another spelling. */
function contentOf({ subject, linkset, linksetValid, digest }: RecordEntity): RecordContent {
  if (!linksetValid) return null;
  const { kind, id } = subjectWords(subject);
  const links = encodeLinkset(linkset);
  if (contentDigest(kind, id, links) !== digest) return null;
  return { subjectKind: subject.kind, subject: toHash(id), linkset: bytesHex(links) };
}

/** A proof of a member as questions have it. */
export const listProof = ({ manifest, count, index, contentDigest, path }: MemberProof): ListProof => ({
  manifest,
  count: count.toString(),
  index: index.toString(),
  contentDigest,
  path: path.map(toHash),
});

/** @param proof The path in a list; null for a range. */
export const memberQuestion = (
  { scheme, canonical }: LedgerIdentifier,
  batch: BatchId,
  proof: ListProof | null,
): Question => ({ kind: "member", scheme, identifier: canonical, batch, proof });

/** Who the grantee of a blinded grant is, by what its commitment is made of. */
export interface Opening {
  readonly party: Address;
  readonly salt: Hash;
}

/** @param opening null for everybody but who may know it. */
export function grantQuestion(view: EntityView, id: GrantId, opening: Opening | null = null): Question {
  const grant = view.grant(id);
  const shown = questionSchema.safeParse({
    kind: "grant",
    grant: id,
    parts: grant === null ? null : partsOf(grant, opening),
  });
  // A scope's name may be longer than a document holds.
  return shown.success ? shown.data : { kind: "grant", grant: id, parts: null };
}

const partsOf = (
  { asset, assetEpoch, scope, grantee, terms, parent }: GrantEntity,
  opening: Opening | null,
) => ({
  assetKind: asset.kind,
  asset: asset.id,
  assetEpoch,
  scope,
  grantee: grantee.kind === "blinded" ? { ...grantee, opening } : grantee,
  terms,
  parent: parent?.grant ?? null,
});

/** With the offices that hold it frozen, as many as one question takes. */
export function freezesQuestion(view: EntityView, thing: Thing): Question {
  const offices = [...new Set(view.freezesOf(thing).map(({ office }) => office))].slice(0, 32);
  return {
    kind: "freezes",
    thing: thing.kind === "party" ? thing : { kind: thing.kind, id: toHash(thing.id) },
    offices,
  };
}
