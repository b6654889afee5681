import { modulo10CheckDigit } from "../../checkDigits.js";
import { IdentifierError, withOffset } from "../../errors.js";
import type { Gs1Identifier } from "../../identifier.js";
import { encodedOffset, percentDecode } from "../../percentEncoding.js";
import { asciiLowerCase, quoted } from "../../text.js";
import { checkElement, type Element } from "../elements.js";
import { assemble } from "../gs1Identifier.js";
import { type EpcType, epcTypes, hasPattern, longestPrefix, partsOf, shortestPrefix } from "./types.js";

const epcUrn = /^urn:epc:(id|class|idpat):([a-z]+):/i;

/** A part of a URN, decoded, and where it stands. */
interface Part {
  readonly raw: string;
  readonly value: string;
  readonly position: number;
}

/** Whether a text is an EPC URN of a type that stands for a GS1 key. Others are URIs like any. */
export function claimsToBeEpc(input: string): boolean {
  return typeOf(input) !== undefined;
}

/** Digits of the company prefix in an EPC URN, which the key that it stands for does not tell; undefined for another text. */
export function companyPrefixLengthIn(input: string): number | undefined {
  if (typeOf(input) === undefined) return undefined;
  const [company = ""] = input.replace(epcUrn, "").split(".", 1);
  return company.length;
}

function typeOf(input: string): EpcType | undefined {
  const [, kind = "", name = ""] = epcUrn.exec(input) ?? [];
  const type = epcTypes.find((one) => one.type === asciiLowerCase(name));
  if (asciiLowerCase(kind) === "idpat") return type !== undefined && hasPattern(type) ? type : undefined;
  return type?.kind === asciiLowerCase(kind) ? type : undefined;
}

/**
 * Reads an EPC URN such as `urn:epc:id:sgtin:9506000.013435.4711` as the key that it stands for, with its check digit. The
 * pattern of all serial numbers, `urn:epc:idpat:sgtin:9506000.013435.*`, is the key without one.
 */
export function parseEpc(input: string): Gs1Identifier {
  const type = typeOf(input);
  const start = epcUrn.exec(input)?.[0].length ?? 0;
  if (type === undefined) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(input)} is no EPC URN of a GS1 key`, {
      hint: "An EPC URN looks like urn:epc:id:sgtin:9506000.013435.4711.",
      position: 0,
    });
  }
  const parts = split(input, start, partsOf(type));
  if (!/^urn:epc:idpat:/i.test(input)) return identifierOf(type, parts);
  const last = parts.at(-1);
  if (last?.raw !== "*") {
    throw new IdentifierError(
      "IDENTIFIER_VALUE",
      "This pattern of EPCs stands for more or less than one key",
      {
        hint: "Write * for the serial number alone, or give the EPC itself with urn:epc:id: in front.",
        position: last?.position ?? start,
      },
    );
  }
  return identifierOf(type, parts.slice(0, -1));
}

/** The parts of a URN, as many as its type has; the last one may hold dots. */
function split(input: string, start: number, count: number): readonly Part[] {
  const parts: Part[] = [];
  let position = start;
  while (parts.length < count) {
    const dot = parts.length === count - 1 ? -1 : input.indexOf(".", position);
    const raw = input.slice(position, dot < 0 ? input.length : dot);
    const value = withOffset(position, () => percentDecode(raw));
    parts.push({ raw, value, position });
    if (dot < 0) break;
    position = dot + 1;
  }
  if (parts.length === count) return parts;
  throw new IdentifierError("IDENTIFIER_SYNTAX", `This EPC URN has ${count} parts with dots between`, {
    hint: `Check that it was copied whole; it has ${parts.length}.`,
    position: input.length,
  });
}

function identifierOf(type: EpcType, parts: readonly Part[]): Gs1Identifier {
  const [company, number, ...more] = parts;
  if (company === undefined || number === undefined) throw new TypeError("an EPC URN has two parts at least");
  checkCompanyPrefix(company);
  const { appended = 0, qualifier, none } = type;
  const suffix = more.slice(0, appended);
  for (const part of suffix) checkAppended(type, part);
  const value = keyValue(type, company, number) + suffix.map((part) => part.value).join("");
  const key = checkedElement(type.ai, value, suffix.at(-1) ?? (type.digits === undefined ? number : company));
  const last = more[appended];
  if (qualifier === undefined || last === undefined || last.value === none) return assemble(key, [], []);
  return assemble(key, [checkedElement(qualifier, required(last).value, last)], []);
}

function checkCompanyPrefix({ value, position }: Part): void {
  const foreign = value.search(/[^0-9]/);
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
  const foreign = number.value.search(/[^0-9]/);
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
  const before = value.length - end.length;
  withOffset(
    (offset) => position + encodedOffset(raw, offset - before),
    () => checkElement({ ai, value }),
  );
  return { ai, value };
}
