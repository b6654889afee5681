/** Audit reports with proofs of whatever they are of, and with what the access log has for who asks: verified by one block's hash. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openAnchors } from "../../../services/accessLog/anchoring/evidence.js";
import { anchorLog } from "../../../services/accessLog/anchoring/round.js";
import { verifyAccesses, verifyAnchored } from "../../../services/audit/accesses.js";
import { verifyReport } from "../../../services/audit/document.js";
import { unprovenStanding, verifyState } from "../../../services/audit/proof.js";
import type { Report } from "../../../services/audit/report.js";
import { addressSchema, toGrantId, toHash, toTwinId } from "../../../services/ledger/hex.js";
import { recordId } from "../../../services/ledger/ids.js";
import { buildProof, documentText, rpcSource } from "../../../services/proofs/index.js";
import { nodeProver } from "../../../services/resolver/proofs/prover.js";
import { openStore, type Store } from "../../../services/store/store.js";
import { anvilMissing, startAnvil } from "../../fixtures/anvil.js";
import { type Account, fundedSigner } from "../../fixtures/ledger.js";
import { decision, serviceLog } from "../accessLog/log.fixture.js";
import { batches, digestOf, grantOf, namespaces, records, scheme, twins } from "../ledger/filled.fixture.js";
import { blindedId, hidden, type KindsLedger, kindsLedger, sealedIdOf } from "../proofs/kinds.fixture.js";
import { signedFor } from "../resolver/auth/asking.fixture.js";
import { ownAccessLog, startResolver, type TestResolver } from "../resolver/http.fixture.js";
import { readUpTo } from "../resolver/proofs.fixture.js";

/** The report with something else in a field of its state, and without it where it is there; none for another section. */
function withAnother(report: Report, field: string): readonly Report[] {
  const [section, name = "", part] = field.split(".");
  if (section !== "state") return [];
  const { [name]: said = null, ...rest } = report.state;
  if (part === undefined) {
    const changed = { ...report, state: { ...rest, [name]: "another" } };
    return said === null ? [changed] : [changed, { ...report, state: rest }];
  }
  if (typeof said !== "object" || said === null || Array.isArray(said)) return [];
  return [{ ...report, state: { ...rest, [name]: { ...said, [part]: "another" } } }];
}

const keysSchema = z.object({ keys: z.array(z.looseObject({ kid: z.string(), use: z.string() })) });

describe.skipIf(anvilMissing)("an audit report", () => {
  let ledger: KindsLedger;
  let folder: string;
  let store: Store;
  let log: Awaited<ReturnType<typeof ownAccessLog>>;
  let resolver: TestResolver;
  beforeAll(async () => {
    // The ledger's time is moved on, and a report ends now at the latest.
    const timestamp = Math.floor(Date.now() / 1000) - 7_200;
    ledger = await kindsLedger((options) => startAnvil({ ...options, timestamp }));
    await ledger.party(5, "Operator");
    const { maker, partner, deployment, provider } = ledger;
    log = await ownAccessLog();
    const asset = { kind: "twin", id: toTwinId(twins.assembly) } as const;
    await log.log.record([
      decision({ subject: maker.address, owner: partner.address, asset }),
      decision({ subject: ledger.mind.address, owner: partner.address, asset, outcome: "deny", grant: null }),
      decision({ subject: maker.address, owner: maker.address }),
    ]);
    const anchors = await openAnchors(ledger.anvil.rpcUrl, deployment, fundedSigner(5), null);
    await anchorLog(log.log, anchors, { chainId: deployment.chainId, baseUrl: "https://id.example" });
    await log.log.record([decision({ subject: maker.address, owner: partner.address, asset })]);
    folder = await mkdtemp(join(tmpdir(), "cadastre-proven-audit-"));
    store = await openStore(folder, { createIfMissing: true });
    await readUpTo(ledger, store, await provider.getBlockNumber());
    const prover = nodeProver(ledger.anvil.rpcUrl);
    resolver = await startResolver(store, { prover, accessLog: serviceLog(log.log) });
  }, 120_000);
  afterAll(async () => {
    await resolver?.close();
    await store?.close();
    await log?.remove();
    await ledger?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  async function reported(target: string, by: Account | null = null): Promise<Report> {
    const { url, get } = resolver;
    const signing = by && { signer: by.signer, key: by.address };
    const headers = signing === null ? {} : { authorization: await signedFor(url, signing, { target }) };
    const response = await get(target, headers);
    const text = await response.text();
    expect([target, response.status, text.slice(0, 200)]).toEqual([target, 200, text.slice(0, 200)]);
    return (await verifyReport(text)).report;
  }
  const trusted = ({ asOf }: Report) =>
    ({ place: ledger.deployment, block: { kind: "hash", hash: asOf.hash } }) as const;

  it("proves the state of whatever kind of thing it is of, field by field", async () => {
    const { maker, partner, machine } = ledger;
    const things = [
      [`namespace/${namespaces.maker}`, maker],
      [`namespace/${namespaces.suspended}`, partner],
      [`record/${records.linked}`, maker],
      [`record/${records.locked}`, maker],
      [`record/${recordId(scheme, "01/09506000134352/21/E1")}`, maker],
      [`batch/${batches.rule}`, partner],
      [`batch/${batches.list}`, maker],
      [`sealed/${sealedIdOf(hidden.shown)}`, partner],
      [`sealed/${sealedIdOf(hidden.suspended)}`, maker],
      [`twin/${twins.assembly}`, partner],
      [`twin/${twins.part}`, maker],
      [`party/${maker.address}`, maker],
      [`party/${machine.address}`, partner],
      [`grant/${grantOf(ledger.grantKey)}`, maker],
      [`grant/${grantOf(ledger.sublicenceKey)}`, partner],
      [`grant/${blindedId(ledger)}`, maker],
    ] as const;
    for (const [path, owner] of things) {
      const report = await reported(`/v1/audit/${path}`);
      expect([path, report.unproven]).toEqual([path, null]);
      const { place, block } = trusted(report);
      const { answer, confirmed, unconfirmed } = verifyState(report, place, block);
      expect(path).toContain(answer.kind);
      expect([path, report.owners.at(-1)?.owner]).toEqual([path, owner.address]);
      expect(confirmed.length).toBeGreaterThan(3);
      for (const forged of confirmed.flatMap((field) => withAnother(report, field)))
        expect(() => verifyState(forged, place, block), `${path} ${JSON.stringify(forged.state)}`).toThrow(
          expect.objectContaining({ code: "AUDIT_PROOF_MISMATCH" }),
        );
      // What it does not see, it names.
      for (const forged of unconfirmed.flatMap((field) => withAnother(report, field)))
        expect(verifyState(forged, place, block).confirmed).toEqual(confirmed);
    }
  });

  it("says which of it a proof shows, and which is the word of its maker alone", async () => {
    const twin = await reported(`/v1/audit/twin/${twins.part}`);
    const { place, block } = trusted(twin);
    const { confirmed, unconfirmed } = verifyState(twin, place, block);
    expect(confirmed).toEqual(
      expect.arrayContaining([
        "state.owner",
        "state.epoch",
        "state.state",
        "state.frozen",
        "state.version.digest",
      ]),
    );
    expect(unconfirmed).toEqual(
      expect.arrayContaining([
        "state.name",
        "state.minted",
        "state.version.uri",
        "owners",
        "changes",
        "freezes",
      ]),
    );
    expect(unprovenStanding(twin)).toMatchObject({ confirmed: [] });
    expect(unprovenStanding(twin).unconfirmed).toEqual(expect.arrayContaining(["state.owner", "owners"]));
    // A freeze that is kept back, a suspension that is kept back, and a sale that never was.
    const { frozen: _, ...thawed } = twin.state;
    const record = await reported(`/v1/audit/record/${records.linked}`);
    const forged = [
      [{ ...twin, state: thawed }, /state\.frozen is null, and true is proven/],
      [{ ...record, state: { ...record.state, status: "active" } }, /state\.status is "active"/],
      [{ ...record, state: { ...record.state, epoch: 2 } }, /state\.epoch is 2, and 1 is proven/],
    ] as const;
    for (const [report, why] of forged)
      expect(() => verifyState(report, place, trusted(report).block)).toThrow(why);
  });

  it("is refused where it names another as the last owner than its state has", async () => {
    const report = await reported(`/v1/audit/twin/${twins.assembly}`);
    const { place, block } = trusted(report);
    const owner = addressSchema.parse(`0x${"12".repeat(20)}`);
    const owners = [
      ...report.owners.slice(0, -1),
      ...report.owners.slice(-1).map((one) => ({ ...one, owner })),
    ];
    expect(() => verifyState({ ...report, owners }, place, block)).toThrow(
      expect.objectContaining({ code: "AUDIT_PROOF_MISMATCH" }),
    );
  });

  it("is refused where its proof is of another kind of thing, block or ledger than it says", async () => {
    const { maker, provider, deployment } = ledger;
    const report = await reported(`/v1/audit/twin/${twins.assembly}`);
    const { place, block } = trusted(report);
    const source = rpcSource(provider.client);
    // That there is no grant of the twin's id: it must not pass for a proof of the twin.
    const question = { kind: "grant", grant: toGrantId(twins.assembly), parts: null } as const;
    const { document } = await buildProof(source, deployment, question, report.asOf.number);
    const proof = JSON.parse(documentText(document));
    const owner = addressSchema.parse(maker.address);
    const owners = report.owners.map((one) => ({ ...one, owner }));
    const another = toHash(`0x${"12".repeat(32)}`);
    const forged = [
      { ...report, owners, proof },
      { ...report, owners, proof, subject: { ...report.subject, kind: "grant" } },
      { ...report, asOf: { ...report.asOf, hash: another } },
      { ...report, asOf: { ...report.asOf, time: report.asOf.time - 1 } },
      { ...report, ledger: { ...report.ledger, chainId: 1 } },
      {
        ...report,
        ledger: { ...report.ledger, contracts: { ...report.ledger.contracts, twins: owner } },
      },
    ];
    for (const [at, one] of forged.entries()) {
      expect(() => verifyState(one, place, block), `forged report ${at}`).toThrow(
        expect.objectContaining({ code: "AUDIT_PROOF_MISMATCH" }),
      );
    }
  });

  it("has what the log has for who asks, in the log and on the ledger, and nothing for anybody else", async () => {
    const path = `/v1/audit/twin/${twins.assembly}`;
    expect(await reported(path)).not.toHaveProperty("accesses");
    const report = await reported(path, ledger.partner);
    const { accesses } = report;
    if (accesses === undefined) throw new Error("There is none of the log in it.");
    expect(accesses).toMatchObject({ party: ledger.partner.address, unanchored: null });
    expect(accesses.proven.map(({ entry }) => entry.sequence)).toEqual([0, 1]);
    expect(accesses.pending.map(({ sequence }) => sequence)).toEqual([3]);
    const logged = verifyAccesses(report, accesses);
    expect(logged).toMatchObject({ entries: 3, author: fundedSigner(5).address.toLowerCase() });
    expect(verifyAnchored(report, accesses, logged, trusted(report))).toBeGreaterThan(0);
    const mine = (await reported(path, ledger.maker)).accesses;
    expect(mine?.proven.map(({ entry }) => entry.sequence)).toEqual([0]);
    // Of a party, it is that party's own alone.
    const own = `/v1/audit/party/${ledger.maker.address}`;
    expect((await reported(own, ledger.maker)).accesses?.proven).toHaveLength(2);
    expect(await reported(own, ledger.partner)).not.toHaveProperty("accesses");
  });

  it("is refused where an entry, its log or its checkpoint is another", async () => {
    const report = await reported(`/v1/audit/twin/${twins.assembly}`, ledger.partner);
    const { accesses } = report;
    const [first, second] = accesses?.proven ?? [];
    if (accesses === undefined || first === undefined || second === undefined)
      throw new Error("There is none of the log in it.");
    const logged = verifyAccesses(report, accesses);
    const changed = [
      { ...first, entry: { ...first.entry, outcome: "deny" as const } },
      { ...first, entry: second.entry },
      { ...first, path: [] },
      { ...first, hash: second.hash },
    ];
    for (const one of changed) {
      expect(() => verifyAccesses(report, { ...accesses, proven: [one, second] })).toThrow(
        expect.objectContaining({ code: "ACCESS_LOG_PROOF_INVALID" }),
      );
    }
    const mixed = [
      { ...first, anchor: { ...first.anchor, author: ledger.maker.address } },
      { ...first, checkpoint: { ...first.checkpoint, chainId: 1 } },
    ];
    for (const one of mixed) {
      expect(() => verifyAccesses(report, { ...accesses, proven: [one, second] })).toThrow(
        expect.objectContaining({ code: "AUDIT_ACCESS_MISMATCH" }),
      );
    }
    const stranger = { ...accesses, party: ledger.root.address };
    expect(() => verifyAccesses(report, stranger)).toThrow(
      expect.objectContaining({ code: "AUDIT_ACCESS_MISMATCH" }),
    );
    const other = { ...logged, bundle: digestOf("another") };
    expect(() => verifyAnchored(report, accesses, other, trusted(report))).toThrow(
      expect.objectContaining({ code: "AUDIT_ACCESS_MISMATCH" }),
    );
    const block = { kind: "hash", hash: toHash(`0x${"12".repeat(32)}`) } as const;
    expect(() => verifyAnchored(report, accesses, logged, { place: ledger.deployment, block })).toThrow(
      expect.objectContaining({ code: "PROOF_BLOCK_NOT_TRUSTED" }),
    );
  });

  it("is refused where an entry is of another thing or time, or counts twice", async () => {
    const report = await reported(`/v1/audit/twin/${twins.assembly}`, ledger.partner);
    const { accesses, period, subject } = report;
    const [first, second] = accesses?.proven ?? [];
    const [last] = accesses?.pending ?? [];
    if (accesses === undefined || first === undefined || second === undefined || last === undefined)
      throw new Error("There is none of the log in it.");
    const begun = Math.floor(Date.parse(first.entry.time) / 1000);
    const forged = [
      [{ ...report, subject: { ...subject, id: twins.part } }, accesses],
      [{ ...report, subject: { ...subject, kind: "record" } }, accesses],
      [{ ...report, subject: { kind: "party", id: ledger.maker.address } }, accesses],
      [{ ...report, period: { ...period, to: begun - 1 } }, accesses],
      [{ ...report, period: { ...period, from: period.to + 60 } }, accesses],
      [report, { ...accesses, proven: [first, first, second] }],
      [report, { ...accesses, proven: [second, first] }],
      [report, { ...accesses, pending: [last, last] }],
      [report, { ...accesses, pending: [second.entry, last] }],
      // It is in the log that the checkpoint is of, and not shown to be.
      [report, { ...accesses, proven: [first], pending: [second.entry, last] }],
    ] as const;
    for (const [at, [one, listed]] of forged.entries())
      expect(() => verifyAccesses(one, listed), `forged report ${at}`).toThrow(
        expect.objectContaining({ code: "AUDIT_ACCESS_MISMATCH" }),
      );
  });

  it("is signed by a key of its own, which no verifier of tokens takes", async () => {
    const response = await resolver.get(`/v1/audit/twin/${twins.assembly}`);
    const { kid } = await verifyReport(await response.text());
    const { keys } = keysSchema.parse(await (await resolver.get("/.well-known/jwks.json")).json());
    expect(keys.map(({ use }) => use)).toEqual(["sig", "cadastre-audit"]);
    expect(keys.find(({ use }) => use === "cadastre-audit")?.kid).toBe(kid);
  });
});
