/**
 * Where output goes: one result on stdout (text, or one JSON document with `--json`), notes and progress on stderr.
 *
 * An error is a result too: with `--json` it is the document `{"error": {code, message, hint, details}}` on stdout, so that
 * a program always reads one document from one place; without, it is text on stderr.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stripVTControlCharacters, styleText } from "node:util";
import { CadastreError } from "../../errors/cadastreError.js";
import type { Io, OutputStream } from "../io.js";
import { safeLines } from "./safe.js";

export interface Output {
  readonly json: boolean;
  /** Prints the result: `text` for people, `value` for programs. Once per run. */
  result(text: string, value: unknown): void;
  /**
   * Prints a result that has a list of any length: not in the text, and in the document as its last member.
   * @param value An object that is not empty.
   * @param list Its items are JSON texts of one line.
   */
  listing(text: string, value: object, list: { name: string; items: AsyncIterable<string> }): Promise<void>;
  /** Prints one of many results, as soon as it is there: a line, with `--json` one of JSON. */
  item(text: string, value: unknown): void;
  /** Prints a document that was made elsewhere, as it is. */
  document(text: string): void;
  /** Prints something by the way, for people only. */
  note(text: string): void;
  error(error: unknown): void;
}

export type Style = Parameters<typeof styleText>[0];

/** Styled; an {@link Output} makes it plain again where it goes to no terminal, or to one without colours. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}

export function openOutput(json: boolean, { env, stdout, stderr }: Io): Output {
  const print = (stream: OutputStream, text: string): void => {
    const hasColours = stream.isTTY === true && stream.hasColors?.(env) === true;
    stream.write(`${hasColours ? text : stripVTControlCharacters(text)}\n`);
  };
  const note = (text: string): void => print(stderr, text);
  return {
    json,
    result(text, value) {
      if (json) stdout.write(`${JSON.stringify(value, null, 2)}\n`);
      else print(stdout, text);
    },
    async listing(text, value, { name, items }) {
      if (json) await writeAll(stdout, listingDocument(value, name, items));
      else print(stdout, text);
    },
    item(text, value) {
      if (json) stdout.write(`${JSON.stringify(value)}\n`);
      else print(stdout, text);
    },
    document(text) {
      stdout.write(text.endsWith("\n") ? text : `${text}\n`);
    },
    note: (text) => note(styled("dim", safeLines(text))),
    error(error) {
      const { code, message, hint, details, stack } = describeError(error);
      if (json) {
        stdout.write(`${JSON.stringify({ error: { code, message, hint, details } }, null, 2)}\n`);
        return;
      }
      // It may quote a file, the resolver or a data provider.
      note(`${styled("red", "error")} ${safeLines(message)}`);
      if (hint !== undefined) note(`  → ${safeLines(hint)}`);
      note(styled("dim", `  (${code})`));
      if (stack !== undefined) note(styled("dim", safeLines(stack)));
    },
  };
}

async function* listingDocument(value: object, name: string, items: AsyncIterable<string>) {
  yield `${JSON.stringify(value, null, 2).slice(0, -"\n}".length)},\n  ${JSON.stringify(name)}: [`;
  let before = "\n    ";
  for await (const item of items) {
    yield before + item;
    before = ",\n    ";
  }
  yield before.startsWith(",") ? "\n  ]\n}\n" : "]\n}\n";
}

/** Waits for whoever reads. That nobody does any more is told where the streams are. */
async function writeAll(stream: OutputStream, texts: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(texts), stream, { end: false });
  } catch (error) {
    if (!stream.destroyed && stream.errored === null) throw error;
  }
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
