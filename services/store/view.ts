/**
 * What can be asked of the store. Every answer of one view is of the same moment: the view reads one snapshot, so that
 * what it says of the checkpoint holds for all else it says.
 */

import type { Activity, Day, DayActivity } from "./activity.js";
import type { AssetId } from "./assetId.js";
import type { ChangeCause } from "./causes.js";
import type { EventLog } from "./events.js";
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
  Freeze,
  FreezesEntity,
  GrantEntity,
  Grantee,
  GrantId,
  GroupEntity,
  GroupId,
  GuardianshipEntity,
  Hash,
  KnownBlock,
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
  StatementKindId,
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
} from "./model.js";
import type {
  GrantedTo,
  HeldScope,
  Holding,
  NamedSubject,
  NumberBlock,
  NumberForm,
  Origin,
  TenuredToken,
} from "./places.js";
import type { ShellTrait } from "./shellTraits.js";
import type { Span, Trace } from "./trace.js";

/** Entities by their ids; null where there is none. */
export interface EntityView {
  /** Of which past moment the view is; null for the present. */
  readonly past: Past | null;
  /** How far the index is; null before the first range is in. */
  checkpoint(): Checkpoint | null;
  /** Which chain and deployment the index is of; null before the follower has claimed the store. */
  fingerprint(): Fingerprint | null;
  party(identity: Address): PartyEntity | null;
  /** Who controls an account; null where that never changed. */
  control(identity: Address): ControlEntity | null;
  /** How an account's DID document came about; null where it never changed. */
  didHistory(identity: Address): DidHistoryEntity | null;
  /** One statement of an account's DID document, also where it is no longer valid; null for one not made or taken back. */
  didStatement(identity: Address, statement: DidStatement): DidStatementEntity | null;
  accreditation(registrar: Address, kindId: StatementKindId): AccreditationEntity | null;
  /** An attestation that was ever given, valid or not. */
  attestation(id: AttestationId): AttestationEntity | null;
  /** The last attestation of a legal identifier, such as of `lei:…`, valid or not. */
  attestationOfLegalId(legalId: string): AttestationEntity | null;
  /** A relation that was ever proposed, whether it holds or not. */
  relation(sides: RelationSides): RelationEntity | null;
  guardianship(identity: Address): GuardianshipEntity | null;
  scheme(id: SchemeId): SchemeEntity | null;
  namespace(id: NamespaceId): NamespaceEntity | null;
  /** What a namespace delegated and registered; zeros where it did nothing. */
  namespaceStatistics(id: NamespaceId): NamespaceStatistics;
  /** What a party delegated and registered as a holder of namespaces; zeros where it did nothing. */
  holderStatistics(holder: Address): NamespaceStatistics;
  /** How many tokens a party holds, whatever their status. */
  tokensHeld(holder: Address): number;
  /** A delegation certificate that was used or cancelled. */
  certificate(digest: Digest): CertificateEntity | null;
  record(id: RecordId): RecordEntity | null;
  /** The same, for whoever asks for one that hardly anybody else asks for: it is not remembered. */
  recordOnce(id: RecordId): RecordEntity | null;
  /** What a record states to be the same as itself; null for nothing. */
  sameAs(id: RecordId): SameAsEntity | null;
  sealedRecord(id: SealedId): SealedRecordEntity | null;
  batch(id: BatchId): BatchEntity | null;
  reservation(id: BatchId): ReservationEntity | null;
  /** Whether a range of such numbers was ever taken. Where none was, no block needs to be asked for. */
  hadRanges(form: NumberForm): boolean;
  /** The batch or reservation that has every number of the block. */
  takenBlock(block: NumberBlock): BatchId | null;
  /** Whether the member of that index was revoked by itself. */
  isMemberRevoked(batch: BatchId, index: bigint): boolean;
  twin(id: TwinId): TwinEntity | null;
  /** Version `version` (from 1 on) of a twin. */
  twinVersion(id: TwinId, version: number): TwinVersion | null;
  /** The twin that has the content as one of its versions. */
  twinByContent(digest: Digest): TwinEntity | null;
  /** Whom the holder of a token let move it last, whether that holds or not; null where it never did. */
  approval(token: Token): ApprovalEntity | null;
  grant(id: GrantId): GrantEntity | null;
  /**
   * The grants given last under a holding of an asset, then those that survive sales: of each at most `limit`, the last one first. Of a
   * holding before the last one that has grants there are none.
   */
  grantsOfHolding(holding: Holding, limit: number): HeldGrants;
  /**
   * What was granted to somebody of an asset, place by place: of each at most `limit` that the owner gave and as many sub-licences, of
   * each kind the last one first. Nobody but the owner pushes the owner's out.
   */
  grantsAt(to: GrantedTo, places: readonly HeldScope[], limit: number): PlacedGrants;
  terms(id: TermsId): TermsEntity | null;
  group(id: GroupId): GroupEntity | null;
  /** Whether a party is in a group. */
  isMember(group: GroupId, member: Address): boolean;
  proposal(id: ProposalId): ProposalEntity | null;
  quota(id: QuotaId): QuotaEntity | null;
  /** Units that a party holds, in decimal digits. */
  quotaBalance(quota: QuotaId, holder: Address): string;
  /** What an account may use of a party's units, or might: it is void under another key of that party. */
  allowance(quota: QuotaId, holder: Address, spender: Address): AllowanceEntity | null;
  /** Units of a party that an account used up, in decimal digits. */
  usedUnits(quota: QuotaId, holder: Address, account: Address): string;
  office(number: number): OfficeEntity | null;
  /** The freezes in force on a thing, in the order in which they came. */
  freezesOf(thing: Thing): readonly Freeze[];
  bundle(root: Digest, author: Address): BundleEntity | null;
}

export interface HeldGrants {
  readonly grants: readonly GrantEntity[];
  /** False where more were given, also revoked and ended ones. */
  readonly complete: boolean;
}

export interface PlacedGrants {
  readonly grants: readonly GrantEntity[];
  /** False where more were given there. */
  readonly complete: boolean;
}

/** Which part of a list. */
export interface PageRequest {
  /** 1 to 1,000; 100 where not given. */
  readonly limit?: number;
  /** `next` of the page before; a cursor of another list is refused or gives nothing. */
  readonly after?: string | undefined;
}

/** What is there at once, or else later. */
export type Eventually<Value> = Value | Promise<Value>;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Cursor of the page after this one; null on the last. */
  readonly next: string | null;
}

/** Entities by what they belong to. Lists are in the order of their ids unless they say otherwise. */
export interface View extends EntityView {
  schemes(page?: PageRequest): Promise<Page<SchemeEntity>>;
  /** What was done from a day on, by day and scheme; days without anything are left out. */
  activitySince(day: Day): Promise<readonly DayActivity[]>;
  /** What was done under a namespace from a day on. */
  namespaceActivitySince(id: NamespaceId, day: Day): Promise<readonly DayActivity[]>;
  /** What was done on all days, by scheme; null for what is of none. */
  wholeActivity(): Promise<ReadonlyMap<SchemeId | null, Activity>>;
  /** Whether any identifier lies in the range of a batch or a reservation. */
  hasRanges(): Promise<boolean>;
  /** In the order of their numbers. */
  twinVersions(id: TwinId, page?: PageRequest): Promise<Page<TwinVersion>>;
  /** All licence terms that a twin ever offered, in the order of their numbers. */
  twinLicences(id: TwinId, page?: PageRequest): Promise<Page<TwinLicence>>;
  /** Who may use a twin for what, by permission of who held it in that holding epoch. */
  twinPermissions(id: TwinId, epoch: number, page?: PageRequest): Promise<Page<TwinPermission>>;
  /** Twins that have the twin as a parent. */
  childrenOf(id: TwinId, page?: PageRequest): Promise<Page<TwinEntity>>;
  /** The bill of material of a twin. */
  componentsOf(id: TwinId, page?: PageRequest): Promise<Page<ComponentEntity>>;
  /** Lines of bills of material that list the twin. */
  assembliesOf(id: TwinId, page?: PageRequest): Promise<Page<ComponentEntity>>;
  namespacesOfHolder(holder: Address, page?: PageRequest): Promise<Page<NamespaceEntity>>;
  recordsOfOwner(owner: Address, page?: PageRequest): Promise<Page<RecordEntity>>;
  /** Records that state to be the same as another, which may state nothing of the kind. */
  recordsStating(id: RecordId, page?: PageRequest): Promise<Page<RecordEntity>>;
  sealedRecordsOfOwner(owner: Address, page?: PageRequest): Promise<Page<SealedRecordEntity>>;
  batchesOfOwner(owner: Address, page?: PageRequest): Promise<Page<BatchEntity>>;
  /** All batches that are lists, by the digest of their manifests. */
  lists(page?: PageRequest): Promise<Page<BatchEntity>>;
  /** Batches whose members a manifest lists. */
  listsOfManifest(manifest: Digest, page?: PageRequest): Promise<Page<BatchEntity>>;
  twinsOfOwner(owner: Address, page?: PageRequest): Promise<Page<TwinEntity>>;
  /**
   * Who was given roles of a token, by who holds it in that epoch with the key of that control epoch; without roles whose
   * roles were taken away. By account.
   */
  tokenRoles(of: TenuredToken, page?: PageRequest): Promise<Page<TokenRolesEntity>>;
  /** Whom a party ever let move all that it holds of a kind, whether that holds or not. By account. */
  operatorsOf(holder: Address, kind: OperatedKind, page?: PageRequest): Promise<Page<OperatorEntity>>;
  /** Records that stand for a twin, a party or another record. */
  recordsOfSubject(subject: NamedSubject, page?: PageRequest): Promise<Page<RecordEntity>>;
  /** Records of the `aas` scheme with that name and value, whoever owns them. */
  recordsByAssetId(id: AssetId, page?: PageRequest): Eventually<Page<RecordEntity>>;
  /** Records of shells that stand for the twin. */
  shellsOfTwin(id: TwinId, page?: PageRequest): Eventually<Page<RecordEntity>>;
  /** Records of shells, each standing for a twin, that state the trait. */
  shellsByTrait(trait: ShellTrait, page?: PageRequest): Eventually<Page<RecordEntity>>;
  /** Records of submodels. */
  submodels(page?: PageRequest): Promise<Page<RecordEntity>>;
  /** All twins, or those of a kind. */
  twins(kind: TwinKind | null, page?: PageRequest): Promise<Page<TwinEntity>>;
  /** Parties that declare the legal identifier, such as `lei:…`, exactly so. Declared, not proven: several may. */
  partiesByLegalId(legalId: string, page?: PageRequest): Promise<Page<PartyEntity>>;
  /** All grants ever given on an asset, also revoked, ended and void ones, in the order in which they were given. */
  grantsOfAsset(asset: Asset, page?: PageRequest): Promise<Page<GrantEntity>>;
  /** All attestations ever given of a party. */
  attestationsOfParty(party: Address, page?: PageRequest): Promise<Page<AttestationEntity>>;
  accreditationsOf(registrar: Address, page?: PageRequest): Promise<Page<AccreditationEntity>>;
  /** All recoveries that a guardian ever agreed to, void ones too. */
  recoveriesOf(identity: Address, page?: PageRequest): Promise<Page<RecoveryEntity>>;
  /** Relations of which the party is the first side. */
  relationsOfParty(party: Address, page?: PageRequest): Promise<Page<RelationEntity>>;
  /** Relations of which a party or twin is the second side. */
  relationsOfSubject(subject: RelationSides["subject"], page?: PageRequest): Promise<Page<RelationEntity>>;
  /** What an account states in its DID document and did not take back, also what is no longer valid; in no order. */
  didStatements(identity: Address, page?: PageRequest): Promise<Page<DidStatementEntity>>;
  /** All that is frozen now, by kind and id. */
  frozenThings(page?: PageRequest): Promise<Page<FreezesEntity>>;
  /** Who vouches for a digest, in the order of their addresses. */
  anchorsOf(digest: Digest, page?: PageRequest): Promise<Page<AnchorEntity>>;
  grantsOfGrantee(grantee: Grantee, page?: PageRequest): Promise<Page<GrantEntity>>;
  groupsOfOwner(owner: Address, page?: PageRequest): Promise<Page<GroupEntity>>;
  /** Groups that a party is in, also those that were emptied since. */
  groupsOfMember(member: Address, page?: PageRequest): Promise<Page<GroupEntity>>;
  /** All that ever were in a group; those of an earlier epoch, or of none, are out. */
  membersOfGroup(group: GroupId, page?: PageRequest): Promise<Page<MembershipEntity>>;
  /** All offers and amendments ever made on an asset. */
  proposalsOfAsset(asset: Asset, page?: PageRequest): Promise<Page<ProposalEntity>>;
  quotasOfAsset(asset: Asset, page?: PageRequest): Promise<Page<QuotaEntity>>;
  /** Quotas of which a party has units. */
  quotasOfHolder(holder: Address, page?: PageRequest): Promise<Page<QuotaEntity>>;
  /** Who has, or had, units of a quota. */
  balancesOfQuota(quota: QuotaId, page?: PageRequest): Promise<Page<QuotaBalance>>;
  /** Who was ever let to use whose units of a quota, whether that holds or not. By holder and spender. */
  allowancesOfQuota(quota: QuotaId, page?: PageRequest): Promise<Page<AllowanceEntity>>;
  /** In the order in which units were used. */
  usesOfQuota(quota: QuotaId, page?: PageRequest): Promise<Page<QuotaUse>>;
}

/** A past moment of a snapshot, and what of it holds at others too. */
export interface Past {
  readonly block: number;
  /** The view of the snapshot's present: one for all of its moments. */
  readonly present: object;
  /** Makes a value of the moment's view alone, and tells at which blocks' ends it would be made alike. */
  spanning<Value>(make: () => Value): Spanning<Value>;
  /** Says that what was made so for another moment is used for this one, as if its view had been read. */
  takesOver(span: Span): void;
}

export type Spanning<Value> = Span & { readonly value: Value };

/** Entities as they are, and the way to any block that is known. */
export interface EntityHistory extends EntityView {
  /** Number of the last write of which the view is: another view of the same number says the same. */
  readonly write: number;
  /** What there was at the end of a block, which must not be beyond the checkpoint. */
  at(block: number): EntityView;
  /** The block of that hash; null where the index does not know it, or it was replaced. */
  blockOfHash(hash: Hash): number | null;
  /** A block in which something changed; null for one that the index does not know. */
  block(number: number): KnownBlock | null;
  /** The last block that the index knows up to a number; null where it knows none. */
  lastBlock(number: number): KnownBlock | null;
  /** The last block that the index knows up to the end of a second, Unix time; null where it knows none. */
  blockAt(second: number): BlockInForce | null;
  /** The first block that the index was ever complete to; null while it is empty. */
  origin(): Origin | null;
}

/** The store as it is, and the way to any block before. */
export interface StoreView extends View, EntityHistory {
  /**
   * What there was at the end of a block, which must not be beyond the checkpoint. Checkpoint and fingerprint are the
   * present ones. A page of a list may have fewer items than were asked for, or none, and yet not be the last.
   * @param trace notes how long what is asked stays as it is.
   */
  at(block: number, trace?: Trace): View;
  /** The ledger's events in their order. */
  readonly events: EventLog;
  /** The versions of a thing up to a block, oldest first; none where there is no such thing. */
  historyOf(thing: Thing, upTo: number, page?: PageRequest): Page<ThingVersion>;
}

/** A block that was the last one for a while. */
export interface BlockInForce {
  readonly block: KnownBlock;
  /** Number of the next one that the index knows; null where it knows none. */
  readonly until: number | null;
}

/** What a thing was from the end of a block on. */
export interface ThingVersion {
  /** From 0 on. */
  readonly ordinal: number;
  readonly block: KnownBlock;
  readonly causes: readonly ChangeCause[];
  readonly thing: ThingEntity;
  /** The version before; null for the first. */
  readonly before: ThingEntity | null;
}

export type ThingEntity =
  | { readonly kind: "namespace"; readonly entity: NamespaceEntity }
  | { readonly kind: "record"; readonly entity: RecordEntity }
  | { readonly kind: "sealed"; readonly entity: SealedRecordEntity }
  | { readonly kind: "twin"; readonly entity: TwinEntity }
  | { readonly kind: "party"; readonly entity: PartyEntity }
  | { readonly kind: "batch"; readonly entity: BatchEntity }
  | { readonly kind: "grant"; readonly entity: GrantEntity };
