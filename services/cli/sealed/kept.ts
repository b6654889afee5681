/**
 * What the holder of sealed records has to keep, as a file with a JSON document a line: identifiers, salts and contents, none
 * of which is on the ledger. Only its owner reads it. Lines are added and never changed, before what they are of is sent.
 */
import { join } from "node:path";
import { z } from "zod";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import { digestOf, saltSchema, sealedContentSchema } from "../../ledger/sealedContent.js";
import { keepLines, readLines } from "../config/keptLines.js";
import type { Context } from "../context.js";
import { notFound } from "../errors.js";
import type { LocatedSealed } from "../ledger/sealedRecords.js";
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
export const keep = (file: string, entries: readonly Kept[]): Promise<void> => keepLines(file, entries);

/** What is kept of one ledger's records; none where there is no such file. @throws CliError `CLI_USAGE` */
export async function readKept(file: string, { chainId, contracts }: Deployment): Promise<readonly Kept[]> {
  const lines = await readLines(file, keptSchema, "what is kept of a sealed record");
  return lines.filter(({ chain, registry }) => chain === chainId && registry === contracts.sealedRecords);
}

/** What a sealed record says, of which the ledger has the digest now. @throws CliError `CLI_NOT_FOUND` */
export async function keptContent(
  { home }: Context,
  deployment: Deployment,
  options: KeptOptions,
  { id, state }: LocatedSealed,
): Promise<Pick<Kept, "content" | "contentSalt">> {
  const file = keptFile(home, options);
  const kept = (await readKept(file, deployment)).findLast(
    ({ record, content, contentSalt }) => record === id && digestOf(content, contentSalt) === state.digest,
  );
  if (kept !== undefined) return { content: kept.content, contentSalt: kept.contentSalt };
  throw notFound(
    `${file} does not have what the record says now.`,
    "Name the file in which it was kept: --kept. The ledger has no more than its digest.",
  );
}
