/** Receipts of many transactions at once, by the blocks that they are in: one question a block in place of one each. */
import { z } from "zod";
import type { Hash } from "../../store/model.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { type MinedTransaction, minedTransactionSchema } from "./receipt.js";

/** So many of our own transactions a block make its receipts, which are those of others too, cheaper than each by itself. */
const worthwhile = 8;

const receiptsSchema = z.array(minedTransactionSchema).nullable();

const none: ReadonlyMap<Hash, MinedTransaction> = new Map();

export class MinedReceipts {
  readonly #client: Rpc;
  /** False once the node turned out not to tell a block's receipts. */
  #tells = true;
  /** The last block that has nothing which is still asked for. */
  #done: number | null = null;

  constructor(client: Rpc) {
    this.#client = client;
  }

  /**
   * What is worth asking for of the blocks since the last look; what is not in it is to be asked for by itself.
   * @param count Own transactions that were mined since.
   */
  async since(head: number, count: number): Promise<ReadonlyMap<Hash, MinedTransaction>> {
    const last = this.#done;
    // The account's count was asked for before the head, and may be older.
    this.#done = count === 0 ? head - 1 : head;
    if (last === null || !this.#tells || head <= last || count < worthwhile * (head - last)) return none;
    const blocks = Array.from({ length: head - last }, (_, at) => last + 1 + at);
    const found = await Promise.all(blocks.map((block) => this.#of(block)));
    return new Map(found.flat().map((mined) => [mined.hash, mined]));
  }

  async #of(block: number): Promise<readonly MinedTransaction[]> {
    try {
      return (
        (await this.#client.rpc("eth_getBlockReceipts", [`0x${block.toString(16)}`], receiptsSchema)) ?? []
      );
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      // Away for a moment, or for good: then whoever asks next finds out.
      if (error.code === "LEDGER_RPC_ERROR" || error.code === "LEDGER_RPC_MALFORMED") this.#tells = false;
      return [];
    }
  }
}
