import type { Gs1Identifier } from "../identifier.js";
import { applicationIdentifier } from "./applicationIdentifiers.js";
import { type Element, elementOf } from "./elements.js";
import { combine, noKey } from "./gs1Identifier.js";

/**
 * The identifier of a key among elements in any order, no AI twice, each of which has been checked by itself: what the key takes as
 * qualifiers become its qualifiers, in the order of the standard, and the others attributes.
 */
export function arrange(key: Element, elements: readonly Element[]): Gs1Identifier {
  let best: Split | undefined;
  for (const sequence of applicationIdentifier(key.ai)?.qualifiers ?? []) {
    const next = split(key, elements, sequence);
    if (best === undefined || rank(next) > rank(best)) best = next;
    if (best.attributes.length === 0) break;
  }
  if (best === undefined) throw noKey(key);
  return combine(key, best.qualifiers, best.attributes);
}

interface Split {
  readonly qualifiers: readonly Element[];
  readonly attributes: readonly Element[];
}

/** What a sequence of qualifiers takes up, and what it leaves. */
function split(key: Element, elements: readonly Element[], sequence: readonly string[]): Split {
  const qualifiers: Element[] = [];
  for (const ai of sequence) {
    const qualifier = elementOf(elements, ai);
    if (qualifier !== undefined) qualifiers.push(qualifier);
  }
  if (qualifiers.length + 1 === elements.length) return { qualifiers, attributes: [] };
  const attributes = elements.filter((element) => element !== key && !qualifiers.includes(element));
  return { qualifiers, attributes };
}

/** The best split takes up the most elements while the others can be attributes. */
function rank({ qualifiers, attributes }: Split): number {
  const fits = attributes.every(({ ai }) => applicationIdentifier(ai)?.attribute !== false);
  return qualifiers.length + (fits ? qualifiers.length + attributes.length : 0);
}
