/** When what was logged goes out. */
import { execFile } from "node:child_process";
import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { openLogger } from "../../../services/resolver/log.js";

describe("lines of one turn of the event loop", () => {
  it("go out together when it ends, in their order", async () => {
    const written: string[] = [];
    const logger = openLogger("info", { write: (text) => written.push(text) });
    for (const place of [1, 2, 3]) logger.info({ place });
    expect(written).toEqual([]);
    await setImmediate();
    expect(written).toHaveLength(1);
    const lines = (written[0] ?? "").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).place)).toEqual([1, 2, 3]);
    logger.info({ place: 4 });
    await setImmediate();
    expect(written).toHaveLength(2);
  });

  it.each([
    ["ends by itself", ""],
    ["is told to end", "process.exit(3)"],
    ["ends by an exception", 'throw new Error("as it happens")'],
    [
      "ends by a promise",
      'await new Promise((_, reject) => setImmediate(() => { logger.info("last"); reject(new Error("so")) }))',
    ],
  ])("are out where the process %s", async (_how, end) => {
    const module = new URL("../../../dist/services/resolver/log.js", import.meta.url);
    const program = `import { openLogger } from "${module}"; const logger = openLogger("info"); logger.info("first"); ${end}`;
    const out = await new Promise<string>((resolve) => {
      execFile(process.execPath, ["--input-type=module", "-e", program], (_error, stdout) => resolve(stdout));
    });
    expect(out).toContain('"msg":"first"');
    expect(out.includes('"msg":"last"')).toBe(end.includes("last"));
  });
});
