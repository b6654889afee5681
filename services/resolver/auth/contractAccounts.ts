/**
 * Signatures of contract accounts (ERC-1271): whether one is good the contract alone can say, so the node is asked.
 *
 * It is asked only about accounts that already act for the party, at the block of the moment, by its hash. A lying node could
 * make the signature of such a contract good or void; it has no say in signatures of keys, which are checked here, and none in
 * who acts for whom, beyond what it tells the index.
 */
import { Interface } from "ethers";
import { type Rpc, RpcClient } from "../../ledger/chain/rpc.js";
import { LedgerError } from "../../ledger/errors.js";
import { bytesSchema } from "../../ledger/hex.js";
import type { Address, Hash } from "../../store/model.js";
import { ResolverError } from "../errors.js";

export interface ContractAccounts {
  /**
   * Whether the account takes the signature as its own.
   * @param block Hash of the block at which it is asked.
   * @throws ResolverError RESOLVER_CALLER_UNCHECKED where the node does not tell.
   */
  accepts(account: Address, digest: string, signature: string, block: Hash): Promise<boolean>;
}

const timeoutMs = 3_000;
const maxBytes = 16 * 1024;
/** Questions under way at once: whoever signs wrongly in a known party's name must not keep the node from its work. */
const maxUnderWay = 8;
/** What the contract may use up. */
const gas = "0x4c4b40";

const encoding = new Interface(["function isValidSignature(bytes32, bytes) view returns (bytes4)"]);
/** The magic value, filled up to a word. */
const accepted = `0x1626ba7e${"0".repeat(56)}`;

export function contractAccounts(rpcUrl: string): ContractAccounts {
  const rpc = new RpcClient(rpcUrl, { timeoutMs, maxBytes });
  let underWay = 0;
  return {
    async accepts(account, digest, signature, block) {
      if (underWay >= maxUnderWay) throw unchecked("Too many contract accounts are being asked.");
      underWay += 1;
      try {
        return await ask(rpc, { to: account, data: encoded(digest, signature), gas }, block);
      } finally {
        underWay -= 1;
      }
    },
  };
}

const encoded = (digest: string, signature: string): string =>
  encoding.encodeFunctionData("isValidSignature", [digest, signature]);

async function ask(
  rpc: Rpc,
  call: Readonly<Record<"to" | "data" | "gas", string>>,
  block: Hash,
): Promise<boolean> {
  try {
    return (await rpc.rpc("eth_call", [call, { blockHash: block }], bytesSchema)) === accepted;
  } catch (cause) {
    if (!(cause instanceof LedgerError)) throw cause;
    if (isFailedCall(cause)) return false;
    throw unchecked("The node does not tell whether the account takes the signature.", cause);
  }
}

/** Whether the contract itself failed, rather than the node: no answer of the contract's is a no. */
function isFailedCall({ code, details }: LedgerError): boolean {
  return code === "LEDGER_RPC_ERROR" && /revert|out of gas/i.test(String(details.rpcMessage));
}

/** For what may be right, but cannot be checked now. */
export function unchecked(message: string, cause?: unknown): ResolverError {
  return new ResolverError("RESOLVER_CALLER_UNCHECKED", message, {
    hint: "Sign anew, and try again in some seconds.",
    cause,
  });
}
