import { describe, expect, it } from "vitest";
import { readConfig } from "../../../services/resolver/config.js";
import { ResolverError } from "../../../services/resolver/errors.js";

const minimum = { CADASTRE_DEPLOYMENT: "deployments/31337-abc.json" };

describe("the configuration", () => {
  it("has defaults for all but the deployment", () => {
    expect(readConfig(minimum)).toEqual({
      port: 8080,
      host: "127.0.0.1",
      baseUrl: undefined,
      trustProxy: false,
      store: ".cadastre/index",
      vault: { location: ".cadastre/index-vault", keepDays: 30 },
      accessLog: ".cadastre/index-access-log",
      rpcUrl: "http://127.0.0.1:8545",
      deployment: "deployments/31337-abc.json",
      finality: { kind: "tag" },
      pollInterval: undefined,
      maxLag: 5,
      httpThreads: 1,
      answerMemory: 32,
      maxFeeds: 256,
      contact: {},
      formerKeyFiles: [],
      statistics: ".cadastre/index-statistics",
      manifests: ".cadastre/index-manifests",
      registrations: ".cadastre/index-registrations",
      retention: { days: 30, count: 1000 },
      maxManifestBytes: 1024 ** 3,
      accessLogHourly: 36_000,
      peers: [],
      contexts: [],
      logLevel: "info",
    });
  });

  it("keeps what is not made from the chain beside the index, however its folder is written", () => {
    const beside = ({
      vault,
      accessLog,
      statistics,
      manifests,
      registrations,
    }: ReturnType<typeof readConfig>) => [vault.location, accessLog, statistics, manifests, registrations];
    const plain = readConfig({ ...minimum, CADASTRE_STORE: "/srv/index" });
    expect(beside(readConfig({ ...minimum, CADASTRE_STORE: "/srv/index//" }))).toEqual(beside(plain));
    expect(beside(plain)).toContain("/srv/index-access-log");
  });

  it("reads every setting", () => {
    const config = readConfig({
      ...minimum,
      CADASTRE_PORT: "0",
      CADASTRE_BASE_URL: "https://id.example.org/resolver//",
      CADASTRE_TRUST_PROXY: "true",
      CADASTRE_FINALITY: "depth:12",
      CADASTRE_MAX_LAG: "20",
      CADASTRE_HTTP_THREADS: "4",
      CADASTRE_SESSION_KEY_FILE: "/run/secrets/session.pem",
      CADASTRE_FORMER_KEY_FILES: "keys/2024.pem, keys/2025.pem",
      CADASTRE_LOG_LEVEL: "warn",
      CADASTRE_POLL_INTERVAL: "500",
      CADASTRE_CONTACT_NAME: "Example Resolver GmbH",
      CADASTRE_CONTACT_EMAIL: "resolver@example.com",
      CADASTRE_CONTACT_TELEPHONE: "+49-30-1234567",
      CADASTRE_CONTEXTS: "DE, FR,retail",
    });
    expect(config).toMatchObject({
      port: 0,
      baseUrl: "https://id.example.org/resolver",
      trustProxy: true,
      finality: { kind: "depth", blocks: 12 },
      maxLag: 20,
      httpThreads: 4,
      sessionKeyFile: "/run/secrets/session.pem",
      formerKeyFiles: ["keys/2024.pem", "keys/2025.pem"],
      logLevel: "warn",
      pollInterval: 500,
      contact: { name: "Example Resolver GmbH", email: "resolver@example.com", telephone: "+49-30-1234567" },
      contexts: ["DE", "FR", "retail"],
    });
  });

  it("reads for whom it writes, where all of that is given", () => {
    const { writing } = readConfig({
      ...minimum,
      CADASTRE_WRITE_KEYSTORE: "keys/acme.json",
      CADASTRE_WRITE_PASSWORD_FILE: "secrets/password",
      CADASTRE_WRITE_TOKEN_FILE: "secrets/token",
      CADASTRE_WRITE_OWNER: "acme.example",
    });
    expect(writing).toEqual({
      keystore: "keys/acme.json",
      passwordFile: "secrets/password",
      tokenFile: "secrets/token",
      owner: "acme.example",
      feeCeiling: null,
    });
  });

  it("reads with what the access log is anchored, where both files are given", () => {
    const files = {
      CADASTRE_ACCESS_LOG_KEYSTORE: "keys/log.json",
      CADASTRE_ACCESS_LOG_PASSWORD_FILE: "secrets/log-password",
    };
    const { anchoring } = readConfig({ ...minimum, ...files });
    expect(anchoring).toEqual({
      keystore: "keys/log.json",
      passwordFile: "secrets/log-password",
      interval: 3600,
      feeCeiling: null,
    });
    const often = readConfig({ ...minimum, ...files, CADASTRE_ACCESS_LOG_INTERVAL: "60" });
    expect(often.anchoring?.interval).toBe(60);
    const cheap = readConfig({ ...minimum, ...files, CADASTRE_MAX_FEE: "0.5" });
    expect(cheap.anchoring?.feeCeiling).toBe(5n * 10n ** 8n);
  });

  it.each([
    ["true", true],
    ["false", false],
    ["2", 2],
    ["loopback", ["loopback"]],
    ["10.0.0.0/8, 2001:db8::/32,192.0.2.7", ["10.0.0.0/8", "2001:db8::/32", "192.0.2.7"]],
  ])("reads which proxies to trust: %s", (text, trusted) => {
    expect(readConfig({ ...minimum, CADASTRE_TRUST_PROXY: text }).trustProxy).toEqual(trusted);
  });

  it.each([
    [{}, "CADASTRE_DEPLOYMENT is missing"],
    [{ ...minimum, CADASTRE_PORT: "65536" }, "CADASTRE_PORT"],
    [{ ...minimum, CADASTRE_PORT: "http" }, "CADASTRE_PORT is not a whole number"],
    [{ ...minimum, CADASTRE_FINALITY: "soon" }, "CADASTRE_FINALITY"],
    [{ ...minimum, CADASTRE_BASE_URL: "ftp://a.example" }, "CADASTRE_BASE_URL"],
    [{ ...minimum, CADASTRE_BASE_URL: "https://a.example/?x" }, "CADASTRE_BASE_URL"],
    [{ ...minimum, CADASTRE_CONTACT_EMAIL: "nobody" }, "CADASTRE_CONTACT_EMAIL is not an e-mail address"],
    [{ ...minimum, CADASTRE_CONTACT_TELEPHONE: "030 12" }, "CADASTRE_CONTACT_TELEPHONE"],
    [{ ...minimum, CADASTRE_CONTEXTS: "DE,,FR" }, "CADASTRE_CONTEXTS"],
    [{ ...minimum, CADASTRE_MAX_FEE: "0" }, "CADASTRE_MAX_FEE is not a number of gwei"],
    [{ ...minimum, CADASTRE_MAX_FEE: "1e9" }, "CADASTRE_MAX_FEE is not a number of gwei"],
    [{ ...minimum, CADASTRE_TRUST_PROXY: "yes" }, "CADASTRE_TRUST_PROXY"],
    [{ ...minimum, CADASTRE_TRUST_PROXY: "10.0.0.0/33" }, "CADASTRE_TRUST_PROXY"],
    [{ ...minimum, CADASTRE_TRUST_PROXY: "::/0" }, "CADASTRE_TRUST_PROXY"],
    [{ ...minimum, CADASTRE_TRUST_PROXY: "10.0.0.1," }, "CADASTRE_TRUST_PROXY"],
    [{ ...minimum, CADASTRE_TRUST_PROXY: "proxy.example" }, "CADASTRE_TRUST_PROXY"],
    [
      { ...minimum, CADASTRE_WRITE_KEYSTORE: "a.json", CADASTRE_WRITE_OWNER: "acme.example" },
      "CADASTRE_WRITE_PASSWORD_FILE, CADASTRE_WRITE_TOKEN_FILE are missing",
    ],
    [{ ...minimum, CADASTRE_WRITE_OWNER: "a/b" }, "CADASTRE_WRITE_OWNER"],
    [
      { ...minimum, CADASTRE_ACCESS_LOG_KEYSTORE: "keys/log.json" },
      "CADASTRE_ACCESS_LOG_PASSWORD_FILE is missing",
    ],
    [{ ...minimum, CADASTRE_ACCESS_LOG_INTERVAL: "0" }, "CADASTRE_ACCESS_LOG_INTERVAL"],
  ])("is refused by name when it is wrong: %j", (env, message) => {
    expect(() => readConfig(env)).toThrow(
      expect.objectContaining({ code: "RESOLVER_INVALID_CONFIG", message: expect.stringContaining(message) }),
    );
  });

  it("never tells a wrong setting's value, which may hold a password", () => {
    const env = { ...minimum, CADASTRE_RPC_URL: "wss://user:hunter2@node.example" };
    expect(() => readConfig(env)).toThrow(ResolverError);
    try {
      readConfig(env);
    } catch (error) {
      expect(JSON.stringify(error) + String(error)).not.toContain("hunter2");
    }
  });
});
