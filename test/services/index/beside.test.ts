import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { workBeside } from "../../../services/index/beside.js";
import { noteAsked } from "../../../services/store/demand.js";

const stopping = () => new AbortController();

/** Works for a while, in which so many questions come. */
function workFor(milliseconds: number, questions: number): void {
  const end = performance.now() + milliseconds;
  for (let count = 0; count < questions; count++) noteAsked();
  while (performance.now() < end);
}

async function isStillAtRest(rest: Promise<void>): Promise<boolean> {
  const turn = setImmediate("rests");
  return (await Promise.race([rest.then(() => "goes on"), turn])) === "rests";
}

describe("work beside those who answer", () => {
  it("goes on at once where little is asked", async () => {
    const work = workBeside();
    workFor(20, 2);
    expect(await isStillAtRest(work.rest(stopping().signal))).toBe(false);
  });

  it("rests where much is asked, and no longer once it is to end", async () => {
    const work = workBeside();
    workFor(200, 1_000);
    const stop = stopping();
    const rest = work.rest(stop.signal);
    expect(await isStillAtRest(rest)).toBe(true);
    stop.abort();
    await rest;
  });
});
