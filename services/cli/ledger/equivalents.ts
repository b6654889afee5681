/** What records state to be the same as themselves, as the chain has it. */

import { zeroAddress } from "../../ledger/hex.js";
import { type RegisteredThing, readFreezeCount } from "../../ledger/reads/supervision.js";
import { type Agreement, type Stated, statedIn } from "../../ledger/sameAs.js";
import type { RecordId } from "../../store/model.js";
import { effectiveStatus } from "../resolver/status.js";
import { eventsIncomplete, eventsOf, isBefore } from "./events.js";
import { type LocatedRecord, locate } from "./locate.js";
import { type ReadContent, readContent } from "./recordContent.js";
import type { LedgerSession } from "./session.js";

/** A record with what it states. */
export interface Side {
  readonly located: LocatedRecord;
  readonly content: ReadContent;
  readonly stated: readonly Stated[];
  /** Whether the present owner set the content: what a former one stated binds nobody. */
  readonly isCurrent: boolean;
  /** Whether it is in force, and neither it nor its owner is frozen. */
  readonly speaks: boolean;
}

/** An identifier that a record states, with the other record; null where nobody registered that. */
export interface Equivalent {
  readonly stated: Stated;
  readonly side: Side | null;
  readonly agreement: Agreement;
}

/** @param until The moment; the head if left out. */
export async function readSide(
  session: LedgerSession,
  located: LocatedRecord,
  until?: number,
): Promise<Side> {
  const content = await readContent(session, located, until);
  return {
    located,
    content,
    stated: statedIn(content.linkset ?? {}).filter(({ id }) => id !== located.id),
    isCurrent: await isCurrent(session, located, until),
    speaks: effectiveStatus(located) === "active" && !(await isFrozen(session, located, until)),
  };
}

/** Everything that a record states, and whether the other side agrees. */
export function readEquivalents(
  session: LedgerSession,
  own: Side,
  until?: number,
): Promise<readonly Equivalent[]> {
  return Promise.all(
    own.stated.map(async (stated) => {
      const { record } = await locate(session, stated.identifier, until);
      const side = record === null ? null : await readSide(session, record, until);
      return { stated, side, agreement: side === null ? "unregistered" : agreementOf(own, side) };
    }),
  );
}

export function agreementOf(one: Side, other: Side): Agreement {
  if (!states(one, other.located.id) || !states(other, one.located.id)) return "one-sided";
  if (!one.isCurrent || !other.isCurrent) return "former-owner";
  return one.speaks && other.speaks ? "agreed" : "not-in-force";
}

/** Whether a record's content, whoever set it, states it to be the same as another. */
export function states({ stated }: Side, other: RecordId): boolean {
  return stated.some(({ id }) => id === other);
}

async function isCurrent(
  session: LedgerSession,
  { id, state }: LocatedRecord,
  until?: number,
): Promise<boolean> {
  const transfers = await eventsOf(session, "identifiers", "Transfer", [null, null, id], until);
  const moves = transfers.filter(({ event }) => event.from !== zeroAddress);
  if (moves.length + 1 !== state.epoch) throw eventsIncomplete(id);
  const content = (await eventsOf(session, "identifiers", "RecordContentUpdated", [id], until)).at(-1);
  const move = moves.at(-1);
  return content !== undefined && (move === undefined || isBefore(move, content));
}

async function isFrozen(
  { provider, deployment }: LedgerSession,
  { id, state }: LocatedRecord,
  until?: number,
): Promise<boolean> {
  const things: readonly RegisteredThing[] = [
    { kind: "record", id },
    { kind: "party", id: state.owner },
  ];
  const counts = await Promise.all(
    things.map((thing) => readFreezeCount(provider, deployment, thing, until)),
  );
  return counts.some((count) => count > 0);
}
