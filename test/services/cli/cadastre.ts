/**
 * The command with a home of its own: run within the tests' process, which has its modules loaded already, or built and as a process,
 * for what only a process has: signals, standard input, an environment, a sudden end.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { keyFolder, writeStored } from "../../../services/cli/config/settings.js";
import type { Io } from "../../../services/cli/io.js";
import { runCadastre } from "../../../services/cli/run.js";
import { importKey } from "../../../services/ledger/keys/keystore.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type DeployedLedger, fundedSigner } from "../../fixtures/ledger.js";

const program = join(import.meta.dirname, "../../../dist/services/cli/main.js");
export const samples = join(import.meta.dirname, "../../../scripts/samples");

export const notBuilt: string | null = existsSync(program) ? null : "the command is not built: npm run build";
export const missing = anvilMissing ?? notBuilt;
if (missing !== null) console.warn(`Tests of the command line are skipped: ${missing}.`);

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The document on stdout. */
  json(): unknown;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface Home {
  readonly folder: string;
  readonly passwordFile: string;
  /** Runs a command within this process. */
  run(...words: string[]): Promise<Ended>;
  /** Starts the built command as a process. @param input What is piped into it; nothing where not given. */
  start(words: readonly string[], env?: Readonly<Record<string, string>>, input?: string): Running;
  remove(): Promise<void>;
}

const password = "correct horse battery staple";

/** An empty home: no settings, no keys; the environment names its password file. */
export async function emptyHome(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), "cadastre-cli-"));
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, `${password}\n`);
  const ownEnv = { PATH: process.env.PATH, CADASTRE_HOME: folder, CADASTRE_PASSWORD_FILE: passwordFile };
  const start: Home["start"] = (words, env = {}, input) => {
    const child = spawn(process.execPath, [program, ...words], {
      env: { ...ownEnv, ...env },
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    child.stdin?.end(input);
    return { child, ended: endOf(child) };
  };
  return {
    folder,
    passwordFile,
    start,
    run: (...words) => runHere(words, ownEnv),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A home for a funded account of a deployed ledger; its key is called `main`. */
export async function homeOf(ledger: DeployedLedger, account: number, resolverUrl?: string): Promise<Home> {
  const home = await emptyHome();
  await addKey(home, "main", account);
  await writeStored(home.folder, {
    rpcUrl: ledger.anvil.rpcUrl,
    deployment: ledger.deploymentFile,
    defaultKey: "main",
    resolverUrl,
  });
  return home;
}

async function runHere(words: readonly string[], env: Io["env"]): Promise<Ended> {
  const stdout = new Collected();
  const stderr = new Collected();
  const code = await runCadastre(words, { env, stdin: Readable.from([]), stdout, stderr });
  return endedWith(code, stdout.text, stderr.text);
}

class Collected extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** No test wants an unexpected failure: its trace is worth more than the code that would be compared. */
function endedWith(code: number | null, stdout: string, stderr: string): Ended {
  if (code === 1) throw new Error(`The command failed unexpectedly:\n${stderr}${stdout}`);
  return { code, stdout, stderr, json: () => JSON.parse(stdout) };
}

/** Gives a home the key of a funded account. */
export async function addKey({ folder }: Home, name: string, account: number): Promise<void> {
  await importKey(keyFolder(folder), name, password, fundedSigner(account).privateKey, { scryptN: 2 });
}

function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      try {
        resolve(endedWith(code, stdout, stderr));
      } catch (error) {
        reject(error);
      }
    });
  });
}
