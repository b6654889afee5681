/** Sends a call, or in a dry run shows it with its gas and what that costs. */
import { formatEther } from "ethers";
import type { Call } from "../../ledger/actions/call.js";
import { whenCommitted } from "../../ledger/commitment.js";
import { LedgerError } from "../../ledger/errors.js";
import type { TransactionReceipt } from "../../ledger/transactions/receipt.js";
import { currentFees, highestPrice } from "../../ledger/transactions/signed.js";
import type { Context } from "../context.js";
import { type Fact, facts } from "../output/layout.js";
import { styled } from "../output/output.js";
import { confirmStep } from "../prompts.js";
import type { LedgerSession, Writing } from "./session.js";
import { signToFile } from "./signing.js";

export interface Step {
  /** Sent before, one after the other; what follows depends on them. */
  readonly before?: readonly Call[];
  readonly call: Call;
  /** Sent after it. */
  readonly after?: readonly Call[];
  /** What was done, for people: "Registered …". */
  readonly done: string;
  /** Done once it took place; what to say of that comes last. */
  readonly finish?: (receipt: TransactionReceipt) => Promise<Pick<Step, "facts" | "value">>;
  /** More to say of it: for people and, as `value`, for programs. */
  readonly facts?: readonly Fact[];
  readonly value?: Readonly<Record<string, unknown>>;
  /** Asked first where the step cannot be undone. */
  readonly question?: string;
}

export async function carryOut(
  context: Context,
  session: LedgerSession,
  { sender, wallet }: Writing,
  step: Step,
): Promise<void> {
  const { output, flags } = context;
  if (flags.dryRun) return await show(context, session, sender, step);
  const { before = [], call, after = [] } = step;
  if (flags.sign !== undefined && wallet !== null)
    return await signToFile(context, session, wallet, [...before, call, ...after], flags.sign);
  if (step.question !== undefined) await confirmStep(context.io, step.question, flags.yes ?? false);
  for (const each of before) await whenCommitted(() => sender.send(each));
  const receipt = await whenCommitted(() => sender.send(call));
  for (const each of after) await sender.send(each);
  const finished = (await step.finish?.(receipt)) ?? {};
  const all = [...(step.facts ?? []), ...receiptFacts(receipt), ...(finished.facts ?? [])];
  output.result(`${styled("green", "✓")} ${step.done}\n${facts(all)}`, {
    ...step.value,
    transaction: receipt,
    ...finished.value,
  });
}

async function show(
  { output }: Context,
  session: LedgerSession,
  sender: Writing["sender"],
  { before = [], call, after = [], value }: Step,
): Promise<void> {
  const calls = [];
  for (const { to, data, describe } of [...before, call, ...after]) {
    const gas = await estimateOrNull(sender, { to, data, describe }, calls.length > 0);
    calls.push({ to, data, describe, gas });
  }
  const gas = calls.reduce((sum, each) => sum + (each.gas ?? 0), 0);
  const cost = await costOf(session, gas);
  const unknown = calls.some((each) => each.gas === null)
    ? ["beyond that", "what depends on a call that was not sent"]
    : null;
  const lines = calls.map(({ to, data, describe }, position) => {
    const shown = position === 0 ? [...costFacts(gas, cost), ...(unknown === null ? [] : [unknown])] : [];
    const also = position === 0 ? "Would" : "Then";
    return `${styled("bold", also)} ${describe}.${position === 0 ? " Nothing was sent." : ""}\n${facts([...shown, ["contract", to], ["data", data]] as Fact[])}`;
  });
  output.result(lines.join("\n"), { dryRun: true, calls, gas, costWei: cost.toString(), ...value });
}

/** Null where the call depends on one before it, which was not sent. */
async function estimateOrNull(
  sender: Writing["sender"],
  call: Call,
  dependent: boolean,
): Promise<number | null> {
  try {
    return await sender.estimate(call);
  } catch (error) {
    if (dependent && error instanceof LedgerError && error.code === "LEDGER_REVERTED") return null;
    throw error;
  }
}

/** Highest cost of that much gas at the chain's present price, in wei. */
export async function costOf({ provider }: LedgerSession, gas: number): Promise<bigint> {
  return BigInt(gas) * highestPrice(await currentFees(provider.client));
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
