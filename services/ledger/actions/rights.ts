/** Calls of the data-rights contract. */
import type { Address, Digest, GrantAction, RecordId, TwinId } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { actionBits, assetKindCodes } from "../enums.js";
import { zeroWord } from "../hex.js";
import { scopeId } from "../ids.js";
import { type Call, makeCall } from "./call.js";

/** An asset whose data may be shared. */
export type Asset =
  | { readonly kind: "twin"; readonly id: TwinId }
  | { readonly kind: "record"; readonly id: RecordId };

/** What a grant is about and whom it is for. */
export interface GrantKey {
  readonly asset: Asset;
  /** Name of the data set or submodel; empty for all data. */
  readonly scope: string;
  readonly grantee: Address;
  /** SHA-256 of the usage policy. */
  readonly termsDigest: Digest | null;
}

export interface GrantTerms {
  readonly actions: readonly GrantAction[];
  /** First second at which it holds (Unix time), 0 for at once. */
  readonly from: number;
  /** First second at which it no longer holds, 0 for never. */
  readonly until: number;
  /** Empty for nowhere. */
  readonly termsUri: string;
}

/** A grant's key as the contract has it. */
export const grantKeyWords = ({ asset, scope, grantee, termsDigest }: GrantKey) => ({
  assetKind: assetKindCodes[asset.kind],
  asset: asset.id,
  scope: scopeId(scope),
  grantee,
  termsDigest: termsDigest ?? zeroWord,
});

/** Grants a right; the controller of the asset's owner has to send it. */
export function grantRight(deployment: Deployment, key: GrantKey, terms: GrantTerms): Call {
  const { actions, ...rest } = terms;
  const what = `grant ${actions.join(", ")} on ${key.asset.kind} ${key.asset.id} to ${key.grantee}`;
  return makeCall(deployment.contracts.rights, what, () =>
    interfaces.rights.encodeFunctionData("grant", [
      grantKeyWords(key),
      { ...rest, actions: actionBits(actions), scopeName: key.scope },
    ]),
  );
}

/** Revokes a right at once; the controller of the asset's owner has to send it. */
export function revokeRight(deployment: Deployment, key: GrantKey, reason: string): Call {
  const what = `revoke the right of ${key.grantee} on ${key.asset.kind} ${key.asset.id}`;
  return makeCall(deployment.contracts.rights, what, () =>
    interfaces.rights.encodeFunctionData("revoke", [grantKeyWords(key), reason]),
  );
}
