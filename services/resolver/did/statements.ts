/** What an account states in its DID document (ERC-1056), as the method `did:ethr` reads it: keys, and services. */
import { encodeBase58, encodeBase64, getAddress } from "ethers";
import type { Address, DidStatementEntity } from "../../store/model.js";
import type { Service, VerificationMethod } from "./document.js";

export type KeyUse = "authentication" | "assertionMethod" | "keyAgreement";

export interface Key {
  readonly method: VerificationMethod;
  readonly uses: readonly KeyUse[];
}

export const signing: readonly KeyUse[] = ["authentication", "assertionMethod"];

/** CAIP-10 id of an account. */
export const accountId = (chainId: number, address: Address): string =>
  `eip155:${chainId}:${getAddress(address)}`;

/** @param id DID of the document. */
export function statedKey(id: string, chainId: number, { statement, number }: DidStatementEntity): Key[] {
  const controller = id;
  if (statement.kind === "delegate") {
    const { delegateType, delegate } = statement;
    if (delegateType !== "sigAuth" && delegateType !== "veriKey") return [];
    const method = {
      id: `${id}#delegate-${number}`,
      type: "EcdsaSecp256k1RecoveryMethod2020",
      controller,
      blockchainAccountId: accountId(chainId, delegate),
    };
    return [{ method, uses: delegateType === "sigAuth" ? signing : ["assertionMethod"] }];
  }
  const name = attributeName.exec(statement.name);
  if (name === null || name[1] !== "pub") return [];
  const [, , algorithm = "", use, encoding] = name;
  const key = keyValue(encoding, statement.value);
  if (key === null) return [];
  const method = { id: `${id}#delegate-${number}`, type: keyType(algorithm, use), controller, ...key };
  return [{ method, uses: keyUses(use) }];
}

/** `did/pub/<algorithm>/<use>/<encoding>` and `did/svc/<type>`. */
const attributeName = /^did\/(pub|svc)\/(\w+)(?:\/(\w+))?(?:\/(\w+))?$/;

function keyUses(use: string | undefined): readonly KeyUse[] {
  if (use === "sigAuth") return signing;
  return use === "enc" ? ["keyAgreement"] : ["assertionMethod"];
}

const keyTypes: Readonly<Record<string, string>> = {
  "Secp256k1/veriKey": "EcdsaSecp256k1VerificationKey2019",
  "Secp256k1/sigAuth": "EcdsaSecp256k1VerificationKey2019",
  "Ed25519/sigAuth": "Ed25519VerificationKey2018",
  "Ed25519/veriKey": "Ed25519VerificationKey2018",
  "RSA/veriKey": "RSAVerificationKey2018",
  "X25519/enc": "X25519KeyAgreementKey2019",
};

/** The suites that `did:ethr` abbreviates; a type that is none of them is written out in the name. */
function keyType(algorithm: string, use: string | undefined): string {
  return keyTypes[`${algorithm}/${use}`] ?? algorithm;
}

function keyValue(
  encoding: string | undefined,
  value: `0x${string}`,
): Readonly<Record<string, string>> | null {
  switch (encoding) {
    case undefined:
    case "hex":
      return { publicKeyHex: value.slice(2) };
    case "base64":
      return { publicKeyBase64: encodeBase64(value) };
    case "base58":
      return { publicKeyBase58: encodeBase58(value) };
    case "pem": {
      const publicKeyPem = textOf(value);
      return publicKeyPem === null ? null : { publicKeyPem };
    }
    default:
      return { value: value.slice(2) };
  }
}

/** @param id DID of the document. */
export function statedService(id: string, { statement, number }: DidStatementEntity): Service[] {
  if (statement.kind === "delegate") return [];
  const name = attributeName.exec(statement.name);
  const text = textOf(statement.value);
  if (name === null || name[1] !== "svc" || text === null) return [];
  return [{ id: `${id}#service-${number}`, type: name[2] ?? "", serviceEndpoint: endpointOf(text) }];
}

/** An object or array where the text is the JSON of one, else the text: an endpoint is never a bare number. */
function endpointOf(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    const fits = typeof parsed === "string" || (typeof parsed === "object" && parsed !== null);
    return fits && isShallow(parsed, maxDepth) ? parsed : text;
  } catch {
    return text;
  }
}

/** Levels of an endpoint: anybody may set one, and it has to be written out again. */
const maxDepth = 16;

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((part) => isShallow(part, depth - 1));
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** null where the bytes are no UTF-8. */
function textOf(value: string): string | null {
  try {
    return utf8.decode(Buffer.from(value.slice(2), "hex"));
  } catch {
    return null;
  }
}
