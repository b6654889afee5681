import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { follow } from "../../../services/index/follow.js";
import {
  registerIdentifier,
  retireRecord,
  suspendRecord,
  updateContent,
} from "../../../services/ledger/actions/identifiers.js";
import {
  delegateNamespace,
  reinstateNamespace,
  suspendNamespace,
} from "../../../services/ledger/actions/namespaces.js";
import { grantRight, revokeRight } from "../../../services/ledger/actions/rights.js";
import { transferToken } from "../../../services/ledger/actions/tokens.js";
import { mintTwin, publishTwin } from "../../../services/ledger/actions/twins.js";
import { interfaces } from "../../../services/ledger/contracts.js";
import { toDigest, toHex } from "../../../services/ledger/hex.js";
import { namespaceId, recordId, schemeId, twinId } from "../../../services/ledger/ids.js";
import { encodeLinkset } from "../../../services/ledger/linkset.js";
import { readRecord } from "../../../services/ledger/reads/identifiers.js";
import { readNamespace } from "../../../services/ledger/reads/namespaces.js";
import { readParty } from "../../../services/ledger/reads/parties.js";
import { readGrant } from "../../../services/ledger/reads/rights.js";
import { readTwin } from "../../../services/ledger/reads/twins.js";
import { openStore, type Store } from "../../../services/store/store.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Account, type DeployedLedger, newlyDeployedLedger } from "../../fixtures/ledger.js";
import { headOf } from "./node.fixture.js";

const digest = (n: number) => toDigest(`0x${n.toString(16).padStart(64, "0")}`);
const content = (n: number) => ({
  digest: digest(n),
  mediaType: "application/json",
  uri: `https://example.com/${n}`,
});
const links = {
  "gs1:pip": [
    { href: "https://example.com/p", title: "Product", "title*": [{ value: "Produkt", language: "de" }] },
  ],
};

describe.skipIf(anvilMissing !== null)("an index of everything that a ledger does", () => {
  let ledger: DeployedLedger;
  let maker: Account;
  let buyer: Account;
  let folder: string | undefined;
  let store: Store;
  const oid = schemeId("oid");
  const makers = { scheme: "oid", prefix: "1.3.6" };
  const part = { scheme: "oid", identifier: "1.3.6.1" };
  const broken = { scheme: "oid", identifier: "1.3.6.2" };
  const sold = { scheme: "oid", identifier: "1.3.6.3" };
  const idOf = (identifier: string) => recordId(oid, identifier);
  const twin = twinId(digest(1));
  const key = () => ({
    asset: { kind: "twin" as const, id: twin },
    scope: "cad",
    grantee: { kind: "party" as const, party: buyer.address },
    survivesSale: false,
    terms: null,
    parent: null,
  });

  beforeAll(async () => {
    ledger = await newlyDeployedLedger();
    const { deployment, root } = ledger;
    maker = await ledger.party(1, "Maker", "organisation", "lei:529900T8BM49AURSDO55");
    buyer = await ledger.party(2, "Buyer");
    const machine = await ledger.account(3);
    const send = async (by: Account, ...calls: Parameters<Account["sender"]["send"]>[0][]) => {
      for (const each of calls) await by.sender.send(each);
    };
    const none = { subject: { kind: "none" as const }, linkset: new Uint8Array() };
    const changeOwner = (identity: string, owner: string) => ({
      to: deployment.contracts.parties,
      data: toHex(interfaces.parties.encodeFunctionData("changeOwner", [identity, owner])),
      describe: "change the controller",
    });
    await send(root, delegateNamespace(deployment, makers, 0, maker.address));
    const commitment = await ledger.commit(maker, digest(1), digest(2));
    await send(
      maker,
      mintTwin(deployment, {
        opening: commitment.opening(digest(1)),
        author: maker.address,
        owner: maker.address,
        kind: "type",
        name: "Motor",
        content: content(1),
      }),
      publishTwin(deployment, twin, content(2), commitment.opening(digest(2))),
      registerIdentifier(
        deployment,
        part,
        makers.prefix.length,
        { subject: { kind: "twin", id: twin }, linkset: encodeLinkset(links) },
        maker.address,
      ),
      updateContent(deployment, part, {
        subject: { kind: "party", id: maker.address },
        linkset: encodeLinkset(links),
      }),
      registerIdentifier(
        deployment,
        broken,
        makers.prefix.length,
        { ...none, linkset: new TextEncoder().encode("{not JSON") },
        maker.address,
      ),
      suspendRecord(deployment, broken, "recall"),
      retireRecord(deployment, broken, "scrapped"),
      registerIdentifier(deployment, sold, makers.prefix.length, none, maker.address),
      transferToken(deployment, { kind: "record", id: idOf(sold.identifier) }, maker.address, buyer.address),
      grantRight(deployment, key(), {
        actions: ["read", "derive"],
        from: 0,
        until: 4_000_000_000,
      }),
      revokeRight(deployment, key(), "breach"),
      grantRight(deployment, key(), { actions: ["read"], from: 5, until: 0 }),
      grantRight(deployment, { ...key(), scope: "" }, { actions: ["use"], from: 0, until: 0 }),
      revokeRight(deployment, { ...key(), scope: "" }, "mistake"),
    );
    await send(
      root,
      suspendNamespace(deployment, makers, 0, "fees"),
      reinstateNamespace(deployment, makers, 0, "paid"),
    );
    await send(root, suspendNamespace(deployment, makers, 0, "again"));
    await send(maker, transferToken(deployment, { kind: "twin", id: twin }, maker.address, buyer.address));
    // Its control moves before it is a party; the buyer's is given up for ever.
    await send(machine, changeOwner(machine.address, maker.address));
    const profile = { kind: 3, name: "Robot", legalId: "", profileDigest: digest(0), profileUri: "" };
    await send(maker, {
      to: deployment.contracts.parties,
      data: toHex(interfaces.parties.encodeFunctionData("register", [machine.address, profile])),
      describe: "register the machine",
    });
    await send(buyer, changeOwner(buyer.address, `0x${"0".repeat(40)}`));
    folder = await mkdtemp(join(tmpdir(), "cadastre-index-"));
    store = await openStore(folder, { createIfMissing: true });
    await catchUp(store, ledger);
  });
  afterAll(async () => {
    await store?.close();
    await ledger?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  it("has parties as the chain has them, whoever controls them now", async () => {
    const { deployment, provider, root } = ledger;
    const machine = await ledger.account(3);
    for (const { address } of [root, maker, buyer, machine]) {
      const onChain = await readParty(provider, deployment, address);
      const party = store.read((view) => view.party(address));
      expect(party).toMatchObject({ kind: onChain?.kind, controller: onChain?.controller });
    }
    expect(store.read((view) => view.party(machine.address))?.controller).toBe(maker.address);
    expect(store.read((view) => view.party(buyer.address))?.controller).toBeNull();
    const { items } = await store.readAsync((view) => view.partiesByLegalId("lei:529900T8BM49AURSDO55"));
    expect(items.map(({ name }) => name)).toEqual(["Maker"]);
  });

  it("has the schemes with their roots, and namespaces with their suspension", async () => {
    const { deployment, provider, root } = ledger;
    const { items } = await store.readAsync((view) => view.schemes());
    expect(items.map(({ name }) => name).sort()).toEqual(["aas", "did", "gs1", "handle", "oid"]);
    for (const { id } of items) {
      expect(store.read((view) => view.namespace(namespaceId(id, "")))).toMatchObject({
        parent: null,
        depth: 0,
        holder: root.address,
      });
    }
    const onChain = await readNamespace(provider, deployment, makers);
    expect(store.read((view) => view.namespace(namespaceId(oid, makers.prefix)))).toMatchObject({
      prefix: makers.prefix,
      parent: namespaceId(oid, ""),
      depth: 1,
      terms: { expiry: onChain?.expiry, levels: onChain?.levels, mayIssue: onChain?.mayIssue },
      holder: onChain?.holder,
      epoch: onChain?.epoch,
      status: "suspended",
      suspension: { ancestorLength: 0, reason: "again" },
    });
  });

  it("has records as the chain has them, with their owner, epoch, version and links", async () => {
    const { deployment, provider } = ledger;
    for (const { identifier } of [part, broken, sold]) {
      const id = idOf(identifier);
      const onChain = await readRecord(provider, deployment, id);
      expect(onChain).not.toBeNull();
      expect(store.read((view) => view.record(id))).toMatchObject({ ...onChain, identifier });
    }
    expect(store.read((view) => view.record(idOf(part.identifier)))).toMatchObject({
      version: 2,
      linkset: links,
      linksetValid: true,
      subject: { kind: "party", id: maker.address },
    });
    expect(store.read((view) => view.record(idOf(broken.identifier)))).toMatchObject({
      status: "retired",
      statusReason: "scrapped",
      linkset: {},
      linksetValid: false,
    });
    expect(store.read((view) => view.record(idOf(sold.identifier)))).toMatchObject({
      owner: buyer.address,
      epoch: 2,
    });
    const subjects = await store.readAsync((view) => view.recordsOfSubject({ kind: "twin", id: twin }));
    expect(subjects.items).toEqual([]);
  });

  it("has twins with all their versions", async () => {
    const { deployment, provider } = ledger;
    const onChain = await readTwin(provider, deployment, twin);
    const found = store.read((view) => view.twin(twin));
    expect(found).toMatchObject({
      kind: onChain?.kind,
      owner: buyer.address,
      epoch: onChain?.epoch,
      name: "Motor",
      version: { version: onChain?.version, digest: onChain?.digest, uri: content(2).uri },
    });
    const versions = await store.readAsync((view) => view.twinVersions(twin));
    expect(versions.items.map((version) => version.digest)).toEqual([digest(1), digest(2)]);
    for (const n of [1, 2]) expect(store.read((view) => view.twinByContent(digest(n)))?.id).toBe(twin);
  });

  it("has grants as the chain had them before the asset changed hands", async () => {
    const { deployment, provider } = ledger;
    const { items } = await store.readAsync((view) => view.grantsOfAsset({ kind: "twin", id: twin }));
    expect(items).toHaveLength(2);
    const before = (items[0]?.granted.block ?? 0) + 2;
    for (const scope of ["", "cad"]) {
      const grant = items.find((each) => each.scope === scope);
      const onChain = await readGrant(provider, deployment, { ...key(), scope }, before);
      expect(grant).toMatchObject({ id: onChain?.id, assetEpoch: 1 });
    }
    expect(items.find(({ scope }) => scope === "cad")).toMatchObject({
      status: "active",
      actions: ["read"],
      from: 5,
      sequence: 2,
      revocation: null,
      terms: null,
    });
    expect(items.find(({ scope }) => scope === "")).toMatchObject({
      status: "revoked",
      revocation: { reason: "mistake", provenance: { by: maker.address } },
    });
  });

  it("dates each change by its block, transaction and sender", async () => {
    const record = store.read((view) => view.record(idOf(part.identifier)));
    const receipt = await ledger.provider.getTransactionReceipt(record?.updated.transaction ?? "");
    const block = await ledger.provider.getBlock(record?.updated.block ?? -1);
    expect(receipt?.blockNumber).toBe(record?.updated.block);
    expect(block?.timestamp).toBe(record?.updated.time);
    expect(record?.updated.by).toBe(maker.address);
    expect(record?.registered.block).toBeLessThan(record?.updated.block ?? 0);
  });
});

/** Brings `store` to the ledger's head. */
async function catchUp(store: Store, { anvil, deployment }: DeployedLedger): Promise<void> {
  const head = await headOf(anvil.rpcUrl);
  const stopping = new AbortController();
  await follow({
    rpcUrl: anvil.rpcUrl,
    deployment,
    store,
    finality: { kind: "tag" },
    signal: stopping.signal,
    onStatus: ({ checkpoint }) => {
      if (checkpoint !== null && checkpoint.number >= head) stopping.abort();
    },
  });
}
