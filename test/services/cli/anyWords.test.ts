/** Whatever is typed, the command line says what is wrong with it: a defect it is never. */
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import type { Command } from "commander";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildProgram } from "../../../services/cli/program.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { type Home, homeOf, missing, samples } from "./cadastre.js";

/** They end at Ctrl-C, make keys, change what the others go by, or write wherever they are told to. */
const leftOut = [
  "feed",
  "key new",
  "key import",
  "config set",
  "init",
  "sealed secret",
  "index export",
  "index import",
];
const written = /^(?:out|report|manifest|salt-file|save|canonical|sign|kept)$/;

const word = `0x${"ab".repeat(32)}`;
const address = "0x15d34aaf54267db7d7c367839aaf71a00a2c6a65";
const kinds = ["twin", "sealed", "batch", "grant", "quota", "party", "id"];
const texts = fc.oneof(
  fc.constantFrom(
    word,
    address,
    "main",
    "foo",
    "0x12",
    "-1",
    "0",
    "7",
    "1e99",
    "9".repeat(20),
    "x".repeat(5_000),
  ),
  fc.constantFrom(
    ...kinds.map((kind) => `${kind}:${word}`),
    `group:main/x`,
    `guardians:main`,
    `legal-id:lei:x`,
  ),
  fc.constantFrom("namespace:gs1:9506000", "gs1:9506000", "gs1:", "aas:example.com", "did:web:example.com"),
  fc.constantFrom("(01)09506000134352(21)4711", "88.101.0042/a", "01/09506000134352/21/{000..009}", "a=b"),
  fc.constantFrom(
    "2027-01-01",
    "2027-02-30T00:00:00Z",
    "36h",
    "1200.00 EUR",
    "read,use",
    "none",
    "publisher",
  ),
  fc.constantFrom("https://a.example/{id}", "http://127.0.0.1:1/x", "ownership", "court-order", "5 %"),
  fc
    .constantFrom("pumps.csv", "pump-4711.json", "access-partners.odrl.json")
    .map((name) => join(samples, name)),
  fc.constantFrom(samples, "/nowhere/at/all"),
  fc.string({ unit: "binary", minLength: 1 }),
);

describe.skipIf(missing !== null)("any words", () => {
  let ledger: DeployedLedger;
  let home: Home;
  let commands: readonly (readonly [path: readonly string[], command: Command])[];

  beforeAll(async () => {
    ledger = await deployedLedger();
    home = await homeOf(ledger, 1, "http://127.0.0.1:1");
    commands = (await allCommands()).filter(([path]) => !leftOut.includes(path.join(" ")));
  });
  afterAll(async () => {
    await home?.remove();
    await ledger?.stop();
  });

  it("are understood or refused, with one document on the output", async () => {
    expect(commands.length).toBeGreaterThan(140);
    const calls = fc
      .nat({ max: commands.length - 1 })
      .chain((index) => callsOf(commands[index], home.folder));
    await fc.assert(
      fc.asyncProperty(calls, async (words) => {
        // A defect throws: see `Home.run`.
        const { stdout, json } = await home.run(...words);
        if (stdout !== "") json();
      }),
      { numRuns: 250 },
    );
  }, 120_000);
});

async function allCommands(): Promise<readonly (readonly [readonly string[], Command])[]> {
  const groups = (await programOf([])).commands.map((group) => group.name());
  const found: [readonly string[], Command][] = [];
  const walk = (path: readonly string[], command: Command): void => {
    if (command.commands.length === 0) found.push([path, command]);
    for (const child of command.commands) walk([...path, child.name()], child);
  };
  for (const name of groups) {
    const group = (await programOf([name])).commands.find((one) => one.name() === name);
    if (group !== undefined) walk([name], group);
  }
  return found;
}

const programOf = (words: readonly string[]) => {
  const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });
  return buildProgram(words, { env: {}, stdin: Readable.from([]), stdout: nowhere(), stderr: nowhere() });
};

/** Calls of a command that its grammar lets through; nothing is sent, and files are written into the folder alone. */
function callsOf(chosen: readonly [readonly string[], Command] | undefined, folder: string) {
  if (chosen === undefined) throw new RangeError("There is no such command.");
  const [path, command] = chosen;
  const operands = fc.array(texts, {
    minLength: command.registeredArguments.filter(({ required }) => required).length,
    maxLength: command.registeredArguments.length,
  });
  const options = command.options
    .filter(({ long, mandatory }) => mandatory || !written.test(long?.slice(2) ?? ""))
    .filter(({ long }) => long !== "--dry-run" && long !== "--yes" && long !== "--password-file")
    .map(({ long, mandatory, required, argChoices }) => {
      const value = written.test(long?.slice(2) ?? "")
        ? fc.constant(join(folder, "written"))
        : argChoices === undefined
          ? texts
          : fc.constantFrom(...argChoices);
      const given = (required ? value.map((text) => `${long}=${text}`) : fc.constant(long ?? "")).map(
        (one) => [one],
      );
      return mandatory
        ? given
        : fc.oneof({ arbitrary: fc.constant([]), weight: 8 }, { arbitrary: given, weight: 1 });
    });
  const isDry = command.options.some(({ long }) => long === "--dry-run") ? ["--dry-run"] : [];
  return fc
    .tuple(operands, fc.tuple(...options))
    .map(([given, flags]) => [...path, ...flags.flat(), ...isDry, "--json", "--", ...given]);
}
