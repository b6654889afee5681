/** Proofs by command line: made over a chain, verified without one. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { delegateNamespace, sealNamespace } from "../../../services/ledger/actions/namespaces.js";
import { quotaKeyWords } from "../../../services/ledger/actions/quotas.js";
import { grantRight } from "../../../services/ledger/actions/rights.js";
import { registerSealed } from "../../../services/ledger/actions/sealedRecords.js";
import { ledgerContracts } from "../../../services/ledger/contracts.js";
import { hashSchema, toHash, tokenWord } from "../../../services/ledger/hex.js";
import { blindedGrantee, namespaceId, schemeId, sealedId, sealOf } from "../../../services/ledger/ids.js";
import { SealSecret } from "../../../services/ledger/sealed.js";
import {
  batches,
  digestOf,
  type FilledLedger,
  filledLedger,
  grantOf,
  legalId,
  twins,
} from "../ledger/filled.fixture.js";
import { emptyHome, type Home, homeOf, missing } from "./cadastre.js";

const provenSchema = z.looseObject({
  block: z.object({ number: z.number(), hash: hashSchema }),
  proof: z.string().optional(),
  answer: z.looseObject({ kind: z.string() }),
});

const registered = "01/09506000134352/21/2";

describe.skipIf(missing)("the command line of those who prove and verify", () => {
  let ledger: FilledLedger;
  let maker: Home;
  /** Has neither node nor resolver, nor a key. */
  let stranger: Home;
  let files: string;
  const file = (name: string) => join(files, name);

  beforeAll(async () => {
    ledger = await filledLedger();
    maker = await homeOf(ledger, 1);
    stranger = await emptyHome();
    files = await mkdtemp(join(tmpdir(), "cadastre-proofs-"));
  });
  afterAll(async () => {
    for (const home of [maker, stranger]) await home?.remove();
    await ledger?.stop();
    if (files) await rm(files, { recursive: true, force: true });
  });

  async function prove(...words: string[]): Promise<z.infer<typeof provenSchema>> {
    const { code, stdout, stderr } = await maker.run("prove", ...words, "--json");
    expect(code, stderr + stdout).toBe(0);
    return provenSchema.parse(JSON.parse(stdout));
  }
  const verify = (name: string, ...words: string[]) =>
    stranger.run("verify", file(name), "--deployment", ledger.deploymentFile, ...words);

  it("shows an identifier's record to whoever knows the block's hash, without a node", async () => {
    const { block } = await prove(registered, "--out", file("record.json"));
    const text = await verify("record.json", "--block-hash", block.hash);
    expect(text.stderr).toBe("");
    expect(text).toMatchObject({ code: 0, stdout: expect.stringContaining("Proven, at block") });
    expect(text.stdout).toContain(`Its owner is ${ledger.maker.address}`);
    expect(text.stdout).toContain("What happened after the block.");
    const json = await verify("record.json", "--block-hash", block.hash, "--json");
    expect(json.json()).toMatchObject({
      verdict: "proven",
      block: { hash: block.hash },
      answer: { record: { locked: true, content: { subjectKind: "none" } } },
      proven: expect.arrayContaining([expect.objectContaining({ code: "RECORD_OWNER" })]),
      open: expect.arrayContaining([expect.objectContaining({ code: "OPEN_FINALITY" })]),
    });
  });

  it("takes a trusted header, and what several say, instead of the hash", async () => {
    const { block } = await prove(registered, "--out", file("record.json"));
    const { header } = z
      .looseObject({ header: z.string() })
      .parse(JSON.parse(await readFile(file("record.json"), "utf8")));
    await writeFile(file("header"), `${header}\n`);
    expect(await verify("record.json", "--header", file("header"))).toMatchObject({ code: 0 });
    const votes = ["--vote", `a=${block.hash}`, `b=${block.hash}`, `c=0x${"11".repeat(32)}`];
    expect(await verify("record.json", ...votes, "--threshold", "2")).toMatchObject({ code: 0 });
    expect(await verify("record.json", ...votes, "--threshold", "3")).toMatchObject({ code: 10 });
  });

  it("ends with 9 where a proof shows the contrary, with 10 where it shows nothing, with 2 where no block is named", async () => {
    const { block } = await prove("01/09506000134352/21/404", "--out", file("none.json"));
    const text = await readFile(file("none.json"), "utf8");
    await writeFile(file("lie.json"), text.replace('"range":null', '"range":{}'));
    await writeFile(
      file("changed.json"),
      text.replace(/"nodes":\["0x(.)/, (all, digit) => all.replace(digit, digit === "e" ? "f" : "e")),
    );
    await writeFile(file("cut.json"), text.slice(0, 500));
    const hash = ["--block-hash", block.hash];
    expect(await verify("lie.json", ...hash)).toMatchObject({
      code: 9,
      stderr: expect.stringContaining("PROOF_ANSWER_REFUTED"),
    });
    expect(await verify("changed.json", ...hash)).toMatchObject({
      code: 10,
      stderr: expect.stringContaining("PROOF_INCOMPLETE"),
    });
    expect(await verify("cut.json", ...hash)).toMatchObject({
      code: 10,
      stderr: expect.stringContaining("PROOF_MALFORMED"),
    });
    expect(await verify("none.json", "--block-hash", `0x${"11".repeat(32)}`)).toMatchObject({ code: 10 });
    expect(await verify("none.json")).toMatchObject({ code: 2 });
    expect(await verify("none.json", ...hash, "--threshold", "1")).toMatchObject({ code: 2 });
    expect(await verify("none.json", "--block-hash", "0x12")).toMatchObject({ code: 2 });
    expect(await verify("none.json", "--vote", "nobody", "--threshold", "1")).toMatchObject({ code: 2 });
    expect(await verify("none.json", "--vote", `a=${block.hash}`)).toMatchObject({ code: 2 });
    expect(await verify("nowhere.json", ...hash)).toMatchObject({ code: 2 });
  });

  it("proves twins, parties, rights, members of ranges and freezes", async () => {
    const { grantKey, machine } = ledger;
    const answers = [
      await prove(`twin:${twins.assembly}`),
      await prove(`party:${machine.address}`),
      await prove(`grant:${grantOf(grantKey)}`),
      await prove("01/09506000134352/21/PN-0042", "--batch", batches.rule),
      await prove(`party:${machine.address}`, "--freezes"),
    ].map(({ answer }) => answer);
    expect(answers).toMatchObject([
      { kind: "twin", twin: { version: 2 } },
      { kind: "party", frozen: true },
      {
        kind: "grant",
        grant: { exclusive: true },
        asset: { sameHolding: true },
        grantee: { party: ledger.partner.address },
      },
      { kind: "member", member: { index: "32" } },
      { kind: "freezes", offices: 1, freezes: [{ office: 7 }] },
    ]);
  });

  it("proves quotas, groups, attestations and whose a legal identifier is", async () => {
    const { maker: owner, partner, quotaKey, deployment } = ledger;
    const [own, other, press] = [owner.address, partner.address, ledger.machine.address];
    const { quotas } = ledgerContracts(deployment, ledger.provider);
    const quota = tokenWord(await quotas.quotaId(quotaKeyWords(quotaKey)));
    const answers = [
      await prove(`quota:${quota}`),
      await prove(`quota:${quota}`, "--holders", other),
      await prove(`allowance:${quota}/${own}/${other}`),
      await prove(`guardians:${own}`),
      await prove(`anchor:${digestOf("log")}/${own}`),
      await prove(`group:${own}/Partners`),
      await prove(`attestation:${other}/${own}/${legalId}`),
      await prove(`legal-id:${legalId}`),
    ].map(({ answer }) => answer);
    expect(answers).toMatchObject([
      {
        ...{ kind: "quota", quota: { issued: "100" }, meaning: { unit: "call" }, complete: true },
        holdings: [{ holder: { party: own }, units: "100" }],
      },
      { kind: "quota", holdings: [{ holder: { party: other }, units: "0" }], complete: false },
      { kind: "allowance", units: "0", operator: true },
      { kind: "guardians", present: { guardians: [other, press].sort(), threshold: 2 }, next: null },
      { kind: "anchor", anchoredAt: expect.any(Number) },
      { kind: "group", name: "Partners", members: [{ party: other, member: true }], complete: true },
      { kind: "attestation", attestation: { standing: "valid" } },
      { kind: "legalId", party: own },
    ]);
    for (const wrong of ["quota:7", `allowance:${quota}`, "anchor:7/me", "guardians:"])
      expect([wrong, await maker.run("prove", wrong)]).toMatchObject([wrong, { code: 2 }]);
    expect(await maker.run("prove", `attestation:${other}/${own}/nothing`)).toMatchObject({ code: 2 });
  });

  it("proves relations, DIDs, what twins come from and are made of, and what identifiers stand for", async () => {
    const { maker: owner, partner, machine } = ledger;
    const [own, other, press] = [owner.address, partner.address, machine.address];
    const answers = [
      await prove(`relation:membership/${own}/${press}`),
      await prove(`party:${press}`, "--did"),
      await prove(`twin:${twins.assembly}`, "--derivation"),
      await prove(`twin:${twins.assembly}`, "--components"),
      await prove(registered, "--stands-for"),
      await prove(registered, "--same-as", "01/09506000134352/21/1"),
    ].map(({ answer }) => answer);
    expect(answers).toMatchObject([
      { kind: "relation", inForce: true, organisation: own },
      { kind: "did", identity: { controller: other }, delegates: [{ delegate: other }] },
      { kind: "derivation", parents: [{ id: twins.part }] },
      { kind: "composition", complete: true },
      { kind: "binding", subject: { kind: "none" } },
      { kind: "equivalence", agreed: false },
    ]);
  });

  it("shows a judge whom a blinded right is for, by the file that its grantee has", async () => {
    const { maker: owner, partner, deployment, grantKey } = ledger;
    const salt = toHash(`0x${"5a".repeat(32)}`);
    const commitment = blindedGrantee(partner.address, salt);
    const hidden = {
      ...grantKey,
      terms: null,
      scope: "Nameplate",
      grantee: { kind: "blinded", commitment },
    } as const;
    await ledger.send(owner, grantRight(deployment, hidden, { actions: ["derive"], from: 0, until: 0 }));
    await writeFile(file("opening.json"), JSON.stringify({ commitment, party: partner.address, salt }));
    const right = `grant:${grantOf(hidden)}`;
    const { block } = await prove(right, "--opening", file("opening.json"), "--out", file("opened.json"));
    const shown = await verify("opened.json", "--block-hash", block.hash);
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    expect(shown.stdout).toContain(`It is for ${partner.address}`);
    const closed = await prove(right, "--at", String(block.number));
    expect(closed.proof).not.toContain(partner.address.slice(2));
    await writeFile(file("lie.json"), JSON.stringify({ commitment, party: owner.address, salt }));
    expect(await maker.run("prove", right, "--opening", file("lie.json"))).toMatchObject({
      code: 9,
      stderr: expect.stringContaining("PROOF_GRANT_REFUTED"),
    });
  });

  it("links an identifier to its sealed record for who has the secret, and says nothing of it to others", async () => {
    const { maker: owner, deployment } = ledger;
    const [prefix, identifier] = ["95060007", "01/09506000700007/21/S-1"];
    const secret = SealSecret.generate();
    const scheme = schemeId("gs1");
    const seal = sealOf(scheme, identifier, secret.saltOf(scheme, identifier));
    const namespace = { scheme: "gs1", prefix };
    await ledger.send(owner, delegateNamespace(deployment, namespace, 7, owner.address));
    await ledger.send(owner, sealNamespace(deployment, namespace));
    await ledger.send(owner, registerSealed(deployment, { ...namespace, seal }, null, owner.address));
    await writeFile(file("secret"), secret.reveal(), { mode: 0o600 });
    const { block } = await prove(
      identifier,
      "--sealed",
      "--secret-file",
      file("secret"),
      "--out",
      file("sealed.json"),
    );
    const shown = await verify("sealed.json", "--block-hash", block.hash);
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    expect(shown.stdout).toContain(`The seal is of gs1 ${identifier}`);
    expect(await readFile(file("sealed.json"), "utf8")).not.toContain(secret.reveal().slice(2));
    const id = sealedId(namespaceId(scheme, prefix), seal);
    const { answer, proof } = await prove(`sealed:${id}`);
    expect(answer).toMatchObject({ kind: "sealed", record: { status: "active" }, disclosed: null });
    expect(proof).not.toContain(identifier);
  });

  it("proves what held at an earlier block, and prints the proof where no file is named", async () => {
    const { block } = await prove(registered);
    const early = await prove(registered, "--at", String(ledger.deployment.block + 45));
    expect(early.block.number).toBeLessThan(block.number);
    expect(early.answer).toMatchObject({ record: null });
    const { stdout } = await maker.run("prove", registered);
    await writeFile(file("printed.json"), stdout);
    expect(await verify("printed.json", "--block-hash", block.hash)).toMatchObject({ code: 0 });
    await writeFile(file("fromJson.json"), early.proof ?? "");
    expect(await verify("fromJson.json", "--block-hash", early.block.hash)).toMatchObject({ code: 0 });
  });

  it("does not prove at a block that is not there, or of what is nothing", async () => {
    expect(await maker.run("prove", registered, "--at", "999999")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("PROOF_BLOCK_UNKNOWN"),
    });
    expect(await maker.run("prove", registered, "--at", "soon")).toMatchObject({ code: 2 });
    expect(await maker.run("prove", registered, "--batch", "7")).toMatchObject({ code: 2 });
    expect(await maker.run("prove", "nonsense")).toMatchObject({ code: 2 });
  });
});
