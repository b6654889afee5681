/** The follower's thread in a process of its own that has no other use for the database. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../store/temporary.fixture.js";
import { builtModule, removeBuild } from "./built.fixture.js";

/** Starts and ends the thread, then says which of Level's libraries the process still has. */
const program = (thread: string, location: string): string => `
  import { readFileSync } from "node:fs";
  import { startFollower } from ${JSON.stringify(thread)};
  const deployment = { chainId: 1, genesis: "0x", block: 0, contracts: {} };
  const follower = startFollower({
    rpcUrl: "http://127.0.0.1:1",
    deployment,
    location: ${JSON.stringify(location)},
    finality: { kind: "immediate" },
  });
  await new Promise((resolve) => follower.onStatus(resolve));
  await follower.stop();
  console.log(readFileSync("/proc/self/maps", "utf8").includes("classic-level"));`;

describe.skipIf(process.platform !== "linux")("a follower's thread that has ended", () => {
  afterAll(removeBuild);

  it("leaves the database's library in the process, whose own thread goes on in it", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "follower.mjs");
    await writeFile(file, program(builtModule("services/index/thread.js"), join(folder, "store")));
    const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    const [printed] = await Promise.all([text(child.stdout), once(child, "exit")]);
    expect(child.exitCode).toBe(0);
    expect(printed.trim()).toBe("true");
  });
});
