/**
 * Where the explorer's files are. They are read from the sources also when the compiled program runs: the compiler copies
 * no HTML, and one copy is enough.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package, from the sources and from the compiled program alike. */
export const packageFolder = folderWithPackageJson(dirname(fileURLToPath(import.meta.url)));

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
