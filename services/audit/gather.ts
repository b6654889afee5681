/** Gathers what the index knows of a thing over a period. Nothing is left out silently: what is too much is named. */
import { isDeepStrictEqual } from "node:util";
import type { ChangeCause } from "../store/causes.js";
import type { Address, Freeze, GrantEntity, KnownBlock, ProposalEntity, Thing } from "../store/model.js";
import type { Page, PageRequest, StoreView, ThingEntity, ThingVersion, View } from "../store/view.js";
import type { Report, Section } from "./report.js";

export interface Period {
  /** Unix seconds, both included. */
  readonly from: number;
  readonly to: number;
}

/** What to gather, of which moment. */
export interface Gathering {
  readonly store: StoreView;
  /** Of the end of the period. */
  readonly view: View;
  readonly thing: Thing;
  readonly period: Period;
  /** The last block of the period. */
  readonly block: number;
}

export type Gathered = Pick<Report, "state" | "truncated" | Exclude<Section, "accesses">>;

const pageSize = 1_000;
const maxItems = 5_000;
type Facts = Gathered["state"];

/** null where there was no such thing. */
export async function gather(gathering: Gathering): Promise<Gathered | null> {
  const { thing, period, view } = gathering;
  const state = stateOf(view, thing);
  if (state === null) return null;
  const truncated = new Set<Section>();
  const versions = versionsOf(gathering, truncated);
  const within = versions.filter(({ block }) => block.time >= period.from);
  const asset = thing.kind === "twin" || thing.kind === "record" || thing.kind === "sealed" ? thing : null;
  const listed = async <Item>(section: Section, list: (page: PageRequest) => Promise<Page<Item>>) =>
    await all(list, () => truncated.add(section));
  const grants =
    asset !== null
      ? await listed("rights", (page) => view.grantsOfAsset(asset, page))
      : thing.kind === "party"
        ? await listed("rights", (page) => view.grantsOfGrantee({ kind: "party", party: thing.id }, page))
        : [];
  const proposals =
    asset === null ? [] : await listed("agreements", (page) => view.proposalsOfAsset(asset, page));
  const contents =
    thing.kind === "twin" ? await listed("versions", (page) => view.twinVersions(thing.id, page)) : [];
  return {
    state: factsOf(state),
    owners: ownersOf(versions, period),
    changes: within.map(changeOf),
    rights: grants.filter((grant) => grantTouches(grant, period)).map(factsOf),
    agreements: proposals.filter((proposal) => proposalTouches(proposal, period)).map(factsOf),
    freezes: freezesOf(gathering, versions).map(factsOf),
    versions: contents.filter(({ published }) => published.time <= period.to).map(factsOf),
    holdings: thing.kind === "party" ? await holdingsOf(view, thing.id, () => truncated.add("holdings")) : [],
    truncated: [...truncated],
  };
}

function stateOf(view: View, thing: Thing): ThingEntity["entity"] | null {
  switch (thing.kind) {
    case "namespace":
      return view.namespace(thing.id);
    case "record":
      return view.record(thing.id);
    case "sealed":
      return view.sealedRecord(thing.id);
    case "twin":
      return view.twin(thing.id);
    case "party":
      return view.party(thing.id);
    case "batch":
      return view.batch(thing.id);
    case "grant":
      return view.grant(thing.id);
  }
}

function versionsOf({ store, thing, block }: Gathering, truncated: Set<Section>): readonly ThingVersion[] {
  const versions: ThingVersion[] = [];
  let after: string | undefined;
  do {
    const { items, next } = store.historyOf(thing, block, { limit: pageSize, after });
    versions.push(...items);
    after = next ?? undefined;
    if (versions.length >= maxItems && after !== undefined) {
      truncated.add("owners").add("changes");
      return versions;
    }
  } while (after !== undefined);
  return versions;
}

async function all<Item>(
  list: (page: PageRequest) => Promise<Page<Item>>,
  tooMany: () => void,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await list({ limit: pageSize, after });
    found.push(...items);
    after = next ?? undefined;
    if (found.length >= maxItems && after !== undefined) {
      tooMany();
      return found;
    }
  } while (after !== undefined);
  return found;
}

function ownersOf(versions: readonly ThingVersion[], { from }: Period): Gathered["owners"] {
  const held: {
    owner: Address;
    since: KnownBlock;
    transactions: readonly ChangeCause[];
    until: KnownBlock | null;
  }[] = [];
  for (const { thing, block, causes } of versions) {
    const owner = ownerOf(thing);
    const last = held.at(-1);
    if (last?.owner === owner) continue;
    if (last !== undefined) last.until = block;
    held.push({ owner, since: block, transactions: causes, until: null });
  }
  return held
    .filter(({ until }) => until === null || until.time > from)
    .map((one) => ({ ...one, transactions: [...one.transactions] }));
}

function ownerOf(thing: ThingEntity): Address {
  switch (thing.kind) {
    case "namespace":
      return thing.entity.holder;
    case "party":
      return thing.entity.controller ?? thing.entity.identity;
    case "grant":
      return thing.entity.grantor;
    default:
      return thing.entity.owner;
  }
}

/** When it was last touched, which stands beside the change itself. */
const aside: ReadonlySet<string> = new Set(["updated"]);

function changeOf({ block, causes, thing, before }: ThingVersion): Gathered["changes"][number] {
  const [old, present] = [factsOf(before?.entity ?? {}), factsOf(thing.entity)];
  const names = [...new Set([...Object.keys(present), ...Object.keys(old)])];
  return {
    block,
    transactions: [...causes],
    fields: names
      .filter((field) => !aside.has(field) && !isDeepStrictEqual(old[field], present[field]))
      .map((field) => ({ field, before: old[field] ?? null, after: present[field] ?? null })),
  };
}

/** Whether it was given by the end of the period, and not over before it began. */
function grantTouches({ granted, until, revocation }: GrantEntity, { from, to }: Period): boolean {
  const end = revocation === null ? until : Math.max(until, revocation.provenance.time);
  return granted.time <= to && (end === 0 || end >= from);
}

function proposalTouches({ proposed, settled, status }: ProposalEntity, { from, to }: Period): boolean {
  const isOver = status !== "open" && status !== "in-force";
  return proposed.time <= to && (!isOver || settled === null || settled.time >= from);
}

/** Every freeze that was in force at the end of a block that changed the thing, or when the period began. */
function freezesOf(
  { store, view, thing, period }: Gathering,
  versions: readonly ThingVersion[],
): readonly Freeze[] {
  const found = new Map<string, Freeze>();
  const note = (freezes: readonly Freeze[]): void => {
    for (const freeze of freezes)
      found.set(`${freeze.office} ${freeze.frozen.transaction} ${freeze.order}`, freeze);
  };
  for (const [index, { block, thing: version }] of versions.entries()) {
    const next = versions[index + 1]?.block.time ?? Number.POSITIVE_INFINITY;
    if (version.entity.frozen === true && next > period.from) note(store.at(block.number).freezesOf(thing));
  }
  note(view.freezesOf(thing));
  return [...found.values()];
}

async function holdingsOf(view: View, party: Address, tooMany: () => void): Promise<Gathered["holdings"]> {
  const of = <Item extends { readonly id: string }>(
    kind: string,
    list: (page: PageRequest) => Promise<Page<Item>>,
  ) => all(list, tooMany).then((items) => items.map(({ id }) => ({ kind, id })));
  return (
    await Promise.all([
      of("namespace", (page) => view.namespacesOfHolder(party, page)),
      of("record", (page) => view.recordsOfOwner(party, page)),
      of("sealed", (page) => view.sealedRecordsOfOwner(party, page)),
      of("batch", (page) => view.batchesOfOwner(party, page)),
      of("twin", (page) => view.twinsOfOwner(party, page)),
    ])
  ).flat();
}

/** As JSON has it: the model is JSON-safe, what it leaves out aside. */
const factsOf = (entity: object): Facts => JSON.parse(JSON.stringify(entity));
