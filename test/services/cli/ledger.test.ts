import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../../../services/importers/digest.js";
import { type Anvil, startAnvil } from "../../fixtures/anvil.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { type Ended, emptyHome, type Home, homeOf, missing } from "./cadastre.js";

describe.skipIf(missing)("the command line on a ledger", () => {
  let ledger: DeployedLedger;
  let root: Home;
  let acme: Home;
  let partner: Home;
  let files: string;
  const homes: Home[] = [];
  const addresses = { acme: "", partner: "" };

  beforeAll(async () => {
    ledger = await deployedLedger();
    files = await mkdtemp(join(tmpdir(), "cadastre-files-"));
    root = await homeOf(ledger, 0);
    acme = await homeOf(ledger, 1);
    partner = await homeOf(ledger, 2);
    homes.push(root, acme, partner);
    addresses.acme = (await ledger.account(1)).address;
    addresses.partner = (await ledger.account(2)).address;
    await done(
      acme.run("party", "register", "--name", "Acme Pumps", "--legal-id", "lei:213800KUD8LAJWSQ9D15"),
    );
    await done(partner.run("party", "register", "--name", "Partner", "--kind", "person-role"));
    await done(root.run("namespace", "delegate", "gs1:9506000", "--to", addresses.acme));
    await done(
      root.run("namespace", "delegate", "aas:acme.example", "--to", `did:ethr:0x7a69:${addresses.acme}`),
    );
    await writeFile(join(files, "pump.json"), '{"pump":1}');
    await writeFile(join(files, "pump-2.json"), '{"pump":2}');
    await writeFile(join(files, "terms.json"), "{}");
  });
  afterAll(async () => {
    for (const home of homes) await home.remove();
    await ledger?.stop();
    if (files) await rm(files, { recursive: true, force: true });
  });

  async function done(ended: Promise<Ended>): Promise<Ended> {
    const result = await ended;
    expect(result.code, result.stderr + result.stdout).toBe(0);
    return result;
  }
  const json = async (home: Home, ...words: string[]) => (await done(home.run(...words, "--json"))).json();
  const file = (name: string) => join(files, name);
  const pump = "(01)09506000134352(21)4711";

  it.each([
    ["of another chain", (account: string) => `did:ethr:sepolia:${account}`, "0xaa36a7"],
    ["of mainnet, as it names no chain", (account: string) => `did:ethr:${account}`, "0x1, which is meant"],
  ])("takes no did:ethr %s for the account on this one", async (_which, did, chain) => {
    for (const words of [
      ["party", "show", did(addresses.acme)],
      ["namespace", "delegate", "gs1:9506001", "--to", did(addresses.acme)],
    ]) {
      const { code, json } = await root.run(...words, "--json");
      expect(code).toBe(2);
      expect(json()).toMatchObject({
        error: {
          code: "CLI_USAGE",
          message: expect.stringContaining(chain),
          hint: expect.stringContaining("did:ethr:0x7a69:ADDRESS"),
        },
      });
    }
  });

  it("takes a did:ethr of this chain in any spelling, and the configured party only of this chain", async () => {
    const did = `did:ethr:0x07A69:${addresses.acme.toUpperCase().replace("0X", "0x")}`;
    expect(await json(root, "party", "show", did)).toMatchObject({ party: addresses.acme });
    const foreign = `did:ethr:0x1:${addresses.acme}`;
    const asked = await root.run(
      "namespace",
      "delegate",
      "gs1:9506001",
      "--to",
      addresses.acme,
      "--party",
      foreign,
    );
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain("another chain (0x1");
  });

  it("shows a party with what it says of itself", async () => {
    expect(await json(partner, "party", "show", addresses.acme)).toMatchObject({
      party: addresses.acme,
      kind: "organisation",
      name: "Acme Pumps",
      legalId: "lei:213800KUD8LAJWSQ9D15",
      controller: addresses.acme,
      did: `did:ethr:0x7a69:${addresses.acme}`,
    });
    expect((await done(acme.run("party", "show"))).stdout).toContain("Acme Pumps");
    expect((await root.run("party", "show", `0x${"12".repeat(20)}`)).code).toBe(3);
  });

  it("shows a namespace with those above it, or who could delegate it", async () => {
    expect(await json(acme, "namespace", "show", "gs1:9506000")).toMatchObject({
      holder: addresses.acme,
      standing: "live",
      ancestors: [{ prefix: "" }],
    });
    const { code, stderr } = await acme.run("namespace", "show", "gs1:95060001");
    expect(code).toBe(3);
    expect(stderr).toContain(`${addresses.acme}, who holds gs1:9506000, may delegate it`);
  });

  it("registers a file, an identifier and a link, and changes them", async () => {
    const minted = await json(acme, "twin", "mint", file("pump.json"), "--name", "Pump 4711");
    expect(minted).toMatchObject({
      content: { digest: sha256('{"pump":1}'), mediaType: "application/json" },
    });
    await done(
      acme.run(
        "id",
        "register",
        pump,
        "--twin",
        file("pump.json"),
        "--link",
        "https://acme.example/4711",
        "--title",
        "Pump",
      ),
    );
    await done(
      acme.run(
        "id",
        "link",
        pump,
        "--link",
        "https://acme.example/4711/manual.pdf",
        "--rel",
        "gs1:instructions",
      ),
    );
    expect(await json(partner, "id", "show", pump)).toMatchObject({
      canonical: "01/09506000134352/21/4711",
      owner: addresses.acme,
      status: "active",
      version: 2,
      subject: { kind: "twin" },
      linkset: {
        "https://ref.gs1.org/voc/defaultLink": [{ href: "https://acme.example/4711", title: "Pump" }],
        "https://ref.gs1.org/voc/instructions": [{ href: "https://acme.example/4711/manual.pdf" }],
      },
    });
    await done(
      acme.run(
        "twin",
        "publish",
        file("pump.json"),
        file("pump-2.json"),
        "--uri",
        "https://acme.example/pump-2.json",
      ),
    );
    expect(await json(partner, "twin", "show", "--file", file("pump-2.json"))).toMatchObject({
      name: "Pump 4711",
      kind: "instance",
      version: 2,
      digest: sha256('{"pump":2}'),
      versions: [{ version: 1 }, { version: 2, uri: "https://acme.example/pump-2.json" }],
    });
  });

  it("registers identifiers that nobody issues under their owner", async () => {
    const uuid = "5d0c7c1e-2a7b-4f0e-9c55-0f8a4b7f2e10";
    expect((await acme.run("id", "register", uuid)).code).toBe(2);
    await done(acme.run("id", "register", uuid, "--owner", "acme.example", "--record", pump));
    expect(await json(acme, "id", "show", uuid, "--owner", "acme.example")).toMatchObject({
      scheme: "aas",
      subject: { kind: "record" },
    });
  });

  it("suspends, resumes and, only when told so for certain, retires a record", async () => {
    const serial = "(01)09506000134352(21)9";
    await done(acme.run("id", "register", serial));
    await done(acme.run("id", "suspend", serial, "--reason", "recall"));
    expect(await json(acme, "id", "show", serial)).toMatchObject({ status: "suspended" });
    await done(acme.run("id", "resume", serial, "--reason", "over"));
    const asked = await acme.run("id", "retire", serial, "--reason", "scrapped");
    expect(asked.code).toBe(4);
    expect(asked.stderr).toContain("--yes");
    expect(await json(acme, "id", "show", serial)).toMatchObject({ status: "active" });
    await done(acme.run("id", "retire", serial, "--reason", "scrapped", "--yes"));
    expect((await acme.run("id", "register", serial)).code).toBe(4);
  });

  it("grants a right until a date, lists and revokes it", async () => {
    const words = [
      "--asset",
      pump,
      "--to",
      addresses.partner,
      "--scope",
      "operating-data",
      "--action",
      "read,use",
    ];
    await done(acme.run("right", "grant", ...words, "--until", "2037-03-31", "--terms", file("terms.json")));
    const listed = {
      scope: "operating-data",
      actions: ["read", "use"],
      until: Date.UTC(2037, 3, 1) / 1000,
      terms: expect.stringMatching(/^0x[0-9a-f]{64}$/),
    };
    const rights = await json(partner, "right", "list", "--to", addresses.partner);
    expect(rights).toMatchObject({ rights: [{ ...listed, status: "active", grantor: addresses.acme }] });
    const { stdout } = await done(partner.run("right", "list", "--asset", pump));
    const grant = /0x[0-9a-f]{64}/.exec(stdout)?.[0] ?? "";
    await done(acme.run("right", "revoke", grant, "--reason", "contract ended"));
    expect(await json(acme, "right", "list", "--asset", pump)).toMatchObject({
      rights: [{ grant, status: "revoked" }],
    });
    expect((await acme.run("right", "grant", ...words, "--until", "2027-02-30")).code).toBe(2);
  });

  it("hands a twin over when told so for certain; rights given on it become void", async () => {
    await writeFile(file("sold.json"), '{"sold":1}');
    const asset = `twin:${file("sold.json")}`;
    await done(acme.run("twin", "mint", file("sold.json")));
    await done(acme.run("right", "grant", "--asset", asset, "--to", addresses.partner, "--action", "read"));
    expect((await acme.run("transfer", asset, "--to", addresses.partner)).code).toBe(4);
    await done(acme.run("transfer", asset, "--to", addresses.partner, "--yes"));
    expect(await json(acme, "twin", "show", "--file", file("sold.json"))).toMatchObject({
      owner: addresses.partner,
      epoch: 2,
    });
    expect(await json(acme, "right", "list", "--asset", asset)).toMatchObject({
      rights: [{ status: "void" }],
    });
  });

  it("suspends and reinstates a namespace as the holder above it", async () => {
    await done(root.run("namespace", "delegate", "handle:88.101", "--to", addresses.acme));
    await done(acme.run("namespace", "delegate", "handle:88.101.7", "--to", addresses.partner));
    expect((await partner.run("namespace", "suspend", "handle:88.101.7", "--reason", "x")).code).toBe(4);
    await done(acme.run("namespace", "suspend", "handle:88.101.7", "--reason", "unpaid"));
    expect(await json(acme, "namespace", "show", "handle:88.101.7")).toMatchObject({
      status: "suspended",
      suspendedBy: 6,
    });
    expect((await partner.run("id", "register", "88.101.7/a")).code).toBe(4);
    await done(acme.run("namespace", "reinstate", "handle:88.101.7", "--reason", "paid"));
    await done(partner.run("id", "register", "88.101.7/a"));
  });

  it("in a dry run shows call, gas and cost, needs no password and sends nothing", async () => {
    const dry = partner.start(["id", "register", "88.101.7/dry", "--dry-run", "--json"], {
      CADASTRE_PASSWORD_FILE: "",
    });
    const value = (await done(dry.ended)).json();
    expect(value).toMatchObject({
      dryRun: true,
      calls: [{ to: ledger.deployment.contracts.identifiers }],
      costWei: expect.stringMatching(/^\d+$/),
    });
    expect((await partner.run("id", "show", "88.101.7/dry")).code).toBe(3);
    expect((await acme.run("id", "register", "88.101.7/dry", "--dry-run")).code).toBe(4);
  });

  describe("when something is wrong", () => {
    it("refuses whoever does not hold the prefix, and says who does", async () => {
      const { code, json: error } = await partner.run("id", "register", "(01)09506000134352", "--json");
      expect(code).toBe(4);
      expect(error()).toMatchObject({
        error: { code: "LEDGER_REVERTED", details: { error: expect.stringMatching(/^Not/) } },
      });
    });

    it("refuses a wrong password without a trace of it", async () => {
      const wrong = file("wrong");
      await writeFile(wrong, "hunter2");
      const { code, stdout, stderr } = await acme.run(
        "id",
        "register",
        "(01)09506000134352",
        "--password-file",
        wrong,
      );
      expect(code).toBe(7);
      expect(stderr).toContain('The password of the key "main" is wrong');
      expect(stdout + stderr).not.toContain("hunter2");
    });

    it("refuses a key that is not there", async () => {
      expect((await acme.run("id", "register", "(01)09506000134352", "--key", "other")).code).toBe(7);
    });

    it("says that the node is dead, without the credentials in its URL", async () => {
      const { code, stderr } = await acme.run(
        "id",
        "show",
        pump,
        "--rpc-url",
        "http://user:secret@127.0.0.1:1/",
      );
      expect(code).toBe(5);
      expect(stderr).toContain("127.0.0.1:1");
      expect(stderr).not.toContain("secret");
    });

    it("says that the chain is another one", async () => {
      const others: Anvil[] = [
        await startAnvil({ chainId: 7 }),
        await startAnvil({ timestamp: 1_600_000_000 }),
      ];
      try {
        for (const { rpcUrl } of others) {
          const { code, json: error } = await acme.run("id", "show", pump, "--rpc-url", rpcUrl, "--json");
          expect(code).toBe(8);
          expect(error()).toMatchObject({ error: { code: "LEDGER_WRONG_CHAIN" } });
        }
      } finally {
        for (const other of others) await other.stop();
      }
    });

    it("says what is not registered, and who could", async () => {
      const { code, stderr } = await acme.run("id", "show", "(01)09506000134352(21)unknown");
      expect(code).toBe(3);
      expect(stderr).toContain(addresses.acme);
    });
  });

  it("is set up by flags where nobody is at the terminal", async () => {
    const home = await emptyHome();
    homes.push(home);
    const urls = ["--rpc-url", ledger.anvil.rpcUrl, "--resolver-url", "http://127.0.0.1:1"];
    await done(home.run("init", ...urls, "--deployment", ledger.deploymentFile));
    expect((await done(home.run("config", "get", "deployment"))).stdout.trim()).toBe(ledger.deploymentFile);
    const status = await home.run("status", "--json");
    expect(status.json()).toMatchObject({
      ledger: {
        chainId: 31337,
        registries: expect.arrayContaining([
          expect.objectContaining({ registry: "namespaces", paused: false, upgradesFrozen: false }),
          expect.objectContaining({ registry: "parties", paused: null }),
        ]),
      },
      resolver: { error: { code: "CLI_RESOLVER_UNREACHABLE" } },
    });
    expect(status.code).toBe(5);
  });
});
