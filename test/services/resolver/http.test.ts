import { createServer } from "node:http";
import { connect } from "node:net";
import helmet from "helmet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixedHeaders } from "../../../services/resolver/http/securityHeaders.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { product, type World, worldOf } from "./world.fixture.js";

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

describe("every answer", () => {
  const paths = [
    "/",
    "/v1/resolve",
    "/healthz",
    "/nothing",
    `/${product}`,
    "/docs/",
    "/problems/resolver-retired",
    "/%zz",
  ];

  it.each(paths)("carries the headers that helmet would set: %s", async (path) => {
    const { headers } = await resolver.get(path);
    for (const [name, value] of Object.entries(await headersOfHelmet()))
      expect(headers.get(name)).toBe(value);
    expect(headers.get("x-powered-by")).toBeNull();
  });

  it("sets no fixed header beyond helmet's and those for other sites' pages", async () => {
    const own = Object.keys(fixedHeaders).filter((name) => !name.startsWith("access-control-"));
    expect(own.sort()).toEqual(Object.keys(await headersOfHelmet()).sort());
  });

  it("has a request id of its own, which its problem and its log line carry", async () => {
    const response = await resolver.get("/nothing");
    const id = response.headers.get("x-request-id");
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toMatchObject({ instance: `urn:uuid:${id}` });
    await expect
      .poll(() => resolver.logged.find((line) => line.id === id))
      .toMatchObject({
        method: "GET",
        url: "/nothing",
        status: 404,
        ms: expect.any(Number),
      });
  });

  it("is logged once", async () => {
    const response = await resolver.get("/healthz?once");
    const id = response.headers.get("x-request-id");
    await expect.poll(() => resolver.logged.filter((line) => line.id === id).length).toBe(1);
  });

  it("ignores a request id from a caller, and takes one from a trusted proxy", async () => {
    const id = "0b4e6a1e-6c2f-4b1a-9d3e-5f6a7b8c9d0e";
    expect((await resolver.get("/healthz", { "x-request-id": id })).headers.get("x-request-id")).not.toBe(id);
    const behindProxy = await startResolver(world.ledger.store, { trustProxy: true });
    const { headers } = await behindProxy.get("/healthz", { "x-request-id": id });
    expect(headers.get("x-request-id")).toBe(id);
    const forged = await behindProxy.get("/healthz", { "x-request-id": "x".repeat(36) });
    expect(forged.headers.get("x-request-id")).not.toBe("x".repeat(36));
    await behindProxy.close();
  });
});

describe("a request that no route takes", () => {
  it.each([
    "/nothing",
    "/v1",
    "/v1/resolve/x",
    "/V1/resolve?id=1.2.3",
    "/1/2",
    "/..%2f..%2fetc%2fpasswd",
    "//example.com/",
  ])("is a 404 problem: %s", async (path) => {
    const response = await resolver.get(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      code: "RESOLVER_UNKNOWN_ROUTE",
      type: "/problems/resolver-unknown-route",
    });
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("is a 405 problem with Allow for %s", async (method) => {
    for (const path of ["/v1/freezes", `/${product}`, "/healthz", "/"]) {
      const response = await fetch(resolver.url + path, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
      expect(await response.json()).toMatchObject({ code: "RESOLVER_METHOD_NOT_ALLOWED" });
    }
  });

  it.each(["PUT", "PATCH", "DELETE"])("names POST where it is possible, and not %s", async (method) => {
    const response = await fetch(`${resolver.url}/v1/resolve?id=1.2.3`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD, POST, OPTIONS");
  });

  it.each(["/%", "/v1/resolve?id=%zz", "/01/%ff", "/problems/%e0%a4%a"])(
    "is a 400 problem when it cannot be decoded: %s",
    async (path) => {
      const response = await resolver.get(path);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: "RESOLVER_MALFORMED_URL" });
    },
  );
});

describe("a request target", () => {
  const statusLine = async (target: string) =>
    (await raw(`GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)).split("\r\n")[0];

  it.each(["//#@!", "/\\!@#", "/healthz#x", "//\u00a0@x", "*", "x:y"])(
    "that is no path is a 400: %s",
    async (target) => {
      expect(await statusLine(target)).toBe("HTTP/1.1 400 Bad Request");
    },
  );

  it.each(["/healthz", "http://any.example/healthz", "http://any.example:81?x"])(
    "in either form is answered: %s",
    async (target) => {
      expect(await statusLine(target)).toBe("HTTP/1.1 200 OK");
    },
  );
});

describe("a body", () => {
  it("is refused with 413 when it says that it is too large", async () => {
    const response = await fetch(`${resolver.url}/v1/freezes`, { method: "POST", body: "x".repeat(20_000) });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: "RESOLVER_BODY_TOO_LARGE" });
  });

  it("is refused with 413 when it turns out too large", async () => {
    const answer = await raw(
      `POST /v1/freezes HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${`3e8\r\n${"x".repeat(1000)}\r\n`.repeat(20)}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain("RESOLVER_BODY_TOO_LARGE");
  });

  it("is read once, though several routes have a look at the request", async () => {
    const headers = "host: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n";
    for (const path of ["/nothing", "/00/952012345678912345", "/88.101/nothing", "/%"]) {
      const answer = await raw(`GET ${path} HTTP/1.1\r\n${headers}\r\n1\r\nx\r\n0\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    }
  });

  it("is ignored when it is small", async () => {
    const answer = await raw(
      "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe("what is not HTTP", () => {
  it.each([
    ["nonsense", "nonsense\r\n\r\n", 400],
    ["a space in the path", "GET /a b HTTP/1.1\r\nhost: x\r\n\r\n", 400],
    ["endless headers", `GET / HTTP/1.1\r\nhost: x\r\na: ${"x".repeat(20_000)}\r\n\r\n`, 431],
  ])("is answered with a problem and the end of the connection: %s", async (_, text, status) => {
    const answer = await raw(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain("application/problem+json");
  });
});

describe("a problem's page", () => {
  it.each(["resolver-unknown-identifier", "identifier-check-digit", "store-io"])(
    "explains it: %s",
    async (name) => {
      const response = await resolver.get(`/problems/${name}`);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(await response.text()).toContain("<h1>");
    },
  );

  it.each(["nothing", "Resolver-Retired", "resolver-nothing", "%3Cscript%3E", "constructor"])(
    "is a 404 where there is none: %s",
    async (name) => {
      expect((await resolver.get(`/problems/${name}`)).status).toBe(404);
    },
  );
});

describe("files", () => {
  it.each([
    ["/", "text/html; charset=utf-8"],
    ["/explorer.js", "text/javascript; charset=utf-8"],
    ["/explorer.css", "text/css; charset=utf-8"],
    ["/docs/", "text/html; charset=utf-8"],
    ["/docs/initializer.js", "text/javascript; charset=utf-8"],
    ["/docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8"],
    ["/docs/swagger-ui.css", "text/css; charset=utf-8"],
  ])("are served and revalidated: %s", async (path, type) => {
    const response = await resolver.get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(type);
    const again = await resolver.get(path, { "if-none-match": response.headers.get("etag") ?? "" });
    expect(again.status).toBe(304);
  });

  it.each(["/", "/docs/", "/problems/resolver-retired"])(
    "hold no inline script or style: %s",
    async (path) => {
      const page = await (await resolver.get(path)).text();
      expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:/i);
    },
  );
});

/** The oracle: what helmet sets for the options that the resolver means. */
async function headersOfHelmet(): Promise<Record<string, string>> {
  const self = ["'self'"];
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: self,
        styleSrc: self,
        imgSrc: [...self, "data:"],
        fontSrc: self,
        connectSrc: self,
        baseUri: ["'none'"],
        formAction: self,
        frameAncestors: ["'none'"],
      },
    },
    crossOriginResourcePolicy: { policy: "cross-origin" },
    // What runs beside the resolver under the same domain is not its to decide about.
    strictTransportSecurity: { includeSubDomains: false },
    frameguard: { action: "deny" },
  });
  const server = createServer((req, res) => protect(req, res, () => res.end()));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const { headers } = await fetch(`http://127.0.0.1:${port}/`);
  server.closeAllConnections();
  server.close();
  const transport = new Set(["connection", "content-length", "date", "keep-alive", "transfer-encoding"]);
  return Object.fromEntries([...headers].filter(([name]) => !transport.has(name)));
}

/** Sends bytes as they are, and gives all that comes back. */
function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(resolver.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (data) => {
      answer += data;
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", (error) => (answer === "" ? reject(error) : resolve(answer)));
  });
}
