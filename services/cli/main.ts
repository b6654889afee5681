#!/usr/bin/env node
/** The `cadastre` command. */
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

// Most of a short command's time goes into its modules, which are the same each time. The cache is code, and so in a folder that
// nobody else writes to. Node 20 has none. Modules that are to come out of it are loaded after this.
module.enableCompileCache?.(join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "cadastre"));
const { runCadastre } = await import("./run.js");
const { exitCodes } = await import("./exitCodes.js");

// Whoever reads the output may have seen enough: `cadastre … | head`, also with `2>&1`. What is under way is not given up for that, nor
// for a full disk.
let isLost = false;
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", ({ code = "unknown reason" }: NodeJS.ErrnoException) => {
    if (code === "EPIPE" || isLost) return;
    isLost = true;
    process.stderr.write(`error The output cannot be written (${code}).\n`);
  });
}
process.once("exit", () => {
  if (isLost) process.exitCode = exitCodes.usage;
});

process.exitCode = await runCadastre(process.argv.slice(2), process);
