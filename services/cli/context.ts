/** What every command works with: its output, its settings, and the flags that all commands share. */
import { Command } from "commander";
import { homeFolder, readSettings, type Settings } from "./config/settings.js";
import type { ExitCode } from "./exitCodes.js";
import type { Io } from "./io.js";
import { type Output, openOutput } from "./output/output.js";
import { rootOf } from "./rootCommand.js";

/** Flags that every command takes. */
export interface CommonFlags {
  readonly json?: boolean;
  readonly home?: string;
  readonly rpcUrl?: string;
  readonly resolverUrl?: string;
  readonly deployment?: string;
}

/** Flags of commands that write to the ledger. */
export interface WriteFlags {
  readonly key?: string;
  readonly party?: string;
  readonly passwordFile?: string;
  readonly dryRun?: boolean;
  readonly maxFee?: string;
  /** File for the calls, signed and not sent. */
  readonly sign?: string;
  readonly validUntil?: string;
  readonly yes?: boolean;
}

export interface Context {
  readonly io: Io;
  readonly output: Output;
  readonly home: string;
  readonly flags: CommonFlags & WriteFlags;
  settings(): Promise<Settings>;
  /** Says how the process is to end where the work ends without an error and yet not all is well. */
  endWith(code: ExitCode): void;
}

function contextOf(command: Command): Context {
  const flags = command.optsWithGlobals<CommonFlags & WriteFlags>();
  const root = rootOf(command);
  const { io } = root;
  const home = homeFolder(flags.home, io.env);
  const { rpcUrl, resolverUrl, deployment, key: defaultKey, maxFee } = flags;
  return {
    io,
    output: openOutput(flags.json ?? false, io),
    home,
    flags,
    settings: () => readSettings(home, { rpcUrl, resolverUrl, deployment, defaultKey, maxFee }, io.env),
    endWith(code) {
      root.exitCode = code;
    },
  };
}

/** The work of a command; operands that were left out are empty. */
export type Work<Options> = (
  context: Context,
  options: Options,
  first: string,
  second: string,
  ...more: string[]
) => Promise<void>;

/** Makes a commander action of a command's work. */
export function doing<Options extends object>(work: Work<Options>): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1);
    if (!(command instanceof Command)) throw new TypeError("commander gave no command.");
    const [first = "", second = "", ...more] = command.args;
    await work(contextOf(command), command.opts<Options>(), first, second, ...more);
  };
}

/** Adds the flags that say who asks a resolver. */
export function asks(command: Command): Command {
  return command
    .option("--key <name>", "key that signs (default: the configured one)")
    .option("--party <party>", "party as which to ask (default: the configured one, else the key's own)")
    .option(
      "--password-file <file>",
      "file with the key's password (default: CADASTRE_PASSWORD_FILE, else asked)",
    );
}

/** Adds the flags of commands that write to the ledger. */
export function writes(
  command: Command,
  options: {
    readonly irreversible?: boolean;
    /** It cannot be signed for others to submit. */
    readonly unsigned?: boolean;
  } = {},
): Command {
  command
    .option("--key <name>", "key that signs (default: the configured one)")
    .option(
      "--party <party>",
      "party for which the key acts (default: the configured one, else the key's own)",
    )
    .option(
      "--password-file <file>",
      "file with the key's password (default: CADASTRE_PASSWORD_FILE, else asked)",
    )
    .option(
      "--max-fee <gwei>",
      "the most that a unit of gas may cost (default: the configured one, else any)",
    )
    .option("--dry-run", "send nothing; show the calls, their gas and its cost");
  if (!options.unsigned)
    command
      .option("--sign <file>", "send nothing; write the calls signed to a file, for `cadastre submit`")
      .option(
        "--valid-until <date>",
        "with --sign: last day on which they may be submitted (default: in 7 days)",
      );
  if (options.irreversible) command.option("--yes", "do it without asking");
  return command;
}
