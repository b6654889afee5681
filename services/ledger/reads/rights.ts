/** Rights as the chain has them. */
import type { Provider } from "ethers";
import type { Address, Asset, GrantAction, GrantId, TermsId } from "../../store/model.js";
import { type GrantKey, grantKeyWords, type RightTerms, termsWords } from "../actions/rights.js";
import { registries } from "../actions/tokens.js";
import { ledgerContracts } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { actionBits, actionsOf, grantStatusOf } from "../enums.js";
import { type Hex, toAddress, toGrantId, zeroWord } from "../hex.js";
import { termsId } from "../ids.js";
import { atBlock } from "./at.js";

export interface GrantState {
  readonly id: GrantId;
  readonly status: "active" | "revoked" | "pending";
  readonly actions: readonly GrantAction[];
  /** First second at which it holds, 0 for at once. */
  readonly from: number;
  /** First second at which it no longer holds, 0 for never. A revocation brings it forward. */
  readonly until: number;
  /** How often this grant was given. */
  readonly sequence: number;
}

/** The grant with that key under the asset's present epoch, at a block (the head if left out); null where there is none. */
export async function readGrant(
  provider: Provider,
  deployment: Deployment,
  key: GrantKey,
  block?: number,
): Promise<GrantState | null> {
  const { rights } = ledgerContracts(deployment, provider);
  const id = await rights.grantId(grantKeyWords(key), atBlock(block));
  const found = await rights.grantOf(id, atBlock(block));
  if (found.status === 0n) return null;
  return {
    id: toGrantId(id),
    status: grantStatusOf(Number(found.status)),
    actions: actionsOf(Number(found.actions)),
    from: Number(found.from),
    until: Number(found.until),
    sequence: Number(found.sequence),
  };
}

/** Holding epoch of an asset at a block (the head if left out): how often it changed hands, plus one. */
export async function readAssetEpoch(
  provider: Provider,
  deployment: Deployment,
  asset: Asset,
  block?: number,
): Promise<number> {
  const registry = ledgerContracts(deployment, provider)[registries[asset.kind]];
  return Number((await registry.holdingOf(asset.id, atBlock(block))).epoch);
}

/** Who owns an asset at a block (the head if left out). */
export async function readAssetOwner(
  provider: Provider,
  deployment: Deployment,
  asset: Asset,
  block?: number,
): Promise<Address> {
  const registry = ledgerContracts(deployment, provider)[registries[asset.kind]];
  return toAddress((await registry.holdingOf(asset.id, atBlock(block))).holder);
}

/** Whether terms are registered, and their id. */
export async function readTerms(
  provider: Provider,
  deployment: Deployment,
  terms: RightTerms,
): Promise<{ readonly id: TermsId; readonly registered: boolean }> {
  const { rights } = ledgerContracts(deployment, provider);
  const id = termsId(termsWords(terms));
  return { id, registered: await rights.areRegistered(id) };
}

/**
 * Whether the party may do all of the actions now (or at the block), as the ledger itself decides. Ask it of a node that you
 * trust with a blinded grantee's name.
 * @param salt Of a blinded grant; null for others.
 */
export function readIsAllowed(
  provider: Provider,
  deployment: Deployment,
  key: GrantKey,
  party: Address,
  salt: Hex | null,
  actions: readonly GrantAction[],
  block?: number,
): Promise<boolean> {
  const { rights } = ledgerContracts(deployment, provider);
  return rights.isAllowedTo(grantKeyWords(key), party, salt ?? zeroWord, actionBits(actions), atBlock(block));
}
