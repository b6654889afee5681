/**
 * The least that an index by hand could be: logs and block headers over JSON-RPC, decoding, one JSON record an event, one
 * atomic Level batch a range. It answers no question but "which events were there", and checks no node.
 */
import { performance } from "node:perf_hooks";
import { Level } from "level";
import { z } from "zod";
import { quantity } from "../../../services/index/chain.js";
import { contractsByAddress } from "../../../services/index/deployment.js";
import type { Rpc } from "../../../services/ledger/chain/rpc.js";
import { RpcClient } from "../../../services/ledger/chain/rpc.js";
import { decodeLog } from "../../../services/ledger/events/decodeLog.js";
import { addressSchema, hashSchema, quantitySchema } from "../../../services/ledger/hex.js";
import type { BusyChain } from "./chain.js";

/** Blocks a range. */
const range = 20;

const logsSchema = z.array(
  z.object({
    address: addressSchema,
    topics: z.array(z.string()),
    data: z.string(),
    blockNumber: quantitySchema,
    blockHash: hashSchema,
    logIndex: quantitySchema,
    transactionHash: hashSchema,
  }),
);
const headerSchema = z.object({
  number: quantitySchema,
  hash: hashSchema,
  parentHash: hashSchema,
  timestamp: quantitySchema,
});
type Header = z.infer<typeof headerSchema>;

/** What it reads, and where it writes to. */
export interface MinimumTask extends Pick<BusyChain, "rpcUrl" | "deployment" | "head"> {
  readonly location: string;
}

/** Milliseconds that it takes from an empty store to the chain's head. */
export async function followByHand({ rpcUrl, deployment, head, location }: MinimumTask): Promise<number> {
  const rpc = new RpcClient(rpcUrl);
  const contracts = contractsByAddress(deployment);
  const addresses = [...contracts.keys()];
  const level = new Level<string, string>(location);
  await level.open();
  try {
    const start = performance.now();
    let parent: Header | null = null;
    for (let from = deployment.block; from <= head; from += range) {
      const to = Math.min(from + range - 1, head);
      const [logs, headers] = await Promise.all([
        readLogs(rpc, addresses, from, to),
        Promise.all(Array.from({ length: to - from + 1 }, (_, place) => readHeader(rpc, from + place))),
      ]);
      const hashes = new Map<number, Header>();
      for (const header of headers) {
        if (parent !== null && header.parentHash !== parent.hash) throw new Error("The chain reorganised");
        hashes.set(header.number, header);
        parent = header;
      }
      const batch = logs.map((log) => {
        const header = hashes.get(log.blockNumber);
        const contract = contracts.get(log.address);
        if (header?.hash !== log.blockHash || contract === undefined)
          throw new Error("A log is not the chain's");
        const record = {
          event: decodeLog(contract, log.topics, log.data),
          block: log.blockNumber,
          time: header.timestamp,
          transaction: log.transactionHash,
        };
        const key = `event/${keyPart(log.blockNumber)}/${keyPart(log.logIndex)}`;
        return { type: "put" as const, key, value: JSON.stringify(record, withoutBigints) };
      });
      const checkpoint = { type: "put" as const, key: "checkpoint", value: JSON.stringify(parent) };
      await level.batch([...batch, checkpoint]);
    }
    return performance.now() - start;
  } finally {
    await level.close();
  }
}

const readHeader = (rpc: Rpc, block: number): Promise<Header> =>
  rpc.rpc("eth_getBlockByNumber", [quantity(block), false], headerSchema);

const readLogs = (rpc: Rpc, address: readonly string[], from: number, to: number) =>
  rpc.rpc("eth_getLogs", [{ fromBlock: quantity(from), toBlock: quantity(to), address }], logsSchema);

const keyPart = (number: number): string => number.toString(16).padStart(8, "0");

const withoutBigints = (_: string, value: unknown): unknown =>
  typeof value === "bigint" ? value.toString() : value;
