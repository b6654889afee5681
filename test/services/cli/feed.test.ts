import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createGroup } from "../../../services/ledger/actions/groups.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { type RunningResolver, startResolver } from "../../fixtures/programs.js";
import { type Home, homeOf, missing, type Running } from "./cadastre.js";

const lineSchema = z.object({
  kind: z.string(),
  id: z.string(),
  event: z.looseObject({ event: z.string(), owners: z.array(z.string()) }),
});

describe.skipIf(missing !== null)("cadastre feed", () => {
  let ledger: DeployedLedger;
  let folder: string;
  let resolver: RunningResolver;
  let home: Home;
  const startOn = (url?: string) =>
    startResolver({
      rpcUrl: ledger.anvil.rpcUrl,
      deployment: ledger.deploymentFile,
      store: join(folder, "index"),
      ...(url === undefined ? {} : { port: Number(new URL(url).port) }),
    });

  beforeAll(async () => {
    ledger = await deployedLedger();
    folder = await mkdtemp(join(tmpdir(), "cadastre-feed-"));
    resolver = await startOn();
    home = await homeOf(ledger, 1, resolver.url);
    await resolver.caughtUp(await ledger.provider.getBlockNumber());
  });
  afterAll(async () => {
    await resolver?.stop();
    await home?.remove();
    await ledger?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  /** Lines that it prints, until so many are there. */
  const printed = async ({ child }: Running, count: number): Promise<readonly string[]> => {
    let text = "";
    for await (const chunk of child.stdout ?? []) {
      text += String(chunk);
      if (text.split("\n").length > count) break;
    }
    child.kill();
    return text.trimEnd().split("\n");
  };

  it("prints what happened, and goes on by itself when the resolver was away", async () => {
    const acme = await ledger.party(1, "Acme Pumps");
    const { address } = acme;
    const running = home.start(["feed", "--owner", address, "--after", "0", "--json"]);
    const lost = new Promise<void>((resolve) => {
      running.child.stderr?.on("data", (chunk: Buffer) => {
        if (chunk.includes("Trying again")) resolve();
      });
    });
    const lines = printed(running, 2);
    // Ends once the first event is out and the resolver is gone.
    await resolver.caughtUp(await ledger.provider.getBlockNumber());
    await resolver.stop();
    await lost;
    resolver = await startOn(resolver.url);
    await ledger.send(acme, createGroup(ledger.deployment, address, "Partners"));
    const items = (await lines).map((line) => lineSchema.parse(JSON.parse(line)));
    expect(items.map(({ event }) => event.event)).toEqual(["PartyRegistered", "GroupCreated"]);
    expect(items.every(({ event }) => event.owners.includes(address))).toBe(true);

    const [line] = await printed(home.start(["feed", "--after", items[0]?.id ?? "", "--owner", address]), 1);
    expect(line).toMatch(/^\d{4}-.*Z {2}\d+ {2}GroupCreated$/);
  });

  it("ends with what the resolver refuses, and with a wrong name", async () => {
    const refused = await home.run("feed", "--kind", "thing");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("'kind'");
    expect((await home.run("feed", "--after", "yesterday")).stderr).toContain("'after'");
    expect((await home.run("feed", "--owner", "nobody")).code).toBe(2);
  });
});
