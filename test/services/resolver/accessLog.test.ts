/** The access log over HTTP, on a real chain: who sees what, page by page, with proofs. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAnchors } from "../../../services/accessLog/anchoring/evidence.js";
import { anchorLog } from "../../../services/accessLog/anchoring/round.js";
import { entryProofSchema, verifyEntryProof } from "../../../services/accessLog/proof.js";
import { provesConsistency } from "../../../services/accessLog/tree/verify.js";
import { bundleTree } from "../../../services/ledger/bundleTree.js";
import { toDigest, toTwinId } from "../../../services/ledger/hex.js";
import { readBundle } from "../../../services/ledger/reads/evidence.js";
import {
  accessLogSchema,
  checkpointViewSchema,
  consistencySchema,
} from "../../../services/resolver/accessLog/schema.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Account, fundedSigner } from "../../fixtures/ledger.js";
import { decision, word } from "../accessLog/log.fixture.js";
import { type ServedLedger, servedLedger } from "../conformance/server.fixture.js";
import { signedFor } from "./auth/asking.fixture.js";

describe.skipIf(anvilMissing !== null)("/v1/access-log", () => {
  let served: ServedLedger;
  let owner: Account;
  let partner: Account;
  let rival: Account;
  const pump = { kind: "twin", id: toTwinId(word(11)) } as const;

  beforeAll(async () => {
    served = await servedLedger();
    owner = await served.ledger.party(1, "Owner");
    partner = await served.ledger.party(2, "Partner");
    rival = await served.ledger.party(3, "Rival");
    await served.ledger.party(4, "Operator");
    await served.caughtUp();
    await served.accessLog.record([
      decision({ subject: partner.address, owner: owner.address }),
      decision({
        askedBy: rival.address,
        subject: rival.address,
        owner: owner.address,
        outcome: "deny",
        grant: null,
      }),
      decision({ subject: partner.address, owner: owner.address, asset: pump, kind: "disclosure" }),
    ]);
    const anchors = await openAnchors(
      served.ledger.anvil.rpcUrl,
      served.ledger.deployment,
      fundedSigner(4),
      null,
    );
    const place = { chainId: served.ledger.deployment.chainId, baseUrl: served.resolver.url };
    await anchorLog(served.accessLog, anchors, place);
    await served.accessLog.record([decision({ subject: partner.address, owner: owner.address })]);
    await anchorLog(served.accessLog, anchors, place);
    await served.accessLog.record(
      Array.from({ length: 105 }, () => decision({ subject: rival.address, owner: rival.address })),
    );
  });
  afterAll(() => served?.stop());

  const ask = async (by: Account | null, target: string): Promise<Response> => {
    const { url, get } = served.resolver;
    if (by === null) return await get(target);
    const signing = { signer: by.signer, key: by.address };
    return await get(target, { authorization: await signedFor(url, signing, { target }) });
  };
  const page = async (by: Account, query = "") => {
    const response = await ask(by, `/v1/access-log${query}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    return accessLogSchema.parse(await response.json());
  };
  const sequences = async (by: Account, query = "") =>
    (await page(by, query)).items.map(({ entry }) => entry.sequence);
  const problem = async (by: Account | null, target: string) => {
    const response = await ask(by, target);
    const { code } = (await response.json()) as { code?: string };
    return { status: response.status, code };
  };

  it("shows each party what concerns it, and nobody else's", async () => {
    expect(await sequences(owner)).toEqual([0, 1, 2, 3]);
    expect(await sequences(partner)).toEqual([0, 2, 3]);
    expect(await sequences(owner, `?kind=${pump.kind}&id=${pump.id}`)).toEqual([2]);
    expect(await sequences(rival, `?kind=${pump.kind}&id=${pump.id}`)).toEqual([]);
  });

  it("pages", async () => {
    const first = await page(rival);
    expect(first.items).toHaveLength(100);
    const second = await page(rival, `?after=${first.next}`);
    expect(second.items).toHaveLength(6);
    expect(second.next).toBeNull();
    const seen = [...first.items, ...second.items].map(({ entry }) => entry.sequence);
    expect(seen).toEqual([1, ...Array.from({ length: 105 }, (_, index) => 4 + index)]);
  });

  it("is for nobody who does not say who they are", async () => {
    const refused = { status: 401, code: "RESOLVER_CALLER_UNKNOWN" };
    expect(await problem(null, "/v1/access-log")).toEqual(refused);
    expect(await problem(null, "/v1/access-log/0/proof")).toEqual(refused);
  });

  it("refuses half an asset, and what is no number", async () => {
    const refused = { status: 400, code: "RESOLVER_INVALID_QUERY" };
    expect(await problem(owner, "/v1/access-log?kind=twin")).toEqual(refused);
    expect(await problem(owner, "/v1/access-log?after=x")).toEqual(refused);
    expect(await problem(owner, "/v1/access-log/-1/proof")).toEqual(refused);
    expect(await problem(null, "/v1/access-log/checkpoints/01")).toEqual(refused);
    expect(await problem(null, "/v1/access-log/consistency?from=4&to=3")).toEqual(refused);
  });

  it("proves an entry by the newest checkpoint that the ledger has", async () => {
    const response = await ask(partner, "/v1/access-log/2/proof");
    const proof = entryProofSchema.parse(await response.json());
    expect(proof.checkpoint.size).toBe(4);
    const { bundle, author } = verifyEntryProof(proof);
    const { provider, deployment } = served.ledger;
    expect(await readBundle(provider, deployment, bundle, author)).toMatchObject({
      anchoredAt: proof.anchor.time,
    });
    expect((await page(owner)).anchored).toMatchObject({ bundle, checkpoint: { size: 4 } });
  });

  it("does not tell an entry of others from one that is not there", async () => {
    const unknown = { status: 404, code: "RESOLVER_UNKNOWN_ENTRY" };
    expect(await problem(rival, "/v1/access-log/0/proof")).toEqual(unknown);
    expect(await problem(rival, "/v1/access-log/9999/proof")).toEqual(unknown);
  });

  it("says that an entry is not anchored yet", async () => {
    expect(await problem(rival, "/v1/access-log/50/proof")).toEqual({
      status: 409,
      code: "RESOLVER_NOT_ANCHORED",
    });
  });

  it("serves the very document that is anchored, and what shows that nothing before it was changed", async () => {
    const text = await (await ask(null, "/v1/access-log/checkpoints/4")).text();
    const digest = toDigest(`0x${createHash("sha256").update(text).digest("hex")}`);
    const { anchored } = await page(owner);
    expect(bundleTree([digest]).root).toBe(anchored?.bundle);

    const heads = await Promise.all(
      [3, 4].map(async (size) => {
        const response = await ask(null, `/v1/access-log/checkpoints/${size}`);
        const view = checkpointViewSchema.parse(await response.json());
        return { size: view.size, root: toDigest(view.root) };
      }),
    );
    const { path } = consistencySchema.parse(
      await (await ask(null, "/v1/access-log/consistency?from=3&to=4")).json(),
    );
    const [earlier, later] = heads;
    if (earlier === undefined || later === undefined) throw new Error("a checkpoint is missing");
    expect(provesConsistency(earlier, later, path.map(toDigest))).toBe(true);
    expect((await ask(null, "/v1/access-log/checkpoints/5")).status).toBe(404);
  });
});
