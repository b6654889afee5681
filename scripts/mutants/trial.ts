/** Builds the contracts without the defences of some mutants, in a copy of the project, and runs the tests that must notice. */
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { packageRoot } from "../packageRoot.js";
import type { Mutant } from "./list.js";

/** @returns Of each mutant whether its test failed. */
export async function tryMutants(mutants: readonly Mutant[]): Promise<readonly boolean[]> {
  const copy = await mkdtemp(join(tmpdir(), "cadastre-mutants-"));
  try {
    const tests = [...new Set(mutants.map(({ noticedBy: [file] }) => `test/contracts/${file}.t.sol`))];
    await copyProject(copy, tests);
    for (const mutant of mutants) await takeOut(copy, mutant);
    const results = await runTests(copy, tests);
    return mutants.map((mutant) => hasFailed(results, mutant));
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** All but the tests of others, which would only be built. */
async function copyProject(copy: string, tests: readonly string[]): Promise<void> {
  const root = packageRoot();
  for (const path of ["contracts", "test/contracts", "package.json", "hardhat.config.ts", "tsconfig.json"]) {
    await cp(join(root, path), join(copy, path), {
      recursive: true,
      filter: (from) => !from.endsWith(".t.sol") || tests.includes(relative(root, from)),
    });
  }
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
}

async function takeOut(copy: string, { file, defence, instead }: Mutant): Promise<void> {
  const path = join(copy, "contracts", file);
  const parts = (await readFile(path, "utf8")).split(defence);
  if (parts.length !== 2) throw new Error(`${file} has this ${parts.length - 1} times, not once: ${defence}`);
  await writeFile(path, parts.join(instead));
}

async function runTests(copy: string, tests: readonly string[]): Promise<string> {
  // Of its own: with the names of tests, the runner builds these alone.
  const build = await hardhat(copy, ["build", "--quiet", "--no-typechain"]);
  const report = await hardhat(copy, ["test", "solidity", "--no-compile", "--no-typechain", ...tests]);
  if (!report.includes("passing")) throw new Error(`The mutants do not build:\n${build}\n${report}`);
  return report;
}

async function hardhat(copy: string, task: readonly string[]): Promise<string> {
  const program = spawn(join(copy, "node_modules/.bin/hardhat"), task, {
    cwd: copy,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [program.stdout, program.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  await new Promise((resolve) => program.once("close", resolve));
  return output;
}

/** By the runner's own report: the contract's tests, each with a tick or a number. */
function hasFailed(report: string, { noticedBy: [, contract, test] }: Mutant): boolean {
  const section = report.split(new RegExp(`^  \\S+:${contract}$`, "m"))[1]?.split(/^ {2}\S/m)[0] ?? "";
  const line = new RegExp(`^ +(✔|\\d+\\)) ${test}\\(`, "m").exec(section);
  if (line === null) throw new Error(`${contract} ran no ${test}:\n${report}`);
  return line[1] !== "✔";
}
