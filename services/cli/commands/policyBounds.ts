/** How a policy bounds what is granted under it: what is stricter is let, and nothing else. */
import type { GrantExtent } from "../../ledger/actions/rights.js";
import type { PolicyEnd, PolicyTerms } from "../../rights/policies/translate.js";
import type { GrantAction } from "../../store/model.js";
import { usage } from "../errors.js";
import { utcTime } from "../output/layout.js";

/** What was asked for; null for what was left to the policy. */
export interface AskedExtent {
  readonly actions: readonly GrantAction[] | null;
  readonly from: number;
  readonly until: number | null;
}

/**
 * @param now Unix time: a policy's days count from the conclusion.
 * @throws CliError `CLI_USAGE` for what goes beyond the policy.
 */
export function extentWithin({ actions, end }: PolicyTerms, asked: AskedExtent, now: number): GrantExtent {
  const beyond = asked.actions?.filter((action) => !actions.includes(action)) ?? [];
  if (beyond.length > 0)
    throw usage(`The policy does not allow ${beyond.join(", ")}.`, `It allows ${actions.join(", ")}.`);
  return { actions: asked.actions ?? actions, from: asked.from, until: untilWithin(end, asked.until, now) };
}

function untilWithin(end: PolicyEnd, asked: number | null, now: number): number {
  if (end.kind === "unstated") {
    if (asked !== null) return asked;
    throw usage("The policy does not say when use ends.", "Say it: --until 2027-12-31");
  }
  if (end.kind === "never") return asked ?? 0;
  const latest = end.kind === "at" ? end.time : now + end.days * 86_400;
  if (latest <= now) throw usage(`Use under the policy ended at ${utcTime(latest)}.`, "Take another policy.");
  if (asked !== null && asked > latest)
    throw usage(
      `The policy lets use end at ${utcTime(latest)} at the latest.`,
      "Leave --until out, or give an earlier one.",
    );
  return asked ?? latest;
}
