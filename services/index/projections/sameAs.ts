/** What records state to be the same as themselves. */
import { statedIn } from "../../ledger/sameAs.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Linkset, RecordEntity } from "../../store/model.js";

/**
 * A linkset takes the place of the one before, and so do its statements; whoever sets it states them.
 * @param record as it was before the linkset.
 */
export function noteSameAs(draft: Draft, { id, epoch, version }: RecordEntity, linkset: Linkset): void {
  const stated = statedIn(linkset).flatMap((one) => (one.id === id ? [] : [one.id]));
  if (stated.length > 0) draft.put(tables.sameAs, id, { record: id, epoch, stated });
  // The first content has nothing to take the place of: most records are not looked up for it.
  else if (version > 0) draft.delete(tables.sameAs, id);
}
