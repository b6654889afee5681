/** What a record stands for. */
import type { PartyEntity, RecordEntity, TwinEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";

/** A subject that the index does not know is none. */
export type ResolvedSubject =
  | { readonly kind: "none" }
  | { readonly kind: "twin"; readonly twin: TwinEntity }
  | { readonly kind: "party"; readonly party: PartyEntity }
  | { readonly kind: "record"; readonly record: RecordEntity };

export function subjectOf(view: EntityView, { subject }: Pick<RecordEntity, "subject">): ResolvedSubject {
  switch (subject.kind) {
    case "none":
      return subject;
    case "twin": {
      const twin = view.twin(subject.id);
      return twin === null ? { kind: "none" } : { kind: "twin", twin };
    }
    case "party": {
      const party = view.party(subject.id);
      return party === null ? { kind: "none" } : { kind: "party", party };
    }
    case "record": {
      const record = view.record(subject.id);
      return record === null ? { kind: "none" } : { kind: "record", record };
    }
  }
}
