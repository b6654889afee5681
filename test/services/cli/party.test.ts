import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { call } from "../index/node.fixture.js";
import { type Ended, type Home, homeOf, missing } from "./cadastre.js";

const lei = "lei:213800KUD8LAJWSQ9D15";

describe.skipIf(missing)("parties on the command line", () => {
  let ledger: DeployedLedger;
  let admin: Home;
  let acme: Home;
  let press: Home;
  let office: Home;
  let agent: Home;
  let files: string;
  const homes: Home[] = [];
  const addresses = { acme: "", press: "", office: "", agent: "" };

  beforeAll(async () => {
    ledger = await deployedLedger();
    files = await mkdtemp(join(tmpdir(), "cadastre-files-"));
    admin = await homeOf(ledger, 0);
    acme = await homeOf(ledger, 1);
    press = await homeOf(ledger, 2);
    office = await homeOf(ledger, 3);
    agent = await homeOf(ledger, 4);
    homes.push(admin, acme, press, office, agent);
    addresses.acme = (await ledger.party(1, "Acme Pumps", "organisation", lei)).address;
    addresses.press = (await ledger.party(2, "Press 7", "machine")).address;
    addresses.office = (await ledger.party(3, "Registry office")).address;
    addresses.agent = (await ledger.party(4, "Agent of press 7", "software")).address;
    await writeFile(join(files, "certificate.pdf"), "certified");
    await writeFile(join(files, "press.json"), "{}");
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
  const party = (home: Home, ...words: string[]) => json(home, "party", ...words);
  const shown = (address: string) => party(acme, "show", address);
  const file = (name: string) => join(files, name);

  it("attests and revokes, once accredited", async () => {
    const attest = ["party", "attest", addresses.acme, "--legal-id", lei.toUpperCase().replace("LEI", "lei")];
    expect((await office.run(...attest)).code).toBe(4);
    const accredit = ["party", "accredit", addresses.office, "lei:"];
    const dear = await admin.run(...accredit, "--max-fee", "0.000000001", "--json");
    expect([dear.code, dear.json()]).toMatchObject([4, { error: { code: "LEDGER_FEES_TOO_HIGH" } }]);
    expect((await admin.run(...accredit, "--max-fee", "cheap")).code).toBe(2);
    await party(admin, ...accredit.slice(1), "--max-fee", "1000");
    await party(admin, "accredit", addresses.office, "iso9001", "--until", "2099-01-01");
    expect(await json(office, ...attest, "--until", "2098-12-31")).toMatchObject({ legalId: lei });
    const document = ["--kind", "iso9001", "--document", file("certificate.pdf")];
    await party(office, "attest", addresses.acme, ...document, "--uri", "https://office.example/1");
    expect(await shown(addresses.acme)).toMatchObject({
      attestations: [
        { kind: "lei:", legalId: lei, registrar: addresses.office, valid: true },
        { kind: "iso9001", legalId: null, uri: "https://office.example/1", valid: true },
      ],
    });
    expect((await done(acme.run("party", "show", addresses.acme))).stdout).toContain(`${lei}, iso9001`);

    await party(office, "revoke-attestation", addresses.acme, ...document, "--reason", "audit");
    expect(await shown(addresses.acme)).toMatchObject({ attestations: [{ valid: true }, { valid: false }] });
    const withdrawal = ["withdraw-accreditation", addresses.office, "lei:", "--reason", "fraud", "--yes"];
    await party(admin, ...withdrawal);
    expect(await shown(addresses.acme)).toMatchObject({ attestations: [{ valid: false }, { valid: false }] });
    expect((await office.run("party", "attest", addresses.acme)).code).toBe(2);
  });

  it("adds a member once both sides agree, and removes it", async () => {
    await party(acme, "member", "add", addresses.press);
    expect(await shown(addresses.press)).toMatchObject({ organisation: null });
    await party(press, "member", "join", addresses.acme);
    expect(await shown(addresses.press)).toMatchObject({ organisation: addresses.acme });
    await party(acme, "member", "remove", addresses.press);
    expect(await shown(addresses.press)).toMatchObject({ organisation: null });
    const { code, stderr } = await press.run("party", "member", "leave", addresses.acme);
    expect(code).toBe(4);
    expect(stderr).toContain("nothing to end");
  });

  it("binds a machine to its agent and its twin", async () => {
    expect(await party(press, "bind", addresses.agent)).toMatchObject({
      kind: "agent",
      party: addresses.press,
      subject: addresses.agent,
    });
    await party(agent, "bind", addresses.agent, "--physical", addresses.press);
    await party(press, "unbind", addresses.agent);
    await json(acme, "twin", "mint", file("press.json"), "--name", "Press 7");
    const twin = `twin:${file("press.json")}`;
    await party(acme, "bind", twin, "--physical", addresses.press);
    expect(await party(press, "bind", twin)).toMatchObject({ kind: "twin", party: addresses.press });
    expect((await press.run("party", "bind", twin)).code).toBe(4);
  });

  it("recovers a party through its guardians, after the delay", async () => {
    const guardians = ["--guardian", addresses.acme, addresses.office, addresses.agent];
    await party(press, "guardians", ...guardians, "--threshold", "2", "--delay", "2h");
    expect(await shown(addresses.press)).toMatchObject({
      guardians: { present: { threshold: 2, delay: 7200 }, next: null },
    });
    const next = `0x${"ab".repeat(20)}`;
    await party(acme, "recover", "approve", addresses.press, next);
    await party(office, "recover", "approve", addresses.press, next);
    await party(office, "recover", "withdraw", addresses.press, next);
    await party(agent, "recover", "approve", addresses.press, next);
    const early = await admin.run("party", "recover", "execute", addresses.press, next);
    expect(early.code).toBe(4);
    expect(early.stderr).toContain("the delay lasts until");
    await call(ledger.anvil.rpcUrl, "evm_increaseTime", [7200]);
    await party(admin, "recover", "execute", addresses.press, next);
    expect(await shown(addresses.press)).toMatchObject({ controller: next, guardians: { present: null } });
  });

  it("cancels a recovery, takes guardians away, and rotates", async () => {
    const guardians = ["--guardian", addresses.acme, "--threshold", "1", "--delay", "1h"];
    await party(office, "guardians", ...guardians);
    await party(acme, "recover", "approve", addresses.office, addresses.acme);
    await party(office, "recover", "cancel");
    await party(office, "guardians", "--none");
    expect((await office.run("party", "guardians", "--none", "--delay", "1h")).code).toBe(2);
    expect((await office.run("party", "guardians", ...guardians.slice(0, -1), "soon")).code).toBe(2);
    await party(office, "rotate", addresses.acme, "--yes");
    expect(await shown(addresses.office)).toMatchObject({ controller: addresses.acme, controlEpoch: 1 });
  });
});
