/** Rows of the vault that somebody changed on the disk: they are not shown, break no answer, and the operator is told. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toHash } from "../../../../services/ledger/hex.js";
import { blindedGrantee } from "../../../../services/ledger/ids.js";
import {
  type LinkOpening,
  linkCommitment,
  protectedRelation,
} from "../../../../services/ledger/protectedLinks.js";
import type { GrantId, RecordId } from "../../../../services/store/model.js";
import { openKey } from "../../../../services/vault/key.js";
import { openLevelRows } from "../../../../services/vault/levelRows.js";
import type { Rows } from "../../../../services/vault/rows.js";
import { openVault } from "../../../../services/vault/vault.js";
import { startResolver, type TestResolver } from "../http.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";
import { type Asker, asked, asker, seen } from "./callers.fixture.js";
import { sealedThing } from "./sealedThing.fixture.js";

const serial = "01/09506000134352/21/4711";
const sealedSerial = "01/09506000134352/21/S1";
const pip = "https://ref.gs1.org/voc/pip";
const salt = (n: number) => toHash(`0x${n.toString(16).padStart(64, "0")}`);
const opening = (href: string, n: number): LinkOpening => ({
  link: { rel: pip, target: { href }, scope: "" },
  salt: salt(n),
});
const first = opening("https://inside.maker.example/first", 1);
const second = opening("https://inside.maker.example/second", 2);
const {
  namespace,
  secret,
  record: sealed,
  content,
  contentSalt,
  register,
} = sealedThing("9506000", sealedSerial);

let ledger: LedgerFixture;
let folder: string;
let rows: Rows;
let resolver: TestResolver;
let maker: Asker;
let partner: Asker;
let blinded: Asker;
let record: RecordId;
let grant: GrantId;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  maker = asker(ledger, "Maker", 1);
  partner = asker(ledger, "Partner", 2);
  blinded = asker(ledger, "Blinded", 3);
  ledger.schemes(root);
  ledger.namespace("gs1", "9506000", maker.party);
  record = ledger.register(serial, { owner: maker.party, prefix: "9506000" });
  const commitments = [first, second].map((one) => linkCommitment(record, one));
  ledger.update(record, { owner: maker.party, links: { [protectedRelation]: [{ href: "", commitments }] } });
  register(ledger, maker.party);
  const grantor = maker.party;
  ledger.grant("record", record, { grantor, grantee: partner.party });
  ledger.grant("sealed", sealed, { grantor, grantee: partner.party });
  const commitment = blindedGrantee(blinded.party, salt(4));
  grant = ledger.grant("record", record, { grantor, grantee: { kind: "blinded", commitment } });
  await ledger.mine();
  folder = await mkdtemp(join(tmpdir(), "cadastre-vault-"));
  rows = await openLevelRows(join(folder, "rows"));
  const vault = await openVault(rows, await openKey(join(folder, "key"), true), "told in events");
  resolver = await startResolver(ledger.store, { vault });
});
afterAll(async () => {
  await resolver?.close();
  await rows?.close();
  await ledger?.close();
  await rm(folder, { recursive: true, force: true });
});

const linkPlace = (one: LinkOpening) => `links/${record}/${linkCommitment(record, one)}`;
const rowOf = (one: LinkOpening) => `link/${record}/${linkCommitment(record, one)}`;
const send = async (method: "PUT" | "DELETE", place: string, body?: unknown): Promise<number> =>
  (await asked(resolver, maker, `/v1/vault/${place}`, { method, body })).status;
const resolved = (who: Asker | null, id: string) =>
  asked(resolver, who, `/v1/resolve?id=${encodeURIComponent(id)}&scheme=gs1`);

/** Entrusts all of it anew, so that each test begins with rows as they were written. */
async function entrusted(): Promise<void> {
  const puts = [
    [linkPlace(first), first],
    [linkPlace(second), second],
    [`secrets/${namespace}`, { secret: secret.reveal() }],
    [`contents/${sealed}`, { content, contentSalt }],
    [`grantees/${grant}`, { party: blinded.party, salt: salt(4) }],
  ] as const;
  for (const [place, body] of puts) expect(await send("PUT", place, body)).toBe(200);
}

/** Changes one row on the disk: a bit of what is encrypted, or all of it for another row's. */
async function changed(name: string, other?: string): Promise<void> {
  const row = await rows.get(other ?? name);
  if (row === null) throw new Error(`There is no row ${other ?? name}`);
  await rows.write([[name, other === undefined ? row.with(-1, (row.at(-1) ?? 0) ^ 1) : row]]);
}

/** What the operator's log says of it from here on. */
function alarms(): () => readonly unknown[] {
  const before = resolver.logged.length;
  return () =>
    resolver.logged
      .slice(before)
      .filter((line) => line.level === 50 && JSON.stringify(line).includes("VAULT_TAMPERED"));
}

describe("a row of the vault that was changed on the disk", () => {
  for (const what of ["a bit", "the whole row"] as const) {
    it(`is no link that is shown where ${what} is another; other links are shown`, async () => {
      await entrusted();
      await changed(rowOf(first), what === "a bit" ? undefined : rowOf(second));
      const told = alarms();
      const answer = await resolved(partner, serial);
      expect([answer.status, answer.at("protectedLinks")]).toEqual([
        200,
        [expect.objectContaining({ link: second.link })],
      ]);
      expect(told()).toHaveLength(1);
      expect(JSON.stringify(told())).toContain(rowOf(first));
      expect(JSON.stringify(told())).not.toContain("inside.maker.example");
    });
  }

  it("is no content of a sealed record, which is found all the same", async () => {
    await entrusted();
    await changed(`content/${sealed}`);
    const told = alarms();
    const answer = await resolved(partner, sealedSerial);
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining(sealed)]);
    expect(answer.text).not.toContain("inside.maker.example");
    expect(told().length).toBeGreaterThan(0);
  });

  it("is no secret: the answer is the one where nobody has entrusted any", async () => {
    await entrusted();
    await send("DELETE", `secrets/${namespace}`);
    const without = await resolved(partner, sealedSerial);
    await entrusted();
    await changed(`secret/${namespace}/${maker.party}`);
    const told = alarms();
    expect(seen(await resolved(partner, sealedSerial))).toEqual(seen(without));
    expect(told()).toHaveLength(1);
  });

  it("opens no blinded grant: its holder is shown what a stranger is", async () => {
    await entrusted();
    expect((await resolved(blinded, serial)).at("protectedLinks")).toHaveLength(2);
    await changed(`blinded/${grant}`);
    const told = alarms();
    expect((await resolved(blinded, serial)).text).toBe((await resolved(null, serial)).text);
    expect(told().length).toBeGreaterThan(0);
  });

  it("is taken back by its owner, and put there anew", async () => {
    await entrusted();
    const names = [rowOf(first), `content/${sealed}`, `blinded/${grant}`];
    for (const name of names) await changed(name);
    for (const place of [linkPlace(first), `contents/${sealed}`, `grantees/${grant}`])
      expect(await send("DELETE", place)).toBe(204);
    expect(await Promise.all(names.map((name) => rows.get(name)))).toEqual([null, null, null]);
    await entrusted();
    const told = alarms();
    expect((await resolved(partner, serial)).at("protectedLinks")).toHaveLength(2);
    expect(told()).toEqual([]);
  });
});
