import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { JsonRpcProvider } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Call } from "../../../services/ledger/actions/call.js";
import {
  accreditOffice,
  freezeThing,
  setOfficeMember,
  unfreezeThing,
} from "../../../services/ledger/actions/supervision.js";
import { toAddress, toDigest } from "../../../services/ledger/hex.js";
import { recordId, schemeId } from "../../../services/ledger/ids.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { type Home, homeOf, missing, samples } from "./cadastre.js";

const freezeSchema = z.looseObject({
  thing: z.looseObject({ kind: z.string(), id: z.string() }),
  office: z.looseObject({ number: z.number() }),
});
type Freeze = z.infer<typeof freezeSchema>;
const freezesOf = z.looseObject({ freezes: z.array(freezeSchema) });
const resolverProgram = join(import.meta.dirname, "../../../dist/scripts/resolver.js");

describe.skipIf(missing !== null || !existsSync(resolverProgram))("cadastre resolve", () => {
  let ledger: DeployedLedger;
  let resolver: ChildProcess;
  let resolverUrl: string;
  let liar: Server;
  let home: Home;
  /** Spoils the resolver's answers on their way through the liar. */
  let spoil: (body: string) => string = (body) => body;
  /** Status in place of the resolver's. */
  let answerStatus: number | null = null;
  /** Path under which the liar stands. */
  let basePath = "";
  let acme: string;
  const uuid = "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301";

  beforeAll(async () => {
    ledger = await deployedLedger();
    home = await homeOf(ledger, 1);
    acme = (await ledger.account(1)).address;
    await home.run("party", "register", "--name", "Acme Pumps");
    const root = await homeOf(ledger, 0);
    for (const namespace of [
      "gs1:9506000",
      "handle:88.101.0042",
      "oid:1.3.6.1.4.1.32473",
      "did:web:acme-pumps.example",
    ]) {
      await root.run("namespace", "delegate", namespace, "--to", acme);
    }
    expect(await home.run("import", join(samples, "pumps.csv"))).toMatchObject({ code: 0 });
    const until = ["--until", "2090-01-01"];
    const asset = ["--asset", "88.101.0042/pump-4711"];
    await home.run("right", "grant", ...asset, "--to", acme, "--action", "read", ...until);
    await root.run("namespace", "delegate", "aas:ACME", "--to", acme);
    await root.remove();
    await home.run("id", "register", uuid, "--owner", "ACME", "--link", "https://acme-pumps.example/uuid");
    resolver = spawn(process.execPath, [resolverProgram], {
      env: {
        PATH: process.env.PATH,
        CADASTRE_PORT: "0",
        CADASTRE_RPC_URL: ledger.anvil.rpcUrl,
        CADASTRE_DEPLOYMENT: ledger.deploymentFile,
        CADASTRE_STORE: join(home.folder, "index"),
        CADASTRE_FINALITY: "immediate",
        CADASTRE_POLL_INTERVAL: "50",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    resolverUrl = await listening(resolver);
    while ((await fetch(`${resolverUrl}/readyz`)).status !== 200) {
      if (resolver.exitCode !== null) throw new Error("The resolver has ended.");
    }
    liar = createServer(
      (req, res) => void pass(req).then(({ status, body }) => res.writeHead(status).end(body)),
    );
    await new Promise<void>((resolve) => liar.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    resolver?.kill("SIGKILL");
    liar?.close();
    await home?.remove();
    await ledger?.stop();
  });

  async function pass(req: IncomingMessage): Promise<{ status: number; body: string }> {
    const { url: path = "/", method = "GET" } = req;
    const body = await text(req);
    if (!path.startsWith(`${basePath}/v1/`)) return { status: 404, body: "{}" };
    const response = await fetch(resolverUrl + path.slice(basePath.length), {
      method,
      ...(method === "POST" && { body, headers: { "content-type": "application/json" } }),
    });
    return { status: answerStatus ?? response.status, body: spoil(await response.text()) };
  }

  const resolving = (id: string, ...words: string[]) =>
    home.run("resolve", id, "--resolver-url", resolverUrl, ...words);
  const liarUrl = () => {
    const address = liar.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : null}`;
  };
  const lied = (id: string) => home.run("resolve", id, "--check", "--json", "--resolver-url", liarUrl());

  it.each([
    "https://id.gs1.org/01/09506000134352/21/4711",
    "88.101.0042/pump-4711",
    "did:web:acme-pumps.example:pump:4711",
    "urn:oid:1.3.6.1.4.1.32473.4711",
    uuid,
  ])("says whose %s is, and that the chain says the same", async (id) => {
    const plain = await resolving(id, "--check");
    expect(plain.code, plain.stderr).toBe(0);
    expect(plain.stdout).toContain("Acme Pumps");
    expect(plain.stdout).toContain("The chain says the same");
    expect(plain.stdout).toContain("Not compared: names");
    const { code, json } = await resolving(id, "--json");
    expect(code).toBe(0);
    const kind = id === uuid ? "none" : "twin";
    expect(json()).toMatchObject({ owner: { address: acme }, subject: { kind } });
  });

  it("answers what nobody registered with exit code 3", async () => {
    const { code, stderr } = await resolving("88.101.0042/nothing", "--check");
    expect(code).toBe(3);
    expect(stderr).toContain("Acme Pumps");
    expect(stderr).toContain("The chain has no record of it either.");
    const claim = await resolving("urn:uuid:11111111-2222-4333-8444-555555555555", "--check");
    expect(claim.code).toBe(3);
    expect(claim.stderr).toContain("Not compared with the chain: whether anybody claims");
  });

  describe("of many identifiers", () => {
    const known = ["88.101.0042/pump-4711", "(01)09506000134352(21)4711", uuid];
    const lines = (stdout: string): unknown[] =>
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
    const file = (name: string) => join(home.folder, name);

    it("says in a line each what is known, and exits with 0 where all of them are", async () => {
      const { code, stdout, stderr } = await resolving(known[0] ?? "", ...known.slice(1));
      expect(code, stderr).toBe(0);
      expect(stdout.trimEnd().split("\n")).toEqual([
        expect.stringMatching(/^✓ 88\.101\.0042\/pump-4711 {2}handle .* active {2}Acme Pumps$/),
        expect.stringMatching(/^✓ \(01\).* gs1 01\/09506000134352\/21\/4711 {2}active {2}Acme Pumps$/),
        expect.stringContaining("aas ACME/globalAssetId/"),
      ]);
      expect(stderr).toContain("3 of 3");
    });

    it("takes them from a file, and from what is piped in: with --json a line an item, each with its moment", async () => {
      const listed = ["88.101.0042/nothing", "(01)1", ...known];
      await writeFile(file("list.txt"), `${listed.join("\r\n")}\r\n\r\n`);
      const words = ["resolve", "--json", "--resolver-url", resolverUrl];
      const read = await home.run(...words, "--file", file("list.txt"));
      const piped = await home.start([...words, "--file", "-"], {}, listed.join("\n")).ended;
      for (const { code, stdout, stderr } of [read, piped]) {
        expect(code, stderr).toBe(6);
        expect(lines(stdout)).toMatchObject([
          { id: listed[0], status: 404, body: { code: "RESOLVER_UNKNOWN_IDENTIFIER", asOf: {} } },
          { id: listed[1], status: 400, body: { code: expect.stringMatching(/^IDENTIFIER_/) } },
          ...known.map((id) => ({ id, status: 200, body: { owner: { address: acme }, asOf: {} } })),
        ]);
        expect(stderr).toContain("3 of 5");
      }
    });

    it("goes on through more than one request, in order", async () => {
      const many = Array.from({ length: 1201 }, (_, index) => `88.101.0042/none-${index}`);
      await writeFile(file("many.txt"), many.join("\n"));
      const { code, stdout } = await home.run(
        ...["resolve", "--json", "--resolver-url", resolverUrl, "--file", file("many.txt")],
      );
      expect(code).toBe(3);
      expect(lines(stdout).map((line) => z.looseObject({ id: z.string() }).parse(line).id)).toEqual(many);
    });

    it.each([
      ["none at all", []],
      ["an empty file", ["--file", "empty.txt"]],
      ["--check", ["88.101.0042/a", "88.101.0042/b", "--check"]],
    ])("refuses %s", async (_, words) => {
      await writeFile(file("empty.txt"), "\n");
      const placed = words.map((word) => (word === "empty.txt" ? file(word) : word));
      const { code, stderr } = await home.run("resolve", "--resolver-url", resolverUrl, ...placed);
      expect(code).toBe(2);
      expect(stderr).toContain("CLI_USAGE");
    });

    it("says which file cannot be read", async () => {
      const { code, stderr } = await home.run("resolve", "--resolver-url", resolverUrl, "--file", "/nowhere");
      expect(code).toBe(2);
      expect(stderr).toContain('"/nowhere" cannot be read (ENOENT)');
    });

    it.each<[string, (body: string) => string]>([
      [
        "mixes results up",
        (body) => body.replace('"id":"88.101.0042/pump-4711"', '"id":"88.101.0042/other"'),
      ],
      ["leaves one out", (body) => body.replace(/"results":\[.*\],"asOf"/, '"results":[],"asOf"')],
      ["answers none of them", () => JSON.stringify({ results: [] })],
    ])("does not believe a resolver that %s", async (_, lie) => {
      spoil = lie;
      const words = ["resolve", "88.101.0042/pump-4711", uuid, "--json", "--resolver-url", liarUrl()];
      const { code, json } = await home.run(...words);
      spoil = (body) => body;
      expect(code).toBe(5);
      expect(json()).toMatchObject({ error: { code: "CLI_RESOLVER_MALFORMED" } });
    });
  });

  const other = `0x${"ab".repeat(20)}`;
  it.each<[string, (body: string) => string, string]>([
    [
      "the owner",
      (body) => body.replace(`"owner":{"address":"${acme}"`, `"owner":{"address":"${other}"`),
      "owner",
    ],
    [
      "the content",
      (body) => body.replaceAll(/"digest":"0x[0-9a-f]{8}/g, '"digest":"0x00000000'),
      "twin's content",
    ],
    [
      "a link",
      (body) => body.replaceAll("https://acme-pumps.example/", "https://attacker.example/"),
      "links",
    ],
    [
      "the status",
      (body) => body.replace(/("canonical":"[^"]+",)"status":"active"/, '$1"status":"suspended"'),
      "status",
    ],
    ["the twin's state", (body) => body.replace('"state":"released"', '"state":"draft"'), "twin's state"],
    [
      "the twin's author",
      (body) => body.replace(`"author":{"address":"${acme}"`, `"author":{"address":"${other}"`),
      "twin's author",
    ],
    [
      "the twin's licence",
      (body) => body.replace('"licence":null', `"licence":{"version":1,"digest":"0x${"0d".repeat(32)}"}`),
      "twin's licence terms",
    ],
    ["the block", (body) => body.replace(/("number":\d+,"hash":"0x)[0-9a-f]{8}/, "$100000000"), "block"],
  ])("finds out that a resolver lies about %s", async (_, lie, what) => {
    spoil = lie;
    const { code, json } = await lied("(01)09506000134352(21)4711");
    expect(code).toBe(9);
    const findings = expect.arrayContaining([expect.objectContaining({ what, match: false })]);
    expect(json()).toMatchObject({ error: { code: "CLI_MISMATCH", details: { findings } } });
  });

  it.each<[string, (body: string) => string]>([
    ["actions", (body) => body.replace('"actions":["read"]', '"actions":["read","modify"]')],
    ["end", (body) => body.replace(/"until":\d+/, '"until":null')],
    ["party", (body) => body.replace(/("grantee":\{"address":")0x[0-9a-f]{40}/, `$1${other}`)],
    ["data", (body) => body.replace('"scope":""', '"scope":"operating-data"')],
    ["asset", (body) => body.replace(/("asset":\{"kind":"record","id":"0x)[0-9a-f]{8}/, "$100000000")],
  ])("finds out that a resolver lies about a right's %s", async (_, lie) => {
    spoil = lie;
    const { code, json } = await lied("88.101.0042/pump-4711");
    expect(code).toBe(9);
    const right = { what: expect.stringMatching(/^right/), match: false };
    const findings = expect.arrayContaining([expect.objectContaining(right)]);
    expect(json()).toMatchObject({ error: { details: { findings } } });
  });

  it.each<[string, (body: string) => string, string]>([
    ["a relation", (body) => body.replace(/"rel":"[^"]+"/, '"rel":"https://ref.gs1.org/voc/epcis"'), "links"],
    [
      "an inherited link",
      (body) => body.replace(/"href":"[^"]+"(?=[^}]*"inheritedFrom")/, '"href":"https://attacker.example/"'),
      "links from 01/09506000134352",
    ],
    [
      "the level of a link",
      (body) => body.replace('"inheritedFrom":"01/09506000134352"', '"inheritedFrom":"01/1"'),
      "links from 01/1",
    ],
    ["the prefix", (body) => body.replace('"prefix":"9506000"', '"prefix":"4006381"'), "prefix"],
    ["the time", (body) => body.replace(/("asOf":.*"time":)\d+/, "$11"), "time of the block"],
  ])("finds out that a resolver lies about %s", async (_, lie, what) => {
    spoil = lie;
    const { code, json } = await lied("(01)09506000134352(21)4711");
    expect(code).toBe(9);
    const findings = expect.arrayContaining([expect.objectContaining({ what, match: false })]);
    expect(json()).toMatchObject({ error: { code: "CLI_MISMATCH", details: { findings } } });
  });

  it.each([
    ["88.101.0042/nothing", "88.101.0042/pump-4711"],
    ["urn:uuid:11111111-2222-4333-8444-555555555555", uuid],
    [uuid, "88.101.0042/pump-4711"],
  ])("finds out that a resolver asked for %s answers with the true record of %s", async (asked, given) => {
    const { json } = await resolving(given, "--json");
    const body = JSON.stringify(json());
    spoil = () => body;
    answerStatus = 200;
    const { code, json: error } = await lied(asked);
    answerStatus = null;
    expect(code).toBe(9);
    const findings = expect.arrayContaining([
      expect.objectContaining({ what: "identifier asked for", match: false }),
    ]);
    expect(error()).toMatchObject({ error: { details: { findings } } });
  });

  it.each(["88.101.0042/nothing", "88.101.0042/pump-4711"])(
    "does not check an answer about %s that names no block",
    async (id) => {
      spoil = (body) => body.replace('"asOf"', '"asof"');
      const { code, json } = await lied(id);
      expect(code).toBe(5);
      expect(json()).toMatchObject({ error: { code: "CLI_RESOLVER_MALFORMED" } });
    },
  );

  it("keeps the path of the resolver's address", async () => {
    spoil = (body) => body;
    basePath = "/base";
    for (const base of ["/base", "/base/"]) {
      const url = `${liarUrl()}${base}`;
      const { code } = await home.run("resolve", "88.101.0042/pump-4711", "--check", "--resolver-url", url);
      expect(code).toBe(0);
    }
    basePath = "";
  });

  it("finds out that a resolver conceals a record", async () => {
    const known = await resolving("88.101.0042/pump-4711", "--json");
    const { asOf } = z.object({ asOf: z.unknown() }).parse(known.json());
    const conceal = createServer((_, res) =>
      res
        .writeHead(404)
        .end(JSON.stringify({ code: "RESOLVER_UNKNOWN_IDENTIFIER", scheme: "handle", canonical: "x", asOf })),
    );
    await new Promise<void>((resolve) => conceal.listen(0, "127.0.0.1", resolve));
    const address = conceal.address();
    const port = typeof address === "object" ? address?.port : null;
    const url = `http://127.0.0.1:${port}`;
    const { code } = await home.run("resolve", "88.101.0042/pump-4711", "--check", "--resolver-url", url);
    conceal.close();
    expect(code).toBe(9);
  });

  it("says what is no resolver", async () => {
    spoil = () => "<html>hello</html>";
    const { code, json } = await lied("88.101.0042/pump-4711");
    expect(code).toBe(5);
    expect(json()).toMatchObject({ error: { code: "CLI_RESOLVER_MALFORMED" } });
  });

  describe("where something is frozen", () => {
    const pump = "88.101.0042/pump-4711";
    const order = toDigest(`0x${"0d".repeat(32)}`);
    const things = () =>
      [
        { kind: "record", id: recordId(schemeId("handle"), pump) },
        { kind: "party", id: toAddress(acme) },
      ] as const;

    async function sent(...calls: readonly Call[]): Promise<void> {
      for (const call of calls) await ledger.send(ledger.root, call);
      const head = await ledger.provider.getBlockNumber();
      const schema = z.object({ checkpoint: z.object({ number: z.number() }) });
      for (;;) {
        const { checkpoint } = schema.parse(await (await fetch(`${resolverUrl}/readyz`)).json());
        if (checkpoint.number >= head) return;
      }
    }

    beforeAll(async () => {
      const { deployment, root } = ledger;
      const freeze = { reason: "court-order", order } as const;
      const [record, owner] = things();
      await sent(
        accreditOffice(deployment, 7, { kind: "all" }, "Federal Office"),
        accreditOffice(deployment, 8, { kind: "all" }, "Other Office"),
        setOfficeMember(deployment, 7, root.address, true),
        setOfficeMember(deployment, 8, root.address, true),
        freezeThing(deployment, record, { office: 7, ...freeze }, ""),
        freezeThing(deployment, record, { office: 8, ...freeze }, ""),
        freezeThing(deployment, owner, { office: 7, ...freeze }, ""),
      );
    });
    afterAll(async () => {
      const { deployment } = ledger;
      const lift = { reason: "order-lifted", order } as const;
      const [record, owner] = things();
      await sent(
        unfreezeThing(deployment, record, { office: 7, ...lift }),
        unfreezeThing(deployment, record, { office: 8, ...lift }),
        unfreezeThing(deployment, owner, { office: 7, ...lift }),
      );
    });

    it("says what, by whom and why, and that the chain says the same", async () => {
      const { code, stdout, stderr } = await resolving(pump, "--check");
      expect(code, stderr).toBe(0);
      expect(stdout.match(/frozen .*the record, by Federal Office: court-order, order 0x0d/g)).toHaveLength(
        1,
      );
      expect(stdout.match(/frozen .*the record, by Other Office/g)).toHaveLength(1);
      expect(stdout.match(/frozen .*the party, by Federal Office/g)).toHaveLength(1);
    });

    const isRecord = ({ thing }: Freeze) => thing.kind === "record";
    it.each<[string, (freezes: readonly Freeze[]) => readonly Freeze[], RegExp]>([
      ["conceals one", (all) => all.slice(1), /^offices that hold the record/],
      ["conceals the owner's", (all) => all.filter(isRecord), /^offices that hold the party/],
      ["makes one up", (all) => [...all, ...all.filter(isRecord).slice(1)], /^offices that hold the record/],
      [
        "gives another reason",
        (all) => all.map((freeze) => ({ ...freeze, reason: "recall" })),
        /^freeze of the record .* by office 7$/,
      ],
      [
        "names another office",
        (all) => all.map((freeze) => ({ ...freeze, office: { ...freeze.office, number: 9 } })),
        /^freeze of the party .* by office 9$/,
      ],
      [
        "freezes what is not asked for",
        (all) =>
          all.map((freeze) =>
            isRecord(freeze) ? freeze : { ...freeze, thing: { kind: "twin", id: `0x${"ab".repeat(32)}` } },
          ),
        /^freeze of the twin .* by office 7$/,
      ],
    ])("finds out that a resolver %s", async (_, lie, what) => {
      spoil = (body) => {
        const answer = freezesOf.parse(JSON.parse(body));
        return JSON.stringify({ ...answer, freezes: lie(answer.freezes) });
      };
      const { code, json } = await lied(pump);
      expect(code).toBe(9);
      const findings = expect.arrayContaining([
        expect.objectContaining({ what: expect.stringMatching(what), match: false }),
      ]);
      expect(json()).toMatchObject({ error: { code: "CLI_MISMATCH", details: { findings } } });
    });
  });

  it("answers as it was with --at, by number and by time, and tells every change with history", async () => {
    const id = "urn:oid:1.3.6.1.4.1.32473.4711";
    const provider = new JsonRpcProvider(ledger.anvil.rpcUrl);
    const before = await provider.getBlock("latest");
    // Two blocks may have the same second; what follows is of another one.
    await provider.send("evm_increaseTime", [2]);
    const linked = await home.run("id", "link", id, "--link", "https://acme-pumps.example/later");
    expect(linked.code, linked.stderr).toBe(0);
    const later = async (...words: string[]) => (await resolving(id, "--json", ...words)).json();
    const shown = (body: unknown) => JSON.stringify(body).includes("acme-pumps.example/later");
    const present = async () => (await fetch(`${resolverUrl}/v1/resolve?id=${id}`)).json();
    while (!shown(await present()));
    for (const at of [before?.number, new Date((before?.timestamp ?? 0) * 1000).toISOString()]) {
      const past = await later("--at", String(at));
      expect([shown(past), past]).toEqual([false, expect.objectContaining({ owner: expect.anything() })]);
      const checked = await resolving(id, "--at", String(at), "--check");
      expect(checked.code, checked.stderr).toBe(0);
      expect(checked.stdout).toContain("The chain says the same");
    }
    const ahead = await resolving(id, "--at", "99999999");
    expect([ahead.code, ahead.stderr]).toEqual([
      expect.any(Number),
      expect.stringContaining("not come to that"),
    ]);
    expect(ahead.code).not.toBe(0);

    const plain = await home.run("history", id, "--resolver-url", resolverUrl);
    expect(plain.code, plain.stderr).toBe(0);
    expect(plain.stdout).toMatch(/version: 1 → 2/);
    expect(plain.stdout).toContain("Acme Pumps");
    const { json } = await home.run("history", id, "--json", "--resolver-url", resolverUrl);
    const { items } = z
      .looseObject({ items: z.array(z.looseObject({ changes: z.array(z.unknown()) })) })
      .parse(json());
    expect(items).toHaveLength(2);
    expect(items[1]?.changes).toContainEqual({ field: "version", before: 1, after: 2 });
  });

  it.each(["88.101.0042/pump-4711", uuid])(
    "keeps the proof of what %s was answered with, which verifies without resolver and node",
    async (id) => {
      const file = join(home.folder, "answer.proof.json");
      const { code, stdout, stderr } = await resolving(id, "--proof", file);
      expect(code, stderr).toBe(0);
      expect(stdout).toContain("Proven, at block");
      const hash = /0x[0-9a-f]{64}\.?\n*$/.exec(stdout)?.[0].slice(0, 66) ?? "";
      const verified = await home.run("verify", file, "--block-hash", hash);
      expect(verified.code, verified.stderr).toBe(0);
      expect(verified.stdout).toContain(acme);
    },
  );

  it("keeps no proof of something else, or of what the ledger does not say", async () => {
    const file = join(home.folder, "no.proof.json");
    const other = await (
      await fetch(`${resolverUrl}/v1/resolve?id=urn:oid:1.3.6.1.4.1.32473.4711&proof=1`)
    ).text();
    const proofIn = (body: string) => z.looseObject({ proof: z.unknown() }).parse(JSON.parse(body)).proof;
    const spoilt = async (change: (proof: unknown) => unknown) => {
      spoil = (body) => JSON.stringify({ ...JSON.parse(body), proof: change(proofIn(body)) });
      const id = "88.101.0042/pump-4711";
      const { code } = await home.run("resolve", id, "--proof", file, "--resolver-url", liarUrl());
      spoil = (body) => body;
      return { code, written: existsSync(file) };
    };
    expect(await spoilt(() => proofIn(other))).toEqual({ code: 9, written: false });
    expect(await spoilt((proof) => ({ ...z.looseObject({}).parse(proof), nodes: [] }))).toEqual({
      code: 10,
      written: false,
    });
    expect(await spoilt(() => null)).toEqual({ code: 5, written: false });
    expect(await resolving("88.101.0042/pump-4711", uuid, "--proof", file)).toMatchObject({ code: 2 });
  });

  // The last with --check: it freezes an old answer.
  it("says that an answer is far behind the chain", async () => {
    const { json } = await resolving("88.101.0042/pump-4711", "--json");
    const body = JSON.stringify(json());
    spoil = () => body;
    await new JsonRpcProvider(ledger.anvil.rpcUrl).send("anvil_mine", ["0x46"]);
    const { code, stderr, json: checked } = await lied("88.101.0042/pump-4711");
    expect(code).toBe(0);
    expect(stderr).toContain("70 blocks behind");
    expect(checked()).toMatchObject({ check: { match: true, behind: 70 } });
  });

  it("status shows chain, ledger, resolver and key", async () => {
    const { code, stdout } = await home.run("status", "--resolver-url", resolverUrl);
    expect(code).toBe(0);
    expect(stdout).toMatch(/resolver\s+http.* ready/);
    expect(stdout).toContain(acme);
  });
});

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const url = /"listening":"(http:[^"]+)"/.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("close", () => reject(new Error(`The resolver ended:\n${output}`)));
  });
}
