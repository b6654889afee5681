import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerIdentifier } from "../../../../services/ledger/actions/identifiers.js";
import { delegateNamespace, sealNamespace } from "../../../../services/ledger/actions/namespaces.js";
import {
  registerManySealed,
  registerSealed,
  resumeSealed,
  retireSealed,
  suspendSealed,
  updateSealedContent,
} from "../../../../services/ledger/actions/sealedRecords.js";
import { ledgerContracts } from "../../../../services/ledger/contracts.js";
import { subjectKindCodes } from "../../../../services/ledger/enums.js";
import {
  namespaceId,
  schemeId,
  sealedContentDigest,
  sealedId,
  sealOf,
} from "../../../../services/ledger/ids.js";
import { encodeLinkset } from "../../../../services/ledger/linkset.js";
import { readNamespace } from "../../../../services/ledger/reads/namespaces.js";
import { readSealedIsLive, readSealedRecord } from "../../../../services/ledger/reads/sealedRecords.js";
import { SealSecret } from "../../../../services/ledger/sealed.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../../fixtures/ledger.js";

const place = { scheme: "gs1", prefix: "9506000" } as const;
const gs1 = schemeId(place.scheme);
const secret = SealSecret.generate();
const identifier = "01/09506000134352/21/4711";
const named = (text: string) => ({ ...place, seal: sealOf(gs1, text, secret.saltOf(gs1, text)) });
const name = named(identifier);
const record = sealedId(namespaceId(gs1, place.prefix), name.seal);
const linkset = encodeLinkset({ "gs1:pip": [{ href: "https://maker.example/4711" }] });
const digestOf = (version: number) =>
  sealedContentDigest(
    subjectKindCodes.none,
    `0x${"0".repeat(64)}`,
    linkset,
    secret.contentSaltOf(gs1, identifier, version),
  );

describe.skipIf(anvilMissing)("sealed records, in the order of a life", () => {
  let ledger: DeployedLedger;
  let maker: Account;
  beforeAll(async () => {
    ledger = await deployedLedger();
    maker = await ledger.party(1, "Maker GmbH");
    await ledger.send(ledger.root, delegateNamespace(ledger.deployment, place, 0, maker.address));
  });
  afterAll(() => ledger?.stop());

  const state = () => readSealedRecord(ledger.provider, ledger.deployment, record);
  const isLive = () => readSealedIsLive(ledger.provider, ledger.deployment, name);

  it("seals a namespace, which then issues nothing in the open", async () => {
    const { provider, deployment } = ledger;
    await ledger.send(maker, sealNamespace(deployment, place));
    expect(await readNamespace(provider, deployment, place)).toMatchObject({
      sealed: true,
      standing: "live",
    });
    const content = { subject: { kind: "none" }, linkset: new Uint8Array() } as const;
    const open = registerIdentifier(deployment, { scheme: "gs1", identifier }, 7, content, maker.address);
    await expect(ledger.send(maker, open)).rejects.toMatchObject({ details: { error: "NamespaceIsSealed" } });
  });

  it("registers sealed records, one and many, with the digest of a content or none", async () => {
    const { deployment, provider } = ledger;
    expect(await state()).toBeNull();
    await ledger.send(maker, registerSealed(deployment, name, digestOf(1), maker.address));
    expect(await state()).toEqual({
      owner: maker.address,
      epoch: 1,
      status: "active",
      prefixLength: 7,
      namespaceEpoch: 1,
      version: 1,
      digest: digestOf(1),
    });
    const { seal } = named("01/09506000134352/21/4712");
    const { scheme, prefix } = place;
    const entries = [{ seal, digest: null }];
    await ledger.send(maker, registerManySealed(deployment, scheme, prefix, entries, maker.address, true));
    const other = await readSealedRecord(provider, deployment, sealedId(namespaceId(gs1, prefix), seal));
    expect(other).toMatchObject({ version: 1, digest: null });
  });

  it("proves what belongs together, and nothing else", async () => {
    const { sealedRecords } = ledgerContracts(ledger.deployment, ledger.provider);
    const salt = secret.saltOf(gs1, identifier);
    const next = "01/09506000134352/21/4712";
    expect(await sealedRecords.verifyDisclosure(record, gs1, identifier, salt)).toBe(true);
    expect(await sealedRecords.verifyDisclosure(record, gs1, next, salt)).toBe(false);
    expect(await sealedRecords.verifyDisclosure(record, gs1, next, secret.saltOf(gs1, next))).toBe(false);
  });

  it("updates, suspends, resumes and retires", async () => {
    const { deployment } = ledger;
    await ledger.send(maker, updateSealedContent(deployment, name, digestOf(2)));
    expect(await state()).toMatchObject({ version: 2, digest: digestOf(2) });
    await ledger.send(maker, updateSealedContent(deployment, name, null));
    expect(await state()).toMatchObject({ version: 3, digest: null });
    await ledger.send(maker, suspendSealed(deployment, name, "inspection"));
    expect([await isLive(), (await state())?.status]).toEqual([false, "suspended"]);
    await ledger.send(maker, resumeSealed(deployment, name, "inspected"));
    expect([await isLive(), (await state())?.status]).toEqual([true, "active"]);
    await ledger.send(maker, retireSealed(deployment, name, "scrapped"));
    expect([await isLive(), (await state())?.status]).toEqual([false, "retired"]);
    const again = registerSealed(deployment, name, null, maker.address);
    await expect(ledger.send(maker, again)).rejects.toMatchObject({
      code: "LEDGER_REVERTED",
      details: { error: "SealedRecordExists", args: { record } },
    });
  });
});
