/** `cadastre twin`: twin models and their versions. */
import { basename } from "node:path";
import { Command, Option } from "commander";
import { sha256OfFile } from "../../importers/digest.js";
import { mediaTypeOf } from "../../importers/mediaType.js";
import { twinName } from "../../importers/row.js";
import { commitContents, mintTwin, publishTwin } from "../../ledger/actions/twins.js";
import { commitTo } from "../../ledger/commitment.js";
import { twinId } from "../../ledger/ids.js";
import { readParty } from "../../ledger/reads/parties.js";
import { readTwin } from "../../ledger/reads/twins.js";
import type { TwinKind } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { notFound, usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { eventsOf } from "../ledger/events.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { twinReference } from "../names/asset.js";
import { partyAddress } from "../names/party.js";
import { facts } from "../output/layout.js";

interface ContentOptions {
  readonly mediaType?: string;
  readonly uri?: string;
}
interface MintOptions extends ContentOptions {
  readonly name?: string;
  readonly kind: TwinKind;
  readonly owner?: string;
}
interface ShowOptions {
  readonly file?: string;
}

const withContent = (command: Command): Command =>
  command
    .option("--media-type <type>", "media type of the content (default: by the file's ending)")
    .option("--uri <uri>", "where the content may be had (default: nowhere)");

export function twinCommand(): Command {
  const twin = new Command("twin").description("mint, version and show twin models");
  writes(
    withContent(
      twin
        .command("mint")
        .description(
          "register a file's content as a twin model; its SHA-256 goes on the ledger, the file stays here",
        )
        .argument("<file>")
        .option("--name <name>", "name for people (default: the file's name)")
        .addOption(
          new Option("--kind <kind>", "a type, or one instance")
            .choices(["type", "instance"])
            .default("instance"),
        )
        .option("--owner <party>", "party that gets it (default: the acting party)"),
    ),
  ).action(doing<MintOptions>(mint));
  writes(
    withContent(
      twin
        .command("publish")
        .description("append a version")
        .argument("<twin>", "twin id, or a file that is the content of one of its versions")
        .argument("<file>", "content of the new version"),
    ),
  ).action(doing<ContentOptions>(publish));
  twin
    .command("show")
    .description("show a twin and its versions as the chain has them")
    .argument("[twin]", "twin id")
    .option("--file <file>", "the twin with this file as its content")
    .action(doing<ShowOptions>(show));
  return twin;
}

async function readContent(file: string, { mediaType = mediaTypeOf(file), uri = "" }: ContentOptions) {
  return { digest: await sha256OfFile(file), mediaType, uri };
}

async function mint(context: Context, options: MintOptions, file: string): Promise<void> {
  const content = await readContent(file, options);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  const owner = options.owner === undefined ? writing.party : await partyAddress(context.home, options.owner);
  const name = twinName(options.name ?? basename(file));
  const twin = twinId(content.digest);
  const { kind } = options;
  const author = writing.party;
  const commitment = commitTo(session.deployment, author, [content.digest]);
  const opening = commitment.opening(content.digest);
  await carryOut(context, session, writing, {
    before: [commitContents(session.deployment, author, commitment.root)],
    call: mintTwin(session.deployment, { author, owner, kind, name, content, opening }),
    done: `Minted ${name}`,
    facts: [
      ["twin", twin],
      ["SHA-256", content.digest],
      ["owner", owner],
    ],
    value: { twin, kind, name, owner, content },
  });
}

async function publish(context: Context, options: ContentOptions, text: string, file: string): Promise<void> {
  const content = await readContent(file, options);
  const session = await openLedger(context);
  const twin = await twinReference(session, text);
  const writing = await openAccount(context, session);
  const state = await readTwin(session.provider, session.deployment, twin);
  if (state === null) throw notFound(`There is no twin ${twin}.`, "Check its id.");
  // The owner commits as the party that owns, a publisher as the party of its own address.
  const owner = await readParty(session.provider, session.deployment, state.owner);
  const committer = owner?.controller === writing.key.address ? state.owner : writing.key.address;
  const commitment = commitTo(session.deployment, committer, [content.digest]);
  await carryOut(context, session, writing, {
    before: [commitContents(session.deployment, committer, commitment.root)],
    call: publishTwin(session.deployment, twin, content, commitment.opening(content.digest)),
    done: `Published a version of ${twin}`,
    facts: [["SHA-256", content.digest]],
    value: { twin, content },
  });
}

async function show(context: Context, { file }: ShowOptions, text: string): Promise<void> {
  if ((text === "") === (file === undefined))
    throw usage("Which twin?", "Give its id, or --file with a file that is its content.");
  const session = await openLedger(context);
  const twin = await twinReference(session, file ?? text);
  const state = await readTwin(session.provider, session.deployment, twin);
  if (state === null) throw notFound(`There is no twin ${twin}.`, "Check its id.");
  const minted = (await eventsOf(session, "twins", "TwinMinted", [twin]))[0]?.event;
  const versions = (await eventsOf(session, "twins", "TwinVersionPublished", [twin])).map(
    ({ event, block, transaction }) => {
      const { version, digest, mediaType, uri } = event;
      return { version, digest, mediaType, uri, block, transaction };
    },
  );
  context.output.result(
    facts([
      ["twin", twin],
      ["name", minted?.name],
      ["kind", state.kind],
      ["owner", state.owner],
      ["author", minted?.author],
      ["times handed over", state.epoch - 1],
      ...versions.map(
        ({ version, digest, mediaType, uri }) =>
          [`version ${version}`, `${digest}  ${mediaType}  ${uri}`.trim()] as const,
      ),
    ]),
    { twin, name: minted?.name ?? null, author: minted?.author ?? null, ...state, versions },
  );
}
