/** Registrations of files on a chain that takes back what it had. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toBeHex } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { journalFile } from "../../../services/importers/registration/folder.js";
import type { Knowledge, Known } from "../../../services/importers/registration/known.js";
import { forget } from "../../../services/importers/registration/prepare.js";
import { registerConfirmed } from "../../../services/importers/registration/registerConfirmed.js";
import { registerFile } from "../../../services/importers/registration/registerFile.js";
import type { RegistrationWay } from "../../../services/importers/registration/ways.js";
import type { ImportResult } from "../../../services/importers/run/result.js";
import { delegateNamespace } from "../../../services/ledger/actions/namespaces.js";
import { toRecordId } from "../../../services/ledger/hex.js";
import { readBatch } from "../../../services/ledger/reads/batches.js";
import { readRecord } from "../../../services/ledger/reads/identifiers.js";
import { Confirmations } from "../../../services/ledger/transactions/confirmations.js";
import { TransactionJournal } from "../../../services/ledger/transactions/journal.js";
import { Sender } from "../../../services/ledger/transactions/sender.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { call, mine, reorganise } from "../index/node.fixture.js";
import { temporaryFolder } from "../store/temporary.fixture.js";

const thousandGwei = "0xe8d4a51000";
/** Takes the place of what waits with its nonce, as the import may have handed that over again already. */
const dear = { maxFeePerGas: thousandGwei, maxPriorityFeePerGas: thousandGwei };

describe.skipIf(anvilMissing !== null)("a file whose transactions the chain takes back", () => {
  let ledger: DeployedLedger;
  let acme: Account;
  let folder: string;

  beforeAll(async () => {
    ledger = await deployedLedger();
    acme = await ledger.party(1, "Acme");
    const name = { scheme: "gs1", prefix: "9506000" };
    await ledger.send(ledger.root, delegateNamespace(ledger.deployment, name, 0, acme.address));
  });
  afterAll(() => ledger?.stop());
  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  async function tableOf(name: string, serials: readonly string[]): Promise<string> {
    const file = join(folder, `${name}.csv`);
    const lines = serials.map((serial) => `01/09506000134352/21/${serial}`);
    await writeFile(file, ["identifier", ...lines, ""].join("\n"));
    return file;
  }

  /** How a process registers a file, as lists unless another way is said. */
  async function work(
    file: string,
    confirmations: number,
    { knowledge, way = "list" }: { readonly knowledge?: Knowledge; readonly way?: RegistrationWay } = {},
  ) {
    const { provider } = ledger;
    const own = join(folder, "registration");
    const journal = await TransactionJournal.open(journalFile(own));
    const log = new Confirmations({ client: provider.client, journal, confirmations, pollMs: 5 });
    const sender = await Sender.open({ provider, signer: acme.signer, pollMs: 5, log });
    const results: ImportResult[] = [];
    return {
      confirmations: log,
      journal: log,
      results,
      ...{ file, reading: {}, way, links: {}, ledger, sender, party: acme.address },
      ...{ folder: own, eachMember: true, ...(knowledge && { knowledge }) },
      onResult: (result: ImportResult) => void results.push(result),
    };
  }

  it("has its list issued anew where that can take place no more as it was", async () => {
    const file = await tableOf("displaced", ["D-1", "D-3", "D-7"]);
    const options = await work(file, 3);
    let isWaiting = false;
    let isOver = false;
    const onConfirming = (): void => {
      isWaiting = true;
    };
    let rounds = 0;
    const onAgain = async (): Promise<void> => {
      rounds += 1;
      options.results.length = 0;
    };
    const registered = registerConfirmed({ ...options, onConfirming, onAgain }).finally(() => {
      isOver = true;
    });
    while (!isWaiting) await new Promise(setImmediate);
    const first = options.results[0]?.transaction;
    await reorganise(ledger.anvil.rpcUrl, 1);
    const { address } = acme;
    await call(ledger.anvil.rpcUrl, "eth_sendTransaction", [{ from: address, to: address }]);
    while (!isOver) await mine(ledger.anvil.rpcUrl, 1);
    const summary = await registered;
    expect(rounds).toBe(1);
    expect(summary).toMatchObject({
      identifiers: { registered: 3 },
      batches: [{ way: "list", status: "registered", transaction: expect.not.stringMatching(first ?? "") }],
    });
    expect(options.results).toHaveLength(3);
    const [batch] = summary.batches;
    if (batch === undefined) throw new Error("It is issued.");
    expect(await readBatch(ledger.provider, ledger.deployment, batch.batch)).not.toBeNull();
  });

  it("is registered in whole where that happens again and again while it is under way", async () => {
    const serials = Array.from({ length: 600 }, (_, at) => `R-${at * 7}`);
    const options = await work(await tableOf("often", serials), 3, { way: "records" });
    const { provider, deployment } = ledger;
    const { address } = acme;
    const before = await provider.getTransactionCount(address);
    let isOver = false;
    const onAgain = async (): Promise<void> => {
      options.results.length = 0;
    };
    const registered = registerConfirmed({ ...options, onConfirming: () => undefined, onAgain }).finally(
      () => {
        isOver = true;
      },
    );
    for (let time = 1; time <= 3; time++) {
      while ((await provider.getTransactionCount(address)) < before + time && !isOver)
        await new Promise(setImmediate);
      // anvil loses the state of what it mines while it reorganises.
      await call(ledger.anvil.rpcUrl, "evm_setAutomine", [false]);
      await mine(ledger.anvil.rpcUrl, 1);
      await reorganise(ledger.anvil.rpcUrl, 2);
      // At the end of the chain, not of what waits: it would come into a block that is taken back with the next round, and leave a gap.
      const nonce = toBeHex(await provider.getTransactionCount(address));
      await call(ledger.anvil.rpcUrl, "eth_sendTransaction", [
        { from: address, to: address, nonce, ...dear },
      ]);
      await mine(ledger.anvil.rpcUrl, 1);
      await call(ledger.anvil.rpcUrl, "evm_setAutomine", [true]);
      // What came meanwhile waits for a block that nothing else makes.
      await mine(ledger.anvil.rpcUrl, 1);
    }
    while (!isOver) await mine(ledger.anvil.rpcUrl, 1);
    const { identifiers } = await registered;
    expect(identifiers.registered + identifiers.unchanged).toBe(serials.length);
    expect(options.results).toHaveLength(serials.length);
    for (const { id } of options.results)
      expect(await readRecord(provider, deployment, toRecordId(id ?? ""))).toMatchObject({ owner: address });
  });

  it("is registered where it counted on a list of another file that is gone with it", async () => {
    const serials = ["H-1", "H-3", "H-7"];
    const before = await work(await tableOf("held", serials), 1);
    const { batches } = await registerFile(before);
    await forget(before.folder);
    const [list] = batches;
    if (list === undefined) throw new Error("It is issued.");
    // As a resolver knows it that follows the chain.
    const knowledge: Knowledge = {
      async of(identifiers) {
        const isIssued = (await readBatch(ledger.provider, ledger.deployment, list.batch)) !== null;
        return identifiers.map(({ canonical }): Known | null => {
          const index = serials.findIndex((serial) => canonical.endsWith(serial));
          if (!isIssued || index < 0) return null;
          const member = { batch: list.batch, index: String(index), owner: acme.address, links: {} };
          return { kind: "member", way: "list", status: "active", ...member };
        });
      },
    };
    const file = await tableOf("grown", [...serials, "H-9"]);
    const grown = await registerFile(await work(file, 1, { knowledge }));
    expect(grown.identifiers).toMatchObject({ registered: 1, unchanged: 3 });

    await reorganise(ledger.anvil.rpcUrl, 2);
    const again = await registerFile(await work(file, 1, { knowledge }));
    expect(again.identifiers).toMatchObject({ registered: 4, unchanged: 0 });
  });
});
