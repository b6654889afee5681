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
  const things: Thing[] = [];
  for (const thing of thingsOf(draft, event)) {
    if (!things.some(({ kind, id }) => kind === thing.kind && id === thing.id)) things.push(thing);
  }
  const owners = new Set<Address>(partiesOf(draft, event));
  const namespaces = new Set<NamespaceId>();
  for (const thing of things) {
    const { owner, namespace } = holderOf(draft, thing);
    if (owner !== null) owners.add(owner);
    if (namespace !== null) namespaces.add(namespace);
  }
  owners.delete(zeroAddress);
  return {
    things,
    owners: [...owners],
    namespaces: [...namespaces],
    grantee: granteeOf(draft, event),
  };
}

function* thingsOf(draft: Draft, event: LedgerEvent): Generator<Thing> {
  if ("tokenId" in event) yield tokenOf(event.contract, event.tokenId);
  if ("record" in event) {
    yield event.contract === "identifiers"
      ? { kind: "record", id: event.record }
      : { kind: "sealed", id: event.record };
  }
  if ("batch" in event) yield { kind: "batch", id: event.batch };
  if ("twin" in event) yield { kind: "twin", id: event.twin };
  if ("whole" in event) {
    yield { kind: "twin", id: event.whole };
    yield { kind: "twin", id: event.component };
  }
  if (event.event === "TwinDerived") yield { kind: "twin", id: event.parent };
  // Where it issues something, it is no more than the thing's namespace.
  if ("namespace" in event && event.contract === "namespaces")
    yield { kind: "namespace", id: event.namespace };
  if ("identity" in event) yield { kind: "party", id: event.identity };
  if ("party" in event) yield { kind: "party", id: event.party };
  if ("grant" in event) yield { kind: "grant", id: event.grant };
  if (event.contract === "relations") yield relatedTo(event.kind, event.subject);
  if (event.event === "ThingFrozen" || event.event === "ThingUnfrozen") {
    const frozen = frozenThing(draft, event.registry, event.thing);
    if (frozen !== null) yield frozen;
  }
  const asset = assetOf(draft, event);
  if (asset !== null) yield asset;
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
function* partiesOf(draft: Draft, event: LedgerEvent): Generator<Address> {
  switch (event.event) {
    case "Transfer":
      yield event.from;
      yield event.to;
      break;
    case "ApprovalForAll":
    case "OperatorSet":
    case "AllowanceSet":
      yield event.owner;
      break;
    case "UnitsMoved":
      yield event.sender;
      yield event.receiver;
      break;
    case "QuotaConsumed":
      yield event.holder;
      break;
    case "EvidenceAnchored":
    case "BundleAnchored":
      yield event.author;
      break;
    case "RightProposed":
      yield event.proposer;
      break;
    case "RegistrarAccredited":
    case "AccreditationWithdrawn":
    case "PartyAttested":
    case "AttestationRevoked":
      yield event.registrar;
      break;
    case "GroupCreated":
    case "GroupMemberAdded":
    case "GroupMemberRemoved":
    case "GroupCleared": {
      const group = draft.get(tables.group, event.group);
      if (group !== null) yield group.owner;
    }
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
