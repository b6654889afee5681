/** An anvil in memory, gone with the benchmark. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface BenchAnvil {
  readonly rpcUrl: string;
  /** Goes with it. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Starts the binary with more options than those that every benchmark needs. */
export async function startBenchAnvil(binary: string, options: readonly string[]): Promise<BenchAnvil> {
  const folder = await mkdtemp(join(tmpdir(), "cadastre-bench-chain-"));
  const child = spawn(binary, ["--host", "127.0.0.1", "--port", "0", ...options], {
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
    return { rpcUrl, folder, stop };
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
