import { IdentifierError } from "../errors.js";
import type { DidIdentifier } from "../identifier.js";
import { quoted } from "../text.js";
import type { MethodRules } from "./methodRules.js";

/** `did:bid` of the Xinghuo chains (BIF RFC-003), which is compared as it is. */
export const bidRules: MethodRules = { normalise: checked, normalisePrefix: (id) => id };

/** Kinds of keys by their letters. */
const keyTypes: ReadonlyMap<string, BidParts["keyType"]> = new Map([
  ["e", "ed25519"],
  ["z", "sm2"],
  ["s", "secp256k1"],
]);

/** Encodings by their letters, each with what does not belong to its alphabet. */
const encodings: ReadonlyMap<string, { name: BidParts["encoding"]; foreign: RegExp }> = new Map([
  ["f", { name: "base58", foreign: /[^1-9A-HJ-NP-Za-km-z]/ }],
  ["s", { name: "base64", foreign: /[^A-Za-z0-9_-]/ }],
  ["t", { name: "bech32", foreign: /[^02-9ac-hj-np-z]/ }],
]);

/**
 * What a `did:bid` is made of. Its suffix is a hash of the public key, cut short: neither the key nor an account's address
 * on another chain can be computed from it, also where the key is of the kind that Ethereum's accounts have.
 */
export interface BidParts {
  /** Code of the chain beneath the main one; undefined on the main chain. */
  readonly chain: string | undefined;
  readonly keyType: "ed25519" | "sm2" | "secp256k1";
  readonly encoding: "base58" | "base64" | "bech32";
  readonly suffix: string;
}

/** Undefined for DIDs of other methods. */
export function bidParts({ method, methodSpecificId }: DidIdentifier): BidParts | undefined {
  return method === "bid" ? parts(methodSpecificId) : undefined;
}

function checked(id: string): string {
  parts(id);
  return id;
}

function parts(id: string): BidParts {
  const colon = id.indexOf(":");
  const chain = colon < 0 ? undefined : id.slice(0, colon);
  if (chain !== undefined && !/^[0-9a-z]{4}$/.test(chain)) {
    throw fault(`${quoted(chain)} is no code of a chain`, "It has four lower-case letters or digits.", 0);
  }
  const start = colon + 1;
  const keyType = keyTypes.get(id.charAt(start));
  if (keyType === undefined) {
    throw fault("The did:bid names no type of key", "It begins with e, z or s, such as ef.", start);
  }
  const encoding = encodings.get(id.charAt(start + 1));
  if (encoding === undefined) {
    throw fault("The did:bid names no encoding", "The second character is f, s or t.", start + 1);
  }
  const suffix = id.slice(start + 2);
  const foreign = suffix.search(encoding.foreign);
  if (foreign >= 0) {
    throw fault(
      `${quoted(suffix.charAt(foreign))} does not belong to the alphabet of ${encoding.name}`,
      "Check the character at that place.",
      start + 2 + foreign,
    );
  }
  if (suffix.length < 22 || suffix.length > 42) {
    throw fault(
      "The suffix of a did:bid has 22 to 42 characters",
      "Check that it was copied whole.",
      id.length,
    );
  }
  return { chain, keyType, encoding: encoding.name, suffix };
}

function fault(message: string, hint: string, position: number): IdentifierError {
  return new IdentifierError("IDENTIFIER_SYNTAX", message, { hint, position });
}
