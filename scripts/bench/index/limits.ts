/** What a follower cannot do without, each alone: fetching the logs, decoding them, writing what they make. */
import { rm } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import type { Interface } from "ethers";
import { Level } from "level";
import { z } from "zod";
import { quantity } from "../../../services/index/chain.js";
import { contractsByAddress } from "../../../services/index/deployment.js";
import { RpcClient } from "../../../services/ledger/chain/rpc.js";
import { interfaces } from "../../../services/ledger/contracts.js";
import { decodeLog } from "../../../services/ledger/events/decodeLog.js";
import { addressSchema } from "../../../services/ledger/hex.js";
import { encodeKey, type Key } from "../../../services/store/keys.js";
import { openStore } from "../../../services/store/store.js";
import type { BusyChain } from "./chain.js";

const logSchema = z.object({ address: addressSchema, topics: z.array(z.string()), data: z.string() });
export type Log = z.infer<typeof logSchema>;

/** Blocks that are asked for at once: so many that asking costs nothing, and no node refuses the answer. */
const range = 200;

/** Milliseconds that `eth_getLogs` of all blocks takes, until its JSON is read. */
export async function timeFetch({
  rpcUrl,
  deployment,
  head,
}: BusyChain): Promise<{ ms: number; logs: readonly Log[] }> {
  const address = Object.values(deployment.contracts);
  const rpc = new RpcClient(rpcUrl);
  const results: unknown[] = [];
  const start = performance.now();
  for (let from = deployment.block; from <= head; from += range) {
    const to = Math.min(from + range - 1, head);
    const filter = { fromBlock: quantity(from), toBlock: quantity(to), address };
    results.push(await rpc.request("eth_getLogs", [filter]));
  }
  const ms = performance.now() - start;
  return { ms, logs: results.flatMap((result) => z.array(logSchema).parse(result)) };
}

/** Milliseconds that the generated decoders take. */
export function timeDecode({ deployment }: BusyChain, logs: readonly Log[]): number {
  const contracts = contractsByAddress(deployment);
  const start = performance.now();
  for (const { address, topics, data } of logs) {
    const contract = contracts.get(address);
    if (contract === undefined) throw new Error(`${address} is none of the ledger's contracts`);
    decodeLog(contract, topics, data);
  }
  return performance.now() - start;
}

/** Milliseconds that ethers' `parseLog` takes for the same. */
export function timeParseLog({ deployment }: BusyChain, logs: readonly Log[]): number {
  const contracts = contractsByAddress(deployment);
  const start = performance.now();
  for (const { address, topics, data } of logs) {
    const contract = contracts.get(address);
    if (contract === undefined) throw new Error(`${address} is none of the ledger's contracts`);
    const abi: Interface = interfaces[contract];
    abi.parseLog({ topics, data });
  }
  return performance.now() - start;
}

/** Milliseconds that one Level batch takes that writes all that is in a store. */
export async function timeWrite(store: string, scratch: string): Promise<{ ms: number; puts: number }> {
  const filled = await openStore(store, { createIfMissing: false });
  const entries: (readonly [Key, string])[] = [];
  for await (const entry of filled.entries()) entries.push(entry);
  await filled.close();
  const level = new Level<Buffer, string>(scratch, { keyEncoding: "buffer", valueEncoding: "utf8" });
  await level.open();
  try {
    const start = performance.now();
    await level.batch(entries.map(([key, value]) => ({ type: "put" as const, key: encodeKey(key), value })));
    return { ms: performance.now() - start, puts: entries.length };
  } finally {
    await level.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
