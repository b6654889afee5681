/** What of a question only the events have. They are not believed: a proof shows whether they are true. */
import { subjectKindOf } from "../../ledger/enums.js";
import { toHash, toTwinId, zeroAddress, zeroWord } from "../../ledger/hex.js";
import { asciiOf, assetOf, granteeOf, termsOf } from "../../ledger/rightWords.js";
import { registryOf, thingWord } from "../../ledger/things.js";
import type { Question } from "../../proofs/index.js";
import type {
  Address,
  Grantee,
  GrantId,
  GroupId,
  QuotaId,
  RecordId,
  Thing,
  TwinId,
} from "../../store/model.js";
import { addressTopic, eventsOf } from "../ledger/events.js";
import type { LedgerSession } from "../ledger/session.js";

type PartOf<Kind extends Question["kind"], Part extends string> =
  Extract<Question, { kind: Kind }> extends infer Asked
    ? Part extends keyof Asked
      ? Asked[Part]
      : never
    : never;

/** A record's content as it was last said until a block; null where it never was. */
export async function contentAt(
  session: LedgerSession,
  record: RecordId,
  block: number,
): Promise<PartOf<"record", "content">> {
  const events = await eventsOf(session, "identifiers", "RecordContentUpdated", [record], block);
  const last = events.at(-1)?.event;
  if (last === undefined) return null;
  return {
    subjectKind: subjectKindOf(last.subjectKind),
    subject: toHash(last.subject),
    linkset: last.linkset,
  };
}

/** What the id of a grant is made of; null where it was not given until a block. */
export async function grantPartsAt(
  session: LedgerSession,
  grant: GrantId,
  block: number,
): Promise<PartOf<"grant", "parts">> {
  const events = await eventsOf(session, "rights", "RightGranted", [grant], block);
  const last = events.at(-1)?.event;
  if (last === undefined) return null;
  const { kind, id } = assetOf(last.assetKind, last.asset);
  return {
    assetKind: kind,
    asset: toHash(id),
    assetEpoch: last.assetEpoch,
    scope: last.extent.scopeName,
    grantee: asked(granteeOf(last.granteeKind, last.grantee)),
    terms: termsOf(last.terms),
    parent: last.parent === zeroWord ? null : last.parent,
  };
}

const asked = (grantee: Grantee) => (grantee.kind === "blinded" ? { ...grantee, opening: null } : grantee);

/** Offices that ever froze a thing until a block. */
export async function officesAt(
  session: LedgerSession,
  thing: Thing,
  block: number,
): Promise<readonly number[]> {
  const topics = [addressTopic(session.deployment.contracts[registryOf[thing.kind]]), thingWord(thing)];
  const events = await eventsOf(session, "supervision", "ThingFrozen", topics, block);
  return [...new Set(events.map(({ event }) => event.office))];
}

/** What the id of a quota is made of; null where no units were issued until a block. */
export async function quotaPartsAt(
  session: LedgerSession,
  quota: QuotaId,
  block: number,
): Promise<PartOf<"quota", "parts">> {
  const events = await eventsOf(session, "quotas", "QuotaOpened", [quota], block);
  const last = events.at(-1)?.event;
  if (last === undefined) return null;
  const { key, scopeName, assetEpoch } = last;
  const { kind, id } = assetOf(Number(key.assetKind), key.asset);
  return {
    assetKind: kind,
    asset: toHash(id),
    assetEpoch,
    scope: scopeName,
    unit: asciiOf(key.unit),
    until: Number(key.until),
    terms: termsOf(key.terms),
  };
}

/** Who has units of a quota at the end of a block, by what was moved until then. */
export async function holdersAt(
  session: LedgerSession,
  quota: QuotaId,
  block: number,
): Promise<readonly Address[]> {
  const balances = new Map<Address, bigint>();
  const moved = await eventsOf(session, "quotas", "UnitsMoved", [null, null, quota], block);
  for (const { event } of moved) {
    balances.set(event.sender, (balances.get(event.sender) ?? 0n) - event.amount);
    balances.set(event.receiver, (balances.get(event.receiver) ?? 0n) + event.amount);
  }
  balances.delete(zeroAddress);
  return [...balances].filter(([, units]) => units > 0n).map(([holder]) => holder);
}

/** What the id of a group is made of; null where there was none until a block. */
export async function groupPartsAt(
  session: LedgerSession,
  group: GroupId,
  block: number,
): Promise<PartOf<"group", "parts">> {
  const [created] = await eventsOf(session, "groups", "GroupCreated", [group], block);
  return created === undefined ? null : { owner: created.event.owner, name: created.event.name };
}

/** Who was ever added to a group until a block. */
export async function membersAt(
  session: LedgerSession,
  group: GroupId,
  block: number,
): Promise<readonly Address[]> {
  const added = await eventsOf(session, "groups", "GroupMemberAdded", [group], block);
  return [...new Set(added.map(({ event }) => event.member))];
}

/** Twins that were ever listed as components of a twin until a block. */
export async function componentsAt(
  session: LedgerSession,
  whole: TwinId,
  block: number,
): Promise<readonly TwinId[]> {
  const listed = await eventsOf(session, "twinComposition", "ComponentListed", [whole], block);
  return [...new Set(listed.map(({ event }) => toTwinId(event.component)))];
}

/** Delegates that an account ever named until a block; those named last, as many as one question shows. */
export async function delegatesAt(
  session: LedgerSession,
  identity: Address,
  block: number,
): Promise<PartOf<"did", "delegates">> {
  const named = await eventsOf(session, "parties", "DIDDelegateChanged", [addressTopic(identity)], block);
  const delegates = new Map(
    named.map(({ event: { delegateType, delegate } }) => [
      `${delegateType} ${delegate}`,
      { type: toHash(delegateType), delegate },
    ]),
  );
  return [...delegates.values()].slice(-32);
}
