/** A small ledger told in events, projected into a real store as the follower would. */
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LedgerIdentifier, LedgerScheme } from "../../../services/identifiers/identifier.js";
import { isLedgerIdentifier, parseIdentifier } from "../../../services/identifiers/index.js";
import { project } from "../../../services/index/project.js";
import {
  actionBits,
  assetKindCodes,
  granteeKindCode,
  partyKindCode,
  subjectKindCodes,
  twinKindCode,
  twinStateCode,
} from "../../../services/ledger/enums.js";
import type { LedgerEvent } from "../../../services/ledger/events/decodeLog.js";
import {
  type Hex,
  toAddress,
  toDigest,
  toGrantId,
  toHash,
  toHex,
  toNamespaceId,
  toTermsId,
  zeroWord,
} from "../../../services/ledger/hex.js";
import {
  attestationId,
  contentDigest,
  granteeWord,
  grantId,
  groupId,
  legalIdDigest,
  namespaceId,
  recordId,
  schemeId,
  scopeId,
  statementKindId,
  termsId,
  twinId,
} from "../../../services/ledger/ids.js";
import { schemaVersion } from "../../../services/store/keys.js";
import type {
  Address,
  Asset,
  AttestationId,
  Digest,
  GrantAction,
  Grantee,
  GrantId,
  GroupId,
  NamespaceId,
  RecordId,
  TermsId,
  TwinId,
} from "../../../services/store/model.js";
import { grantActions } from "../../../services/store/model.js";
import { openStore, type Store } from "../../../services/store/store.js";

const sha256 = (text: string): Hex => toHex(`0x${createHash("sha256").update(text).digest("hex")}`);
const operator = toAddress("0x00000000000000000000000000000000000000aa");

export const genesisTime = 1_700_000_000;

export interface RecordOptions {
  readonly owner: Address;
  /** Prefix of the registering namespace. */
  readonly prefix: string;
  readonly scheme?: LedgerScheme;
  readonly twin?: TwinId;
  readonly party?: Address;
  readonly record?: RecordId;
  /** Anything that JSON can say, as an owner may register anything. */
  readonly links?: unknown;
}

export interface GrantOptions {
  readonly grantor: Address;
  readonly grantee: Address | Grantee;
  readonly terms?: TermsId;
  readonly actions?: readonly GrantAction[];
  readonly scope?: string;
  readonly from?: number;
  readonly until?: number;
  readonly epoch?: number;
}

const contract = (n: number) => toAddress(`0x${n.toString(16).padStart(40, "0")}`);
const word = (id: string) => toHex(`0x${id.slice(2).padStart(64, "0")}`);

type Attested = { readonly legalId: string } | { readonly kind: string; readonly text: string };

function statedOf(registrar: Address, party: Address, statement: Attested) {
  const isLegalId = "legalId" in statement;
  const legalId = isLegalId ? statement.legalId : "";
  const kindName = isLegalId ? `${statement.legalId.split(":")[0]}:` : statement.kind;
  const digest = isLegalId ? legalIdDigest(statement.legalId) : toDigest(sha256(statement.text));
  const kind = statementKindId(kindName);
  return { attestation: attestationId({ registrar, party, kind, digest }), kind, digest, kindName, legalId };
}

export class LedgerFixture {
  #pending: LedgerEvent[] = [];
  #block = 0;
  #parties = 0;
  #branch = 0;

  private constructor(
    readonly folder: string,
    readonly store: Store,
  ) {}

  static async open(): Promise<LedgerFixture> {
    const folder = await mkdtemp(join(tmpdir(), "cadastre-resolver-"));
    const store = await openStore(folder, { createIfMissing: true });
    return new LedgerFixture(folder, store);
  }

  async close(): Promise<void> {
    await this.store.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Unix seconds of the next block, where nothing else is said. */
  get nextTime(): number {
    return genesisTime + this.#block + 1;
  }

  /** Takes back all blocks after `block`; those that follow have other hashes. */
  async goBackTo(block: number): Promise<void> {
    await this.store.undoTo(block);
    this.#block = block;
    this.#branch += 1;
  }

  /** Commits what has happened since as one block. */
  async mine(options: { time?: number; finalized?: number } = {}): Promise<void> {
    if (this.#block === 0) {
      await this.store.claim({
        chainId: 31337,
        genesis: toHash(sha256("genesis")),
        contracts: {
          parties: contract(1),
          namespaces: contract(2),
          identifiers: contract(3),
          sealedRecords: contract(10),
          twins: contract(4),
          twinTerms: contract(24),
          twinLineage: contract(25),
          twinComposition: contract(26),
          groups: contract(27),
          rights: contract(5),
          quotas: contract(28),
          supervision: contract(6),
          evidence: contract(7),
          attestations: contract(8),
          relations: contract(9),
          batches: contract(20),
        },
        deploymentBlock: 1,
        schema: schemaVersion,
      });
    }
    this.#block += 1;
    const number = this.#block;
    const time = options.time ?? genesisTime + number;
    const draft = this.store.draft();
    for (const [log, event] of this.#pending.entries()) {
      project(draft, event, { block: number, time, transaction: toHash(sha256(`tx ${number} ${log}`)), log });
    }
    this.#pending = [];
    await draft.commit(
      {
        number,
        hash: toHash(sha256(this.#branch === 0 ? `block ${number}` : `block ${number} of ${this.#branch}`)),
        time,
        finalized: options.finalized ?? number,
        head: number,
      },
      { durable: false },
    );
  }

  /** Any event, as the chain would log it. */
  happened(event: LedgerEvent): void {
    this.#pending.push(event);
  }

  party(name: string, legalId = ""): Address {
    this.#parties += 1;
    const identity = toAddress(`0x${this.#parties.toString(16).padStart(4, "0").repeat(10)}`);
    this.#pending.push({
      event: "PartyRegistered",
      contract: "parties",
      identity,
      kind: partyKindCode("organisation"),
      name,
      legalId,
      profileDigest: toDigest(zeroWord),
      profileUri: "",
      by: identity,
    });
    return identity;
  }

  accredit(registrar: Address, kindName: string): void {
    this.#pending.push({
      event: "RegistrarAccredited",
      contract: "attestations",
      ...{ registrar, kind: statementKindId(kindName), epoch: 1, until: 0, kindName, by: registrar },
    });
  }

  /** An accredited registrar vouches for a party: for its legal identifier, or for a text as the digest of which it stands. */
  attest(registrar: Address, party: Address, statement: Attested, until = 0): AttestationId {
    const { attestation, ...stated } = statedOf(registrar, party, statement);
    this.#pending.push({
      event: "PartyAttested",
      contract: "attestations",
      ...{ attestation, party, registrar, ...stated, until, sequence: 1, accreditation: 1 },
      ...{ uri: "", by: registrar },
    });
    return attestation;
  }

  revokeAttestation(registrar: Address, party: Address, statement: Attested): void {
    const { attestation } = statedOf(registrar, party, statement);
    this.#pending.push({
      event: "AttestationRevoked",
      contract: "attestations",
      ...{ attestation, party, registrar, sequence: 1, reason: "over", by: registrar },
    });
  }

  /** Control of a party passes to `owner`; to the zero address it ends. */
  controlTo(identity: Address, owner: Address): void {
    this.#pending.push({
      event: "DIDOwnerChanged",
      contract: "parties",
      identity,
      owner,
      previousChange: 0n,
    });
  }

  scheme(name: LedgerScheme, rule: number, holder: Address): void {
    this.#pending.push({
      event: "SchemeRegistered",
      contract: "namespaces",
      scheme: schemeId(name),
      name,
      rule,
      by: operator,
    });
    this.#delegated(name, "", null, 0, holder);
  }

  /** The five schemes, their roots with one holder. */
  schemes(holder: Address): void {
    const names: readonly LedgerScheme[] = ["gs1", "handle", "oid", "did", "aas"];
    for (const [index, name] of names.entries()) this.scheme(name, index + 1, holder);
  }

  /** @param change What else is told of the delegation: its expiry, or the epoch of a further tenure. */
  namespace(
    scheme: LedgerScheme,
    prefix: string,
    holder: Address,
    parent = "",
    change: { readonly expiry?: number; readonly epoch?: number } = {},
  ): NamespaceId {
    return this.#delegated(scheme, prefix, parent, parent === "" ? 1 : 2, holder, change);
  }

  #delegated(
    scheme: LedgerScheme,
    prefix: string,
    parent: string | null,
    depth: number,
    holder: Address,
    { expiry = 0, epoch = 1 }: { readonly expiry?: number; readonly epoch?: number } = {},
  ): NamespaceId {
    const namespace = namespaceId(schemeId(scheme), prefix);
    this.#pending.push({
      event: "NamespaceDelegated",
      contract: "namespaces",
      namespace,
      parent: parent === null ? toNamespaceId(zeroWord) : namespaceId(schemeId(scheme), parent),
      holder,
      scheme: schemeId(scheme),
      prefix,
      parentLength: Buffer.byteLength(parent ?? ""),
      epoch,
      terms: { expiry, levels: 16 - depth, mayIssue: true },
      by: holder,
    });
    return namespace;
  }

  adopt(namespace: NamespaceId, since: number): void {
    this.#pending.push({
      event: "FormerTenuresAdopted",
      contract: "namespaces",
      namespace,
      since,
      by: operator,
    });
  }

  suspendNamespace(namespace: NamespaceId, reason: string): void {
    this.#pending.push({
      event: "NamespaceSuspended",
      contract: "namespaces",
      namespace,
      ancestorLength: 0,
      reason,
      by: operator,
    });
  }

  reinstateNamespace(namespace: NamespaceId): void {
    this.#pending.push({
      event: "NamespaceReinstated",
      contract: "namespaces",
      namespace,
      ancestorLength: 0,
      reason: "settled",
      by: operator,
    });
  }

  /** Drops what has happened since the last block. */
  forget(): void {
    this.#pending = [];
  }

  twin(name: string, owner: Address, uri = ""): TwinId {
    const digest = toDigest(sha256(name));
    const twin = twinId(digest);
    this.#pending.push(
      {
        event: "TwinMinted",
        contract: "twins",
        twin,
        owner,
        author: owner,
        kind: twinKindCode("instance"),
        state: twinStateCode("released"),
        name,
        by: owner,
      },
      {
        event: "TwinVersionPublished",
        contract: "twins",
        twin,
        version: 1,
        digest,
        mediaType: "application/json",
        uri,
        by: owner,
      },
    );
    return twin;
  }

  register(text: string, options: RecordOptions): RecordId {
    return this.registerIdentifier(ledgerIdentifier(text, options.scheme), options);
  }

  registerIdentifier(
    { scheme, canonical }: Pick<LedgerIdentifier, "scheme"> & { canonical: string },
    options: RecordOptions,
  ): RecordId {
    const namespace = namespaceId(schemeId(scheme), options.prefix);
    const record = recordId(schemeId(scheme), canonical);
    this.#pending.push({
      event: "IdentifierRegistered",
      contract: "identifiers",
      record,
      namespace,
      owner: options.owner,
      scheme: schemeId(scheme),
      prefixLength: Buffer.byteLength(options.prefix),
      identifier: canonical,
      namespaceEpoch: 1,
      by: options.owner,
    });
    this.update(record, options);
    return record;
  }

  update(
    record: RecordId,
    { owner, twin, party, record: other, links = {} }: Omit<RecordOptions, "prefix">,
  ): void {
    const kind = twin ? "twin" : party ? "party" : other ? "record" : "none";
    const subject =
      twin ?? other ?? (party === undefined ? zeroWord : toHex(`0x${party.slice(2).padStart(64, "0")}`));
    const linkset = Buffer.from(JSON.stringify(links));
    this.#pending.push({
      event: "RecordContentUpdated",
      contract: "identifiers",
      record,
      version: 1,
      subjectKind: subjectKindCodes[kind],
      subject,
      linkset: toHex(`0x${linkset.toString("hex")}`),
      digest: contentDigest(subjectKindCodes[kind], subject, linkset),
      by: owner,
    });
  }

  recordStatus(record: RecordId, status: "active" | "suspended" | "retired", reason = ""): void {
    const code = { active: 1, suspended: 2, retired: 3 }[status];
    this.#pending.push({
      event: "RecordStatusChanged",
      contract: "identifiers",
      record,
      status: code,
      reason,
      by: operator,
    });
  }

  grant(kind: Asset["kind"], asset: Asset["id"], options: GrantOptions): GrantId {
    const { grantor, grantee, actions = ["read"], scope = "", from = 0, until = 0, epoch = 1 } = options;
    const { terms = null } = options;
    const who: Grantee = typeof grantee === "string" ? { kind: "party", party: grantee } : grantee;
    const grant = grantId({
      assetKind: assetKindCodes[kind],
      asset,
      assetEpoch: epoch,
      scope: scopeId(scope),
      grantee: who,
      terms,
      parent: null,
    });
    this.#pending.push({
      event: "RightGranted",
      contract: "rights",
      grant,
      asset,
      grantee: granteeWord(who),
      assetKind: assetKindCodes[kind],
      assetEpoch: epoch,
      granteeKind: granteeKindCode(who.kind),
      terms: terms ?? toTermsId(zeroWord),
      parent: toGrantId(zeroWord),
      extent: { from, until, actions: actionBits(actions), scopeName: scope },
      grantor,
      sequence: 1,
      accepted: false,
      by: grantor,
    });
    return grant;
  }

  /** Terms without limits beyond those of a usage policy. */
  terms(policy: Digest, by: Address): TermsId {
    const content = {
      policy,
      uri: "",
      actions: actionBits(grantActions),
      sublicences: 0,
      notice: 0,
      exclusive: false,
      irrevocable: false,
      byAcceptance: false,
    };
    const terms = termsId(content);
    this.#pending.push({ event: "TermsRegistered", contract: "rights", terms, policy, content, by });
    return terms;
  }

  /** A group with members. */
  group(owner: Address, name: string, members: readonly Address[]): GroupId {
    const group = groupId(owner, name);
    const on = { contract: "groups", group, by: owner } as const;
    this.#pending.push(
      { event: "GroupCreated", owner, name, ...on },
      ...members.map((member) => ({ event: "GroupMemberAdded", member, epoch: 1, ...on }) as const),
    );
    return group;
  }

  revoke(grant: GrantId, asset: Asset["id"]): void {
    this.#pending.push({
      event: "RightRevoked",
      contract: "rights",
      grant,
      asset,
      end: 1,
      reason: "ended",
      by: operator,
    });
  }

  office(number: number, name: string): void {
    this.#pending.push({
      event: "OfficeAccredited",
      contract: "supervision",
      office: number,
      scopeKind: 2,
      scope: toHex(`0x4445${"00".repeat(30)}`),
      name,
      by: operator,
    });
  }

  /** @param registry Number of the contract that has the thing: 1 parties, 2 namespaces, 3 identifiers, 4 twins, 5 rights, 10 sealed records. */
  freeze(registry: number, thing: string, office = 1): void {
    this.#pending.push({
      event: "ThingFrozen",
      contract: "supervision",
      registry: contract(registry),
      thing: word(thing),
      office,
      reason: 1,
      order: toHex(sha256("order")),
      scopeKind: 2,
      scope: toHex(`0x4445${"00".repeat(30)}`),
      by: operator,
    });
  }

  unfreeze(registry: number, thing: string, office = 1, stillFrozen = false): void {
    this.#pending.push({
      event: "ThingUnfrozen",
      contract: "supervision",
      registry: contract(registry),
      thing: word(thing),
      office,
      reason: 1,
      order: toHex(sha256("order lifted")),
      stillFrozen,
      by: operator,
    });
  }

  anchor(digest: Digest, author: Address): void {
    this.#pending.push({ event: "EvidenceAnchored", contract: "evidence", digest, author, by: author });
  }

  bundle(root: Digest, author: Address, supersedes: Digest | null = null): void {
    this.anchor(root, author);
    this.#pending.push({
      event: "BundleAnchored",
      contract: "evidence",
      root,
      author,
      supersedes: supersedes ?? zeroWord,
      count: 3,
      uri: "https://example.com/list.json",
      by: author,
    });
  }

  transfer(
    contract: "namespaces" | "identifiers" | "sealedRecords" | "twins",
    token: string,
    from: Address,
    to: Address,
  ): void {
    this.#pending.push({ event: "Transfer", contract, from, to, tokenId: BigInt(token) });
  }
}

export function ledgerIdentifier(text: string, scheme?: LedgerScheme): LedgerIdentifier {
  const identifier = parseIdentifier(text, { scheme });
  if (!isLedgerIdentifier(identifier)) throw new Error(`${text} is of no scheme of the ledger`);
  return identifier;
}
