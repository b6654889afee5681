/** Calls of the party registry that change who controls a party. */
import type { Address } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { type Call, makeCall } from "./call.js";

/** Hands a party to another controller, at once; its present controller has to send it. */
export function changeController({ contracts }: Deployment, party: Address, newController: Address): Call {
  return makeCall(contracts.parties, `give control of ${party} to ${newController}`, () =>
    interfaces.parties.encodeFunctionData("changeOwner", [party, newController]),
  );
}

export interface Guardians {
  /** At most 7, in any order; empty for none, then the rest is 0. */
  readonly guardians: readonly Address[];
  readonly threshold: number;
  /** Seconds. */
  readonly delay: number;
}

/** Names the guardians of a party; its controller has to send it. */
export function nameGuardians({ contracts }: Deployment, party: Address, named: Guardians): Call {
  const { guardians, threshold, delay } = named;
  return makeCall(contracts.parties, `name ${guardians.length} guardians of ${party}`, () =>
    interfaces.parties.encodeFunctionData("nameGuardians", [party, [...guardians].sort(), threshold, delay]),
  );
}

/** A guardian's word that `newController` shall control the party; the guardian's controller has to send it. */
export function approveRecovery(
  { contracts }: Deployment,
  party: Address,
  guardian: Address,
  newController: Address,
): Call {
  return makeCall(contracts.parties, `approve that ${newController} controls ${party}`, () =>
    interfaces.parties.encodeFunctionData("approveRecovery", [party, guardian, newController]),
  );
}

/** Takes that back. */
export function withdrawRecoveryApproval(
  { contracts }: Deployment,
  party: Address,
  guardian: Address,
  newController: Address,
): Call {
  return makeCall(contracts.parties, `no longer approve that ${newController} controls ${party}`, () =>
    interfaces.parties.encodeFunctionData("withdrawRecoveryApproval", [party, guardian, newController]),
  );
}

/** Voids all that guardians approved; the party's controller has to send it. */
export function cancelRecoveries({ contracts }: Deployment, party: Address): Call {
  return makeCall(contracts.parties, `cancel every recovery of ${party}`, () =>
    interfaces.parties.encodeFunctionData("cancelRecoveries", [party]),
  );
}

/** Carries out what enough guardians approved, once the delay is over; anyone may send it. */
export function executeRecovery({ contracts }: Deployment, party: Address, newController: Address): Call {
  return makeCall(contracts.parties, `recover ${party} for ${newController}`, () =>
    interfaces.parties.encodeFunctionData("executeRecovery", [party, newController]),
  );
}
