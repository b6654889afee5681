/** An identifier has one record for ever: what a seller, a root or a later owner of a prefix may try, on a real chain. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { locate } from "../../services/cli/ledger/locate.js";
import { parseIdentifier } from "../../services/identifiers/index.js";
import { registerIdentifier, resumeRecord, retireRecord } from "../../services/ledger/actions/identifiers.js";
import {
  delegateNamespace,
  reinstateNamespace,
  suspendNamespace,
} from "../../services/ledger/actions/namespaces.js";
import { transferToken } from "../../services/ledger/actions/tokens.js";
import { recordId, schemeId } from "../../services/ledger/ids.js";
import { resolve } from "../../services/resolver/resolution/resolve.js";
import type { Address } from "../../services/store/model.js";
import { anvilMissing } from "../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../fixtures/ledger.js";
import { rebuilt } from "../services/index/follower.fixture.js";
import { headOf } from "../services/index/node.fixture.js";

const none = { subject: { kind: "none" as const }, linkset: new Uint8Array() };
const gs1 = (prefix: string) => ({ scheme: "gs1", prefix });
const serial = (number: string) => ({ scheme: "gs1", identifier: `01/09506000134352/21/${number}` });

describe.skipIf(anvilMissing !== null)("a record that a maker sold", () => {
  let ledger: DeployedLedger;
  let maker: Account;
  let buyer: Account;

  beforeAll(async () => {
    ledger = await deployedLedger();
    const { deployment, root } = ledger;
    maker = await ledger.party(1, "Maker");
    buyer = await ledger.party(2, "Buyer");
    await ledger.send(root, delegateNamespace(deployment, gs1("9506000"), 0, maker.address));
    for (const number of ["SOLD", "SCRAPPED"]) {
      await register(maker, number, "9506000");
      const token = { kind: "record", id: recordId(schemeId("gs1"), serial(number).identifier) } as const;
      await ledger.send(maker, transferToken(deployment, token, maker.address, buyer.address));
    }
    await ledger.send(buyer, retireRecord(deployment, serial("SCRAPPED"), "scrapped"));
    // The maker gives itself a longer prefix of the very same numbers.
    await ledger.send(maker, delegateNamespace(deployment, gs1("95060001"), 7, maker.address));
  });
  afterAll(() => ledger?.stop());

  const register = (by: Account, number: string, prefix: string) =>
    ledger.send(by, registerIdentifier(ledger.deployment, serial(number), prefix.length, none, by.address));

  /** What an index built from the chain says, after it was held against the chain itself. */
  async function resolved(number: string) {
    const identifier = parseIdentifier(serial(number).identifier, { scheme: "gs1" });
    if (identifier.scheme !== "gs1") throw new Error("Not a GS1 key");
    const { deployment, anvil } = ledger;
    const head = await headOf(anvil.rpcUrl);
    const store = await rebuilt({ rpcUrl: anvil.rpcUrl, deployment }, head);
    const found = store.read((view) => resolve(view, undefined, identifier, 0));
    const { authority, record } = await locate(ledger, identifier, head);
    if (found.kind === "member") throw new Error("Nobody issued a batch");
    const zone = found.kind === "resolution" ? found.zone : found.authority;
    expect(zone?.namespace.id).toBe(authority?.state.id);
    expect(zone?.standing).toBe(authority?.state.standing);
    expect(found.kind === "resolution" ? found.record.owner : null).toBe(record?.state.owner ?? null);
    return found;
  }
  const owned = (owner: Address) => ({ kind: "resolution", record: { owner, prefixLength: 7 } });

  it("stays the buyer's when the maker delegates a longer prefix, and cannot be registered under that", async () => {
    expect(await resolved("SOLD")).toMatchObject({ ...owned(buyer.address), status: "active" });
    await expect(register(maker, "SOLD", "95060001")).rejects.toMatchObject({
      details: { error: "RecordExists" },
    });
    expect(await resolved("SOLD")).toMatchObject({ ...owned(buyer.address), status: "active" });
  });

  it("that the buyer retired never comes back, under whichever prefix", async () => {
    await expect(register(maker, "SCRAPPED", "95060001")).rejects.toMatchObject({
      details: { error: "RecordExists" },
    });
    await expect(register(maker, "SCRAPPED", "9506000")).rejects.toMatchObject({ code: "LEDGER_REVERTED" });
    await expect(
      ledger.send(buyer, resumeRecord(ledger.deployment, serial("SCRAPPED"), "again")),
    ).rejects.toMatchObject({ details: { error: "InvalidRecordStatus" } });
    expect(await resolved("SCRAPPED")).toMatchObject({ ...owned(buyer.address), status: "retired" });
  });

  it("is not overruled by those above, who cannot register beneath what they delegated, suspended or not", async () => {
    const { deployment, root } = ledger;
    const notClosest = { details: { error: "NotClosestAncestor" } };
    await expect(register(root, "NEW", "")).rejects.toMatchObject(notClosest);
    await ledger.send(root, suspendNamespace(deployment, gs1("9506000"), 0, "closed"));
    expect(await resolved("SOLD")).toMatchObject({
      ...owned(buyer.address),
      status: "namespace-suspended",
      links: [],
    });
    await expect(register(root, "NEW", "")).rejects.toMatchObject(notClosest);
    await expect(register(root, "SOLD", "")).rejects.toMatchObject({ code: "LEDGER_REVERTED" });
    expect(await resolved("NEW")).toMatchObject({
      kind: "unknown",
      authority: { standing: "suspended", namespace: { prefix: "95060001" } },
    });
    await ledger.send(root, reinstateNamespace(deployment, gs1("9506000"), 0, "settled"));
    expect(await resolved("SOLD")).toMatchObject({ ...owned(buyer.address), status: "active" });
  });

  it("is not touched by a suspension of the longer prefix, beneath which nobody registers meanwhile", async () => {
    const { deployment, root } = ledger;
    await ledger.send(maker, suspendNamespace(deployment, gs1("95060001"), 7, "mine again"));
    expect(await resolved("SOLD")).toMatchObject({ ...owned(buyer.address), status: "active" });
    await expect(register(maker, "NEW", "9506000")).rejects.toMatchObject({
      details: { error: "NotClosestAncestor" },
    });
    await expect(register(maker, "NEW", "95060001")).rejects.toMatchObject({
      details: { error: "NamespaceNotLive" },
    });
    // The root's suspension takes the place of the maker's, so that the maker cannot end it.
    await ledger.send(root, suspendNamespace(deployment, gs1("95060001"), 0, "fraud"));
    await expect(
      ledger.send(maker, reinstateNamespace(deployment, gs1("95060001"), 7, "never mind")),
    ).rejects.toMatchObject({ details: { error: "NotAnAncestor" } });
    expect(await resolved("NEW")).toMatchObject({
      authority: { standing: "suspended", namespace: { suspension: { ancestorLength: 0, reason: "fraud" } } },
    });
    await ledger.send(root, reinstateNamespace(deployment, gs1("95060001"), 0, "settled"));
    await register(maker, "NEW", "95060001");
    expect(await resolved("NEW")).toMatchObject({
      record: { owner: maker.address, prefixLength: 8 },
      zone: { namespace: { prefix: "95060001" } },
    });
  });

  it("keeps its reason short", async () => {
    const { deployment } = ledger;
    const long = suspendNamespace(deployment, gs1("95060001"), 7, "ä".repeat(513));
    await expect(ledger.send(maker, long)).rejects.toMatchObject({
      details: { error: "ReasonTooLong", args: { length: 1026 } },
      message: expect.stringContaining("1026 bytes"),
    });
  });
});
