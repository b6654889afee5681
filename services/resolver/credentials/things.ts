/** Tokens of the ledger as credentials name them, and whether they are in force. */
import { ended, holds, type Standing, suspended } from "../../credentials/standing.js";
import type { NamedThing } from "../../credentials/subjects.js";
import { thingTypes } from "../../credentials/types.js";
import { isLedgerScheme } from "../../identifiers/index.js";
import type {
  Address,
  BatchEntity,
  NamespaceId,
  RecordEntity,
  SchemeId,
  SealedRecordEntity,
  Token,
} from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { hostedDid } from "../resolution/dids.js";
import { effectiveStatus } from "../resolution/locate.js";
import { type Zone, zoneOf } from "../resolution/zones.js";
import type { Lookup } from "./found.js";

export interface HeldThing {
  readonly owner: Address;
  readonly epoch: number;
  readonly standing: Standing;
  readonly named: NamedThing;
  readonly proofPath: string;
}

/** null where there is no such token, or none whose namespace is known. */
export function heldThing(lookup: Lookup, token: Token): HeldThing | null {
  const { view, baseUrl } = lookup;
  const common = { type: thingTypes[token.kind], tokenId: token.id };
  switch (token.kind) {
    case "namespace": {
      const namespace = view.namespace(token.id);
      const zone = zoneOfNamespace(lookup, token.id);
      if (namespace === null || zone === null) return null;
      const { holder, epoch, prefix } = namespace;
      const { scheme } = zone;
      const named = { ...common, scheme, prefix };
      const proofPath = `/v1/proofs/namespace/${scheme}/${encodeURIComponent(prefix)}`;
      return { owner: holder, epoch, standing: inZone(zone, namespace), named, proofPath };
    }
    case "record": {
      const record = view.record(token.id);
      const zone = record && zoneOfNamespace(lookup, record.namespace);
      if (record === null || zone === null) return null;
      const { owner, epoch, identifier } = record;
      const scheme = zone.scheme;
      const id = hostedDid(baseUrl, token);
      const proofPath = `/v1/proofs/identifier/${encodeURIComponent(identifier)}?scheme=${scheme}`;
      const named = { ...common, id, identifier, scheme };
      return { owner, epoch, standing: ofRecord(record, zone), named, proofPath };
    }
    case "sealed": {
      const record = view.sealedRecord(token.id);
      const zone = record && zoneOfNamespace(lookup, record.namespace);
      if (record === null || zone === null) return null;
      const { owner, epoch } = record;
      const proofPath = `/v1/proofs/sealed/${token.id}`;
      return { owner, epoch, standing: ofRecord(record, zone), named: common, proofPath };
    }
    case "batch": {
      const batch = view.batch(token.id);
      const zone = batch && zoneOfNamespace(lookup, batch.namespace);
      if (batch === null || zone === null) return null;
      const { owner, epoch } = batch;
      const proofPath = `/v1/proofs/batch/${token.id}`;
      return { owner, epoch, standing: ofBatch(batch, zone), named: common, proofPath };
    }
    case "twin": {
      const twin = view.twin(token.id);
      if (twin === null) return null;
      const { owner, epoch, state, name } = twin;
      const standing = state === "withdrawn" ? ended("withdrawn") : unlessFrozen(twin, holds);
      const named = { ...common, id: hostedDid(baseUrl, token), title: name };
      return { owner, epoch, standing, named, proofPath: `/v1/proofs/twin/${token.id}` };
    }
  }
}

/** null where the index does not have it, or its scheme is none that is known here. */
export function zoneOfNamespace({ view, moment }: Lookup, id: NamespaceId): Zone | null {
  const namespace = view.namespace(id);
  const scheme = namespace && schemeName(view, namespace.scheme);
  return scheme && isLedgerScheme(scheme) ? zoneOf(view, scheme, id, moment.at) : null;
}

const schemeName = (view: EntityView, id: SchemeId): string | null => view.scheme(id)?.name ?? null;

interface MayBeFrozen {
  readonly frozen?: true | undefined;
}

/** A freeze is said before what the holder or the issuer may lift by itself. */
const unlessFrozen = ({ frozen }: MayBeFrozen, standing: Standing): Standing =>
  frozen === undefined ? standing : suspended("frozen");

const inZone = ({ standing }: Zone, thing: MayBeFrozen): Standing =>
  unlessFrozen(thing, standing === "live" ? holds : suspended(`namespace-${standing}`));

function ofRecord(record: RecordEntity | SealedRecordEntity, zone: Zone): Standing {
  const status = effectiveStatus(record, zone);
  if (status === "retired") return ended("retired");
  return unlessFrozen(record, status === "active" ? holds : suspended(status));
}

function ofBatch(batch: BatchEntity, zone: Zone): Standing {
  const isGone = batch.status === "revoked" || (batch.kind === "rule" && batch.released !== null);
  if (isGone) return ended("batch-revoked");
  const hasLapsed = batch.namespaceEpoch < zone.namespace.answersSince;
  return hasLapsed ? unlessFrozen(batch, suspended("namespace-lapsed")) : inZone(zone, batch);
}
