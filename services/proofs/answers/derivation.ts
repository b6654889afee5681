/** What a twin is an instance of, or derived from. */
import { toTwinId } from "../../ledger/hex.js";
import * as slots from "../../ledger/slots.js";
import { lineWord } from "../../ledger/slotWords.js";
import type { TwinId } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { type TwinFacts, twinFacts } from "./twin.js";

export interface DerivationAnswer {
  readonly kind: "derivation";
  readonly id: TwinId;
  /** null where there is no such twin. */
  readonly twin: TwinFacts | null;
  /** All of them, in the order in which they were named. */
  readonly parents: readonly { readonly id: TwinId; readonly twin: TwinFacts | null }[];
  /** Longest way to an ancestor without parents. */
  readonly depth: number;
  /** Nothing may be derived from it or from its instances. */
  readonly closed: boolean;
  /** How many twins have it as a parent. */
  readonly children: number;
}

export function derivationAnswer(asking: Asking, { twin: id }: QuestionOf<"derivation">): DerivationAnswer {
  const { parents, depth, noDerivatives, children } = lineWord(asking.read("twinLineage", slots.line(id)));
  return {
    kind: "derivation",
    id,
    twin: twinFacts(asking, id),
    parents: Array.from({ length: parents }, (_, position) => {
      const parent = toTwinId(asking.read("twinLineage", slots.parent(id, position)));
      return { id: parent, twin: twinFacts(asking, parent) };
    }),
    depth,
    closed: noDerivatives,
    children,
  };
}
