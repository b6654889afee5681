/** What records state to be the same as themselves. */
import { statedIn } from "../../ledger/sameAs.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Linkset, RecordEntity } from "../../store/model.js";

/** A linkset takes the place of the one before, and so do its statements; whoever sets it states them. */
export function noteSameAs(draft: Draft, { id, epoch }: RecordEntity, linkset: Linkset): void {
  const stated = statedIn(linkset)
    .map((one) => one.id)
    .filter((other) => other !== id);
  if (stated.length === 0) draft.delete(tables.sameAs, id);
  else draft.put(tables.sameAs, id, { record: id, epoch, stated });
}
