/**
 * Other identifiers of the same thing: those of which both records state it, each by its present owner, while both are in force
 * and neither is frozen.
 *
 * Only what a record itself states is looked at, so that statements of others about it cost its answer nothing. An equivalent's own
 * equivalents are not taken over: their owners have agreed with it and with nobody else, and whoever it agrees with next would be
 * attached to a record whose owner was not asked.
 */
import { handledBy } from "../../identifiers/gs1/vocabulary.js";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { uriForm } from "../../identifiers/index.js";
import { sameAs } from "../../ledger/sameAs.js";
import type { RecordEntity, RecordId } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { identifierOf } from "./identifierOf.js";
import { levelsAbove, linksOf, type ResolvedLink } from "./links.js";
import { type Located, located } from "./locate.js";
import { type ResolvedSubject, subjectOf } from "./subject.js";

export interface Equivalent {
  readonly identifier: LedgerIdentifier;
  readonly located: Located;
  /** What its own record stands for. */
  readonly subject: ResolvedSubject;
}

/**
 * Whether what a record states, and what is stated of it, counts: it is in force, and neither it nor its owner is frozen. A frozen
 * record cannot take its word back, and a frozen owner cannot give one.
 */
export function speaks(view: EntityView, { record, status }: Located): boolean {
  return status === "active" && record.frozen !== true && view.party(record.owner)?.frozen !== true;
}

/** Whether a record's present owner states it to be the same as another: what a former one stated binds nobody. */
export function states(view: EntityView, { id, epoch }: RecordEntity, other: RecordId): boolean {
  const own = view.sameAs(id);
  return own !== null && own.epoch === epoch && own.stated.includes(other);
}

/**
 * In the order in which the record states them; at most as many as count of one record.
 * @param at Unix seconds at which namespaces must not have expired.
 */
export function equivalentsOf(view: EntityView, own: Located, at: number): readonly Equivalent[] {
  const { record } = own;
  // Its statements are links of its own: most records have none, and are not looked up for any.
  if (!Object.hasOwn(record.linkset, sameAs)) return [];
  const statement = view.sameAs(record.id);
  if (statement === null || statement.epoch !== record.epoch || !speaks(view, own)) return [];
  return statement.stated.flatMap((other) => agreed(view, record.id, other, at));
}

function agreed(view: EntityView, own: RecordId, other: RecordId, at: number): Equivalent[] {
  const record = view.record(other);
  if (record === null || !states(view, record, own)) return [];
  const identifier = identifierOf(view, record);
  const found = identifier && located(view, identifier.scheme, record, at);
  if (identifier === null || found === null || !speaks(view, found)) return [];
  return [{ identifier, located: found, subject: subjectOf(view, record) }];
}

/** The first equivalent that stands for something, for a record that stands for nothing. */
export function lenderOf(record: RecordEntity, equivalents: readonly Equivalent[]): Equivalent | undefined {
  return equivalents.find(
    ({ subject }) =>
      subject.kind !== "none" && (subject.kind !== "record" || subject.record.id !== record.id),
  );
}

/**
 * Links that each equivalent's own answer has, its coarser levels' among them. A hand-off to another resolver speaks for a key and
 * not for the thing, so it is not among them.
 */
export function sharedLinks(
  view: EntityView,
  equivalents: readonly Equivalent[],
  at: number,
): readonly ResolvedLink[] {
  return equivalents.flatMap(({ identifier, located: found }) =>
    linksOf(found, levelsAbove(view, identifier, at), identifier)
      .filter(({ rel }) => rel !== handledBy)
      .map((link) => ({ ...link, sharedBy: uriForm(identifier) })),
  );
}
