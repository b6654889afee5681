#!/usr/bin/env node
/** The `cadastre` command. */
import { type Command, CommanderError } from "commander";
import { usage } from "./errors.js";
import { exitCodeOf, exitCodes } from "./exitCodes.js";
import { openOutput } from "./output/output.js";
import { buildProgram } from "./program.js";

const words = process.argv.slice(2);
const output = openOutput(words.includes("--json"));

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
  output.error(
    usage(`${error.message.replace(/^error: /, "")}.`, "See: cadastre --help, or the command with --help."),
  );
}
