/** What the follower asks of the chain besides logs. The node is not trusted: answers are parsed and checked. */
import { z } from "zod";
import type { Rpc } from "../ledger/chain/rpc.js";
import { hashSchema, quantitySchema } from "../ledger/hex.js";
import type { Hash } from "../store/model.js";
import { IndexError } from "./errors.js";
import type { Finality } from "./status.js";

export interface Header {
  readonly number: number;
  readonly hash: Hash;
  readonly parentHash: Hash;
  /** Unix seconds. */
  readonly time: number;
}

const headerSchema = z
  .object({
    number: quantitySchema,
    hash: hashSchema,
    parentHash: hashSchema,
    timestamp: quantitySchema,
  })
  .transform(({ timestamp, ...header }): Header => ({ ...header, time: timestamp }))
  .nullable();

export const quantity = (value: number): string => `0x${value.toString(16)}`;

/** An answer that contradicts itself or what was asked. */
export function badAnswer(why: string, details: Readonly<Record<string, unknown>> = {}): IndexError {
  return new IndexError("INDEX_BAD_ANSWER", `The node's answer cannot be right: ${why}.`, {
    hint: "The follower asks again. If this lasts, use another node: this one is faulty or out of step with itself.",
    details,
  });
}

/** The block's header, null where the node has no such block. */
export async function findHeader(rpc: Rpc, block: number | "latest" | "finalized"): Promise<Header | null> {
  const name = typeof block === "number" ? quantity(block) : block;
  const header = await rpc.rpc("eth_getBlockByNumber", [name, false], headerSchema);
  if (header !== null && typeof block === "number" && header.number !== block) {
    throw badAnswer(`asked for block ${block}, it gave block ${header.number}`);
  }
  return header;
}

/** @throws IndexError INDEX_BAD_ANSWER where the node has no such block though it should. */
export async function readHeader(rpc: Rpc, block: number | "latest"): Promise<Header> {
  const header = await findHeader(rpc, block);
  if (header === null) throw badAnswer(`it has no block ${block}`);
  return header;
}

/** The last block that counts as final when `head` is the head; -1 for none. */
export async function finalizedBlock(rpc: Rpc, finality: Finality, head: number): Promise<number> {
  switch (finality.kind) {
    case "immediate":
      return head;
    case "depth":
      return Math.max(head - finality.blocks, -1);
    case "tag": {
      const header = await findHeader(rpc, "finalized");
      return header === null ? -1 : Math.min(header.number, head);
    }
  }
}
