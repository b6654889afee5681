/** Events of an EPCIS document in XML. */
import { readXml, type XmlElement } from "../../importers/xml.js";
import { branch, type EpcisEvents, type EventNode, isIgnored, leaf } from "./node.js";

/** @throws ImportError IMPORT_XML_INVALID */
export function eventsInXml(text: string, what: string): EpcisEvents {
  const events: EventNode[] = [];
  const ignored = new Set<string>();
  readXml(
    text,
    what,
    (path) => path.at(-1) === "EventList" || path.at(-1) === "ignoreFields",
    (element) => {
      if (element.name === "EventList") events.push(...eventsIn(element));
      else for (const { name, namespace } of element.children) ignored.add(`{${namespace}}${name}`);
    },
  );
  return { events, ignored };
}

/** Wrappers of what later versions of the schema added. */
const wrappers = new Set(["extension", "baseExtension"]);

const eventsIn = (list: XmlElement): readonly EventNode[] =>
  list.children.flatMap((event) =>
    wrappers.has(event.name) ? eventsIn(event) : [branch(event.name, membersOf(event))],
  );

function membersOf({ attributes, children }: XmlElement): readonly EventNode[] {
  const said = [...attributes]
    .filter(([name]) => !isTwin(name, attributes))
    .map(([name, value]) => leaf(name, expanded(value)));
  const below = children.flatMap((child) => {
    if (wrappers.has(child.name)) return membersOf(child);
    return isIgnored(child.name) ? [] : [nodeOf(child)];
  });
  return [...said, ...below];
}

/** An attribute of a namespace is there by its local name too. */
const isTwin = (name: string, attributes: XmlElement["attributes"]): boolean =>
  !name.startsWith("{") && [...attributes.keys()].some((other) => other.endsWith(`}${name}`));

function nodeOf(element: XmlElement): EventNode {
  const { name, namespace, text } = element;
  const children = membersOf(element);
  return {
    name: namespace === "" ? name : `{${namespace}}${name}`,
    value: text.trim() === "" ? null : expanded(text.trim()),
    children,
  };
}

/** Prefixes that the EPCIS schema lets values have. */
const expanded = (value: string): string =>
  value.replace(/^gs1:/, "https://gs1.org/voc/").replace(/^cbv:/, "https://ref.gs1.org/cbv/");
