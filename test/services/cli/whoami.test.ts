import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { type RunningResolver, startResolver } from "../../fixtures/programs.js";
import { type Home, homeOf, missing } from "./cadastre.js";

describe.skipIf(missing !== null)("cadastre whoami", () => {
  let ledger: DeployedLedger;
  let folder: string;
  let resolver: RunningResolver;
  let home: Home;
  let acme: string;

  beforeAll(async () => {
    ledger = await deployedLedger();
    folder = await mkdtemp(join(tmpdir(), "cadastre-whoami-"));
    acme = (await ledger.party(1, "Acme Pumps")).address;
    resolver = await startResolver({
      rpcUrl: ledger.anvil.rpcUrl,
      deployment: ledger.deploymentFile,
      store: join(folder, "index"),
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

  const whoami = (...words: string[]) => home.run("whoami", ...words);

  it("says for which party the resolver takes the configured key, at which block", async () => {
    // A resolver that has only just started cannot tell yet whether a request was used before: it is asked until it can.
    const { stdout } = await whoami();
    expect(stdout).toContain(`Acme Pumps  ${acme}`);
    expect(stdout).toContain("its controller");
    expect((await whoami("--json")).json()).toMatchObject({
      caller: { party: { address: acme }, via: "signature" },
      asOf: { number: expect.any(Number) },
    });
  });

  it("says that the resolver does not take the key for another party's", async () => {
    const { address } = await ledger.party(2, "Rival");
    await resolver.caughtUp(await ledger.provider.getBlockNumber());
    const { code, stderr } = await whoami("--party", address);
    expect(code).toBe(4);
    expect(stderr).toContain("does not act for the party");
  });

  it("signs for the address that it asks at, and says by which other one the resolver goes", async () => {
    const { port } = new URL(resolver.url);
    const { code, stderr } = await whoami("--resolver-url", `http://localhost:${port}`);
    expect(code).toBe(4);
    expect(stderr).toContain(`calls itself ${resolver.url}`);
  });

  it("says that a resolver which is not there cannot be reached", async () => {
    expect((await whoami("--resolver-url", "http://127.0.0.1:9")).code).toBe(5);
  });

  it("resolves as the party with --signed, and needs no key without it", async () => {
    const unknown = "https://id.gs1.org/01/09506000134352";
    expect((await home.run("resolve", unknown, "--signed")).code).toBe(3);
    expect((await home.run("resolve", unknown, "--signed", "--key", "nobody")).code).toBe(7);
    expect((await home.run("resolve", unknown, "--key", "nobody")).code).toBe(3);
  });
});
