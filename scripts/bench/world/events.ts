/** What the ledger would have told of that world, event by event. */
import {
  actionBits,
  assetKindCodes,
  granteeKindCode,
  partyKindCode,
  prefixRuleCode,
  subjectKindCodes,
  twinKindCode,
  twinStateCode,
} from "../../../services/ledger/enums.js";
import type { LedgerEvent } from "../../../services/ledger/events/decodeLog.js";
import {
  toDigest,
  toGrantId,
  toHex,
  toNamespaceId,
  toTermsId,
  zeroWord,
} from "../../../services/ledger/hex.js";
import { contentDigest, granteeWord, grantId, namespaceId, scopeId } from "../../../services/ledger/ids.js";
import { encodeLinkset } from "../../../services/ledger/linkset.js";
import type {
  Address,
  Asset,
  Grantee,
  Linkset,
  PrefixRule,
  RecordId,
} from "../../../services/store/model.js";
import {
  aas,
  assetIdentifierOf,
  assetIdRecord,
  enterprise,
  gs1,
  handle,
  handleOf,
  handleRecord,
  partner,
  partnerOf,
  product,
  productLinks,
  productRecord,
  pumpLinks,
  registrar,
  serialOf,
  serialRecord,
  sharedScope,
  twin,
  twinDigest,
} from "./names.js";

const noDigest = toDigest(zeroWord);

/** All but the pumps: parties, namespaces, the product, its twin, and a partner's right to the twin's data. */
export const foundation: readonly LedgerEvent[] = [
  party(registrar, "Register authority", ""),
  party(enterprise, "Acme Pumps", "bpn:BPNL00000000ACME"),
  party(partner, "Nordlicht Service", "bpn:BPNL000NORDLICHT"),
  ...scheme("gs1", "gs1", gs1),
  ...scheme("handle", "handle", handle),
  ...scheme("aas", "asset", aas),
  {
    event: "TwinMinted",
    contract: "twins",
    twin,
    owner: enterprise,
    author: enterprise,
    kind: twinKindCode("type"),
    state: twinStateCode("released"),
    name: "Acme pump P-200",
    by: enterprise,
  },
  {
    event: "TwinVersionPublished",
    contract: "twins",
    twin,
    version: 1,
    digest: twinDigest,
    mediaType: "application/json",
    uri: "https://acme-pumps.example/p-200.json",
    by: enterprise,
  },
  grant({ kind: "twin", id: twin }, partner, "operating-data"),
  ...registration(gs1, productRecord, product, productLinks),
];

/** One pump's serial number, its handle and its asset id. */
export function pump(number: number): readonly LedgerEvent[] {
  const links = pumpLinks(number);
  return [
    ...registration(gs1, serialRecord(number), serialOf(number), links),
    ...registration(handle, handleRecord(number), handleOf(number), links),
    ...registration(aas, assetIdRecord(number), assetIdentifierOf(number), {}),
  ];
}

function party(identity: Address, name: string, legalId: string): LedgerEvent {
  return {
    event: "PartyRegistered",
    contract: "parties",
    kind: partyKindCode("organisation"),
    identity,
    name,
    legalId,
    profileDigest: noDigest,
    profileUri: "",
    by: identity,
  };
}

/** A scheme with its root, and the one prefix beneath it. */
function scheme(name: string, rule: PrefixRule, { id, prefix }: typeof gs1): readonly LedgerEvent[] {
  const root = namespaceId(id, "");
  const delegated = (full: string, parent: `0x${string}`, levels: number, holder: Address): LedgerEvent => ({
    event: "NamespaceDelegated",
    contract: "namespaces",
    namespace: namespaceId(id, full),
    parent: toNamespaceId(parent),
    holder,
    scheme: id,
    prefix: full,
    parentLength: 0,
    epoch: 1,
    terms: { expiry: 0, levels, mayIssue: true },
    by: registrar,
  });
  return [
    {
      event: "SchemeRegistered",
      contract: "namespaces",
      scheme: id,
      name,
      rule: prefixRuleCode(rule),
      by: registrar,
    },
    delegated("", zeroWord, 16, registrar),
    delegated(prefix, root, 15, enterprise),
  ];
}

/** A partner of that number, and its right to data that so many partners share. */
export function partnership(number: number, sharing: number): readonly LedgerEvent[] {
  const address = partnerOf(number);
  const asset = { kind: "record", id: handleRecord(Math.floor(number / sharing)) } as const;
  return [party(address, `Partner ${number}`, ""), grant(asset, address, sharedScope)];
}

function grant({ kind, id }: Asset, to: Address, scope: string): LedgerEvent {
  const key = { asset: id, assetKind: assetKindCodes[kind], assetEpoch: 1 };
  const grantee: Grantee = { kind: "party", party: to };
  return {
    event: "RightGranted",
    contract: "rights",
    ...key,
    grant: grantId({ ...key, scope: scopeId(scope), grantee, terms: null, parent: null }),
    grantee: granteeWord(grantee),
    granteeKind: granteeKindCode(grantee.kind),
    terms: toTermsId(zeroWord),
    parent: toGrantId(zeroWord),
    extent: { from: 0, until: 0, actions: actionBits(["read", "use"]), scopeName: scope },
    accepted: false,
    grantor: enterprise,
    sequence: 1,
    by: enterprise,
  };
}

/** Another content of a pump's serial number, so that each version is another. */
export function revision(number: number, version: number): LedgerEvent {
  const links = pumpLinks(number);
  return contentOf(
    serialRecord(number),
    { ...links, "gs1:pip": [{ href: pageOf(number, version) }] },
    version,
  );
}

const pageOf = (number: number, version: number): string =>
  `https://acme-pumps.example/pumps/${number}?revision=${version}`;

function contentOf(record: RecordId, links: Linkset, version: number): LedgerEvent {
  const linkset = encodeLinkset(links);
  return {
    event: "RecordContentUpdated",
    contract: "identifiers",
    record,
    version,
    subjectKind: subjectKindCodes.twin,
    subject: twin,
    linkset: toHex(`0x${Buffer.from(linkset).toString("hex")}`),
    digest: contentDigest(subjectKindCodes.twin, twin, linkset),
    by: enterprise,
  };
}

function registration(
  { id, prefix, namespace }: typeof gs1,
  record: RecordId,
  identifier: string,
  links: Linkset,
): readonly LedgerEvent[] {
  return [
    {
      event: "IdentifierRegistered",
      contract: "identifiers",
      record,
      namespace,
      owner: enterprise,
      scheme: id,
      prefixLength: prefix.length,
      identifier,
      namespaceEpoch: 1,
      by: enterprise,
    },
    contentOf(record, links, 1),
  ];
}
