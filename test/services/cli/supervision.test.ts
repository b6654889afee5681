import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../../../services/importers/digest.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { type Ended, type Home, homeOf, missing } from "./cadastre.js";

describe.skipIf(missing)("the command line of regulators and of those who vouch", () => {
  let ledger: DeployedLedger;
  let admin: Home;
  let acme: Home;
  let regulator: Home;
  let files: string;
  const addresses = { acme: "", regulator: "" };
  const file = (name: string) => join(files, name);

  beforeAll(async () => {
    ledger = await deployedLedger();
    files = await mkdtemp(join(tmpdir(), "cadastre-files-"));
    admin = await homeOf(ledger, 0);
    acme = await homeOf(ledger, 1);
    regulator = await homeOf(ledger, 2);
    addresses.acme = (await ledger.account(1)).address;
    addresses.regulator = (await ledger.account(2)).address;
    await done(acme.run("party", "register", "--name", "Acme Pumps"));
    await done(admin.run("namespace", "delegate", "gs1:9506000", "--to", addresses.acme));
    await done(acme.run("id", "register", pump));
    for (const [name, content] of [
      ["order.pdf", "order"],
      ["a.txt", "a"],
      ["b.txt", "b"],
      ["c.txt", "c"],
    ] as const) {
      await writeFile(file(name), content);
    }
  });
  afterAll(async () => {
    for (const home of [admin, acme, regulator]) await home?.remove();
    await ledger?.stop();
    if (files) await rm(files, { recursive: true, force: true });
  });

  const pump = "(01)09506000134352(21)4711";
  async function done(ended: Promise<Ended>): Promise<Ended> {
    const result = await ended;
    expect(result.code, result.stderr + result.stdout).toBe(0);
    return result;
  }
  const json = async (home: Home, ...words: string[]) => (await done(home.run(...words, "--json"))).json();
  const order = ["--office", "7", "--order"] as const;

  it("freezes under an order, by those whom the administrator admitted, and lifts", async () => {
    const freeze = ["freeze", pump, "--reason", "recall", ...order, file("order.pdf")];
    expect((await regulator.run(...freeze)).code).toBe(4);
    await done(admin.run("office", "accredit", "7", "--name", "Federal Office", "--scope", "gs1"));
    await done(admin.run("office", "admit", "7", addresses.regulator));
    expect(await json(regulator, ...freeze)).toMatchObject({
      thing: { kind: "record" },
      office: 7,
      reason: "recall",
      order: sha256("order"),
    });
    expect(await json(acme, "freezes", pump)).toMatchObject({
      freezes: [{ office: 7, reason: "recall", order: sha256("order"), scope: { kind: "scheme" } }],
    });

    const retire = await acme.run("id", "retire", pump, "--reason", "gone", "--yes");
    expect(retire.code).toBe(4);
    expect(retire.stderr).toContain("frozen");
    const outside = ["freeze", `party:${addresses.acme}`, "--reason", "recall", ...order, file("order.pdf")];
    expect((await regulator.run(...outside)).stderr).toContain("not in the scope of office 7");

    const lift = ["unfreeze", pump, "--reason", "order-lifted", ...order, sha256("order")];
    expect((await acme.run(...lift)).code).toBe(4);
    await done(regulator.run(...lift));
    expect(await json(acme, "freezes", pump)).toMatchObject({ freezes: [] });
    await done(admin.run("office", "dismiss", "7", addresses.regulator));
    expect((await regulator.run(...freeze)).code).toBe(4);
  });

  it.each([
    ["freeze", "x", "--reason", "whim", "--order", "00", "--office", "1"],
    ["freeze", "x", "--reason", "recall", "--order", "00", "--office", "-1"],
    ["office", "accredit", "1", "--name", "n", "--scope", "de"],
    ["office", "accredit", "x", "--name", "n", "--scope", "all"],
    ["evidence", "anchor"],
  ])("calls %s %s wrong usage where it is", async (...words) => {
    expect((await admin.run(...words)).code).toBe(2);
  });

  it("anchors documents and says who did, when", async () => {
    await done(acme.run("evidence", "anchor", file("a.txt")));
    await done(acme.run("evidence", "anchor", file("a.txt"), file("b.txt")));
    const verified = await json(regulator, "evidence", "verify", file("a.txt"));
    expect(verified).toMatchObject({
      digest: sha256("a"),
      anchors: [{ author: addresses.acme, bundle: null }],
    });
    expect((await regulator.run("evidence", "verify", file("c.txt"))).code).toBe(3);
    const other = ["evidence", "verify", file("a.txt"), "--author", addresses.regulator];
    expect((await regulator.run(...other)).code).toBe(3);
  });

  it("anchors the events of an EPCIS document, and knows them in another syntax and spelling", async () => {
    const event = {
      type: "ObjectEvent",
      eventTime: "2026-03-04T11:00:30+01:00",
      eventTimeZoneOffset: "+01:00",
      epcList: ["urn:epc:id:sscc:4012345.0000000333", "https://id.gs1.org/00/040123450000001112"],
      action: "OBSERVE",
      bizStep: "departing",
    };
    const document = (events: readonly object[]) =>
      JSON.stringify({ "@context": [], type: "EPCISDocument", epcisBody: { eventList: events } });
    await writeFile(file("events.jsonld"), document([event]));
    await writeFile(file("changed.jsonld"), document([event, { ...event, action: "ADD" }]));
    await writeFile(
      file("events.xml"),
      `<e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:2"><EPCISBody><EventList><ObjectEvent>
         <eventTime>2026-03-04T10:00:30.000Z</eventTime><recordTime>2026-03-05T00:00:00Z</recordTime>
         <eventTimeZoneOffset>+01:00</eventTimeZoneOffset>
         <epcList><epc>urn:epc:id:sscc:4012345.0000000111</epc><epc>urn:epc:id:sscc:4012345.0000000333</epc></epcList>
         <action>OBSERVE</action><bizStep>urn:epcglobal:cbv:bizstep:departing</bizStep>
       </ObjectEvent></EventList></EPCISBody></e:EPCISDocument>`,
    );
    await done(acme.run("evidence", "anchor", file("events.jsonld"), "--epcis"));
    expect(await json(regulator, "evidence", "verify", file("events.xml"), "--epcis")).toMatchObject({
      events: [{ id: expect.stringMatching(/^ni:.*ver=CBV2.0$/), anchors: [{ author: addresses.acme }] }],
    });
    const changed = await regulator.run("evidence", "verify", file("changed.jsonld"), "--epcis");
    expect(changed.code).toBe(3);
    expect(changed.stderr).toContain("event 2 of 2");
    expect((await regulator.run("evidence", "verify", file("a.txt"), "--epcis")).code).toBe(2);
  });

  it("anchors a data chain where it agrees with itself, and says what does not", async () => {
    const payload = '{"name":"Door","weight":1.0E2}';
    const hash = createHash("sha3-256").update(payload).digest("hex");
    const parts = (aspects: string) =>
      `{"parts":[{"catenaXId":"urn:uuid:1","x#DataIntegrity":[{"childParts":[{"catenaXId":"urn:uuid:2","references":[
         {"semanticModelUrn":"x#SerialPart","hash":"${hash}","signature":"00"}]}]}]},{"catenaXId":"urn:uuid:2"${aspects}}]}`;
    await writeFile(file("chain.json"), parts(`,"x#SerialPart":[ ${payload} ]`));
    await writeFile(file("changed.json"), parts(`,"x#SerialPart":[ ${payload.replace("Door", "Roof")} ]`));
    await writeFile(file("missing.json"), parts(""));
    await done(acme.run("evidence", "anchor", file("chain.json"), "--integrity"));
    expect(await json(regulator, "evidence", "verify", file("chain.json"), "--integrity")).toMatchObject({
      checked: 1,
      signatures: "not checked",
      aspects: [{ anchors: [{ author: addresses.acme }] }],
    });
    for (const [name, why] of [
      ["changed", "its payload was changed"],
      ["missing", "the aspect is missing"],
    ]) {
      const refused = await regulator.run("evidence", "verify", file(`${name}.json`), "--integrity");
      expect(refused.code).toBe(9);
      expect(refused.stderr).toContain(why);
    }
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    await writeFile(file("key.pem"), publicKey.export({ type: "spki", format: "pem" }));
    const signed = ["evidence", "verify", file("chain.json"), "--integrity", "--signer-key", file("key.pem")];
    expect((await regulator.run(...signed)).stderr).toContain("signature is not by that key");
  });

  it("anchors a bundle, proves its documents, and replaces it", async () => {
    const manifest = file("list.json");
    const first = await json(
      acme,
      "evidence",
      "bundle",
      file("a.txt"),
      file("c.txt"),
      "--manifest",
      manifest,
    );
    expect(first).toMatchObject({ count: 2, supersedes: null });
    const verify = ["evidence", "verify", file("c.txt"), "--manifest", manifest];
    expect(await json(regulator, ...verify)).toMatchObject({ anchors: [{ supersededBy: null }] });
    const absent = await regulator.run("evidence", "verify", file("b.txt"), "--manifest", manifest);
    expect(absent.code).toBe(3);

    const root = JSON.parse(await readFile(manifest, "utf8")).root;
    const next = ["evidence", "bundle", file("b.txt"), "--manifest", file("next.json"), "--supersedes", root];
    const second = JSON.parse((await done(acme.run(...next, "--json"))).stdout);
    expect(await json(regulator, ...verify)).toMatchObject({ anchors: [{ supersededBy: second.root }] });

    // The list of the first bundle is its only one.
    const over = await acme.run("evidence", "bundle", file("b.txt"), "--manifest", manifest);
    expect(over.code).toBe(2);
    expect(JSON.parse(await readFile(manifest, "utf8")).root).toBe(root);

    await writeFile(manifest, (await readFile(manifest, "utf8")).replace(sha256("a"), sha256("z")));
    expect((await regulator.run(...verify)).code).toBe(2);
  });
});
