/** The documents say what is there: their links lead somewhere, and their commands are of the command line. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { Readable, Writable } from "node:stream";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../../services/cli/program.js";

const root = resolve(import.meta.dirname, "../..");
const documents = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];
const textOf = (document: string): string => readFileSync(join(root, document), "utf8");
const fenced = /^```[a-z]*\n(.*?)^```$/gms;

describe.each(documents)("%s", (document) => {
  it("links to files, and to headings in them, that there are", () => {
    const targets = [
      ...textOf(document)
        .replaceAll(fenced, "")
        .matchAll(/\]\(([^)\s]+)\)/g),
    ]
      .map(([, target = ""]) => target)
      .filter((target) => !/^[a-z]+:/.test(target));
    expect(targets.filter((target) => !leadsSomewhere(document, target))).toEqual([]);
  });

  it("calls commands as the command line takes them", async () => {
    const faults: string[] = [];
    for (const line of commandsOf(textOf(document))) {
      const fault = await faultOf(wordsOf(line));
      if (fault !== null) faults.push(`${line}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });
});

it.each([
  ["id register --bogus x", "no option --bogus"],
  ["id register", "an argument is missing"],
  ["batch show a b", "one argument too many: b"],
  ["party register", "--name <name> is missing"],
  ["nonsense", "one argument too many: nonsense"],
  ["right grant --json --asset a --to b", null],
])("of `cadastre %s` it is known: %s", async (line, fault) => {
  expect(await faultOf(line.split(" "))).toBe(fault);
});

function leadsSomewhere(from: string, target: string): boolean {
  const [path = "", heading] = target.split("#");
  const file = path === "" ? from : relative(root, resolve(root, dirname(from), path));
  if (!existsSync(join(root, file))) return false;
  return heading === undefined || !file.endsWith(".md") || headingsOf(file).includes(heading);
}

/** As the places that show Markdown make addresses of headings. */
function headingsOf(document: string): readonly string[] {
  return [
    ...textOf(document)
      .replaceAll(fenced, "")
      .matchAll(/^#+ (.+)$/gm),
  ].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Calls of `cadastre` in the blocks of code, without comments. */
function commandsOf(text: string): readonly string[] {
  return [...text.matchAll(fenced)].flatMap(([, block = ""]) =>
    block
      .replaceAll("\\\n", " ")
      .split("\n")
      .flatMap((line) => line.replace(/(^|\s)#\s.*$/, "").split(/\s(?:&&|\|)\s/))
      .map((line) => line.trim().replace(/^npx /, ""))
      .filter((line) => line.startsWith("cadastre ")),
  );
}

/** As a shell takes them apart, as far as the documents use it. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)]
    .map(([, double, single, bare = ""]) => double ?? single ?? bare)
    .slice(1);

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** What the grammar of the command line has against the words; null for nothing. Nothing is carried out. */
async function faultOf(words: readonly string[]): Promise<string | null> {
  const io = { env: {}, stdin: Readable.from([]), stdout: nowhere(), stderr: nowhere() };
  let command: Command = await buildProgram(words, io);
  let { operands, unknown } = command.parseOptions([...words]);
  for (;;) {
    const [name] = operands;
    const next = command.commands.find((one) => one.name() === name);
    if (next === undefined) break;
    const parsed = next.parseOptions(unknown);
    command = next;
    operands = [...operands.slice(1), ...parsed.operands];
    unknown = parsed.unknown;
  }
  const [option] = unknown;
  if (option !== undefined) return `no option ${option}`;
  const { registeredArguments } = command;
  const needed = registeredArguments.filter(({ required }) => required).length;
  if (operands.length < needed) return "an argument is missing";
  const isOpen = registeredArguments.at(-1)?.variadic === true;
  if (operands.length > registeredArguments.length && !isOpen)
    return `one argument too many: ${operands.at(-1)}`;
  const given: Readonly<Record<string, unknown>> = command.opts();
  const missing = command.options.find((one) => one.mandatory && given[one.attributeName()] === undefined);
  return missing === undefined ? null : `${missing.flags} is missing`;
}
