/** ODRL policies by the command line: read without a ledger, and turned into terms and rights on one. */
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { type Ended, emptyHome, type Home, homeOf, missing, notBuilt, samples } from "./cadastre.js";

const offer = join(samples, "usage-offer.odrl.json");
const access = join(samples, "access-partners.odrl.json");
const end = Date.parse("2030-12-31T23:59:59Z") / 1000;

const shownSchema = z.looseObject({ digest: z.string(), terms: z.looseObject({}).nullable() });
const termsSchema = z.looseObject({ terms: z.string(), policy: z.string() });
const rightsSchema = z.object({
  rights: z.array(
    z.looseObject({
      terms: z.string(),
      status: z.string(),
      until: z.number(),
      actions: z.array(z.string()),
    }),
  ),
});

describe.skipIf(notBuilt)("a policy on the command line", () => {
  let home: Home;
  let files: string;

  beforeAll(async () => {
    home = await emptyHome();
    files = await mkdtemp(join(tmpdir(), "cadastre-policy-"));
  });
  afterAll(async () => {
    await home.remove();
    await rm(files, { recursive: true, force: true });
  });

  it("is shown in words, with its terms, and written in the form that its digest is of", async () => {
    const canonical = join(files, "canonical.json");
    const shown = await home.run("policy", "show", offer, "--canonical", canonical);
    expect(shown.code, shown.stderr).toBe(0);
    expect(shown.stdout).toContain("[ledger]     Use ends at 2030-12-31T23:59:59Z.");
    expect(shown.stdout).toContain("read, use, modify; exclusive; by acceptance; until 2030-12-31T23:59:59Z");
    const digest = createHash("sha256")
      .update(await readFile(canonical))
      .digest("hex");
    const { digest: said } = shownSchema.parse((await home.run("policy", "show", offer, "--json")).json());
    expect(said).toBe(`0x${digest}`);
    const again = shownSchema.parse((await home.run("policy", "check", canonical, "--json")).json());
    expect(again.digest).toBe(said);
  });

  it("of access is in order, and gives no terms", async () => {
    const checked = await home.run("policy", "check", access, "--json");
    expect(checked.code).toBe(0);
    expect(shownSchema.parse(checked.json()).terms).toBeNull();
  });

  it("that is wrong is refused with its place and what was expected", async () => {
    const file = join(files, "wrong.json");
    const text = await readFile(offer, "utf8");
    await writeFile(file, text.replace("2030-12-31T23:59:59Z", "31.12.2030"));
    const checked = await home.run("policy", "check", file, "--json");
    expect(checked.code).toBe(2);
    expect(checked.json()).toMatchObject({
      error: {
        code: "POLICY_VALUE",
        hint: "Expected is a moment with its offset, such as 2027-12-31T23:59:59Z.",
        details: { path: "$.permission[0].constraint[0].and[3].rightOperand" },
      },
    });
  });
});

describe.skipIf(missing)("rights under a policy", () => {
  let ledger: DeployedLedger;
  let files: string;
  let acme: Home;
  let partner: string;

  beforeAll(async () => {
    ledger = await deployedLedger();
    files = await mkdtemp(join(tmpdir(), "cadastre-policy-"));
    acme = await homeOf(ledger, 1);
    const other = await homeOf(ledger, 2);
    partner = (await ledger.account(2)).address;
    await done(acme.run("party", "register", "--name", "Acme Pumps"));
    await done(other.run("party", "register", "--name", "Partner"));
    await other.remove();
    for (const name of ["whole", "stricter", "offered", "year"]) {
      await writeFile(file(name), `{"twin":"${name}"}`);
      await done(acme.run("twin", "mint", file(name)));
    }
  });
  afterAll(async () => {
    await acme?.remove();
    await ledger?.stop();
    if (files) await rm(files, { recursive: true, force: true });
  });

  async function done(ended: Promise<Ended>): Promise<Ended> {
    const result = await ended;
    expect(result.code, result.stderr + result.stdout).toBe(0);
    return result;
  }
  const file = (name: string) => join(files, `${name}.json`);
  const give = (how: "grant" | "offer", name: string, ...words: string[]) =>
    acme.run("right", how, "--asset", `twin:${file(name)}`, "--to", partner, ...words);
  const listed = async (name: string) => {
    const { json } = await done(acme.run("right", "list", "--asset", `twin:${file(name)}`, "--json"));
    return rightsSchema.parse(json()).rights;
  };
  const terms = async (...words: string[]) =>
    termsSchema.parse((await done(acme.run("right", "terms", ...words, "--json"))).json());

  it("are given with its actions, its end and its terms, which are registered once", async () => {
    const registered = await terms("--policy", offer);
    const { stdout } = await done(acme.run("right", "terms", "--policy", offer));
    expect(stdout).toContain("registered already");
    const given = await done(give("grant", "whole", "--policy", offer));
    expect(given.stdout).toContain("BPNL00000PARTNER");
    expect(await listed("whole")).toMatchObject([
      { terms: registered.terms, status: "pending", until: end, actions: ["read", "use", "modify"] },
    ]);
    expect((await give("grant", "whole", "--action", "read")).stderr).toContain("xclusive");
  });

  it("may be stricter than it, and nothing else", async () => {
    const refused: readonly (readonly string[])[] = [
      ["--action", "read,distribute"],
      ["--action", "derive"],
      ["--until", "2031-06-30"],
      ["--sublicences", "1"],
      ["--terms", offer],
    ];
    for (const words of refused) {
      const { code, stderr } = await give("grant", "stricter", "--policy", offer, ...words);
      expect(code, words.join(" ")).toBe(2);
      expect(stderr).toContain("CLI_USAGE");
    }
    expect(await listed("stricter")).toEqual([]);
    const words = ["--action", "read", "--until", "2029-12-31", "--notice", "30d"];
    await done(give("grant", "stricter", "--policy", offer, ...words));
    const until = Date.parse("2030-01-01T00:00:00Z") / 1000;
    expect(await listed("stricter")).toMatchObject([{ actions: ["read"], until }]);
  });

  it("are offered as it says", async () => {
    const offered = await done(give("offer", "offered", "--policy", offer, "--json"));
    expect(offered.json()).toMatchObject({ extent: { actions: ["read", "use", "modify"], until: end } });
  });

  it("end after the days that it says, counted from now", async () => {
    const days = join(files, "days.odrl.json");
    const policy = (await readFile(offer, "utf8"))
      .replace("DataUsageEndDate", "DataUsageEndDurationDays")
      .replace("2030-12-31T23:59:59Z", "30");
    await writeFile(days, policy);
    const before = Date.now() / 1000;
    await done(give("grant", "year", "--policy", days));
    const [right] = await listed("year");
    expect(Math.abs((right?.until ?? 0) - (before + 30 * 86_400))).toBeLessThan(60);
  });

  it("do not come of an access policy, and need an action without any", async () => {
    const { code, stderr } = await give("grant", "year", "--policy", access);
    expect(code).toBe(2);
    expect(stderr).toContain("POLICY_NOT_REPRESENTABLE");
    expect((await give("grant", "year")).code).toBe(2);
  });
});
