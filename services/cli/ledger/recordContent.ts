/** A record's subject and links, from its last event and checked against the digest that the state holds. */
import { subjectKindOf } from "../../ledger/enums.js";
import { LedgerError } from "../../ledger/errors.js";
import { toAddress, toRecordId, toTwinId } from "../../ledger/hex.js";
import { contentDigest } from "../../ledger/ids.js";
import { linksetSchema } from "../../ledger/linkset.js";
import type { Linkset, Subject } from "../../store/model.js";
import { type EventNamed, eventsIncomplete, eventsOf } from "./events.js";
import type { LocatedRecord } from "./locate.js";
import type { LedgerSession } from "./session.js";

export interface ReadContent {
  readonly subject: Subject;
  /** null where the registered bytes are no linkset. */
  readonly linkset: Linkset | null;
}

/**
 * @param until The moment; the head if left out.
 * @throws CliError `CLI_EVENTS_INCOMPLETE` where the node's events do not lead to the state's digest.
 */
export async function readContent(
  session: LedgerSession,
  record: LocatedRecord,
  until?: number,
): Promise<ReadContent> {
  const events = await eventsOf(session, "identifiers", "RecordContentUpdated", [record.id], until);
  const last = events.at(-1)?.event;
  if (last === undefined || digestOf(last) !== record.state.digest) {
    throw eventsIncomplete(record.id);
  }
  return { subject: subjectOf(last), linkset: linksetOf(last.linkset) };
}

type ContentEvent = EventNamed<"RecordContentUpdated">;

function digestOf({ subjectKind, subject, linkset }: ContentEvent): string {
  const code = ([0, 1, 2, 3] as const).find((known) => known === subjectKind);
  if (code === undefined)
    throw new LedgerError("LEDGER_MALFORMED_LOG", `There is no subject kind ${subjectKind}.`);
  return contentDigest(code, subject, Buffer.from(linkset.slice(2), "hex"));
}

function subjectOf({ subjectKind, subject }: ContentEvent): Subject {
  const kind = subjectKindOf(subjectKind);
  switch (kind) {
    case "none":
      return { kind };
    case "twin":
      return { kind, id: toTwinId(subject) };
    case "record":
      return { kind, id: toRecordId(subject) };
    case "party":
      return { kind, id: toAddress(`0x${subject.slice(-40)}`) };
  }
}

function linksetOf(bytes: string): Linkset | null {
  if (bytes === "0x") return {};
  try {
    const parsed = linksetSchema.safeParse(JSON.parse(Buffer.from(bytes.slice(2), "hex").toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
