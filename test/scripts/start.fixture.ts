/** `npm start` in a test. */
import { onTestFinished } from "vitest";
import { endNode, nodePid } from "./devnet.fixture.js";
import { freePort, type Program, type RunOptions, runProgram } from "./program.fixture.js";

export interface Started {
  readonly program: Program;
  readonly port: number;
  readonly rpcPort: number;
  /** Process id of the devnet's node. */
  readonly node: number;
}

export interface StartSettings extends RunOptions {
  readonly port?: number;
  readonly rpcPort?: number;
}

/** Runs it until it says that everything runs. */
export async function runStart(data: string, settings: StartSettings = {}): Promise<Started> {
  const { port = await freePort(), rpcPort = await freePort(), ...options } = settings;
  const program = startProgram(data, port, rpcPort, options);
  await program.prints(/Ctrl-C stops everything/);
  const node = nodePid(data);
  onTestFinished(() => endNode(node));
  return { program, port, rpcPort, node };
}

export function startProgram(data: string, port: number, rpcPort: number, options: RunOptions = {}): Program {
  const ports = ["--port", String(port), "--rpc-port", String(rpcPort)];
  return runProgram("start", ["--data", data, ...ports], options);
}
