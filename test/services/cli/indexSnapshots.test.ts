import { existsSync } from "node:fs";
import { readdir, watch } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { headOf } from "../index/node.fixture.js";
import { registerMany } from "../index/traffic.fixture.js";
import { type Home, homeOf, missing } from "./cadastre.js";

describe.skipIf(missing !== null)("cadastre index", () => {
  let ledger: DeployedLedger;
  let home: Home;

  beforeAll(async () => {
    ledger = await deployedLedger();
    home = await homeOf(ledger, 1);
    const { anvil, deployment, root } = ledger;
    await registerMany(anvil.rpcUrl, deployment, root.address, { first: 1, count: 60, perBlock: 20 });
  });
  afterAll(async () => {
    await home?.remove();
    await ledger?.stop();
  });

  it("exports and imports, whole or not at all wherever it is killed, and says what is wrong with a file", async () => {
    const file = join(home.folder, "ledger.snapshot");
    const exported = await home.run("index", "export", file, "--block", "latest", "--json");
    expect(exported).toMatchObject({ code: 0 });
    const block = { number: await headOf(ledger.anvil.rpcUrl), hash: expect.any(String) };
    expect(exported.json()).toMatchObject({ block, missingLists: [], sha256: expect.any(String) });
    expect(await home.run("index", "export", file)).toMatchObject({ code: 2 });

    const nowhere = await home.run(
      "index",
      "export",
      join(home.passwordFile, "x"),
      "--block",
      "latest",
      "--json",
    );
    expect([nowhere.code, nowhere.json()]).toMatchObject([2, { error: { code: "SNAPSHOT_IO" } }]);

    const store = join(home.folder, "index");
    const words = ["index", "import", file, "--store", store, "--json"];
    const changes = watch(home.folder);
    const killed = home.start(words);
    for await (const { filename } of changes) if (filename === "index.importing") break;
    killed.child.kill("SIGKILL");
    await killed.ended;
    expect(existsSync(store)).toBe(false);
    const imported = await home.run(...words);
    expect(imported.json()).toMatchObject({ block, blocks: block.number, lists: 0 });
    const places = async () => (await readdir(home.folder)).filter((name) => name.startsWith("index"));
    expect(await places()).toEqual(["index"]);

    const again = await home.run(...words);
    expect([again.code, again.json()]).toMatchObject([2, { error: { code: "SNAPSHOT_TARGET_IN_USE" } }]);
    const noFolder = await home.run("index", "import", file, "--store", home.passwordFile);
    expect(noFolder).toMatchObject({ code: 2, stderr: expect.stringContaining("is no folder") });
    const other = await home.run("index", "import", ledger.deploymentFile, "--store", `${store}2`, "--json");
    expect([other.code, other.json()]).toMatchObject([10, { error: { code: "SNAPSHOT_DAMAGED" } }]);
    expect(await places()).toEqual(["index"]);
  });
});
