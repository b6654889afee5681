/** Proofs over HTTP: what comes is verified offline, as whoever trusts nobody but a block's hash would. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { interfaces } from "../../../services/ledger/contracts.js";
import { assetKindCodes } from "../../../services/ledger/enums.js";
import { hashSchema } from "../../../services/ledger/hex.js";
import { grantId, scopeId } from "../../../services/ledger/ids.js";
import { documentOf, documentText, verifyProof } from "../../../services/proofs/index.js";
import { nodeProver } from "../../../services/resolver/proofs/prover.js";
import { memberResolutionSchema, resolutionSchema } from "../../../services/resolver/v1/schema.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Answer, call, proxyTo } from "../index/node.fixture.js";
import { batches, digestOf, grantOf, twins } from "../ledger/filled.fixture.js";
import { listed, names } from "../proofs/proven.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";
import { startResolver } from "./http.fixture.js";
import { bid, oddBid, type ProvableLedger, provableLedger, readUpTo } from "./proofs.fixture.js";

const problemSchema = z.looseObject({ status: z.number(), code: z.string(), detail: z.string() });
const blockSchema = z.object({ hash: hashSchema });
const nothing = digestOf("nothing");
const oneTwin = `/v1/proofs/twin/${twins.assembly}`;

describe.skipIf(anvilMissing)("proofs over HTTP", () => {
  let world: ProvableLedger;
  beforeAll(async () => {
    world = await provableLedger();
  }, 120_000);
  afterAll(() => world?.stop());

  /** Hash of a block by the test's own node. */
  const hashOf = async (block: number) =>
    blockSchema.parse(
      await call(world.ledger.anvil.rpcUrl, "eth_getBlockByNumber", [`0x${block.toString(16)}`, false]),
    ).hash;

  /** What an offline verifier sees in a document, who trusts the block's hash from the node itself. */
  async function seen(text: string, block: number) {
    const { deployment } = world.ledger;
    return verifyProof(text, { deployment, block: { kind: "hash", hash: await hashOf(block) } });
  }

  async function proven(path: string, block = world.head) {
    const response = await world.resolver.get(path);
    const text = await response.text();
    expect([path, response.status, text.slice(0, 200)]).toEqual([path, 200, text.slice(0, 200)]);
    return (await seen(text, block)).answer;
  }

  async function refused(path: string, resolver = world.resolver) {
    const response = await resolver.get(path);
    const { status, code } = problemSchema.parse(await response.json());
    return { status, code, retry: response.headers.get("retry-after") };
  }

  /** The same index with another node behind. */
  async function withNode<Result>(
    answer: Answer,
    use: (resolver: ProvableLedger["resolver"]) => Promise<Result>,
    limits?: Parameters<typeof nodeProver>[1],
  ): Promise<Result> {
    const { rpcUrl } = await proxyTo(world.ledger.anvil.rpcUrl, answer);
    const resolver = await startResolver(world.store, { prover: nodeProver(rpcUrl, limits) });
    try {
      return await use(resolver);
    } finally {
      await resolver.close();
    }
  }

  const hiddenGrant = () => {
    const { asset, scope, ...key } = world.ledger.hiddenKey;
    return grantId({
      ...key,
      assetKind: assetKindCodes[asset.kind],
      asset: asset.id,
      assetEpoch: 0,
      scope: scopeId(scope),
    });
  };

  it("show an identifier's record with its content, however its slashes are written", async () => {
    const expected = {
      kind: "record",
      record: {
        owner: { party: world.ledger.maker.address },
        status: "active",
        content: { subjectKind: "twin" },
      },
    };
    expect(await proven(`/v1/proofs/identifier/${encodeURIComponent(names.described)}`)).toMatchObject(
      expected,
    );
    expect(await proven(`/v1/proofs/identifier/${names.described}?scheme=gs1`)).toMatchObject(expected);
    const link = encodeURIComponent(`https://id.gs1.org/${names.described}`);
    expect(await proven(`/v1/proofs/identifier/${link}`)).toMatchObject(expected);
  });

  it("leave out a content that the index has in another spelling than the digest is of", async () => {
    expect(await proven(`/v1/proofs/identifier/${names.suspended}`)).toMatchObject({
      record: { status: "suspended", content: null },
    });
  });

  it("show a party, a twin, a right and a freeze", async () => {
    const { maker, machine, grantKey } = world.ledger;
    expect(await proven(`/v1/proofs/party/${maker.address}`)).toMatchObject({ registered: "organisation" });
    expect(await proven(oneTwin)).toMatchObject({ kind: "twin", twin: { version: 2 } });
    expect(await proven(`/v1/proofs/grant/${grantOf(grantKey)}`)).toMatchObject({
      kind: "grant",
      grant: { status: "active" },
    });
    expect(await proven(`/v1/proofs/freezes/party/${machine.address}`)).toMatchObject({
      kind: "freezes",
      freezes: [{ office: 7 }],
    });
    expect(await proven(`/v1/proofs/freezes/twin/${twins.assembly}`)).toMatchObject({ freezes: [] });
  });

  it("show that there is no such thing", async () => {
    expect(await proven(`/v1/proofs/identifier/${names.free}`)).toMatchObject({ record: null, range: null });
    expect(await proven(`/v1/proofs/twin/${nothing}`)).toMatchObject({ twin: null });
    expect(await proven(`/v1/proofs/grant/${nothing}`)).toMatchObject({ grant: null });
    expect(await proven(`/v1/proofs/party/0x${"12".repeat(20)}`)).toMatchObject({ registered: null });
    expect(await proven(`/v1/proofs/member/${names.free}?batch=${nothing}`)).toMatchObject({ batch: null });
  });

  it("show members of a range and of a list, and who is none", async () => {
    const { list, memberProofs } = world.ledger;
    const inList = (name: string) => {
      const proof = memberProofs.get(name);
      return `/v1/proofs/member/${encodeURIComponent(name)}?batch=${list}&index=${proof?.index}&path=${proof?.path.join(",")}`;
    };
    expect(await proven(`/v1/proofs/member/${names.inRange}`)).toMatchObject({
      batch: { kind: "rule" },
      member: { status: "active", index: "67" },
    });
    expect(await proven(`/v1/proofs/member/${names.revokedInRange}`)).toMatchObject({
      member: { status: "revoked" },
    });
    expect(await proven(`/v1/proofs/member/${names.beyondRange}?batch=${batches.rule}`)).toMatchObject({
      member: null,
    });
    expect(await proven(inList(listed.plain))).toMatchObject({
      batch: { kind: "merkle" },
      member: { status: "active" },
    });
    expect(await proven(inList(listed.revoked))).toMatchObject({ member: { status: "revoked" } });
    expect(await proven(inList(listed.recorded))).toMatchObject({ member: { status: "recorded" } });
    const borrowed = inList(listed.plain).replace(
      encodeURIComponent(listed.plain),
      encodeURIComponent(names.free),
    );
    expect(await refused(borrowed)).toMatchObject({ status: 400, code: "RESOLVER_MEMBERSHIP_REFUTED" });
  });

  it("show a right before and after it was revoked, each at its block", async () => {
    const path = `/v1/proofs/grant/${hiddenGrant()}`;
    expect(await proven(path)).toMatchObject({ grant: { status: "revoked" } });
    expect(await proven(`${path}?at=${world.before}`, world.before)).toMatchObject({
      grant: { status: "active" },
    });
    expect(await proven(`${path}?at=${await hashOf(world.before)}`, world.before)).toMatchObject({
      grant: { status: "active" },
    });
  });

  it("may be kept for ever where their block is final, and say of which one they are", async () => {
    const past = await world.resolver.get(`${oneTwin}?at=${world.before - 10}`);
    expect(past.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const asOf = past.headers.get("cadastre-as-of") ?? "";
    await seen(await past.text(), Number(asOf.split(";", 1)[0]));
    const present = await world.resolver.get(oneTwin);
    expect(present.headers.get("cache-control")).toBe("no-cache");
    expect(present.headers.get("content-disposition")).toBe(
      `attachment; filename="twin-${twins.assembly}-block-${world.head}.proof.json"`,
    );
    const again = await world.resolver.get(oneTwin, { "if-none-match": present.headers.get("etag") ?? "" });
    expect(again.status).toBe(304);
  });

  it.each([
    ["/v1/proofs/identifier/01/09506000134353", 400, "IDENTIFIER_CHECK_DIGIT"],
    [
      "/v1/proofs/identifier/urn%3Auuid%3A580d3adf-1981-44a0-a214-13d6ceed9379",
      400,
      "RESOLVER_INVALID_QUERY",
    ],
    [`/v1/proofs/member/${names.free}`, 404, "RESOLVER_UNKNOWN_BATCH"],
    [`/v1/proofs/member/${names.inRange}?index=1`, 400, "RESOLVER_INVALID_QUERY"],
    ["/v1/proofs/twin/1", 400, "RESOLVER_INVALID_QUERY"],
    ["/v1/proofs/party/1", 400, "RESOLVER_INVALID_ADDRESS"],
    [`/v1/proofs/freezes/house/${nothing}`, 400, "RESOLVER_INVALID_QUERY"],
    [`${oneTwin}?scheme=gs1`, 400, "RESOLVER_INVALID_QUERY"],
    [`${oneTwin}?at=99999999`, 404, "RESOLVER_MOMENT_AHEAD"],
    [`/v1/proofs/house/${nothing}`, 404, "RESOLVER_UNKNOWN_ROUTE"],
  ])("refuse %s: %i %s", async (path, status, code) => {
    expect(await refused(path)).toMatchObject({ status, code });
  });

  describe("of what was resolved", () => {
    async function resolved(query: string) {
      const response = await world.resolver.get(`/v1/resolve?${query}`);
      expect(response.status).toBe(200);
      const body: unknown = await response.json();
      return { body, caching: response.headers.get("cache-control") };
    }

    it.each([names.described, names.suspended, names.locked, listed.recorded])(
      "are of the same block and say the same: %s",
      async (name) => {
        for (const at of ["", `&at=${world.before}`]) {
          const { body } = await resolved(`id=${encodeURIComponent(name)}&proof=1${at}`);
          const { record, owner, asOf, proof, unproven } = resolutionSchema.parse(body);
          expect(unproven).toBeUndefined();
          const { answer, block } = await seen(documentText(documentOf(proof)), asOf.number);
          expect(block.hash).toBe(asOf.hash);
          expect(answer).toMatchObject({
            id: record.id,
            record: {
              owner: { party: owner.address },
              version: record.version,
              contentDigest: record.digest,
            },
          });
        }
      },
    );

    it("show a member of a range", async () => {
      const { body } = await resolved(`id=${names.inRange}&proof=1`);
      const { batch, asOf, proof } = memberResolutionSchema.parse(body);
      const { answer } = await seen(documentText(documentOf(proof)), asOf.number);
      expect(answer).toMatchObject({ batchId: batch.id, member: { index: batch.index } });
    });

    it("are there only where they were asked for, and not of many at once", async () => {
      const { body } = await resolved(`id=${names.described}`);
      expect(body).not.toHaveProperty("proof");
      const many = await fetch(`${world.resolver.url}/v1/resolve?proof=1`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ identifiers: [{ id: names.described }] }),
      });
      expect(many.status).toBe(400);
    });

    it("are null with a reason, which nobody keeps, where the node cannot prove the block any more", async () => {
      const pruned: Answer = (request) => {
        if (request.method === "eth_getProof") throw new Error("missing trie node: state is not available");
        return request.forward();
      };
      await withNode(pruned, async (resolver) => {
        const query = `/v1/resolve?id=${encodeURIComponent(names.described)}&at=${world.before - 10}`;
        const response = await resolver.get(`${query}&proof=1`);
        expect(response.headers.get("cache-control")).toBe("no-store");
        const { proof, unproven, record } = resolutionSchema.parse(await response.json());
        expect(record.status).toBe("active");
        expect(proof).toBeNull();
        expect(unproven).toMatchObject({ code: "RESOLVER_STATE_PRUNED" });
        expect(await refused(`${oneTwin}?at=${world.before}`, resolver)).toMatchObject({
          status: 404,
          code: "RESOLVER_STATE_PRUNED",
        });
      });
    });

    it("are linked from the page", async () => {
      const page = await world.resolver.get(`/v1/resolve?id=${encodeURIComponent(names.described)}`, {
        accept: "text/html",
      });
      const [, href = ""] = /href="(proofs\/[^"]+)"/.exec(await page.text()) ?? [];
      expect(await proven(`/v1/${href.replaceAll("&amp;", "&")}`)).toMatchObject({ kind: "record" });
    });
  });

  describe("with a node that lies or fails", () => {
    /** A problem, and never a document. */
    const outcome = (answer: Answer, path = oneTwin) =>
      withNode(answer, (resolver) => refused(path, resolver));
    const instead =
      (method: string, change: (text: string) => string): Answer =>
      async (request) => {
        const result = await request.forward();
        return request.method === method ? JSON.parse(change(JSON.stringify(result))) : result;
      };
    const failing =
      (message: string): Answer =>
      (request) => {
        if (request.method === "eth_getProof") throw new Error(message);
        return request.forward();
      };

    it("are not made of nodes of a trie that were changed, left out, or are of another state", async () => {
      const wrong = { status: 502, code: "RESOLVER_NODE_WRONG" };
      const changes: readonly Answer[] = [
        instead("eth_getProof", (text) => text.replaceAll(/"0xf9(....)[0-9a-f]/g, '"0xf9$1f')),
        instead("eth_getProof", (text) => text.replaceAll(/"proof":\[[^\]]*\]/g, '"proof":[]')),
        instead("eth_getProof", () => "null"),
        (request) =>
          request.forward(
            request.method === "eth_getProof" ? [...request.params.slice(0, 2), "0x5"] : request.params,
          ),
      ];
      for (const change of changes) expect(await outcome(change)).toMatchObject(wrong);
    });

    it("are not made of another header than that of the index's block", async () => {
      const lied = instead("eth_getBlockByNumber", (text) =>
        text.replace(/"stateRoot":"0x[0-9a-f]{8}/, '"stateRoot":"0x00000000'),
      );
      expect(await outcome(lied)).toMatchObject({ status: 502, code: "RESOLVER_NODE_WRONG" });
      const another: Answer = (request) =>
        request.forward(request.method === "eth_getBlockByNumber" ? ["0x5", false] : request.params);
      expect(await outcome(another)).toMatchObject({
        status: 503,
        code: "RESOLVER_NODE_OUT_OF_STEP",
        retry: "5",
      });
    });

    it("are not made with one that lags, is not there, is broken, or makes none", async () => {
      const lagging = instead("eth_getBlockByNumber", () => "null");
      expect(await outcome(lagging)).toMatchObject({ status: 503, code: "RESOLVER_NODE_OUT_OF_STEP" });
      expect(await outcome(failing("out of memory"))).toMatchObject({
        status: 503,
        code: "RESOLVER_NODE_UNAVAILABLE",
      });
      expect(await outcome(failing("Method not found"))).toMatchObject({
        status: 501,
        code: "RESOLVER_NODE_UNABLE",
      });
      const alone = await startResolver(world.store);
      expect(await refused(oneTwin, alone)).toMatchObject({
        status: 503,
        code: "RESOLVER_NODE_UNAVAILABLE",
        retry: "5",
      });
      await alone.close();
    });

    it("do not show what an index says that was told something else than is so", async () => {
      const { ledger, head } = world;
      const status = interfaces.identifiers.getEvent("RecordStatusChanged").topicHash;
      const hexOf = (text: string) => Buffer.from(text).toString("hex");
      const lying = instead("eth_getLogs", (text) => {
        const logs = z.array(z.looseObject({ topics: z.array(z.string()) })).parse(JSON.parse(text));
        const told = JSON.stringify(logs.filter(({ topics }) => topics[0] !== status));
        return told.replaceAll(hexOf("Nameplate"), hexOf("Nameplane"));
      });
      const { rpcUrl } = await proxyTo(ledger.anvil.rpcUrl, lying);
      const store = await temporaryStore();
      await readUpTo({ ...ledger, anvil: { ...ledger.anvil, rpcUrl } }, store, head);
      const resolver = await startResolver(store, { prover: nodeProver(ledger.anvil.rpcUrl) });
      const refutation = { status: 500, code: "RESOLVER_INDEX_REFUTED" };
      const query = `id=${encodeURIComponent(names.suspended)}`;
      expect((await resolver.get(`/v1/resolve?${query}`)).status).toBe(200);
      expect(await refused(`/v1/resolve?${query}&proof=1`, resolver)).toMatchObject(refutation);
      expect(await refused(`/v1/proofs/grant/${hiddenGrant()}`, resolver)).toMatchObject(refutation);
      await resolver.close();
    });

    it("take a bounded time, and no more than so many are made at once", async () => {
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let asked = (): void => undefined;
      const arrived = new Promise<void>((resolve) => {
        asked = resolve;
      });
      let requests = 0;
      const slow: Answer = async (request) => {
        if (request.method === "eth_getBlockByNumber") {
          requests += 1;
          asked();
          await held;
        }
        return request.forward();
      };
      const limits = { atOnce: 1, timeoutMs: 5_000, kept: 1_000_000 };
      await withNode(
        slow,
        async (resolver) => {
          const first = resolver.get(oneTwin);
          await arrived;
          const same = resolver.get(oneTwin);
          expect(await refused(`/v1/proofs/twin/${nothing}`, resolver)).toEqual({
            status: 503,
            code: "RESOLVER_PROOFS_BUSY",
            retry: "5",
          });
          release();
          expect([(await first).status, (await same).status]).toEqual([200, 200]);
          // The same question of the same block is not asked of the node again.
          expect((await resolver.get(oneTwin)).status).toBe(200);
          expect(requests).toBe(1);
        },
        limits,
      );
      const never: Answer = () => new Promise(() => undefined);
      await withNode(
        never,
        async (resolver) =>
          expect(await refused(oneTwin, resolver)).toMatchObject({
            status: 503,
            code: "RESOLVER_PROOF_TIMEOUT",
          }),
        { ...limits, timeoutMs: 100 },
      );
    });
  });

  describe("of BIDs, by trusted resolution", () => {
    const trusted = async (id: string, resolver = world.resolver) => {
      const response = await resolver.get(`/${id}?verify=true`);
      const { errorCode } = z.looseObject({ errorCode: z.number() }).parse(await response.json());
      return [response.status, errorCode];
    };

    it("let an answer through that is proven, its links among it", async () => {
      expect(await trusted(bid)).toEqual([200, 0]);
    });

    it("say that one is not verified, or cannot be now", async () => {
      expect(await trusted(oddBid)).toEqual([502, 9]);
      const flipped: Answer = async (request) => {
        const result = await request.forward();
        return request.method === "eth_getProof"
          ? JSON.parse(JSON.stringify(result).replaceAll(/"0xf9(....)[0-9a-f]/g, '"0xf9$1f'))
          : result;
      };
      await withNode(flipped, async (resolver) => expect(await trusted(bid, resolver)).toEqual([502, 9]));
      const alone = await startResolver(world.store);
      expect(await trusted(bid, alone)).toEqual([503, 3]);
      await alone.close();
      expect(await trusted(`${bid.slice(0, -1)}3`)).toEqual([404, 6]);
      const repeated = await world.resolver.get(`/${oddBid}?verify=true&verify=false`);
      expect(repeated.status).toBe(502);
    });
  });
});
