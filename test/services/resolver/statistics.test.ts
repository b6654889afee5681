/** Statistics over HTTP, against a recount of all that happened; and through reorganisations. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { HttpMetrics } from "../../../services/resolver/http/httpMetrics.js";
import { openAnswerCounts } from "../../../services/resolver/statistics/answerCounts.js";
import { resolvingRoutes } from "../../../services/resolver/statistics/protocols.js";
import { type StatisticsView, statisticsSchema } from "../../../services/resolver/statistics/schema.js";
import type { Address, RecordId } from "../../../services/store/model.js";
import { leaveRoom, makeRoom, noDisk, smallDisk } from "../store/temporary.fixture.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { LedgerFixture } from "./ledger.fixture.js";

const dayLength = 86_400;
/** 2026-01-30, so that runs reach into another month. */
const firstDay = Math.floor(Date.parse("2026-01-30") / 1000);
const dayText = (day: number): string =>
  new Date((firstDay + day * dayLength) * 1000).toISOString().slice(0, 10);

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function started(): Promise<{ ledger: LedgerFixture; resolver: TestResolver }> {
  const ledger = await LedgerFixture.open();
  const resolver = await startResolver(ledger.store);
  opened.push(ledger, resolver);
  return { ledger, resolver };
}

async function read(resolver: TestResolver, query: string): Promise<StatisticsView> {
  const response = await resolver.get(`/v1/statistics?${query}`);
  expect(response.status).toBe(200);
  return statisticsSchema.parse(await response.json());
}

/** What happened, told again each time. */
interface Happened {
  readonly day: number;
  readonly kind: "party" | "record" | "twin" | "grant" | "transfer" | "delegation";
  readonly scheme?: "gs1" | "oid";
}

/** The world as a plain list: what was done when, and who holds how much. */
class Recount {
  done: Happened[] = [];
  owners = new Map<string, Address>();
  /** Parties that hold something, by day. */
  heldAt = new Map<number, number>();

  copy(): Recount {
    const copy = new Recount();
    copy.done = [...this.done];
    copy.owners = new Map(this.owners);
    copy.heldAt = new Map(this.heldAt);
    return copy;
  }

  note(what: Happened): void {
    this.done.push(what);
  }

  endOfDay(day: number): void {
    this.heldAt.set(day, new Set(this.owners.values()).size);
  }

  count(day: number, kind: Happened["kind"], scheme?: Happened["scheme"]): number {
    return this.done.filter(
      (one) => one.day === day && one.kind === kind && (scheme === undefined || one.scheme === scheme),
    ).length;
  }
}

type Step = "party" | "gs1" | "oid" | "twin" | "grant" | "transfer";
const steps: readonly Step[] = ["party", "gs1", "oid", "twin", "grant", "transfer"];

/** One day's steps, and whether a reorganisation takes that day back and another one takes its place. */
const days = fc.array(
  fc.record({
    steps: fc.array(fc.record({ step: fc.constantFrom(...steps), pick: fc.nat(1000) }), { maxLength: 6 }),
    instead: fc.option(
      fc.array(fc.record({ step: fc.constantFrom(...steps), pick: fc.nat(1000) }), { maxLength: 6 }),
    ),
  }),
  { minLength: 1, maxLength: 5 },
);

describe("statistics of a ledger", () => {
  it("are what a recount of all that happened gives, whatever was taken back", async () => {
    await fc.assert(
      fc.asyncProperty(days, async (run) => {
        const { ledger, resolver } = await started();
        let recount = new Recount();
        let numbers = 0;
        const parties: Address[] = [];
        const records: RecordId[] = [];

        const party = (day: number): void => {
          parties.push(ledger.party(`Party ${numbers++}`));
          recount.note({ day, kind: "party" });
        };
        const one = <Item>(items: readonly Item[], pick: number): Item => {
          const item = items[pick % items.length];
          if (item === undefined) throw new Error("there is none");
          return item;
        };
        const register = (day: number, scheme: "gs1" | "oid", owner: Address): void => {
          const text =
            scheme === "gs1" ? `01/09506000134352/21/${numbers++}` : `1.3.6.1.4.1.55555.${numbers++}`;
          const id = ledger.register(text, {
            owner,
            scheme,
            prefix: scheme === "gs1" ? "9506000" : "1.3.6.1.4.1.55555",
          });
          records.push(id);
          recount.owners.set(id, owner);
          recount.note({ day, kind: "record", scheme });
        };
        const take = (day: number, step: Step, pick: number): void => {
          const owner = one(parties, pick);
          switch (step) {
            case "party":
              party(day);
              break;
            case "gs1":
            case "oid":
              register(day, step, owner);
              break;
            case "twin":
              recount.owners.set(ledger.twin(`Twin ${numbers++}`, owner), owner);
              recount.note({ day, kind: "twin" });
              break;
            case "grant":
              ledger.grant("record", one(records, pick), {
                grantor: owner,
                grantee: one(parties, pick + 1),
                scope: `${numbers++}`,
              });
              recount.note({ day, kind: "grant" });
              break;
            case "transfer": {
              const record = one(records, pick);
              ledger.transfer("identifiers", record, recount.owners.get(record) ?? owner, owner);
              recount.owners.set(record, owner);
              recount.note({ day, kind: "transfer" });
            }
          }
        };

        party(0);
        const holder = one(parties, 0);
        ledger.schemes(holder);
        for (const [scheme, prefix] of [
          ["gs1", "9506000"],
          ["oid", "1.3.6.1.4.1.55555"],
        ] as const) {
          recount.owners.set(ledger.namespace(scheme, prefix, holder), holder);
          recount.note({ day: 0, kind: "delegation", scheme });
        }
        register(0, "gs1", holder);
        recount.endOfDay(0);
        await ledger.mine({ time: firstDay + 60, finalized: 1 });

        for (const [index, { steps: first, instead }] of run.entries()) {
          const day = index + 1;
          const time = firstDay + day * dayLength + 3600;
          const before = { recount: recount.copy(), parties: parties.length, records: records.length };
          for (const { step, pick } of first) take(day, step, pick);
          recount.endOfDay(day);
          await ledger.mine({ time, finalized: 1 });
          if (instead === null) continue;
          await ledger.goBackTo(day);
          recount = before.recount;
          parties.length = before.parties;
          records.length = before.records;
          for (const { step, pick } of instead) take(day, step, pick);
          recount.endOfDay(day);
          await ledger.mine({ time, finalized: 1 });
        }

        const last = run.length;
        const span = `from=${dayText(0)}&to=${dayText(last)}`;
        const all = await read(resolver, span);
        const ofGs1 = await read(resolver, `${span}&scheme=gs1`);
        const ofPrefix = await read(resolver, `${span}&scheme=oid&prefix=1.3.6.1.4.1.55555`);
        for (let day = 0; day <= last; day++) {
          const counted = all.periods[day];
          expect(counted).toMatchObject({
            period: dayText(day),
            holders: recount.heldAt.get(day),
            ledger: {
              parties: recount.count(day, "party"),
              records: recount.count(day, "record"),
              twins: recount.count(day, "twin"),
              grants: recount.count(day, "grant"),
              transfers: recount.count(day, "transfer"),
            },
          });
          expect(ofGs1.periods[day]?.ledger.records).toBe(recount.count(day, "record", "gs1"));
          expect(ofPrefix.periods[day]?.ledger.records).toBe(recount.count(day, "record", "oid"));
        }
        const total = (kind: Happened["kind"]) => recount.done.filter((one) => one.kind === kind).length;
        expect(all.whole.ledger).toMatchObject({ records: total("record"), grants: total("grant") });
        expect(all.whole.holders).toBe(new Set(recount.owners.values()).size);
        const months = await read(resolver, `${span}&by=month`);
        const ofMonths = months.periods.reduce((sum, { ledger: { records } }) => sum + records, 0);
        expect([ofMonths, months.periods.at(-1)?.holders]).toEqual([
          total("record"),
          recount.heldAt.get(last),
        ]);
      }),
      { numRuns: 12 },
    );
  });

  it("count a batch's members, however many", async () => {
    const { ledger, resolver } = await started();
    ledger.schemes(ledger.party("Root"));
    await ledger.mine({ time: firstDay });
    const { whole } = await read(resolver, `from=${dayText(0)}&to=${dayText(0)}`);
    expect(whole.ledger).toMatchObject({ members: "0", batches: 0, parties: 1 });
  });

  it.each([
    ["from=2026-02-02&to=2026-02-01", 400],
    ["from=2999-01-01", 400],
    ["from=2000-01-01&to=2026-01-01", 400],
    ["from=2000-01-01&to=2026-01-01&by=month", 200],
    ["prefix=9506000", 400],
    ["scheme=nothing", 400],
    ["scheme=gs1&prefix=95", 404],
    ["since=2026-01-01", 400],
  ])("answer %s with %i", async (query, status) => {
    const { ledger, resolver } = await started();
    ledger.schemes(ledger.party("Root"));
    await ledger.mine({ time: firstDay });
    expect((await resolver.get(`/v1/statistics?${query}`)).status).toBe(status);
  });

  it("come as a table and as a page without scripts", async () => {
    const { ledger, resolver } = await started();
    ledger.schemes(ledger.party("Root"));
    await ledger.mine({ time: firstDay });
    const span = `from=${dayText(0)}&to=${dayText(2)}`;
    const lines = (await (await resolver.get(`/v1/statistics?${span}&format=csv`)).text()).split("\r\n");
    expect(lines).toHaveLength(5);
    expect(lines[1]).toMatch(new RegExp(`^${dayText(0)},1,`));
    const page = await (await resolver.get(`/v1/statistics?${span}&format=html`)).text();
    expect(page).toContain("<svg");
    expect(page).toContain(`<title>${dayText(0)}: 1</title>`);
    expect(page).not.toContain("<script");
  });
});

const raise = (error: unknown): never => {
  throw error;
};

describe("counts of answers", () => {
  it("are of routes that there are", async () => {
    const { resolver } = await started();
    const paths = resolver.app.routes.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(Object.keys(resolvingRoutes)));
  });

  it("last over restarts, and are the sum of all threads", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cadastre-answers-"));
    opened.push({ close: () => rm(folder, { recursive: true, force: true }) });
    const today = Math.floor(firstDay / dayLength);
    const run = async (thread: number, requests: readonly string[]) => {
      const metrics = new HttpMetrics();
      const counts = await openAnswerCounts(folder, thread, metrics, raise, () => firstDay);
      for (const request of requests) {
        const [method = "", status, route = ""] = request.split(" ");
        metrics.observe(route, method, Number(status), 0.001);
      }
      return counts;
    };
    await (await run(0, ["GET 200 /v1/resolve", "GET 404 /v1/resolve", "GET 400 /v1/resolve"])).close();
    const one = await run(0, [
      "GET 307 /{ai}/{value}",
      "GET 200 /v1/resolve",
      "OPTIONS 204 /v1/resolve",
      "PUT 204 /shell-descriptors/{aasIdentifier}",
    ]);
    const other = await run(1, ["GET 200 /v1/resolve", "GET 200 /healthz"]);
    await other.between(today, today);
    const sums = new Map<string, number[]>();
    for (const { protocol, answers } of await one.between(today, today)) {
      const [answered = 0, unknown = 0] = sums.get(protocol) ?? [];
      sums.set(protocol, [answered + answers.answered, unknown + answers.unknown]);
    }
    expect(Object.fromEntries(sums)).toEqual({ cadastre: [3, 1], gs1: [1, 0] });
    expect(await one.between(today + 1, today + 9)).toEqual([]);
    await one.close();
    await other.close();
  });

  it("are told as far as they were kept while the disk is full, and go on once there is room", async (context) => {
    const disk = await smallDisk("3m");
    if (disk === null) return context.skip(noDisk);
    const today = Math.floor(firstDay / dayLength);
    const faults: unknown[] = [];
    const metrics = new HttpMetrics();
    const told = (error: unknown) => faults.push(error);
    const counts = await openAnswerCounts(join(disk, "counts"), 0, metrics, told, () => firstDay);
    const answer = () => metrics.observe("/v1/resolve", "GET", 200, 0.001);
    const answered = async () => (await counts.between(today, today)).map(({ answers }) => answers.answered);
    answer();
    expect(await answered()).toEqual([1]);
    await leaveRoom(disk, 0);
    let kept = 1;
    // Some more fit into what the disk gave its file already.
    for (let asked = 2; counts.isWritable(); asked++) {
      answer();
      const [now = 0] = await answered();
      if (counts.isWritable()) expect(now).toBe(asked);
      kept = now;
    }
    answer();
    expect(await answered()).toEqual([kept]);
    expect(faults).toHaveLength(1);
    await makeRoom(disk);
    expect(await answered()).toEqual([kept + 2]);
    expect(counts.isWritable()).toBe(true);
    expect(faults).toHaveLength(1);
    await counts.close();
  });
});
