/** What the index says became of a delegation certificate. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toDigest } from "../../../services/ledger/hex.js";
import { namespaceId, schemeId } from "../../../services/ledger/ids.js";
import type { Address } from "../../../services/store/model.js";
import { LedgerFixture } from "../resolver/ledger.fixture.js";

const namespace = namespaceId(schemeId("gs1"), "9506000");
const one = toDigest(`0x${"11".repeat(32)}`);
const other = toDigest(`0x${"22".repeat(32)}`);

describe("a delegation certificate", () => {
  let ledger: LedgerFixture;
  let root: Address;
  beforeAll(async () => {
    ledger = await LedgerFixture.open();
    root = ledger.party("Root Office");
    ledger.schemes(root);
    ledger.namespace("gs1", "9506000", root);
  });
  afterAll(() => ledger?.close());

  const happened = (event: "CertificateUsed" | "CertificateCancelled", certificate: typeof one) =>
    ledger.happened({ event, contract: "namespaces", certificate, namespace, by: root });
  const statusOf = (certificate: typeof one) =>
    ledger.store.read((view) => view.certificate(certificate)?.status ?? null);

  it("stays used where it is cancelled afterwards: that undoes nothing", async () => {
    happened("CertificateUsed", one);
    await ledger.mine();
    expect(statusOf(one)).toBe("used");
    happened("CertificateCancelled", one);
    happened("CertificateCancelled", other);
    await ledger.mine();
    expect([statusOf(one), statusOf(other)]).toEqual(["used", "cancelled"]);
  });
});
