import { checkAasPrefix } from "./aas.js";
import { checkDidPrefix } from "./did/did.js";
import { IdentifierError } from "./errors.js";
import { checkHandlePrefix } from "./handle.js";
import type { LedgerIdentifier, LedgerScheme, Prefix } from "./identifier.js";
import { checkArcs } from "./oid.js";
import { checkInput, maxPrefixBytes, quoted } from "./text.js";

/** Longest GS1 prefix in digits: a company prefix and what a company may delegate of its own numbers. */
const maxGs1Prefix = 12;

/** AIs whose value has one digit (extension, indicator or filler) before the company prefix. */
const oneDigitLater = new Set(["00", "01", "8003", "8006"]);

const root: Prefix = { prefix: "", length: 0 };

/** Offset in the canonical identifier (bytes, and UTF-16 units too: what comes before is ASCII) at which its prefix begins. */
export function prefixStart(identifier: LedgerIdentifier): number {
  if (identifier.scheme !== "gs1") return 0;
  const { ai } = identifier.key;
  return ai.length + 1 + (oneDigitLater.has(ai) ? 1 : 0);
}

/**
 * Every prefix that the identifier carries and that the ledger could have delegated: longest first, the scheme's root last.
 * The longest of them that is delegated is the one under which the identifier may be registered.
 */
export function prefixesOf(identifier: LedgerIdentifier): readonly Prefix[] {
  const text = identifier.canonical.slice(prefixStart(identifier));
  // What comes before a cut is ASCII in every scheme, so that its length in UTF-16 units is the one in bytes.
  const prefixes = cuts(identifier.scheme, text).map((length) => ({ prefix: text.slice(0, length), length }));
  return [...prefixes.reverse(), root];
}

/**
 * The longest of {@link prefixesOf}, from which the shorter ones follow; the scheme's root, "", where the identifier carries none.
 * Told without making the others: one that is asked for many identifiers tells cheaply which have them in common.
 */
export function longestPrefixOf(identifier: LedgerIdentifier): string {
  const text = identifier.canonical.slice(prefixStart(identifier));
  const length = identifier.scheme === "gs1" ? leadingDigits(text) : cuts(identifier.scheme, text).at(-1);
  return text.slice(0, length ?? 0);
}

/** Lengths at which a scheme may cut a text, ascending. */
function cuts(scheme: LedgerScheme, text: string): number[] {
  switch (scheme) {
    case "gs1":
      return Array.from({ length: leadingDigits(text) }, (_, index) => index + 1);
    case "handle":
      return places(text.slice(0, text.indexOf("/")), ".", true);
    case "oid":
      return places(text, ".", true);
    case "did":
      return places(text, ":", true).filter((end) => end > "did".length && !/::|:$/.test(text.slice(0, end)));
    case "aas":
      return places(text, "/", false);
  }
}

function leadingDigits(text: string): number {
  return text.slice(0, maxGs1Prefix).search(/[^0-9]|$/);
}

/** The places of a separator, and perhaps the end, as far as the ledger's longest prefix. */
function places(text: string, separator: string, end: boolean): number[] {
  const found: number[] = [];
  for (
    let at = text.indexOf(separator);
    at >= 0 && at <= maxPrefixBytes;
    at = text.indexOf(separator, at + 1)
  ) {
    found.push(at);
  }
  return end && text.length <= maxPrefixBytes ? [...found, text.length] : found;
}

const prefixChecks: Record<LedgerScheme, (prefix: string) => string> = {
  gs1: checkGs1Prefix,
  handle: checkHandlePrefix,
  oid: checkArcs,
  did: checkDidPrefix,
  aas: checkAasPrefix,
};

/** The canonical form of a prefix that could be delegated (so not the root's); throws an IdentifierError where it is none. */
export function checkPrefix(scheme: LedgerScheme, prefix: string): string {
  if (prefix === "") {
    throw new IdentifierError("IDENTIFIER_EMPTY", "The prefix is empty", {
      hint: "The empty prefix is the scheme's root, which nobody delegates; give a longer one.",
    });
  }
  checkInput(prefix, "The prefix");
  const canonical = prefixChecks[scheme](prefix);
  if (canonical.length > maxPrefixBytes) {
    throw new IdentifierError(
      "IDENTIFIER_LENGTH",
      `The prefix has ${canonical.length} bytes; at most ${maxPrefixBytes} are allowed`,
      {
        hint: "Delegate a shorter prefix.",
      },
    );
  }
  return canonical;
}

function checkGs1Prefix(prefix: string): string {
  const position = prefix.search(/[^0-9]/);
  if (position >= 0) {
    throw new IdentifierError(
      "IDENTIFIER_CHARACTER",
      `The GS1 prefix ${quoted(prefix)} holds more than digits`,
      {
        hint: "Give the company prefix alone, without an application identifier.",
        position,
      },
    );
  }
  if (prefix.length > maxGs1Prefix) {
    throw new IdentifierError(
      "IDENTIFIER_LENGTH",
      `A GS1 prefix has 1 to ${maxGs1Prefix} digits; this one has ${prefix.length}`,
      {
        hint: "Give the company prefix alone, without item reference and check digit.",
        position: maxGs1Prefix,
      },
    );
  }
  return prefix;
}
