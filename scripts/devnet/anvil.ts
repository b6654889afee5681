import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

/**
 * The path of an anvil binary: the one of the npm package for this platform, else one on the PATH.
 * @returns undefined where there is none.
 */
export function findAnvil(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return packagedAnvil() ?? anvilOnPath(env.PATH ?? "");
}

function packagedAnvil(): string | undefined {
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${architecture}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    const binary = join(manifest, "..", "bin", "anvil");
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function anvilOnPath(path: string): string | undefined {
  const name = process.platform === "win32" ? "anvil.exe" : "anvil";
  return path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}
