/** `POST /v1/decisions`: who is told what. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { openAccessLog } from "../../../../services/accessLog/log.js";
import { accessLogReader } from "../../../../services/accessLog/reader.js";
import { relationKindCode } from "../../../../services/ledger/enums.js";
import { toDigest, toHex } from "../../../../services/ledger/hex.js";
import { twinId } from "../../../../services/ledger/ids.js";
import { decisionsSchema } from "../../../../services/resolver/decisions/schema.js";
import type { GrantId, TwinId } from "../../../../services/store/model.js";
import { serviceLog } from "../../accessLog/log.fixture.js";
import { temporaryFolder } from "../../store/temporary.fixture.js";
import { ownAccessLog, startResolver, type TestResolver } from "../http.fixture.js";
import { genesisTime, LedgerFixture } from "../ledger.fixture.js";
import { postAs, type Signer, signerOf } from "./deciding.fixture.js";

const nowhere = twinId(toDigest(`0x${"77".repeat(32)}`));
const answerSchema = z.looseObject({
  ...decisionsSchema.shape,
  decisions: z.array(z.looseObject(decisionsSchema.shape.decisions.element.shape)),
});

let ledger: LedgerFixture;
let resolver: TestResolver;
let accessLog: Awaited<ReturnType<typeof ownAccessLog>>;
let owner: Signer;
let partner: Signer;
let stranger: Signer;
let victim: Signer;
/** Acts for the victim. */
let member: Signer;
let twin: TwinId;
let grant: GrantId;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  owner = signerOf(ledger, "Owner", 1);
  partner = signerOf(ledger, "Partner", 2);
  stranger = signerOf(ledger, "Stranger", 3);
  victim = signerOf(ledger, "Named By Others", 4);
  member = signerOf(ledger, "Member", 5);
  twin = ledger.twin("Motor", owner.party);
  await ledger.mine();
  grant = ledger.grant("twin", twin, { grantor: owner.party, grantee: partner.party, scope: "cad" });
  ledger.happened({
    event: "RelationBegun",
    contract: "relations",
    kind: relationKindCode("membership"),
    party: victim.party,
    subject: toHex(`0x${member.party.slice(2).padStart(64, "0")}`),
    epoch: 1,
    subjectEpoch: 0,
    by: victim.party,
  });
  await ledger.mine();
  accessLog = await ownAccessLog();
  resolver = await startResolver(ledger.store, { accessLog: serviceLog(accessLog.log) });
});
afterAll(async () => {
  await resolver.close();
  await accessLog.remove();
  await ledger.close();
});

const asked = (change: Record<string, unknown> = {}) => ({
  asset: { kind: "twin", id: twin },
  scope: "cad",
  action: "read",
  ...change,
});

const post = (signer: Signer | null, body: unknown, query = "") =>
  postAs(resolver.url, `/v1/decisions${query}`, signer, body);

async function decided(signer: Signer | null, questions: readonly unknown[], query = "") {
  const response = await post(signer, { questions }, query);
  expect(response.status).toBe(200);
  return answerSchema.parse(await response.json()).decisions;
}

describe("the access log", () => {
  const logged = async (signer: Signer) => {
    const { log } = accessLog;
    const page = await accessLogReader(log).page(
      { party: signer.party, asset: null },
      { after: null, limit: 1000 },
    );
    return page.items.map(({ entry }) => entry);
  };

  it("has every decision that was told, in one piece, before its answer is out", async () => {
    const before = (await logged(partner)).length;
    const questions = Array.from({ length: 120 }, (_, index) =>
      asked({ scope: index === 7 ? "cad" : "other" }),
    );
    const answers = await decided(partner, questions);
    const entries = (await logged(partner)).slice(before);
    expect(entries.map(({ outcome, reason }) => [outcome === "permit", reason])).toEqual(
      answers.map(({ allowed, reason }) => [allowed, reason]),
    );
    expect(new Set(entries.map(({ requestId }) => requestId)).size).toBe(1);
    expect(entries[7]).toMatchObject({
      kind: "decision",
      askedBy: partner.party,
      subject: partner.party,
      owner: owner.party,
      asset: { kind: "twin", id: twin },
      scope: "cad",
      action: "read",
      outcome: "permit",
      grant,
      block: { number: expect.any(Number), hash: expect.stringMatching(/^0x/) },
    });
    expect((await logged(owner)).slice(-120)).toEqual(entries);
  });

  it("says that it was the owner who asked", async () => {
    await decided(owner, [asked({ subject: partner.party })]);
    expect((await logged(partner)).at(-1)).toMatchObject({ askedBy: owner.party, subject: partner.party });
  });

  it("lets nobody fill another one's view by naming it", async () => {
    const before = (await logged(victim)).length;
    expect(await decided(stranger, [asked({ onBehalfOf: victim.party })])).toMatchObject([
      { reason: "not-on-behalf" },
    ]);
    await decided(owner, [asked({ subject: victim.party }), asked({ onBehalfOf: victim.party })]);
    expect(await logged(victim)).toHaveLength(before);
    expect((await logged(owner)).slice(-3).map(({ reason }) => reason)).toEqual([
      "not-on-behalf",
      "no-right",
      "not-on-behalf",
    ]);
  });

  it("shows a party what is asked on its behalf by whom it lets, though it has no right", async () => {
    await decided(member, [asked({ onBehalfOf: victim.party })]);
    expect((await logged(victim)).at(-1)).toMatchObject({
      subject: member.party,
      onBehalfOf: victim.party,
      outcome: "deny",
    });
  });

  it("takes only so much of one party in an hour, and says when to ask again", async () => {
    const log = await openAccessLog(await temporaryFolder(), { hourly: 3 });
    const other = await startResolver(ledger.store, { accessLog: serviceLog(log) });
    onTestFinished(() => other.close());
    onTestFinished(() => log.close());
    const ask = (signer: Signer, count: number) =>
      postAs(other.url, "/v1/decisions", signer, { questions: Array.from({ length: count }, () => asked()) });
    expect((await ask(partner, 2)).status).toBe(200);
    const refused = await ask(partner, 2);
    expect(refused.status).toBe(429);
    const { code, retryAfter, hint } = z
      .looseObject({ code: z.string(), retryAfter: z.number(), hint: z.string() })
      .parse(await refused.json());
    expect(code).toBe("ACCESS_LOG_ALLOWANCE_USED");
    expect(hint).toContain(String(retryAfter));
    expect(refused.headers.get("retry-after")).toBe(String(retryAfter));
    expect((await ask(stranger, 3)).status).toBe(200);
  });

  it("has nothing of what nobody was told", async () => {
    const before = (await logged(owner)).length;
    await decided(stranger, [asked({ subject: partner.party })]);
    await decided(null, [asked()]);
    expect(await logged(owner)).toHaveLength(before);
  });

  it("is not stopped by half of a character, which is refused", async () => {
    for (const half of [{ purpose: "\ud800" }, { scope: "a\udc00b" }]) {
      const response = await post(partner, { questions: [asked(half)] });
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { code: "RESOLVER_INVALID_BODY" },
      ]);
    }
    expect(await decided(partner, [asked({ purpose: "\u{1f600} \\ud800" })])).toMatchObject([
      { allowed: true },
    ]);
  });

  it("keeps the answer back where it cannot be written", async () => {
    const closed = await openAccessLog(await temporaryFolder());
    await closed.close();
    const other = await startResolver(ledger.store, { accessLog: serviceLog(closed) });
    onTestFinished(() => other.close());
    const response = await postAs(other.url, "/v1/decisions", partner, { questions: [asked()] });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: "ACCESS_LOG_UNAVAILABLE" });
  });
});

describe("a party", () => {
  it("is told of itself, with the grant that carries it", async () => {
    expect(
      await decided(partner, [asked(), asked({ action: "use" }), asked({ scope: "other" })]),
    ).toMatchObject([
      { allowed: true, reason: "granted", decidedBy: "ledger", grant },
      { allowed: false, reason: "other-action", grant },
      { allowed: false, reason: "no-right", grant: null },
    ]);
  });

  it("asks of the past as who it is now", async () => {
    const [before] = await decided(partner, [asked()], "?at=1");
    const [then] = await decided(
      partner,
      [asked()],
      `?at=${new Date((genesisTime + 2) * 1000).toISOString()}`,
    );
    expect([before?.reason, then?.reason]).toEqual(["no-right", "granted"]);
  });

  it("is told nothing of another, whatever that one may", async () => {
    const questions = [
      asked({ subject: partner.party }),
      asked({ subject: owner.party }),
      asked({ subject: partner.party, asset: { kind: "twin", id: nowhere } }),
    ];
    const [first, ...others] = await decided(stranger, questions);
    expect(first).toMatchObject({ allowed: false, reason: "no-right" });
    expect(others).toEqual([first, first]);
  });
});

it("tells an owner of anybody, and what was looked at", async () => {
  const [allowed, denied] = await decided(owner, [
    asked({ subject: partner.party }),
    asked({ subject: stranger.party }),
  ]);
  expect(allowed).toMatchObject({
    allowed: true,
    explanation: { looked: [{ right: { grant, scope: "cad" }, reason: "granted" }], complete: true },
  });
  expect(denied).toMatchObject({ allowed: false, explanation: { looked: [], complete: true } });
});

it("answers the same, to the byte, for what is not allowed, not told, and not there", async () => {
  const askers = [
    [stranger, asked()],
    [stranger, asked({ asset: { kind: "twin", id: nowhere } })],
    [stranger, asked({ asset: { kind: "record", id: nowhere } })],
    [stranger, asked({ subject: partner.party })],
    [null, asked()],
    [null, asked({ subject: partner.party })],
    [null, asked({ subject: owner.party, asset: { kind: "sealed", id: nowhere } })],
  ] as const;
  const answers = await Promise.all(
    askers.map(async ([signer, question]) => {
      const response = await post(signer, { questions: [question] });
      const headers = [...response.headers].filter(([name]) => !["date", "x-request-id"].includes(name));
      return { status: response.status, headers, body: await response.text() };
    }),
  );
  const [first] = answers;
  expect(first?.body).toContain('"reason":"no-right"');
  expect(answers).toEqual(answers.map(() => first));
});

it("decides a thousand at once, and no more", async () => {
  const questions = Array.from({ length: 1000 }, (_, n) =>
    asked({ scope: n % 2 === 0 ? "cad" : `data ${n}` }),
  );
  const decisions = await decided(partner, questions);
  expect(decisions.map(({ allowed }) => allowed)).toEqual(questions.map((_, n) => n % 2 === 0));
  expect((await post(partner, { questions: [...questions, asked()] })).status).toBe(400);
});

it.each([
  ["an unknown action", { questions: [{ action: "eat" }] }],
  ["an asset that is none", { questions: [{ asset: { kind: "twin", id: "0x12" } }] }],
  ["no question", { questions: [] }],
  ["a policy that cannot be read", { questions: [{}], policies: [{ "@type": "Offer", surprise: 1 }] }],
])("refuses %s, and says where", async (_, { questions, ...rest }) => {
  const body = { questions: questions.map((change) => asked(change)), ...rest };
  const response = await post(null, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    code: "RESOLVER_INVALID_BODY",
    detail: expect.stringMatching(/'(questions|policies)/),
  });
});

it("takes no credentials that do not hold for none", async () => {
  const { wallet } = stranger;
  expect((await post({ party: partner.party, wallet }, { questions: [asked()] })).status).toBe(401);
});
