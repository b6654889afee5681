import type { Subject } from "../store/model.js";
import { type SubjectKindCode, subjectKindCodes } from "./enums.js";
import { type Hex, zeroWord } from "./hex.js";

/** Kind and id of a subject as the contracts have them; a party's address is left-padded to 32 bytes. */
export function subjectWords(subject: Subject): { readonly kind: SubjectKindCode; readonly id: Hex } {
  const kind = subjectKindCodes[subject.kind];
  if (subject.kind === "none") return { kind, id: zeroWord };
  return { kind, id: subject.kind === "party" ? `0x${subject.id.slice(2).padStart(64, "0")}` : subject.id };
}
