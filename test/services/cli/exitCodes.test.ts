import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CliError } from "../../../services/cli/errors.js";
import { exitCodeOf, exitCodes } from "../../../services/cli/exitCodes.js";
import { CadastreError } from "../../../services/errors/cadastreError.js";

const services = join(import.meta.dirname, "../../../services");
/** What only a resolver, or a provider's gateway, tells its callers. */
const others = ["errors", "resolver", "vault", "rights/capabilities", "rights/metering"];

/** Codes that the files of errors name, beneath the command line. */
const codes = readdirSync(services, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("/errors.ts") && !others.some((folder) => file.startsWith(`${folder}/`)))
  .flatMap((file) => [...readFileSync(join(services, file), "utf8").matchAll(/^ +\| "([A-Z_]+)"/gm)])
  .flatMap(([, code]) => code ?? []);

class Raised extends CadastreError {}

describe("the exit code", () => {
  it("is that of a defect for no error that is raised on purpose", () => {
    expect(codes.length).toBeGreaterThan(80);
    const defects = codes.filter((code) => exitCodeOf(new Raised(code, "")) === exitCodes.unexpected);
    expect(defects).toEqual([]);
  });

  it("says of a resolver's refusal whether the question is to be mended, or asked again", () => {
    const refused = (status: number) =>
      exitCodeOf(new CliError("CLI_RESOLVER_REFUSED", "no", { details: { status } }));
    expect([400, 413, 414, 422].map(refused)).toEqual([2, 2, 2, 2]);
    expect(refused(404)).toBe(3);
    expect(refused(409)).toBe(4);
    expect([429, 500, 503].map(refused)).toEqual([5, 5, 5]);
  });
});
