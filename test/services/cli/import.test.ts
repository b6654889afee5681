import { existsSync } from "node:fs";
import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { toQuantity } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { registerIdentifier } from "../../../services/ledger/actions/identifiers.js";
import { ledgerContracts } from "../../../services/ledger/contracts.js";
import { type DeployedLedger, deployedLedger, fundedSigner } from "../../fixtures/ledger.js";
import { aasxParts, zipArchive } from "../importers/zipBuilder.js";
import { mine, reorganise } from "../index/node.fixture.js";
import { submit } from "../index/traffic.fixture.js";
import { type Home, homeOf, missing, samples } from "./cadastre.js";

describe.skipIf(missing)("cadastre import", () => {
  let ledger: DeployedLedger;
  let root: Home;
  let other: Home;

  beforeAll(async () => {
    ledger = await deployedLedger();
    root = await homeOf(ledger, 0);
    other = await homeOf(ledger, 1);
    await other.run("party", "register", "--name", "Other");
  });
  afterAll(async () => {
    await root?.remove();
    await other?.remove();
    await ledger?.stop();
  });

  /** A table of assets with a twin and an identifier each. */
  async function tableOf(owner: string, rows: number): Promise<string> {
    const lines = Array.from({ length: rows }, (_, row) => {
      const digest = Buffer.from(`${owner} ${row}`).toString("hex").padStart(64, "0");
      return `aas:${owner}/serialNumber/${row},Part ${row},${digest}`;
    });
    const path = join(root.folder, `${owner}.csv`);
    await writeFile(path, ["identifier,name,content_digest", ...lines, ""].join("\n"));
    return path;
  }

  /** How often the ledger says that things of the owner were registered. */
  async function registrations(owner: string): Promise<{ records: number; twins: number }> {
    const { identifiers, twins } = ledgerContracts(ledger.deployment, ledger.provider);
    const records = await identifiers.queryFilter(identifiers.filters.IdentifierRegistered(), 0);
    const minted = await twins.queryFilter(twins.filters.TwinVersionPublished(), 0);
    const digest = Buffer.from(`${owner} `).toString("hex");
    return {
      records: records.filter(({ args }) => args.identifier.startsWith(`${owner}/`)).length,
      twins: minted.filter(({ args }) => args[2].includes(digest)).length,
    };
  }

  it("registers a file, tells each result, and changes nothing the second time", async () => {
    const report = join(root.folder, "report.jsonl");
    const file = join(samples, "seals.trace-x.json");
    const first = await root.run("import", file, "--json", "--report", report);
    expect(first.code, first.stderr + first.stdout).toBe(0);
    expect(first.json()).toMatchObject({
      rows: 2,
      twins: { registered: 2 },
      identifiers: { registered: 3 },
      delegated: ["aas:BPNL00000000ACME"],
      dryRun: false,
    });
    expect((await readFile(report, "utf8")).trim().split("\n")).toHaveLength(5);
    const second = await root.run("import", file);
    expect(second.code).toBe(0);
    expect(second.stdout).toMatch(/twins\s+2 unchanged\n.*identifiers\s+3 unchanged/);
  });

  it("says that the report cannot be written", async () => {
    const { code, json } = await root.run(
      "import",
      join(samples, "pumps.csv"),
      "--json",
      "--report",
      "/no/where",
    );
    expect(code).toBe(2);
    const message = expect.stringContaining("cannot be written");
    expect(json()).toMatchObject({ error: { code: "CLI_REPORT_UNWRITABLE", message } });
  });

  it("writes its report over nothing that it is to read", async () => {
    const file = join(root.folder, "pumps-by-another-name.csv");
    await copyFile(join(samples, "pumps.csv"), file);
    const refused = await root.run(
      "import",
      file,
      "--json",
      "--report",
      join(root.folder, ".", basename(file)),
    );
    expect(refused.code).toBe(2);
    expect(refused.json()).toMatchObject({ error: { code: "CLI_USAGE" } });
    expect(await readFile(file, "utf8")).toBe(await readFile(join(samples, "pumps.csv"), "utf8"));
  });

  it("says what to do where its own folder takes nothing", async () => {
    const folder = join(other.folder, "registrations");
    await rm(folder, { recursive: true, force: true });
    await writeFile(folder, "a file where a folder belongs");
    const { code, json } = await other.run("import", join(samples, "pumps.csv"), "--json");
    await rm(folder);
    expect(code).toBe(2);
    expect(json()).toMatchObject({
      error: { code: "CLI_FILE_UNWRITABLE", hint: expect.stringContaining("Make room") },
    });
  });

  it.skipIf(!existsSync("/dev/full"))(
    "prints one document where the report found no room, and lists all the next time",
    async () => {
      const table = await tableOf("full.example", 3);
      const first = await root.run("import", table, "--json", "--report", "/dev/full");
      expect(first.code).toBe(2);
      expect(first.json()).toMatchObject({ error: { code: "CLI_REPORT_UNWRITABLE" } });
      const second = await root.run("import", table, "--json");
      expect(second.code, second.stdout).toBe(0);
      const { results } = z.object({ results: z.array(z.looseObject({})) }).parse(second.json());
      expect(results).toHaveLength(6);
      for (const result of results)
        expect(result).toMatchObject({ status: "unchanged", id: expect.any(String) });
    },
  );

  it("reports bad rows with line and reason, registers the others, and ends with exit code 6", async () => {
    const file = join(root.folder, "mixed.csv");
    await writeFile(file, "identifier\naas:mixed.example/a/1\n01/09506000134353\naas:mixed.example/a/2\n");
    const { code, stdout } = await root.run("import", file);
    expect(code).toBe(6);
    expect(stdout).toMatch(/identifiers\s+2 registered/);
    expect(stdout).toMatch(/line 3\s+failed/);
  });

  it("says who must delegate where the party may not register", async () => {
    const { code, stdout } = await other.run("import", await tableOf("foreign.example", 1));
    expect(code).toBe(6);
    expect(stdout).toContain("cadastre namespace delegate aas:foreign.example");
  });

  it("in a dry run says what it would do and cost, and does nothing", async () => {
    const dry = await root.run("import", await tableOf("dry.example", 5), "--dry-run", "--json");
    expect(dry.code, dry.stdout).toBe(0);
    expect(dry.json()).toMatchObject({
      dryRun: true,
      identifiers: { registered: 5 },
      costWei: expect.stringMatching(/^\d+$/),
    });
    expect(await registrations("dry.example")).toEqual({ records: 0, twins: 0 });
  });

  it.each([
    ["hostile", zipArchive([{ name: "../../x", content: "x" }]), "IMPORT_PACKAGE_UNSAFE"],
    ["truncated", zipArchive(aasxParts("{}")).subarray(0, 300), "IMPORT_PACKAGE_CORRUPT"],
  ])("refuses a %s package before anything is sent", async (name, archive, expected) => {
    const file = join(root.folder, `${name}.aasx`);
    await writeFile(file, archive);
    const { code, json } = await root.run("import", file, "--owner", "acme.example", "--json");
    expect(code).toBe(2);
    expect(json()).toMatchObject({ error: { code: expected } });
  });

  it.each([
    ["killed", "SIGKILL", null],
    ["stopped by Ctrl-C", "SIGINT", 130],
  ] as const)(
    "is finished by another run after it was %s, and registers each thing once",
    async (_, signal, code) => {
      const owner = `${signal.toLowerCase()}.example`;
      const rows = 150;
      const file = await tableOf(owner, rows);
      const { child, ended } = root.start(["import", file, "--concurrency", "8", "--json"]);
      while ((await registrations(owner)).records < 20) expect(child.exitCode).toBeNull();
      child.kill(signal);
      const first = await ended;
      expect(first.code).toBe(code);
      if (code !== null) expect(first.json()).toMatchObject({ stopped: true });
      const half = await registrations(owner);
      expect(half.records).toBeLessThan(rows);

      const second = await root.run("import", file, "--json");
      expect(second.code, second.stdout).toBe(0);
      // What the first run had signed and not handed over takes place before the second one looks, and is unchanged there.
      const counts = z.looseObject({ registered: z.number(), unchanged: z.number() });
      const { identifiers, twins } = z
        .looseObject({ identifiers: counts, twins: counts })
        .parse(second.json());
      expect([identifiers.registered + identifiers.unchanged, twins.registered + twins.unchanged]).toEqual([
        rows,
        rows,
      ]);
      expect(identifiers.unchanged).toBeGreaterThanOrEqual(half.records);
      expect(twins.unchanged).toBeGreaterThanOrEqual(half.twins);
      expect(await registrations(owner)).toEqual({ records: rows, twins: rows });
    },
  );

  it("given a reorganisation after which something else has its place, then it tells what is there now", async () => {
    const owner = "contested.example";
    const file = await tableOf(owner, 1);
    const report = join(root.folder, "contested.jsonl");
    const { ended } = root.start(["import", file, "--confirmations", "3", "--report", report, "--json"]);
    while ((await registrations(owner)).records < 1) await new Promise(setImmediate);
    await reorganise(ledger.anvil.rpcUrl, 1);
    expect(await registrations(owner)).toEqual({ records: 0, twins: 1 });
    const name = { scheme: "aas", identifier: `${owner}/serialNumber/0` };
    const nothing = { subject: { kind: "none" }, linkset: new Uint8Array() } as const;
    const { address } = ledger.root;
    const registering = registerIdentifier(ledger.deployment, name, owner.length, nothing, address);
    await submit(ledger.anvil.rpcUrl, address, registering);
    let waits = true;
    const over = ended.finally(() => {
      waits = false;
    });
    while (waits) await mine(ledger.anvil.rpcUrl, 1);
    const { code, json } = await over;
    expect(code).toBe(6);
    expect(json()).toMatchObject({
      identifiers: { registered: 0, conflict: 1 },
      results: [{ what: "twin" }, { what: "identifier", status: "conflict" }],
    });
    const lines = (await readFile(report, "utf8")).trim().split("\n");
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({ what: "twin", status: "unchanged" }),
      expect.objectContaining({ what: "identifier", status: "conflict" }),
    ]);
  });

  it("registers anew what a reorganisation took away after its end, where it is run again", async () => {
    const owner = "afterwards.example";
    const file = await tableOf(owner, 3);
    expect((await root.run("import", file)).code).toBe(0);
    await reorganise(ledger.anvil.rpcUrl, 1);
    const left = (await registrations(owner)).records;
    expect(left).toBeLessThan(3);
    const again = await root.run("import", file, "--json");
    expect(again.json()).toMatchObject({ identifiers: { registered: 3 - left, unchanged: left } });
    expect(await registrations(owner)).toEqual({ records: 3, twins: 3 });
  });

  it("tells what it got done where it has to end early, and how to go on", async () => {
    const address = fundedSigner(1).address;
    const balance = await ledger.provider.getBalance(address);
    const file = join(root.folder, "alone.csv");
    await writeFile(file, `identifier,name,content_digest\n,Alone,${"a1".repeat(32)}\n`);
    await ledger.provider.send("anvil_setBalance", [address, "0x0"]);
    const { code, json } = await other.run("import", file, "--json");
    await ledger.provider.send("anvil_setBalance", [address, toQuantity(balance)]);
    expect(code).toBe(4);
    expect(json()).toMatchObject({
      error: {
        code: "LEDGER_INSUFFICIENT_FUNDS",
        hint: expect.stringMatching(/run the same command again.*nothing is registered twice/),
        details: { import: { rows: 0, stopped: true, twins: { registered: 0 } } },
      },
    });
    expect((await other.run("import", file)).code).toBe(0);
  });

  it("says that the chain is not there", async () => {
    const { code, json } = await root.run(
      "import",
      await tableOf("dead.example", 3),
      "--rpc-url",
      "http://127.0.0.1:1",
      "--json",
    );
    expect(code).toBe(5);
    expect(json()).toMatchObject({ error: { code: "LEDGER_RPC_UNREACHABLE" } });
  });
});
