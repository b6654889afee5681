import { characterSet, digits, firstOutside } from "../../characters.js";
import { modulo10CheckDigit } from "../../checkDigits.js";
import { IdentifierError, inWhole } from "../../errors.js";
import type { Gs1Identifier } from "../../identifier.js";
import { encodedOffset, percentDecode, percentEncode } from "../../percentEncoding.js";
import { asciiLowerCase, hasLabel, quoted } from "../../text.js";
import { checkElement, type Element } from "../elements.js";
import { joined } from "../gs1Identifier.js";
import {
  type EpcType,
  epcTypes,
  escapedOnly,
  hasPattern,
  longestPrefix,
  partsOf,
  shortestPrefix,
} from "./types.js";

const urn = "urn:epc:";

/** What a URN begins with, behind `urn:epc:`. */
interface Beginning {
  readonly text: string;
  readonly type: EpcType;
  /** Whether its last part is a pattern. */
  readonly pattern: boolean;
}

const beginnings: ReadonlyMap<string, Beginning> = new Map(
  epcTypes
    .flatMap((type) => [
      { text: `${type.kind}:${type.type}:`, type, pattern: false },
      ...(hasPattern(type) ? [{ text: `idpat:${type.type}:`, type, pattern: true }] : []),
    ])
    .map((beginning) => [beginning.text, beginning]),
);

/** Undefined for what is no EPC URN of a type that stands for a GS1 key. */
function beginningOf(input: string): Beginning | undefined {
  if (!hasLabel(input, urn)) return undefined;
  const typeAt = input.indexOf(":", urn.length) + 1;
  const partsAt = input.indexOf(":", typeAt) + 1;
  if (typeAt === 0 || partsAt === 0) return undefined;
  const text = input.slice(urn.length, partsAt);
  return beginnings.get(text) ?? beginnings.get(asciiLowerCase(text));
}

/** A part of a URN, decoded, and where it stands. */
interface Part {
  readonly raw: string;
  readonly value: string;
  readonly position: number;
}

/** Whether a text is an EPC URN of a type that stands for a GS1 key. Others are URIs like any. */
export function claimsToBeEpc(input: string): boolean {
  return beginningOf(input) !== undefined;
}

/** Digits of the company prefix in an EPC URN, which the key that it stands for does not tell; undefined for another text. */
export function companyPrefixLengthIn(input: string): number | undefined {
  const beginning = beginningOf(input);
  if (beginning === undefined) return undefined;
  const [company = ""] = input.slice(urn.length + beginning.text.length).split(".", 1);
  return company.length;
}

/**
 * Reads an EPC URN such as `urn:epc:id:sgtin:9506000.013435.4711` as the key that it stands for, with its check digit. The
 * pattern of all serial numbers, `urn:epc:idpat:sgtin:9506000.013435.*`, is the key without one. Undefined for what is no EPC
 * URN of a type that stands for a GS1 key.
 */
export function epcIn(input: string): Gs1Identifier | undefined {
  const beginning = beginningOf(input);
  if (beginning === undefined) return undefined;
  checkEscapes(input);
  const { text, type, pattern } = beginning;
  const parts = split(input, urn.length + text.length, partsOf(type));
  if (!pattern) return identifierOf(type, parts);
  const last = parts.pop();
  if (last?.raw === "*") return identifierOf(type, parts);
  throw new IdentifierError("IDENTIFIER_VALUE", "This pattern of EPCs stands for more or less than one key", {
    hint: "Write * for the serial number alone, or give the EPC itself with urn:epc:id: in front.",
    position: last?.position ?? urn.length + text.length,
  });
}

/** The parts of a URN, as many as its type has; the last one may hold dots. */
function split(input: string, start: number, count: number): Part[] {
  const parts: Part[] = [];
  let position = start;
  while (parts.length < count) {
    const dot = parts.length === count - 1 ? -1 : input.indexOf(".", position);
    const raw = input.slice(position, dot < 0 ? input.length : dot);
    parts.push({ raw, value: percentDecode(raw, position), position });
    if (dot < 0) break;
    position = dot + 1;
  }
  if (parts.length === count) return parts;
  throw new IdentifierError("IDENTIFIER_SYNTAX", `This EPC URN has ${count} parts with dots between`, {
    hint: `Check that it was copied whole; it has ${parts.length}.`,
    position: input.length,
  });
}

/** Refuses characters that an EPC URN holds in escapes only (EPC Tag Data Standard, section 6.3). */
function checkEscapes(input: string): void {
  const position = input.search(escapedOnly);
  if (position < 0) return;
  throw new IdentifierError(
    "IDENTIFIER_CHARACTER",
    `An EPC URN does not hold ${quoted(input.charAt(position))} in plain`,
    {
      hint: `Write ${percentEncode(input.charAt(position))} for it.`,
      position,
    },
  );
}

function identifierOf(type: EpcType, parts: readonly Part[]): Gs1Identifier {
  const key = keyOf(type, parts);
  const { appended = 0, qualifier, none } = type;
  const part = parts[2 + appended];
  if (qualifier === undefined || part === undefined || part.value === none) return joined(key, [], []);
  return joined(key, [checkedElement(qualifier, required(part).value, part)], []);
}

function keyOf(type: EpcType, parts: readonly Part[]): Element {
  const company = parts[0];
  const number = parts[1];
  if (company === undefined || number === undefined) throw new TypeError("an EPC URN has two parts at least");
  checkCompanyPrefix(company);
  const { ai, digits, appended = 0 } = type;
  const more = appended === 0 ? [] : parts.slice(2, 2 + appended);
  for (const part of more) checkAppended(type, part);
  const value = keyValue(type, company, number);
  // Digits alone, with a check digit that is worked out: nothing can be wrong with it.
  if (digits !== undefined && appended === 0) return { ai, value };
  return checkedElement(ai, value + more.map((part) => part.value).join(""), more.at(-1) ?? number);
}

const digitCharacters = characterSet(digits);

function checkCompanyPrefix({ value, position }: Part): void {
  const foreign = firstOutside(digitCharacters, value);
  if (foreign < 0 && value.length >= shortestPrefix && value.length <= longestPrefix) return;
  throw new IdentifierError(
    foreign < 0 ? "IDENTIFIER_LENGTH" : "IDENTIFIER_CHARACTER",
    `A company prefix has ${shortestPrefix} to ${longestPrefix} digits, not ${quoted(value)}`,
    { hint: "It ends at the first dot of the EPC URN.", position: position + Math.max(0, foreign) },
  );
}

/** The key without what is appended to it. */
function keyValue({ digits, leading = false, filler = "" }: EpcType, company: Part, number: Part): string {
  if (digits === undefined) return company.value + required(number).value;
  const foreign = firstOutside(digitCharacters, number.value);
  if (foreign >= 0 || company.value.length + number.value.length !== digits) {
    throw new IdentifierError(
      foreign < 0 ? "IDENTIFIER_LENGTH" : "IDENTIFIER_CHARACTER",
      `Company prefix and number have ${digits} digits together; ${quoted(company.value)} and ${quoted(number.value)} do not`,
      {
        hint: "Check digits are left out in an EPC URN.",
        position: number.position + Math.max(0, foreign),
      },
    );
  }
  const cut = leading ? 1 : 0;
  const body = number.value.slice(0, cut) + company.value + number.value.slice(cut);
  return filler + body + modulo10CheckDigit(body);
}

function checkAppended({ appendedDigits }: EpcType, part: Part): void {
  const { length } = required(part).value;
  if (appendedDigits === undefined || length === appendedDigits) return;
  throw new IdentifierError(
    "IDENTIFIER_LENGTH",
    `${quoted(part.value)} should have ${appendedDigits} digits`,
    {
      hint: "Write the number of the piece and how many there are with two digits each.",
      position: part.position,
    },
  );
}

function required(part: Part): Part {
  if (part.value !== "") return part;
  throw new IdentifierError("IDENTIFIER_EMPTY", "A part of the EPC URN is empty", {
    hint: "Give all parts; the pattern of all serial numbers is urn:epc:idpat: with * in the place of one.",
    position: part.position,
  });
}

/** An element whose value ends with a part; an error in what comes before is placed where the part begins. */
function checkedElement(ai: string, value: string, { raw, value: end, position }: Part): Element {
  const element = { ai, value };
  const before = value.length - end.length;
  try {
    checkElement(element);
  } catch (error) {
    throw inWhole(error, (offset) => position + encodedOffset(raw, offset - before));
  }
  return element;
}
