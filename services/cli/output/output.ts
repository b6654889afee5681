/**
 * Where output goes: one result on stdout (text, or one JSON document with `--json`), notes and progress on stderr.
 *
 * An error is a result too: with `--json` it is the document `{"error": {code, message, hint, details}}` on stdout, so that
 * a program always reads one document from one place; without, it is text on stderr.
 */
import { styleText } from "node:util";
import { CadastreError } from "../../errors/cadastreError.js";

export interface Output {
  readonly json: boolean;
  /** Prints the result: `text` for people, `value` for programs. Once per run. */
  result(text: string, value: unknown): void;
  /** Prints one of many results, as soon as it is there: a line, with `--json` one of JSON. */
  item(text: string, value: unknown): void;
  /** Prints something by the way, for people only. */
  note(text: string): void;
  error(error: unknown): void;
}

export type Style = Parameters<typeof styleText>[0];

/** Styled for stdout, plain where that is no terminal or NO_COLOR is set. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

function styledNote(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stderr });
}

export function openOutput(json: boolean): Output {
  return {
    json,
    result(text, value) {
      process.stdout.write(`${json ? JSON.stringify(value, null, 2) : text}\n`);
    },
    item(text, value) {
      process.stdout.write(`${json ? JSON.stringify(value) : text}\n`);
    },
    note(text) {
      process.stderr.write(`${styledNote("dim", text)}\n`);
    },
    error(error) {
      const { code, message, hint, details, stack } = describeError(error);
      if (json) {
        process.stdout.write(`${JSON.stringify({ error: { code, message, hint, details } }, null, 2)}\n`);
        return;
      }
      process.stderr.write(`${styledNote("red", "error")} ${message}\n`);
      if (hint !== undefined) process.stderr.write(`  → ${hint}\n`);
      process.stderr.write(`${styledNote("dim", `  (${code})`)}\n`);
      if (stack !== undefined) process.stderr.write(`${styledNote("dim", stack)}\n`);
    },
  };
}

interface DescribedError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;
  readonly stack?: string;
}

function describeError(error: unknown): DescribedError {
  if (error instanceof CadastreError) {
    const { code, message, hint, details } = error;
    return { code, message, hint, details };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const hint = "This is a defect of cadastre: please report it with what is printed here.";
  return { code: "UNEXPECTED", message, hint, details: {}, ...(stack === undefined ? {} : { stack }) };
}
