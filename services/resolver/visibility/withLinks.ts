/** A record with links that a caller may see, among those that everybody does. */
import type { LinkOpening } from "../../ledger/protectedLinks.js";
import type { LinkTarget, RecordEntity } from "../../store/model.js";
import { descriptorRelation } from "../../store/shellTraits.js";

export function withLinks(record: RecordEntity, links: readonly Pick<LinkOpening, "link">[]): RecordEntity {
  if (links.length === 0) return record;
  const relations = new Map(Object.entries(record.linkset));
  for (const { link } of links) {
    relations.set(link.rel, withTarget(link.rel, relations.get(link.rel) ?? [], link.target));
  }
  return { ...record, linkset: Object.fromEntries(relations) };
}

/** What a descriptor says stands in one target; any other is one more. */
function withTarget(rel: string, targets: readonly LinkTarget[], target: LinkTarget): readonly LinkTarget[] {
  const [first, ...others] = targets;
  if (rel !== descriptorRelation || first === undefined) return [...targets, target];
  return [merged(first, target), ...others];
}

/** Lists are joined; of single words the open one stays. */
function merged(open: LinkTarget, added: LinkTarget): LinkTarget {
  const both: Record<string, unknown> = { ...added, ...open };
  for (const [name, value] of Object.entries(added)) {
    const present = both[name];
    if (Array.isArray(present) && present !== value && Array.isArray(value))
      both[name] = [...present, ...value];
  }
  return { ...both, href: open.href };
}
