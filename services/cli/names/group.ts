/** Groups of parties as people name them. */
import { toGroupId } from "../../ledger/hex.js";
import { groupId } from "../../ledger/ids.js";
import type { Address, GroupId } from "../../store/model.js";

/** A group's id, or the name of a group that the party owns. */
export function groupReference(owner: Address, text: string): GroupId {
  return /^0x[0-9a-fA-F]{64}$/.test(text) ? toGroupId(text) : groupId(owner, text);
}
