/** From the chain's data and all that the resolver answers, nobody tells which of many parties holds a blinded grant. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toHash } from "../../../../services/ledger/hex.js";
import { blindedGrantee } from "../../../../services/ledger/ids.js";
import {
  type LinkOpening,
  linkCommitment,
  protectedRelation,
} from "../../../../services/ledger/protectedLinks.js";
import type { GrantId, RecordId } from "../../../../services/store/model.js";
import { startResolver, type TestResolver } from "../http.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";
import { type Asker, asked, asker, seen } from "./callers.fixture.js";

const opening: LinkOpening = {
  link: { rel: "describedby", target: { href: "https://inside.maker.example/" }, scope: "" },
  salt: toHash(`0x${"5a".repeat(32)}`),
};
const salt = toHash(`0x${"c3".repeat(32)}`);
const holder = 4;

let ledger: LedgerFixture;
let resolver: TestResolver;
let maker: Asker;
let parties: readonly Asker[];
let record: RecordId;
let grant: GrantId;

const holderOf = (): Asker => {
  const found = parties[holder];
  if (found === undefined) throw new Error("there is no such party");
  return found;
};

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  maker = asker(ledger, "Maker", 100);
  // Names of one length: answers about them differ in nothing but names and addresses.
  parties = Array.from({ length: 8 }, (_, number) => asker(ledger, `Partner ${number}`, number + 1));
  ledger.schemes(root);
  ledger.namespace("gs1", "9506000", maker.party);
  record = ledger.register("01/09506000134352", { owner: maker.party, prefix: "9506000" });
  const commitments = [linkCommitment(record, opening)];
  ledger.update(record, { owner: maker.party, links: { [protectedRelation]: [{ href: "", commitments }] } });
  grant = ledger.grant("record", record, {
    grantor: maker.party,
    grantee: { kind: "blinded", commitment: blindedGrantee(holderOf().party, salt) },
  });
  await ledger.mine();
  resolver = await startResolver(ledger.store);
  const put = (who: Asker, path: string, body: unknown) =>
    asked(resolver, who, path, { method: "PUT", body });
  expect((await put(maker, `/v1/vault/links/${record}/${commitments[0]}`, opening)).status).toBe(200);
  const body = { party: holderOf().party, salt };
  expect((await put(holderOf(), `/v1/vault/grantees/${grant}`, body)).status).toBe(200);
});
afterAll(async () => {
  await resolver?.close();
  await ledger?.close();
});

/** All that is about an asset, a right or a party. */
const pathsAbout = (party: string): readonly string[] => [
  `/v1/parties/${party}`,
  `/parties/${party}/did.json`,
  `/v1/operators/record/${party}`,
  `/v1/assets/party/${party}/history`,
];
const publicPaths = (): readonly string[] => [
  "/v1/resolve?id=01%2F09506000134352&scheme=gs1",
  `/v1/assets/record/${record}/rights`,
  `/v1/assets/record/${record}/history`,
  `/v1/assets/grant/${grant}/history`,
  `/v1/vault/links/${record}`,
  "/v1/freezes",
];

describe("the holder of a blinded grant", () => {
  it("sees what it has a right to", async () => {
    const answer = await asked(resolver, holderOf(), publicPaths()[0] ?? "");
    expect(answer.at("protectedLinks")).toHaveLength(1);
  });

  it("is named in nothing that is answered to anybody else", async () => {
    const askers = [null, ...parties.filter((one) => one !== holderOf())];
    for (const path of publicPaths()) {
      const answers = await Promise.all(askers.map((who) => asked(resolver, who, path)));
      for (const { status, text } of answers) {
        expect([path, status]).toEqual([path, 200]);
        expect(text.toLowerCase()).not.toContain(holderOf().party.slice(2));
        expect(text).not.toContain(salt);
      }
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    }
  });

  it("is as any other party in what is answered about parties", async () => {
    const abouts = await Promise.all(
      parties.map(async ({ party }, number) => {
        const answers = await Promise.all(pathsAbout(party).map((path) => asked(resolver, null, path)));
        return answers.map((answer) => {
          const { status, headers, text } = seen(answer);
          const { etag: _, ...rest } = headers;
          const anonymous = text
            .replaceAll(party.slice(2), "…")
            .replaceAll(`Partner ${number}`, "…")
            .replaceAll(/0x[0-9a-f]{64}|0x[0-9a-fA-F]{40}/g, "…");
          return { status, headers: rest, text: anonymous };
        });
      }),
    );
    for (const about of abouts) expect(about).toEqual(abouts[0]);
  });

  it("is not found by trying parties, without the salt", async () => {
    const tried = await Promise.all(
      parties.map((who) =>
        asked(resolver, who, `/v1/vault/grantees/${grant}`, {
          method: "PUT",
          body: { party: who.party, salt: toHash(`0x${"00".repeat(32)}`) },
        }),
      ),
    );
    expect(new Set(tried.map(({ status, at }) => `${status} ${at("code")}`))).toEqual(
      new Set(["409 RESOLVER_NOT_COMMITTED"]),
    );
    const taken = await Promise.all(
      parties
        .filter((who) => who !== holderOf())
        .map((who) => asked(resolver, who, `/v1/vault/grantees/${grant}`, { method: "DELETE" })),
    );
    expect(new Set(taken.map(({ status }) => status))).toEqual(new Set([403]));
  });
});
