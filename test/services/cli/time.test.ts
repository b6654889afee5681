import { describe, expect, it } from "vitest";
import { endTime, startTime } from "../../../services/cli/names/time.js";

describe("a time as people write it", () => {
  it("is a day, or a moment of one", () => {
    expect(startTime("2027-03-31")).toBe(Date.UTC(2027, 2, 31) / 1000);
    expect(endTime("2027-03-31")).toBe(Date.UTC(2027, 3, 1) / 1000);
    expect(startTime("2027-03-31T17:00:00+02:00")).toBe(Date.UTC(2027, 2, 31, 15) / 1000);
    expect(startTime("2028-02-29T00:00Z")).toBe(Date.UTC(2028, 1, 29) / 1000);
  });

  it.each([
    "2027-02-30",
    "2027-02-30T10:00:00Z",
    "2027-04-31T00:00Z",
    "2027-02-29",
    "2027-13-01",
    "tomorrow",
    "",
  ])("is not %j, which no calendar has", (text) => {
    expect(() => endTime(text)).toThrow(/is not a date/);
  });
});
