/** `cadastre right terms`: terms on the ledger, for everybody to grant rights under. */
import type { Command } from "commander";
import { type Context, doing, writes } from "../context.js";
import { usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { facts } from "../output/layout.js";
import { namedTerms, policyFacts, policyOf, type TermsOptions, termsOptions } from "./rightOptions.js";

export function addTermsCommand(right: Command): void {
  writes(
    termsOptions(
      right
        .command("terms")
        .description("register terms of use, as an ODRL policy has them; granting under them does it too"),
    ),
  ).action(doing<TermsOptions>(registerTerms));
}

async function registerTerms(context: Context, options: TermsOptions): Promise<void> {
  const policy = await policyOf(options);
  const session = await openLedger(context);
  const { id, policy: digest, before } = await namedTerms(session, options, policy);
  if (id === null) throw usage("Which terms?", "Give --policy, or what is to be enforced.");
  const shown = [["terms", id], ["policy", digest], ...policyFacts(policy)] as const;
  const value = { terms: id, policy: digest };
  const [call] = before;
  if (call === undefined) {
    context.output.result(`The terms are registered already.\n${facts(shown)}`, value);
    return;
  }
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, { call, done: "Registered terms", facts: shown, value });
}
