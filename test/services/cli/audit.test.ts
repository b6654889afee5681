/** What auditors and receivers of events do on the command line, on a real chain. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { webStem } from "../../../services/identifiers/did/web.js";
import { createGroup } from "../../../services/ledger/actions/groups.js";
import { delegateNamespace } from "../../../services/ledger/actions/namespaces.js";
import { transferToken } from "../../../services/ledger/actions/tokens.js";
import { namespaceId, schemeId } from "../../../services/ledger/ids.js";
import { makeKey } from "../../../services/resolver/auth/keyFile.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { type RunningResolver, startResolver } from "../../fixtures/programs.js";
import { type Home, homeOf, missing } from "./cadastre.js";

const verdictSchema = z.looseObject({
  kid: z.string(),
  digest: z.string(),
  proven: z.boolean(),
  confirmed: z.array(z.string()),
  unconfirmed: z.array(z.string()),
  asOf: z.looseObject({ number: z.number(), hash: z.string() }),
});
const statisticsSchema = z.looseObject({
  periods: z.array(z.looseObject({ ledger: z.record(z.string(), z.unknown()), resolutions: z.unknown() })),
  whole: z.looseObject({ ledger: z.record(z.string(), z.unknown()) }),
});
const madeSchema = z.looseObject({ webhook: z.looseObject({ id: z.string() }), secret: z.string() });
const deliveriesSchema = z.looseObject({
  items: z.array(z.looseObject({ number: z.number(), state: z.string(), message: z.string() })),
});

describe.skipIf(missing !== null)("on a ledger with a resolver", () => {
  let ledger: DeployedLedger;
  let folder: string;
  let resolver: RunningResolver;
  let home: Home;
  let acme: Account;

  beforeAll(async () => {
    ledger = await deployedLedger();
    folder = await mkdtemp(join(tmpdir(), "cadastre-audit-"));
    acme = await ledger.party(1, "Acme Pumps");
    const key = join(folder, "session.pem");
    await writeFile(key, makeKey(), { mode: 0o600 });
    resolver = await startResolver({
      rpcUrl: ledger.anvil.rpcUrl,
      deployment: ledger.deploymentFile,
      store: join(folder, "index"),
      env: {
        CADASTRE_WEBHOOKS: join(folder, "webhooks"),
        CADASTRE_WEBHOOK_TARGETS: "any",
        CADASTRE_SESSION_KEY_FILE: key,
      },
    });
    home = await homeOf(ledger, 1, resolver.url);
    await resolver.caughtUp(await ledger.provider.getBlockNumber());
  });
  afterAll(async () => {
    await resolver?.stop();
    await home?.remove();
    await ledger?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it("cadastre credential has a prefix certified, and sees that it was sold since", async () => {
    const { deployment, root, provider } = ledger;
    const prefix = { scheme: "gs1", prefix: "9506000" };
    await ledger.send(root, delegateNamespace(deployment, prefix, 0, acme.address));
    await resolver.caughtUp(await provider.getBlockNumber());
    const [file, document] = [join(folder, "prefix.jwt"), join(folder, "did.json")];
    const issue = ["credential", "issue", "ownership", "namespace:gs1:9506000"];
    expect((await home.run(...issue, "--out", file)).code).toBe(0);
    const held = await home.run("credential", "verify", file, "--json");
    expect(held.json()).toMatchObject({
      verdict: "genuine, and holds",
      status: { holds: true },
      credential: {
        credentialSubject: { id: `did:ethr:0x7a69:${acme.address}`, owns: { prefix: "9506000" } },
      },
    });

    const token = await readFile(file, "utf8");
    const [header, claims = "", mark] = token.split(".");
    const said = Buffer.from(claims, "base64url").toString();
    const changed = Buffer.from(said.replace("9506000", "9506001")).toString("base64url");
    await writeFile(join(folder, "changed.jwt"), [header, changed, mark].join("."));
    expect((await home.run("credential", "verify", join(folder, "changed.jwt"))).code).toBe(10);
    expect((await home.run("credential", "verify", file, "--issuer", "did:web:another.example")).code).toBe(
      5,
    );

    const other = await ledger.party(3, "Buyer");
    const token9506 = { kind: "namespace", id: namespaceId(schemeId("gs1"), "9506000") } as const;
    await ledger.send(acme, transferToken(deployment, token9506, acme.address, other.address));
    await resolver.caughtUp(await provider.getBlockNumber());
    const sold = await home.run("credential", "verify", file, "--json");
    expect([sold.code, sold.json()]).toMatchObject([9, { error: { code: "CREDENTIAL_ENDED" } }]);

    await writeFile(document, await (await fetch(`${resolver.url}/.well-known/did.json`)).text());
    const offline = ["--offline", "--did-document", document, "--issuer", webStem(resolver.url)];
    const genuine = await home.run(...["credential", "verify", file, "--json"], ...offline);
    expect([genuine.code, genuine.json()]).toMatchObject([0, { verdict: "genuine", status: null }]);
    expect((await home.run("credential", "verify", file, "--offline")).code).toBe(2);
    expect((await home.run("credential", "issue", "right", "namespace:gs1:9506000")).code).toBe(2);
  });

  it("cadastre stats shows what was done, by day", async () => {
    const shown = await home.run("stats", "--json");
    const { periods, whole } = statisticsSchema.parse(shown.json());
    expect(shown.code).toBe(0);
    expect(periods).toHaveLength(30);
    expect(periods.reduce((sum, { ledger }) => sum + Number(ledger.parties), 0)).toBe(whole.ledger.parties);
    expect(Number(whole.ledger.parties)).toBeGreaterThan(0);
    expect(periods.at(-1)?.resolutions).not.toBe(null);
    const text = await home.run("stats");
    expect(text.stdout).toMatch(/^parties +·*[▁-█]+·* +\d+ +\d+$/m);
    const table = await home.run("stats", "--csv", "--by", "month");
    expect(table.stdout.split("\r\n")).toHaveLength(14);
    expect((await home.run("stats", "--from", "2026-13-01")).code).not.toBe(0);
    expect((await home.run("stats", "--scheme", "gs1", "--namespace", "gs1:9506000")).code).toBe(2);
  });

  it("cadastre audit makes a report that verifies from the file and a block's hash alone", async () => {
    const file = join(folder, "report.json");
    const party = `party:${acme.address}`;
    expect((await home.run("audit", party, "--from", "2020-01-01", "--out", file)).code).toBe(0);
    const verified = await home.run("audit", "verify", file, "--json");
    expect(verified.code).toBe(0);
    const { kid, asOf, ...word } = verdictSchema.parse(verified.json());
    expect(word).toMatchObject({ proven: false, confirmed: [] });
    expect(word.unconfirmed).toEqual(expect.arrayContaining(["state.controller", "state.name", "owners"]));
    const nowhere = ["--resolver-url", "http://127.0.0.1:9", "--rpc-url", "http://127.0.0.1:9"];
    const proven = await home.run(
      ...["audit", "verify", file, "--key", kid, "--block-hash", asOf.hash, "--json"],
      ...nowhere,
    );
    const shown = verdictSchema.parse(proven.json());
    expect(shown).toMatchObject({ proven: true, kid });
    expect(shown.confirmed).toEqual(
      ["identity", "kind", "controller", "frozen"].map((one) => `state.${one}`),
    );
    expect(shown.unconfirmed).toEqual(expect.arrayContaining(["state.name", "state.registered", "owners"]));
    const told = await home.run("audit", "verify", file, "--block-hash", asOf.hash, ...nowhere);
    expect(told.stdout).toMatch(/^proven +state\.identity, state\.kind, state\.controller, state\.frozen$/m);
    expect(told.stdout).toMatch(/^word alone +.*state\.name, .*owners/m);

    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("Acme Pumps", "Acme Bumps"));
    expect((await home.run("audit", "verify", file)).code).toBe(10);
    await writeFile(file, text);
    expect((await home.run("audit", "verify", file, "--key", "another")).code).toBe(10);
    expect((await home.run("audit", "verify", file, "--block-hash", `0x${"1".repeat(64)}`)).code).toBe(10);
    expect((await home.run("audit", party, "--format", "csv")).stdout).toContain("\r\nowners,");
    expect((await home.run("audit", `twin:0x${"1".repeat(64)}`)).code).not.toBe(0);
  });

  it("cadastre audit --signed takes along what the access log has for the party that asks", async () => {
    const file = join(folder, "signed.json");
    const party = `party:${acme.address}`;
    expect((await home.run("audit", party, "--signed", "--out", file)).code).toBe(0);
    const verified = await home.run("audit", "verify", file, "--json");
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.json()).toMatchObject({ accessLog: { party: acme.address, entries: 0, bundle: null } });
  });

  it("cadastre webhook has events sent, shows what became of them, and ends it", async () => {
    const received: string[] = [];
    const server = createServer((req, res) => {
      received.push(String(req.headers["webhook-id"]));
      req.resume();
      res.writeHead(received.length === 1 ? 422 : 204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
    const add = () => home.run("webhook", "add", url, "--event", "GroupCreated", "--json");
    const { webhook, secret } = madeSchema.parse((await add()).json());
    expect(secret).toMatch(/^whsec_/);
    await ledger.send(acme, createGroup(ledger.deployment, acme.address, "Partners"));
    const shown = async () =>
      deliveriesSchema.parse((await home.run("webhook", "deliveries", webhook.id, "--json")).json()).items;
    await expect.poll(async () => (await shown())[0]?.state, { timeout: 40_000 }).toBe("delivered");
    expect(received[1]).toBe(received[0]);
    expect((await home.run("webhook", "redeliver", webhook.id, "0")).stdout).toContain("delivered");
    expect(received).toHaveLength(3);
    expect((await home.run("webhook", "list")).stdout).toContain(url);
    expect((await home.run("webhook", "list")).stdout).not.toContain(secret);
    for (const words of [
      ["remove", "../sessions"],
      ["deliveries", ""],
      ["deliveries", webhook.id, "--before", "last"],
      ["redeliver", webhook.id, "0?x"],
    ])
      expect(await home.run("webhook", ...words)).toMatchObject({ code: 2 });
    expect((await home.run("webhook", "remove", webhook.id)).code).toBe(0);
    expect((await home.run("webhook", "list")).stdout).toContain("There are none");
    expect((await home.run("webhook", "add", "ftp://example.com/")).stderr).toContain("not https");
    server.close();
  });
});
