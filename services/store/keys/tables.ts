/** Every family of keys that has values. */

import type { Activity, ActivityPlace, NamespaceActivityPlace } from "../activity.js";
import { type EventStretch, stretchForm } from "../eventStretch.js";
import type { PlacedEvent, Replacement } from "../events.js";
import type { GrantCounts } from "../grantCounts.js";
import type {
  AccreditationEntity,
  Address,
  AllowanceEntity,
  AnchorEntity,
  ApprovalEntity,
  Asset,
  AttestationEntity,
  AttestationId,
  BatchEntity,
  BatchId,
  BundleEntity,
  CertificateEntity,
  Checkpoint,
  ComponentEntity,
  ControlEntity,
  DidHistoryEntity,
  DidStatement,
  DidStatementEntity,
  Digest,
  Fingerprint,
  FreezesEntity,
  GrantEntity,
  GrantId,
  GroupEntity,
  GroupId,
  GuardianshipEntity,
  Hash,
  MembershipEntity,
  NamespaceEntity,
  NamespaceId,
  NamespaceStatistics,
  OfficeEntity,
  OperatorEntity,
  PartyEntity,
  ProposalEntity,
  ProposalId,
  QuotaBalance,
  QuotaEntity,
  QuotaId,
  QuotaUse,
  RecordEntity,
  RecordId,
  RecoveryEntity,
  RelationEntity,
  RelationSides,
  ReservationEntity,
  SameAsEntity,
  SchemeEntity,
  SchemeId,
  SealedId,
  SealedRecordEntity,
  TermsEntity,
  TermsId,
  Thing,
  Token,
  TokenRolesEntity,
  TwinEntity,
  TwinId,
  TwinLicence,
  TwinPermission,
  TwinVersion,
  UsedUnits,
} from "../model.js";
import type {
  Authored,
  BlockName,
  BlockPlace,
  GrantsKey,
  GrantsOfGrantee,
  HeldGrant,
  MemberWord,
  NumberBlock,
  NumberForm,
  Origin,
  PermissionPlace,
  PlacedGrant,
  StretchPlace,
  TenuredAccount,
  UndonePlace,
} from "../places.js";
import { recordForm } from "../recordForm.js";
import type { ShortLists } from "../shortLists.js";
import {
  bare,
  big,
  blockWidth,
  dayWidth,
  digestOf,
  epochWidth,
  make,
  number,
  officeWidth,
  ordinalWidth,
  relationCodes,
  twinUses,
  versionWidth,
  wordWidth,
} from "./fields.js";
import type { Key } from "./key.js";
import {
  asset,
  digestOfForm,
  eventTail,
  granteeKey,
  grantPlace,
  grantsKey,
  holding,
  legalId,
  operatedKey,
  relatedSubject,
  schemeOrNone,
  sealedRecordOwner,
  statedRecord,
  stretchTail,
  tenuredToken,
  thing,
  tokenKey,
  twinKind,
} from "./prefixes.js";
import type { KeyRange } from "./range.js";
import { recordIndexes } from "./recordIndexes.js";
import { shortListsKey } from "./shortFamilies.js";
import { losingTable, table, tableOfThings } from "./table.js";

/** Where an undo of a range leads back to. */
export interface UndoPoint {
  readonly previous: Checkpoint | null;
  /** In how many parts the changes lie: a table's block holds at least one whole value, so none may be large. */
  readonly parts: number;
}

export interface UndoPart {
  readonly end: number;
  /** From 0 on. */
  readonly part: number;
}

/** A key and the bytes it had before, as text; null where it had none. */
export type PriorValue = readonly [key: Key, value: string | null];

function statementText(statement: DidStatement): string {
  return statement.kind === "delegate"
    ? `delegate ${statement.delegateType} ${statement.delegate}`
    : `attribute ${statement.name} ${statement.value}`;
}

export const tables = {
  fingerprint: table<void, Fingerprint>(() => make("00")),
  checkpoint: table<void, Checkpoint>(() => make("01")),
  origin: table<void, Origin>(() => make("02")),
  block: table<number, BlockName>((block) => make("03", number(block, blockWidth))),
  blockOfHash: table<Hash, number>((hash) => make("04", bare(hash))),
  blockOfOrdinal: table<number, BlockPlace>((ordinal) => make("05", number(ordinal, blockWidth))),
  events: {
    ...table<StretchPlace, EventStretch>((place) => make("06", stretchTail(place))),
    form: stretchForm,
  },
  knownBlocks: table<void, number>(() => make("07")),
  party: tableOfThings<Address, PartyEntity>(
    (identity) => make("10", bare(identity)),
    (party) => (party.legalId === "" ? [] : [make(legalId(party.legalId), bare(party.identity))]),
  ),
  control: table<Address, ControlEntity>((identity) => make("11", bare(identity))),
  scheme: table<SchemeId, SchemeEntity>((id) => make("12", bare(id))),
  namespace: tableOfThings<NamespaceId, NamespaceEntity>(
    (id) => make("13", bare(id)),
    (namespace) => [make("40", bare(namespace.holder), bare(namespace.id))],
  ),
  namespaceStatistics: table<NamespaceId, NamespaceStatistics>((id) => make("20", bare(id))),
  holderStatistics: table<Address, NamespaceStatistics>((holder) => make("21", bare(holder))),
  dayActivity: table<ActivityPlace, Activity>(({ day, scheme }) =>
    make("23", number(day, dayWidth), schemeOrNone(scheme)),
  ),
  namespaceActivity: table<NamespaceActivityPlace, Activity>(({ namespace, day }) =>
    make("24", bare(namespace), number(day, dayWidth)),
  ),
  wholeActivity: table<SchemeId | null, Activity>((scheme) => make("25", schemeOrNone(scheme))),
  tokensHeld: table<Address, number>((holder) => make("26", bare(holder))),
  certificate: table<Digest, CertificateEntity>((digest) => make("22", bare(digest))),
  record: {
    ...tableOfThings<RecordId, RecordEntity>((id) => make("14", bare(id)), recordIndexes),
    form: recordForm,
  },
  sameAs: losingTable<RecordId, SameAsEntity>(
    (id) => make("1d", bare(id)),
    ({ record, stated }) => stated.map((id) => make(statedRecord(id), bare(record))),
  ),
  sealedRecord: tableOfThings<SealedId, SealedRecordEntity>(
    (id) => make("1c", bare(id)),
    ({ owner, id }) => [make(sealedRecordOwner(owner), bare(id))],
  ),
  twin: tableOfThings<TwinId, TwinEntity>(
    (id) => make("15", bare(id)),
    (twin) => [
      make("42", bare(twin.owner), bare(twin.id)),
      make(twinKind(twin.kind), bare(twin.id)),
      ...twin.parents.map((parent) => make("50", bare(parent.twin), bare(twin.id))),
    ],
  ),
  twinVersion: table<{ readonly twin: TwinId; readonly version: number }, TwinVersion>(({ twin, version }) =>
    make("16", bare(twin), number(version, versionWidth)),
  ),
  twinByContent: table<Digest, TwinId>((digest) => make("17", bare(digest))),
  twinLicence: table<{ readonly twin: TwinId; readonly version: number }, TwinLicence>(({ twin, version }) =>
    make("30", bare(twin), number(version, versionWidth)),
  ),
  twinPermission: losingTable<PermissionPlace, TwinPermission>(({ twin, epoch, use, party }) =>
    make("31", bare(twin), number(epoch, epochWidth), twinUses[use], bare(party)),
  ),
  component: losingTable<{ readonly whole: TwinId; readonly part: TwinId }, ComponentEntity>(
    ({ whole, part }) => make("32", bare(whole), bare(part)),
    ({ whole, part }) => [make("51", bare(part), bare(whole))],
  ),
  grant: tableOfThings<GrantId, GrantEntity>(
    (id) => make("18", bare(id)),
    (grant) => [make(granteeKey(grant.grantee), bare(grant.id))],
  ),
  grantCounts: table<Asset, GrantCounts>((of) => make("19", asset(of))),
  grantOfHolding: table<HeldGrant, GrantId>((grant) =>
    make("1a", holding(grant), number(grant.ordinal, ordinalWidth)),
  ),
  grantsOfGrantee: table<GrantsKey, GrantsOfGrantee>((key) => make("9d", grantsKey(key))),
  grantOfPlace: table<PlacedGrant, GrantId>(({ place, sublicence, ordinal }) =>
    make("9e", grantPlace(place), sublicence ? "01" : "00", number(ordinal, ordinalWidth)),
  ),
  tokenRoles: losingTable<TenuredAccount, TokenRolesEntity>((of) => make(tenuredToken(of), bare(of.account))),
  approval: table<Token, ApprovalEntity>((of) => make("1e", tokenKey(of))),
  operator: table<Pick<OperatorEntity, "kind" | "holder" | "operator">, OperatorEntity>(
    ({ kind, holder, operator }) => make(operatedKey(holder, kind), bare(operator)),
  ),
  terms: table<TermsId, TermsEntity>((id) => make("90", bare(id))),
  group: table<GroupId, GroupEntity>(
    (id) => make("91", bare(id)),
    ({ owner, id }) => [make("98", bare(owner), bare(id))],
  ),
  membership: table<Pick<MembershipEntity, "group" | "member">, MembershipEntity>(
    ({ group, member }) => make("92", bare(group), bare(member)),
    ({ group, member, epoch }) => (epoch === 0 ? [] : [make("99", bare(member), bare(group))]),
  ),
  proposal: table<ProposalId, ProposalEntity>(
    (id) => make("93", bare(id)),
    (proposal) => [make("9a", asset(proposal.asset), bare(proposal.id))],
  ),
  quota: table<QuotaId, QuotaEntity>(
    (id) => make("94", bare(id)),
    (quota) => [make("9b", asset(quota.asset), bare(quota.id))],
  ),
  quotaBalance: table<Pick<QuotaBalance, "quota" | "holder">, QuotaBalance>(
    ({ quota, holder }) => make("95", bare(quota), bare(holder)),
    ({ quota, holder, amount }) => (amount === "0" ? [] : [make("9c", bare(holder), bare(quota))]),
  ),
  allowance: table<Pick<AllowanceEntity, "quota" | "holder" | "spender">, AllowanceEntity>(
    ({ quota, holder, spender }) => make("97", bare(quota), bare(holder), bare(spender)),
  ),
  quotaUse: table<{ readonly quota: QuotaId; readonly ordinal: number }, QuotaUse>(({ quota, ordinal }) =>
    make("96", bare(quota), number(ordinal, ordinalWidth)),
  ),
  usedUnits: table<Omit<UsedUnits, "amount">, UsedUnits>(({ quota, holder, account }) =>
    make("9f", bare(quota), bare(holder), bare(account)),
  ),
  attestation: table<AttestationId, AttestationEntity>(
    (id) => make("60", bare(id)),
    ({ party, id }) => [make("68", bare(party), bare(id))],
  ),
  accreditation: table<Pick<AccreditationEntity, "registrar" | "kindId">, AccreditationEntity>(
    ({ registrar, kindId }) => make("61", bare(registrar), bare(kindId)),
  ),
  attestedLegalId: table<string, AttestationId>((text) => make("62", digestOf(text))),
  guardianship: table<Address, GuardianshipEntity>((identity) => make("63", bare(identity))),
  recovery: table<Pick<RecoveryEntity, "identity" | "newController">, RecoveryEntity>(
    ({ identity, newController }) => make("64", bare(identity), bare(newController)),
  ),
  relation: table<RelationSides, RelationEntity>(
    ({ kind, party, subject: id }) =>
      make("65", bare(party), relationCodes[kind], bare(id).padStart(wordWidth, "0")),
    ({ sides }) => [make(relatedSubject(sides.subject), relationCodes[sides.kind], bare(sides.party))],
  ),
  didStatement: losingTable<Pick<DidStatementEntity, "identity" | "statement">, DidStatementEntity>(
    ({ identity, statement }) => make("66", bare(identity), digestOf(statementText(statement))),
  ),
  didHistory: table<Address, DidHistoryEntity>((identity) => make("67", bare(identity))),
  office: table<number, OfficeEntity>((office) => make("70", number(office, officeWidth))),
  freezes: table<Thing, FreezesEntity>(
    (of) => make("71", thing(of)),
    ({ thing: of, freezes }) => (freezes.length === 0 ? [] : [make("78", thing(of))]),
  ),
  anchor: table<Authored, AnchorEntity>(({ digest, author }) => make("72", bare(digest), bare(author))),
  bundle: table<Authored, BundleEntity>(({ digest, author }) => make("73", bare(digest), bare(author))),
  batch: tableOfThings<BatchId, BatchEntity>(
    (id) => make("80", bare(id)),
    (batch) => [
      make("88", bare(batch.owner), bare(batch.id)),
      ...(batch.kind === "merkle" ? [make("89", bare(batch.manifest), bare(batch.id))] : []),
    ],
  ),
  reservation: table<BatchId, ReservationEntity>((id) => make("81", bare(id))),
  numberBlock: losingTable<NumberBlock, BatchId>(({ form, digits }) =>
    make("82", digestOfForm(form), number(digits.length, 2), big(digits === "" ? 0n : BigInt(digits))),
  ),
  /** True for ever once a range of the form was taken: of most forms none ever is, which one look-up tells. */
  rangedForm: table<NumberForm, true>((form) => make("84", digestOfForm(form))),
  revokedMembers: table<MemberWord, string>(({ batch, word }) => make("83", bare(batch), big(word))),
  /** Of the lists that `shortListOf` knows. */
  shortLists: losingTable<KeyRange, ShortLists>(shortListsKey),
  undoPoint: table<number, UndoPoint>((end) => make("f0", number(end, blockWidth))),
  undoChanges: table<UndoPart, readonly PriorValue[]>(({ end, part }) =>
    make("f1", number(end, blockWidth), number(part, versionWidth)),
  ),
  replacement: table<number, Replacement>((ordinal) => make("f2", number(ordinal, ordinalWidth))),
  undoneEvent: table<UndonePlace, PlacedEvent>(({ replacement, ...place }) =>
    make("f3", number(replacement, ordinalWidth), eventTail(place)),
  ),
  replacedBlock: table<string, number>((branch) => make("f4", branch)),
  lastWrite: table<void, number>(() => make("f5")),
};
