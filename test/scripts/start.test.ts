/** `npm start` as a newcomer meets it. */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, truncateSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { anvilMissing } from "../fixtures/anvil.js";
import { endNode, genesisOf, headOf, nodePid, stateFile } from "./devnet.fixture.js";
import {
  freePort,
  isRunning,
  notBuilt,
  patience,
  root,
  takePort,
  temporaryFolder,
} from "./program.fixture.js";
import { runStart, startProgram } from "./start.fixture.js";

/** The commands that are printed, as a shell takes them. */
function printedCommands(output: string): readonly string[] {
  const [, after = ""] = output.split("Try, in a second terminal:");
  return after.split("\n").flatMap((line) => /^ {2}((?:curl|export|npx) .*)$/.exec(line)?.[1] ?? []);
}

function shell(commands: readonly string[]) {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", ["set -e", ...commands].join("\n")], {
    cwd: root,
    encoding: "utf8",
    timeout: patience,
  });
  return { status, output: stdout + stderr };
}

const resolved = async (port: number, identifier: string): Promise<number> =>
  (await fetch(`http://127.0.0.1:${port}/v1/resolve?id=${encodeURIComponent(identifier)}`)).status;

const pump = "(01)09506000134352(21)4711";
const registeredHere = "(01)09506000134352(21)4712";

const missing = notBuilt ?? anvilMissing;
const curl = spawnSync("curl", ["--version"]).status === 0;
if (!curl) console.warn("There is no curl here: the printed curl command is not tried.");

describe.skipIf(missing !== null)("npm start", () => {
  it("prints what to open and three commands that work, keeps all of it, and ends without a trace", async () => {
    const data = await temporaryFolder();
    const first = await runStart(data);
    const output = first.program.output();
    for (const [page, type] of [
      ["/", "text/html"],
      ["/docs/", "text/html"],
    ] as const) {
      const address = `http://localhost:${first.port}${page}`;
      expect(output).toContain(` ${address}\n`);
      const answer = await fetch(address);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toContain(type);
    }
    const scanned = /A scanned code (\S+)/.exec(output)?.[1] ?? "";
    expect((await fetch(scanned, { redirect: "manual" })).status).toBe(307);

    const commands = printedCommands(output);
    expect(commands.filter((command) => !command.startsWith("export"))).toHaveLength(3);
    const [ask = "", ...rest] = commands;
    if (curl) expect(shell([ask.replace("curl", "curl --fail --silent")]).status).toBe(0);
    expect(await resolved(first.port, registeredHere)).toBe(404);
    const tried = shell(rest);
    expect(tried.output).toContain("Acme Pumps");
    expect(tried.status, tried.output).toBe(0);
    await expect.poll(() => resolved(first.port, registeredHere), { timeout: patience }).toBe(200);

    expect(await first.program.end("SIGINT")).toEqual({ code: 0, signal: null });
    expect(isRunning(first.node)).toBe(false);

    const second = await runStart(data, { port: first.port, rpcPort: first.rpcPort });
    expect(second.program.output()).toContain("sample as it was");
    expect(await resolved(second.port, pump)).toBe(200);
    expect(await resolved(second.port, registeredHere)).toBe(200);
    expect(await second.program.end("SIGTERM")).toEqual({ code: 0, signal: null });
    expect(isRunning(second.node)).toBe(false);
  });

  it("goes on where it was after it was killed itself", async () => {
    const data = await temporaryFolder();
    const first = await runStart(data);
    const genesis = await genesisOf(`http://127.0.0.1:${first.rpcPort}`);
    const head = await headOf(`http://127.0.0.1:${first.rpcPort}`);
    await first.program.end("SIGKILL");
    expect(isRunning(first.node)).toBe(true);

    const second = await runStart(data, { port: first.port, rpcPort: first.rpcPort });
    expect(isRunning(first.node)).toBe(false);
    expect(second.program.output()).toContain("sample as it was");
    expect(second.program.output()).not.toContain("Warning");
    expect(await genesisOf(`http://127.0.0.1:${second.rpcPort}`)).toBe(genesis);
    expect(await headOf(`http://127.0.0.1:${second.rpcPort}`)).toBe(head);
    expect(await resolved(second.port, pump)).toBe(200);
  });

  it("says so when its devnet is killed, ends, and comes back with the sample whole", async () => {
    const data = await temporaryFolder();
    const first = await runStart(data);
    process.kill(first.node, "SIGKILL");
    expect(await first.program.ended).toEqual({ code: 1, signal: null });
    expect(first.program.output()).toMatch(/The devnet has ended by itself: .*SIGKILL/);

    const second = await runStart(data);
    expect(await resolved(second.port, pump)).toBe(200);
  });

  it("registers the sample anew on a new chain where all state was lost", async () => {
    const data = await temporaryFolder();
    const first = await runStart(data);
    const genesis = await genesisOf(`http://127.0.0.1:${first.rpcPort}`);
    await first.program.end("SIGINT");
    truncateSync(stateFile(data), 10);
    rmSync(`${stateFile(data)}.whole`);

    const second = await runStart(data);
    expect(second.program.output()).toMatch(/sample of \d+ identifiers/);
    expect(await genesisOf(`http://127.0.0.1:${second.rpcPort}`)).not.toBe(genesis);
    expect(await resolved(second.port, pump)).toBe(200);
  });

  it.each([
    ["while the devnet starts", /^/],
    ["while the contracts are deployed", /Devnet \(/],
    ["while the resolver catches up", /Contracts on chain/],
  ])("ends cleanly when it is told to %s", async (_, moment) => {
    const data = await temporaryFolder();
    const program = startProgram(data, await freePort(), await freePort());
    await expect
      .poll(() => existsSync(`${data}/devnet/node.pid`), { timeout: patience, interval: 2 })
      .toBe(true);
    const node = nodePid(data);
    onTestFinished(() => endNode(node));
    await program.prints(moment);
    expect(await program.end("SIGINT"), program.output()).toEqual({ code: 0, signal: null });
    expect(isRunning(node)).toBe(false);

    // What was half done is no hindrance.
    const second = await runStart(data);
    expect(await resolved(second.port, pump)).toBe(200);
  });

  it.each([
    ["the resolver's port", (taken: number, free: number) => [taken, free] as const],
    ["the devnet's port", (taken: number, free: number) => [free, taken] as const],
  ])("says that %s is in use, and leaves nothing running", async (_, portsOf) => {
    const data = await temporaryFolder();
    const { port: taken } = await takePort();
    const [port, rpcPort] = portsOf(taken, await freePort());
    const program = startProgram(data, port, rpcPort);
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.output()).toContain(`Port ${taken} cannot be had on 127.0.0.1`);
    expect(program.output()).toMatch(/\n {2}→ .*npm start -- --help/);
    expect(existsSync(`${data}/devnet/node.pid`)).toBe(false);
  });
});
