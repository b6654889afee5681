/** What the resolver itself knows of identifiers that it is to register. */
import { setImmediate } from "node:timers/promises";
import type { Knowledge, Known } from "../../importers/registration/known.js";
import type { Store } from "../../store/store.js";
import { knowing } from "../resolution/known.js";
import type { Lists } from "../resolution/members.js";
import { askAtMoment } from "../resolution/moment.js";

/** Identifiers after which callers have their turn. */
const turn = 256;

export function knowledgeIn(store: Store, lists: Lists): Knowledge {
  return {
    of: (identifiers) =>
      askAtMoment(store, async (view, moment) => {
        const known = await knowing(view, lists, moment.at);
        const found: (Known | null)[] = [];
        for (const identifier of identifiers) {
          found.push(known(identifier));
          if (found.length % turn === 0) await setImmediate();
        }
        return found;
      }),
  };
}
