/** `cadastre/proofs`, as others import it: by its name, without Node's own modules, and in a browser. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { type BuiltProof, buildProof, documentText, rpcSource } from "../../../services/proofs/index.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { notBuilt } from "../cli/cadastre.js";
import { type FilledLedger, filledLedger, twins } from "../ledger/filled.fixture.js";

const root = resolve(import.meta.dirname, "../../..");
const entry = join(root, "services/proofs/index.ts");

/** Packages that browsers can take. */
const packages = ["@ethereumjs/rlp", "canonicalize", "hash-wasm", "zod"];

/** Files that an import of the entry loads, and packages that these import. */
function reachable(): { readonly files: readonly string[]; readonly bare: ReadonlySet<string> } {
  const files = [entry];
  const bare = new Set<string>();
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    for (const [statement, target = ""] of text.matchAll(
      /^(?:import|export)\b(?:[^;]*?\bfrom)?\s+"([^"]+)";/gm,
    )) {
      if (/^\w+ type /.test(statement)) continue;
      if (!target.startsWith(".")) bare.add(target);
      const path = resolve(dirname(file), target.replace(/\.js$/, ".ts"));
      if (target.startsWith(".") && !files.includes(path)) files.push(path);
    }
  }
  return { files, bare };
}

describe("the entry of the proofs", () => {
  it("loads no module of Node's, and a handful of packages", () => {
    const { files, bare } = reachable();
    expect(files.length).toBeGreaterThan(40);
    expect([...bare].sort()).toEqual(packages);
  });

  it("uses what only Node has nowhere but where it asks for it", () => {
    const using = reachable().files.filter((file) =>
      /\b(?:Buffer|process|require)\b[.([]/.test(readFileSync(file, "utf8")),
    );
    expect(using.map((file) => relative(root, file))).toEqual([
      "services/ledger/hex.ts",
      "services/ledger/keccak.ts",
    ]);
  });
});

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);

describe.skipIf(anvilMissing ?? notBuilt)("cadastre/proofs", () => {
  let ledger: FilledLedger;
  let built: BuiltProof;
  beforeAll(async () => {
    ledger = await filledLedger();
    built = await buildProof(rpcSource(ledger.provider.client), ledger.deployment, {
      kind: "twin",
      twin: twins.assembly,
    });
  });
  afterAll(() => ledger?.stop());
  const given = () => ({
    text: documentText(built.document),
    trusted: { deployment: ledger.deployment, block: { kind: "hash", hash: built.verified.block.hash } },
  });

  it("verifies, imported by its name, where there is neither Buffer nor process", () => {
    const script = `
      const { text, trusted } = JSON.parse(process.argv[1]);
      delete globalThis.Buffer;
      delete globalThis.process;
      const { verifyProof } = await import("cadastre/proofs");
      console.log(JSON.stringify(verifyProof(text, trusted).answer));`;
    const words = ["--input-type=module", "-e", script, JSON.stringify(given())];
    const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual(built.verified.answer);
  });

  it.skipIf(executablePath === undefined)("verifies in a browser, as it is built", async () => {
    const url = await serveRoot();
    const browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu"],
    });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.goto(url);
    const { text, trusted } = given();
    // A text: what is written here as code would be changed before it comes to the browser.
    const answer = await page.evaluate(`import("/dist/services/proofs/index.js").then(
      ({ verifyProof }) => verifyProof(${JSON.stringify(text)}, ${JSON.stringify(trusted)}).answer)`);
    expect(answer).toEqual(built.verified.answer);
  });
});

/** Serves the checkout to a page that knows where the packages are. */
async function serveRoot(): Promise<string> {
  const placeOf = (name: string) => `/${relative(root, moduleOf(name))}`;
  const map = JSON.stringify({ imports: Object.fromEntries(packages.map((name) => [name, placeOf(name)])) });
  const html = `<!doctype html><script type="importmap">${map}</script>`;
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (path === "/") response.setHeader("content-type", "text/html").end(html);
    else
      await readFile(join(root, path)).then(
        (content) => response.setHeader("content-type", "text/javascript").end(content),
        () => response.writeHead(404).end(),
      );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen.");
  return `http://127.0.0.1:${address.port}/`;
}

/** What a browser loads of a package: its module of the old field, which knows no conditions, or what its exports say. */
function moduleOf(name: string): string {
  const folder = join(root, "node_modules", name);
  const { module } = z
    .object({ module: z.string().optional() })
    .parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  return module === undefined ? fileURLToPath(import.meta.resolve(name)) : join(folder, module);
}
