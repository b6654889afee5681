import { Worker } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { makeNonceTable, type NonceTable, usedOnce } from "../../../../services/resolver/auth/nonces.js";
import { builtModule, removeBuild } from "../../index/built.fixture.js";

const now = 1_800_000_000;
const thing = (id: string, issuedAt = now) => ({ id, issuedAt, expires: issuedAt + 300 });
const old = () => makeNonceTable(now - 3_600);

afterAll(removeBuild);

describe("the memory of what is good once", () => {
  it("knows a thing again as long as it could be used", () => {
    const once = usedOnce(old());
    expect(once.use(thing("a"), now)).toBe("fresh");
    for (const later of [0, 1, 150, 299]) expect(once.use(thing("a"), now + later)).toBe("used");
    expect(once.use(thing("b"), now)).toBe("fresh");
  });

  it("is one memory however often it is opened", () => {
    const table = old();
    expect(usedOnce(table).use(thing("a"), now)).toBe("fresh");
    expect(usedOnce(structuredClone(table)).use(thing("a"), now)).toBe("used");
  });

  it.each([
    ["before it began", -1, "unknown"],
    ["by a clock as far ahead as may be, just then", 5, "unknown"],
    ["surely after it began", 6, "fresh"],
  ])("takes for unused only what was made since: %s", (_when, after, expected) => {
    const once = usedOnce(makeNonceTable(now));
    expect(once.use(thing("a", now + after), now + 10)).toBe(expected);
  });

  it("takes nothing more where it is full, forgets nothing for it, and has room again in time", () => {
    const once = usedOnce(old());
    let taken = 0;
    while (once.use(thing(String(taken)), now) === "fresh") taken += 1;
    // Where the first of its buckets is full.
    expect(taken).toBeGreaterThan(100_000);
    expect(once.use(thing(String(taken)), now)).toBe("unknown");
    for (const known of [0, 1, taken - 1]) expect(once.use(thing(String(known)), now)).toBe("used");
    expect(once.use(thing(String(taken), now + 720), now + 720)).toBe("fresh");
  });

  it("lets one of many threads have a thing", async () => {
    const table = old();
    const things = 3_000;
    const counts = await Promise.all(Array.from({ length: 4 }, () => useInThread(table, things)));
    const uses = Array.from({ length: things }, (_, index) =>
      counts.reduce((sum, fresh) => sum + (fresh[index] ?? 0), 0),
    );
    expect(uses.filter((count) => count !== 1)).toEqual([]);
  });
});

/** Uses the things in a thread of its own: 1 for each that was fresh there. */
function useInThread(table: NonceTable, things: number): Promise<readonly number[]> {
  const code = `
    const { workerData, parentPort } = require("node:worker_threads");
    const { url, table, things, now } = workerData;
    import(url).then(({ usedOnce }) => {
      const once = usedOnce(table);
      const use = (id) => (once.use({ id: String(id), issuedAt: now, expires: now + 300 }, now) === "fresh" ? 1 : 0);
      parentPort.postMessage(Array.from({ length: things }, (_, id) => use(id)));
    });`;
  const url = builtModule("services/resolver/auth/nonces.js");
  const worker = new Worker(code, { eval: true, workerData: { url, table, things, now } });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
