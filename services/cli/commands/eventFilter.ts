/** Which events are wanted, as flags of those commands that tell of events. */
import type { Command } from "commander";
import { namespaceId, schemeId } from "../../ledger/ids.js";
import type { Context } from "../context.js";
import { openLedger } from "../ledger/session.js";
import { parseNamespace } from "../names/namespace.js";
import { partyAddress } from "../names/party.js";
import { thingHelp, thingReference } from "../names/thing.js";

export interface EventFilterFlags {
  readonly namespace?: string;
  readonly owner?: string;
  readonly asset?: string;
  readonly kind?: string;
  readonly event?: string;
}

export function eventFilter(command: Command): Command {
  return command
    .option("--namespace <namespace>", "of what SCHEME:PREFIX issued, and namespaces beneath it did")
    .option("--owner <party>", "of what the party owns, or owned until then")
    .option("--asset <thing>", `of one thing: ${thingHelp}`)
    .option(
      "--kind <kinds>",
      "of kinds of things, with commas: record,twin,namespace,grant,batch,sealed,party",
    )
    .option("--event <names>", "of these names, with commas, such as IdentifierRegistered,Transfer");
}

/** As the resolver takes them. @throws CliError `CLI_USAGE`, `CLI_NOT_FOUND` */
export async function filterParameters(
  context: Context,
  { namespace, owner, asset, kind, event }: EventFilterFlags,
): Promise<Readonly<Record<string, string>>> {
  const given: Record<string, string | undefined> = { kind, event };
  if (namespace !== undefined) {
    const { scheme, prefix } = parseNamespace(namespace);
    given.namespace = namespaceId(schemeId(scheme), prefix);
  }
  if (owner !== undefined) given.owner = await partyAddress(context, owner);
  if (asset !== undefined) {
    const { thing } = await thingReference(context, await openLedger(context), asset, {});
    given.asset = thing.id;
  }
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
