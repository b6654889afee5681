/** Entities for tests: small, valid, told apart by a number. */
import { id as keccakOfText } from "ethers";
import {
  toAddress,
  toDigest,
  toGrantId,
  toHash,
  toNamespaceId,
  toRecordId,
  toSchemeId,
  toSeal,
  toSealedId,
  toTwinId,
} from "../../../services/ledger/hex.js";
import { schemaVersion } from "../../../services/store/keys.js";
import type {
  Checkpoint,
  Fingerprint,
  GrantEntity,
  NamespaceEntity,
  PartyEntity,
  Provenance,
  RecordEntity,
  SealedRecordEntity,
  TwinEntity,
  TwinVersion,
} from "../../../services/store/model.js";

const word = (text: string, n: number) => keccakOfText(`${text} ${n}`);

export const address = (n: number) => toAddress(`0x${n.toString(16).padStart(40, "0")}`);
export const namespaceId = (n: number) => toNamespaceId(word("namespace", n));
export const recordId = (n: number) => toRecordId(word("record", n));
export const sealedId = (n: number) => toSealedId(word("sealed record", n));
export const twinId = (n: number) => toTwinId(word("twin", n));
export const grantId = (n: number) => toGrantId(word("grant", n));
export const digest = (n: number) => toDigest(word("digest", n));
export const hash = (n: number, fork = 0) => toHash(word(`hash of fork ${fork}`, n));
export const schemeId = (name: string) => toSchemeId(keccakOfText(name));

export const at = (block: number): Provenance => ({
  block,
  time: 1_700_000_000 + block,
  transaction: hash(block),
  by: address(1),
});

export const checkpoint = (number: number, finalized = 0): Checkpoint => ({
  number,
  hash: hash(number),
  time: 1_700_000_000 + number,
  finalized,
  head: number,
});

export const fingerprint: Fingerprint = {
  chainId: 31337,
  genesis: hash(0),
  contracts: {
    parties: address(11),
    namespaces: address(12),
    identifiers: address(13),
    sealedRecords: address(31),
    twins: address(14),
    twinTerms: address(24),
    twinLineage: address(25),
    twinComposition: address(26),
    groups: address(27),
    rights: address(15),
    quotas: address(28),
    supervision: address(16),
    evidence: address(17),
    attestations: address(18),
    relations: address(19),
    batches: address(30),
  },
  deploymentBlock: 1,
  schema: schemaVersion,
};

export const party = (n: number, change: Partial<PartyEntity> = {}): PartyEntity => ({
  identity: address(n),
  kind: "organisation",
  name: `Party ${n}`,
  legalId: "",
  profileDigest: null,
  profileUri: "",
  controller: address(n),
  registered: at(n),
  ...change,
});

export const namespace = (n: number, change: Partial<NamespaceEntity> = {}): NamespaceEntity => ({
  id: namespaceId(n),
  scheme: schemeId("oid"),
  prefix: `1.3.${n}`,
  parent: null,
  depth: 0,
  holder: address(1),
  epoch: 1,
  status: "active",
  suspension: null,
  terms: { expiry: 0, levels: 16, mayIssue: true },
  emancipated: false,
  tenure: 0,
  parentTenure: 0,
  answersSince: 0,
  sealed: false,
  registered: at(n),
  ...change,
});

export const record = (n: number, change: Partial<RecordEntity> = {}): RecordEntity => ({
  id: recordId(n),
  namespace: namespaceId(1),
  scheme: schemeId("oid"),
  prefixLength: 5,
  identifier: `1.3.1.${n}`,
  owner: address(1),
  epoch: 1,
  status: "active",
  statusReason: "",
  namespaceEpoch: 1,
  version: 1,
  digest: digest(n),
  subject: { kind: "none" },
  locked: false,
  member: null,
  linkset: {},
  linksetValid: true,
  registered: at(n),
  updated: at(n),
  ...change,
});

export const sealedRecord = (n: number, change: Partial<SealedRecordEntity> = {}): SealedRecordEntity => ({
  id: sealedId(n),
  namespace: namespaceId(1),
  seal: toSeal(word("seal", n)),
  owner: address(1),
  epoch: 1,
  status: "active",
  statusReason: "",
  namespaceEpoch: 1,
  version: 1,
  digest: digest(n),
  locked: false,
  registered: at(n),
  updated: at(n),
  ...change,
});

export const twinVersion = (n: number): TwinVersion => ({
  version: n,
  digest: digest(n),
  mediaType: "application/json",
  uri: "",
  published: at(n),
});

export const twin = (n: number, change: Partial<TwinEntity> = {}): TwinEntity => ({
  id: twinId(n),
  kind: "instance",
  name: `Twin ${n}`,
  state: "released",
  stateReason: "",
  author: address(1),
  authors: [{ party: address(1), share: 10_000 }],
  royalty: null,
  licence: null,
  parents: [],
  depth: 0,
  closedToDerivation: false,
  owner: address(1),
  epoch: 1,
  version: twinVersion(1),
  minted: at(n),
  ...change,
});

export const grant = (n: number, change: Partial<GrantEntity> = {}): GrantEntity => ({
  id: grantId(n),
  asset: { kind: "twin", id: twinId(1) },
  assetEpoch: 1,
  scope: "",
  grantee: { kind: "party", party: address(2) },
  grantor: address(1),
  actions: ["read"],
  from: 0,
  until: 0,
  terms: null,
  parent: null,
  sequence: 1,
  status: "active",
  accepted: null,
  released: null,
  revocation: null,
  granted: at(n),
  ...change,
});
