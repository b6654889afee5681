/**
 * The ledger on a chain and a model of it, written from the documents, side by side under thousands of random calls: both
 * refuse the same and say the same after every step.
 *
 * `CADASTRE_MODEL_RUNS` and `CADASTRE_MODEL_STEPS` make a longer play of it, `CADASTRE_MODEL_SEED` another one.
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reached, watchFollower } from "../services/index/follower.fixture.js";
import { temporaryStore } from "../services/store/temporary.fixture.js";
import { beginning, prepare } from "./beginning.js";
import { type Chain, startChain } from "./chain.fixture.js";
import { indexFacts, modelFacts } from "./indexed/indexed.js";
import type { Ledger } from "./ledger/ledger.js";
import { Play } from "./play.js";
import { type Trace, Traces } from "./trace.js";
import { viewsOf } from "./views/views.js";

/** Follows the chain from its beginning into a fresh store, which then says what the model does. */
async function expectSameIndex(chain: Chain, ledger: Ledger): Promise<void> {
  const { rpcUrl, deployment } = chain;
  const store = await temporaryStore();
  const follower = watchFollower({ rpcUrl, deployment, store });
  await follower.until(reached(ledger.clock.block));
  await follower.stop();
  const found = await store.readAsync((view) => indexFacts({ view, ledger, place: deployment }));
  expect(found).toEqual(modelFacts(ledger, deployment));
}

const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const runs = setting("CADASTRE_MODEL_RUNS", 8);
const length = setting("CADASTRE_MODEL_STEPS", 300);
const seed = setting("CADASTRE_MODEL_SEED", 20261129);
/** What is not through by then fails, and a failure gets no shorter, in milliseconds. */
const limit = setting("CADASTRE_MODEL_LIMIT", 15 * 60_000);

describe("the ledger and its model", () => {
  let chain: Chain;
  beforeAll(async () => {
    chain = await startChain();
    await prepare(chain);
  });
  afterAll(() => chain.stop());

  it(
    "agree on every call and every view",
    async () => {
      const play = new Play(chain, viewsOf);
      const startBlock = Number(await chain.request("eth_blockNumber", []));
      const start = () => beginning(startBlock);
      let snapshot = await chain.request("evm_snapshot", []);
      const agree = async (trace: Trace): Promise<void> => {
        await chain.request("evm_revert", [snapshot]);
        snapshot = await chain.request("evm_snapshot", []);
        const ledger = start();
        await play.run(trace, ledger);
        if (trace.toTheEnd) await expectSameIndex(chain, ledger);
      };
      await fc.assert(fc.asyncProperty(new Traces(start, length), agree), {
        numRuns: runs,
        seed,
        interruptAfterTimeLimit: limit,
        markInterruptAsFailure: true,
      });
    },
    2 * limit,
  );
});
