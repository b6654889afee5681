/** Whose a group of parties is, and who is in it. */
import { zeroAddress } from "../../ledger/hex.js";
import { groupId } from "../../ledger/ids.js";
import * as slots from "../../ledger/slots.js";
import { groupWord } from "../../ledger/slotWords.js";
import type { Address, GroupId } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { partsRefuted } from "./parts.js";
import { type PartyFacts, partyFacts } from "./party.js";

export interface GroupFacts {
  readonly owner: PartyFacts;
  /** How often it was emptied, plus one. */
  readonly epoch: number;
  /** How many members it has. */
  readonly size: number;
}

export interface GroupAnswer {
  readonly kind: "group";
  readonly id: GroupId;
  /** null where there is no such group. */
  readonly group: GroupFacts | null;
  /** What its owner calls it; null where the document does not show what the id is made of. */
  readonly name: string | null;
  /** Of those that were asked for, each once. */
  readonly members: readonly { readonly party: Address; readonly member: boolean }[];
  /** Nobody else is in it. */
  readonly complete: boolean;
}

/** @throws ProofError `PROOF_PARTS_REFUTED` */
export function groupAnswer(asking: Asking, question: QuestionOf<"group">): GroupAnswer {
  const { group: id, parts } = question;
  if (parts !== null && groupId(parts.owner, parts.name) !== id) throw partsRefuted("group");
  const { owner, epoch, size } = groupWord(asking.read("groups", slots.group(id)));
  const members = [...new Set(question.members)].sort().map((party) => {
    // A member of an epoch that is past is out; 0 is for who never was in it, or was taken out.
    const added = BigInt(asking.read("groups", slots.groupMember(id, party)));
    return { party, member: added !== 0n && added === BigInt(epoch) };
  });
  return {
    kind: "group",
    id,
    group: owner === zeroAddress ? null : { owner: partyFacts(asking, owner), epoch, size },
    name: parts?.name ?? null,
    members,
    complete: members.filter(({ member }) => member).length === size,
  };
}
