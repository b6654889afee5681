import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { recordId, schemeId } from "../../../../services/ledger/ids.js";
import { readRecord } from "../../../../services/ledger/reads/identifiers.js";
import { Confirmations } from "../../../../services/ledger/transactions/confirmations.js";
import { TransactionJournal } from "../../../../services/ledger/transactions/journal.js";
import { Sender } from "../../../../services/ledger/transactions/sender.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import { type DeployedLedger, deployedLedger } from "../../../fixtures/ledger.js";
import { mine, reorganise } from "../../index/node.fixture.js";
import { registerOid, submit } from "../../index/traffic.fixture.js";

describe.skipIf(anvilMissing !== null)("confirmations", () => {
  let ledger: DeployedLedger;
  let folder: string;
  let journal: TransactionJournal;
  let rpcUrl: string;

  beforeAll(async () => {
    ledger = await deployedLedger();
    rpcUrl = ledger.anvil.rpcUrl;
  });
  afterAll(() => ledger?.stop());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "cadastre-confirmations-"));
    journal = await TransactionJournal.open(join(folder, "transactions.ndjson"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function sent(confirmations: number, arcs: readonly number[]): Promise<Confirmations> {
    const { provider, deployment, root } = ledger;
    const client = provider.client;
    const log = new Confirmations({ client, journal, confirmations, pollMs: 5, timeoutMs: 400 });
    const sender = await Sender.open({ provider, signer: root.signer, pollMs: 5, log });
    for (const arc of arcs) await sender.send(registerOid(deployment, root.address, arc));
    return log;
  }
  const isRegistered = async (arc: number): Promise<boolean> => {
    const id = recordId(schemeId("oid"), `1.${arc}`);
    return (await readRecord(ledger.provider, ledger.deployment, id)) !== null;
  };

  it("are waited for, and keep the journal open until then", async () => {
    const log = await sent(3, [1, 2]);
    expect(journal.open).toHaveLength(2);
    await mine(rpcUrl, 1);
    await expect(log.confirmed()).rejects.toMatchObject({ code: "LEDGER_TRANSACTION_PENDING" });
    expect(journal.open).toHaveLength(1);
    await mine(rpcUrl, 1);
    expect(await log.confirmed()).toEqual({ resent: 0, lost: 0 });
    expect(journal.open).toEqual([]);
  });

  it("are not waited for where one is enough", async () => {
    const log = await sent(1, [11]);
    expect(journal.open).toEqual([]);
    expect(await log.confirmed()).toEqual({ resent: 0, lost: 0 });
  });

  it("have what a reorganisation took back sent again, as it was", async () => {
    const log = await sent(3, [21, 22, 23]);
    await reorganise(rpcUrl, 2);
    expect([await isRegistered(21), await isRegistered(22), await isRegistered(23)]).toEqual([
      true,
      false,
      false,
    ]);
    let waits = true;
    const confirmed = log.confirmed().finally(() => {
      waits = false;
    });
    while (waits) await mine(rpcUrl, 1);
    expect(await confirmed).toEqual({ resent: 2, lost: 0 });
    expect([await isRegistered(21), await isRegistered(22), await isRegistered(23)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(journal.open).toEqual([]);
  });

  it("tell what can no longer take place, as another transaction has its nonce", async () => {
    const { deployment, root } = ledger;
    const log = await sent(3, [31]);
    await reorganise(rpcUrl, 1);
    await submit(rpcUrl, root.address, registerOid(deployment, root.address, 39));
    await mine(rpcUrl, 3);
    expect(await log.confirmed()).toEqual({ resent: 0, lost: 1 });
    expect([await isRegistered(31), await isRegistered(39)]).toEqual([false, true]);
    expect(journal.open).toEqual([]);
  });
});
