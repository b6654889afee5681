/** `cadastre whoami`: ask the resolver for which party it takes the key, at which block. */
import { Command } from "commander";
import { required } from "../config/settings.js";
import { asks, type Context, doing } from "../context.js";
import { facts, utcTime } from "../output/layout.js";
import { openAsker } from "../resolver/asker.js";
import { readWhoami } from "../resolver/whoami.js";

export function whoamiCommand(): Command {
  const command = new Command("whoami").description("ask the resolver which party it takes you for");
  return asks(command).action(doing(run));
}

async function run(context: Context): Promise<void> {
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const answer = await readWhoami(resolverUrl, await openAsker(context));
  const { caller, asOf } = answer;
  const { party, key, as } = caller;
  context.output.result(
    facts([
      ["party", party.name === null ? party.address : `${party.name}  ${party.address}`],
      ["key", `${key}, its ${as}`],
      ["as of", `block ${asOf.number}, ${utcTime(asOf.time)}, ${asOf.finality}`],
    ]),
    answer,
  );
}
