/** Twin models as the chain has them. */
import type { Provider } from "ethers";
import type { Address, Digest, TwinState as State, TwinId, TwinKind } from "../../store/model.js";
import { ledgerContracts } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { twinKindOf, twinStateOf } from "../enums.js";
import { toAddress, toDigest, toTwinId, zeroWord } from "../hex.js";
import { atBlock } from "./at.js";

export interface TwinState {
  readonly owner: Address;
  readonly epoch: number;
  readonly kind: TwinKind;
  readonly state: State;
  /** Number of versions. */
  readonly version: number;
  /** Content digest of the last version. */
  readonly digest: Digest;
}

/** State of a twin at a block (the head if left out); null where there is none. */
export async function readTwin(
  provider: Provider,
  deployment: Deployment,
  twin: TwinId,
  block?: number,
): Promise<TwinState | null> {
  const found = await ledgerContracts(deployment, provider).twins.twinOf(twin, atBlock(block));
  if (found.kind === 0n) return null;
  return {
    owner: toAddress(found.owner),
    epoch: Number(found.epoch),
    kind: twinKindOf(Number(found.kind)),
    state: twinStateOf(Number(found.state)),
    version: Number(found.version),
    digest: toDigest(found.digest),
  };
}

/** The twin that has this content as one of its versions; null where none has. */
export async function readTwinByContent(
  provider: Provider,
  deployment: Deployment,
  digest: Digest,
  block?: number,
): Promise<TwinId | null> {
  const found = await ledgerContracts(deployment, provider).twins.twinByContent(digest, atBlock(block));
  return found === zeroWord ? null : toTwinId(found);
}
