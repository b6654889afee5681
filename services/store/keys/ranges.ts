/** Every list that is read in the order of its keys. */

import type { AssetId } from "../assetId.js";
import type {
  Address,
  Asset,
  Digest,
  Grantee,
  GroupId,
  NamespaceId,
  OperatedKind,
  QuotaId,
  RecordId,
  RelationSides,
  TwinId,
  TwinKind,
} from "../model.js";
import type { NamedSubject, TenuredToken } from "../places.js";
import type { ShellTrait } from "../shellTraits.js";
import {
  addressWidth,
  bare,
  blockWidth,
  dayWidth,
  epochWidth,
  kindWidth,
  logWidth,
  make,
  number,
  ordinalWidth,
  relationKindWidth,
  versionWidth,
  wordWidth,
} from "./fields.js";
import {
  asset,
  assetId,
  granteeKey,
  legalId,
  operatedKey,
  recordOwner,
  relatedSubject,
  sealedRecordOwner,
  shellOfTwin,
  shellTrait,
  statedRecord,
  subject,
  submodel,
  tenuredToken,
  twinKind,
} from "./prefixes.js";
import { type KeyRange, range } from "./range.js";

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
  /** Numbers of all forms that ranges take. */
  takenNumbers: (): KeyRange => range("82", wordWidth + 2 + 16),
  batchesOfOwner: (owner: Address): KeyRange => range(make("88", bare(owner)), wordWidth),
  lists: (): KeyRange => range("89", 2 * wordWidth),
  listsOfManifest: (manifest: Digest): KeyRange => range(make("89", bare(manifest)), wordWidth),
  events: (): KeyRange => range("06", blockWidth + logWidth),
  undoneEvents: (replacement: number): KeyRange =>
    range(make("f3", number(replacement, ordinalWidth)), blockWidth + logWidth),
  replacements: (): KeyRange => range("f2", ordinalWidth),
  undoPoints: (): KeyRange => range("f0", blockWidth),
};
