/** Imports that several keys sign together. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ledgerContracts } from "../../../services/ledger/contracts.js";
import { type DeployedLedger, deployedLedger, fundedSigner } from "../../fixtures/ledger.js";
import { addKey, type Home, homeOf, missing } from "./cadastre.js";

describe.skipIf(missing)("cadastre import with several keys", () => {
  let ledger: DeployedLedger;
  let maker: Home;
  const namespace = "namespace:handle:88.101";

  beforeAll(async () => {
    ledger = await deployedLedger();
    await ledger.party(1, "Maker");
    maker = await homeOf(ledger, 1);
    const root = await homeOf(ledger, 0);
    await root.run("namespace", "delegate", "handle:88.101", "--to", fundedSigner(1).address);
    await root.remove();
    await addKey(maker, "second", 2);
    await addKey(maker, "third", 3);
    await addKey(maker, "stranger", 4);
    for (const name of ["second", "third"]) {
      const { code, stderr } = await maker.run("role", "set", namespace, name, "--role", "registrar");
      expect(code, stderr).toBe(0);
    }
  });
  afterAll(async () => {
    await maker?.remove();
    await ledger?.stop();
  });

  /** A table of handles, each with a link of its own, so that each is a record. */
  async function tableOf(name: string, rows: number): Promise<string> {
    const lines = Array.from(
      { length: rows },
      (_, row) => `88.101.${name}/${row},https://maker.example/${name}/${row}`,
    );
    const path = join(maker.folder, `${name}.csv`);
    await writeFile(path, ["identifier,link", ...lines, ""].join("\n"));
    return path;
  }
  async function registered(name: string): Promise<readonly string[]> {
    const { identifiers } = ledgerContracts(ledger.deployment, ledger.provider);
    const events = await identifiers.queryFilter(identifiers.filters.IdentifierRegistered(), 0);
    return events
      .map(({ args }) => args.identifier)
      .filter((identifier) => identifier.startsWith(`88.101.${name}/`))
      .sort();
  }
  const nonces = (): Promise<readonly number[]> =>
    Promise.all(
      [1, 2, 3, 4].map((account) => ledger.provider.getTransactionCount(fundedSigner(account).address)),
    );
  const expectedOf = (name: string, rows: number): readonly string[] =>
    Array.from({ length: rows }, (_, row) => `88.101.${name}/${row}`).sort();

  it("has registrars of the namespace register beside the holder's key, and says who did nothing", async () => {
    const before = await nonces();
    const file = await tableOf("crew", 300);
    const words = ["--keys", "second,third,stranger", "--concurrency", "1000"];
    const { code, stdout, stderr } = await maker.run("import", file, ...words);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/identifiers\s+300 registered/);
    const sent = (await nonces()).map((nonce, position) => nonce - (before[position] ?? 0));
    expect(sent).toEqual([expect.any(Number), expect.any(Number), expect.any(Number), 0]);
    for (const count of sent.slice(0, 3)) expect(count).toBeGreaterThan(0);
    expect(stderr).toMatch(/key "second" sent \d+ transactions/);
    expect(stderr).toMatch(/key "stranger" sent nothing.*role set/);
    expect(await registered("crew")).toEqual(expectedOf("crew", 300));
  });

  it("given a kill with transactions of all keys under way, then the holder's key alone finishes it, each thing once", async () => {
    const file = await tableOf("killed", 300);
    await ledger.provider.send("evm_setAutomine", [false]);
    const before = await nonces();
    const { child, ended } = maker.start(["import", file, "--keys", "second,third", "--concurrency", "1000"]);
    const pending = async (account: number): Promise<boolean> =>
      (await ledger.provider.getTransactionCount(fundedSigner(account).address, "pending")) >
      (before[account - 1] ?? 0);
    while (!((await pending(1)) && (await pending(2)) && (await pending(3))))
      expect(child.exitCode).toBeNull();
    child.kill("SIGKILL");
    await ended;
    // What one of the keys sent is lost with the node's memory.
    await ledger.provider.send("anvil_removePoolTransactions", [fundedSigner(2).address]);
    await ledger.provider.send("evm_setAutomine", [true]);

    const { code, stdout } = await maker.run("import", file);
    expect(code, stdout).toBe(0);
    expect(await registered("killed")).toEqual(expectedOf("killed", 300));
  });
});
