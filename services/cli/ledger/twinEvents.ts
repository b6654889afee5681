/**
 * What of a twin only its events tell: texts, and lists whose lengths the state knows. State and events are of the same
 * block, `until`.
 */
import { twinUseOf } from "../../ledger/enums.js";
import { toDigest, zeroAddress, zeroWord } from "../../ledger/hex.js";
import { readQuantity } from "../../ledger/reads/twinParts.js";
import type { Address, Digest, TwinId, TwinUse } from "../../store/model.js";
import { CliError } from "../errors.js";
import { eventsOf } from "./events.js";
import type { LedgerSession } from "./session.js";

/** Royalty as its author set it last; null where none ever was set. */
export async function royaltySet(
  session: LedgerSession,
  twin: TwinId,
  until?: number,
): Promise<{ readonly basisPoints: number; readonly receiver: Address | null } | null> {
  const last = (await eventsOf(session, "twins", "TwinRoyaltySet", [twin], until)).at(-1)?.event;
  if (last === undefined) return null;
  const { basisPoints, receiver } = last;
  return { basisPoints, receiver: receiver === zeroAddress ? null : receiver };
}

/** Where the present licence terms may be read, empty for nowhere. */
export async function licenceUri(session: LedgerSession, twin: TwinId, until?: number): Promise<string> {
  return (await eventsOf(session, "twinTerms", "TwinLicenceAttached", [twin], until)).at(-1)?.event.uri ?? "";
}

/** Licence terms that a twin took from each of its parents; null where the parent had none. */
export async function licencesTaken(
  session: LedgerSession,
  twin: TwinId,
  until?: number,
): Promise<ReadonlyMap<TwinId, Digest | null>> {
  const events = await eventsOf(session, "twinLineage", "TwinDerived", [twin], until);
  return new Map(
    events.map(({ event: { parent, licence } }) => [parent, licence === zeroWord ? null : toDigest(licence)]),
  );
}

/** Twins that have the twin as a parent. @param count How many the state knows. */
export async function childrenOf(
  session: LedgerSession,
  twin: TwinId,
  count: number,
  until: number,
): Promise<readonly TwinId[]> {
  const events = await eventsOf(session, "twinLineage", "TwinDerived", [null, twin], until);
  return complete(
    "children",
    count,
    events.map(({ event }) => event.twin),
  );
}

export interface ListedComponent {
  readonly whole: TwinId;
  readonly component: TwinId;
  readonly quantity: number;
}

/**
 * Lines of bills of material that are in force, with their quantities from the state.
 * @param sides Assembly and component, null for any.
 * @param count How many the state knows.
 */
export async function linesOf(
  session: LedgerSession,
  { whole, component }: { readonly whole: TwinId | null; readonly component: TwinId | null },
  count: number,
  until: number,
): Promise<readonly ListedComponent[]> {
  const { provider, deployment } = session;
  const events = await eventsOf(session, "twinComposition", "ComponentListed", [whole, component], until);
  const ever = new Map(events.map(({ event }) => [`${event.whole} ${event.component}`, event]));
  const lines = await Promise.all(
    [...ever.values()].map(async (event) => ({
      whole: event.whole,
      component: event.component,
      quantity: await readQuantity(provider, deployment, event.whole, event.component, until),
    })),
  );
  return complete(
    "bill of material",
    count,
    lines.filter(({ quantity }) => quantity > 0),
  );
}

/** What the twin's present owner permits, and whom; a party of null is everyone. */
export async function permissionsOf(
  session: LedgerSession,
  twin: TwinId,
  epoch: number,
  until: number,
): Promise<readonly { readonly use: TwinUse; readonly party: Address | null }[]> {
  const events = await eventsOf(session, "twinTerms", "TwinUsePermitted", [twin], until);
  const last = new Map(
    events
      .filter(({ event }) => event.epoch === epoch)
      .map(({ event }) => [`${event.use} ${event.party}`, event]),
  );
  return [...last.values()]
    .filter(({ allowed }) => allowed)
    .map(({ use, party }) => ({ use: twinUseOf(use), party: party === zeroAddress ? null : party }));
}

function complete<Item>(what: string, count: number, items: readonly Item[]): readonly Item[] {
  if (items.length === count) return items;
  throw new CliError(
    "CLI_EVENTS_INCOMPLETE",
    `The node's events do not lead to the twin's state: ${what}, ${items.length} instead of ${count}.`,
    { hint: "Ask another node.", details: { what, events: items.length, state: count } },
  );
}
