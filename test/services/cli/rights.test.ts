/** Rights in depth by the command line: blinded and group grantees, acceptance, notice, agreements, quotas. */
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { toAddress, toHex } from "../../../services/ledger/hex.js";
import { blindedGrantee } from "../../../services/ledger/ids.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { type Ended, type Home, homeOf, missing } from "./cadastre.js";

const rightsSchema = z.object({
  rights: z.array(z.looseObject({ grant: z.string(), status: z.string(), grantee: z.looseObject({}) })),
});
const rightSchema = z.object({
  scope: z.string(),
  terms: z.string().nullable(),
  actions: z.array(z.string()),
  from: z.number(),
  until: z.number(),
});
const proposalsSchema = z.object({
  proposals: z.array(z.looseObject({ proposal: z.string(), status: z.string(), version: z.number() })),
});
const secretSchema = z.object({ commitment: z.string(), party: z.string(), salt: z.string() });

describe.skipIf(missing)("rights on the command line", () => {
  let ledger: DeployedLedger;
  let files: string;
  let acme: Home;
  let partner: Home;
  let partnerAddress: string;
  const homes: Home[] = [];

  beforeAll(async () => {
    ledger = await deployedLedger();
    files = await mkdtemp(join(tmpdir(), "cadastre-rights-"));
    acme = await homeOf(ledger, 1);
    partner = await homeOf(ledger, 2);
    homes.push(acme, partner);
    partnerAddress = (await ledger.account(2)).address;
    await done(acme.run("party", "register", "--name", "Acme Pumps"));
    await done(partner.run("party", "register", "--name", "Partner"));
    for (const name of ["blinded", "liked", "grouped", "accepted", "agreed", "sold", "counted"]) {
      await writeFile(file(name), `{"twin":"${name}"}`);
      await done(acme.run("twin", "mint", file(name)));
    }
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
  const json = async (home: Home, ...words: string[]): Promise<unknown> =>
    (await done(home.run(...words, "--json"))).json();
  const file = (name: string) => join(files, `${name}.json`);
  const listed = async (name: string) =>
    rightsSchema.parse(await json(acme, "right", "list", "--asset", `twin:${file(name)}`)).rights;
  const grantOf = async (name: string) => (await listed(name)).at(-1)?.grant ?? "";
  const grant = (name: string, ...words: string[]) =>
    done(acme.run("right", "grant", "--asset", `twin:${file(name)}`, "--action", "read", ...words));

  it("keep a blinded grantee's salt in a file for it alone, and print neither salt nor name", async () => {
    const saltFile = join(files, "salt.json");
    const { stdout } = await grant("blinded", "--to", partnerAddress, "--blinded", "--salt-file", saltFile);
    const secret = secretSchema.parse(JSON.parse(await readFile(saltFile, "utf8")));
    expect((await stat(saltFile)).mode & 0o777).toBe(0o600);
    expect(secret.party).toBe(partnerAddress);
    expect(blindedGrantee(toAddress(secret.party), toHex(secret.salt))).toBe(secret.commitment);
    expect(stdout).not.toContain(secret.salt.slice(2));
    expect(stdout).not.toContain(partnerAddress.slice(2));
    const [right] = await listed("blinded");
    expect(right).toMatchObject({ grantee: { kind: "blinded", commitment: secret.commitment } });
    expect(JSON.stringify(right)).not.toContain(partnerAddress.slice(2));
    const again = ["--to", partnerAddress, "--blinded", "--salt-file", saltFile];
    const words = ["right", "grant", "--asset", `twin:${file("blinded")}`, "--action", "read", ...again];
    expect((await acme.run(...words)).code).not.toBe(0);
    expect(secretSchema.parse(JSON.parse(await readFile(saltFile, "utf8")))).toEqual(secret);
  });

  it("grant and offer like another right, but for what is said", async () => {
    const terms = ["--scope", "telemetry", "--until", "2099-01-01T00:00:00Z", "--notice", "30d"];
    await grant("liked", "--to", partnerAddress, ...terms);
    const [first] = await listed("liked");
    const like = ["--like", first?.grant ?? "", "--group", "suppliers"];
    await done(acme.run("group", "create", "suppliers"));
    await done(
      acme.run("right", "grant", ...like, "--until", "2098-01-01T00:00:00Z", "--action", "read,use"),
    );
    const second = (await listed("liked")).find(({ grantee }) => grantee.kind === "group");
    const { scope, terms: named } = rightSchema.parse(first);
    expect(rightSchema.parse(second)).toEqual({
      scope,
      terms: named,
      actions: ["read", "use"],
      from: 0,
      until: Date.UTC(2098, 0, 1) / 1000,
    });
    expect(scope).toBe("telemetry");
    expect(named).not.toBeNull();

    await done(acme.run("right", "offer", ...like, "--asset", `twin:${file("counted")}`, "--price", "5 EUR"));
    const offers = await json(acme, "right", "offers", "--asset", `twin:${file("counted")}`);
    expect(JSON.stringify(offers)).toContain(`"terms":"${named}"`);

    const changed = await acme.run("right", "grant", ...like, "--notice", "1d");
    expect([changed.code, changed.stderr]).toEqual([2, expect.stringContaining("leave out --like")]);
    const ofWhat = await acme.run("right", "grant", "--to", partnerAddress, "--action", "read");
    expect([ofWhat.code, ofWhat.stderr]).toEqual([2, expect.stringContaining("--asset, or --like")]);
    const unknown = await acme.run("right", "grant", "--like", `0x${"9".repeat(64)}`, "--to", partnerAddress);
    expect(unknown.code).toBe(3);
  });

  it("grant to a group by its name", async () => {
    await done(acme.run("group", "create", "Service partners"));
    await done(acme.run("group", "add", "Service partners", partnerAddress));
    const acmeAddress = (await ledger.account(1)).address;
    expect(await json(acme, "group", "show", "Service partners")).toMatchObject({ owner: acmeAddress });
    for (const words of [
      ["show", "0x1234"],
      ["add", "0x1234", partnerAddress],
      ["leave", "Service partners"],
    ]) {
      const { code, stderr } = await acme.run("group", ...words);
      expect([code, stderr]).toMatchObject([2, expect.stringContaining("is not the id of a group")]);
    }
    expect(await json(partner, "group", "show", "Service partners", "--owner", acmeAddress)).toMatchObject({
      owner: acmeAddress,
      members: [partnerAddress],
    });
    await grant("grouped", "--group", "Service partners");
    expect(await listed("grouped")).toMatchObject([{ grantee: { kind: "group" }, status: "active" }]);
    await done(acme.run("group", "remove", "Service partners", partnerAddress));
    await done(acme.run("group", "clear", "Service partners"));
  });

  it("let the grantee accept, sub-license and give up, and the owner revoke with notice", async () => {
    await grant(
      "accepted",
      "--to",
      partnerAddress,
      "--by-acceptance",
      "--sublicences",
      "1",
      "--notice",
      "2d",
    );
    const id = await grantOf("accepted");
    expect(await listed("accepted")).toMatchObject([{ status: "pending" }]);
    expect((await acme.run("right", "accept", id)).code).toBe(4);
    await done(partner.run("right", "accept", id));
    const acmeAddress = (await ledger.account(1)).address;
    await done(partner.run("right", "sublicense", id, "--to", acmeAddress, "--action", "read"));
    expect(await listed("accepted")).toMatchObject([{ status: "active" }, { status: "active", parent: id }]);
    expect((await acme.run("right", "revoke", id, "--reason", "over", "--notice", "1d")).code).toBe(4);
    await done(acme.run("right", "revoke", id, "--reason", "over", "--notice", "3d"));
    expect((await listed("accepted"))[0]).toMatchObject({ status: "ending" });
    await done(partner.run("right", "release", id));
    expect((await listed("accepted"))[0]).toMatchObject({ status: "revoked" });
  });

  it("make an agreement of an offer, amend it and end it by both sides", async () => {
    const words = ["--asset", `twin:${file("agreed")}`, "--to", partnerAddress, "--action", "read"];
    const offered = await json(acme, "right", "offer", ...words, "--price", "1200.00 EUR", "--irrevocable");
    const offers = async () => {
      const answer = await json(acme, "right", "offers", "--asset", `twin:${file("agreed")}`);
      return proposalsSchema.parse(answer).proposals;
    };
    const last = async () => (await offers()).at(-1)?.proposal ?? "";
    expect(await offers()).toMatchObject([
      { status: "open", price: { amount: "120000", decimals: 2, currency: "EUR" } },
    ]);
    const first = await last();
    expect(offered).toMatchObject({ proposal: first });
    await done(partner.run("right", "accept", first));
    expect(await listed("agreed")).toMatchObject([{ status: "active" }]);
    const amended = await json(partner, "right", "amend", first, "--action", "read,use");
    const second = await last();
    expect(amended).toMatchObject({ proposal: second });
    await done(acme.run("right", "accept", second));
    expect(await offers()).toMatchObject([{ status: "amended" }, { status: "in-force", version: 2 }]);
    const id = await grantOf("agreed");
    expect((await acme.run("right", "revoke", id, "--reason", "no more")).code).toBe(4);
    await done(acme.run("right", "amend", second, "--end"));
    await done(partner.run("right", "accept", await last()));
    expect(await listed("agreed")).toMatchObject([{ status: "revoked" }]);
    await done(acme.run("right", "offer", ...words));
    await done(acme.run("right", "withdraw", await last()));
    expect((await offers()).at(-1)).toMatchObject({ status: "withdrawn" });
  });

  it("accept what survives a sale of the present owner, and what does not of none after it", async () => {
    await grant("sold", "--to", partnerAddress, "--by-acceptance");
    const ended = await grantOf("sold");
    await grant("sold", "--to", partnerAddress, "--by-acceptance", "--survives-sale");
    const lasting = await grantOf("sold");
    await done(acme.run("transfer", `twin:${file("sold")}`, "--to", partnerAddress, "--yes"));
    expect((await partner.run("right", "accept", ended)).code).toBe(4);
    await done(partner.run("right", "accept", lasting));
    expect(await listed("sold")).toMatchObject([{ status: "void" }, { status: "active" }]);
    await done(partner.run("right", "release", lasting));
    expect(await listed("sold")).toMatchObject([{ status: "void" }, { status: "revoked" }]);
  });

  it("issue, move, lend and use up units", async () => {
    const words = ["--asset", `twin:${file("counted")}`, "--to", partnerAddress, "--unit", "call"];
    const issued = await json(acme, "quota", "issue", ...words, "--amount", "100");
    const { quota } = z.object({ quota: z.string() }).parse(issued);
    const acmeAddress = (await ledger.account(1)).address;
    await done(partner.run("quota", "transfer", quota, "--to", acmeAddress, "--amount", "10"));
    await done(partner.run("quota", "consume", quota, "--amount", "5", "--evidence", file("counted")));
    const lent = ["quota", "consume", quota, "--amount", "7", "--evidence", file("counted")];
    expect((await acme.run(...lent, "--of", partnerAddress)).code).toBe(4);
    await done(partner.run("quota", "allow", quota, "--to", acmeAddress, "--amount", "7"));
    await done(acme.run(...lent, "--of", partnerAddress));
    expect(await json(acme, "quota", "show", quota, "--of", partnerAddress)).toMatchObject({
      unit: "call",
      issued: "100",
      consumed: "12",
      balance: "78",
    });
    expect((await acme.run("quota", "show", `0x${"12".repeat(32)}`)).code).toBe(3);
  });
});
