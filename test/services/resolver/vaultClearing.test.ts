/** The vault is cleared of what the ledger has no commitment of, for good, and of nothing else. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FollowerStatus } from "../../../services/index/status.js";
import { toHash, toRecordId } from "../../../services/ledger/hex.js";
import { blindedGrantee, namespaceId, schemeId, sealedId, sealOf } from "../../../services/ledger/ids.js";
import {
  type LinkOpening,
  linkCommitment,
  protectedRelation,
} from "../../../services/ledger/protectedLinks.js";
import { digestOf, type SealedContent } from "../../../services/ledger/sealedContent.js";
import { clearPage, startClearing } from "../../../services/resolver/vault/clearing.js";
import { openConfiguredVault } from "../../../services/resolver/vault/open.js";
import type { Address, RecordId } from "../../../services/store/model.js";
import type { LinkName, Vault } from "../../../services/vault/vault.js";
import { followingStatus } from "./http.fixture.js";
import { LedgerFixture } from "./ledger.fixture.js";

const salt = (n: number) => toHash(`0x${n.toString(16).padStart(64, "0")}`);
const opening = (n: number): LinkOpening => ({
  link: { rel: "describedby", target: { href: `https://inside.example/${n}` }, scope: "" },
  salt: salt(n),
});
const content = (n: number): SealedContent => ({
  subject: { kind: "none" },
  linkset: { describedby: [{ href: `https://inside.example/${n}` }] },
});
const namespace = namespaceId(schemeId("gs1"), "9506000");
const seal = sealOf(schemeId("gs1"), "01/09506000134352/21/S1", salt(77));
const sealed = sealedId(namespace, seal);

let ledger: LedgerFixture;
let folder: string;
let vault: Vault;
let owner: Address;
let buyer: Address;
let record: RecordId;

/** Lets the record have commitments of these openings, and of no others. */
const commit = (...numbers: readonly number[]): void => {
  const commitments = numbers.map((n) => linkCommitment(record, opening(n)));
  ledger.update(record, { owner, links: { [protectedRelation]: [{ href: "", commitments }] } });
};
const name = (n: number): LinkName => ({ record, commitment: linkCommitment(record, opening(n)) });
const entrust = (n: number): Promise<void> =>
  vault.putLink(name(n), { opening: opening(n), epoch: 1, terms: [`term ${n}`], by: owner });
/** Which of these links are there. */
const kept = async (...numbers: readonly number[]): Promise<readonly number[]> => {
  const found = await Promise.all(numbers.map((n) => vault.link(name(n))));
  return numbers.filter((_, place) => found[place] !== null);
};
const now = (): number => Math.floor(Date.now() / 1000);

/** Clears all pages, each of a few rows. @param age How old rows must be at least, in seconds; less than none counts what was put just now. */
async function cleared(age = -10, limit = 2): Promise<number> {
  let rows = 0;
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof clearPage>> = await clearPage(
      { store: ledger.store, vault, before: now() - age },
      after,
      limit,
    );
    expect(page.rows).toBeLessThanOrEqual(limit);
    rows += page.rows;
    after = page.next;
  } while (after !== null);
  return rows;
}

beforeEach(async () => {
  ledger = await LedgerFixture.open();
  owner = ledger.party("Maker");
  buyer = ledger.party("Buyer");
  ledger.schemes(owner);
  ledger.namespace("gs1", "9506000", owner);
  record = ledger.register("01/09506000134352/21/4711", { owner, prefix: "9506000" });
  commit(1, 2, 3);
  await ledger.mine();
  folder = await mkdtemp(join(tmpdir(), "cadastre-vault-"));
  vault = await openConfiguredVault({ location: folder }, "told in events");
  for (const n of [1, 2, 3]) await entrust(n);
});
afterEach(async () => {
  await vault.close();
  await ledger.close();
  await rm(folder, { recursive: true, force: true });
});

describe("a protected link in the vault", () => {
  it("goes with all it is found by once its commitment is gone from the final block, and others stay", async () => {
    expect(await cleared()).toBe(0);
    commit(1, 3);
    await ledger.mine({ finalized: 1 });
    expect(await cleared()).toBe(0);
    expect(await kept(1, 2, 3)).toEqual([1, 2, 3]);
    await ledger.mine();
    expect(await cleared()).toBe(1);
    expect(await kept(1, 2, 3)).toEqual([1, 3]);
    expect(await vault.linksByTerm("term 2", 10)).toEqual([]);
    expect(await vault.linksByTerm("term 1", 10)).toEqual([name(1)]);
  });

  it("stays where its commitment has come back, though the final block has not got it", async () => {
    commit(1, 3);
    await ledger.mine();
    commit(1, 2, 3);
    await ledger.mine({ finalized: 2 });
    expect(await cleared()).toBe(0);
  });

  it("stays for a while where it was entrusted before its transaction", async () => {
    await entrust(4);
    expect(await cleared(60)).toBe(0);
    expect(await kept(4)).toEqual([4]);
    expect(await cleared()).toBe(1);
    expect(await kept(1, 2, 3, 4)).toEqual([1, 2, 3]);
  });

  it("goes when the record is sold: it is the word of the former owner, and shown to nobody", async () => {
    ledger.transfer("identifiers", record, owner, buyer);
    await ledger.mine();
    await vault.putLink(name(3), { opening: opening(3), epoch: 2, terms: [], by: buyer });
    expect(await cleared()).toBe(2);
    expect(await kept(1, 2, 3)).toEqual([3]);
  });

  it("stays where it was put there anew since it was looked at", async () => {
    commit();
    await ledger.mine();
    const { items } = await vault.kept(null, 10);
    await entrust(2);
    expect(await vault.clear(items)).toBe(2);
    expect(await kept(1, 2, 3)).toEqual([2]);
    expect(await vault.linksByTerm("term 2", 10)).toEqual([name(2)]);
  });

  it("stays while the index has not come to the final block", async () => {
    commit();
    await ledger.mine({ finalized: 99 });
    expect(await cleared()).toBe(0);
  });
});

describe("what else is in the vault", () => {
  it("is looked at likewise: what sealed records say, and whom grants are for; secrets stay", async () => {
    const digest = digestOf(content(1), salt(1));
    if (digest === null) throw new Error("there is content");
    const sealing = {
      record: sealed,
      namespace,
      owner,
      seal,
      digest,
      namespaceEpoch: 1,
      by: owner,
    };
    ledger.happened({ event: "SealedRecordRegistered", contract: "sealedRecords", ...sealing });
    const commitment = blindedGrantee(buyer, salt(5));
    const grant = ledger.grant("record", record, {
      grantor: owner,
      grantee: { kind: "blinded", commitment },
    });
    const unknown = ledger.grant("record", record, { grantor: owner, grantee: buyer });
    await ledger.mine();
    const by = owner;
    await vault.putContent(sealed, { content: content(1), contentSalt: salt(1), epoch: 1, by });
    await vault.putBlinded(grant, { party: buyer, salt: salt(5), terms: [], by });
    await vault.putBlinded(unknown, { party: buyer, salt: salt(6), terms: [], by });
    await vault.putSecret(namespace, { secret: salt(9), by });
    expect(await cleared()).toBe(1);
    expect(await vault.blinded(unknown)).toBeNull();
    expect(await vault.blinded(grant)).not.toBeNull();
    await vault.putContent(sealed, { content: content(2), contentSalt: salt(1), epoch: 1, by });
    expect(await cleared()).toBe(1);
    expect([await vault.content(sealed), await vault.secret(namespace, owner)]).toEqual([
      null,
      { secret: salt(9), by },
    ]);
  });

  it("goes where nothing of the kind was ever registered", async () => {
    const nowhere = { record: toRecordId(salt(123)), commitment: name(1).commitment };
    await vault.putLink(nowhere, { opening: opening(1), epoch: 1, terms: [], by: owner });
    expect(await cleared()).toBe(1);
  });
});

describe("clearing in the background", () => {
  it("waits until the index follows the chain, and tells the operator how many rows went, not which", async () => {
    commit(1);
    await ledger.mine();
    const lines: string[] = [];
    const logger = pino({ base: null }, { write: (line: string) => void lines.push(line) });
    /** A minute of it, a month later. */
    const minute = async (state: FollowerStatus["state"]): Promise<void> => {
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
      const status = () => ({ ...followingStatus, state });
      const stop = startClearing({ store: ledger.store, vault }, 30, status, logger);
      vi.setSystemTime(Date.now() + 31 * 86_400_000);
      vi.advanceTimersByTime(60_000);
      vi.useRealTimers();
      await stop();
    };
    await minute("syncing");
    expect(await kept(1, 2, 3)).toEqual([1, 2, 3]);
    await minute("following");
    expect(await kept(1, 2, 3)).toEqual([1]);
    expect(lines.map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ rows: 2 })]);
    expect(lines.join()).not.toContain(record);
  });
});
