/** An answer that outlives a block says what it would say were it worked out anew, whatever the block changed. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { startResolver, type TestResolver } from "../http.fixture.js";
import { type Question, steps, Traffic } from "./traffic.fixture.js";

const baseUrl = "https://id.maker.example";
const sources = ["memory", "renewed", "index"] as const;

/** Where the resolver's answers have come from so far. */
async function countsOf(resolver: TestResolver): Promise<Record<(typeof sources)[number], number>> {
  const text = await (await resolver.get("/metrics")).text();
  const count = (source: string): number =>
    Number(new RegExp(`^cadastre_answers_total\\{source="${source}"\\} (\\d+)$`, "m").exec(text)?.[1]);
  return { memory: count("memory"), renewed: count("renewed"), index: count("index") };
}

/** All that goes out but the request's own id and the time. */
async function answerOf(resolver: TestResolver, { path, headers }: Question) {
  const response = await resolver.get(path, headers);
  const { status } = response;
  const others = ["x-request-id", "date", ...(status < 400 ? [] : ["content-length"])];
  const fields = [...response.headers].filter(([name]) => !others.includes(name));
  return { status, fields: Object.fromEntries(fields), body: stable(await response.text()) };
}

/** Refusals tell their request's id, which is not compressed alike each time, and those of the AAS interfaces the time. */
const stable = (body: string): string =>
  body.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "id").replace(/"timestamp":"[^"]+"/g, "");

it("is the same as without a memory, after any blocks and any that are taken back", async () => {
  const totals = { memory: 0, renewed: 0, index: 0 };
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const traffic = await Traffic.begin();
      const { store } = traffic.ledger;
      const remembering = await startResolver(store, { baseUrl });
      const anew = await startResolver(store, { baseUrl, answerMemory: 0 });
      const questions = traffic.questions(baseUrl);
      try {
        for (const step of [null, ...taken]) {
          if (step !== null) await traffic.take(step);
          // Twice: what is kept is asked for in the same block, too.
          for (const question of [...questions, ...questions]) {
            const expected = await answerOf(anew, question);
            expect({ question, ...(await answerOf(remembering, question)) }).toEqual({
              question,
              ...expected,
            });
          }
        }
        const counts = await countsOf(remembering);
        for (const source of sources) totals[source] += counts[source];
      } finally {
        await remembering.close();
        await anew.close();
        await traffic.ledger.close();
      }
    }),
    { numRuns: 6, endOnFailure: true },
  );
  // It would prove nothing if none outlived a block: then each would be worked out once a block, and had from memory once at most.
  expect((totals.memory + totals.renewed) / totals.index).toBeGreaterThan(1.1);
}, 120_000);
