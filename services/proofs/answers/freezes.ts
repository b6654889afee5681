/** Whether a thing is frozen, by which offices, and why. */
import { type Hex, toAddress, toGrantId } from "../../ledger/hex.js";
import * as slots from "../../ledger/slots.js";
import { freezeWord, grantWord, holdingWord, partyWord } from "../../ledger/slotWords.js";
import { registryOf } from "../../ledger/things.js";
import type { FreezeReason } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";

export interface FreezeFacts {
  readonly office: number;
  readonly reason: FreezeReason;
  /** Unix seconds. */
  readonly since: number;
  /** Digest of the order. */
  readonly order: Hex;
}

export interface FreezesAnswer {
  readonly kind: "freezes";
  readonly thing: { readonly kind: Thing["kind"]; readonly id: string };
  readonly frozen: boolean;
  /** How many offices hold it so. */
  readonly offices: number;
  /** Those that were asked for and do. */
  readonly freezes: readonly FreezeFacts[];
}

type Thing = QuestionOf<"freezes">["thing"];

export function freezesAnswer(asking: Asking, { thing, offices }: QuestionOf<"freezes">): FreezesAnswer {
  const { kind, id } = thing;
  const registry = asking.place.contracts[registryOf[kind]];
  const count = asking.read("supervision", slots.freezeCount(registry, id));
  const asked = [...new Set(offices)].sort((one, other) => one - other);
  return {
    kind: "freezes",
    thing: { kind, id },
    frozen: isFrozen(asking, thing),
    offices: Number(BigInt(count)),
    freezes: asked.flatMap((office) => freezeOf(asking, slots.freeze(registry, id, office), office)),
  };
}

function isFrozen({ read }: Asking, { kind, id }: Thing): boolean {
  switch (kind) {
    case "party":
      return partyWord(read("parties", slots.party(toAddress(id)))).frozen;
    case "grant":
      return grantWord(read("rights", slots.grant(toGrantId(id)))).frozen;
    default:
      return holdingWord(read(registryOf[kind], slots.holding(id))).frozen;
  }
}

function freezeOf({ read }: Asking, slot: Hex, office: number): readonly FreezeFacts[] {
  const { reason, since } = freezeWord(read("supervision", slot));
  return reason === null
    ? []
    : [{ office, reason, since, order: read("supervision", slots.wordAfter(slot, 1)) }];
}
