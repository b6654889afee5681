/**
 * Where the explorer's files are. They are read from the sources also when the compiled program runs: the compiler copies
 * no HTML, and one copy is enough.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

const packageFolder = folderWithPackageJson(import.meta.dirname);

function folderWithPackageJson(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (dirname(folder) === folder) throw new Error(`No package.json above ${start}`);
  }
}

/** Path of one of the explorer's files. */
export function explorerFile(name: string): string {
  return join(packageFolder, "services", "explorer", "public", name);
}

const packageSchema = z.object({ version: z.string() });

/** Version of this package. */
export function packageVersion(): string {
  const text = readFileSync(join(packageFolder, "package.json"), "utf8");
  return packageSchema.parse(JSON.parse(text)).version;
}
