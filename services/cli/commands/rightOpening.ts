/** `cadastre right open` and `close`: a resolver knows the holder of a blinded grant once one of the two sides has told it. */
import type { Command } from "commander";
import type { GrantKey } from "../../ledger/actions/rights.js";
import { readGrant } from "../../ledger/reads/rights.js";
import type { GrantId } from "../../store/model.js";
import { required } from "../config/settings.js";
import { asks, type Context, doing } from "../context.js";
import { notFound, usage } from "../errors.js";
import type { Step } from "../ledger/carryOut.js";
import type { LedgerSession } from "../ledger/session.js";
import { facts } from "../output/layout.js";
import { openAsker } from "../resolver/asker.js";
import { untilIndexed } from "../resolver/readiness.js";
import { entrust, notEntrusted, takeBack } from "../resolver/vault.js";
import { grantOf, openingIn } from "./dataQuestion.js";
import type { NamedGrantee } from "./rightOptions.js";

interface OpenOptions {
  readonly opening: string;
}

export interface OpenAtOnce {
  readonly open?: boolean;
}

/** @param grantHelp How a grant is named. */
export function addOpeningCommands(right: Command, grantHelp: string): void {
  asks(
    right
      .command("open")
      .description(
        "tell the resolver whom a blinded grant is for: it shows that party what the right opens, and names it to nobody else but the grantor",
      )
      .argument("<grant>", grantHelp)
      .requiredOption("--opening <file>", "file with party and salt, as right grant wrote it"),
  ).action(doing<OpenOptions>(open));
  asks(
    right
      .command("close")
      .description("take back from the resolver whom a blinded grant is for; the grant holds as before")
      .argument("<grant>", grantHelp),
  ).action(doing<object>((context, _options, text) => close(context, text)));
}

export const openAtOnceOption = (command: Command): Command =>
  command.option("--open", "tell the resolver whom a --blinded right is for, as right open does");

const placeOf = (grant: GrantId): string => `grantees/${grant}`;

async function open(context: Context, options: OpenOptions, text: string): Promise<void> {
  const grant = grantOf(text);
  const opening = await openingIn(options.opening);
  const resolverUrl = required(await context.settings(), "resolverUrl");
  await entrust(resolverUrl, placeOf(grant), opening, await openAsker(context));
  context.output.result(
    facts([
      ["opened", grant],
      ["to", resolverUrl],
    ]),
    { grant, resolver: resolverUrl },
  );
}

async function close(context: Context, text: string): Promise<void> {
  const grant = grantOf(text);
  const resolverUrl = required(await context.settings(), "resolverUrl");
  await takeBack(resolverUrl, placeOf(grant), await openAsker(context));
  context.output.result(facts([["closed", grant]]), { grant, resolver: resolverUrl });
}

/**
 * What is done once a grant is on the ledger: its id is told, and the resolver whom it is for, where that is wanted.
 * @throws CliError `CLI_USAGE` for what cannot be opened, before anything is sent.
 */
export async function afterGrant(
  context: Context,
  { provider, deployment }: LedgerSession,
  key: GrantKey,
  { secret }: NamedGrantee,
  { open: wanted = false }: OpenAtOnce,
): Promise<Pick<Step, "finish">> {
  const granted = async () => (await readGrant(provider, deployment, key))?.id;
  if (!wanted) {
    return {
      finish: async () => {
        const grant = await granted();
        return grant === undefined ? {} : { facts: [["grant", grant]], value: { grant } };
      },
    };
  }
  if (secret === null) throw usage("There is nothing to open.", "--open goes with --blinded.");
  if (context.flags.sign !== undefined)
    throw usage("What is only signed cannot be opened yet.", "Use right open once it is on the ledger.");
  const resolverUrl = required(await context.settings(), "resolverUrl");
  return {
    finish: async ({ block }) => {
      const grant = await granted();
      if (grant === undefined) throw notFound("The ledger does not show the grant yet.", "Use right open.");
      const asker = await openAsker(context);
      try {
        await untilIndexed(resolverUrl, block);
        await entrust(resolverUrl, placeOf(grant), secret, asker);
      } catch (cause) {
        throw notEntrusted(cause, `cadastre right open ${grant} --opening with the file of its salt`);
      }
      return {
        facts: [
          ["grant", grant],
          ["opened to", resolverUrl],
        ],
        value: { grant, resolver: resolverUrl },
      };
    },
  };
}
