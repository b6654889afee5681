/** Whether two identifiers are of the same thing, by the word of both records. */
import { parseLinkset } from "../../ledger/parseLinkset.js";
import { statedIn } from "../../ledger/sameAs.js";
import type { RecordId } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { canonicalIdentifier } from "./identifier.js";
import { idOf, type RecordFacts, recordFacts } from "./record.js";

export interface EquivalenceSide {
  /** Scheme and identifier. */
  readonly name: string;
  readonly id: RecordId;
  /** null where nobody has registered the identifier. */
  readonly record: RecordFacts | null;
  /** Whether the record says that it is of the same thing as the other; null where its content is not shown. */
  readonly states: boolean | null;
  /** What it says counts: it is in force, and neither it nor its owner is frozen. */
  readonly counts: boolean;
  /** It never changed hands, so that its present owner is who said so; false leaves that open. */
  readonly byFirstOwner: boolean;
}

export interface EquivalenceAnswer {
  readonly kind: "equivalence";
  readonly one: EquivalenceSide;
  readonly other: EquivalenceSide;
  /** Both say so, and both count. */
  readonly agreed: boolean;
}

type Asked = QuestionOf<"equivalence">["one"];

/** @throws ProofError `PROOF_IDENTIFIER`, `PROOF_CONTENT_REFUTED`, `PROOF_WORD` */
export function equivalenceAnswer(asking: Asking, question: QuestionOf<"equivalence">): EquivalenceAnswer {
  const one = sideOf(asking, question.one, question.other);
  const other = sideOf(asking, question.other, question.one);
  const agreed = [one, other].every(({ states, counts }) => states === true && counts);
  return { kind: "equivalence", one, other, agreed };
}

function sideOf(asking: Asking, asked: Asked, counterpart: Asked): EquivalenceSide {
  const identifier = canonicalIdentifier(asked);
  const [id, other] = [idOf(identifier), idOf(canonicalIdentifier(counterpart))];
  const record = recordFacts(asking, identifier, asked.content);
  const linkset = asked.content && parseLinkset(asked.content.linkset);
  const stated = linkset === null ? [] : statedIn(linkset);
  return {
    name: `${asked.scheme} ${asked.identifier}`,
    id,
    record,
    states: record !== null && asked.content === null ? null : stated.some((one) => one.id === other),
    counts: record?.effective === "active" && !record.frozen && !record.owner.frozen,
    byFirstOwner: record?.epoch === 1,
  };
}
