/** `cadastre/identifiers`, as others import it: by its name, without Node's own modules, as the documents show. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { notBuilt } from "../cli/cadastre.js";

const root = resolve(import.meta.dirname, "../../..");

describe("the folder of the identifiers", () => {
  const folder = join(root, "services/identifiers");
  const texts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"));

  it("loads no module of Node's, and one package", () => {
    const targets = texts.flatMap((text) =>
      [...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)";/gm)].map(([, target = ""]) => target),
    );
    expect([...new Set(targets.filter((target) => !target.startsWith(".")))]).toEqual(["hash-wasm"]);
  });

  it("uses nothing that only Node has", () => {
    expect(texts.filter((text) => /\b(?:Buffer|process|require)\b[.([]/.test(text))).toEqual([]);
  });
});

describe.skipIf(notBuilt)("cadastre/identifiers", () => {
  it("does what its page shows, where there is neither Buffer nor process", () => {
    const page = readFileSync(join(root, "docs/identifiers.md"), "utf8");
    const [, example = "", printed] = /^```ts\n(.*?)^```$.*?^```text\n(.*?)^```$/ms.exec(page) ?? [];
    const { code } = transformSync(example.replace(/^import (\{.*?\}) from (".*?");/s, loadedLater), {
      loader: "ts",
    });
    const words = ["--input-type=module", "-e", code];
    const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toBe(printed);
  });
});

/** The same once what is Node's alone is gone. */
const loadedLater = (_: string, names: string, entry: string): string =>
  `delete globalThis.Buffer; delete globalThis.process; const ${names} = await import(${entry});`;
