/** The world that requests are measured on: one enterprise with many serial numbers, a partner with a right to their data. */
import { hash } from "node:crypto";
import type { LedgerScheme } from "../../../services/identifiers/index.js";
import { assetKindCodes, subjectKindCodes } from "../../../services/ledger/enums.js";
import { toAddress, toDigest, toHash, zeroAddress, zeroWord } from "../../../services/ledger/hex.js";
import { encodeLinkset } from "../../../services/ledger/linkset.js";
import {
  contentDigest,
  grantId,
  namespaceId,
  recordId,
  schemeId,
  scopeId,
  twinId,
} from "../../../services/ledger/ids.js";
import type {
  Address,
  GrantEntity,
  Linkset,
  NamespaceEntity,
  PartyEntity,
  PrefixRule,
  Provenance,
  RecordEntity,
  Subject,
  TwinEntity,
} from "../../../services/store/model.js";

const sha256 = (text: string) => toDigest(`0x${hash("sha256", text, "hex")}`);
const account = (number: number): Address => toAddress(`0x${number.toString(16).padStart(40, "0")}`);

export const registrar = account(1);
export const enterprise = account(2);
const partner = account(3);

export const gs1Prefix = "9506000";
export const handlePrefix = "88.101.0042";
export const product = "01/09506000134352";
export const serialOf = (number: number): string => `${product}/21/${number}`;
export const handleOf = (number: number): string => `${handlePrefix}/pump-${number}`;

const provenance: Provenance = {
  block: 1,
  time: 1_700_000_000,
  transaction: toHash(sha256("transaction")),
  by: enterprise,
};

const party = (identity: Address, name: string, legalId: string): PartyEntity => ({
  identity,
  kind: "organisation",
  name,
  legalId,
  profileDigest: null,
  profileUri: "",
  controller: identity,
  registered: provenance,
});

export const parties: readonly PartyEntity[] = [
  party(registrar, "Register authority", ""),
  party(enterprise, "Acme Pumps", "bpn:BPNL00000000ACME"),
  party(partner, "Nordlicht Service", "bpn:BPNL000NORDLICHT"),
];

export const schemes = [
  { id: schemeId("gs1"), name: "gs1", rule: "gs1" },
  { id: schemeId("handle"), name: "handle", rule: "handle" },
] satisfies readonly { name: LedgerScheme; rule: PrefixRule; id: unknown }[];

function namespace(scheme: LedgerScheme, prefix: string, holder: Address): NamespaceEntity {
  const root = namespaceId(schemeId(scheme), "");
  return {
    id: namespaceId(schemeId(scheme), prefix),
    scheme: schemeId(scheme),
    prefix,
    parent: prefix === "" ? null : root,
    depth: prefix === "" ? 0 : 1,
    holder,
    epoch: 1,
    status: "active",
    suspension: null,
    registered: provenance,
  };
}

export const namespaces: readonly NamespaceEntity[] = [
  namespace("gs1", "", registrar),
  namespace("gs1", gs1Prefix, enterprise),
  namespace("handle", "", registrar),
  namespace("handle", handlePrefix, enterprise),
];

const digest = sha256("pump P-200");

export const twin: TwinEntity = {
  id: twinId(digest),
  kind: "type",
  name: "Acme pump P-200",
  author: enterprise,
  owner: enterprise,
  epoch: 1,
  version: {
    version: 1,
    digest,
    mediaType: "application/json",
    uri: "https://acme-pumps.example/p-200.json",
    published: provenance,
  },
  minted: provenance,
};

export const grant: GrantEntity = {
  id: grantId({
    assetKind: assetKindCodes.twin,
    asset: twin.id,
    assetEpoch: 1,
    scope: scopeId("operating-data"),
    grantee: partner,
    termsDigest: zeroWord,
  }),
  asset: { kind: "twin", id: twin.id },
  assetEpoch: 1,
  scope: "operating-data",
  grantee: partner,
  grantor: enterprise,
  actions: ["read", "use"],
  from: 0,
  until: 0,
  termsDigest: null,
  termsUri: "",
  sequence: 1,
  status: "active",
  revocation: null,
  granted: provenance,
};

export function record(
  scheme: LedgerScheme,
  prefix: string,
  identifier: string,
  linkset: Linkset,
): RecordEntity {
  const holder = namespaceId(schemeId(scheme), prefix);
  const subject: Subject = { kind: "twin", id: twin.id };
  return {
    id: recordId(holder, identifier),
    namespace: holder,
    scheme: schemeId(scheme),
    prefixLength: prefix.length,
    identifier,
    owner: enterprise,
    epoch: 1,
    status: "active",
    statusReason: "",
    namespaceEpoch: 1,
    version: 1,
    digest: contentDigest(subjectKindCodes.twin, twin.id, encodeLinkset(linkset)),
    subject,
    linkset,
    linksetValid: true,
    registered: provenance,
    updated: provenance,
  };
}

/** Links of the product, which its serial numbers inherit. */
export const productLinks: Linkset = {
  "gs1:defaultLink": [{ href: "https://acme-pumps.example/p-200", title: "Pump P-200" }],
  "gs1:pip": [
    {
      href: "https://acme-pumps.example/p-200",
      title: "Pump P-200",
      type: "text/html",
      hreflang: ["en"],
    },
  ],
};

/** Links of one pump. */
export const pumpLinks = (number: number): Linkset => ({
  "gs1:defaultLink": [{ href: `https://acme-pumps.example/p-200/${number}`, title: `Pump no. ${number}` }],
  "gs1:serviceInfo": [
    { href: `https://acme-pumps.example/p-200/${number}/service`, title: `Service of no. ${number}` },
  ],
});

/** Where the index stands, and what it belongs to. */
export const block = { number: 1, hash: toHash(sha256("block")), time: 1_700_000_000 };
export const fingerprint = {
  chainId: 31337,
  genesis: toHash(sha256("genesis")),
  contracts: {
    parties: zeroAddress,
    namespaces: zeroAddress,
    identifiers: zeroAddress,
    twins: zeroAddress,
    rights: zeroAddress,
  },
  deploymentBlock: 1,
};
