/** What of a question only the events have. They are not believed: a proof shows whether they are true. */
import { subjectKindOf } from "../../ledger/enums.js";
import { toHash, zeroWord } from "../../ledger/hex.js";
import { assetOf, granteeOf, termsOf } from "../../ledger/rightWords.js";
import { registryOf, thingWord } from "../../ledger/things.js";
import type { Question } from "../../proofs/index.js";
import type { Grantee, GrantId, RecordId, Thing } from "../../store/model.js";
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
