/** `cadastre twin`: twin models, their versions, states, terms, lineage and composition. */
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
import { openAccount, openLedger } from "../ledger/session.js";
import { twinArgument, twinReference } from "../names/asset.js";
import { partyAddress } from "../names/party.js";
import { basisPointsOf, percentText } from "../names/percent.js";
import { addRelationCommands } from "./twinRelations.js";
import { addShowCommand } from "./twinShow.js";
import { addStateCommands } from "./twinStates.js";
import { addTermCommands } from "./twinTerms.js";

interface ContentOptions {
  readonly mediaType?: string;
  readonly uri?: string;
}
interface MintOptions extends ContentOptions {
  readonly name?: string;
  readonly kind: TwinKind;
  readonly state: "draft" | "released";
  readonly owner?: string;
  readonly royalty?: string;
  readonly royaltyTo?: string;
}

const withContent = (command: Command): Command =>
  command
    .option("--media-type <type>", "media type of the content (default: by the file's ending)")
    .option("--uri <uri>", "where the content may be had (default: nowhere)");

export function twinCommand(): Command {
  const twin = new Command("twin").description(
    "mint, version and show twin models; their states, terms, parents and components",
  );
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
        .addOption(
          new Option("--state <state>", "a draft can be released later")
            .choices(["draft", "released"])
            .default("released"),
        )
        .option("--owner <party>", "party that gets it (default: the acting party)")
        .option(
          "--royalty <percent>",
          "of the price of each sale, at most 10; it never rises (default: none)",
        )
        .option("--royalty-to <account>", "who is paid (default: whoever controls the author by then)"),
    ),
  ).action(doing<MintOptions>(mint));
  writes(
    withContent(
      twin
        .command("publish")
        .description("append a version")
        .argument("<twin>", twinArgument)
        .argument("<file>", "content of the new version"),
    ),
  ).action(doing<ContentOptions>(publish));
  addStateCommands(twin);
  addTermCommands(twin);
  addRelationCommands(twin);
  addShowCommand(twin);
  return twin;
}

async function readContent(file: string, { mediaType = mediaTypeOf(file), uri = "" }: ContentOptions) {
  return { digest: await sha256OfFile(file), mediaType, uri };
}

async function mint(context: Context, options: MintOptions, file: string): Promise<void> {
  const royalty = await royaltyOf(context, options);
  const content = await readContent(file, options);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  const owner = options.owner === undefined ? writing.party : await partyAddress(context, options.owner);
  const name = twinName(options.name ?? basename(file));
  const twin = twinId(content.digest);
  const { kind, state } = options;
  const author = writing.party;
  const commitment = commitTo(session.deployment, author, [content.digest]);
  const opening = commitment.opening(content.digest);
  await carryOut(context, session, writing, {
    before: [commitContents(session.deployment, author, commitment.root)],
    call: mintTwin(session.deployment, { author, owner, kind, state, name, content, royalty, opening }),
    done: `Minted ${name}`,
    facts: [
      ["twin", twin],
      ["SHA-256", content.digest],
      ["owner", owner],
      ["state", state],
      ["royalty", royalty.basisPoints === 0 ? null : percentText(royalty.basisPoints)],
    ],
    value: { twin, kind, state, name, owner, content, royalty },
  });
}

async function royaltyOf(context: Context, { royalty, royaltyTo }: MintOptions) {
  if (royalty === undefined && royaltyTo !== undefined)
    throw usage("Who is paid what?", "Give --royalty with --royalty-to.");
  return {
    basisPoints: royalty === undefined ? 0 : basisPointsOf(royalty),
    receiver: royaltyTo === undefined ? null : await partyAddress(context, royaltyTo),
  };
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
