/** Data that costs units, over HTTP: what a host takes for a use, and what it does not. */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { toDigest, tokenWord, toTermsId, zeroAddress, zeroWord } from "../../../../services/ledger/hex.js";
import { scopeId } from "../../../../services/ledger/ids.js";
import type { CapabilityAnswer } from "../../../../services/resolver/capabilities/schema.js";
import { decisionsSchema } from "../../../../services/resolver/decisions/schema.js";
import { UsageBook } from "../../../../services/rights/metering/book.js";
import {
  encodeTotal,
  signTotal,
  type UsageStatement,
} from "../../../../services/rights/metering/statement.js";
import { toAddress, toQuotaId } from "../../../../services/store/hex.js";
import type { Address, Asset, QuotaId, TwinId } from "../../../../services/store/model.js";
import { postAs, type Signer, signerOf } from "../../resolver/decisions/deciding.fixture.js";
import { accessTo, sharedAccess, startResolver, type TestResolver } from "../../resolver/http.fixture.js";
import { LedgerFixture } from "../../resolver/ledger.fixture.js";
import { capabilityOf, longOpenGateway, proofOf } from "../gateway/gateway.fixture.js";

const quotaNumber = 5n;
const quota = toQuotaId(tokenWord(quotaNumber));
const host = toAddress(`0x${"70".repeat(20)}`);
const unit = `0x63616c6c${"0".repeat(56)}` as const;
const until = 2_000_000_000;

let ledger: LedgerFixture;
let resolver: TestResolver;
let provider: { readonly url: string; readonly server: Server };
let folder: string;
let owner: Signer;
let partner: Signer;
let twin: TwinId;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cadastre-usage-"));
  ledger = await LedgerFixture.open();
  owner = signerOf(ledger, "Owner", 1);
  partner = signerOf(ledger, "Partner", 2);
  twin = ledger.twin("Motor", owner.party);
  ledger.grant("twin", twin, { grantor: owner.party, grantee: partner.party });
  opened(quotaNumber, "");
  moved(owner.party, zeroAddress, partner.party, 10n);
  allowed(6n);
  await ledger.mine();
  resolver = await startResolver(ledger.store, {
    access: await accessTo("http://127.0.0.1:9", sharedAccess()),
  });
  provider = await startProvider();
});
afterEach(async () => {
  await stop(provider.server);
  await resolver.close();
  await ledger.close();
  await rm(folder, { recursive: true, force: true });
});

const asset = (): Asset => ({ kind: "twin", id: twin });

function opened(number: bigint, scopeName: string): void {
  const key = { assetKind: 1, asset: twin, survivesSale: false, scope: scopeId(scopeName), unit, until };
  ledger.happened({
    ...{ event: "QuotaOpened", contract: "quotas", quota: number, asset: twin, assetEpoch: 1, scopeName },
    ...{ key: { ...key, terms: toTermsId(zeroWord) }, by: owner.party },
  });
}
function moved(caller: Address, sender: Address, receiver: Address, amount: bigint): void {
  const units = { sender, receiver, id: quotaNumber, amount };
  ledger.happened({ event: "UnitsMoved", contract: "quotas", caller, ...units });
}
const allowed = (amount: bigint) =>
  ledger.happened({
    ...{ event: "AllowanceSet", contract: "quotas", owner: partner.party, spender: host },
    ...{ id: quotaNumber, amount },
  });
/** The host takes units on the ledger. */
function settled(amount: bigint): void {
  moved(host, partner.party, zeroAddress, amount);
  ledger.happened({
    ...{ event: "QuotaConsumed", contract: "quotas", quota: quotaNumber, holder: partner.party },
    ...{ amount, evidence: toDigest(`0x${"33".repeat(32)}`), by: host },
  });
}

async function startProvider() {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  // A server on a TCP port has an address of that form.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const gateway = longOpenGateway({ resolver: resolver.url, audience: url, usage: { host, book: folder } });
  app.get(
    "/data",
    gateway.requires((req) => ({
      asset: asset(),
      scope: "",
      action: "read",
      price: { quota, units: req.url?.includes("dear") ? 3n : 1n },
    })),
    (req, res) => {
      res.json({ total: gateway.statementOf(req)?.total.toString() ?? null });
    },
  );
  return { url, server };
}

const stop = (server: Server) =>
  new Promise<void>((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });

const meter = (units = "1") => ({ quota, host, units });
const capability = (signer = partner, change: Record<string, unknown> = { meter: meter() }) =>
  capabilityOf(resolver.url, signer, { asset: asset(), action: "read", audience: provider.url, ...change });

const answerSchema = z.looseObject({
  code: z.string().optional(),
  total: z.string().nullable().optional(),
  last: z.looseObject({ total: z.string() }).nullable().optional(),
});

async function fetchData(
  { token }: CapabilityAnswer,
  usage: string | null,
  { signer = partner, path = "/data" } = {},
) {
  const proof = await proofOf(provider.url, path, signer, Math.floor(Date.now() / 1000));
  const response = await fetch(provider.url + path, {
    headers: {
      authorization: `Bearer ${token}`,
      "cadastre-proof": proof,
      ...(usage === null ? {} : { "cadastre-usage": usage }),
    },
  });
  return { status: response.status, ...answerSchema.parse(await response.json()) };
}

const statement = (total: bigint, change: Partial<UsageStatement> = {}): UsageStatement => ({
  chainId: 31337,
  registry: ledger.store.read((view) => view.fingerprint()?.contracts.quotas) ?? zeroAddress,
  quota,
  holder: partner.party,
  host,
  total,
  ...change,
});
const signed = async (total: bigint, change: Partial<UsageStatement> = {}, signer = partner) =>
  encodeTotal(await signTotal(statement(total, change), signer.wallet));

/** Pays for a use with a total. */
const use = async (total: bigint, path = "/data") =>
  fetchData(await capability(), await signed(total), { path });

describe("a use that costs units", () => {
  it("is served once its holder has signed for it and all before it", async () => {
    expect(await fetchData(await capability(partner, {}), null)).toMatchObject({
      ...{ status: 402, code: "USAGE_UNMETERED", quota, host, units: "1", last: null },
    });
    expect(await fetchData(await capability(), null)).toMatchObject({ status: 402, code: "USAGE_UNSTATED" });
    expect(await use(1n)).toEqual({ status: 200, total: "1" });
    expect(await use(2n)).toEqual({ status: 200, total: "2" });
    expect(await use(5n, "/data?dear")).toEqual({ status: 200, total: "5" });
  });

  it("is not served for a statement that was used, nor for one that is ahead or behind", async () => {
    await use(1n);
    const again = await use(1n);
    expect(again).toMatchObject({ status: 402, code: "USAGE_OUT_OF_STEP", last: { total: "1" } });
    for (const total of [3n, 4n]) expect(await use(total)).toMatchObject({ code: "USAGE_OUT_OF_STEP" });
    expect(await use(2n)).toMatchObject({ status: 200 });
  });

  it("is served to one of two that come with the same statement at once", async () => {
    const both = await Promise.all([use(1n), use(1n)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 402]);
  });

  it("is counted over a restart of the host, and from the ledger on where its book is lost", async () => {
    await use(1n);
    await stop(provider.server);
    provider = await startProvider();
    expect(await use(1n)).toMatchObject({ code: "USAGE_OUT_OF_STEP", last: { total: "1" } });
    await use(2n);
    settled(2n);
    await ledger.mine();
    await rm(folder, { recursive: true, force: true });
    for (const total of [1n, 2n]) expect(await use(total)).toMatchObject({ code: "USAGE_OUT_OF_STEP" });
    expect(await use(3n)).toMatchObject({ status: 200 });
  });

  it("is served as far as the holder lets the host, whenever that settles", async () => {
    for (const total of [1n, 2n, 3n, 4n]) await use(total);
    settled(4n);
    await ledger.mine();
    expect((await capability()).decision.meter).toMatchObject({ settled: "4", left: "2" });
    for (const total of [5n, 6n]) expect(await use(total)).toMatchObject({ status: 200 });
    expect(await use(7n)).toMatchObject({ status: 402, code: "USAGE_EXHAUSTED", last: { total: "6" } });
    settled(2n);
    await ledger.mine();
    await expect(capability()).rejects.toThrow("quota-not-allowed");
    allowed(9n);
    await ledger.mine();
    expect(await use(7n)).toMatchObject({ status: 200 });
  });

  it("is not paid by a statement of another key, holder, host, quota, contract or chain", async () => {
    const answers = await Promise.all([
      signed(1n, {}, owner),
      signed(1n, { holder: owner.party }),
      signed(1n, { host: owner.party }),
      signed(1n, { quota: toQuotaId(tokenWord(6n)) }),
      signed(1n, { registry: host }),
      signed(1n, { chainId: 1 }),
      ...["total=1", "total=01; signature=0x00", `total=${2n ** 128n}; signature=0x${"1".repeat(130)}`],
    ]);
    for (const usage of answers)
      expect(await fetchData(await capability(), usage)).toMatchObject({
        status: 402,
        code: "USAGE_UNSTATED",
      });
    expect(await new UsageBook(folder, host).last({ quota, holder: partner.party })).toBeNull();
  });

  it("is free for the asset's owner", async () => {
    const mine = await capability(owner, {});
    expect(await fetchData(mine, null, { signer: owner })).toEqual({ status: 200, total: null });
  });

  it("never comes to more than was signed or let, in whatever order totals come", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.bigInt({ min: 1n, max: 9n }), { maxLength: 8 }), async (totals) => {
        await rm(folder, { recursive: true, force: true });
        const answer = await capability();
        let expected = 0n;
        for (const total of totals) {
          const isNext = total === expected + 1n && total <= 6n;
          expect((await fetchData(answer, await signed(total))).status).toBe(isNext ? 200 : 402);
          if (isNext) expected = total;
        }
        const last = await new UsageBook(folder, host).last({ quota, holder: partner.party });
        expect(last?.total ?? 0n).toBe(expected);
      }),
      { numRuns: 10 },
    );
  });
});

describe("a decision on a metered use", () => {
  async function reason(change: Record<string, unknown>, signer = partner): Promise<string> {
    const questions = [{ asset: asset(), action: "read", ...change }];
    const response = await postAs(resolver.url, "/v1/decisions", signer, { questions });
    return decisionsSchema.parse(await response.json()).decisions[0]?.reason ?? "";
  }
  const asked = (change: Partial<{ quota: QuotaId; host: Address; units: string }> = {}, signer = partner) =>
    reason({ meter: { ...meter(), ...change } }, signer);

  it("is that of the grant where there are units, and of the units where there are not", async () => {
    expect(await asked()).toBe("granted");
    expect(await asked({ units: "6" })).toBe("granted");
    expect(await asked({ units: "7" })).toBe("quota-not-allowed");
    expect(await asked({ units: "11" })).toBe("quota-exhausted");
    expect(await asked({ host: owner.party })).toBe("quota-not-allowed");
    expect(await asked({ quota: toQuotaId(tokenWord(6n)) })).toBe("quota-of-others");
    expect(await asked({}, owner)).toBe("owner");
    expect(await reason({ action: "modify", meter: meter() })).toBe("other-action");
  });

  it("takes units of a data set for that data set alone", async () => {
    opened(6n, "telemetry");
    await ledger.mine();
    const of = { meter: { ...meter(), quota: toQuotaId(tokenWord(6n)) } };
    expect(await reason({ ...of, scope: "telemetry" })).toBe("quota-exhausted");
    expect(await reason({ ...of, scope: "cad" })).toBe("quota-of-others");
    expect(await reason(of)).toBe("quota-of-others");
  });

  it("knows no allowance of a former key, nor units of a former holding", async () => {
    ledger.controlTo(partner.party, toAddress(`0x${"71".repeat(20)}`));
    ledger.controlTo(partner.party, toAddress(partner.wallet.address));
    await ledger.mine();
    expect(await asked()).toBe("quota-not-allowed");
    allowed(6n);
    ledger.transfer("twins", twin, owner.party, partner.party);
    ledger.transfer("twins", twin, partner.party, owner.party);
    ledger.grant("twin", twin, { grantor: owner.party, grantee: partner.party, epoch: 3 });
    await ledger.mine();
    expect(await asked()).toBe("quota-over");
  });
});
