/** Runs one command line: in a process of its own ({@link main.ts}), or inside another program, many of them one after the other. */
import type { Command, CommanderError } from "commander";
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
    if (error instanceof Ended) return endAsCommander(error, output);
    output.error(error);
    return exitCodeOf(error);
  }
}

/** What commander ended a command with. */
class Ended extends Error {
  constructor(
    readonly reason: CommanderError,
    readonly command: Command,
  ) {
    super(reason.message);
  }
}

/** Help goes where output goes; errors of the command line leave by the same door as all others. */
function speakOurWay(command: Command, io: Io): void {
  command.exitOverride((reason) => {
    throw new Ended(reason, command);
  });
  command.configureOutput({
    writeOut: (text) => io.stdout.write(text),
    getOutHelpWidth: () => io.stdout.columns ?? 80,
    writeErr: (text) => io.stderr.write(text),
    getErrHelpWidth: () => io.stderr.columns ?? 80,
    outputError: () => undefined,
  });
  for (const child of command.commands) speakOurWay(child, io);
}

/** Help and version are "errors" to commander, with exit code 0; a group without a subcommand prints its help. */
function endAsCommander({ reason, command }: Ended, output: Output): ExitCode {
  if (reason.exitCode === 0) return exitCodes.ok;
  if (reason.code === "commander.help") return exitCodes.usage;
  const message = reason.message
    .replace(/^error: /, "")
    .replaceAll("\n", " ")
    .replace(/\.?$/, ".");
  const name = nameOf(command);
  const hint = `${name} ${command.usage()}; what goes where: ${name} --help`;
  output.error(usage(message.charAt(0).toUpperCase() + message.slice(1), hint));
  return exitCodes.usage;
}

/** With the names of the commands that it is in. */
const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
