/**
 * The world that requests are measured on: one enterprise with many pumps, each with a GS1 serial number, a handle and an asset id.
 */
import { hash } from "node:crypto";
import { toAddress, toDigest } from "../../../services/ledger/hex.js";
import { namespaceId, recordId, schemeId, twinId } from "../../../services/ledger/ids.js";
import type { Address, Linkset } from "../../../services/store/model.js";

const account = (number: number): Address => toAddress(`0x${number.toString(16).padStart(40, "0")}`);

export const registrar = account(1);
export const enterprise = account(2);
export const partner = account(3);
/** One of those who share data of a pump, as the record of its handle has it. */
export const partnerOf = (number: number): Address => account(0x1_0000_0000 + number);
export const sharedScope = "test-reports";

export const gs1 = {
  id: schemeId("gs1"),
  prefix: "9506000",
  namespace: namespaceId(schemeId("gs1"), "9506000"),
};
export const handle = {
  id: schemeId("handle"),
  prefix: "88.101.0042",
  namespace: namespaceId(schemeId("handle"), "88.101.0042"),
};

export const aas = {
  id: schemeId("aas"),
  prefix: "BPNL00000000ACME",
  namespace: namespaceId(schemeId("aas"), "BPNL00000000ACME"),
};

/** Records of one pump. */
export const recordsOfPump = 3;

export const product = "01/09506000134352";
export const serialOf = (pump: number): string => `${product}/21/${pump}`;
export const handleOf = (pump: number): string => `${handle.prefix}/pump-${pump}`;

/** What tools look the pump up by. */
export const assetIdOf = (pump: number) => ({ name: "partInstanceId", value: `pump-${pump}` });
export const assetIdentifierOf = (pump: number): string => {
  const { name, value } = assetIdOf(pump);
  return `${aas.prefix}/${name}/${value}`;
};

export const serialRecord = (pump: number) => recordId(gs1.id, serialOf(pump));
export const handleRecord = (pump: number) => recordId(handle.id, handleOf(pump));
export const assetIdRecord = (pump: number) => recordId(aas.id, assetIdentifierOf(pump));
export const productRecord = recordId(gs1.id, product);

export const twinDigest = toDigest(`0x${hash("sha256", "pump P-200", "hex")}`);
/** What all records stand for. */
export const twin = twinId(twinDigest);

/** Links of the product, which its serial numbers inherit. */
export const productLinks: Linkset = {
  "https://ref.gs1.org/voc/defaultLink": [{ href: "https://acme-pumps.example/p-200", title: "Pump P-200" }],
  "https://ref.gs1.org/voc/pip": [
    {
      href: "https://acme-pumps.example/p-200",
      title: "Pump P-200",
      type: "text/html",
      hreflang: ["en"],
    },
  ],
};

/** Links of one pump. */
export const pumpLinks = (pump: number): Linkset => ({
  "https://ref.gs1.org/voc/defaultLink": [
    { href: `https://acme-pumps.example/p-200/${pump}`, title: `Pump no. ${pump}` },
  ],
  "https://ref.gs1.org/voc/serviceInfo": [
    { href: `https://acme-pumps.example/p-200/${pump}/service`, title: `Service of no. ${pump}` },
  ],
});
