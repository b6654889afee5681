/** The protected links of an identifier that a caller may see: its own, and those of the coarser levels that it belongs to. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import type { EntityView } from "../../store/view.js";
import { levelsAbove } from "../resolution/links.js";
import { locate } from "../resolution/locate.js";
import type { Found } from "../v1/resolveAnswer.js";
import type { Disclosed, Disclosures } from "./disclosures.js";

export interface ShownLink extends Disclosed {
  /** Canonical identifier of the coarser level that has the link, null for the identifier's own. */
  readonly inheritedFrom: string | null;
}

/**
 * In the order of open links: what is not in force has none, and a level that is not passes none on.
 * @param at Unix seconds at which namespaces must not have expired.
 */
export async function protectedLinksOf(
  view: EntityView,
  disclosures: Disclosures,
  found: Found,
  at: number,
): Promise<readonly ShownLink[]> {
  const identifier = inForce(found);
  if (identifier === null) return [];
  const own = locate(view, identifier, at);
  const shown: ShownLink[] = [];
  if (own !== null)
    shown.push(...(await disclosures.of(own.record)).map((link) => ({ ...link, inheritedFrom: null })));
  for (const { identifier: level, located } of levelsAbove(view, identifier, at)) {
    if (located.status !== "active") continue;
    const links = await disclosures.of(located.record);
    shown.push(...links.map((link) => ({ ...link, inheritedFrom: level.canonical })));
  }
  return shown;
}

function inForce(found: Found): LedgerIdentifier | null {
  switch (found.kind) {
    case "resolution":
      return found.status === "active" ? found.identifier : null;
    case "member":
      return found.member.status === "active" ? found.member.identifier : null;
    case "unknown":
    case "claims":
      return null;
  }
}
