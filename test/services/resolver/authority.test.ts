import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseIdentifier } from "../../../services/identifiers/index.js";
import { authorityOf, locate } from "../../../services/resolver/resolution/locate.js";
import { resolve } from "../../../services/resolver/resolution/resolve.js";
import { zonesOf } from "../../../services/resolver/resolution/zones.js";
import type { Address } from "../../../services/store/model.js";
import { genesisTime, LedgerFixture, ledgerIdentifier } from "./ledger.fixture.js";

let ledger: LedgerFixture;
let root: Address;
let sector: Address;
let enterprise: Address;

beforeEach(async () => {
  ledger = await LedgerFixture.open();
  root = ledger.party("Root Office");
  sector = ledger.party("Sector Node");
  enterprise = ledger.party("Enterprise");
  ledger.schemes(root);
});

afterEach(() => ledger.close());

const text = "88.101.42/part-1";

async function zones() {
  await ledger.mine();
  return ledger.store.read((view) => zonesOf(view, ledgerIdentifier(text)));
}

async function located() {
  await ledger.mine();
  return ledger.store.read((view) => {
    const identifier = ledgerIdentifier(text);
    const all = zonesOf(view, identifier);
    return { authority: authorityOf(all), located: locate(view, identifier, all) };
  });
}

describe("authority", () => {
  it("is the scheme's root where nothing is delegated", async () => {
    expect((await located()).authority).toMatchObject({
      live: true,
      namespace: { prefix: "", holder: root },
    });
  });

  it("is nobody where the ledger does not have the scheme", async () => {
    const other = await LedgerFixture.open();
    await other.mine();
    expect(other.store.read((view) => zonesOf(view, ledgerIdentifier(text)))).toEqual([]);
    await other.close();
  });

  it("is the longest prefix that is delegated, with its ancestors up to the root", async () => {
    ledger.namespace("handle", "88.101", sector);
    ledger.namespace("handle", "88.101.42", enterprise, "88.101");
    const [first] = await zones();
    expect(first).toMatchObject({ live: true, namespace: { prefix: "88.101.42", holder: enterprise } });
    expect(first?.ancestors.map(({ prefix }) => prefix)).toEqual(["88.101", ""]);
  });

  it("never is a prefix that ends elsewhere than at a cut", async () => {
    ledger.namespace("handle", "88.10", sector);
    ledger.namespace("handle", "88.101.4", enterprise);
    expect((await located()).authority?.namespace.prefix).toBe("");
  });

  it("passes to the next live ancestor when the namespace is suspended", async () => {
    ledger.namespace("handle", "88.101", sector);
    ledger.suspendNamespace(ledger.namespace("handle", "88.101.42", enterprise, "88.101"), "fees");
    expect((await located()).authority?.namespace.prefix).toBe("88.101");
  });

  it("ends for all that lies beneath a suspended ancestor", async () => {
    ledger.suspendNamespace(ledger.namespace("handle", "88.101", sector), "closed");
    ledger.namespace("handle", "88.101.42", enterprise, "88.101");
    const all = await zones();
    expect(all.map(({ live, namespace }) => [namespace.prefix, live])).toEqual([
      ["88.101.42", false],
      ["88.101", false],
      ["", true],
    ]);
  });

  it("follows who delegated, not who stands between: a later namespace does not suspend an earlier one beneath it", async () => {
    ledger.namespace("handle", "88.101.42", enterprise);
    ledger.suspendNamespace(ledger.namespace("handle", "88.101", sector), "closed");
    expect((await located()).authority).toMatchObject({ live: true, namespace: { prefix: "88.101.42" } });
  });
});

describe("the record that counts", () => {
  it("is not one that a shorter namespace registered beneath a longer live delegation", async () => {
    ledger.register(text, { scheme: "handle", owner: root, prefix: "" });
    ledger.namespace("handle", "88.101", sector);
    expect((await located()).located).toBeNull();
  });

  it("is the authority's, also where others have one for the same identifier", async () => {
    ledger.namespace("handle", "88.101", sector);
    ledger.register(text, { scheme: "handle", owner: root, prefix: "" });
    ledger.register(text, { scheme: "handle", owner: sector, prefix: "88.101" });
    expect((await located()).located).toMatchObject({ status: "active", record: { owner: sector } });
  });

  it("stays visible, out of force, when its namespace is suspended", async () => {
    const namespace = ledger.namespace("handle", "88.101", sector);
    ledger.register(text, { scheme: "handle", owner: sector, prefix: "88.101" });
    ledger.suspendNamespace(namespace, "fees");
    expect((await located()).located).toMatchObject({
      status: "namespace-suspended",
      zone: { live: false, namespace: { prefix: "88.101" } },
    });
  });

  it("is the live authority's new one rather than that of a suspended namespace", async () => {
    const namespace = ledger.namespace("handle", "88.101", sector);
    ledger.register(text, { scheme: "handle", owner: sector, prefix: "88.101" });
    ledger.suspendNamespace(namespace, "fees");
    ledger.register(text, { scheme: "handle", owner: root, prefix: "" });
    expect((await located()).located).toMatchObject({ status: "active", record: { owner: root } });
  });

  it("stays retired when its namespace is suspended", async () => {
    const namespace = ledger.namespace("handle", "88.101", sector);
    ledger.recordStatus(
      ledger.register(text, { scheme: "handle", owner: sector, prefix: "88.101" }),
      "retired",
    );
    ledger.suspendNamespace(namespace, "fees");
    expect((await located()).located?.status).toBe("retired");
  });

  it("has a new owner after a transfer", async () => {
    ledger.namespace("handle", "88.101", sector);
    const record = ledger.register(text, { scheme: "handle", owner: sector, prefix: "88.101" });
    ledger.transfer("identifiers", record, sector, enterprise);
    expect((await located()).located?.record.owner).toBe(enterprise);
  });
});

describe("claims of a UUID", () => {
  const uuid = "urn:uuid:580d3adf-1981-44a0-a214-13d6ceed9379";
  const value = encodeURIComponent(uuid);

  const resolved = async () => {
    await ledger.mine();
    return ledger.store.readAsync((view) => resolve(view, parseIdentifier(uuid), genesisTime));
  };

  it("leave out those that do not count for their own asset id", async () => {
    ledger.register(`aas:SECTOR/globalAssetId/${value}`, { owner: root, prefix: "" });
    ledger.namespace("aas", "SECTOR", sector);
    expect(await resolved()).toMatchObject({ kind: "unknown" });
  });

  it("count an asset id once, also where a namespace above its own has registered it too", async () => {
    ledger.register(`aas:SECTOR/globalAssetId/${value}`, { owner: root, prefix: "" });
    ledger.namespace("aas", "SECTOR", sector);
    ledger.register(`aas:SECTOR/globalAssetId/${value}`, { owner: sector, prefix: "SECTOR" });
    expect(await resolved()).toMatchObject({ kind: "resolution", record: { owner: sector } });
  });

  it("leave out those in another spelling than the canonical one", async () => {
    ledger.namespace("aas", "SECTOR", sector);
    ledger.registerIdentifier(
      { scheme: "aas", canonical: `SECTOR/globalAssetId/${value.toLowerCase()}` },
      { owner: sector, prefix: "SECTOR" },
    );
    expect(await resolved()).toMatchObject({ kind: "unknown" });
  });

  it("prefer the one that is active to those that are retired", async () => {
    ledger.namespace("aas", "SECTOR", sector);
    ledger.namespace("aas", "ENTERPRISE", enterprise);
    ledger.register(`aas:ENTERPRISE/globalAssetId/${value}`, { owner: enterprise, prefix: "ENTERPRISE" });
    const old = ledger.register(`aas:SECTOR/globalAssetId/${value}`, { owner: sector, prefix: "SECTOR" });
    ledger.recordStatus(old, "retired");
    expect(await resolved()).toMatchObject({
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
    expect(await resolved()).toMatchObject({ kind: "resolution", status: "retired" });
  });
});
