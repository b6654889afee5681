import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { reached, watchFollower } from "../index/follower.fixture.js";
import { call, headOf } from "../index/node.fixture.js";
import { startResolver } from "../resolver/http.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";
import { type Ended, type Home, homeOf, missing } from "./cadastre.js";

describe.skipIf(missing)("cadastre namespace", () => {
  let ledger: DeployedLedger;
  let root: Home;
  let node: Home;
  let maker: Home;
  let files: string;
  const addresses = { root: "", node: "", maker: "" };
  const homes: Home[] = [];

  beforeAll(async () => {
    ledger = await deployedLedger();
    files = await mkdtemp(join(tmpdir(), "cadastre-certificates-"));
    root = await homeOf(ledger, 0);
    node = await homeOf(ledger, 1);
    maker = await homeOf(ledger, 2);
    homes.push(root, node, maker);
    addresses.root = ledger.root.address;
    addresses.node = (await ledger.party(1, "Sector node")).address;
    addresses.maker = (await ledger.party(2, "Acme Pumps")).address;
  });
  afterAll(async () => {
    for (const home of homes) await home.remove();
    await ledger?.stop();
    if (files) await rm(files, { recursive: true, force: true });
  });

  async function done(ended: Promise<Ended>): Promise<Ended> {
    const result = await ended;
    expect(result.code, result.stderr + result.stdout).toBe(0);
    return result;
  }
  const json = async (home: Home, ...words: string[]) =>
    (await done(home.run("namespace", ...words, "--json"))).json();
  const show = (name: string) => json(maker, "show", name);
  async function refused(home: Home, code: number, ...words: string[]): Promise<string> {
    const ended = await home.run("namespace", ...words);
    expect(ended.code, ended.stderr + ended.stdout).toBe(code);
    return ended.stderr;
  }
  const day = 86_400;
  const now = async () => (await ledger.provider.getBlock("latest"))?.timestamp ?? 0;
  const inDays = async (days: number) =>
    new Date(((await now()) + days * day) * 1000).toISOString().replace(".000Z", "Z");

  async function wait(days: number): Promise<void> {
    await call(ledger.anvil.rpcUrl, "evm_increaseTime", [days * day]);
    await call(ledger.anvil.rpcUrl, "evm_mine");
  }

  it("delegates on terms, renews, and gives back what is then delegated anew", async () => {
    const until = await inDays(2);
    const terms = ["--until", until, "--max-depth", "1", "--no-issue"];
    const delegation = ["delegate", "gs1:40", "--to", addresses.node, ...terms];
    expect(await json(root, ...delegation, "--dry-run")).toMatchObject({ dryRun: true });
    await refused(maker, 3, "show", "gs1:40");
    const expiry = Math.floor(Date.parse(until) / 1000);
    expect(await json(root, ...delegation)).toMatchObject({
      prefix: "40",
      holder: addresses.node,
      terms: { expiry, levels: 1, mayIssue: false },
    });
    expect(await show("gs1:40")).toMatchObject({
      standing: "live",
      expiry,
      levels: 1,
      mayIssue: false,
      tenure: 1,
      answersSince: 1,
      statistics: null,
    });
    const shown = (await done(maker.run("namespace", "show", "gs1:40"))).stdout;
    expect(shown).toMatch(/status +live/);
    expect(shown).toMatch(/issues +no: only delegates/);
    expect(shown).toContain(new Date(expiry * 1000).toISOString().slice(0, 19));

    await done(node.run("namespace", "delegate", "gs1:4000001", "--to", addresses.maker));
    expect(await show("gs1:4000001")).toMatchObject({ levels: 0 });
    expect(await refused(maker, 4, "delegate", "gs1:40000011", "--to", addresses.maker)).toContain(
      "may not delegate further",
    );
    await wait(2);
    expect(await show("gs1:4000001")).toMatchObject({ standing: "lapsed" });
    expect(await show("gs1:40")).toMatchObject({ standing: "lapsed" });
    expect(await json(root, "renew", "gs1:40", "--until", await inDays(5))).toMatchObject({ prefix: "40" });
    expect(await show("gs1:4000001")).toMatchObject({ standing: "live" });
    expect(await refused(root, 4, "renew", "gs1:40", "--until", await inDays(4))).toContain("not later than");

    expect(await refused(node, 4, "surrender", "gs1:4000001", "--yes")).not.toBe("");
    await done(node.run("namespace", "surrender", "gs1:40", "--yes"));
    expect(await show("gs1:40")).toMatchObject({ standing: "lapsed" });
    await done(root.run("namespace", "delegate", "gs1:40", "--to", addresses.node));
    expect(await show("gs1:40")).toMatchObject({ standing: "live", epoch: 2, tenure: 2, answersSince: 2 });
    expect(await show("gs1:4000001")).toMatchObject({ standing: "lapsed" });
  });

  it("has the next holder stand by what the one before issued, where it says so", async () => {
    await done(
      root.run("namespace", "delegate", "gs1:41", "--to", addresses.maker, "--until", await inDays(1)),
    );
    await done(maker.run("id", "register", "01/04100000000003"));
    await wait(1);
    await done(root.run("namespace", "delegate", "gs1:41", "--to", addresses.node));
    const record = async () => (await done(maker.run("id", "show", "01/04100000000003"))).stdout;
    expect(await record()).toContain("a former tenure of its namespace issued it");
    const retiring = await maker.run("id", "retire", "01/04100000000003", "--reason", "x", "--yes");
    expect(retiring).toMatchObject({ code: 4, stderr: expect.stringContaining("cadastre namespace adopt") });
    expect((await done(maker.run("namespace", "show", "gs1:41"))).stdout).toMatch(/stands by .*epoch 2/);

    expect(await refused(node, 4, "adopt", "gs1:41", "--since", "2", "--yes")).toContain("nothing to adopt");
    await refused(node, 2, "adopt", "gs1:41", "--since", "0", "--yes");
    await refused(maker, 4, "adopt", "gs1:41", "--yes");
    expect(await json(node, "adopt", "gs1:41", "--yes")).toMatchObject({ prefix: "41", since: 1 });
    expect(await record()).toMatch(/status +active$/m);
  });

  it("emancipates, for ever", async () => {
    await done(root.run("namespace", "delegate", "handle:88.200", "--to", addresses.node));
    await refused(node, 4, "emancipate", "handle:88.200", "--yes");
    await done(root.run("namespace", "emancipate", "handle:88.200", "--yes"));
    expect(await show("handle:88.200")).toMatchObject({ emancipated: true, expiry: 0 });
    expect(await refused(root, 4, "suspend", "handle:88.200", "--reason", "x")).toContain("emancipated");
  });

  it("signs certificates that anyone submits, once, and cancels them", async () => {
    await done(root.run("namespace", "delegate", "oid:1.3.6", "--to", addresses.node));
    const file = join(files, "delegation.json");
    const create = async (out: string, ...more: string[]) =>
      node.run(
        ...["namespace", "certificate", "create", "oid:1.3.6.1", "--to", addresses.maker, "--out", out],
        ...["--submit-by", await inDays(1), "--no-delegate", ...more],
      );
    const made = (await done(create(file, "--json"))).json();
    expect(made).toMatchObject({ file, certificate: { prefix: "1.3.6.1", terms: { levels: 0 } } });
    expect((await create(file)).code).toBe(2);
    const submit = (path: string, ...more: string[]) =>
      maker.run("namespace", "certificate", "submit", path, ...more);

    const altered = join(files, "altered.json");
    const document = JSON.parse(await readFile(file, "utf8"));
    document.certificate.holder = addresses.node;
    await writeFile(altered, JSON.stringify(document));
    expect(await submit(altered)).toMatchObject({ code: 2, stderr: expect.stringContaining("altered") });
    await writeFile(altered, "{}");
    expect((await submit(altered)).code).toBe(2);
    expect((await submit(join(files, "nowhere.json"))).code).toBe(2);

    expect((await done(submit(file, "--dry-run", "--json"))).json()).toMatchObject({ dryRun: true });
    await done(submit(file));
    expect(await show("oid:1.3.6.1")).toMatchObject({ holder: addresses.maker, levels: 0 });
    expect((await submit(file)).code).toBe(4);

    const second = join(files, "second.json");
    await done(maker.run("namespace", "surrender", "oid:1.3.6.1", "--yes"));
    await done(create(second));
    expect((await maker.run("namespace", "certificate", "cancel", second, "--yes")).code).toBe(4);
    await done(node.run("namespace", "certificate", "cancel", second, "--yes"));
    expect(await submit(second)).toMatchObject({ code: 4, stderr: expect.stringContaining("certificate") });
  });

  it("counts what was delegated and registered, by the resolver", async () => {
    const { deployment, anvil } = ledger;
    const store = await temporaryStore();
    const { until } = watchFollower({ rpcUrl: anvil.rpcUrl, deployment, store });
    const resolver = await startResolver(store);
    onTestFinished(() => resolver.close());
    await done(root.run("namespace", "delegate", "gs1:49", "--to", addresses.maker));
    await done(maker.run("id", "register", "01/04900000000009"));
    await until(reached(await headOf(anvil.rpcUrl)));
    const asked = ["gs1:49", "--resolver-url", resolver.url];
    expect(await json(maker, "stats", ...asked)).toMatchObject({
      statistics: { namespace: { delegations: 0, registrations: 1 }, holder: { registrations: 2 } },
    });
    expect(await json(maker, "show", ...asked)).toMatchObject({
      holder: addresses.maker,
      statistics: { namespace: { registrations: 1 } },
    });
    const text = (await done(maker.run("namespace", "show", ...asked))).stdout;
    expect(text).toMatch(/done under it +0 delegations \(0 of lapsed prefixes\), 1 registrations/);
    await refused(maker, 3, "stats", "gs1:4999", "--resolver-url", resolver.url);
    // Without one it still shows what the chain has.
    const nowhere = ["gs1:49", "--resolver-url", "http://127.0.0.1:9"];
    const alone = await done(maker.run("namespace", "show", ...nowhere));
    expect(alone).toMatchObject({ stderr: expect.stringContaining("Without statistics") });
    await refused(maker, 5, "stats", ...nowhere);
    await refused(maker, 2, "stats", "gs1:49");
  });

  it.each([
    [["delegate", "gs1:", "--to", "0x1"], "root"],
    [["delegate", "gs1:42", "--to", "me", "--max-depth", "16"], "not a depth"],
    [["delegate", "gs1:42", "--to", "me", "--max-depth", "2", "--no-delegate"], "contradict"],
    [["delegate", "gs1:42", "--to", "me", "--until", "soon"], "not a date"],
    [["delegate", "gs1:42", "--to", "me", "--until", "2200-01-01"], "2200-01-01 is not a time"],
    [["renew", "gs1:42"], "Until when"],
    [["renew", "gs1:42", "--until", "2030-01-01", "--for-good"], "Until when"],
    [["surrender", "gs1:"], "root"],
  ])("refuses %j before it asks the chain", async (words, why) => {
    expect(await refused(maker, 2, ...words)).toContain(why);
  });
});
