/** What the conformance tests of DIDs, handles and BIDs do not reach on a young chain. */
import { encodeBytes32String } from "ethers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { twinStateCode } from "../../../services/ledger/enums.js";
import { toAddress, toHex } from "../../../services/ledger/hex.js";
import { didDocumentSchema } from "../../../services/resolver/did/schema.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { genesisTime, LedgerFixture } from "./ledger.fixture.js";

const named = (name: string) => `https://www.w3.org/ns/did#${name}`;

let ledger: LedgerFixture;
let resolver: TestResolver;

beforeEach(async () => {
  ledger = await LedgerFixture.open();
});
afterEach(async () => {
  await resolver.close();
  await ledger.close();
});

const start = async (options: Parameters<typeof startResolver>[1] = {}) => {
  resolver = await startResolver(ledger.store, options);
};
const json = async (path: string, accept = "*/*"): Promise<unknown> =>
  (await resolver.get(path, { accept })).json();
const typeOf = async (path: string) => {
  const response = await resolver.get(path);
  return [response.status, z.object({ type: z.string() }).parse(await response.json()).type];
};

describe("while the index has nothing", () => {
  it("each protocol says so in its own form, and when to try again", async () => {
    await start();
    const account = `0x${"ab".repeat(20)}`;
    for (const [path, status, body] of [
      [`/1.0/identifiers/did:ethr:0x7a69:${account}`, 500, { type: named("INTERNAL_ERROR") }],
      [`/parties/${account}/did.json`, 500, { type: named("INTERNAL_ERROR") }],
      ["/api/handles/88.101/x", 503, { responseCode: 2, handle: "88.101/x" }],
      ["/did:bid:abcd:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2", 503, { errorCode: 3 }],
    ] as const) {
      const response = await resolver.get(path);
      expect(response.status, path).toBe(status);
      expect(response.headers.get("retry-after")).toBe("5");
      expect(await response.json()).toMatchObject(body);
    }
  });
});

describe("a DID document", () => {
  it("of more than a thousand statements is refused as a whole", async () => {
    const party = ledger.party("Talkative");
    for (let n = 0; n < 1001; n++) {
      ledger.happened({
        event: "DIDAttributeChanged",
        contract: "parties",
        identity: party,
        name: toHex(encodeBytes32String("did/svc/Hub")),
        value: toHex(`0x${n.toString(16).padStart(8, "0")}`),
        validTo: 4_000_000_000n,
        previousChange: 0n,
      });
    }
    await ledger.mine();
    await start();
    expect(await typeOf(`/1.0/identifiers/did:ethr:0x7a69:${party}`)).toEqual([
      501,
      named("FEATURE_NOT_SUPPORTED"),
    ]);
    expect(await typeOf(`/parties/${party}/did.json`)).toEqual([501, named("FEATURE_NOT_SUPPORTED")]);
  });

  it("is named by the public address, port and path included", async () => {
    const party = ledger.party("Maker");
    await ledger.mine();
    await start({ baseUrl: "https://Resolver.example:8443/ledger" });
    const did = `did:web:resolver.example%3A8443:ledger:parties:${party}`;
    expect(didDocumentSchema.parse(await json(`/parties/${party}/did.json`)).id).toBe(did);
    expect(didDocumentSchema.parse(await json(`/1.0/identifiers/${did}`)).id).toBe(did);
  });

  it("of a twin that was withdrawn is there no more", async () => {
    const party = ledger.party("Maker");
    const twin = ledger.twin("Pump", party);
    ledger.happened({
      event: "TwinStateChanged",
      contract: "twins",
      twin,
      state: twinStateCode("withdrawn"),
      reason: "unsafe",
      by: party,
    });
    await ledger.mine();
    await start();
    const response = await resolver.get(`/twins/${twin}/did.json`);
    expect(response.status).toBe(410);
    expect(await response.json()).toMatchObject({ type: "about:blank", status: 410 });
  });

  it("of a handle prefix leads to no handles while it is suspended, and is not there once it has lapsed", async () => {
    const root = ledger.party("Root");
    ledger.schemes(root);
    const paused = ledger.namespace("handle", "88.100.1", root);
    ledger.suspendNamespace(paused, "fees");
    ledger.namespace("handle", "88.100.2", root, "", { expiry: genesisTime + 1 });
    await ledger.mine();
    await start();
    const document = didDocumentSchema.parse(await json("/1.0/identifiers/did:cn:88.100.1"));
    expect(document.service?.map(({ type }) => type)).toEqual(["CadastreNamespace"]);
    expect(await typeOf("/1.0/identifiers/did:cn:88.100.2")).toEqual([404, named("NOT_FOUND")]);
  });

  it("of a deactivated account has no party's key in a BID", async () => {
    const root = ledger.party("Root");
    const party = ledger.party("Maker");
    ledger.schemes(root);
    ledger.namespace("did", "did:bid:abcd", party);
    const bid = "did:bid:abcd:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2";
    ledger.register(bid, { owner: party, prefix: "did:bid:abcd", party });
    ledger.controlTo(party, toAddress(`0x${"00".repeat(20)}`));
    await ledger.mine();
    await start();
    expect(await json(`/${bid}`)).toMatchObject({ errorCode: 0, data: { didDocument: { publicKey: [] } } });
  });
});
