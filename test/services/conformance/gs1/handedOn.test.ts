/** Keys that another resolver answers for (gs1:handledBy). */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startResolver, type TestResolver } from "../../resolver/http.fixture.js";
import { LedgerFixture } from "../../resolver/ledger.fixture.js";
import { base, voc } from "./catalogue.fixture.js";
import { closedContexts, under } from "./closedLinkset.js";

/** Under the prefix 4067890, which its holder has handled elsewhere; 4067891 and so on are others'. */
const namespaceKey = "417/4067890000004";
const local = "01/04067890000011";

let ledger: LedgerFixture;
let resolver: TestResolver;

const gtin = (digits: string): string => {
  const sum = [...digits].reduceRight(
    (total, digit, index) => total + Number(digit) * ((digits.length - index) % 2 === 1 ? 3 : 1),
    0,
  );
  return `01/${digits}${(10 - (sum % 10)) % 10}`;
};

const handledBy = (href: string, others: Record<string, unknown> = {}) => ({
  [voc("handledBy")]: [{ href, title: "Other resolver" }],
  ...others,
});

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  const holder = ledger.party("Holder");
  const buyer = ledger.party("Buyer");
  ledger.schemes(root);
  const prefixes = ["4067890", "4067891", "4067892", "4067893", "4067894", "4067895"];
  const [, , , paused] = prefixes.map((prefix) => ledger.namespace("gs1", prefix, holder));
  ledger.namespace("gs1", "40678920", buyer, "4067892");
  ledger.namespace("gs1", "40678950", buyer, "4067895");
  const keyOf = (prefix: string) => gtin(`${prefix}00000`).replace("01/", "417/");
  const own = (prefix: string, links: unknown = {}) => ({ owner: holder, prefix, links });

  ledger.register(namespaceKey, own("4067890", handledBy("https://id.brand.example/dl/")));
  ledger.register(local, own("4067890", { [voc("defaultLink")]: [{ href: "https://brand.example/local" }] }));
  ledger.register(gtin("0406789000002"), own("4067890"));
  const recalled = ledger.register(gtin("0406789000003"), own("4067890"));
  ledger.recordStatus(recalled, "suspended", "recall");

  // Neither a key's new owner nor who issues part of the prefix speaks for the namespace.
  ledger.register(keyOf("4067891"), {
    owner: buyer,
    prefix: "4067891",
    links: handledBy("https://buyer.example"),
  });
  ledger.register(keyOf("4067892"), {
    owner: buyer,
    prefix: "40678920",
    links: handledBy("https://buyer.example"),
  });
  ledger.register(keyOf("4067895"), {
    owner: holder,
    prefix: "40678950",
    links: handledBy("https://buyer.example"),
  });
  ledger.register(keyOf("4067893"), own("4067893", handledBy("https://id.brand.example")));
  if (paused !== undefined) ledger.suspendNamespace(paused, "fees unpaid");

  const one = (number: number) => gtin(`040678940000${number}`);
  ledger.register(one(1), own("4067894", handledBy("https://id.brand.example")));
  ledger.register(
    `${one(1)}/10/L`,
    own("4067894", { [voc("epcis")]: [{ href: "https://brand.example/lot" }] }),
  );
  ledger.register(
    one(2),
    own(
      "4067894",
      handledBy("https://id.brand.example", { [voc("defaultLink")]: [{ href: "https://brand.example/2" }] }),
    ),
  );
  for (const [number, href] of [
    [3, "https://id.brand.example/?x=1"],
    [4, "https://id.brand.example/#x"],
    [5, `${base}/`],
    [6, "https://ID.example.org:443"],
    [7, "javascript://id.brand.example/%0a"],
  ] as const) {
    ledger.register(one(number), own("4067894", handledBy(href)));
  }
  await ledger.mine();
  resolver = await startResolver(ledger.store, { baseUrl: base });
});

afterAll(async () => {
  await resolver.close();
  await ledger.close();
});

async function location(path: string): Promise<string | null> {
  const response = await resolver.get(path);
  expect(response.status).toBe(307);
  return response.headers.get("location");
}

describe("a namespace whose holder has its keys handled by another resolver", () => {
  const unheard = gtin("0406789000009");

  it.each(["", "/10/A%2FB/21/S", "?17=261231&x=1", "?linkType=gs1:epcis"])(
    "sends on what nobody has registered, path and query included: GTIN%s",
    async (rest) => {
      expect(await location(`/${unheard}${rest}`)).toBe(`https://id.brand.example/dl/${unheard}${rest}`);
    },
  );

  it("answers for what it has links of, and sends on what it has none of", async () => {
    expect(await location(`/${local}`)).toBe("https://brand.example/local");
    expect(await location(`/${local}?linkType=gs1:epcis`)).toBe(
      `https://id.brand.example/dl/${local}?linkType=gs1:epcis`,
    );
    const without = gtin("0406789000002");
    expect(await location(`/${without}`)).toBe(`https://id.brand.example/dl/${without}`);
  });

  it("still says that a key is suspended", async () => {
    expect((await resolver.get(`/${gtin("0406789000003")}/21/1`)).status).toBe(404);
  });

  it("has the other resolver in the linkset, as the default where there is no other", async () => {
    const response = await resolver.get(`/${unheard}?linkType=linkset`);
    const [context] = closedContexts(await response.json());
    const href = `https://id.brand.example/dl/${unheard}`;
    expect(under(context, voc("handledBy"))).toEqual([{ href, title: "Other resolver" }]);
    expect(under(context, voc("defaultLink"))).toEqual([{ href, title: "Other resolver" }]);
  });

  it.each([
    ["the namespace's key is another's", "4067891"],
    ["the key was issued under a part of the prefix", "4067892"],
    ["the key was issued so, and given to the holder", "4067895"],
    ["the namespace is suspended", "4067893"],
    ["there is none but the root", "4067899"],
  ])("is one in force alone: %s", async (_, prefix) => {
    expect((await resolver.get(`/${gtin(`0${prefix}90000`)}`)).status).toBe(404);
  });
});

describe("a key that another resolver handles", () => {
  const one = (number: number) => gtin(`040678940000${number}`);

  it("is sent on with all that is part of it, but for link types of a nearer level", async () => {
    expect(await location(`/${one(1)}`)).toBe(`https://id.brand.example/${one(1)}`);
    expect(await location(`/${one(1)}/10/L/21/S`)).toBe(`https://id.brand.example/${one(1)}/10/L/21/S`);
    expect(await location(`/${one(1)}/10/L?linkType=gs1:epcis`)).toContain("https://brand.example/lot?");
    expect(await location(`/${one(1)}/10/L?linkType=gs1:pip`)).toBe(
      `https://id.brand.example/${one(1)}/10/L?linkType=gs1:pip`,
    );
  });

  it("leads to its own default link where it has both", async () => {
    expect(await location(`/${one(2)}`)).toBe("https://brand.example/2");
    expect(await location(`/${one(2)}?linkType=gs1:pip`)).toContain("https://id.brand.example/01/");
  });

  it.each([
    ["a query", 3],
    ["a fragment", 4],
    ["this resolver's own address", 5],
    ["the same in another spelling", 6],
    ["no http", 7],
  ])("is not sent on to what cannot be continued: %s", async (_, number) => {
    expect((await resolver.get(`/${one(number)}`)).status).toBe(404);
  });
});
