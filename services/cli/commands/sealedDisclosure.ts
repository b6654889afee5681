/** `cadastre sealed disclose` and `verify`: show which identifier a sealed record is of, and see that it is true. */
import type { Command } from "commander";
import { namespaceText } from "../../identifiers/namespaceText.js";
import { readSealedIsLive, readSealedRecord } from "../../ledger/reads/sealedRecords.js";
import { type Context, doing } from "../context.js";
import { notFound } from "../errors.js";
import { openLedger } from "../ledger/session.js";
import { ownersAlone, writeFileFor } from "../output/file.js";

import { facts } from "../output/layout.js";
import { styled } from "../output/output.js";
import { checkContent, checkedName, type Disclosure, readDisclosure } from "../sealed/disclosure.js";
import { keptContent } from "../sealed/kept.js";
import { openedSealed, type SealedOptions } from "../sealed/reference.js";
import { contentFacts } from "./contentOptions.js";
import { withFlags, withSecret } from "./sealedOptions.js";

interface DiscloseOptions extends SealedOptions {
  readonly content?: boolean;
  readonly out?: string;
}

export function addDisclosureCommands(sealed: Command): void {
  withSecret(
    withFlags(
      sealed
        .command("disclose")
        .description("make what shows somebody that a sealed record is of an identifier; sends nothing")
        .argument("<id>", "the identifier"),
    ),
  )
    .option("--content", "what it stands for and where it leads too")
    .option("--out <file>", "where to write it, for you alone to read (default: print it)")
    .action(doing<DiscloseOptions>(disclose));
  sealed
    .command("verify")
    .description("see whether a disclosure is true; the identifier leaves this machine for nowhere")
    .argument("<file>", "the disclosure")
    .action(doing<object>((context, _options, file) => verify(context, file)));
}

async function disclose(context: Context, options: DiscloseOptions, text: string): Promise<void> {
  const session = await openLedger(context);
  const { located, opening } = await openedSealed(context, session, options, text);
  const { chainId, contracts } = session.deployment;
  const { scheme, canonical } = opening.identifier;
  const disclosure: Disclosure = {
    chain: chainId,
    registry: contracts.sealedRecords,
    record: located.id,
    namespace: namespaceText(located.name),
    scheme,
    identifier: canonical,
    salt: opening.salt,
    ...(options.content === true && (await keptContent(context, session.deployment, options, located))),
  };
  const json = `${JSON.stringify(disclosure, null, 2)}\n`;
  if (options.out !== undefined) await writeFileFor(options.out, json, ownersAlone);
  context.output.result(
    options.out === undefined
      ? json.trimEnd()
      : facts([
          ["record", located.id],
          ["disclosure", options.out],
        ]),
    // What is for its owner alone to read is not printed beside the file.
    options.out === undefined ? disclosure : { record: located.id, disclosure: options.out },
  );
}

async function verify(context: Context, file: string): Promise<void> {
  const session = await openLedger(context);
  const { provider, deployment } = session;
  const disclosure = await readDisclosure(file, deployment);
  const name = checkedName(disclosure);
  const { record, scheme, identifier, content } = disclosure;
  const state = await readSealedRecord(provider, deployment, record);
  if (state === null)
    throw notFound(
      `Nobody has registered the sealed record ${record}.`,
      "The disclosure fits itself, but the ledger has no such record.",
    );
  checkContent(disclosure, state.digest);
  const live = await readSealedIsLive(provider, deployment, name);
  const { owner, status, version, digest } = state;
  context.output.result(
    `${styled("green", "✓")} The sealed record is of ${scheme} ${identifier}\n${facts([
      ["record", record],
      ["owner", owner],
      [
        "status",
        live ? "active" : status === "active" ? "active, but its namespace does not stand by it now" : status,
      ],
      ["under", namespaceText(name)],
      ["version", version],
      ["digest", digest],
      ...(content === undefined ? [] : contentFacts(content.subject, content.linkset)),
    ])}`,
    {
      record,
      ...name,
      identifier,
      owner,
      status,
      live,
      version,
      digest,
      content: content ?? null,
    },
  );
}
