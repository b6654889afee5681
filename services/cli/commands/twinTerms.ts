/** `cadastre twin royalty`, `authors`, `licence`, `permit` and `forbid`: on which terms a twin may be sold and built upon. */
import { Argument, type Command } from "commander";
import { setRoyalty } from "../../ledger/actions/twins.js";
import { type AuthorShare, attachLicence, nameAuthors, permitUse } from "../../ledger/actions/twinTerms.js";
import { readAuthor } from "../../ledger/reads/twinParts.js";
import { type Address, type TwinUse, twinUses } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { royaltySet } from "../ledger/twinEvents.js";
import { twinArgument, twinReference } from "../names/asset.js";
import { documentDigest } from "../names/digest.js";
import { partyAddress } from "../names/party.js";
import { basisPointsOf, percentText } from "../names/percent.js";
import type { Fact } from "../output/layout.js";

interface RoyaltyOptions {
  readonly to?: string;
}
interface AuthorsOptions {
  readonly author: readonly string[];
}
interface LicenceOptions {
  readonly uri: string;
  readonly none?: boolean;
}
interface PermitOptions {
  readonly everyone?: boolean;
}

/** Instead of an account: whoever controls the author when it is paid. */
const authorsKey = "author";

export function addTermCommands(twin: Command): void {
  writes(
    twin
      .command("royalty")
      .description("lower what is due at a sale, or change who is paid; the author's to do, whoever owns it")
      .argument("<twin>", twinArgument)
      .argument("<percent>", "of the price; at most what it is now")
      .option(
        "--to <account>",
        `who is paid; "${authorsKey}": whoever controls the author by then (default: as it is)`,
      ),
    { irreversible: true },
  ).action(doing<RoyaltyOptions>(royalty));
  writes(
    twin
      .command("authors")
      .description("name who wrote a twin together, once for ever; its author's to do")
      .argument("<twin>", twinArgument)
      .requiredOption(
        "--author <party=percent...>",
        "2 to 16 authors, its own among them, with shares that make 100",
      ),
    { irreversible: true },
  ).action(doing<AuthorsOptions>(authors));
  writes(
    twin
      .command("licence")
      .description("offer licence terms to whoever comes next; what was taken under earlier ones stays so")
      .argument("<twin>", twinArgument)
      .argument("[terms]", "the terms: a file, or its SHA-256")
      .option("--uri <uri>", "where the terms may be read", "")
      .option("--none", "offer no licence any more"),
  ).action(doing<LicenceOptions>(licence));
  for (const [name, description, allowed] of [
    ["permit", "permit others to build on a twin, until it changes hands or you forbid it", true],
    ["forbid", "end a permission; what was made under it stays", false],
  ] as const) {
    writes(
      twin
        .command(name)
        .description(description)
        .argument("<twin>", twinArgument)
        .addArgument(
          new Argument("<use>", "derive: as a parent of their twins; compose: as a component").choices(
            twinUses,
          ),
        )
        .argument("[party]", "whom")
        .option("--everyone", "all, instead of one party"),
    ).action(doing<PermitOptions>(permit(allowed)));
  }
}

async function royalty(
  context: Context,
  { to }: RoyaltyOptions,
  text: string,
  percent: string,
): Promise<void> {
  const basisPoints = basisPointsOf(percent);
  const session = await openLedger(context);
  const twin = await twinReference(session, text);
  const present = await royaltySet(session, twin);
  const writing = await openAccount(context, session);
  const receiver = await receiverOf(context, to, basisPoints === 0 ? null : (present?.receiver ?? null));
  const lowers = present !== null && basisPoints < present.basisPoints;
  await carryOut(context, session, writing, {
    call: setRoyalty(session.deployment, twin, { basisPoints, receiver }),
    done: `Set the royalty of ${twin}`,
    facts: [
      ["royalty", percentText(basisPoints)],
      ["paid to", basisPoints === 0 ? null : (receiver ?? "whoever controls the author")],
    ],
    value: { twin, royalty: { basisPoints, receiver } },
    ...(lowers
      ? {
          question: `It can never rise again: lower it from ${percentText(present.basisPoints)} to ${percentText(basisPoints)}?`,
        }
      : {}),
  });
}

async function receiverOf(
  context: Context,
  text: string | undefined,
  present: Address | null,
): Promise<Address | null> {
  if (text === undefined) return present;
  return text === authorsKey ? null : partyAddress(context, text);
}

async function authors(context: Context, options: AuthorsOptions, text: string): Promise<void> {
  const named = await Promise.all(options.author.map((each) => authorShare(context, each)));
  const session = await openLedger(context);
  const twin = await twinReference(session, text);
  const author = await readAuthor(session.provider, session.deployment, twin);
  const own = named.find(({ party }) => party === author);
  if (own === undefined)
    throw usage("The author that minted the twin is not among them.", `Give ${author} its share too.`);
  const sum = named.reduce((all, { share }) => all + share, 0);
  if (sum !== 10_000) throw usage(`The shares add up to ${percentText(sum)}.`, "Together they make 100 %.");
  const writing = await openAccount(context, session);
  const ordered = [own, ...named.filter((one) => one !== own)];
  await carryOut(context, session, writing, {
    call: nameAuthors(session.deployment, twin, ordered),
    done: `Named ${ordered.length} authors of ${twin}`,
    facts: ordered.map(({ party, share }): Fact => ["author", `${party}  ${percentText(share)}`]),
    value: { twin, authors: ordered },
    question: `The authors of ${text} and their shares stand for ever. Name them?`,
  });
}

/** @throws CliError `CLI_USAGE` */
async function authorShare(context: Context, text: string): Promise<AuthorShare> {
  const at = text.lastIndexOf("=");
  if (at < 0) throw usage(`"${text}" has no share.`, "Write PARTY=PERCENT.");
  return { party: await partyAddress(context, text.slice(0, at)), share: basisPointsOf(text.slice(at + 1)) };
}

async function licence(
  context: Context,
  { uri, none = false }: LicenceOptions,
  text: string,
  terms: string,
): Promise<void> {
  if ((terms === "") !== none || (none && uri !== ""))
    throw usage("Which terms?", "Give a file or its SHA-256, or --none alone.");
  const digest = none ? null : await documentDigest(terms);
  const session = await openLedger(context);
  const twin = await twinReference(session, text);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: attachLicence(session.deployment, twin, digest, uri),
    done: digest === null ? `Offers no licence any more: ${twin}` : `Attached licence terms to ${twin}`,
    facts: [
      ["SHA-256", digest],
      ["at", uri],
    ],
    value: { twin, licence: digest === null ? null : { digest, uri } },
  });
}

function permit(allowed: boolean) {
  return async (
    context: Context,
    { everyone = false }: PermitOptions,
    text: string,
    use: string,
    ...[name = ""]: readonly string[]
  ): Promise<void> => {
    if ((name === "") !== everyone) throw usage("Whom?", "Name a party, or --everyone.");
    const party = everyone ? null : await partyAddress(context, name);
    const session = await openLedger(context);
    const twin = await twinReference(session, text);
    const writing = await openAccount(context, session);
    await carryOut(context, session, writing, {
      call: permitUse(session.deployment, twin, useOf(use), party, allowed),
      done: allowed ? `Permitted to ${use}` : `No longer permitted to ${use}`,
      facts: [
        ["twin", twin],
        ["party", party ?? "everyone"],
      ],
      value: { twin, use, party, allowed },
    });
  };
}

function useOf(text: string): TwinUse {
  const use = twinUses.find((one) => one === text);
  if (use !== undefined) return use;
  throw usage(`"${text}" is no use.`, `Uses are ${twinUses.join(" and ")}.`);
}
