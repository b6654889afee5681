/** What the index says of the same ledger, and what the model expects it to say. */

import { zoneOf } from "../../services/resolver/resolution/zones.js";
import type * as store from "../../services/store/model.js";
import { freezeReasons, grantActions, partyKinds } from "../../services/store/model.js";
import type { View } from "../../services/store/view.js";
import { rangeText } from "./ledger/batches.js";
import type { Grant } from "./ledger/grants.js";
import type { Ledger } from "./ledger/ledger.js";
import type { Thing } from "./ledger/supervision.js";
import type { TokenKind } from "./ledger/tokens.js";
import {
  accounts,
  contents,
  digests,
  identifiers,
  possibleParties,
  prefixes,
  ranges,
  termsByName,
} from "./universe.js";
import {
  addressOf,
  batchBodies,
  batchNamed,
  batchWord,
  contentDigestOf,
  digestOf,
  grantWord,
  groupWord,
  namespaceWord,
  type Place,
  rangeWord,
  recordWord,
  termsIdOf,
  thingWord,
  twinWord,
} from "./words.js";

/** Facts by what they are about; null where there is nothing of the kind. */
export type Facts = Readonly<Record<string, unknown>>;

const facts = <Name>(kind: string, names: Iterable<Name>, say: (name: Name) => unknown): Facts =>
  Object.fromEntries([...names].map((name) => [`${kind} ${name}`, say(name)]));

const possibleBatches = [...batchBodies.keys()];
const memberIndices = [0n, 1n, 6n, 11n];

export function modelFacts(ledger: Ledger, place: Place): Facts {
  return {
    ...facts("party", accounts, (account) => partyOf(ledger, account)),
    ...facts("namespace", prefixes, (prefix) => namespaceOf(ledger, prefix)),
    ...facts("record", identifiers, (identifier) => recordOf(ledger, place, identifier)),
    ...facts("batch", possibleBatches, (name) => batchOf(ledger, name)),
    ...facts("range", ranges.map(rangeText), (name) => ledger.batches.taken.get(name)?.use === "reserved"),
    ...facts("twin", contents, (name) => twinOf(ledger, name)),
    ...facts("content", contents, (name) => idOrNull(ledger.twins.byContent(name))),
    ...facts("grant", ledger.grants.all.keys(), (name) => grantOf(ledger.grants.all.get(name))),
    ...facts("terms", termsByName.keys(), (name) => ledger.terms.all.has(name)),
    ...facts("group", ledger.groups.all.keys(), (key) => groupOf(ledger, key)),
    ...facts("anchors", digests, (digest) => anchorsOf(ledger, digest)),
    ...facts("bundle", bundleKeys(), (key) => bundleOf(ledger, key)),
    ...facts("roles", heldTokens(ledger), ({ kind, name }) => rolesOf(ledger, kind, name)),
    freezes: freezesOf(ledger, place),
  };
}

export async function indexFacts(view: View, ledger: Ledger, place: Place): Promise<Facts> {
  const at = ledger.clock.now;
  return {
    ...facts("party", accounts, (account) => indexedParty(view, addressOf(account))),
    ...facts("namespace", prefixes, (prefix) => indexedNamespace(view, prefix, at)),
    ...facts("record", identifiers, (identifier) => indexedRecord(view, identifier)),
    ...facts("batch", possibleBatches, (name) => indexedBatch(view, place, name)),
    ...facts("range", ranges.map(rangeText), (name) => isReserved(view, name)),
    ...facts("twin", contents, (name) => indexedTwin(view, name)),
    ...facts("content", contents, (name) => view.twinByContent(digestOf(name))?.id ?? null),
    ...facts("grant", ledger.grants.all.keys(), (name) => indexedGrant(view, ledger.grants.all.get(name))),
    ...facts("terms", termsByName.keys(), (name) => indexedTerms(view, name)),
    ...facts("group", ledger.groups.all.keys(), (key) => indexedGroup(view, key)),
    ...(await awaited("anchors", digests, (digest) => indexedAnchors(view, digest))),
    ...facts("bundle", bundleKeys(), (key) => indexedBundle(view, key)),
    ...(await awaited("roles", heldTokens(ledger), (token) => indexedRoles(view, ledger, place, token))),
    freezes: await indexedFreezes(view),
  };
}

async function awaited<Name>(kind: string, names: Iterable<Name>, say: (name: Name) => Promise<unknown>) {
  const said = await Promise.all(
    [...names].map(async (name) => [`${kind} ${name}`, await say(name)] as const),
  );
  return Object.fromEntries(said);
}

const frozenWord = (frozen: boolean) => (frozen ? true : undefined);

function partyOf({ parties }: Ledger, account: number) {
  const { kind, controller, controlEpoch, frozen } = parties.of(account);
  return {
    kind: partyKinds[kind - 1] ?? null,
    controller: controller === null ? null : addressOf(controller),
    epoch: controlEpoch,
    frozen: frozenWord(frozen),
  };
}

function indexedParty(view: View, address: store.Address) {
  const party = view.party(address);
  const control = view.control(address);
  return {
    kind: party?.kind ?? null,
    controller: control === null ? address : control.controller,
    epoch: control?.epoch ?? 0,
    frozen: party?.frozen,
  };
}

function namespaceOf({ namespaces }: Ledger, prefix: string) {
  const namespace = namespaces.all.get(prefix);
  if (namespace === undefined) return null;
  const { holder, epoch, suspendedBy, emancipated, expiry, levels, mayIssue, tenure } = namespace;
  const parent = namespaces.parentOf(namespace);
  return {
    parent: parent === undefined ? null : namespaceWord(parent.prefix),
    holder: addressOf(holder),
    epoch,
    suspendedBy,
    emancipated,
    terms: { expiry, levels, mayIssue },
    tenure,
    parentTenure: namespace.parentTenure,
    answersSince: namespace.answersSince,
    frozen: frozenWord(namespace.frozen),
    standing: namespaces.standingOf(prefix),
  };
}

function indexedNamespace(view: View, prefix: string, at: number) {
  const zone = zoneOf(view, "gs1", namespaceWord(prefix), at);
  if (zone === null) return null;
  const { parent, holder, epoch, suspension, emancipated, terms, tenure, ...others } = zone.namespace;
  return {
    parent,
    holder,
    epoch,
    suspendedBy: suspension?.ancestorLength ?? null,
    emancipated,
    terms,
    tenure,
    parentTenure: others.parentTenure,
    answersSince: others.answersSince,
    frozen: others.frozen,
    standing: zone.standing,
  };
}

function recordOf({ records }: Ledger, place: Place, identifier: string) {
  const record = records.all.get(identifier);
  if (record === undefined) return null;
  const { holder, epoch, status, prefixLength, namespaceEpoch, version, content, locked, frozen, member } =
    record;
  return {
    owner: addressOf(holder),
    epoch,
    status,
    prefixLength,
    namespaceEpoch,
    version,
    digest: contentDigestOf(content),
    locked,
    frozen: frozenWord(frozen),
    member:
      member === null
        ? null
        : { batch: batchWord(place, batchNamed(member.batch)), index: String(member.index) },
  };
}

function indexedRecord(view: View, identifier: string) {
  const record = view.record(recordWord(identifier));
  if (record === null) return null;
  const { owner, epoch, status, prefixLength, namespaceEpoch, version, digest, locked, frozen, member } =
    record;
  return { owner, epoch, status, prefixLength, namespaceEpoch, version, digest, locked, frozen, member };
}

function batchOf({ batches }: Ledger, name: string) {
  const batch = batches.all.get(name);
  if (batch === undefined) return null;
  const { holder, epoch, body, prefixLength, namespaceEpoch, revoked, frozen } = batch;
  return {
    owner: addressOf(holder),
    epoch,
    kind: body.kind,
    prefixLength,
    namespaceEpoch,
    status: revoked ? "revoked" : "active",
    frozen: frozenWord(frozen),
    released: body.kind === "rule" && batches.taken.get(name)?.use !== "batch",
    revokedMembers: memberIndices.filter((index) => batch.revokedMembers.has(Number(index))),
  };
}

function indexedBatch(view: View, place: Place, name: string) {
  const id = batchWord(place, batchNamed(name));
  const batch = view.batch(id);
  if (batch === null) return null;
  const { owner, epoch, kind, prefixLength, namespaceEpoch, status, frozen } = batch;
  return {
    owner,
    epoch,
    kind,
    prefixLength,
    namespaceEpoch,
    status,
    frozen,
    released: batch.kind === "rule" && batch.released !== null,
    revokedMembers: memberIndices.filter((index) => view.isMemberRevoked(id, index)),
  };
}

function isReserved(view: View, name: string): boolean {
  const range = ranges.find((each) => rangeText(each) === name);
  if (range === undefined) throw new RangeError(`There is no range ${name}`);
  const reservation = view.reservation(rangeWord(range));
  return reservation !== null && reservation.released === null;
}

const idOrNull = (twin: string | undefined) => (twin === undefined ? null : twinWord(twin));

function twinOf({ twins }: Ledger, name: string) {
  const twin = twins.all.get(name);
  if (twin === undefined) return null;
  const { holder, epoch, kind, state, author, versions, frozen } = twin;
  return {
    owner: addressOf(holder),
    epoch,
    kind,
    state,
    author: addressOf(author),
    version: versions.length,
    digest: digestOf(versions.at(-1) ?? name),
    frozen: frozenWord(frozen),
  };
}

function indexedTwin(view: View, name: string) {
  const twin = view.twin(twinWord(name));
  if (twin === null) return null;
  const { owner, epoch, kind, state, author, version, frozen } = twin;
  return { owner, epoch, kind, state, author, version: version.version, digest: version.digest, frozen };
}

function grantOf(grant: Grant | undefined) {
  if (grant === undefined) return null;
  const { name, status, from, until, actions, sequence, accepted, frozen, above } = grant;
  return {
    assetEpoch: name.epoch,
    scope: name.scope,
    terms: termsIdOf(name.terms),
    status,
    from,
    until,
    actions: grantActions.filter((_, bit) => (actions & (1 << bit)) !== 0),
    sequence,
    accepted,
    released: grant.released || grant.givenUp,
    frozen: frozenWord(frozen),
    parent:
      above === null || name.parent === null
        ? null
        : { grant: grantWord(name.parent), sequence: above.sequence },
  };
}

function indexedGrant(view: View, grant: Grant | undefined) {
  const found = grant === undefined ? null : view.grant(grantWord(grant.name));
  if (found === null) return null;
  const { assetEpoch, scope, terms, status, from, until, actions, sequence, frozen, parent } = found;
  const accepted = found.accepted !== null;
  const released = found.released !== null;
  return {
    assetEpoch,
    scope,
    terms,
    status,
    from,
    until,
    actions,
    sequence,
    accepted,
    released,
    frozen,
    parent,
  };
}

function indexedTerms(view: View, name: string): boolean {
  const id = termsIdOf(name);
  return id !== null && view.terms(id) !== null;
}

function groupOf({ groups }: Ledger, key: string) {
  const group = groups.all.get(key);
  if (group === undefined) return null;
  return {
    owner: addressOf(group.owner),
    epoch: group.epoch,
    size: group.members.size,
    members: accounts.filter((account) => group.members.has(account)),
  };
}

function indexedGroup(view: View, key: string) {
  const id = groupWord(key);
  const group = view.group(id);
  if (group === null) return null;
  const { owner, epoch, size } = group;
  return {
    owner,
    epoch,
    size,
    members: accounts.filter((account) => view.isMember(id, addressOf(account))),
  };
}

const anchorsOf = ({ evidence }: Ledger, digest: string) =>
  possibleParties
    .map((author) => ({ author: addressOf(author), time: evidence.anchorOf(digest, author) }))
    .filter(({ time }) => time !== 0)
    .sort((one, other) => (one.author < other.author ? -1 : 1));

async function indexedAnchors(view: View, digest: string) {
  const { items } = await view.anchorsOf(digestOf(digest), { limit: 100 });
  return items.map(({ author, anchored }) => ({ author, time: anchored.time }));
}

const bundleKeys = (): readonly string[] =>
  possibleParties.flatMap((author) => digests.map((digest) => `${author} ${digest}`));

function partsOf(key: string) {
  const [author, ...words] = key.split(" ");
  return { author: Number(author), digest: words.join(" ") };
}

function bundleOf({ evidence }: Ledger, key: string) {
  const { author, digest } = partsOf(key);
  const bundle = evidence.bundleOf(digest, author);
  if (bundle === undefined) return null;
  const { count, supersedes, supersededBy } = bundle;
  return { count, supersedes: digestOrNull(supersedes), supersededBy: digestOrNull(supersededBy) };
}

const digestOrNull = (name: string | null) => (name === null ? null : digestOf(name));

function indexedBundle(view: View, key: string) {
  const { author, digest } = partsOf(key);
  const bundle = view.bundle(digestOf(digest), addressOf(author));
  if (bundle === null) return null;
  const { count, supersedes, supersededBy } = bundle;
  return { count, supersedes, supersededBy };
}

interface Held {
  readonly kind: TokenKind;
  readonly name: string;
  toString(): string;
}

const tokenKinds = ["namespace", "record", "batch", "twin"] as const;

const heldTokens = (ledger: Ledger): readonly Held[] =>
  tokenKinds.flatMap((kind) =>
    [...ledger.tokens(kind).all.keys()].map((name) => ({ kind, name, toString: () => `${kind} ${name}` })),
  );

/** Accounts with a role, in the order of their addresses. */
function rolesOf(ledger: Ledger, kind: TokenKind, name: string) {
  const tokens = ledger.tokens(kind);
  const token = tokens.all.get(name);
  if (token === undefined || ledger.parties.of(token.holder).controller === null) return null;
  return accounts
    .filter((account) => tokens.rolesOf(token, account) !== 0)
    .map(addressOf)
    .sort();
}

async function indexedRoles(view: View, ledger: Ledger, place: Place, { kind, name }: Held) {
  const token = ledger.tokens(kind).all.get(name);
  if (token === undefined || ledger.parties.of(token.holder).controller === null) return null;
  const controlEpoch = view.control(addressOf(token.holder))?.epoch ?? 0;
  const of = { token: tokenOf(place, kind, name), epoch: token.epoch, controlEpoch };
  const { items } = await view.tokenRoles(of, { limit: 100 });
  return items.filter(({ roles }) => roles.length > 0).map(({ account }) => account);
}

function tokenOf(place: Place, kind: TokenKind, name: string): store.Token {
  switch (kind) {
    case "namespace":
      return { kind, id: namespaceWord(name) };
    case "record":
      return { kind, id: recordWord(name) };
    case "batch":
      return { kind, id: batchWord(place, batchNamed(name)) };
    case "twin":
      return { kind, id: twinWord(name) };
  }
}

const inOrder = (all: readonly string[]): readonly string[] => [...all].sort();

function freezesOf(ledger: Ledger, place: Place): readonly string[] {
  const idOf = (thing: Thing): string =>
    thing.kind === "party" ? addressOf(Number(thing.name)) : thingWord(place, thing);
  return inOrder(
    ledger.supervision
      .all()
      .map(
        ({ thing, office, reason }) => `${thing.kind} ${idOf(thing)} ${office} ${freezeReasons[reason - 1]}`,
      ),
  );
}

async function indexedFreezes(view: View): Promise<readonly string[]> {
  const { items } = await view.frozenThings({ limit: 100 });
  return inOrder(
    items.flatMap(({ thing, freezes }) =>
      freezes.map(({ office, reason }) => `${thing.kind} ${thing.id} ${office} ${reason}`),
    ),
  );
}
