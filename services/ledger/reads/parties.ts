/** Parties as the chain has them. */
import type { Provider } from "ethers";
import type { Address, PartyKind } from "../../store/model.js";
import { ledgerContracts } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { partyKindOf } from "../enums.js";
import { toAddress } from "../hex.js";
import { atBlock } from "./at.js";

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
