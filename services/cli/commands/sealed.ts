/** `cadastre sealed`: records that do not tell their identifiers. */
import { Command } from "commander";
import { namespaceText } from "../../identifiers/namespaceText.js";
import { readSealedIsLive, readSealedLocked } from "../../ledger/reads/sealedRecords.js";
import { SealSecret } from "../../ledger/sealed.js";
import { digestOf } from "../../ledger/sealedContent.js";
import { type Context, doing } from "../context.js";
import { usage } from "../errors.js";
import { openLedger } from "../ledger/session.js";

import { facts } from "../output/layout.js";
import { keptFile, readKept } from "../sealed/kept.js";
import { referredSealed, type SealedOptions } from "../sealed/reference.js";
import { writeSecret } from "../sealed/secret.js";
import { contentFacts } from "./contentOptions.js";
import { addSealedChanges } from "./sealedChanges.js";
import { addDisclosureCommands } from "./sealedDisclosure.js";
import { addEntrustCommands } from "./sealedEntrust.js";
import { withFlags, withSecret } from "./sealedOptions.js";
import { sealedRegisterCommand } from "./sealedRegister.js";

export function sealedCommand(): Command {
  const sealed = new Command("sealed")
    .description("register records that do not tell their identifiers, disclose and verify them")
    .addHelpText(
      "after",
      "\nThe ledger gets seals and digests only. What it has not got is kept in a file: without it, or the secret, nobody can\n" +
        "prove what a record is of. Keep copies of both. Seal the namespace first: cadastre namespace seal",
    );
  sealed
    .command("secret")
    .description("make the secret that identifiers are sealed with; one for each ledger")
    .argument("<file>", "where it is written, for you alone to read")
    .action(doing<object>((context, _options, file) => makeSecret(context, file)));
  sealed.addCommand(sealedRegisterCommand());
  addSealedChanges(sealed);
  withSecret(
    withFlags(
      sealed
        .command("show")
        .description("show a sealed record as the chain has it, and what is kept of it")
        .argument("<record>", "its id, or its identifier"),
    ),
  ).action(doing<SealedOptions>(show));
  addDisclosureCommands(sealed);
  addEntrustCommands(sealed);
  return sealed;
}

async function makeSecret({ output }: Context, file: string): Promise<void> {
  if (file === "") throw usage("Where to?", "Name a file: cadastre sealed secret FILE");
  await writeSecret(file, SealSecret.generate());
  output.result(
    facts([
      ["secret", `in ${file}, for you alone`],
      ["", "Keep a copy: who loses it can no longer prove what its seals stand for."],
    ]),
    { file },
  );
}

async function show(context: Context, options: SealedOptions, text: string): Promise<void> {
  const session = await openLedger(context);
  const { provider, deployment } = session;
  const { located, opening } = await referredSealed(context, session, options, text);
  const { id, name, state } = located;
  const [live, locked, kept] = await Promise.all([
    readSealedIsLive(provider, deployment, name),
    readSealedLocked(provider, deployment, id),
    readKept(keptFile(context.home, options), deployment),
  ]);
  const entry = kept.findLast(
    (one) => one.record === id && digestOf(one.content, one.contentSalt) === state.digest,
  );
  const of = opening?.identifier.canonical ?? entry?.identifier ?? null;
  const butNotLive = state.status === "active" && !live;
  context.output.result(
    facts([
      ["identifier", of === null ? "not known here" : `${name.scheme} ${of}`],
      ["record", id],
      ["status", butNotLive ? "active, but its namespace does not stand by it now" : state.status],
      ["owner", locked ? `${state.owner}, for ever` : state.owner],
      ["under", namespaceText(name)],
      ["seal", name.seal],
      ["version", state.version],
      ["digest", state.digest ?? "none: it stands for nothing and leads nowhere"],
      ...(entry === undefined ? [] : contentFacts(entry.content.subject, entry.content.linkset)),
    ]),
    {
      record: id,
      ...name,
      ...state,
      live,
      locked,
      identifier: of,
      content: entry?.content ?? null,
    },
  );
}
