import { request } from "node:http";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { product, serial, type World, worldOf } from "./world.fixture.js";

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

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly location: string | undefined;
  readonly body: string;
}

/** Sends a path as it is: `fetch` would tidy it up. */
function send(method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(resolver.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => {
        const { "content-type": type, location } = response.headers;
        resolve({ status: response.statusCode ?? 0, type, location, body });
      });
    });
    sent.on("error", reject);
    sent.end();
  });
}

/** Every answer is one that was meant: never a 5xx, and every error a problem document. */
function expectMeant({ status, type, location, body }: Answer, method: string): void {
  expect(status).toBeLessThan(500);
  if (status >= 400 && method !== "HEAD") {
    expect(type).toBe("application/problem+json");
    expect(JSON.parse(body)).toMatchObject({ status, code: expect.any(String), detail: expect.any(String) });
  }
  if (location !== undefined) expect(new URL(location).hostname).toBe("example.com");
}

const method = fc.constantFrom("GET", "HEAD", "OPTIONS", "POST", "DELETE");
/** Visible ASCII: what Node's parser lets through in a path. */
const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 60,
});
const piece = fc.oneof(
  visible,
  fc.constantFrom(
    product,
    serial,
    "01",
    "8004",
    "414",
    "/",
    "//",
    "..",
    "%2F",
    "%00",
    "%",
    "?",
    "&",
    "=",
    "#",
    "linkType=",
    "gs1:pip",
    "linkset",
    "__proto__",
    "constructor",
    "v1/resolve",
    "?id=",
    "problems/",
    "docs/",
  ),
);
const path = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join("")}`);

it("answers any path on purpose", async () => {
  await fc.assert(
    fc.asyncProperty(method, path, async (verb, target) => expectMeant(await send(verb, target), verb)),
    { numRuns: 400 },
  );
});

it("answers any identifier on purpose", async () => {
  const id = fc.oneof(
    fc.string({ unit: "binary", maxLength: 80 }),
    fc
      .array(
        fc.oneof(
          fc.constantFrom(
            "(01)09506000134352",
            "(21)",
            "88.101/",
            "did:",
            "urn:uuid:",
            "aas:",
            "/",
            "https://",
          ),
          fc.string({ unit: "grapheme" }),
        ),
      )
      .map((pieces) => pieces.join("")),
  );
  const scheme = fc.constantFrom(
    "",
    "&scheme=gs1",
    "&scheme=handle",
    "&scheme=oid",
    "&scheme=did",
    "&scheme=aas",
    "&scheme=uuid",
    "&scheme=uri",
  );
  await fc.assert(
    fc.asyncProperty(id, scheme, async (text, hint) => {
      const target = `/v1/resolve?id=${encodeURIComponent(Buffer.from(text, "utf8").toString("utf8"))}${hint}`;
      expectMeant(await send("GET", target), "GET");
    }),
    { numRuns: 400 },
  );
});

it("answers any preferences and any query on purpose, and never redirects elsewhere than where the owner said", async () => {
  const header = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength: 40,
  });
  const query = fc.oneof(
    visible,
    fc.constantFrom(
      "@evil.example/",
      "//evil.example",
      "https://evil.example",
      "\\evil.example",
      "%0d%0aLocation:%20x",
    ),
  );
  await fc.assert(
    fc.asyncProperty(header, header, query, async (accept, language, text) => {
      const answer = await send("GET", `/${serial}?${text}`, {
        accept,
        "accept-language": language,
        host: "evil.example",
      });
      expectMeant(answer, "GET");
    }),
    { numRuns: 300 },
  );
});

it("answers any handle, DID and BID on purpose, each in its protocol's own form", async () => {
  const text = fc
    .array(
      fc.oneof(
        visible,
        fc.constantFrom(
          "88.101/",
          "did:",
          "did:ethr:0x7a69:",
          "did:web:127.0.0.1",
          "did:cn:88.100.1",
          `0x${"ab".repeat(20)}`,
          "%3A",
          "%23",
          "%2F",
          "%ff",
          "%",
          "?service=",
          "&relativeRef=//evil.example",
          "&type=",
          "__proto__",
        ),
      ),
      { maxLength: 6 },
    )
    .map((pieces) => pieces.join(""));
  const accept = fc.constantFrom(
    "*/*",
    "application/did-resolution",
    "application/did-url-dereferencing",
    "text/uri-list",
    "constructor",
  );
  await fc.assert(
    fc.asyncProperty(text, accept, async (target, type) => {
      const handle = await send("GET", `/api/handles/${target}`);
      expect(handle.status).toBeLessThan(500);
      const did = await send("GET", `/1.0/identifiers/${target}`, { accept: type });
      expect(did.status).not.toBe(500);
      const bid = await send("GET", `/did:bid:${target}`);
      expect(bid.status).not.toBe(500);
      // What has a number sign in it never gets to a route.
      if (target.includes("#")) return;
      expect(JSON.parse(handle.body)).toMatchObject({ responseCode: expect.any(Number) });
      expect(JSON.parse(bid.body)).toMatchObject({ errorCode: expect.any(Number) });
      if (did.status >= 400) expect(did.body).toContain("https://www.w3.org/ns/did#");
    }),
    { numRuns: 300 },
  );
});
