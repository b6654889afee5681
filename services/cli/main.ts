#!/usr/bin/env node
/** The `cadastre` command. */
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { type Command, CommanderError } from "commander";
import { usage } from "./errors.js";
import { exitCodeOf, exitCodes } from "./exitCodes.js";
import { openOutput } from "./output/output.js";
import { buildProgram } from "./program.js";

// Most of a short command's time goes into its modules, which are the same each time. The cache is code, and so in a folder that
// nobody else writes to. Node 20 has none.
module.enableCompileCache?.(join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "cadastre"));

const words = process.argv.slice(2);
const output = openOutput(words.includes("--json"));

// Whoever reads the output may have seen enough: `cadastre … | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  const program = await buildProgram(words);
  speakOurWay(program);
  if (words.length === 0) program.outputHelp();
  else await program.parseAsync(words, { from: "user" });
} catch (error) {
  if (error instanceof CommanderError) endAsCommander(error);
  else {
    output.error(error);
    process.exitCode = exitCodeOf(error);
  }
}

/** Errors of the command line leave by the same door as all others. */
function speakOurWay(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  for (const child of command.commands) speakOurWay(child);
}

/** Help and version are "errors" to commander, with exit code 0; a group without a subcommand prints its help. */
function endAsCommander(error: CommanderError): void {
  if (error.exitCode === 0) return;
  process.exitCode = exitCodes.usage;
  if (error.code === "commander.help") return;
  const message = error.message
    .replace(/^error: /, "")
    .replaceAll("\n", " ")
    .replace(/\.?$/, ".");
  output.error(
    usage(
      message.charAt(0).toUpperCase() + message.slice(1),
      "See: cadastre --help, or the command with --help.",
    ),
  );
}
