/** Whom and what an event concerns: what the log of events is searched by. Asked when the event has had its effect. */
import { relationKindOf } from "../ledger/enums.js";
import type { LedgerEvent } from "../ledger/events/decodeLog.js";
import { type Hex, toAddress, tokenWord, toQuotaId, toTwinId, zeroAddress } from "../ledger/hex.js";
import type { Draft } from "../store/draft.js";
import type { LoggedEvent } from "../store/events.js";
import { tables } from "../store/keys.js";
import type { Address, Asset, NamespaceId, ProposalEntity, QuotaEntity, Thing } from "../store/model.js";
import { frozenThing } from "./projections/supervision.js";
import { tokenOf } from "./projections/tokens.js";

export type Concerned = Pick<LoggedEvent, "things" | "owners" | "namespaces" | "grantee">;

export function concerned(draft: Draft, event: LedgerEvent): Concerned {
  const things = thingsOf(draft, event);
  let owners: readonly Address[] = [];
  let namespaces: readonly NamespaceId[] = [];
  for (const party of partiesOf(draft, event)) if (party !== zeroAddress) owners = withOne(owners, party);
  for (const thing of things) {
    const { owner, namespace } = holderOf(draft, thing);
    if (owner !== null && owner !== zeroAddress) owners = withOne(owners, owner);
    if (namespace !== null) namespaces = withOne(namespaces, namespace);
  }
  return { things, owners, namespaces, grantee: granteeOf(draft, event) };
}

/** Each value once. They are mostly one at most: a list that is pushed to takes room for seventeen. */
function withOne<Value>(values: readonly Value[], value: Value): readonly Value[] {
  if (values.length === 0) return [value];
  return values.includes(value) ? values : [...values, value];
}

function thingsOf(draft: Draft, event: LedgerEvent): readonly Thing[] {
  let things: readonly Thing[] = [];
  if ("tokenId" in event) things = withThing(things, tokenOf(event.contract, event.tokenId));
  if ("record" in event) {
    things = withThing(
      things,
      event.contract === "identifiers"
        ? { kind: "record", id: event.record }
        : { kind: "sealed", id: event.record },
    );
  }
  if ("batch" in event) things = withThing(things, { kind: "batch", id: event.batch });
  if ("twin" in event) things = withThing(things, { kind: "twin", id: event.twin });
  if ("whole" in event) {
    things = withThing(things, { kind: "twin", id: event.whole });
    things = withThing(things, { kind: "twin", id: event.component });
  }
  if (event.event === "TwinDerived") things = withThing(things, { kind: "twin", id: event.parent });
  // Where it issues something, it is no more than the thing's namespace.
  if ("namespace" in event && event.contract === "namespaces")
    things = withThing(things, { kind: "namespace", id: event.namespace });
  if ("identity" in event) things = withThing(things, { kind: "party", id: event.identity });
  if ("party" in event) things = withThing(things, { kind: "party", id: event.party });
  if ("grant" in event) things = withThing(things, { kind: "grant", id: event.grant });
  if (event.contract === "relations") things = withThing(things, relatedTo(event.kind, event.subject));
  if (event.event === "ThingFrozen" || event.event === "ThingUnfrozen") {
    const frozen = frozenThing(draft, event.registry, event.thing);
    if (frozen !== null) things = withThing(things, frozen);
  }
  const asset = assetOf(draft, event);
  if (asset !== null) things = withThing(things, asset);
  return things;
}

function withThing(things: readonly Thing[], thing: Thing): readonly Thing[] {
  if (things.length === 0) return [thing];
  const isThere = things.some(({ kind, id }) => kind === thing.kind && id === thing.id);
  return isThere ? things : [...things, thing];
}

/** The second side of a relation. */
function relatedTo(kind: number, subject: Hex): Thing {
  return relationKindOf(kind) === "twin"
    ? { kind: "twin", id: toTwinId(subject) }
    : { kind: "party", id: toAddress(`0x${subject.slice(-40)}`) };
}

/** The asset of a grant, an offer, an agreement or a quota. */
function assetOf(draft: Draft, event: LedgerEvent): Asset | null {
  if ("grant" in event) return draft.get(tables.grant, event.grant)?.asset ?? null;
  return proposalOf(draft, event)?.asset ?? quotaOf(draft, event)?.asset ?? null;
}

function proposalOf(draft: Draft, event: LedgerEvent): ProposalEntity | null {
  return "proposal" in event ? draft.get(tables.proposal, event.proposal) : null;
}

function quotaOf(draft: Draft, event: LedgerEvent): QuotaEntity | null {
  const word = "quota" in event ? event.quota : "id" in event ? event.id : null;
  return word === null ? null : draft.get(tables.quota, toQuotaId(tokenWord(word)));
}

function granteeOf(draft: Draft, event: LedgerEvent): Address | null {
  const right = "grant" in event ? draft.get(tables.grant, event.grant) : proposalOf(draft, event);
  return right?.grantee.kind === "party" ? right.grantee.party : null;
}

/** Parties that the event names as owners of something. */
function partiesOf(draft: Draft, event: LedgerEvent): readonly Address[] {
  switch (event.event) {
    case "Transfer":
      return [event.from, event.to];
    case "ApprovalForAll":
    case "OperatorSet":
    case "AllowanceSet":
      return [event.owner];
    case "UnitsMoved":
      return [event.sender, event.receiver];
    case "QuotaConsumed":
      return [event.holder];
    case "EvidenceAnchored":
    case "BundleAnchored":
      return [event.author];
    case "RightProposed":
      return [event.proposer];
    case "RegistrarAccredited":
    case "AccreditationWithdrawn":
    case "PartyAttested":
    case "AttestationRevoked":
      return [event.registrar];
    case "GroupCreated":
    case "GroupMemberAdded":
    case "GroupMemberRemoved":
    case "GroupCleared": {
      const group = draft.get(tables.group, event.group);
      return group === null ? [] : [group.owner];
    }
    default:
      return [];
  }
}

interface Holder {
  readonly owner: Address | null;
  readonly namespace: NamespaceId | null;
}

const nobody: Holder = { owner: null, namespace: null };

/** Whose a thing is, and which namespace issued it. */
function holderOf(draft: Draft, thing: Thing): Holder {
  switch (thing.kind) {
    case "party":
      return { owner: thing.id, namespace: null };
    case "namespace": {
      const found = draft.get(tables.namespace, thing.id);
      return found === null ? nobody : { owner: found.holder, namespace: found.id };
    }
    case "record":
      return draft.get(tables.record, thing.id) ?? nobody;
    case "sealed":
      return draft.get(tables.sealedRecord, thing.id) ?? nobody;
    case "batch":
      return draft.get(tables.batch, thing.id) ?? nobody;
    case "twin":
      return { owner: draft.get(tables.twin, thing.id)?.owner ?? null, namespace: null };
    case "grant":
      return { owner: draft.get(tables.grant, thing.id)?.grantor ?? null, namespace: null };
  }
}
