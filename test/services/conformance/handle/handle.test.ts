/** The Handle HTTP API (as the public Handle proxies have it), rule by rule, on a real ledger. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueRule } from "../../../../services/ledger/actions/batches.js";
import {
  registerIdentifier,
  retireRecord,
  suspendRecord,
  updateContent,
} from "../../../../services/ledger/actions/identifiers.js";
import { delegateNamespace } from "../../../../services/ledger/actions/namespaces.js";
import { schemeId } from "../../../../services/ledger/ids.js";
import { encodeLinkset } from "../../../../services/ledger/linkset.js";
import { handleErrorSchema, handleSchema } from "../../../../services/resolver/handle/schema.js";
import type { Linkset } from "../../../../services/store/model.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import type { Account } from "../../../fixtures/ledger.js";
import { type Answer, send } from "../raw.js";
import { type ServedLedger, servedLedger } from "../server.fixture.js";

const leadsTo = (href: string): Linkset => ({ "gs1:defaultLink": [{ href, title: "Page" }] });
const part = "88.101.0042/part-1";
const part2Links: Linkset = {
  "gs1:defaultLink": [{ href: "https://example.com/p2", title: "Page" }],
  "gs1:certificationInfo": [{ href: "https://example.com/p2/cert" }],
  HS_ADMIN: [{ href: "https://example.com/not-an-admin" }],
  OWNER: [{ href: "https://example.com/not-the-owner" }],
};
/** All handles of the test with what they lead to; undefined for no link. */
const registered: Record<string, Linkset> = {
  [part]: leadsTo("https://example.com/p1"),
  "88.101.0042/part-2": part2Links,
  "88.101.0042/Part-1": leadsTo("https://example.com/another"),
  "88.101.0042/a b/ü?#%": leadsTo("https://example.com/odd"),
  "20.500.12345/5555/": leadsTo("https://example.com/slash"),
  "20.500.12345/5555": leadsTo("https://example.com/plain"),
  "10.1126/science.169.3946.635": leadsTo("https://example.com/science"),
  "4263537/4000": leadsTo("https://example.com/number"),
  "2027/short": leadsTo("https://example.com/short"),
  "88.101.0042/bare": {},
  "88.101.0042/paused": leadsTo("https://example.com/paused"),
  "88.101.0042/gone": leadsTo("https://example.com/gone"),
  "88.101.0042/changing": leadsTo("https://example.com/before"),
};
const prefixes = ["88.101.0042", "20.500.12345", "10.1126", "4263537", "2027"];

describe.skipIf(anvilMissing !== null)("the Handle HTTP API", () => {
  let served: ServedLedger;
  let maker: Account;

  beforeAll(async () => {
    served = await servedLedger();
    const { ledger } = served;
    const { deployment, root } = ledger;
    maker = await ledger.party(1, "Maker");
    for (const prefix of prefixes) {
      await ledger.send(root, delegateNamespace(deployment, { scheme: "handle", prefix }, 0, maker.address));
    }
    for (const [identifier, links] of Object.entries(registered)) await register(identifier, links);
    await ledger.send(maker, suspendRecord(deployment, name("88.101.0042/paused"), "recall"));
    await ledger.send(maker, retireRecord(deployment, name("88.101.0042/gone"), "scrapped"));
    const range = {
      scheme: schemeId("handle"),
      stem: "88.101.0042/serial-",
      tail: "",
      first: "000",
      last: "999",
    };
    await ledger.send(maker, issueRule(deployment, 11, range, maker.address));
    await served.caughtUp();
  });
  afterAll(() => served?.stop());

  const name = (identifier: string) => ({ scheme: "handle", identifier });
  const content = (links: Linkset) => ({
    subject: { kind: "none" as const },
    linkset: encodeLinkset(links),
  });
  const register = (identifier: string, links: Linkset) => {
    const prefixLength = identifier.indexOf("/");
    const { ledger } = served;
    return ledger.send(
      maker,
      registerIdentifier(ledger.deployment, name(identifier), prefixLength, content(links), maker.address),
    );
  };
  const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    send(served.resolver.url, path, headers, method);
  const values = async (path: string) => {
    const answer = await ask(`/api/handles/${path}`);
    expect(answer.status, answer.body).toBe(200);
    return handleSchema.parse(JSON.parse(answer.body));
  };
  const refusal = ({ body }: Answer) => handleErrorSchema.parse(JSON.parse(body));

  describe("GET /api/handles/{handle}", () => {
    it("answers code 1 with values of index, type, data, ttl and timestamp", async () => {
      const { responseCode, handle, values: all } = await values(part);
      expect({ responseCode, handle }).toEqual({ responseCode: 1, handle: part });
      expect(all[0]).toEqual({
        index: 1,
        type: "URL",
        data: { format: "string", value: "https://example.com/p1" },
        ttl: 0,
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      });
    });

    it("says who owns it, as a DID, in which namespace, and its status", async () => {
      const { values: all } = await values(part);
      const byType = Object.fromEntries(all.map(({ type, data }) => [type, data.value]));
      expect(byType).toMatchObject({
        OWNER: `did:ethr:0x7a69:${maker.address}`,
        NAMESPACE: "88.101.0042",
        STATUS: "active",
      });
    });

    it("gives each value an index of its own", async () => {
      const { values: all } = await values("88.101.0042/part-2");
      expect(new Set(all.map(({ index }) => index)).size).toBe(all.length);
    });

    it("types links by the URI of their relation, so that no owner can say HS_ADMIN or OWNER", async () => {
      const { values: all } = await values("88.101.0042/part-2");
      const links = all.filter(({ index }) => index >= 1000).map(({ type, data }) => [type, data.value]);
      expect(Object.fromEntries(links)).toEqual({
        "https://ref.gs1.org/voc/defaultLink": "https://example.com/p2",
        "https://ref.gs1.org/voc/certificationInfo": "https://example.com/p2/cert",
        "http://www.iana.org/assignments/relation/HS_ADMIN": "https://example.com/not-an-admin",
        "http://www.iana.org/assignments/relation/OWNER": "https://example.com/not-the-owner",
      });
      expect(all.filter(({ type }) => type === "OWNER")).toHaveLength(1);
      expect(all.filter(({ type }) => type === "HS_ADMIN")).toEqual([]);
    });

    it("answers only the values of an index, of several, of a type, or of either", async () => {
      const indexes = async (query: string) => {
        const answer = await values(`88.101.0042/part-2?${query}`);
        return answer.values.map(({ index }) => index);
      };
      expect(await indexes("index=1")).toEqual([1]);
      expect(await indexes("index=1&index=12")).toEqual([1, 12]);
      expect(await indexes("type=url")).toEqual([1]);
      expect(await indexes("type=URL&type=STATUS")).toEqual([1, 12]);
      expect(await indexes("type=URL&index=10")).toEqual([1, 10]);
    });

    it("takes a type with a dot at its end for all types beneath it", async () => {
      const { values: all } = await values("88.101.0042/part-2?type=http://www.iana.");
      expect(all).toHaveLength(2);
    });

    it("answers code 200, with HTTP 200, for a handle without such values", async () => {
      expect(await values(`${part}?type=EMAIL`)).toEqual({ responseCode: 200, handle: part, values: [] });
      expect((await values("88.101.0042/bare?type=URL")).responseCode).toBe(200);
    });

    it("answers code 100, with HTTP 404, for a handle that nobody has registered", async () => {
      for (const handle of ["88.101.0042/nothing", "20.1000/5555", "0.NA/88.101"]) {
        const answer = await ask(`/api/handles/${handle}`);
        expect(answer.status).toBe(404);
        expect(refusal(answer)).toMatchObject({ responseCode: 100, handle });
      }
    });

    it("answers code 102, with HTTP 400, for what is no handle", async () => {
      for (const path of ["20..1000/5555", "20.1000", "20.1000/", "%2F5555", "", "88.1/%zz", "88.1/%ff"]) {
        const answer = await ask(`/api/handles/${path}`);
        expect(answer.status, path).toBe(400);
        expect(refusal(answer).responseCode, path).toBe(102);
      }
    });

    it("answers code 2, with HTTP 400, for a parameter that is wrong", async () => {
      for (const query of ["index=0", "index=a", "index=-1", "colour=red"]) {
        const answer = await ask(`/api/handles/${part}?${query}`);
        expect(answer.status, query).toBe(400);
        expect(refusal(answer).responseCode, query).toBe(2);
      }
    });

    it("makes no call of an answer: callback is refused", async () => {
      const answer = await ask(`/api/handles/${part}?callback=alert`);
      expect(answer.status).toBe(400);
      expect(answer.headers["content-type"]).toMatch(/^application\/json/);
      expect(refusal(answer).message).toContain("CORS");
    });

    it("takes auth, which every answer fulfils", async () => {
      expect((await values(`${part}?auth=true`)).responseCode).toBe(1);
    });

    it("shows a suspended and a retired handle without where they led", async () => {
      for (const [handle, status] of [
        ["88.101.0042/paused", "suspended"],
        ["88.101.0042/gone", "retired"],
      ] as const) {
        const { values: all } = await values(handle);
        expect(all.filter(({ index }) => index === 1 || index >= 1000)).toEqual([]);
        expect(all.find(({ type }) => type === "STATUS")?.data.value).toBe(status);
      }
    });

    it("knows the members of a batch, which have no record", async () => {
      const { values: all } = await values("88.101.0042/serial-042");
      const byType = Object.fromEntries(all.map(({ type, data }) => [type, data.value]));
      expect(byType).toEqual({
        OWNER: `did:ethr:0x7a69:${maker.address}`,
        NAMESPACE: "88.101.0042",
        STATUS: "active",
        BATCH: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      });
    });
  });

  describe("the text of a handle", () => {
    const url = async (path: string) => (await values(`${path}?index=1`)).values[0]?.data.value;

    it("is percent-decoded, the first slash too", async () => {
      expect(await url("88.101.0042%2Fpart-1")).toBe("https://example.com/p1");
      expect(await url("88.101.0042/a%20b%2F%C3%BC%3F%23%25")).toBe("https://example.com/odd");
    });

    it("keeps a slash at its end, which is part of the local name", async () => {
      expect(await url("20.500.12345/5555/")).toBe("https://example.com/slash");
      expect(await url("20.500.12345/5555")).toBe("https://example.com/plain");
      expect(await url("20.500.12345%2F5555%2F")).toBe("https://example.com/slash");
    });

    it("keeps leading zeros of the prefix, which are significant", async () => {
      expect((await ask("/api/handles/88.101.42/part-1")).status).toBe(404);
    });

    it("is case-sensitive in the local name, but not in a DOI's", async () => {
      expect(await url("88.101.0042/Part-1")).toBe("https://example.com/another");
      expect((await ask("/api/handles/88.101.0042/PART-1")).status).toBe(404);
      expect(await url("10.1126/SCIENCE.169.3946.635")).toBe("https://example.com/science");
    });

    it("is echoed as it was asked for", async () => {
      expect((await values("10.1126/SCIENCE.169.3946.635")).handle).toBe("10.1126/SCIENCE.169.3946.635");
    });

    it("has at most 255 characters under 88.", async () => {
      const answer = await ask(`/api/handles/88.101.0042/${"x".repeat(256)}`);
      expect([answer.status, refusal(answer).responseCode]).toEqual([400, 102]);
    });
  });

  describe("GET /{handle}", () => {
    it.each([
      [`/${part}`, "https://example.com/p1"],
      ["/88.101.0042%2Fpart-1", "https://example.com/p1"],
      ["/20.500.12345/5555/", "https://example.com/slash"],
      ["/20.500.12345/5555", "https://example.com/plain"],
      ["/10.1126/science.169.3946.635", "https://example.com/science"],
      ["/10.1126/Science.169.3946.635?utm_source=x", "https://example.com/science"],
      ["/4263537/4000", "https://example.com/number"],
      ["/88.101.0042/a%20b/%C3%BC%3F%23%25", "https://example.com/odd"],
    ])("redirects %s with 302 to the URL value", async (path, location) => {
      const answer = await ask(path);
      expect([answer.status, answer.headers.location]).toEqual([302, location]);
    });

    it("leads nowhere where there is no URL value: 404, or 410 for ever", async () => {
      const status = async (path: string) => (await ask(path)).status;
      expect(await status("/88.101.0042/nothing")).toBe(404);
      expect(await status("/88.101.0042/bare")).toBe(404);
      expect(await status("/88.101.0042/paused")).toBe(404);
      expect(await status("/88.101.0042/gone")).toBe(410);
      expect(await status("/88.101.0042/serial-042")).toBe(404);
    });

    it("leaves the paths of other routes alone", async () => {
      const gs1 = await ask("/01/09506000134352");
      expect(JSON.parse(gs1.body)).toMatchObject({
        code: "RESOLVER_UNKNOWN_IDENTIFIER",
        canonical: "01/09506000134352",
      });
      expect(JSON.parse((await ask("/2027/short")).body)).toMatchObject({ status: 400 });
      expect((await values("2027/short?index=1")).values[0]?.data.value).toBe("https://example.com/short");
      expect((await ask("/.well-known/gs1resolver")).status).toBe(200);
      expect((await ask("/v1/resolve?id=88.101.0042/part-1")).status).toBe(200);
    });
  });

  describe("HTTP", () => {
    it("lets pages of other sites read values, redirects and errors (CORS)", async () => {
      for (const path of [`/api/handles/${part}`, `/${part}`, "/api/handles/20.1/x"]) {
        expect((await ask(path)).headers["access-control-allow-origin"]).toBe("*");
      }
    });

    it("answers HEAD as GET, without a body", async () => {
      const [get, head] = [await ask(`/api/handles/${part}`), await ask(`/api/handles/${part}`, {}, "HEAD")];
      expect(head.status).toBe(200);
      expect(head.body).toBe("");
      expect(head.headers["content-length"]).toBe(get.headers["content-length"]);
      expect(head.headers.etag).toBe(get.headers.etag);
    });

    it("answers OPTIONS with the methods, and refuses the others with 405", async () => {
      const options = await ask(`/api/handles/${part}`, {}, "OPTIONS");
      expect([options.status, options.headers.allow]).toEqual([204, "GET, HEAD, OPTIONS"]);
      expect((await ask(`/${part}`, {}, "OPTIONS")).status).toBe(204);
      expect((await ask(`/api/handles/${part}`, {}, "DELETE")).status).toBe(405);
    });

    it("has an entity tag of the answer's digest and the record's block, and changes it with the record", async () => {
      const path = "/api/handles/88.101.0042/changing";
      const first = await ask(path);
      const tag = first.headers.etag ?? "";
      expect(tag).toMatch(/^"[\w-]{22}\.\d+"$/);
      const again = await ask(path, { "if-none-match": tag });
      expect([again.status, again.body, again.headers.etag]).toEqual([304, "", tag]);

      const { ledger } = served;
      const change = updateContent(
        ledger.deployment,
        name("88.101.0042/changing"),
        content(leadsTo("https://example.com/after")),
      );
      await ledger.send(maker, change);
      await served.caughtUp();
      const later = await ask(path, { "if-none-match": tag });
      expect(later.status).toBe(200);
      expect(later.body).toContain("https://example.com/after");
      expect(later.headers.etag).not.toBe(tag);
    });

    it("counts by the name of the route in the metrics", async () => {
      const { body } = await ask("/metrics");
      expect(body).toContain('route="/api/handles/{handle}",method="GET",status="200"');
      expect(body).toContain('route="/{handle}",method="GET",status="302"');
    });
  });
});
