/** Whose an identifier's record is, what it says, and whether it is in force. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { type SubjectKindCode, subjectKindCodes } from "../../ledger/enums.js";
import { hexBytes, toDigest, zeroWord } from "../../ledger/hex.js";
import { contentDigest, recordId, schemeId } from "../../ledger/ids.js";
import { keccak } from "../../ledger/keccak.js";
import * as slots from "../../ledger/slots.js";
import { recordWord } from "../../ledger/slotWords.js";
import type { Digest, RecordId, RecordStatus } from "../../store/model.js";
import type { RecordContent } from "../document/identifierQuestions.js";
import type { QuestionOf } from "../document/questions.js";
import { ProofError } from "../errors.js";
import type { Asking } from "./asking.js";
import { canonicalIdentifier } from "./identifier.js";
import {
  type AuthorityFacts,
  effectiveStatus,
  issuedUnder,
  issuingAuthority,
  type ZoneFacts,
} from "./namespaces.js";
import { type PartyFacts, partyFacts } from "./party.js";
import { type RangeFacts, rangeAround } from "./ranges.js";

export interface RecordFacts {
  readonly owner: PartyFacts;
  /** How often the record changed hands: rights that were given before are void. */
  readonly epoch: number;
  readonly status: RecordStatus;
  /** With what becomes of the namespaces: their suspension and their end. */
  readonly effective: RecordStatus | "namespace-suspended" | "namespace-lapsed";
  readonly locked: boolean;
  readonly frozen: boolean;
  readonly version: number;
  /** Digest of subject and links. */
  readonly contentDigest: Digest;
  /** Subject and digest of the links, where the content was shown. */
  readonly content: {
    readonly subjectKind: string;
    readonly subject: string;
    readonly linksetDigest: string;
  } | null;
  /** Of the namespace that issued it. */
  readonly zone: ZoneFacts;
}

export interface RecordAnswer {
  readonly kind: "record";
  readonly id: RecordId;
  /** null where nobody has registered the identifier. */
  readonly record: RecordFacts | null;
  /** The range that holds the identifier, where it has no record. */
  readonly range: RangeFacts | null;
  readonly authority: AuthorityFacts;
}

/** What a record that never said anything has the digest of; its slot is empty. */
const emptyDigest = contentDigest(0, zeroWord, new Uint8Array());

/** @throws ProofError `PROOF_IDENTIFIER`, `PROOF_CONTENT_REFUTED`, `PROOF_WORD` */
export function recordAnswer(asking: Asking, question: QuestionOf<"record">): RecordAnswer {
  const identifier = canonicalIdentifier(question);
  const id = idOf(identifier);
  const record = recordFacts(asking, identifier, question.content);
  const authority = issuingAuthority(asking, identifier);
  const range = record === null ? rangeAround(asking, identifier) : null;
  return { kind: "record", id, record, range, authority };
}

export const idOf = ({ scheme, canonical }: LedgerIdentifier): RecordId =>
  recordId(schemeId(scheme), canonical);

/**
 * null where nobody has registered the identifier.
 * @param content What the record is said to have for a content; null for not shown.
 * @throws ProofError `PROOF_CONTENT_REFUTED`, `PROOF_WORD`
 */
export function recordFacts(
  asking: Asking,
  identifier: LedgerIdentifier,
  content: RecordContent | null,
): RecordFacts | null {
  const id = idOf(identifier);
  const { status, holder, epoch, locked, frozen, version, namespaceEpoch, prefixLength } = recordWord(
    asking.read("identifiers", slots.holding(id)),
  );
  if (status === null) {
    if (content !== null) throw contentRefuted("nobody has registered the identifier");
    return null;
  }
  const stored = asking.read("identifiers", slots.holdingDigest(id));
  const digest = stored === zeroWord ? emptyDigest : toDigest(stored);
  const zone = issuedUnder(asking, identifier, prefixLength);
  return {
    owner: partyFacts(asking, holder),
    epoch,
    status,
    effective: status === "retired" ? status : effectiveStatus(status, namespaceEpoch, zone),
    locked,
    frozen,
    version,
    contentDigest: digest,
    content: content && contentOf(content, digest),
    zone,
  };
}

function contentOf({ subjectKind, subject, linkset }: RecordContent, digest: Digest): RecordFacts["content"] {
  const code: SubjectKindCode = subjectKindCodes[subjectKind];
  const links = hexBytes(linkset);
  if (contentDigest(code, subject, links) !== digest) throw contentRefuted("its digest is another");
  return { subjectKind, subject, linksetDigest: keccak(links) };
}

export const contentRefuted = (why: string): ProofError =>
  new ProofError("PROOF_CONTENT_REFUTED", `The content that is shown is not the record's: ${why}.`, {
    hint: "Do not rely on it.",
  });
