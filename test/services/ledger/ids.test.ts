import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { grantKeyWords } from "../../../services/ledger/actions/rights.js";
import { mintTwin } from "../../../services/ledger/actions/twins.js";
import { ledgerContracts } from "../../../services/ledger/contracts.js";
import { assetKindCodes } from "../../../services/ledger/enums.js";
import {
  toAddress,
  toDigest,
  toGrantId,
  toGroupId,
  toHex,
  tokenWord,
  toNamespaceId,
  toSeal,
  toTermsId,
  zeroWord,
} from "../../../services/ledger/hex.js";
import {
  blindedGrantee,
  grantId,
  groupId,
  namespaceId,
  recordId,
  schemeId,
  scopeId,
  sealedId,
  sealOf,
  termsId,
  twinId,
} from "../../../services/ledger/ids.js";
import type { Grantee } from "../../../services/store/model.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";

const text = fc.string({ unit: "grapheme", maxLength: 60 });
const word = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`);
const few = { numRuns: 15 };
const grantees: fc.Arbitrary<Grantee> = fc.oneof(
  word.map((some) => ({ kind: "party" as const, party: toAddress(some.slice(0, 42)) })),
  word.map((some) => ({ kind: "group" as const, group: toGroupId(some) })),
  word.map((some) => ({ kind: "blinded" as const, commitment: toDigest(some) })),
);

describe.skipIf(anvilMissing)("ids are those of the contracts", () => {
  let ledger: DeployedLedger;
  let contracts: ReturnType<typeof ledgerContracts>;
  beforeAll(async () => {
    ledger = await deployedLedger();
    contracts = ledgerContracts(ledger.deployment, ledger.provider);
  });
  afterAll(() => ledger?.stop());

  it("namespaceId", () =>
    fc.assert(
      fc.asyncProperty(text, text, async (scheme, prefix) => {
        const id = schemeId(scheme);
        expect(namespaceId(id, prefix)).toBe(await contracts.namespaces.namespaceId(id, prefix));
      }),
      few,
    ));

  it("recordId", () =>
    fc.assert(
      fc.asyncProperty(text, text, async (scheme, identifier) => {
        const id = schemeId(scheme);
        expect(recordId(id, identifier)).toBe(await contracts.identifiers.recordId(id, identifier));
      }),
      few,
    ));

  it("sealOf and sealedId", () =>
    fc.assert(
      fc.asyncProperty(text, text, word, word, async (scheme, identifier, salt, some) => {
        const { sealedRecords } = contracts;
        const id = schemeId(scheme);
        expect(sealOf(id, identifier, toHex(salt))).toBe(await sealedRecords.sealOf(id, identifier, salt));
        const found = sealedId(toNamespaceId(some), toSeal(salt));
        expect(found).toBe(await sealedRecords.sealedId(some, salt));
      }),
      few,
    ));

  it("twinId", () =>
    fc.assert(
      fc.asyncProperty(word, async (digest) => {
        expect(twinId(toDigest(digest))).toBe(await contracts.twins.twinId(digest));
      }),
      few,
    ));

  it("grantId, of a twin in its first holding epoch", async () => {
    const digest = toDigest(`0x${"a1".repeat(32)}`);
    const author = ledger.root.address;
    const content = { digest, mediaType: "application/json", uri: "" };
    const opening = (await ledger.commit(ledger.root, digest)).opening(digest);
    await ledger.send(
      ledger.root,
      mintTwin(ledger.deployment, { author, owner: author, kind: "type", name: "Drive", content, opening }),
    );
    const asset = { kind: "twin", id: twinId(digest) } as const;
    await fc.assert(
      fc.asyncProperty(text, word, grantees, fc.boolean(), async (scope, some, grantee, survivesSale) => {
        const terms = toTermsId(some);
        const parent = survivesSale ? null : toGrantId(some);
        const words = grantKeyWords({ asset, scope, grantee, survivesSale, terms, parent });
        const parts = {
          assetKind: assetKindCodes.twin,
          asset: asset.id,
          assetEpoch: survivesSale ? 0 : 1,
          grantee,
          terms,
          parent,
        };
        expect(grantId({ ...parts, scope: scopeId(scope) })).toBe(await contracts.rights.grantId(words));
      }),
      few,
    );
  });

  it("termsId, groupId and the commitment to a blinded grantee", () =>
    fc.assert(
      fc.asyncProperty(text, word, fc.nat(31), fc.boolean(), async (name, some, bits, flag) => {
        const terms = {
          policy: toDigest(some),
          uri: name,
          actions: bits,
          sublicences: bits % 5,
          notice: bits * 86_400,
          exclusive: flag,
          irrevocable: !flag,
          byAcceptance: flag,
        };
        expect(termsId(terms)).toBe(await contracts.rights.termsId(terms));
        const party = toAddress(some.slice(0, 42));
        expect(groupId(party, name)).toBe(await contracts.groups.groupId(party, name));
        expect(blindedGrantee(party, toHex(some))).toBe(await contracts.rights.blindedGrantee(party, some));
      }),
      few,
    ));
});

describe("ids", () => {
  it("gives the whole asset the scope zero", () => {
    expect(scopeId("")).toBe(zeroWord);
    expect(scopeId("Nameplate")).not.toBe(zeroWord);
  });

  it("writes a token id as the 32-byte id that it is", () => {
    fc.assert(fc.property(word, (id) => tokenWord(BigInt(id)) === id));
  });

  it("keeps apart what differs in scheme, in prefix, or in being a namespace", () => {
    const scheme = schemeId("handle");
    expect(namespaceId(scheme, "88.1")).not.toBe(namespaceId(scheme, "88.10"));
    expect(recordId(scheme, "88.1/x")).not.toBe(recordId(schemeId("oid"), "88.1/x"));
    expect(recordId(scheme, "88.1")).not.toBe(namespaceId(scheme, "88.1"));
  });
});
