/** Temporary files for importer tests, and the real data where it is there. */
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type OpenImportOptions, openImport } from "../../../services/importers/openImport.js";
import type { ImportRow } from "../../../services/importers/row.js";

export const sharedData = join(process.cwd(), "..", "shared", "data");
export const hasSharedData = existsSync(sharedData);
export const samples = join(process.cwd(), "scripts", "samples");

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cadastre-import-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function fileWith(name: string, content: string | Buffer): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

export async function rowsOf(path: string, options: OpenImportOptions = {}): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  for await (const row of openImport(path, options)) rows.push(row);
  return rows;
}

/** `OWNER/name/value` and the like of all rows. */
export function canonicals(rows: readonly ImportRow[]): string[] {
  return rows.flatMap((row) => row.identifiers.map((identifier) => identifier.canonical));
}

export function codes(rows: readonly ImportRow[]): string[] {
  return rows.flatMap((row) => row.problems.map((problem) => problem.code));
}
