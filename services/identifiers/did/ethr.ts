import { IdentifierError } from "../errors.js";
import type { DidIdentifier } from "../identifier.js";
import { percentDecode } from "../percentEncoding.js";
import { lowerCase, type MethodRules } from "./methodRules.js";
import { accountOfKey } from "./publicKey.js";

/**
 * `did:ethr`: perhaps a network, then an account's address or a compressed public key, all of it in any case. All of an account's
 * spellings are one DID here: the number of its chain, and its address.
 */
export const ethrRules: MethodRules = { normalise, normalisePrefix };

/** What a `did:ethr` is about, as ERC-1056 has it. Hexadecimal digits are in lower case. */
export interface EthrSubject {
  /** The chain's id in hexadecimal digits after 0x; a name where it is that of no chain known here. */
  readonly network: string;
  /** The identity's address. */
  readonly account: string;
}

/** Ids of the chains that the method, or the library of its authors, calls by a name. */
const chains: ReadonlyMap<string, number> = new Map([
  ["mainnet", 1],
  ["goerli", 5],
  ["gno", 100],
  ["polygon", 137],
  ["ewc", 246],
  ["holesky", 17_000],
  ["linea:goerli", 59_140],
  ["volta", 73_799],
  ["polygon:test", 80_001],
  ["artis:sigma1", 246_529],
  ["artis:tau1", 246_785],
  ["sepolia", 11_155_111],
  ["aurora", 1_313_161_554],
]);

/** Where a DID names no network. */
const defaultNetwork = "mainnet";

const form = /^(?:(.+):)?0x(?:([0-9a-f]{40})|(0[23][0-9a-f]{64}))$/;

/** The one spelling, in which most are written. */
const canonicalForm = /^0x(?:0|[1-9a-f][0-9a-f]*):0x[0-9a-f]{40}$/;

function normalise(id: string): string {
  if (canonicalForm.test(id)) return id;
  const plain = lowerCase(id);
  const [, network, address, publicKey] = form.exec(plain) ?? [];
  const account = publicKey === undefined ? address : accountOfKey(publicKey);
  if (account !== undefined) return `${spelt(network ?? defaultNetwork)}:0x${account}`;
  const position = plain.lastIndexOf(":") + 1;
  if (publicKey !== undefined) {
    throw new IdentifierError("IDENTIFIER_VALUE", "The public key of the did:ethr is no point of secp256k1", {
      hint: "Check that it was copied whole, or name the account by its address.",
      position,
    });
  }
  throw new IdentifierError("IDENTIFIER_SYNTAX", "A did:ethr ends with an address or a public key", {
    hint: "Write did:ethr:[network:] and then 0x with 40 hex digits, or with 66 that begin with 02 or 03.",
    position,
  });
}

/** The id of a network's chain, as its number is written. */
function spelt(network: string): string {
  const chain = chains.get(network);
  return chain === undefined ? network.replace(/^0x0+(?=[0-9a-f])/, "0x") : `0x${chain.toString(16)}`;
}

/** A network, or all of an id. */
function normalisePrefix(id: string): string {
  const plain = lowerCase(id);
  return form.test(plain) ? normalise(plain) : spelt(plain);
}

/** Undefined for DIDs of other methods. */
export function ethrSubject({ method, methodSpecificId }: DidIdentifier): EthrSubject | undefined {
  if (method !== "ethr") return undefined;
  const end = methodSpecificId.lastIndexOf(":");
  return { network: methodSpecificId.slice(0, end), account: methodSpecificId.slice(end + 1) };
}

/** The compressed public key, in hex digits without 0x, by which a text that was read as a `did:ethr` names its account; null where it has the address. */
export function publicKeyIn(text: string): string | null {
  const [, , , publicKey] = form.exec(percentDecode(text).toLowerCase()) ?? [];
  return publicKey ?? null;
}
