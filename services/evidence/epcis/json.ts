/** Events of an EPCIS 2.0 document in JSON-LD, as trees that those in XML are too. */
import { z } from "zod";
import { branch, type EpcisEvents, type EventNode, isIgnored, leaf } from "./node.js";

type Json = z.infer<ReturnType<typeof z.json>>;
type JsonObject = { readonly [name: string]: Json };

const contextSchema = z.union([z.string(), z.record(z.string(), z.unknown())]);
const contextsSchema = z.union([contextSchema.transform((one) => [one]), z.array(contextSchema)]).default([]);
const eventSchema = z.record(z.string(), z.json());
const bodySchema = z.union([
  z.looseObject({ eventList: z.array(eventSchema) }),
  z.looseObject({ event: eventSchema }),
  z.looseObject({
    queryResults: z.looseObject({ resultsBody: z.looseObject({ eventList: z.array(eventSchema) }) }),
  }),
]);

export const jsonDocumentSchema = z.looseObject({ "@context": contextsSchema, epcisBody: bodySchema });
type JsonDocument = z.output<typeof jsonDocumentSchema>;

export function eventsInJson(document: JsonDocument): EpcisEvents {
  const { "@context": contexts, epcisBody } = document;
  const prefixes = prefixesIn(contexts);
  const events = listIn(epcisBody).map((event) => {
    const own = new Map([...prefixes, ...prefixesIn(contextsSchema.parse(event["@context"]))]);
    const { type, ...members } = event;
    return branch(String(type), membersOf(members, own));
  });
  return { events, ignored: ignoredIn(document, prefixes) };
}

const namesSchema = z.array(z.string());

/** Anywhere above the events. */
function ignoredIn(value: unknown, prefixes: Prefixes): ReadonlySet<string> {
  const object = z.record(z.string(), z.unknown()).safeParse(value).data ?? {};
  const names = Object.entries(object).flatMap(([name, member]) =>
    name.endsWith(":ignoreFields")
      ? (namesSchema.safeParse(member).data ?? []).map((one) => fullName(one, prefixes))
      : [...ignoredIn(member, prefixes)],
  );
  return new Set(names);
}

function listIn(body: z.output<typeof bodySchema>): readonly JsonObject[] {
  const parsed = bodySchema.parse(body);
  if ("eventList" in parsed) return z.array(eventSchema).parse(parsed.eventList);
  if ("event" in parsed) return [eventSchema.parse(parsed.event)];
  return parsed.queryResults.resultsBody.eventList;
}

type Prefixes = ReadonlyMap<string, string>;

function prefixesIn(contexts: z.output<typeof contextsSchema>): Prefixes {
  const entries = contexts.flatMap((context) => (typeof context === "string" ? [] : Object.entries(context)));
  return new Map(
    entries.flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : [])),
  );
}

function membersOf(object: JsonObject, prefixes: Prefixes): readonly EventNode[] {
  return Object.entries(object)
    .filter(([name]) => !isIgnored(name))
    .flatMap(([name, value]) => memberOf(name, value, prefixes));
}

/** Lists whose items have a name of their own in XML. */
const itemNames: Readonly<Record<string, string>> = {
  epcList: "epc",
  inputEPCList: "epc",
  outputEPCList: "epc",
  childEPCs: "epc",
  quantityList: "quantityElement",
  childQuantityList: "quantityElement",
  inputQuantityList: "quantityElement",
  outputQuantityList: "quantityElement",
  bizTransactionList: "bizTransaction",
  sourceList: "source",
  destinationList: "destination",
  sensorElementList: "sensorElement",
};

function memberOf(name: string, value: Json, prefixes: Prefixes): readonly EventNode[] {
  const item = itemNames[name];
  if (item !== undefined && Array.isArray(value))
    return [
      branch(
        name,
        value.map((each) => itemOf(item, each, prefixes, name)),
      ),
    ];
  if (Array.isArray(value))
    return value.map((each) => itemOf(fullName(name, prefixes), each, prefixes, name));
  return [itemOf(fullName(name, prefixes), value, prefixes, name)];
}

/** @param property Name as it is written, which tells of which vocabulary a bare word is. */
function itemOf(name: string, value: Json, prefixes: Prefixes, property: string): EventNode {
  if (value === null || typeof value !== "object") return leaf(name, textOf(value, property, prefixes));
  if (Array.isArray(value))
    return branch(
      name,
      value.map((each) => itemOf(name, each, prefixes, property)),
    );
  // A transaction, a source and a destination are what their own member says, and of a type.
  const { [name]: own, "#text": text, type, ...others } = value;
  const said = own ?? text;
  const below = membersOf(others, prefixes);
  const typed = type === undefined ? [] : [leaf("type", textOf(type, `${property} type`, prefixes))];
  return {
    name,
    value: said === undefined ? null : textOf(said, property, prefixes),
    children: [...typed, ...below],
  };
}

/** Web vocabulary of bare words (the EPCIS context's own terms), by property. */
const vocabularies: Readonly<Record<string, string>> = {
  bizStep: "https://ref.gs1.org/cbv/BizStep-",
  disposition: "https://ref.gs1.org/cbv/Disp-",
  set: "https://ref.gs1.org/cbv/Disp-",
  unset: "https://ref.gs1.org/cbv/Disp-",
  "bizTransactionList type": "https://ref.gs1.org/cbv/BTT-",
  "sourceList type": "https://ref.gs1.org/cbv/SDT-",
  "destinationList type": "https://ref.gs1.org/cbv/SDT-",
  "sensorReport type": "https://gs1.org/voc/",
  exception: "https://gs1.org/voc/",
  component: "https://ref.gs1.org/cbv/Comp-",
};

function textOf(value: Json, property: string, prefixes: Prefixes): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const vocabulary = vocabularies[property];
  if (vocabulary !== undefined && /^[A-Za-z0-9_]+$/.test(text)) return vocabulary + text;
  const [, prefix = "", rest = ""] = /^([^:/]+):(.*)$/s.exec(text) ?? [];
  const namespace = prefixes.get(prefix);
  return namespace === undefined ? text : namespace + rest;
}

function fullName(name: string, prefixes: Prefixes): string {
  const [, prefix = "", local = ""] = /^([^:]+):(.+)$/.exec(name) ?? [];
  const namespace = prefixes.get(prefix);
  return namespace === undefined ? name : `{${namespace}}${local}`;
}
