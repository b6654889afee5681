/** Who sees what of the AAS interfaces: the one place where that is decided. Whatever is in force is public. */
import type { LedgerScheme } from "../../identifiers/identifier.js";
import type { RecordEntity, TwinEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { located } from "../resolution/locate.js";

/** @param at Unix seconds at which the record's namespace must not have expired. */
export function isVisible(view: EntityView, scheme: LedgerScheme, record: RecordEntity, at: number): boolean {
  return located(view, scheme, record, at)?.status === "active";
}

/** A twin that its owner withdrew for ever has no shell any more. */
export function isShown(twin: TwinEntity): boolean {
  return twin.state !== "withdrawn";
}
