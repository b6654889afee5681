/**
 * Finds the record of an identifier.
 *
 * An identifier has one record for ever, under its own id. The namespace that issued it governs it: a prefix that is
 * delegated or suspended later, longer or shorter, neither takes it away nor puts another in its place. It is in force while
 * that namespace is live and answers for the epoch in which it was issued.
 */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { recordId } from "../../ledger/ids.js";
import type { RecordEntity, SealedRecordEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { MomentMemory } from "./moments.js";
import { schemeIds, type Zone, zoneOf } from "./zones.js";

export type EffectiveStatus = RecordEntity["status"] | "namespace-suspended" | "namespace-lapsed";

export interface Located {
  readonly record: RecordEntity;
  /** Of the namespace that issued the record. */
  readonly zone: Zone;
  readonly status: EffectiveStatus;
}

/**
 * null where nobody has registered the identifier.
 * @param at Unix seconds at which its namespace must not have expired.
 */
export function locate(view: EntityView, identifier: LedgerIdentifier, at: number): Located | null {
  const { scheme, canonical } = identifier;
  const record = view.recordOnce(recordId(schemeIds[scheme], canonical));
  return record === null ? null : located(view, scheme, record, at);
}

/** The same for a level that many identifiers have in common, such as their product. */
export function locateShared(view: EntityView, identifier: LedgerIdentifier, at: number): Located | null {
  const key = `${identifier.scheme}:${identifier.canonical}`;
  return sharedLevels.value(view, at, key, () => locate(view, identifier, at));
}

const sharedLevels = new MomentMemory<Located | null>();

/** A record whose namespace the index does not have is nobody's, and counts for nothing. */
export function located(
  view: EntityView,
  scheme: LedgerIdentifier["scheme"],
  record: RecordEntity,
  at: number,
): Located | null {
  const zone = zoneOf(view, scheme, record.namespace, at);
  return zone === null ? null : { record, zone, status: effectiveStatus(record, zone) };
}

/**
 * Retirement is for ever, so it outlasts whatever becomes of the namespace. What a former tenure of it issued has lapsed with
 * that, unless it was adopted.
 */
export function effectiveStatus(
  { status, namespaceEpoch }: RecordEntity | SealedRecordEntity,
  { standing, namespace }: Zone,
): EffectiveStatus {
  if (status === "retired") return status;
  if (namespaceEpoch < namespace.answersSince) return "namespace-lapsed";
  return standing === "live" ? status : `namespace-${standing}`;
}
