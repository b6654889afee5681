/**
 * What was granted to somebody of an asset, of all scopes and holdings together: a decision asks for several, and most have nothing. So it
 * takes one look, whoever asks and for whatever; what finds no room takes one more.
 */
import type { Draft } from "./draft.js";
import { type Table, tables } from "./keys.js";
import type { GrantId } from "./model.js";
import type {
  GivenGrants,
  GrantedTo,
  GrantPlace,
  GrantsOfGrantee,
  GrantsOfPlace,
  HeldScope,
} from "./places.js";

/** Places that lie together. Nobody can make the row of another long. */
const mostTogether = 8;

type Get = <Id, Value>(table: Table<Id, Value>, id: Id) => Value | null;

/** What was granted at those places, in their order; nothing of a place where nothing ever was. */
export function grantsOfPlaces(
  get: Get,
  to: GrantedTo,
  places: readonly HeldScope[],
): readonly GrantsOfPlace[] {
  const together = get(tables.grantsOfGrantee, { ...to, apart: null });
  if (together === null) return [];
  return places.flatMap((place) => placeIn(get, to, together, place) ?? []);
}

/** Puts a grant at the end of those of its place and kind, and says how many came before. */
export function addGrant(
  draft: Pick<Draft, "get" | "put">,
  { epoch, scope, ...to }: GrantPlace,
  sublicence: boolean,
  grant: GrantId,
): number {
  const get: Get = (table, id) => draft.get(table, id);
  const together = get(tables.grantsOfGrantee, { ...to, apart: null }) ?? { places: [], more: false };
  const known = placeIn(get, to, together, { epoch, scope });
  const before = known ?? { epoch, scope, given: none, sublicensed: none };
  const kind = sublicence ? "sublicensed" : "given";
  const { count } = before[kind];
  const after: GrantsOfPlace = { ...before, [kind]: { count: count + 1, last: grant } };
  const others = together.places.filter((one) => !isSame(one, after));
  if (others.length < mostTogether) {
    const places = together.places.map((one) => (isSame(one, after) ? after : one));
    const all = known === null ? [...places, after] : places;
    draft.put(tables.grantsOfGrantee, { ...to, apart: null }, { ...together, places: all });
  } else {
    draft.put(tables.grantsOfGrantee, { ...to, apart: { epoch, scope } }, { places: [after], more: false });
    if (!together.more)
      draft.put(tables.grantsOfGrantee, { ...to, apart: null }, { ...together, more: true });
  }
  return count;
}

const none: GivenGrants = { count: 0, last: null };

function placeIn(
  get: Get,
  to: GrantedTo,
  { places, more }: GrantsOfGrantee,
  place: HeldScope,
): GrantsOfPlace | null {
  const found = places.find((one) => isSame(one, place));
  if (found !== undefined) return found;
  const apart = more ? get(tables.grantsOfGrantee, { ...to, apart: place }) : null;
  return apart?.places[0] ?? null;
}

const isSame = (one: HeldScope, { epoch, scope }: HeldScope): boolean =>
  one.epoch === epoch && one.scope === scope;
