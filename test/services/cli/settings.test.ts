import { lstat, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Wallet } from "ethers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unlockKey } from "../../../services/ledger/keys/keystore.js";
import { emptyHome, type Home, notBuilt, samples } from "./cadastre.js";

describe.skipIf(notBuilt)("the command line without a ledger", () => {
  let home: Home;
  beforeEach(async () => {
    home = await emptyHome();
  });
  afterEach(() => home.remove());

  it("shows help with all commands and exit codes, quickly, and its version", async () => {
    const { code, stdout } = await home.run("--help");
    expect(code).toBe(0);
    for (const name of [
      "init",
      "config",
      "key",
      "party",
      "namespace",
      "twin",
      "id",
      "right",
      "transfer",
      "import",
      "resolve",
      "status",
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    }
    expect(stdout).toContain("Exit codes:");
    expect((await home.run("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await home.run("id", "register", "--help")).stdout).toContain("--dry-run");
  });

  it("says of a command that was called wrongly how it is called", async () => {
    const { code, stderr } = await home.run("right", "list", "01/09506000134352");
    expect(code).toBe(2);
    expect(stderr).toContain("→ cadastre right list [options]; what goes where: cadastre right list --help");
  });

  it.each([
    [["nonsense"]],
    [["id", "regster"]],
    [["id", "register"]],
    [["key", "new", "a", "--colour", "red"]],
    [["config", "set", "rpcUrl", "ftp://example.com"]],
    [["config", "set", "colour", "red"]],
    [["config", "set", "maxFee", "cheap"]],
    [["init"]],
    [["twin", "show"]],
    [["namespace", "delegate", "nonsense", "--to", "x"]],
    [["namespace", "show", "gs1:95o6"]],
    [["resolve", "(01)09506000134353"]],
    [["resolve", "x", "--scheme", "nonsense"]],
    [["import", "nowhere.csv"]],
    [["import", "x.csv", "--concurrency", "0"]],
    [["status"]],
  ])("answers wrong usage %j with exit code 2, a message and a hint", async (words) => {
    const plain = await home.run(...words);
    expect(plain.code).toBe(2);
    if (words[0] !== "status") {
      expect(plain.stdout).toBe("");
      expect(plain.stderr).toMatch(/^error .+\n {2}→ .+/);
    }
    const json = await home.run(...words, "--json");
    expect(json.code).toBe(2);
    if (words[0] !== "status")
      expect(json.json()).toMatchObject({ error: { code: expect.any(String), hint: expect.any(String) } });
  });

  it("keeps settings; a flag wins over the environment, which wins over the file", async () => {
    expect((await home.run("config", "set", "rpcUrl", "http://file.example")).code).toBe(0);
    expect((await home.run("config", "get", "rpcUrl")).stdout).toBe("http://file.example\n");
    const env = { CADASTRE_RPC_URL: "http://environment.example" };
    expect((await home.start(["config", "get", "rpcUrl"], env).ended).stdout).toBe(
      "http://environment.example\n",
    );
    const flag = home.start(["config", "get", "rpcUrl", "--rpc-url", "http://flag.example", "--json"], env);
    expect((await flag.ended).json()).toEqual({ rpcUrl: "http://flag.example" });
    expect((await home.run("config", "get", "party")).code).toBe(3);
    expect((await home.run("config", "list")).stdout).toContain("http://file.example");
  });

  it("lists URLs without what may be secret in them", async () => {
    await home.run("config", "set", "rpcUrl", "https://user:hush@node.example/v3/apikey");
    await home.run("config", "set", "resolverUrl", "https://me:hush@id.example");
    for (const words of [[], ["--json"]]) {
      const { stdout } = await home.run("config", "list", ...words);
      expect(stdout).toContain("https://node.example/…");
      expect(stdout).toContain("https://id.example");
      expect(stdout).not.toMatch(/hush|apikey/);
    }
  });

  it("repeats no secret of a URL that it keeps", async () => {
    for (const words of [[], ["--json"]]) {
      const url = "https://user:hush@node.example/v3/apikey";
      const { code, stdout } = await home.run("config", "set", "rpcUrl", url, ...words);
      expect(code).toBe(0);
      expect(stdout).toContain("https://node.example/…");
      expect(stdout).not.toMatch(/hush|apikey/);
    }
    expect((await home.run("config", "get", "rpcUrl")).stdout).toContain("apikey");
  });

  it("finds a deployment file from any folder, from wherever it was named", async () => {
    await home.run("config", "set", "deployment", "deployments/31337.json");
    const { stdout } = await home.run("config", "get", "deployment");
    expect(stdout.trim()).toBe(resolve("deployments/31337.json"));
  });

  it("takes an empty CADASTRE_HOME for none, not for the folder that it runs in", async () => {
    const env = { CADASTRE_HOME: "", HOME: home.folder };
    const { json } = await home.start(["config", "list", "--json"], env).ended;
    expect(json()).toMatchObject({ home: join(home.folder, ".config", "cadastre") });
  });

  it("says of a file that it shall write why it cannot", async () => {
    const nowhere = join(home.passwordFile, "secret");
    const { code, stdout, json } = await home.run("sealed", "secret", nowhere, "--json");
    expect(code, stdout).toBe(2);
    expect(json()).toMatchObject({ error: { code: "CLI_FILE_UNWRITABLE", details: { file: nowhere } } });
  });

  it("writes to what a link leads to, and leaves the link", async () => {
    const link = join(home.folder, "link");
    await symlink(join(home.folder, "policy.json"), link);
    const policy = join(samples, "access-partners.odrl.json");
    expect((await home.run("policy", "show", policy, "--canonical", link)).code).toBe(0);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(home.folder, "policy.json"), "utf8")).toContain("odrl");
  });

  it("takes the first line of the password file", async () => {
    const file = join(home.folder, "lines");
    await writeFile(file, "first line\r\nsecond line\n");
    expect((await home.run("key", "new", "a", "--password-file", file)).code).toBe(0);
    const key = await unlockKey(join(home.folder, "keys"), "a", "first line");
    expect(await key.getAddress()).toMatch(/^0x/);
    await writeFile(file, "\nsecond line\n");
    expect((await home.run("key", "new", "b", "--password-file", file)).code).toBe(7);
  });

  it("says which file holds broken settings", async () => {
    await writeFile(join(home.folder, "config.json"), "{");
    const { code, stderr } = await home.run("config", "list");
    expect(code).toBe(2);
    expect(stderr).toContain(join(home.folder, "config.json"));
  });

  it("makes, takes over and lists encrypted keys; the first one signs", async () => {
    const made = await home.run("key", "new", "first", "--json");
    expect(made.json()).toMatchObject({
      name: "first",
      default: true,
      address: expect.stringMatching(/^0x[0-9a-f]{40}$/),
    });
    const wallet = Wallet.createRandom();
    const secret = join(home.folder, "secret");
    await writeFile(secret, wallet.privateKey);
    const taken = await home.run("key", "import", "second", "--file", secret, "--json");
    expect(taken.json()).toMatchObject({ address: wallet.address.toLowerCase(), default: false });
    expect(taken.stdout + taken.stderr).not.toContain(wallet.privateKey.slice(2));
    const file = join(home.folder, "keys", "second.json");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).not.toContain(wallet.privateKey.slice(2));
    const list = await home.run("key", "list", "--json");
    expect(list.json()).toMatchObject({
      keys: [
        { name: "first", default: true },
        { name: "second", default: false },
      ],
    });
    expect((await home.run("key", "new", "first")).code).toBe(2);
    expect((await home.run("key", "new", "../up")).code).toBe(2);
  });

  it("never waits for a password that nobody can type", async () => {
    const { code, stderr } = await home.start(["key", "new", "a"], { CADASTRE_PASSWORD_FILE: "" }).ended;
    expect(code).toBe(7);
    expect(stderr).toContain("CADASTRE_PASSWORD_FILE");
    expect((await home.run("key", "new", "a", "--password-file", "/nowhere")).code).toBe(7);
  });

  it("says that a node or resolver is not there", async () => {
    const deployment = join(home.folder, "none.json");
    const node = await home.run(
      "party",
      "show",
      "--rpc-url",
      "http://127.0.0.1:1",
      "--deployment",
      deployment,
      "--json",
    );
    expect(node).toMatchObject({ code: 8 });
    expect(node.json()).toMatchObject({ error: { code: "LEDGER_DEPLOYMENT_NOT_FOUND" } });
    const resolver = await home.run("resolve", "88.101.0042/a", "--resolver-url", "http://127.0.0.1:1");
    expect(resolver.code).toBe(5);
    expect(resolver.stderr).toContain("http://127.0.0.1:1 cannot be reached");
  });
});
