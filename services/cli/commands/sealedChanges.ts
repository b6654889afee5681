/** `cadastre sealed update`, `suspend`, `resume`, `retire`. */
import type { Command } from "commander";
import { namespaceText } from "../../identifiers/namespaceText.js";
import {
  resumeSealed,
  retireSealed,
  suspendSealed,
  updateSealedContent,
} from "../../ledger/actions/sealedRecords.js";
import { schemeId } from "../../ledger/ids.js";
import { digestOf } from "../../ledger/sealedContent.js";
import { type Context, doing, writes } from "../context.js";
import { usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";

import { keep, keptFile } from "../sealed/kept.js";
import { openedSealed, referredSealed, type SealedOptions } from "../sealed/reference.js";
import { readSecret } from "../sealed/secret.js";
import { addLink, type ContentOptions, contentFacts, subjectOf, withContent } from "./contentOptions.js";
import { withFlags, withKept, withSecret } from "./sealedOptions.js";

interface UpdateOptions extends SealedOptions, ContentOptions {
  readonly secretFile: string;
}
interface StatusOptions extends SealedOptions {
  readonly reason: string;
}

export function addSealedChanges(sealed: Command): void {
  writes(
    withContent(
      withFlags(
        withKept(
          sealed
            .command("update")
            .description("replace what a sealed record stands for and where it leads")
            .argument("<id>", "the identifier"),
        ).requiredOption("--secret-file <file>", "secret that it was sealed with"),
      ),
    ),
  ).action(doing<UpdateOptions>(update));
  for (const [name, what, irreversible] of [
    ["suspend", "suspend a sealed record: it is out of force until resumed", false],
    ["resume", "end a suspension", false],
    ["retire", "end a sealed record for ever; its seal is never used again", true],
  ] as const) {
    writes(
      withSecret(
        withFlags(
          sealed
            .command(name)
            .description(what)
            .argument("<record>", "its id, or its identifier")
            .requiredOption(
              "--reason <text>",
              "why, for everybody to read: it must not give the identifier away",
            ),
        ),
      ),
      { irreversible },
    ).action(doing<StatusOptions>((context, options, text) => changeStatus(context, options, text, name)));
  }
}

async function update(context: Context, options: UpdateOptions, text: string): Promise<void> {
  const secret = await readSecret(options.secretFile);
  const session = await openLedger(context);
  const { chainId, contracts } = session.deployment;
  const { located, opening } = await openedSealed(context, session, options, text);
  const subject = await subjectOf(context, session, options);
  if (options.link === undefined && subject === undefined)
    throw usage("Nothing to change.", "Give --link, --twin, --subject-party or --record.");
  const content = { subject: subject ?? ({ kind: "none" } as const), linkset: addLink({}, options, false) };
  const { id, name, state } = located;
  const { scheme, canonical } = opening.identifier;
  const version = state.version + 1;
  const contentSalt = secret.contentSaltOf(schemeId(scheme), canonical, version);
  const digest = digestOf(content, contentSalt);
  const writing = await openAccount(context, session);
  const file = keptFile(context.home, options);
  const entry = {
    chain: chainId,
    registry: contracts.sealedRecords,
    record: id,
    namespace: namespaceText(name),
    scheme,
    identifier: canonical,
    salt: opening.salt,
    version,
    content,
    contentSalt,
  };
  if (context.flags.dryRun !== true) await keep(file, [entry]);
  await carryOut(context, session, writing, {
    call: updateSealedContent(session.deployment, name, digest),
    done: `Updated the sealed record of ${scheme} ${canonical}`,
    facts: [
      ["record", id],
      ["version", version],
      ["digest", digest],
      ...contentFacts(content.subject, content.linkset),
      ["kept in", file],
    ],
    value: { record: id, version, digest, content, kept: file },
  });
}

async function changeStatus(
  context: Context,
  options: StatusOptions,
  text: string,
  change: "suspend" | "resume" | "retire",
): Promise<void> {
  const session = await openLedger(context);
  const { located, opening } = await referredSealed(context, session, options, text);
  const names = opening === null ? [] : [opening.identifier.canonical, text];
  if (names.some((name) => options.reason.includes(name)))
    throw usage("The reason gives the identifier away.", "Everybody reads it: leave the identifier out.");
  const writing = await openAccount(context, session);
  const action = { suspend: suspendSealed, resume: resumeSealed, retire: retireSealed }[change];
  const done = { suspend: "Suspended", resume: "Resumed", retire: "Retired" }[change];
  await carryOut(context, session, writing, {
    call: action(session.deployment, located.name, options.reason),
    done: `${done} the sealed record ${text}`,
    facts: [["record", located.id]],
    value: { record: located.id, reason: options.reason },
    ...(change === "retire" && { question: `Retire the sealed record ${text} for ever?` }),
  });
}
