/**
 * The contracts' enumerations and the words of the domain model for them. Position is the value on the chain; zero means
 * "there is none" everywhere.
 */
import {
  type Asset,
  type FreezeReason,
  freezeReasons,
  type GrantAction,
  type Grantee,
  grantActions,
  granteeKinds,
  type LiftReason,
  liftReasons,
  type OfficeScope,
  type PartyKind,
  type PrefixRule,
  type ProposalStatus,
  partyKinds,
  prefixRules,
  proposalStatuses,
  type RecordStatus,
  type RelationKind,
  relationKinds,
  type TokenRole,
  type TwinKind,
  type TwinState,
  type TwinUse,
  tokenRoles,
  twinStates,
  twinUses,
} from "../store/model.js";
import { LedgerError } from "./errors.js";
import { hexBytes, toHex, toSchemeId } from "./hex.js";

export const assetKindCodes = { twin: 1, record: 2, sealed: 3 } as const;
export type AssetKindCode = (typeof assetKindCodes)[keyof typeof assetKindCodes];

export const subjectKindCodes = { none: 0, twin: 1, party: 2, record: 3 } as const;
export type SubjectKindCode = (typeof subjectKindCodes)[keyof typeof subjectKindCodes];

const batchKinds = ["rule", "merkle"] as const;
export type BatchKind = (typeof batchKinds)[number];
const rangeUses = ["reserved", "batch"] as const;
export type RangeUse = (typeof rangeUses)[number];
const memberStatuses = ["live", "suspended", "revoked", "recorded"] as const;
export type MemberStatus = (typeof memberStatuses)[number];

const twinKinds: readonly TwinKind[] = ["type", "instance"];
const recordStatuses: readonly RecordStatus[] = ["active", "suspended", "retired"];
const namespaceStatuses = ["active", "suspended"] as const;
const namespaceStandings = ["live", "suspended", "lapsed"] as const;
const grantStatuses = ["active", "revoked", "pending"] as const;
const assetKinds = ["twin", "record", "sealed"] as const;
const scopeKinds: readonly OfficeScope["kind"][] = ["all", "jurisdiction", "scheme"];
const subjectKinds = ["none", "twin", "party", "record"] as const;

function word<Word extends string>(words: readonly Word[], position: number, what: string): Word {
  const found = words[position];
  if (found === undefined) {
    throw new LedgerError("LEDGER_INVALID_VALUE", `${what} has no such value.`, { details: { position } });
  }
  return found;
}

const code = <Word extends string>(words: readonly Word[], value: Word): number => words.indexOf(value) + 1;

/** Each of these throws `LEDGER_INVALID_VALUE` for a number that the enumeration lacks, zero ("none") included. */
export const partyKindOf = (value: number): PartyKind => word(partyKinds, value - 1, "Party kind");
export const prefixRuleOf = (value: number): PrefixRule => word(prefixRules, value - 1, "Prefix rule");
export const twinKindOf = (value: number): TwinKind => word(twinKinds, value - 1, "Twin kind");
export const twinStateOf = (value: number): TwinState => word(twinStates, value - 1, "Twin state");
export const recordStatusOf = (value: number): RecordStatus =>
  word(recordStatuses, value - 1, "Record status");
export const namespaceStatusOf = (value: number): "active" | "suspended" =>
  word(namespaceStatuses, value - 1, "Namespace status");
export const namespaceStandingOf = (value: number): "live" | "suspended" | "lapsed" =>
  word(namespaceStandings, value - 1, "Namespace standing");
export const grantStatusOf = (value: number): "active" | "revoked" | "pending" =>
  word(grantStatuses, value - 1, "Grant status");
export const granteeKindOf = (value: number): Grantee["kind"] =>
  word(granteeKinds, value - 1, "Grantee kind");
/** Not for zero: a proposal that nobody made has no status. */
export const proposalStatusOf = (value: number): ProposalStatus =>
  word(proposalStatuses, value - 1, "Proposal status");
export const assetKindOf = (value: number): Asset["kind"] => word(assetKinds, value - 1, "Asset kind");
export const freezeReasonOf = (value: number): FreezeReason =>
  word(freezeReasons, value - 1, "Reason of a freeze");
export const batchKindOf = (value: number): BatchKind => word(batchKinds, value - 1, "Batch kind");
export const rangeUseOf = (value: number): RangeUse => word(rangeUses, value - 1, "Range use");
export const memberStatusOf = (value: number): MemberStatus =>
  word(memberStatuses, value - 1, "Member status");
/** Zero is "none" here: a record may have no subject. */
export const subjectKindOf = (value: number): "none" | "twin" | "party" | "record" =>
  word(subjectKinds, value, "Subject kind");

export const relationKindOf = (value: number): RelationKind =>
  word(relationKinds, value - 1, "Relation kind");

export const granteeKindCode = (kind: Grantee["kind"]): number => code(granteeKinds, kind);
export const partyKindCode = (kind: PartyKind): number => code(partyKinds, kind);
export const prefixRuleCode = (rule: PrefixRule): number => code(prefixRules, rule);
export const relationKindCode = (kind: RelationKind): number => code(relationKinds, kind);
export const freezeReasonCode = (reason: FreezeReason): number => code(freezeReasons, reason);
export const liftReasonCode = (reason: LiftReason): number => code(liftReasons, reason);
export const scopeKindCode = (kind: OfficeScope["kind"]): number => code(scopeKinds, kind);
export const twinKindCode = (kind: TwinKind): number => code(twinKinds, kind);
export const twinStateCode = (state: TwinState): number => code(twinStates, state);

/** Counted from zero: there is no use "none". */
export const twinUseOf = (value: number): TwinUse => word(twinUses, value, "Twin use");
export const twinUseCode = (use: TwinUse): number => twinUses.indexOf(use);

/** An office's mandate from its two words. */
export function officeScope(kindCode: number, value: string): OfficeScope {
  const kind = word(scopeKinds, kindCode - 1, "Scope of an office");
  switch (kind) {
    case "all":
      return { kind };
    case "jurisdiction":
      return { kind, jurisdiction: String.fromCharCode(...hexBytes(toHex(value.slice(0, 6)))) };
    case "scheme":
      return { kind, scheme: toSchemeId(value) };
  }
}

/** Bits of a grant's actions: 1 read, 2 use, 4 modify, 8 distribute, 16 derive. */
export function actionBits(actions: Iterable<GrantAction>): number {
  let bits = 0;
  for (const action of actions) bits |= 1 << grantActions.indexOf(action);
  return bits;
}

/** The actions whose bits are set, in the order of the bits; unknown bits are left out. */
export function actionsOf(bits: number): readonly GrantAction[] {
  return grantActions.filter((_, position) => (bits & (1 << position)) !== 0);
}

/** Hot roles as the bits of a set. */
export const tokenRoleBits = (roles: readonly TokenRole[]): number =>
  tokenRoles.reduce((bits, role, bit) => (roles.includes(role) ? bits | (1 << bit) : bits), 0);

/** @throws LedgerError `LEDGER_INVALID_VALUE` for a bit that is no role. */
export function tokenRolesOf(bits: number): readonly TokenRole[] {
  if (bits >> tokenRoles.length !== 0) {
    throw new LedgerError("LEDGER_INVALID_VALUE", "A set of roles has no such bit.", { details: { bits } });
  }
  return tokenRoles.filter((_, bit) => (bits & (1 << bit)) !== 0);
}
