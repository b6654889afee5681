/**
 * Files of what has to be kept because the ledger has no more than a hash of it: a JSON document a line, for their owner alone to read.
 * Lines are added and never changed, before what they are of is sent; one that a kill or a full disk cut short is none.
 */
import { type FileHandle, mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { z } from "zod";
import { isAbsence } from "../../errors/absence.js";
import { CliError, usage } from "../errors.js";

/** At the end of a line that was not written to its end. */
const cancelled = "\u0018";

/** Adds lines, on the disk when it returns. @throws CliError `CLI_USAGE` */
export async function keepLines(file: string, entries: readonly object[]): Promise<void> {
  const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(file, "a+", 0o600);
    try {
      await handle.chmod(0o600);
      await append(handle, (await endOfTorn(handle)) + text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new CliError("CLI_USAGE", `What has to be kept cannot be written to ${file}. Nothing was sent.`, {
      hint: "Name a file that you may write to, on a disk with room: --kept.",
      cause,
    });
  }
}

/**
 * What ends a last line that has no end, so that the next one does not belong to it. It is nothing but added: what looks cut short may be
 * what another process is writing.
 */
async function endOfTorn(handle: FileHandle): Promise<string> {
  const { size } = await handle.stat();
  const last = Buffer.alloc(1);
  const { bytesRead } = await handle.read(last, 0, 1, Math.max(0, size - 1));
  if (bytesRead === 0 || last.toString("utf8") === "\n") return "";
  const text = await handle.readFile("utf8");
  // One that was written by hand may be whole.
  return jsonIn(text.slice(text.lastIndexOf("\n") + 1)) === undefined ? `${cancelled}\n` : "\n";
}

/** In one piece: others may add lines at the same time. @throws Error where the disk has no room for all of it */
async function append(handle: FileHandle, text: string): Promise<void> {
  const bytes = Buffer.from(text, "utf8");
  const { bytesWritten } = await handle.write(bytes);
  if (bytesWritten < bytes.length) throw new Error(`The disk took ${bytesWritten} bytes of ${bytes.length}.`);
}

/** None where there is no such file. @param what What a line is, for people. @throws CliError `CLI_USAGE` */
export async function readLines<Line>(
  file: string,
  schema: z.ZodType<Line>,
  what: string,
): Promise<readonly Line[]> {
  const lines = (await textOf(file)).split("\n");
  return lines.flatMap((line, index) => {
    if (line === "" || line.endsWith(cancelled)) return [];
    const json = jsonIn(line);
    const read = schema.safeParse(json);
    if (read.success) return [read.data];
    // It was not written to its end, so nothing was sent of it.
    if (json === undefined && index === lines.length - 1) return [];
    throw usage(`Line ${index + 1} of ${file} is not ${what}.`, "Restore it, or take it out.");
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (isAbsence(cause)) return "";
    throw new CliError("CLI_USAGE", `${file} cannot be read.`, {
      hint: "Check that you may read it, or name another one: --kept.",
      cause,
    });
  }
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
