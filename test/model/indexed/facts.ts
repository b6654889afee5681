/** What is compared between the index and the model: one fact about each thing. */

import type { View } from "../../../services/store/view.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Place } from "../words/names.js";

/** Facts by what they are about; null where there is nothing of the kind. */
export type Facts = Readonly<Record<string, unknown>>;

/** The index, and what it is asked with: ids are made of the model's names and of the place. */
export interface Index {
  readonly view: View;
  readonly ledger: Ledger;
  readonly place: Place;
}

/** Things of one kind, as both tell of them. */
export interface Topic {
  model(ledger: Ledger, place: Place): Facts;
  index(index: Index): Promise<Facts>;
}

interface Telling<Name> {
  readonly kind: string;
  /** All that is asked for, whether it is there or not. */
  names(ledger: Ledger): Iterable<Name>;
  model(ledger: Ledger, name: Name, place: Place): unknown;
  index(index: Index, name: Name): unknown;
}

export function topic<Name>({ kind, names, model, index }: Telling<Name>): Topic {
  return {
    model: (ledger, place) =>
      Object.fromEntries([...names(ledger)].map((name) => [`${kind} ${name}`, model(ledger, name, place)])),
    index: async (asked) => {
      const said = [...names(asked.ledger)].map(async (name) => [
        `${kind} ${name}`,
        await index(asked, name),
      ]);
      return Object.fromEntries(await Promise.all(said));
    },
  };
}

/** A freeze as the index says it: nothing where there is none. */
export const frozenWord = (frozen: boolean) => (frozen ? true : undefined);

/** A text as a set is compared by. */
export const inOrder = (all: readonly string[]): readonly string[] => [...all].sort();
