import { afterEach, describe, expect, it, vi } from "vitest";
import { Jobs, maxResults, maxRunning, resultLifetimeMs } from "../../../services/resolver/aas/bulk/jobs.js";

afterEach(() => {
  vi.useRealTimers();
});

const unknown = expect.objectContaining({ code: "RESOLVER_UNKNOWN_BULK" });

/** A job that ends when it is told to. */
function open(jobs: Jobs<number>) {
  let resolve: (result: number) => void = () => undefined;
  const promise = new Promise<number>((settle) => {
    resolve = settle;
  });
  const handle = jobs.start(() => promise);
  return {
    handle,
    end: async (result: number) => {
      resolve(result);
      await promise;
    },
  };
}

describe("jobs", () => {
  it("given work that goes on, then it is running until it has ended with a result", async () => {
    const jobs = new Jobs<number>();
    const { handle, end } = open(jobs);
    expect(jobs.find(handle)).toEqual({ state: "running" });
    await end(7);
    expect(jobs.find(handle)).toMatchObject({ state: "ended", result: 7 });
    expect(jobs.find(handle)).toMatchObject({ state: "ended", result: 7 });
  });

  it("given as many as are allowed, then another one is refused until one has ended", async () => {
    const jobs = new Jobs<number>();
    const running = Array.from({ length: maxRunning }, () => open(jobs));
    expect(() => open(jobs)).toThrow(expect.objectContaining({ code: "RESOLVER_BULK_BUSY" }));
    await running[0]?.end(1);
    expect(jobs.find(open(jobs).handle)).toEqual({ state: "running" });
  });

  it("given more results than are kept, then the oldest is forgotten, and nothing that runs", async () => {
    const jobs = new Jobs<number>();
    const still = open(jobs);
    const handles: string[] = [];
    for (let count = 0; count <= maxResults; count++) {
      const { handle, end } = open(jobs);
      handles.push(handle);
      await end(count);
    }
    const [first = "", second = ""] = handles;
    expect(() => jobs.find(first)).toThrow(unknown);
    expect(jobs.find(second)).toMatchObject({ result: 1 });
    expect(jobs.find(still.handle)).toEqual({ state: "running" });
  });

  it("given a result that is old, then it is forgotten, and nothing that runs", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const jobs = new Jobs<number>();
    const still = open(jobs);
    const { handle, end } = open(jobs);
    await end(1);
    vi.setSystemTime(Date.now() + resultLifetimeMs - 1);
    expect(jobs.find(handle)).toMatchObject({ result: 1 });
    vi.setSystemTime(Date.now() + 1);
    expect(() => jobs.find(handle)).toThrow(unknown);
    expect(jobs.find(still.handle)).toEqual({ state: "running" });
  });

  it("given a handle of nobody's, then the error says what to do", () => {
    const hint = expect.stringContaining("send the same again");
    expect(() => new Jobs<number>().find("nobody")).toThrow(expect.objectContaining({ hint }));
  });
});
