/** Ranges of identifiers as people write them: `01/09506000134352/21/{000001..999999}`. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { splitNumber } from "../../identifiers/numbers.js";
import { schemeId } from "../../ledger/ids.js";
import type { NumberRange } from "../../store/model.js";
import { usage } from "../errors.js";
import { type IdentifierFlags, ledgerIdentifier } from "./asset.js";

const pattern = /^([^{}]*)\{([0-9]+)\.\.([0-9]+)\}([^{}]*)$/;

export const rangeHelp = "the identifiers, with the numbers in braces: 01/09506000134352/21/{000001..999999}";

export interface NamedRange {
  readonly range: NumberRange;
  /** The first of the identifiers. */
  readonly first: LedgerIdentifier;
}

/**
 * Both ends are read as identifiers, so a range may be written in any form that one of its identifiers may.
 * @throws CliError `CLI_USAGE`; IdentifierError
 */
export function parseRange(text: string, flags: IdentifierFlags): NamedRange {
  const [, before, from, to, after] = pattern.exec(text) ?? [];
  if (before === undefined || from === undefined || to === undefined || after === undefined)
    throw usage(`"${text}" is no range of identifiers.`, `Give ${rangeHelp}`);
  if (from.length !== to.length)
    throw usage(
      "The two numbers differ in length.",
      `Write the zeros in front: {${from.padStart(to.length, "0")}..${to}}`,
    );
  const first = ledgerIdentifier(`${before}${from}${after}`, flags);
  const last = ledgerIdentifier(`${before}${to}${after}`, flags);
  const [low, high] = [splitNumber(first.canonical), splitNumber(last.canonical)];
  const alike = low?.stem === high?.stem && low?.tail === high?.tail;
  if (low === null || high === null || !alike || low.digits.length !== high.digits.length)
    throw usage(
      `The numbers of "${text}" are not the last digits of its identifiers.`,
      "A range is of the last number in the identifier, of at most 19 digits, with at most 12 characters after it.",
    );
  if (BigInt(low.digits) > BigInt(high.digits))
    throw usage("The first number is above the last.", "Turn them round.");
  const { stem, tail } = low;
  return {
    range: { scheme: schemeId(first.scheme), stem, tail, first: low.digits, last: high.digits },
    first,
  };
}
