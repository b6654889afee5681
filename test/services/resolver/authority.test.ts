import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { UuidIdentifier } from "../../../services/identifiers/identifier.js";
import { parseIdentifier } from "../../../services/identifiers/index.js";
import { namespaceId, schemeId } from "../../../services/ledger/ids.js";
import { resolve, resolveClaims } from "../../../services/resolver/resolution/resolve.js";
import { zoneOf } from "../../../services/resolver/resolution/zones.js";
import { tables } from "../../../services/store/keys.js";
import type { Address } from "../../../services/store/model.js";
import { genesisTime, LedgerFixture, ledgerIdentifier } from "./ledger.fixture.js";

let ledger: LedgerFixture;
let root: Address;
let sector: Address;
let enterprise: Address;
let buyer: Address;

beforeEach(async () => {
  ledger = await LedgerFixture.open();
  root = ledger.party("Root Office");
  sector = ledger.party("Sector Node");
  enterprise = ledger.party("Enterprise");
  buyer = ledger.party("Buyer");
  ledger.schemes(root);
});

afterEach(() => ledger.close());

const text = "88.101.42/part-1";

async function resolved(of = text) {
  await ledger.mine();
  return ledger.store.read((view) => resolve(view, undefined, ledgerIdentifier(of), genesisTime));
}

/** Who could register the identifier, which nobody has. */
async function authority() {
  const found = await resolved();
  if (found.kind !== "unknown") throw new Error("It is registered");
  return found.authority;
}

describe("the authority over an identifier that nobody has registered", () => {
  it("is the scheme's root where nothing is delegated", async () => {
    expect(await authority()).toMatchObject({ standing: "live", namespace: { prefix: "", holder: root } });
  });

  it("is nobody where the ledger does not have the scheme", async () => {
    const other = await LedgerFixture.open();
    await other.mine();
    const found = other.store.read((view) => resolve(view, undefined, ledgerIdentifier(text), genesisTime));
    expect(found).toMatchObject({ kind: "unknown", authority: null });
    await other.close();
  });

  it("is the longest prefix that is delegated, with its ancestors up to the root", async () => {
    ledger.namespace("handle", "88.101", sector);
    ledger.namespace("handle", "88.101.42", enterprise, "88.101");
    const found = await authority();
    expect(found).toMatchObject({ standing: "live", namespace: { prefix: "88.101.42", holder: enterprise } });
    expect(found?.ancestors.map(({ prefix }) => prefix)).toEqual(["88.101", ""]);
  });

  it("never is a prefix that ends elsewhere than at a cut", async () => {
    ledger.namespace("handle", "88.10", sector);
    ledger.namespace("handle", "88.101.4", enterprise);
    expect((await authority())?.namespace.prefix).toBe("");
  });

  it("stays with a namespace that is suspended: what was delegated does not fall back to those above", async () => {
    ledger.namespace("handle", "88.101", sector);
    ledger.suspendNamespace(ledger.namespace("handle", "88.101.42", enterprise, "88.101"), "fees");
    expect(await authority()).toMatchObject({ standing: "suspended", namespace: { prefix: "88.101.42" } });
  });

  it("is out of force beneath a suspended ancestor, until that is reinstated", async () => {
    const above = ledger.namespace("handle", "88.101", sector);
    ledger.suspendNamespace(above, "closed");
    ledger.namespace("handle", "88.101.42", enterprise, "88.101");
    expect(await authority()).toMatchObject({ standing: "suspended", namespace: { prefix: "88.101.42" } });
    ledger.reinstateNamespace(above);
    expect(await authority()).toMatchObject({ standing: "live", namespace: { prefix: "88.101.42" } });
  });

  it("follows who delegated, not who stands between: a later namespace does not suspend an earlier one beneath it", async () => {
    ledger.namespace("handle", "88.101.42", enterprise);
    ledger.suspendNamespace(ledger.namespace("handle", "88.101", sector), "closed");
    expect(await authority()).toMatchObject({ standing: "live", namespace: { prefix: "88.101.42" } });
  });

  it("is not vouched for by namespaces that are each other's parents", async () => {
    const one = ledger.namespace("handle", "88.101", sector);
    const two = ledger.namespace("handle", "88.101.42", enterprise, "88.101");
    await ledger.mine();
    const draft = ledger.store.draft();
    const found = draft.get(tables.namespace, one);
    if (found !== null) draft.put(tables.namespace, one, { ...found, parent: two });
    const { checkpoint } = ledger.store.read((view) => ({ checkpoint: view.checkpoint() }));
    if (checkpoint === null) throw new Error("Nothing is indexed");
    await draft.commit({ ...checkpoint, number: checkpoint.number + 1 }, { durable: false });
    expect(ledger.store.read((view) => zoneOf(view, "handle", two, genesisTime))).toMatchObject({
      standing: "lapsed",
    });
  });
});

describe("the one record of an identifier", () => {
  const issued = (prefix: string, owner: Address) =>
    ledger.register(text, { scheme: "handle", owner, prefix });

  it("is governed by the namespace that issued it, with a prefix of whatever length", async () => {
    ledger.namespace("handle", "88.101", sector);
    issued("88.101", sector);
    expect(await resolved()).toMatchObject({
      status: "active",
      record: { owner: sector, prefixLength: 6 },
      zone: { standing: "live", namespace: { prefix: "88.101", holder: sector } },
    });
  });

  it("has a new owner after a transfer", async () => {
    ledger.namespace("handle", "88.101", sector);
    ledger.transfer("identifiers", issued("88.101", sector), sector, buyer);
    expect(await resolved()).toMatchObject({ record: { owner: buyer } });
  });

  it("stays visible, out of force, while its namespace is suspended", async () => {
    const namespace = ledger.namespace("handle", "88.101", sector);
    issued("88.101", sector);
    ledger.suspendNamespace(namespace, "fees");
    expect(await resolved()).toMatchObject({
      status: "namespace-suspended",
      zone: { standing: "suspended", namespace: { prefix: "88.101" } },
    });
    ledger.reinstateNamespace(namespace);
    expect(await resolved()).toMatchObject({ status: "active", zone: { standing: "live" } });
  });

  it("is out of force while an ancestor of its namespace is suspended, and says for whose reason", async () => {
    const above = ledger.namespace("handle", "88.101", sector);
    ledger.namespace("handle", "88.101.42", enterprise, "88.101");
    issued("88.101.42", enterprise);
    ledger.suspendNamespace(above, "closed");
    expect(await resolved()).toMatchObject({
      status: "namespace-suspended",
      zone: {
        namespace: { prefix: "88.101.42", status: "active" },
        ancestors: [{ status: "suspended" }, {}],
      },
    });
  });

  it("keeps its own suspension when its namespace is reinstated", async () => {
    const namespace = ledger.namespace("handle", "88.101", sector);
    ledger.recordStatus(issued("88.101", sector), "suspended", "recall");
    ledger.suspendNamespace(namespace, "fees");
    expect(await resolved()).toMatchObject({ status: "namespace-suspended" });
    ledger.reinstateNamespace(namespace);
    expect(await resolved()).toMatchObject({ status: "suspended" });
  });

  it("stays retired when its namespace is suspended", async () => {
    const namespace = ledger.namespace("handle", "88.101", sector);
    ledger.recordStatus(issued("88.101", sector), "retired");
    ledger.suspendNamespace(namespace, "fees");
    expect(await resolved()).toMatchObject({ status: "retired" });
  });

  it("is not taken into an index that does not have its namespace", async () => {
    issued("88.101", sector);
    await expect(ledger.mine()).rejects.toMatchObject({ code: "INDEX_INCONSISTENT" });
  });
});

describe("a record that was sold cannot be taken back", () => {
  const serial = "01/09506000134352/21/1";
  const sold = () => {
    const record = ledger.register(serial, { owner: enterprise, prefix: "9506000" });
    ledger.transfer("identifiers", record, enterprise, buyer);
    return record;
  };
  let maker: ReturnType<LedgerFixture["namespace"]>;
  beforeEach(() => {
    maker = ledger.namespace("gs1", "9506000", enterprise);
  });
  const buyers = () => ({ kind: "resolution", status: "active", record: { owner: buyer } });

  it("given the seller delegates a longer prefix, then the buyer's record resolves as before", async () => {
    sold();
    ledger.namespace("gs1", "95060001", enterprise, "9506000");
    expect(await resolved(serial)).toMatchObject({ ...buyers(), zone: { namespace: { prefix: "9506000" } } });
  });

  it("given the longer prefix is suspended, then the buyer's record resolves as before", async () => {
    sold();
    ledger.suspendNamespace(ledger.namespace("gs1", "95060001", enterprise, "9506000"), "mine again");
    expect(await resolved(serial)).toMatchObject(buyers());
  });

  it("given the seller registers it anew under the longer prefix, then the index takes no such log", async () => {
    sold();
    ledger.namespace("gs1", "95060001", enterprise, "9506000");
    ledger.register(serial, { owner: enterprise, prefix: "95060001" });
    await expect(ledger.mine()).rejects.toMatchObject({ code: "INDEX_INCONSISTENT" });
  });

  it("given it was retired, then it cannot come back under any prefix, and stays retired under a longer one", async () => {
    ledger.recordStatus(sold(), "retired", "scrapped");
    ledger.namespace("gs1", "95060001", enterprise, "9506000");
    expect(await resolved(serial)).toMatchObject({ status: "retired", record: { owner: buyer } });
    for (const prefix of ["95060001", "9506000", ""]) {
      ledger.register(serial, { owner: enterprise, prefix });
      await expect(ledger.mine()).rejects.toMatchObject({ code: "INDEX_INCONSISTENT" });
      ledger.forget();
    }
    expect(await resolved(serial)).toMatchObject({ status: "retired", record: { owner: buyer } });
  });

  it("given the root suspends the seller's prefix, then the record is out of force and the root's word does not take its place", async () => {
    sold();
    ledger.suspendNamespace(maker, "closed");
    const out = { status: "namespace-suspended", record: { owner: buyer }, links: [] };
    expect(await resolved(serial)).toMatchObject(out);
    ledger.register(serial, { owner: root, prefix: "" });
    await expect(ledger.mine()).rejects.toMatchObject({ code: "INDEX_INCONSISTENT" });
  });

  it("given a level above it was issued by another namespace, then each level is governed by its own", async () => {
    const link = { describedby: [{ href: "https://example.com/product" }] };
    ledger.register("01/09506000134352", { owner: enterprise, prefix: "9506000", links: link });
    const longer = ledger.namespace("gs1", "95060001", sector, "9506000");
    ledger.register(serial, { owner: buyer, prefix: "95060001" });
    expect(await resolved(serial)).toMatchObject({
      zone: { namespace: { prefix: "95060001" } },
      links: [{ inheritedFrom: "01/09506000134352" }],
    });
    ledger.suspendNamespace(maker, "closed");
    expect(await resolved(serial)).toMatchObject({ status: "namespace-suspended", links: [] });
    ledger.reinstateNamespace(maker);
    ledger.suspendNamespace(longer, "closed");
    expect(await resolved("01/09506000134352/21/2")).toMatchObject({
      kind: "unknown",
      authority: { standing: "suspended", namespace: { id: namespaceId(schemeId("gs1"), "95060001") } },
      nearest: { canonical: "01/09506000134352" },
    });
  });
});

describe("claims of a UUID", () => {
  const uuid = "urn:uuid:580d3adf-1981-44a0-a214-13d6ceed9379";
  const value = encodeURIComponent(uuid);

  const claimed = async () => {
    await ledger.mine();
    return ledger.store.readAsync((view) => resolveClaims(view, uuidIdentifier(), genesisTime));
  };
  const uuidIdentifier = (): UuidIdentifier => {
    const identifier = parseIdentifier(uuid);
    if (identifier.scheme !== "uuid") throw new Error("Not a UUID");
    return identifier;
  };

  it("keep the owner that they were issued to when the prefix is delegated later", async () => {
    ledger.register(`aas:SECTOR/globalAssetId/${value}`, { owner: root, prefix: "" });
    ledger.namespace("aas", "SECTOR", sector);
    expect(await claimed()).toMatchObject({ kind: "resolution", record: { owner: root } });
  });

  it("leave out those in another spelling than the canonical one", async () => {
    ledger.namespace("aas", "SECTOR", sector);
    ledger.registerIdentifier(
      { scheme: "aas", canonical: `SECTOR/globalAssetId/${value.toLowerCase()}` },
      { owner: sector, prefix: "SECTOR" },
    );
    expect(await claimed()).toMatchObject({ kind: "unknown" });
  });

  it("prefer the one that is active to those that are retired", async () => {
    ledger.namespace("aas", "SECTOR", sector);
    ledger.namespace("aas", "ENTERPRISE", enterprise);
    ledger.register(`aas:ENTERPRISE/globalAssetId/${value}`, { owner: enterprise, prefix: "ENTERPRISE" });
    const old = ledger.register(`aas:SECTOR/globalAssetId/${value}`, { owner: sector, prefix: "SECTOR" });
    ledger.recordStatus(old, "retired");
    expect(await claimed()).toMatchObject({
      kind: "resolution",
      status: "active",
      record: { owner: enterprise },
    });
  });

  it("show the last one's history when none is active", async () => {
    ledger.namespace("aas", "SECTOR", sector);
    ledger.recordStatus(
      ledger.register(`aas:SECTOR/globalAssetId/${value}`, { owner: sector, prefix: "SECTOR" }),
      "retired",
    );
    expect(await claimed()).toMatchObject({ kind: "resolution", status: "retired" });
  });
});
