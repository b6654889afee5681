/** `did:ethr`, on the chain that the index is of. */
import type { DidIdentifier } from "../../identifiers/identifier.js";
import { ethrSubject, publicKeyIn } from "../../identifiers/index.js";
import { toAddress } from "../../ledger/hex.js";
import type { Work } from "../waiting/work.js";
import { accountDocument } from "./account.js";
import type { Resolved } from "./document.js";
import { DidError } from "./errors.js";
import type { Question } from "./question.js";

/** @param asked The DID as it was asked for: the document carries it, and the key where it names the account by that. */
export function resolveEthr(question: Question, did: DidIdentifier, asked: string): Work<Resolved> {
  const { network = "", account = "" } = ethrSubject(did) ?? {};
  const chain = `0x${question.moment.chainId.toString(16)}`;
  if (network !== chain) {
    throw new DidError(
      "METHOD_NOT_SUPPORTED",
      `This resolver reads did:ethr of the chain ${chain} alone, not of '${network.slice(0, 64)}'.`,
    );
  }
  return accountDocument(question, { address: toAddress(account), publicKey: publicKeyIn(asked) }, asked);
}
