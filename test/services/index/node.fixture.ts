/** Nodes for the follower: direct calls to one, and a proxy before one that lies, lags or limits as a test tells it. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { RpcClient } from "../../../services/ledger/chain/rpc.js";
import { quantitySchema } from "../../../services/ledger/hex.js";

/** A JSON-RPC call whose result is of no interest, or is looked at as it is. */
export function call(rpcUrl: string, method: string, params: readonly unknown[] = []): Promise<unknown> {
  return new RpcClient(rpcUrl).request(method, params);
}

export async function headOf(rpcUrl: string): Promise<number> {
  return quantitySchema.parse(await call(rpcUrl, "eth_blockNumber"));
}

export async function mine(rpcUrl: string, blocks: number): Promise<void> {
  await call(rpcUrl, "anvil_mine", [`0x${blocks.toString(16)}`]);
}

/** Replaces the last `depth` blocks by empty ones, at a later time, since anvil loses blocks that come back the same. */
export async function reorganise(rpcUrl: string, depth: number): Promise<void> {
  await call(rpcUrl, "evm_increaseTime", [1]);
  await call(rpcUrl, "anvil_reorg", [depth, []]);
}

const requestSchema = z.object({ id: z.number(), method: z.string(), params: z.array(z.unknown()) });
/** One request, or several that come together. */
const bodySchema = z.union([requestSchema, z.array(requestSchema)]);

export interface Request {
  readonly method: string;
  readonly params: readonly unknown[];
  /** Asks the node behind. */
  forward(params?: readonly unknown[]): Promise<unknown>;
}

/** The result of a request; a thrown error becomes the node's JSON-RPC error. */
export type Answer = (request: Request) => Promise<unknown>;

export interface Proxy {
  readonly rpcUrl: string;
  /** How it answers from now on. */
  answer: Answer;
}

export const honest: Answer = (request) => request.forward();

/** Starts a proxy before a node; it ends with the test. */
export async function proxyTo(rpcUrl: string, answer: Answer = honest): Promise<Proxy> {
  const proxy = { rpcUrl: "", answer };
  const answerTo = async ({ id, method, params }: z.infer<typeof requestSchema>) => {
    const forward = (changed: readonly unknown[] = params): Promise<unknown> => call(rpcUrl, method, changed);
    try {
      return { jsonrpc: "2.0", id, result: await proxy.answer({ method, params, forward }) };
    } catch (raised) {
      const message = raised instanceof Error ? raised.message : String(raised);
      return { jsonrpc: "2.0", id, error: { code: -32000, message } };
    }
  };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const body = bodySchema.parse(JSON.parse(text));
    const answered = Array.isArray(body) ? Promise.all(body.map(answerTo)) : answerTo(body);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(await answered));
  });
  // It speaks no WebSocket.
  server.on("upgrade", (_request, socket) => socket.destroy());
  await listen(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  proxy.rpcUrl = `http://127.0.0.1:${portOf(server)}`;
  return proxy;
}

const listen = (server: Server): Promise<void> =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen");
  return address.port;
}

const logsSchema = z.array(
  z.looseObject({
    blockNumber: z.string(),
    blockHash: z.string(),
    logIndex: z.string(),
    topics: z.array(z.string()),
  }),
);
export type Log = z.infer<typeof logsSchema>[number];

/** A node that changes the logs it gives. */
export const withLogs =
  (change: (logs: Log[]) => unknown): Answer =>
  async (request) => {
    const result = await request.forward();
    return request.method === "eth_getLogs" ? change(logsSchema.parse(result)) : result;
  };
