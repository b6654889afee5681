/**
 * Every key with each selection of its qualifiers, worked out beforehand: what may stand together follows from the AIs alone, and
 * nearly all identifiers are one of these.
 */
import { IdentifierError } from "../errors.js";
import { applicationIdentifiers } from "./applicationIdentifiers.js";
import type { Element } from "./elements.js";
import { checkPairing } from "./pairing.js";

interface Combination {
  /** Whether it may stand as it is: not a payment GLN without its reference. */
  readonly right: boolean;
  /** The combinations with one qualifier more, by its AI. */
  readonly next: ReadonlyMap<string, Combination>;
}

const keys: ReadonlyMap<string, Combination> = new Map(
  applicationIdentifiers().flatMap(({ ai, qualifiers }) =>
    qualifiers === undefined ? [] : [[ai, combination([ai], qualifiers)]],
  ),
);

/** @param sequences Of AIs that may follow, each of which may be left out. */
function combination(ais: readonly string[], sequences: readonly (readonly string[])[]): Combination {
  const following = new Set(sequences.flat());
  const next = [...following].map((ai): [string, Combination] => {
    const rests = sequences.filter((sequence) => sequence.includes(ai));
    return [
      ai,
      combination(
        [...ais, ai],
        rests.map((sequence) => sequence.slice(sequence.indexOf(ai) + 1)),
      ),
    ];
  });
  return { right: mayStand(ais), next: new Map(next) };
}

function mayStand(ais: readonly string[]): boolean {
  try {
    checkPairing(ais.map((ai) => ({ ai, value: "" })));
    return true;
  } catch (error) {
    if (error instanceof IdentifierError) return false;
    throw error;
  }
}

/** Whether nothing can be wrong with a key and its qualifiers beside each other, as far as their AIs go. */
export function isRight(key: Element, qualifiers: readonly Element[]): boolean {
  let found = keys.get(key.ai);
  for (const { ai } of qualifiers) found = found?.next.get(ai);
  return found?.right === true;
}
