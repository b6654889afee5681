/** The ledger that the conformance tests ask, and the resolver in front of it. */
import { startResolver, type TestResolver } from "../../resolver/http.fixture.js";
import { LedgerFixture } from "../../resolver/ledger.fixture.js";

/** Public address of the resolver under test; it has nothing to do with where it listens. */
export const base = "https://id.example.org";

export const voc = (name: string): string => `https://ref.gs1.org/voc/${name}`;

/** One identifier of every primary key, and the same with each of its sequences of qualifiers. */
export const keys: readonly (readonly [key: string, qualified: readonly string[]])[] = [
  ["00/952012345678912345", []],
  ["01/09520123456788", ["22/2A/10/ABC%2F1/21/X-1", "235/TP%2B1"]],
  ["253/4012345000115ebon-4711", []],
  ["255/4012345000115123", []],
  ["401/12345678", []],
  ["402/40123450000000009", []],
  ["414/4012345000108", ["254/dock", "7040/1ABC"]],
  ["415/4012345000108/8020/invoice", []],
  ["417/4012345000108", ["7040/1ABC"]],
  ["8003/03870585000552987", []],
  ["8004/0950600013430000001", ["7040/1ABC"]],
  ["8006/123456789012310510", ["22/2A/10/LOT/21/S"]],
  ["8010/0200", ["8011/12"]],
  ["8013/1987654Ad4X4bL5ttr2310c2K", []],
  ["8017/795260646688514634", ["8019/1"]],
  ["8018/795260646688514634", ["8019/1"]],
];

/** Every primary key, alone and qualified. */
export const everyKey: readonly string[] = keys.flatMap(([key, qualified]) => [
  key,
  ...qualified.map((qualifiers) => `${key}/${qualifiers}`),
]);

/** Where the default link of one of them leads. */
export const homeOf = (key: string): string => `https://brand.example/${encodeURIComponent(key)}`;

/** The product with links of all sorts. */
export const product = "01/09506000134352";
/** It names lot, variant and serial number of the product; each selection of the three has a record but the whole. */
export const item = `${product}/22/V1/10/L1/21/S1`;
export const selections: readonly string[] = ["21/S1", "22/V1/10/L1", "10/L1", "22/V1"].map(
  (qualifiers) => `${product}/${qualifiers}`,
);
/** A product without a default link of its own, or anything above it. */
export const bare = "01/09506000100012";
export const suspended = "01/09506000100029";
export const retired = "01/09506000100036";
export const unknown = "01/09506000100043";
/** All of its links are of one sort, which leaves nothing to choose by. */
export const alike = "01/09506000100050";

/** A key under a prefix that another resolver handles. */
export const handedOn = "01/04067890000011";
export const otherResolver = "https://resolver.example";

/** All targets that the ledger's links have and that may be followed. */
export const targets: readonly string[] = [
  ...everyKey.map(homeOf),
  ...["home", "home/de", "home/zh", "home.json", "home/trade", "certificate?v=1#page=2"],
  ...["service/en", "service/de", "service/zh", "service.json", "service/trade"],
  ...["odd", "elsewhere", "hyphen", "one", "two", ...selections],
].map((path) => (path.startsWith("https:") ? path : `https://brand.example/${path}`));

export interface Catalogue {
  readonly ledger: LedgerFixture;
  readonly resolver: TestResolver;
  close(): Promise<void>;
}

const link = (path: string, attributes: Record<string, unknown> = {}) => ({
  href: `https://brand.example/${path}`,
  title: path,
  ...attributes,
});

export async function openCatalogue(): Promise<Catalogue> {
  const ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  const brand = ledger.party("Brand");
  ledger.schemes(root);
  ledger.namespace("gs1", "9506000", brand);
  for (const key of everyKey) {
    ledger.register(key, {
      owner: root,
      prefix: "",
      scheme: "gs1",
      links: { [voc("defaultLink")]: [{ href: homeOf(key), title: "Home" }] },
    });
  }

  const own = { owner: brand, prefix: "9506000" };
  ledger.register(product, {
    ...own,
    links: {
      [voc("defaultLink")]: [link("home")],
      [voc("defaultLinkMulti")]: [
        link("home/de", { hreflang: ["de"], type: "text/html" }),
        link("home/zh", { hreflang: ["zh-Hans", "zh"], type: "text/html" }),
        link("home.json", { type: "application/json" }),
        link("home/trade", { context: ["trade"] }),
      ],
      [voc("certificationInfo")]: [link("certificate?v=1#page=2", { type: "application/pdf" })],
      [voc("serviceInfo")]: [
        link("service/en", { hreflang: ["en"], type: "text/html" }),
        link("service/de", { hreflang: ["de"], type: "text/html" }),
        link("service/zh", { hreflang: ["zh"], type: "text/html" }),
        link("service.json", { type: "application/json" }),
        link("service/trade", { hreflang: ["en"], context: ["trade", "DE"] }),
      ],
      describedby: [
        link("odd", {
          hreflang: ["zh-Hans", "zh-CN"],
          type: "text/html; charset=utf-8",
          media: "print",
          fwqs: ["no"],
          "title*": [{ value: "Seltsam", language: "de" }],
        }),
      ],
      "https://terms.example:8443/odd-type#x": [link("elsewhere")],
      "service-doc": [link("hyphen")],
      masterData: [{ href: "javascript:alert(1)" }],
    },
  });
  for (const selection of selections) {
    ledger.register(selection, { ...own, links: { [voc("traceability")]: [link(selection)] } });
  }
  ledger.register(bare, own);
  const paused = ledger.register(suspended, { ...own, links: { [voc("defaultLink")]: [link("paused")] } });
  ledger.recordStatus(paused, "suspended", "recall");
  const ended = ledger.register(retired, { ...own, links: { [voc("defaultLink")]: [link("ended")] } });
  ledger.recordStatus(ended, "retired", "sold out");
  ledger.namespace("gs1", "4067890", brand);
  ledger.register("417/4067890000004", {
    owner: brand,
    prefix: "4067890",
    links: { [voc("handledBy")]: [{ href: `${otherResolver}/dl` }] },
  });
  ledger.register(alike, {
    ...own,
    links: { [voc("pip")]: [link("one"), link("two")], [voc("defaultLink")]: [link("one")] },
  });
  await ledger.mine();
  const resolver = await startResolver(ledger.store, { baseUrl: base });
  return {
    ledger,
    resolver,
    async close() {
      await resolver.close();
      await ledger.close();
    },
  };
}
