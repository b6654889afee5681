import { ledgerCanonical } from "../canonical.js";
import { characterSet, digits, firstForeign, firstOutside, lowerCaseLetters } from "../characters.js";
import { IdentifierError, inWhole } from "../errors.js";
import type { DidIdentifier } from "../identifier.js";
import { hasLabel, quoted } from "../text.js";
import { bidRules } from "./bid.js";
import { cnRules } from "./cn.js";
import { ethrRules } from "./ethr.js";
import type { MethodRules } from "./methodRules.js";
import { webRules } from "./web.js";

/** Methods whose own rules are known here; the ids of all others follow those of DID Core alone. */
const methods: ReadonlyMap<string, MethodRules> = new Map([
  ["web", webRules],
  ["ethr", ethrRules],
  ["bid", bidRules],
  ["cn", cnRules],
]);

/** What a DID does not hold but escaped. */
const foreign = /[^A-Za-z0-9._:%-]/;

/** Reads a DID (DID Core, section 3.1). A DID URL is refused: its path, query and fragment name something else. */
export function parseDid(input: string): DidIdentifier {
  const foreignAt = firstForeign(input, foreign);
  if (foreignAt >= 0) refuseDidUrl(input);
  const { method, restAt } = methodOf(input);
  if (foreignAt >= 0) throw foreignCharacter(input, foreignAt);
  checkEnd(input, restAt);
  const rest = input.slice(restAt);
  const methodSpecificId = normalise(method, rest, restAt);
  const text = methodSpecificId === rest ? input : `did:${method}:${methodSpecificId}`;
  return { scheme: "did", canonical: ledgerCanonical(text), method, methodSpecificId };
}

function refuseDidUrl(input: string): void {
  const extra = input.search(/[/?#]/);
  if (extra < 0 || !hasLabel(input, "did:")) return;
  throw new IdentifierError("IDENTIFIER_DID_URL", "This is a DID URL; the ledger holds DIDs", {
    hint: `Drop the part from ${quoted(input.slice(extra))} on.`,
    position: extra,
  });
}

/** The method of a DID, and where its method-specific id begins. */
function methodOf(input: string): { method: string; restAt: number } {
  if (!input.startsWith("did:")) {
    throw new IdentifierError(
      "IDENTIFIER_SYNTAX",
      `${quoted(input)} does not begin with "did:" in lower case`,
      {
        hint: "A DID looks like did:web:example.com.",
        position: 0,
      },
    );
  }
  const end = input.indexOf(":", 4);
  const method = checkMethod(input.slice(4, end < 0 ? input.length : end));
  if (end < 0) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `The DID ${quoted(input)} has nothing after its method`, {
      hint: "Add the method-specific id, such as did:web:example.com.",
      position: input.length,
    });
  }
  return { method, restAt: end + 1 };
}

const methodCharacters = characterSet(digits + lowerCaseLetters);

/** A DID method's name as it is, if it is one. */
function checkMethod(method: string): string {
  const foreign = firstOutside(methodCharacters, method);
  if (method === "" || foreign >= 0) {
    throw new IdentifierError("IDENTIFIER_CHARACTER", `${quoted(method)} is no DID method`, {
      hint: "A method's name has lower-case letters and digits only, such as web or ethr.",
      position: 4 + Math.max(0, foreign),
    });
  }
  return method;
}

function foreignCharacter(text: string, position: number): IdentifierError {
  return new IdentifierError(
    "IDENTIFIER_CHARACTER",
    `A DID cannot hold ${quoted(text.charAt(position))} there`,
    {
      hint: 'After the method stand letters, digits, ".", "-", "_", ":" and %HH.',
      position,
    },
  );
}

/** @param restAt Where the method-specific id begins. */
function checkEnd(text: string, restAt: number): void {
  if (text.length > restAt && !text.endsWith(":")) return;
  throw new IdentifierError("IDENTIFIER_SYNTAX", "The DID ends with an empty segment", {
    hint: "Remove the last colon, or add what should follow it.",
    position: text.length,
  });
}

/** The spelling in which equal ids are equal strings: by RFC 3986, and by the method where it has rules of its own. */
function normalise(method: string, id: string, offset: number): string {
  const plain = spellEscapes(id);
  const rules = methods.get(method);
  if (rules === undefined) return plain;
  try {
    return rules.normalise(plain);
  } catch (error) {
    throw inWhole(error, offset);
  }
}

/** Escapes in their one spelling: none for what a DID may hold in plain, upper-case digits for the others (RFC 3986, 6.2.2). */
function spellEscapes(id: string): string {
  if (!id.includes("%")) return id;
  return id.replace(/%([0-9A-Fa-f]{2})/g, (sequence, digits: string) => {
    const character = String.fromCharCode(Number.parseInt(digits, 16));
    return /[A-Za-z0-9._-]/.test(character) ? character : sequence.toUpperCase();
  });
}

/** The canonical form of a DID's prefix, such as `did:web` or `did:web:example.com`; throws where it is none. */
export function checkDidPrefix(prefix: string): string {
  const [, method = "", ...segments] = prefix.split(":");
  if (!prefix.startsWith("did:")) {
    throw new IdentifierError(
      "IDENTIFIER_SYNTAX",
      `${quoted(prefix)} does not begin with "did:" in lower case`,
      {
        hint: "A prefix of DIDs includes did: and the method, such as did:web or did:web:example.com.",
        position: 0,
      },
    );
  }
  checkMethod(method);
  if (segments.length === 0) return prefix;
  const id = segments.join(":");
  const idAt = 5 + method.length;
  const foreignAt = firstForeign(prefix, foreign);
  if (foreignAt >= 0) throw foreignCharacter(prefix, foreignAt);
  checkEnd(prefix, idAt);
  if (segments.includes("")) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `The prefix ${quoted(prefix)} has an empty segment`, {
      hint: "Remove the doubled colon.",
      position: idAt,
    });
  }
  const plain = spellEscapes(id);
  return `did:${method}:${methods.get(method)?.normalisePrefix(plain) ?? plain}`;
}
