import { describe, expect, it } from "vitest";
import { project } from "../../../services/index/project.js";
import { assetKindCodes, granteeKindCode } from "../../../services/ledger/enums.js";
import type { LedgerEvent } from "../../../services/ledger/events/decodeLog.js";
import type { NamespaceDelegated, SealedRecordRegistered } from "../../../services/ledger/events/decoders.js";
import {
  toDigest,
  toGrantId,
  tokenWord,
  toNamespaceId,
  toQuotaId,
  toSeal,
  toTermsId,
  zeroAddress,
  zeroWord,
} from "../../../services/ledger/hex.js";
import { granteeWord } from "../../../services/ledger/ids.js";
import type { Draft } from "../../../services/store/draft.js";
import { tables } from "../../../services/store/keys.js";
import { everything } from "../store/contents.fixture.js";
import {
  address,
  checkpoint,
  digest,
  fingerprint,
  grantId,
  hash,
  namespaceId,
  schemeId,
  sealedId,
} from "../store/model.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";

const place = { block: 12, time: 1_700_000_012, transaction: hash(12), log: 3 };
const record = sealedId(1);
const tokenId = BigInt(record);
const by = address(2);
const seal = toSeal(tokenWord(77n));

const delegated = (epoch: number): NamespaceDelegated => ({
  event: "NamespaceDelegated",
  contract: "namespaces",
  namespace: namespaceId(1),
  parent: toNamespaceId(zeroWord),
  holder: address(2),
  scheme: schemeId("gs1"),
  prefix: "9506000",
  parentLength: 0,
  epoch,
  terms: { expiry: 0, levels: 16, mayIssue: true },
  by,
});
const namespaceSealed: LedgerEvent = {
  event: "NamespaceSealed",
  contract: "namespaces",
  namespace: namespaceId(1),
  by,
};
const registered: SealedRecordRegistered = {
  event: "SealedRecordRegistered",
  contract: "sealedRecords",
  record,
  namespace: namespaceId(1),
  owner: address(1),
  seal,
  digest: toDigest(zeroWord),
  namespaceEpoch: 4,
  by,
};
const updated: LedgerEvent = {
  event: "SealedContentUpdated",
  contract: "sealedRecords",
  record,
  version: 2,
  digest: digest(2),
  by,
};
const suspended: LedgerEvent = {
  event: "SealedStatusChanged",
  contract: "sealedRecords",
  record,
  status: 2,
  reason: "recall",
  by,
};
const locked: LedgerEvent = { event: "Locked", contract: "sealedRecords", tokenId };
const transfer = (from: number, to: number): LedgerEvent => ({
  event: "Transfer",
  contract: "sealedRecords",
  from: from === 0 ? zeroAddress : address(from),
  to: address(to),
  tokenId,
});
const frozen = {
  contract: "supervision",
  registry: fingerprint.contracts.sealedRecords,
  thing: record,
  office: 7,
  reason: 1,
  order: digest(9),
  by,
} as const;

async function drafted(...events: readonly LedgerEvent[]): Promise<Draft> {
  const store = await temporaryStore();
  await store.claim(fingerprint);
  const draft = store.draft();
  for (const event of [delegated(1), ...events]) project(draft, event, place);
  return draft;
}
const shown = (draft: Draft) => draft.get(tables.sealedRecord, record);

describe("sealed records in the index", () => {
  it("are what the events say, and nothing that tells their identifiers", async () => {
    const draft = await drafted(transfer(0, 1), registered);
    const at = { block: 12, time: 1_700_000_012, transaction: hash(12), by };
    expect(shown(draft)).toEqual({
      id: record,
      namespace: namespaceId(1),
      seal,
      owner: address(1),
      epoch: 1,
      status: "active",
      statusReason: "",
      namespaceEpoch: 4,
      version: 1,
      digest: null,
      locked: false,
      registered: at,
      updated: at,
    });
    const statistics = { delegations: 0, redelegations: 0, registrations: 1 };
    expect(draft.get(tables.namespaceStatistics, namespaceId(1))).toEqual(statistics);
    expect(draft.get(tables.holderStatistics, address(2))).toEqual(statistics);
    for (const event of [locked, updated, suspended]) project(draft, event, place);
    expect(shown(draft)).toMatchObject({
      locked: true,
      version: 2,
      digest: digest(2),
      status: "suspended",
      statusReason: "recall",
    });
    project(draft, { ...registered, record: sealedId(2), digest: digest(1) }, place);
    expect(draft.get(tables.sealedRecord, sealedId(2))).toMatchObject({ digest: digest(1) });
    expect(draft.get(tables.namespaceStatistics, namespaceId(1))).toMatchObject({ registrations: 2 });
  });

  it("change hands, and have roles under the epoch of each", async () => {
    const draft = await drafted(registered, transfer(1, 7), transfer(7, 8));
    expect(shown(draft)).toMatchObject({ owner: address(8), epoch: 3 });
    project(
      draft,
      {
        event: "RolesSet",
        contract: "sealedRecords",
        tokenId,
        account: address(5),
        roles: 4,
        epoch: 3,
        controlEpoch: 0,
        by,
      },
      place,
    );
    const of = { token: { kind: "sealed", id: record }, epoch: 3, controlEpoch: 0 } as const;
    expect(draft.get(tables.tokenRoles, { ...of, account: address(5) })).toMatchObject({
      roles: ["publisher"],
    });
  });

  it("are frozen and freed by each office for itself", async () => {
    const draft = await drafted(registered);
    const scope = { scopeKind: 1, scope: zeroWord };
    project(draft, { ...frozen, ...scope, event: "ThingFrozen" }, place);
    expect(shown(draft)).toMatchObject({ frozen: true });
    const thing = { kind: "sealed", id: record } as const;
    expect(draft.get(tables.freezes, thing)).toMatchObject({ freezes: [{ office: 7, order: digest(9) }] });
    project(draft, { ...frozen, event: "ThingUnfrozen", stillFrozen: false }, place);
    expect(shown(draft)?.frozen).toBeUndefined();
    expect(draft.get(tables.freezes, thing)).toMatchObject({ freezes: [] });
  });

  it("have rights and quotas on their data", async () => {
    const grantee = { kind: "party", party: address(3) } as const;
    const grant: LedgerEvent = {
      event: "RightGranted",
      contract: "rights",
      grant: grantId(1),
      asset: record,
      grantee: granteeWord(grantee),
      assetKind: assetKindCodes.sealed,
      assetEpoch: 1,
      granteeKind: granteeKindCode("party"),
      terms: toTermsId(zeroWord),
      parent: toGrantId(zeroWord),
      extent: { from: 0, until: 0, actions: 1, scopeName: "" },
      grantor: address(1),
      sequence: 1,
      accepted: false,
      by,
    };
    const quota: LedgerEvent = {
      event: "QuotaOpened",
      contract: "quotas",
      quota: 5n,
      asset: record,
      key: {
        assetKind: assetKindCodes.sealed,
        asset: record,
        survivesSale: false,
        scope: zeroWord,
        unit: `0x63616c6c${"0".repeat(56)}`,
        until: 0,
        terms: toTermsId(zeroWord),
      },
      assetEpoch: 1,
      scopeName: "",
      by,
    };
    const draft = await drafted(registered, grant, quota);
    const asset = { kind: "sealed", id: record } as const;
    expect(draft.get(tables.grant, grantId(1))).toMatchObject({ asset, grantee, actions: ["read"] });
    expect(draft.get(tables.grantCounts, asset)).toEqual({ epoch: 1, held: 1, lasting: 0 });
    expect(draft.get(tables.quota, toQuotaId(tokenWord(5n)))).toMatchObject({ asset, unit: "call" });
  });

  it("are registered once, and change only where they are there", async () => {
    await expect(drafted(registered, registered)).rejects.toMatchObject({
      code: "INDEX_INCONSISTENT",
      message: expect.stringContaining("a second time"),
    });
    for (const orphan of [updated, suspended, locked, transfer(1, 2)]) {
      await expect(drafted(orphan)).rejects.toMatchObject({
        code: "INDEX_INCONSISTENT",
        message: expect.stringContaining(`sealed record ${record}, which was never registered`),
      });
    }
  });

  it("are as before once their block is undone", async () => {
    const store = await temporaryStore();
    await store.claim(fingerprint);
    const commit = async (block: number, ...events: readonly LedgerEvent[]): Promise<void> => {
      const draft = store.draft();
      for (const event of events) project(draft, event, { ...place, block });
      await draft.commit(checkpoint(block, 0), { durable: false });
    };
    await commit(1, delegated(1), namespaceSealed, registered);
    const before = await everything(store);
    await commit(2, updated, suspended, transfer(1, 9), { ...registered, record: sealedId(2) });
    const owned = () => store.readAsync(async (view) => (await view.sealedRecordsOfOwner(address(9))).items);
    expect(await owned()).toMatchObject([{ id: record, version: 2 }]);
    await store.undoTo(1);
    expect(await everything(store)).toEqual(before);
    expect(await owned()).toEqual([]);
  });
});

it("a namespace is sealed until its prefix is delegated anew", async () => {
  const draft = await drafted();
  const sealed = () => draft.get(tables.namespace, namespaceId(1))?.sealed;
  expect(sealed()).toBe(false);
  project(draft, namespaceSealed, place);
  expect(sealed()).toBe(true);
  project(draft, delegated(3), place);
  expect(sealed()).toBe(false);
});
