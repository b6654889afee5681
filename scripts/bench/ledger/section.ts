/** How fast identifiers come onto a chain, and for how much gas, beside OpenZeppelin's plain mint. */
import { issueMerkle } from "../../../services/ledger/actions/batches.js";
import type { Call } from "../../../services/ledger/actions/call.js";
import { delegateNamespace } from "../../../services/ledger/actions/namespaces.js";
import { gasLimitFor } from "../../../services/ledger/transactions/estimate.js";
import { Sender, usualWindow } from "../../../services/ledger/transactions/sender.js";
import { startDeployedAnvil } from "../deployedAnvil.js";
import { deployPlainToken } from "../gas/plainToken.js";
import { median } from "../measure.js";
import { figure, type Section } from "../report.js";
import { handedOver, sideBySide } from "./beforehand.js";
import { type Kind, kindsOf, namespace } from "./kinds.js";
import { listOf } from "./list.js";

/** The first kinds are compared with what the node takes of them at the most, and are all that goes to a chain with slower blocks. */
const comparedWithNode = 3;

/** What a round came to, each transaction by itself. */
interface Round {
  readonly perSecond: number;
  readonly gas: number;
}

/** What chain it is sent to. */
interface Chain {
  readonly name: string;
  /** Seconds between two blocks; null where each transaction has one of its own. */
  readonly seconds: number | null;
  /** Times as many calls as a kind has in a round: a round is long beside a block. */
  readonly times: number;
}

/** The one that shows how long a transaction takes, and the one that shows how many take place. */
export const chains = {
  each: { name: "a block a transaction", seconds: null, times: 1 },
  second: { name: "a block a second", seconds: 1, times: 6 },
} as const satisfies Record<string, Chain>;

/** @param rounds Rounds that count, after one that warms up. */
export async function benchLedger(anvil: string, rounds: number, chain: Chain): Promise<Section> {
  // A chain that keeps the state of each block takes longer for every one of them.
  const { provider, signer, deployment, stop } = await startDeployedAnvil(anvil, ["--prune-history"]);
  try {
    const mint = await deployPlainToken(signer.connect(provider));
    const sender = await Sender.open({ provider, signer });
    const inTurn = await Sender.open({ provider, signer, window: 1, pollMs: 10 });
    const owner = sender.address;
    const issued = listOf(deployment, 0);
    await sender.send(delegateNamespace(deployment, namespace, 0, owner));
    await sender.send(issueMerkle(deployment, namespace, issued.manifest, owner));
    const plain: Kind = {
      name: "OpenZeppelin's plain mint",
      identifiers: 1,
      calls: 100,
      call: (number) => mint(owner, number),
    };
    const all = [plain, ...kindsOf(deployment, owner, issued)];
    const kinds = chain.seconds === null ? all : all.slice(0, comparedWithNode);
    if (chain.seconds !== null) {
      await provider.send("evm_setAutomine", [false]);
      await provider.send("evm_setIntervalMining", [chain.seconds]);
    }
    const found = new Map(kinds.map(({ name }) => [name, [] as Round[]]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const kind of kinds) {
        const many = { ...kind, calls: kind.calls * chain.times };
        const one = await oneRound(kind.inOrder === true ? inTurn : sender, many, round);
        if (round > 0) found.get(kind.name)?.push(one);
      }
    }
    const measured = (name: string): readonly Round[] => found.get(name) ?? [];
    const limits = new Map<string, number>();
    for (const kind of kinds.slice(0, comparedWithNode)) {
      const calls = callsOf({ ...kind, calls: kind.calls * chain.times }, rounds + 1);
      const gasLimit = gasLimitFor(median(measured(kind.name).map(({ gas }) => gas)));
      limits.set(kind.name, await handedOver(provider, signer, calls, gasLimit));
    }
    return sectionOf(chain, kinds, plain, measured, limits);
  } finally {
    await stop();
  }
}

const callsOf = ({ calls, call }: Kind, round: number): readonly Call[] =>
  Array.from({ length: calls }, (_, place) => call(round * calls + place));

async function oneRound(sender: Sender, kind: Kind, round: number): Promise<Round> {
  const { name, calls } = kind;
  const all = callsOf(kind, round);
  const start = performance.now();
  const gas = await gasOf(sender, all);
  const seconds = (performance.now() - start) / 1_000;
  if (gas.length !== calls) throw new Error(`${name}: ${gas.length} of ${calls} came through`);
  return { perSecond: calls / seconds, gas: median(gas) };
}

async function gasOf(sender: Sender, calls: readonly Call[]): Promise<readonly number[]> {
  const gas: number[] = [];
  for await (const outcome of sender.run(calls)) {
    if ("error" in outcome) throw outcome.error;
    gas.push(outcome.receipt.gasUsed);
  }
  return gas;
}

function sectionOf(
  chain: Chain,
  kinds: readonly Kind[],
  plain: Kind,
  roundsOf: (name: string) => readonly Round[],
  limits: ReadonlyMap<string, number>,
): Section {
  const rateOf = ({ name }: Kind): number => median(roundsOf(name).map(({ perSecond }) => perSecond));
  const base = rateOf(plain);
  return {
    title: `Ledger: identifiers onto a chain, ${chain.name}`,
    note: `anvil; one key, ${usualWindow} transactions under way, ranges one after the other; each tried, signed, sent and waited for; the owner has tokens already; handed over: signed beforehand, ${sideBySide} requests at once, nothing asked`,
    figures: kinds.map((kind) => {
      const rate = rateOf(kind);
      const gas = median(roundsOf(kind.name).map((round) => round.gas));
      const limit = limits.get(kind.name);
      const against = {
        ...(kind !== plain && { "plain mint": base }),
        ...(limit !== undefined && { "handed over": limit }),
      };
      return figure(kind.name, "transactions", rate, against, {
        "identifiers/s": rate * kind.identifiers,
        gas,
        "gas each": gas / kind.identifiers,
      });
    }),
  };
}
