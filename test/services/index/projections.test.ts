import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { project } from "../../../services/index/project.js";
import type { LedgerEvent } from "../../../services/ledger/events/decodeLog.js";
import type {
  IdentifierRegistered,
  NamespaceDelegated,
  RecordContentUpdated,
} from "../../../services/ledger/events/decoders.js";
import { tokenWord, toNamespaceId, zeroAddress, zeroWord } from "../../../services/ledger/hex.js";
import { parseLinkset } from "../../../services/ledger/parseLinkset.js";
import type { Draft } from "../../../services/store/draft.js";
import { tables } from "../../../services/store/keys.js";
import {
  address,
  checkpoint,
  digest,
  hash,
  namespaceId,
  recordId,
  schemeId,
  twinId,
} from "../store/model.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";

const place = { block: 12, time: 1_700_000_012, transaction: hash(12), log: 3 };
const hex = (text: string | Uint8Array) => `0x${Buffer.from(text).toString("hex")}` as const;
const tokenId = BigInt(recordId(1));

/** A namespace beneath another, or a scheme's root. */
const delegated = (n: number, parent: number | null, prefix: string): NamespaceDelegated => ({
  event: "NamespaceDelegated",
  contract: "namespaces",
  namespace: namespaceId(n),
  parent: parent === null ? toNamespaceId(zeroWord) : namespaceId(parent),
  holder: address(2),
  scheme: schemeId("aas"),
  prefix,
  parentLength: 0,
  epoch: 1,
  terms: { expiry: 0, levels: 16, mayIssue: true },
  by: address(1),
});
/** What the tests begin with: a root, and the namespace `a` beneath it. */
const namespaces = [delegated(0, null, ""), delegated(1, 0, "a")];
const registered = (identifier: string): IdentifierRegistered => ({
  event: "IdentifierRegistered",
  contract: "identifiers",
  record: recordId(1),
  namespace: namespaceId(1),
  owner: address(1),
  scheme: schemeId("aas"),
  prefixLength: 1,
  identifier,
  namespaceEpoch: 4,
  by: address(2),
});
const transfer = (from: number, to: number): LedgerEvent => ({
  event: "Transfer",
  contract: "identifiers",
  from: from === 0 ? zeroAddress : address(from),
  to: address(to),
  tokenId,
});
const updated = (linkset: string | Uint8Array): RecordContentUpdated => ({
  event: "RecordContentUpdated",
  contract: "identifiers",
  record: recordId(1),
  version: 1,
  subjectKind: 0,
  subject: tokenWord(0n),
  linkset: hex(linkset),
  digest: digest(1),
  by: address(2),
});

async function drafted(...events: readonly LedgerEvent[]): Promise<Draft> {
  const draft = (await temporaryStore()).draft();
  for (const event of [...namespaces, ...events]) project(draft, event, place);
  return draft;
}

describe("projections", () => {
  it("take the mint's transfer before or after the registration, and count the later ones", async () => {
    for (const events of [
      [transfer(0, 1), registered("a/b/c")],
      [registered("a/b/c"), transfer(0, 1)],
    ]) {
      const draft = await drafted(...events, updated(""));
      expect(draft.get(tables.record, recordId(1))).toMatchObject({
        owner: address(1),
        epoch: 1,
        namespaceEpoch: 4,
      });
      project(draft, transfer(1, 7), place);
      project(draft, transfer(7, 7), place);
      expect(draft.get(tables.record, recordId(1))).toMatchObject({ owner: address(7), epoch: 3 });
    }
  });

  it("name block and log of what cannot follow from before", async () => {
    const orphans: LedgerEvent[] = [
      transfer(1, 2),
      updated(""),
      {
        event: "RecordStatusChanged",
        contract: "identifiers",
        record: recordId(1),
        status: 2,
        reason: "",
        by: address(1),
      },
      {
        event: "NamespaceSuspended",
        contract: "namespaces",
        namespace: namespaceId(2),
        ancestorLength: 0,
        reason: "",
        by: address(1),
      },
      {
        event: "TwinVersionPublished",
        contract: "twins",
        twin: twinId(1),
        version: 2,
        digest: digest(1),
        mediaType: "",
        uri: "",
        by: address(1),
      },
    ];
    for (const event of orphans) {
      await expect(drafted(event)).rejects.toMatchObject({
        code: "INDEX_INCONSISTENT",
        message: expect.stringContaining("Log 3 of block 12"),
        details: { block: 12, log: 3 },
      });
    }
    const noSuchStatus: LedgerEvent = {
      event: "RecordStatusChanged",
      contract: "identifiers",
      record: recordId(1),
      status: 9,
      reason: "",
      by: address(1),
    };
    await expect(drafted(registered("a/b/c"), noSuchStatus)).rejects.toMatchObject({
      code: "INDEX_INCONSISTENT",
    });
  });

  it("register an identifier once, also one that is retired", async () => {
    const retired: LedgerEvent = {
      event: "RecordStatusChanged",
      contract: "identifiers",
      record: recordId(1),
      status: 3,
      reason: "scrapped",
      by: address(1),
    };
    const again = { ...registered("a/b/c"), namespace: namespaceId(0), prefixLength: 0 };
    for (const before of [[], [retired]]) {
      await expect(drafted(registered("a/b/c"), ...before, again)).rejects.toMatchObject({
        code: "INDEX_INCONSISTENT",
        message: expect.stringContaining("a second time"),
      });
    }
  });

  it("put a higher ancestor's suspension of a namespace in the place of a lower one's", async () => {
    const by = { contract: "namespaces", namespace: namespaceId(1), by: address(1) } as const;
    const suspended = (ancestorLength: number, reason: string): LedgerEvent => ({
      event: "NamespaceSuspended",
      ancestorLength,
      reason,
      ...by,
    });
    const draft = await drafted(suspended(3, "fees"), suspended(0, "fraud"));
    expect(draft.get(tables.namespace, namespaceId(1))).toMatchObject({
      status: "suspended",
      suspension: { ancestorLength: 0, reason: "fraud" },
    });
    const reinstated = { event: "NamespaceReinstated", ancestorLength: 0, reason: "", ...by } as const;
    project(draft, reinstated, place);
    expect(draft.get(tables.namespace, namespaceId(1))).toMatchObject({ status: "active", suspension: null });
  });

  it("take any identifier and any links that a chain can hold", async () => {
    const store = await temporaryStore();
    const beginning = store.draft();
    for (const event of namespaces) project(beginning, event, place);
    await beginning.commit(checkpoint(11, 11), { durable: false });
    let records = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.constantFrom("a/globalAssetId/%", "a/globalAssetId/%FF", "//", "é\u{fffd}"),
        ),
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        async (identifier, linkset) => {
          const record = recordId(++records);
          const draft = store.draft();
          for (const event of [registered(identifier), updated(linkset)]) {
            project(draft, { ...event, record }, place);
          }
          // A store is read anew where its checkpoint is another.
          await draft.commit(checkpoint(11 + records, 11 + records), { durable: false });
          expect(store.read((view) => view.record(record)?.version)).toBe(1);
        },
      ),
    );
  });
});

describe("links as registered", () => {
  it.each([
    ["none", "", {}],
    ["an empty object", "{}", {}],
    [
      "targets of the known attributes",
      '{"gs1:pip":[{"href":"https://a","title":"A","type":"text/html","hreflang":["en"]}]}',
      undefined,
    ],
    [
      "extension attributes",
      '{"item":[{"href":"a","title*":[{"value":"Ä","language":"de"}],"x":["y"]}]}',
      undefined,
    ],
  ])("take %s as they are", (_, text, links) => {
    expect(parseLinkset(hex(text))).toEqual(links ?? JSON.parse(text));
  });

  it.each([
    ["no JSON", "{not JSON"],
    ["no UTF-8", Uint8Array.of(0x22, 0xff, 0x22)],
    ["an array", "[]"],
    ["a null", "null"],
    ["an anchor", '{"anchor":"https://a"}'],
    ["a relation without a name", '{"":[]}'],
    ["targets that are no array", '{"a":{"href":"b"}}'],
    ["a target without href", '{"a":[{"title":"b"}]}'],
    ["an href that is no text", '{"a":[{"href":1}]}'],
    ["a language list that is no list", '{"a":[{"href":"b","hreflang":"en"}]}'],
    ["a prototype", '{"__proto__":[]}'],
    ["a target's prototype", '{"a":[{"href":"b","__proto__":{"x":"y"}}]}'],
    ["attributes of any depth", `{"a":[{"href":"b","x":${"[".repeat(3_000)}${"]".repeat(3_000)}}]}`],
  ])("are refused where they are %s", (_, text) => {
    expect(parseLinkset(hex(text))).toBeNull();
  });
});
