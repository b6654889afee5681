/**
 * Decides whether a party may do something with an asset's data: one pure function over a view of the index, of any block.
 *
 * It says what the ledger's own check says (`DataRights.isAllowed`, `isAllowedTo`): the asset is live, its owner an active party,
 * the party active and not frozen, and a grant of the present holding, or one that survives sales, for the data set or for all
 * data, lets the action be done now, as does all that it is a sub-licence of. That asset or owner is frozen takes no right. The
 * ledger is asked with a grant's full key; here the grants are found. Three things go beyond it, and `decidedBy` says so: the
 * owner is allowed, members and software act for their party, and who it is and for what is held against the usage policy. Where the use is
 * metered, the units must be there as well, as `UsageQuotas.consume` will ask.
 *
 * The reads are as many whether the asset exists or not, and do not grow with the number of grants on it.
 */
import { zeroAddress } from "../../ledger/hex.js";
import type { Address, GrantEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { type AssetState, holdingOf } from "../holding.js";
import { meterStanding } from "../metering/standing.js";
import { isFrozen, isInForce, isLiving } from "../parties.js";
import { type GrantStanding, lineOf, standingOf } from "../standing.js";
import { type Candidates, candidatesFor } from "./candidates.js";
import { heldPolicies, policyStanding } from "./policies.js";
import type { DecidedBy, Decision, DecisionMoment, Explanation, LookedAt, Question } from "./question.js";
import { isCloser, type ReasonCode } from "./reasons.js";

/** The answer; of the grants no more are judged than are needed. */
export function decide(
  view: EntityView,
  moment: DecisionMoment,
  question: Question<string | null>,
): Decision {
  const { decision } = judge(view, moment, question, firstThatCarries);
  return decision;
}

/** The answer with all grants that were looked at, and what speaks for or against each. */
export function explain(
  view: EntityView,
  moment: DecisionMoment,
  question: Question<string | null>,
): Explanation {
  const { decision, looked, complete } = judge(view, moment, question, (all) => [...all]);
  return { ...decision, looked, complete };
}

/** How many of the grants are judged. */
type Judging = (all: Iterable<LookedAt>) => readonly LookedAt[];

function firstThatCarries(all: Iterable<LookedAt>): readonly LookedAt[] {
  const looked: LookedAt[] = [];
  for (const one of all) {
    looked.push(one);
    if (one.reason === "granted") break;
  }
  return looked;
}

interface Judgement {
  readonly decision: Decision;
  readonly looked: readonly LookedAt[];
  readonly complete: boolean;
}

function judge(
  view: EntityView,
  moment: DecisionMoment,
  question: Question<string | null>,
  judging: Judging,
): Judgement {
  const party = question.onBehalfOf ?? question.subject ?? zeroAddress;
  const found = holdingOf(view, question.asset);
  // What is not there is looked for all the same, so that an answer takes no less work than a refusal.
  const asset = found ?? { ...question.asset, owner: zeroAddress, epoch: 1, live: false };
  const candidates = candidatesFor(view, asset, party, question);
  const looked = judging(judged(view, moment, question, { asset, party, candidates }));
  const inTheWay = ofParties(view, question, party);
  const answer =
    inTheWay === null
      ? answerOf(view, asset, party, looked, candidates.complete)
      : { reason: inTheWay, grant: null };
  const metered = meterStanding(view, moment, asset, party, question);
  // The owner pays nobody; units are asked for where a grant carries it.
  const reason = answer.reason === "granted" ? metered.reason : answer.reason;
  const { grant } = answer;
  const allowed = reason === "granted" || reason === "owner";
  return {
    decision: {
      allowed,
      reason,
      decidedBy: decidedBy(view, question, reason, grant),
      grant,
      until: allowed && grant !== null ? endOf(lineOf(view, grant), metered.until) : 0,
      meter: grant === null ? null : metered.meter,
      policies: allowed && grant !== null ? heldPolicies(view, lineOf(view, grant), question) : [],
      moment,
    },
    looked,
    complete: candidates.complete,
  };
}

/** What keeps the subject, or the party for which it acts, from any right. */
function ofParties(
  view: EntityView,
  { subject, onBehalfOf }: Question<string | null>,
  party: Address,
): ReasonCode | null {
  // First: what somebody asks in another's name without its leave is none of that one's affairs.
  if (onBehalfOf !== null && (subject === null || !actsFor(view, subject, onBehalfOf)))
    return "not-on-behalf";
  for (const each of subject === null ? [] : [subject, party]) {
    if (!isLiving(view, each)) return "subject-inactive";
    if (isFrozen(view, each)) return "subject-frozen";
  }
  return null;
}

/** As a member of an organisation, or as the software of a party. */
function actsFor(view: EntityView, subject: Address, party: Address): boolean {
  return (["membership", "agent"] as const).some((kind) => {
    const relation = view.relation({ kind, party, subject });
    return relation !== null && isInForce(view, relation);
  });
}

interface Answer {
  readonly reason: ReasonCode;
  readonly grant: GrantEntity | null;
}

function answerOf(
  view: EntityView,
  { owner, live }: AssetState,
  party: Address,
  looked: readonly LookedAt[],
  complete: boolean,
): Answer {
  if (owner === party && party !== zeroAddress) return { reason: "owner", grant: null };
  const [first, ...others] = looked;
  if (first === undefined) return { reason: complete ? "no-right" : "too-many-grants", grant: null };
  const closest = others.reduce((best, one) => (isCloser(one.reason, best.reason) ? one : best), first);
  const { reason, grant } = closest;
  if (reason !== "granted") return complete ? { reason, grant } : { reason: "too-many-grants", grant: null };
  if (!live) return { reason: "asset-not-live", grant };
  return { reason: isLiving(view, owner) ? "granted" : "owner-inactive", grant };
}

function* judged(
  view: EntityView,
  moment: DecisionMoment,
  question: Question<string | null>,
  { asset, party, candidates }: Found,
): Generator<LookedAt> {
  for (const grant of candidates.grants)
    yield { grant, reason: reasonOf(view, moment, question, { asset, party }, grant) };
}

/** What a question is about: the asset, whose right it would be, and the grants that could carry it. */
interface Found {
  readonly asset: AssetState;
  readonly party: Address;
  readonly candidates: Candidates;
}

function reasonOf(
  view: EntityView,
  { at }: DecisionMoment,
  question: Question<string | null>,
  { asset, party }: Pick<Found, "asset" | "party">,
  grant: GrantEntity,
): ReasonCode {
  if (grant.assetEpoch !== 0 && grant.assetEpoch !== asset.epoch) return "former-holding";
  const line = lineOf(view, grant);
  if (!line.every(({ actions }) => actions.includes(question.action))) return "other-action";
  const standing = standingOf(view, grant, at);
  if (standing !== "holds") return reasonOfStanding[standing];
  const policies = policyStanding(view, line, { party, at }, question);
  return policies === "permitted" ? "granted" : policies;
}

const reasonOfStanding: Readonly<Record<Exclude<GrantStanding, "holds">, ReasonCode>> = {
  ended: "ended",
  revoked: "revoked",
  pending: "pending",
  frozen: "grant-frozen",
  "not-yet": "not-yet",
  "void-above": "void-above",
};

/** The earliest end of grants and units, 0 for none. */
function endOf(line: readonly GrantEntity[], ofUnits: number): number {
  const ends = [ofUnits, ...line.map(({ until }) => until)].filter((until) => until !== 0);
  return ends.length === 0 ? 0 : Math.min(...ends);
}

const ofPolicies: ReadonlySet<ReasonCode> = new Set([
  "party-not-permitted",
  "purpose-not-permitted",
  "policy-needed",
]);

function decidedBy(
  view: EntityView,
  question: Question<string | null>,
  reason: ReasonCode,
  grant: GrantEntity | null,
): DecidedBy {
  if (ofPolicies.has(reason)) return "terms";
  if (question.onBehalfOf !== null) return "relation";
  if (reason === "owner") return "ownership";
  const held =
    reason === "granted" && grant !== null && heldPolicies(view, lineOf(view, grant), question).length > 0;
  return held ? "terms" : "ledger";
}
