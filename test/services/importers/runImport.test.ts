import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aasIdentifier } from "../../../services/identifiers/index.js";
import { sha256 } from "../../../services/importers/digest.js";
import { ImportError } from "../../../services/importers/errors.js";
import { openImport } from "../../../services/importers/openImport.js";
import { type ImportRow, rowProblem } from "../../../services/importers/row.js";
import { type ImportResult, type ImportSummary, isClean } from "../../../services/importers/run/result.js";
import { type RunImportOptions, runImport } from "../../../services/importers/run/runImport.js";
import { delegateNamespace } from "../../../services/ledger/actions/namespaces.js";
import { toRecordId } from "../../../services/ledger/hex.js";
import { recordId, schemeId } from "../../../services/ledger/ids.js";
import { readRecord } from "../../../services/ledger/reads/identifiers.js";
import { readNamespace } from "../../../services/ledger/reads/namespaces.js";
import { readTwinByContent } from "../../../services/ledger/reads/twins.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { hasSharedData, samples, sharedData } from "./files.js";

const none = { registered: 0, unchanged: 0, shared: 0, conflict: 0, failed: 0 };

function asset(line: number, content: string, ...ids: readonly [string, string, string][]): ImportRow {
  const twin = {
    digest: sha256(content),
    kind: "instance",
    name: content,
    mediaType: "text/plain",
    uri: "",
  } as const;
  const identifiers = ids.map((id) => aasIdentifier(...id));
  return { line, place: `line ${line}`, label: content, twin, identifiers, problems: [] };
}

describe.skipIf(anvilMissing)("an import", () => {
  let ledger: DeployedLedger;
  let acme: Account;
  let other: Account;

  beforeAll(async () => {
    ledger = await deployedLedger();
    acme = await ledger.party(1, "Acme Pumps");
    other = await ledger.party(2, "Other");
  });
  afterAll(() => ledger?.stop());

  async function importing(
    rows: RunImportOptions["rows"],
    by: Account = ledger.root,
    options: Partial<RunImportOptions> = {},
  ): Promise<{ summary: ImportSummary; results: ImportResult[] }> {
    const results: ImportResult[] = [];
    const summary = await runImport({
      rows,
      ledger,
      sender: by.sender,
      party: by.address,
      onResult: (result) => {
        results.push(result);
      },
      ...options,
    });
    return { summary, results: results.sort((a, b) => a.line - b.line) };
  }

  const delegateTo = async (account: Account, scheme: string, prefix: string): Promise<void> => {
    await ledger.send(
      ledger.root,
      delegateNamespace(ledger.deployment, { scheme, prefix }, 0, account.address),
    );
  };

  it("goes no faster than its results are taken", async () => {
    const problems = [rowProblem("It is empty.")];
    const rows = Array.from({ length: 2_000 }, (_, line) => {
      const { twin: _twin, ...row } = asset(line, "empty");
      return { ...row, problems };
    });
    let [open, most] = [0, 0];
    const onResult = async (): Promise<void> => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
    };
    const { summary } = await importing(rows, ledger.root, { onResult, concurrency: 8 });
    expect(summary.badRows).toBe(2_000);
    expect(most).toBeLessThanOrEqual(16);
  });

  it("registers twins and identifiers, and a second run of the same file changes nothing", async () => {
    await delegateTo(acme, "gs1", "9506000");
    await delegateTo(acme, "handle", "88.101.0042");
    await delegateTo(acme, "did", "did:web:acme-pumps.example");
    await delegateTo(acme, "oid", "1.3.6.1.4.1.32473");
    const file = join(samples, "pumps.csv");
    const first = await importing(openImport(file), acme);
    expect(first.summary).toMatchObject({ rows: 5, badRows: 0, delegated: [], stopped: false });
    expect(first.summary.twins).toEqual({ ...none, registered: 2, unchanged: 3 });
    expect(first.summary.identifiers).toEqual({ ...none, registered: 5 });
    expect(isClean(first.summary)).toBe(true);
    const second = await importing(openImport(file), acme);
    expect(second.summary.twins).toEqual({ ...none, unchanged: 5 });
    expect(second.summary.identifiers).toEqual({ ...none, unchanged: 5 });
    expect(second.summary.gas).toBe(0);
    for (const { id, name, scheme, status } of first.results.filter(({ what }) => what === "identifier")) {
      expect(status).toBe("registered");
      const state = await readRecord(ledger.provider, ledger.deployment, toRecordId(id ?? ""));
      expect(state, `${scheme} ${name}`).toMatchObject({ owner: acme.address, version: 1 });
    }
  });

  it("delegates an owner's asset ids to the party where the account holds the root", async () => {
    const { summary } = await importing(openImport(join(samples, "seals.trace-x.json")));
    expect(summary.delegated).toEqual(["aas:BPNL00000000ACME"]);
    expect(summary.identifiers).toEqual({ ...none, registered: 3 });
    const name = { scheme: "aas", prefix: "BPNL00000000ACME" };
    expect(await readNamespace(ledger.provider, ledger.deployment, name)).toMatchObject({
      holder: ledger.root.address,
    });
  });

  it("says who must delegate where the party may not register, and registers the rest", async () => {
    const rows = [asset(1, "theirs", ["foreign.example", "a", "1"]), asset(2, "no id")];
    const { summary, results } = await importing(rows, other);
    expect(summary.identifiers).toEqual({ ...none, failed: 1 });
    expect(summary.twins).toEqual({ ...none, registered: 1, failed: 1 });
    const [, problem] = results.flatMap((result) => result.problem ?? []);
    expect(problem).toMatchObject({ code: "IMPORT_NOT_AUTHORISED" });
    expect(problem?.message).toContain(ledger.root.address);
    expect(problem?.hint).toContain(`cadastre namespace delegate aas:foreign.example --to ${other.address}`);
    expect(isClean(summary)).toBe(false);
  });

  it("leaves a value that several assets share with the first in the file, on every run", async () => {
    const rows = Array.from({ length: 12 }, (_, index) =>
      asset(
        index + 1,
        `batch part ${index}`,
        ["shared.example", "batchId", "B1"],
        ["shared.example", "partInstanceId", `${index}`],
      ),
    );
    for (const fresh of ["registered", "unchanged"] as const) {
      const { summary, results } = await importing(rows);
      expect(summary.identifiers).toEqual({ ...none, [fresh]: 13, shared: 11 });
      expect(results.find(({ name }) => name === "shared.example/batchId/B1")).toMatchObject({
        line: 1,
        status: fresh,
      });
      expect(isClean(summary)).toBe(true);
    }
  });

  it("reports what the ledger says differently as a conflict and leaves it", async () => {
    const id = ["conflict.example", "serialNumber", "1"] as const;
    await importing([asset(1, "first content", [...id])]);
    const { summary, results } = await importing([asset(1, "second content", [...id])]);
    expect(summary.twins).toEqual({ ...none, conflict: 1 });
    expect(summary.identifiers).toEqual({ ...none, conflict: 1 });
    expect(results.map(({ problem }) => problem?.code)).toEqual(["IMPORT_CONFLICT", "IMPORT_CONFLICT"]);
    const unnamed = await readTwinByContent(ledger.provider, ledger.deployment, sha256("second content"));
    expect(unnamed, "a twin without an identifier is not minted").toBeNull();
    const theirs = await importing([asset(1, "first content", ["other.example", "a", "1"])], other);
    expect(theirs.summary.twins).toEqual({ ...none, conflict: 1 });
    expect(theirs.results.map(({ problem }) => problem?.code)).toEqual([
      "IMPORT_CONFLICT",
      "IMPORT_NOT_AUTHORISED",
    ]);
  });

  describe("given two rows for one identifier", () => {
    const linked = (row: ImportRow, href: string): ImportRow => ({ ...row, links: { pip: [{ href }] } });

    it("with the same content, has the second unchanged", async () => {
      const id = ["twice.example", "n", "1"] as const;
      const rows = [1, 2].map((line) => linked(asset(line, "twice", [...id]), "https://twice.example/a"));
      const { summary, results } = await importing(rows);
      expect(summary.identifiers).toEqual({ ...none, registered: 1, unchanged: 1 });
      expect(new Set(results.flatMap(({ what, id }) => (what === "identifier" ? id : []))).size).toBe(1);
    });

    it("with other links, reports the second as a conflict that names the first", async () => {
      const id = ["links.example", "n", "1"] as const;
      const rows = [1, 2].map((line) =>
        linked(asset(line, "links", [...id]), `https://links.example/${line}`),
      );
      const { summary, results } = await importing(rows);
      expect(summary.identifiers).toEqual({ ...none, registered: 1, conflict: 1 });
      expect(summary.twins).toEqual({ ...none, registered: 1, unchanged: 1 });
      const problem = results.find(({ status }) => status === "conflict")?.problem;
      expect(problem).toMatchObject({ code: "IMPORT_CONFLICT", hint: expect.stringContaining("JSON Lines") });
      expect(problem?.message).toContain("line 1");
      expect(isClean(summary)).toBe(false);
    });

    it("with a twin in the first alone, reports the second as a conflict", async () => {
      const { twin: _, ...bare } = asset(2, "half", ["half.example", "n", "1"]);
      const rows = [asset(1, "half", ["half.example", "n", "1"]), linked(bare, "https://half.example/")];
      expect((await importing(rows)).summary.identifiers).toEqual({ ...none, registered: 1, conflict: 1 });
    });

    it("has the second fail as the first did, without its twin", async () => {
      const rows = [1, 2].map((line) => asset(line, "not mine", ["foreign.example", "twice", "1"]));
      const { summary, results } = await importing(rows, other);
      expect(summary.identifiers).toEqual({ ...none, failed: 2 });
      expect(summary.twins).toEqual({ ...none, failed: 2 });
      const [first, second] = results.filter(({ what }) => what === "identifier");
      expect(second?.problem).toEqual(first?.problem);
    });
  });

  it("registers no twin for a row whose identifiers are not understood, but a twin that is meant alone", async () => {
    const problems = [rowProblem("The identifier is not one.")];
    const rows = [{ ...asset(1, "nameless"), problems }, asset(2, "alone")];
    const { summary } = await importing(rows);
    expect(summary.twins).toEqual({ ...none, registered: 1, failed: 1 });
    expect(await readTwinByContent(ledger.provider, ledger.deployment, sha256("nameless"))).toBeNull();
  });

  it("awaits the rows under way where the file cannot be read on, and tells what it got done", async () => {
    const results: ImportResult[] = [];
    async function* broken(): AsyncGenerator<ImportRow> {
      yield* [1, 2, 3].map((line) => asset(line, `broken ${line}`, ["broken.example", "n", `${line}`]));
      throw new ImportError("IMPORT_FILE_UNREADABLE", "The disk is gone.", { hint: "Find it." });
    }
    const ended = importing(broken(), ledger.root, { onResult: (result) => void results.push(result) });
    await expect(ended).rejects.toMatchObject({
      code: "IMPORT_FILE_UNREADABLE",
      hint: expect.stringMatching(/^Find it\. So far: 3 rows.*run the same command again/),
      details: { import: { rows: 3, stopped: true, identifiers: { ...none, registered: 3 } } },
    });
    expect(results).toHaveLength(6);
  });

  it("tells what it got done where the account runs out of means", async () => {
    const poor = await ledger.party(7, "Poor");
    await delegateTo(poor, "aas", "poor.example");
    const rows = [1, 2].map((n) => asset(n, `poor ${n}`, ["poor.example", "n", `${n}`]));
    // Asked of the node before anything that the second row asks.
    const onProgress = (): void => void ledger.provider.send("anvil_setBalance", [poor.address, "0x0"]);
    await expect(importing(rows, poor, { concurrency: 1, onProgress })).rejects.toMatchObject({
      code: "LEDGER_INSUFFICIENT_FUNDS",
      hint: expect.stringContaining("nothing is registered twice"),
      details: { import: { rows: 1, identifiers: { ...none, registered: 1 } } },
    });
  });

  it("in a dry run sends nothing and says about what it would cost", async () => {
    const rows = [asset(1, "dry", ["dry.example", "a", "1"], ["dry.example", "b", "1"])];
    const before = await ledger.provider.getTransactionCount(ledger.root.address);
    const dry = await importing(rows, ledger.root, { dryRun: true });
    expect(await ledger.provider.getTransactionCount(ledger.root.address)).toBe(before);
    expect(await readTwinByContent(ledger.provider, ledger.deployment, sha256("dry"))).toBeNull();
    const real = await importing(rows);
    expect({ ...dry.summary, gas: 0 }).toEqual({ ...real.summary, gas: 0 });
    expect(dry.summary.gas / real.summary.gas).toBeGreaterThan(0.6);
    expect(dry.summary.gas / real.summary.gas).toBeLessThan(1.7);
  });

  it("stops when it is told to and is finished by another run", async () => {
    const rows = Array.from({ length: 40 }, (_, index) =>
      asset(index + 1, `stop ${index}`, ["stop.example", "n", `${index}`]),
    );
    const controller = new AbortController();
    const first = await importing(rows, ledger.root, {
      concurrency: 4,
      signal: controller.signal,
      onProgress: (done) => done === 10 && controller.abort(),
    });
    expect(first.summary.stopped).toBe(true);
    expect(first.summary.rows).toBeLessThan(20);
    const second = await importing(rows);
    expect(second.summary.identifiers.registered).toBe(40 - first.summary.identifiers.registered);
    expect(second.summary.identifiers.unchanged).toBe(first.summary.identifiers.registered);
  });

  it("registers each thing once where two imports of the same file run at the same time", async () => {
    const rows = Array.from({ length: 20 }, (_, index) =>
      asset(index + 1, `race ${index}`, ["race.example", "n", `${index}`]),
    );
    const [one, two] = await Promise.all([importing(rows), importing(rows)]);
    expect(one.summary.identifiers.registered + two.summary.identifiers.registered).toBe(20);
    expect(one.summary.identifiers.unchanged + two.summary.identifiers.unchanged).toBe(20);
    expect(one.summary.twins.registered + two.summary.twins.registered).toBe(20);
  });

  it("fills several transactions without waiting for a block, and registers each identifier once", async () => {
    const rows = Array.from({ length: 450 }, (_, index): ImportRow => {
      const identifiers = [aasIdentifier("full.example", "n", `${index}`)];
      return { line: index + 1, place: `line ${index + 1}`, label: "full", identifiers, problems: [] };
    });
    // The delegation on the way takes a block.
    await importing(rows.slice(0, 1));
    const { provider, root } = ledger;
    const pending = () => provider.getTransactionCount(root.address, "pending");
    const before = await pending();
    await provider.send("evm_setAutomine", [false]);
    let isRunning = true;
    const running = importing(rows).finally(() => {
      isRunning = false;
    });
    while ((await pending()) < before + 4) await new Promise((resolve) => setImmediate(resolve));
    // One block has no room for all of them.
    while (isRunning) await provider.send("evm_mine", []);
    await provider.send("evm_setAutomine", [true]);
    const { summary } = await running;
    expect(summary.identifiers).toEqual({ ...none, registered: 449, unchanged: 1 });
    expect(await pending()).toBeLessThanOrEqual(before + 6);
  });

  it("refuses a party that the account does not control, or that is none", async () => {
    await expect(importing([], acme, { party: other.address })).rejects.toMatchObject({
      code: "IMPORT_NOT_PARTY",
    });
    const stranger = await ledger.account(5);
    await expect(importing([], stranger)).rejects.toMatchObject({ code: "IMPORT_NOT_PARTY" });
  });

  it.skipIf(!hasSharedData)("registers real assets (shared data)", async () => {
    const path = join(sharedData, "catenax", "traceability", "import-test-data-CML1_v0.0.14.json");
    const { summary, results } = await importing(openImport(path));
    expect(summary.twins).toEqual({ ...none, registered: 23 });
    expect(summary.identifiers.failed + summary.identifiers.conflict).toBe(0);
    expect(summary.identifiers.shared).toBe(2);
    for (const { name, id, status } of results.filter(({ what }) => what === "identifier")) {
      if (status === "registered") expect(id).toBe(recordId(schemeId("aas"), name));
    }
  });
});
