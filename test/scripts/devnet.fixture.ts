/** `npm run devnet` in a test: what its chain has, and what of it is on disk. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { z } from "zod";
import { RpcClient } from "../../services/ledger/chain/rpc.js";
import { hashSchema, quantitySchema } from "../../services/ledger/hex.js";
import { freePort, isRunning, type Program, patience, runProgram } from "./program.fixture.js";

export interface RunningDevnet {
  readonly program: Program;
  readonly rpcUrl: string;
  /** Process id of the node itself. */
  readonly node: number;
}

export async function runDevnet(data: string): Promise<RunningDevnet> {
  const port = await freePort();
  const program = runProgram("devnet", ["--data", data, "--port", String(port)]);
  await program.prints(/Ctrl-C stops it/);
  const node = nodePid(data);
  onTestFinished(() => endNode(node));
  return { program, rpcUrl: `http://127.0.0.1:${port}`, node };
}

/** The node of the devnet in a data folder. */
export function nodePid(data: string): number {
  const text = readFileSync(join(data, "devnet/node.pid"), "utf8");
  return z.object({ node: z.object({ pid: z.number() }) }).parse(JSON.parse(text)).node.pid;
}

export function endNode(pid: number): void {
  if (isRunning(pid)) process.kill(pid, "SIGKILL");
}

export const stateFile = (data: string): string => join(data, "devnet/state.json");

/** Blocks in a state file; null while it is only half written. */
export function savedHead(file: string): number | null {
  try {
    return z.object({ best_block_number: z.number() }).parse(JSON.parse(readFileSync(file, "utf8")))
      .best_block_number;
  } catch {
    return null;
  }
}

const blockSchema = z
  .object({ hash: hashSchema, timestamp: quantitySchema })
  .transform(({ hash, timestamp }) => ({ hash, time: timestamp }));

export const blockOf = (rpcUrl: string, block: "0x0" | "latest") =>
  new RpcClient(rpcUrl).rpc("eth_getBlockByNumber", [block, false], blockSchema);

export const genesisOf = async (rpcUrl: string): Promise<string> => (await blockOf(rpcUrl, "0x0")).hash;

export const headOf = (rpcUrl: string): Promise<number> =>
  new RpcClient(rpcUrl).rpc("eth_blockNumber", [], quantitySchema);

export async function mine(rpcUrl: string, blocks: number): Promise<void> {
  await new RpcClient(rpcUrl).request("anvil_mine", [`0x${blocks.toString(16)}`]);
}

/** Waits until a state file has block `head`. */
export async function untilSaved(file: string, head: number): Promise<void> {
  await expect.poll(() => savedHead(file), { timeout: patience }).toBe(head);
}
