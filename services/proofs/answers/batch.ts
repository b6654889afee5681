/** Whose a batch is. */
import * as slots from "../../ledger/slots.js";
import { batchWord } from "../../ledger/slotWords.js";
import type { BatchId } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import type { BatchFacts } from "./member.js";
import { partyFacts } from "./party.js";

export interface BatchAnswer {
  readonly kind: "batch";
  readonly id: BatchId;
  /** null where there is no such batch. */
  readonly batch: BatchFacts | null;
}

export function batchAnswer(asking: Asking, { kind, batch: id }: QuestionOf<"batch">): BatchAnswer {
  const { kind: of, status, holder, epoch, frozen } = batchWord(asking.read("batches", slots.holding(id)));
  if (of === null || status === null) return { kind, id, batch: null };
  return { kind, id, batch: { kind: of, owner: partyFacts(asking, holder), epoch, status, frozen } };
}
