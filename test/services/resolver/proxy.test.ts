import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { TrustedProxies } from "../../../services/resolver/http/publicBase.js";
import { startResolver } from "./http.fixture.js";
import { product, type World, worldOf } from "./world.fixture.js";

let world: World;

beforeAll(async () => {
  world = await worldOf();
});

afterAll(() => world.ledger.close());

const forwarded = { "x-forwarded-host": "id.example.net:8443", "x-forwarded-proto": "https" };

/** The public address that a resolver names to a caller on this machine, and the one that it listens on. */
async function addresses(
  options: { trustProxy?: TrustedProxies; baseUrl?: string },
  headers: Record<string, string>,
): Promise<{ named: string; listening: string }> {
  const resolver = await startResolver(world.ledger.store, options);
  try {
    const described = await resolver.get("/.well-known/gs1resolver", headers);
    const { resolverRoot } = z.object({ resolverRoot: z.string() }).parse(await described.json());
    const { headers: answered } = await resolver.get(`/${product}`, headers);
    expect(answered.get("location")).toBe("https://example.com/motor");
    expect(answered.get("link")).toContain(`<${resolverRoot}/${product}?linkType=linkset>`);
    return { named: resolverRoot, listening: resolver.url };
  } finally {
    await resolver.close();
  }
}

describe("the public address", () => {
  it.each([[true], [1], [["loopback"]], [["10.0.0.0/8", "127.0.0.1"]]])(
    "is what a trusted proxy says: %j",
    async (trustProxy) => {
      expect((await addresses({ trustProxy }, forwarded)).named).toBe("https://id.example.net:8443");
    },
  );

  it.each([[false], [0], [["10.0.0.0/8", "uniquelocal"]]])(
    "is not what anybody else says: %j",
    async (trustProxy) => {
      const { named, listening } = await addresses({ trustProxy }, { ...forwarded, host: "evil.example" });
      expect(named).toBe(listening);
    },
  );

  it("is the configured one, whatever a proxy says", async () => {
    const baseUrl = "https://id.example.org/resolver";
    expect((await addresses({ trustProxy: true, baseUrl }, forwarded)).named).toBe(baseUrl);
  });

  it.each([
    [{ "x-forwarded-host": "evil.example/@x" }],
    [{ "x-forwarded-host": "user@evil.example" }],
    [{ "x-forwarded-host": 'a">, <https://evil.example' }],
    [{ "x-forwarded-host": "" }],
    [{ "x-forwarded-host": "evil.example:99999" }],
    [{ "x-forwarded-host": "1.2.3.999" }],
    [{ ...forwarded, "x-forwarded-proto": "javascript" }],
    [{ "x-forwarded-proto": "https", host: "evil.example" }],
  ])("is not what is no host, not even from a trusted proxy: %j", async (headers: Record<string, string>) => {
    const { named, listening } = await addresses({ trustProxy: true }, headers);
    expect(named).toBe(listening);
  });

  it.each([[true], [1], [2], [["loopback"]]])(
    "is what the trusted proxy appended, not what its caller sent along: %j",
    async (trustProxy) => {
      const headers = {
        "x-forwarded-host": "evil.example, ID.example.net",
        "x-forwarded-proto": "http, https",
      };
      expect((await addresses({ trustProxy }, headers)).named).toBe("https://id.example.net");
    },
  );

  it("is not what a caller sent along where the trusted proxy appended nothing that is a host", async () => {
    const { named, listening } = await addresses({ trustProxy: 1 }, { "x-forwarded-host": "evil.example," });
    expect(named).toBe(listening);
  });
});
