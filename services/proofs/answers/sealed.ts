/**
 * Whose a sealed record is, whether it is in force, and, where the secret is shown, of which identifier it is: the contracts'
 * `isLive` and `verifyDisclosure` over words that are proven. Without what its holder shows, nothing of the identifier is in it.
 */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { prefixesOf } from "../../identifiers/index.js";
import { type SubjectKindCode, subjectKindCodes } from "../../ledger/enums.js";
import { hexBytes, toDigest, zeroWord } from "../../ledger/hex.js";
import { namespaceId, schemeId, sealedContentDigest, sealedId, sealOf } from "../../ledger/ids.js";
import { keccak } from "../../ledger/keccak.js";
import * as slots from "../../ledger/slots.js";
import { recordWord } from "../../ledger/slotWords.js";
import type { Digest, RecordStatus, SealedId } from "../../store/model.js";
import type { SealedContentShown } from "../document/identifierQuestions.js";
import type { QuestionOf } from "../document/questions.js";
import { ProofError } from "../errors.js";
import type { Asking } from "./asking.js";
import { canonicalIdentifier, requireCanonicalPrefix } from "./identifier.js";
import {
  type AuthorityFacts,
  effectiveStatus,
  issuingAuthority,
  type ZoneFacts,
  zoneUnder,
} from "./namespaces.js";
import { type PartyFacts, partyFacts } from "./party.js";
import { contentRefuted, type RecordFacts } from "./record.js";

export interface SealedFacts {
  readonly owner: PartyFacts;
  readonly epoch: number;
  readonly status: RecordStatus;
  /** With what becomes of the namespaces: their suspension and their end. */
  readonly effective: RecordFacts["effective"];
  readonly locked: boolean;
  readonly frozen: boolean;
  readonly version: number;
  /** Salted digest of subject and links; null for neither. */
  readonly contentDigest: Digest | null;
  /** null where it is not shown. */
  readonly content: RecordFacts["content"];
}

export interface SealedAnswer {
  readonly kind: "sealed";
  readonly id: SealedId;
  /** What the id is made of. */
  readonly name: Pick<QuestionOf<"sealed">, "scheme" | "prefix" | "seal">;
  /** null where that namespace has no record of that seal. */
  readonly record: SealedFacts | null;
  /** Of the namespace that is named; null where its prefix is not delegated. */
  readonly zone: ZoneFacts | null;
  /** The identifier that the seal is of, and whose matter it is now; null where it is not shown. */
  readonly disclosed: { readonly identifier: string; readonly authority: AuthorityFacts } | null;
}

/** @throws ProofError `PROOF_IDENTIFIER`, `PROOF_DISCLOSURE_REFUTED`, `PROOF_CONTENT_REFUTED`, `PROOF_WORD` */
export function sealedAnswer(asking: Asking, question: QuestionOf<"sealed">): SealedAnswer {
  const { scheme, prefix, seal } = question;
  const id = sealedId(namespaceId(schemeId(scheme), prefix), seal);
  const identifier = disclosedBy(question);
  const zone = zoneUnder(asking, scheme, prefix);
  if (zone === null) requireCanonicalPrefix(question);
  return {
    kind: "sealed",
    id,
    name: { scheme, prefix, seal },
    record: sealedFacts(asking, id, question, zone),
    zone,
    disclosed: identifier && {
      identifier: identifier.canonical,
      authority: issuingAuthority(asking, identifier),
    },
  };
}

/** The identifier behind the seal, where it is shown. */
function disclosedBy({ scheme, prefix, seal, disclosure }: QuestionOf<"sealed">): LedgerIdentifier | null {
  if (disclosure === null) return null;
  const identifier = canonicalIdentifier({ scheme, identifier: disclosure.identifier });
  if (sealOf(schemeId(scheme), identifier.canonical, disclosure.salt) !== seal)
    throw disclosureRefuted("the seal is of something else");
  if (!prefixesOf(identifier).some((one) => one.prefix === prefix))
    throw disclosureRefuted("the identifier does not carry the namespace's prefix");
  return identifier;
}

function sealedFacts(
  asking: Asking,
  id: SealedId,
  { prefix, content }: QuestionOf<"sealed">,
  zone: ZoneFacts | null,
): SealedFacts | null {
  const { status, holder, epoch, locked, frozen, version, namespaceEpoch, prefixLength } = recordWord(
    asking.read("sealedRecords", slots.holding(id)),
  );
  if (status === null) {
    if (content !== null) throw contentRefuted("there is no such sealed record");
    return null;
  }
  if (zone === null || prefixLength !== prefix.length) throw otherIssuer();
  const stored = asking.read("sealedRecords", slots.holdingDigest(id));
  const digest = stored === zeroWord ? null : toDigest(stored);
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
  };
}

/** A record that says nothing has no digest, and nothing to show. */
function contentOf(
  { subjectKind, subject, linkset, salt }: SealedContentShown,
  digest: Digest | null,
): RecordFacts["content"] {
  const code: SubjectKindCode = subjectKindCodes[subjectKind];
  const links = hexBytes(linkset);
  if (sealedContentDigest(code, subject, links, salt) !== digest)
    throw contentRefuted("its digest is another");
  return { subjectKind, subject, linksetDigest: keccak(links) };
}

const disclosureRefuted = (why: string): ProofError =>
  new ProofError(
    "PROOF_DISCLOSURE_REFUTED",
    `The sealed record is not shown to be of the identifier: ${why}.`,
    { hint: "Do not rely on it." },
  );

const otherIssuer = (): ProofError =>
  new ProofError("PROOF_WORD", "The sealed record is there, and its namespace is not.", {
    hint: "Check that the deployment file names the registries of this ledger.",
  });
