import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../../../services/importers/digest.js";
import {
  accreditOffice,
  freezeThing,
  setOfficeMember,
  unfreezeThing,
} from "../../../services/ledger/actions/supervision.js";
import { twinId } from "../../../services/ledger/ids.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { type Ended, type Home, homeOf, missing } from "./cadastre.js";

const files = [
  "drive-type",
  "drive",
  "motor",
  "bearing",
  "variant",
  "draft",
  "next",
  "terms",
  "other-terms",
] as const;
type File = (typeof files)[number];

describe.skipIf(missing)("twins on the command line", () => {
  let ledger: DeployedLedger;
  let maker: Home;
  let buyer: Home;
  let folder: string;
  const homes: Home[] = [];
  const addresses = { maker: "", buyer: "" };

  const file = (name: File) => join(folder, `${name}.json`);
  const digest = (name: File) => sha256(name);
  const id = (name: File) => twinId(digest(name));

  beforeAll(async () => {
    ledger = await deployedLedger();
    folder = await mkdtemp(join(tmpdir(), "cadastre-twins-"));
    maker = await homeOf(ledger, 1);
    buyer = await homeOf(ledger, 2);
    homes.push(maker, buyer);
    addresses.maker = (await ledger.party(1, "Maker")).address;
    addresses.buyer = (await ledger.party(2, "Buyer")).address;
    for (const name of files) await writeFile(file(name), name);
    await twin(maker, "mint", file("drive-type"), "--kind", "type", "--royalty", "5");
    await twin(maker, "mint", file("drive"));
    await twin(maker, "mint", file("bearing"));
    await twin(maker, "mint", file("variant"), "--kind", "type");
    await twin(buyer, "mint", file("motor"));
  });
  afterAll(async () => {
    for (const home of homes) await home.remove();
    await ledger?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  async function done(ended: Promise<Ended>): Promise<Ended> {
    const result = await ended;
    expect(result.code, result.stderr + result.stdout).toBe(0);
    return result;
  }
  const twin = async (home: Home, ...words: string[]) =>
    (await done(home.run("twin", ...words, "--json"))).json();
  const shown = (name: File) => twin(buyer, "show", id(name));
  async function refused(home: Home, ...words: string[]): Promise<Ended> {
    const ended = await home.run("twin", ...words);
    expect(ended.code, ended.stdout).toBe(4);
    return ended;
  }

  it("takes a twin through its life", async () => {
    expect(await twin(maker, "mint", file("draft"), "--state", "draft")).toMatchObject({ state: "draft" });
    expect((await refused(maker, "deprecate", id("draft"))).stderr).toContain("the twin is draft");
    await refused(buyer, "release", id("draft"));
    await twin(maker, "release", file("draft"), "--reason", "tested");
    expect(await shown("draft")).toMatchObject({ state: "released", stateReason: "tested", version: 1 });
    await twin(maker, "publish", id("draft"), file("next"));
    await twin(maker, "deprecate", id("draft"), "--reason", "old");
    expect((await done(buyer.run("twin", "show", id("draft")))).stdout).toMatch(/state +deprecated: old/);
    await twin(maker, "release", id("draft"));
    expect((await refused(maker, "withdraw", id("draft"))).stderr).toContain("--yes");
    await twin(maker, "withdraw", id("draft"), "--yes");
    expect(await shown("draft")).toMatchObject({ state: "withdrawn", stateReason: "", version: 2 });
    await refused(maker, "release", id("draft"));
  });

  it("lowers a royalty when told so for certain, and keeps who is paid unless told otherwise", async () => {
    expect(await shown("drive-type")).toMatchObject({
      royalty: { basisPoints: 500, payee: addresses.maker, receiver: null },
    });
    await twin(maker, "royalty", id("drive-type"), "5", "--to", addresses.buyer);
    const lower = ["royalty", id("drive-type"), "2.5"];
    expect((await refused(maker, ...lower)).stderr).toContain("--yes");
    expect(await twin(maker, ...lower, "--yes")).toMatchObject({ royalty: { basisPoints: 250 } });
    const royalty = { basisPoints: 250, payee: addresses.buyer, receiver: addresses.buyer };
    expect(await shown("drive-type")).toMatchObject({ royalty });
    await twin(maker, ...lower, "--to", "author");
    expect(await shown("drive-type")).toMatchObject({ royalty: { payee: addresses.maker, receiver: null } });
    expect((await refused(maker, "royalty", id("drive-type"), "3")).stderr).toContain("never rises");
    await refused(buyer, ...lower, "--yes");
  });

  it("names authors with their shares once, the one that minted it first", async () => {
    const authors = ["--author", `${addresses.buyer}=33.34`, "--author", `${addresses.maker}=66.66`];
    await refused(maker, "authors", id("variant"), ...authors);
    await twin(maker, "authors", id("variant"), ...authors, "--yes");
    expect(await shown("variant")).toMatchObject({
      authors: [
        { party: addresses.maker, share: 6666 },
        { party: addresses.buyer, share: 3334 },
      ],
    });
    expect((await refused(maker, "authors", id("variant"), ...authors, "--yes")).stderr).toContain(
      "named already",
    );
  });

  it("attaches licence terms and ends them", async () => {
    await twin(maker, "licence", id("variant"), file("terms"), "--uri", "https://maker.example/terms");
    expect(await shown("variant")).toMatchObject({
      licence: { version: 1, digest: digest("terms"), uri: "https://maker.example/terms" },
    });
    expect((await refused(maker, "licence", id("variant"), digest("terms"))).stderr).toContain(
      "attached already",
    );
    await twin(maker, "licence", id("variant"), "--none");
    expect(await shown("variant")).toMatchObject({ licence: { version: 2, digest: null } });
  });

  it("derives under the terms that were accepted, once permitted", async () => {
    await twin(maker, "licence", id("drive-type"), file("terms"), "--uri", "https://maker.example/terms");
    const derive = ["derive", id("motor"), id("drive-type")];
    const unread = await buyer.run("twin", ...derive, "--yes", "--json");
    expect(unread.code).toBe(2);
    expect(unread.json()).toMatchObject({
      error: { code: "CLI_USAGE", hint: expect.stringContaining("https://maker.example/terms") },
    });
    expect((await buyer.run("twin", ...derive, "--yes", "--accept", file("other-terms"))).code).toBe(2);
    const accepted = [...derive, "--accept", file("terms"), "--yes"];
    expect((await refused(buyer, ...accepted)).stderr).toContain("did not permit");
    await twin(maker, "permit", id("drive-type"), "derive", addresses.buyer);
    expect(await shown("drive-type")).toMatchObject({
      permissions: [{ use: "derive", party: addresses.buyer }],
    });
    const dry = await twin(buyer, ...accepted.slice(0, -1), "--dry-run");
    expect(dry).toMatchObject({ dryRun: true, calls: [{ to: ledger.deployment.contracts.twinLineage }] });
    await twin(buyer, ...accepted);
    await twin(maker, "derive", id("drive"), id("drive-type"), "--accept", digest("terms"), "--yes");
    expect(await shown("drive")).toMatchObject({
      lineage: { depth: 1, parents: [{ twin: id("drive-type"), licence: digest("terms") }] },
    });
    expect(await shown("drive-type")).toMatchObject({
      children: { count: 2, items: expect.arrayContaining([id("drive"), id("motor")]) },
    });
    expect((await refused(maker, "close", id("drive-type"), "--yes")).stderr).toContain(
      "others come from it",
    );
    await twin(maker, "close", id("variant"), "--yes");
    expect(await shown("variant")).toMatchObject({ lineage: { closedToDerivation: true } });
    await twin(maker, "forbid", id("drive-type"), "derive", addresses.buyer);
    expect(await shown("drive-type")).toMatchObject({ permissions: [] });
  });

  it("lists components across owners, takes them out, and lets their owners refuse", async () => {
    const add = ["component", "add", id("drive"), id("motor"), `${file("bearing")}=4`];
    expect((await refused(maker, ...add)).stderr).toContain("did not permit");
    await twin(buyer, "permit", id("motor"), "compose", "--everyone");
    await twin(maker, ...add);
    const text = (await done(buyer.run("twin", "show", id("drive")))).stdout;
    expect(text).toContain(`4 × ${id("bearing")}`);
    expect(text).toContain(`1 × ${id("motor")}`);
    expect(await shown("motor")).toMatchObject({
      permissions: [{ use: "compose", party: null }],
      assemblies: { count: 1, items: [{ whole: id("drive"), quantity: 1 }] },
    });
    await refused(maker, "component", "refuse", id("drive"), id("motor"));
    await twin(buyer, "component", "refuse", id("drive"), id("motor"), "--reason", "sold elsewhere");
    await twin(maker, "component", "remove", id("drive"), id("bearing"));
    await twin(maker, "component", "add", id("drive"), `${id("bearing")}=2`);
    expect(await shown("drive")).toMatchObject({
      components: { count: 1, items: [{ component: id("bearing"), quantity: 2 }] },
    });
    expect((await refused(maker, "component", "remove", id("drive"), id("motor"))).stderr).toContain(
      "no component",
    );
  });

  it("says that a twin is frozen", async () => {
    const { deployment, root } = ledger;
    const thing = { kind: "twin", id: id("bearing") } as const;
    const order = { office: 7, order: digest("terms") };
    for (const call of [
      accreditOffice(deployment, 7, { kind: "all" }, "Federal Office"),
      setOfficeMember(deployment, 7, root.address, true),
      freezeThing(deployment, thing, { ...order, reason: "recall" }, ""),
    ])
      await ledger.send(root, call);
    expect(await shown("bearing")).toMatchObject({ frozenBy: 1 });
    expect((await refused(maker, "deprecate", id("bearing"))).stderr).toContain("frozen");
    expect((await refused(maker, "permit", id("bearing"), "derive", "--everyone")).stderr).toContain(
      "frozen",
    );
    await ledger.send(root, unfreezeThing(deployment, thing, { ...order, reason: "order-lifted" }));
    expect(await shown("bearing")).toMatchObject({ frozenBy: 0 });
  });

  it("finds out that a node leaves events out", async () => {
    const forgetful = createServer((req, res) => {
      const pass = async (): Promise<string> => {
        const body = Buffer.concat(await req.toArray()).toString();
        const headers = { "content-type": "application/json" };
        const answer = await (await fetch(ledger.anvil.rpcUrl, { method: "POST", headers, body })).text();
        return body.includes("eth_getLogs") ? answer.replace(/"result":\[.*\]/, '"result":[]') : answer;
      };
      void pass().then((answer) => res.end(answer));
    });
    await new Promise<void>((resolve) => forgetful.listen(0, "127.0.0.1", resolve));
    const address = forgetful.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : null}`;
    const ended = await maker.run("twin", "show", id("drive"), "--rpc-url", url, "--json");
    forgetful.close();
    expect(ended.code, ended.stdout).toBe(5);
    expect(ended.json()).toMatchObject({ error: { code: "CLI_EVENTS_INCOMPLETE" } });
  });

  it.each<[string[], string]>([
    [["mint", "terms", "--royalty", "lots"], "is not a share"],
    [["mint", "terms", "--royalty-to", "x"], "Who is paid what?"],
    [["mint", "terms", "--state", "withdrawn"], "Allowed choices"],
    [["royalty", "variant", "101"], "is not a share"],
    [["royalty", "variant", "1.234"], "is not a share"],
    [["authors", "variant"], "--author"],
    [["authors", "variant", "--author", "x"], "has no share"],
    [["authors", "variant", "--author", `0x${"12".repeat(20)}=100`], "minted the twin is not among them"],
    [["authors", "variant", "--author", "MAKER=60"], "add up to 60 %"],
    [["licence", "variant"], "Which terms?"],
    [["licence", "variant", "--none", "--uri", "https://maker.example"], "Which terms?"],
    [["permit", "variant", "sell", "--everyone"], "Allowed choices"],
    [["permit", "variant", "derive"], "Whom?"],
    [["derive", "variant"], "parents"],
    [["derive", "drive", "bearing", "--accept", "terms"], "None of the parents offers"],
    [["component", "add", "drive", "BEARING=0"], "is not a quantity"],
    [["component", "add", "drive", "nothing"], "neither a twin's id nor a file"],
    [["show"], "Which twin?"],
  ])("calls %j wrong usage", async (words, message) => {
    const given = words.map((word) =>
      (files.some((name) => name === word) ? join(folder, `${word}.json`) : word)
        .replace("MAKER", addresses.maker)
        .replace("BEARING", id("bearing")),
    );
    const ended = await maker.run("twin", ...given, "--json");
    expect(ended.code, ended.stdout).toBe(2);
    expect(ended.json()).toMatchObject({ error: { message: expect.stringContaining(message) } });
  });

  it.each(["", "mint", "release", "withdraw", "royalty", "authors", "licence", "permit", "derive", "close"])(
    "explains twin %s",
    async (command) => {
      const { stdout } = await done(maker.run("twin", ...(command === "" ? [] : [command]), "--help"));
      expect(stdout).toContain(`Usage: cadastre twin ${command}`.trimEnd());
    },
  );
});
