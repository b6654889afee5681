/** `cadastre namespace seal`: from then on a namespace issues sealed records only. */
import { Command } from "commander";
import { namespaceText } from "../../identifiers/namespaceText.js";
import { sealNamespace } from "../../ledger/actions/namespaces.js";
import { type Context, doing, writes } from "../context.js";
import { carryOut } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { parseNamespace } from "../names/namespace.js";

export function sealCommand(): Command {
  return writes(
    new Command("seal")
      .description("have a namespace issue sealed records only, as its holder; it cannot be undone")
      .argument("<namespace>", "SCHEME: alone is the scheme's root"),
    { irreversible: true },
  ).action(doing<object>(seal));
}

async function seal(context: Context, _: object, text: string): Promise<void> {
  const name = parseNamespace(text);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: sealNamespace(session.deployment, name),
    done: `Sealed ${namespaceText(name)}`,
    facts: [["next", "cadastre sealed secret, cadastre sealed register"]],
    question: `${namespaceText(name)} will register nothing in the open any more, and issue no batches. Seal it?`,
    value: { ...name },
  });
}
