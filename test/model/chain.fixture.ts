/** The ledger on Hardhat's in-process chain: spoken to directly, and served over HTTP for those who need an endpoint. */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonRpcProvider } from "ethers";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { z } from "zod";
import { connect } from "../../services/ledger/chain/provider.js";
import { deploy } from "../../services/ledger/deployment/deploy.js";
import type { Deployment } from "../../services/ledger/deployment/deployment.js";
import { fundedSigner } from "../fixtures/ledger.js";

type Provider = NetworkConnection["provider"];

export interface Chain {
  readonly deployment: Deployment;
  readonly rpcUrl: string;
  readonly provider: JsonRpcProvider;
  request(method: string, params: readonly unknown[]): Promise<unknown>;
  stop(): Promise<void>;
}

const requestSchema = z.object({ id: z.number(), method: z.string(), params: z.array(z.unknown()) });

/** Starts a chain and deploys the ledger as the command line does; `stop()` it in `afterAll`. */
export async function startChain(): Promise<Chain> {
  const { provider: hardhat, close } = await network.connect();
  const server = await serve(hardhat);
  const rpcUrl = `http://127.0.0.1:${portOf(server)}`;
  const folder = await mkdtemp(join(tmpdir(), "cadastre-model-"));
  const provider = await connect(rpcUrl);
  const { deployment } = await deploy({
    provider,
    signer: fundedSigner(0),
    deploymentsDir: folder,
    upgradeDelaySeconds: 0,
    name: "Root",
  });
  await rm(folder, { recursive: true, force: true });
  return {
    deployment,
    rpcUrl,
    provider,
    request: (method, params) => hardhat.request({ method, params: [...params] }),
    async stop() {
      provider.destroy();
      server.closeAllConnections();
      server.close();
      await close();
    },
  };
}

async function serve(provider: Provider): Promise<Server> {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const { id, method, params } = requestSchema.parse(JSON.parse(text));
    const outcome = await provider.request({ method, params }).then(
      (result) => ({ result }),
      (error: unknown) => ({ error: { code: -32000, message: String(error) } }),
    );
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ jsonrpc: "2.0", id, ...outcome }));
  });
  // It speaks no WebSocket.
  server.on("upgrade", (_request, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen");
  return address.port;
}
