/**
 * Finds the record that counts for an identifier.
 *
 * The longest live prefix is the authority, as with a DNS zone cut: what a shorter namespace has registered beneath it
 * does not count. Where the authority has no record, one of a longer namespace that is not live now is still found, so
 * that its history stays visible; its effective status says that it is out of force.
 */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { recordId } from "../../ledger/ids.js";
import type { RecordEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import type { Zone } from "./zones.js";

export type EffectiveStatus = RecordEntity["status"] | "namespace-suspended";

export interface Located {
  readonly record: RecordEntity;
  readonly zone: Zone;
  readonly status: EffectiveStatus;
}

/** The authority among zones that come longest first. */
export function authorityOf(zones: readonly Zone[]): Zone | null {
  return zones.find((zone) => zone.live) ?? null;
}

export function locate(
  view: EntityView,
  identifier: LedgerIdentifier,
  zones: readonly Zone[],
): Located | null {
  const authority = authorityOf(zones);
  if (authority !== null) {
    const record = recordIn(view, identifier, authority);
    if (record !== null) return { record, zone: authority, status: record.status };
  }
  for (const zone of zones) {
    if (zone === authority) return null;
    const record = recordIn(view, identifier, zone);
    if (record !== null) return { record, zone, status: statusOutOfForce(record) };
  }
  return null;
}

function recordIn(view: EntityView, identifier: LedgerIdentifier, zone: Zone): RecordEntity | null {
  return view.record(recordId(zone.namespace.id, identifier.canonical));
}

/** Retirement is for ever, so it outlasts a suspension of the namespace. */
function statusOutOfForce(record: RecordEntity): EffectiveStatus {
  return record.status === "retired" ? "retired" : "namespace-suspended";
}
