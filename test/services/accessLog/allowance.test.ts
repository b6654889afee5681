/** How much of the access log one party may fill, and when it may go on. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Allowance } from "../../../services/accessLog/allowance.js";
import { AccessLogError } from "../../../services/accessLog/errors.js";
import { decision, party } from "./log.fixture.js";

const hour = 3_600_000;
const many = (count: number) => Array.from({ length: count }, () => decision());

/** Seconds after which it may go on; null where it may now. */
function refusal(allowance: Allowance, count: number, now: number): number | null {
  try {
    allowance.take(many(count), now);
    return null;
  } catch (error) {
    if (error instanceof AccessLogError) return Number(error.details.retryAfter);
    throw error;
  }
}

describe("a party's allowance", () => {
  it("comes back evenly, and says when there is enough of it", () => {
    const allowance = new Allowance(60);
    expect(refusal(allowance, 60, 0)).toBeNull();
    expect(refusal(allowance, 1, 0)).toBe(60);
    expect(refusal(allowance, 2, 30_000)).toBe(90);
    expect(refusal(allowance, 2, 120_000)).toBeNull();
    expect(refusal(allowance, 60, 120_000 + hour)).toBeNull();
  });

  it("is an hour's at most, besides what comes back, however it is asked for; and what it says it keeps", () => {
    const ask = fc.record({
      count: fc.integer({ min: 1, max: 40 }),
      pause: fc.integer({ min: 0, max: hour / 4 }),
    });
    fc.assert(
      fc.property(fc.array(ask, { maxLength: 60 }), (asks) => {
        const allowance = new Allowance(100);
        let [now, taken] = [0, 0];
        for (const { count, pause } of asks) {
          now += pause;
          const wait = refusal(allowance, count, now);
          if (wait !== null) {
            now += wait * 1000;
            expect(refusal(allowance, count, now)).toBeNull();
          }
          taken += count;
          expect(taken).toBeLessThanOrEqual(100 + (now * 100) / hour + 1e-6);
        }
      }),
    );
  });

  it("is remembered of those alone who have not got it back, however many come", () => {
    const allowance = new Allowance(60);
    for (let at = 0; at < 50_000; at++)
      allowance.take([decision({ askedBy: party(at), subject: party(at) })], at * 1_000);
    expect(allowance.remembered).toBeLessThanOrEqual(10_001);
    expect(refusal(new Allowance(Number.POSITIVE_INFINITY), 100_000, 0)).toBeNull();
  });
});
