import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type RecordContent,
  registerIdentifier,
  resumeRecord,
  retireRecord,
  suspendRecord,
  updateContent,
} from "../../../../services/ledger/actions/identifiers.js";
import {
  delegateNamespace,
  reinstateNamespace,
  suspendNamespace,
} from "../../../../services/ledger/actions/namespaces.js";
import { registerParty } from "../../../../services/ledger/actions/parties.js";
import { type GrantKey, grantRight, revokeRight } from "../../../../services/ledger/actions/rights.js";
import { transferToken } from "../../../../services/ledger/actions/tokens.js";
import { mintTwin, publishTwin } from "../../../../services/ledger/actions/twins.js";
import { subjectKindCodes } from "../../../../services/ledger/enums.js";
import { toAddress, toDigest } from "../../../../services/ledger/hex.js";
import {
  contentDigest,
  grantId,
  namespaceId,
  recordId,
  schemeId,
  scopeId,
  twinId,
} from "../../../../services/ledger/ids.js";
import { encodeLinkset } from "../../../../services/ledger/linkset.js";
import { readRecord } from "../../../../services/ledger/reads/identifiers.js";
import { readNamespace } from "../../../../services/ledger/reads/namespaces.js";
import { readParty } from "../../../../services/ledger/reads/parties.js";
import { readGrant, readIsAllowed } from "../../../../services/ledger/reads/rights.js";
import { readTwin, readTwinByContent } from "../../../../services/ledger/reads/twins.js";
import type { Subject } from "../../../../services/store/model.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../../fixtures/ledger.js";

const prefix = "9506000";
const name = { scheme: "gs1", identifier: "01/09506000134352/21/4711" };
const record = recordId(schemeId("gs1"), name.identifier);
const digest = toDigest(`0x${"d1".repeat(32)}`);
const nextDigest = toDigest(`0x${"d2".repeat(32)}`);
const twin = twinId(digest);

describe.skipIf(anvilMissing)("what a party does on the ledger, in the order of a life", () => {
  let ledger: DeployedLedger;
  let maker: Account;
  let partner: Account;
  beforeAll(async () => {
    ledger = await deployedLedger();
    maker = await ledger.party(1, "Maker GmbH", "organisation", "bpn:BPNL00000003AYRE");
    partner = await ledger.party(2, "Partner SA");
  });
  afterAll(() => ledger?.stop());

  const namespace = () => readNamespace(ledger.provider, ledger.deployment, { scheme: "gs1", prefix });
  const state = (block?: number) => readRecord(ledger.provider, ledger.deployment, record, block);

  it("registers a party once", async () => {
    const { provider, deployment } = ledger;
    expect(await readParty(provider, deployment, maker.address)).toEqual({
      kind: "organisation",
      controller: maker.address,
      controlEpoch: expect.any(Number),
    });
    const stranger = toAddress(`0x${"99".repeat(20)}`);
    expect(await readParty(provider, deployment, stranger)).toBeNull();
    const profile = {
      kind: "machine",
      name: "Again",
      legalId: "",
      profileDigest: digest,
      profileUri: "",
    } as const;
    await expect(ledger.send(maker, registerParty(deployment, maker.address, profile))).rejects.toMatchObject(
      {
        code: "LEDGER_REVERTED",
        details: { error: "PartyExists", args: { identity: maker.address } },
      },
    );
  });

  it("delegates a namespace, suspends and reinstates it", async () => {
    const { deployment, root } = ledger;
    expect(await namespace()).toBeNull();
    const target = { scheme: "gs1", prefix };
    await ledger.send(root, delegateNamespace(deployment, target, 0, maker.address));
    expect(await namespace()).toEqual({
      id: namespaceId(schemeId("gs1"), prefix),
      holder: maker.address,
      epoch: 1,
      status: "active",
      standing: "live",
      parentLength: 0,
      expiry: 0,
      levels: 15,
      mayIssue: true,
      emancipated: false,
      sealed: false,
      tenure: 1,
      answersSince: 1,
      suspendedBy: null,
    });

    await ledger.send(root, suspendNamespace(deployment, target, 0, "audit"));
    expect(await namespace()).toMatchObject({ status: "suspended", standing: "suspended", suspendedBy: 0 });
    await ledger.send(root, reinstateNamespace(deployment, target, 0, "audit passed"));
    expect(await namespace()).toMatchObject({ status: "active", standing: "live", suspendedBy: null });
  });

  it("mints a twin and publishes a version", async () => {
    const { provider, deployment } = ledger;
    expect(await readTwin(provider, deployment, twin)).toBeNull();
    expect(await readTwinByContent(provider, deployment, digest)).toBeNull();
    const content = { digest, mediaType: "application/aas+zip", uri: "https://maker.example/drive.aasx" };
    const commitment = await ledger.commit(maker, digest, nextDigest);
    const mint = {
      opening: commitment.opening(digest),
      author: maker.address,
      owner: maker.address,
      kind: "instance",
      name: "Drive 4711",
      content,
    } as const;
    const { block } = await ledger.send(maker, mintTwin(deployment, mint));
    const next = { ...content, digest: nextDigest };
    await ledger.send(maker, publishTwin(deployment, twin, next, commitment.opening(nextDigest)));

    const common = { owner: maker.address, epoch: 1, kind: "instance", state: "released" };
    expect(await readTwin(provider, deployment, twin)).toEqual({ ...common, version: 2, digest: nextDigest });
    expect(await readTwin(provider, deployment, twin, block)).toEqual({ ...common, version: 1, digest });
    expect(await readTwinByContent(provider, deployment, nextDigest)).toBe(twin);
  });

  it.each<Subject>([{ kind: "twin", id: twin }, { kind: "none" }])(
    "registers an identifier or updates what it says, with subject %j",
    async (subject) => {
      const { deployment } = ledger;
      const linkset = encodeLinkset({
        "https://ref.gs1.org/voc/pip": [{ href: "https://maker.example/4711" }],
      });
      const content: RecordContent = { subject, linkset };
      const version = ((await state())?.version ?? 0) + 1;
      const call =
        version === 1
          ? registerIdentifier(deployment, name, prefix.length, content, maker.address)
          : updateContent(deployment, name, content);
      await ledger.send(maker, call);

      const id = subject.kind === "none" ? `0x${"0".repeat(64)}` : subject.id;
      expect(await state()).toEqual({
        owner: maker.address,
        epoch: 1,
        status: "active",
        prefixLength: 7,
        namespaceEpoch: 1,
        version,
        digest: contentDigest(subjectKindCodes[subject.kind], `0x${id.slice(2)}`, linkset),
      });
    },
  );

  it("points an identifier at the party that owns it", async () => {
    const subject = { kind: "party", id: maker.address } as const;
    const linkset = encodeLinkset({});
    await ledger.send(maker, updateContent(ledger.deployment, name, { subject, linkset }));
    const padded = `0x${maker.address.slice(2).padStart(64, "0")}` as const;
    expect(await state()).toMatchObject({ digest: contentDigest(subjectKindCodes.party, padded, linkset) });
  });

  it("grants a right on a data set, and revokes it", async () => {
    const { provider, deployment } = ledger;
    const key: GrantKey = {
      asset: { kind: "twin", id: twin },
      scope: "Nameplate",
      grantee: { kind: "party", party: partner.address },
      survivesSale: false,
      terms: null,
      parent: null,
    };
    const until = 4_000_000_000;
    expect(await readGrant(provider, deployment, key)).toBeNull();
    await ledger.send(
      maker,
      grantRight(deployment, key, {
        actions: ["read", "use"],
        from: 0,
        until,
      }),
    );
    expect(await readGrant(provider, deployment, key)).toEqual({
      id: grantId({
        assetKind: 1,
        asset: twin,
        assetEpoch: 1,
        scope: scopeId("Nameplate"),
        grantee: key.grantee,
        terms: null,
        parent: null,
      }),
      status: "active",
      actions: ["read", "use"],
      from: 0,
      until,
      sequence: 1,
    });
    expect(await readIsAllowed(provider, deployment, key, partner.address, null, ["read"])).toBe(true);
    expect(await readIsAllowed(provider, deployment, key, partner.address, null, ["read", "modify"])).toBe(
      false,
    );

    await ledger.send(maker, revokeRight(deployment, key, "contract ended"));
    expect(await readGrant(provider, deployment, key)).toMatchObject({ status: "revoked" });
    expect(await readIsAllowed(provider, deployment, key, partner.address, null, ["read"])).toBe(false);
  });

  it("hands over a twin, and the former owner can do nothing more with it", async () => {
    const { provider, deployment } = ledger;
    await ledger.send(
      maker,
      transferToken(deployment, { kind: "twin", id: twin }, maker.address, partner.address),
    );
    expect(await readTwin(provider, deployment, twin)).toMatchObject({ owner: partner.address, epoch: 2 });
    const back = transferToken(deployment, { kind: "twin", id: twin }, partner.address, maker.address);
    await expect(ledger.send(maker, back)).rejects.toMatchObject({ code: "LEDGER_REVERTED" });
    const unowned = { digest: toDigest(`0x${"d3".repeat(32)}`), mediaType: "", uri: "" };
    const opening = (await ledger.commit(maker, unowned.digest)).opening(unowned.digest);
    await expect(ledger.send(maker, publishTwin(deployment, twin, unowned, opening))).rejects.toMatchObject({
      code: "LEDGER_REVERTED",
    });
  });

  it("suspends, resumes, hands over and retires a record", async () => {
    const { deployment } = ledger;
    await ledger.send(maker, suspendRecord(deployment, name, "recall"));
    expect(await state()).toMatchObject({ status: "suspended" });
    await ledger.send(maker, resumeRecord(deployment, name, "checked"));
    expect(await state()).toMatchObject({ status: "active" });
    const handOver = { kind: "record", id: record } as const;
    await ledger.send(maker, transferToken(deployment, handOver, maker.address, partner.address));
    expect(await state()).toMatchObject({ owner: partner.address, epoch: 2 });
    await ledger.send(partner, retireRecord(deployment, name, "scrapped"));
    expect(await state()).toMatchObject({ status: "retired" });
    await expect(ledger.send(partner, resumeRecord(deployment, name, "no"))).rejects.toMatchObject({
      details: { error: "InvalidRecordStatus" },
    });
  });

  it("says in words what a call does", () => {
    const call = retireRecord(ledger.deployment, name, "scrapped");
    expect(call.describe).toBe("retire gs1 01/09506000134352/21/4711 for ever");
  });

  it("given a value that does not fit its type, then it says so before anything is sent", () => {
    expect(() => suspendNamespace(ledger.deployment, { scheme: "gs1", prefix }, 256, "x")).toThrow(
      expect.objectContaining({ code: "LEDGER_INVALID_VALUE" }),
    );
    const unpaired = { ...name, identifier: "\ud800" };
    expect(() => retireRecord(ledger.deployment, unpaired, "x")).toThrow(
      expect.objectContaining({ code: "LEDGER_INVALID_VALUE" }),
    );
  });
});
