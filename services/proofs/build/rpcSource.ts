/** Material of proofs from a node, by JSON-RPC. */
import { z } from "zod";
import type { Rpc } from "../../ledger/chain/rpc.js";
import { LedgerError } from "../../ledger/errors.js";
import { addressSchema, bytesSchema, type Hex, hashSchema } from "../../ledger/hex.js";
import { ProofError } from "../errors.js";
import { hashedExtraData } from "../state/bftHeader.js";
import { encodeHeader, readHeader } from "../state/header.js";
import type { ProofSource } from "./source.js";

const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/, "not a quantity")
  .transform((text): Hex => `0x${text.slice(2)}`);

const blockSchema = z
  .object({
    hash: hashSchema,
    parentHash: hashSchema,
    sha3Uncles: hashSchema,
    miner: addressSchema,
    stateRoot: hashSchema,
    transactionsRoot: hashSchema,
    receiptsRoot: hashSchema,
    logsBloom: bytesSchema,
    difficulty: quantity,
    number: quantity,
    gasLimit: quantity,
    gasUsed: quantity,
    timestamp: quantity,
    extraData: bytesSchema,
    mixHash: hashSchema,
    nonce: bytesSchema,
    baseFeePerGas: quantity.exactOptional(),
    withdrawalsRoot: hashSchema.exactOptional(),
    blobGasUsed: quantity.exactOptional(),
    excessBlobGas: quantity.exactOptional(),
    parentBeaconBlockRoot: hashSchema.exactOptional(),
    requestsHash: hashSchema.exactOptional(),
    blockAccessListHash: hashSchema.exactOptional(),
    slotNumber: quantity.exactOptional(),
  })
  .nullable();

const proofSchema = z.object({
  accountProof: z.array(bytesSchema),
  storageProof: z.array(z.object({ proof: z.array(bytesSchema) })),
});

/** Slots that one request asks for: nodes bound their answers. */
const slotsAtOnce = 64;

/** @throws ProofError `PROOF_NODE_UNABLE`, `PROOF_STATE_PRUNED`, `PROOF_BLOCK_UNKNOWN`, `PROOF_NODE_WRONG`; LedgerError. */
export function rpcSource(client: Rpc): ProofSource {
  return {
    async header(block) {
      const tag = block === null ? "latest" : hex(block);
      const found = await client.rpc("eth_getBlockByNumber", [tag, false], blockSchema);
      if (found === null) throw blockUnknown(tag);
      const { hash, ...fields } = found;
      for (const extraData of [fields.extraData, ...hashedExtraData(fields.extraData)]) {
        const rlp = encodeHeader({ ...fields, extraData });
        if (readHeader(rlp).hash === hash) return rlp;
      }
      throw headerDiffers(hash);
    },
    async nodes(account, slots, block) {
      const parts = chunks(slots, slotsAtOnce);
      const proofs: z.infer<typeof proofSchema>[] = [];
      for (const part of parts) {
        proofs.push(await asked(() => client.rpc("eth_getProof", [account, part, hex(block)], proofSchema)));
      }
      return proofs.flatMap(({ accountProof, storageProof }) => [
        ...accountProof,
        ...storageProof.flatMap(({ proof }) => proof),
      ]);
    },
  };
}

const hex = (block: number): string => `0x${block.toString(16)}`;

const chunks = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

/** What nodes say when they do not have a state any more; each has its own words. */
const pruned =
  /missing trie node|prun(?:ed|ing)|archive|state (?:is )?not (?:available|found)|historical state|too old|distance to target block|outside (?:of )?(?:the )?(?:proof|window)|exceeds maximum proof window/i;
/** What they say to a method that they do not have, beside the code that JSON-RPC gives it. */
const unable =
  /method.*(?:not|n't|un)\s?(?:found|support|exist|available|implemented)|not (?:supported|implemented)|unsupported/i;
const methodNotFound = -32_601;
const methodNotSupported = -32_004;

async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof LedgerError) || cause.code !== "LEDGER_RPC_ERROR") throw cause;
    const { rpcCode, rpcMessage } = cause.details;
    const message = String(rpcMessage);
    if (pruned.test(message)) throw statePruned(cause);
    if (rpcCode === methodNotFound || rpcCode === methodNotSupported || unable.test(message))
      throw nodeUnable(cause);
    throw cause;
  }
}

const nodeUnable = (cause: unknown): ProofError =>
  new ProofError("PROOF_NODE_UNABLE", "The node makes no proofs: it does not have eth_getProof.", {
    hint: "Use a node that has it, such as anvil, geth, reth, erigon, besu or nethermind.",
    cause,
  });

const statePruned = (cause: unknown): ProofError =>
  new ProofError("PROOF_STATE_PRUNED", "The node no longer has the state of that block.", {
    hint: "Ask for a newer block, or use an archive node.",
    cause,
  });

const blockUnknown = (block: string): ProofError =>
  new ProofError("PROOF_BLOCK_UNKNOWN", `The node does not have the block ${block}.`, {
    hint: "Give the number of a block that the chain has.",
    details: { block },
  });

const headerDiffers = (hash: string): ProofError =>
  new ProofError("PROOF_NODE_WRONG", "The fields that the node gives of the block do not make its hash.", {
    hint: "The chain hashes its headers in its own way, or knows fields that this program does not.",
    details: { hash },
  });
