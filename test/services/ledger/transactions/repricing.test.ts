import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Call } from "../../../../services/ledger/actions/call.js";
import { connect, LedgerProvider } from "../../../../services/ledger/chain/provider.js";
import { RpcClient } from "../../../../services/ledger/chain/rpc.js";
import { toAddress, toHex } from "../../../../services/ledger/hex.js";
import { underCeiling } from "../../../../services/ledger/transactions/feeCeiling.js";
import { TransactionJournal } from "../../../../services/ledger/transactions/journal.js";
import { repriced } from "../../../../services/ledger/transactions/repricing.js";
import { Sender, type SenderOptions } from "../../../../services/ledger/transactions/sender.js";
import { settleJournal } from "../../../../services/ledger/transactions/settleJournal.js";
import type { Fees, SignableTransaction } from "../../../../services/ledger/transactions/signed.js";
import { type Anvil, type AnvilOptions, anvilMissing, startAnvil } from "../../../fixtures/anvil.js";
import { fundedSigner } from "../../../fixtures/ledger.js";

/** Of a process that ends: no answer comes any more. */
class EndingClient extends RpcClient {
  hasEnded = false;
  /** Looks at the head of the chain. */
  looks = 0;

  override async request(method: string, params: readonly unknown[]): Promise<unknown> {
    if (this.hasEnded) return new Promise(() => undefined);
    const answer = await super.request(method, params);
    if (method === "eth_blockNumber") this.looks += 1;
    return answer;
  }
}

const signer = fundedSigner(1);
const call: Call = { to: toAddress(fundedSigner(2).address), data: toHex("0x"), describe: "say nothing" };

describe("a transaction that waits", () => {
  const base = { chainId: 1, nonce: 0, to: call.to, data: call.data, gasLimit: 21_000 };
  const price = fc.bigInt({ min: 0n, max: 10n ** 15n });
  const market = (baseFee: bigint, tip: bigint): Extract<Fees, { type: 2 }> => ({
    type: 2,
    maxFeePerGas: baseFee * 2n + tip,
    maxPriorityFeePerGas: tip,
  });

  it("gets fees that pay and that nodes take for a replacement, or keeps those that pay already", () => {
    fc.assert(
      fc.property(price, price, price, price, (baseThen, tipThen, baseNow, tipNow) => {
        const waiting: SignableTransaction = { ...base, ...market(baseThen, tipThen) };
        const now = market(baseNow, tipNow);
        const next = repriced(waiting, now, null);
        const { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = waiting;
        if (next === null) {
          expect(maxFeePerGas >= baseNow + maxPriorityFeePerGas && maxPriorityFeePerGas >= tipNow).toBe(true);
          return;
        }
        const { maxFeePerGas: fee = 0n, maxPriorityFeePerGas: tip = 0n } = next;
        expect([fee * 8n >= maxFeePerGas * 9n, tip * 8n >= maxPriorityFeePerGas * 9n]).toEqual([true, true]);
        expect([fee >= now.maxFeePerGas, tip >= tipNow, fee >= tip]).toEqual([true, true, true]);
        expect({ ...next, maxFeePerGas, maxPriorityFeePerGas }).toEqual(waiting);
      }),
    );
  });

  it("gets a higher price on a chain without a fee market only where that one's has risen", () => {
    const waiting: SignableTransaction = { ...base, type: 0, gasPrice: 100n };
    expect(repriced(waiting, { type: 0, gasPrice: 100n }, null)).toBeNull();
    expect(repriced(waiting, { type: 0, gasPrice: 101n }, null)).toMatchObject({ gasPrice: 113n });
    expect(repriced({ ...waiting, gasPrice: 0n }, { type: 0, gasPrice: 0n }, null)).toBeNull();
    expect(repriced(waiting, { type: 0, gasPrice: 101n }, 112n)).toBeNull();
  });

  it("never gets fees above the ceiling, and gets those below it that the chain takes", () => {
    fc.assert(
      fc.property(price, price, price, price, price, (baseThen, tipThen, baseNow, tipNow, ceiling) => {
        const waiting: SignableTransaction = { ...base, ...market(baseThen, tipThen) };
        const free = repriced(waiting, market(baseNow, tipNow), null);
        const next = repriced(waiting, market(baseNow, tipNow), ceiling);
        const { maxFeePerGas: fee = 0n, maxPriorityFeePerGas: tip = 0n } = next ?? {};
        if (next !== null) {
          expect([fee <= ceiling, fee >= baseNow + tip, tip]).toEqual([
            true,
            true,
            free?.maxPriorityFeePerGas,
          ]);
          expect(fee * 8n >= (waiting.maxFeePerGas ?? 0n) * 9n).toBe(true);
        } else if (free !== null && (free.maxFeePerGas ?? 0n) <= ceiling) {
          expect.fail("fees below the ceiling that help were left");
        }
      }),
    );
  });

  it("begins below the ceiling where the chain takes that, and is not made where it does not", () => {
    fc.assert(
      fc.property(price, price, price, (baseNow, tipNow, ceiling) => {
        const fees = underCeiling(market(baseNow, tipNow), ceiling);
        expect(fees === null).toBe(baseNow > ceiling);
        if (fees?.type !== 2) return;
        const { maxFeePerGas: fee, maxPriorityFeePerGas: tip } = fees;
        expect([fee <= ceiling, fee >= baseNow, tip <= tipNow, tip <= fee]).toEqual([true, true, true, true]);
      }),
    );
    expect(underCeiling({ type: 0, gasPrice: 5n }, 4n)).toBeNull();
    expect(underCeiling({ type: 0, gasPrice: 5n }, 5n)).toEqual({ type: 0, gasPrice: 5n });
  });
});

describe.skipIf(anvilMissing)("fees, on a chain", () => {
  let anvil: Anvil;
  let provider: LedgerProvider;
  let folder: string;
  let journalFile: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "cadastre-fees-"));
    journalFile = join(folder, "journal");
  });
  afterEach(async () => {
    await anvil?.kill();
    await rm(folder, { recursive: true, force: true });
  });
  async function begin(options: AnvilOptions): Promise<void> {
    anvil = await startAnvil(options);
    provider = await connect(anvil.rpcUrl);
  }
  const open = async (options: Partial<SenderOptions> = {}): Promise<Sender> =>
    Sender.open({
      provider,
      signer,
      pollMs: 10,
      log: await TransactionJournal.open(journalFile),
      ...options,
    });
  /** Hashes in the order in which they were signed. */
  async function signed(): Promise<readonly string[]> {
    const text = await readFile(journalFile, "utf8").catch(() => "");
    const lines: readonly { kind: string; hash: string }[] = text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
    return lines.filter(({ kind }) => kind === "sending").map(({ hash }) => hash);
  }
  async function mineAt(baseFee: bigint): Promise<void> {
    await provider.send("anvil_setNextBlockBaseFeePerGas", [`0x${baseFee.toString(16)}`]);
    await provider.send("evm_mine", []);
  }
  const untilSigned = async (count: number, meanwhile: () => Promise<unknown>): Promise<void> => {
    while ((await signed()).length < count) await meanwhile();
  };
  async function untilPending(): Promise<void> {
    while ((await provider.getTransactionCount(signer.address, "pending")) === 0) await Promise.resolve();
  }
  const dear = 500n * 10n ** 9n;

  it("given a base fee that rises above what was offered, then the call takes place with higher fees, once", async () => {
    await begin({ mining: "manual" });
    const sender = await open();
    const sent = sender.send(call);
    await untilPending();
    await untilSigned(2, () => mineAt(dear));
    const hashes = await signed();
    while ((await provider.getTransactionCount(signer.address)) === 0) await mineAt(dear);
    const receipt = await sent;
    expect(hashes.slice(1)).toContain(receipt.hash);
    expect(await provider.getTransactionReceipt(hashes[0] ?? "")).toBeNull();
    expect(await provider.getTransactionCount(signer.address)).toBe(1);
    expect((await TransactionJournal.open(journalFile)).open).toEqual([]);
  });

  it("given gas above the ceiling, then nothing is sent, and the error says what is asked for", async () => {
    await begin({ mining: "manual" });
    await mineAt(dear);
    const sender = await open({ feeCeiling: 10n ** 9n });
    await expect(sender.send(call)).rejects.toMatchObject({
      code: "LEDGER_FEES_TOO_HIGH",
      details: { ceiling: "1.0" },
    });
    expect(await signed()).toEqual([]);
    expect(await provider.getTransactionCount(signer.address, "pending")).toBe(0);
  });

  it("given a base fee that rises above the ceiling, then what waits keeps its fees until it falls", async () => {
    await begin({ mining: "manual" });
    const sender = await open({ feeCeiling: 100n * 10n ** 9n });
    const sent = sender.send(call);
    await untilPending();
    for (let block = 0; block < 12; block += 1) await mineAt(dear);
    expect(await signed()).toHaveLength(1);
    while ((await provider.getTransactionCount(signer.address)) === 0) await mineAt(10n ** 8n);
    expect((await sent).hash).toBe((await signed())[0]);
  });

  it("given a kill after fees were raised, then the next run finds out which one took place", async () => {
    await begin({ mining: "manual" });
    const client = new EndingClient(anvil.rpcUrl);
    const killed = await open({ provider: new LedgerProvider(client, provider.chainId), timeoutMs: 60_000 });
    killed.send(call).catch(() => null);
    await untilPending();
    while (client.looks === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let block = 0; block < 4; block++) await mineAt(dear);
    await untilSigned(2, async () => undefined);
    client.hasEnded = true;
    const journal = await TransactionJournal.open(journalFile);
    expect(new Set(journal.open.map(({ nonce }) => nonce))).toEqual(new Set([0]));

    const later = settleJournal(provider.client, journal, [await open({ log: journal })]);
    while ((await provider.getTransactionCount(signer.address)) === 0) await mineAt(10n ** 9n);
    expect(await later).toBeGreaterThan(1);
    expect((await TransactionJournal.open(journalFile)).open).toEqual([]);
    expect(await provider.getTransactionCount(signer.address)).toBe(1);
  });

  it("given gas without a price, then a forgotten transaction is handed over again as it was", async () => {
    await begin({ mining: "manual", hardfork: "berlin", gasPrice: 0 });
    const balance = await provider.getBalance(signer.address);
    const sent = (await open()).send(call);
    await untilPending();
    const [hash = ""] = await signed();
    await provider.send("anvil_dropTransaction", [hash]);
    for (let block = 0; block < 5; block++) await provider.send("evm_mine", []);
    while ((await provider.getTransaction(hash)) === null) await Promise.resolve();
    await provider.send("evm_mine", []);
    expect((await sent).hash).toBe(hash);
    expect(await signed()).toEqual([hash]);
    expect(await provider.getBalance(signer.address)).toBe(balance);
  });
});
