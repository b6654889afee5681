/** Calls of the quotas of use. */
import type { Address, Asset, Digest, QuotaId, TermsId } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { assetKindCodes } from "../enums.js";
import { zeroWord } from "../hex.js";
import { asciiWord, scopeId } from "../ids.js";
import { type Call, makeCall } from "./call.js";

/** What units of a quota stand for. */
export interface QuotaKey {
  readonly asset: Asset;
  readonly survivesSale: boolean;
  /** Name of the data set or submodel; empty for all data. */
  readonly scope: string;
  /** 1 to 32 characters of ASCII. */
  readonly unit: string;
  /** First second at which units can no longer be used, 0 for never. */
  readonly until: number;
  readonly terms: TermsId | null;
}

/** A quota's key as the contract has it. */
export const quotaKeyWords = ({ asset, survivesSale, scope, unit, until, terms }: QuotaKey) => ({
  assetKind: assetKindCodes[asset.kind],
  asset: asset.id,
  survivesSale,
  scope: scopeId(scope),
  unit: asciiWord(unit),
  until,
  terms: terms ?? zeroWord,
});

/** Issues units to a party; the controller of the asset's owner has to send it. */
export function issueUnits({ contracts }: Deployment, key: QuotaKey, to: Address, amount: bigint): Call {
  const what = `issue ${amount} ${key.unit} on ${key.asset.kind} ${key.asset.id} to ${to}`;
  return makeCall(contracts.quotas, what, () =>
    interfaces.quotas.encodeFunctionData("issue", [quotaKeyWords(key), key.scope, to, amount]),
  );
}

/** Moves units; the controller of their holder has to send it, or whoever it lets. */
export function transferUnits(
  { contracts }: Deployment,
  quota: QuotaId,
  { from, to, amount }: { readonly from: Address; readonly to: Address; readonly amount: bigint },
): Call {
  return makeCall(contracts.quotas, `move ${amount} units of quota ${quota} to ${to}`, () =>
    interfaces.quotas.encodeFunctionData("transferFrom", [from, to, quota, amount]),
  );
}

/** Uses units up; the controller of their holder has to send it, or whoever it lets. */
export function consumeUnits(
  { contracts }: Deployment,
  quota: QuotaId,
  {
    holder,
    amount,
    evidence,
  }: { readonly holder: Address; readonly amount: bigint; readonly evidence: Digest },
): Call {
  return makeCall(contracts.quotas, `use ${amount} units of quota ${quota}`, () =>
    interfaces.quotas.encodeFunctionData("consume", [holder, quota, amount, evidence]),
  );
}

/** Lets an account move and use some of a party's units; the party's controller has to send it. */
export function allowUnits(
  { contracts }: Deployment,
  quota: QuotaId,
  {
    holder,
    spender,
    amount,
  }: { readonly holder: Address; readonly spender: Address; readonly amount: bigint },
): Call {
  return makeCall(contracts.quotas, `let ${spender} use ${amount} units of quota ${quota}`, () =>
    interfaces.quotas.encodeFunctionData("approveOf", [holder, spender, quota, amount]),
  );
}
