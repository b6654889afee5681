/** `cadastre id register-many`: the identifiers of a file in as few transactions as the ledger takes them. */
import { Command } from "commander";
import { registerList } from "../../importers/batch/registerList.js";
import { estimatingWriter, sendingWriter } from "../../importers/run/writer.js";
import { type Context, doing, writes } from "../context.js";
import { costFacts, costOf } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { partyAddress } from "../names/party.js";
import { facts } from "../output/layout.js";

interface Options {
  readonly for?: string;
  readonly locked?: boolean;
}

export function registerManyCommand(): Command {
  return writes(
    new Command("register-many")
      .description("register the identifiers of a file, hundreds in one transaction")
      .argument("<file>", "CSV or JSON Lines with identifiers and links, without twins")
      .option("--for <party>", "party that owns the records (default: the acting party)")
      .option("--locked", "they never change hands"),
  ).action(doing<Options>(run));
}

async function run(context: Context, options: Options, file: string): Promise<void> {
  const session = await openLedger(context);
  const { sender, party } = await openAccount(context, session);
  const owner = options.for === undefined ? party : await partyAddress(context, options.for);
  const dryRun = context.flags.dryRun ?? false;
  const { registered, unchanged, transactions, gas } = await registerList({
    file,
    ledger: session,
    writer: dryRun ? estimatingWriter(sender) : sendingWriter(sender),
    account: sender.address,
    party,
    owner,
    locked: options.locked ?? false,
  });
  const cost = dryRun ? await costOf(session, gas) : null;
  context.output.result(
    facts([
      [dryRun ? "to register" : "registered", registered],
      ["unchanged", unchanged],
      ["owner", owner],
      ...transactions.map((transaction) => ["transaction", transaction] as const),
      ...(cost === null ? ([["gas", gas.toLocaleString("en")]] as const) : costFacts(gas, cost)),
    ]),
    {
      file,
      dryRun,
      registered,
      unchanged,
      owner,
      locked: options.locked ?? false,
      transactions,
      gas,
      ...(cost !== null && { costWei: cost.toString() }),
    },
  );
}
