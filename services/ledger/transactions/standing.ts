/** Whether the chain still has the block in which something was mined. */
import { z } from "zod";
import type { Rpc } from "../chain/rpc.js";
import { hashSchema } from "../hex.js";
import type { MinedTransaction } from "./receipt.js";

/** `ahead`: whoever answers has not come so far, as a node that lags behind another; of what is mined in it that says nothing. */
export type Standing = "there" | "replaced" | "ahead";

const blockSchema = z.object({ hash: hashSchema }).nullable();

/** Only another block in its place says that what was mined in it may be gone: nodes behind one address lag behind each other. */
export async function standingOf(
  client: Rpc,
  { block, blockHash }: Pick<MinedTransaction, "block" | "blockHash">,
): Promise<Standing> {
  const found = await client.rpc("eth_getBlockByNumber", [`0x${block.toString(16)}`, false], blockSchema);
  if (found === null) return "ahead";
  return found.hash === blockHash ? "there" : "replaced";
}
