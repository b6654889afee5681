/** `cadastre id protect`, `unprotect` and `protected`: links of which the ledger has a salted hash, and a resolver the rest. */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { linkRelation, linkTarget } from "../../importers/linkset.js";
import { updateContent } from "../../ledger/actions/identifiers.js";
import { referenceTo } from "../../ledger/externalSubject.js";
import { addressSchema, hashSchema, toDigest, toHash, toRecordId } from "../../ledger/hex.js";
import { encodeLinkset, linkTargetSchema } from "../../ledger/linkset.js";
import {
  commitmentsIn,
  type LinkOpening,
  linkCommitment,
  linkOpeningSchema,
  type ProtectedLink,
  withCommitment,
  withoutCommitment,
} from "../../ledger/protectedLinks.js";
import type { Digest, LinkTarget } from "../../store/model.js";
import { descriptorRelation } from "../../store/shellTraits.js";
import { keepLines, readLines } from "../config/keptLines.js";
import { required } from "../config/settings.js";
import { asks, type Context, doing, writes } from "../context.js";
import { CliError, notFound, usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { type LocatedRecord, locate, locateRecord } from "../ledger/locate.js";
import { readContent } from "../ledger/recordContent.js";
import { type LedgerSession, openAccount, openLedger } from "../ledger/session.js";
import { type IdentifierFlags, ledgerIdentifier } from "../names/asset.js";
import { partyAddress } from "../names/party.js";
import { type Fact, facts, utcTime } from "../output/layout.js";
import { openAsker } from "../resolver/asker.js";
import { untilIndexed } from "../resolver/readiness.js";
import { entrust, notEntrusted, readProtected, takeBack } from "../resolver/vault.js";
import { withIdentifier } from "./contentOptions.js";

interface KeptOptions {
  readonly kept?: string;
}
interface ProtectOptions extends IdentifierFlags, KeptOptions {
  readonly link?: string;
  readonly rel?: string;
  readonly title?: string;
  readonly type?: string;
  readonly target?: string;
  readonly assetId?: string[];
  readonly for?: string;
  readonly scope?: string;
}

const keptHelp = "file of links and salts that are kept (default: protected.jsonl in the home folder)";
const keptFile = (home: string, { kept }: KeptOptions): string => kept ?? join(home, "protected.jsonl");

const keptSchema = z.strictObject({
  chain: z.number().int().positive(),
  registry: addressSchema,
  record: hashSchema.transform(toRecordId),
  opening: linkOpeningSchema,
});

export function addProtectCommands(id: Command): void {
  writes(
    withIdentifier(
      id.command("protect").description("add a link that only those with a right are shown, by the resolver"),
    )
      .option("--link <url>", "where it leads")
      .option("--rel <relation>", "link relation (default: the default link)")
      .option("--title <text>", "title of the link")
      .option("--type <type>", "media type of the link's target")
      .option("--target <file>", "JSON file with the whole target in place of --link, --title and --type")
      .option(
        "--asset-id <name=value...>",
        "asset ids of a shell, in place of a link: only partners find it by them",
      )
      .option(
        "--for <party>",
        "with --asset-id: for that party alone, whether it has a right or not (externalSubjectId)",
      )
      .option(
        "--scope <name>",
        "data set that it leads to: whoever has a right to that sees it (default: all data)",
      )
      .option("--kept <file>", keptHelp),
    { unsigned: true },
  ).action(doing<ProtectOptions>(protect));
  writes(
    withIdentifier(id.command("unprotect").description("take a protected link back")).argument(
      "<commitment>",
      "its commitment, as id protected shows it",
    ),
    { unsigned: true },
  ).action(
    doing<IdentifierFlags>((context, options, text, commitment) =>
      unprotect(context, options, text, commitment),
    ),
  );
  asks(
    withIdentifier(
      id
        .command("protected")
        .description("show the protected links that you may see, checked against the chain"),
    ),
  ).action(doing<IdentifierFlags>(show));
}

async function protect(context: Context, options: ProtectOptions, text: string): Promise<void> {
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const session = await openLedger(context);
  const link = await linkOf(options, await subjectNamed(context, session, options));
  const located = await locateRecord(session, ledgerIdentifier(text, options));
  const content = await readContent(session, located);
  const linkset = content.linkset ?? {};
  const opening = await keptOpening(context, options, session, located, link, commitmentsIn(linkset));
  const commitment = linkCommitment(located.id, opening);
  const value = { record: located.id, commitment, link };
  const said: readonly Fact[] = [
    ["record", located.id],
    ["commitment", commitment],
    ...linkFacts(link),
    ["kept in", keptFile(context.home, options)],
  ];
  const again = "cadastre id protect with the same words";
  const handOver = async (block: number): Promise<object> => {
    const asker = await openAsker(context);
    try {
      await untilIndexed(resolverUrl, block);
      await entrust(resolverUrl, `links/${located.id}/${commitment}`, opening, asker);
    } catch (cause) {
      throw notEntrusted(cause, again);
    }
    return {};
  };
  if (commitmentsIn(linkset).includes(commitment)) {
    if (context.flags.dryRun !== true) await handOver(await session.provider.getBlockNumber());
    context.output.result(facts([["on the ledger", "already"], ...said]), { ...value, published: false });
    return;
  }
  const changed = withCommitment(linkset, commitment);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: updateContent(session.deployment, located.name, {
      subject: content.subject,
      linkset: encodeLinkset(changed),
    }),
    finish: ({ block }) => handOver(block),
    done: `Protected a link of ${located.identifier.canonical}; the resolver shows it to those with a right`,
    facts: said,
    value: { ...value, published: true },
  });
}

/** The same link is kept once: with the salt that the ledger has the commitment of, where it has one. */
async function keptOpening(
  context: Context,
  options: KeptOptions,
  { deployment }: LedgerSession,
  { id: record }: LocatedRecord,
  link: ProtectedLink,
  committed: readonly Digest[],
): Promise<LinkOpening> {
  const file = keptFile(context.home, options);
  const registry = deployment.contracts.identifiers;
  const wanted = JSON.stringify(link);
  const kept = (await readLines(file, keptSchema, "what is kept of a protected link"))
    .filter((one) => one.chain === deployment.chainId && one.registry === registry && one.record === record)
    .map(({ opening }) => opening)
    .filter((opening) => JSON.stringify(opening.link) === wanted);
  const known = kept.find((opening) => committed.includes(linkCommitment(record, opening))) ?? kept.at(-1);
  if (known !== undefined) return known;
  const opening = { link, salt: toHash(`0x${randomBytes(32).toString("hex")}`) };
  if (context.flags.dryRun !== true)
    await keepLines(file, [{ chain: deployment.chainId, registry, record, opening }]);
  return opening;
}

/** The DID of the party for which it is meant alone; null for everybody with a right. */
async function subjectNamed(
  context: Context,
  { deployment }: LedgerSession,
  { for: party, assetId }: ProtectOptions,
): Promise<string | null> {
  if (party === undefined) return null;
  if (assetId === undefined)
    throw usage("Asset ids are for one party, not links.", "--for goes with --asset-id.");
  return `did:ethr:0x${deployment.chainId.toString(16)}:${await partyAddress(context, party)}`;
}

async function linkOf(
  { link, rel, title, type, target, assetId, scope = "" }: ProtectOptions,
  subject: string | null,
): Promise<ProtectedLink> {
  const given = [link, target, assetId].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw usage("What is to be protected?", "Give one of --link, --target and --asset-id.");
  if (assetId !== undefined) {
    const whom = subject === null ? {} : { externalSubjectId: referenceTo(subject) };
    const specificAssetIds = assetId.map((one) => ({ ...assetIdOf(one), ...whom }));
    return { rel: descriptorRelation, target: targetWith({ href: "", specificAssetIds }), scope };
  }
  const relation = linkRelation(rel ?? "");
  if (target !== undefined) return { rel: relation, target: await targetIn(target), scope };
  return {
    rel: relation,
    target: linkTarget(link ?? "", { ...(title && { title }), ...(type && { type }) }),
    scope,
  };
}

/** As it is read again, so that equal links have equal texts. */
const targetWith = (target: object): LinkTarget => linkTargetSchema.parse(target);

function assetIdOf(text: string): { name: string; value: string } {
  const [, name = "", value = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name !== "") return { name, value };
  throw usage(`"${text}" is no asset id.`, "Write NAME=VALUE, such as customerPartId=4711.");
}

async function targetIn(file: string): Promise<LinkTarget> {
  try {
    return targetWith(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw new CliError("CLI_USAGE", `${file} is not the target of a link.`, {
      hint: 'It is a JSON object, such as {"href":"https://…","title":"…"}.',
      cause,
    });
  }
}

async function unprotect(
  context: Context,
  options: IdentifierFlags,
  text: string,
  word: string,
): Promise<void> {
  const commitment = hashSchema.safeParse(word);
  if (!commitment.success) throw usage(`"${word}" is no commitment.`, "It is 0x and 64 hexadecimal digits.");
  const digest = toDigest(commitment.data);
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const session = await openLedger(context);
  const located = await locateRecord(session, ledgerIdentifier(text, options));
  const content = await readContent(session, located);
  const linkset = content.linkset ?? {};
  const withdraw = async (): Promise<void> => {
    const asker = await openAsker(context);
    await takeBack(resolverUrl, `links/${located.id}/${digest}`, asker);
  };
  const value = { record: located.id, commitment: digest };
  const changed = withoutCommitment(linkset, digest);
  if (changed === linkset) {
    if (context.flags.dryRun !== true) await withdraw();
    context.output.result(
      facts([
        ["on the ledger", "not any more"],
        ["commitment", digest],
      ]),
      value,
    );
    return;
  }
  const writing = await openAccount(context, session);
  // First where it can be read, then where nobody can read it anyway.
  if (context.flags.dryRun !== true) await withdraw();
  await carryOut(context, session, writing, {
    call: updateContent(session.deployment, located.name, {
      subject: content.subject,
      linkset: encodeLinkset(changed),
    }),
    done: `Took back a protected link of ${located.identifier.canonical}`,
    facts: [
      ["record", located.id],
      ["commitment", digest],
    ],
    value,
  });
}

async function show(context: Context, options: IdentifierFlags, text: string): Promise<void> {
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const session = await openLedger(context);
  const located = await locateRecord(session, ledgerIdentifier(text, options));
  const { items, asOf } = await readProtected(resolverUrl, located.id, await openAsker(context));
  const { record: then } = await locate(session, located.identifier, asOf.number);
  const content = then && (await readContent(session, then, asOf.number));
  const committed: readonly string[] = commitmentsIn(content?.linkset ?? {});
  for (const { link, salt, commitment } of items) {
    const isCommitted = linkCommitment(located.id, { link, salt }) === toDigest(commitment);
    if (isCommitted && committed.includes(commitment)) continue;
    throw new CliError("CLI_MISMATCH", "The chain has no commitment of a link that the resolver shows.", {
      hint: "Do not follow it. Tell the resolver's operator.",
      details: { commitment },
    });
  }
  if (items.length === 0)
    throw notFound(
      `There is no protected link of ${located.identifier.canonical} that you may see.`,
      "Ask its owner for a right: whether there are others, nobody tells you.",
    );
  context.output.result(
    facts([
      ["record", located.id],
      ...items.flatMap(({ link, commitment }): Fact[] => [
        ...linkFacts(link),
        ["commitment", `${commitment}, as the chain has it`],
      ]),
      ["as of", `block ${asOf.number}, ${utcTime(asOf.time)}, ${asOf.finality}`],
    ]),
    { record: located.id, items, asOf },
  );
}

function linkFacts({ rel, target, scope }: ProtectedLink): readonly Fact[] {
  const { href, ...attributes } = target;
  const more = href === "" ? JSON.stringify(attributes) : href;
  return [["protected", `${rel}  ${more}  (${scope || "all data"})`]];
}
