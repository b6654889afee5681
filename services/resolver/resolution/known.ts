/** What is known of identifiers that somebody is about to register: of many at once, so no more of each than that takes. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import type { Known } from "../../importers/registration/known.js";
import { recordId } from "../../ledger/ids.js";
import type { EntityView } from "../../store/view.js";
import { type Lists, memberAt, rangeAround } from "./members.js";
import { schemeIds } from "./zones.js";

/**
 * null where it is free, as far as the index and the lists that are here say. What a former tenure of the namespace listed counts for
 * nothing, and is free too.
 * @param at Unix seconds at which its namespace must not have expired.
 */
export function knownOf(
  view: EntityView,
  lists: Lists,
  identifier: LedgerIdentifier,
  at: number,
): Known | null {
  const { scheme, canonical } = identifier;
  if (view.recordOnce(recordId(schemeIds[scheme], canonical)) !== null) return { kind: "record" };
  const member = memberAt(view, lists, identifier, at);
  if (member === null) {
    const kept = rangeAround(view, identifier);
    return kept === null ? null : { kind: "reserved", range: kept };
  }
  const { batch, index, status } = member;
  if (batch.kind === "merkle" && status === "namespace-lapsed") return null;
  return {
    kind: "member",
    batch: batch.id,
    way: batch.kind === "rule" ? "range" : "list",
    index: index.toString(),
    owner: batch.owner,
    status,
    links: batch.kind === "merkle" ? (lists?.linksOf(batch.id) ?? {}) : {},
  };
}
