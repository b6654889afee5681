/** The pre-hash string of an event (CBV 2.0, section 8.9.2): names and canonical values, in one order. */
import { type EventNode, isIgnored } from "./node.js";
import { eventOrder, type Ordered } from "./order.js";
import { canonicalTime, canonicalValue } from "./values.js";

/** @param event Named by its type. */
export function preHashString({ name, children }: EventNode): string {
  const counted = children.filter((child) => !isIgnored(child.name));
  const others = counted.flatMap((child) => unplaced(child, eventOrder)).map(extension);
  return `eventType=${name}${placed(counted, eventOrder)}${others.sort().join("")}`;
}

const isExtension = ({ name }: EventNode): boolean => name.startsWith("{");

/** Children in the given order, those of one name sorted. */
function placed(children: readonly EventNode[], order: readonly Ordered[]): string {
  const said = order.flatMap(({ name, children: below }) =>
    children
      .filter((child) => child.name === name)
      .map((child) => withExtensions(child, below))
      .sort(),
  );
  return said.join("");
}

/** An element's extensions come after what the standard has in it. */
function withExtensions(node: EventNode, order: readonly Ordered[]): string {
  const extensions = node.children.filter(isExtension).map(extension).sort().join("");
  return said(node, placed(node.children, order) + extensions, canonicalText(node));
}

/** What has no place in the order goes to the end of the event: itself, or on its way through the elements that have one. */
function unplaced(node: EventNode, order: readonly Ordered[]): readonly EventNode[] {
  const place = order.find(({ name }) => name === node.name);
  if (place === undefined) return [node];
  const below = node.children
    .filter((child) => !isExtension(child))
    .flatMap((child) => unplaced(child, place.children));
  return below.length === 0 ? [] : [{ name: node.name, value: null, children: below }];
}

/** What has no order of its own. A type goes before what it is the type of. */
function extension(node: EventNode): string {
  const types = node.children.filter(({ name }) => name === "type");
  const isTyped = node.value !== null && types.length > 0;
  const below = node.children
    .filter((child) => !isTyped || child.name !== "type")
    .map(extension)
    .sort()
    .join("");
  const value = node.value === null ? "" : canonicalValue(node.value.trim());
  const text = said(node, below, value);
  return isTyped ? types.map(extension).join("") + text : text;
}

/** What says nothing is left out. */
const said = ({ name }: EventNode, below: string, value: string): string =>
  value === "" && below === "" ? "" : `${name}${value === "" ? "" : `=${value}`}${below}`;

function canonicalText({ name, value }: EventNode): string {
  const text = value?.trim() ?? "";
  return isTime(name) ? canonicalTime(text) : canonicalValue(text);
}

const isTime = (name: string): boolean => /time$/i.test(name);
