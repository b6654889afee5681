/** What the benchmark of gas tells. */
import type { LedgerProvider } from "../../../services/ledger/chain/provider.js";
import type { Deployment } from "../../../services/ledger/deployment/deployment.js";
import { bars, type Measured, measured, proxyHop } from "./bars.js";
import { type Spending, spendingOf } from "./spending.js";
import { identifiersIn, mintPlainTokens, type PlainMints, sendMeasured } from "./transactions.js";

export interface GasFigure {
  readonly what: Measured;
  /** Bar with the way through the proxy. */
  readonly bar: number;
  readonly aim: number | null;
  readonly gas: number;
  /** To a further mint of OpenZeppelin's plain ERC-721 in the same run. */
  readonly toPlainMint: number;
  readonly met: boolean;
  readonly remark: string;
  /** Of the whole transaction, also where it is about many. */
  readonly spending: Spending;
}

export interface GasReport {
  readonly plainMint: PlainMints;
  readonly figures: readonly GasFigure[];
}

export async function measureGas(provider: LedgerProvider, deployment: Deployment): Promise<GasReport> {
  const plain = await mintPlainTokens(provider);
  const transactions = await sendMeasured(provider, deployment);
  const figures: GasFigure[] = [];
  for (const what of measured) {
    const { hash, gasUsed } = transactions[what];
    const gas = Math.round(gasUsed / identifiersIn(what));
    const { limit, aim, remark = "" } = bars[what];
    const bar = limit + proxyHop;
    figures.push({
      what,
      bar,
      aim: aim === undefined ? null : aim + proxyHop,
      gas,
      toPlainMint: gas / plain.next,
      met: gas <= bar,
      remark,
      spending: await spendingOf(provider.client, hash, gasUsed),
    });
  }
  return { plainMint: plain, figures };
}

const whole = (value: number): string => value.toLocaleString("en");

export function gasText({ plainMint, figures }: GasReport): string {
  const rows = figures.map(({ what, bar, aim, gas, toPlainMint, met, remark }) => [
    what,
    aim === null ? whole(bar) : `${whole(bar)} (${whole(aim)})`,
    whole(gas),
    `${toPlainMint.toFixed(2)} ×`,
    met ? "met" : `missed by ${whole(gas - bar)}`,
    remark,
  ]);
  const parts = figures.map(({ what, spending }) => [
    what,
    whole(spending.base),
    `${spending.coldAccounts} cold`,
    `${spending.coldReads} cold`,
    `${spending.newSlots} new, ${spending.changedSlots} changed: ${whole(spending.writes)}`,
    whole(spending.logs),
    whole(spending.code),
  ]);
  return [
    `OpenZeppelin's plain ERC-721 mint: first of its owner ${whole(plainMint.first)}, next ${whole(plainMint.next)}`,
    "",
    ...table([["transaction", "bar + hop (aim)", "gas", "plain mints", "", ""], ...rows]),
    "",
    "Where it goes, of the whole transaction:",
    ...table([["transaction", "base", "accounts", "reads", "writes", "logs", "code"], ...parts]),
  ].join("\n");
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
