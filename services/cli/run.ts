/** Runs one command line: in a process of its own ({@link main.ts}), or inside another program, many of them one after the other. */
import { type Command, CommanderError } from "commander";
import { usage } from "./errors.js";
import { type ExitCode, exitCodeOf, exitCodes } from "./exitCodes.js";
import type { Io } from "./io.js";
import { type Output, openOutput } from "./output/output.js";
import { buildProgram } from "./program.js";

/**
 * @param words The command line without node and script.
 * @returns The exit code. Errors do not come out: they are printed.
 */
export async function runCadastre(words: readonly string[], io: Io): Promise<ExitCode> {
  const output = openOutput(words.includes("--json"), io);
  try {
    const program = await buildProgram(words, io);
    speakOurWay(program, io);
    if (words.length === 0) program.outputHelp();
    else await program.parseAsync(words, { from: "user" });
    return program.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return endAsCommander(error, output);
    output.error(error);
    return exitCodeOf(error);
  }
}

/** Help goes where output goes; errors of the command line leave by the same door as all others. */
function speakOurWay(command: Command, io: Io): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    getOutHelpWidth: () => io.stdout.columns ?? 80,
    writeErr: (text) => io.stderr.write(text),
    getErrHelpWidth: () => io.stderr.columns ?? 80,
    outputError: () => undefined,
  });
  for (const child of command.commands) speakOurWay(child, io);
}

/** Help and version are "errors" to commander, with exit code 0; a group without a subcommand prints its help. */
function endAsCommander(error: CommanderError, output: Output): ExitCode {
  if (error.exitCode === 0) return exitCodes.ok;
  if (error.code === "commander.help") return exitCodes.usage;
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
  return exitCodes.usage;
}
