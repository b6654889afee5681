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
import { registerOid } from "../../index/traffic.fixture.js";
import { temporaryFolder } from "../../store/temporary.fixture.js";

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

  it("given another process's transaction that the node forgets, then its nonce is used up before time is up", async () => {
    await withoutMining(async () => {
      const before = await nonce();
      await sendElsewhere(before);
      await untilPending(before + 1);
      const digest = freshDigest();
      const sent = (await openSender()).send(mint(digest));
      await untilPending(before + 2);
      await ledger.provider.send("anvil_dropTransaction", [await pendingHash(before)]);
      await untilPending(before + 2);
      expect(await readTwin(ledger.provider, ledger.deployment, twinId(digest))).toBeNull();
      await mine();
      await sent;
      expect(await nonce()).toBe(before + 2);
      expect(await readTwin(ledger.provider, ledger.deployment, twinId(digest))).not.toBeNull();
    });
  });

  it("given another process's transaction that waits, then its nonce is left to it", async () => {
    await withoutMining(async () => {
      const before = await nonce();
      const foreign = await sendElsewhere(before);
      await untilPending(before + 1);
      const client = new CountingClient(ledger.anvil.rpcUrl);
      const provider = new LedgerProvider(client, ledger.provider.chainId);
      const signed: SignedTransaction[] = [];
      const log = {
        sending: async (some: readonly SignedTransaction[]) => void signed.push(...some),
        settled: async () => {},
      };
      const sent = (await openSender({ provider, log, pollMs: 2 })).send(mint());
      await untilPending(before + 2);
      // It is handed over again and again, as nothing moves.
      while (client.countOf("eth_sendRawTransaction") < 6) await new Promise(setImmediate);
      expect(signed).toHaveLength(1);
      await mine();
      await sent;
      expect((await ledger.provider.getTransactionReceipt(foreign))?.status).toBe(1);
      expect(await nonce()).toBe(before + 2);
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

  it("given blocks that take few at a time, then nobody gives up on those whose turn has not come", async () => {
    const limitBlocks = (gas: string) => ledger.provider.send("evm_setBlockGasLimit", [gas]);
    await withoutMining(async () => {
      const timeoutMs = 600;
      const sender = await openSender({ timeoutMs });
      const before = await nonce();
      const began = Date.now();
      await limitBlocks("0x493e0");
      const outcomes = outcomesOf(sender, [mint(), mint(), mint(), mint(), mint()]);
      for (let mined = 1; mined <= 5; mined++) {
        await untilPending(before + mined);
        while (Date.now() < began + mined * (timeoutMs / 3)) await new Promise(setImmediate);
        await mine();
      }
      expect((await outcomes).filter((outcome) => "receipt" in outcome)).toHaveLength(5);
    });
    await limitBlocks("0x1c9c380");
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

  it("asks what calls of one kind need once, and of each of the others whether it passes", async () => {
    const client = new CountingClient(ledger.anvil.rpcUrl);
    const sender = await openSender({ provider: new LedgerProvider(client, ledger.provider.chainId) });
    const outcomes = await outcomesOf(
      sender,
      Array.from({ length: 50 }, () => mint()),
    );
    expect(outcomes.every((outcome) => "receipt" in outcome)).toBe(true);
    expect(client.countOf("eth_estimateGas")).toBe(1);
    expect(client.countOf("eth_call")).toBe(49);
  });

  it("given a call that needs more than those of its kind before, then it gets what it needs", async () => {
    const registering = ({ address }: Account, arc: number): Call =>
      registerOid(ledger.deployment, address, arc);
    const { root } = ledger;
    const { sender } = root;
    for (const arc of [100_000, 100_001, 100_002]) await sender.send(registering(root, arc));
    const usual = await sender.estimate(registering(root, 100_003));
    // The first of an owner writes their balance.
    const first = registering(await ledger.party(8, "New"), 100_004);
    expect(await sender.estimate(first)).toBeGreaterThan(usual * 1.1);
    expect((await sender.send(first)).gasUsed).toBeGreaterThan(usual);
  });

  it.each([true, false])(
    "given a block full of what was sent, and a node that tells a block's receipts: %s, then it learns of each",
    async (tells) => {
      const client = new CountingClient(ledger.anvil.rpcUrl, tells ? [] : ["eth_getBlockReceipts"]);
      const provider = new LedgerProvider(client, ledger.provider.chainId);
      await withoutMining(async () => {
        const sender = await openSender({ provider });
        const before = await nonce();
        const outcomes = outcomesOf(
          sender,
          Array.from({ length: 20 }, () => mint()),
        );
        await untilPending(before + 20);
        await mine();
        expect((await outcomes).filter((outcome) => "receipt" in outcome)).toHaveLength(20);
      });
      // anvil has a block's state a moment before it has its number: then what was asked of the block before is asked one by one.
      expect(client.countOf("eth_getBlockReceipts")).toBeGreaterThan(0);
      if (!tells) expect(client.countOf("eth_getTransactionReceipt")).toBeGreaterThanOrEqual(20);
    },
  );

  it("given one that the node refuses among those that were signed with it, then the others take its place", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cadastre-journal-"));
    try {
      const log = await TransactionJournal.open(join(folder, "transactions.ndjson"));
      const before = await nonce();
      const client = new RefusingClient(ledger.anvil.rpcUrl, 3);
      const provider = new LedgerProvider(client, ledger.provider.chainId);
      const sender = await openSender({ provider, log });
      const outcomes = await outcomesOf(
        sender,
        Array.from({ length: 20 }, () => mint()),
      );
      const errors = outcomes.flatMap((outcome) => ("error" in outcome ? [outcome.error.code] : []));
      expect(errors).toEqual(["LEDGER_TRANSACTION_REFUSED"]);
      expect(await nonce()).toBe(before + 19);
      expect(log.open).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("given a journal of what was sent, then a later run hands over what the node forgot", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cadastre-journal-"));
    try {
      const file = join(folder, "transactions.ndjson");
      const before = await nonce();
      const journal = await TransactionJournal.open(file);
      const log = {
        sending: (signed: readonly SignedTransaction[]) => journal.sending(signed),
        settled: async () => {},
      };
      // Written down, and never given to a node: as where both lost their power.
      const unreachable = new LedgerProvider(new SilentClient(ledger.anvil.rpcUrl), ledger.provider.chainId);
      const sender = await openSender({ provider: unreachable, log, timeoutMs: 1 });
      for (const outcome of await outcomesOf(sender, [mint(), mint(), mint()]))
        expect(outcome).toMatchObject({ error: { code: "LEDGER_TRANSACTION_PENDING" } });
      expect(await nonce()).toBe(before);
      await appendFile(file, '{"kind":"sending","hash":"0x12');

      const later = await TransactionJournal.open(file);
      expect(later.open).toHaveLength(3);
      expect(await settleJournal(ledger.provider.client, later)).toBe(3);
      expect(await nonce()).toBe(before + 3);
      expect((await TransactionJournal.open(file)).open).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  /** The journal of a process that wrote down what it sent, and whose node never had it. */
  async function neverSent(file: string, count: number): Promise<TransactionJournal> {
    const log = await TransactionJournal.open(file);
    const silent = new LedgerProvider(new SilentClient(ledger.anvil.rpcUrl), ledger.provider.chainId);
    const sender = await openSender({ provider: silent, log, timeoutMs: 1 });
    await outcomesOf(
      sender,
      Array.from({ length: count }, () => mint()),
    );
    return await TransactionJournal.open(file);
  }

  it("given one that the node refuses for good, then those after it hold no later run up", async () => {
    const before = await nonce();
    const log = await neverSent(join(await temporaryFolder(), "transactions.ndjson"), 3);
    const client = new RefusingClient(ledger.anvil.rpcUrl, 1);
    const provider = new LedgerProvider(client, ledger.provider.chainId);
    const sender = await openSender({ provider, log });
    expect(await settleJournal(client, log, [sender])).toBe(3);
    expect(log.open).toEqual([]);
    await sender.send(mint());
    expect(await nonce()).toBe(before + 1);
  });

  it("given one that the node refuses for good while it has those after it, then they take place and are not lost", async () => {
    const before = await nonce();
    const log = await neverSent(join(await temporaryFolder(), "transactions.ndjson"), 4);
    const [refused, unknown, ...queued] = log.open;
    for (const { raw } of queued) await ledger.provider.send("eth_sendRawTransaction", [raw]);
    const client = new RefusingClient(ledger.anvil.rpcUrl, 1);
    const provider = new LedgerProvider(client, ledger.provider.chainId);
    expect(await settleJournal(client, log, [await openSender({ provider, log })])).toBe(4);
    expect(log.open).toEqual([]);
    expect(await nonce()).toBe(before + 4);
    const receiptOf = (one?: SignedTransaction) => ledger.provider.getTransactionReceipt(one?.hash ?? "");
    expect(await Promise.all([refused, unknown].map(receiptOf))).toEqual([null, null]);
    for (const one of queued) expect((await receiptOf(one))?.status).toBe(1);
  });

  it("given one that cannot be handed over, then nobody is left to wait for those before it", async () => {
    await withoutMining(async () => {
      const log = await neverSent(join(await temporaryFolder(), "transactions.ndjson"), 2);
      const client = new RefusingClient(ledger.anvil.rpcUrl, 2, "insufficient funds for gas");
      const provider = new LedgerProvider(client, ledger.provider.chainId);
      const sender = await openSender({ provider, log, timeoutMs: 100 });
      await expect(settleJournal(client, log, [sender])).rejects.toMatchObject({
        code: "LEDGER_INSUFFICIENT_FUNDS",
      });
      const [first] = log.open;
      if (first === undefined) throw new Error("It is open.");
      // Told to nobody, and no reason to end the process.
      while (sender.endOf(first) !== undefined) await new Promise((resolve) => setImmediate(resolve));
    });
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

  /** As another process that uses the key. */
  async function sendElsewhere(number: number): Promise<string> {
    const signer = maker.signer.connect(ledger.provider);
    const { hash } = await signer.sendTransaction({ to: maker.address, nonce: number, gasLimit: 21_000 });
    return hash;
  }

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

/** Counts what is asked for. */
class CountingClient extends RpcClient {
  readonly #counts = new Map<string, number>();
  readonly #unknown: readonly string[];

  /** @param unknown Methods that the node does not have. */
  constructor(url: string, unknown: readonly string[] = []) {
    super(url);
    this.#unknown = unknown;
  }

  countOf(method: string): number {
    return this.#counts.get(method) ?? 0;
  }

  override async request(method: string, params: readonly unknown[]): Promise<unknown> {
    this.#counts.set(method, this.countOf(method) + 1);
    if (!this.#unknown.includes(method)) return super.request(method, params);
    const details = { rpcCode: -32601, rpcMessage: "Method not found", rpcData: undefined };
    throw new LedgerError("LEDGER_RPC_ERROR", "The node refused.", { details });
  }
}

/** A node that refuses the transaction of that place for good. */
class RefusingClient extends RpcClient {
  #left: number;
  readonly #reason: string;

  constructor(url: string, place: number, reason = "not of this node's liking") {
    super(url);
    this.#left = place;
    this.#reason = reason;
  }

  override async request(method: string, params: readonly unknown[]): Promise<unknown> {
    if (method !== "eth_sendRawTransaction" || --this.#left !== 0) return super.request(method, params);
    const details = { rpcCode: -32000, rpcMessage: this.#reason, rpcData: undefined };
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
