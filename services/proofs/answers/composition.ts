/** What a twin is made of. */
import * as slots from "../../ledger/slots.js";
import { placeWord } from "../../ledger/slotWords.js";
import type { TwinId } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { type TwinFacts, twinFacts } from "./twin.js";

export interface CompositionAnswer {
  readonly kind: "composition";
  readonly id: TwinId;
  /** null where there is no such twin. */
  readonly twin: TwinFacts | null;
  /** Of those that were asked for, each once; a quantity of 0 is of a twin that it does not list. */
  readonly components: readonly { readonly id: TwinId; readonly quantity: number }[];
  /** How many twins its bill of material lists. */
  readonly listed: number;
  /** How many bills of material list it. */
  readonly assemblies: number;
  /** Nothing else is listed. */
  readonly complete: boolean;
}

export function compositionAnswer(asking: Asking, question: QuestionOf<"composition">): CompositionAnswer {
  const { twin: id } = question;
  const place = placeWord(asking.read("twinComposition", slots.place(id)));
  const components = [...new Set(question.components)].sort().map((component) => ({
    id: component,
    quantity: Number(BigInt(asking.read("twinComposition", slots.componentQuantity(id, component)))),
  }));
  return {
    kind: "composition",
    id,
    twin: twinFacts(asking, id),
    components,
    listed: place.components,
    assemblies: place.assemblies,
    complete: components.filter(({ quantity }) => quantity > 0).length === place.components,
  };
}
