/** Imports of tables by the built command: left alone, or killed again and again. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { journalFile } from "../../services/importers/registration/folder.js";
import { TransactionJournal } from "../../services/ledger/transactions/journal.js";
import { packageRoot } from "../packageRoot.js";
import { furtherKeys, type ImportingChain, prefix } from "./chain.js";

const program = join(packageRoot(), "dist/services/cli/main.js");

/** Writes a table of handles, each with a twin and a link of its own. The same number gives the same table. */
export async function writeTable({ home }: ImportingChain, number: number, rows: number): Promise<string> {
  const lines = Array.from({ length: rows }, (_, row) => {
    const digest = Buffer.from(`${number} ${row}`).toString("hex").padStart(64, "0");
    return `${prefix}.${number}/${row},Part ${row},${digest},https://maker.example/${number}/${row}`;
  });
  const file = join(home, `table-${number}.csv`);
  await writeFile(file, ["identifier,name,content_digest,link", ...lines, ""].join("\n"));
  return file;
}

/** Imports a table to its end. @throws Error where the command says that not all is well. */
export async function importTable(chain: ImportingChain, file: string): Promise<void> {
  const { ended } = start(chain, file);
  const { code, output } = await ended;
  if (code !== 0) throw new Error(`The import ended with ${code}:\n${output}`);
}

/** How long an import lives: so many milliseconds from its start on, or from when it has begun to send. */
export interface Life {
  readonly from: "start" | "sending";
  readonly milliseconds: number;
}

/**
 * Imports a table, and kills it after some time, unless it ends before.
 * @returns Whether it was killed.
 */
export async function importFor(
  chain: ImportingChain,
  file: string,
  { from, milliseconds }: Life,
): Promise<boolean> {
  const before = await journalled(chain);
  const { child, ended } = start(chain, file);
  const end = new AbortController();
  const { signal } = end;
  const live = async (): Promise<boolean> => {
    while (from === "sending" && (await journalled(chain)) === before) await sleep(10, undefined, { signal });
    await sleep(milliseconds, undefined, { signal });
    return child.kill("SIGKILL");
  };
  const killed = live().catch(() => false);
  const { code, output } = await ended;
  end.abort();
  if (code !== null && code !== 0) throw new Error(`The import ended with ${code}:\n${output}`);
  return (await killed) && code === null;
}

/** Bytes of the journals of all imports: the first that is added says that one sends. */
async function journalled({ home }: ImportingChain): Promise<number> {
  const parent = join(home, "registrations");
  const folders = await readdir(parent).catch(() => []);
  const sizes = folders.map((folder) =>
    stat(journalFile(join(parent, folder))).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Transactions that a killed import had signed, and of which it did not know what became of them. */
export async function openTransactions({ home }: ImportingChain): Promise<number> {
  const parent = join(home, "registrations");
  const folders = await readdir(parent).catch(() => []);
  const journals = await Promise.all(
    folders.map((folder) => TransactionJournal.open(journalFile(join(parent, folder)))),
  );
  return journals.reduce((sum, journal) => sum + journal.open.length, 0);
}

function start({ env }: ImportingChain, file: string) {
  const words = ["import", file, "--keys", furtherKeys, "--concurrency", "200"];
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  const ended = once(child, "close").then(() => ({ code: child.exitCode, output }));
  return { child, ended };
}
