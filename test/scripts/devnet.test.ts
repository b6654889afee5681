/** The devnet over starts, ends, kills and accidents. */
import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { anvilMissing } from "../fixtures/anvil.js";
import {
  blockOf,
  endNode,
  genesisOf,
  headOf,
  mine,
  nodePid,
  runDevnet,
  savedHead,
  stateFile,
  untilSaved,
} from "./devnet.fixture.js";
import {
  freePort,
  isRunning,
  notBuilt,
  patience,
  runProgram,
  takePort,
  temporaryFolder,
} from "./program.fixture.js";

describe.skipIf(notBuilt !== null || anvilMissing !== null)("the devnet", () => {
  it("goes on with the same chain after it was stopped", async () => {
    const data = await temporaryFolder();
    const first = await runDevnet(data);
    await mine(first.rpcUrl, 7);
    const genesis = await genesisOf(first.rpcUrl);
    expect(await first.program.end("SIGTERM")).toEqual({ code: 0, signal: null });
    expect(isRunning(first.node)).toBe(false);

    const second = await runDevnet(data);
    expect(await genesisOf(second.rpcUrl)).toBe(genesis);
    expect(await headOf(second.rpcUrl)).toBe(7);
    await mine(second.rpcUrl, 1);
    expect(await second.program.end("SIGINT")).toEqual({ code: 0, signal: null });

    const third = await runDevnet(data);
    expect(await genesisOf(third.rpcUrl)).toBe(genesis);
    expect(await headOf(third.rpcUrl)).toBe(8);
  });

  it("says so when its node is killed, and has kept what the node wrote before", async () => {
    const data = await temporaryFolder();
    const first = await runDevnet(data);
    const genesis = await genesisOf(first.rpcUrl);
    await mine(first.rpcUrl, 5);
    await untilSaved(stateFile(data), 5);
    // Too late to be sure that the node still writes it.
    await mine(first.rpcUrl, 1);
    process.kill(first.node, "SIGKILL");
    expect(await first.program.ended).toEqual({ code: 1, signal: null });
    expect(first.program.output()).toMatch(/The devnet has ended by itself: .*SIGKILL.*\n {2}→ /);

    const second = await runDevnet(data);
    expect(await genesisOf(second.rpcUrl)).toBe(genesis);
    expect([5, 6]).toContain(await headOf(second.rpcUrl));
  });

  it("ends the node that a killed start left behind, and loses nothing by it", async () => {
    const data = await temporaryFolder();
    const first = await runDevnet(data);
    await mine(first.rpcUrl, 3);
    await first.program.end("SIGKILL");
    expect(isRunning(first.node)).toBe(true);
    expect(await headOf(first.rpcUrl)).toBe(3);
    await mine(first.rpcUrl, 1);

    const second = await runDevnet(data);
    expect(isRunning(first.node)).toBe(false);
    expect(await headOf(second.rpcUrl)).toBe(4);
  });

  it("leaves a running devnet alone when it is started with the same folder again", async () => {
    const data = await temporaryFolder();
    const first = await runDevnet(data);
    const again = runProgram("devnet", ["--data", data, "--port", String(await freePort())]);
    expect(await again.ended).toEqual({ code: 1, signal: null });
    expect(again.output()).toMatch(/runs with the folder .* already .*\n {2}→ /);
    expect(await headOf(first.rpcUrl)).toBe(0);
  });

  it("does not end a process that has only inherited the old node's number", async () => {
    const data = await temporaryFolder();
    const other = await runDevnet(await temporaryFolder());
    const first = await runDevnet(data);
    await first.program.end("SIGTERM");
    const process = { pid: other.node, command: "/bin/another\0program" };
    const pid = JSON.stringify({ node: process, starter: process });
    writeFileSync(`${data}/devnet/node.pid`, pid);

    await runDevnet(data);
    expect(await headOf(other.rpcUrl)).toBe(0);
  });

  it("starts from the last whole copy where its state was cut off", async () => {
    const data = await temporaryFolder();
    const file = stateFile(data);
    const first = await runDevnet(data);
    const genesis = await genesisOf(first.rpcUrl);
    await mine(first.rpcUrl, 4);
    await first.program.end("SIGTERM");
    expect(savedHead(`${file}.whole`)).toBe(4);
    truncateSync(file, Math.floor(statSync(file).size / 2));
    const cutOff = readFileSync(file, "utf8");

    const second = await runDevnet(data);
    expect(await genesisOf(second.rpcUrl)).toBe(genesis);
    expect(await headOf(second.rpcUrl)).toBe(4);
    expect(readFileSync(`${file}.broken`, "utf8")).toBe(cutOff);
  });

  it("copies its state while it runs, so that a kill in the middle of a write costs seconds", async () => {
    const data = await temporaryFolder();
    const file = stateFile(data);
    const first = await runDevnet(data);
    await mine(first.rpcUrl, 9);
    await untilSaved(`${file}.whole`, 9);
    process.kill(first.node, "SIGKILL");
    await first.program.ended;
    truncateSync(file, 100);

    const second = await runDevnet(data);
    expect(await headOf(second.rpcUrl)).toBe(9);
  });

  it("shows today's time, whatever the time of its first block", async () => {
    const data = await temporaryFolder();
    const first = await runDevnet(data);
    await first.program.end("SIGTERM");
    const second = await runDevnet(data);
    const before = Math.floor(Date.now() / 1_000);
    await mine(second.rpcUrl, 1);
    const { time } = await blockOf(second.rpcUrl, "latest");
    expect(time).toBeGreaterThanOrEqual(before - 1);
    expect(time).toBeLessThanOrEqual(before + 60);
  });

  it("ends cleanly when it is told to while it starts", async () => {
    const data = await temporaryFolder();
    const program = runProgram("devnet", ["--data", data, "--port", String(await freePort())]);
    await expect
      .poll(() => existsSync(`${data}/devnet/node.pid`), { timeout: patience, interval: 2 })
      .toBe(true);
    const node = nodePid(data);
    onTestFinished(() => endNode(node));
    expect(await program.end("SIGINT")).toEqual({ code: 0, signal: null });
    expect(isRunning(node)).toBe(false);
    expect(existsSync(`${data}/devnet/node.pid`)).toBe(false);
  });
});

describe.skipIf(notBuilt !== null)("a port that is in use", () => {
  it("is said with what to do, and exit code 1", async () => {
    const { port } = await takePort();
    const program = runProgram("devnet", ["--data", await temporaryFolder(), "--port", String(port)]);
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.output()).toContain(`Port ${port} cannot be had on 127.0.0.1 (EADDRINUSE)`);
    expect(program.output()).toMatch(/\n {2}→ .*choose another port/);
  });

  it.each(["0", "65536", "http", "-1", "8080.5"])("cannot be %j", async (port) => {
    const program = runProgram("devnet", ["--data", await temporaryFolder(), "--port", port]);
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.output()).toContain("A port is a number from 1 to 65535.");
  });
});
