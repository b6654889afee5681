/** `did:ethr`, on the chain that the index is of. */
import { computeAddress } from "ethers";
import type { DidIdentifier } from "../../identifiers/identifier.js";
import { toAddress } from "../../ledger/hex.js";
import type { Work } from "../waiting/work.js";
import { type Account, accountDocument } from "./account.js";
import type { Resolved } from "./document.js";
import { DidError } from "./errors.js";
import type { Question } from "./question.js";

/** @param asked The DID as it was asked for: the document carries it. */
export function resolveEthr(question: Question, did: DidIdentifier, asked: string): Work<Resolved> {
  const split = did.methodSpecificId.lastIndexOf(":");
  const network = split < 0 ? "mainnet" : did.methodSpecificId.slice(0, split);
  const { chainId } = question.moment;
  if (chainOf(network) !== chainId) {
    throw new DidError(
      "METHOD_NOT_SUPPORTED",
      `This resolver reads did:ethr of the chain 0x${chainId.toString(16)} alone, not of '${network.slice(0, 64)}'.`,
    );
  }
  return accountDocument(question, accountOf(did.methodSpecificId.slice(split + 1)), asked);
}

/** null for the name of a chain that is none here. */
function chainOf(network: string): number | null {
  if (network === "mainnet") return 1;
  return /^0x[1-9a-f][0-9a-f]{0,12}$/.test(network) ? Number.parseInt(network, 16) : null;
}

function accountOf(text: string): Account {
  if (text.length === 42) return { address: toAddress(text), publicKey: null };
  try {
    return { address: toAddress(computeAddress(text)), publicKey: text.slice(2) };
  } catch (cause) {
    throw new DidError("INVALID_DID", "The DID's public key is not a point of secp256k1.", cause);
  }
}
