/** What was granted to somebody of an asset: found again place by place, however many there are, as a model made of lists has it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addGrant } from "../../../services/store/grantPlaces.js";
import { tables } from "../../../services/store/keys.js";
import type { GrantedTo, HeldScope } from "../../../services/store/places.js";
import type { Store } from "../../../services/store/store.js";
import { address, checkpoint, grant, grantId, recordId } from "./model.fixture.js";
import { temporaryStore } from "./temporary.fixture.js";

const asset = { kind: "record", id: recordId(1) } as const;
const grantees: readonly GrantedTo["grantee"][] = [
  { kind: "party", party: address(1) },
  { kind: "party", party: address(2) },
  { kind: "groups" },
];
const scopes = ["", null, ...Array.from({ length: 14 }, (_, number) => `data set ${number}`)];
const places: readonly HeldScope[] = scopes.flatMap((scope) => [0, 1].map((epoch) => ({ epoch, scope })));

interface Given {
  readonly to: number;
  readonly place: number;
  readonly sublicence: boolean;
}

const given = fc.record({
  to: fc.nat(grantees.length - 1),
  place: fc.nat(places.length - 1),
  sublicence: fc.boolean(),
});

const at = <Item>(items: readonly Item[], place: number): Item => {
  const item = items[place];
  if (item === undefined) throw new RangeError(`There is no ${place}`);
  return item;
};

/** Puts grants, a block for each part. */
async function put(store: Store, parts: readonly (readonly Given[])[]): Promise<void> {
  let number = 0;
  for (const [block, part] of parts.entries()) {
    const draft = store.draft();
    for (const { to, place, sublicence } of part) {
      const id = grantId(number);
      const where = { ...asset, ...at(places, place), grantee: at(grantees, to) };
      const ordinal = addGrant(draft, where, sublicence, id);
      draft.put(tables.grantOfPlace, { place: where, sublicence, ordinal }, id);
      draft.put(tables.grant, id, grant(number));
      number += 1;
    }
    await draft.commit(checkpoint(block + 1), { durable: false });
  }
}

describe("grants of places", () => {
  it("are those of each place asked for, the owner's and then the sub-licences, the last one first", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(given, { maxLength: 40 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        async (parts, limit) => {
          const store = await temporaryStore();
          await put(store, parts);
          const all = parts.flat().map((one, number) => ({ ...one, id: grantId(number) }));
          for (const [to, grantee] of grantees.entries()) {
            const asked = places.filter((_, place) => place % 3 !== to);
            const found = store.read((view) => view.grantsAt({ ...asset, grantee }, asked, limit));
            const kinds = asked.flatMap((place) =>
              [false, true].map((sublicence) =>
                all.filter(
                  (one) => one.to === to && at(places, one.place) === place && one.sublicence === sublicence,
                ),
              ),
            );
            const expected = kinds.flatMap((one) => one.toReversed().slice(0, limit));
            expect(found.grants.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
            expect(found.complete).toBe(kinds.every((one) => one.length <= limit));
          }
          await store.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  it("are found with one look, be there any or not, and with one more for each place where many are", async () => {
    const store = await temporaryStore();
    const many = places.map((_, place) => ({ to: 0, place, sublicence: false }));
    await put(store, [many, [{ to: 1, place: 3, sublicence: false }]]);
    const row = (grantee: GrantedTo["grantee"]) => ({ ...asset, grantee, apart: null });
    const lengths = grantees.map((grantee) =>
      store.read((view) => view.grantsAt({ ...asset, grantee }, places, 9).grants.length),
    );
    expect(lengths).toEqual([places.length, 1, 0]);
    const draft = store.draft();
    const first = draft.get(tables.grantsOfGrantee, row(at(grantees, 0)));
    expect(first?.places.length).toBeLessThan(places.length);
    expect(first?.more).toBe(true);
    expect(draft.get(tables.grantsOfGrantee, row(at(grantees, 1)))?.more).toBe(false);
    await store.close();
  });
});
