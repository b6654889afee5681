/** Calls of the data-rights contract: terms, grants and their ends. */
import type { Asset, Digest, GrantAction, Grantee, GrantId, TermsId } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { actionBits, assetKindCodes, granteeKindCode } from "../enums.js";
import { zeroWord } from "../hex.js";
import { granteeWord, scopeId, type TermsWords } from "../ids.js";
import { type Call, makeCall } from "./call.js";

/** What a grant is about and whom it is for. */
export interface GrantKey {
  readonly asset: Asset;
  /** Name of the data set or submodel; empty for all data. */
  readonly scope: string;
  readonly grantee: Grantee;
  /** Whether it also binds those who own the asset later. */
  readonly survivesSale: boolean;
  /** Registered terms; null for none. */
  readonly terms: TermsId | null;
  /** The grant that it is a sub-licence of; null where the asset's owner gives it. */
  readonly parent: GrantId | null;
}

/** How far a grant goes. */
export interface GrantExtent {
  /** None only where a proposal ends an agreement. */
  readonly actions: readonly GrantAction[];
  /** First second at which it holds (Unix time), 0 for at once. */
  readonly from: number;
  /** First second at which it no longer holds, 0 for never. */
  readonly until: number;
}

/** Which grant of a key the grantee read: it binds itself to no other. */
export interface GrantReading {
  /** Holding epoch of the asset, which says who its owner is; also of a grant that survives a sale. */
  readonly assetEpoch: number;
  /** How often the grant had been given. */
  readonly sequence: number;
}

/** Terms of use, as they are registered. */
export interface RightTerms {
  /** SHA-256 of the usage policy. */
  readonly policy: Digest | null;
  /** Where the policy may be read; empty for nowhere. */
  readonly policyUri: string;
  readonly actions: readonly GrantAction[];
  /** Levels of sub-licences: 0 to 4. */
  readonly sublicences: number;
  /** Seconds between a revocation and its effect. */
  readonly notice: number;
  readonly exclusive: boolean;
  readonly irrevocable: boolean;
  readonly byAcceptance: boolean;
}

/** A grant's key as the contract has it. */
export const grantKeyWords = ({ asset, scope, grantee, survivesSale, terms, parent }: GrantKey) => ({
  assetKind: assetKindCodes[asset.kind],
  asset: asset.id,
  survivesSale,
  scope: scopeId(scope),
  granteeKind: granteeKindCode(grantee.kind),
  grantee: granteeWord(grantee),
  terms: terms ?? zeroWord,
  parent: parent ?? zeroWord,
});

/** An extent as the contract has it. */
export const extentWords = ({ scope }: Pick<GrantKey, "scope">, { actions, from, until }: GrantExtent) => ({
  from,
  until,
  actions: actionBits(actions),
  scopeName: scope,
});

/** Terms as the contract has them. */
export const termsWords = ({ policy, policyUri, actions, ...enforced }: RightTerms): TermsWords => ({
  policy: policy ?? zeroWord,
  uri: policyUri,
  actions: actionBits(actions),
  ...enforced,
});

/** A grantee in words; a blinded one is not named. */
export function granteeText(grantee: Grantee): string {
  switch (grantee.kind) {
    case "party":
      return grantee.party;
    case "group":
      return `group ${grantee.group}`;
    case "blinded":
      return `blinded grantee ${grantee.commitment}`;
  }
}

const about = ({ asset }: GrantKey): string => `${asset.kind} ${asset.id}`;

/** Registers terms; anyone may send it. */
export function registerTerms({ contracts }: Deployment, terms: RightTerms): Call {
  return makeCall(contracts.rights, "register terms of use", () =>
    interfaces.rights.encodeFunctionData("registerTerms", [termsWords(terms)]),
  );
}

/** Grants a right; the controller of the asset's owner has to send it. */
export function grantRight({ contracts }: Deployment, key: GrantKey, extent: GrantExtent): Call {
  const what = `grant ${extent.actions.join(", ")} on ${about(key)} to ${granteeText(key.grantee)}`;
  return makeCall(contracts.rights, what, () =>
    interfaces.rights.encodeFunctionData("grant", [grantKeyWords(key), extentWords(key, extent)]),
  );
}

/** Gives a sub-licence beneath `parent`; the controller of its grantee has to send it. */
export function sublicenseRight(
  { contracts }: Deployment,
  key: GrantKey,
  extent: GrantExtent,
  parent: GrantKey,
): Call {
  const what = `sub-license ${extent.actions.join(", ")} on ${about(key)} to ${granteeText(key.grantee)}`;
  return makeCall(contracts.rights, what, () =>
    interfaces.rights.encodeFunctionData("sublicense", [
      grantKeyWords(key),
      extentWords(key, extent),
      grantKeyWords(parent),
    ]),
  );
}

/** Accepts a right; who acts for the grantee has to send it. */
export function acceptRight(
  { contracts }: Deployment,
  key: GrantKey,
  { assetEpoch, sequence }: GrantReading,
): Call {
  return makeCall(contracts.rights, `accept the right on ${about(key)}`, () =>
    interfaces.rights.encodeFunctionData("accept", [grantKeyWords(key), assetEpoch, sequence]),
  );
}

/**
 * Revokes a right; the controller of the grantor has to send it.
 * @param end First second at which it shall no longer hold; null for as soon as its terms let.
 */
export function revokeRight(
  { contracts }: Deployment,
  key: GrantKey,
  reason: string,
  end: number | null = null,
): Call {
  const what = `revoke the right of ${granteeText(key.grantee)} on ${about(key)}`;
  return makeCall(contracts.rights, what, () =>
    end === null
      ? interfaces.rights.encodeFunctionData("revoke", [grantKeyWords(key), reason])
      : interfaces.rights.encodeFunctionData("revokeAt", [grantKeyWords(key), end, reason]),
  );
}

/** Gives a right up, or agrees that an irrevocable one end; who acts for the grantee has to send it. */
export function releaseRight(
  { contracts }: Deployment,
  key: GrantKey,
  { assetEpoch, sequence }: GrantReading,
): Call {
  return makeCall(contracts.rights, `give up the right on ${about(key)}`, () =>
    interfaces.rights.encodeFunctionData("release", [grantKeyWords(key), assetEpoch, sequence]),
  );
}
