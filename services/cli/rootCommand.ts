/** The command that all others hang under. It has what they share: the process they run in, and how it is to end. */
import { Command } from "commander";
import { type ExitCode, exitCodes } from "./exitCodes.js";
import type { Io } from "./io.js";

export class RootCommand extends Command {
  readonly io: Io;
  /** Of a run that no error ended. */
  exitCode: ExitCode = exitCodes.ok;

  constructor(io: Io) {
    super("cadastre");
    this.io = io;
  }
}

/** The root above a command. */
export function rootOf(command: Command): RootCommand {
  if (command instanceof RootCommand) return command;
  if (command.parent === null) throw new TypeError(`The command ${command.name()} hangs under no root.`);
  return rootOf(command.parent);
}
