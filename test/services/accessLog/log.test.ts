/** The log as it is written, closed, opened again, and tampered with. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { checkLog } from "../../../services/accessLog/check.js";
import { checkpointsOf, makeCheckpoint } from "../../../services/accessLog/checkpoints.js";
import { entryKey, openLogDatabase } from "../../../services/accessLog/database.js";
import {
  accessEntrySchema,
  canonicalEntry,
  entryHash,
  readersOf,
} from "../../../services/accessLog/entry.js";
import { openAccessLog } from "../../../services/accessLog/log.js";
import { accessLogReader } from "../../../services/accessLog/reader.js";
import { toTwinId } from "../../../services/ledger/hex.js";
import { temporaryFolder } from "../store/temporary.fixture.js";
import { decision, party, temporaryLog, word } from "./log.fixture.js";
import { refit } from "./rebuilt.fixture.js";

const manyDecisions = (count: number) =>
  Array.from({ length: count }, (_, index) => decision({ requestId: `request ${index}` }));

describe("the access log", () => {
  it("links each entry to the one before and tells where it is", async () => {
    const log = await temporaryLog();
    const [first, second] = await log.record([decision(), decision({ outcome: "deny", grant: null })]);
    const [third] = await log.record([decision()]);
    expect([first?.sequence, second?.sequence, third?.sequence]).toEqual([0, 1, 2]);

    const { items } = await accessLogReader(log).page(
      { party: party(1), asset: null },
      { after: null, limit: 10 },
    );
    expect(items.map(({ entry }) => entry.previous)).toEqual([word(0), first?.hash, second?.hash]);
    expect(items.map(({ hash }) => hash)).toEqual([first?.hash, second?.hash, third?.hash]);
    expect(items.map(({ entry }) => entryHash(entry))).toEqual(items.map(({ hash }) => hash));
    expect(new Set(items.map(({ entry }) => entry.salt)).size).toBe(3);
  });

  it("keeps what many record at once in one chain, each call's entries together", async () => {
    const log = await temporaryLog();
    const calls = await Promise.all(
      Array.from({ length: 200 }, (_, index) => log.record(manyDecisions(1 + (index % 3)))),
    );
    for (const receipts of calls) {
      const [first] = receipts;
      expect(receipts.map(({ sequence }) => sequence - (first?.sequence ?? 0))).toEqual(
        receipts.map((_, i) => i),
      );
    }
    const { frontier } = await checkLog(log.database);
    expect(frontier.size).toBe(calls.flat().length);
    expect(log.head()).toEqual({ size: frontier.size, root: frontier.root() });
  });

  it("fails the one call whose event makes no entry, and goes on without a gap", async () => {
    const log = await temporaryLog();
    // Half of a character: no JSON has a spelling of it.
    const invalid = decision({ purpose: "\ud800" });
    const refused = expect.objectContaining({ code: "ACCESS_LOG_ENTRY_INVALID" });
    const recorded = await Promise.allSettled([
      log.record(manyDecisions(2)),
      log.record([decision(), invalid, decision()]),
      log.record(manyDecisions(1)),
    ]);
    expect(recorded).toMatchObject([
      { value: [{ sequence: 0 }, { sequence: 1 }] },
      { reason: refused },
      { value: [{ sequence: 2 }] },
    ]);
    await expect(log.record([invalid])).rejects.toEqual(refused);
    expect(await log.record([decision()])).toMatchObject([{ sequence: 3 }]);
    expect((await checkLog(log.database)).frontier.root()).toBe(log.head().root);
  });

  it("takes no more of one party than its hour has, all of a call or nothing, and any of others", async () => {
    const log = await openAccessLog(await temporaryFolder(), { hourly: 10 });
    onTestFinished(() => log.close());
    await log.record(manyDecisions(8));
    await expect(log.record(manyDecisions(3))).rejects.toMatchObject({
      code: "ACCESS_LOG_ALLOWANCE_USED",
      details: { hourly: 10 },
    });
    await log.record(manyDecisions(2));
    expect(log.head().size).toBe(10);
    const others = { askedBy: party(3), subject: party(3) };
    expect(await log.record([decision(others)])).toMatchObject([{ sequence: 10 }]);
  });

  it("is in the view of whom an entry is about, not of whom somebody else has named for nothing", () => {
    const [owner, asker, other] = [party(1), party(2), party(3)];
    const denied = { outcome: "deny", grant: null, reason: "no-right" } as const;
    const readers = (change: Parameters<typeof decision>[0]) => [...readersOf(decision(change))];
    expect(readers(denied)).toEqual([owner, asker]);
    expect(readers({ ...denied, onBehalfOf: other })).toEqual([owner, asker, other]);
    expect(readers({ ...denied, onBehalfOf: other, reason: "not-on-behalf" })).toEqual([owner, asker]);
    expect(readers({ askedBy: owner, onBehalfOf: other })).toEqual([owner, asker, other]);
    expect(readers({ ...denied, askedBy: owner, onBehalfOf: other })).toEqual([owner]);
    expect(readers({ outcome: "deny", askedBy: owner, reason: "ended" })).toEqual([owner, asker]);
  });

  it("goes on where it was closed, and is closed to other accounts", async () => {
    const location = join(await temporaryFolder(), "log");
    const log = await openAccessLog(location);
    await log.record(manyDecisions(5));
    expect((await stat(location)).mode & 0o777).toBe(0o700);
    const before = log.head();
    await log.close();

    const again = await openAccessLog(location);
    onTestFinished(() => again.close());
    await again.checked;
    expect(again.head()).toEqual(before);
    expect(await again.record([decision()])).toMatchObject([{ sequence: 5 }]);
  });

  it("shows a party what concerns it, by asset and page by page, and nobody else's", async () => {
    const log = await temporaryLog();
    const other = { kind: "twin" as const, id: toTwinId(word(2)) };
    await log.record([
      decision(),
      decision({ asset: other, subject: party(3) }),
      decision({ asset: other, owner: party(4) }),
      decision({ owner: null, subject: null }),
      decision({ owner: null, subject: party(6), onBehalfOf: party(7) }),
    ]);
    const reader = accessLogReader(log);
    const seen = async (number: number, asset: typeof other | null = null) => {
      const sequences: number[] = [];
      for (let after: number | null = null; ; ) {
        const { items, next } = await reader.page({ party: party(number), asset }, { after, limit: 1 });
        sequences.push(...items.map(({ entry }) => entry.sequence));
        if (next === null) return sequences;
        after = next;
      }
    };
    expect(await seen(1)).toEqual([0, 1]);
    expect(await seen(1, other)).toEqual([1]);
    expect(await seen(2)).toEqual([0, 2]);
    expect(await seen(3)).toEqual([1]);
    expect(await seen(4)).toEqual([2]);
    expect(await seen(5)).toEqual([]);
    expect(await seen(6)).toEqual([4]);
    expect(await seen(7)).toEqual([4]);
    expect(await reader.entry(1, party(3))).not.toBeNull();
    expect(await reader.entry(1, party(2))).toBeNull();
    expect(await reader.entry(3, party(1))).toBeNull();
    expect(await reader.entry(99, party(1))).toBeNull();
  });

  it("does not let time run backwards", async () => {
    const log = await temporaryLog();
    await log.record(manyDecisions(3));
    const last = (await accessLogReader(log).entry(2, party(1)))?.entry;
    if (last === undefined) throw new Error("the entry is missing");
    // As a clock that was ahead would have left it.
    const ahead = accessEntrySchema.parse({ ...last, time: "2999-01-01T00:00:00.000Z" });
    const location = log.database.location;
    await log.database.put(entryKey(2), canonicalEntry(ahead));
    await refit(log.database);
    await log.close();
    const again = await openAccessLog(location);
    onTestFinished(() => again.close());
    expect(await again.record([decision()])).toMatchObject([{ time: "2999-01-01T00:00:00.000Z" }]);
  });
});

describe("an access log that was tampered with", () => {
  /** Ten entries with a checkpoint over eight of them, closed, changed by `tamper`, opened again. */
  async function tampered(tamper: (level: Awaited<ReturnType<typeof openLogDatabase>>) => Promise<unknown>) {
    const location = await temporaryFolder();
    const log = await openAccessLog(location);
    await log.record(manyDecisions(8));
    await makeCheckpoint(log, 1);
    await log.record(manyDecisions(2));
    await log.close();
    const level = await openLogDatabase(location);
    await tamper(level);
    await level.close();
    const again = await openAccessLog(location);
    onTestFinished(() => again.close());
    return again;
  }

  it("is sound where nothing was done to it", async () => {
    const log = await tampered(async () => undefined);
    await expect(log.checked).resolves.toBeUndefined();
    expect(await checkpointsOf(log)).toHaveLength(1);
  });

  it("is found cut off at its end", async () => {
    const log = await tampered((level) => level.del(entryKey(9)));
    await expect(log.checked).rejects.toMatchObject({
      code: "ACCESS_LOG_TRUNCATED",
      details: { size: 9, known: 10 },
    });
    await expect(log.record([decision()])).rejects.toMatchObject({ code: "ACCESS_LOG_TRUNCATED" });
  });

  it("is found cut off before its checkpoint, even with a head that fits", async () => {
    const log = await tampered(async (level) => {
      for (let sequence = 5; sequence < 10; sequence++) await level.del(entryKey(sequence));
      await refit(level);
    });
    await expect(log.checked).rejects.toMatchObject({
      code: "ACCESS_LOG_TRUNCATED",
      details: { size: 5, known: 8 },
    });
  });

  it("is found with an entry left out", async () => {
    const log = await tampered((level) => level.del(entryKey(4)));
    await expect(log.checked).rejects.toMatchObject({ code: "ACCESS_LOG_ALTERED", details: { sequence: 4 } });
  });

  it("is found with an entry changed", async () => {
    const log = await tampered(async (level) => {
      const text = (await level.get(entryKey(3))) ?? "";
      await level.put(entryKey(3), text.replace('"permit"', '"deny"'));
    });
    await expect(log.checked).rejects.toMatchObject({ code: "ACCESS_LOG_ALTERED", details: { sequence: 4 } });
  });

  it("is found with the last entry changed", async () => {
    const log = await tampered(async (level) => {
      const text = (await level.get(entryKey(9))) ?? "";
      await level.put(entryKey(9), text.replace('"permit"', '"deny"'));
    });
    await expect(log.checked).rejects.toMatchObject({ code: "ACCESS_LOG_ALTERED" });
  });

  it("is found written anew from the first entry on", async () => {
    const log = await tampered(async (level) => {
      const other = await temporaryLog();
      await other.record(manyDecisions(10));
      for (let sequence = 0; sequence < 10; sequence++)
        await level.put(entryKey(sequence), (await other.database.get(entryKey(sequence))) ?? "");
      await refit(level);
    });
    await expect(log.checked).rejects.toMatchObject({ code: "ACCESS_LOG_ALTERED", details: { size: 8 } });
  });
});
