import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { LedgerProvider } from "../../../../services/ledger/chain/provider.js";
import { RpcClient } from "../../../../services/ledger/chain/rpc.js";
import { quantitySchema, toHash, uintWord } from "../../../../services/ledger/hex.js";
import { recordId, schemeId } from "../../../../services/ledger/ids.js";
import { readRecord } from "../../../../services/ledger/reads/identifiers.js";
import { Confirmations, type Confirmed } from "../../../../services/ledger/transactions/confirmations.js";
import { TransactionJournal } from "../../../../services/ledger/transactions/journal.js";
import { Sender } from "../../../../services/ledger/transactions/sender.js";
import { settleJournal } from "../../../../services/ledger/transactions/settleJournal.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import { type DeployedLedger, deployedLedger } from "../../../fixtures/ledger.js";
import { call, headOf, mine, reorganise } from "../../index/node.fixture.js";
import { registerOid, submit } from "../../index/traffic.fixture.js";

describe.skipIf(anvilMissing !== null)("confirmations", () => {
  let ledger: DeployedLedger;
  let folder: string;
  let file: string;
  let journal: TransactionJournal;
  let rpcUrl: string;

  beforeAll(async () => {
    ledger = await deployedLedger();
    rpcUrl = ledger.anvil.rpcUrl;
  });
  afterAll(() => ledger?.stop());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "cadastre-confirmations-"));
    file = join(folder, "transactions.ndjson");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  interface Run {
    readonly log: Confirmations;
    readonly sender: Sender;
    /** Waits for all of it while blocks come. */
    confirmed(): Promise<Confirmed>;
  }

  /** A process, which knows of those before it what the journal says. */
  async function begun(confirmations: number, provider = ledger.provider): Promise<Run> {
    const { root } = ledger;
    const { client } = provider;
    journal = await TransactionJournal.open(file);
    const log = new Confirmations({ client, journal, confirmations, pollMs: 5, timeoutMs: 400 });
    const sender = await Sender.open({ provider, signer: root.signer, pollMs: 5, log });
    return { log, sender, confirmed: () => mineUntil(log.confirmed({ senders: [sender] })) };
  }

  /** @param first What comes before each block. */
  async function mineUntil<Result>(
    settled: Promise<Result>,
    first: () => Promise<unknown> = async () => undefined,
  ): Promise<Result> {
    let waits = true;
    const outcome = settled.finally(() => {
      waits = false;
    });
    while (waits) {
      await first();
      await mine(rpcUrl, 1);
    }
    return await outcome;
  }

  async function sent(
    confirmations: number,
    arcs: readonly number[],
    provider = ledger.provider,
  ): Promise<Run> {
    const run = await begun(confirmations, provider);
    for (const arc of arcs) await run.sender.send(registerOid(ledger.deployment, ledger.root.address, arc));
    return run;
  }
  const isRegistered = async (arc: number): Promise<boolean> => {
    const id = recordId(schemeId("oid"), `1.${arc}`);
    return (await readRecord(ledger.provider, ledger.deployment, id)) !== null;
  };

  it("are waited for, and keep the journal open until then", async () => {
    const { log } = await sent(3, [1, 2]);
    expect(journal.open).toHaveLength(2);
    await mine(rpcUrl, 1);
    await expect(log.confirmed()).rejects.toMatchObject({ code: "LEDGER_TRANSACTION_PENDING" });
    expect(journal.open).toHaveLength(1);
    await mine(rpcUrl, 1);
    expect(await log.confirmed()).toEqual({ resent: 0, lost: 0 });
    expect(journal.open).toEqual([]);
  });

  it("are not waited for where one is enough", async () => {
    const { log } = await sent(1, [11]);
    expect(journal.open).toEqual([]);
    expect(await log.confirmed()).toEqual({ resent: 0, lost: 0 });
  });

  it("have what a reorganisation took back sent again, as it was", async () => {
    const run = await sent(3, [21, 22, 23]);
    await reorganise(rpcUrl, 2);
    expect([await isRegistered(21), await isRegistered(22), await isRegistered(23)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await run.confirmed()).toEqual({ resent: 2, lost: 0 });
    expect([await isRegistered(21), await isRegistered(22), await isRegistered(23)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(journal.open).toEqual([]);
  });

  it("tell what can no longer take place, as another transaction has its nonce", async () => {
    const { deployment, root } = ledger;
    const { log, sender } = await sent(3, [31]);
    await reorganise(rpcUrl, 1);
    await submit(rpcUrl, root.address, registerOid(deployment, root.address, 39));
    await mine(rpcUrl, 3);
    const lost: unknown[] = [];
    log.tellLost(async (hashes) => {
      // Until it is through, the next process would find it.
      expect(journal.open.map(({ hash }) => hash)).toEqual(hashes);
      lost.push(...hashes);
    });
    expect(await log.confirmed({ senders: [sender] })).toEqual({ resent: 0, lost: 1 });
    expect(lost).toHaveLength(1);
    expect([await isRegistered(31), await isRegistered(39)]).toEqual([false, true]);
    expect(journal.open).toEqual([]);
  });

  it("given a process that was killed, then the next one watches what was mined, and sends it again", async () => {
    await sent(3, [41, 42]);
    const later = await begun(3);
    expect(await settleJournal(ledger.provider.client, later.log, [later.sender])).toBe(2);
    expect(journal.open).toHaveLength(2);
    await reorganise(rpcUrl, 2);
    expect([await isRegistered(41), await isRegistered(42)]).toEqual([false, false]);
    expect(await later.confirmed()).toEqual({ resent: 2, lost: 0 });
    expect([await isRegistered(41), await isRegistered(42)]).toEqual([true, true]);
    expect(journal.open).toEqual([]);
  });

  it("given a kill and a reorganisation, then what can no longer take place is told to who may count on it", async () => {
    const { deployment, root } = ledger;
    await sent(3, [51]);
    const hashes = journal.open.map(({ hash }) => hash);
    await reorganise(rpcUrl, 1);
    await submit(rpcUrl, root.address, registerOid(deployment, root.address, 59));
    const later = await begun(3);
    const lost: unknown[] = [];
    later.log.tellLost(async (those) => void lost.push(...those));
    expect(later.log.unconfirmed).toEqual(hashes);
    await later.confirmed();
    expect(lost).toEqual(hashes);
    expect(later.log.unconfirmed).toEqual([]);
    expect(journal.open).toEqual([]);
  });

  it("given several that can no longer take place at once, then they are told one after the other", async () => {
    await sent(3, [55, 56]);
    const open = journal.open;
    const { log } = await begun(3);
    let [told, atOnce, mostAtOnce] = [0, 0, 0];
    log.tellLost(async () => {
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await new Promise(setImmediate);
      atOnce -= 1;
      told += 1;
      if (told === 1) throw new Error("It cannot be noted.");
    });
    const settled = await Promise.allSettled(open.map((one) => log.settled([one], null)));
    expect(settled.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect({ told, mostAtOnce }).toEqual({ told: 2, mostAtOnce: 1 });
    expect(journal.open).toEqual(open.slice(0, 1));
  });

  it("stay in the journal where something else is settled before they are deep enough", async () => {
    const { log, sender } = await sent(3, [61]);
    expect(await settleJournal(ledger.provider.client, log, [sender])).toBe(0);
    expect(journal.open).toHaveLength(1);
    await mine(rpcUrl, 2);
    expect(await log.confirmed()).toEqual({ resent: 0, lost: 0 });
    expect(journal.open).toEqual([]);
  });

  it("given a reorganisation while others wait that come after, then it takes its place before them", async () => {
    const { deployment, root } = ledger;
    const run = await sent(3, [71]);
    await call(rpcUrl, "evm_setAutomine", [false]);
    try {
      const after = run.sender.send(registerOid(deployment, root.address, 72));
      const next = (await ledger.provider.getTransactionCount(root.address)) + 1;
      while ((await ledger.provider.getTransactionCount(root.address, "pending")) < next)
        await new Promise(setImmediate);
      await reorganise(rpcUrl, 1);
      await mineUntil(after);
    } finally {
      await call(rpcUrl, "evm_setAutomine", [true]);
    }
    expect([await isRegistered(71), await isRegistered(72)]).toEqual([true, true]);
    expect(await run.confirmed()).toMatchObject({ lost: 0 });
  });

  it("given fees that rose above those of what was taken back, then it takes place with higher ones", async () => {
    const { log, sender } = await sent(3, [81]);
    const [before] = journal.open;
    await reorganise(rpcUrl, 1);
    const confirmed = await mineUntil(log.confirmed({ senders: [sender] }), () =>
      call(rpcUrl, "anvil_setNextBlockBaseFeePerGas", ["0x174876e800"]),
    );
    await call(rpcUrl, "anvil_setNextBlockBaseFeePerGas", ["0x3b9aca00"]);
    expect(confirmed).toEqual({ resent: 1, lost: 0 });
    expect(await isRegistered(81)).toBe(true);
    expect(await ledger.provider.getTransactionReceipt(before?.hash ?? "")).toBeNull();
    expect(journal.open).toEqual([]);
  });

  /** The same chain through an address behind which nodes may lag. */
  const lagging = () => {
    const client = new LaggingClient(rpcUrl);
    return { client, provider: new LedgerProvider(client, ledger.provider.chainId) };
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise(setImmediate);
  };

  it("given a node that lags behind the one that told what was mined, then nothing counts as taken back", async () => {
    const { client, provider } = lagging();
    const run = await sent(3, [91, 92], provider);
    const [first] = journal.open;
    await call(rpcUrl, "evm_setAutomine", [false]);
    try {
      client.knows = (await headOf(rpcUrl)) - 2;
      const after = run.sender.send(registerOid(ledger.deployment, ledger.root.address, 93));
      client.lagged = 0;
      await until(() => client.lagged >= 40);
      expect(run.log.unconfirmed).toContain(first?.hash);
      client.knows = null;
      await mineUntil(after);
    } finally {
      await call(rpcUrl, "evm_setAutomine", [true]);
    }
    expect(await run.confirmed()).toEqual({ resent: 0, lost: 0 });
    expect(client.handed.filter((raw) => raw === first?.raw)).toHaveLength(1);
    expect(journal.open).toEqual([]);
  });

  it("given a node that lags while they are waited for, then they are not handed over again", async () => {
    const { client, provider } = lagging();
    const { log, sender } = await sent(3, [95], provider);
    client.knows = (await headOf(rpcUrl)) - 1;
    const confirmed = log.confirmed({ senders: [sender] });
    await until(() => client.lagged >= 10);
    expect(log.open).toEqual([]);
    client.knows = null;
    await mine(rpcUrl, 2);
    expect(await confirmed).toEqual({ resent: 0, lost: 0 });
    expect(client.handed).toHaveLength(1);
    expect(journal.open).toEqual([]);
  });

  it("given so many that the deep ones are let go meanwhile, then what is found gone takes its place before what is sent next", async () => {
    const { client, provider } = lagging();
    const run = await sent(3, [101], provider);
    const [first] = journal.open;
    await mine(rpcUrl, 2);
    await reorganise(rpcUrl, 3);
    const asked = client.lookedFor.length;
    // None of them is deep ever, so nobody looks where it is.
    for (let place = 0; place < 511; place++) {
      const hash = toHash(uintWord(BigInt(place)));
      const mined = { hash, block: 10 ** 9, blockHash: hash, gasUsed: 0, succeeded: true };
      await run.log.settled([{ hash, nonce: 0, raw: "0x" }], mined);
    }
    await until(() => client.lookedFor.length > asked);
    expect(client.lookedFor.slice(asked)).toEqual([first?.hash]);
    await call(rpcUrl, "evm_setAutomine", [false]);
    try {
      await mineUntil(run.sender.send(registerOid(ledger.deployment, ledger.root.address, 102)));
    } finally {
      await call(rpcUrl, "evm_setAutomine", [true]);
    }
    expect([await isRegistered(101), await isRegistered(102)]).toEqual([true, true]);
  });

  it("given a reorganisation that a lagging node hides at first, then what it took back is sent again all the same", async () => {
    const { client, provider } = lagging();
    const run = await sent(3, [97], provider);
    client.knows = (await headOf(rpcUrl)) - 1;
    await reorganise(rpcUrl, 1);
    const confirmed = run.confirmed();
    await until(() => client.lagged >= 10);
    client.knows = null;
    expect(await confirmed).toEqual({ resent: 1, lost: 0 });
    expect(await isRegistered(97)).toBe(true);
    expect(journal.open).toEqual([]);
  });
});

const minedSchema = z.object({ blockNumber: quantitySchema }).nullable();

/** What another node at the same address answers, which has not come as far. */
class LaggingClient extends RpcClient {
  /** The last block that it knows; null where it lags behind none. */
  knows: number | null = null;
  /** Questions that it answered as of before. */
  lagged = 0;
  readonly handed: unknown[] = [];
  /** Transactions whose receipts were asked for. */
  readonly lookedFor: unknown[] = [];

  override async request(method: string, params: readonly unknown[]): Promise<unknown> {
    if (method === "eth_sendRawTransaction") this.handed.push(params[0]);
    if (method === "eth_getTransactionReceipt") this.lookedFor.push(params[0]);
    const { knows } = this;
    if (knows === null) return await super.request(method, params);
    const [about, at] = params;
    const last = `0x${knows.toString(16)}`;
    this.lagged += 1;
    if (method === "eth_blockNumber") return last;
    if (method === "eth_getTransactionCount" && at === "latest")
      return await super.request(method, [about, last]);
    if (method === "eth_getBlockByNumber" && about === "latest")
      return await super.request(method, [last, at]);
    if (method === "eth_getBlockByNumber" && quantitySchema.parse(about) > knows) return null;
    const answer = await super.request(method, params);
    if (method !== "eth_getTransactionReceipt") return answer;
    const block = minedSchema.parse(answer)?.blockNumber ?? null;
    return block === null || block > knows ? null : answer;
  }
}
