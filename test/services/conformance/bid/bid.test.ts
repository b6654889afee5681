/** BID resolution (Xinghuo RFC-005), rule by rule, on a real ledger. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { setAttribute } from "../../../../services/ledger/actions/didDocuments.js";
import {
  type RecordContent,
  registerIdentifier,
  retireRecord,
} from "../../../../services/ledger/actions/identifiers.js";
import { delegateNamespace } from "../../../../services/ledger/actions/namespaces.js";
import { transferToken } from "../../../../services/ledger/actions/tokens.js";
import { recordId, schemeId } from "../../../../services/ledger/ids.js";
import { encodeLinkset } from "../../../../services/ledger/linkset.js";
import {
  bidAttributesSchema,
  bidDocumentSchema,
  bidErrorSchema,
  bidKeysSchema,
  bidServicesSchema,
} from "../../../../services/resolver/bid/schema.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import type { Account } from "../../../fixtures/ledger.js";
import { send } from "../raw.js";
import { type ServedLedger, servedLedger } from "../server.fixture.js";

const maker = "did:bid:abcd:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2";
const sold = "did:bid:abcd:efJgt44mNDewKK1VEN454R17cjso3mSG";
const gone = "did:bid:abcd:ef24NBA7au48UTZrUNRHj2p3bnRzF3YCH";
const bare = "did:bid:abcd:ef18F9AVK4SQLZPRrPkrVWwp9kbpdXHx";
const key = "b9906e1b50e81501369cc777979f8bcf27bd1917d794fa6d5e320b1ccc4f48bb";

describe.skipIf(anvilMissing !== null)("BID resolution", () => {
  let served: ServedLedger;
  let party: Account;

  beforeAll(async () => {
    served = await servedLedger();
    const { ledger } = served;
    const { deployment, root } = ledger;
    party = await ledger.party(1, "Maker");
    const buyer = await ledger.party(2, "Buyer");
    const namespace = { scheme: "did", prefix: "did:bid:abcd" };
    await ledger.send(root, delegateNamespace(deployment, namespace, 0, party.address));
    const register = (identifier: string, content: RecordContent) =>
      ledger.send(
        party,
        registerIdentifier(deployment, { scheme: "did", identifier }, 12, content, party.address),
      );
    const linkset = encodeLinkset({
      "gs1:pip": [{ href: "https://maker.example/about" }],
      describedby: [{ href: "https://maker.example/doc" }],
    });
    const self = { kind: "party", id: party.address } as const;
    await register(maker, { subject: self, linkset });
    await register(sold, { subject: self, linkset });
    await register(gone, { subject: self, linkset });
    await register(bare, { subject: { kind: "none" }, linkset: new Uint8Array() });
    const attribute = { name: "did/pub/Ed25519/sigAuth/hex", value: Buffer.from(key, "hex") };
    await ledger.send(party, setAttribute(deployment, party.address, attribute, 315_360_000));
    await ledger.send(party, retireRecord(deployment, { scheme: "did", identifier: gone }, "closed"));
    const token = { kind: "record", id: recordId(schemeId("did"), sold) } as const;
    await ledger.send(party, transferToken(deployment, token, party.address, buyer.address));
    await served.caughtUp();
  });
  afterAll(() => served?.stop());

  const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    send(served.resolver.url, path, headers, method);
  const answer = async <Schema extends z.ZodType>(path: string, schema: Schema) => {
    const { status, body } = await ask(path);
    expect(status, body).toBe(200);
    return schema.parse(JSON.parse(body));
  };
  const refusal = async (path: string) => {
    const { status, body } = await ask(path);
    return [status, bidErrorSchema.parse(JSON.parse(body)).errorCode];
  };

  it("answers GET /{bid} with code 0 and the document", async () => {
    const { errorCode, data } = await answer(`/${maker}`, bidDocumentSchema);
    expect(errorCode).toBe(0);
    expect(data.didDocument).toMatchObject({
      "@context": ["https://www.w3.org/ns/did/v1"],
      version: "1.0.0",
      id: maker,
      publicKey: [{ id: `${maker}#delegate-1`, type: "Ed25519", controller: maker, publicKeyHex: key }],
      authentication: [`${maker}#delegate-1`],
    });
    expect(data.didDocument.service.map(({ serviceEndpoint }) => serviceEndpoint)).toEqual(
      expect.arrayContaining(["https://maker.example/about", "https://maker.example/doc"]),
    );
  });

  it("takes a BID percent-encoded", async () => {
    await answer(`/${encodeURIComponent(maker)}`, bidDocumentSchema);
  });

  it("answers /public-keys, and one key by its id", async () => {
    const { data } = await answer(`/${maker}/public-keys`, bidKeysSchema);
    expect(data).toMatchObject({ version: "1.0.0", id: maker, publicKey: [{ publicKeyHex: key }] });
    for (const id of ["delegate-1", encodeURIComponent(`${maker}#delegate-1`)]) {
      const one = await answer(`/${maker}/public-keys/${id}`, bidKeysSchema);
      expect(one.data.publicKey).toMatchObject({ publicKeyHex: key });
    }
  });

  it("answers /attributes with what the ledger knows", async () => {
    const { data } = await answer(`/${maker}/attributes`, bidAttributesSchema);
    expect(data.attributes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: "owner", value: `did:ethr:0x7a69:${party.address}`, encrypt: 0 }),
        expect.objectContaining({ key: "status", value: "active" }),
        expect.objectContaining({ key: "namespace", value: "did:bid:abcd" }),
      ]),
    );
  });

  it("answers /services, and one service by its id", async () => {
    const { data } = await answer(`/${maker}/services`, bidServicesSchema);
    expect(data.service).toHaveLength(2);
    const one = await answer(`/${maker}/services?id=link-1`, bidServicesSchema);
    expect(one.data.service).toMatchObject({ id: `${maker}#link-1` });
  });

  it("gives no keys of a party that sold the BID", async () => {
    const { data } = await answer(`/${sold}`, bidDocumentSchema);
    expect(data.didDocument.publicKey).toEqual([]);
    expect(await refusal(`/${sold}/public-keys`)).toEqual([404, 8]);
  });

  it("gives neither keys nor services of what is not in force, and says so", async () => {
    const { data } = await answer(`/${gone}`, bidDocumentSchema);
    expect(data.didDocument).toMatchObject({ publicKey: [], authentication: [], service: [] });
    expect(data.didDocument.extension.attributes).toContainEqual(
      expect.objectContaining({ key: "status", value: "retired" }),
    );
  });

  it("answers code 4 for what is against the protocol", async () => {
    for (const path of [
      "/did:bid:a%zz",
      "/did:bid:",
      `/${maker}/keys`,
      `/${maker}/public-keys/a/b`,
      `/${maker}?colour=red`,
      `/${maker}?verify=maybe`,
    ]) {
      expect(await refusal(path), path).toEqual([400, 4]);
    }
  });

  it("answers code 3 for trusted resolution while no node can be asked for the proof", async () => {
    expect(await refusal(`/${maker}?verify=true`)).toEqual([503, 3]);
    expect(await refusal(`/${maker}/public-keys?verify=true`)).toEqual([503, 3]);
    expect((await ask(`/${maker}?verify=false`)).status).toBe(200);
  });

  it("answers code 5 for what the main chain alone keeps", async () => {
    expect(await refusal(`/${maker}/acsns`)).toEqual([501, 5]);
    expect(await refusal(`/${maker}/verifiableCredentials`)).toEqual([501, 5]);
  });

  it("answers code 6 for a BID that nobody has registered", async () => {
    expect(await refusal("/did:bid:abcd:efunknownunknownunknownunknown")).toEqual([404, 6]);
    expect(await refusal("/did:bid:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2")).toEqual([404, 6]);
  });

  it("answers code 8 for a field that the document does not have", async () => {
    expect(await refusal(`/${bare}/public-keys`)).toEqual([404, 8]);
    expect(await refusal(`/${bare}/services`)).toEqual([404, 8]);
    expect(await refusal(`/${maker}/services?id=link-9`)).toEqual([404, 8]);
    expect(await refusal(`/${maker}/public-keys/controller`)).toEqual([404, 8]);
  });

  it("answers code 10 for an AC number that is not delegated on this ledger", async () => {
    expect(await refusal("/did:bid:wxyz:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2")).toEqual([404, 10]);
  });

  it("is served with CORS, HEAD, OPTIONS and an entity tag", async () => {
    const { headers } = await ask(`/${maker}`);
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect((await ask(`/${maker}`, { "if-none-match": headers.etag ?? "" })).status).toBe(304);
    expect((await ask(`/${maker}`, {}, "HEAD")).body).toBe("");
    expect((await ask(`/${maker}`, {}, "OPTIONS")).headers.allow).toBe("GET, HEAD, OPTIONS");
  });

  it("is known to DID resolution as well", async () => {
    const { status, body } = await ask(`/1.0/identifiers/${maker}`);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      id: maker,
      controller: `did:ethr:0x7a69:${party.address}`,
      alsoKnownAs: [expect.stringContaining(`:records:${recordId(schemeId("did"), maker)}`)],
    });
    expect((await ask(`/1.0/identifiers/${gone}`)).status).toBe(410);
    expect((await ask("/1.0/identifiers/did:bid:abcd:efunknownunknownunknownunknown")).status).toBe(404);
    expect((await ask("/1.0/identifiers/did:bid:wxyz:efunknownunknownunknownunknown")).status).toBe(501);
  });
});
