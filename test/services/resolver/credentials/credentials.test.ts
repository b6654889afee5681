/** Credentials over HTTP, as verifiers see them that know nothing of Cadastre; and what the ledger does to them. */
import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt, decodeProtectedHeader, exportJWK, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Credential } from "../../../../services/credentials/credential.js";
import {
  type IssuerDocument,
  issuerDocumentSchema,
} from "../../../../services/credentials/issuerDocument.js";
import { signCredential } from "../../../../services/credentials/sign.js";
import { checkStatus } from "../../../../services/credentials/status.js";
import { verifyCredential } from "../../../../services/credentials/verify.js";
import { toDigest, toHash, toHex, zeroWord } from "../../../../services/ledger/hex.js";
import {
  blindedGrantee,
  namespaceId,
  recordId,
  ruleBatchId,
  schemeId,
  sealedId,
  sealOf,
} from "../../../../services/ledger/ids.js";
import type { Access } from "../../../../services/resolver/auth/access.js";
import { type IssuerKeys, openIssuerKeys } from "../../../../services/resolver/credentials/issuer.js";
import type { BatchId } from "../../../../services/store/model.js";
import { accessTo, followingStatus, startResolver, type TestResolver } from "../http.fixture.js";
import { type Asker, asked, asker, seen } from "../visibility/callers.fixture.js";
import { product, type World, worldOf } from "../world.fixture.js";
import { claimsOf, expanded, setFor } from "./thirdParty.fixture.js";

const identifiers = 3;
const now = () => Math.floor(Date.now() / 1000);

let world: World;
let access: Access;
let keys: IssuerKeys;
let folder: string;
let resolver: TestResolver;
let grantee: Asker;
let grantor: Asker;
let stranger: Asker;

beforeAll(async () => {
  world = await worldOf();
  world.ledger.office(1, "Market Surveillance");
  grantee = asker(world.ledger, "Grantee", 11);
  grantor = asker(world.ledger, "Grantor", 12);
  stranger = asker(world.ledger, "Stranger", 13);
  await world.ledger.mine();
  access = await accessTo("http://127.0.0.1:9");
  folder = await mkdtemp(join(tmpdir(), "cadastre-credentials-"));
  keys = await keysWith([]);
  resolver = await startResolver(world.ledger.store, { access, issuerKeys: keys });
});

afterAll(async () => {
  await resolver?.close();
  await world?.ledger.close();
  await rm(folder, { recursive: true, force: true });
});

async function keysWith(formerKeyFiles: readonly string[]): Promise<IssuerKeys> {
  const opened = await openIssuerKeys({ sessionKeyFile: "given", formerKeyFiles }, access.sessionKey);
  if (opened === undefined) throw new Error("there are no keys");
  return opened;
}

const post = (claim: string, body: unknown, who: Asker | null = null) =>
  asked(resolver, who, `/v1/credentials/${claim}`, { method: "POST", body });

async function issued(claim: string, body: unknown, who: Asker | null = null): Promise<string> {
  const { status, headers, text } = await post(claim, body, who);
  expect(text).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("application/vc+jwt");
  return text;
}

async function issuerDocument(at = resolver): Promise<IssuerDocument> {
  return issuerDocumentSchema.parse(await (await at.get("/.well-known/did.json")).json());
}

const listAt = async (url: string): Promise<string> => (await fetch(url)).text();

/** What our own verifier says: the credential, or the code of the refusal. */
async function verdict(token: string, document?: IssuerDocument, at = now()): Promise<string> {
  try {
    const trusted = document ?? (await issuerDocument());
    await checkStatus(await verifyCredential(token, trusted, at), trusted, listAt, at);
    return "holds";
  } catch (error) {
    const { code, details } = error as { code: string; details: { reason?: string } };
    return [code, details.reason].filter(Boolean).join(" ");
  }
}

const didOf = (party: string) => `did:ethr:0x7a69:${party}`;

describe("a verifier that is not ours", () => {
  it.each([
    ["of ownership", "ownership", () => ({ kind: "record", id: world.lotRecord }), "OwnershipCredential"],
    ["of a twin's ownership", "ownership", () => ({ kind: "twin", id: world.twin }), "OwnershipCredential"],
    [
      "of a registration",
      "registration",
      () => ({ kind: "record", id: world.serialRecord }),
      "RegistrationCredential",
    ],
  ])(
    "verifies a credential %s from the DID document alone, and knows all its terms",
    async (_, claim, body, type) => {
      const claims = await claimsOf(await issued(claim, body()));
      expect(claims.type).toEqual(["VerifiableCredential", type]);
      expect(claims.issuer).toBe(`did:web:${encodeURIComponent(new URL(resolver.url).host)}`);
      expect(await expanded(claims)).toContain(`${resolver.url}/v1/credentials/context#${type}`);
      expect(await setFor(claims)).toEqual([]);
    },
  );

  it("reads who owns what, at which block, and where the proof is", async () => {
    const { credentialSubject } = await claimsOf(
      await issued("ownership", { kind: "record", id: world.serialRecord }),
    );
    const { checkpoint } = world.ledger.store.read((view) => ({ checkpoint: view.checkpoint() }));
    expect(credentialSubject).toMatchObject({
      id: didOf(world.motors),
      owns: { tokenId: world.serialRecord, identifier: `${product}/21/4711`, scheme: "gs1" },
      epoch: 1,
      ledger: {
        chainId: 31337,
        block: { number: checkpoint?.number, hash: checkpoint?.hash },
        proofUrl: `${resolver.url}/v1/proofs/identifier/${encodeURIComponent(`${product}/21/4711`)}?scheme=gs1&at=${checkpoint?.number}`,
      },
    });
  });

  it("verifies the lists of statuses, and knows their terms", async () => {
    const claims = await claimsOf(await issued("ownership", { kind: "record", id: world.bare }));
    for (const { statusListCredential } of claims.credentialStatus ?? []) {
      const list = await claimsOf(await listAt(String(statusListCredential)));
      expect(list.type).toEqual(["VerifiableCredential", "BitstringStatusListCredential"]);
      expect(await expanded(list)).toContain("encodedList");
    }
  });

  it("finds the same document by DID resolution", async () => {
    const document = await issuerDocument();
    const resolved = await resolver.get(`/1.0/identifiers/${encodeURIComponent(document.id)}`);
    expect(await resolved.json()).toMatchObject({
      id: document.id,
      assertionMethod: document.assertionMethod,
    });
  });
});

describe("what the ledger does", () => {
  it("a sale ends a credential of ownership, and none of the registration", async () => {
    const { ledger, bare, motors, rival } = world;
    const owned = await issued("ownership", { kind: "record", id: bare });
    const registered = await issued("registration", { kind: "record", id: bare });
    expect([await verdict(owned), await verdict(registered)]).toEqual(["holds", "holds"]);
    ledger.transfer("identifiers", bare, motors, rival);
    await ledger.mine();
    expect(await verdict(owned)).toBe("CREDENTIAL_ENDED changed");
    expect(await setFor(await claimsOf(owned))).toEqual(["revocation"]);
    expect(await verdict(registered)).toBe("holds");
    // The next owner's is another one, also where the first gets the thing back.
    ledger.transfer("identifiers", bare, rival, motors);
    await ledger.mine();
    expect(await verdict(owned)).toBe("CREDENTIAL_ENDED changed");
    expect(await verdict(await issued("ownership", { kind: "record", id: bare }))).toBe("holds");
  });

  it("a freeze suspends until it is lifted; what is frozen gets no new credential", async () => {
    const { ledger, lotRecord } = world;
    const owned = await issued("ownership", { kind: "record", id: lotRecord });
    ledger.freeze(identifiers, lotRecord);
    await ledger.mine();
    expect(await verdict(owned)).toBe("CREDENTIAL_SUSPENDED frozen");
    expect(await setFor(await claimsOf(owned))).toEqual(["suspension"]);
    const { status, at } = await post("ownership", { kind: "record", id: lotRecord });
    expect([status, at("code"), at("reason")]).toEqual([409, "RESOLVER_NOT_IN_FORCE", "frozen"]);
    ledger.unfreeze(identifiers, lotRecord);
    await ledger.mine();
    expect(await verdict(owned)).toBe("holds");
  });

  it("what is suspended is not registered in force, and is owned all the same", async () => {
    const { ledger, motors } = world;
    const record = ledger.register("01/09506000134352/21/PAUSES", { owner: motors, prefix: "9506000" });
    await ledger.mine();
    const [owned, registered] = await Promise.all(
      ["ownership", "registration"].map((claim) => issued(claim, { kind: "record", id: record })),
    );
    ledger.recordStatus(record, "suspended", "recall");
    await ledger.mine();
    expect(await verdict(String(owned))).toBe("holds");
    expect(await verdict(String(registered))).toBe("CREDENTIAL_SUSPENDED suspended");
  });

  it("a retirement ends a registration for good", async () => {
    const { ledger, motors } = world;
    const record = ledger.register("01/09506000134352/21/RETIRES", { owner: motors, prefix: "9506000" });
    await ledger.mine();
    const registered = await issued("registration", { kind: "record", id: record });
    ledger.recordStatus(record, "retired", "scrapped");
    await ledger.mine();
    expect(await verdict(registered)).toBe("CREDENTIAL_ENDED retired");
  });

  it("a revocation ends a right, and so does a sale that it does not survive", async () => {
    const { ledger, motors, rival, partner } = world;
    const record = ledger.register("01/09506000134352/21/RIGHTS", { owner: motors, prefix: "9506000" });
    const revoked = ledger.grant("record", record, { grantor: motors, grantee: partner });
    const lasting = ledger.grant("record", record, { grantor: motors, grantee: partner, epoch: 0 });
    const bound = ledger.grant("record", record, { grantor: motors, grantee: rival });
    await ledger.mine();
    const [ofRevoked, ofLasting, ofBound] = await Promise.all(
      [revoked, lasting, bound].map((grant) => issued("right", { grant })),
    );
    ledger.revoke(revoked, record);
    ledger.transfer("identifiers", record, motors, partner);
    await ledger.mine();
    expect(await verdict(String(ofRevoked))).toMatch(/^CREDENTIAL_ENDED/);
    expect(await verdict(String(ofBound))).toBe("CREDENTIAL_ENDED asset-changed-hands");
    expect(await verdict(String(ofLasting))).toBe("holds");
  });

  it("a right's credential is good no longer than the right", async () => {
    const until = now() + 3600;
    const { ledger, motors, partner, serialRecord } = world;
    const grant = ledger.grant("record", serialRecord, {
      grantor: motors,
      grantee: partner,
      until,
      scope: "Log",
    });
    await ledger.mine();
    const token = await issued("right", { grant });
    expect(decodeJwt(token).exp).toBe(until);
    expect(await verdict(token, undefined, until + 60)).toBe("CREDENTIAL_EXPIRED");
  });
});

describe("a member of a batch", () => {
  const stem = `${product}/21/BATCH`;
  const member = (number: number): string => `${stem}${String(number).padStart(3, "0")}`;
  let batch: BatchId;

  beforeAll(async () => {
    const { ledger, motors } = world;
    const extent = { scheme: schemeId("gs1"), stem, tail: "", width: 3, first: 0n, last: 999n };
    batch = ruleBatchId({ scheme: extent.scheme, stem, tail: "", first: "000", last: "999" });
    ledger.happened({
      event: "RuleBatchIssued",
      contract: "batches",
      batch,
      namespace: namespaceId(extent.scheme, "9506000"),
      owner: motors,
      extent,
      prefixLength: 7,
      namespaceEpoch: 1,
      by: motors,
    });
    await ledger.mine();
  });

  const certified = (number: number) =>
    issued("registration", { kind: "identifier", identifier: member(number) });

  it("is certified as registered by its name, with its place", async () => {
    const token = await certified(42);
    const claims = await claimsOf(token);
    expect(claims.credentialSubject).toMatchObject({
      identifier: member(42),
      tokenId: recordId(schemeId("gs1"), member(42)),
      member: { batch, index: "42" },
      registeredUnder: { prefix: "9506000" },
    });
    expect(await expanded(claims)).toContain("#member");
    expect([await verdict(token), await setFor(claims)]).toEqual(["holds", []]);
    const { status } = await post("registration", { kind: "identifier", identifier: `${product}/21/NOBODY` });
    expect(status).toBe(404);
  });

  it("names where each kind of thing is proven, which is a route of the resolver", async () => {
    const { ledger, motors } = world;
    const [scheme, prefix] = [schemeId("gs1"), "9506000"];
    const namespace = namespaceId(scheme, prefix);
    const seal = sealOf(scheme, `${product}/21/S-1`, toHash(`0x${"5a".repeat(32)}`));
    const sealed = sealedId(namespace, seal);
    ledger.happened({
      event: "SealedRecordRegistered",
      contract: "sealedRecords",
      record: sealed,
      ...{ namespace, owner: motors, seal, digest: toDigest(zeroWord), namespaceEpoch: 1, by: motors },
    });
    await ledger.mine();
    const at = ledger.store.read((view) => view.checkpoint()?.number);
    const places = [
      [{ kind: "namespace", id: namespace }, `/v1/proofs/namespace/gs1/${prefix}?at=${at}`],
      [{ kind: "batch", id: batch }, `/v1/proofs/batch/${batch}?at=${at}`],
      [{ kind: "sealed", id: sealed }, `/v1/proofs/sealed/${sealed}?at=${at}`],
    ] as const;
    for (const [thing, path] of places) {
      const { credentialSubject } = await claimsOf(await issued("ownership", thing));
      expect(credentialSubject).toMatchObject({ ledger: { proofUrl: `${resolver.url}${path}` } });
      // There is no node here that a proof could be had from.
      expect(await (await resolver.get(path)).json()).toMatchObject({ code: "RESOLVER_NODE_UNAVAILABLE" });
    }
  });

  it("ends by itself, as its record does once it has one, and with its batch", async () => {
    const { ledger, motors } = world;
    const [recalled, minted, sound] = await Promise.all([1, 2, 3].map(certified));
    const by = motors;
    ledger.happened({
      event: "MembersRevoked",
      contract: "batches",
      batch,
      first: 1n,
      last: 1n,
      reason: "",
      by,
    });
    const record = ledger.register(member(2), { owner: motors, prefix: "9506000" });
    await ledger.mine();
    expect(await verdict(String(recalled))).toBe("CREDENTIAL_ENDED member-revoked");
    expect(await verdict(String(minted))).toBe("holds");
    ledger.recordStatus(record, "retired", "scrapped");
    await ledger.mine();
    expect(await verdict(String(minted))).toBe("CREDENTIAL_ENDED retired");
    expect(await verdict(String(sound))).toBe("holds");
    ledger.happened({ event: "BatchRevoked", contract: "batches", batch, reason: "", by });
    await ledger.mine();
    expect(await verdict(String(sound))).toBe("CREDENTIAL_ENDED batch-revoked");
  });
});

describe("a blinded right", () => {
  const salt = toHex(`0x${randomBytes(32).toString("hex")}`);
  const nothing = `0x${"1".repeat(64)}`;
  let grant: string;

  beforeAll(async () => {
    const { ledger } = world;
    const record = ledger.register("01/09506000134352/21/BLIND", { owner: grantor.party, prefix: "9506000" });
    grant = ledger.grant("record", record, {
      grantor: grantor.party,
      grantee: { kind: "blinded", commitment: blindedGrantee(grantee.party, salt) },
    });
    await ledger.mine();
  });

  it("is refused to strangers as what does not exist is", async () => {
    const opening = { party: grantee.party, salt };
    for (const [who, extra] of [
      [null, {}],
      [stranger, {}],
      [null, { opening }],
      [stranger, { opening }],
      // The grantee itself, without the salt that nobody entrusted to the resolver.
      [grantee, {}],
      [grantee, { opening: { ...opening, salt: nothing } }],
    ] as const) {
      const refused = await post("right", { grant, ...extra }, who);
      const unknown = await post("right", { grant: nothing, ...extra }, who);
      expect(refused.status).toBe(404);
      expect(seen(refused)).toEqual(seen(unknown));
    }
  });

  it.each([
    ["its grantee", () => grantee],
    ["its grantor", () => grantor],
  ])("is certified to %s, who opens it, and its status does not name the grantee", async (_, who) => {
    const token = await issued("right", { grant, opening: { party: grantee.party, salt } }, who());
    const claims = await claimsOf(token);
    expect(claims.credentialSubject.id).toBe(didOf(grantee.party));
    expect(await expanded(claims)).toContain("#DataRightCredential");
    expect(await verdict(token)).toBe("holds");
    expect(JSON.stringify(claims.credentialStatus)).not.toContain(grantee.party.slice(2));
  });
});

describe("a forgery", () => {
  let token: string;
  let credential: Credential;

  beforeAll(async () => {
    token = await issued("ownership", { kind: "record", id: world.serialRecord });
    credential = await verifyCredential(token, await issuerDocument(), now());
  });

  const part = (index: number): string => token.split(".")[index] ?? "";
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const changed = (): object => ({
    ...decodeJwt(token),
    credentialSubject: { ...credential.credentialSubject, id: didOf(world.rival) },
  });

  it("with other claims, or without a signature, is none of the issuer's", async () => {
    expect(await verdict(`${part(0)}.${encoded(changed())}.${part(2)}`)).toBe("CREDENTIAL_NOT_SIGNED");
    const none = encoded({ ...decodeProtectedHeader(token), alg: "none" });
    expect(await verdict(`${none}.${encoded(changed())}.`)).toBe("CREDENTIAL_NOT_SIGNED");
    expect(await verdict("not a credential")).toBe("CREDENTIAL_MALFORMED");
  });

  it("by HMAC with the public key, or by a key of its own, is none of the issuer's", async () => {
    const header = decodeProtectedHeader(token);
    const publicKey = Buffer.from(JSON.stringify(access.sessionKey.jwk));
    const confused = await new SignJWT({ ...changed() })
      .setProtectedHeader({ ...header, alg: "HS256" })
      .sign(publicKey);
    expect(await verdict(confused)).toBe("CREDENTIAL_NOT_SIGNED");
    const own = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const embedded = { ...header, alg: "ES256", jwk: await exportJWK(own.publicKey) };
    const forged = await new SignJWT({ ...changed() }).setProtectedHeader(embedded).sign(own.privateKey);
    expect(await verdict(forged)).toBe("CREDENTIAL_NOT_SIGNED");
    const elsewhere = { ...embedded, kid: `did:web:evil.example#${randomUUID()}` };
    const other = await new SignJWT({ ...changed() }).setProtectedHeader(elsewhere).sign(own.privateKey);
    expect(await verdict(other)).toBe("CREDENTIAL_OTHER_ISSUER");
  });

  it("that names another issuer than signed it is not taken", async () => {
    const { signing } = keys;
    const lying = { ...credential, issuer: "did:web:bank.example" };
    const token = await signCredential(lying, signing, now());
    expect(await verdict(token)).toBe("CREDENTIAL_OTHER_ISSUER");
    const header = {
      ...decodeProtectedHeader(token),
      alg: "ES256",
      kid: `${credential.issuer}#${signing.kid}`,
    };
    const split = await new SignJWT({ ...decodeJwt(token), iss: credential.issuer })
      .setProtectedHeader(header)
      .sign(signing.privateKey);
    expect(await verdict(split)).toBe("CREDENTIAL_NOT_SIGNED");
  });

  it("is neither made of what else the key signs, nor a session", async () => {
    const session = await new SignJWT({ ...decodeJwt(token) })
      .setProtectedHeader({ ...decodeProtectedHeader(token), alg: "ES256", typ: "cadastre-session+jwt" })
      .sign(keys.signing.privateKey);
    expect(await verdict(session)).toBe("CREDENTIAL_NOT_SIGNED");
    const { status } = await resolver.get("/v1/whoami", { authorization: `Bearer ${token}` });
    expect(status).toBe(401);
  });

  it("of a status, by the list of another fact or of another purpose, is not taken", async () => {
    const document = await issuerDocument();
    const other = await claimsOf(await issued("registration", { kind: "record", id: world.serialRecord }));
    const [elsewhere] = other.credentialStatus ?? [];
    const swapped = (url: string) =>
      listAt(url.endsWith("revocation") ? String(elsewhere?.statusListCredential) : url);
    await expect(checkStatus(credential, document, swapped, now())).rejects.toMatchObject({
      code: "CREDENTIAL_STATUS_UNAVAILABLE",
    });
    const late = checkStatus(credential, document, listAt, now() + 3600);
    await expect(late).rejects.toMatchObject({ code: "CREDENTIAL_STATUS_UNAVAILABLE" });
  });
});

describe("the issuer", () => {
  it("is known by a former key as long as that is kept", async () => {
    const token = await issued("ownership", { kind: "record", id: world.serialRecord });
    const file = join(folder, "former.pem");
    await writeFile(file, access.sessionKey.publicKey.export({ type: "spki", format: "pem" }));
    const renewed = await accessTo("http://127.0.0.1:9");
    const at = { baseUrl: resolver.url, access: renewed };
    const keeps = await openIssuerKeys({ sessionKeyFile: "x", formerKeyFiles: [file] }, renewed.sessionKey);
    const gaveUp = await openIssuerKeys({ sessionKeyFile: "x", formerKeyFiles: [] }, renewed.sessionKey);
    if (keeps === undefined || gaveUp === undefined) throw new Error("there are no keys");
    const one = await startResolver(world.ledger.store, { ...at, issuerKeys: keeps });
    const other = await startResolver(world.ledger.store, { ...at, issuerKeys: gaveUp });
    try {
      expect(await verifyCredential(token, await issuerDocument(one), now())).toMatchObject({
        type: ["VerifiableCredential", "OwnershipCredential"],
      });
      expect(await verdict(token, await issuerDocument(other))).toBe("CREDENTIAL_NOT_SIGNED");
    } finally {
      await one.close();
      await other.close();
    }
  });

  it("refuses a former key that is none, without telling what the file has", async () => {
    const file = join(folder, "broken.pem");
    await writeFile(file, "hunter2");
    const opened = openIssuerKeys({ sessionKeyFile: "x", formerKeyFiles: [file] }, access.sessionKey);
    await expect(opened).rejects.toMatchObject({
      code: "RESOLVER_INVALID_CONFIG",
      message: "CADASTRE_FORMER_KEY_FILES names a file without a key that can be used.",
    });
  });

  it("issues nothing with a key that ends with the process, nor from an index that stands still", async () => {
    expect(await openIssuerKeys({ sessionKeyFile: undefined, formerKeyFiles: [] }, access.sessionKey)).toBe(
      undefined,
    );
    const off = await startResolver(world.ledger.store, { access });
    const behind = await startResolver(world.ledger.store, {
      access,
      issuerKeys: keys,
      status: () => ({ ...followingStatus, lag: 99 }),
    });
    const body = { method: "POST", body: { kind: "record", id: world.serialRecord } } as const;
    try {
      const refused = await asked(off, null, "/v1/credentials/ownership", body);
      expect([refused.status, refused.at("code")]).toEqual([403, "RESOLVER_CREDENTIALS_OFF"]);
      expect((await off.get("/.well-known/did.json")).status).toBe(404);
      expect((await asked(behind, null, "/v1/credentials/ownership", body)).status).toBe(503);
      const status = `/v1/credentials/status/right/grant/0x${"1".repeat(64)}/0x${"2".repeat(64)}/revocation`;
      expect((await behind.get(status)).status).toBe(503);
    } finally {
      await off.close();
      await behind.close();
    }
  });

  it.each([
    ["ownership", { kind: "party", id: `0x${"1".repeat(40)}` }, 400],
    ["ownership", { kind: "record", id: "0x12" }, 400],
    ["ownership", { kind: "batch", id: `0x${"1".repeat(64)}` }, 404],
    ["registration", { kind: "twin", id: `0x${"1".repeat(64)}` }, 400],
    ["right", { grant: "x" }, 400],
  ])("refuses %s of %j with %i", async (claim, body, status) => {
    expect((await post(claim, body)).status).toBe(status);
  });

  it.each([
    "right/record/{id}/{id}/revocation",
    "registration/member/{id}/{id}/revocation",
    "ownership/grant/{id}/{id}/revocation",
    "ownership/record/{id}/{id}/other",
    "ownership/record/12/{id}/revocation",
  ])("has no status at %s", async (path) => {
    const at = path.replaceAll("{id}", `0x${"1".repeat(64)}`);
    expect((await resolver.get(`/v1/credentials/status/${at}`)).status).toBe(400);
  });

  it("says of what never was that it ended", async () => {
    const id = `0x${"1".repeat(64)}`;
    const list = await claimsOf(
      await listAt(`${resolver.url}/v1/credentials/status/ownership/twin/${id}/${id}/revocation`),
    );
    expect(list.credentialSubject).toMatchObject({ statusPurpose: "revocation", reason: "unknown" });
  });
});
