/** Sends a call, or in a dry run shows it with its gas and what that costs. */
import { formatEther } from "ethers";
import type { Call } from "../../ledger/actions/call.js";
import type { TransactionReceipt } from "../../ledger/transactions/receipt.js";
import { currentFees } from "../../ledger/transactions/signed.js";
import type { Context } from "../context.js";
import { type Fact, facts } from "../output/layout.js";
import { styled } from "../output/output.js";
import { confirmStep } from "../prompts.js";
import type { LedgerSession, Writing } from "./session.js";

export interface Step {
  readonly call: Call;
  /** What was done, for people: "Registered …". */
  readonly done: string;
  /** More to say of it: for people and, as `value`, for programs. */
  readonly facts?: readonly Fact[];
  readonly value?: Readonly<Record<string, unknown>>;
  /** Asked first where the step cannot be undone. */
  readonly question?: string;
}

export async function carryOut(
  context: Context,
  session: LedgerSession,
  { sender }: Writing,
  step: Step,
): Promise<void> {
  const { output, flags } = context;
  if (flags.dryRun) {
    const gas = await sender.estimate(step.call);
    const cost = await costOf(session, gas);
    const { to, data, describe } = step.call;
    output.result(
      `${styled("bold", "Would")} ${describe}. Nothing was sent.\n${facts([...costFacts(gas, cost), ["contract", to], ["data", data]])}`,
      { dryRun: true, calls: [{ to, data, describe, gas }], gas, costWei: cost.toString(), ...step.value },
    );
    return;
  }
  if (step.question !== undefined) await confirmStep(step.question, flags.yes ?? false);
  const receipt = await sender.send(step.call);
  output.result(
    `${styled("green", "✓")} ${step.done}\n${facts([...(step.facts ?? []), ...receiptFacts(receipt)])}`,
    {
      ...step.value,
      transaction: receipt,
    },
  );
}

/** Highest cost of that much gas at the chain's present price, in wei. */
export async function costOf({ provider }: LedgerSession, gas: number): Promise<bigint> {
  const fees = await currentFees(provider.client);
  return BigInt(gas) * (fees.type === 0 ? fees.gasPrice : fees.maxFeePerGas);
}

export function costFacts(gas: number, cost: bigint): readonly Fact[] {
  return [
    ["gas", `about ${gas.toLocaleString("en")}`],
    ["cost", `at most ${formatEther(cost)} of the chain's currency`],
  ];
}

function receiptFacts({ hash, block, gasUsed }: TransactionReceipt): readonly Fact[] {
  return [
    ["transaction", hash],
    ["block", block],
    ["gas", gasUsed.toLocaleString("en")],
  ];
}
