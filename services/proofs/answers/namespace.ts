/** Whose a namespace is, and whether it is in force. */
import { namespaceId, schemeId } from "../../ledger/ids.js";
import type { NamespaceId } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { requireCanonicalPrefix } from "./identifier.js";
import { type ZoneFacts, zoneUnder } from "./namespaces.js";
import { type PartyFacts, partyFacts } from "./party.js";

export interface NamespaceAnswer {
  readonly kind: "namespace";
  readonly id: NamespaceId;
  /** What the id is made of. */
  readonly name: Omit<QuestionOf<"namespace">, "kind">;
  /** With all that it hangs on; null where it is not delegated. */
  readonly zone: ZoneFacts | null;
  readonly holder: PartyFacts | null;
}

/** @throws ProofError `PROOF_IDENTIFIER`, `PROOF_WORD` */
export function namespaceAnswer(asking: Asking, { kind, ...name }: QuestionOf<"namespace">): NamespaceAnswer {
  const zone = zoneUnder(asking, name.scheme, name.prefix);
  if (zone === null) requireCanonicalPrefix(name);
  return {
    kind,
    id: namespaceId(schemeId(name.scheme), name.prefix),
    name,
    zone,
    holder: zone && partyFacts(asking, zone.namespace.holder),
  };
}
