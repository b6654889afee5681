/** `cadastre twin show`: all that the chain says of a twin. */
import type { Command } from "commander";
import { readFreezeCount } from "../../ledger/reads/supervision.js";
import { readAuthors, readLicence, readLine, readRoyalty, readUses } from "../../ledger/reads/twinParts.js";
import { readTwin, type TwinState } from "../../ledger/reads/twins.js";
import type { TwinId } from "../../store/model.js";
import { type Context, doing } from "../context.js";
import { notFound, usage } from "../errors.js";
import { eventsOf } from "../ledger/events.js";
import { type LedgerSession, openLedger } from "../ledger/session.js";
import {
  childrenOf,
  licencesTaken,
  licenceUri,
  linesOf,
  permissionsOf,
  royaltySet,
} from "../ledger/twinEvents.js";
import { twinReference } from "../names/asset.js";
import { percentText } from "../names/percent.js";
import { type Fact, facts } from "../output/layout.js";

interface ShowOptions {
  readonly file?: string;
}

/** A list that is longer is only counted: the resolver has it by pages. */
const longestList = 200;

export function addShowCommand(twin: Command): void {
  twin
    .command("show")
    .description("show a twin as the chain has it: versions, state, terms, parents, components")
    .argument("[twin]", "twin id")
    .option("--file <file>", "the twin with this file as its content")
    .action(doing<ShowOptions>(show));
}

async function show(context: Context, { file }: ShowOptions, text: string): Promise<void> {
  if ((text === "") === (file === undefined))
    throw usage("Which twin?", "Give its id, or --file with a file that is its content.");
  const session = await openLedger(context);
  const twin = await twinReference(session, file ?? text);
  // One moment for all: state and events are held against each other.
  const block = await session.provider.getBlockNumber();
  const state = await readTwin(session.provider, session.deployment, twin, block);
  if (state === null) throw notFound(`There is no twin ${twin}.`, "Check its id.");
  const all = {
    ...(await history(session, twin, block)),
    ...(await terms(session, twin, state, block)),
    ...(await relations(session, twin, block)),
  };
  context.output.result(facts([["twin", twin], ...stateFacts(state, all), ...relationFacts(all)]), {
    twin,
    ...state,
    ...all,
  });
}

async function history(session: LedgerSession, twin: TwinId, block: number) {
  const minted = (await eventsOf(session, "twins", "TwinMinted", [twin], block))[0]?.event;
  const states = await eventsOf(session, "twins", "TwinStateChanged", [twin], block);
  const published = await eventsOf(session, "twins", "TwinVersionPublished", [twin], block);
  const thing = { kind: "twin", id: twin } as const;
  return {
    name: minted?.name ?? null,
    author: minted?.author ?? null,
    stateReason: states.at(-1)?.event.reason ?? "",
    versions: published.map(({ event, block, transaction }) => {
      const { version, digest, mediaType, uri } = event;
      return { version, digest, mediaType, uri, block, transaction };
    }),
    frozenBy: await readFreezeCount(session.provider, session.deployment, thing, block),
  };
}

async function terms(session: LedgerSession, twin: TwinId, { epoch }: TwinState, block: number) {
  const { provider, deployment } = session;
  const licence = await readLicence(provider, deployment, twin, block);
  const due = await readRoyalty(provider, deployment, twin, block);
  const set = due === null ? null : await royaltySet(session, twin, block);
  return {
    authors: await readAuthors(provider, deployment, twin, block),
    royalty: due === null ? null : { ...due, receiver: set?.receiver ?? null },
    licence: licence === null ? null : { ...licence, uri: await licenceUri(session, twin, block) },
    permissions: await permissionsOf(session, twin, epoch, block),
  };
}

async function relations(session: LedgerSession, twin: TwinId, block: number) {
  const { provider, deployment } = session;
  const { parents, depth, closed, children } = await readLine(provider, deployment, twin, block);
  const { components, assemblies } = await readUses(provider, deployment, twin, block);
  const taken = await licencesTaken(session, twin, block);
  return {
    lineage: {
      depth,
      closedToDerivation: closed,
      parents: parents.map((parent) => ({ twin: parent, licence: taken.get(parent) ?? null })),
    },
    children: await list(children, () => childrenOf(session, twin, children, block)),
    components: await list(components, () =>
      linesOf(session, { whole: twin, component: null }, components, block),
    ),
    assemblies: await list(assemblies, () =>
      linesOf(session, { whole: null, component: twin }, assemblies, block),
    ),
  };
}

/** Items are null where there are too many to be shown. */
interface Counted<Item> {
  readonly count: number;
  readonly items: readonly Item[] | null;
}

async function list<Item>(count: number, read: () => Promise<readonly Item[]>): Promise<Counted<Item>> {
  return { count, items: count === 0 ? [] : count > longestList ? null : await read() };
}

type Terms = Awaited<ReturnType<typeof terms>>;
type Relations = Awaited<ReturnType<typeof relations>>;

function stateFacts(
  { kind, state, owner, epoch }: TwinState,
  shown: Awaited<ReturnType<typeof history>> & Terms,
): readonly Fact[] {
  const { name, stateReason, frozenBy, authors, royalty, licence, permissions, versions } = shown;
  return [
    ["name", name],
    ["kind", kind],
    ["state", stateReason === "" ? state : `${state}: ${stateReason}`],
    ["frozen", frozenBy === 0 ? null : `by ${frozenBy} of the regulators; see: cadastre freezes`],
    ["owner", owner],
    ["times handed over", epoch - 1],
    ...(authors.length === 1
      ? authors.map(({ party }): Fact => ["author", party])
      : authors.map(({ party, share }): Fact => ["author", `${party}  ${percentText(share)}`])),
    ["royalty", royalty === null ? null : `${percentText(royalty.basisPoints)}, paid to ${royalty.payee}`],
    ["licence", licence === null ? null : licenceText(licence)],
    ...permissions.map(({ use, party }): Fact => [`may ${use}`, party ?? "everyone"]),
    ...versions.map(
      ({ version, digest, mediaType, uri }): Fact => [
        `version ${version}`,
        `${digest}  ${mediaType}  ${uri}`.trim(),
      ],
    ),
  ];
}

const licenceText = ({ version, digest, uri }: NonNullable<Terms["licence"]>): string =>
  digest === null ? "none any more" : `version ${version}: ${digest}  ${uri}`.trim();

function relationFacts({ lineage, children, components, assemblies }: Relations): readonly Fact[] {
  return [
    ...lineage.parents.map(
      ({ twin, licence }): Fact => ["parent", licence === null ? twin : `${twin}  under ${licence}`],
    ),
    ["derivation", lineage.closedToDerivation ? "closed for ever" : null],
    ...listFacts("child", children, (twin) => twin),
    ...listFacts("component", components, ({ component, quantity }) => `${quantity} × ${component}`),
    ...listFacts("built into", assemblies, ({ whole, quantity }) => `${whole}  ${quantity} times`),
  ];
}

function listFacts<Item>(
  name: string,
  { count, items }: Counted<Item>,
  text: (item: Item) => string,
): readonly Fact[] {
  if (items !== null) return items.map((item): Fact => [name, text(item)]);
  return [[name, `${count} of them: ask the resolver, /v1/twins`]];
}
