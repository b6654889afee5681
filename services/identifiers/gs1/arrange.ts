import type { Gs1Identifier } from "../identifier.js";
import { applicationIdentifier } from "./applicationIdentifiers.js";
import type { Element } from "./elements.js";
import { assemble } from "./gs1Identifier.js";

/**
 * The identifier of a key among elements in any order, each of which has been checked by itself: what the key takes as
 * qualifiers become its qualifiers, in the order of the standard, and the others attributes.
 */
export function arrange(key: Element, elements: readonly Element[]): Gs1Identifier {
  const [first = [], ...others] = applicationIdentifier(key.ai)?.qualifiers ?? [];
  let best = split(key, elements, first);
  for (const sequence of best.attributes.length === 0 ? [] : others) {
    const next = split(key, elements, sequence);
    if (rank(next) > rank(best)) best = next;
  }
  return assemble(key, best.qualifiers, best.attributes);
}

interface Split {
  readonly qualifiers: readonly Element[];
  readonly attributes: readonly Element[];
}

/** What a sequence of qualifiers takes up, and what it leaves. */
function split(key: Element, elements: readonly Element[], sequence: readonly string[]): Split {
  const qualifiers: Element[] = [];
  for (const ai of sequence) {
    const qualifier = elements.find((element) => element.ai === ai);
    if (qualifier !== undefined) qualifiers.push(qualifier);
  }
  const attributes = elements.filter((element) => element !== key && !qualifiers.includes(element));
  return { qualifiers, attributes };
}

/** The best split takes up the most elements while the others can be attributes. */
function rank({ qualifiers, attributes }: Split): number {
  const fits = attributes.every(({ ai }) => applicationIdentifier(ai)?.attribute !== false);
  return qualifiers.length + (fits ? qualifiers.length + attributes.length : 0);
}
