/**
 * The document of a BID (Xinghuo RFC-004 and RFC-005), of what the ledger says of the record that is registered under it. What is not in force
 * has its attributes, and neither keys nor services.
 */
import type { DidIdentifier } from "../../identifiers/identifier.js";
import { uriForm } from "../../identifiers/index.js";
import { accountDocument } from "../did/account.js";
import { type DidDocument, dateTime, didContext, type Service } from "../did/document.js";
import { accountDid, subjectDid } from "../resolution/dids.js";
import type { Resolution } from "../resolution/resolve.js";
import { issuingZone } from "../resolution/zones.js";
import { resolveAs, type SealedResolution } from "../visibility/resolveAs.js";
import type { Sight } from "../visibility/sight.js";
import { done } from "../waiting/work.js";
import { BidError } from "./errors.js";
import { acOf } from "./request.js";

/** Version of the protocol, and of the documents. */
export const version = "1.0.0";

export interface BidKey {
  readonly id: string;
  readonly type: string;
  readonly controller: string;
  readonly publicKeyHex: string;
}

export interface BidAttribute {
  readonly key: string;
  readonly desc: string;
  /** 0: not encrypted. */
  readonly encrypt: 0;
  readonly format: "text";
  readonly value: string;
}

export interface BidDocument {
  readonly "@context": readonly string[];
  readonly version: string;
  readonly id: string;
  readonly publicKey: readonly BidKey[];
  readonly authentication: readonly string[];
  /** `ttl` is in seconds: any block may change a document. */
  readonly extension: { readonly ttl: number; readonly attributes: readonly BidAttribute[] };
  readonly service: readonly Service[];
  readonly created: string;
  readonly updated: string;
}

/** A BID with a record, which may be sealed. */
export type FoundBid = Resolution | SealedResolution;

/** @throws BidError acMissing, notFound. */
export async function bidResolution(sight: Sight, bid: DidIdentifier): Promise<FoundBid> {
  // A member of a list has no keys and no services: only what has a record has a document.
  const found = await resolveAs(sight, undefined, bid);
  if (found.kind === "unknown" || found.kind === "member") throw unregistered(sight, bid);
  return found;
}

/** @param found What the BID was resolved to. */
export async function bidDocument(sight: Sight, bid: DidIdentifier, found: FoundBid): Promise<BidDocument> {
  const { record } = found;
  // Services are what the owner says: an equivalent's owner was not asked to.
  const links = found.links.filter(({ sharedBy }) => sharedBy === null);
  const id = bid.canonical;
  const keys = await keysOf(sight, found, id);
  return {
    "@context": [didContext],
    version,
    id,
    ...keys,
    extension: { ttl: 0, attributes: attributesOf(sight, found) },
    service: links.map(({ rel, target }, place) => ({
      id: `${id}#link-${place + 1}`,
      type: rel,
      serviceEndpoint: target.href,
    })),
    created: dateTime(record.registered.time),
    updated: dateTime(record.updated.time),
  };
}

/** The ledger is a subchain's resolver where the AC number is delegated on it. */
function unregistered({ view, moment }: Sight, bid: DidIdentifier): BidError {
  const ac = acOf(bid);
  if (ac !== null) {
    const zone = issuingZone(view, bid, moment.at);
    if (zone === null || !`${zone.namespace.prefix}:`.startsWith(`did:bid:${ac}:`)) {
      return new BidError("acMissing", `The AC number ${ac} is not delegated on this ledger.`);
    }
  }
  return new BidError("notFound", `Nobody has registered ${bid.canonical}.`);
}

type Keys = Pick<BidDocument, "publicKey" | "authentication">;

const noKeys: Keys = { publicKey: [], authentication: [] };

/** Those of the party that the BID stands for, while that party itself owns the record. */
async function keysOf(sight: Sight, found: FoundBid, id: string): Promise<Keys> {
  const { record, status, subject } = found;
  const isShared = found.kind === "resolution" && found.subjectSharedBy !== null;
  const isOwn = !isShared && subject.kind === "party" && subject.party.identity === record.owner;
  if (!isOwn || status !== "active") return noKeys;
  const account = { address: record.owner, publicKey: null };
  const { document } = await done(accountDocument(sight, account, id));
  return document === null ? noKeys : keysIn(document);
}

/** Names of the algorithms; the protocol takes keys in hex, and knows no accounts. */
const algorithms: Readonly<Record<string, string>> = {
  Ed25519VerificationKey2018: "Ed25519",
  EcdsaSecp256k1VerificationKey2019: "Secp256k1",
};

function keysIn({ verificationMethod = [], authentication = [] }: DidDocument): Keys {
  const publicKey = verificationMethod.flatMap(({ id, type, controller, ...key }) => {
    const algorithm = algorithms[type];
    return algorithm === undefined || !("publicKeyHex" in key)
      ? []
      : [{ id, type: algorithm, controller, publicKeyHex: key.publicKeyHex }];
  });
  return { publicKey, authentication: authentication.filter((id) => publicKey.some((key) => key.id === id)) };
}

function attributesOf({ moment, baseUrl }: Sight, found: FoundBid): readonly BidAttribute[] {
  const { record, zone, status, subject } = found;
  const equivalents = found.kind === "resolution" ? found.equivalents : [];
  const { chainId } = moment;
  const did = subjectDid(subject, { chainId, baseUrl });
  const facts: readonly (readonly [key: string, desc: string, value: string | null])[] = [
    ["owner", "Who owns it, as a DID", accountDid(chainId, record.owner)],
    ["namespace", "The prefix that issued it", zone.namespace.prefix],
    ["status", "Whether it is in force", status],
    ["digest", "Hash of what was registered", record.digest],
    ["subject", "What it stands for, as a DID", did],
    ["sealed", "Id of the sealed record that it has", found.kind === "sealed" ? record.id : null],
    ...equivalents.map(
      ({ identifier }, place) =>
        [`sameAs-${place + 1}`, "Another identifier of the same thing", uriForm(identifier)] as const,
    ),
  ];
  return facts.flatMap(([key, desc, value]) =>
    value === null ? [] : [{ key, desc, encrypt: 0, format: "text", value }],
  );
}
