/** `cadastre party rotate`, `guardians` and `recover`: who controls a party, and who brings control back when its key is lost. */
import type { Command } from "commander";
import type { Call } from "../../ledger/actions/call.js";
import {
  approveRecovery,
  cancelRecoveries,
  changeController,
  executeRecovery,
  nameGuardians,
  withdrawRecoveryApproval,
} from "../../ledger/actions/recovery.js";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import type { Address } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { partyAddress } from "../names/party.js";
import { duration } from "../names/time.js";

interface GuardiansOptions {
  readonly guardian?: readonly string[];
  readonly threshold?: string;
  readonly delay?: string;
  readonly none?: boolean;
}

export function addRecoveryCommands(party: Command): void {
  writes(
    party
      .command("rotate")
      .description("hand the party to another key, at once; guardians have to be named anew")
      .argument("<controller>", "account of the new key, or its name"),
    { irreversible: true },
  ).action(doing(rotate));
  writes(
    party
      .command("guardians")
      .description("name who may bring control of the party back when its key is lost")
      .option("--guardian <party...>", "who: 1 to 7 parties or accounts")
      .option("--threshold <number>", "how many of them have to agree")
      .option("--delay <time>", "how long you can object: 1h to 365d")
      .option("--none", "nobody any more"),
  ).action(doing<GuardiansOptions>(guardians));
  const recover = party.command("recover").description("bring control of a party back");
  const step = (name: string, description: string): Command =>
    recover
      .command(name)
      .description(description)
      .argument("<party>", "which party")
      .argument("<controller>", "account of the key that shall control it, or its name");
  writes(step("approve", "agree, as a guardian")).action(doing(byGuardian(approveRecovery, "Approved")));
  writes(step("withdraw", "no longer agree, as a guardian")).action(
    doing(byGuardian(withdrawRecoveryApproval, "Withdrew the approval")),
  );
  writes(step("execute", "carry out what enough guardians agreed to, after the delay")).action(
    doing(execute),
  );
  writes(
    recover.command("cancel").description("object to whatever guardians agreed to, as the party"),
  ).action(doing(cancel));
}

async function rotate(context: Context, _: object, text: string): Promise<void> {
  const controller = await partyAddress(context, text);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  const { party } = writing;
  await carryOut(context, session, writing, {
    call: changeController(session.deployment, party, controller),
    done: `${controller} controls ${party} now`,
    question: `From now on only ${controller} acts for ${party}. Hand it over?`,
    value: { party, controller },
  });
}

async function guardians(context: Context, options: GuardiansOptions): Promise<void> {
  const named = await guardiansOf(context, options);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  const { party } = writing;
  await carryOut(context, session, writing, {
    call: nameGuardians(session.deployment, party, named),
    done: `Named ${named.guardians.length} guardians of ${party}`,
    facts: [["count from", "at once if there were none, else after the present delay"]],
    value: { party, ...named },
  });
}

async function guardiansOf(context: Context, { guardian, threshold, delay, none }: GuardiansOptions) {
  if (none && guardian === undefined && threshold === undefined && delay === undefined)
    return { guardians: [], threshold: 0, delay: 0 };
  if (none || guardian === undefined || threshold === undefined || delay === undefined)
    throw usage("Who are the guardians?", "Give --guardian, --threshold and --delay, or --none alone.");
  if (!/^[1-7]$/.test(threshold)) throw usage(`"${threshold}" is not a threshold.`, "Give 1 to 7.");
  const named = await Promise.all(guardian.map((text) => partyAddress(context, text)));
  return { guardians: named, threshold: Number(threshold), delay: duration(delay) };
}

/** The acting party is the guardian. */
function byGuardian(
  call: (deployment: Deployment, party: Address, guardian: Address, controller: Address) => Call,
  done: string,
) {
  return async (context: Context, _: object, first: string, second: string): Promise<void> => {
    const recovered = await partyAddress(context, first);
    const controller = await partyAddress(context, second);
    const session = await openLedger(context);
    const writing = await openAccount(context, session);
    await carryOut(context, session, writing, {
      call: call(session.deployment, recovered, writing.party, controller),
      done: `${done} that ${controller} controls ${recovered}`,
      value: { party: recovered, guardian: writing.party, controller },
    });
  };
}

async function execute(context: Context, _: object, first: string, second: string): Promise<void> {
  const recovered = await partyAddress(context, first);
  const controller = await partyAddress(context, second);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: executeRecovery(session.deployment, recovered, controller),
    done: `${controller} controls ${recovered} now`,
    value: { party: recovered, controller },
  });
}

async function cancel(context: Context): Promise<void> {
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: cancelRecoveries(session.deployment, writing.party),
    done: `Cancelled every recovery of ${writing.party}`,
    value: { party: writing.party },
  });
}
