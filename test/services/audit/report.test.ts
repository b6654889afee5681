/** Audit reports: what the index says of a period, and that not a byte of a signed one can be another. */
import { createHash, generateKeyPairSync } from "node:crypto";
import canonicalize from "canonicalize";
import { calculateJwkThumbprint } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signReport, verifyReport } from "../../../services/audit/document.js";
import { AuditError } from "../../../services/audit/errors.js";
import type { Report } from "../../../services/audit/report.js";
import { tokenWord } from "../../../services/ledger/hex.js";
import type { Address, RecordId } from "../../../services/store/model.js";
import { startResolver, type TestResolver } from "../resolver/http.fixture.js";
import { genesisTime, LedgerFixture } from "../resolver/ledger.fixture.js";

describe("an audit report", () => {
  let ledger: LedgerFixture;
  let resolver: TestResolver;
  let maker: Address;
  let buyer: Address;
  let record: RecordId;
  const timeOf = (block: number) => genesisTime + block;
  const ask = (query = "") => resolver.get(`/v1/audit/record/${record}${query}`);
  const text = async (query = "") => await (await ask(query)).text();
  const report = async (query = ""): Promise<Report> => (await verifyReport(await text(query))).report;

  beforeAll(async () => {
    ledger = await LedgerFixture.open();
    const root = ledger.party("Root");
    maker = ledger.party("Maker");
    buyer = ledger.party("Buyer <b>&</b> Co");
    ledger.schemes(root);
    ledger.namespace("gs1", "9506000", maker);
    await ledger.mine();
    record = ledger.register("01/09506000134352", { owner: maker, prefix: "9506000" });
    await ledger.mine();
    ledger.grant("record", record, { grantor: maker, grantee: buyer, until: timeOf(3) });
    await ledger.mine();
    ledger.happened({
      event: "Transfer",
      contract: "identifiers",
      from: maker,
      to: buyer,
      tokenId: BigInt(record),
    });
    await ledger.mine();
    ledger.grant("record", record, { grantor: buyer, grantee: maker, epoch: 2 });
    await ledger.mine();
    expect(tokenWord(BigInt(record))).toBe(record);
    resolver = await startResolver(ledger.store);
  });
  afterAll(async () => {
    await resolver?.close();
    await ledger?.close();
  });

  it("names who held the thing one after the other, each with block and transaction", async () => {
    const { owners, changes, asOf, subject } = await report();
    expect(subject).toEqual({ kind: "record", id: record });
    expect(owners.map(({ owner, since, until }) => [owner, since.number, until?.number ?? null])).toEqual([
      [maker, 2, 4],
      [buyer, 4, null],
    ]);
    expect(owners.every(({ transactions }) => transactions.length > 0)).toBe(true);
    expect(changes.map(({ block }) => block.number)).toEqual([2, 4]);
    expect(changes[1]?.fields.map(({ field }) => field)).toEqual(["owner", "epoch"]);
    expect(asOf.number).toBe(5);
  });

  it("has of a period what held in it, and nothing of later", async () => {
    const early = await report(`?from=${timeOf(1)}&to=${timeOf(3)}`);
    expect(early.owners.map(({ owner, until }) => [owner, until])).toEqual([[maker, null]]);
    expect(early.rights).toHaveLength(1);
    expect(early.asOf.number).toBe(3);
    const late = await report(`?from=${timeOf(5)}`);
    expect(late.owners.map(({ owner }) => owner)).toEqual([buyer]);
    expect(late.changes).toEqual([]);
    expect(late.rights.map(({ grantor }) => grantor)).toEqual([buyer]);
  });

  it("says why there is no proof where none can be made", async () => {
    const { proof, unproven } = await report();
    expect(proof).toBeNull();
    expect(unproven).toMatch(/\w/);
  });

  it("cannot have one byte changed", async () => {
    const whole = Buffer.from(await text());
    let refused = 0;
    for (let place = 0; place < whole.length; place++) {
      const changed = Buffer.from(whole);
      // Another bit at each place, so that all eight are tried.
      changed.writeUInt8(changed.readUInt8(place) ^ (1 << (place % 8)), place);
      await expect(verifyReport(changed.toString("latin1")), `byte ${place}`).rejects.toBeInstanceOf(
        AuditError,
      );
      refused += 1;
    }
    expect(refused).toBe(whole.length);
    expect(whole.length).toBeGreaterThan(3_000);
  });

  it("cannot have a part left out, doubled, added or put elsewhere", async () => {
    const whole: Record<string, unknown> & { report: Record<string, unknown> } = JSON.parse(await text());
    const tampered: unknown[] = [];
    for (const part of Object.keys(whole)) tampered.push({ ...whole, [part]: undefined });
    for (const part of Object.keys(whole.report)) {
      tampered.push({ ...whole, report: { ...whole.report, [part]: undefined } });
      const list = whole.report[part];
      if (!Array.isArray(list) || list.length === 0) continue;
      tampered.push({ ...whole, report: { ...whole.report, [part]: list.slice(1) } });
      tampered.push({ ...whole, report: { ...whole.report, [part]: [...list, list[0]] } });
      if (list.length > 1)
        tampered.push({ ...whole, report: { ...whole.report, [part]: list.toReversed() } });
    }
    tampered.push({ ...whole, more: 1 }, { ...whole, report: { ...whole.report, more: 1 } });
    tampered.push({
      ...whole,
      report: { ...whole.report, rights: whole.report.owners, owners: whole.report.rights },
    });
    const later: typeof whole = JSON.parse(await text(`?from=${timeOf(5)}`));
    tampered.push({ ...whole, report: later.report }, { ...whole, signature: later.signature });
    // Whoever changes a report can make its digest anew, but not its signature.
    for (const one of [...tampered]) {
      const { report: said, digest: had } = JSON.parse(JSON.stringify(one));
      if (had === undefined) continue;
      const digest = `0x${createHash("sha256")
        .update(canonicalize(said) ?? "")
        .digest("hex")}`;
      tampered.push({ ...JSON.parse(JSON.stringify(one)), digest });
    }
    let refused = 0;
    for (const one of tampered) {
      const spelled = canonicalize(JSON.parse(JSON.stringify(one))) ?? "";
      await expect(verifyReport(spelled), spelled.slice(0, 200)).rejects.toBeInstanceOf(AuditError);
      refused += 1;
    }
    expect(refused).toBeGreaterThan(60);
    await expect(verifyReport(JSON.stringify(whole, null, 1))).rejects.toBeInstanceOf(AuditError);
  });

  it("is signed by a key that is shown: another's is another key", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const kid = await calculateJwkThumbprint(publicKey.export({ format: "jwk" }));
    const { text: signed } = await signReport(await report(), { kid, privateKey });
    const own = await verifyReport(await text());
    expect((await verifyReport(signed)).kid).toBe(kid);
    expect(own.kid).not.toBe(kid);
    const keys: { keys: { kid: string }[] } = JSON.parse(
      await (await resolver.get("/.well-known/jwks.json")).text(),
    );
    expect(keys.keys.map((key) => key.kid)).toContain(own.kid);
  });

  it("is copied as a table and as a page, which name its digest and nothing that runs", async () => {
    const csv = await text("?format=csv");
    const page = await text("?format=html");
    expect(csv).toMatch(/^section,block,time,transaction,by,what,detail\r\n/);
    expect(csv).toMatch(/digest,0x[0-9a-f]{64}\r\n/);
    expect(page).toMatch(/<code>0x[0-9a-f]{64}<\/code>/);
    expect(page).toMatch(/Verification code: <strong>[0-9A-F]{4}(?:-[0-9A-F]{4}){3}<\/strong>/);
    expect(page).not.toMatch(/<script|<b>/);
  });

  it("refuses what there is not, and periods that are none", async () => {
    expect((await resolver.get(`/v1/audit/twin/${record}`)).status).toBe(404);
    expect((await ask(`?to=${timeOf(1)}`)).status).toBe(404);
    expect((await ask(`?from=${timeOf(4)}&to=${timeOf(2)}`)).status).toBe(400);
    expect((await ask("?format=pdf")).status).toBe(400);
    expect((await resolver.get("/v1/audit/thing/0x1")).status).toBe(400);
  });
});
