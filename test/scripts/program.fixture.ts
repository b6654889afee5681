/** The project's programs as they are shipped, in processes of their own with folders and ports of their own. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";

export const root = resolve(import.meta.dirname, "../..");

/** Why tests of programs are skipped, null where they are not. */
export const notBuilt: string | null = existsSync(join(root, "dist/.cadastre-built"))
  ? null
  : "the programs are not built: npm run build";
if (notBuilt !== null) console.warn(`Tests of the programs are skipped: ${notBuilt}.`);

/** How long anything may take. */
export const patience = 60_000;

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Program {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  /** What it has printed so far, errors included. */
  output(): string;
  /** Resolves once its output matches; it must not end before. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ending>;
}

export interface RunOptions {
  /** Folder that has `dist`; the project's own where not given. */
  readonly home?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts `dist/scripts/<name>.js`; what is left of it when the test ends is killed. */
export function runProgram(
  name: string,
  args: readonly string[],
  { home = root, env = process.env }: RunOptions = {},
): Program {
  const child = spawn(process.execPath, [join(home, "dist/scripts", `${name}.js`), ...args], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  const watchers = new Set<() => void>();
  const changed = (): void => {
    for (const watcher of watchers) watcher();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      changed();
    });
  }
  let ending: Ending | null = null;
  const ended = new Promise<Ending>((done) => {
    child.once("close", (code, signal) => {
      ending = { code, signal };
      done(ending);
      changed();
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    output: () => output,
    prints: (pattern) =>
      new Promise((found, failed) => {
        const finish = (settle: () => void): void => {
          watchers.delete(look);
          clearTimeout(timer);
          settle();
        };
        const look = (): void => {
          const match = pattern.exec(output);
          if (match !== null) finish(() => found(match));
          else if (ending !== null)
            finish(() => failed(new Error(`${name} ended without ${pattern}:\n${output}`)));
        };
        const timer = setTimeout(
          () => finish(() => failed(new Error(`${name} did not print ${pattern}:\n${output}`))),
          patience,
        );
        watchers.add(look);
        look();
      }),
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** A folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cadastre-scripts-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const taken = await takePort();
  await taken.free();
  return taken.port;
}

/** A port that somebody listens on until the test ends. */
export async function takePort(): Promise<{ readonly port: number; free(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const free = () => new Promise<void>((closed) => server.close(() => closed()));
  onTestFinished(free);
  return { port, free };
}

/** Whether a process is at work: one that has ended and only waits to be noticed by its parent is not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc/self/stat") || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false; // there is no such process any more
  }
}
