/**
 * A capability: a short-lived token (JWS, ES256) with which a resolver tells one data provider that its holder may do something
 * with data of an asset. The provider needs nothing but the resolver's public keys to believe it.
 */
import type { Address, Asset, Digest, GrantAction, GrantId } from "../../store/model.js";
import type { AskedMeter, Meter } from "../metering/meter.js";

/**
 * Seconds that a capability is good for at most: so long may a revocation take to reach a provider, besides what the index is behind.
 */
export const capabilitySeconds = 60;

/** Tells a capability from whatever else the key signs (RFC 8725, section 3.11). */
export const capabilityType = "cadastre-capability+jwt";

/** The one algorithm, whatever a token says of itself. */
export const capabilityAlgorithm = "ES256";

export interface Capability {
  /** Public address of the resolver that decided. */
  readonly issuer: string;
  /** Public address of the data provider: nobody else takes it. */
  readonly audience: string;
  /** Party whose right it is. */
  readonly party: Address;
  /** Party that makes use of it: the same, or one that acts on its behalf. */
  readonly actor: Address;
  /** Account of the key that asked for it, and has to sign what is asked with it. */
  readonly key: Address;
  readonly chainId: number;
  readonly asset: Asset;
  /** Name of the data set or submodel, empty for all data. */
  readonly scope: string;
  readonly actions: readonly GrantAction[];
  /** What it is for, where that was decided; null where not. */
  readonly purpose: string | null;
  /** Grant that carries it; null for the asset's owner. */
  readonly grant: GrantId | null;
  /** Units that the use is to be paid with; null where it is not metered. */
  readonly meter: Meter | null;
  /** Usage policies that were held against who asks and for what, by their digests. */
  readonly policies: readonly Digest[];
  /** Block of the decision. */
  readonly block: number;
}

/** What somebody wants to do with data that a provider has. */
export interface DataUse {
  readonly asset: Asset;
  readonly scope: string;
  readonly action: GrantAction;
  /** Usage policies of which the resolver has to have held one against a partner; where left out, a grant is enough. */
  readonly policies?: readonly Digest[];
  /** What it costs whoever is not the asset's owner; where left out, nothing is counted. */
  readonly price?: Pick<AskedMeter, "quota" | "units">;
}

/** Whether a capability lets data be used so: one for all data is one for each data set. The owner needs no policy. */
export function lets({ asset, scope, actions, grant, policies }: Capability, use: DataUse): boolean {
  return (
    (use.policies === undefined || grant === null || use.policies.some((one) => policies.includes(one))) &&
    asset.kind === use.asset.kind &&
    asset.id === use.asset.id &&
    (scope === "" || scope === use.scope) &&
    actions.includes(use.action)
  );
}
