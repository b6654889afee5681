/** Canonical values (CBV 2.0, section 8.9.2): one spelling of each time, number, vocabulary element and GS1 key. */
import { IdentifierError } from "../../identifiers/errors.js";
import { digitalLinkIn } from "../../identifiers/gs1/digitalLink.js";
import { epcIn } from "../../identifiers/gs1/epc/parse.js";
import { keyNames } from "../../identifiers/gs1/keyNames.js";
import { canonicalStem } from "../../identifiers/gs1/linkUri.js";
import type { Gs1Identifier } from "../../identifiers/identifier.js";
import { percentEncode } from "../../identifiers/percentEncoding.js";

const timeForm = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?(Z|[+-]\d{2}:?\d{2})$/;

/** UTC with milliseconds; a text that is no time stays as it is. */
export function canonicalTime(text: string): string {
  const [, year, month, day, hour, minute, second, fraction = "", zone = "Z"] = timeForm.exec(text) ?? [];
  if (second === undefined) return text;
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const milliseconds = roundedHalfEven(Number(fraction.slice(0, 6).padEnd(6, "0")));
  return new Date(local + milliseconds - offset(zone)).toISOString();
}

/** Microseconds to milliseconds; halves go to the even one. */
function roundedHalfEven(microseconds: number): number {
  const down = Math.floor(microseconds / 1000);
  const rest = microseconds - down * 1000;
  return rest > 500 || (rest === 500 && down % 2 === 1) ? down + 1 : down;
}

/** Milliseconds east of UTC. */
function offset(zone: string): number {
  if (zone === "Z") return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Any value but a time. */
export function canonicalValue(text: string): string {
  const value = webVocabulary(text);
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value)) return canonicalNumber(value);
  return canonicalKey(value) ?? value;
}

function canonicalNumber(text: string): string {
  const number = Number(text);
  return Number.isInteger(number) ? BigInt(number).toString() : String(number);
}

const urns: readonly (readonly [string, string])[] = [
  ["urn:epcglobal:cbv:bizstep:", "https://ref.gs1.org/cbv/BizStep-"],
  ["urn:epcglobal:cbv:disp:", "https://ref.gs1.org/cbv/Disp-"],
  ["urn:epcglobal:cbv:btt:", "https://ref.gs1.org/cbv/BTT-"],
  ["urn:epcglobal:cbv:sdt:", "https://ref.gs1.org/cbv/SDT-"],
  ["urn:epcglobal:cbv:er:", "https://ref.gs1.org/cbv/ER-"],
];

/** Elements of the CBV have web addresses since version 2.0. */
function webVocabulary(text: string): string {
  const known = urns.find(([urn]) => text.startsWith(urn));
  return known === undefined ? text : known[1] + text.slice(known[0].length);
}

/** The canonical Digital Link of a GS1 key, of its finest level alone; null where the text is none. */
function canonicalKey(text: string): string | null {
  try {
    const identifier = epcIn(text) ?? digitalLinkIn(withNumbers(text));
    return identifier === undefined ? null : finest(identifier);
  } catch (error) {
    if (error instanceof IdentifierError) return null;
    throw error;
  }
}

/** Names that Digital Links of version 1.0 had for application identifiers. */
const oldNames: Readonly<Record<string, string>> = {
  ...keyNames,
  cpv: "22",
  lot: "10",
  ser: "21",
  cpsn: "8011",
  glnx: "254",
  refno: "8020",
  srin: "8019",
};
const oldForm = new RegExp(`/(${Object.keys(oldNames).join("|")})(?=/)`, "g");

const withNumbers = (text: string): string =>
  /^https?:/i.test(text) ? text.replace(oldForm, (_, name: string) => `/${oldNames[name] ?? name}`) : text;

/** A serial number says it all; what is coarser beside it is left out. */
const finestFirst = ["21", "235", "10", "254", "8011", "8019", "7040", "22"];

/** As Digital Links have them: an apostrophe needs no encoding there. */
const encoded = (value: string): string => percentEncode(value).replaceAll("%27", "'");

function finest({ key, qualifiers }: Gs1Identifier): string {
  const [ai] = finestFirst.filter((one) => qualifiers.some((qualifier) => qualifier.ai === one));
  const qualifier = qualifiers.find((one) => one.ai === ai);
  const tail = qualifier === undefined ? "" : `/${qualifier.ai}/${encoded(qualifier.value)}`;
  return `${canonicalStem}/${key.ai}/${encoded(key.value)}${tail}`;
}
