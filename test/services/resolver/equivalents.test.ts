/** One thing with several identifiers, each of another owner: who agrees is found from each, who does not is not seen. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sameAs } from "../../../services/ledger/sameAs.js";
import { bidDocumentSchema } from "../../../services/resolver/bid/schema.js";
import { resolve } from "../../../services/resolver/resolution/resolve.js";
import { equivalentsSchema } from "../../../services/resolver/v1/equivalentsSchema.js";
import { resolutionSchema } from "../../../services/resolver/v1/schema.js";
import type { EntityView } from "../../../services/store/view.js";
import { closedContexts, under } from "../conformance/gs1/closedLinkset.js";
import {
  bid,
  giai,
  handle,
  oid,
  type Pump,
  pumpOf,
  type Side,
  sides,
  stating,
  uris,
} from "./equivalents.fixture.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { genesisTime, ledgerIdentifier } from "./ledger.fixture.js";
import { ref } from "./world.fixture.js";

const rivals = "RIVAL/serialNumber/1";

describe("identifiers of one thing", () => {
  let pump: Pump;
  let resolver: TestResolver;

  beforeEach(async () => {
    pump = await pumpOf();
    resolver = await startResolver(pump.ledger.store);
  });
  afterEach(async () => {
    await resolver.close();
    await pump.ledger.close();
  });

  const text = async (path: string, headers: Record<string, string> = {}) =>
    (await resolver.get(path, headers)).text();
  const json = async (path: string, headers: Record<string, string> = {}): Promise<unknown> =>
    JSON.parse(await text(path, headers));
  const asked = (id: string) => `?id=${encodeURIComponent(id)}`;
  const resolved = async (side: Side) =>
    resolutionSchema.parse(await json(`/v1/resolve${asked(uris[side])}`));
  const namesOf = async (side: Side) => (await resolved(side)).equivalents.map(({ uri }) => uri);
  const statements = async (id: string, after?: string) =>
    equivalentsSchema.parse(
      await json(`/v1/equivalents${asked(id)}${after === undefined ? "" : `&after=${after}`}`),
    );
  const location = async (path: string) => {
    const { status, headers } = await resolver.get(path);
    return { status, location: headers.get("location") };
  };

  describe("on which both owners agree", () => {
    it("are named by each of them, with record, owner and status", async () => {
      expect(await namesOf("gs1")).toEqual([uris.handle, uris.oid, uris.did]);
      const { equivalents } = await resolved("handle");
      expect(equivalents).toEqual([
        expect.objectContaining({
          uri: uris.gs1,
          scheme: "gs1",
          canonical: giai,
          record: pump.records.gs1,
          status: "active",
          owner: expect.objectContaining({ address: pump.owners.gs1 }),
          subject: expect.objectContaining({ kind: "twin" }),
        }),
      ]);
    });

    it("are shown on the page of each, and lead to their own", async () => {
      const page = await text(`/v1/resolve${asked(uris.gs1)}`, { accept: "text/html" });
      expect(page).toContain("Names the same thing as");
      for (const { canonical, scheme } of (await resolved("gs1")).equivalents) {
        const query = new URLSearchParams({ id: canonical, scheme }).toString().replaceAll("&", "&amp;");
        expect(page).toContain(`href="resolve?${query}"`);
      }
    });

    it("are not handed on: an equivalent's equivalents have agreed with it alone", async () => {
      for (const side of ["handle", "oid", "did"] as const) expect(await namesOf(side)).toEqual([uris.gs1]);
    });

    it.each(sides)("lead from %s to the same twin, and say by whose word", async (side) => {
      const { subject, subjectSharedBy } = await resolved(side);
      expect(subject).toMatchObject({ kind: "twin", twin: { id: pump.twin } });
      expect(subjectSharedBy).toBe(side === "gs1" ? null : uris.gs1);
    });

    it("show the rights on that twin, and what is frozen of it, from each", async () => {
      const { ledger, twin, owners, rival } = pump;
      ledger.grant("twin", twin, { grantor: owners.gs1, grantee: rival });
      ledger.office(1, "Office");
      ledger.freeze(4, twin);
      await ledger.mine();
      for (const side of sides) {
        const { rights, freezes } = await resolved(side);
        expect(rights.map(({ asset }) => asset)).toEqual([{ kind: "twin", id: twin }]);
        expect(freezes.map(({ thing }) => thing)).toEqual([{ kind: "twin", id: twin }]);
      }
    });

    it("keep a subject of their own", async () => {
      const { ledger, contents, records, owners } = pump;
      ledger.update(records.handle, { ...contents.handle, party: owners.handle });
      await ledger.mine();
      expect(await resolved("handle")).toMatchObject({ subject: { kind: "party" }, subjectSharedBy: null });
    });

    it("do not stand for each other in a circle", async () => {
      const { ledger, contents, records, owners } = pump;
      ledger.update(records.gs1, { owner: owners.gs1, links: contents.gs1.links, record: records.handle });
      await ledger.mine();
      expect(await resolved("handle")).toMatchObject({ subject: { kind: "none" }, subjectSharedBy: null });
      expect(await resolved("oid")).toMatchObject({ subject: { kind: "record" }, subjectSharedBy: uris.gs1 });
    });

    it("may state each other all round: each then names all others once, and none itself", async () => {
      const { ledger, contents, records } = pump;
      for (const side of sides) {
        ledger.update(records[side], { ...contents[side], links: stating(...Object.values(uris)) });
      }
      await ledger.mine();
      for (const side of sides) {
        expect(await namesOf(side)).toEqual(
          sides.filter((other) => other !== side).map((other) => uris[other]),
        );
      }
    });
  });

  describe("share links", () => {
    it("after their own, with the name of whose they are, but for hand-offs to other resolvers", async () => {
      const { links } = await resolved("gs1");
      expect(links.map(({ href, sharedBy }) => [href, sharedBy])).toEqual([
        ["https://operator.example/pump", undefined],
        ["https://maker.example/pump", uris.handle],
        ["https://maker.example/service", uris.handle],
        ["https://maker.example/brochure", uris.handle],
      ]);
    });

    it("that an equivalent inherits from its coarser levels", async () => {
      const { ledger, owners, contents, records } = pump;
      const serial = "01/09506000134352/21/1";
      const own = { owner: owners.gs1, prefix: "9506000" };
      ledger.register("01/09506000134352", {
        ...own,
        links: { describedby: [{ href: "https://p.example/" }] },
      });
      ledger.register(serial, { ...own, links: stating(uris.oid) });
      ledger.update(records.oid, { ...contents.oid, links: stating(`https://id.gs1.org/${serial}`) });
      await ledger.mine();
      expect((await resolved("oid")).links).toEqual([
        {
          rel: "describedby",
          href: "https://p.example/",
          inheritedFrom: "01/09506000134352",
          sharedBy: `https://id.gs1.org/${serial}`,
        },
      ]);
    });

    it("with a Digital Link for the types that it has none of, and for no other", async () => {
      expect(await location(`/${giai}`)).toEqual({ status: 307, location: "https://operator.example/pump" });
      expect(await location(`/${giai}?linkType=gs1:pip`)).toMatchObject({
        location: "https://operator.example/pump?linkType=gs1:pip",
      });
      expect(await location(`/${giai}?linkType=gs1:serviceInfo`)).toEqual({
        status: 307,
        location: "https://maker.example/service?linkType=gs1:serviceInfo",
      });
      expect((await resolver.get(`/${giai}?linkType=gs1:certificationInfo`)).status).toBe(404);
    });

    it("with a Digital Link that has none at all, default link included", async () => {
      const { ledger, contents, records } = pump;
      ledger.update(records.gs1, { ...contents.gs1, links: stating(uris.handle) });
      await ledger.mine();
      expect(await location(`/${giai}`)).toEqual({ status: 307, location: "https://maker.example/pump" });
      ledger.update(records.gs1, { ...contents.gs1, links: stating(uris.oid) });
      await ledger.mine();
      const { status, headers } = await resolver.get(`/${giai}`);
      expect([status, headers.get("location")]).toEqual([404, null]);
    });

    it("not with a part of the thing that has no record", async () => {
      expect((await resolver.get(`/${giai}/7040/1ABC`)).status).toBe(307);
      expect((await resolver.get(`/${giai}/7040/1ABC?linkType=gs1:serviceInfo`)).status).toBe(404);
    });

    it("not with a key that another resolver answers for", async () => {
      const { ledger, contents, records } = pump;
      const links = { ...contents.gs1.links, [ref("handledBy")]: [{ href: "https://other.example" }] };
      ledger.update(records.gs1, { ...contents.gs1, links });
      await ledger.mine();
      expect(await location(`/${giai}?linkType=gs1:serviceInfo`)).toMatchObject({
        location: `https://other.example/${giai}?linkType=gs1:serviceInfo`,
      });
    });

    it("with a handle that has none, and never before its own", async () => {
      expect(await location(`/${handle}`)).toEqual({ status: 302, location: "https://maker.example/pump" });
      const { ledger, contents, records } = pump;
      ledger.update(records.handle, { ...contents.handle, links: stating(uris.gs1) });
      await ledger.mine();
      expect(await location(`/${handle}`)).toEqual({
        status: 302,
        location: "https://operator.example/pump",
      });
    });
  });

  describe("are named in each protocol's own way", () => {
    it("in GS1's closed linkset, by their addresses at this resolver", async () => {
      const [context] = closedContexts(await json(`/${giai}?linkType=linkset`));
      expect(under(context, "https://schema.org/sameAs").map(({ href }) => href)).toEqual(
        [
          ["handle", handle],
          ["oid", oid],
          ["did", bid],
        ].map(
          ([scheme, id = ""]) => `${resolver.url}/v1/resolve?id=${encodeURIComponent(id)}&scheme=${scheme}`,
        ),
      );
      expect(under(context, ref("serviceInfo")).map(({ href }) => href)).toEqual([
        "https://maker.example/service",
      ]);
      expect(under(context, ref("pip")).map(({ href }) => href)).toEqual(["https://operator.example/pump"]);
      expect(under(context, ref("defaultLink"))).toHaveLength(1);
      for (const { href } of under(context, "https://schema.org/sameAs")) {
        expect((await fetch(href)).status).toBe(200);
      }
      expect(await location(`/${giai}?linkType=https://schema.org/sameAs`)).toMatchObject({ status: 307 });
    });

    it("in the ledger's own linkset, as URIs", async () => {
      const profile = `${resolver.url}/profiles/ledger-linkset`;
      const accept = `application/linkset+json; profile="${profile}"`;
      expect(await json(`/${giai}`, { accept })).toMatchObject({
        linkset: [{ [sameAs]: [uris.handle, uris.oid, uris.did].map((href) => ({ href })) }],
      });
    });

    it("in a handle's values, typed by the relation", async () => {
      expect(await json(`/api/handles/${handle}`)).toMatchObject({
        values: expect.arrayContaining([
          expect.objectContaining({ index: 100, type: sameAs, data: { format: "string", value: uris.gs1 } }),
          expect.objectContaining({ type: "SUBJECT" }),
        ]),
      });
      const type = encodeURIComponent(sameAs);
      expect(await json(`/api/handles/${handle}?type=${type}`)).toMatchObject({ values: [{ index: 100 }] });
    });

    it("in DID documents, as other names, which have no services of another owner", async () => {
      const bare = { accept: "application/did" };
      const own = `${resolver.url}/${giai}`;
      expect(await json(`/1.0/identifiers/${bid}`, bare)).toMatchObject({
        alsoKnownAs: [expect.stringMatching(/^did:web:/), own],
        service: [{ type: "CadastreRecord" }],
      });
      const names = [`info:hdl/88.101.0042/pump-4711`, uris.oid, bid];
      expect(await json(`/records/${pump.records.gs1}/did.json`)).toMatchObject({
        alsoKnownAs: [own, ...names],
      });
      expect(await json(`/twins/${pump.twin}/did.json`)).toMatchObject({ alsoKnownAs: [own, ...names] });
    });

    it("among a BID's attributes, whose keys and services stay its owner's", async () => {
      const { ledger, contents, records, owners } = pump;
      ledger.update(records.gs1, { owner: owners.gs1, links: contents.gs1.links, party: owners.did });
      await ledger.mine();
      const attribute = expect.objectContaining({ key: "sameAs-1", value: uris.gs1 });
      expect(bidDocumentSchema.parse(await json(`/${bid}`))).toMatchObject({
        data: {
          didDocument: {
            publicKey: [],
            authentication: [],
            service: [],
            extension: { attributes: expect.arrayContaining([attribute]) },
          },
        },
      });
    });
  });

  describe("that one side states alone", () => {
    const everywhere = [
      `/v1/resolve${asked(uris.gs1)}`,
      `/v1/resolve${asked(uris.oid)}`,
      `/${giai}?linkType=linkset`,
      `/api/handles/${handle}`,
      `/1.0/identifiers/${bid}`,
      `/${bid}`,
    ];

    it("are shown nowhere, and followed from nowhere", async () => {
      for (const path of everywhere) {
        expect(await text(path), path).not.toMatch(/RIVAL|rival\.example/);
      }
      expect((await resolved("oid")).links.every(({ sharedBy }) => sharedBy === uris.gs1)).toBe(true);
      expect(await text(`/v1/resolve${asked(uris.handle)}`)).not.toContain(oid);
    });

    it("give who states them nothing", async () => {
      const body = resolutionSchema.parse(await json(`/v1/resolve${asked(`aas:${rivals}`)}`));
      expect(body).toMatchObject({ equivalents: [], subject: { kind: "none" }, subjectSharedBy: null });
      expect(body.links.map(({ href }) => href)).toEqual(["https://rival.example/"]);
    });

    it("are told to who asks for statements, with what is missing", async () => {
      const { states, stated } = await statements(uris.oid);
      expect(states.map(({ uri, agreement }) => [uri, agreement])).toEqual([
        [uris.gs1, "agreed"],
        [uris.handle, "one-sided"],
      ]);
      expect(new Map(stated.map(({ canonical, agreement }) => [canonical, agreement]))).toEqual(
        new Map([
          [giai, "agreed"],
          [rivals, "one-sided"],
        ]),
      );
    });

    it("may be of an identifier that nobody has registered", async () => {
      const { ledger, contents, records } = pump;
      ledger.update(records.did, { ...contents.did, links: stating("urn:oid:1.3.6.1.4.1.32473.9") });
      await ledger.mine();
      expect(await namesOf("did")).toEqual([]);
      expect((await statements(bid)).states).toEqual([
        expect.objectContaining({ agreement: "unregistered", status: null, owner: null }),
      ]);
    });

    it("cost the answer of whom they are about nothing, a thousand of them, and are listed page by page", async () => {
      const { ledger, rival } = pump;
      const before = lookUps();
      for (let n = 2; n <= 1001; n++) {
        ledger.register(`aas:RIVAL/serialNumber/${n}`, {
          owner: rival,
          prefix: "RIVAL",
          links: stating(uris.gs1),
        });
      }
      await ledger.mine();
      expect(lookUps()).toBe(before);
      expect(await namesOf("gs1")).toEqual([uris.handle, uris.oid, uris.did]);
      const seen = new Set<string>();
      let after: string | undefined;
      do {
        const { stated, next } = await statements(uris.gs1, after);
        expect(stated.length).toBeLessThanOrEqual(100);
        for (const { record } of stated) seen.add(record);
        after = next ?? undefined;
      } while (after !== undefined);
      expect(seen.size).toBe(1001 + 3);
    });

    /** Look-ups in the store that the GIAI's resolution makes. */
    function lookUps(): number {
      let count = 0;
      pump.ledger.store.read((view) => {
        const counted = new Proxy<EntityView>(view, {
          get(target, name, receiver) {
            count += 1;
            return Reflect.get(target, name, receiver);
          },
        });
        resolve(counted, undefined, ledgerIdentifier(giai), genesisTime);
      });
      return count;
    }
  });

  describe("are no longer", () => {
    const ends: readonly (readonly [string, (pump: Pump, side: "gs1" | "handle") => void, after: string])[] =
      [
        [
          "is suspended",
          ({ ledger, records }, side) => ledger.recordStatus(records[side], "suspended"),
          "not-in-force",
        ],
        [
          "is retired",
          ({ ledger, records }, side) => ledger.recordStatus(records[side], "retired"),
          "not-in-force",
        ],
        ["is frozen", ({ ledger, records }, side) => ledger.freeze(3, records[side]), "not-in-force"],
        [
          "has an owner who is frozen",
          ({ ledger, owners }, side) => ledger.freeze(1, owners[side]),
          "not-in-force",
        ],
        [
          "has a namespace that is suspended",
          ({ ledger, namespaces }, side) => ledger.suspendNamespace(namespaces[side], "fees"),
          "not-in-force",
        ],
        [
          "has changed hands, until the new owner states it",
          ({ ledger, records, owners, rival }, side) =>
            ledger.transfer("identifiers", records[side], owners[side], rival),
          "former-owner",
        ],
        [
          "has other links",
          ({ ledger, records, owners }, side) =>
            ledger.update(records[side], { owner: owners[side], links: {} }),
          "one-sided",
        ],
        [
          "has links that nobody can read",
          ({ ledger, records, owners }, side) =>
            ledger.update(records[side], { owner: owners[side], links: [] }),
          "one-sided",
        ],
      ];

    for (const side of ["gs1", "handle"] as const) {
      it.each(ends)(`from the block on in which the ${side} one %s`, async (_, end, agreement) => {
        expect(await namesOf("handle")).toEqual([uris.gs1]);
        end(pump, side);
        await pump.ledger.mine();
        for (const one of ["gs1", "handle"] as const) {
          const other = one === "gs1" ? "handle" : "gs1";
          const { equivalents, links, subjectSharedBy } = await resolved(one);
          expect(equivalents.map(({ uri }) => uri)).not.toContain(uris[other]);
          expect(links.map(({ sharedBy }) => sharedBy)).not.toContain(uris[other]);
          expect(subjectSharedBy).not.toBe(uris[other]);
          const { states, stated } = await statements(uris[one]);
          const standing = [...states, ...stated].find(({ uri }) => uri === uris[other])?.agreement;
          expect(standing).toBe(agreement);
        }
      });
    }

    it("from the second on in which a namespace expires", async () => {
      const { ledger, owners, records } = pump;
      const expiry = Math.floor(Date.now() / 1000) + 1_000_000;
      ledger.namespace("handle", "88.7", owners.handle, "", { expiry });
      const links = stating(uris.did);
      ledger.register("88.7/x", { scheme: "handle", owner: owners.handle, prefix: "88.7", links });
      ledger.update(records.did, { owner: owners.did, links: stating("hdl:88.7/x") });
      await ledger.mine({ time: expiry - 1 });
      const names = () =>
        ledger.store.read((view) =>
          [expiry - 1, expiry].map((at) => {
            const found = resolve(view, undefined, ledgerIdentifier(bid), at);
            return found.kind === "resolution" ? found.equivalents.length : null;
          }),
        );
      expect(names()).toEqual([1, 0]);
    });

    it("for as long as a freeze lasts, and a suspension", async () => {
      const { ledger, records } = pump;
      ledger.freeze(3, records.handle);
      ledger.recordStatus(records.oid, "suspended");
      await ledger.mine();
      expect(await namesOf("gs1")).toEqual([uris.did]);
      ledger.unfreeze(3, records.handle);
      ledger.recordStatus(records.oid, "active");
      await ledger.mine();
      expect(await namesOf("gs1")).toEqual([uris.handle, uris.oid, uris.did]);
    });

    it("by the old owner's word: the new one states it anew, or does not", async () => {
      const { ledger, contents, records, owners, rival } = pump;
      ledger.transfer("identifiers", records.handle, owners.handle, rival);
      await ledger.mine();
      expect(await namesOf("gs1")).not.toContain(uris.handle);
      ledger.update(records.handle, { ...contents.handle, owner: rival });
      await ledger.mine();
      expect(await namesOf("gs1")).toContain(uris.handle);
    });
  });

  it("are asked for by identifiers that have a record", async () => {
    for (const id of ["urn:oid:1.3.6.1.4.1.32473.404", "urn:uuid:580d3adf-1981-44a0-a214-13d6ceed9379"]) {
      expect((await resolver.get(`/v1/equivalents${asked(id)}`)).status).toBe(404);
    }
    for (const query of ["", "?id=(01)1", `${asked(uris.oid)}&unknown=1`]) {
      expect((await resolver.get(`/v1/equivalents${query}`)).status).toBe(400);
    }
  });
});
