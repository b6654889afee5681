/** The log's thread in a process of its own, killed again and again while two threads' worth of callers record: no gap, no false entry. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { openAccessLog } from "../../../services/accessLog/log.js";
import { accessLogReader } from "../../../services/accessLog/reader.js";
import { builtModule, removeBuild } from "../index/built.fixture.js";
import { temporaryFolder } from "../store/temporary.fixture.js";
import { decision, party } from "./log.fixture.js";

const kills = 8;

/** Records through two ports, one entry or several at a time, and prints each receipt once it has it. */
const program = (thread: string, recorder: string): string => `
  import { startLogThread } from ${JSON.stringify(thread)};
  import { logOver } from ${JSON.stringify(recorder)};
  const [location, run, event] = process.argv.slice(2);
  const thread = await startLogThread({ location }, () => undefined);
  const keepRecording = async (name) => {
    const { record } = logOver(thread.connect());
    for (let call = 0; ; call++) {
      const events = Array.from({ length: 1 + (call % 4) }, (_, index) =>
        ({ ...JSON.parse(event), requestId: [run, name, call, index].join(" ") }));
      const receipts = await record(events);
      console.log(JSON.stringify(receipts.map(({ sequence, hash }, index) =>
        ({ sequence, hash, requestId: events[index].requestId }))));
    }
  };
  await Promise.all(["a", "b"].map(keepRecording));`;

const printedSchema = z.array(z.object({ sequence: z.number(), hash: z.string(), requestId: z.string() }));
type Printed = z.infer<typeof printedSchema>;

/** What the process printed until so many calls were answered and it was killed. */
async function printedUntilKilled(child: ChildProcess, calls: number): Promise<Printed> {
  if (child.stdout === null) throw new Error("the output is not read");
  const printed: Printed = [];
  let answered = 0;
  for await (const line of createInterface(child.stdout)) {
    // The last line may be cut off.
    const receipts = printedSchema.safeParse(line.endsWith("]") ? JSON.parse(line) : null);
    if (receipts.success) printed.push(...receipts.data);
    if (++answered === calls) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return printed;
}

describe("an access log whose process is killed", () => {
  afterAll(removeBuild);

  it("has all that was answered, in one chain without a gap", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "recording.mjs");
    const location = join(folder, "log");
    const [thread, recorder] = ["thread", "client"].map((name) =>
      builtModule(`services/accessLog/thread/${name}.js`),
    );
    await writeFile(file, program(thread ?? "", recorder ?? ""));

    const answered: Printed = [];
    for (let run = 0; run < kills; run++) {
      const child = spawn(process.execPath, [file, location, `${run}`, JSON.stringify(decision())], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      onTestFinished(() => void child.kill("SIGKILL"));
      answered.push(...(await printedUntilKilled(child, 1 + Math.floor(Math.random() * 40))));
      expect(child.signalCode).toBe("SIGKILL");
    }

    const log = await openAccessLog(location);
    onTestFinished(() => log.close());
    await log.checked;
    const { size } = log.head();
    const { items } = await accessLogReader(log).page(
      { party: party(1), asset: null },
      { after: null, limit: size + 1 },
    );
    // Every entry is found by whom it concerns, each number once.
    expect(items.map(({ entry }) => entry.sequence)).toEqual(
      Array.from({ length: size }, (_, index) => index),
    );
    const logged = new Map(
      items.map(({ entry, hash }) => [entry.sequence, { hash, requestId: entry.requestId }]),
    );
    for (const { sequence, hash, requestId } of answered)
      expect(logged.get(sequence)).toEqual({ hash, requestId });
    expect(answered.length).toBeGreaterThan(kills);
    // Nothing was logged twice, and no call in part.
    const requests = [...logged.values()].map(({ requestId }) => requestId);
    expect(new Set(requests).size).toBe(requests.length);
    for (const request of requests) {
      const [run, name, call] = request.split(" ");
      const asked = 1 + (Number(call) % 4);
      expect(requests.filter((other) => other.startsWith(`${run} ${name} ${call} `))).toHaveLength(asked);
    }
  });
});
