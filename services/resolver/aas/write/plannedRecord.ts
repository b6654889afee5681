/** What records and twins are to be, and whether they are it; what makes them so is `recordWriter.ts`. */
import type { LedgerIdentifier } from "../../../identifiers/identifier.js";
import { parseIdentifier } from "../../../identifiers/index.js";
import type { ImportedTwin } from "../../../importers/row.js";
import type { Place } from "../../../importers/run/records.js";
import type { RecordContent } from "../../../ledger/actions/identifiers.js";
import { contentDigest } from "../../../ledger/ids.js";
import type { ProtectedLink } from "../../../ledger/protectedLinks.js";
import { subjectWords } from "../../../ledger/subjectWords.js";
import type { Linkset, RecordEntity, Subject, TwinId } from "../../../store/model.js";
import { ResolverError } from "../../errors.js";
import type { Entrusting } from "./entrusting.js";

export interface WantedRecord {
  readonly identifier: LedgerIdentifier;
  readonly subject: Subject;
  readonly links: Linkset;
  /** All asset ids that it shall say to one party each; those that it says now, where left out. */
  readonly meant?: readonly ProtectedLink[];
}

/** A record as it shall be, and how the ledger had it when that was planned. */
export interface PlannedRecord {
  readonly identifier: LedgerIdentifier;
  readonly place: Place;
  readonly content: RecordContent;
  readonly entrusting: Entrusting;
}

/** A twin that is there, or is to be minted. */
export interface PlannedTwin {
  readonly id: TwinId;
  /** null where it is there. */
  readonly mint: ImportedTwin | null;
}

export function conflict(message: string): ResolverError {
  return new ResolverError("RESOLVER_CONFLICT", message);
}

/** Whether the ledger said all that when it was planned. */
export function saysIt({ place: { state }, content }: Pick<PlannedRecord, "place" | "content">): boolean {
  return state?.status === "active" && state.digest === digestOf(content);
}

/** The identifier of a record of the scheme `aas` that this resolver's views show. */
export function aasIdentifierOf({ identifier }: RecordEntity): LedgerIdentifier {
  const parsed = parseIdentifier(identifier, { scheme: "aas" });
  if (parsed.scheme !== "aas") throw new TypeError("The parser of asset ids gave another scheme.");
  return parsed;
}

export function digestOf({ subject, linkset }: RecordContent) {
  const { kind, id } = subjectWords(subject);
  return contentDigest(kind, id, linkset);
}
