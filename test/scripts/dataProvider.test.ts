/** The example of a data provider, and the gate by its name, as others import it. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freePort, notBuilt, root, runProgram } from "./program.fixture.js";

const file = join(root, "scripts/samples/pump-4711.json");

describe.skipIf(notBuilt)("npm run data-provider", () => {
  it("serves its file to nobody without a capability, tells where there are some, and ends when it is told to", async () => {
    const port = await freePort();
    const resolver = "https://id.example.com";
    const program = runProgram("dataProvider", [file, "--port", String(port), "--resolver", resolver]);
    await program.prints(/served at/);
    const response = await fetch(`http://127.0.0.1:${port}/data`);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain('error="invalid_token"');
    expect(await response.json()).toMatchObject({ code: "CAPABILITY_INVALID", resolver });
    const other = runProgram("dataProvider", [file, "--port", String(port), "--resolver", resolver]);
    expect((await other.ended).code).toBe(1);
    expect(other.output()).toMatch(/^Port \d+ cannot be had .*\n {2}→ .*npm run data-provider -- --help/);
    expect(await program.end("SIGINT")).toEqual({ code: 0, signal: null });
  });

  it("says what is wrong with an asset that is none", async () => {
    const program = runProgram("dataProvider", [file, "--asset", "0b4e6a1e-6c2f-4b1a-9d3e-5f6a7b8c9d0e"]);
    expect((await program.ended).code).toBe(1);
    expect(program.output()).toContain("of no scheme of the ledger");
  });

  it("is made of cadastre/gateway, which others import by that name", () => {
    const script = `
      const { openGateway, capabilitySeconds } = await import("cadastre/gateway");
      const gateway = openGateway({ resolver: "https://id.example.com", audience: "https://data.example.com" });
      console.log(typeof gateway.requires, capabilitySeconds);`;
    const words = ["--input-type=module", "-e", script];
    const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.trim()).toBe("function 60");
  });
});
