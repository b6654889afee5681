/**
 * What the index knows: the projections of the ledger's events, as they lie in the store.
 *
 * Every value is JSON-safe. Ids, digests and addresses are lower-case `0x` hex strings (addresses too: compare them as
 * they are, print them with a checksum); times are Unix seconds.
 */

declare const idBrand: unique symbol;
type HexId<Name extends string> = `0x${string}` & { readonly [idBrand]: Name };

export type Address = HexId<"address">;
export type SchemeId = HexId<"scheme">;
export type NamespaceId = HexId<"namespace">;
export type RecordId = HexId<"record">;
export type BatchId = HexId<"batch">;
/** A keyed hash that stands for an identifier. */
export type Seal = HexId<"seal">;
/** Of a sealed record. */
export type SealedId = HexId<"sealed">;
export type TwinId = HexId<"twin">;
export type GrantId = HexId<"grant">;
export type AttestationId = HexId<"attestation">;
export type TermsId = HexId<"terms">;
export type GroupId = HexId<"group">;
export type ProposalId = HexId<"proposal">;
export type QuotaId = HexId<"quota">;
/** Hash of the name of a kind of statement. */
export type StatementKindId = HexId<"statementKind">;
export type Digest = HexId<"digest">;
export type Hash = HexId<"hash">;

/** Where an event stands on the chain. */
export interface Provenance {
  readonly block: number;
  /** Block time. */
  readonly time: number;
  readonly transaction: Hash;
  /** The account that sent the change, as the event names it. */
  readonly by: Address;
}

export const partyKinds = ["organisation", "person-role", "machine", "software", "environment"] as const;
export type PartyKind = (typeof partyKinds)[number];

/**
 * What the supervision can freeze.
 *
 * `frozen` is there while an office holds the thing so, and left out else: its freezes then lie beside it.
 */
export interface Freezable {
  readonly frozen?: true | undefined;
}

export interface PartyEntity extends Freezable {
  readonly identity: Address;
  readonly kind: PartyKind;
  readonly name: string;
  readonly legalId: string;
  readonly profileDigest: Digest | null;
  readonly profileUri: string;
  /** Who controls the party now; null once it is deactivated. */
  readonly controller: Address | null;
  readonly registered: Provenance;
}

/**
 * Who controls an account whose control was ever changed (ERC-1056). Any account may do so, also before it is a party, so
 * this is kept apart from the parties.
 */
export interface ControlEntity {
  readonly identity: Address;
  /** null once the identity is deactivated. */
  readonly controller: Address | null;
  /** How often control changed: what was agreed to or approved under an earlier epoch is void. */
  readonly epoch: number;
}

/** What an account says in its DID document beyond its controller (ERC-1056): somebody who acts for it, a key, a service. */
export type DidStatement =
  | { readonly kind: "delegate"; readonly delegateType: string; readonly delegate: Address }
  /** `did/pub/…` or `did/svc/…`, and the bytes that were set, in hex. */
  | { readonly kind: "attribute"; readonly name: string; readonly value: `0x${string}` };

/** A statement that was not taken back. */
export interface DidStatementEntity {
  readonly identity: Address;
  readonly statement: DidStatement;
  /** Which change of a delegate or key (of a service, for those) of the account made it, from 1 on. */
  readonly number: number;
  /** It holds before this second. */
  readonly validTo: number;
}

/** How an account's DID document came about; of one that never changed there is none. */
export interface DidHistoryEntity {
  readonly identity: Address;
  /** How often delegates and keys were changed, and how often services were. */
  readonly keys: number;
  readonly services: number;
  readonly changed: { readonly block: number; readonly time: number };
}

/** What an accredited registrar vouches for. Whether it is valid depends on more than itself: its end, its registrar's accreditation, both parties. */
export interface AttestationEntity {
  readonly id: AttestationId;
  readonly registrar: Address;
  readonly party: Address;
  /** Name of the statement's kind; that of legal identifiers ends with a colon: `lei:`. */
  readonly kind: string;
  readonly kindId: StatementKindId;
  readonly digest: Digest;
  /** null where it is of something else. */
  readonly legalId: string | null;
  readonly uri: string;
  /** 0: no end. */
  readonly until: number;
  readonly sequence: number;
  /** Epoch of the registrar's accreditation under which it was given. */
  readonly accreditation: number;
  readonly status: "active" | "revoked";
  readonly revocation: { readonly reason: string; readonly provenance: Provenance } | null;
  readonly attested: Provenance;
}

export interface AccreditationEntity {
  readonly registrar: Address;
  readonly kind: string;
  readonly kindId: StatementKindId;
  readonly epoch: number;
  /** 0: no end. */
  readonly until: number;
  readonly withdrawal: { readonly reason: string; readonly provenance: Provenance } | null;
  readonly accredited: Provenance;
}

export interface GuardianSetEntity {
  readonly number: number;
  readonly guardians: readonly Address[];
  readonly threshold: number;
  /** Seconds. */
  readonly delay: number;
  readonly effectiveFrom: number;
}

/** The guardians whom a party named. Void under another control epoch. */
export interface GuardianshipEntity {
  readonly identity: Address;
  readonly controlEpoch: number;
  /** How often all approvals were voided. */
  readonly round: number;
  /** The set named last, and the one that counts until it does; null for none. */
  readonly last: GuardianSetEntity | null;
  readonly previous: GuardianSetEntity | null;
}

/** What guardians agreed to. Void under another control epoch, round or set. */
export interface RecoveryEntity {
  readonly identity: Address;
  readonly newController: Address;
  readonly controlEpoch: number;
  readonly round: number;
  /** Number of the set of guardians. */
  readonly set: number;
  readonly approvals: number;
  /** From when on it can be executed; 0 while too few agree. */
  readonly readyAt: number;
}

export const relationKinds = ["membership", "twin", "agent"] as const;
export type RelationKind = (typeof relationKinds)[number];

/** The sides of a relation: a party, and a twin or another party. */
export type RelationSides =
  | { readonly kind: "twin"; readonly party: Address; readonly subject: TwinId }
  | { readonly kind: "membership" | "agent"; readonly party: Address; readonly subject: Address };

/** Whether it holds depends on both sides too. */
export interface RelationEntity {
  readonly sides: RelationSides;
  /** Whether it began and nobody ended it. */
  readonly begun: boolean;
  /** How often it began. */
  readonly epoch: number;
  /** Holding epoch of the twin under which it began. */
  readonly subjectEpoch: number;
  /** When it last began; null for never. */
  readonly since: Provenance | null;
  /** Who agreed while it has not begun, under which epochs. */
  readonly partyConsent: { readonly controlEpoch: number; readonly subjectEpoch: number } | null;
  readonly subjectConsent: { readonly controlEpoch: number; readonly subjectEpoch: number } | null;
}

export const prefixRules = ["gs1", "handle", "oid", "did", "asset"] as const;
export type PrefixRule = (typeof prefixRules)[number];

export interface SchemeEntity {
  readonly id: SchemeId;
  readonly name: string;
  readonly rule: PrefixRule;
}

export interface NamespaceEntity extends Freezable {
  readonly id: NamespaceId;
  readonly scheme: SchemeId;
  readonly prefix: string;
  /** null for a scheme's root. */
  readonly parent: NamespaceId | null;
  /** Distance from the root. */
  readonly depth: number;
  readonly holder: Address;
  readonly epoch: number;
  /** Own status; the effective one depends on the ancestors too. */
  readonly status: "active" | "suspended";
  readonly suspension: { readonly ancestorLength: number; readonly reason: string } | null;
  readonly terms: NamespaceTerms;
  /** Whether it depends on no ancestor any more. */
  readonly emancipated: boolean;
  /** Epoch with which its present tenure began, 0 for the first. It rises where the prefix is delegated anew. */
  readonly tenure: number;
  /** The parent's tenure when it delegated this one: void under another. */
  readonly parentTenure: number;
  /** Epoch from which on it answers for what was issued under it: its tenure's, or an earlier one that was adopted. */
  readonly answersSince: number;
  /** Whether it issues sealed records only, for as long as its present tenure lasts. */
  readonly sealed: boolean;
  /** Where its present tenure began. */
  readonly registered: Provenance;
}

/** On what terms a namespace was delegated. */
export interface NamespaceTerms {
  /** First second at which it is expired, 0 for no expiry of its own. */
  readonly expiry: number;
  /** Generations of namespaces that may be delegated beneath it. */
  readonly levels: number;
  readonly mayIssue: boolean;
}

/** What a party can hold and hand over. */
export type Token =
  | { readonly kind: "namespace"; readonly id: NamespaceId }
  | { readonly kind: "record"; readonly id: RecordId }
  | { readonly kind: "sealed"; readonly id: SealedId }
  | { readonly kind: "batch"; readonly id: BatchId }
  | { readonly kind: "twin"; readonly id: TwinId };

/** Hot roles: what a holder lets others do to one of its tokens. The position is that of the bit on the chain. */
export const tokenRoles = ["registrar", "delegator", "publisher", "steward"] as const;
export type TokenRole = (typeof tokenRoles)[number];

/** What an account may do to a token, given under one holding of it and one key of its holder. */
export interface TokenRolesEntity {
  readonly account: Address;
  readonly roles: readonly TokenRole[];
  readonly given: Provenance;
}

/** Where an event stands on the chain that does not name who sent it: one of a token standard. */
export type Placing = Omit<Provenance, "by">;

/** The account that may move a token (ERC-721), given under one holding of it and one key of its holder: void in any other. */
export interface ApprovalEntity {
  /** null where it was taken back. */
  readonly account: Address | null;
  /** Holding epoch. */
  readonly epoch: number;
  /** Control epoch of the holder. */
  readonly controlEpoch: number;
  readonly given: Placing;
}

/** Whose units and tokens an operator may move: a registry of tokens, or that of quotas. */
export type OperatedKind = Token["kind"] | "quota";

/** An account that may move all that a party holds in one registry, given under one key of that party: void under any other. */
export interface OperatorEntity {
  readonly kind: OperatedKind;
  readonly holder: Address;
  readonly operator: Address;
  /** Whether it still may; false where it was taken back. */
  readonly approved: boolean;
  /** Control epoch of the holder. */
  readonly controlEpoch: number;
  readonly given: Placing;
}

/** What was done by a namespace, or by a party as the holder of its namespaces. */
export interface NamespaceStatistics {
  /** Delegations made, of new prefixes and of lapsed ones anew. */
  readonly delegations: number;
  /** Those among them that gave a lapsed prefix anew. */
  readonly redelegations: number;
  /** Identifiers registered, those of sealed records among them. */
  readonly registrations: number;
}

/** What became of a delegation certificate. One that nobody used or cancelled is not on the ledger. */
export interface CertificateEntity {
  /** What was signed. */
  readonly digest: Digest;
  readonly namespace: NamespaceId;
  readonly status: "used" | "cancelled";
  readonly at: Provenance;
}

export type RecordStatus = "active" | "suspended" | "retired";

export type Subject =
  | { readonly kind: "none" }
  | { readonly kind: "twin"; readonly id: TwinId }
  | { readonly kind: "party"; readonly id: Address }
  | { readonly kind: "record"; readonly id: RecordId };

/** A target of an RFC 9264 linkset: attributes as they were registered. */
export interface LinkTarget {
  readonly href: string;
  readonly title?: string;
  readonly type?: string;
  readonly hreflang?: readonly string[];
  /** GS1's extension attribute: for whom or where the target is meant. In any of the forms that an extension may have. */
  readonly context?: unknown;
}

/** Link relation to targets: an RFC 9264 context object without its anchor. */
export type Linkset = Readonly<Record<string, readonly LinkTarget[]>>;

export interface RecordEntity extends Freezable {
  readonly id: RecordId;
  /** The namespace that issued it, for ever. */
  readonly namespace: NamespaceId;
  readonly scheme: SchemeId;
  /** Bytes of the prefix of the namespace that issued it, within the identifier. */
  readonly prefixLength: number;
  /** Canonical identifier. */
  readonly identifier: string;
  readonly owner: Address;
  readonly epoch: number;
  readonly status: RecordStatus;
  readonly statusReason: string;
  /** Holding epoch of the namespace at registration. */
  readonly namespaceEpoch: number;
  readonly version: number;
  readonly digest: Digest;
  readonly subject: Subject;
  /** Links as registered; empty where the event's bytes were not a valid linkset (`linksetValid` tells). */
  readonly linkset: Linkset;
  readonly linksetValid: boolean;
  /** Whether it never moves. */
  readonly locked: boolean;
  /** The batch as whose member it came into being, with its place there in decimal digits; null where it was registered. */
  readonly member: { readonly batch: BatchId; readonly index: string } | null;
  readonly registered: Provenance;
  readonly updated: Provenance;
}

/**
 * What a record states to be the same thing as itself. It is its owner's word, and nothing before the other record states as
 * much.
 */
export interface SameAsEntity {
  readonly record: RecordId;
  /** Holding epoch of the record in which it was stated: in any other it binds nobody. */
  readonly epoch: number;
  /** Ids of the records of the stated identifiers, registered or not: at least one, none twice, never its own. */
  readonly stated: readonly RecordId[];
}

/** A record that does not tell its identifier: what the ledger has of it, which is neither the identifier nor the content. */
export interface SealedRecordEntity extends Freezable {
  readonly id: SealedId;
  /** The namespace that issued it, for ever. */
  readonly namespace: NamespaceId;
  readonly seal: Seal;
  readonly owner: Address;
  readonly epoch: number;
  readonly status: RecordStatus;
  readonly statusReason: string;
  /** Holding epoch of the namespace at registration. */
  readonly namespaceEpoch: number;
  readonly version: number;
  /** Salted digest of the content of that version; null for neither subject nor links. */
  readonly digest: Digest | null;
  /** Whether it never moves. */
  readonly locked: boolean;
  readonly registered: Provenance;
  readonly updated: Provenance;
}

/**
 * The identifiers `stem`, a number, `tail`, for each number from `first` to `last`; both are written in as many digits as
 * the identifiers have.
 */
export interface NumberRange {
  readonly scheme: SchemeId;
  readonly stem: string;
  readonly tail: string;
  readonly first: string;
  readonly last: string;
}

interface IssuedRange {
  readonly id: BatchId;
  readonly namespace: NamespaceId;
  readonly prefixLength: number;
  readonly issued: Provenance;
}

interface IssuedBatch extends IssuedRange, Freezable {
  readonly namespaceEpoch: number;
  readonly owner: Address;
  readonly epoch: number;
  /** Number of members, in decimal digits: it may be more than a JSON number holds. */
  readonly count: string;
  readonly status: "active" | "revoked";
  readonly revocation: { readonly reason: string; readonly provenance: Provenance } | null;
}

/** Identifiers that were issued together. */
export type BatchEntity =
  | (IssuedBatch & {
      readonly kind: "rule";
      readonly range: NumberRange;
      /** Where a later tenure of the namespace freed the range: since then it has no members. null else. */
      readonly released: Provenance | null;
    })
  | (IssuedBatch & {
      readonly kind: "merkle";
      readonly scheme: SchemeId;
      readonly root: Hash;
      /** SHA-256 of the file that lists the members. */
      readonly manifest: Digest;
      readonly uri: string;
    });

/** A range that is kept free. It has the id that a rule batch of it would have. */
export interface ReservationEntity extends IssuedRange {
  readonly range: NumberRange;
  /** null while it is reserved. */
  readonly released: Provenance | null;
}

export type TwinKind = "type" | "instance";

export const twinStates = ["draft", "released", "deprecated", "withdrawn"] as const;
export type TwinState = (typeof twinStates)[number];

/** What others may be permitted to use a twin for: as a parent of their twins, or as a component of their assemblies. */
export const twinUses = ["derive", "compose"] as const;
export type TwinUse = (typeof twinUses)[number];

export interface TwinVersion {
  readonly version: number;
  /** SHA-256 of the content. */
  readonly digest: Digest;
  readonly mediaType: string;
  readonly uri: string;
  readonly published: Provenance;
}

/** An author and its share in basis points. */
export interface AuthorShare {
  readonly party: Address;
  readonly share: number;
}

/** Licence terms that a twin offers. */
export interface TwinLicence {
  readonly version: number;
  /** SHA-256 of the terms; null from when on no licence was offered. */
  readonly digest: Digest | null;
  readonly uri: string;
  readonly attached: Provenance;
}

/** A twin that another one comes from. */
export interface TwinParent {
  readonly twin: TwinId;
  /** SHA-256 of the licence terms that the child took, null for none. */
  readonly licence: Digest | null;
}

/** A line of a bill of material. */
export interface ComponentEntity {
  readonly whole: TwinId;
  readonly part: TwinId;
  readonly quantity: number;
  readonly listed: Provenance;
}

/** Permission to use a twin, given under one holding of it. */
export interface TwinPermission {
  readonly use: TwinUse;
  /** null for everyone. */
  readonly party: Address | null;
  readonly given: Provenance;
}

export interface TwinEntity extends Freezable {
  readonly id: TwinId;
  readonly kind: TwinKind;
  readonly name: string;
  readonly state: TwinState;
  readonly stateReason: string;
  readonly author: Address;
  /** With shares that add up to 10,000: the author alone where nobody else was named. */
  readonly authors: readonly AuthorShare[];
  /** ERC-2981; a receiver of null is the key that controls the author. */
  readonly royalty: { readonly basisPoints: number; readonly receiver: Address | null } | null;
  /** Present licence terms; null where there never were any. */
  readonly licence: TwinLicence | null;
  readonly parents: readonly TwinParent[];
  /** Longest way to an ancestor without parents, 0 for a twin without parents. */
  readonly depth: number;
  /** Nothing may be derived from it or from its instances. */
  readonly closedToDerivation: boolean;
  readonly owner: Address;
  readonly epoch: number;
  /** The last version; older ones lie beside it. */
  readonly version: TwinVersion;
  readonly minted: Provenance;
}

export const grantActions = ["read", "use", "modify", "distribute", "derive"] as const;
export type GrantAction = (typeof grantActions)[number];

/** An asset whose data may be shared. */
export type Asset =
  | { readonly kind: "twin"; readonly id: TwinId }
  | { readonly kind: "record"; readonly id: RecordId }
  | { readonly kind: "sealed"; readonly id: SealedId };

export const granteeKinds = ["party", "group", "blinded"] as const;

/** Who may. Of a blinded grantee the ledger has no more than a commitment: a hash of the party with a salt. */
export type Grantee =
  | { readonly kind: "party"; readonly party: Address }
  | { readonly kind: "group"; readonly group: GroupId }
  | { readonly kind: "blinded"; readonly commitment: Digest };

export interface GrantEntity extends Freezable {
  readonly id: GrantId;
  readonly asset: Asset;
  /** Holding epoch of the asset under which the grant was given; under a later one it is void. 0: it survives a sale. */
  readonly assetEpoch: number;
  /** Name of the data set or submodel, empty for all data. */
  readonly scope: string;
  readonly grantee: Grantee;
  /** The asset's owner when it was given, or the party that sub-licensed. */
  readonly grantor: Address;
  readonly actions: readonly GrantAction[];
  /** 0: at once. */
  readonly from: number;
  /** 0: never ends. A revocation brings it forward. */
  readonly until: number;
  /** Terms under which it was given; null for none. */
  readonly terms: TermsId | null;
  /** The grant that it is a sub-licence of, and that grant's sequence then; null where the asset's owner gave it. */
  readonly parent: { readonly grant: GrantId; readonly sequence: number } | null;
  readonly sequence: number;
  /** A revoked grant holds until its notice has passed; a pending one waits for the grantee's acceptance. */
  readonly status: "pending" | "active" | "revoked";
  /** When the grantee accepted it; null where it did not. */
  readonly accepted: Provenance | null;
  /** When the grantee gave it up, or agreed that the grantor may end it; null where it did not. */
  readonly released: Provenance | null;
  readonly revocation: { readonly reason: string; readonly provenance: Provenance } | null;
  readonly granted: Provenance;
}

/** Terms of use: what the ledger enforces of them, and where the rest may be read. */
export interface TermsEntity {
  readonly id: TermsId;
  /** SHA-256 of the usage policy; null for none. */
  readonly policy: Digest | null;
  readonly policyUri: string;
  readonly actions: readonly GrantAction[];
  /** Levels of sub-licences that a grantee may give. */
  readonly sublicences: number;
  /** Seconds between a revocation and its effect. */
  readonly notice: number;
  readonly exclusive: boolean;
  readonly irrevocable: boolean;
  readonly byAcceptance: boolean;
  readonly registered: Provenance;
}

export interface GroupEntity {
  readonly id: GroupId;
  readonly owner: Address;
  readonly name: string;
  /** How often it was emptied, plus one. */
  readonly epoch: number;
  readonly size: number;
  readonly created: Provenance;
}

/** That a party is, or was, in a group. */
export interface MembershipEntity {
  readonly group: GroupId;
  readonly member: Address;
  /** Epoch of the group under which it was added: under a later one it is out. 0 once it was taken out. */
  readonly epoch: number;
  readonly changed: Provenance;
}

export interface Price {
  /** Decimal digits, in units of ten to the power of minus `decimals`. */
  readonly amount: string;
  readonly decimals: number;
  readonly currency: string;
}

export const proposalStatuses = ["open", "withdrawn", "in-force", "amended", "ended"] as const;
export type ProposalStatus = (typeof proposalStatuses)[number];

/** An offer of a right, or an amendment of an agreement. */
export interface ProposalEntity {
  readonly id: ProposalId;
  readonly asset: Asset;
  /** Holding epoch of the asset under which it was made, and can be accepted. */
  readonly assetEpoch: number;
  readonly survivesSale: boolean;
  readonly scope: string;
  readonly grantee: Grantee;
  readonly terms: TermsId | null;
  /** None: the agreement is to end. */
  readonly actions: readonly GrantAction[];
  readonly from: number;
  readonly until: number;
  readonly price: Price;
  /** What it amends; null for an offer. */
  readonly previous: ProposalId | null;
  /** First proposal of its chain: the offer. */
  readonly agreement: ProposalId;
  /** First second at which it can no longer be accepted, 0 for never. */
  readonly expiry: number;
  readonly number: number;
  readonly byGrantee: boolean;
  readonly proposer: Address;
  readonly status: ProposalStatus;
  /** 1 for the agreement as it was offered, one more for each amendment; 0 before acceptance. */
  readonly version: number;
  /** The right that it made. */
  readonly grant: GrantId | null;
  /** SHA-256 of a blinded grantee's signature. */
  readonly acceptance: Digest | null;
  readonly proposed: Provenance;
  /** Accepted or withdrawn. */
  readonly settled: Provenance | null;
}

/** Tradable units of metered use. Counts are decimal digits: they may be beyond what a number holds. */
export interface QuotaEntity {
  readonly id: QuotaId;
  readonly asset: Asset;
  /** Holding epoch of the asset under which units count, 0 for all. */
  readonly assetEpoch: number;
  readonly scope: string;
  readonly unit: string;
  /** First second at which units can no longer be used, 0 for never. */
  readonly until: number;
  readonly terms: TermsId | null;
  readonly issued: string;
  readonly consumed: string;
  /** How often units were consumed. */
  readonly uses: number;
  readonly opened: Provenance;
}

export interface QuotaBalance {
  readonly quota: QuotaId;
  readonly holder: Address;
  readonly amount: string;
}

/** Units of a party that an account may move and use up, given under one key of that party: void under any other. */
export interface AllowanceEntity {
  readonly quota: QuotaId;
  readonly holder: Address;
  readonly spender: Address;
  /** Units that are left, in decimal digits; null without limit. */
  readonly amount: string | null;
  /** Control epoch of the holder. */
  readonly controlEpoch: number;
  readonly given: Placing;
}

/** Units that were used up. */
export interface QuotaUse {
  readonly quota: QuotaId;
  readonly holder: Address;
  readonly amount: string;
  /** SHA-256 of what shows the use. */
  readonly evidence: Digest;
  readonly consumed: Provenance;
}

/** How far a regulator's mandate reaches. */
export type OfficeScope =
  | { readonly kind: "all" }
  /** Two letters of ISO 3166-1. */
  | { readonly kind: "jurisdiction"; readonly jurisdiction: string }
  | { readonly kind: "scheme"; readonly scheme: SchemeId };

export interface OfficeEntity {
  readonly number: number;
  readonly name: string;
  readonly scope: OfficeScope;
  /** The last time its mandate or name was set. */
  readonly accredited: Provenance;
}

export const freezeReasons = [
  "court-order",
  "sanctions",
  "recall",
  "investigation",
  "dispute",
  "insolvency",
  "other",
] as const;
export type FreezeReason = (typeof freezeReasons)[number];

export const liftReasons = ["order-lifted", "order-expired", "settled", "mistake", "other"] as const;
export type LiftReason = (typeof liftReasons)[number];

export type Thing =
  | { readonly kind: "namespace"; readonly id: NamespaceId }
  | { readonly kind: "record"; readonly id: RecordId }
  | { readonly kind: "sealed"; readonly id: SealedId }
  | { readonly kind: "twin"; readonly id: TwinId }
  | { readonly kind: "party"; readonly id: Address }
  | { readonly kind: "batch"; readonly id: BatchId }
  | { readonly kind: "grant"; readonly id: GrantId };

/** One office's freeze of a thing. */
export interface Freeze {
  readonly office: number;
  readonly reason: FreezeReason;
  /** SHA-256 of the order. */
  readonly order: Digest;
  /** The office's mandate when it froze. */
  readonly scope: OfficeScope;
  readonly frozen: Provenance;
}

/** The freezes in force on a thing, in the order in which they came; none once the last is lifted. */
export interface FreezesEntity {
  readonly thing: Thing;
  readonly freezes: readonly Freeze[];
}

/** A digest that a party vouches for. */
export interface AnchorEntity {
  readonly digest: Digest;
  readonly author: Address;
  /** Its time is the one that the ledger keeps. */
  readonly anchored: Provenance;
}

export interface BundleEntity {
  readonly root: Digest;
  readonly author: Address;
  readonly count: number;
  /** Empty where the list of documents is not published. */
  readonly uri: string;
  readonly supersedes: Digest | null;
  readonly supersededBy: Digest | null;
  readonly anchored: Provenance;
}

/** A block that the index knows by more than its number: something changed in it, or a range ended with it. */
export interface KnownBlock {
  readonly number: number;
  readonly hash: Hash;
  /** Block time. */
  readonly time: number;
}

/** How far the index is, and on which chain. */
export interface Checkpoint extends KnownBlock {
  /** Last block that the chain calls final by the configured rule. */
  readonly finalized: number;
  /** The chain's head when this was written. */
  readonly head: number;
}

/** What makes an index fit a chain: one that differs in any of these belongs to another store. */
export interface Fingerprint {
  readonly chainId: number;
  readonly genesis: Hash;
  readonly contracts: Readonly<
    Record<
      | "parties"
      | "namespaces"
      | "identifiers"
      | "sealedRecords"
      | "batches"
      | "twins"
      | "twinTerms"
      | "twinLineage"
      | "twinComposition"
      | "groups"
      | "rights"
      | "quotas"
      | "supervision"
      | "evidence"
      | "attestations"
      | "relations",
      Address
    >
  >;
  readonly deploymentBlock: number;
  /** Version of the key space and of the projections. */
  readonly schema: number;
}
