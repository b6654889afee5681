/** Questions to whoever sits at the terminal. Prompts go to stderr, so that stdout stays the result's. */
import { readFile } from "node:fs/promises";
import { confirm as ask, password as askPassword, text as askText, isCancel } from "@clack/prompts";
import { CliError } from "./errors.js";
import type { Io } from "./io.js";

export function isInteractive({ stdin, stderr }: Io): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/**
 * The password of a key: from the file that the flag or `CADASTRE_PASSWORD_FILE` names (its first line), else asked for.
 * @param repeat Asks twice, for a new password.
 * @throws CliError `CLI_PASSWORD_MISSING`
 */
export async function readPassword(
  io: Io,
  file: string | undefined,
  question: string,
  repeat = false,
): Promise<string> {
  const path = file ?? io.env.CADASTRE_PASSWORD_FILE;
  if (path !== undefined && path !== "") return passwordFromFile(path);
  if (!isInteractive(io)) {
    throw new CliError("CLI_PASSWORD_MISSING", "The key needs a password and there is nobody to ask.", {
      hint: "Put it in a file that only you can read and name that: --password-file or CADASTRE_PASSWORD_FILE.",
    });
  }
  const given = answered(await askPassword({ message: question, ...at(io), validate: notEmpty }));
  if (!repeat) return given;
  const again = answered(await askPassword({ message: "Again, to be sure", ...at(io) }));
  if (given === again) return given;
  throw new CliError("CLI_PASSWORD_MISSING", "The two passwords differ.", { hint: "Run the command again." });
}

async function passwordFromFile(path: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new CliError("CLI_PASSWORD_MISSING", `The password file "${path}" cannot be read.`, {
      hint: "Check the path and that you may read it.",
      cause,
    });
  }
  const [password = ""] = text.split(/\r?\n/, 1);
  if (password !== "") return password;
  throw new CliError("CLI_PASSWORD_MISSING", `The first line of the password file "${path}" is empty.`, {
    hint: "Write the password on its first line.",
  });
}

/** @throws CliError `CLI_NOT_CONFIRMED` where the answer is no, or nobody is there to answer. */
export async function confirmStep(io: Io, question: string, yes: boolean): Promise<void> {
  if (yes) return;
  const answer = isInteractive(io) && (await ask({ message: question, initialValue: false, ...at(io) }));
  if (isCancel(answer)) throw stopped();
  if (answer) return;
  throw new CliError("CLI_NOT_CONFIRMED", "Nothing was done: the step was not confirmed.", {
    hint: "It cannot be undone. If you mean it, add --yes.",
  });
}

/** Asks for a text, with what is offered as the answer to an empty one. */
export async function askFor(
  io: Io,
  question: string,
  offered: string | undefined,
  hint: string,
): Promise<string> {
  const answer = answered(
    await askText({
      message: question,
      ...at(io),
      placeholder: offered ?? hint,
      ...(offered === undefined ? {} : { defaultValue: offered }),
    }),
  );
  return answer.trim();
}

/** Prompts read what is typed and write to stderr. */
const at = ({ stdin, stderr }: Io) => ({ input: stdin, output: stderr });

const notEmpty = (text: string | undefined): string | undefined =>
  text ? undefined : "It must not be empty.";

function answered(answer: string | symbol): string {
  if (typeof answer === "string") return answer;
  throw stopped();
}

function stopped(): CliError {
  return new CliError("CLI_INTERRUPTED", "Stopped. Nothing was done.");
}
