/** Which events a reader wants to hear of. */
import type { LoggedEvent } from "../../store/events.js";
import type { Address, NamespaceId, Thing } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";

/** What is not given lets everything through; of several values one is enough. */
export interface EventFilter {
  /** Events of things that the namespace, or one beneath it, issued, and of these namespaces. */
  readonly namespace?: NamespaceId | undefined;
  readonly owner?: Address | undefined;
  /** Party to which a right was granted or offered. */
  readonly grantee?: Address | undefined;
  /** Id of a thing. */
  readonly asset?: string | undefined;
  readonly kinds?: readonly Thing["kind"][] | undefined;
  /** Names of events. */
  readonly events?: readonly string[] | undefined;
}

export function matches(view: EntityView, filter: EventFilter, event: LoggedEvent): boolean {
  const { namespace, owner, grantee, asset, kinds, events } = filter;
  return (
    (events === undefined || events.includes(event.event)) &&
    (kinds === undefined || event.things.some(({ kind }) => kinds.includes(kind))) &&
    (asset === undefined || event.things.some(({ id }) => id === asset)) &&
    (owner === undefined || event.owners.includes(owner)) &&
    (grantee === undefined || event.grantee === grantee) &&
    (namespace === undefined || event.namespaces.some((id) => isWithin(view, id, namespace)))
  );
}

/** Whether a namespace is another one, or was delegated beneath it. */
function isWithin(view: EntityView, id: NamespaceId, of: NamespaceId): boolean {
  for (let at: NamespaceId | null = id; at !== null; at = view.namespace(at)?.parent ?? null) {
    if (at === of) return true;
  }
  return false;
}
