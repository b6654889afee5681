/** Whom a blinded grant is for: named in lists of rights to the grantee and the grantor, once told, and to nobody else. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toHash } from "../../../../services/ledger/hex.js";
import { blindedGrantee } from "../../../../services/ledger/ids.js";
import {
  type LinkOpening,
  linkCommitment,
  protectedRelation,
} from "../../../../services/ledger/protectedLinks.js";
import { decisionsSchema } from "../../../../services/resolver/decisions/schema.js";
import { assetListSchemas } from "../../../../services/resolver/v1/rightsSchema.js";
import { resolutionSchema } from "../../../../services/resolver/v1/schema.js";
import { mostOpenings } from "../../../../services/resolver/visibility/openings.js";
import type { GrantId, RecordId } from "../../../../services/store/model.js";
import type { Vault } from "../../../../services/vault/vault.js";
import { startResolver, type TestResolver } from "../http.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";
import { type Asker, asked, asker, seen } from "./callers.fixture.js";

const product = "01/09506000134352";
const salts = [toHash(`0x${"5a".repeat(32)}`), toHash(`0x${"5b".repeat(32)}`)] as const;

let ledger: LedgerFixture;
let resolver: TestResolver;
let owner: Asker;
let holder: Asker;
let other: Asker;
let stranger: Asker;
let record: RecordId;
let told: GrantId;
let untold: GrantId;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  ledger.schemes(ledger.party("Root Office"));
  owner = asker(ledger, "Owner", 1);
  holder = asker(ledger, "Holder", 2);
  other = asker(ledger, "Other holder", 3);
  stranger = asker(ledger, "Stranger", 4);
  ledger.namespace("gs1", "9506000", owner.party);
  record = ledger.register(product, { owner: owner.party, prefix: "9506000" });
  const blinded = (to: Asker, salt: (typeof salts)[number]) =>
    ledger.grant("record", record, {
      grantor: owner.party,
      grantee: { kind: "blinded", commitment: blindedGrantee(to.party, salt) },
    });
  told = blinded(holder, salts[0]);
  untold = blinded(other, salts[1]);
  await ledger.mine();
  resolver = await startResolver(ledger.store);
});
afterAll(async () => {
  await resolver?.close();
  await ledger?.close();
});

const place = (grant: GrantId): string => `/v1/vault/grantees/${grant}`;
const list = () => `/v1/assets/record/${record}/rights`;
const resolve = () => `/v1/resolve?id=${encodeURIComponent(product)}&scheme=gs1`;
const rightsFor = async (who: Asker | null) => {
  const listed = assetListSchemas.rights.parse((await asked(resolver, who, list())).json).items;
  const resolved = resolutionSchema.parse((await asked(resolver, who, resolve())).json).rights;
  return [...listed, ...resolved];
};
const openedFor = async (who: Asker | null) =>
  (await rightsFor(who)).filter(({ opened }) => opened !== undefined);

describe("the grantee of a blinded grant", () => {
  it("is named to nobody while the resolver has not been told", async () => {
    for (const who of [owner, holder, other, stranger, null]) expect(await openedFor(who)).toEqual([]);
  });

  it("is named, with the salt, to itself and the grantor once one of them has told", async () => {
    const before = await Promise.all([other, stranger, null].map((who) => asked(resolver, who, list())));
    const body = { party: holder.party, salt: salts[0] };
    expect((await asked(resolver, holder, place(told), { method: "PUT", body })).status).toBe(200);
    for (const who of [owner, holder]) {
      const opened = await openedFor(who);
      expect(opened.map(({ grant }) => grant)).toEqual([told, told]);
      for (const { opened: by } of opened)
        expect(by).toMatchObject({ party: { address: holder.party, name: "Holder" }, salt: salts[0] });
    }
    const after = await Promise.all([other, stranger, null].map((who) => asked(resolver, who, list())));
    expect(after.map(seen)).toEqual(before.map(seen));
  });

  it("is one caller's answer, which no cache keeps for others", async () => {
    const { headers } = await asked(resolver, holder, list());
    expect(headers.get("cache-control")).toBe("private, no-cache");
    expect(headers.get("vary")).toContain("Authorization");
    expect((await asked(resolver, null, list())).headers.get("vary")).toContain("Authorization");
  });

  it("learns nothing of another grantee that the resolver has been told of", async () => {
    const body = { party: other.party, salt: salts[1] };
    expect((await asked(resolver, owner, place(untold), { method: "PUT", body })).status).toBe(200);
    expect((await openedFor(holder)).map(({ grant }) => grant)).toEqual([told, told]);
    expect((await openedFor(other)).map(({ grant }) => grant)).toEqual([untold, untold]);
    expect(await openedFor(stranger)).toEqual([]);
    expect(await openedFor(null)).toEqual([]);
    expect((await openedFor(owner)).map(({ grant }) => grant).sort()).toEqual(
      [told, told, untold, untold].sort(),
    );
  });

  it("costs a stranger as many looks as there are blinded grants in the answer, told of or not", async () => {
    const looks = async (who: Asker | null): Promise<readonly string[]> => {
      const counted: string[] = [];
      const vault = new Proxy(resolver.vault, {
        get: (target, name: keyof Vault) => {
          counted.push(name);
          return target[name];
        },
      });
      const counting = await startResolver(ledger.store, { vault });
      await asked(counting, who, list());
      await counting.close();
      return counted.filter((name) => name !== "close");
    };
    expect(await looks(null)).toEqual([]);
    expect(await looks(stranger)).toEqual(["isGrantOfTerm", "isGrantOfTerm"]);
  });

  it("is named to nobody once it is taken back", async () => {
    expect((await asked(resolver, stranger, place(told), { method: "DELETE" })).status).toBe(403);
    expect((await asked(resolver, owner, place(told), { method: "DELETE" })).status).toBe(204);
    expect(await openedFor(holder)).toEqual([]);
  });
});

describe("a party with many blinded grants on one asset", () => {
  const scopes = Array.from({ length: 12 }, (_, number) => `set-${number}`);
  const saltOf = (scope: string) => toHash(`0x${Buffer.from(scope.padEnd(32, ".")).toString("hex")}`);
  const linkOf = (scope: string): LinkOpening => ({
    link: { rel: "https://example.com/data", target: { href: `https://inside.example/${scope}` }, scope },
    salt: saltOf(`link ${scope}`),
  });
  let ofMany: RecordId;
  let grants: ReadonlyMap<string, GrantId>;

  beforeAll(async () => {
    ofMany = ledger.register("01/09506000134369", { owner: owner.party, prefix: "9506000" });
    const links = {
      [protectedRelation]: [
        { href: "", commitments: scopes.map((one) => linkCommitment(ofMany, linkOf(one))) },
      ],
    };
    ledger.update(ofMany, { owner: owner.party, links });
    grants = new Map(
      scopes.map((scope) => {
        const commitment = blindedGrantee(holder.party, saltOf(scope));
        const grantee = { kind: "blinded", commitment } as const;
        return [scope, ledger.grant("record", ofMany, { grantor: owner.party, grantee, scope })];
      }),
    );
    await ledger.mine();
    for (const [scope, grant] of grants) {
      const opening = { party: holder.party, salt: saltOf(scope) };
      expect((await asked(resolver, holder, place(grant), { method: "PUT", body: opening })).status).toBe(
        200,
      );
      const path = `/v1/vault/links/${ofMany}/${linkCommitment(ofMany, linkOf(scope))}`;
      expect((await asked(resolver, owner, path, { method: "PUT", body: linkOf(scope) })).status).toBe(200);
    }
  });

  const shownTo = async (who: Asker | null): Promise<readonly string[]> => {
    const { protectedLinks = [] } = resolutionSchema.parse(
      (await asked(resolver, who, "/v1/resolve?id=01%2F09506000134369&scheme=gs1")).json,
    );
    return protectedLinks.map(({ link }) => link.scope).sort();
  };
  const decided = async (who: Asker, scope: string, subject = holder.party) => {
    const question = { asset: { kind: "record", id: ofMany }, scope, action: "read", subject };
    const { json } = await asked(resolver, who, "/v1/decisions", {
      method: "POST",
      body: { questions: [question] },
    });
    return decisionsSchema.parse(json).decisions[0];
  };

  it("is shown what each of them lets it read", async () => {
    expect(await shownTo(holder)).toEqual([...scopes].sort());
    for (const who of [other, stranger, null]) expect(await shownTo(who)).toEqual([]);
  });

  it("is decided on without bringing the salt along, as is told to it and to who gave the grant", async () => {
    for (const scope of scopes)
      expect(await decided(holder, scope)).toMatchObject({ allowed: true, grant: grants.get(scope) });
    const explained = await decided(owner, "set-11");
    expect(explained).toMatchObject({ allowed: true, reason: "granted" });
    expect(explained?.explanation?.looked.find(({ reason }) => reason === "granted")?.right).toMatchObject({
      grant: grants.get("set-11"),
      opened: { party: { address: holder.party, name: "Holder" }, salt: saltOf("set-11") },
    });
    expect(await decided(stranger, "set-11")).toMatchObject({ allowed: false, reason: "no-right" });
    expect(await decided(owner, "set-11", other.party)).toMatchObject({ allowed: false, reason: "no-right" });
  });

  it("keeps those that hold when others are over", async () => {
    for (const [scope, grant] of grants) if (scope !== "set-7") ledger.revoke(grant, ofMany);
    await ledger.mine();
    expect(await shownTo(holder)).toEqual(["set-7"]);
    expect(await decided(holder, "set-3")).toMatchObject({ allowed: false, reason: "revoked" });
  });
});

describe("what is kept of one party's grants on one asset", () => {
  it("is bounded, and whoever tells of more learns what to do", async () => {
    const full = new Proxy(resolver.vault, {
      get: (target, name: keyof Vault) =>
        name === "grantsByTerm"
          ? async () => Array.from({ length: mostOpenings }, () => untold)
          : target[name],
    });
    const at = await startResolver(ledger.store, { vault: full });
    const salt = toHash(`0x${"5c".repeat(32)}`);
    const commitment = blindedGrantee(other.party, salt);
    const grantee = { kind: "blinded", commitment } as const;
    const another = ledger.grant("record", record, { grantor: owner.party, grantee });
    await ledger.mine();
    const body = { party: other.party, salt };
    const { status, text } = await asked(at, other, place(another), { method: "PUT", body });
    await at.close();
    expect([status, text]).toEqual([409, expect.stringContaining("cadastre right close GRANT")]);
  });
});
