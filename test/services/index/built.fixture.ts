/** The services as they are shipped: compiled, so that threads and processes of their own can run them. */
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";

const root = resolve(import.meta.dirname, "../../..");
const folder = join(root, ".cadastre", `test-build-${process.pid}`);
let built = false;

/** URL of a compiled module, named as in the sources: `services/index/thread.js`. */
export function builtModule(path: string): string {
  if (!built) build();
  return pathToFileURL(join(folder, path)).href;
}

/** Module by module and unchecked: whether the types are right is not what the tests that need this are about. */
function build(): void {
  buildSync({
    absWorkingDir: root,
    entryPoints: ["services/**/*.ts"],
    outbase: ".",
    outdir: folder,
    format: "esm",
    target: "es2023",
    logLevel: "error",
  });
  built = true;
}

/** For `afterAll`. */
export function removeBuild(): void {
  rmSync(folder, { recursive: true, force: true });
  built = false;
}
