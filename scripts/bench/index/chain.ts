/** A chain in memory with many events on it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { connect } from "../../../services/ledger/chain/provider.js";
import { deploy } from "../../../services/ledger/deployment/deploy.js";
import type { Deployment } from "../../../services/ledger/deployment/deployment.js";
import { demoWallet } from "../../demo/accounts.js";
import { registerSerials } from "./traffic.js";

export interface BusyChain {
  readonly rpcUrl: string;
  readonly deployment: Deployment;
  readonly head: number;
  stop(): Promise<void>;
}

/** Starts anvil, deploys the ledger and registers `records` serial numbers, 100 in a block. */
export async function startBusyChain(anvil: string, records: number): Promise<BusyChain> {
  const folder = await mkdtemp(join(tmpdir(), "cadastre-bench-chain-"));
  const child = spawn(anvil, ["--host", "127.0.0.1", "--port", "0", "--gas-limit", "100000000"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const rpcUrl = await listening(createInterface(child.stdout));
    // What it prints is not read any more, but must not fill the pipe.
    child.stdout.resume();
    const provider = await connect(rpcUrl);
    const signer = demoWallet("operator");
    const { deployment } = await deploy({
      provider,
      signer,
      deploymentsDir: folder,
      upgradeDelaySeconds: 0,
      name: "Operator",
    });
    await registerSerials({ provider, deployment, signer, records, perBlock: 100 });
    return { rpcUrl, deployment, head: await provider.getBlockNumber(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listening(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const place = /Listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (place !== undefined) return `http://${place}`;
  }
  throw new Error("anvil ended before it listened");
}
