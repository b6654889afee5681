/** How fast identifiers come onto a chain, and for how much gas, beside OpenZeppelin's plain mint. */
import { issueMerkle } from "../../../services/ledger/actions/batches.js";
import type { Call } from "../../../services/ledger/actions/call.js";
import { delegateNamespace } from "../../../services/ledger/actions/namespaces.js";
import { Sender } from "../../../services/ledger/transactions/sender.js";
import { startDeployedAnvil } from "../deployedAnvil.js";
import { deployPlainToken } from "../gas/plainToken.js";
import { median } from "../measure.js";
import { figure, type Section } from "../report.js";
import { type Kind, kindsOf, namespace } from "./kinds.js";
import { listOf } from "./list.js";

/** What a round came to, each transaction by itself. */
interface Round {
  readonly perSecond: number;
  readonly gas: number;
}

/** @param rounds Rounds that count, after one that warms up. */
export async function benchLedger(anvil: string, rounds: number): Promise<Section> {
  const { provider, signer, deployment, stop } = await startDeployedAnvil(anvil);
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
    const kinds = [plain, ...kindsOf(deployment, owner, issued)];
    const found = new Map(kinds.map(({ name }) => [name, [] as Round[]]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const kind of kinds) {
        const one = await oneRound(kind.inOrder === true ? inTurn : sender, kind, round);
        if (round > 0) found.get(kind.name)?.push(one);
      }
    }
    return sectionOf(kinds, plain, (name) => found.get(name) ?? []);
  } finally {
    await stop();
  }
}

async function oneRound(sender: Sender, { name, calls, call }: Kind, round: number): Promise<Round> {
  const all = Array.from({ length: calls }, (_, place) => call(round * calls + place));
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
  kinds: readonly Kind[],
  plain: Kind,
  roundsOf: (name: string) => readonly Round[],
): Section {
  const rateOf = ({ name }: Kind): number => median(roundsOf(name).map(({ perSecond }) => perSecond));
  const base = rateOf(plain);
  return {
    title: "Ledger: identifiers onto a chain",
    note: "anvil, a block a transaction; one key, 32 transactions under way, ranges one after the other; each estimated, signed, sent and waited for; the owner has tokens already",
    figures: kinds.map((kind) => {
      const rate = rateOf(kind);
      const gas = median(roundsOf(kind.name).map((round) => round.gas));
      return figure(kind.name, "transactions", rate, kind === plain ? {} : { "plain mint": base }, {
        "identifiers/s": rate * kind.identifiers,
        gas,
        "gas each": gas / kind.identifiers,
      });
    }),
  };
}
