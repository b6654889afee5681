/** What a record stands for, as one text. */
import { toRecordId } from "../../ledger/hex.js";
import { recordId, schemeId } from "../../ledger/ids.js";
import type { Subject } from "../../store/model.js";
import type { Answer } from "./answer.js";
import { none } from "./finding.js";

/** As a resolver says it. */
export function subjectText(subject: Answer["subject"]): string {
  switch (subject.kind) {
    case "none":
      return none;
    case "twin":
      return `twin ${subject.twin.id}`;
    case "party":
      return `party ${subject.party.address}`;
    case "record": {
      const { id, scheme, canonical } = subject.record;
      const fits = recordId(schemeId(scheme), canonical) === toRecordId(id);
      return `record ${id}${fits ? "" : ` (which is not ${scheme} ${canonical})`}`;
    }
  }
}

/** As a record's content says it. */
export function contentSubjectText(subject: Subject): string {
  return subject.kind === "none" ? none : `${subject.kind} ${subject.id}`;
}
