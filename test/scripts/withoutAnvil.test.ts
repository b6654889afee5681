/** A machine without anvil: Hardhat's node stands in, and says what it cannot do. */
import { describe, expect, it } from "vitest";
import { nodePid } from "./devnet.fixture.js";
import { isRunning, notBuilt, temporaryFolder } from "./program.fixture.js";
import { runStart } from "./start.fixture.js";
import { projectWithoutAnvil } from "./withoutAnvil.fixture.js";

const answerOf = async (port: number): Promise<number> =>
  (await fetch(`http://127.0.0.1:${port}/v1/resolve?id=88.101.0042/pump-4711`)).status;

describe.skipIf(notBuilt !== null)("without anvil", () => {
  it("npm start runs on Hardhat's node, warns that it forgets, and starts anew on the same data", async () => {
    const { home, env } = await projectWithoutAnvil();
    const data = await temporaryFolder();
    for (const start of ["first", "second"]) {
      const { program, port } = await runStart(data, { home, env });
      const node = nodePid(data);
      expect(program.output(), start).toContain("Devnet (hardhat) at ");
      expect(program.output()).toMatch(
        /Warning: there is no anvil here, .* forgets everything when it stops/,
      );
      expect(program.output()).toMatch(/sample of \d+ identifiers/);
      expect(await answerOf(port)).toBe(200);
      expect(await program.end("SIGINT")).toEqual({ code: 0, signal: null });
      expect(isRunning(node)).toBe(false);
    }
  });
});
