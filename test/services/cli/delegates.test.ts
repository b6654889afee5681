/** Who may act for a holder or move what it holds, by the command line: from a resolver that follows the chain. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Account, type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { reached, watchFollower } from "../index/follower.fixture.js";
import { headOf } from "../index/node.fixture.js";
import { startResolver } from "../resolver/http.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";
import { type Ended, type Home, homeOf, missing } from "./cadastre.js";

describe.skipIf(missing)("those who may act for a holder, on the command line", () => {
  let ledger: DeployedLedger;
  let files: string;
  let maker: Account;
  let agent: Account;
  let host: Account;

  beforeAll(async () => {
    ledger = await deployedLedger();
    files = await mkdtemp(join(tmpdir(), "cadastre-delegates-"));
    maker = await ledger.party(1, "Maker");
    agent = await ledger.account(2);
    host = await ledger.account(3);
  });
  afterAll(async () => {
    await ledger?.stop();
    if (files) await rm(files, { recursive: true, force: true });
  });

  async function done(ended: Promise<Ended>): Promise<Ended> {
    const result = await ended;
    expect(result.code, result.stderr + result.stdout).toBe(0);
    return result;
  }

  it("lists roles, the approved account, operators and allowances", async ({ onTestFinished }) => {
    const { anvil, deployment } = ledger;
    const store = await temporaryStore();
    const { until } = watchFollower({ rpcUrl: anvil.rpcUrl, deployment, store });
    const resolver = await startResolver(store);
    const home: Home = await homeOf(ledger, 1, resolver.url);
    onTestFinished(async () => {
      await home.remove();
      await resolver.close();
    });
    const file = join(files, "pump.json");
    await writeFile(file, "{}");
    const asset = `twin:${file}`;
    const minted = z.object({ twin: z.string() });
    const { twin } = minted.parse((await done(home.run("twin", "mint", file, "--json"))).json());
    await done(home.run("role", "set", asset, agent.address, "--role", "publisher"));
    await done(home.run("role", "approve", asset, agent.address));
    await done(home.run("role", "operator", "twin", host.address));
    const units = ["--asset", asset, "--to", maker.address, "--amount", "10", "--unit", "call", "--json"];
    const issued = z.object({ quota: z.string() });
    const { quota } = issued.parse((await done(home.run("quota", "issue", ...units))).json());
    await done(home.run("quota", "allow", quota, "--to", host.address, "--amount", "4"));
    await until(reached(await headOf(anvil.rpcUrl)));

    expect((await done(home.run("role", "list", asset, "--json"))).json()).toMatchObject({
      holder: { address: maker.address },
      roles: [{ account: agent.address, roles: ["publisher"] }],
      approved: { account: agent.address },
      operators: [{ account: host.address }],
    });
    expect((await done(home.run("quota", "allowances", quota, "--json"))).json()).toMatchObject({
      allowances: [{ holder: { address: maker.address }, spender: host.address, units: "4" }],
    });
    const { stdout } = await done(home.run("role", "list", asset));
    expect(stdout).toContain("moves it");
    expect(await home.run("quota", "allowances", twin)).toMatchObject({ code: 3 });

    await done(home.run("role", "approve", asset, "none"));
    await done(home.run("role", "operator", "twin", host.address, "--end"));
    await until(reached(await headOf(anvil.rpcUrl)));
    expect((await done(home.run("role", "list", asset, "--json"))).json()).toMatchObject({
      approved: null,
      operators: [],
    });
    expect(await home.run("role", "operator", "twins", host.address)).toMatchObject({ code: 2 });
  });
});
