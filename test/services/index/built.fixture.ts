/** The services as they are shipped: compiled, so that threads and processes of their own can run them. */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const root = resolve(import.meta.dirname, "../../..");
const folder = join(root, ".cadastre", `test-build-${process.pid}`);
let built = false;

/** URL of a compiled module, named as in the sources: `services/index/thread.js`. */
export function builtModule(path: string): string {
  if (!built) build();
  return pathToFileURL(join(folder, path)).href;
}

function build(): void {
  const tsc = join(root, "node_modules/.bin/tsc");
  const made = spawnSync(tsc, ["-p", "tsconfig.build.json", "--outDir", folder, "--noEmitOnError", "false"], {
    cwd: root,
    encoding: "utf8",
  });
  if (made.error !== undefined) throw made.error;
  built = true;
}

/** For `afterAll`. */
export function removeBuild(): void {
  rmSync(folder, { recursive: true, force: true });
  built = false;
}
