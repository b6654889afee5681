/** What an identifier is to a caller: with the links that the caller may see, and with a sealed record where nobody else finds one. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import type { SealedRecordEntity } from "../../store/model.js";
import { linksOfContent, type ResolvedLink } from "../resolution/links.js";
import { type EffectiveStatus, effectiveStatus } from "../resolution/locate.js";
import type { Lists } from "../resolution/members.js";
import {
  type Membership,
  type Resolution,
  recordsLinked,
  resolve,
  type Unknown,
} from "../resolution/resolve.js";
import { type ResolvedSubject, subjectOf } from "../resolution/subject.js";
import type { Zone } from "../resolution/zones.js";
import type { Sight } from "./sight.js";

/** The identifier has a sealed record, of which the caller may know. */
export interface SealedResolution {
  readonly kind: "sealed";
  readonly identifier: LedgerIdentifier;
  /** Of the namespace that issued it. */
  readonly zone: Zone;
  readonly record: SealedRecordEntity;
  readonly status: EffectiveStatus;
  /** What its content says that it stands for; nothing where nobody has entrusted that to the resolver. */
  readonly subject: ResolvedSubject;
  /** Of its content; none while it is out of force. */
  readonly links: readonly ResolvedLink[];
}

/** As `resolve`. Protected links stand among the others, behind the open ones of their relation. */
export async function resolveAs(
  sight: Sight,
  lists: Lists,
  identifier: LedgerIdentifier,
): Promise<Resolution | Membership | SealedResolution | Unknown> {
  const { view, moment, caller, disclosures } = sight;
  const found = resolve(view, lists, identifier, moment.at);
  if (caller.kind === "anonymous") return found;
  if (found.kind === "unknown") return (await resolveSealed(sight, identifier)) ?? found;
  const see = await disclosures.see(recordsLinked(view, found, moment.at));
  return resolve(view, lists, identifier, moment.at, see);
}

export async function resolveSealed(
  { view, disclosures }: Pick<Sight, "view" | "disclosures">,
  identifier: LedgerIdentifier,
): Promise<SealedResolution | null> {
  const opened = await disclosures.sealed(identifier);
  if (opened === null) return null;
  const { record, zone, disclosed } = opened;
  const status = effectiveStatus(record, zone);
  const content = disclosed?.content;
  return {
    kind: "sealed",
    identifier,
    zone,
    record,
    status,
    subject: content === undefined ? { kind: "none" } : subjectOf(view, content),
    links: content === undefined || status !== "active" ? [] : linksOfContent(content.linkset, identifier),
  };
}
