/** The ledger that the tests of the HTTP interface look at. */
import { LedgerFixture } from "./ledger.fixture.js";

export const product = "01/09506000134352";
export const lot = `${product}/10/LOT7`;
export const serial = `${product}/21/4711`;
export const lotSerial = `${product}/10/LOT7/21/4711`;
export const uuid = "580d3adf-1981-44a0-a214-13d6ceed9379";
export const sharedUuid = "0b4e6a1e-6c2f-4b1a-9d3e-5f6a7b8c9d0e";

export const ref = (name: string): string => `https://ref.gs1.org/voc/${name}`;

export async function worldOf() {
  const ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  const motors = ledger.party("Example Motors", "lei:213800KUD8LAJWSQ9D15");
  const partner = ledger.party("Partner GmbH");
  const rival = ledger.party("Rival Ltd");
  ledger.schemes(root);
  ledger.namespace("gs1", "9506000", motors);
  const paused = ledger.namespace("gs1", "95200", rival);
  ledger.namespace("handle", "88.101", motors);
  ledger.namespace("oid", "1.3.6.1.4.1.55555", motors);
  ledger.namespace("did", "did:web:example.com", motors);
  ledger.namespace("aas", "EXAMPLE", motors);
  ledger.namespace("aas", "RIVAL", rival);

  const twin = ledger.twin("Drive motor", motors, "https://data.example.com/motor.aasx");
  const own = { owner: motors, prefix: "9506000" };
  ledger.register(product, {
    ...own,
    links: {
      [ref("defaultLink")]: [{ href: "https://example.com/motor", title: "Drive motor" }],
      [ref("defaultLinkMulti")]: [
        { href: "https://example.com/de/motor", title: "Antriebsmotor", hreflang: ["de"] },
        { href: "https://example.com/zh/motor", title: "驱动电机", hreflang: ["zh"] },
      ],
      "gs1:pip": [
        { href: "https://example.com/motor", title: "Drive motor", type: "text/html", hreflang: ["en"] },
      ],
      "http://gs1.org/voc/certificationInfo": [
        { href: "https://example.com/cert?v=1#top", title: "Certificate", type: "application/pdf" },
      ],
      [ref("serviceInfo")]: [
        { href: "https://example.com/service/en", title: "Service", hreflang: ["en"], type: "text/html" },
        { href: "https://example.com/service/de", title: "Service", hreflang: ["de"], type: "text/html" },
        { href: "https://example.com/service.json", title: "Service", type: "application/json" },
      ],
      "https://vocabulary.example.com:8443/odd-type#x": [{ href: "https://example.com/odd" }],
      anchor: [{ href: "https://example.com/anchor" }],
      describedby: [
        { href: "https://example.com/doc", hreflang: ["zh-Hans", "en"], type: "not a type", fwqs: ["x"] },
        { href: "javascript:alert(1)" },
        { href: "javascript://example.com/%0aalert(1)" },
        { href: "ftp://example.com/file" },
        { href: "https://user:secret@example.com/" },
        { href: "https://example.com/a b" },
        { href: "//example.com/relative" },
      ],
    },
  });
  const lotRecord = ledger.register(lot, {
    ...own,
    links: {
      [ref("certificationInfo")]: [{ href: "https://example.com/lot7/cert", title: "Lot certificate" }],
    },
  });
  const serialRecord = ledger.register(serial, { ...own, twin });
  const bare = ledger.register("01/09506000149301", own);
  const suspended = ledger.register("01/09506000134376", {
    ...own,
    links: { [ref("defaultLink")]: [{ href: "https://example.com/x", title: "X" }] },
  });
  ledger.recordStatus(suspended, "suspended", "recall");
  ledger.register("01/09506000134376/21/7", {
    ...own,
    links: { describedby: [{ href: "https://example.com/seven" }] },
  });
  const retired = ledger.register("01/09506000117843", own);
  ledger.recordStatus(retired, "retired", "out of production");
  ledger.register("01/09520012345674", {
    owner: rival,
    prefix: "95200",
    links: { [ref("defaultLink")]: [{ href: "https://rival.example.com/", title: "Rival" }] },
  });
  ledger.suspendNamespace(paused, "fees unpaid");

  ledger.register("88.101/part-1", {
    scheme: "handle",
    owner: motors,
    prefix: "88.101",
    record: serialRecord,
  });
  ledger.register("1.3.6.1.4.1.55555.7", { scheme: "oid", owner: motors, prefix: "1.3.6.1.4.1.55555" });
  ledger.register("did:web:example.com:asset:1", {
    owner: motors,
    prefix: "did:web:example.com",
    party: motors,
  });
  ledger.register("aas:EXAMPLE/serialNumber/7", { owner: motors, prefix: "EXAMPLE", twin });
  ledger.register(`aas:EXAMPLE/globalAssetId/urn%3Auuid%3A${uuid}`, {
    owner: motors,
    prefix: "EXAMPLE",
    twin,
  });
  for (const [prefix, owner] of [
    ["EXAMPLE", motors],
    ["RIVAL", rival],
  ] as const) {
    ledger.register(`aas:${prefix}/globalAssetId/urn%3Auuid%3A${sharedUuid}`, { owner, prefix });
  }
  ledger.register("aas:EXAMPLE/globalAssetId/https%3A%2F%2Fexample.com%2Fassets%2F1", {
    owner: motors,
    prefix: "EXAMPLE",
  });

  ledger.grant("twin", twin, {
    grantor: motors,
    grantee: partner,
    actions: ["read", "use"],
    scope: "Nameplate",
  });
  ledger.grant("record", serialRecord, { grantor: motors, grantee: partner, until: 4_000_000_000 });
  // Ended since the last block, by the clock.
  ledger.grant("record", serialRecord, {
    grantor: motors,
    grantee: rival,
    until: Math.floor(Date.now() / 1000) - 1,
  });
  await ledger.mine();
  return { ledger, root, motors, partner, rival, twin, serialRecord, lotRecord, bare };
}

export type World = Awaited<ReturnType<typeof worldOf>>;
