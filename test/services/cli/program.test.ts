/** The built command as a process: what only a process has. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHome, type Home, notBuilt } from "./cadastre.js";

describe.skipIf(notBuilt)("the built command", () => {
  let home: Home;
  beforeAll(async () => {
    home = await emptyHome();
  });
  afterAll(() => home.remove());

  it("ends with its exit code, results on stdout and errors on stderr", async () => {
    const done = await home.start(["config", "set", "rpcUrl", "http://127.0.0.1:1"]).ended;
    expect(done).toMatchObject({ code: 0, stderr: "" });
    const wrong = await home.start(["nonsense"]).ended;
    expect(wrong).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^error .+\n {2}→ .+/),
    });
    const failed = await home.start(["config", "get", "party", "--json"]).ended;
    expect(failed).toMatchObject({ code: 3, stderr: "" });
    expect(failed.json()).toMatchObject({ error: { code: "CLI_NOT_FOUND" } });
  });

  it("ends with the code of a result that is not all well", async () => {
    const { code, json } = await home.start(["status", "--json"]).ended;
    expect(code).toBe(2);
    expect(json()).toMatchObject({ home: home.folder });
  });

  it("reads what is piped in", async () => {
    const secret = `0x${"11".repeat(32)}`;
    const words = ["key", "import", "piped", "--file", "-", "--json"];
    const { code, json } = await home.start(words, {}, `${secret}\n`).ended;
    expect(code).toBe(0);
    expect(json()).toMatchObject({ name: "piped", address: "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a" });
  });

  it("ends quietly where nobody reads its output any longer", async () => {
    const { child, ended } = home.start(["--help"]);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
  });

  it.skipIf(!existsSync("/dev/full"))("says that its output found no room, and is no defect for that", () => {
    const program = join(import.meta.dirname, "../../../dist/services/cli/main.js");
    const words = [
      `"$0" "$@" > /dev/full`,
      process.execPath,
      program,
      "--home",
      home.folder,
      "config",
      "list",
    ];
    const { status, stderr } = spawnSync("sh", ["-c", ...words], { encoding: "utf8" });
    expect(stderr).toBe("error The output cannot be written (ENOSPC).\n");
    expect(status).toBe(2);
  });

  it("goes on where nobody reads its notes any longer", async () => {
    const { child, ended } = home.start(["key", "new", "noted"]);
    child.stderr?.destroy();
    expect(await ended).toMatchObject({ code: 0, stdout: expect.stringContaining("noted") });
  });
});
