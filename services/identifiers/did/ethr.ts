import { IdentifierError } from "../errors.js";
import type { DidIdentifier } from "../identifier.js";
import { lowerCase, type MethodRules } from "./methodRules.js";

/** `did:ethr`: perhaps a network, then an account's address or a compressed public key, all of it in any case. */
export const ethrRules: MethodRules = { normalise, normalisePrefix: lowerCase };

/** What a `did:ethr` is about, as ERC-1056 has it. Hexadecimal digits are in lower case. */
export interface EthrSubject {
  /** A chain id in hexadecimal digits after 0x, or a name; undefined for Ethereum's main network. */
  readonly network: string | undefined;
  /** The identity's address; undefined where the DID has its public key instead. */
  readonly account: string | undefined;
  /** The secp256k1 public key, compressed. */
  readonly publicKey: string | undefined;
}

const form = /^(?:(.+):)?0x(?:([0-9a-f]{40})|(0[23][0-9a-f]{64}))$/;

function normalise(id: string): string {
  const plain = lowerCase(id);
  if (form.test(plain)) return plain;
  throw new IdentifierError("IDENTIFIER_SYNTAX", "A did:ethr ends with an address or a public key", {
    hint: "Write did:ethr:[network:] and then 0x with 40 hex digits, or with 66 that begin with 02 or 03.",
    position: plain.lastIndexOf(":") + 1,
  });
}

/** Undefined for DIDs of other methods. */
export function ethrSubject({ method, methodSpecificId }: DidIdentifier): EthrSubject | undefined {
  if (method !== "ethr") return undefined;
  const [, network, account, publicKey] = form.exec(methodSpecificId) ?? [];
  return { network, account: account && `0x${account}`, publicKey: publicKey && `0x${publicKey}` };
}
