import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { type Ended, type Home, homeOf, missing } from "./cadastre.js";

describe.skipIf(missing)("the command line of those who issue many identifiers", () => {
  let ledger: DeployedLedger;
  let admin: Home;
  let acme: Home;
  let buyer: Home;
  let files: string;
  const addresses = { acme: "", buyer: "" };
  const file = (name: string) => join(files, name);

  beforeAll(async () => {
    ledger = await deployedLedger();
    files = await mkdtemp(join(tmpdir(), "cadastre-files-"));
    admin = await homeOf(ledger, 0);
    acme = await homeOf(ledger, 1);
    buyer = await homeOf(ledger, 2);
    addresses.acme = (await ledger.account(1)).address;
    addresses.buyer = (await ledger.account(2)).address;
    await done(acme.run("party", "register", "--name", "Acme Pumps"));
    await done(buyer.run("party", "register", "--name", "Buyer"));
    await done(admin.run("namespace", "delegate", "gs1:9506000", "--to", addresses.acme));
  });
  afterAll(async () => {
    for (const home of [admin, acme, buyer]) await home?.remove();
    await ledger?.stop();
    if (files) await rm(files, { recursive: true, force: true });
  });

  async function done(ended: Promise<Ended>): Promise<Ended> {
    const result = await ended;
    expect(result.code, result.stderr + result.stdout).toBe(0);
    return result;
  }
  const json = async (home: Home, ...words: string[]) => (await done(home.run(...words, "--json"))).json();
  const idOf = (value: unknown): string =>
    typeof value === "object" && value !== null && "batch" in value ? String(value.batch) : "";

  it("issues a range, makes a record of one, hands the rest over and revokes some", async () => {
    const range = "(01)09506000134352(21){000001..999999}";
    const issued = await json(acme, "batch", "register-range", range);
    expect(issued).toMatchObject({ count: "999999", owner: addresses.acme });
    const batch = idOf(issued);
    const pump = "(01)09506000134352(21)000042";
    const single = await acme.run("id", "register", pump);
    expect([single.code, single.stderr]).toEqual([4, expect.stringContaining("lies in the range")]);
    expect(await json(acme, "batch", "materialise", pump)).toMatchObject({ batch, owner: addresses.acme });
    expect((await acme.run("batch", "materialise", pump)).code).toBe(4);
    expect(await json(acme, "id", "show", pump)).toMatchObject({ owner: addresses.acme, locked: false });

    await done(acme.run("transfer", `batch:${batch}`, "--to", addresses.buyer, "--yes"));
    expect((await acme.run("batch", "materialise", "(01)09506000134352(21)000043")).code).toBe(4);
    await done(buyer.run("batch", "revoke", batch, "--members", "99..199", "--reason", "recall", "--yes"));
    const revoked = await buyer.run("batch", "materialise", "(01)09506000134352(21)000150");
    expect([revoked.code, revoked.stderr]).toEqual([4, expect.stringContaining("revoked")]);
    expect(await json(buyer, "batch", "show", batch)).toMatchObject({
      kind: "rule",
      status: "active",
      owner: addresses.buyer,
      range: { stem: "01/09506000134352/21/", first: "000001", last: "999999" },
      revokedMembers: [{ first: "99", last: "199", reason: "recall" }],
    });
    const shown = await buyer.run("id", "show", "(01)09506000134352(21)000044");
    expect([shown.code, shown.stderr]).toEqual([3, expect.stringContaining("batch materialise")]);
  });

  it("issues a file's identifiers, proves each, and makes records of those that are proven", async () => {
    const serials = Array.from({ length: 50 }, (_, index) => `01/09506000134352/21/L${index}-${index * 7}`);
    await writeFile(
      file("list.jsonl"),
      serials.map((identifier) => JSON.stringify({ identifier })).join("\n"),
    );
    const issued = await json(
      acme,
      ...["batch", "register-merkle", file("list.jsonl"), "--namespace", "gs1:9506000"],
    );
    expect(issued).toMatchObject({ count: "50" });
    const batch = idOf(issued);
    await done(
      acme.run("batch", "prove", file("list.jsonl"), serials[49] ?? "", "--out", file("proof.json")),
    );
    expect(JSON.parse(await readFile(file("proof.json"), "utf8"))).toMatchObject({ batch, index: "49" });
    const words = ["batch", "materialise", serials[49] ?? "", "--proof", file("proof.json")];
    expect(await json(acme, ...words)).toMatchObject({ batch });
    expect((await acme.run("batch", "prove", file("list.jsonl"), "01/09506000134352/21/other")).code).toBe(3);
    await writeFile(file("other.jsonl"), `${JSON.stringify({ identifier: serials[0] })}\n`);
    expect((await acme.run("batch", "prove", file("other.jsonl"), serials[0] ?? "")).code).toBe(3);
    expect(
      (await acme.run("batch", "materialise", serials[1] ?? "", "--proof", file("proof.json"))).code,
    ).toBe(2);
  });

  it("keeps a range free until it is released", async () => {
    const range = "(01)09506000134352(21)R{000..999}";
    await done(acme.run("batch", "reserve", range));
    const refused = await acme.run("id", "register", "(01)09506000134352(21)R500");
    expect(refused.code).toBe(4);
    expect((await acme.run("batch", "register-range", range)).code).toBe(4);
    await done(acme.run("batch", "release", range));
    await done(acme.run("id", "register", "(01)09506000134352(21)R500"));
  });

  it("registers a file's identifiers hundreds at a time, and the same again changes nothing", async () => {
    const serials = Array.from({ length: 450 }, (_, index) => `01/09506000134352/21/S${index}K`);
    await writeFile(file("many.csv"), `identifier\n${serials.join("\n")}\n`);
    const words = ["id", "register-many", file("many.csv"), "--for", addresses.buyer, "--locked"];
    expect(await json(acme, ...words, "--dry-run")).toMatchObject({ dryRun: true, registered: 450 });
    const first = await json(acme, ...words);
    expect(first).toMatchObject({ registered: 450, unchanged: 0, owner: addresses.buyer, locked: true });
    expect(first).toMatchObject({
      transactions: [expect.any(String), expect.any(String), expect.any(String)],
    });
    expect(await json(acme, ...words)).toMatchObject({ registered: 0, unchanged: 450, transactions: [] });
    const record = `01/09506000134352/21/S7K`;
    expect(await json(acme, "id", "show", record)).toMatchObject({ locked: true, owner: addresses.buyer });
    expect((await buyer.run("transfer", record, "--to", addresses.acme, "--yes")).code).toBe(4);
  });

  it.each([
    ["batch", "register-range", "01/09506000134352/21/7"],
    ["batch", "register-range", "01/09506000134352/21/{1..10}"],
    ["batch", "register-range", "01/09506000134352/21/{9..1}"],
    ["batch", "register-range", "01/09506000134352/21/{1..2}A3"],
    ["batch", "show", "x"],
  ])("calls %s %s %s wrong usage", async (...words) => {
    const ended = await acme.run(...words);
    expect([ended.code, ended.stdout]).toEqual([2, ""]);
  });
});
