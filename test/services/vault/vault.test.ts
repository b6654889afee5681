import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { toAddress, toDigest, toHash, toNamespaceId, toRecordId } from "../../../services/ledger/hex.js";
import { openConfiguredVault } from "../../../services/resolver/vault/open.js";
import type { LinkEntry } from "../../../services/vault/entries.js";
import { openKey } from "../../../services/vault/key.js";
import { openLevelRows } from "../../../services/vault/levelRows.js";
import { type LinkName, openVault, type Vault } from "../../../services/vault/vault.js";
import { temporaryFolder } from "../store/temporary.fixture.js";
import { rowsSuite } from "./rows.suite.js";

const ledger = "31337 0x01 0x02";
const word = (n: number): string => `0x${n.toString(16).padStart(64, "0")}`;
const by = toAddress(`0x${"ab".repeat(20)}`);
const name = (n: number): LinkName => ({ record: toRecordId(word(1)), commitment: toDigest(word(n)) });
const entry = (href: string, terms: string[] = []): LinkEntry => ({
  opening: { link: { rel: "describedby", target: { href }, scope: "" }, salt: toHash(word(9)) },
  epoch: 1,
  terms,
  by,
});

async function opened(folder: string, of = ledger): Promise<Vault> {
  const rows = await openLevelRows(join(folder, "rows"));
  try {
    return await openVault(rows, await openKey(join(folder, "key"), true), of);
  } catch (error) {
    await rows.close();
    throw error;
  }
}

const code = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error) => error.code,
  );

describe("rows in Level", () => rowsSuite(openLevelRows));

describe("the vault", () => {
  it("keeps what is entrusted to it, and nobody reads that in its files", async () => {
    const folder = await temporaryFolder();
    const vault = await opened(folder);
    const secret = toHash(word(0x5ec2e7));
    await vault.putLink(name(1), entry("https://inside.example/one", ["serial 4711"]));
    await vault.putSecret(toNamespaceId(word(3)), { secret, by });
    await vault.close();
    const again = await opened(folder);
    expect(await again.link(name(1))).toMatchObject(entry("https://inside.example/one", ["serial 4711"]));
    expect(await again.linksByTerm("serial 4711", 10)).toEqual([name(1)]);
    expect(await again.linksByTerm("serial 4712", 10)).toEqual([]);
    expect(await again.secret(toNamespaceId(word(3)), by)).toEqual({ secret, by });
    await again.removeLink(name(1));
    expect(await again.link(name(1))).toBeNull();
    expect(await again.linksByTerm("serial 4711", 10)).toEqual([]);
    await again.close();
    const files = await readdir(join(folder, "rows"));
    for (const file of files) {
      const content = await readFile(join(folder, "rows", file), "latin1");
      for (const hidden of ["inside.example", "serial 4711", secret.slice(2)])
        expect(content).not.toContain(hidden);
    }
  });

  it("has the secret of a namespace's present holder, however many former ones there are", async () => {
    const vault = await opened(await temporaryFolder());
    const namespace = toNamespaceId(word(3));
    const holders = Array.from({ length: 20 }, (_, number) =>
      toAddress(`0x${(number + 1).toString(16).padStart(40, "0")}`),
    );
    for (const [number, holder] of holders.entries())
      await vault.putSecret(namespace, { secret: toHash(word(number + 1)), by: holder });
    for (const holder of holders) expect((await vault.secretsBy(namespace, holder))[0]).toBe(holder);
    await vault.close();
  });

  it("makes its key at the first start, for its owner alone to read", async () => {
    const folder = await temporaryFolder();
    await (await opened(folder)).close();
    expect((await stat(join(folder, "key"))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "rows"))).mode & 0o777).toBe(0o700);
    const key = await readFile(join(folder, "key"), "utf8");
    await (await opened(folder)).close();
    expect(await readFile(join(folder, "key"), "utf8")).toBe(key);
  });

  it("says that the key is another one, or none, or open to others, and never what it is", async () => {
    const folder = await temporaryFolder();
    const vault = await opened(folder);
    await vault.putLink(name(1), entry("https://inside.example/one"));
    await vault.close();
    const file = join(folder, "key");
    const right = await readFile(file, "utf8");
    await writeFile(file, `${"7".repeat(64)}\n`);
    const wrong = await opened(folder).catch((error) => error);
    expect(wrong.code).toBe("VAULT_WRONG_KEY");
    expect(`${wrong.message}${wrong.hint}${JSON.stringify(wrong.details)}`).not.toContain("7777");
    await writeFile(file, "no key");
    expect(await code(opened(folder))).toBe("VAULT_KEY_UNUSABLE");
    await writeFile(file, right);
    await chmod(file, 0o644);
    expect(await code(opened(folder))).toBe("VAULT_KEY_UNUSABLE");
    await chmod(file, 0o600);
    await (await opened(folder)).close();
    expect(await code(openKey(join(folder, "missing"), false))).toBe("VAULT_KEY_UNUSABLE");
  });

  it("makes no new key in place of one that was lost: that has to be restored there", async () => {
    const location = await temporaryFolder();
    const file = join(location, "key");
    const open = () => openConfiguredVault({ location }, ledger);
    await (await open()).close();
    const key = await readFile(file, "utf8");
    await rm(file);
    await expect(open()).rejects.toMatchObject({
      code: "VAULT_KEY_UNUSABLE",
      hint: expect.stringContaining("Restore it"),
    });
    expect(await readdir(location)).toEqual(["rows"]);
    await writeFile(file, key, { mode: 0o600 });
    await (await open()).close();
  });

  it("is of one ledger: another one may have the same ids, and other owners", async () => {
    const folder = await temporaryFolder();
    await (await opened(folder)).close();
    expect(await code(opened(folder, "31337 0x01 0x03"))).toBe("VAULT_OTHER_LEDGER");
  });

  it("takes no row that was changed, moved, or put in another's place", async () => {
    const folder = await temporaryFolder();
    const vault = await opened(folder);
    await vault.putLink(name(1), entry("https://inside.example/one"));
    await vault.putLink(name(2), entry("https://inside.example/two"));
    await vault.close();
    const row = ({ record, commitment }: LinkName) => `link/${record}/${commitment}`;
    const rows = await openLevelRows(join(folder, "rows"));
    const one = (await rows.get(row(name(1)))) ?? new Uint8Array();
    const changed = Uint8Array.from(one, (byte, place) => (place === one.length - 1 ? byte ^ 1 : byte));
    await rows.write([
      [row(name(2)), one],
      [row(name(1)), changed],
      [row(name(3)), one.slice(0, 12)],
      [row(name(4)), new Uint8Array()],
    ]);
    await rows.close();
    const again = await opened(folder);
    for (const n of [1, 2, 3, 4]) expect(await code(again.link(name(n)))).toBe("VAULT_TAMPERED");
    await again.close();
  });
});

const dist = resolve(import.meta.dirname, "../../../dist");
const builtModule = (path: string): string => pathToFileURL(join(dist, path)).href;
const isBuilt = existsSync(join(dist, "services/vault/vault.js"));
if (!isBuilt) console.warn("The test that kills the vault is skipped: npm run build");

describe.skipIf(!isBuilt)("the vault's process, killed while it writes", () => {
  it("has kept all that it said was kept", async () => {
    const folder = await temporaryFolder();
    const program = join(folder, "writer.mjs");
    await writeFile(
      program,
      `import { openLevelRows } from ${JSON.stringify(builtModule("services/vault/levelRows.js"))};
       import { openKey } from ${JSON.stringify(builtModule("services/vault/key.js"))};
       import { openVault } from ${JSON.stringify(builtModule("services/vault/vault.js"))};
       const [folder, entry, record] = process.argv.slice(2);
       const vault = await openVault(await openLevelRows(folder + "/rows"), await openKey(folder + "/key", true), ${JSON.stringify(ledger)});
       for (let n = 1; ; n++) {
         await vault.putLink({ record, commitment: "0x" + n.toString(16).padStart(64, "0") }, JSON.parse(entry));
         console.log(n);
       }`,
    );
    const written = entry("https://inside.example/one");
    const child = spawn(process.execPath, [program, folder, JSON.stringify(written), word(1)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    let last = 0;
    for await (const line of createInterface(child.stdout)) {
      last = Number(line);
      if (last === 40) child.kill("SIGKILL");
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    expect(last).toBeGreaterThanOrEqual(40);
    const vault = await opened(folder);
    for (let n = 1; n <= last; n++) expect(await vault.link(name(n))).toMatchObject(written);
    await vault.close();
  });
});
