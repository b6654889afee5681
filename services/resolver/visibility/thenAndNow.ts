/**
 * When somebody must be one who may see a thing: at the moment of the answer, and in the present. The past shows nothing to whoever
 * might see it once and may no longer, since else the end of a right would mean nothing; and nothing to whoever may see it only
 * since, as a right to what is is none to what was.
 */
import type { EntityView } from "../../store/view.js";
import type { RequestContext } from "../auth/context.js";
import { type Moment, momentOf } from "../resolution/moment.js";

export interface Seen {
  readonly view: EntityView;
  readonly moment: Moment;
}

/** The moment of the answer last; of an answer of the present there is one alone. */
export function thenAndNow({
  view,
  moment,
  store,
}: Pick<RequestContext, "view" | "moment" | "store">): readonly Seen[] {
  const now = { view: store, moment: momentOf(store) };
  return moment.past === null ? [now] : [now, { view, moment }];
}
