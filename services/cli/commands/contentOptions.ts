/** What commands on records have in common: which identifier, what it stands for, and where it leads. */
import type { Command } from "commander";
import { linkRelation, linkTarget } from "../../importers/linkset.js";
import { commitmentsIn, protectedRelation } from "../../ledger/protectedLinks.js";
import type { Linkset, Subject } from "../../store/model.js";
import type { Context } from "../context.js";
import { usage } from "../errors.js";
import { locateRecord } from "../ledger/locate.js";
import type { LedgerSession } from "../ledger/session.js";
import { ledgerIdentifier, twinReference } from "../names/asset.js";
import { partyAddress } from "../names/party.js";
import type { Fact } from "../output/layout.js";
import { ownerHelp, schemeHelp } from "./identifierOptions.js";

interface LinkOptions {
  readonly link?: string;
  readonly rel?: string;
  readonly title?: string;
  readonly type?: string;
}
interface SubjectOptions {
  readonly twin?: string;
  readonly subjectParty?: string;
  readonly record?: string;
}
export interface ContentOptions extends LinkOptions, SubjectOptions {}

export const withIdentifier = (command: Command): Command =>
  command
    .argument("<id>", "the identifier as it is printed, or in canonical form")
    .option("--scheme <scheme>", schemeHelp)
    .option("--owner <segment>", ownerHelp);

export const withContent = (command: Command): Command =>
  command
    .option("--twin <twin>", "the twin that it stands for: its id, or a file that is its content")
    .option("--subject-party <party>", "the party that it stands for")
    .option("--record <id>", "the other identifier that it stands for")
    .option(
      "--link <url>",
      "where it leads; may be a template, such as https://example.com/{gtin}/{serial}, for what inherits it",
    )
    .option("--rel <relation>", "link relation: gs1:pip, an IANA name or a URI (default: the default link)")
    .option("--title <text>", "title of the link")
    .option("--type <type>", "media type of the link's target");

/** The subject that the flags name; undefined where they name none. */
export async function subjectOf(
  context: Context,
  session: LedgerSession,
  options: SubjectOptions,
): Promise<Subject | undefined> {
  const { twin, subjectParty, record } = options;
  if ([twin, subjectParty, record].filter((given) => given !== undefined).length > 1) {
    throw usage("An identifier stands for one thing.", "Give one of --twin, --subject-party and --record.");
  }
  if (twin !== undefined) return { kind: "twin", id: await twinReference(session, twin) };
  if (subjectParty !== undefined) return { kind: "party", id: await partyAddress(context, subjectParty) };
  if (record === undefined) return undefined;
  return { kind: "record", id: (await locateRecord(session, ledgerIdentifier(record, {}))).id };
}

export function addLink(
  linkset: Linkset,
  { link: href, rel, title, type }: LinkOptions,
  replace: boolean,
): Linkset {
  if (href === undefined) return linkset;
  const relation = linkRelation(rel ?? "");
  const target = linkTarget(href, { ...(title && { title }), ...(type && { type }) });
  const present = Object.hasOwn(linkset, relation) ? (linkset[relation] ?? []) : [];
  const others = replace ? [] : present.filter((other) => other.href !== href);
  return { ...linkset, [relation]: [...others, target] };
}

export function contentFacts(subject: Subject, linkset: Linkset): readonly Fact[] {
  const open = Object.entries(linkset).filter(([rel]) => rel !== protectedRelation);
  const links = open.flatMap(([rel, targets]) =>
    targets.map(({ href }) => ["link", `${rel}  ${href}`] as const),
  );
  const hidden = commitmentsIn(linkset).length;
  return [
    ["stands for", subject.kind === "none" ? "nothing yet" : `${subject.kind} ${subject.id}`],
    ...links,
    ["protected", hidden === 0 ? null : `${hidden} more ${hidden === 1 ? "link" : "links"}: id protected`],
  ];
}
