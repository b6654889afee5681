/** Paying for data by the command line, and taking what was paid: on a real chain, from a real resolver and a real data provider. */
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { allowUnits, issueUnits, quotaKeyWords } from "../../../services/ledger/actions/quotas.js";
import { grantRight } from "../../../services/ledger/actions/rights.js";
import { ledgerContracts } from "../../../services/ledger/contracts.js";
import { tokenWord, toQuotaId, toTwinId } from "../../../services/ledger/hex.js";
import { openGateway } from "../../../services/rights/gateway/index.js";
import type { QuotaId, TwinId } from "../../../services/store/model.js";
import type { Account } from "../../fixtures/ledger.js";
import { type ServedLedger, servedLedger } from "../conformance/server.fixture.js";
import { type Home, homeOf, missing } from "./cadastre.js";

describe.skipIf(missing)("data that costs units", () => {
  const content = '{"pump":4711}';
  let served: ServedLedger;
  let folder: string;
  let acme: Home;
  let partner: Home;
  let acmeAccount: Account;
  let partnerAccount: Account;
  let twin: TwinId;
  let quota: QuotaId;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    served = await servedLedger();
    folder = await mkdtemp(join(tmpdir(), "cadastre-metered-"));
    const { ledger, resolver } = served;
    acmeAccount = await ledger.party(1, "Acme Pumps");
    partnerAccount = await ledger.party(2, "Partner");
    acme = await homeOf(ledger, 1, resolver.url);
    partner = await homeOf(ledger, 2, resolver.url);
    await writeFile(join(folder, "pump.json"), content);
    const minted = await acme.run("twin", "mint", join(folder, "pump.json"), "--json");
    twin = toTwinId(z.looseObject({ twin: z.string() }).parse(minted.json()).twin);
    const asset = { kind: "twin", id: twin } as const;
    const { deployment, provider } = ledger;
    const key = { asset, survivesSale: false, scope: "", unit: "call", until: 0, terms: null };
    await ledger.send(
      acmeAccount,
      grantRight(
        deployment,
        {
          ...{ asset, scope: "", grantee: { kind: "party", party: partnerAccount.address } },
          ...{ terms: null, survivesSale: false, parent: null },
        },
        { actions: ["read"], from: 0, until: 0 },
      ),
    );
    await ledger.send(acmeAccount, issueUnits(deployment, key, partnerAccount.address, 9n));
    const { quotas } = ledgerContracts(deployment, provider);
    quota = toQuotaId(tokenWord(await quotas.quotaId(quotaKeyWords(key))));
    await allow(3n);
    await startProvider(asset);
  }, 60_000);
  afterAll(async () => {
    server?.closeAllConnections();
    server?.close();
    for (const home of [acme, partner]) await home?.remove();
    await served?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const book = () => join(folder, "book");

  async function allow(amount: bigint): Promise<void> {
    const { deployment } = served.ledger;
    const of = { holder: partnerAccount.address, spender: acmeAccount.address, amount };
    await served.ledger.send(partnerAccount, allowUnits(deployment, quota, of));
    await served.caughtUp();
  }

  async function startProvider(asset: { kind: "twin"; id: TwinId }): Promise<void> {
    const app = express();
    server = createServer(app);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    // A server on a TCP port has an address of that form.
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const usage = { host: acmeAccount.address, book: book() };
    const gateway = openGateway({ resolver: served.resolver.url, audience: url, usage });
    const price = { quota, units: 1n };
    app.get("/pump.json", gateway.requires({ asset, scope: "", action: "read", price }), (_req, res) => {
      res.type("application/octet-stream").send(content);
    });
  }

  const get = (...words: string[]) => {
    const to = ["--url", `${url}/pump.json`, "--out", join(folder, "got.json"), "--force", "--json"];
    return partner.run("data", "get", `twin:${twin}`, ...to, ...words);
  };
  const settledSchema = z.object({
    settled: z.tuple([
      z.looseObject({
        ...{ total: z.string(), before: z.string(), taken: z.string(), short: z.string() },
        evidence: z.string().nullable(),
      }),
    ]),
  });
  async function settle(...words: string[]) {
    const ended = await acme.run("quota", "settle", book(), "--json", ...words);
    expect(ended.code, ended.stderr + ended.stdout).toBe(0);
    return settledSchema.parse(ended.json()).settled[0];
  }
  async function consumed(): Promise<bigint> {
    const { quotas } = ledgerContracts(served.ledger.deployment, served.ledger.provider);
    return (await quotas.quotaOf(quota)).consumed;
  }

  it("says what it costs, and nothing is signed beyond what its user named", async () => {
    const unpaid = await get();
    expect(unpaid.code).toBe(4);
    expect(unpaid.json()).toMatchObject({
      error: {
        code: "CLI_PROVIDER_REFUSED",
        hint: expect.stringContaining(`cadastre quota allow ${quota} --to ${acmeAccount.address}`),
      },
    });
    const another = await get("--quota", tokenWord(7n));
    expect(another.json()).toMatchObject({ error: { hint: expect.stringContaining("Nothing was signed") } });
  });

  it("is paid with a signature and no transaction, and taken in one for all uses", async () => {
    expect((await get("--quota", quota)).json()).toMatchObject({ used: "1" });
    expect((await get("--quota", quota)).json()).toMatchObject({ used: "2" });
    expect(await consumed()).toBe(0n);
    const planned = { total: "2", before: "0", taken: "2", short: "0" };
    expect(await settle("--dry-run")).toMatchObject(planned);
    expect(await consumed()).toBe(0n);
    const settled = await settle();
    expect(settled).toMatchObject(planned);
    expect(await consumed()).toBe(2n);
    const evidence = await readFile(join(book(), "settled", `${settled.evidence}.json`));
    expect(`0x${createHash("sha256").update(evidence).digest("hex")}`).toBe(settled.evidence);
    expect(await settle()).toMatchObject({ before: "2", taken: "0", evidence: null });
    expect(await consumed()).toBe(2n);
  });

  it("is not taken twice by one who is killed between sending and knowing", async () => {
    await served.caughtUp();
    expect((await get("--quota", quota)).json()).toMatchObject({ used: "3" });
    const { provider } = served.ledger;
    await provider.send("evm_setAutomine", [false]);
    const { child, ended } = acme.start(["quota", "settle", book()]);
    const lastLine = async () => (await readFile(journal(), "utf8")).trimEnd().split("\n").at(-1);
    await vi.waitFor(async () => expect(await lastLine()).toContain('"sending"'), 20_000);
    const second = await acme.run("quota", "settle", book(), "--json");
    expect(second.code).toBe(4);
    expect(second.json()).toMatchObject({
      error: { code: "CLI_BUSY", message: expect.stringContaining(`process ${child.pid} on`) },
    });
    child.kill("SIGKILL");
    await ended;
    await provider.send("evm_setAutomine", [true]);
    await provider.send("evm_mine", []);
    expect(await settle()).toMatchObject({ total: "3", before: "3", taken: "0" });
    expect(await consumed()).toBe(3n);
  });

  it("is denied once the host may take no more", async () => {
    await served.caughtUp();
    const { code, json } = await get("--quota", quota);
    expect(code).toBe(4);
    expect(json()).toMatchObject({ error: { details: { reason: "quota-not-allowed" } } });
    await allow(9n);
    expect((await get("--quota", quota)).json()).toMatchObject({ used: "4" });
  });

  it("stays due where the ledger refuses it, which is told with the reason", async () => {
    const withdrawn = await acme.run("twin", "withdraw", `${twin}`, "--yes");
    expect(withdrawn.code, withdrawn.stderr).toBe(0);
    for (const words of [["--dry-run"], []]) {
      const ended = await acme.run("quota", "settle", book(), "--json", ...words);
      expect(ended.code, ended.stdout).toBe(6);
      expect(settledSchema.parse(ended.json()).settled).toMatchObject([
        { total: "4", before: "3", taken: "0", short: "1", problem: { code: "LEDGER_REVERTED" } },
      ]);
    }
    expect(await consumed()).toBe(3n);
    const nowhere = await acme.run("quota", "settle", join(folder, "nowhere"), "--json");
    expect([nowhere.code, nowhere.json()]).toMatchObject([3, { error: { code: "CLI_NOT_FOUND" } }]);
    await expect(stat(join(folder, "nowhere"))).rejects.toThrow();
  });

  const journal = () => join(book(), "transactions.ndjson");
});
