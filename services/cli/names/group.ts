/** Groups of parties as people name them. */
import { toGroupId } from "../../ledger/hex.js";
import { groupId } from "../../ledger/ids.js";
import type { Address, GroupId } from "../../store/model.js";
import { usage } from "../errors.js";

const idForm = /^0x[0-9a-fA-F]{64}$/;

/** @throws CliError `CLI_USAGE` */
export function groupById(text: string): GroupId {
  if (idForm.test(text)) return toGroupId(text);
  throw usage(
    `"${text}" is not the id of a group.`,
    "It is 0x and 64 hexadecimal digits: cadastre group show NAME --owner PARTY",
  );
}

/**
 * A group's id, or the name of a group that the party owns.
 * @throws CliError `CLI_USAGE` for what looks like an id and is none: a name of that kind is not meant.
 */
export function groupReference(owner: Address, text: string): GroupId {
  return text.startsWith("0x") ? groupById(text) : groupId(owner, text);
}
