/** Proofs of rights, parties, twins and seals over HTTP, verified offline; what only some may know is shown to them alone. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { toHash } from "../../../services/ledger/hex.js";
import { namespaceId, schemeId } from "../../../services/ledger/ids.js";
import { documentOf, verifyDocument, verifyProof } from "../../../services/proofs/index.js";
import { nodeProver } from "../../../services/resolver/proofs/prover.js";
import { granteeTerm } from "../../../services/resolver/vault/terms.js";
import { openStore, type Store } from "../../../services/store/store.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import type { Account } from "../../fixtures/ledger.js";
import { legalId, twins } from "../ledger/filled.fixture.js";
import {
  blindedId,
  blindedKey,
  granteeSalt,
  hidden,
  type KindsLedger,
  kindsLedger,
  kindsQuestions,
  sealedIdOf,
  sealSecret,
} from "../proofs/kinds.fixture.js";
import { signedFor } from "./auth/asking.fixture.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { readUpTo } from "./proofs.fixture.js";

const blockSchema = z.looseObject({ hash: z.string() });
const provenSchema = z.looseObject({ proof: z.unknown() });

describe.skipIf(anvilMissing)("proofs over HTTP", () => {
  let ledger: KindsLedger;
  let questions: ReturnType<typeof kindsQuestions>;
  let folder: string;
  let store: Store;
  let resolver: TestResolver;
  beforeAll(async () => {
    ledger = await kindsLedger();
    questions = kindsQuestions(ledger);
    folder = await mkdtemp(join(tmpdir(), "cadastre-proof-kinds-"));
    store = await openStore(folder, { createIfMissing: true });
    await readUpTo(ledger, store, ledger.head);
    resolver = await startResolver(store, { prover: nodeProver(ledger.anvil.rpcUrl) });
  }, 120_000);
  afterAll(async () => {
    await resolver?.close();
    await store?.close();
    await ledger?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  /** What whoever trusts the node's word for the block's hash sees. */
  async function trusted() {
    const tag = `0x${ledger.head.toString(16)}`;
    const { hash } = await ledger.provider.client.rpc("eth_getBlockByNumber", [tag, false], blockSchema);
    return { deployment: ledger.deployment, block: { kind: "hash", hash: toHash(hash) } } as const;
  }
  async function signedAs(by: Account | null, target: string): Promise<Record<string, string>> {
    if (by === null) return {};
    const signing = { signer: by.signer, key: by.address };
    return { authorization: await signedFor(resolver.url, signing, { target }) };
  }
  async function proven(path: string, by: Account | null = null) {
    const response = await resolver.get(path, await signedAs(by, path));
    const text = await response.text();
    expect([path, response.status, text.slice(0, 300)]).toEqual([path, 200, text.slice(0, 300)]);
    return verifyProof(text, await trusted());
  }
  const refused = async (path: string) => (await resolver.get(path)).status;

  it("show units with all who have them, and those who are asked for", async () => {
    const { quota } = questions["units of two holders"];
    expect((await proven(`/v1/proofs/quota/${quota}`)).answer).toMatchObject({
      quota: { issued: "100", consumed: "10" },
      meaning: { unit: "call" },
      complete: true,
    });
    const { answer } = await proven(`/v1/proofs/quota/${quota}?holders=${ledger.partner.address}`);
    expect(answer).toMatchObject({ holdings: [{ units: "30" }], complete: false });
    expect(await refused(`/v1/proofs/quota/${quota}?holders=nobody`)).toBe(400);
  });

  it("of who may recover a party, take units, and anchored a digest", async () => {
    const [own, other] = [ledger.maker.address, ledger.partner.address];
    const { quota } = questions["an allowance"];
    expect((await proven(`/v1/proofs/guardians/${own}`)).answer).toMatchObject({ present: { threshold: 2 } });
    expect(await refused("/v1/proofs/guardians/nobody")).toBe(400);
    const allowance = `/v1/proofs/allowance/${quota}/${own}`;
    expect((await proven(`${allowance}/${other}`)).answer).toMatchObject({ units: "40", operator: true });
    expect((await proven(`${allowance}/${own}`)).answer).toMatchObject({ units: "0", operator: false });
    const { digest } = questions["an anchored digest"];
    expect((await proven(`/v1/proofs/anchor/${digest}/${own}`)).answer).toMatchObject({
      anchoredAt: expect.any(Number),
    });
    expect(await refused(`/v1/proofs/anchor/7/${own}`)).toBe(400);
  });

  it("show a group with all its members, and who is not in it", async () => {
    const { group } = questions["a group and all its members"];
    expect((await proven(`/v1/proofs/group/${group}`)).answer).toMatchObject({
      name: "Partners",
      complete: true,
    });
    const { answer } = await proven(`/v1/proofs/group/${group}?members=${ledger.maker.address}`);
    expect(answer).toMatchObject({ members: [{ member: false }], complete: false });
  });

  it("show attestations and whose a legal identifier is", async () => {
    const { maker, partner } = ledger;
    const path = `/v1/proofs/attestation/${maker.address}/${partner.address}`;
    expect((await proven(`${path}?legalId=${legalId}`)).answer).toMatchObject({
      attestation: { standing: "revoked" },
    });
    const { digest } = questions["an expired statement"].statement;
    expect((await proven(`${path}?kind=iso9001&digest=${digest}`)).answer).toMatchObject({
      attestation: { standing: "expired" },
    });
    expect(await refused(path)).toBe(400);
    expect((await proven(`/v1/proofs/legal-id/${legalId}`)).answer).toMatchObject({ party: null });
    expect(await refused("/v1/proofs/legal-id/none")).toBe(400);
  });

  it("show relations, and who speaks for a DID", async () => {
    const { maker, machine, partner } = ledger;
    const membership = `/v1/proofs/relation/membership/${maker.address}/${machine.address}`;
    expect((await proven(membership)).answer).toMatchObject({ inForce: true });
    const bound = `/v1/proofs/relation/twin/${maker.address}/${twins.assembly}`;
    expect((await proven(bound)).answer).toMatchObject({ inForce: false, epoch: 1 });
    expect(await refused(`/v1/proofs/relation/friendship/${maker.address}/${machine.address}`)).toBe(400);
    expect((await proven(`/v1/proofs/did/${machine.address}`)).answer).toMatchObject({
      identity: { controller: partner.address },
      delegates: [{ delegate: partner.address, valid: true }],
    });
  });

  it("show what a twin comes from and is made of, what a record stands for, and two names of one thing", async () => {
    expect((await proven(`/v1/proofs/derivation/${twins.assembly}`)).answer).toMatchObject({
      parents: [{ id: twins.part }],
    });
    expect((await proven(`/v1/proofs/composition/${twins.assembly}`)).answer).toMatchObject({
      components: [{ id: twins.part, quantity: 12 }],
      complete: true,
    });
    const { one, other } = questions["two names of one thing"];
    const pair = new URLSearchParams({ one: one.identifier, other: other.identifier });
    expect((await proven(`/v1/proofs/equivalence?${pair}`)).answer).toMatchObject({ agreed: true });
    expect((await proven(`/v1/proofs/binding/${one.identifier}`)).answer).toMatchObject({
      subject: { kind: "none" },
    });
    expect(await refused("/v1/proofs/binding/01/09506000134352/21/free")).toBe(404);
  });

  it("show strangers a sealed record and nothing of its identifier", async () => {
    const path = `/v1/proofs/sealed/${sealedIdOf(hidden.shown)}`;
    const response = await resolver.get(path);
    expect(await response.text()).not.toContain(hidden.shown);
    expect((await proven(path)).answer).toMatchObject({
      record: { owner: { party: ledger.partner.address } },
      disclosed: null,
    });
    expect(await refused(`/v1/proofs/sealed/0x${"12".repeat(32)}`)).toBe(404);
    // By the identifier, there is no record for a stranger.
    expect((await proven(`/v1/proofs/identifier/${hidden.shown}`)).answer).toMatchObject({ record: null });
  });

  it("show the two sides of a blinded right whom it is for, and nobody else", async () => {
    const { maker, partner, mind } = ledger;
    const [id, { asset }] = [blindedId(ledger), blindedKey(ledger)];
    const terms = [granteeTerm(partner.address, asset)];
    await resolver.vault.putBlinded(id, {
      party: partner.address,
      salt: granteeSalt,
      terms,
      by: maker.address,
    });
    const path = `/v1/proofs/grant/${id}`;
    const shown = { grant: { status: "active" }, grantee: { party: partner.address } };
    for (const side of [maker, partner]) {
      const { answer, proven: statements } = await proven(path, side);
      expect(answer).toMatchObject(shown);
      expect(statements.map(({ code }) => code)).toContain("GRANT_GRANTEE");
    }
    for (const other of [mind, null])
      expect((await proven(path, other)).answer).toMatchObject({ grantee: null });
  });

  it("link an identifier to its sealed record for who may know it, and for nobody else", async () => {
    const { maker, partner, mind } = ledger;
    const namespace = namespaceId(schemeId("gs1"), "95060007");
    await resolver.vault.putSecret(namespace, { secret: toHash(sealSecret.reveal()), by: maker.address });
    const path = `/v1/proofs/identifier/${hidden.shown}`;
    expect((await proven(path, partner)).answer).toMatchObject({
      kind: "sealed",
      disclosed: { identifier: hidden.shown },
      record: { owner: { party: partner.address } },
    });
    const target = `/v1/resolve?id=${encodeURIComponent(hidden.shown)}&proof=1`;
    const response = await resolver.get(target, await signedAs(partner, target));
    const { proof } = provenSchema.parse(await response.json());
    expect(verifyDocument(documentOf(proof), await trusted()).answer).toMatchObject({
      kind: "sealed",
      disclosed: { identifier: hidden.shown },
    });
    for (const other of [mind, null])
      expect((await proven(path, other)).answer).toMatchObject({ kind: "record", record: null });
  });

  it("come with the resources that they prove, where they are asked for", async () => {
    const { quota } = questions["units of two holders"];
    const { group } = questions["a group and all its members"];
    const paths = [
      [`/v1/quotas/${quota}`, "quota"],
      [`/v1/groups/${group}`, "group"],
      [`/v1/sealed/${sealedIdOf(hidden.shown)}`, "sealed"],
      [`/v1/twins/${twins.assembly}`, "twin"],
      [`/v1/parties/${ledger.maker.address}`, "party"],
    ] as const;
    for (const [path, kind] of paths) {
      const response = await resolver.get(`${path}?proof=1`);
      expect([path, response.status]).toEqual([path, 200]);
      const { proof } = provenSchema.parse(await response.json());
      expect(verifyDocument(documentOf(proof), await trusted()).answer.kind).toBe(kind);
      const plain = await (await resolver.get(path)).json();
      expect(plain).not.toHaveProperty("proof");
      expect(await refused(`${path}?proof=2`)).toBe(400);
    }
  });
});
