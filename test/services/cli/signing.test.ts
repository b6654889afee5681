/** What one signs and another submits, and what one lets another do: by command line, on a chain. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { type Home, homeOf, missing } from "./cadastre.js";

/** What the tests look at by name; the rest is compared as a whole. */
const shown = z.looseObject({
  address: z.string().optional(),
  calls: z.union([z.number(), z.array(z.unknown())]).optional(),
  roles: z.array(z.unknown()).optional(),
});

describe.skipIf(missing)("signing and roles by command line", () => {
  let ledger: DeployedLedger;
  let acme: Home;
  let partner: Home;
  let files: string;
  let poor: string;
  let partnerAddress: string;

  beforeAll(async () => {
    ledger = await deployedLedger();
    files = await mkdtemp(join(tmpdir(), "cadastre-files-"));
    acme = await homeOf(ledger, 1);
    partner = await homeOf(ledger, 2);
    partnerAddress = (await ledger.account(2)).address;
    poor = (await json(acme, "key", "new", "poor")).address ?? "";
    await json(partner, "party", "register", "--name", "Partner");
    await writeFile(file("pump.json"), '{"pump":1}');
    await writeFile(file("pump-2.json"), '{"pump":2}');
  }, 60_000);
  afterAll(async () => {
    await acme?.remove();
    await partner?.remove();
    await ledger?.stop();
    if (files) await rm(files, { recursive: true, force: true });
  });

  const file = (name: string): string => join(files, name);
  async function json(home: Home, ...words: string[]) {
    const ended = await home.run(...words, "--json");
    expect(ended.code, ended.stderr + ended.stdout).toBe(0);
    return shown.parse(ended.json());
  }
  const refused = async (home: Home, ...words: string[]) => {
    const { code, stderr } = await home.run(...words);
    return { code, stderr };
  };

  it("lets an account without money act, once, through whoever submits what it signed", async () => {
    const signed = file("register.signed.json");
    const made = await json(acme, "party", "register", "--name", "Poor", "--key", "poor", "--sign", signed);
    expect(made.calls).toHaveLength(1);
    expect((await refused(acme, "party", "show", poor)).code, "nothing was sent").toBe(3);

    await json(partner, "submit", signed);
    expect(await json(acme, "party", "show", poor)).toMatchObject({ name: "Poor", controller: poor });
    expect(await refused(partner, "submit", signed)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining("signature"),
    });
  });

  it("takes no file that was altered, that is for another ledger, or that holds something else", async () => {
    const signed = file("rename.signed.json");
    const words = ["role", "set", "namespace:gs1:", partnerAddress, "--role", "delegator"];
    await json(acme, ...words, "--key", "poor", "--sign", signed);
    expect(
      (await refused(acme, ...words, "--key", "poor", "--sign", signed)).code,
      "overwrites nothing",
    ).toBe(2);

    const document = JSON.parse(await readFile(signed, "utf8"));
    const altered = {
      ...document,
      calls: [{ ...document.calls[0], deadline: document.calls[0].deadline + 1 }],
    };
    await writeFile(file("altered.json"), JSON.stringify(altered));
    expect((await refused(partner, "submit", file("altered.json"))).code).toBe(4);
    await writeFile(file("other.json"), JSON.stringify({ ...document, chainId: 1 }));
    expect(await refused(partner, "submit", file("other.json"))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("another ledger"),
    });
    for (const odd of ["{}", "[", '{"calls":[]}']) {
      await writeFile(file("odd.json"), odd);
      expect((await refused(partner, "submit", file("odd.json"))).code).toBe(2);
    }
    // It is what the ledger refuses to poor, who does not hold the root: a signature lends no power.
    expect((await refused(partner, "submit", signed)).code).toBe(4);
  });

  it("commits to a content and mints it, both by signature", async () => {
    const signed = file("mint.signed.json");
    const minting = ["twin", "mint", file("pump.json"), "--name", "Pump", "--key", "poor", "--party", poor];
    expect((await json(acme, ...minting, "--sign", signed)).calls).toHaveLength(2);
    await json(partner, "submit", signed);
    expect(await json(acme, "twin", "show", file("pump.json"))).toMatchObject({ owner: poor });
  });

  it("gives a role, which does what it says and no more, and takes it away", async () => {
    const twin = `twin:${file("pump.json")}`;
    const publishing = ["twin", "publish", twin, file("pump-2.json")];
    expect((await refused(partner, ...publishing)).code).toBe(4);
    const give = file("role.signed.json");
    const giving = ["role", "set", twin, partnerAddress, "--role", "publisher,steward"];
    await json(acme, ...giving, "--key", "poor", "--sign", give);
    await json(partner, "submit", give);
    expect((await json(partner, "role", "show", twin, partnerAddress)).roles).toEqual([
      "publisher",
      "steward",
    ]);

    await json(partner, ...publishing);
    expect((await refused(partner, "transfer", twin, "--to", partnerAddress, "--yes")).code).toBe(4);
    await json(partner, "role", "renounce", twin);
    expect((await json(partner, "role", "show", twin, partnerAddress)).roles).toEqual([]);
    expect(await refused(acme, "role", "set", twin, partnerAddress, "--role", "king")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("registrar, delegator, publisher, steward"),
    });
  });

  it("does not offer to sign what is not done by signature", async () => {
    const help = async (...words: string[]) => (await acme.run(...words, "--help")).stdout;
    expect(await help("role", "set")).toContain("--sign");
    for (const words of [["freeze"], ["import"], ["submit"], ["office", "admit"]])
      expect(await help(...words)).not.toContain("--sign ");
  });
});
