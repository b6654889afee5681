/**
 * What the holder of sealed records has to keep, as a file with a JSON document a line: identifiers, salts and contents, none
 * of which is on the ledger. Only its owner reads it. Lines are added and never changed, before what they are of is sent.
 */
import { mkdir, open, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import { saltSchema, sealedContentSchema } from "../../ledger/sealedContent.js";
import { CliError, usage } from "../errors.js";
import { sealedFields } from "./disclosure.js";

const keptSchema = z.strictObject({
  ...sealedFields,
  version: z.number().int().positive(),
  content: sealedContentSchema,
  contentSalt: saltSchema,
});
export type Kept = z.infer<typeof keptSchema>;

export interface KeptOptions {
  readonly kept?: string;
}

export const keptHelp = "file of what is kept of sealed records (default: sealed.jsonl in the home folder)";

export const keptFile = (home: string, { kept }: KeptOptions): string => kept ?? join(home, "sealed.jsonl");

/** Adds lines, on the disk when it returns. */
export async function keep(file: string, entries: readonly Kept[]): Promise<void> {
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

/** What is kept of one ledger's records; none where there is no such file. @throws CliError `CLI_USAGE` */
export async function readKept(file: string, { chainId, contracts }: Deployment): Promise<readonly Kept[]> {
  const lines = (await textOf(file)).split("\n");
  return lines
    .flatMap((line, index) => (line === "" ? [] : [parsed(file, line, index + 1)]))
    .filter(({ chain, registry }) => chain === chainId && registry === contracts.sealedRecords);
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

function parsed(file: string, line: string, number: number): Kept {
  try {
    const read = keptSchema.safeParse(JSON.parse(line));
    if (read.success) return read.data;
  } catch {
    // Not even JSON.
  }
  throw usage(
    `Line ${number} of ${file} is not what is kept of a sealed record.`,
    "Restore it, or take it out.",
  );
}
