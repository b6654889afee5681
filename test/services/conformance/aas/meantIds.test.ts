/** Asset ids that are meant for somebody (`externalSubjectId`), written by AAS tools as Catena-X has them, and seen by whom they name alone. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accredit, attestParty } from "../../../../services/ledger/actions/attestations.js";
import { suspendRecord } from "../../../../services/ledger/actions/identifiers.js";
import { commitmentsIn } from "../../../../services/ledger/protectedLinks.js";
import type { Address } from "../../../../services/store/model.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import type { Account } from "../../../fixtures/ledger.js";
import { signedFor } from "../../resolver/auth/asking.fixture.js";
import { type Answer, send } from "../raw.js";
import type { ServedLedger } from "../server.fixture.js";
import { codesOf, encode, parsed, search, sendBody } from "./client.js";
import { AasDiscoveryClient, Configuration } from "./sdk.js";
import { faultsOf } from "./specification.js";
import { authorised, endpoint, token, writingResolver } from "./writer.js";

const bpn = "BPNL00000003AYRE";
const gear = "https://acme.example/aas/gear-1";
const shellPath = `/shell-descriptors/${encode(gear)}`;
const linksPath = `/lookup/shells/${encode(gear)}`;
const bearer = { authorization: `Bearer ${token}` };

const meantFor = (...names: readonly string[]) => ({
  type: "ExternalReference",
  keys: names.map((value) => ({ type: "GlobalReference", value })),
});
const did = (party: Address): string => `did:ethr:0x7a69:${party}`;
const open = { name: "serialNumber", value: "G-1" };
const forPartner = { name: "customerPartId", value: "C-1", externalSubjectId: meantFor(bpn) };

describe.skipIf(anvilMissing !== null)("asset ids that are meant for somebody", () => {
  let served: ServedLedger;
  let url: string;
  let acme: Account;
  let partner: Account;
  let rival: Account;
  let forRival: typeof forPartner;

  beforeAll(async () => {
    served = await writingResolver();
    url = served.resolver.url;
    const { ledger } = served;
    acme = await ledger.account(1);
    partner = await ledger.party(2, "Partner", "organisation", `bpn:${bpn}`);
    rival = await ledger.party(3, "Rival", "organisation", "bpn:BPNL0000000CLAIM");
    const registrar = await ledger.party(4, "Registrar");
    await ledger.send(ledger.root, accredit(ledger.deployment, registrar.address, "bpn:", 0));
    const statement = { legalId: `bpn:${bpn}` };
    const terms = { until: 0, uri: "" };
    await ledger.send(
      registrar,
      attestParty(ledger.deployment, registrar.address, partner.address, statement, terms),
    );
    forRival = { name: "batchId", value: "B-1", externalSubjectId: meantFor(did(rival.address)) };
    await served.caughtUp();
  });
  afterAll(() => served?.stop());

  const write = (method: string, path: string, body: unknown) =>
    sendBody(url, path, JSON.stringify(body), authorised, method);
  /** What a party is answered that signs the request. */
  const asks = async (who: Account, target: string): Promise<Answer> =>
    send(url, target, {
      authorization: await signedFor(url, { signer: who.signer, key: who.address }, { target }),
    });
  const idsFor = async (who: Account | null) =>
    parsed(await (who === null ? send(url, linksPath) : asks(who, linksPath)));
  const onLedger = () =>
    served.store.readAsync(async (view) => {
      const { items } = await view.recordsByAssetId(
        { name: "AssetAdministrationShell", value: gear },
        { limit: 2 },
      );
      return { items, text: JSON.stringify([items, await view.twins(null, { limit: 100 })]) };
    });

  it("come with a shell's descriptor: the ledger has a commitment of them, and no word", async () => {
    const shell = {
      id: gear,
      assetKind: "Instance",
      specificAssetIds: [open, forPartner, forRival],
      endpoints: [endpoint("shells/gear-1", "AAS-3.0")],
      submodelDescriptors: [],
    };
    const answer = await write("POST", "/shell-descriptors", shell);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([201, shell]);
    const { items, text } = await onLedger();
    expect(items.map(({ linkset }) => commitmentsIn(linkset).length)).toEqual([2]);
    for (const secret of ["C-1", "B-1", bpn, rival.address.slice(2)]) expect(text).not.toContain(secret);
  });

  it("are seen by whom they name, and by nobody else", async () => {
    expect(await idsFor(partner)).toEqual([open, forPartner]);
    expect(await idsFor(rival)).toEqual([open, forRival]);
    expect(await idsFor(acme)).toEqual([open, forPartner, forRival]);
    expect(await idsFor(null)).toEqual([open]);
    const shown = parsed(await asks(partner, shellPath));
    expect(faultsOf("AssetAdministrationShellDescriptor", shown)).toBeNull();
  });

  it("are what the shell is found by, for whom they name alone", async () => {
    const path = search([forPartner.name, forPartner.value]);
    expect(parsed(await asks(partner, path))).toMatchObject({ result: [gear] });
    for (const answer of [await asks(rival, path), await send(url, path)])
      expect(parsed(answer)).toMatchObject({ result: [] });
  });

  it("come back to the tool that wrote them, which changes nothing by sending what it read", async () => {
    const before = await onLedger();
    const configuration = new Configuration({ basePath: url, headers: bearer });
    const client = new AasDiscoveryClient();
    const links = await client.getAllAssetLinksById({ configuration, aasIdentifier: gear });
    if (!links.success) throw new Error(JSON.stringify(links.error));
    const given = { configuration, aasIdentifier: gear, specificAssetId: links.data };
    expect(await client.postAllAssetLinksById(given)).toMatchObject({ success: true });
    const read = await send(url, shellPath, bearer);
    expect(read.headers["cache-control"]).toBe("private, no-cache");
    expect((await write("PUT", shellPath, parsed(read))).status).toBe(204);
    expect(await onLedger()).toEqual(before);
    expect(await idsFor(partner)).toEqual([open, forPartner]);
  });

  it("are replaced by another list, and what is no longer meant for somebody is shown to nobody", async () => {
    const forBoth = { ...forPartner, value: "C-2", externalSubjectId: meantFor(bpn, did(rival.address)) };
    const shown = (name: string) => ({ ...forBoth, externalSubjectId: meantFor(name) });
    const answer = await write("POST", linksPath, [open, forBoth]);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      201,
      [open, shown(bpn), shown(did(rival.address))],
    ]);
    // Neither learns of the other.
    expect(await idsFor(partner)).toEqual([open, shown(bpn)]);
    expect(await idsFor(rival)).toEqual([open, shown(did(rival.address))]);
    const client = new AasDiscoveryClient();
    const configuration = new Configuration({ basePath: url, headers: bearer });
    const removed = await client.deleteAllAssetLinksById({ configuration, aasIdentifier: gear });
    expect(removed.success).toBe(true);
    for (const who of [partner, rival, acme]) expect(await idsFor(who)).toEqual([]);
    expect((await onLedger()).items.map(({ linkset }) => commitmentsIn(linkset))).toEqual([[]]);
  });

  it("are everybody's where everybody may read them", async () => {
    const everybodys = { ...forPartner, value: "C-3", externalSubjectId: meantFor("PUBLIC_READABLE") };
    expect((await write("POST", linksPath, [open, everybodys])).status).toBe(201);
    expect(await idsFor(null)).toEqual([open, { name: forPartner.name, value: "C-3" }]);
  });

  it("are refused where they name nobody of the ledger, and nothing is written", async () => {
    const before = await onLedger();
    for (const [name, code] of [
      ["BPNL000000NOBODY", "RESOLVER_UNKNOWN_SUBJECT"],
      // What a party says of itself names nobody.
      ["BPNL0000000CLAIM", "RESOLVER_UNKNOWN_SUBJECT"],
      [`did:ethr:0x1:${rival.address}`, "RESOLVER_UNKNOWN_SUBJECT"],
      [`did:ethr:0x7a69:0x${"99".repeat(20)}`, "RESOLVER_UNKNOWN_SUBJECT"],
    ] as const) {
      const ids = [open, { ...forPartner, externalSubjectId: meantFor(name) }];
      const answer = await write("POST", linksPath, ids);
      const told = { status: answer.status, headers: {}, body: answer.text };
      expect([answer.status, codesOf(told), answer.text]).toEqual([
        400,
        [code],
        expect.stringContaining(name),
      ]);
    }
    const global = { name: "globalAssetId", value: "urn:acme:gear", externalSubjectId: meantFor(bpn) };
    const answer = await write("POST", linksPath, [global]);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("RESOLVER_INVALID_BODY")]);
    expect(await onLedger()).toEqual(before);
  });

  it("go with a bulk operation, which is finished by sending it again", async () => {
    const wheel = {
      id: "https://acme.example/aas/wheel-1",
      globalAssetId: "urn:acme:wheel-1",
      specificAssetIds: [forPartner],
    };
    for (const _ of [1, 2]) {
      const begun = await write("POST", "/bulk/shell-descriptors", [wheel]);
      const status = String(begun.headers.get("location")).slice(url.length);
      await expect.poll(async () => (await send(url, status, bearer)).status, { timeout: 30_000 }).toBe(302);
      const ended = await send(url, status.replace("status", "result"), bearer);
      expect([ended.status, ended.body]).toEqual([204, ""]);
    }
    const path = search([forPartner.name, forPartner.value]);
    expect(parsed(await asks(partner, path))).toMatchObject({ result: [wheel.id] });
    expect(parsed(await send(url, path))).toMatchObject({ result: [] });
  });

  it("show nothing of a shell that is taken down", async () => {
    const { items } = await onLedger();
    const [record] = items;
    expect((await write("POST", linksPath, [open, forPartner])).status).toBe(201);
    await served.ledger.send(
      acme,
      suspendRecord(
        served.ledger.deployment,
        { scheme: "aas", identifier: String(record?.identifier) },
        "for a test",
      ),
    );
    await served.caughtUp();
    expect((await asks(partner, linksPath)).status).toBe(404);
  });
});
