/** `cadastre sealed entrust` and `withdraw`: a resolver finds sealed records for callers with a right, once it has the secret. */
import type { Command } from "commander";
import { namespaceText } from "../../identifiers/namespaceText.js";
import { namespaceId, schemeId } from "../../ledger/ids.js";
import { readSealedRecord } from "../../ledger/reads/sealedRecords.js";
import { digestOf } from "../../ledger/sealedContent.js";
import type { SealedId } from "../../store/model.js";
import { required } from "../config/settings.js";
import { asks, type Context, doing } from "../context.js";
import { type LedgerSession, openLedger, ownParty } from "../ledger/session.js";
import { type NamespaceReference, prefixOf } from "../names/namespace.js";
import { facts } from "../output/layout.js";
import { openAsker } from "../resolver/asker.js";
import { readNamespaceView } from "../resolver/namespaces.js";
import { entrust, takeBack } from "../resolver/vault.js";
import { type Kept, type KeptOptions, keptFile, readKept } from "../sealed/kept.js";
import { readSecret } from "../sealed/secret.js";
import { withKept } from "./sealedOptions.js";

interface EntrustOptions extends KeptOptions {
  readonly secretFile: string;
  readonly contents?: boolean;
}

export function addEntrustCommands(sealed: Command): void {
  asks(
    withKept(
      sealed
        .command("entrust")
        .description(
          "give the resolver the secret of a namespace: it resolves for those with a right, and no others",
        )
        .argument("<namespace>", "the sealed namespace, such as gs1:9506000"),
    )
      .requiredOption("--secret-file <file>", "secret that its records were sealed with")
      .option("--contents", "also what your records under it say, as far as it was kept here"),
  ).action(doing<EntrustOptions>(run));
  asks(
    sealed
      .command("withdraw")
      .description("take the secret of a namespace back from the resolver")
      .argument("<namespace>", "the sealed namespace"),
  ).action(doing<object>((context, _options, text) => withdraw(context, text)));
}

const placeOf = ({ scheme, prefix }: NamespaceReference): string =>
  `secrets/${namespaceId(schemeId(scheme), prefix)}`;

async function run(context: Context, options: EntrustOptions, text: string): Promise<void> {
  const namespace = prefixOf(text);
  const secret = await readSecret(options.secretFile);
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const asker = await openAsker(context);
  await entrust(resolverUrl, placeOf(namespace), { secret: secret.reveal() }, asker);
  const contents = options.contents === true ? await ownContents(context, options, namespace) : [];
  for (const { record, content, contentSalt } of contents) {
    await entrust(resolverUrl, `contents/${record}`, { content, contentSalt }, asker);
  }
  const { scheme, prefix } = namespace;
  if ((await readNamespaceView(resolverUrl, scheme, prefix))?.namespace.sealed === false)
    context.output.note(
      `${namespaceText(namespace)} is not sealed: nothing is found by the secret before it is. ` +
        `Check the prefix, or: cadastre namespace seal ${namespaceText(namespace)}`,
    );
  context.output.result(
    facts([
      ["entrusted", `the secret of ${namespaceText(namespace)}`],
      ["to", resolverUrl],
      ["contents", options.contents === true ? contents.length : null],
    ]),
    { namespace: namespaceText(namespace), contents: contents.map(({ record }) => record) },
  );
}

/** What the acting party's records under the namespace say now. */
async function ownContents(
  context: Context,
  options: KeptOptions,
  namespace: NamespaceReference,
): Promise<readonly Kept[]> {
  const session = await openLedger(context);
  const party = await ownParty(context);
  const kept = await readKept(keptFile(context.home, options), session.deployment);
  const under = kept.filter((entry) => entry.namespace === namespaceText(namespace));
  const own: Kept[] = [];
  for (const record of new Set(under.map((entry) => entry.record))) {
    const entry = await presentOf(session, record, under, party);
    if (entry !== null) own.push(entry);
  }
  return own;
}

async function presentOf(
  { provider, deployment }: LedgerSession,
  record: SealedId,
  kept: readonly Kept[],
  party: string,
): Promise<Kept | null> {
  const state = await readSealedRecord(provider, deployment, record);
  if (state === null || state.owner !== party || state.digest === null) return null;
  const isPresent = (entry: Kept): boolean =>
    entry.record === record && digestOf(entry.content, entry.contentSalt) === state.digest;
  return kept.findLast(isPresent) ?? null;
}

async function withdraw(context: Context, text: string): Promise<void> {
  const namespace = prefixOf(text);
  const resolverUrl = required(await context.settings(), "resolverUrl");
  await takeBack(resolverUrl, placeOf(namespace), await openAsker(context));
  context.output.result(facts([["withdrawn", `the secret of ${namespaceText(namespace)}`]]), {
    namespace: namespaceText(namespace),
  });
}
