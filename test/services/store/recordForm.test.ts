import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toBatchId } from "../../../services/store/hex.js";
import type { RecordEntity } from "../../../services/store/model.js";
import { recordForm } from "../../../services/store/recordForm.js";
import { address, at, digest, record, twinId } from "./model.fixture.js";

const number = fc.nat(1_000);
const provenance = fc.constantFrom(at(1), at(2), at(77));
const plain = { noNullPrototype: true };

/** Records that differ in every member that can be one thing or another. */
const records: fc.Arbitrary<RecordEntity> = fc
  .record({
    n: number,
    epoch: number,
    status: fc.constantFrom("active", "suspended", "retired"),
    statusReason: fc.string({ unit: "binary" }),
    subject: fc.constantFrom({ kind: "none" }, { kind: "twin", id: twinId(1) }),
    linkset: fc.dictionary(
      fc.webUrl(),
      fc.array(fc.record({ href: fc.string(), title: fc.string() }, plain)),
      plain,
    ),
    linksetValid: fc.boolean(),
    locked: fc.boolean(),
    registered: provenance,
    updated: provenance,
  })
  .map(({ n, ...change }) => record(n, change));

describe("a record's form in the database", () => {
  it("is read as the record that was written, frozen or not", () => {
    fc.assert(
      fc.property(records, fc.boolean(), (one, isFrozen) => {
        const given: RecordEntity = isFrozen ? { ...one, frozen: true } : one;
        expect(recordForm.decode(recordForm.encode(given))).toStrictEqual(given);
      }),
    );
  });

  it("is the same for a record that never was frozen and one that no longer is", () => {
    const one = record(1);
    expect(recordForm.encode({ ...one, frozen: undefined })).toBe(recordForm.encode(one));
  });

  it("is another where any member is another", () => {
    const one = record(1);
    const changes: readonly Partial<RecordEntity>[] = [
      { owner: address(2), epoch: one.epoch + 1 },
      { frozen: true },
      { digest: digest(2) },
      { member: { batch: toBatchId(digest(9)), index: "9" } },
      { updated: { ...one.updated, block: one.updated.block + 1 } },
      { updated: { ...one.updated, by: address(5) } },
    ];
    for (const change of changes) {
      expect(recordForm.encode({ ...one, ...change }), JSON.stringify(change)).not.toBe(
        recordForm.encode(one),
      );
    }
  });
});
