import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  compressedLinkUri,
  epcUrn,
  equivalents,
  gs1Identifier,
  parseIdentifier,
  scanData,
} from "../../../services/identifiers/index.js";
import { identifierSchema } from "../../../services/resolver/v1/schema.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { lotSerial, product, serial, uuid, type World, worldOf } from "./world.fixture.js";

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

/** What an answer, or the problem of an unknown identifier, says of the identifier. */
async function understood(id: string, scheme?: string) {
  const query = new URLSearchParams({ id, ...(scheme !== undefined && { scheme }) });
  const response = await resolver.get(`/v1/resolve?${query}`);
  return z.looseObject({ identifier: identifierSchema }).parse(await response.json()).identifier;
}

const gtin = { ai: "01", value: "09506000134352" };
const serialised = gs1Identifier(gtin, [{ ai: "21", value: "4711" }]);
const doi = "10.1000/182";

describe("an identifier is understood", () => {
  it.each([
    ["gs1", "digitalLink", "https://shop.example/01/09506000134352/21/4711", serial],
    ["gs1", "compressedDigitalLink", compressedLinkUri(serialised, "https://id.gs1.org"), serial],
    ["gs1", "digitalLinkPath", "/01/09506000134352/21/4711", serial],
    ["gs1", "elementString", "(01)09506000134352(21)4711", serial],
    ["gs1", "scanData", `]d2${scanData(serialised).replace(/^\W/, "")}`, serial],
    ["gs1", "epcUrn", epcUrn(serialised, 7) ?? "", serial],
    ["handle", "plain", "88.101/part-1", "88.101/part-1"],
    ["handle", "label", "hdl:88.101/part-1", "88.101/part-1"],
    ["handle", "webAddress", "https://hdl.handle.net/88.101/part-1", "88.101/part-1"],
    ["handle", "label", `doi:${doi}`, doi],
    ["handle", "webAddress", `https://doi.org/${doi}`, doi],
    ["oid", "plain", "1.3.6.1.4.1.55555.7", "1.3.6.1.4.1.55555.7"],
    ["oid", "urn", "urn:oid:1.3.6.1.4.1.55555.7", "1.3.6.1.4.1.55555.7"],
    ["did", "label", "did:web:example.com:asset:1", "did:web:example.com:asset:1"],
    ["aas", "label", "aas:EXAMPLE/serialNumber/7", "EXAMPLE/serialNumber/7"],
    ["uuid", "urn", `urn:uuid:${uuid}`, `urn:uuid:${uuid}`],
    ["uuid", "plain", uuid.toUpperCase(), `urn:uuid:${uuid}`],
    ["uuid", "braces", `{${uuid}}`, `urn:uuid:${uuid}`],
    ["uri", "uri", "https://example.com/assets/1", "https://example.com/assets/1"],
    ["irdi", "plain", "0173-1#02-AAB325#008", "0173-1#02-AAB325#008"],
    ["ark", "label", "ark:/12345/x5wf6789", "ark:12345/x5wf6789"],
    ["ark", "webAddress", "https://n2t.net/ark:12345/x5wf6789", "ark:12345/x5wf6789"],
    ["vin", "label", "VIN:1M8GDM9AXKP042788", "vin:1M8GDM9AXKP042788"],
    ["container", "epcUrn", "urn:epc:id:bic:CSQU3054383", "container:CSQU3054383"],
  ])("as %s, in the form %s: %s", async (scheme, form, input, canonical) => {
    expect(await understood(input)).toMatchObject({ input, scheme, form, canonical });
  });

  it.each([
    ["gs1", "gtin", "9506000134352", product],
    ["gs1", "compressedDigitalLinkPath", compressedLinkUri(serialised, "").replace(/^\//, ""), serial],
    ["iec61406", "uri", "https://example.com/assets/1", "https://example.com/assets/1"],
    ["lei", "plain", "213800KUD8LAJWSQ9D15", "lei:213800KUD8LAJWSQ9D15"],
    ["aas", "plain", "EXAMPLE/serialNumber/7", "EXAMPLE/serialNumber/7"],
  ])("as %s, which the caller names, in the form %s: %s", async (scheme, form, input, canonical) => {
    expect(await understood(input, scheme)).toMatchObject({ input, scheme, form, canonical });
  });

  it("with each coarser thing that it is part of, as a Digital Link leads there", async () => {
    expect((await understood(lotSerial)).levels).toEqual([serial, `${product}/10/LOT7`, product]);
    expect((await understood("88.101/part-1")).levels).toEqual([]);
  });

  it("with every written form, each of which says the same, the EPC among them where it was asked by it", async () => {
    const epc = "urn:epc:id:sgtin:9506000.013435.4711";
    const { uris } = await understood(epc);
    expect(uris.epc).toBe(epc);
    expect(Object.keys(uris)).toEqual([...Object.keys(equivalents(serialised)), "epc"]);
    for (const uri of Object.values(uris)) expect(parseIdentifier(uri).canonical).toBe(serial);
  });
});

describe("the addresses of an identifier", () => {
  it.each([
    [serial, ["record", "explorer", "digitalLink", "compressedDigitalLink", "linkset", "didDocument"]],
    ["88.101/part-1", ["record", "explorer", "handleApi", "handle", "didDocument"]],
    ["urn:oid:1.3.6.1.4.1.55555.7", ["record", "explorer", "didDocument"]],
    ["did:web:example.com:asset:1", ["record", "explorer", "didDocument"]],
    ["aas:EXAMPLE/serialNumber/7", ["record", "explorer", "didDocument"]],
  ])("of %s are those of the protocols that serve it, and each of them answers", async (id, names) => {
    const { addresses } = await understood(id);
    expect(Object.keys(addresses)).toEqual(names);
    for (const [name, address] of Object.entries(addresses)) {
      const { status, headers } = await fetch(address, { redirect: "manual" });
      const leads = status === 302 || status === 307;
      const expected = ["digitalLink", "compressedDigitalLink", "handle"].includes(name);
      // The handle of this world has no link of its own.
      if (name === "handle") expect([302, 404]).toContain(status);
      else expect(leads, `${name}: ${status}`).toBe(expected);
      if (leads) expect(headers.get("location")).toMatch(/^https:\/\/example\.com\//);
    }
  });

  it("of DIDs are where their methods are resolved", async () => {
    const ethr = `did:ethr:0x7a69:${world.motors}`;
    const resolved = await understood(ethr);
    const { didResolution = "" } = resolved.addresses;
    expect(await (await fetch(didResolution)).json()).toMatchObject({ id: ethr });
    const bid = "did:bid:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2";
    expect((await understood(bid)).addresses).toMatchObject({
      didResolution: `${resolver.url}/1.0/identifiers/${encodeURIComponent(bid)}`,
      bidResolution: `${resolver.url}/${bid}`,
    });
    expect((await understood(`did:ethr:0x1:${world.motors}`)).addresses).not.toHaveProperty("didResolution");
    expect(
      (await understood("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")).addresses,
    ).not.toHaveProperty("didResolution");
  });

  it("of a handle whose path is another's leave the path out", async () => {
    expect((await understood("hdl:10/x")).addresses).not.toHaveProperty("handle");
    const { handle = "" } = (await understood("hdl:1.0/identifiers/x")).addresses;
    expect(await (await fetch(handle)).json()).toMatchObject({ canonical: "1.0/identifiers/x" });
    expect((await understood("hdl:20.500.1/a/b%c")).addresses.handle).toBe(
      `${resolver.url}/20.500.1/a%2Fb%25c`,
    );
  });
});
