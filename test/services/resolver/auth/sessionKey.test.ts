import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readKey } from "../../../../services/resolver/auth/keyFile.js";
import { openSessionKey } from "../../../../services/resolver/auth/sessionKey.js";
import { sessionOf, sessionToken } from "../../../../services/resolver/auth/sessions.js";
import { toAddress } from "../../../../services/store/hex.js";

const audience = "https://id.example.com";
const account = toAddress(`0x${"ab".repeat(20)}`);
const session = { party: account, key: account, chainId: 31337, controlEpoch: 2 };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cadastre-session-key-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileWith(text: string): Promise<string> {
  const file = join(folder, "key.pem");
  await writeFile(file, text);
  return file;
}

const setting = "CADASTRE_SESSION_KEY_FILE";

describe("a key in a file", () => {
  it("is the same key after a restart, and in another replica", async () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const file = await fileWith(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    const first = await openSessionKey(readKey(file, setting));
    const second = await openSessionKey(readKey(file, setting));
    const { token } = await sessionToken(first, audience, session, Math.floor(Date.now() / 1000));
    expect(await sessionOf(second, audience, token)).toEqual(session);
    expect(second.mark("text")).toBe(first.mark("text"));
    expect(second.kid).toBe(first.kid);
  });

  it.each([
    ["of another curve", () => pem(generateKeyPairSync("ec", { namedCurve: "secp256k1" }).privateKey)],
    ["for another algorithm", () => pem(generateKeyPairSync("ed25519").privateKey)],
    ["that is none", () => "secret words that are no key"],
    ["that is missing", () => ""],
  ])("is refused by the setting's name where it is one %s, without a word of it", async (_what, text) => {
    const file = await fileWith(text());
    expect(() => readKey(file, setting)).toThrow(
      expect.objectContaining({
        code: "RESOLVER_INVALID_CONFIG",
        message: "CADASTRE_SESSION_KEY_FILE has no key that can be used.",
      }),
    );
    expect(() => readKey(join(folder, "nothing"), setting)).toThrow("CADASTRE_SESSION_KEY_FILE");
  });
});

const pem = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();
