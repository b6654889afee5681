/** W3C DID Resolution over HTTP, rule by rule, on a real ledger; did:ethr is held against the library of that method. */
import { createRequire } from "node:module";
import { type DIDResolutionResult, Resolver } from "did-resolver";
import { decodeBase64 } from "ethers";
import { getResolver } from "ethr-did-resolver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Call } from "../../../../services/ledger/actions/call.js";
import {
  addDelegate,
  type DidAttribute,
  revokeAttribute,
  revokeDelegate,
  setAttribute,
} from "../../../../services/ledger/actions/didDocuments.js";
import { updateContent } from "../../../../services/ledger/actions/identifiers.js";
import { changeController } from "../../../../services/ledger/actions/recovery.js";
import { zeroAddress } from "../../../../services/ledger/hex.js";
import { encodeLinkset } from "../../../../services/ledger/linkset.js";
import {
  didDereferencingSchema,
  didDocumentSchema,
  didErrorSchema,
  didResolutionSchema,
} from "../../../../services/resolver/did/schema.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import type { Account } from "../../../fixtures/ledger.js";
import { call, headOf } from "../../index/node.fixture.js";
import { type Answer, send } from "../raw.js";
import type { ServedLedger } from "../server.fixture.js";
import { chain, cnPrefix, didWorld, record, retired, serial, twin } from "./world.js";

const resolution = "application/did-resolution";
const dereferencing = "application/did-url-dereferencing";
const decade = 315_360_000;
/** The library is CommonJS and takes the providers of that copy of ethers. */
const { JsonRpcProvider } = createRequire(import.meta.url)("ethers");

describe.skipIf(anvilMissing !== null)("DID resolution over HTTP", () => {
  let served: ServedLedger;
  let maker: Account;
  let partner: Account;
  let host: string;

  beforeAll(async () => {
    served = await didWorld();
    maker = await served.ledger.account(1);
    partner = await served.ledger.party(3, "Partner");
    host = `did:web:127.0.0.1%3A${new URL(served.resolver.url).port}`;
    const { ledger } = served;
    await ledger.send(
      partner,
      setAttribute(ledger.deployment, partner.address, hub("https://hub.example/api/"), decade),
    );
    const list = ["mailto:x@hub.example", "https://first.example/", "https://second.example/#part"];
    const many = { name: "did/svc/Many", value: JSON.stringify(list) };
    await ledger.send(partner, setAttribute(ledger.deployment, partner.address, many, decade));
    const marked = { name: "did/svc/Marked", value: "https://marked.example/page#there" };
    await ledger.send(partner, setAttribute(ledger.deployment, partner.address, marked, decade));
    const odd = { name: "did/svc/Odd", value: "javascript:alert(1)" };
    await ledger.send(partner, setAttribute(ledger.deployment, partner.address, odd, decade));
    await served.caughtUp();
  });
  afterAll(() => served?.stop());

  const hub = (value: string): DidAttribute => ({ name: "did/svc/Hub", value });
  const deployedAt = () => served.ledger.deployment.block;
  const ethr = (account: string) => `did:ethr:${chain}:${account}`;
  const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    send(served.resolver.url, path, headers, method);
  const identify = (did: string, accept?: string) =>
    ask(`/1.0/identifiers/${did}`, accept === undefined ? {} : { accept });
  const result = async (did: string) =>
    didResolutionSchema.parse(JSON.parse((await identify(did, resolution)).body));
  const documentOf = async (did: string) => {
    const answer = await identify(did);
    expect(answer.status, answer.body).toBe(200);
    return didDocumentSchema.parse(JSON.parse(answer.body));
  };
  const problem = (answer: Answer) => didErrorSchema.parse(JSON.parse(answer.body));
  /** Status and name of the error of a request for the bare document. */
  const refusal = async (did: string, accept?: string) => {
    const answer = await identify(did, accept);
    const { type, status } = problem(answer);
    expect(status).toBe(answer.status);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    return [status, type];
  };
  const named = (name: string) => `https://www.w3.org/ns/did#${name}`;

  describe("the representation", () => {
    it("is a resolution result for application/did-resolution", async () => {
      const answer = await identify(ethr(partner.address), resolution);
      expect([answer.status, answer.headers["content-type"]]).toEqual([200, resolution]);
      expect(didResolutionSchema.parse(JSON.parse(answer.body))).toMatchObject({
        didDocument: { id: ethr(partner.address) },
        didResolutionMetadata: { contentType: "application/did", asOf: { number: expect.any(Number) } },
        didDocumentMetadata: { versionId: expect.any(String), updated: expect.stringMatching(/Z$/) },
      });
    });

    it.each(["application/did", "application/did+ld+json"])(
      "is the bare document with its context for %s",
      async (accept) => {
        const answer = await identify(ethr(partner.address), accept);
        expect(answer.headers["content-type"]).toBe(accept);
        const document = didDocumentSchema.parse(JSON.parse(answer.body));
        expect(document.id).toBe(ethr(partner.address));
        expect(document["@context"]?.[0]).toBe("https://www.w3.org/ns/did/v1");
      },
    );

    it("has no context in application/did+json", async () => {
      const answer = await identify(ethr(partner.address), "application/did+json");
      expect(answer.headers["content-type"]).toBe("application/did+json");
      expect(JSON.parse(answer.body)).not.toHaveProperty("@context");
    });

    it("is application/did where the caller says nothing, or anything", async () => {
      for (const accept of [undefined, "*/*"]) {
        expect((await identify(ethr(partner.address), accept)).headers["content-type"]).toBe(
          "application/did",
        );
      }
    });

    it("is the one of the highest quality", async () => {
      const accept = `application/did+json;q=0.5, ${resolution};q=0.9, text/html`;
      expect((await identify(ethr(partner.address), accept)).headers["content-type"]).toBe(resolution);
    });

    it("is refused with 406 REPRESENTATION_NOT_SUPPORTED where there is none such", async () => {
      for (const accept of ["application/did+cbor", "text/html", "text/uri-list"]) {
        expect(await refusal(ethr(partner.address), accept)).toEqual([
          406,
          named("REPRESENTATION_NOT_SUPPORTED"),
        ]);
      }
    });
  });

  describe("an error", () => {
    it("is an RFC 9457 object of the standard's types, with the status that belongs to it", async () => {
      expect(await refusal("did:EXAMPLE:1")).toEqual([400, named("INVALID_DID")]);
      expect(await refusal("nothing")).toEqual([400, named("INVALID_DID")]);
      expect(await refusal("")).toEqual([400, named("INVALID_DID")]);
      expect(await refusal("did:ethr:0x12")).toEqual([400, named("INVALID_DID")]);
      expect(await refusal("did:web:a%zz")).toEqual([400, named("INVALID_DID")]);
      expect(await refusal("did:EXAMPLE:1%23key")).toEqual([400, named("INVALID_DID_URL")]);
      expect(await refusal(`${host}:twins:0x${"00".repeat(32)}`)).toEqual([404, named("NOT_FOUND")]);
      expect(await refusal("did:key:z6Mkabc")).toEqual([501, named("METHOD_NOT_SUPPORTED")]);
      expect(await refusal("did:bid:ef24NBA7au48UTZrUNRHj2p3bnRzF3YCH")).toEqual([
        501,
        named("METHOD_NOT_SUPPORTED"),
      ]);
    });

    it("lies in the metadata of the result that was asked for", async () => {
      const resolved = await identify("did:key:z6Mkabc", resolution);
      expect([resolved.status, resolved.headers["content-type"]]).toEqual([501, resolution]);
      expect(didResolutionSchema.parse(JSON.parse(resolved.body))).toMatchObject({
        didDocument: null,
        didResolutionMetadata: { error: { type: named("METHOD_NOT_SUPPORTED") } },
        didDocumentMetadata: {},
      });
      const dereferenced = await identify("did:key:z6Mkabc%23x", dereferencing);
      expect([dereferenced.status, dereferenced.headers["content-type"]]).toEqual([501, dereferencing]);
      expect(didDereferencingSchema.parse(JSON.parse(dereferenced.body))).toMatchObject({
        contentStream: null,
        dereferencingMetadata: { error: { type: named("METHOD_NOT_SUPPORTED") } },
      });
    });

    it("says of a network that this resolver does not read that it is not supported, not that nothing is there", async () => {
      for (const network of ["", "0x1:", "sepolia:", "0x7a69:0x7a69:"]) {
        expect(await refusal(`did:ethr:${network}${partner.address}`)).toEqual([
          501,
          named("METHOD_NOT_SUPPORTED"),
        ]);
      }
    });

    it("says the same of did:web of other hosts, which are never asked", async () => {
      expect(await refusal("did:web:example.com")).toEqual([501, named("METHOD_NOT_SUPPORTED")]);
      expect(await refusal("did:web:127.0.0.1%3A1:parties:x")).toEqual([501, named("METHOD_NOT_SUPPORTED")]);
    });

    it("is INVALID_OPTIONS or FEATURE_NOT_SUPPORTED for options", async () => {
      const did = ethr(partner.address);
      expect(await refusal(`${did}?versionTime=yesterday`)).toEqual([400, named("INVALID_OPTIONS")]);
      expect(await refusal(`${did}?versionId=1&versionId=2`)).toEqual([400, named("INVALID_OPTIONS")]);
      expect(await refusal(`${did}?versionId=1&versionTime=2026-01-01T00:00:00Z`)).toEqual([
        400,
        named("INVALID_OPTIONS"),
      ]);
      expect(await refusal(`${did}?transformKeys=jwk`)).toEqual([501, named("FEATURE_NOT_SUPPORTED")]);
    });
  });

  describe("versions", () => {
    it("are named by blocks and times from the ledger's first to the present: others are NOT_FOUND", async () => {
      const did = ethr(partner.address);
      const { versionId = "", updated = "" } = (await result(did)).didDocumentMetadata;
      expect((await identify(`${did}?versionId=${versionId}`)).status).toBe(200);
      expect((await identify(`${did}?versionTime=${updated}`)).status).toBe(200);
      const now = new Date().toISOString().replace(/\.\d+/, "");
      expect((await identify(`${did}?versionTime=${now}`)).status).toBe(200);
      for (const version of ["versionId=0", "versionId=99999999", "versionId=latest"]) {
        expect(await refusal(`${did}?${version}`)).toEqual([404, named("NOT_FOUND")]);
      }
      for (const time of ["2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z"]) {
        expect(await refusal(`${did}?versionTime=${time}`)).toEqual([404, named("NOT_FOUND")]);
      }
      expect(await refusal(`${host}:parties:${partner.address}?versionId=${deployedAt()}`)).toEqual([
        404,
        named("NOT_FOUND"),
      ]);
    });

    it("of a twin change with the twin and with the records that stand for it, and each stays what it was", async () => {
      const { ledger } = served;
      const did = `${host}:twins:${twin}`;
      const before = await result(did);
      const first = before.didDocumentMetadata;
      expect(first).toMatchObject({ created: expect.any(String), versionId: expect.any(String) });
      const name = { scheme: "gs1", identifier: serial } as const;
      const linkset = encodeLinkset({ "gs1:pip": [{ href: "https://maker.example/new" }] });
      await ledger.send(
        maker,
        updateContent(ledger.deployment, name, { subject: { kind: "twin", id: twin }, linkset }),
      );
      await served.caughtUp();
      const after = await result(did);
      const second = after.didDocumentMetadata;
      expect(JSON.stringify(after.didDocument)).toContain("https://maker.example/new");
      expect(Number(second.versionId)).toBeGreaterThan(Number(first.versionId));
      expect(second).not.toHaveProperty("nextVersionId");
      expect(second.created).toBe(first.created);
      const old = await result(`${did}?versionId=${first.versionId}`);
      expect(old.didDocument).toEqual(before.didDocument);
      expect(old.didDocumentMetadata).toEqual({
        ...first,
        nextVersionId: second.versionId,
        nextUpdate: second.updated,
      });
      // Back, for the tests that come after.
      const links = encodeLinkset({ "gs1:pip": [{ href: "https://maker.example/4711" }] });
      await ledger.send(
        maker,
        updateContent(ledger.deployment, name, { subject: { kind: "twin", id: twin }, linkset: links }),
      );
      await served.caughtUp();
    });

    it("of a record are there before it was retired, and deactivated since", async () => {
      const did = `${host}:records:${retired}`;
      const { didDocumentMetadata } = await result(did);
      expect(didDocumentMetadata).toMatchObject({ deactivated: true, created: expect.any(String) });
      const earlier = await result(`${did}?versionId=${Number(didDocumentMetadata.versionId) - 1}`);
      expect(earlier.didDocument?.id).toBe(did);
      expect(earlier.didDocumentMetadata).not.toHaveProperty("deactivated");
      expect(earlier.didDocumentMetadata.nextVersionId).toBe(didDocumentMetadata.versionId);
    });
  });

  describe("did:ethr of the ledger's chain", () => {
    /** The method's own library, over the chain itself. */
    const library = () => {
      const provider = new JsonRpcProvider(served.ledger.anvil.rpcUrl);
      const registry = served.ledger.deployment.contracts.parties;
      return new Resolver(getResolver({ networks: [{ name: chain, chainId: 31337, provider, registry }] }));
    };
    /** A client of this resolver. */
    const client = () =>
      new Resolver({
        ethr: async (did, { query }) => {
          const url = query === undefined ? did : `${did}?${query}`;
          const answer: DIDResolutionResult = JSON.parse((await identify(url, resolution)).body);
          return answer;
        },
      });
    /** A document's arrays are sets: in the order of their ids. */
    const ordered = (document: object) =>
      Object.fromEntries(
        Object.entries(document).map(([name, value]) => [
          name,
          Array.isArray(value) && name !== "@context"
            ? [...value].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
            : value,
        ]),
      );
    const expectSame = async (did: string) => {
      await served.caughtUp();
      const theirs = await library().resolve(did);
      const ours = await client().resolve(did);
      expect(theirs.didResolutionMetadata.error).toBeUndefined();
      expect(ordered(ours.didDocument ?? {})).toEqual(ordered(theirs.didDocument ?? {}));
      expect(ours.didDocumentMetadata).toEqual(theirs.didDocumentMetadata);
      return ours;
    };
    const ed25519 = decodeBase64("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    const attributes: readonly DidAttribute[] = [
      { name: "did/pub/Ed25519/veriKey/base64", value: ed25519 },
      { name: "did/pub/Secp256k1/sigAuth/hex", value: new Uint8Array(33).fill(2) },
      { name: "did/pub/X25519/enc/base58", value: ed25519 },
      { name: "did/pub/RSA/veriKey/pem", value: "-----BEGIN PUBLIC KEY-----" },
      { name: "did/pub/RSA/veriKey/pem", value: new Uint8Array([0xff, 0xfe]) },
      { name: "did/pub/Other/veriKey/raw", value: ed25519 },
      { name: "did/svc/Hub", value: "https://maker.example/hub" },
      { name: "did/svc/Messaging", value: '{"uri":"https://maker.example/m","accept":["didcomm/v2"]}' },
      { name: "something/else", value: "x" },
    ];

    it("is the same document as the library's: controller, delegates, keys, services, revocation, rotation", async () => {
      const { ledger } = served;
      const { deployment } = ledger;
      const other = await ledger.account(4);
      const did = ethr(maker.address);
      const step = async (...calls: readonly Call[]) => {
        for (const one of calls) await ledger.send(maker, one);
        return expectSame(did);
      };
      const untouched = await expectSame(did);
      expect(untouched.didDocumentMetadata).toEqual({});

      const added = await step(
        addDelegate(deployment, maker.address, "veriKey", partner.address, decade),
        addDelegate(deployment, maker.address, "sigAuth", other.address, decade),
        ...attributes.map((one) => setAttribute(deployment, maker.address, one, decade)),
      );
      expect(added.didDocument?.verificationMethod).toHaveLength(8);
      expect(added.didDocument?.keyAgreement).toHaveLength(1);
      expect(added.didDocument?.service).toHaveLength(2);

      const revoked = await step(
        revokeDelegate(deployment, maker.address, "veriKey", partner.address),
        revokeAttribute(deployment, maker.address, {
          name: "did/svc/Hub",
          value: "https://maker.example/hub",
        }),
      );
      expect(JSON.stringify(revoked.didDocument)).not.toContain("maker.example/hub");
      // Ids go on counting, so that what stays keeps its own.
      const again = await step(
        addDelegate(deployment, maker.address, "veriKey", partner.address, decade),
        setAttribute(deployment, maker.address, hub("https://maker.example/hub2"), decade),
        setAttribute(deployment, maker.address, hub("https://maker.example/hub2"), decade),
      );
      expect(again.didDocument?.service?.map(({ id }) => id)).toContain(`${did}#service-5`);

      await step(changeController(deployment, maker.address, other.address));
      const { didDocument } = await result(did);
      expect(JSON.stringify(didDocument?.verificationMethod?.[0]).toLowerCase()).toContain(other.address);
      // Back, for the tests that come after.
      await ledger.send(other, changeController(deployment, maker.address, maker.address));
      await expectSame(did);
    });

    it("is the library's in every earlier version too, each with its time and the one after it", async () => {
      const { ledger } = served;
      const { deployment } = ledger;
      const account = await ledger.account(9);
      const heir = await ledger.account(4);
      const did = ethr(account.address);
      const began = await headOf(ledger.anvil.rpcUrl);
      const changes = [
        addDelegate(deployment, account.address, "veriKey", partner.address, decade),
        setAttribute(deployment, account.address, hub("https://one.example/"), decade),
        setAttribute(deployment, account.address, { name: "something/else", value: "x" }, decade),
        addDelegate(deployment, account.address, "sigAuth", maker.address, 1),
        revokeDelegate(deployment, account.address, "veriKey", partner.address),
        changeController(deployment, account.address, heir.address),
      ];
      for (const change of changes) {
        await call(ledger.anvil.rpcUrl, "evm_increaseTime", [10]);
        await ledger.send(account, change);
      }
      await call(ledger.anvil.rpcUrl, "evm_increaseTime", [10]);
      await ledger.send(heir, changeController(deployment, account.address, zeroAddress));
      const ended = await headOf(ledger.anvil.rpcUrl);
      await served.caughtUp();
      const versions = new Set<string | undefined>();
      // In the very second of a revocation the library still takes the delegate for valid, where the registry does not.
      const revocation = began + 5;
      for (let block = began; block <= ended; block += 1) {
        const url = `${did}?versionId=${block}`;
        const theirs = await library().resolve(url);
        const ours = await client().resolve(url);
        if (block !== revocation) {
          expect(ordered(ours.didDocument ?? {}), url).toEqual(
            theirs.didDocumentMetadata.deactivated ? {} : ordered(theirs.didDocument ?? {}),
          );
        }
        expect(ours.didDocumentMetadata, url).toEqual(theirs.didDocumentMetadata);
        versions.add(ours.didDocumentMetadata.versionId);
      }
      expect(versions.size).toBe(changes.length + 2);
    });

    it("is there for an account that is no party, and never did anything", async () => {
      await expectSame(ethr(`0x${"ab".repeat(20)}`));
    });

    it("carries the DID as it was asked for, whichever case", async () => {
      const did = ethr(`0x${"AB".repeat(20)}`);
      expect((await documentOf(did)).id).toBe(did);
    });

    it("is there for every spelling of the chain's number", async () => {
      const did = `did:ethr:0x07a69:0x${"ab".repeat(20)}`;
      expect((await documentOf(did)).id).toBe(did);
    });

    it("has the key of a DID that is one", async () => {
      const { signingKey } = (await served.ledger.account(5)).signer;
      const ours = await expectSame(ethr(signingKey.compressedPublicKey));
      expect(ours.didDocument?.verificationMethod).toHaveLength(2);
      expect(await refusal(ethr(`0x02${"ff".repeat(32)}`))).toEqual([400, named("INVALID_DID")]);
    });

    it("shows no endpoint that DID Core has not: a text that is a number stays a text", async () => {
      const { ledger } = served;
      const account = await ledger.account(6);
      for (const value of ["42", "null", "[".repeat(40) + "]".repeat(40)]) {
        const set = setAttribute(ledger.deployment, account.address, { name: "did/svc/Odd", value }, decade);
        await ledger.send(account, set);
      }
      await served.caughtUp();
      const { service } = await documentOf(ethr(account.address));
      expect(service?.map(({ serviceEndpoint }) => typeof serviceEndpoint)).toEqual([
        "string",
        "string",
        "string",
      ]);
    });

    it("is answered with 410, no document and deactivated, once control was given up", async () => {
      const { ledger } = served;
      const gone = await ledger.party(7, "Gone");
      await ledger.send(gone, changeController(ledger.deployment, gone.address, zeroAddress));
      await served.caughtUp();
      const did = ethr(gone.address);
      const answer = await identify(did, resolution);
      expect(answer.status).toBe(410);
      expect(didResolutionSchema.parse(JSON.parse(answer.body))).toMatchObject({
        didDocument: null,
        didDocumentMetadata: { deactivated: true },
      });
      expect((await library().resolve(did)).didDocumentMetadata.deactivated).toBe(true);
      for (const accept of ["application/did", dereferencing]) {
        expect((await identify(did, accept)).status).toBe(410);
      }
      expect((await ask(`/parties/${gone.address}/did.json`)).status).toBe(410);
    });
  });

  describe("did:web beneath the resolver's address", () => {
    /** As a client of did:web finds the document; over http, as this host is the machine itself. */
    const fetched = async (did: string) => {
      const [authority = "", ...path] = did.slice("did:web:".length).split(":").map(decodeURIComponent);
      const response = await fetch(`http://${authority}/${path.join("/")}/did.json`);
      expect(response.status).toBe(200);
      return didDocumentSchema.parse(await response.json());
    };

    it("is a party's: the account's document under another name, which says so", async () => {
      const did = `${host}:parties:${partner.address}`;
      const document = await fetched(did);
      expect(document.id).toBe(did);
      expect(document.alsoKnownAs).toEqual([ethr(partner.address)]);
      const original = await documentOf(ethr(partner.address));
      const renamed = JSON.stringify(original).replaceAll(ethr(partner.address), did);
      expect({ ...document, alsoKnownAs: undefined }).toEqual(JSON.parse(renamed));
      expect(await documentOf(did)).toEqual(document);
    });

    it("is a twin's: controlled by its owner's did:ethr, with its owner's identifiers and links alone", async () => {
      const did = `${host}:twins:${twin}`;
      const document = await fetched(did);
      expect(document).toMatchObject({ id: did, controller: ethr(maker.address) });
      expect(document.alsoKnownAs).toEqual([`${served.resolver.url}/${serial}`]);
      expect(document.service).toEqual([
        { id: `${did}#content`, type: "TwinContent", serviceEndpoint: "https://maker.example/pump.aasx" },
        {
          id: `${did}#link-1`,
          type: "https://ref.gs1.org/voc/pip",
          serviceEndpoint: "https://maker.example/4711",
        },
        {
          id: `${did}#record`,
          type: "CadastreTwin",
          serviceEndpoint: `${served.resolver.url}/v1/twins/${twin}`,
        },
      ]);
      expect(await documentOf(did)).toEqual(document);
    });

    it("is a record's: controlled by its owner's did:ethr, with its links as services", async () => {
      const did = `${host}:records:${record}`;
      const document = await fetched(did);
      expect(document).toMatchObject({
        id: did,
        controller: ethr(maker.address),
        alsoKnownAs: [`${served.resolver.url}/${serial}`],
      });
      expect(document.service?.[0]).toEqual({
        id: `${did}#link-1`,
        type: "https://ref.gs1.org/voc/pip",
        serviceEndpoint: "https://maker.example/4711",
      });
    });

    it("is deactivated where the record was retired for ever", async () => {
      expect((await ask(`/records/${retired}/did.json`)).status).toBe(410);
      expect((await identify(`${host}:records:${retired}`, resolution)).status).toBe(410);
    });

    it("is not found for what the ledger does not have, in the standard's form", async () => {
      for (const path of [
        `/parties/0x${"ab".repeat(20)}/did.json`,
        `/twins/0x${"00".repeat(32)}/did.json`,
        `/records/0x${"00".repeat(32)}/did.json`,
        `/twins/${twin.toUpperCase().replace("X", "x")}/did.json`,
        "/twins/1/did.json",
      ]) {
        const answer = await ask(path);
        expect(answer.status, path).toBe(404);
        expect(problem(answer).type).toBe(named("NOT_FOUND"));
      }
      expect(await refusal(`${host}:twins:${twin}:more`)).toEqual([404, named("NOT_FOUND")]);
    });
  });

  describe("did:cn", () => {
    it("is the handle prefix of that name, where it is delegated on this ledger", async () => {
      const did = `did:cn:${cnPrefix}`;
      expect(await documentOf(did)).toMatchObject({
        id: did,
        controller: ethr(maker.address),
        service: [
          {
            id: `${did}#handles`,
            type: "HandleResolution",
            serviceEndpoint: `${served.resolver.url}/api/handles/`,
          },
          { id: `${did}#record`, type: "CadastreNamespace" },
        ],
      });
    });

    it("is not found where nobody holds the prefix, and invalid where it is none", async () => {
      expect(await refusal("did:cn:88.100.2")).toEqual([404, named("NOT_FOUND")]);
      for (const did of ["did:cn:88.100", "did:cn:8.100.1", "did:cn:88.1.1"]) {
        expect(await refusal(did)).toEqual([400, named("INVALID_DID")]);
      }
    });
  });

  describe("dereferencing a DID URL", () => {
    const location = async (url: string) => {
      const { status, headers, body } = await identify(url, "text/uri-list");
      return [status, headers.location, body];
    };

    it("gives the part of the document that a fragment names", async () => {
      const did = ethr(partner.address);
      const answer = await identify(`${did}%23controller`, dereferencing);
      expect([answer.status, answer.headers["content-type"]]).toEqual([200, dereferencing]);
      const { contentStream, dereferencingMetadata } = didDereferencingSchema.parse(JSON.parse(answer.body));
      expect(dereferencingMetadata.contentType).toBe("application/did");
      expect(contentStream).toMatchObject({ id: `${did}#controller`, controller: did });
      expect(JSON.parse((await identify(`${did}%23controller`)).body)).toEqual(contentStream);
      expect(JSON.parse((await identify(`${did}%23service-1`)).body)).toMatchObject({ type: "Hub" });
      expect(await refusal(`${did}%23nothing`)).toEqual([404, named("NOT_FOUND")]);
    });

    it("gives the document with the selected services alone", async () => {
      const did = ethr(partner.address);
      for (const query of ["service=service-1", "serviceType=Hub", `service=${did}%23service-1`]) {
        const { service, verificationMethod } = await documentOf(`${did}?${query}`);
        expect(service?.map(({ id }) => id)).toEqual([`${did}#service-1`]);
        expect(verificationMethod).toHaveLength(1);
      }
      expect(await refusal(`${did}?service=nothing`)).toEqual([404, named("NOT_FOUND")]);
    });

    it("redirects with 303 and no body to a service's endpoint for text/uri-list", async () => {
      const did = ethr(partner.address);
      expect(await location(`${did}?service=service-1`)).toEqual([303, "https://hub.example/api/", ""]);
      expect(await location(`${did}?serviceType=Hub`)).toEqual([303, "https://hub.example/api/", ""]);
      expect(await location(`${did}?service=service-2`)).toEqual([303, "https://first.example/", ""]);
    });

    it("resolves relativeRef against the endpoint (RFC 3986) and appends the fragment", async () => {
      const did = ethr(partner.address);
      const at = async (query: string) => (await location(`${did}?service=service-1&${query}`))[1];
      expect(await at("relativeRef=parts%2F1%3Fv%3D2")).toBe("https://hub.example/api/parts/1?v=2");
      expect(await at("relativeRef=%2Froot")).toBe("https://hub.example/root");
      expect(await at("relativeRef=..%2Fup")).toBe("https://hub.example/up");
      const encoded = encodeURIComponent(`${did}?service=service-1&relativeRef=parts/1#intro`);
      expect((await location(encoded))[1]).toBe("https://hub.example/api/parts/1#intro");
    });

    it("leads to no host that the controller did not name, and to no scheme that a browser would run", async () => {
      const did = ethr(partner.address);
      for (const reference of [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example/",
        "javascript:1",
      ]) {
        const url = `${did}?service=service-1&relativeRef=${encodeURIComponent(reference)}`;
        expect(await refusal(url, "text/uri-list")).toEqual([400, named("INVALID_DID_URL")]);
      }
      expect(await refusal(`${did}?serviceType=Odd`, "text/uri-list")).toEqual([404, named("NOT_FOUND")]);
    });

    it("refuses a fragment where the endpoint has one, a reference without a service, and a path", async () => {
      const did = ethr(partner.address);
      expect(await refusal(encodeURIComponent(`${did}?serviceType=Marked#here`), "text/uri-list")).toEqual([
        400,
        named("INVALID_DID_URL"),
      ]);
      expect(await refusal(`${did}?relativeRef=x`)).toEqual([400, named("INVALID_DID_URL")]);
      expect(await refusal(`${did}/path`)).toEqual([404, named("NOT_FOUND")]);
    });

    it("takes a DID as it is or percent-encoded as a whole", async () => {
      const did = `${host}:twins:${twin}`;
      expect((await documentOf(encodeURIComponent(did))).id).toBe(did);
      expect((await documentOf(did)).id).toBe(did);
    });
  });

  describe("HTTP", () => {
    it("lets pages of other sites read answers and errors (CORS), answers HEAD and OPTIONS, refuses others", async () => {
      const path = `/1.0/identifiers/${ethr(partner.address)}`;
      for (const one of [path, "/1.0/identifiers/x", `/twins/${twin}/did.json`]) {
        expect((await ask(one)).headers["access-control-allow-origin"]).toBe("*");
      }
      const head = await ask(path, {}, "HEAD");
      expect([head.status, head.body]).toEqual([200, ""]);
      expect((await ask(path, {}, "OPTIONS")).headers.allow).toBe("GET, HEAD, OPTIONS");
      expect((await ask(path, {}, "POST")).status).toBe(405);
    });

    it("has an entity tag, which changes with the document", async () => {
      const path = `/parties/${partner.address}/did.json`;
      const etag = (await ask(path)).headers.etag ?? "";
      expect((await ask(path, { "if-none-match": etag })).status).toBe(304);
      const { ledger } = served;
      await ledger.send(
        partner,
        setAttribute(ledger.deployment, partner.address, hub("https://hub.example/new"), decade),
      );
      await served.caughtUp();
      expect((await ask(path, { "if-none-match": etag })).status).toBe(200);
    });
  });

  describe("validTo", () => {
    it("is honoured at the answer's block time, also where that is ahead of the clock", async () => {
      const { ledger } = served;
      const account = await ledger.account(8);
      const did = ethr(account.address);
      const day = 86_400;
      const ends = addDelegate(ledger.deployment, account.address, "veriKey", partner.address, 2 * day);
      await ledger.send(account, ends);
      await served.caughtUp();
      expect((await documentOf(did)).verificationMethod).toHaveLength(2);
      const { didDocumentMetadata, didResolutionMetadata } = await result(did);

      await call(ledger.anvil.rpcUrl, "evm_increaseTime", [3 * day]);
      await call(ledger.anvil.rpcUrl, "evm_mine");
      await served.caughtUp();
      const later = await result(did);
      expect(later.didResolutionMetadata.asOf?.time).toBeGreaterThan(Math.floor(Date.now() / 1000));
      expect(later.didResolutionMetadata.asOf?.number).toBeGreaterThan(
        didResolutionMetadata.asOf?.number ?? 0,
      );
      expect(later.didDocument?.verificationMethod).toHaveLength(1);
      // And as of the time at which it was given, it holds.
      const then = await documentOf(`${did}?versionTime=${didDocumentMetadata.updated}`);
      expect(then.verificationMethod).toHaveLength(2);
    });
  });
});
