/** Sealed records by command line, over a chain, with an index that follows it. */
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";

import { z } from "zod";
import { toSealedId } from "../../../services/ledger/hex.js";
import { readIsAllowed } from "../../../services/ledger/reads/rights.js";
import { sealedSchema } from "../../../services/resolver/v1/sealedSchema.js";
import type { SealedId } from "../../../services/store/model.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { reached, watchFollower } from "../index/follower.fixture.js";
import { call, headOf } from "../index/node.fixture.js";
import { startResolver } from "../resolver/http.fixture.js";
import { everything } from "../store/contents.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";
import { type Ended, type Home, homeOf, missing } from "./cadastre.js";

const registeredSchema = z.looseObject({
  registered: z.array(z.looseObject({ record: z.string().transform(toSealedId), identifier: z.string() })),
});

const problemSchema = z.looseObject({ identifier: z.unknown(), instance: z.string() });

describe.skipIf(missing)("the command line of those who seal identifiers", () => {
  let ledger: DeployedLedger;
  let admin: Home;
  let maker: Home;
  let buyer: Home;
  let files: string;
  const addresses = { maker: "", buyer: "" };
  const records: SealedId[] = [];
  const file = (name: string) => join(files, name);

  const product = "01/09506000134352";
  /** What of the identifiers nothing public may have. */
  const serials = ["QUIET4711", "QUIET4712", "QUIET4713"];
  const identifiers = serials.map((serial) => `${product}/21/${serial}`);
  const [first = "", second = "", third = ""] = identifiers;

  beforeAll(async () => {
    ledger = await deployedLedger();
    files = await mkdtemp(join(tmpdir(), "cadastre-sealed-"));
    admin = await homeOf(ledger, 0);
    maker = await homeOf(ledger, 1);
    buyer = await homeOf(ledger, 2);
    addresses.maker = (await ledger.party(1, "Maker")).address;
    addresses.buyer = (await ledger.party(2, "Buyer")).address;
    await done(admin.run("namespace", "delegate", "gs1:9506000", "--to", addresses.maker));
  });
  afterAll(async () => {
    for (const home of [admin, maker, buyer]) await home?.remove();
    await ledger?.stop();
    if (files) await rm(files, { recursive: true, force: true });
  });

  async function done(ended: Promise<Ended>): Promise<Ended> {
    const result = await ended;
    expect(result.code, result.stderr + result.stdout).toBe(0);
    return result;
  }
  const json = async (home: Home, ...words: string[]) => (await done(home.run(...words, "--json"))).json();
  const refused = async (home: Home, ...words: string[]) => {
    const { code, stderr } = await home.run(...words);
    return { code, stderr };
  };
  const secretly = (...words: string[]) => ["sealed", ...words, "--secret-file", file("secret")];
  const sealedThing = () => `sealed:${records[0]}`;

  it("makes a secret that only its owner reads, prints it nowhere, and never writes over one", async () => {
    const made = await done(maker.run("sealed", "secret", file("secret")));
    const secret = (await readFile(file("secret"), "utf8")).trim();
    expect(secret).toMatch(/^0x[0-9a-f]{64}$/);
    expect((await stat(file("secret"))).mode & 0o777).toBe(0o600);
    expect(made.stdout + made.stderr).not.toContain(secret.slice(2));
    expect(await refused(maker, "sealed", "secret", file("secret"))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("already"),
    });
    expect((await readFile(file("secret"), "utf8")).trim()).toBe(secret);
  });

  it("seals a namespace once that is confirmed, and registers nothing in secret before", async () => {
    expect(await refused(maker, ...secretly("register", first))).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("is not sealed"),
    });
    expect(await refused(maker, "namespace", "seal", "gs1:9506000")).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("not confirmed"),
    });
    expect((await refused(buyer, "namespace", "seal", "gs1:9506000", "--yes")).code).toBe(4);
    await done(maker.run("namespace", "seal", "gs1:9506000", "--yes"));
    expect(await json(maker, "namespace", "show", "gs1:9506000")).toMatchObject({ sealed: true });
    expect((await refused(maker, "id", "register", product)).code).toBe(4);
  });

  it("registers some from the line and some from a list, and the same again changes nothing", async () => {
    await writeFile(file("list.txt"), `${second}\r\n\n  (01)09506000134352(21)${serials[2]}\n`);
    const words = secretly(
      "register",
      first,
      "--file",
      file("list.txt"),
      "--link",
      "https://maker.example/p",
    );
    expect(await json(maker, ...words, "--dry-run")).toMatchObject({ dryRun: true });
    await expect(stat(join(maker.folder, "sealed.jsonl"))).rejects.toThrow("ENOENT");

    const { registered } = registeredSchema.parse(await json(maker, ...words));
    expect(registered.map(({ identifier }) => identifier)).toEqual(identifiers);
    records.push(...registered.map(({ record }) => record));
    expect((await stat(join(maker.folder, "sealed.jsonl"))).mode & 0o777).toBe(0o600);
    expect(await json(maker, ...words)).toMatchObject({ registered: [], unchanged: 3 });
    expect((await refused(maker, ...secretly("register", first, first))).code).toBe(2);
    const elsewhere = secretly("register", first, "--namespace", "gs1:4012345");
    expect(await refused(maker, ...elsewhere)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("does not carry the prefix"),
    });
    expect(await json(maker, "sealed", "show", first)).toMatchObject({
      record: records[0],
      identifier: first,
      status: "active",
      live: true,
      locked: false,
      owner: addresses.maker,
      content: { linkset: { "https://ref.gs1.org/voc/defaultLink": [{ href: "https://maker.example/p" }] } },
    });
  });

  it("shows strangers the record and no identifier", async () => {
    expect(await json(buyer, "sealed", "show", `${records[0]}`)).toMatchObject({
      record: records[0],
      prefix: "9506000",
      identifier: null,
      content: null,
    });
    expect(await refused(buyer, "sealed", "show", first)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("salt"),
    });
    await done(buyer.run("sealed", "secret", file("other")));
    expect((await refused(buyer, "sealed", "show", first, "--secret-file", file("other"))).code).toBe(3);
    expect((await refused(buyer, "id", "show", first)).code).toBe(3);
  });

  it("discloses one, with its content, and whoever gets it sees that it is true", async () => {
    await done(maker.run("sealed", "disclose", first, "--content", "--out", file("disclosure.json")));
    expect((await stat(file("disclosure.json"))).mode & 0o777).toBe(0o600);
    expect(await json(buyer, "sealed", "verify", file("disclosure.json"))).toMatchObject({
      record: records[0],
      identifier: first,
      owner: addresses.maker,
      status: "active",
      live: true,
      content: { subject: { kind: "none" } },
    });
    const plain = await json(maker, ...secretly("disclose", second));
    expect(Object.keys(z.looseObject({}).parse(plain)).sort()).toEqual(
      ["chain", "identifier", "namespace", "record", "registry", "salt", "scheme"].sort(),
    );
  });

  it("sees what of a disclosure is not true", async () => {
    const disclosure = z
      .looseObject({ salt: z.string() })
      .parse(JSON.parse(await readFile(file("disclosure.json"), "utf8")));
    const verified = async (change: Record<string, unknown>) => {
      await writeFile(file("tampered.json"), JSON.stringify({ ...disclosure, ...change }));
      return refused(buyer, "sealed", "verify", file("tampered.json"));
    };
    const word = `0x${"11".repeat(32)}`;
    for (const [change, code, why] of [
      [{ identifier: second }, 9, "seal"],
      [{ salt: word }, 9, "seal"],
      [{ record: records[1] }, 9, "seal"],
      [{ identifier: "01/04012345123456/21/1" }, 9, "does not carry the prefix"],
      [{ namespace: "gs1:950600" }, 9, "seal"],
      [{ identifier: `https://example.com/${first}` }, 9, "not a canonical identifier"],
      [{ content: { subject: { kind: "none" }, linkset: {} } }, 9, "digest differs"],
      [{ contentSalt: word }, 9, "digest differs"],
      [{ contentSalt: undefined }, 2, "no disclosure"],
      [{ chain: 1 }, 2, "another ledger"],
      [{ registry: addresses.maker }, 2, "another ledger"],
      [{ salt: "0x" }, 2, "no disclosure"],
    ] as const) {
      expect(await verified(change), JSON.stringify(change)).toMatchObject({
        code,
        stderr: expect.stringContaining(why),
      });
    }
    expect((await verified({})).code).toBe(0);
  });

  it("updates, suspends and resumes, and an older content no longer verifies", async () => {
    const update = secretly("update", first, "--link", "https://maker.example/v2", "--rel", "gs1:pip");
    expect(await json(maker, ...update)).toMatchObject({ record: records[0], version: 2 });
    expect(await refused(buyer, "sealed", "verify", file("disclosure.json"))).toMatchObject({
      code: 9,
      stderr: expect.stringContaining("digest differs"),
    });
    await done(maker.run("sealed", "disclose", first, "--content", "--out", file("second.json")));
    expect(await json(buyer, "sealed", "verify", file("second.json"))).toMatchObject({ version: 2 });

    const telling = ["sealed", "suspend", first, "--reason", `stolen: ${first}`];
    expect((await refused(maker, ...telling)).code).toBe(2);
    await done(maker.run("sealed", "suspend", first, "--reason", "recall"));
    expect(await json(buyer, "sealed", "verify", file("second.json"))).toMatchObject({
      status: "suspended",
      live: false,
    });
    await done(maker.run("sealed", "resume", `${records[0]}`, "--reason", "settled"));
  });

  it("grants a right on one, freezes it by its public name, and hands it over, which ends the right", async () => {
    const { provider, deployment } = ledger;
    const grant = ["right", "grant", "--asset", sealedThing(), "--to", addresses.buyer, "--action", "read"];
    await done(maker.run(...grant));
    const grantee = (await ledger.account(2)).address;
    const key = {
      asset: { kind: "sealed", id: records[0] ?? toSealedId("0x") },
      scope: "",
      grantee: { kind: "party", party: grantee },
      survivesSale: false,
      terms: null,
      parent: null,
    } as const;
    const allowed = () => readIsAllowed(provider, deployment, key, grantee, null, ["read"]);
    expect(await allowed()).toBe(true);
    expect(await json(maker, "right", "list", "--asset", sealedThing())).toMatchObject({
      rights: [{ status: "active", asset: { kind: "sealed" } }],
    });
    await done(maker.run("role", "set", sealedThing(), addresses.buyer, "--role", "publisher"));
    expect(await json(maker, "role", "show", sealedThing(), addresses.buyer)).toMatchObject({
      roles: ["publisher"],
    });

    await writeFile(file("order.pdf"), "order");
    await done(admin.run("office", "accredit", "7", "--name", "Office", "--scope", "gs1"));
    await done(admin.run("office", "admit", "7", addresses.buyer));
    const order = ["--office", "7", "--order", file("order.pdf")];
    await done(buyer.run("freeze", sealedThing(), "--reason", "recall", ...order));
    const transfer = ["transfer", sealedThing(), "--to", addresses.buyer, "--yes"];
    expect(await refused(maker, ...transfer)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("frozen"),
    });
    await done(buyer.run("unfreeze", sealedThing(), "--reason", "order-lifted", ...order));
    await done(maker.run(...transfer));
    expect(await allowed()).toBe(false);
    expect(await json(buyer, "sealed", "show", `${records[0]}`)).toMatchObject({
      owner: addresses.buyer,
      epoch: 2,
    });
    await done(buyer.run("sealed", "suspend", `${records[0]}`, "--reason", "in store"));
  });

  it("signs for others to submit, and a file that has no identifier", async () => {
    const signed = file("retire.signed.json");
    const retire = ["sealed", "retire", third, "--reason", "scrapped", "--yes"];
    await json(maker, ...retire, "--sign", signed);
    expect(await readFile(signed, "utf8")).not.toContain(serials[2]);
    await done(buyer.run("submit", signed));
    expect(await json(maker, "sealed", "show", third)).toMatchObject({ status: "retired" });
  });

  it("registers hundreds with bounded calls, locked where asked", async () => {
    const many = Array.from({ length: 301 }, (_, n) => `${product}/21/QUIET-L${n}`);
    await writeFile(file("many.txt"), many.join("\n"));
    const words = secretly("register", "--file", file("many.txt"), "--locked", "--for", addresses.buyer);
    words.push("--namespace", "gs1:9506000");
    const { registered } = registeredSchema.parse(await json(maker, ...words));
    expect(registered).toHaveLength(301);
    const last = many.at(-1) ?? "";
    expect(await json(maker, "sealed", "show", last)).toMatchObject({ locked: true, owner: addresses.buyer });
    const moved = ["transfer", `sealed:${registered[300]?.record}`, "--to", addresses.maker, "--yes"];
    expect((await refused(buyer, ...moved)).code).toBe(4);
  });

  it("leaves no identifier on the chain, in the index or in an answer, and resolves none", async () => {
    const { anvil, deployment } = ledger;
    const store = await temporaryStore();
    const { until } = watchFollower({ rpcUrl: anvil.rpcUrl, deployment, store });
    const resolver = await startResolver(store);
    onTestFinished(() => resolver.close());
    const head = await headOf(anvil.rpcUrl);
    await until(reached(head));

    const get = async (path: string) => (await resolver.get(path)).text();
    const shown = await get(`/v1/sealed/${records[0]}`);
    expect(sealedSchema.parse(JSON.parse(shown))).toMatchObject({
      owner: { address: addresses.buyer },
      status: "suspended",
      version: 2,
      rights: [],
    });
    const answers = [
      shown,
      await get("/v1/namespaces/gs1/9506000"),
      await get(`/v1/assets/sealed/${records[0]}/rights`),
      await get(`/v1/roles/sealed/${records[0]}`),
      await get(`/v1/parties/${addresses.maker}`),
      await get("/v1/freezes"),
    ];
    expect(answers[1]).toContain('"registrations":304');
    const blocks = await Promise.all(
      Array.from({ length: head + 1 }, (_, n) =>
        call(anvil.rpcUrl, "eth_getBlockByNumber", [`0x${n.toString(16)}`, true]),
      ),
    );
    const logs = await call(anvil.rpcUrl, "eth_getLogs", [{ fromBlock: "0x0", toBlock: "latest" }]);
    const open = JSON.stringify([answers, await everything(store), blocks, logs]);
    expect(open, "the search finds what is there").toContain(Buffer.from("9506000").toString("hex"));
    for (const trace of ["QUIET", product]) {
      expect(open.includes(trace), trace).toBe(false);
      expect(open.includes(Buffer.from(trace).toString("hex")), trace).toBe(false);
    }

    const resolve = async (identifier: string) => {
      const response = await resolver.get(`/v1/resolve?id=${encodeURIComponent(identifier)}`);
      // How it was understood depends on what was asked alone, and each request has an id of its own.
      const { identifier: understood, instance, ...said } = problemSchema.parse(await response.json());
      expect([understood, instance]).not.toContain(undefined);
      return { status: response.status, text: JSON.stringify(said).replaceAll(identifier, "") };
    };
    const without = await resolve(`${product}/21/NEVER1`);
    expect(without.status).toBe(404);
    for (const identifier of identifiers) expect(await resolve(identifier)).toEqual(without);
    const client = await maker.run("resolve", first, "--resolver-url", resolver.url);
    expect(client.code).toBe(3);
  });
});
