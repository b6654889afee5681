import { characterSet, digits, firstOutside } from "../characters.js";
import { modulo10, modulo97 } from "../checkDigits.js";
import { checkCharacterPair } from "./checkCharacterPair.js";
import { countries, countryNumbers, currencyNumbers } from "./codes.js";
import { dayAndTimeChecks } from "./dateChecks.js";
import { type Check, type Fault, rule } from "./fault.js";

/** Shortest GS1 company prefix, in digits. */
const shortestCompanyPrefix = 4;

const digitCharacters = characterSet(digits);

const companyPrefix: Check = (text) => {
  const end = Math.min(shortestCompanyPrefix, text.length);
  const foreign = firstOutside(digitCharacters, text, 0, end);
  if (foreign < 0 && end === shortestCompanyPrefix) return undefined;
  return {
    code: foreign < 0 ? "IDENTIFIER_LENGTH" : "IDENTIFIER_CHARACTER",
    message: "does not begin with a GS1 company prefix",
    hint: `A company prefix has at least ${shortestCompanyPrefix} digits.`,
    at: foreign < 0 ? end : foreign,
  };
};

const zero = "0".charCodeAt(0);

const checkDigit: Check = (text) => {
  const last = text.length - 1;
  const expected = modulo10(text, last);
  if (text.charCodeAt(last) - zero === expected) return undefined;
  return {
    code: "IDENTIFIER_CHECK_DIGIT",
    message: `has the check digit ${text.charAt(last)}, which is wrong`,
    hint: `By the digits before it, it is ${expected}; look for a mistyped digit.`,
    at: last,
  };
};

const digitalSignature: Check = (text) => {
  const length = text.replace(/=+$/, "").length;
  const pads = text.length - length;
  if (!text.slice(0, length).includes("=") && (pads === 0 || (pads <= 2 && text.length % 3 === 0)))
    return undefined;
  return {
    code: "IDENTIFIER_VALUE",
    message: "is not padded as it should be",
    hint: 'Leave the padding with "=" away.',
    at: text.indexOf("="),
  };
};

const iban: Check = (text) => {
  const fault = (message: string, hint: string, at: number): Fault => ({
    code: "IDENTIFIER_VALUE",
    message,
    hint,
    at,
  });
  if (text.length <= 10)
    return fault("is too short for an IBAN", "Check that it was copied whole.", text.length);
  if (!countries.has(text.slice(0, 2)))
    return fault("does not begin with a country's two letters", "An IBAN begins like DE or FR.", 0);
  const foreign = text.search(/[^0-9A-Z]/);
  if (foreign >= 0) return fault("is no IBAN", "An IBAN has digits and upper-case letters only.", foreign);
  if (modulo97(text.slice(4) + text.slice(0, 4)) === 1) return undefined;
  return {
    ...fault("has wrong check digits for an IBAN", "Look for a mistyped character.", 2),
    code: "IDENTIFIER_CHECK_DIGIT",
  };
};

const pieceOfTotal: Check = (text) => {
  const middle = text.length / 2;
  const piece = Number(text.slice(0, middle));
  const total = Number(text.slice(middle));
  const hint = "The first half is the piece's number from 1, the second half how many pieces there are.";
  if (piece === 0) return { code: "IDENTIFIER_VALUE", message: "names piece 0", hint, at: 0 };
  if (total === 0)
    return { code: "IDENTIFIER_VALUE", message: "names a total of 0 pieces", hint, at: middle };
  if (piece <= total) return undefined;
  return { code: "IDENTIFIER_VALUE", message: `names piece ${piece} of ${total}`, hint, at: 0 };
};

const positionInSequence: Check = (text) => {
  const match = /^([1-9][0-9]*)\/([1-9][0-9]*)$/.exec(text);
  if (match !== null && Number(match[1]) <= Number(match[2])) return undefined;
  return {
    code: "IDENTIFIER_VALUE",
    message: "is no position in a sequence",
    hint: "Write position/total without leading zeros, such as 1/3.",
    at: 0,
  };
};

/** Every named check of the table, by the name it has there. */
export const checks: ReadonlyMap<string, Check> = new Map(
  Object.entries<Check>({
    csum: checkDigit,
    csumalpha: checkCharacterPair,
    gcp: companyPrefix,
    ...dayAndTimeChecks,
    digsig: digitalSignature,
    iban,
    pieceoftotal: pieceOfTotal,
    posinseqslash: positionInSequence,
    iso3166: rule(
      (text) => countryNumbers.has(text),
      "names no country",
      "Use the three digits of ISO 3166-1.",
    ),
    iso3166999: rule(
      (text) => text === "999" || countryNumbers.has(text),
      "names no country",
      "Use the three digits of ISO 3166-1, or 999 for several countries.",
    ),
    iso3166alpha2: rule(
      (text) => countries.has(text),
      "names no country",
      "Use the two upper-case letters of ISO 3166-1.",
    ),
    iso4217: rule(
      (text) => currencyNumbers.has(text),
      "names no currency",
      "Use the three digits of ISO 4217.",
    ),
    iso5218: rule((text) => /^[0129]$/.test(text), "is no code of ISO/IEC 5218", "Use 0, 1, 2 or 9."),
    yesno: rule((text) => /^[01]$/.test(text), "is neither 0 nor 1", "Use 1 for yes, 0 for no."),
    zero: rule((text) => text === "0", "does not begin with 0 here", "Put the filler digit 0 in front."),
    nonzero: rule((text) => /[1-9]/.test(text), "holds a part that is zero", "Give the real measure."),
    nozeroprefix: rule((text) => text === "0" || !text.startsWith("0"), "has a leading zero", "Remove it."),
    hasnondigit: rule(
      (text) => /[^0-9]/.test(text),
      "has digits only",
      "It needs at least one other character.",
    ),
    hyphen: rule(
      (text) => text === "-",
      "has something else than a minus sign there",
      "Leave it away, or write -.",
    ),
    winding: rule((text) => /^[019]$/.test(text), "names no winding direction", "Use 0, 1 or 9."),
    importeridx: rule(
      (text) => /^[0-9A-Za-z_-]$/.test(text),
      "holds no importer index",
      'Use a letter, a digit, "-" or "_".',
    ),
    mediatype: rule(
      (text) => /^(0[1-9]|10|[89][0-9])$/.test(text),
      "names no media type",
      "Use 01 to 10, or 80 to 99.",
    ),
    latitude: rule(
      (text) => Number(text) <= 1_800_000_000,
      "is no latitude",
      "Use 0000000000 to 1800000000.",
    ),
    longitude: rule(
      (text) => Number(text) <= 3_600_000_000,
      "is no longitude",
      "Use 0000000000 to 3600000000.",
    ),
    pcenc: rule(
      (text) => !/%(?![0-9A-Fa-f]{2})/.test(text),
      "holds a '%' without two hex digits",
      "Percent-encode the text.",
    ),
  }),
);
