/** Another process that has a lock, until it is killed. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";

const module = new URL("../../../dist/services/ledger/processLock.js", import.meta.url).href;
const code = `
  const { tryLock } = await import(${JSON.stringify(module)});
  const attempt = await tryLock(process.argv[1]);
  console.log(process.pid + " " + (attempt.isHeld ? "held" : attempt.holder));
  setInterval(() => {}, 1_000);`;

/** What starts a process whose number is 1, as a container's is; none where the system lets nobody make one. */
export const asContainer: readonly string[] | null =
  spawnSync("unshare", ["--pid", "--fork", "true"]).status === 0
    ? ["unshare", "--pid", "--fork", "--kill-child"]
    : null;

export interface OtherProcess {
  /** Its own number, and `held`, or who has the lock. */
  readonly said: string;
  kill(): Promise<void>;
}

export async function otherProcess(folder: string, wrapper: readonly string[] = []): Promise<OtherProcess> {
  const words = [...wrapper, process.execPath, "--input-type=module", "-e", code, folder];
  const child = spawn(words[0] ?? "", words.slice(1), { stdio: ["ignore", "pipe", "inherit"] });
  const kill = () => killed(child);
  onTestFinished(kill);
  const [said] = await once(child.stdout, "data");
  return { said: String(said).trim(), kill };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
}
