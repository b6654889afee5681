/** A member of a batch in the address of its status: the id of its record, the batch, and its place there. */
import type { RegisteredMember } from "../../credentials/claim.js";
import { toBatchId, toRecordId } from "../../ledger/hex.js";

const form = /^(0x[0-9a-f]{64})-(0x[0-9a-f]{64})-(0|[1-9][0-9]{0,19})$/;

export const memberName = ({ id, batch, index }: RegisteredMember): string => `${id}-${batch}-${index}`;

/** null for what is no such name. */
export function memberIn(text: string): RegisteredMember | null {
  const [, id, batch, index] = form.exec(text) ?? [];
  if (id === undefined || batch === undefined || index === undefined) return null;
  return { kind: "member", id: toRecordId(id), batch: toBatchId(batch), index };
}
