import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Call } from "../../../../services/ledger/actions/call.js";
import { mintTwin } from "../../../../services/ledger/actions/twins.js";
import { LedgerProvider } from "../../../../services/ledger/chain/provider.js";
import { RpcClient } from "../../../../services/ledger/chain/rpc.js";
import type { Commitment } from "../../../../services/ledger/commitment.js";
import { LedgerError } from "../../../../services/ledger/errors.js";
import { toDigest, toHash } from "../../../../services/ledger/hex.js";
import { twinId } from "../../../../services/ledger/ids.js";
import { readTwin } from "../../../../services/ledger/reads/twins.js";
import { TransactionJournal } from "../../../../services/ledger/transactions/journal.js";
import { Sender, type SendOutcome, send } from "../../../../services/ledger/transactions/sender.js";
import { settleJournal } from "../../../../services/ledger/transactions/settleJournal.js";
import type { SignedTransaction } from "../../../../services/ledger/transactions/signed.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger, fundedSigner } from "../../../fixtures/ledger.js";

let next = 0;
const digestOf = (n: number) => toDigest(`0x${n.toString(16).padStart(64, "0")}`);
const freshDigest = () => digestOf(++next);
/** More than the tests mint. */
const mints = 400;

describe.skipIf(anvilMissing)("Sender", () => {
  let ledger: DeployedLedger;
  let maker: Account;
  let commitment: Commitment;
  beforeAll(async () => {
    ledger = await deployedLedger();
    maker = await ledger.party(1, "Maker");
    commitment = await ledger.commit(maker, ...Array.from({ length: mints }, (_, n) => digestOf(n + 1)));
  });
  afterAll(() => ledger?.stop());

  const mint = (digest = freshDigest(), author = maker.address): Call =>
    mintTwin(ledger.deployment, {
      author,
      owner: author,
      kind: "instance",
      name: "Drive",
      content: { digest, mediaType: "", uri: "" },
      opening: commitment.opening(digest),
    });
  const openSender = (options = {}): Promise<Sender> =>
    Sender.open({ provider: ledger.provider, signer: maker.signer, pollMs: 10, ...options });
  const mine = (): Promise<unknown> => ledger.provider.send("evm_mine", []);
  const nonce = (): Promise<number> => ledger.provider.getTransactionCount(maker.address);
  /** Blocks come only when told to while `work` runs. */
  async function withoutMining(work: () => Promise<void>): Promise<void> {
    await ledger.provider.send("evm_setAutomine", [false]);
    try {
      await work();
    } finally {
      await ledger.provider.send("evm_setAutomine", [true]);
      await mine();
    }
  }
  /** Waits until the node holds that many of the maker's transactions, mined or not. */
  async function untilPending(count: number): Promise<void> {
    while ((await ledger.provider.getTransactionCount(maker.address, "pending")) < count) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const outcomesOf = async (sender: Sender, calls: Call[]): Promise<SendOutcome[]> => {
    const outcomes: SendOutcome[] = [];
    for await (const outcome of sender.run(calls)) outcomes.push(outcome);
    return outcomes;
  };

  it("gives hash, block and gas of each of many calls, in consecutive nonces", async () => {
    const before = await nonce();
    const outcomes = await outcomesOf(
      maker.sender,
      Array.from({ length: 100 }, () => mint()),
    );

    expect(outcomes).toHaveLength(100);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        receipt: {
          hash: expect.stringMatching(/^0x/),
          block: expect.any(Number),
          gasUsed: expect.any(Number),
        },
      });
    }
    expect(await nonce()).toBe(before + 100);
  });

  it("puts a whole window into one block", async () => {
    await withoutMining(async () => {
      const sender = await openSender({ window: 8 });
      const before = await nonce();
      const outcomes = outcomesOf(
        sender,
        Array.from({ length: 8 }, () => mint()),
      );
      await untilPending(before + 8);
      await mine();
      const blocks = (await outcomes).map((outcome) => "receipt" in outcome && outcome.receipt.block);
      expect(new Set(blocks).size).toBe(1);
    });
  });

  it("given a call that the ledger refuses among others, then it costs nothing and holds nobody up", async () => {
    const taken = freshDigest();
    await maker.sender.send(mint(taken));
    const before = await nonce();
    const outcomes = await outcomesOf(maker.sender, [mint(), mint(taken), mint(), mint(taken), mint()]);
    const errors = outcomes.flatMap((outcome) => ("error" in outcome ? [outcome.error] : []));

    expect(errors).toHaveLength(2);
    for (const error of errors) {
      expect(error).toMatchObject({
        code: "LEDGER_REVERTED",
        details: { error: "ContentExists", args: { digest: taken, twin: twinId(taken) } },
      });
    }
    expect(await nonce()).toBe(before + 3);
  });

  it("given a call that fails only once it is mined, then the ledger's reason is named", async () => {
    await withoutMining(async () => {
      const digest = freshDigest();
      const before = await nonce();
      const first = maker.sender.send(mint(digest));
      await untilPending(before + 1);
      // An estimate that does not see the pending mint, as some nodes give it.
      const provider = new LedgerProvider(new BlindClient(ledger.anvil.rpcUrl), ledger.provider.chainId);
      const second = (await openSender({ provider })).send(mint(digest));
      const expectation = expect(second).rejects.toMatchObject({
        code: "LEDGER_REVERTED",
        details: { error: "ContentExists" },
      });
      await untilPending(before + 2);
      await mine();
      await first;
      await expectation;
    });
  });

  it("starts from the chain's nonce after a restart, with transactions still pending", async () => {
    await withoutMining(async () => {
      const before = await nonce();
      const digests = [freshDigest(), freshDigest()] as const;
      const first = (await openSender()).send(mint(digests[0]));
      await untilPending(before + 1);
      const second = (await openSender()).send(mint(digests[1]));
      await untilPending(before + 2);
      await mine();
      await Promise.all([first, second]);
      for (const digest of digests) {
        expect(await readTwin(ledger.provider, ledger.deployment, twinId(digest))).not.toBeNull();
      }
    });
  });

  it("given a transaction that the node forgot, then it is handed over again and the gap closes", async () => {
    await withoutMining(async () => {
      const sender = await openSender();
      const before = await nonce();
      const first = sender.send(mint());
      await untilPending(before + 1);
      const second = sender.send(mint());
      await untilPending(before + 2);
      const forgotten = await pendingHash(before);
      await ledger.provider.send("anvil_dropTransaction", [forgotten]);
      await untilPending(before + 2);
      await mine();
      expect((await first).hash).toBe(forgotten);
      await second;
    });
  });

  it("given a transaction that another one displaced, then it says that it did not take place", async () => {
    await withoutMining(async () => {
      const sender = await openSender();
      const before = await nonce();
      const digest = freshDigest();
      const displaced = sender.send(mint(digest));
      const refused = displaced.catch((error: unknown) => error);
      await untilPending(before + 1);
      const { hash: by } = await maker.signer.connect(ledger.provider).sendTransaction({
        to: maker.address,
        nonce: before,
        gasLimit: 21_000,
        maxFeePerGas: 10n ** 12n,
        maxPriorityFeePerGas: 10n ** 11n,
      });
      await mine();
      expect(await refused).toMatchObject({
        code: "LEDGER_TRANSACTION_REPLACED",
        details: { nonce: before, by, block: await ledger.provider.getBlockNumber() },
      });
      expect(await readTwin(ledger.provider, ledger.deployment, twinId(digest))).toBeNull();
    });
    await maker.sender.send(mint());
  });

  it("given no block in time, then nobody knows yet, and waitFor tells later", async () => {
    await withoutMining(async () => {
      const sender = await openSender({ timeoutMs: 1 });
      const digest = freshDigest();
      const error = await sender.send(mint(digest)).catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code: "LEDGER_TRANSACTION_PENDING",
        message: expect.stringContaining("nobody knows yet whether it took place"),
        hint: expect.stringContaining("Run the same again"),
      });
      if (!(error instanceof LedgerError)) return;
      const hash = toHash(String(error.details.hash));
      await expect(sender.waitFor(hash)).rejects.toMatchObject({ code: "LEDGER_TRANSACTION_PENDING" });

      await mine();
      const receipt = await (await openSender()).waitFor(hash);
      expect(receipt.hash).toBe(hash);
      expect(await readTwin(ledger.provider, ledger.deployment, twinId(digest))).not.toBeNull();
    });
  });

  it("given that the answer to a sent transaction is lost, then it is found all the same, once", async () => {
    const before = await nonce();
    const provider = new LedgerProvider(new ForgetfulClient(ledger.anvil.rpcUrl), ledger.provider.chainId);
    const sender = await openSender({ provider });
    await sender.send(mint());
    await sender.send(mint());

    expect(await nonce()).toBe(before + 2);
  });

  it("given a node whose pool is full for a while, then it waits, and sends each call once", async () => {
    const before = await nonce();
    const client = new FullClient(ledger.anvil.rpcUrl, 3);
    const sender = await openSender({ provider: new LedgerProvider(client, ledger.provider.chainId) });
    await Promise.all([sender.send(mint()), sender.send(mint())]);

    expect(client.refusals).toBe(0);
    expect(await nonce()).toBe(before + 2);
  });

  it("given a journal of what was sent, then a later run hands over what the node forgot", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cadastre-journal-"));
    try {
      const file = join(folder, "transactions.ndjson");
      const before = await nonce();
      const journal = await TransactionJournal.open(file);
      const log = {
        sending: (signed: SignedTransaction) => journal.sending(signed),
        settled: async () => {},
      };
      // Written down, and never given to a node: as where both lost their power.
      const unreachable = new LedgerProvider(new SilentClient(ledger.anvil.rpcUrl), ledger.provider.chainId);
      const sender = await openSender({ provider: unreachable, log, timeoutMs: 1 });
      await expect(sender.send(mint())).rejects.toMatchObject({ code: "LEDGER_TRANSACTION_PENDING" });
      expect(await nonce()).toBe(before);
      await appendFile(file, '{"kind":"sending","hash":"0x12');

      const later = await TransactionJournal.open(file);
      expect(later.open).toHaveLength(1);
      expect(await settleJournal(ledger.provider, later)).toBe(1);
      expect(await nonce()).toBe(before + 1);
      expect((await TransactionJournal.open(file)).open).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("given another process with the same key, then it steps past the nonces that are taken", async () => {
    const sender = await openSender();
    await sender.send(mint());
    await (await openSender()).send(mint());
    await sender.send(mint());
  });

  it("given an account that cannot pay, then it says so, and the next call goes through", async () => {
    const sender = await openSender();
    const balance = await ledger.provider.getBalance(maker.address);
    await ledger.provider.send("anvil_setBalance", [maker.address, "0x1"]);
    await expect(sender.send(mint())).rejects.toMatchObject({ code: "LEDGER_INSUFFICIENT_FUNDS" });
    await ledger.provider.send("anvil_setBalance", [maker.address, `0x${balance.toString(16)}`]);

    await sender.send(mint());
  });

  it("given a sender who is not who he says, then the ledger's reason is named", async () => {
    await expect(send(ledger.provider, fundedSigner(9), mint())).rejects.toMatchObject({
      code: "LEDGER_REVERTED",
      details: { error: "NotController" },
    });
  });

  it("estimates without sending", async () => {
    const before = await nonce();
    expect(await maker.sender.estimate(mint())).toBeGreaterThan(21_000);
    expect(await nonce()).toBe(before);
  });

  async function pendingHash(number: number): Promise<string> {
    const content: { pending: Record<string, Record<string, { hash: string }>> } = await ledger.provider.send(
      "txpool_content",
      [],
    );
    const own = Object.entries(content.pending).find(([from]) => from.toLowerCase() === maker.address);
    return own?.[1][String(number)]?.hash ?? "";
  }
});

/** Loses the answer to every transaction that it sends. */
class ForgetfulClient extends RpcClient {
  override async request(method: string, params: readonly unknown[]): Promise<unknown> {
    const result = await super.request(method, params);
    if (method !== "eth_sendRawTransaction") return result;
    throw new LedgerError("LEDGER_RPC_TIMEOUT", "The answer is lost.");
  }
}

/** A node whose pool is full for the first so many transactions. */
class FullClient extends RpcClient {
  constructor(
    url: string,
    public refusals: number,
  ) {
    super(url);
  }

  override async request(method: string, params: readonly unknown[]): Promise<unknown> {
    if (method !== "eth_sendRawTransaction" || this.refusals === 0) return super.request(method, params);
    this.refusals -= 1;
    const details = { rpcCode: -32000, rpcMessage: "txpool is full", rpcData: undefined };
    throw new LedgerError("LEDGER_RPC_ERROR", "The node refused.", { details });
  }
}

/** Takes no transactions in, and does not say so. */
class SilentClient extends RpcClient {
  override async request(method: string, params: readonly unknown[]): Promise<unknown> {
    if (method !== "eth_sendRawTransaction") return super.request(method, params);
    throw new LedgerError("LEDGER_RPC_TIMEOUT", "There is no answer.");
  }
}

/** Estimates at the head, not at the pending state. */
class BlindClient extends RpcClient {
  override request(method: string, params: readonly unknown[]): Promise<unknown> {
    return super.request(method, method === "eth_estimateGas" ? [params[0], "latest"] : params);
  }
}
