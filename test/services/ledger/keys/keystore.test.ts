import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyMessage, Wallet } from "ethers";
import { beforeEach, describe, expect, it } from "vitest";
import { Keyring } from "../../../../services/ledger/keys/keyring.js";
import { createKey, importKey, listKeys, unlockKey } from "../../../../services/ledger/keys/keystore.js";

/** Fast enough for tests; the default is meant to be slow. */
const fast = { scryptN: 2 };

describe("keystore", () => {
  let dir: string;
  beforeEach(async () => {
    const base = await mkdtemp(join(tmpdir(), "cadastre-keys-"));
    dir = join(base, "keys");
    return () => rm(base, { recursive: true, force: true });
  });

  it("makes a key that signs for the address it shows", async () => {
    const key = await createKey(dir, "maker", "correct horse", fast);
    const wallet = await unlockKey(dir, "maker", "correct horse");

    expect(wallet.address.toLowerCase()).toBe(key.address);
    expect(verifyMessage("hello", await wallet.signMessage("hello")).toLowerCase()).toBe(key.address);
  });

  it("keeps the file for its owner alone, and no other file beside it", async () => {
    const { file } = await createKey(dir, "maker", "secret", fast);

    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    expect(await readdir(dir)).toEqual(["maker.json"]);
  });

  it("uses the full cost of scrypt unless told otherwise", async () => {
    const { file } = await createKey(dir, "maker", "secret");
    const { Crypto } = JSON.parse(await readFile(file, "utf8"));

    expect(Crypto.kdfparams.n).toBe(131_072);
  });

  it("given a wrong password, then it says so without telling anything secret", async () => {
    await createKey(dir, "maker", "right-password", fast);
    const error = await unlockKey(dir, "maker", "wrong-password").catch((reason: unknown) => reason);

    expect(error).toMatchObject({ code: "LEDGER_WRONG_PASSWORD" });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/right-password|wrong-password/);
  });

  it("never overwrites a key, not even when two are made at once", async () => {
    const attempts = await Promise.allSettled([1, 2, 3].map(() => createKey(dir, "maker", "secret", fast)));
    const made = attempts.filter((attempt) => attempt.status === "fulfilled");
    const refused = attempts.filter((attempt) => attempt.status === "rejected");

    expect(made).toHaveLength(1);
    expect(refused.map(({ reason }) => reason.code)).toEqual(["LEDGER_KEY_EXISTS", "LEDGER_KEY_EXISTS"]);
    expect((await unlockKey(dir, "maker", "secret")).address.toLowerCase()).toBe(made[0]?.value.address);
  });

  it("takes over a private key with or without 0x, and another tool's keystore", async () => {
    const { privateKey, address } = Wallet.createRandom();
    const first = await importKey(dir, "one", "secret", privateKey, fast);
    const second = await importKey(dir, "two", "secret", `${privateKey.slice(2)}\n`, fast);
    const third = await importKey(dir, "three", "secret", await readFile(first.file, "utf8"), fast);

    for (const key of [first, second, third]) expect(key.address).toBe(address.toLowerCase());
    await expect(
      importKey(dir, "four", "other", await readFile(first.file, "utf8"), fast),
    ).rejects.toMatchObject({ code: "LEDGER_WRONG_PASSWORD" });
  });

  it.each(["", "0x12", "not a key", "0".repeat(64), `0x${"f".repeat(64)}`, '{"version":3}'])(
    "refuses to take over %j, and does not repeat it",
    async (secret) => {
      const error = await importKey(dir, "maker", "secret", secret, fast).catch((reason: unknown) => reason);

      expect(error).toMatchObject({ code: "LEDGER_KEY_INVALID" });
      if (secret.length > 10) expect(String(error)).not.toContain(secret);
    },
  );

  it.each(["", "../maker", "a/b", ".hidden", "a b", "x".repeat(65), "ключ"])(
    "refuses the name %j",
    async (name) => {
      await expect(createKey(dir, name, "secret", fast)).rejects.toMatchObject({ code: "LEDGER_KEY_NAME" });
      await expect(unlockKey(dir, name, "secret")).rejects.toMatchObject({ code: "LEDGER_KEY_NAME" });
    },
  );

  it("lists keys by name and passes over what is none", async () => {
    expect(await listKeys(dir)).toEqual([]);
    const b = await createKey(dir, "b", "secret", fast);
    const a = await createKey(dir, "a", "secret", fast);
    await writeFile(join(dir, "c.json"), "{}");
    await writeFile(join(dir, "notes.txt"), "x");

    expect(await listKeys(dir)).toEqual([a, b]);
  });

  it("tells a missing key from a damaged one and from a folder that is none", async () => {
    const { file } = await createKey(dir, "maker", "secret", fast);
    await expect(unlockKey(dir, "other", "secret")).rejects.toMatchObject({ code: "LEDGER_KEY_NOT_FOUND" });

    await writeFile(file, (await readFile(file, "utf8")).slice(0, 100));
    await expect(unlockKey(dir, "maker", "secret")).rejects.toMatchObject({ code: "LEDGER_KEY_INVALID" });

    await rm(file);
    await writeFile(join(dir, "plain"), "");
    await expect(createKey(join(dir, "plain"), "maker", "secret", fast)).rejects.toMatchObject({
      code: "LEDGER_KEY_FILE",
    });
  });
});

describe("Keyring", () => {
  it("asks for a password once, and again after a wrong one", async () => {
    const dir = await mkdtemp(join(tmpdir(), "cadastre-keys-"));
    try {
      await createKey(dir, "maker", "secret", fast);
      const keyring = new Keyring(dir);
      const answers = ["wrong", "secret"];
      const asked: string[] = [];
      const ask = async (): Promise<string> => {
        const answer = answers.shift() ?? "";
        asked.push(answer);
        return answer;
      };

      await expect(keyring.signer("maker", ask)).rejects.toMatchObject({ code: "LEDGER_WRONG_PASSWORD" });
      const signer = await keyring.signer("maker", ask);
      expect(await keyring.signer("maker", ask)).toBe(signer);
      expect(asked).toEqual(["wrong", "secret"]);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
