/** What a data provider lets through, and what it does not. */

import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { Wallet } from "ethers";
import { SignJWT, UnsecuredJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { relationKindCode } from "../../../../services/ledger/enums.js";
import { toDigest, toHex, zeroWord } from "../../../../services/ledger/hex.js";
import type { Access } from "../../../../services/resolver/auth/access.js";
import { openGateway, type ProofStore } from "../../../../services/rights/gateway/index.js";
import { policyDigest } from "../../../../services/rights/policies/canonical.js";
import { parsePolicyText } from "../../../../services/rights/policies/parse.js";
import { toAddress } from "../../../../services/store/hex.js";
import type { Asset, GrantId, TwinId } from "../../../../services/store/model.js";
import { loggedIn } from "../../resolver/auth/asking.fixture.js";
import { postAs, type Signer, signerOf } from "../../resolver/decisions/deciding.fixture.js";
import { accessTo, sharedAccess, startResolver, type TestResolver } from "../../resolver/http.fixture.js";
import { LedgerFixture } from "../../resolver/ledger.fixture.js";
import {
  capabilityOf,
  fetched,
  type Provider,
  proofOf,
  type Sent,
  startProvider,
} from "./gateway.fixture.js";

let ledger: LedgerFixture;
let access: Access;
let resolver: TestResolver;
let provider: Provider;
let partner: Signer;
let stranger: Signer;
let twin: TwinId;
let grant: GrantId;
let clock: number;

beforeEach(async () => {
  ledger = await LedgerFixture.open();
  const owner = signerOf(ledger, "Owner", 1);
  partner = signerOf(ledger, "Partner", 2);
  stranger = signerOf(ledger, "Stranger", 3);
  twin = ledger.twin("Motor", owner.party);
  grant = ledger.grant("twin", twin, { grantor: owner.party, grantee: partner.party, scope: "cad" });
  await ledger.mine();
  access = await accessTo("http://127.0.0.1:9", sharedAccess());
  resolver = await startResolver(ledger.store, { access });
  clock = Math.floor(Date.now() / 1000);
  provider = await startProvider(asset(), { resolver: resolver.url, clock: () => clock });
});
afterEach(async () => {
  await provider.close();
  await resolver.close();
  await ledger.close();
});

const asset = (): Asset => ({ kind: "twin", id: twin });
const wordOf = (party: string) => toHex(`0x${party.slice(2).padStart(64, "0")}`);
const use = (change: Record<string, unknown> = {}) => ({
  asset: asset(),
  scope: "cad",
  action: "read",
  audience: provider.url,
  ...change,
});
const token = async (signer = partner, change = {}) =>
  (await capabilityOf(resolver.url, signer, use(change))).token;
const proof = (signer = partner, path = "/data/cad") => proofOf(provider.url, path, signer, clock);
const get = async (bearer: string | null, shown: string | null, path = "/data/cad") =>
  fetched(provider.url + path, bearer, shown);

/** A token of the resolver's key that says otherwise. */
async function forged(
  claims: Readonly<Record<string, unknown>>,
  { typ = "cadastre-capability+jwt", iat = clock, exp = clock + 60 } = {},
) {
  const { kid, privateKey } = access.sessionKey;
  return new SignJWT({ ...(await claimsOf(await token())), ...claims })
    .setProtectedHeader({ alg: "ES256", typ, kid })
    .setIssuedAt(iat)
    .setExpirationTime(exp)
    .sign(privateKey);
}

async function claimsOf(jws: string): Promise<Record<string, unknown>> {
  return JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString());
}

describe("the gate lets through", () => {
  it("who has a capability for just that, and shows that it is its own", async () => {
    expect(await get(await token(), await proof())).toMatchObject({
      status: 200,
      party: partner.party,
      actor: partner.party,
      grant,
      block: 1,
    });
  });

  it("a machine on behalf of its organisation, and tells both", async () => {
    const machine = signerOf(ledger, "Robot", 4);
    const sides = {
      kind: relationKindCode("membership"),
      party: partner.party,
      subject: wordOf(machine.party),
    };
    const begun = { event: "RelationBegun", contract: "relations", epoch: 1, subjectEpoch: 0 } as const;
    ledger.happened({ ...begun, ...sides, by: partner.party });
    await ledger.mine();
    const capability = await token(machine, { onBehalfOf: partner.party });
    expect(await get(capability, await proof(machine))).toMatchObject({
      status: 200,
      party: partner.party,
      actor: machine.party,
    });
    expect(await get(capability, await proof(partner))).toMatchObject({ status: 401 });
  });

  it("a delegate that signs with its own key, and no key but that", async () => {
    const wallet = new Wallet(`0x${"5".padStart(64, "0")}`);
    const clerk = { party: partner.party, wallet };
    ledger.happened({
      event: "DIDDelegateChanged",
      contract: "parties",
      identity: partner.party,
      delegateType: toHex(`0x${Buffer.from("sigAuth").toString("hex").padEnd(64, "0")}`),
      delegate: toAddress(wallet.address),
      validTo: BigInt(clock + 1000),
      previousChange: 0n,
    });
    await ledger.mine();
    const capability = await token(clerk);
    expect(await get(capability, await proof(clerk))).toMatchObject({ status: 200, party: partner.party });
    expect(await get(capability, await proof(partner))).toMatchObject({
      status: 401,
      code: "CAPABILITY_UNPROVEN",
    });
  });

  it("who has a capability for all data", async () => {
    ledger.grant("twin", twin, { grantor: partner.party, grantee: partner.party });
    await ledger.mine();
    const all = await token(partner, { scope: "" });
    expect(await get(all, await proof())).toMatchObject({ status: 200 });
    expect(await get(all, await proof(partner, "/data/other"), "/data/other")).toMatchObject({ status: 200 });
  });

  it("whoever has the token where the provider takes bearers, with keys that it was given and no resolver", async () => {
    const gone = await startResolver(ledger.store, { access });
    const keys = { keys: [access.sessionKey.jwk] };
    const open = await startProvider(asset(), { resolver: gone.url, keys, bearer: true, clock: () => clock });
    const bearer = await capabilityOf(gone.url, partner, use({ audience: open.url }));
    await gone.close();
    expect(await fetched(`${open.url}/data/cad`, bearer.token, null)).toMatchObject({ status: 200 });
    await open.close();
  });
});

describe("the gate lets through writes", () => {
  it.each(["POST", "PUT", "PATCH", "DELETE"])(
    "by %s, with the body that its holder signed, once",
    async (method) => {
      const good = await token();
      const every = String.fromCharCode(...Array(256).keys());
      for (const body of ['{"rpm":1450}', every, ""]) {
        const sent = { method, body };
        const shown = await proofOf(provider.url, "/data/cad", partner, clock, sent);
        const ask = () => fetched(`${provider.url}/data/cad`, good, shown, sent);
        expect(await ask()).toMatchObject({ status: 200, party: partner.party, body });
        expect(await ask()).toMatchObject({ status: 401, code: "CAPABILITY_REPLAYED" });
      }
    },
  );
});

describe("the gate refuses", () => {
  const unauthorised = (code: string) => ({
    status: 401,
    code,
    challenge: expect.stringContaining('error="invalid_token"'),
  });

  it("a request without a capability, and tells where there are some", async () => {
    expect(await get(null, await proof())).toMatchObject({
      ...unauthorised("CAPABILITY_INVALID"),
      resolver: resolver.url,
    });
  });

  it("a capability for which no policy was held, where the provider relies on one", async () => {
    const text = readFileSync(
      join(import.meta.dirname, "../../../../scripts/samples/usage-offer.odrl.json"),
      "utf8",
    );
    const digest = toDigest(policyDigest(parsePolicyText(text)));
    const legalId = "bpn:BPNL00000PARTNER";
    const named = { party: ledger.party("Named", legalId), wallet: new Wallet(`0x${"6".padStart(64, "0")}`) };
    ledger.controlTo(named.party, toAddress(named.wallet.address));
    ledger.accredit(stranger.party, "bpn:");
    ledger.attest(stranger.party, named.party, { legalId });
    const terms = ledger.terms(digest, stranger.party);
    for (const { party } of [named, partner])
      ledger.grant("twin", twin, { grantor: stranger.party, grantee: party, scope: "cad", terms });
    await ledger.mine();
    const strict = await startProvider(asset(), { resolver: resolver.url, clock: () => clock }, [digest]);
    const ask = async (signer: Signer, policies: readonly unknown[]) => {
      const capability = await token(signer, { audience: strict.url, policies });
      const shown = await proofOf(strict.url, "/data/cad", signer, clock);
      return fetched(`${strict.url}/data/cad`, capability, shown);
    };
    expect(await ask(named, [JSON.parse(text)])).toMatchObject({ status: 200 });
    expect(await ask(named, [])).toMatchObject({ status: 403, code: "CAPABILITY_INSUFFICIENT" });
    // The partner has a grant without a policy too: that one carries it, and no policy was held.
    expect(await ask(partner, [JSON.parse(text)])).toMatchObject({ status: 403 });
    await strict.close();
  });

  it("a capability for another provider", async () => {
    const other = await token(partner, { audience: "https://other.example" });
    expect(await get(other, await proof())).toMatchObject(unauthorised("CAPABILITY_OTHER_AUDIENCE"));
  });

  it("a capability of another resolver", async () => {
    const other = await forged({ iss: "https://other.example" });
    expect(await get(other, await proof())).toMatchObject(unauthorised("CAPABILITY_OTHER_ISSUER"));
  });

  it("another data set, another asset, another action", async () => {
    const insufficient = { status: 403, code: "CAPABILITY_INSUFFICIENT" };
    const good = await token();
    expect(await get(good, await proof(partner, "/data/other"), "/data/other")).toMatchObject(insufficient);
    const changes = [
      { asset: { kind: "twin", id: zeroWord } },
      { asset: { kind: "record", id: twin } },
      { actions: ["use"] },
    ];
    for (const change of changes)
      expect(await get(await forged(change), await proof())).toMatchObject(insufficient);
  });

  it("one without a signature, and one signed with the public key as a secret", async () => {
    const claims = await claimsOf(await token());
    const none = new UnsecuredJWT(claims).encode();
    expect(await get(none, await proof())).toMatchObject(unauthorised("CAPABILITY_INVALID"));
    const { publicKey, kid } = access.sessionKey;
    const pem = publicKey.export({ type: "spki", format: "pem" });
    const jwk = JSON.stringify(access.sessionKey.jwk);
    for (const secret of [pem, jwk]) {
      const confused = await new SignJWT(claims)
        .setProtectedHeader({ alg: "HS256", typ: "cadastre-capability+jwt", kid })
        .sign(Buffer.from(secret));
      expect(await get(confused, await proof())).toMatchObject(unauthorised("CAPABILITY_INVALID"));
    }
  });

  it("claims that were changed, and one key's signature under another's name", async () => {
    const [header, , signature] = (await token()).split(".");
    const claims = { ...(await claimsOf(await token())), scope: "" };
    const changed = [header, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
    expect(await get(changed, await proof())).toMatchObject(unauthorised("CAPABILITY_INVALID"));
    const another = await accessTo("http://127.0.0.1:9", sharedAccess());
    const foreign = await new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", typ: "cadastre-capability+jwt", kid: access.sessionKey.kid })
      .sign(another.sessionKey.privateKey);
    expect(await get(foreign, await proof())).toMatchObject(unauthorised("CAPABILITY_INVALID"));
  });

  it("a session's token, as the resolver takes no capability for a session", async () => {
    const { wallet, party } = partner;
    const signer = new Wallet(`0x${"2".padStart(64, "0")}`);
    const session = await loggedIn(resolver.url, { signer, key: toAddress(wallet.address), party });
    expect(await get(session.token, await proof())).toMatchObject({ status: 401 });
    const asSession = await resolver.get("/v1/whoami", { authorization: `Bearer ${await token()}` });
    expect(asSession.status).toBe(401);
  });

  it("another's token, a proof for another request or another provider, and one that is used again", async () => {
    const good = await token();
    const unproven = unauthorised("CAPABILITY_UNPROVEN");
    expect(await get(good, null)).toMatchObject(unproven);
    expect(await get(good, await proof(stranger))).toMatchObject(unproven);
    expect(await get(good, await proof({ ...stranger, party: partner.party }))).toMatchObject(unproven);
    expect(await get(good, await proof(partner, "/data/other"))).toMatchObject(unproven);
    expect(
      await get(good, await proofOf("https://other.example", "/data/cad", partner, clock)),
    ).toMatchObject(unproven);
    const once = await proof();
    expect(await get(good, once)).toMatchObject({ status: 200 });
    expect(await get(good, once)).toMatchObject(unauthorised("CAPABILITY_REPLAYED"));
  });

  it("a request of another method or another body than was proven", async () => {
    const good = await token();
    const body = '{"rpm":1450}';
    const proven = (sent: Sent) => proofOf(provider.url, "/data/cad", partner, clock, sent);
    for (const [of, sent] of [
      [{}, { method: "DELETE" }],
      [
        { method: "PUT", body },
        { method: "POST", body },
      ],
      [
        { method: "PUT", body },
        { method: "PUT", body: `${body} ` },
      ],
      [{ method: "PUT", body }, { method: "PUT" }],
      [{ method: "DELETE" }, { method: "DELETE", body }],
      // What a header says of a body is no body.
      [
        { method: "PUT", body },
        { method: "PUT", body: "{}", headers: { "content-digest": "sha-256=:x:" } },
      ],
    ] satisfies readonly (readonly [Sent, Sent])[])
      expect(await fetched(`${provider.url}/data/cad`, good, await proven(of), sent)).toMatchObject(
        unauthorised("CAPABILITY_UNPROVEN"),
      );
  });

  it("a body that is compressed, or longer than it takes, before a proof of it is used", async () => {
    const small = await startProvider(asset(), {
      resolver: resolver.url,
      maxBodyBytes: 8,
      clock: () => clock,
    });
    const good = await token(partner, { audience: small.url });
    const sending = async (sent: Sent) => {
      const shown = await proofOf(small.url, "/data/cad", partner, clock, sent);
      return fetched(`${small.url}/data/cad`, good, shown, { method: "PUT", ...sent });
    };
    expect(await sending({ body: "123456789" })).toMatchObject({
      status: 413,
      code: "CAPABILITY_BODY_TOO_LARGE",
    });
    const headers = { "content-encoding": "gzip" };
    expect(await sending({ body: "12345678", headers })).toMatchObject({
      status: 415,
      code: "CAPABILITY_BODY_ENCODED",
    });
    expect(await sending({ method: "PUT", body: "12345678" })).toMatchObject({
      status: 200,
      body: "12345678",
    });
    // Of a length that no header tells.
    const chunked = await new Promise<number | undefined>((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${good}`,
        "cadastre-proof": "x",
        "transfer-encoding": "chunked",
      };
      const asked = request(`${small.url}/data/cad`, { method: "PUT", headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.once("error", reject);
      asked.write("12345");
      asked.end("6789");
    });
    expect(chunked).toBe(413);
    await small.close();
  });

  it("proofs that it may have seen before it was opened: what one saw before a restart is no use after it", async () => {
    const options = { resolver: resolver.url, clock: () => clock };
    const restarted = await startProvider(asset(), options, undefined, openGateway);
    const good = await token(partner, { audience: restarted.url });
    const shown = (signed: number) => proofOf(restarted.url, "/data/cad", partner, signed);
    const ask = async (proven: string) => fetched(`${restarted.url}/data/cad`, good, proven);
    // A clock may be ahead by five seconds.
    for (const signed of [clock - 20, clock, clock + 5])
      expect(await ask(await shown(signed))).toMatchObject({ status: 503, code: "CAPABILITY_UNCHECKED" });
    clock += 6;
    expect(await ask(await shown(clock))).toMatchObject({ status: 200 });
    await restarted.close();
  });

  it("everything while it cannot have the resolver's keys", async () => {
    const gone = await startResolver(ledger.store, { access });
    const keyless = await startProvider(asset(), { resolver: gone.url, clock: () => clock });
    const { token: good } = await capabilityOf(gone.url, partner, use({ audience: keyless.url }));
    await gone.close();
    const shown = await proofOf(keyless.url, "/data/cad", partner, clock);
    expect(await fetched(`${keyless.url}/data/cad`, good, shown)).toMatchObject({
      status: 503,
      code: "CAPABILITY_KEYS_UNAVAILABLE",
      challenge: null,
    });
    await keyless.close();
  });
});

describe("time", () => {
  it("ends a capability after sixty seconds, give or take what clocks differ by", async () => {
    const good = await token();
    clock += 64;
    expect(await get(good, await proof())).toMatchObject({ status: 200 });
    clock += 2;
    expect(await get(good, await proof())).toMatchObject({ status: 401, code: "CAPABILITY_EXPIRED" });
  });

  it("lets none live longer, whatever it says, and none come from the future", async () => {
    const long = await forged({}, { exp: clock + 3600 });
    clock += 66;
    expect(await get(long, await proof())).toMatchObject({ status: 401, code: "CAPABILITY_EXPIRED" });
    clock -= 66;
    const early = await forged({}, { iat: clock + 6 });
    expect(await get(early, await proof())).toMatchObject({ status: 401, code: "CAPABILITY_EXPIRED" });
  });

  it("ends a capability with the right itself", async () => {
    const until = clock + 20;
    ledger.grant("twin", twin, { grantor: partner.party, grantee: stranger.party, scope: "cad", until });
    await ledger.mine();
    expect((await capabilityOf(resolver.url, stranger, use())).expires).toBe(until);
  });

  it("carries a revocation to the provider within a capability's life: none comes anew, the old one dies", async () => {
    const old = await token();
    ledger.revoke(grant, twin);
    await ledger.mine();
    const refused = await postAs(resolver.url, "/v1/capabilities", partner, use());
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "RESOLVER_NOT_ALLOWED", reason: "revoked" });
    expect(await get(old, await proof())).toMatchObject({ status: 200 });
    clock += 66;
    expect(await get(old, await proof())).toMatchObject({ status: 401, code: "CAPABILITY_EXPIRED" });
  });
});

describe("several processes of a provider behind one address", () => {
  const noted = new Map<string, number>();
  const store = {
    add: async (id: string, until: number): Promise<boolean> => {
      const isNew = !noted.has(id);
      noted.set(id, until);
      return isNew;
    },
  };
  let second: Provider;
  let third: Provider;
  const open = (proofs: ProofStore) =>
    startProvider(
      asset(),
      { resolver: resolver.url, clock: () => clock, audience: provider.url, proofs },
      undefined,
      openGateway,
    );
  beforeEach(async () => {
    noted.clear();
    [second, third] = [await open(store), await open(store)];
  });
  afterEach(async () => {
    await second.close();
    await third.close();
  });

  it("take a proof once in all where they share a store, and from their start on", async () => {
    const good = await token();
    const [once, another] = [await proof(), await proof()];
    expect(await fetched(`${second.url}/data/cad`, good, once)).toMatchObject({ status: 200 });
    for (const { url } of [second, third])
      expect(await fetched(`${url}/data/cad`, good, once)).toMatchObject({
        status: 401,
        code: "CAPABILITY_REPLAYED",
      });
    const both = await Promise.all(
      [second, third].map(({ url }) => fetched(`${url}/data/cad`, good, another)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    // As long as any of them could take it, with its clock as far behind as it may be.
    for (const until of noted.values()) expect(until).toBeGreaterThan(clock + 5);
  });

  it("take none while their store cannot be reached", async () => {
    const broken = await open({ add: () => Promise.reject(new Error("no connection to the store")) });
    const answer = await fetched(`${broken.url}/data/cad`, await token(), await proof());
    await broken.close();
    expect(answer).toMatchObject({ status: 503, code: "CAPABILITY_UNCHECKED" });
    expect(JSON.stringify(answer)).not.toContain("no connection");
  });
});
