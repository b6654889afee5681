import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { bulkAnswerSchema } from "../../../services/resolver/v1/bulkRoute.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { LedgerFixture } from "./ledger.fixture.js";
import { product, serial, sharedUuid, uuid, type World, worldOf } from "./world.fixture.js";

let world: World;
let resolver: TestResolver;

beforeAll(async () => {
  world = await worldOf();
  resolver = await startResolver(world.ledger.store);
});

afterAll(async () => {
  await resolver.close();
  await world.ledger.close();
});

interface Asked {
  readonly id: string;
  readonly scheme?: string;
}

const json = { "content-type": "application/json" };

function post(
  body: string | Buffer,
  headers: Record<string, string> = json,
  to = resolver,
): Promise<Response> {
  return fetch(`${to.url}/v1/resolve`, { method: "POST", body, headers });
}

async function bulk(identifiers: readonly Asked[]) {
  const response = await post(JSON.stringify({ identifiers }));
  expect(response.status).toBe(200);
  return bulkAnswerSchema.parse(await response.json());
}

/** What GET answers, without what no result has: the moment, and whose request it was. */
async function alone({ id, scheme }: Asked) {
  const query = new URLSearchParams({ id, ...(scheme !== undefined && { scheme }) });
  const response = await resolver.get(`/v1/resolve?${query}`);
  const { asOf: _, instance: __, ...body } = z.looseObject({}).parse(await response.json());
  return { id, status: response.status, body };
}

const mixed: readonly Asked[] = [
  { id: serial },
  { id: "(01)09506000134353" },
  { id: "09506000134352", scheme: "gs1" },
  { id: "01/09506000151717" },
  { id: uuid },
  { id: sharedUuid },
  { id: "88.101/part-1" },
  { id: "", scheme: "oid" },
  { id: "did:web:example.com:asset:1" },
  { id: serial },
];

describe("many identifiers in one request", () => {
  it("are answered in the order asked, each as it would be alone, right and wrong ones beside each other", async () => {
    const { results } = await bulk(mixed);
    expect(results.map(({ id }) => id)).toEqual(mixed.map(({ id }) => id));
    for (const [index, asked] of mixed.entries()) {
      if (asked.id !== "") expect(results[index]).toEqual(await alone(asked));
    }
    expect(results.map(({ status }) => status)).toEqual([200, 400, 200, 404, 200, 300, 200, 400, 200, 200]);
    expect(results[7]?.body).toMatchObject({ code: "IDENTIFIER_EMPTY" });
  });

  it("are of one moment, which is named once, also while the ledger goes on", async () => {
    const moving = await startResolver(world.ledger.store);
    try {
      const asking = post(
        JSON.stringify({ identifiers: Array.from({ length: 500 }, () => ({ id: serial })) }),
        json,
        moving,
      );
      world.ledger.office(9, "Office of Moments");
      await world.ledger.mine();
      const { results, asOf } = bulkAnswerSchema.parse(await (await asking).json());
      expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
      expect(asOf.number).toBeGreaterThan(0);
    } finally {
      await moving.close();
    }
  });

  it("may be a thousand, and no more", async () => {
    const thousand = Array.from({ length: 1000 }, (_, index) => ({ id: `01/09506000134352/21/${index}` }));
    const { results } = await bulk(thousand);
    expect(results).toHaveLength(1000);
    expect(results.every(({ status }) => status === 404)).toBe(true);
    const response = await post(JSON.stringify({ identifiers: [...thousand, { id: product }] }));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "RESOLVER_INVALID_BODY" });
  });

  it("fill an answer: what is left is to be asked for again, and the first is always answered", async () => {
    const ledger = await LedgerFixture.open();
    const owner = ledger.party("Owner");
    const friend = ledger.party("Friend");
    ledger.schemes(owner);
    ledger.namespace("gs1", "9506000", owner);
    const record = ledger.register(product, { owner, prefix: "9506000" });
    for (let given = 0; given < 300; given++) {
      ledger.grant("record", record, {
        grantor: owner,
        grantee: friend,
        actions: ["read"],
        scope: `Set ${given} ${"x".repeat(200)}`,
      });
    }
    await ledger.mine();
    const full = await startResolver(ledger.store);
    try {
      const identifiers = Array.from({ length: 100 }, () => ({ id: product }));
      const response = await post(JSON.stringify({ identifiers }), json, full);
      const { results } = bulkAnswerSchema.parse(await response.json());
      const statuses = results.map(({ status }) => status);
      expect(statuses).toEqual(statuses.toSorted((one, other) => one - other));
      expect(statuses[0]).toBe(200);
      expect(results.at(-1)?.body).toMatchObject({ code: "RESOLVER_ANSWER_FULL" });
    } finally {
      await full.close();
      await ledger.close();
    }
  });
});

describe("a body", () => {
  it.each([
    ["nothing", "", "RESOLVER_INVALID_BODY", 400],
    ["no JSON", "{", "RESOLVER_INVALID_BODY", 400],
    ["no identifiers", "{}", "RESOLVER_INVALID_BODY", 400],
    ["an empty list", '{"identifiers":[]}', "RESOLVER_INVALID_BODY", 400],
    ["a text in the list", '{"identifiers":["1.2.3"]}', "RESOLVER_INVALID_BODY", 400],
    ["an unknown scheme", '{"identifiers":[{"id":"1.2.3","scheme":"isbn"}]}', "RESOLVER_INVALID_BODY", 400],
    ["an unknown member", '{"identifiers":[{"id":"1.2.3","idd":"1"}]}', "RESOLVER_INVALID_BODY", 400],
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xff, 0x22]), "RESOLVER_INVALID_BODY", 400],
    ["more than a mebibyte", `"${"x".repeat(1024 * 1024)}"`, "RESOLVER_BODY_TOO_LARGE", 413],
  ])("of %s is refused, as a whole", async (_, body, code, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });

  it.each([[{ "content-type": "text/plain" }], [{}], [{ ...json, "content-encoding": "gzip" }]])(
    "that is not declared to be plain JSON is refused: %j",
    async (headers: Record<string, string>) => {
      const response = await post('{"identifiers":[{"id":"1.2.3"}]}', headers);
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({ code: "RESOLVER_UNSUPPORTED_MEDIA_TYPE" });
    },
  );

  it("that turns out too large is read no further", async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(0x20)),
    });
    const options = { method: "POST", body: endless, headers: json, duplex: "half" } as const;
    const outcome = await fetch(`${resolver.url}/v1/resolve`, options).then(
      ({ status }) => status,
      () => "cut off",
    );
    expect([413, "cut off"]).toContain(outcome);
    expect((await resolver.get("/healthz")).status).toBe(200);
  });
});

it("a caller who goes away amid the body is no fault of the resolver", async () => {
  const { hostname, port } = new URL(resolver.url);
  const head =
    "POST /v1/resolve HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n";
  const before = resolver.logged.length;
  await new Promise<void>((gone) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(`${head}{"identifiers`, () => socket.destroy()),
    );
    socket.on("close", () => gone());
  });
  await expect.poll(() => resolver.logged.slice(before).some(({ method }) => method === "POST")).toBe(true);
  expect(resolver.logged.slice(before).filter(({ msg }) => msg === "request failed")).toEqual([]);
});

it("a request from another site's page may send JSON", async () => {
  const { headers } = await fetch(`${resolver.url}/v1/resolve`, { method: "OPTIONS" });
  expect(headers.get("access-control-allow-methods")).toContain("POST");
  expect(headers.get("access-control-allow-headers")).toContain("Content-Type");
});

it("is not kept by any cache", async () => {
  const { headers } = await post(JSON.stringify({ identifiers: [{ id: product }] }));
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("etag")).toBeNull();
});

it("whatever is asked, each identifier gets its own result, and none a fault of the resolver", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom(
      serial,
      product,
      uuid,
      "__proto__",
      "\u001d",
      "]C1",
      "urn:epc:id:sgtin:",
      "did:",
      "(01)",
      "http://[",
      "%",
      "aas:/",
    ),
  );
  const wrong = fc.oneof(fc.json(), fc.string({ unit: "binary" }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ id: text }), { minLength: 1, maxLength: 30 }),
      async (identifiers) => {
        const { results } = await bulk(identifiers);
        // What is no Unicode text arrives as what JSON and UTF-8 make of it.
        expect(results).toHaveLength(identifiers.length);
        for (const { status } of results) expect([200, 300, 400, 404]).toContain(status);
      },
    ),
    { numRuns: 60 },
  );
  await fc.assert(
    fc.asyncProperty(wrong, async (body) => {
      const response = await post(body);
      expect([200, 400]).toContain(response.status);
      await response.arrayBuffer();
    }),
    { numRuns: 60 },
  );
});
