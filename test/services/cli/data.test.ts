/** Data by the command line: from the question to the file, from a real resolver and a real data provider. */
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGateway } from "../../../services/rights/gateway/index.js";
import { toTwinId } from "../../../services/store/hex.js";
import type { TwinId } from "../../../services/store/model.js";
import type { Account } from "../../fixtures/ledger.js";
import { type ServedLedger, servedLedger } from "../conformance/server.fixture.js";
import { type Ended, type Home, homeOf, missing } from "./cadastre.js";

describe.skipIf(missing)("data on the command line", () => {
  const content = '{"pump":4711}';
  const telemetry = "t,bar\n0,1.2\n";
  let served: ServedLedger;
  let folder: string;
  let provider: { readonly url: string; close(): Promise<void> };
  let acme: Home;
  let partner: Home;
  let stranger: Home;
  let partnerAccount: Account;
  let twin: TwinId;
  /** What the provider sends at each path. */
  const sent = new Map<string, string>();

  beforeAll(async () => {
    served = await servedLedger();
    folder = await mkdtemp(join(tmpdir(), "cadastre-data-"));
    const { ledger, resolver } = served;
    await ledger.party(1, "Acme Pumps");
    partnerAccount = await ledger.party(2, "Partner");
    await ledger.party(3, "Stranger");
    [acme, partner, stranger] = [
      await homeOf(ledger, 1, resolver.url),
      await homeOf(ledger, 2, resolver.url),
      await homeOf(ledger, 3, resolver.url),
    ];
    await writeFile(file("pump.json"), content);
    await writeFile(file("telemetry.csv"), telemetry);
    const minted = await done(acme.run("twin", "mint", file("pump.json"), "--json"));
    twin = toTwinId(
      /0x[0-9a-f]{64}/.exec(/"twin": "0x[0-9a-f]{64}"/.exec(minted.stdout)?.[0] ?? "")?.[0] ?? "",
    );
    const to = ["--asset", `twin:${twin}`, "--to", partnerAccount.address, "--action", "read"];
    await done(acme.run("right", "grant", ...to));
    await done(acme.run("evidence", "anchor", file("telemetry.csv")));
    await served.caughtUp();
    provider = await startProvider();
  }, 60_000);
  afterAll(async () => {
    await provider?.close();
    for (const home of [acme, partner, stranger]) await home?.remove();
    await served?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const file = (name: string) => join(folder, name);
  async function done(ended: Promise<Ended>): Promise<Ended> {
    const result = await ended;
    expect(result.code, result.stderr + result.stdout).toBe(0);
    return result;
  }

  async function startProvider() {
    const app = express();
    const server = await new Promise<ReturnType<typeof app.listen>>((resolve) => {
      const listening = app.listen(0, "127.0.0.1", () => resolve(listening));
    });
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const gateway = openGateway({ resolver: served.resolver.url, audience: url });
    const asset = { kind: "twin", id: twin } as const;
    const scopeOf = (path = "") => (path.startsWith("/telemetry") ? "telemetry" : "");
    app.put("/pump.json", gateway.requires({ asset, scope: "", action: "modify" }), (req, res) => {
      sent.set(req.path, Buffer.from(gateway.bodyOf(req)).toString());
      res.status(204).end();
    });
    app.use(
      gateway.requires((req) => ({ asset, scope: scopeOf(req.url), action: "read" })),
      (req, res) => void res.type("application/octet-stream").send(sent.get(req.path) ?? ""),
    );
    return {
      url,
      close: () =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    };
  }

  const get = (home: Home, path: string, ...words: string[]) =>
    home.run("data", "get", `twin:${twin}`, "--url", provider.url + path, "--out", file("got"), ...words);
  const explain = (home: Home, ...words: string[]) => home.run("right", "explain", `twin:${twin}`, ...words);

  it("is explained to its owner, grant by grant, and to a party of itself", async () => {
    const { stdout } = await done(explain(acme, "--subject", partnerAccount.address));
    expect(stdout).toMatch(/^allowed +A grant allows it\./);
    expect(stdout).toContain("decided by the ledger's own check");
    expect(stdout).toMatch(/Partner +read +A grant allows it\./);
    expect((await done(explain(partner, "--action", "modify", "--json"))).json()).toMatchObject({
      decision: { allowed: false, reason: "other-action" },
      asOf: { number: expect.any(Number) },
    });
    const nobody = await done(explain(stranger, "--subject", partnerAccount.address));
    expect(nobody.stdout).toMatch(/^not allowed +There is no right to it that can be told of\./);
  });

  it("comes into a file, once it is what the ledger says", async () => {
    sent.set("/pump.json", content);
    const digest = `0x${createHash("sha256").update(content).digest("hex")}`;
    const { json } = await done(get(partner, "/pump.json?v=1", "--json"));
    expect(json()).toMatchObject({ file: file("got"), bytes: content.length, digest });
    expect(await readFile(file("got"), "utf8")).toBe(content);
    const again = await get(partner, "/pump.json");
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("--force");
    await rm(file("got"));
  });

  it("of a data set is what the owner anchored", async () => {
    sent.set("/telemetry.csv", telemetry);
    const { stdout } = await done(get(partner, "/telemetry.csv", "--scope", "telemetry"));
    expect(stdout).toContain("anchored by the owner");
    await rm(file("got"));
    sent.set("/telemetry.csv", `${telemetry}1,1.3\n`);
    expect((await get(partner, "/telemetry.csv", "--scope", "telemetry")).code).toBe(9);
  });

  it("that is something else is told apart, and leaves nothing behind", async () => {
    sent.set("/pump.json", '{"pump":4712}');
    const { code, json } = await get(partner, "/pump.json", "--json");
    expect(code).toBe(9);
    expect(json()).toMatchObject({ error: { code: "CLI_CONTENT_MISMATCH" } });
    expect(await readdir(folder)).toEqual(["pump.json", "telemetry.csv"]);
  });

  it("is changed by who may modify it, and by nobody else", async () => {
    const put = (home: Home, ...words: string[]) =>
      home.run(
        "data",
        "put",
        `twin:${twin}`,
        file("pump.json"),
        "--url",
        `${provider.url}/pump.json`,
        ...words,
      );
    sent.set("/pump.json", "old");
    const refused = await put(partner, "--json");
    expect([refused.code, refused.json()]).toMatchObject([
      4,
      { error: { code: "CLI_NOT_AUTHORISED", details: { code: "RESOLVER_NOT_ALLOWED" } } },
    ]);
    expect(sent.get("/pump.json")).toBe("old");
    const digest = `0x${createHash("sha256").update(content).digest("hex")}`;
    const { json } = await done(put(acme, "--json"));
    expect(json()).toMatchObject({ bytes: content.length, digest, status: 204, grant: null });
    expect(sent.get("/pump.json")).toBe(content);
    // A right to read is none to write, whatever is asked for.
    const reading = await put(partner, "--action", "read", "--json");
    expect([reading.code, reading.json()]).toMatchObject([
      4,
      { error: { code: "CLI_PROVIDER_REFUSED", details: { code: "CAPABILITY_INSUFFICIENT" } } },
    ]);
    const missingFile = ["data", "put", `twin:${twin}`, file("none"), "--url", provider.url];
    const nothing = await acme.run(...missingFile);
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining("There is no file")]);
  });

  it("is for nobody without a right, and the provider is not even asked", async () => {
    const { code, json } = await get(stranger, "/pump.json", "--json");
    expect(code).toBe(4);
    expect(json()).toMatchObject({
      error: { code: "CLI_NOT_AUTHORISED", details: { code: "RESOLVER_NOT_ALLOWED" } },
    });
  });

  it("that the provider does not give is told with its reason", async () => {
    const { code, stderr } = await get(partner, "/pump.json", "--audience", "https://other.example");
    expect(code).toBe(4);
    expect(stderr).toContain("is not for http://127.0.0.1");
    const nowhere = await partner.run(
      "data",
      "get",
      `twin:${twin}`,
      "--url",
      "http://127.0.0.1:9/x",
      "--out",
      file("got"),
    );
    expect(nowhere.code).toBe(5);
  });
});
