/**
 * The DID document of an account, made of what it said to the registry of parties (ERC-1056), as the method `did:ethr`
 * lays down: any account has one, a party or not.
 */
import { hasCome } from "../../store/lasting.js";
import type { Address, DidStatementEntity } from "../../store/model.js";
import { settled, type Work } from "../waiting/work.js";
import { type DidDocument, didContext, type Resolved } from "./document.js";
import { DidError } from "./errors.js";
import type { Question } from "./question.js";
import { accountId, type Key, type KeyUse, signing, statedKey, statedService } from "./statements.js";

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

/** @param id DID that the document is of. */
export function* accountDocument(
  question: Pick<Question, "view" | "moment">,
  account: Account,
  id: string,
): Work<Resolved> {
  const { view, moment } = question;
  const { address } = account;
  // Also a change that the document does not show makes a version of it.
  const history = view.didHistory(address);
  const control = view.control(address);
  const controller = control === null ? address : control.controller;
  if (controller === null) return { context: contexts, document: null, metadata: { deactivated: true } };
  // Most accounts never stated anything: of those there is no list to go through.
  const hasStated = history !== null && history.keys + history.services > 0;
  const statements = hasStated ? yield* settled(statementsOf(question, address)) : [];
  const document = documentOf({ id, chainId: moment.chainId, account, controller }, statements);
  return { context: contexts, document, metadata: {} };
}

async function statementsOf(
  { view, moment: { at } }: Pick<Question, "view" | "moment">,
  address: Address,
): Promise<readonly DidStatementEntity[]> {
  const { items, next } = await view.didStatements(address, { limit: maxStatements });
  if (next !== null) {
    // A part of a document would leave out keys that are valid.
    throw new DidError(
      "FEATURE_NOT_SUPPORTED",
      `The document is made of more than ${maxStatements} statements, which this resolver does not read.`,
    );
  }
  return items.filter(({ validTo }) => !hasCome(validTo, at)).sort((one, other) => one.number - other.number);
}

interface Subject {
  readonly id: string;
  readonly chainId: number;
  readonly account: Account;
  readonly controller: Address;
}

function documentOf(subject: Subject, statements: readonly DidStatementEntity[]): DidDocument {
  const keys = [
    ...ownKeys(subject),
    ...statements.flatMap((one) => statedKey(subject.id, subject.chainId, one)),
  ];
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
