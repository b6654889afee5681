/** The chain's words for the model's names. */
import type { Deployment } from "../../../services/ledger/deployment/deployment.js";
import { type Hex, toAddress, toDigest, toHex, zeroAddress, zeroWord } from "../../../services/ledger/hex.js";
import { granteeWord, namespaceId, recordId, schemeId, twinId } from "../../../services/ledger/ids.js";
import { keccak } from "../../../services/ledger/keccak.js";
import type * as store from "../../../services/store/model.js";
import { fundedSigner } from "../../fixtures/ledger.js";
import type { Account } from "../ledger/parties.js";
import { accounts } from "../universe.js";

/** Where the ledger is: part of what some words are made of. */
export type Place = Pick<Deployment, "chainId" | "contracts">;

const addresses = accounts.map((number) => toAddress(fundedSigner(number).address));

export function addressOf(account: Account | null): store.Address {
  if (account === null) return zeroAddress;
  const address = addresses[account];
  if (address === undefined) throw new RangeError(`There is no account ${account}`);
  return address;
}

/** A party's address as a thing, a subject or a grantee. */
export const partyWord = (party: Account): Hex => granteeWord({ kind: "party", party: addressOf(party) });

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export const digestOf = (name: string): store.Digest => toDigest(keccak(utf8(name)));

export const digestOrNull = (name: string | null): store.Digest | null =>
  name === null ? null : digestOf(name);

/** The same, as the chain has it: zero for none. */
export const digestWord = (name: string | null): Hex => digestOrNull(name) ?? zeroWord;

export const scheme = schemeId("gs1");

export const namespaceWord = (prefix: string): store.NamespaceId => namespaceId(scheme, prefix);

export const recordWord = (identifier: string): store.RecordId => recordId(scheme, identifier);

export const twinWord = (name: string): store.TwinId => twinId(digestOf(name));

export const recordName = (identifier: string) => ({ scheme, identifier });

export const saltWord = (salt: number): Hex => keccak(utf8(`salt ${salt}`));

/** A text of one word, in ASCII from the left. */
export const textWord = (text: string, bytes: number): Hex =>
  toHex(
    `0x${Buffer.from(text, "latin1")
      .toString("hex")
      .padEnd(2 * bytes, "0")}`,
  );
