/**
 * What a caller may see of records beyond what is public: the protected links that the record's present owner has entrusted to the
 * resolver, that the ledger has a commitment of at the block of the answer, and to whose data set the caller has a right.
 */
import type { Logger } from "pino";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { isForOneSubject, subjectOfLink } from "../../ledger/externalSubject.js";
import {
  commitmentsIn,
  type LinkOpening,
  linkCommitment,
  type ProtectedLink,
} from "../../ledger/protectedLinks.js";
import { holdingOf } from "../../rights/holding.js";
import { isFrozen } from "../../rights/parties.js";
import type { AssetId } from "../../store/assetId.js";
import type { Address, Asset, Digest, RecordEntity, RecordId } from "../../store/model.js";
import type { Eventually } from "../../store/view.js";
import type { Vault } from "../../vault/vault.js";
import type { RequestContext } from "../auth/context.js";
import { asRegistered, type See } from "../resolution/links.js";
import type { Service } from "../service.js";
import { assetIdTerm } from "../vault/terms.js";
import { logDisclosures } from "./logged.js";
import { type Allowed, mayRead, namedReading } from "./mayRead.js";
import { type OpenedSealed, openedSealed } from "./sealed.js";
import { isNamedBy } from "./subjects.js";
import { type Seen, thenAndNow } from "./thenAndNow.js";
import { untampered } from "./untampered.js";
import { withLinks } from "./withLinks.js";

/** A protected link with what shows that the ledger has its commitment. */
export interface Disclosed extends LinkOpening {
  readonly record: RecordId;
  readonly commitment: Digest;
}

/** A record that states what was looked for, of which the caller has not been told yet. */
export interface Stating {
  readonly record: RecordEntity;
  /** Before it is told: the access log says so from here on. @throws as `logDisclosures` does. */
  tell(): Promise<void>;
}

export interface Disclosures {
  /** None for a caller who may see none, be there any or not. */
  of(record: RecordEntity): Eventually<readonly Disclosed[]>;
  /** The record with its protected links among the others; the same record for a caller who may see none. */
  seen(record: RecordEntity): Eventually<RecordEntity>;
  /** How the caller sees these records. */
  see(records: readonly RecordEntity[]): Eventually<See>;
  /** Records with a protected link that states the asset id and that the caller may see. */
  recordsStating(assetId: AssetId): Eventually<readonly Stating[]>;
  /** The sealed record that is of an identifier; null for a caller who may not know, be there one or not. */
  sealed(identifier: LedgerIdentifier): Eventually<OpenedSealed | null>;
}

/** Those to nobody in particular: all of them are there at once. */
export const noDisclosures: Disclosures = {
  of: () => [],
  seen: (record) => record,
  see: () => asRegistered,
  recordsStating: () => [],
  sealed: () => null,
};

/** Protected links that state one asset id and are looked at; each costs whoever puts it there a change on the ledger. */
const mostStating = 1_000;

/** Rows of the vault that are not what was written are told to the operator; the answer goes without them. */
export function disclosuresTo(
  service: Pick<Service, "vault" | "logger" | "accessLog">,
  context: RequestContext,
): Disclosures {
  if (context.caller.kind === "anonymous") return noDisclosures;
  return disclosuresBy(service.vault, context, {
    look: (record, commitments) => disclosed(service, context, record, commitments),
    sealed: (identifier) => openedSealed(service, context, identifier),
  });
}

/**
 * Those to whoever writes for a party: the asset ids that it means for somebody, with whom each is for. A client that writes back
 * what it read would else take them down. What the party protects in other ways is not among them, as it would be written back open.
 */
export function disclosuresToWriter(
  { vault, logger }: Pick<Service, "vault" | "logger">,
  context: Pick<RequestContext, "view" | "store">,
  party: Address,
): Disclosures {
  // What is its own is not logged.
  const tell = async (): Promise<void> => {};
  const look: Look = async (record, commitments) => {
    if (record.owner !== party) return { links: [], tell };
    const openings = commitments.map(async (commitment) => {
      const opening = await openingOf(vault, logger, context, record, commitment);
      return opening !== null && isForOneSubject(opening.link)
        ? { record: record.id, commitment, ...opening }
        : null;
    });
    return { links: (await Promise.all(openings)).filter((one) => one !== null), tell };
  };
  return disclosuresBy(vault, context, { look, sealed: noDisclosures.sealed });
}

/** What may be shown, and what puts it on the access log before it is. */
interface Looked {
  readonly links: readonly Disclosed[];
  tell(): Promise<void>;
}

/** What may be shown of a record, of those of its commitments. */
type Look = (record: RecordEntity, commitments: readonly Digest[]) => Promise<Looked>;

/** What is shown of all of a record is looked for once. */
function disclosuresBy(
  vault: Vault,
  { view }: Pick<RequestContext, "view">,
  { look, sealed }: { readonly look: Look; readonly sealed: Disclosures["sealed"] },
): Disclosures {
  const known = new Map<RecordId, Promise<readonly Disclosed[]>>();
  const shown = async (record: RecordEntity): Promise<readonly Disclosed[]> => {
    const { links, tell } = await look(record, commitmentsIn(record.linkset));
    await tell();
    return links;
  };
  const of = (record: RecordEntity): Promise<readonly Disclosed[]> => {
    const asked = known.get(record.id) ?? shown(record);
    known.set(record.id, asked);
    return asked;
  };
  const seen = async (record: RecordEntity): Promise<RecordEntity> => withLinks(record, await of(record));
  return {
    of,
    seen,
    async see(records) {
      const shown = new Map(
        await Promise.all(records.map(async (record) => [record.id, await seen(record)] as const)),
      );
      return (record) => shown.get(record.id) ?? record;
    },
    sealed,
    async recordsStating(assetId) {
      const names = await vault.linksByTerm(assetIdTerm(assetId), mostStating);
      const stating = new Map<RecordId, Digest[]>();
      for (const { record, commitment } of names)
        stating.set(record, [...(stating.get(record) ?? []), commitment]);
      const found = [...stating].map(async ([id, commitments]) => {
        const record = view.record(id);
        if (record === null) return null;
        // Those alone: of what else the record has nothing is shown.
        const committed = new Set(commitmentsIn(record.linkset));
        const { links, tell } = await look(
          record,
          commitments.filter((one) => committed.has(one)),
        );
        return links.length > 0 ? { record, tell } : null;
      });
      return (await Promise.all(found)).filter((one) => one !== null);
    },
  };
}

async function disclosed(
  service: Pick<Service, "vault" | "logger" | "accessLog">,
  context: RequestContext,
  record: RecordEntity,
  commitments: readonly Digest[],
): Promise<Looked> {
  const { vault, logger } = service;
  const links: Disclosed[] = [];
  const shown = new Set<Allowed>();
  const allowedFor = allowedScopes(service, context, record);
  for (const commitment of commitments) {
    const opening = await openingOf(vault, logger, context, record, commitment);
    const allowed = opening && (await admitted(context, record, opening.link, allowedFor));
    if (opening === null || allowed === null) continue;
    links.push({ record: record.id, commitment, ...opening });
    shown.add(allowed);
  }
  return { links, tell: () => logDisclosures(service, context, [...shown]) };
}

/**
 * What an owner means for one party is that party's to see, with or without a right, and nobody else's, while the record is in
 * force by itself.
 */
async function admitted(
  context: RequestContext,
  { id }: RecordEntity,
  { scope, target }: ProtectedLink,
  allowedFor: (scope: string) => Promise<Allowed | null>,
): Promise<Allowed | null> {
  const { caller } = context;
  const meant = subjectOfLink(target);
  if (meant.kind === "none") return await allowedFor(scope);
  if (caller.kind === "anonymous") return null;
  const asOwner = await allowedFor(scope);
  if (asOwner?.decision.reason === "owner") return asOwner;
  if (meant.kind === "mixed") return null;
  const asset: Asset = { kind: "record", id };
  const isMeant = thenAndNow(context).every(
    (seen) =>
      isNamedBy(seen, caller.party, meant.subject) &&
      !isFrozen(seen.view, caller.party) &&
      holdingOf(seen.view, asset)?.live === true,
  );
  return isMeant ? namedReading(caller.party, asset, scope) : null;
}

/** What an owner entrusts to the resolver ends with its ownership, in the past as in the present. */
async function openingOf(
  vault: Vault,
  logger: Logger,
  { store }: Pick<RequestContext, "store">,
  { id, epoch }: RecordEntity,
  commitment: Digest,
): Promise<LinkOpening | null> {
  const entry = await untampered(logger, () => vault.link({ record: id, commitment }));
  if (entry === null || entry.epoch !== epoch || entry.epoch !== store.record(id)?.epoch) return null;
  return linkCommitment(id, entry.opening) === commitment ? entry.opening : null;
}

/** A right on the record counts, and one on the twin for which it stands where both are of one owner. */
function allowedScopes(
  service: Pick<Service, "vault" | "logger">,
  context: RequestContext,
  record: RecordEntity,
): (scope: string) => Promise<Allowed | null> {
  const answers = new Map<string, Promise<Allowed | null>>();
  const ask = async (scope: string): Promise<Allowed | null> => {
    for (const asset of assetsOf(context, record)) {
      const allowed = await mayRead(service, context, asset, scope);
      if (allowed !== null) return allowed;
    }
    return null;
  };
  return (scope) => {
    const answer = answers.get(scope) ?? ask(scope);
    answers.set(scope, answer);
    return answer;
  };
}

function assetsOf(context: RequestContext, { id, subject }: RecordEntity): readonly Asset[] {
  const own: Asset = { kind: "record", id };
  if (subject.kind !== "twin") return [own];
  const isOfOneOwner = ({ view }: Seen): boolean => {
    const record = view.record(id);
    const isSubject = record?.subject.kind === "twin" && record.subject.id === subject.id;
    return isSubject && view.twin(subject.id)?.owner === record.owner;
  };
  return thenAndNow(context).every(isOfOneOwner) ? [own, { kind: "twin", id: subject.id }] : [own];
}
