/**
 * Where the registries store what they answer: the mirror of `LedgerSlots`, function by function. A slot is one of the
 * registry's proxy, and what `eth_getStorageAt` and `eth_getProof` take; `slotWords` reads the words.
 *
 * What an id does not stand for has words of zeros.
 */
import type {
  Address,
  AttestationId,
  BatchId,
  Digest,
  GrantId,
  GroupId,
  ProposalId,
  QuotaId,
  RelationSides,
  SchemeId,
  StatementKindId,
  TermsId,
  TwinId,
  TwinUse,
} from "../store/model.js";
import { type AssetKindCode, relationKindCode, twinUseCode } from "./enums.js";
import { type Hex, uintWord } from "./hex.js";
import { keccak, keccakWords, utf8, type WordValue } from "./keccak.js";

/** ERC-7201: where the storage of a namespace begins. */
function storage(name: string): bigint {
  const inner = BigInt(keccak(utf8(`cadastre.storage.${name}`))) - 1n;
  return BigInt(keccakWords(inner)) & ~0xffn;
}

const batchRegistry = storage("BatchRegistry");
const contentCommitments = storage("ContentCommitments");
const dataRights = storage("DataRights");
const evidenceRegistry = storage("EvidenceRegistry");
const namespaceRegistry = storage("NamespaceRegistry");
const partyAttestations = storage("PartyAttestations");
const partyGroups = storage("PartyGroups");
const partyRecovery = storage("PartyRecovery");
const partyRegistry = storage("PartyRegistry");
const partyRelations = storage("PartyRelations");
const partyToken = storage("PartyToken");
const pauseGate = storage("PauseGate");
const signedCalls = storage("SignedCalls");
const supervision = storage("Supervision");
const twinAuthorship = storage("TwinAuthorship");
const twinComposition = storage("TwinComposition");
const twinLineage = storage("TwinLineage");
const twinRegistry = storage("TwinRegistry");
const twinTerms = storage("TwinTerms");
const upgradeGate = storage("UpgradeGate");
const usageQuotas = storage("UsageQuotas");

const word = (value: WordValue): Hex => uintWord(BigInt(value));

/** Slot of a value in a mapping, or in one within it: the mapping is the member of that number of what begins at `base`. */
function value(base: WordValue, member: number, ...keys: readonly WordValue[]): Hex {
  const mapping = word(BigInt(base) + BigInt(member));
  return keys.reduce<Hex>((outer, key) => keccakWords(key, outer), mapping);
}

/** Slot of an array's item, where each takes that many words. */
const item = (array: Hex, position: number, words: number): Hex =>
  wordAfter(keccakWords(array), position * words);

/** The slot that lies `words` after one, for what takes several. */
export const wordAfter = (slot: Hex, words: number): Hex => word(BigInt(slot) + BigInt(words));

/** Of any registry: 1 once its upgrades have ended. */
export const upgradesFrozen = (): Hex => word(upgradeGate);
/** Of a registry of tokens, the rights and the quotas: 1 while it is paused. */
export const paused = (): Hex => word(pauseGate);

/** Of a registry of tokens: see `holdingWord`. Ids of namespaces, records, batches and twins are their token ids. */
export const holding = (tokenId: Hex): Hex => value(partyToken, 0, tokenId);
/** Of a registry of tokens: the digest of the token's content; of the namespaces, see `tenuresWord`. */
export const holdingDigest = (tokenId: Hex): Hex => wordAfter(holding(tokenId), 1);
/** Of a registry of tokens: how many tokens the party holds. */
export const balance = (holder: Address): Hex => value(partyToken, 1, holder);
/** Of a registry of tokens: who may move the token, see `approvalWord`. */
export const approval = (tokenId: Hex): Hex => value(partyToken, 2, tokenId);
/** Of a registry of tokens: the holder's control epoch under which it named the operator, plus one. */
export const operator = (holder: Address, named: Address): Hex => value(partyToken, 3, holder, named);
/** Of a registry of tokens: bits of the hot roles that the account has under these epochs of token and holder. */
export const roles = (tokenId: Hex, epoch: number, controlEpoch: number, account: Address): Hex =>
  value(partyToken, 4, keccakWords(tokenId, epoch, controlEpoch), account);

/** Of the parties: see `partyWord`. */
export const party = (identity: Address): Hex => value(partyRegistry, 0, identity);
/** Of the parties: the block of the last change of the identity's DID document. */
export const changed = (identity: Address): Hex => value(partyRegistry, 1, identity);
/** Of the parties: until when the delegate is one. */
export const delegate = (identity: Address, delegateType: Hex, named: Address): Hex =>
  value(partyRegistry, 2, identity, delegateType, named);
/** Of the parties: how many signatures of a key were used, the lower 64 bits of its nonce. */
export const nonce = (signer: Address): Hex => value(signedCalls, 0, signer);
/** Of the parties: see `guardianshipWord`. */
export const guardianship = (identity: Address): Hex => value(partyRecovery, 0, identity);
/** Of the parties, two words: see `guardiansWord`; how many they are. */
export const guardians = (identity: Address, number: number): Hex =>
  value(partyRecovery, 1, identity, number);
/** Of the parties: one guardian of a set. */
export const guardian = (identity: Address, number: number, position: number): Hex =>
  item(wordAfter(guardians(identity, number), 1), position, 1);
/** Of the parties: see `recoveryWord`. */
export const recovery = (identity: Address, newController: Address): Hex =>
  value(partyRecovery, 2, identity, newController);

/** Of the attestations: see `attestationWord`. */
export const attestation = (id: AttestationId): Hex => value(partyAttestations, 0, id);
/** Of the attestations: see `accreditationWord`. */
export const accreditation = (registrar: Address, kind: StatementKindId): Hex =>
  value(partyAttestations, 1, registrar, kind);
/** Of the attestations, two words: of whom the last attestation of a legal identifier was, and by whom. */
export const legalIdBearer = (digest: Digest): Hex => value(partyAttestations, 2, digest);

/** Of the relations: see `relationWord`. */
export const relation = ({ kind, party, subject }: RelationSides): Hex =>
  value(partyRelations, 0, keccakWords(relationKindCode(kind), party, subject));
/** Of the relations: the organisation whose membership began last. Whether it lasts, its relation says. */
export const organisation = (member: Address): Hex => value(partyRelations, 1, member);

/** Of the namespaces: the scheme's prefix rule. */
export const schemeRule = (scheme: SchemeId): Hex => value(namespaceRegistry, 0, scheme);
/** Of the namespaces: 1 for a certificate that was cancelled. */
export const certificateCancelled = (digest: Digest): Hex => value(namespaceRegistry, 1, digest);

/** Of the batches, of one `rangeKey`: see `rangeWord`, in ascending order. Two neighbours prove that nothing lies between. */
export const range = (key: Hex, position: number): Hex => wordAfter(value(batchRegistry, 0, key), position);
/** Of the batches: bit `index % 256` is set where the member was revoked. */
export const revokedMembers = (batch: BatchId, index: bigint): Hex =>
  value(batchRegistry, 1, batch, index >> 8n);

/** Of the twins: the twin of which the content is a second or later version. */
export const laterContent = (digest: Digest): Hex => value(twinRegistry, 0, digest);
/** Of the twins: see `commitmentWord`. */
export const commitment = (committer: Address, root: Hex): Hex =>
  value(contentCommitments, 0, committer, root);
/** Of the twins: see `authorWord`, with the royalty for a share. */
export const authorship = (twin: TwinId): Hex => value(twinAuthorship, 0, twin);
/** Of the twins: who is to be paid; zero for the author's controller. */
export const royaltyReceiver = (twin: TwinId): Hex => value(twinAuthorship, 1, twin);
/** Of the twins' terms: how many authors were named; 0 where the one who minted is the only one. */
export const authorCount = (twin: TwinId): Hex => value(twinTerms, 0, twin);
/** Of the twins' terms: see `authorWord`. */
export const author = (twin: TwinId, position: number): Hex => item(authorCount(twin), position, 1);
/** Of the twins' terms: version of the licence terms in force. */
export const licenceCount = (twin: TwinId): Hex => value(twinTerms, 1, twin);
/** Of the twins' terms: digest of that version of the licence terms. */
export const licence = (twin: TwinId, version: number): Hex =>
  value(wordAfter(licenceCount(twin), 1), 0, version);
/** Of the twins' terms: 1 where the party may use the twin so; the zero address stands for everybody. */
export const usePermission = (twin: TwinId, epoch: number, use: TwinUse, user: Address): Hex =>
  value(twinTerms, 2, keccakWords(twin, epoch, twinUseCode(use), user));
/** Of the twins' lineage: see `lineWord`. */
export const line = (twin: TwinId): Hex => value(twinLineage, 0, twin);
/** Of the twins' lineage: a parent of the twin. */
export const parent = (twin: TwinId, position: number): Hex => value(twinLineage, 1, twin, position);
/** Of the twins' composition: how many of the component the whole has. */
export const componentQuantity = (whole: TwinId, component: TwinId): Hex =>
  value(twinComposition, 0, whole, component);
/** Of the twins' composition: see `placeWord`. */
export const place = (twin: TwinId): Hex => value(twinComposition, 1, twin);

/** Of the rights: see `grantWord`. */
export const grant = (id: GrantId): Hex => value(dataRights, 0, id);
/** Of the rights: registered terms as grants take them over, see `grantWord`. */
export const terms = (id: TermsId): Hex => value(dataRights, 1, id);
/** Of the rights, two words: the grant above a sub-licence; see `licensorWord`. */
export const sublicence = (id: GrantId): Hex => value(dataRights, 2, id);
/** Of the rights: length of the asset's list of exclusive grants. */
export const exclusiveCount = (kind: AssetKindCode, asset: Hex): Hex => value(dataRights, 3, kind, asset);
/** Of the rights, three words: an exclusive grant; its scope; see `exclusiveUserWord`. */
export const exclusive = (kind: AssetKindCode, asset: Hex, position: number): Hex =>
  item(exclusiveCount(kind, asset), position, 3);
/** Of the rights, three words: see `proposalWord`; the right that it made; the hash of asset and grantee. */
export const proposal = (id: ProposalId): Hex => value(dataRights, 4, id);

/** Of the groups: see `groupWord`. */
export const group = (id: GroupId): Hex => value(partyGroups, 0, id);
/** Of the groups: the group's epoch under which the party was added; a member while it is the group's. */
export const groupMember = (id: GroupId, member: Address): Hex => value(partyGroups, 1, id, member);

/** Of the quotas, four words: the asset's kind; the asset; see `quotaWord`; the units consumed. */
export const quota = (id: QuotaId): Hex => value(usageQuotas, 0, id);
/** Of the quotas: how many units of the quota the party holds. */
export const quotaBalance = (holder: Address, id: QuotaId): Hex => value(usageQuotas, 1, holder, id);
/** Of the quotas: the holder's control epoch under which it named the operator, plus one. */
export const quotaOperator = (holder: Address, named: Address): Hex => value(usageQuotas, 2, holder, named);
/** Of the quotas: see `allowanceWord`. */
export const quotaAllowance = (holder: Address, spender: Address, id: QuotaId): Hex =>
  value(usageQuotas, 3, holder, spender, id);

/** Of the supervision, two words: the kind of an office's mandate, and its scheme or jurisdiction. */
export const office = (number: number): Hex => value(supervision, 0, number);
/** Of the supervision: how many offices hold the thing frozen. That it is frozen stands in the thing's own word too. */
export const freezeCount = (registry: Address, thing: Hex): Hex =>
  value(supervision, 1, keccakWords(registry, thing));
/** Of the supervision, two words: see `freezeWord`; the hash of the order. */
export const freeze = (registry: Address, thing: Hex, number: number): Hex =>
  value(supervision, 2, keccakWords(registry, thing), number);

/** Of the evidence: when the author anchored the digest first (Unix seconds). */
export const anchor = (digest: Digest, vouching: Address): Hex =>
  value(evidenceRegistry, 0, digest, vouching);
/** Of the evidence, three words: see `bundleWord`; the one it supersedes; the one that supersedes it. */
export const bundle = (root: Digest, vouching: Address): Hex => value(evidenceRegistry, 1, root, vouching);
