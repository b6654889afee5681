/** One pump with four identifiers, each registered by another party in its own namespace. */

import { sameAs } from "../../../services/ledger/sameAs.js";
import type { RecordId } from "../../../services/store/model.js";
import { LedgerFixture } from "./ledger.fixture.js";
import { ref } from "./world.fixture.js";

export const giai = "8004/95060001343000001";
export const handle = "88.101.0042/pump-4711";
export const oid = "1.3.6.1.4.1.32473.4711";
export const bid = "did:bid:abcd:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2";

/** The URI of each in the form in which answers show it. */
export const uris = {
  gs1: `https://id.gs1.org/${giai}`,
  handle: `https://hdl.handle.net/${handle}`,
  oid: `urn:oid:${oid}`,
  did: bid,
} as const;
export type Side = keyof typeof uris;
export const sides: readonly Side[] = ["gs1", "handle", "oid", "did"];

export const stating = (...hrefs: readonly string[]) =>
  hrefs.length === 0 ? {} : { [sameAs]: hrefs.map((href) => ({ href })) };

/** The operator's GIAI is agreed with all others; the plant's OID claims the handle too, which does not say so. */
export async function pumpOf() {
  const ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  const owners = {
    gs1: ledger.party("Operator"),
    handle: ledger.party("Maker"),
    oid: ledger.party("Plant"),
    did: ledger.party("Supplier"),
  };
  const rival = ledger.party("Rival Ltd");
  ledger.schemes(root);
  const namespaces = {
    gs1: ledger.namespace("gs1", "9506000", owners.gs1),
    handle: ledger.namespace("handle", "88.101.0042", owners.handle),
    oid: ledger.namespace("oid", "1.3.6.1.4.1.32473", owners.oid),
    did: ledger.namespace("did", "did:bid:abcd", owners.did),
  };
  ledger.namespace("aas", "RIVAL", rival);
  const twin = ledger.twin("Pump 4711", owners.gs1);
  const contents = {
    gs1: {
      owner: owners.gs1,
      twin,
      links: {
        [ref("pip")]: [{ href: "https://operator.example/pump" }],
        // Each in another form.
        ...stating(`hdl:${handle}`, `urn:oid:${oid}`, bid),
      },
    },
    handle: {
      owner: owners.handle,
      links: {
        [ref("defaultLink")]: [{ href: "https://maker.example/pump" }],
        [ref("serviceInfo")]: [{ href: "https://maker.example/service" }],
        [ref("pip")]: [{ href: "https://maker.example/brochure" }],
        [ref("handledBy")]: [{ href: "https://maker.example/resolver" }],
        ...stating(`https://shop.example/p/${giai}`),
      },
    },
    oid: { owner: owners.oid, links: stating(uris.gs1, uris.handle) },
    did: { owner: owners.did, links: stating(uris.gs1) },
  };
  const records: Record<Side, RecordId> = {
    gs1: ledger.register(giai, { prefix: "9506000", ...contents.gs1 }),
    handle: ledger.register(handle, { scheme: "handle", prefix: "88.101.0042", ...contents.handle }),
    oid: ledger.register(oid, { scheme: "oid", prefix: "1.3.6.1.4.1.32473", ...contents.oid }),
    did: ledger.register(bid, { prefix: "did:bid:abcd", ...contents.did }),
  };
  ledger.register("aas:RIVAL/serialNumber/1", {
    owner: rival,
    prefix: "RIVAL",
    links: { ...stating(uris.gs1, uris.oid), [ref("defaultLink")]: [{ href: "https://rival.example/" }] },
  });
  await ledger.mine();
  return { ledger, root, owners, rival, namespaces, twin, contents, records };
}

export type Pump = Awaited<ReturnType<typeof pumpOf>>;
