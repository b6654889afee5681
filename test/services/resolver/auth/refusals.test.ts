/** What nobody gets through with: altered and replayed requests, headers, clocks, tokens of other making. */
import { createHmac, generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { Wallet } from "ethers";
import fc from "fast-check";
import { createLocalJWKSet, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { SiweMessage } from "siwe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { messageOf, newChallenge } from "../../../../services/resolver/auth/challenge.js";
import { openSessionKey } from "../../../../services/resolver/auth/sessionKey.js";
import { toAddress } from "../../../../services/store/hex.js";
import type { Address } from "../../../../services/store/model.js";
import { accessTo, sharedAccess, startResolver, type TestResolver } from "../http.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";
import {
  type Answer,
  clock,
  loggedIn,
  posted,
  type Signing,
  sent,
  signedFor,
  whoami,
  whoamiOf,
} from "./asking.fixture.js";

/** A key of this test alone. */
const wallet = new Wallet(`0x${"4b".repeat(32)}`);
const key = toAddress(wallet.address);
const shared = sharedAccess();

let node: string;
let ledger: LedgerFixture;
let resolver: TestResolver;
let url: string;
let acme: Address;
let asAcme: Signing & { signer: Wallet };

beforeAll(async () => {
  await new Promise<void>((listening) => emptyChain.listen(0, "127.0.0.1", listening));
  const address = emptyChain.address();
  node = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  ledger = await LedgerFixture.open();
  acme = ledger.party("Acme Pumps");
  ledger.controlTo(acme, key);
  await ledger.mine();
  resolver = await startResolver(ledger.store, { access: await accessTo(node, shared) });
  url = resolver.url;
  asAcme = { signer: wallet, key, party: acme };
});

afterAll(async () => {
  await resolver.close();
  await ledger.close();
  emptyChain.closeAllConnections();
  emptyChain.close();
});

const signature = (changes = {}, now?: number): Promise<string> => signedFor(url, asAcme, changes, now);
const withHeader = async (...more: string[]): Promise<Answer> =>
  sent(url, { headers: ["authorization", await signature(), ...more] });

const isRefused = (answer: Answer): void => {
  expect(answer).toMatchObject({
    status: 401,
    code: "RESOLVER_INVALID_SIGNATURE",
    audience: expect.any(String),
  });
};

/** A node of a chain without contracts: to a call to an account without code the answer is nothing. */
const emptyChain = createServer((_request, response) => {
  response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result: "0x" }));
});

describe("a signed request", () => {
  it("is good once", async () => {
    const authorization = await signature();
    expect((await whoami(url, authorization)).caller).toMatchObject({ party: { address: acme } });
    const again = await whoami(url, authorization);
    expect(again).toMatchObject({ status: 401, code: "RESOLVER_REPLAYED" });
    expect(again.headers["www-authenticate"]).toContain("Cadastre-Signature");
  });

  it("is good once for all threads of a resolver together", async () => {
    const other = await startResolver(ledger.store, {
      access: await accessTo(node, shared),
      baseUrl: url,
    });
    const authorization = await signature();
    const answers = await Promise.all(
      [url, other.url, url, other.url].map((at) => whoami(at, authorization)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === "RESOLVER_REPLAYED")).toHaveLength(3);
    await other.close();
  });

  it("is good at once for many askers", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => whoamiOf(url, asAcme)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  it.each([
    ["method", { method: "HEAD" }],
    ["path", { target: "/v1/whoami/" }],
    ["query", { target: "/v1/whoami?" }],
    ["escape in the path", { target: "/v1/who%61mi" }],
    ["body", { body: Buffer.from("x") }],
    ["resolver", { audience: "https://other.example.com" }],
    ["scheme of the address", { audience: "https://127.0.0.1" }],
    ["chain", { chainId: 1 }],
  ])("is refused where another %s was signed than is sent", async (_what, changes) => {
    isRefused(await whoami(url, await signature(changes)));
  });

  it("is refused where another party or key is named than was signed", async () => {
    const token = JSON.parse(Buffer.from((await signature()).split(" ")[1] ?? "", "base64url").toString());
    const retold = (changes: object) =>
      `Cadastre-Signature ${Buffer.from(JSON.stringify({ ...token, ...changes })).toString("base64url")}`;
    expect((await whoami(url, retold({ party: key }))).code).toBe("RESOLVER_KEY_NOT_AUTHORISED");
    expect((await whoami(url, retold({ key: acme }))).code).toBe("RESOLVER_KEY_NOT_AUTHORISED");
    isRefused(await whoami(url, retold({ nonce: `0x${"00".repeat(16)}` })));
  });

  it("is refused with a body that it does not speak of", async () => {
    const headers = ["authorization", await signature()];
    expect(await sent(url, { headers, body: "x" })).toMatchObject({ code: "RESOLVER_INVALID_SIGNATURE" });
    const chunked = [...headers, "transfer-encoding", "chunked"];
    expect(await sent(url, { headers: chunked })).toMatchObject({ code: "RESOLVER_INVALID_SIGNATURE" });
  });

  it.each([
    ["fast by as much as may be", 4, 200, undefined],
    ["fast by more", 8, 401, "RESOLVER_OUTSIDE_VALIDITY"],
    ["slow by almost as long as it is valid", -295, 200, undefined],
    ["slow by as long as it is valid", -300, 401, "RESOLVER_OUTSIDE_VALIDITY"],
  ])("is judged by the resolver's clock: the caller's is %s", async (_what, skew, status, code) => {
    // Made as long ago as the table remembers.
    const access = await accessTo(node, { ...shared, nonces: { ...shared.nonces, since: clock() - 600 } });
    const patient = await startResolver(ledger.store, { access });
    const answer = await whoami(patient.url, await signedFor(patient.url, asAcme, {}, clock() + skew));
    expect({ status: answer.status, code: answer.code }).toEqual({ status, code });
    await patient.close();
  });

  it("is sent away for now where the resolver started only after it was made", async () => {
    const since = clock();
    const access = await accessTo(node, { ...shared, nonces: { ...shared.nonces, since } });
    const young = await startResolver(ledger.store, { access });
    const { status, code, headers } = await whoamiOf(young.url, asAcme);
    expect({ status, code }).toEqual({ status: 503, code: "RESOLVER_CALLER_UNCHECKED" });
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    await young.close();
  });
});

describe("headers that anyone on the way could set", () => {
  it.each([
    ["x-forwarded-for", "127.0.0.1"],
    ["x-forwarded-host", "other.example.com"],
    ["x-forwarded-proto", "https"],
    ["forwarded", "host=other.example.com"],
    ["x-original-url", "/v1/login/sessions"],
    ["x-http-method-override", "DELETE"],
    ["x-forwarded-user", "root"],
  ])("change nothing about who asks: %s", async (name, value) => {
    expect((await withHeader(name, value)).caller).toMatchObject({ party: { address: acme } });
    expect((await sent(url, { headers: [name, value] })).caller).toBeNull();
  });

  it("do not make the resolver the one that was meant, not even from a trusted proxy", async () => {
    const trusting = await startResolver(ledger.store, {
      access: await accessTo(node, shared),
      trustProxy: true,
    });
    const authorization = await signedFor("https://other.example.com", asAcme);
    const headers = ["authorization", authorization, "x-forwarded-proto", "https"];
    for (const host of ["x-forwarded-host", "host"])
      isRefused(await sent(trusting.url, { headers: [...headers, host, "other.example.com"] }));
    await trusting.close();
  });

  it("are refused where there are two Authorization headers, in either order", async () => {
    const [good, bad] = [await signature(), "Bearer x"];
    for (const [first, second] of [
      [good, bad],
      [bad, good],
      [good, good],
    ]) {
      const headers = ["authorization", first ?? "", "Authorization", second ?? ""];
      expect((await sent(url, { headers })).code).toBe("RESOLVER_UNREADABLE_CREDENTIALS");
    }
  });

  it.each([
    ["another scheme", "Basic YWNtZTpzZWNyZXQ="],
    ["no scheme", "abc"],
    ["nothing", ""],
    ["a scheme alone", "Cadastre-Signature"],
    ["two tokens", "Bearer a b"],
    ["parameters", 'Cadastre-Signature token="a"'],
    ["a token that says nothing", "Cadastre-Signature e30"],
    ["a long one", `Cadastre-Signature ${"A".repeat(7_000)}`],
  ])("are refused with %s, and never count as none", async (_what, authorization) => {
    expect(await whoami(url, authorization)).toMatchObject({
      status: 401,
      code: "RESOLVER_UNREADABLE_CREDENTIALS",
    });
  });

  it("are refused by the server where they are too long for any use", async () => {
    expect((await whoami(url, `Bearer ${"A".repeat(20_000)}`)).status).toBe(431);
  });

  it("never make a fault, whatever is in them", async () => {
    const value = fc
      .array(
        fc.oneof(
          fc.string({
            unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
            maxLength: 40,
          }),
          fc.constantFrom("Bearer ", "Cadastre-Signature ", "eyJhbGciOiJFUzI1NiJ9", ".", "e30", ".."),
        ),
        { maxLength: 5 },
      )
      .map((parts) => parts.join("").trim());
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        expect((await whoami(url, text)).status).toBe(401);
      }),
      { numRuns: 150 },
    );
  });
});

describe("a session", () => {
  const keysSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
  const sessionKey = () => openSessionKey(shared.sessionKey);
  const claims = (): JWTPayload => ({ key, chain: 31337, control: 1, jti: "1" });

  /** A token like the resolver's own, but for what a test changes. */
  const token = async (
    changes: {
      payload?: JWTPayload;
      header?: Record<string, string>;
      audience?: string;
      issuer?: string;
      lasts?: number;
    } = {},
  ): Promise<string> =>
    new SignJWT({ ...claims(), ...changes.payload })
      .setProtectedHeader({ alg: "ES256", typ: "cadastre-session+jwt", ...changes.header })
      .setIssuer(changes.issuer ?? url)
      .setAudience(changes.audience ?? url)
      .setSubject(acme)
      .setIssuedAt()
      .setExpirationTime(clock() + (changes.lasts ?? 60))
      .sign((await sessionKey()).privateKey);

  const isNone = async (text: string): Promise<void> => {
    expect(await whoami(url, `Bearer ${text}`)).toMatchObject({
      status: 401,
      code: "RESOLVER_INVALID_SESSION",
    });
  };

  it("is told by a token that the published key knows", async () => {
    const { token: own, caller } = await loggedIn(url, asAcme);
    expect(caller).toMatchObject({ party: { address: acme, name: "Acme Pumps" }, key });
    const keys = keysSchema.parse(await (await resolver.get("/.well-known/jwks.json")).json());
    expect(JSON.stringify(keys)).not.toContain('"d"');
    const { payload } = await jwtVerify(own, createLocalJWKSet(keys), { issuer: url, audience: url });
    expect(payload).toMatchObject({ sub: acme, key });
    expect((payload.exp ?? 0) - clock()).toBeLessThanOrEqual(900);
    expect((await whoami(url, `Bearer ${own}`)).caller).toMatchObject({ via: "session" });
    expect((await whoami(url, `bearer ${own}`)).status).toBe(200);
  });

  it("is told by what the test makes alike", async () => {
    expect((await whoami(url, `Bearer ${await token()}`)).caller).toMatchObject({ via: "session" });
  });

  it.each([
    ["for another resolver", { audience: "https://other.example.com" }],
    ["by another resolver", { issuer: "https://other.example.com" }],
    ["that is over", { lasts: -1 }],
    ["of another chain", { payload: { chain: 1 } }],
    ["of earlier control", { payload: { control: 0 } }],
    ["of another kind", { header: { typ: "JWT" } }],
    ["without the key", { payload: { key: undefined } }],
    ["with a key that is none", { payload: { key: "0x12" } }],
  ])("is none with a token %s", async (_what, changes) => {
    await isNone(await token(changes));
  });

  it("is none with a token by another key, by none, or by the public key as a secret", async () => {
    const good = await token();
    const [, payload = "", mark = ""] = good.split(".");
    const header = (alg: string, more = {}) =>
      Buffer.from(JSON.stringify({ alg, typ: "cadastre-session+jwt", ...more })).toString("base64url");
    for (const alg of ["none", "None", "nOnE", ""]) {
      await isNone(`${header(alg)}.${payload}.`);
      await isNone(`${header(alg)}.${payload}.${mark}`);
    }
    const { publicKey, jwk } = await sessionKey();
    const secrets = [
      publicKey.export({ type: "spki", format: "pem" }),
      publicKey.export({ type: "spki", format: "der" }),
      JSON.stringify(jwk),
      String(jwk.x),
    ];
    for (const secret of secrets) {
      const signed = `${header("HS256")}.${payload}`;
      await isNone(`${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`);
    }
    const other = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const typ = "cadastre-session+jwt";
    const ownKey = other.publicKey.export({ format: "jwk" });
    for (const more of [{}, { jwk: ownKey }, { kid: String(jwk.kid) }]) {
      const forged = new SignJWT({
        ...claims(),
        sub: acme,
        iss: url,
        aud: url,
        iat: clock(),
        exp: clock() + 60,
      });
      await isNone(await forged.setProtectedHeader({ alg: "ES256", typ, ...more }).sign(other.privateKey));
    }
    const [, longer = ""] = (await token({ lasts: 120 })).split(".");
    await isNone(`${header("ES256")}.${longer}.${mark}`);
    await isNone(`${header("ES256")}.${payload}.${mark}.`);
  });
});

describe("a login", () => {
  const challenge = async (): Promise<string> =>
    (await posted(url, "/v1/login/challenges", { key, party: acme })).message;
  const signedIn = async (message: string, signed = message): Promise<Answer> =>
    posted(url, "/v1/login/sessions", { message, signature: await wallet.signMessage(signed) });

  it("asks for a message that other readers of EIP-4361 understand", async () => {
    const message = new SiweMessage(await challenge());
    expect(message).toMatchObject({
      domain: new URL(url).host,
      address: wallet.address,
      uri: `${url}/v1/login/sessions`,
      version: "1",
      chainId: 31337,
      resources: [`did:ethr:0x7a69:${acme}`],
    });
    expect(Date.parse(message.expirationTime ?? "") - Date.parse(message.issuedAt ?? "")).toBe(300_000);
    const checked = await message.verify({ signature: await wallet.signMessage(message.prepareMessage()) });
    expect(checked.success).toBe(true);
  });

  it("is good once for each challenge", async () => {
    const message = await challenge();
    expect((await signedIn(message)).status).toBe(200);
    expect(await signedIn(message)).toMatchObject({ status: 401, code: "RESOLVER_REPLAYED" });
  });

  it("is refused where any character of the message is another one, though that be signed", async () => {
    const message = await challenge();
    const character = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
    await fc.assert(
      fc.asyncProperty(fc.nat(message.length - 1), character, async (at, by) => {
        fc.pre(message[at] !== by);
        const altered = message.slice(0, at) + by + message.slice(at + 1);
        expect(await signedIn(altered)).toMatchObject({ status: 401, code: "RESOLVER_INVALID_LOGIN" });
      }),
      { numRuns: 40 },
    );
    for (const altered of [`${message}\n`, ` ${message}`, `${message}\n- https://example.com`, ""])
      expect((await signedIn(altered)).code).toBe("RESOLVER_INVALID_LOGIN");
  });

  it("is refused with the signature of another message", async () => {
    isRefused(await signedIn(await challenge(), await challenge()));
  });

  it("is refused with a message of another resolver", async () => {
    const other = await startResolver(ledger.store, { access: await accessTo(node) });
    const { message } = await posted(other.url, "/v1/login/challenges", { key, party: acme });
    expect((await signedIn(message)).code).toBe("RESOLVER_INVALID_LOGIN");
    await other.close();
  });

  it("is refused with a message that is too old", async () => {
    const made = { party: acme, key, audience: url, chainId: 31337 };
    const sessionKey = await openSessionKey(shared.sessionKey);
    const message = messageOf(newChallenge(sessionKey, made, clock() - 301));
    expect(await signedIn(message)).toMatchObject({ status: 401, code: "RESOLVER_OUTSIDE_VALIDITY" });
  });

  it("is refused where the key does not act for the party", async () => {
    const stranger = new Wallet(`0x${"5c".repeat(32)}`);
    const answer = await loggedIn(url, { signer: stranger, key: toAddress(stranger.address), party: acme });
    expect(answer).toMatchObject({ status: 401, code: "RESOLVER_KEY_NOT_AUTHORISED" });
  });

  it.each([
    ["no JSON", "{", "application/json", 400, "RESOLVER_INVALID_BODY"],
    ["no body", undefined, "application/json", 400, "RESOLVER_INVALID_BODY"],
    ["what it does not take", '{"key":"0x12"}', "application/json", 400, "RESOLVER_INVALID_BODY"],
    [
      "a member too many",
      `{"key":"${key}","role":"admin"}`,
      "application/json",
      400,
      "RESOLVER_INVALID_BODY",
    ],
    ["another type", `{"key":"${key}"}`, "text/plain", 415, "RESOLVER_UNSUPPORTED_MEDIA_TYPE"],
    ["too much", `"${"x".repeat(17_000)}"`, "application/json", 413, "RESOLVER_BODY_TOO_LARGE"],
  ])("is refused with %s", async (_what, body, type, status, code) => {
    for (const path of ["/v1/login/challenges", "/v1/login/sessions"]) {
      const answer = await sent(url, {
        method: "POST",
        path,
        headers: ["content-type", type],
        ...(body === undefined ? {} : { body }),
      });
      expect({ status: answer.status, code: answer.code }).toEqual({ status, code });
    }
  });

  it("takes no other method than POST", async () => {
    const { status, headers } = await sent(url, { path: "/v1/login/sessions" });
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: "POST, OPTIONS" });
  });
});

it("writes neither credentials nor messages into its log", async () => {
  const authorization = await signature();
  await whoami(url, authorization);
  const { token } = await loggedIn(url, asAcme);
  const log = JSON.stringify(resolver.logged);
  for (const secret of [authorization, token, acme]) expect(log).not.toContain(secret);
});
