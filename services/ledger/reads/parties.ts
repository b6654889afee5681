/** Parties as the chain has them. */
import type { Provider } from "ethers";
import type { Address, PartyKind } from "../../store/model.js";
import { ledgerContracts } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { partyKindOf } from "../enums.js";
import { toAddress, zeroAddress } from "../hex.js";
import { atBlock } from "./at.js";

/** A set of guardians as it counts now or will. */
export interface GuardiansState {
  readonly guardians: readonly Address[];
  readonly threshold: number;
  /** Seconds. */
  readonly delay: number;
  readonly effectiveFrom: number;
}

export interface PartyState {
  readonly kind: PartyKind;
  /** null once the party is deactivated. */
  readonly controller: Address | null;
  /** How often control changed. */
  readonly controlEpoch: number;
}

/** State of a party at a block (the head if left out); null where none is registered. */
export async function readParty(
  provider: Provider,
  deployment: Deployment,
  identity: Address,
  block?: number,
): Promise<PartyState | null> {
  const party = await ledgerContracts(deployment, provider).parties.partyOf(identity, atBlock(block));
  if (party.kind === 0n) return null;
  return {
    kind: partyKindOf(Number(party.kind)),
    controller: party.deactivated ? null : toAddress(party.controller),
    controlEpoch: Number(party.controlEpoch),
  };
}

/** The guardians that count, and those that will; null where there are none. */
export async function readGuardians(
  provider: Provider,
  deployment: Deployment,
  identity: Address,
): Promise<{ readonly present: GuardiansState | null; readonly next: GuardiansState | null }> {
  const { present, next } = await ledgerContracts(deployment, provider).parties.guardiansOf(identity);
  const state = (set: typeof present): GuardiansState => ({
    guardians: set.guardians.map(toAddress),
    threshold: Number(set.threshold),
    delay: Number(set.delay),
    effectiveFrom: Number(set.effectiveFrom),
  });
  return {
    present: present.guardians.length === 0 ? null : state(present),
    next: next.number === 0n ? null : state(next),
  };
}

/** The organisation that a party belongs to; null for none. */
export async function readOrganisation(
  provider: Provider,
  deployment: Deployment,
  member: Address,
): Promise<Address | null> {
  const { organisation } = await ledgerContracts(deployment, provider).relations.organisationOf(member);
  const address = toAddress(organisation);
  return address === zeroAddress ? null : address;
}
