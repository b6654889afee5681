/** `cadastre namespace`: who issues identifiers under which prefix. */
import { Command } from "commander";
import { namespaceText } from "../../identifiers/namespaceText.js";
import { delegateNamespace, reinstateNamespace, suspendNamespace } from "../../ledger/actions/namespaces.js";
import { namespaceId, schemeId } from "../../ledger/ids.js";
import { readNamespace } from "../../ledger/reads/namespaces.js";
import { readParty } from "../../ledger/reads/parties.js";
import { required } from "../config/settings.js";
import { type Context, doing, writes } from "../context.js";
import { CliError, notFound, schemeMissing } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { type LedgerSession, openAccount, openLedger } from "../ledger/session.js";
import {
  ancestorsOf,
  closestStanding,
  type NamespaceReference,
  type PlacedNamespace,
  parentOf,
  parseNamespace,
  prefixOf,
  standingText,
} from "../names/namespace.js";
import { partyAddress } from "../names/party.js";
import { type Fact, facts } from "../output/layout.js";
import { type NamespaceCounts, readNamespaceView } from "../resolver/namespaces.js";
import { certificateCommand } from "./namespaceCertificates.js";
import { sealCommand } from "./namespaceSeal.js";
import { addTermCommands, type TermOptions, termFacts, termsOf, withTerms } from "./namespaceTerms.js";

interface DelegateOptions extends TermOptions {
  readonly to: string;
}
interface StatusOptions {
  readonly reason: string;
}

export function namespaceCommand(): Command {
  const namespace = new Command("namespace").description(
    "delegate prefixes and set their terms, suspend, reinstate, seal and show them",
  );
  writes(
    withTerms(
      namespace
        .command("delegate")
        .description("give a party the right to issue identifiers under a prefix; anew, where it has lapsed")
        .argument(
          "<namespace>",
          "such as gs1:9506000, handle:88.101.0042, did:web:example.com, aas:example.com",
        )
        .requiredOption("--to <party>", "party that gets it"),
    ),
  ).action(doing<DelegateOptions>(delegate));
  addTermCommands(namespace);
  namespace.addCommand(certificateCommand());
  namespace.addCommand(sealCommand());
  for (const [name, what] of [
    ["suspend", "suspend a namespace and all beneath it, as the holder of one above"],
    ["reinstate", "end a suspension"],
  ] as const) {
    writes(
      namespace
        .command(name)
        .description(what)
        .argument("<namespace>")
        .requiredOption("--reason <text>", "why, for everybody to read"),
    ).action(doing<StatusOptions>((context, options, text) => changeStatus(context, options, text, name)));
  }
  namespace
    .command("show")
    .description("show a namespace, its terms and those above it as the chain has them, and its statistics")
    .argument("<namespace>", "SCHEME: alone is the scheme's root")
    .action(doing(show));
  namespace
    .command("stats")
    .description("count what a namespace, and its holder, delegated and registered (asks the resolver)")
    .argument("<namespace>", "SCHEME: alone is the scheme's root")
    .action(doing(stats));
  return namespace;
}

async function delegate(context: Context, options: DelegateOptions, text: string): Promise<void> {
  const name = prefixOf(text);
  const terms = termsOf(options);
  const session = await openLedger(context);
  const holder = await partyAddress(context, options.to);
  const parent = await parentOf(session, name);
  const writing = await openAccount(context, session);
  const id = namespaceId(schemeId(name.scheme), name.prefix);
  await carryOut(context, session, writing, {
    call: delegateNamespace(session.deployment, name, Buffer.byteLength(parent.prefix), holder, terms),
    done: `Delegated ${namespaceText(name)}`,
    facts: [["holder", holder], ["parent", namespaceText(parent)], ["namespace", id], ...termFacts(terms)],
    value: { namespace: id, ...name, holder, ...(terms !== undefined && { terms }) },
  });
}

async function changeStatus(
  context: Context,
  { reason }: StatusOptions,
  text: string,
  change: "suspend" | "reinstate",
): Promise<void> {
  const name = parseNamespace(text);
  const session = await openLedger(context);
  const state = await readNamespace(session.provider, session.deployment, name);
  if (state === null)
    throw notFound(
      `The namespace ${namespaceText(name)} is not delegated.`,
      "Delegate it: cadastre namespace delegate",
    );
  const writing = await openAccount(context, session);
  const ancestors = await ancestorsOf(session, name);
  const longest = longestAncestor(change, state.suspendedBy);
  const candidates = ancestors.filter(({ prefix }) => Buffer.byteLength(prefix) <= longest);
  const ancestor = await controlledOne(session, candidates, writing.sender.address);
  const length = Buffer.byteLength(ancestor.prefix);
  const action = change === "suspend" ? suspendNamespace : reinstateNamespace;
  await carryOut(context, session, writing, {
    call: action(session.deployment, name, length, reason),
    done: `${change === "suspend" ? "Suspended" : "Reinstated"} ${namespaceText(name)}`,
    facts: [["as the holder of", namespaceText(ancestor)]],
    value: { namespace: state.id, ...name, reason },
  });
}

/**
 * Bytes of the longest prefix whose holder may do it. A suspension is ended by the ancestor that made it or one above, and
 * replaced only by one above.
 */
function longestAncestor(change: "suspend" | "reinstate", suspendedBy: number | null): number {
  if (change === "reinstate") return suspendedBy ?? 0;
  return suspendedBy === null ? Number.POSITIVE_INFINITY : suspendedBy - 1;
}

/** The closest of the namespaces whose holder the account controls. */
async function controlledOne(
  { provider, deployment }: LedgerSession,
  namespaces: readonly PlacedNamespace[],
  account: string,
): Promise<PlacedNamespace> {
  for (const namespace of namespaces) {
    if ((await readParty(provider, deployment, namespace.state.holder))?.controller === account)
      return namespace;
  }
  const holders = namespaces
    .map((namespace) => `${namespaceText(namespace)} (${namespace.state.holder})`)
    .join(", ");
  throw new CliError(
    "CLI_NOT_AUTHORISED",
    `The key ${account} holds none of the namespaces that could do that.`,
    {
      hint: `These could: ${holders || "none"}.`,
    },
  );
}

async function show(context: Context, _: object, text: string): Promise<void> {
  const name = parseNamespace(text);
  const session = await openLedger(context);
  const state = await readNamespace(session.provider, session.deployment, name);
  const ancestors = await ancestorsOf(session, name);
  if (state === null) throw notDelegated(name, closestStanding(ancestors));
  const { id, holder, epoch, emancipated, sealed, suspendedBy, standing, answersSince } = state;
  const counted = await countedBy(context, name);
  context.output.result(
    facts([
      ["namespace", namespaceText(name)],
      ["id", id],
      ["holder", holder],
      ["status", standing === "suspended" && suspendedBy === null ? "suspended above" : standing],
      ["epoch", epoch],
      ...termFacts(state),
      ["sealed", sealed ? "yes: issues sealed records only" : null],
      ["emancipated", emancipated ? "yes: depends on nobody above" : null],
      ["stands by", answersSince === 1 ? null : `what it issued from epoch ${answersSince} on`],
      ...ancestors.map((above) => ["beneath", `${namespaceText(above)}  ${above.state.holder}`] as const),
      ...(counted === null ? [] : statisticsFacts(counted)),
    ]),
    {
      ...name,
      ...state,
      ancestors: ancestors.map(({ prefix, state: above }) => ({ prefix, ...above })),
      statistics: counted === null ? null : { ...counted.statistics, asOf: counted.asOf },
    },
  );
}

function notDelegated(name: NamespaceReference, closest: PlacedNamespace | null): CliError {
  if (closest === null) return schemeMissing(name.scheme);
  const { state } = closest;
  return notFound(
    `The namespace ${namespaceText(name)} is not delegated.`,
    state.standing === "live"
      ? `${state.holder}, who holds ${namespaceText(closest)}, may delegate it.`
      : `Nobody may delegate it now: ${namespaceText(closest)} ${standingText(state)}.`,
  );
}

/** What the resolver counted; null where none is configured, or where it does not say. */
async function countedBy(context: Context, name: NamespaceReference): Promise<NamespaceCounts | null> {
  const { resolverUrl } = await context.settings();
  if (resolverUrl === undefined) return null;
  try {
    return await readNamespaceView(resolverUrl, name.scheme, name.prefix);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    context.output.note(`Without statistics: ${error.message}`);
    return null;
  }
}

async function stats(context: Context, _: object, text: string): Promise<void> {
  const name = parseNamespace(text);
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const found = await readNamespaceView(resolverUrl, name.scheme, name.prefix);
  if (found === null)
    throw notFound(
      `The resolver knows no namespace ${namespaceText(name)}.`,
      "Look who may delegate it: cadastre namespace show",
    );
  const { namespace, statistics, asOf } = found;
  context.output.result(
    facts([
      ["namespace", namespaceText(name)],
      ["holder", namespace.holder.address],
      ...statisticsFacts(found),
    ]),
    { ...name, statistics, asOf },
  );
}

function statisticsFacts({ statistics, asOf }: NamespaceCounts): readonly Fact[] {
  const counted = ({ delegations, redelegations, registrations }: typeof statistics.holder): string =>
    `${delegations} delegations (${redelegations} of lapsed prefixes), ${registrations} registrations`;
  return [
    ["done under it", counted(statistics.namespace)],
    ["by its holder", counted(statistics.holder)],
    ["counted up to", `block ${asOf.number}`],
  ];
}
