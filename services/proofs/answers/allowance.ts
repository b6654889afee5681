/** What somebody may take of a holder's units of a quota. */
import * as slots from "../../ledger/slots.js";
import { allowanceWord } from "../../ledger/slotWords.js";
import type { Address, QuotaId } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { type PartyFacts, partyFacts } from "./party.js";

export interface AllowanceAnswer {
  readonly kind: "allowance";
  readonly quota: QuotaId;
  readonly holder: PartyFacts;
  readonly spender: Address;
  /** Units that the spender may move or use, in digits; null for without limit. */
  readonly units: string | null;
  /** Besides, the spender may move and use all units of the holder, of any quota. */
  readonly operator: boolean;
}

/** An amount that is never less for what was taken. */
const limitless = 2n ** 224n - 1n;

/** What a holder gave ends where its control passes on, or it is deactivated. */
export function allowanceAnswer(
  asking: Asking,
  { kind, quota, holder: party, spender }: QuestionOf<"allowance">,
): AllowanceAnswer {
  const holder = partyFacts(asking, party);
  const given = allowanceWord(asking.read("quotas", slots.quotaAllowance(party, spender, quota)));
  const named = BigInt(asking.read("quotas", slots.quotaOperator(party, spender)));
  const isActive = holder.controller !== null;
  const amount = isActive && given.controlEpoch === holder.controlEpoch ? given.amount : 0n;
  return {
    kind,
    quota,
    holder,
    spender,
    units: amount === limitless ? null : amount.toString(),
    operator: isActive && named === BigInt(holder.controlEpoch) + 1n,
  };
}
