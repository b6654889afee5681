/** What an identifier's record stands for, and what becomes of that. */
import { toAddress, toRecordId, toTwinId } from "../../ledger/hex.js";
import * as slots from "../../ledger/slots.js";
import { recordWord } from "../../ledger/slotWords.js";
import type { RecordId, RecordStatus, TwinId } from "../../store/model.js";
import type { RecordContent } from "../document/identifierQuestions.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { canonicalIdentifier } from "./identifier.js";
import { type PartyFacts, partyFacts } from "./party.js";
import { contentRefuted, idOf, type RecordFacts, recordFacts } from "./record.js";
import { type TwinFacts, twinFacts } from "./twin.js";

export type SubjectFacts =
  | { readonly kind: "none" }
  /** `twin` is null where there is no such twin. */
  | { readonly kind: "twin"; readonly id: TwinId; readonly twin: TwinFacts | null }
  | { readonly kind: "party"; readonly party: PartyFacts }
  /** `record` is null where nobody has registered it. */
  | {
      readonly kind: "record";
      readonly id: RecordId;
      readonly record: { readonly owner: PartyFacts; readonly status: RecordStatus } | null;
    };

export interface BindingAnswer {
  readonly kind: "binding";
  readonly id: RecordId;
  readonly record: RecordFacts;
  readonly subject: SubjectFacts;
}

/** @throws ProofError `PROOF_IDENTIFIER`, `PROOF_CONTENT_REFUTED`, `PROOF_WORD` */
export function bindingAnswer(asking: Asking, question: QuestionOf<"binding">): BindingAnswer {
  const identifier = canonicalIdentifier(question);
  const record = recordFacts(asking, identifier, question.content);
  if (record === null) throw contentRefuted("nobody has registered the identifier");
  return {
    kind: "binding",
    id: idOf(identifier),
    record,
    subject: subjectFacts(asking, question.content),
  };
}

function subjectFacts(asking: Asking, { subjectKind, subject }: RecordContent): SubjectFacts {
  switch (subjectKind) {
    case "none":
      return { kind: "none" };
    case "twin": {
      const id = toTwinId(subject);
      return { kind: "twin", id, twin: twinFacts(asking, id) };
    }
    case "party":
      return { kind: "party", party: partyFacts(asking, toAddress(`0x${subject.slice(-40)}`)) };
    case "record": {
      const id = toRecordId(subject);
      const { status, holder } = recordWord(asking.read("identifiers", slots.holding(id)));
      const record = status === null ? null : { owner: partyFacts(asking, holder), status };
      return { kind: "record", id, record };
    }
  }
}
