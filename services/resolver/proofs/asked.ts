/** A question, and the block at whose end it is answered. */
import type { LedgerPlace, Question } from "../../proofs/index.js";
import type { KnownBlock } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import type { Moment } from "../resolution/moment.js";

export interface Asked {
  readonly question: Question;
  readonly place: LedgerPlace;
  /** As the index knows it: what a node says of another block of that number proves nothing here. */
  readonly block: KnownBlock;
}

/** @param view Of the moment. */
export function askedAt(view: EntityView, { checkpoint }: Moment, question: Question): Asked {
  const fingerprint = view.fingerprint();
  if (fingerprint === null) throw new ResolverError("RESOLVER_INTERNAL", "A moment has no ledger.");
  const { chainId, contracts } = fingerprint;
  return { question, place: { chainId, contracts }, block: checkpoint };
}
