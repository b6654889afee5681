/**
 * Files of what has to be kept because the ledger has no more than a hash of it: a JSON document a line, for their owner alone to read.
 * Lines are added and never changed, before what they are of is sent.
 */
import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { z } from "zod";
import { CliError, usage } from "../errors.js";

/** Adds lines, on the disk when it returns. @throws CliError `CLI_USAGE` */
export async function keepLines(file: string, entries: readonly object[]): Promise<void> {
  const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(file, "a", 0o600);
    try {
      await handle.chmod(0o600);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new CliError("CLI_USAGE", `What has to be kept cannot be written to ${file}. Nothing was sent.`, {
      hint: "Name a file that you may write to: --kept.",
      cause,
    });
  }
}

/** None where there is no such file. @param what What a line is, for people. @throws CliError `CLI_USAGE` */
export async function readLines<Line>(
  file: string,
  schema: z.ZodType<Line>,
  what: string,
): Promise<readonly Line[]> {
  const lines = (await textOf(file)).split("\n");
  return lines.flatMap((line, index) => {
    if (line === "") return [];
    const read = schema.safeParse(jsonIn(line));
    if (read.success) return [read.data];
    throw usage(`Line ${index + 1} of ${file} is not ${what}.`, "Restore it, or take it out.");
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return "";
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
