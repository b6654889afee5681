/**
 * Reads what a record's owner registered as its links. The ledger takes any bytes, so anything may come.
 */
import type { Linkset } from "../store/model.js";
import { type Hex, hexBytes } from "./hex.js";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The linkset of the bytes, or null where they are not the JSON of an RFC 9264 link context object without its anchor
 * (section 4.2.3): relation types to arrays of target objects, each with an `href`. No bytes are no links.
 *
 * Attributes beyond those that the type names (`title*`, extensions; sections 4.2.4.2 and 4.2.4.3) are kept as they are.
 */
export function parseLinkset(hex: Hex): Linkset | null {
  if (hex === "0x") return {};
  try {
    const parsed: unknown = JSON.parse(utf8.decode(hexBytes(hex)));
    return isLinkset(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isLinkset(value: unknown): value is Linkset {
  return (
    isObject(value) &&
    isTrueOfAll(
      value,
      (relation, targets) =>
        relation !== "" && relation !== "__proto__" && Array.isArray(targets) && targets.every(isTarget),
    )
  );
}

/** Section 4.2.4.1: these have one form each; the type's other members are texts. */
const attributeForms: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ["href", isText],
  ["title", isText],
  ["type", isText],
  ["media", isText],
  ["hreflang", isTexts],
]);

function isTarget(value: unknown): boolean {
  return (
    isObject(value) &&
    isText(value.href) &&
    isTrueOfAll(value, (name, attribute) => {
      const form = attributeForms.get(name);
      return name !== "__proto__" && (form === undefined ? isExtension(attribute) : form(attribute));
    })
  );
}

/** Of all members of what JSON gave, which are its own. */
function isTrueOfAll(
  object: Readonly<Record<string, unknown>>,
  test: (name: string, value: unknown) => boolean,
): boolean {
  for (const name in object) if (!test(name, object[name])) return false;
  return true;
}

/** Sections 4.2.4.2 and 4.2.4.3: texts, or texts with a language. Bounds the depth, too. */
function isExtension(value: unknown): boolean {
  return isTexts(value) || (Array.isArray(value) && value.every(isTextObject)) || isText(value);
}

function isTextObject(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isText);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}
