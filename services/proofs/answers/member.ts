/** Whether an identifier was issued in a batch: the contracts' `membershipOf` over words that are proven. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import type { BatchKind } from "../../ledger/enums.js";
import { recordId, schemeId } from "../../ledger/ids.js";
import { provesMember } from "../../ledger/merkle/proof.js";
import * as slots from "../../ledger/slots.js";
import { batchWord, recordWord } from "../../ledger/slotWords.js";
import type { BatchId, Digest } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import { ProofError } from "../errors.js";
import type { Asking } from "./asking.js";
import { canonicalIdentifier } from "./identifier.js";
import { effectiveStatus, issuedUnder, issuesAt, type ZoneFacts } from "./namespaces.js";
import { type PartyFacts, partyFacts } from "./party.js";
import { rangeAround } from "./ranges.js";

export interface BatchFacts {
  readonly kind: BatchKind;
  readonly owner: PartyFacts;
  readonly epoch: number;
  readonly status: "active" | "revoked";
  readonly frozen: boolean;
}

export interface MemberFacts {
  /** Place in the batch, from 0, in digits. */
  readonly index: string;
  /** `recorded`: it has a record of its own, whose owner counts. */
  readonly status: "active" | "namespace-suspended" | "namespace-lapsed" | "revoked" | "recorded";
  /** What the list promises that its record says; null for nothing. */
  readonly contentDigest: Digest | null;
  /** Of the namespace that issued the batch. */
  readonly zone: ZoneFacts;
}

export interface MemberAnswer {
  readonly kind: "member";
  readonly batchId: BatchId;
  /** null where there is no such batch. */
  readonly batch: BatchFacts | null;
  /** null where the identifier is no member. */
  readonly member: MemberFacts | null;
}

/** @throws ProofError `PROOF_IDENTIFIER`, `PROOF_MEMBERSHIP_REFUTED`, `PROOF_WORD` */
export function memberAnswer(asking: Asking, question: QuestionOf<"member">): MemberAnswer {
  const identifier = canonicalIdentifier(question);
  const batchId = question.batch;
  const { kind, status, holder, epoch, frozen, prefixLength, namespaceEpoch } = batchWord(
    asking.read("batches", slots.holding(batchId)),
  );
  if (kind === null || status === null) return { kind: "member", batchId, batch: null, member: null };
  const batch: BatchFacts = { kind, owner: partyFacts(asking, holder), epoch, status, frozen };
  const placed = placeIn(asking, question, identifier, { kind, prefixLength });
  if (placed === null) return { kind: "member", batchId, batch, member: null };
  const zone = issuedUnder(asking, identifier, prefixLength);
  const standing = effectiveStatus("active", namespaceEpoch, zone);
  return {
    kind: "member",
    batchId,
    batch,
    member: {
      index: placed.index.toString(),
      status: statusOf(asking, question, identifier, {
        standing,
        revoked: status === "revoked",
        index: placed.index,
      }),
      contentDigest: placed.contentDigest,
      zone,
    },
  };
}

interface Placed {
  readonly index: bigint;
  readonly contentDigest: Digest | null;
}

function placeIn(
  asking: Asking,
  question: QuestionOf<"member">,
  identifier: LedgerIdentifier,
  { kind, prefixLength }: { readonly kind: BatchKind; readonly prefixLength: number },
): Placed | null {
  const range = rangeAround(asking, identifier);
  if (kind === "rule") {
    if (question.proof !== null) throw refuted("the batch is no list");
    const holds = range?.use === "batch" && range.batch === question.batch;
    return holds ? { index: BigInt(range.index), contentDigest: null } : null;
  }
  if (question.proof === null) throw refuted("the batch is a list, and no path in it is shown");
  // Only its issuer's identifiers, and none that a range holds: what the contracts ask too.
  if (range !== null || !issuesAt(asking, identifier, prefixLength)) return null;
  return inList(asking, question.batch, question.proof, identifier, prefixLength);
}

function inList(
  asking: Asking,
  batch: BatchId,
  proof: NonNullable<QuestionOf<"member">["proof"]>,
  identifier: LedgerIdentifier,
  prefixLength: number,
): Placed {
  const { scheme, canonical } = identifier;
  const [index, count] = [BigInt(proof.index), BigInt(proof.count)];
  const shown = provesMember(
    { chainId: asking.place.chainId, registry: asking.place.contracts.batches },
    { id: batch, namespace: issuedUnder(asking, identifier, prefixLength).namespace.id },
    { scheme: schemeId(scheme), identifier: canonical },
    { ...proof, index, count },
  );
  if (!shown) throw refuted("its path does not lead to the batch");
  return { index, contentDigest: /^0x0+$/.test(proof.contentDigest) ? null : proof.contentDigest };
}

function statusOf(
  { read }: Asking,
  { batch }: QuestionOf<"member">,
  { scheme, canonical }: LedgerIdentifier,
  { standing, revoked, index }: { standing: MemberFacts["status"]; revoked: boolean; index: bigint },
): MemberFacts["status"] {
  const bits = BigInt(read("batches", slots.revokedMembers(batch, index)));
  const record = recordWord(read("identifiers", slots.holding(recordId(schemeId(scheme), canonical))));
  if (record.status !== null) return "recorded";
  return revoked || ((bits >> (index & 0xffn)) & 1n) !== 0n ? "revoked" : standing;
}

const refuted = (why: string): ProofError =>
  new ProofError(
    "PROOF_MEMBERSHIP_REFUTED",
    `It is not shown that the identifier is a member of the batch: ${why}.`,
    {
      hint: "Do not rely on it.",
    },
  );
