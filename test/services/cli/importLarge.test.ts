import { once } from "node:events";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { toBatchId } from "../../../services/ledger/hex.js";
import { recordId, schemeId } from "../../../services/ledger/ids.js";
import { readBatch } from "../../../services/ledger/reads/batches.js";
import { readRecord } from "../../../services/ledger/reads/identifiers.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { programsMissing, type RunningResolver, startResolver } from "../../fixtures/programs.js";
import { type Ended, type Home, homeOf, missing } from "./cadastre.js";

const product = "01/09506000134352";
/** Of the largest list that the resolver keeps. */
const mostBytes = 100_000;
const summarySchema = z.looseObject({
  rows: z.number(),
  identifiers: z.looseObject({ registered: z.number(), unchanged: z.number() }),
  batches: z.array(
    z.looseObject({ way: z.string(), batch: z.string(), identifiers: z.number(), status: z.string() }),
  ),
  gas: z.number(),
});

const leftSchema = z.object({
  imports: z.array(
    z.looseObject({
      name: z.string(),
      file: z.string().nullable(),
      bytes: z.number(),
      begun: z.boolean(),
      lists: z.array(z.string()),
    }),
  ),
});

function urlOf(server: Server): string {
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("The server listens to no port.");
  return `http://127.0.0.1:${at.port}`;
}

describe.skipIf(missing !== null || programsMissing !== null)("a file of many identifiers", () => {
  let ledger: DeployedLedger;
  let admin: Home;
  let acme: Home;
  let resolver: RunningResolver;
  let address: string;
  const file = (name: string) => join(acme.folder, name);

  beforeAll(async () => {
    ledger = await deployedLedger();
    admin = await homeOf(ledger, 0);
    const store = join(admin.folder, "index");
    resolver = await startResolver({
      rpcUrl: ledger.anvil.rpcUrl,
      deployment: ledger.deploymentFile,
      store,
      env: { CADASTRE_MAX_MANIFEST_BYTES: String(mostBytes) },
    });
    acme = await homeOf(ledger, 1, resolver.url);
    address = (await ledger.account(1)).address;
    await done(acme.run("party", "register", "--name", "Acme Pumps"));
    await done(admin.run("namespace", "delegate", "gs1:9506000", "--to", address));
    await done(acme.run("id", "register", product, "--link", "https://acme.example/pump"));
    await resolver.caughtUp(await ledger.provider.getBlockNumber());
  });
  afterAll(async () => {
    await resolver?.stop();
    for (const home of [admin, acme]) await home?.remove();
    await ledger?.stop();
  });

  async function done(ended: Promise<Ended>): Promise<Ended> {
    const result = await ended;
    expect(result.code, result.stderr + result.stdout).toBe(0);
    return result;
  }
  const json = async (...words: string[]) => (await done(acme.run(...words, "--json"))).json();
  const importing = async (...words: string[]) => summarySchema.parse(await json("import", ...words));

  /** Serial numbers that are no range. */
  async function table(name: string, serials: readonly string[], more: readonly string[] = []) {
    const rows = serials.map((serial) => `https://id.gs1.org/${product}/21/${serial},`);
    await writeFile(file(name), `${["identifier,link", ...rows, ...more].join("\n")}\n`);
    return file(name);
  }
  const scattered = (count: number, stem: string) =>
    Array.from({ length: count }, (_, at) => `${stem}${(at * 7_919).toString(36).toUpperCase()}.${at % 7}`);
  const nonce = async () => await ledger.provider.getTransactionCount(address);

  it("has a plan, before anything is sent", async () => {
    const path = await table("planned.csv", scattered(1_200, "P"));
    const before = await nonce();
    expect(await json("import", path, "--plan")).toMatchObject({
      rows: 1_200,
      transactions: 1,
      parts: [{ way: "list", namespace: "gs1:9506000", identifiers: 1_200, done: false }],
    });
    const dry = await importing(path, "--dry-run");
    expect(dry).toMatchObject({ identifiers: { registered: 1_200 }, batches: [{ way: "list" }] });
    expect(await nonce()).toBe(before);

    const linked = Array.from({ length: 250 }, (_, at) => `88.101.0099/l${at},https://acme.example/${at}`);
    const records = file("records-planned.csv");
    await writeFile(records, ["identifier,link", ...linked].join("\n"));
    expect(await json("import", records, "--plan")).toMatchObject({
      rows: 250,
      transactions: 3,
      parts: [{ way: "rows", identifiers: 250 }],
    });
    expect(await json("import", records, "--plan", "--concurrency", "32")).toMatchObject({
      transactions: 8,
    });
  });

  it("gets a link of its own for each member from one template, few as they are", async () => {
    const path = await table("linked.csv", ["K-1", "K-2"]);
    const template = "https://acme.example/{gtin}/{serial}";
    const summary = await importing(path, "--link", template, "--rel", "gs1:pip", "--title", "Passport");
    expect(summary).toMatchObject({ batches: [{ way: "list", identifiers: 2, status: "registered" }] });
    const batch = summary.batches[0]?.batch;
    const href = "https://acme.example/09506000134352/K-2";
    const link = { rel: "https://ref.gs1.org/voc/pip", href, title: "Passport", batch };
    const checked = await json("resolve", `${product}/21/K-2`, "--check");
    expect(checked).toMatchObject({ resolution: { links: expect.arrayContaining([link]) } });

    const refused = async (...words: string[]) => (await acme.run("import", path, ...words, "--json")).code;
    expect(await refused("--link", "https://{serial}.acme.example/")).toBe(2);
    expect(await refused("--link", template, "--as", "records")).toBe(2);
    expect(await refused("--rel", "gs1:pip")).toBe(2);
  });

  it("becomes one list in one transaction, and each of its members resolves", async () => {
    const serials = scattered(1_200, "L");
    const path = await table("list.csv", [...serials, serials[7] ?? ""]);
    const before = await nonce();
    const report = file("list-results.csv");
    const summary = await importing(path, "--report", report);
    expect(summary).toMatchObject({
      rows: 1_201,
      identifiers: { registered: 1_200, unchanged: 1 },
      batches: [{ way: "list", identifiers: 1_200, status: "registered" }],
    });
    expect(await nonce()).toBe(before + 1);
    expect(summary.gas).toBeLessThan(120_000);
    const lines = (await readFile(report, "utf8")).trim().split("\n");
    expect(lines).toHaveLength(1_202);
    expect(lines[1]).toContain(`2,identifier,registered,gs1,${product}/21/${serials[0]}`);
    expect(lines.at(-1)).toBe(
      `1202,identifier,unchanged,gs1,${product}/21/${serials[7]},,${summary.batches[0]?.batch},7,,`,
    );
    for (const serial of [serials[0], serials[600], serials[1_199]]) {
      const checked = await json("resolve", `${product}/21/${serial}`, "--check");
      expect(checked).toMatchObject({
        resolution: { owner: { address }, batch: { kind: "merkle", status: "active" } },
      });
    }
    const member = `${product}/21/${serials[11]}`;
    const batch = summary.batches[0]?.batch;
    expect(await json("batch", "materialise", member)).toMatchObject({ canonical: member, batch });
    await resolver.caughtUp(await ledger.provider.getBlockNumber());
    expect(await json("resolve", member)).toMatchObject({ record: { member: { batch, index: "11" } } });
    const followed = await fetch(`${resolver.url}/${product}/21/${serials[3]}`, { redirect: "manual" });
    expect(followed.headers.get("location")).toBe("https://acme.example/pump");

    // Again: nothing happens.
    expect(await importing(path)).toMatchObject({
      rows: 1_201,
      identifiers: { registered: 0, unchanged: 1_201 },
      batches: [{ status: "unchanged" }],
      gas: 0,
    });
    expect(await nonce()).toBe(before + 2);
  });

  it("is not issued as a list that the resolver would not keep, unless it is not to be brought there", async () => {
    const path = await table("large.csv", scattered(4_000, "LARGE."));
    const before = await nonce();
    const merkle = ["batch", "register-merkle", path, "--namespace", "gs1:9506000"];
    for (const words of [
      ["import", path],
      ["import", path, "--plan"],
      ["import", path, "--dry-run"],
      merkle,
    ]) {
      const refused = await acme.run(...words, "--json");
      expect(refused.code).toBe(2);
      expect(refused.json()).toMatchObject({
        error: { code: "IMPORT_LIST_TOO_LARGE", details: { most: mostBytes } },
      });
    }
    expect(await nonce()).toBe(before);
    expect(await importing(path, "--no-publish")).toMatchObject({ batches: [{ way: "list" }] });
    expect(await nonce()).toBe(before + 1);
  });

  it("is planned also while the resolver is away, and not sent", async () => {
    const path = await table("away.csv", scattered(1_200, "AWAY."));
    const before = await nonce();
    const away = ["--resolver-url", "http://127.0.0.1:9"];
    expect(await json("import", path, "--plan", ...away)).toMatchObject({ parts: [{ way: "list" }] });
    expect((await acme.run("import", path, ...away)).code).toBe(5);
    expect(await nonce()).toBe(before);
  });

  it("becomes a batch as the table that it is, and each of its members resolves", async () => {
    const path = await table("table.csv", ["TABLE-1", "TABLE-2"]);
    const { batch } = z
      .looseObject({ batch: z.string() })
      .parse(await json("batch", "register-merkle", path, "--namespace", "gs1:9506000"));
    expect(await json("resolve", `${product}/21/TABLE-2`)).toMatchObject({
      batch: { id: batch, index: "1" },
    });
  });

  it("becomes a range where it is the numbers of one, and nothing is issued again of these", async () => {
    const numbers = Array.from({ length: 1_100 }, (_, at) => `N${String(at + 5).padStart(6, "0")}`);
    const first = await importing(await table("range.csv", numbers));
    expect(first.batches).toMatchObject([{ way: "range", identifiers: 1_100 }]);
    expect(first.gas).toBeLessThan(200_000);
    const before = await nonce();
    const second = await importing(await table("overlap.csv", numbers.slice(1)));
    expect(second).toMatchObject({
      identifiers: { registered: 0, unchanged: 1_099 },
      batches: [{ way: "range", batch: first.batches[0]?.batch, identifiers: 1_099, status: "unchanged" }],
    });
    expect(await nonce()).toBe(before);
  });

  it("goes by the ledger as it is when it is imported, and not as it was when it was planned", async () => {
    const numbers = Array.from({ length: 1_100 }, (_, at) => `T${String(at).padStart(6, "0")}`);
    const path = await table("taken.csv", numbers);
    expect(await json("import", path, "--plan")).toMatchObject({ parts: [{ way: "range" }] });
    await json("batch", "register-range", `${product}/21/T{000500..000501}`);
    expect((await importing(path)).batches).toMatchObject([
      { way: "range", identifiers: 2, status: "unchanged" },
      { way: "list", identifiers: 1_098, status: "registered" },
    ]);

    const owned = file("owned.csv");
    const rows = Array.from({ length: 1_000 }, (_, at) => `88.101.0042/p${1_000 + at},`);
    await writeFile(owned, ["identifier,link", ...rows].join("\n"));
    expect(await json("import", owned, "--plan")).toMatchObject({ parts: [{ way: "rows" }] });
    await done(admin.run("namespace", "delegate", "handle:88.101.0042", "--to", address));
    expect((await importing(owned)).batches).toMatchObject([{ way: "range", identifiers: 1_000 }]);
  });

  it("becomes the range that it is once a freeze of its namespace is over", async () => {
    const path = file("frozen.csv");
    const rows = Array.from({ length: 1_000 }, (_, at) => `88.101.0042/f${1_000 + at},`);
    await writeFile(path, ["identifier,link", ...rows].join("\n"));
    const regulator = (await ledger.account(0)).address;
    await done(admin.run("office", "accredit", "7", "--name", "Office", "--scope", "all"));
    await done(admin.run("office", "admit", "7", regulator));
    const order = ["namespace:handle:88.101.0042", "--office", "7", "--order", path];
    await done(admin.run("freeze", ...order, "--reason", "recall"));
    expect((await acme.run("import", path)).code).toBe(4);
    await done(admin.run("unfreeze", ...order, "--reason", "order-lifted"));
    expect((await importing(path)).batches).toMatchObject([{ way: "range", identifiers: 1_000 }]);
  });

  it("issues nothing anew of a range that was handed over", async () => {
    const numbers = Array.from({ length: 1_000 }, (_, at) => `H${String(at).padStart(6, "0")}`);
    const path = await table("handed.csv", numbers);
    const batch = (await importing(path)).batches[0]?.batch ?? "";
    const buyer = (await ledger.account(0)).address;
    await json("transfer", `batch:${batch}`, "--to", buyer, "--yes");
    const before = await nonce();
    const again = await acme.run("import", path, "--json");
    expect(again.code).toBe(6);
    expect(again.json()).toMatchObject({ identifiers: { registered: 0, conflict: 1_000 }, batches: [] });
    const alone = await acme.run("import", path, "--json", "--no-publish");
    expect(alone.json()).toMatchObject({ error: { code: "IMPORT_CONFLICT", details: { owner: buyer } } });
    expect(await nonce()).toBe(before);
  });

  it("has each identifier issued once, in however many files it stands", async () => {
    const serials = scattered(1_200, "ONCE.");
    const list = (await importing(await table("once.csv", serials))).batches[0]?.batch ?? "";
    const grown = await table("grown.csv", [...serials, ...scattered(1_000, "MORE.")]);
    expect(await json("import", grown, "--plan")).toMatchObject({
      rows: 2_200,
      transactions: 1,
      parts: [
        { way: "list", batch: list, identifiers: 1_200, done: true },
        { way: "list", identifiers: 1_000, done: false },
      ],
    });
    const report = file("grown-results.csv");
    expect(await importing(grown, "--report", report)).toMatchObject({
      rows: 2_200,
      identifiers: { registered: 1_000, unchanged: 1_200 },
      batches: [
        { batch: list, identifiers: 1_200, status: "unchanged" },
        { identifiers: 1_000, status: "registered" },
      ],
    });
    const lines = (await readFile(report, "utf8")).trim().split("\n");
    expect(lines).toHaveLength(2_201);
    expect(lines).toContain(`3,identifier,unchanged,gs1,${product}/21/${serials[1]},,${list},1,,`);

    const before = await nonce();
    const few = await importing(await table("few.csv", serials.slice(5, 9)));
    expect(few).toMatchObject({ identifiers: { registered: 0, unchanged: 4 }, batches: [{ batch: list }] });
    const linked = await acme.run("import", file("few.csv"), "--link", "https://acme.example/{id}", "--json");
    expect(linked.json()).toMatchObject({ identifiers: { registered: 0, conflict: 4 } });
    expect(await nonce()).toBe(before);
  });

  it("may be of many namespaces, each with its own list", async () => {
    const owners = Array.from({ length: 40 }, (_, at) => `8${at}.77`);
    for (const owner of owners)
      await done(admin.run("namespace", "delegate", `handle:${owner}`, "--to", address));
    const path = file("namespaces.csv");
    const rows = ["a.x", "b.y", "a.x"].flatMap((end) => owners.map((owner) => `${owner}/${end},`));
    await writeFile(path, ["identifier,link", ...rows].join("\n"));
    expect(await importing(path, "--as", "list")).toMatchObject({
      rows: 120,
      identifiers: { registered: 80, unchanged: 40 },
      batches: owners.map((owner) => ({
        namespace: `handle:${owner}`,
        identifiers: 2,
        status: "registered",
      })),
    });
  });

  it("is not taken for registered by the word of a resolver that the chain does not bear out", async () => {
    const path = await table("lied.csv", ["LIED.1", "LIED.2"]);
    const batch = `0x${"17".repeat(32)}`;
    const member = { kind: "member", batch, index: "0", status: "active" };
    const liar = createServer((_req, res) => {
      res.setHeader("content-type", "application/json");
      const batches = { [batch]: { way: "list", owner: address, links: {} } };
      res.end(JSON.stringify({ known: { 0: member, 1: member }, batches, asOf: { number: 1_000_000 } }));
    });
    liar.listen(0, "127.0.0.1");
    await once(liar, "listening");
    const before = await nonce();
    const told = await acme.run("import", path, "--json", "--resolver-url", urlOf(liar));
    liar.close();
    expect(told.code).toBe(9);
    expect(told.json()).toMatchObject({ error: { code: "IMPORT_RESOLVER_WRONG", details: { batch } } });
    expect(await nonce()).toBe(before);
  });

  it("leaves revoked what was revoked, and registered what has a record", async () => {
    const serials = scattered(1_000, "ENDED.");
    const list = (await importing(await table("ended.csv", serials))).batches[0]?.batch ?? "";
    await json("batch", "revoke", list, "--members", "3..4", "--reason", "scrapped", "--yes");
    await json("id", "register", `${product}/21/OF-ITS-OWN`);
    const path = await table("ended-more.csv", [...serials, "OF-ITS-OWN", "NEW"]);
    const again = await acme.run("import", path, "--as", "list", "--json");
    expect(again.code).toBe(6);
    expect(again.json()).toMatchObject({
      rows: 1_002,
      identifiers: { registered: 1, unchanged: 999, conflict: 2 },
      batches: [
        { batch: list, identifiers: 998, status: "unchanged" },
        { identifiers: 1, status: "registered" },
      ],
      results: expect.arrayContaining([
        expect.objectContaining({
          line: 5,
          status: "conflict",
          problem: expect.objectContaining({ code: "IMPORT_CONFLICT" }),
        }),
      ]),
    });
    expect(await json("resolve", `${product}/21/${serials[3]}`)).toMatchObject({
      batch: { status: "revoked" },
    });
  });

  it("has rows that become records beside the list", async () => {
    const linked = ["OWN-1", "OWN-2"].map(
      (serial) => `https://id.gs1.org/${product}/21/${serial},https://acme.example/${serial}`,
    );
    const summary = await importing(await table("mixed.csv", scattered(1_000, "M"), linked));
    expect(summary).toMatchObject({
      identifiers: { registered: 1_002 },
      batches: [{ way: "list", identifiers: 1_000 }],
    });
    await resolver.caughtUp(await ledger.provider.getBlockNumber());
    const own = await json("resolve", `${product}/21/OWN-1`);
    expect(own).toMatchObject({
      record: { member: null },
      links: [{ href: "https://acme.example/OWN-1" }, {}],
    });
  });

  it("is registered once, however often its import is killed", async () => {
    const serials = scattered(1_000, "K");
    const path = await table("killed.csv", serials);
    const before = await nonce();
    const registrations = join(acme.folder, "registrations");
    const isThere = (name: string) => async () => {
      const found = await readdir(registrations, { recursive: true }).catch(() => []);
      return found.some((one) => one.endsWith(name));
    };
    await killedWhen(path, isThere(".list"));
    await killedWhen(path, isThere("prepared.json"));
    await killedWhen(path, async () => (await nonce()) > before);
    const summary = await importing(path);
    expect(summary.batches).toHaveLength(1);
    expect(await nonce()).toBe(before + 1);
    const batch = toBatchId(summary.batches[0]?.batch ?? "");
    expect(await readBatch(ledger.provider, ledger.deployment, batch)).toMatchObject({ owner: address });
    expect(await json("resolve", `${product}/21/${serials[999]}`)).toMatchObject({ batch: { id: batch } });
  });

  const left = async (): Promise<readonly (string | null)[]> =>
    leftSchema.parse(await json("imports", "list")).imports.map((one) => one.file);

  it("leaves what a kill stopped where its file is changed then, until somebody has it forgotten", async () => {
    const path = await table("abandoned.csv", scattered(300, "ABANDONED."));
    const before = await nonce();
    const { child, ended } = acme.start(["import", path, "--as", "records", "--json"]);
    while ((await nonce()) === before);
    child.kill("SIGKILL");
    await ended;
    await appendFile(path, `https://id.gs1.org/${product}/21/ABANDONED.LATE,\n`);
    await importing(path, "--as", "records");
    const { imports } = leftSchema.parse(await json("imports", "list"));
    const one = imports.find((found) => found.file === path);
    expect(one).toMatchObject({ begun: true, lists: [] });
    expect(one?.bytes).toBeGreaterThan(0);
    await done(acme.run("imports", "forget", one?.name ?? "", "--even-unsettled"));
    expect(await left()).not.toContain(path);
    expect((await acme.run("imports", "forget", one?.name ?? "")).code).toBe(3);
  });

  it("is told of where it changes while it is registered, and registered whole by another run", async () => {
    const path = await table("changing.csv", scattered(300, "CHANGING."));
    const before = await nonce();
    const { ended } = acme.start(["import", path, "--as", "records", "--json"]);
    while ((await nonce()) === before);
    await appendFile(path, `https://id.gs1.org/${product}/21/CHANGING.LATE,\n`);
    const changed = await ended;
    expect(changed.code).toBe(2);
    expect(changed.json()).toMatchObject({ error: { code: "IMPORT_FILE_CHANGED" } });
    expect(await left()).not.toContain(path);
    const { identifiers } = await importing(path, "--as", "records");
    expect(identifiers.registered + identifiers.unchanged).toBe(301);
    expect(identifiers.registered).toBeGreaterThan(0);
  });

  it("becomes the same records as if it had not been killed", async () => {
    const serials = scattered(260, "R");
    const path = await table("records.csv", serials);
    const before = await nonce();
    await killedWhen(path, async () => (await nonce()) > before);
    await killedWhen(path, async () => (await nonce()) > before + 1);
    const summary = await importing(path, "--as", "records");
    expect(summary.identifiers.registered + summary.identifiers.unchanged).toBe(260);
    for (const serial of serials) {
      const id = recordId(schemeId("gs1"), `${product}/21/${serial}`);
      expect(await readRecord(ledger.provider, ledger.deployment, id)).toMatchObject({ owner: address });
    }
  });

  /** Ends the import at once when something has come about, or after it has ended by itself. */
  async function killedWhen(path: string, isTime: () => Promise<boolean>): Promise<void> {
    const { child, ended } = acme.start(["import", path]);
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    while (!isOver && !(await isTime()));
    child.kill("SIGKILL");
    await ended;
  }
});
