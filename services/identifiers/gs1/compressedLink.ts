import { IdentifierError, withOffset } from "../errors.js";
import type { Gs1Identifier } from "../identifier.js";
import { arrange } from "./arrange.js";
import { looksPacked, unpack } from "./compression/unpack.js";
import { checkElement, type Element, isKey, type Place, withPlaces } from "./elements.js";

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
  readonly attributes: readonly Element[];
  /** Where the query's AIs stand. */
  readonly places: readonly Place[];
}

/** Reads a compressed Digital Link (GS1 Digital Link standard: compression). */
export function parseCompressed(link: CompressedLink): Gs1Identifier {
  const { packed, packedAt, attributes, places } = link;
  const unpacked = withOffset(packedAt, () => unpack(packed));
  for (const element of unpacked)
    withOffset(
      () => packedAt,
      () => checkElement(element),
    );
  const key = link.key ?? keyAmong(unpacked, packedAt);
  const elements = [...(link.key === undefined ? [] : [key]), ...unpacked, ...attributes];
  const packedPlaces = unpacked.map(({ ai }) => ({ ai, position: packedAt }));
  return withPlaces([...packedPlaces, ...places], () => arrange(key, elements));
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
