import { ledgerCanonical } from "./canonical.js";
import { IdentifierError, withOffset } from "./errors.js";
import type { OidIdentifier } from "./identifier.js";
import { hasLabel, quoted } from "./text.js";

const urn = "urn:oid:";

/** Whether a text says of itself that it is an OID. */
function claimsToBeOid(input: string): boolean {
  return hasLabel(input, urn);
}

/** Reads an OID, bare or as `urn:oid:` (RFC 3061). */
export function parseOid(input: string): OidIdentifier {
  if (!claimsToBeOid(input)) return oid(input);
  return withOffset(urn.length, () => oid(input.slice(urn.length)));
}

function oid(text: string): OidIdentifier {
  return { scheme: "oid", canonical: ledgerCanonical(checkArcs(text), 0) };
}

/** Right arcs: the second one bounded beneath 0 and 1. */
const arcs = /^(?:[01](?:$|\.[1-3]?[0-9](?=\.|$))|2(?=\.|$))(?:\.(?:0|[1-9][0-9]*))*$/;

/** The arcs as they are, if they are canonical: decimal, without leading zeros, and within X.660's bounds of the first two. */
export function checkArcs(text: string): string {
  if (arcs.test(text)) return text;
  refuseArcs(text);
  return text;
}

/** Says what is wrong with arcs. */
function refuseArcs(text: string): void {
  let position = 0;
  for (const arc of text.split(".")) {
    checkArc(text, arc, position);
    position += arc.length + 1;
  }
  const [first = "", second] = text.split(".");
  if (!["0", "1", "2"].includes(first)) {
    throw new IdentifierError(
      "IDENTIFIER_VALUE",
      `The first arc of an OID is 0, 1 or 2, not ${quoted(first)}`,
      {
        hint: "Check that the text is an OID; a handle needs a slash and a local name.",
        position: 0,
      },
    );
  }
  if (first !== "2" && second !== undefined && (second.length > 2 || Number(second) > 39)) {
    throw new IdentifierError(
      "IDENTIFIER_VALUE",
      `The second arc under ${first} is at most 39, not ${quoted(second)}`,
      {
        hint: "Check the second number (ITU-T X.660).",
        position: first.length + 1,
      },
    );
  }
}

function checkArc(text: string, arc: string, position: number): void {
  if (arc === "") {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `The OID ${quoted(text)} has an empty arc`, {
      hint: "Arcs are numbers separated by single dots, such as 1.3.6.1.",
      position,
    });
  }
  const foreign = arc.search(/[^0-9]/);
  if (foreign >= 0) {
    throw new IdentifierError(
      "IDENTIFIER_CHARACTER",
      `The OID ${quoted(text)} holds more than digits and dots`,
      {
        hint: "Write each arc as a number; names of arcs are not read.",
        position: position + foreign,
      },
    );
  }
  if (arc.length > 1 && arc.startsWith("0")) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `The arc ${quoted(arc)} has a leading zero`, {
      hint: `Write ${quoted(arc.replace(/^0+(?=.)/, ""))}.`,
      position,
    });
  }
}
