import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyLogsSchema, logsSchema } from "../../../services/index/rawLogs.js";

const hex = (digits: number) =>
  fc
    .array(fc.constantFrom(..."0123456789abcdef"), { minLength: digits, maxLength: digits })
    .map((each) => `0x${each.join("")}`);
const quantity = fc.nat().map((number) => `0x${number.toString(16)}`);

/** As nodes give it. */
const usual = fc.record({
  address: hex(40),
  topics: fc.array(hex(64), { maxLength: 4 }),
  data: hex(128),
  blockNumber: quantity,
  blockHash: hex(64),
  blockTimestamp: quantity,
  transactionHash: hex(64),
  transactionIndex: quantity,
  logIndex: quantity,
  removed: fc.boolean(),
});

/** What may stand in place of a member. */
const anything = fc.oneof(
  fc.jsonValue(),
  fc.constant(undefined),
  fc.constantFrom("0x", "0xg", "0x00000000000001", "0xABCDEF", "12", "", null, -1, 1e21),
  hex(40).map((text) => text.toUpperCase().replace("0X", "0x")),
  hex(64).map((text) => text.toUpperCase().replace("0X", "0x")),
  fc.array(hex(64), { minLength: 5, maxLength: 6 }),
  fc.array(fc.jsonValue(), { maxLength: 4 }),
);
const members = ["address", "topics", "data", "blockNumber", "blockHash"] as const;
const otherMembers = ["blockTimestamp", "transactionHash", "logIndex", "removed"] as const;
const changed = fc
  .tuple(usual, fc.constantFrom(...members, ...otherMembers), anything)
  .map(([log, member, value]) => ({ ...log, [member]: value }));

describe("logs of a node", () => {
  it("are read as the schema reads them, whatever stands in them", () => {
    const answers = fc.oneof(
      fc.array(usual, { maxLength: 5 }),
      fc.array(fc.oneof(usual, changed), { maxLength: 3 }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(answers, (answer) => {
        const read = logsSchema.safeParse(answer);
        const expected = anyLogsSchema.safeParse(answer);
        expect(read.data).toEqual(expected.data);
        expect(read.error?.issues.map(({ path, message }) => ({ path, message }))).toEqual(
          expected.error?.issues.map(({ path, message }) => ({ path, message })),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
