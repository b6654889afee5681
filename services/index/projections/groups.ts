import type {
  GroupCleared,
  GroupCreated,
  GroupMemberAdded,
  GroupMemberRemoved,
} from "../../ledger/events/decoders.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import { known, type Place, provenance } from "./place.js";

export function groupCreated(draft: Draft, event: GroupCreated, place: Place): void {
  draft.put(tables.group, event.group, {
    id: event.group,
    owner: event.owner,
    name: event.name,
    epoch: 1,
    size: 0,
    created: provenance(place, event.by),
  });
}

export function groupMemberAdded(draft: Draft, event: GroupMemberAdded, place: Place): void {
  const group = known(draft, tables.group, event.group, "group", place);
  const { member, epoch } = event;
  draft.put(tables.group, group.id, { ...group, size: group.size + 1 });
  draft.put(
    tables.membership,
    { group: group.id, member },
    { group: group.id, member, epoch, changed: provenance(place, event.by) },
  );
}

export function groupMemberRemoved(draft: Draft, event: GroupMemberRemoved, place: Place): void {
  const group = known(draft, tables.group, event.group, "group", place);
  const { member } = event;
  draft.put(tables.group, group.id, { ...group, size: group.size - 1 });
  draft.put(
    tables.membership,
    { group: group.id, member },
    { group: group.id, member, epoch: 0, changed: provenance(place, event.by) },
  );
}

export function groupCleared(draft: Draft, event: GroupCleared, place: Place): void {
  const group = known(draft, tables.group, event.group, "group", place);
  draft.put(tables.group, group.id, { ...group, epoch: event.epoch, size: 0 });
}
