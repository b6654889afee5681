/** How many units of a quota of use were issued and used, and who has how many. */
import { assetKindCodes, assetKindOf } from "../../ledger/enums.js";
import type { Hex } from "../../ledger/hex.js";
import { asciiWord, quotaId, scopeId } from "../../ledger/ids.js";
import * as slots from "../../ledger/slots.js";
import { quotaWord } from "../../ledger/slotWords.js";
import type { Address, Asset, QuotaId, TermsId } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { QuotaParts } from "../document/rightQuestions.js";
import type { Asking } from "./asking.js";
import { type AssetFacts, assetFacts } from "./asset.js";
import { isOver } from "./ending.js";
import { partsRefuted } from "./parts.js";
import { type PartyFacts, partyFacts } from "./party.js";

export interface QuotaFacts {
  readonly assetKind: Asset["kind"];
  readonly asset: Hex;
  readonly assetState: AssetFacts;
  /** First Unix second at which units neither move nor count; 0 for none. */
  readonly until: number;
  /** Units, in digits. */
  readonly issued: string;
  readonly consumed: string;
  /** Units can be moved and used: their end is not past, and they are of the asset's present holding or survive a sale. */
  readonly inForce: boolean;
}

export interface HoldingFacts {
  readonly holder: PartyFacts;
  /** In digits. */
  readonly units: string;
}

export interface QuotaAnswer {
  readonly kind: "quota";
  readonly id: QuotaId;
  /** null where no units of it were ever issued. */
  readonly quota: QuotaFacts | null;
  /** What the units stand for; null where the document does not show what the id is made of. */
  readonly meaning: { readonly scope: string; readonly unit: string; readonly terms: TermsId | null } | null;
  /** Of those that were asked for, each once. */
  readonly holdings: readonly HoldingFacts[];
  /** They have all units that were issued and not used: nobody else has any. */
  readonly complete: boolean;
}

/** @throws ProofError `PROOF_PARTS_REFUTED` */
export function quotaAnswer(asking: Asking, { quota: id, parts, holders }: QuestionOf<"quota">): QuotaAnswer {
  if (parts !== null && idOf(parts) !== id) throw partsRefuted("quota");
  const quota = quotaFacts(asking, id);
  const holdings = [...new Set(holders)].sort().map((holder) => holdingOf(asking, id, holder));
  const shown = holdings.reduce((sum, { units }) => sum + BigInt(units), 0n);
  const left = quota === null ? 0n : BigInt(quota.issued) - BigInt(quota.consumed);
  const meaning = parts && { scope: parts.scope, unit: parts.unit, terms: parts.terms };
  return { kind: "quota", id, quota, meaning, holdings, complete: shown === left };
}

const idOf = ({ assetKind, scope, unit, ...parts }: QuotaParts): QuotaId =>
  quotaId({
    ...parts,
    assetKind: assetKindCodes[assetKind],
    scope: scopeId(scope),
    unit: asciiWord(unit),
  });

function quotaFacts(asking: Asking, id: QuotaId): QuotaFacts | null {
  const slot = slots.quota(id);
  const words = [0, 1, 2, 3].map((place) => asking.read("quotas", slots.wordAfter(slot, place)));
  const [kind = "0x0", asset = "0x0", state = "0x0", consumed = "0x0"] = words;
  if (BigInt(kind) === 0n) return null;
  const assetKind = assetKindOf(Number(BigInt(kind)));
  const { assetEpoch, until, issued } = quotaWord(state);
  const assetState = assetFacts(asking, { assetKind, asset, assetEpoch });
  return {
    assetKind,
    asset,
    assetState,
    until,
    issued: issued.toString(),
    consumed: BigInt(consumed).toString(),
    inForce: !isOver(until, asking.at) && assetState.sameHolding,
  };
}

const holdingOf = (asking: Asking, quota: QuotaId, holder: Address): HoldingFacts => ({
  holder: partyFacts(asking, holder),
  units: BigInt(asking.read("quotas", slots.quotaBalance(holder, quota))).toString(),
});
