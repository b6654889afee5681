import { afterEach, describe, expect, it, vi } from "vitest";
import { Retries } from "../../../services/manifests/retries.js";

describe("what is tried again", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is due at growing intervals", () => {
    vi.useFakeTimers({ toFake: ["Date", "performance"] });
    const retries = new Retries<string>();
    expect(retries.isDue("list")).toBe(true);
    for (const pause of [2_000, 4_000, 8_000]) {
      retries.failed("list");
      vi.advanceTimersByTime(pause - 1);
      expect(retries.isDue("list")).toBe(false);
      vi.advanceTimersByTime(1);
      expect(retries.isDue("list")).toBe(true);
    }
  });

  it.each([-3_600_000, 3_600_000])(
    "is due no later and no sooner where the clock is set by %d ms",
    (change) => {
      vi.useFakeTimers({ toFake: ["Date", "performance"] });
      const retries = new Retries<string>();
      retries.failed("list");
      vi.setSystemTime(Date.now() + change);
      vi.advanceTimersByTime(1_999);
      expect(retries.isDue("list")).toBe(false);
      vi.advanceTimersByTime(1);
      expect(retries.isDue("list")).toBe(true);
    },
  );
});
