/**
 * Sealed records for callers with a right to them. The resolver finds the record of an identifier by the secret of its namespace,
 * where the holder has entrusted that to it; without a right the answer is that of an identifier without a record, and takes the
 * same steps.
 */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { prefixesOf } from "../../identifiers/index.js";
import { type Hex, zeroAddress } from "../../ledger/hex.js";
import { namespaceId, sealedId, sealOf } from "../../ledger/ids.js";
import { SealSecret } from "../../ledger/sealed.js";
import { digestOf, type SealedContent } from "../../ledger/sealedContent.js";
import type { Address, SealedId, SealedRecordEntity } from "../../store/model.js";
import type { RequestContext } from "../auth/context.js";
import { schemeIds, type Zone, zoneOf } from "../resolution/zones.js";
import type { Service } from "../service.js";
import { logDisclosures } from "./logged.js";
import { mayRead } from "./mayRead.js";
import { untampered } from "./untampered.js";

/** What a sealed record says, with what shows that the ledger has the digest of it. */
export interface DisclosedContent {
  readonly content: SealedContent;
  readonly contentSalt: Hex;
}

/** A sealed record that the caller may know to be of the identifier. */
export interface OpenedSealed {
  readonly record: SealedRecordEntity;
  /** Contract that has it. */
  readonly registry: Address;
  /** Of the namespace that issued it. */
  readonly zone: Zone;
  /** Of the seal. */
  readonly salt: Hex;
  /** null for a right that is not to all data, and where nobody has entrusted what the record says to the resolver. */
  readonly disclosed: DisclosedContent | null;
}

/** null for anybody who has no right to read it, be there such a record or not. */
export async function openedSealed(
  service: Pick<Service, "vault" | "logger" | "accessLog">,
  context: RequestContext,
  identifier: LedgerIdentifier,
): Promise<OpenedSealed | null> {
  const { view, moment, caller } = context;
  if (caller.kind === "anonymous") return null;
  const { scheme, canonical } = identifier;
  const registry = view.fingerprint()?.contracts.sealedRecords;
  if (registry === undefined) return null;
  for (const { prefix } of prefixesOf(identifier)) {
    const namespace = namespaceId(schemeIds[scheme], prefix);
    const holder = view.namespace(namespace)?.holder ?? zeroAddress;
    for (const by of await service.vault.secretsBy(namespace, holder)) {
      const entry = await untampered(service.logger, () => service.vault.secret(namespace, by));
      if (entry === null) continue;
      const salt = SealSecret.parse(entry.secret).saltOf(schemeIds[scheme], canonical);
      const id = sealedId(namespace, sealOf(schemeIds[scheme], canonical, salt));
      // Whoever may read some of its data has to know of what: the identifier itself is of no one data set.
      const allowed = await mayRead(service, context, { kind: "sealed", id }, null);
      const record = view.sealedRecord(id);
      const zone = zoneOf(view, scheme, namespace, moment.at);
      if (allowed === null || record === null || zone === null) continue;
      const whole = await mayRead(service, context, { kind: "sealed", id }, "");
      const disclosed = whole && (await contentOf(service, context, record));
      await logDisclosures(service, context, [disclosed === null || whole === null ? allowed : whole]);
      return { record, registry, zone, salt, disclosed };
    }
  }
  return null;
}

/** What a sealed record says, for a caller with a right to it. */
export async function disclosedContent(
  service: Pick<Service, "vault" | "logger" | "accessLog">,
  context: RequestContext,
  record: SealedRecordEntity,
): Promise<DisclosedContent | null> {
  if (context.caller.kind === "anonymous") return null;
  const allowed = await mayRead(service, context, { kind: "sealed", id: record.id }, "");
  const disclosed = allowed && (await contentOf(service, context, record));
  if (allowed !== null && disclosed !== null) await logDisclosures(service, context, [allowed]);
  return disclosed;
}

/** Of the version that the ledger has at that block, and by the word of the present owner. */
async function contentOf(
  { vault, logger }: Pick<Service, "vault" | "logger">,
  { store }: RequestContext,
  { id, epoch, digest }: SealedRecordEntity,
): Promise<DisclosedContent | null> {
  const entry = await untampered(logger, () => vault.content(id));
  if (entry === null || entry.epoch !== epoch || entry.epoch !== presentEpoch(store, id)) return null;
  const { content, contentSalt } = entry;
  return digestOf(content, contentSalt) === digest ? { content, contentSalt } : null;
}

const presentEpoch = (view: RequestContext["store"], id: SealedId): number | undefined =>
  view.sealedRecord(id)?.epoch;
