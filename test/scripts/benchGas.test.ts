/** What the benchmark of gas says of a transaction is so. */
import { describe, expect, it, onTestFinished } from "vitest";
import { startDeployedAnvil } from "../../scripts/bench/deployedAnvil.js";
import { bars, measured, proxyHop } from "../../scripts/bench/gas/bars.js";
import { type GasFigure, gasText } from "../../scripts/bench/gas/report.js";
import { spendingOf } from "../../scripts/bench/gas/spending.js";
import { mintPlainTokens } from "../../scripts/bench/gas/transactions.js";
import { findAnvil } from "../../scripts/devnet/anvil.js";
import { anchorDigests } from "../../services/ledger/actions/evidence.js";
import { toAddress, toDigest } from "../../services/ledger/hex.js";
import { Sender } from "../../services/ledger/transactions/sender.js";
import { anvilMissing } from "../fixtures/anvil.js";

describe.skipIf(anvilMissing !== null)("gas of whole transactions", () => {
  it("is taken apart into what an anchor has to pay for, and nothing is left out", async () => {
    const { provider, signer, deployment, stop } = await startDeployedAnvil(findAnvil() ?? "anvil", [
      "--steps-tracing",
    ]);
    onTestFinished(stop);
    const sender = await Sender.open({ provider, signer, pollMs: 20 });
    const anchor = anchorDigests(deployment, toAddress(signer.address), [toDigest(`0x${"a1".repeat(32)}`)]);
    const first = await sender.send(anchor);
    const spent = await spendingOf(provider.client, first.hash, first.gasUsed);
    // Behind the proxy the evidence, then the parties and what is behind their proxy; two ways, the author, the anchor.
    expect(spent).toMatchObject({ coldAccounts: 3, coldReads: 4, newSlots: 1, changedSlots: 0 });
    const { base, coldAccounts, coldReads, writes, logs, code } = spent;
    expect(base + coldAccounts * 2_600 + coldReads * 2_100 + writes + logs + code).toBe(first.gasUsed);
    expect(code).toBeGreaterThan(0);

    const again = await sender.send(anchor);
    const less = await spendingOf(provider.client, again.hash, again.gasUsed);
    expect(less).toMatchObject({ newSlots: 0, writes: 0, logs: 0 });

    const plain = await mintPlainTokens(provider);
    expect(plain.first - plain.next).toBe(17_100);
  });
});

describe("the report of gas", () => {
  const spending = {
    base: 21_000,
    coldAccounts: 2,
    coldReads: 3,
    newSlots: 1,
    changedSlots: 0,
    writes: 20_000,
    logs: 0,
    code: 1_000,
  };
  const figure = (change: Partial<GasFigure>): GasFigure => ({
    what: "anchor one root",
    bar: bars["anchor one root"].limit + proxyHop,
    aim: null,
    gas: 50_000,
    toPlainMint: 1,
    met: true,
    remark: "",
    spending,
    ...change,
  });

  it("says which bars are met, and by how much the others are missed", () => {
    const missed = figure({ gas: 60_000, met: false, aim: 52_900, remark: "why" });
    const lines = gasText({
      plainMint: { first: 67_100, next: 50_000 },
      figures: [figure({}), missed],
    }).split("\n");
    expect(lines[0]).toContain("first of its owner 67,100, next 50,000");
    expect(lines[3]?.split(/ {2,}/)).toEqual(["anchor one root", "54,900", "50,000", "1.00 ×", "met"]);
    expect(lines[4]?.split(/ {2,}/)).toEqual([
      "anchor one root",
      "54,900 (52,900)",
      "60,000",
      "1.00 ×",
      "missed by 5,100",
      "why",
    ]);
  });

  it("has a bar for everything that is measured, and an aim beneath it where there is one", () => {
    expect(Object.keys(bars)).toEqual([...measured]);
    for (const { limit, aim = 0 } of Object.values(bars)) expect(aim).toBeLessThan(limit);
  });
});
