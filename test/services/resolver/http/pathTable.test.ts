/** Which path a request is for, beside Express, which tries one pattern after the other. */
import express, { type Express } from "express";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PathTable } from "../../../../services/resolver/http/pathTable.js";
import { byPath } from "../../../../services/resolver/http/route.js";
import { type Listening, listen } from "../../../../services/resolver/server.js";
import { startResolver, type TestResolver } from "../http.fixture.js";
import { type World, worldOf } from "../world.fixture.js";

let world: World;
let resolver: TestResolver;
let asExpress: Listening;
let table: PathTable<string>;

interface Said {
  readonly path: string;
  readonly params: Record<string, string>;
}

beforeAll(async () => {
  world = await worldOf();
  resolver = await startResolver(world.ledger.store);
  const places = byPath(resolver.app.routes).map(([{ path, pattern }]) => ({ path, pattern, value: path }));
  table = new PathTable(places);
  asExpress = await listen(0, "127.0.0.1", () => ({ app: expressOf(places) }));
});

afterAll(async () => {
  await asExpress.close();
  await resolver.close();
  await world.ledger.close();
});

function expressOf(places: readonly { path: string; pattern: RegExp | undefined }[]): Express {
  const app = express();
  app.enable("case sensitive routing");
  for (const { path, pattern } of places) {
    app.get(pattern ?? path.replaceAll(/\{(\w+)\}/g, ":$1"), (req, res) => {
      res.json({ path, params: req.params });
    });
  }
  app.use((_req, res) => {
    res.json(null);
  });
  return app;
}

async function byExpress(path: string): Promise<Said | null> {
  const response = await fetch(asExpress.url + path);
  const said: Said | null = JSON.parse(await response.text());
  return said;
}

function byTable(path: string): Said | null {
  const found = table.find(path);
  return found === null ? null : { path: found.value, params: found.params };
}

describe("a path", () => {
  const word = fc.constantFrom(
    "a",
    "01",
    "8006",
    "4711",
    "x-1",
    "did:bid:ef1",
    "DID%3Abid:x",
    "a%20b",
    "abc%2Fd",
    "a.b",
    "did.json",
  );
  const segment = fc.oneof(word, fc.stringMatching(/^[A-Za-z0-9_~:-]{1,12}$/));
  const ofTemplates = (): fc.Arbitrary<string> =>
    fc
      .tuple(
        fc.constantFrom(...resolver.app.routes.map(({ path }) => path)),
        fc.array(segment, { minLength: 5, maxLength: 5 }),
        fc.constantFrom("", "/", "/x", "//", "/did.json"),
      )
      .map(([path, words, end]) => {
        let place = 0;
        return path.replaceAll(/\{\w+\}/g, () => words[place++ % words.length] ?? "") + end;
      });
  const anyPath = fc.array(segment, { minLength: 0, maxLength: 5 }).map((parts) => `/${parts.join("/")}`);

  it("is the same route's, with the same parameters, as Express' first pattern for it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(ofTemplates(), anyPath), async (path) => {
        // Two slashes at the front are a host's, and no path of ours.
        fc.pre(!path.startsWith("//"));
        expect(byTable(path)).toEqual(await byExpress(path));
      }),
      { numRuns: 600 },
    );
  });

  it("with a parameter that is no UTF-8 is refused", () => {
    expect(() => table.find("/v1/twins/%ff")).toThrow(URIError);
  });
});
