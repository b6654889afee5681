/**
 * The DID document of an account, made of what it said to the registry of parties (ERC-1056), as the method `did:ethr`
 * lays down: any account has one, a party or not.
 */
import { encodeBase58, encodeBase64, getAddress } from "ethers";
import type { Address, DidStatementEntity } from "../../store/model.js";
import {
  type DidDocument,
  type DocumentMetadata,
  dateTime,
  didContext,
  type Resolved,
  type Service,
  type VerificationMethod,
} from "./document.js";
import { DidError } from "./errors.js";
import { noSuchVersion, type Question } from "./question.js";

export interface Account {
  readonly address: Address;
  /** Compressed key in hex without `0x`, where the DID names the account by it. */
  readonly publicKey: string | null;
}

/** Statements that one document is made of, those included that are no longer valid. */
const maxStatements = 1000;

const contexts = [
  didContext,
  // For EcdsaSecp256k1RecoveryMethod2020 and blockchainAccountId.
  "https://w3id.org/security/suites/secp256k1recovery-2020/v2",
  // For publicKeyHex.
  "https://w3id.org/security/v3-unstable",
];

/**
 * @param id DID that the document is of.
 * @throws DidError FEATURE_NOT_SUPPORTED for another version than the present one.
 */
export async function accountDocument(question: Question, account: Account, id: string): Promise<Resolved> {
  const { view, moment } = question;
  const { address } = account;
  const history = view.didHistory(address);
  const at = timeOf(question, history?.changed ?? null);
  const metadata =
    history === null
      ? {}
      : { versionId: String(history.changed.block), updated: dateTime(history.changed.time) };
  const control = view.control(address);
  const controller = control === null ? address : control.controller;
  if (controller === null) return deactivated(metadata);
  const statements = await statementsOf(question, address, at);
  const document = documentOf({ id, chainId: moment.chainId, account, controller }, statements);
  return { context: contexts, document, metadata };
}

function deactivated(metadata: DocumentMetadata): Resolved {
  return { context: contexts, document: null, metadata: { deactivated: true, ...metadata } };
}

/** When the document must hold: now, or at a time since its last change. */
function timeOf(
  { version, moment }: Question,
  changed: { readonly block: number; readonly time: number } | null,
): number {
  const { versionId, versionTime } = version;
  if (versionId !== undefined && versionId !== String(changed?.block)) throw noSuchVersion();
  if (versionTime === undefined) return moment.at;
  if (versionTime < (changed?.time ?? 0) || versionTime > moment.at) throw noSuchVersion();
  return versionTime;
}

async function statementsOf(
  { view }: Question,
  address: Address,
  at: number,
): Promise<readonly DidStatementEntity[]> {
  const { items, next } = await view.didStatements(address, { limit: maxStatements });
  if (next !== null) {
    // A part of a document would leave out keys that are valid.
    throw new DidError(
      "FEATURE_NOT_SUPPORTED",
      `The document is made of more than ${maxStatements} statements, which this resolver does not read.`,
    );
  }
  return items.filter(({ validTo }) => validTo > at).sort((one, other) => one.number - other.number);
}

interface Subject {
  readonly id: string;
  readonly chainId: number;
  readonly account: Account;
  readonly controller: Address;
}

function documentOf(subject: Subject, statements: readonly DidStatementEntity[]): DidDocument {
  const keys = [...ownKeys(subject), ...statements.flatMap((one) => statedKey(subject, one))];
  const having = (use: KeyUse) =>
    keys.filter(({ uses }) => uses.includes(use)).map(({ method }) => method.id);
  const keyAgreement = having("keyAgreement");
  const service = statements.flatMap((one) => statedService(subject.id, one));
  return {
    id: subject.id,
    verificationMethod: keys.map(({ method }) => method),
    authentication: having("authentication"),
    assertionMethod: having("assertionMethod"),
    ...(keyAgreement.length > 0 ? { keyAgreement } : {}),
    ...(service.length > 0 ? { service } : {}),
  };
}

type KeyUse = "authentication" | "assertionMethod" | "keyAgreement";

interface Key {
  readonly method: VerificationMethod;
  readonly uses: readonly KeyUse[];
}

const signing: readonly KeyUse[] = ["authentication", "assertionMethod"];

/** The controller's account; and the account's own key, while it controls itself. */
function ownKeys({ id, chainId, account, controller }: Subject): Key[] {
  const own: Key = {
    method: {
      id: `${id}#controller`,
      type: "EcdsaSecp256k1RecoveryMethod2020",
      controller: id,
      blockchainAccountId: accountId(chainId, controller),
    },
    uses: signing,
  };
  if (account.publicKey === null || controller !== account.address) return [own];
  const method = {
    id: `${id}#controllerKey`,
    type: "EcdsaSecp256k1VerificationKey2019",
    controller: id,
    publicKeyHex: account.publicKey,
  };
  return [own, { method, uses: signing }];
}

const accountId = (chainId: number, address: Address): string => `eip155:${chainId}:${getAddress(address)}`;

function statedKey({ id, chainId }: Subject, { statement, number }: DidStatementEntity): Key[] {
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

function statedService(id: string, { statement, number }: DidStatementEntity): Service[] {
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
