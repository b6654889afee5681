/** Identifier records as the chain has them. */
import type { Provider } from "ethers";
import type { Address, Digest, RecordId, RecordStatus } from "../../store/model.js";
import { ledgerContracts } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { recordStatusOf } from "../enums.js";
import { toAddress, toDigest } from "../hex.js";
import { atBlock } from "./at.js";

export interface RecordState {
  readonly owner: Address;
  readonly epoch: number;
  /** Its own status; the namespace's is another matter. */
  readonly status: RecordStatus;
  /** Bytes of the prefix of the namespace that issued it, within the identifier. */
  readonly prefixLength: number;
  /** Holding epoch of that namespace at registration. */
  readonly namespaceEpoch: number;
  readonly version: number;
  /** See `contentDigest`. */
  readonly digest: Digest;
}

/** Whether a record never changes hands; there has to be one. */
export async function readLocked(
  provider: Provider,
  deployment: Deployment,
  record: RecordId,
): Promise<boolean> {
  return await ledgerContracts(deployment, provider).identifiers.locked(record);
}

/** State of a record at a block (the head if left out); null where there is none. */
export async function readRecord(
  provider: Provider,
  deployment: Deployment,
  record: RecordId,
  block?: number,
): Promise<RecordState | null> {
  const found = await ledgerContracts(deployment, provider).identifiers.recordOf(record, atBlock(block));
  if (found.status === 0n) return null;
  return {
    owner: toAddress(found.owner),
    epoch: Number(found.epoch),
    status: recordStatusOf(Number(found.status)),
    prefixLength: Number(found.prefixLength),
    namespaceEpoch: Number(found.namespaceEpoch),
    version: Number(found.version),
    digest: toDigest(found.digest),
  };
}
