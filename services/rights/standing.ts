/** How a grant stands at a moment, whatever becomes of its asset and its grantee: the rule of `RightGrants._allows`. */
import { hasCome } from "../store/lasting.js";
import type { GrantEntity } from "../store/model.js";
import type { EntityView } from "../store/view.js";
import { isLiving } from "./parties.js";

/** `holds`, or the first thing that speaks against it; `void-above`: a grant that it is a sub-licence of no longer holds. */
export type GrantStanding = "holds" | "ended" | "revoked" | "pending" | "frozen" | "not-yet" | "void-above";

/**
 * A grant holds while all that it lies beneath does, each in the sequence in which it held when the one below was given, and
 * while whoever sub-licensed is an active party. It lies no deeper than its owner's grant let.
 *
 * @param at Unix seconds; `from` is the first second in the window, `until` the first after it.
 */
export function standingOf(view: EntityView, grant: GrantEntity, at: number): GrantStanding {
  const own = standingBySelf(grant, at);
  if (own !== "holds" || grant.parent === null) return own;
  const above = licensedFrom(view, grant);
  return above !== null && isLiving(view, grant.grantor) && standingOf(view, above, at) === "holds"
    ? "holds"
    : "void-above";
}

function standingBySelf({ status, from, until, frozen }: GrantEntity, at: number): GrantStanding {
  if (until !== 0 && hasCome(until, at)) return status === "revoked" ? "revoked" : "ended";
  if (status === "pending") return "pending";
  if (frozen !== undefined) return "frozen";
  return hasCome(from, at) ? "holds" : "not-yet";
}

/** The grant with all that it lies beneath, from itself upwards, as far as each is of the sequence that counts. */
export function lineOf(view: EntityView, grant: GrantEntity): readonly GrantEntity[] {
  const line = [grant];
  for (let above = licensedFrom(view, grant); above !== null; above = licensedFrom(view, above))
    line.push(above);
  return line;
}

function licensedFrom(view: EntityView, { parent }: GrantEntity): GrantEntity | null {
  const above = parent === null ? null : view.grant(parent.grant);
  return above !== null && above.sequence === parent?.sequence ? above : null;
}
