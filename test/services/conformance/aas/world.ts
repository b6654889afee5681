/** The ledger that the tests of the AAS interfaces look at: shells that were imported, and twins without any. */
import { shellsOfJson } from "../../../../services/importers/aas/json.js";
import { shellRows } from "../../../../services/importers/aas/shellRows.js";
import { sha256 } from "../../../../services/importers/digest.js";
import { type RunImportOptions, runImport } from "../../../../services/importers/run/runImport.js";
import { registerIdentifier, suspendRecord } from "../../../../services/ledger/actions/identifiers.js";
import { delegateNamespace } from "../../../../services/ledger/actions/namespaces.js";
import { mintTwin } from "../../../../services/ledger/actions/twins.js";
import { toDigest } from "../../../../services/ledger/hex.js";
import { twinId } from "../../../../services/ledger/ids.js";
import type { Subject } from "../../../../services/store/model.js";
import type { Account } from "../../../fixtures/ledger.js";
import { type ServedLedger, servedLedger } from "../server.fixture.js";

export const owner = "acme.example";
export const pump = "https://acme.example/aas/4711";
export const secondPump = "https://acme.example/aas/4712";
export const type = "https://acme.example/aas/p-200";
export const role = "urn:acme:role:ä/ü?#%";
export const paused = "urn:acme:paused";
export const pumpAsset = "https://acme.example/assets/4711";
export const assetType = "https://acme.example/types/p-200";
export const nameplate = "https://acme.example/submodels/4711/nameplate";
export const elsewhere = "urn:acme:submodel:elsewhere";
export const gs1Code = "01/09506000134352/21/4711";

const bareDigest = toDigest(`0x${"ba".repeat(32)}`);
export const bareTwin = twinId(bareDigest);

export const nameplateSemantics = {
  type: "ExternalReference",
  keys: [{ type: "GlobalReference", value: "https://admin-shell.io/idta/nameplate/3/0/Nameplate" }],
};

const reference = (value: string) => ({ type: "ModelReference", keys: [{ type: "Submodel", value }] });
const id = (name: string, value: string) => ({ name, value });
const partId = id("manufacturerPartId", "P-200");

function shell(of: string, asset: object, more: object = {}) {
  return { modelType: "AssetAdministrationShell", id: of, assetInformation: asset, ...more };
}

const environment = {
  assetAdministrationShells: [
    shell(
      pump,
      {
        assetKind: "Instance",
        assetType,
        globalAssetId: pumpAsset,
        specificAssetIds: [
          id("serialNumber", "4711"),
          partId,
          { ...id("customerPartId", "C-1"), externalSubjectId: reference("BPNL00000003AYRE") },
        ],
      },
      { idShort: "Pump4711", submodels: [reference(nameplate), reference(elsewhere)] },
    ),
    shell(
      secondPump,
      {
        assetKind: "Instance",
        assetType,
        globalAssetId: "https://acme.example/assets/4712",
        specificAssetIds: [id("serialNumber", "4712"), partId],
      },
      { idShort: "Pump4712" },
    ),
    shell(type, { assetKind: "Type", globalAssetId: assetType, specificAssetIds: [partId] }),
    shell(role, { assetKind: "Role", globalAssetId: "urn:acme:asset:role" }),
    shell(paused, { assetKind: "Instance", globalAssetId: "urn:acme:asset:paused" }),
  ],
  submodels: [{ modelType: "Submodel", id: nameplate, idShort: "Nameplate", semanticId: nameplateSemantics }],
};

/** What somebody else says: a shell of the same id, about another asset. */
const rivals = {
  assetAdministrationShells: [
    shell(pump, {
      assetKind: "Instance",
      globalAssetId: "urn:rival:asset",
      specificAssetIds: [id("serialNumber", "4711")],
    }),
  ],
};

/** Imports as the party `by`, which gets a namespace for the segment first. */
export async function importAs(
  { ledger }: ServedLedger,
  by: Account,
  segment: string,
  rows: RunImportOptions["rows"],
): Promise<void> {
  const { deployment, root } = ledger;
  await ledger.send(root, delegateNamespace(deployment, { scheme: "aas", prefix: segment }, 0, by.address));
  await runImport({
    rows,
    ledger,
    sender: by.sender,
    party: by.address,
    onResult: ({ problem }) => {
      if (problem !== undefined) throw new Error(problem.message);
    },
  });
}

/** Rows of an environment, as an import of its file has them. */
export function rowsOf(document: object, segment: string) {
  const digest = sha256(JSON.stringify(document));
  return shellRows(shellsOfJson(document), { digest, mediaType: "application/json", owner: segment });
}

export async function aasWorld(): Promise<ServedLedger> {
  const served = await servedLedger();
  const { ledger } = served;
  const { deployment } = ledger;
  const maker = await ledger.party(1, "Acme");
  const rival = await ledger.party(2, "Rival");
  await importAs(served, maker, owner, rowsOf(environment, owner));
  await importAs(served, rival, "rival.example", rowsOf(rivals, "rival.example"));
  await ledger.send(maker, suspendRecord(deployment, shellRecord(paused), "for a test"));
  await bareTwinOf(served, maker);
  await served.caughtUp();
  return served;
}

const shellRecord = (of: string) => ({
  scheme: "aas",
  identifier: `${owner}/AssetAdministrationShell/${encodeURIComponent(of)}`,
});

/** A twin that GS1's identifier stands for, and no shell. */
async function bareTwinOf({ ledger }: ServedLedger, maker: Account): Promise<void> {
  const { deployment, root } = ledger;
  const gs1 = { scheme: "gs1", prefix: "9506000" };
  await ledger.send(root, delegateNamespace(deployment, gs1, 0, maker.address));
  const commitment = await ledger.commit(maker, bareDigest);
  await ledger.send(
    maker,
    mintTwin(deployment, {
      author: maker.address,
      owner: maker.address,
      kind: "instance",
      name: "Bare",
      content: { digest: bareDigest, mediaType: "application/json", uri: "" },
      opening: commitment.opening(bareDigest),
    }),
  );
  const subject: Subject = { kind: "twin", id: bareTwin };
  await ledger.send(
    maker,
    registerIdentifier(
      deployment,
      { scheme: "gs1", identifier: gs1Code },
      Buffer.byteLength("9506000"),
      { subject, linkset: new Uint8Array() },
      maker.address,
    ),
  );
}
