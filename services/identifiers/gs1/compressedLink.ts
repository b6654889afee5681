import { IdentifierError, withOffset } from "../errors.js";
import type { Gs1Identifier } from "../identifier.js";
import { arrange } from "./arrange.js";
import { looksPacked, unpack } from "./compression/unpack.js";
import { checkElement, type Element, inPlace, isKey, positionIn, type ReadElements } from "./elements.js";
import { checkDuplicates } from "./gs1Identifier.js";

/** Whether a path ends in a key in plain and all else packed. */
export function partlyCompressed(segments: readonly string[]): boolean {
  const [ai, , packed] = segments.slice(-3);
  return ai !== undefined && packed !== undefined && isKey(ai) && /^[A-Za-z0-9_-]+$/.test(packed);
}

/** Whether a path ends in a key and all else packed. */
export function wholeCompressed(segments: readonly string[]): boolean {
  return looksPacked(segments.at(-1) ?? "");
}

/** The parts of a compressed Digital Link. */
export interface CompressedLink {
  /** Where it stands in plain. */
  readonly key?: Element;
  readonly packed: string;
  readonly packedAt: number;
  /** Those of the query. */
  readonly attributes: ReadElements;
}

/** Reads a compressed Digital Link (GS1 Digital Link standard: compression). */
export function parseCompressed(link: CompressedLink): Gs1Identifier {
  const { packed, packedAt, attributes } = link;
  const read = unpacked(packed, packedAt);
  const key = link.key ?? keyAmong(read.elements, packedAt);
  const plain = link.key === undefined ? [] : [key];
  try {
    const elements = [...plain, ...read.elements, ...attributes.elements];
    checkDuplicates(elements);
    return arrange(key, elements);
  } catch (error) {
    throw inPlace(error, (ai) => positionIn(attributes, ai) ?? positionIn(read, ai));
  }
}

/** Packed elements, each checked by itself; all of them stand where the packed text begins. */
function unpacked(packed: string, packedAt: number): ReadElements {
  const elements = withOffset(packedAt, () => unpack(packed));
  for (const element of elements) {
    withOffset(
      () => packedAt,
      () => checkElement(element),
    );
  }
  return { elements, positions: elements.map(() => packedAt) };
}

function keyAmong(elements: readonly Element[], position: number): Element {
  const [key, other] = elements.filter(({ ai }) => isKey(ai));
  if (key !== undefined && other === undefined) return key;
  throw new IdentifierError(
    "IDENTIFIER_NO_KEY",
    key === undefined
      ? "The compressed Digital Link holds no GS1 key"
      : "The compressed Digital Link holds more than one GS1 key",
    { hint: "Give the uncompressed Digital Link, such as https://id.gs1.org/01/09506000134352.", position },
  );
}
