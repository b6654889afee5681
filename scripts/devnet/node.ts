import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { packageRoot } from "../packageRoot.js";
import { findAnvil } from "./anvil.js";
import { DevnetError } from "./errors.js";
import { requireFreePort } from "./freePort.js";
import { genesisTime, keepBackup, restoreState, stateInterval } from "./state.js";

/** Chain id of the devnet, as anvil's and Hardhat's own default. */
export const devnetChainId = 31337;

export interface DevnetOptions {
  /** Folder of the state file, the log and the process id. */
  readonly folder: string;
  readonly port: number;
}

export interface Devnet {
  readonly rpcUrl: string;
  /** `anvil` keeps its state between runs, `hardhat` forgets it. */
  readonly kind: "anvil" | "hardhat";
  /** Settles when the node's process has ended, with what its log says last. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts the local chain: anvil with a state file where its binary is there, else Hardhat's node.
 * A devnet that an earlier, killed run left behind on the same port is ended first; its state file is whole.
 * @throws DevnetError `DEVNET_PORT_IN_USE`, `DEVNET_FAILED`
 */
export async function startDevnet(options: DevnetOptions): Promise<Devnet> {
  mkdirSync(options.folder, { recursive: true });
  if (await endLeftover(options.folder)) await portGivenBack(options.port);
  await requireFreePort(options.port);
  const anvil = findAnvil();
  const state = join(options.folder, "state.json");
  if (anvil !== undefined) restoreState(state);
  const child =
    anvil === undefined
      ? spawnHardhat(options.port)
      : spawnAnvil(anvil, state, options.port, genesisTime(options.folder, state));
  const stopBackups = anvil === undefined ? () => {} : keepBackup(state);
  const file = pidFile(options.folder);
  // Whoever reads it finds it whole.
  writeFileSync(
    `${file}.partial`,
    JSON.stringify({
      node: { pid: child.pid, command: child.spawnargs.join("\0") },
      starter: { pid: process.pid, command: commandOf(process.pid) },
    }),
  );
  renameSync(`${file}.partial`, file);
  const ended = endOf(child).finally(() => {
    stopBackups();
    rmSync(pidFile(options.folder), { force: true });
  });
  const rpcUrl = `http://127.0.0.1:${options.port}`;
  try {
    await waitUntilAnswering(rpcUrl, ended);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  // anvil's clock starts at the genesis time at each start; it is to show today's.
  if (anvil !== undefined) await call(rpcUrl, "evm_setTime", [Math.floor(Date.now() / 1_000)]);
  return {
    rpcUrl,
    kind: anvil === undefined ? "hardhat" : "anvil",
    ended,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function spawnAnvil(binary: string, state: string, port: number, genesis: number): ChildProcess {
  const listen = ["--host", "127.0.0.1", "--port", String(port), "--chain-id", String(devnetChainId)];
  const keep = ["--state", state, "--state-interval", String(stateInterval(state))];
  return spawnNode(binary, [...listen, ...keep, "--timestamp", String(genesis), "--silent"]);
}

function spawnHardhat(port: number): ChildProcess {
  const require = createRequire(import.meta.url);
  const bin = join(dirname(require.resolve("hardhat/package.json")), "dist", "src", "cli.js");
  const listen = ["--hostname", "127.0.0.1", "--port", String(port)];
  // Hardhat looks for its configuration in the folder that it is started in.
  return spawnNode(process.execPath, [bin, "node", ...listen], packageRoot());
}

/** In a process group of its own, so that Ctrl-C reaches the node through `stop`, after those who still use it. */
function spawnNode(file: string, args: readonly string[], cwd?: string): ChildProcess {
  return spawn(file, args, { cwd, stdio: ["ignore", "pipe", "pipe"], detached: true });
}

function endOf(child: ChildProcess): Promise<string> {
  let tail = "";
  const keepTail = (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-2_000);
  };
  child.stdout?.on("data", keepTail);
  child.stderr?.on("data", keepTail);
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => resolve(`${tail.trim()} (${signal ?? `exit code ${code}`})`.trim()));
  });
}

async function waitUntilAnswering(rpcUrl: string, ended: Promise<string>): Promise<void> {
  let failure: string | undefined;
  ended.then((reason) => {
    failure = reason;
  });
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (failure !== undefined) break;
    if (await answers(rpcUrl)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new DevnetError(
    "DEVNET_FAILED",
    `The devnet did not start: ${failure ?? "no answer within a minute"}`,
    {
      hint: "Run 'npm run devnet' alone to see it; removing its folder starts a new chain.",
    },
  );
}

async function answers(rpcUrl: string): Promise<boolean> {
  try {
    return (await call(rpcUrl, "eth_chainId", [])).ok;
  } catch {
    return false; // not listening yet: the caller asks again
  }
}

function call(rpcUrl: string, method: string, params: readonly unknown[]): Promise<Response> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  return fetch(rpcUrl, { method: "POST", headers: { "content-type": "application/json" }, body });
}

const pidFile = (folder: string) => join(folder, "node.pid");

/** Milliseconds in which a node that is told to end writes its state and goes. */
const endingTime = 30_000;

/**
 * A start that was killed leaves its node behind: that is ended. One whose starter lives is somebody's running devnet.
 * @returns Whether there was one.
 * @throws DevnetError `DEVNET_RUNNING`
 */
async function endLeftover(folder: string): Promise<boolean> {
  const leftover = readLeftover(folder);
  if (leftover === undefined || !isRunning(leftover.node)) return false;
  if (isRunning(leftover.starter)) throw alreadyRunning(folder, leftover.starter.pid);
  process.kill(leftover.node.pid, "SIGTERM");
  await until(() => !isRunning(leftover.node));
  return true;
}

/** A process that ends has lost its command line before its sockets are closed. */
async function portGivenBack(port: number): Promise<void> {
  const isFree = (): Promise<boolean> =>
    requireFreePort(port).then(
      () => true,
      () => false,
    );
  await until(isFree);
}

/** Waits for as long as a node may take to end. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + endingTime;
  while (!(await condition()) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

function alreadyRunning(folder: string, pid: number): DevnetError {
  return new DevnetError(
    "DEVNET_RUNNING",
    `A devnet runs with the folder ${folder} already (process ${pid}).`,
    {
      hint: "Use that one, end it first, or choose another folder with --data.",
      details: { folder, pid },
    },
  );
}

const processSchema = z.object({ pid: z.number().int().min(2), command: z.string().min(1) });
type Process = z.infer<typeof processSchema>;
const leftoverSchema = z.object({ node: processSchema, starter: processSchema });

function readLeftover(folder: string): z.infer<typeof leftoverSchema> | undefined {
  try {
    return leftoverSchema.parse(JSON.parse(readFileSync(pidFile(folder), "utf8")));
  } catch {
    return undefined; // no earlier run, or one that was killed while it wrote this
  }
}

/** Process ids are reused: the command line tells whether it is still that process. */
function isRunning({ pid, command }: Process): boolean {
  return commandOf(pid).startsWith(command);
}

/** Empty where the process is gone, or the system has no /proc: the port check speaks then. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
