import { readdirSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { Worker } from "node:worker_threads";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";

const priorities = (): readonly number[] =>
  readdirSync("/proc/self/task")
    .map((thread) => getPriority(Number(thread)))
    .toSorted((one, other) => one - other);

const source = readFileSync(new URL("../../../services/index/priority.ts", import.meta.url), "utf8");

/** A thread that stands back, and says so. */
const thread = `${transformSync(source, { loader: "ts", format: "cjs" }).code}
  module.exports.standBack();
  const { parentPort } = require("node:worker_threads");
  parentPort.once("message", () => {});
  parentPort.postMessage("behind");
`;

describe.runIf(process.platform === "linux")("the priority of the follower's thread", () => {
  it("is lower than that of all other threads of the process", async () => {
    const usual = getPriority();
    const worker = new Worker(thread, { eval: true });
    try {
      await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
      const [lowest, ...others] = priorities().toReversed();
      expect(lowest).toBe(Math.min(usual + 10, 19));
      expect(new Set(others)).toEqual(new Set([usual]));
    } finally {
      await worker.terminate();
    }
  });
});
