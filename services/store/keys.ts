/**
 * The key space: every key of the database is made here, and nowhere else.
 *
 * A key is one byte that names its family, followed by fields of fixed width: addresses 20 bytes, ids and SHA-256 digests
 * 32 bytes, numbers big-endian (block 6; version, epoch, ordinal and part 4; kind 1; others as said), so that keys sort as what they stand
 * for. Texts of any length are hashed. A value is JSON in UTF-8, a record in a form of its own (`recordForm.ts`); an index entry has none, what it points to is the tail of its key.
 * Families 10 to 9f keep their history: in front of a value stands since when it is so (`row.ts`).
 *
 * | family | key | value |
 * | 00 | – | fingerprint: chain, genesis, contracts, schema version |
 * | 01 | – | checkpoint |
 * | 02 | – | origin: number and hash of the first checkpoint, to know the chain again after a reset |
 * | 03 | block | hash and time of a block in which something changed, or at which a range ended |
 * | 04 | block hash | number of such a block |
 * | 05 | ordinal of such a block from 0 on 6 | its number and time |
 * | 06 | block, log 4 | an event of the ledger: its name, whom and what it concerns |
 * | 07 | – | how many blocks are known by hash and time |
 * | 10 | address | party |
 * | 11 | address | control: who controls an account, where that was ever changed |
 * | 12 | scheme id | scheme |
 * | 13 | namespace id | namespace |
 * | 14 | record id | record |
 * | 15 | twin id | twin |
 * | 16 | twin id, version | twin version |
 * | 17 | content digest | id of the twin that has the content |
 * | 18 | grant id | grant |
 * | 19 | asset kind, asset id, holding epoch of the asset (0: surviving a sale) | how many grants were given under that holding |
 * | 1a | asset kind, asset id, holding epoch, ordinal from 0 on | id of the grant, in the order in which they were given |
 * | 1b | token kind, token id, holding epoch, control epoch of the holder, account | hot roles of the account |
 * | 1c | sealed record id | sealed record |
 * | 1d | record id | what the record states to be the same as itself |
 * | 1e | token kind, token id | approval, the last of that token |
 * | 1f | holder address, kind of tokens (of units: 08), operator address | operator |
 * | 20 | namespace id | statistics: what the namespace delegated and registered |
 * | 21 | address | statistics: what a party delegated and registered as a holder of namespaces |
 * | 22 | digest | delegation certificate: used or cancelled |
 * | 23 | day 4, scheme id (zero for none) | activity: what was done that day |
 * | 24 | namespace id, day 4 | activity under that namespace |
 * | 25 | scheme id (zero for none) | activity of all days |
 * | 26 | address | how many tokens a party holds |
 * | 30 | twin id, version | licence terms of a twin |
 * | 31 | twin id, holding epoch, use, party (zero for everyone) | permission to use a twin |
 * | 32 | assembly's twin id, component's twin id | line of a bill of material |
 * | 40 | holder address, namespace id | index |
 * | 41 | owner address, record id | index |
 * | 42 | owner address, twin id | index |
 * | 43 | subject kind, subject id (an address padded on the left), record id | index |
 * | 44 | SHA-256 of name and value of an asset id, record id | index |
 * | 45 | SHA-256 of the legal identifier, address | index |
 * | 46 | owner address, sealed record id | index |
 * | 47 | grantee kind, grantee (an address padded on the left), grant id | index |
 * | 48 | id of a stated record, id of the record that states it to be the same | index |
 * | 49 | SHA-256 of what a shell states of its asset, record id | index |
 * | 4a | record id | index: submodels |
 * | 4b | twin id, record id | index: shells of the twin |
 * | 4c–4e | the list's part of a key of 44, 49 or 4b | the tails of that list while there are few; that each has an entry of its own, in 44, 49 or 4b, once there were more |
 * | 50 | parent's twin id, child's twin id | index |
 * | 51 | component's twin id, assembly's twin id | index |
 * | 52 | twin kind 1, twin id | index |
 * | 60 | attestation id | attestation |
 * | 61 | registrar address, id of the kind | accreditation |
 * | 62 | SHA-256 of the legal identifier | id of the last attestation of it |
 * | 63 | address | guardianship: whom a party named |
 * | 64 | address, new controller | recovery |
 * | 65 | party address, relation kind, subject (an address padded on the left) | relation |
 * | 66 | address, SHA-256 of what it states | statement of a DID document |
 * | 67 | address | how its DID document came about |
 * | 68 | party address, attestation id | index |
 * | 69 | subject (an address padded on the left), relation kind, party address | index |
 * | 70 | office's number | office of the supervision |
 * | 71 | thing's kind, thing's id (an address padded on the left) | freezes in force |
 * | 72 | digest, author's address | anchor |
 * | 73 | root, author's address | bundle |
 * | 78 | thing's kind, thing's id | index: things that are frozen |
 * | 80 | batch id | batch |
 * | 81 | range id | reservation, the last of that range |
 * | 82 | range key, number of leading digits 1, those digits as a number 8 | id of the batch or reservation that has all numbers in the block |
 * | 83 | batch id, word 8 | which of 256 members are revoked by themselves, a bit each, as a decimal number |
 * | 88 | owner address, batch id | index |
 * | 89 | SHA-256 of the manifest, batch id | index: lists |
 * | 90 | terms id | terms of rights |
 * | 91 | group id | group of parties |
 * | 92 | group id, member address | membership |
 * | 93 | proposal id | offer of a right, or amendment of an agreement |
 * | 94 | quota id | quota of metered use |
 * | 95 | quota id, holder address | balance of units |
 * | 96 | quota id, ordinal from 0 on | use of units |
 * | 97 | quota id, holder address, spender address | allowance |
 * | 98 | owner address, group id | index |
 * | 99 | member address, group id | index |
 * | 9a | asset kind, asset id, proposal id | index |
 * | 9b | asset kind, asset id, quota id | index |
 * | 9c | holder address, quota id | index |
 * | 9d | SHA-256 of an asset and a grantee (any group: `groups`), and of a holding epoch and a scope (null: whichever) that found no room there | what was granted: of each epoch and scope how many by the owner and as sub-licences, and the last of each |
 * | 9e | SHA-256 of an asset, a holding epoch, a scope and a grantee, kind (owner's 00, sub-licence 01), ordinal from 0 on | id of the grant, in the order in which they were given |
 * | 9f | quota id, holder address, account address | units of the holder that the account used up |
 * | e0 | a key without a value | since when it has none; only where it had one |
 * | e1 | a key, ordinal from 0 on | an earlier version of it, or that it had no value |
 * | f0 | last block of a range | checkpoint before the range (null before the first), number of parts |
 * | f1 | last block of a range, part | what the range changed, in parts of some KiB: pairs of key and prior value |
 * | f2 | replacement, an ordinal from 0 on | the last event that stood when blocks were undone |
 * | f3 | replacement, block, log 4 | an event that was undone, with its block |
 * | f4 | hash of an undone block, its first 8 bytes | the last replacement that undid it |
 *
 * Families from f0 on are no part of what the index says: the undo log, which exists for ranges above finality only, and what
 * was undone.
 */
import { hash } from "node:crypto";
import type { Activity, ActivityPlace, NamespaceActivityPlace } from "./activity.js";
import { type AssetId, assetIdOf, assetNames } from "./assetId.js";
import type { LoggedEvent, PlacedEvent, Replacement } from "./events.js";
import type { Form } from "./form.js";
import {
  toAddress,
  toBatchId,
  toGrantId,
  toNamespaceId,
  toRecordId,
  toSchemeId,
  toSealedId,
  toTwinId,
} from "./hex.js";
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
  Grantee,
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
  OperatedKind,
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
  TwinKind,
  TwinLicence,
  TwinPermission,
  TwinVersion,
  UsedUnits,
} from "./model.js";
import type {
  Authored,
  BlockName,
  BlockPlace,
  EventPlace,
  GrantedTo,
  GrantPlace,
  GrantsKey,
  GrantsOfGrantee,
  HeldGrant,
  Holding,
  MemberWord,
  NamedSubject,
  NumberBlock,
  Origin,
  PermissionPlace,
  PlacedGrant,
  TenuredAccount,
  TenuredToken,
  UndonePlace,
} from "./places.js";
import { recordForm } from "./recordForm.js";
import { type ShellTrait, shellTraits } from "./shellTraits.js";
import type { ShortList } from "./shortLists.js";

/** Version of the key space and of the projections: raise it with every change of what the store holds. */
export const schemaVersion = 29;

declare const keyBrand: unique symbol;
/** A key in lower-case hex; `encodeKey` makes the bytes of it. */
export type Key = string & { readonly [keyBrand]: true };

/** A family of keys with values. */
export interface Table<Id, Value> {
  readonly key: (id: Id) => Key;
  /** Index entries of a value: they come and go with it. Each has the value's own id in it. */
  readonly indexes: (value: Value) => readonly Key[];
  /** Whether its versions keep which transactions made them, and who sent those. */
  readonly keepsCauses: boolean;
  /** Whether a key may lose its value. Of all others the past need not look whether one did. */
  readonly loses: boolean;
  /** How its values are written, where that is not as they are. */
  readonly form?: Form<Value>;
  /** Never set: ties the type of the values to the table. */
  readonly value?: Value;
}

/** A table from which values are removed. */
export interface LosingTable<Id, Value> extends Table<Id, Value> {
  readonly loses: true;
}

/** A part of a family in order: its keys are `prefix` and a tail of `width` hex digits. */
export interface KeyRange {
  readonly prefix: string;
  readonly width: number;
}

export const encodeKey = (key: string): Buffer => Buffer.from(key, "hex");
export const decodeKey = (bytes: Uint8Array): Key => Buffer.from(bytes).toString("hex") as Key;

const addressWidth = 40;
const wordWidth = 64;
const kindWidth = 2;
const officeWidth = 8;
const versionWidth = 8;
const epochWidth = 8;
const ordinalWidth = 8;
const blockWidth = 12;
const bigWidth = 16;
const dayWidth = 8;
const logWidth = 8;

const make = (family: string, ...fields: readonly string[]): Key => (family + fields.join("")) as Key;
const bare = (hex: string): string => hex.slice(2);
const digestOf = (text: string): string => hash("sha256", text, "hex");

function number(value: number, width: number): string {
  const digits = value.toString(16);
  if (!Number.isSafeInteger(value) || value < 0 || digits.length > width) {
    throw new RangeError(`${value} does not fit a key's number`);
  }
  return digits.padStart(width, "0");
}

const twinUses = { derive: "00", compose: "01" } as const;
const big = (value: bigint): string => value.toString(16).padStart(bigWidth, "0");
const kinds = {
  twin: "01",
  party: "02",
  record: "03",
  namespace: "04",
  grant: "05",
  batch: "06",
  sealed: "07",
} as const;
const thingKinds = ["twin", "party", "record", "namespace", "grant", "batch", "sealed"] as const;

const twinKindCodes = { type: "01", instance: "02" } as const;

const granteeCodes = { party: "01", group: "02", blinded: "03" } as const;

const relationCodes = { membership: "01", twin: "02", agent: "03" } as const;
const relationKindWidth = 2;

const schemeOrNone = (scheme: SchemeId | null): string =>
  scheme === null ? "0".repeat(wordWidth) : bare(scheme);
const recordOwner = (owner: Address): string => make("41", bare(owner));
const sealedRecordOwner = (owner: Address): string => make("46", bare(owner));
const statedRecord = (id: RecordId): string => make("48", bare(id));
const subject = (of: NamedSubject): string =>
  make("43", kinds[of.kind], bare(of.id).padStart(wordWidth, "0"));
// An array, so that no name and value run into each other.
const assetId = ({ name, value }: AssetId): string => make("44", digestOf(JSON.stringify([name, value])));
const shellOfTwin = (twin: TwinId): string => make("4b", bare(twin));
const shellTrait = (trait: ShellTrait): string =>
  make(
    "49",
    digestOf(
      JSON.stringify(
        trait.kind === "assetId" ? [trait.kind, trait.name, trait.value] : [trait.kind, trait.value],
      ),
    ),
  );
const submodel = "4a";
const twinKind = (kind: TwinKind): string => make("52", twinKindCodes[kind]);
const legalId = (text: string): string => make("45", digestOf(text));
const holding = (of: Holding): string => asset(of) + number(of.epoch, epochWidth);

const tokenKey = ({ kind, id }: Token): string => kinds[kind] + bare(id);
const operatedCodes = { ...kinds, quota: "08" } as const;
const operatedKey = (holder: Address, kind: OperatedKind): string =>
  make("1f", bare(holder), operatedCodes[kind]);

const eventTail = ({ block, log }: EventPlace): string => number(block, blockWidth) + number(log, logWidth);

const tenuredToken = ({ token, epoch, controlEpoch }: TenuredToken): string =>
  make("1b", tokenKey(token), number(epoch, epochWidth), number(controlEpoch, epochWidth));
const asset = (of: Asset): string => kinds[of.kind] + bare(of.id);
const granteeWord = (grantee: Grantee): string => {
  switch (grantee.kind) {
    case "party":
      return bare(grantee.party).padStart(wordWidth, "0");
    case "group":
      return bare(grantee.group);
    case "blinded":
      return bare(grantee.commitment);
  }
};
const placedGrantee = (grantee: GrantedTo["grantee"]): readonly [kind: string, word: string] => [
  grantee.kind,
  grantee.kind === "groups" ? "" : granteeWord(grantee),
];
// Arrays, so that no scope and grantee run into each other.
const grantPlace = ({ kind, id, epoch, scope, grantee }: GrantPlace): string =>
  digestOf(JSON.stringify([kind, id, epoch, scope, ...placedGrantee(grantee)]));
const grantsKey = ({ kind, id, grantee, apart }: GrantsKey): string => {
  const place = apart === null ? [] : [apart.epoch, apart.scope];
  return digestOf(JSON.stringify([kind, id, ...placedGrantee(grantee), ...place]));
};
const granteeKey = (grantee: Grantee): string => make("47", granteeCodes[grantee.kind], granteeWord(grantee));

const relatedSubject = (id: RelationSides["subject"]): string =>
  make("69", bare(id).padStart(wordWidth, "0"));
const thing = (of: Thing): string => kinds[of.kind] + bare(of.id).padStart(wordWidth, "0");

function statementText(statement: DidStatement): string {
  return statement.kind === "delegate"
    ? `delegate ${statement.delegateType} ${statement.delegate}`
    : `attribute ${statement.name} ${statement.value}`;
}

function recordIndexes(record: RecordEntity): readonly Key[] {
  const id = bare(record.id);
  const keys = [make(recordOwner(record.owner), id)];
  if (record.subject.kind !== "none") keys.push(make(subject(record.subject), id));
  keys.push(...assetIndexes(record));
  return keys;
}

function assetIndexes(record: RecordEntity): readonly Key[] {
  const named = assetIdOf(record);
  if (named === null) return [];
  const id = bare(record.id);
  const keys = [make(assetId(named), id)];
  if (named.name === assetNames.submodel) keys.push(make(submodel, id));
  if (named.name === assetNames.shell && record.subject.kind === "twin") {
    keys.push(make(shellOfTwin(record.subject.id), id));
    // Equal traits make equal keys.
    keys.push(...shellTraits(record).map((trait) => make(shellTrait(trait), id)));
  }
  return keys;
}

function table<Id, Value>(
  key: (id: Id) => Key,
  indexes: (value: Value) => readonly Key[] = () => [],
): Table<Id, Value> {
  return { key, indexes, keepsCauses: false, loses: false };
}

function losingTable<Id, Value>(
  key: (id: Id) => Key,
  indexes: (value: Value) => readonly Key[] = () => [],
): LosingTable<Id, Value> {
  return { key, indexes, keepsCauses: false, loses: true };
}

/** A table of things whose history can be asked for, change by change. */
function tableOfThings<Id, Value>(
  key: (id: Id) => Key,
  indexes: (value: Value) => readonly Key[] = () => [],
): Table<Id, Value> {
  return { key, indexes, keepsCauses: true, loses: false };
}

export const tables = {
  fingerprint: table<void, Fingerprint>(() => make("00")),
  checkpoint: table<void, Checkpoint>(() => make("01")),
  origin: table<void, Origin>(() => make("02")),
  block: table<number, BlockName>((block) => make("03", number(block, blockWidth))),
  blockOfHash: table<Hash, number>((hash) => make("04", bare(hash))),
  blockOfOrdinal: table<number, BlockPlace>((ordinal) => make("05", number(ordinal, blockWidth))),
  event: table<EventPlace, LoggedEvent>((place) => make("06", eventTail(place))),
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
  grantCount: table<Holding, number>((of) => make("19", holding(of))),
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
  numberBlock: losingTable<NumberBlock, BatchId>(({ key, digits }) =>
    make("82", bare(key), number(digits.length, 2), big(digits === "" ? 0n : BigInt(digits))),
  ),
  revokedMembers: table<MemberWord, string>(({ batch, word }) => make("83", bare(batch), big(word))),
  /** Of the lists that `shortListOf` knows. */
  shortList: losingTable<KeyRange, ShortList>(({ prefix }) =>
    make(shortFamilies.get(prefix.slice(0, 2)) ?? "", prefix.slice(2)),
  ),
  undoPoint: table<number, UndoPoint>((end) => make("f0", number(end, blockWidth))),
  undoChanges: table<UndoPart, readonly PriorValue[]>(({ end, part }) =>
    make("f1", number(end, blockWidth), number(part, versionWidth)),
  ),
  replacement: table<number, Replacement>((ordinal) => make("f2", number(ordinal, ordinalWidth))),
  undoneEvent: table<UndonePlace, PlacedEvent>(({ replacement, ...place }) =>
    make("f3", number(replacement, ordinalWidth), eventTail(place)),
  ),
  replacedBlock: table<string, number>((branch) => make("f4", branch)),
};

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

const range = (prefix: string, width: number): KeyRange => ({ prefix, width });

/** Lists: entries of an index, or values of a table, in the order of their keys. */
export const ranges = {
  schemes: (): KeyRange => range("12", wordWidth),
  dayActivity: (): KeyRange => range("23", dayWidth + wordWidth),
  namespaceActivity: (id: NamespaceId): KeyRange => range(make("24", bare(id)), dayWidth),
  wholeActivity: (): KeyRange => range("25", wordWidth),
  twinVersions: (id: TwinId): KeyRange => range(make("16", bare(id)), versionWidth),
  twinLicences: (id: TwinId): KeyRange => range(make("30", bare(id)), versionWidth),
  twinPermissions: (id: TwinId, epoch: number): KeyRange =>
    range(make("31", bare(id), number(epoch, epochWidth)), 2 + addressWidth),
  componentsOf: (whole: TwinId): KeyRange => range(make("32", bare(whole)), wordWidth),
  childrenOf: (parent: TwinId): KeyRange => range(make("50", bare(parent)), wordWidth),
  assembliesOf: (part: TwinId): KeyRange => range(make("51", bare(part)), wordWidth),
  namespacesOfHolder: (holder: Address): KeyRange => range(make("40", bare(holder)), wordWidth),
  recordsOfOwner: (owner: Address): KeyRange => range(recordOwner(owner), wordWidth),
  recordsStating: (id: RecordId): KeyRange => range(statedRecord(id), wordWidth),
  sealedRecordsOfOwner: (owner: Address): KeyRange => range(sealedRecordOwner(owner), wordWidth),
  twinsOfOwner: (owner: Address): KeyRange => range(make("42", bare(owner)), wordWidth),
  recordsOfSubject: (of: NamedSubject): KeyRange => range(subject(of), wordWidth),
  recordsByAssetId: (id: AssetId): KeyRange => range(assetId(id), wordWidth),
  shellsOfTwin: (twin: TwinId): KeyRange => range(shellOfTwin(twin), wordWidth),
  shellsByTrait: (trait: ShellTrait): KeyRange => range(shellTrait(trait), wordWidth),
  submodels: (): KeyRange => range(submodel, wordWidth),
  twins: (): KeyRange => range("15", wordWidth),
  twinsOfKind: (kind: TwinKind): KeyRange => range(twinKind(kind), wordWidth),
  partiesByLegalId: (text: string): KeyRange => range(legalId(text), addressWidth),
  grantsOfAsset: (of: Asset): KeyRange => range(make("1a", asset(of)), epochWidth + ordinalWidth),
  tokenRoles: (of: TenuredToken): KeyRange => range(tenuredToken(of), addressWidth),
  operatorsOf: (holder: Address, kind: OperatedKind): KeyRange =>
    range(operatedKey(holder, kind), addressWidth),
  grantsOfGrantee: (grantee: Grantee): KeyRange => range(granteeKey(grantee), wordWidth),
  groupsOfOwner: (owner: Address): KeyRange => range(make("98", bare(owner)), wordWidth),
  groupsOfMember: (member: Address): KeyRange => range(make("99", bare(member)), wordWidth),
  membersOfGroup: (group: GroupId): KeyRange => range(make("92", bare(group)), addressWidth),
  proposalsOfAsset: (of: Asset): KeyRange => range(make("9a", asset(of)), wordWidth),
  quotasOfAsset: (of: Asset): KeyRange => range(make("9b", asset(of)), wordWidth),
  quotasOfHolder: (holder: Address): KeyRange => range(make("9c", bare(holder)), wordWidth),
  balancesOfQuota: (quota: QuotaId): KeyRange => range(make("95", bare(quota)), addressWidth),
  allowancesOfQuota: (quota: QuotaId): KeyRange => range(make("97", bare(quota)), 2 * addressWidth),
  usesOfQuota: (quota: QuotaId): KeyRange => range(make("96", bare(quota)), ordinalWidth),
  attestationsOfParty: (party: Address): KeyRange => range(make("68", bare(party)), wordWidth),
  accreditationsOf: (registrar: Address): KeyRange => range(make("61", bare(registrar)), wordWidth),
  recoveriesOf: (identity: Address): KeyRange => range(make("64", bare(identity)), addressWidth),
  relationsOfParty: (party: Address): KeyRange =>
    range(make("65", bare(party)), relationKindWidth + wordWidth),
  relationsOfSubject: (id: RelationSides["subject"]): KeyRange =>
    range(relatedSubject(id), relationKindWidth + addressWidth),
  didStatements: (identity: Address): KeyRange => range(make("66", bare(identity)), wordWidth),
  frozenThings: (): KeyRange => range("78", kindWidth + wordWidth),
  anchorsOfDigest: (digest: Digest): KeyRange => range(make("72", bare(digest)), addressWidth),
  batchesOfOwner: (owner: Address): KeyRange => range(make("88", bare(owner)), wordWidth),
  lists: (): KeyRange => range("89", 2 * wordWidth),
  listsOfManifest: (manifest: Digest): KeyRange => range(make("89", bare(manifest)), wordWidth),
  events: (): KeyRange => range("06", blockWidth + logWidth),
  undoneEvents: (replacement: number): KeyRange =>
    range(make("f3", number(replacement, ordinalWidth)), blockWidth + logWidth),
  replacements: (): KeyRange => range("f2", ordinalWidth),
  undoPoints: (): KeyRange => range("f0", blockWidth),
};

/** Families of lists that are mostly short, and where the tails of those lie that are. */
const shortFamilies: ReadonlyMap<string, string> = new Map([
  ["44", "4c"],
  ["49", "4d"],
  ["4b", "4e"],
]);

/** The list that an entry is of, where its tails lie together while there are few; null for any other. */
export function shortListOf(entry: Key): KeyRange | null {
  return shortFamilies.has(entry.slice(0, 2)) ? range(entry.slice(0, 2 + wordWidth), wordWidth) : null;
}

/** Whether the versions of a key are kept. */
export const isVersioned = (key: Key): boolean => key >= "10" && key < "a0";

/** Whether an event of the ledger lies under the key. */
export const isEventKey = (key: Key): boolean => key.startsWith("06");

/** Where it stands that a key has no value any more. */
export const goneKey = (key: Key): Key => make("e0", key);

/** The keys of a range that have no value any more. Their tails are those of the range. */
export const goneRange = ({ prefix, width }: KeyRange): KeyRange => range(make("e0", prefix), width);

/** Where an earlier version of a key lies. */
export const versionKey = (key: Key, ordinal: number): Key => make("e1", key, number(ordinal, ordinalWidth));

/** The key of a range with that tail. */
export const keyOfTail = (of: KeyRange, tail: string): Key => make(of.prefix, tail);

/** Tail of an event in its range. */
export const tailOfEvent = (place: EventPlace): string => eventTail(place);

export const eventPlaceOfTail = (tail: string): EventPlace => ({
  block: Number.parseInt(tail.slice(0, blockWidth), 16),
  log: Number.parseInt(tail.slice(blockWidth), 16),
});

export const ordinalOfTail = (tail: string): number => Number.parseInt(tail, 16);

/** Tail of a key of a range: what the entry points to, without `0x`. */
export const tailOf = (key: Key, of: KeyRange): string => key.slice(of.prefix.length);

/** Epoch and ordinal in the tail of the key of a grant of an asset. */
export const heldPlaceOfTail = (tail: string): Pick<HeldGrant, "epoch" | "ordinal"> => ({
  epoch: Number.parseInt(tail.slice(0, epochWidth), 16),
  ordinal: Number.parseInt(tail.slice(epochWidth), 16),
});

/** Kind and other side in the tail of the key of a relation of a party or a subject, without `0x`. */
export function relatedOfTail(tail: string): { kind: RelationSides["kind"]; other: string } {
  const code = tail.slice(0, relationKindWidth);
  const kind =
    code === relationCodes.membership ? "membership" : code === relationCodes.twin ? "twin" : "agent";
  const other = tail.slice(relationKindWidth);
  return {
    kind,
    other: kind === "twin" || other.length === addressWidth ? other : other.slice(-addressWidth),
  };
}

/** The thing in the tail of the key of a frozen thing. */
export function thingOfTail(tail: string): Thing {
  const kind = thingKinds.find((one) => kinds[one] === tail.slice(0, kindWidth));
  const id = `0x${tail.slice(kindWidth)}`;
  switch (kind) {
    case "twin":
      return { kind, id: toTwinId(id) };
    case "record":
      return { kind, id: toRecordId(id) };
    case "sealed":
      return { kind, id: toSealedId(id) };
    case "namespace":
      return { kind, id: toNamespaceId(id) };
    case "grant":
      return { kind, id: toGrantId(id) };
    case "batch":
      return { kind, id: toBatchId(id) };
    case "party":
      return { kind, id: toAddress(`0x${id.slice(-addressWidth)}`) };
    case undefined:
      throw new RangeError(`${tail} names no kind of thing`);
  }
}

/** The batch in the tail of the key of a list, without `0x`. */
export const batchOfListTail = (tail: string): string => tail.slice(-wordWidth);

/** Cursor of a list by day, in its range, before the first entry of a day. */
export const beforeDay = (day: number, of: KeyRange): string =>
  day === 0 ? "0".repeat(of.width) : number(day - 1, dayWidth).padEnd(of.width, "f");

/** Day and scheme in the tail of an entry by day. */
export const dayOfTail = (tail: string): ActivityPlace => ({
  day: Number.parseInt(tail.slice(0, dayWidth), 16),
  scheme: schemeOfTail(tail.slice(dayWidth)),
});

/** The scheme in the tail of a key; null for none. */
export const schemeOfTail = (tail: string): SchemeId | null =>
  /^0*$/.test(tail) ? null : toSchemeId(`0x${tail}`);

/** The block in the tail of an undo key. */
export const blockOfTail = (tail: string): number => Number.parseInt(tail, 16);
