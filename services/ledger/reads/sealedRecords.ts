/** Sealed records as the chain has them. */
import type { Provider } from "ethers";
import type { Address, Digest, RecordStatus, SealedId } from "../../store/model.js";
import type { SealedName } from "../actions/sealedRecords.js";
import { ledgerContracts } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { recordStatusOf } from "../enums.js";
import { toAddress, toDigest, zeroWord } from "../hex.js";
import { schemeId } from "../ids.js";
import { atBlock } from "./at.js";

export interface SealedRecordState {
  readonly owner: Address;
  readonly epoch: number;
  /** Its own status; the namespace's is another matter. */
  readonly status: RecordStatus;
  /** Bytes of the prefix of the namespace that issued it. */
  readonly prefixLength: number;
  /** Holding epoch of that namespace at registration. */
  readonly namespaceEpoch: number;
  readonly version: number;
  /** See `sealedContentDigest`; null for neither subject nor links. */
  readonly digest: Digest | null;
}

/** State of a sealed record at a block (the head if left out); null where there is none. */
export async function readSealedRecord(
  provider: Provider,
  deployment: Deployment,
  record: SealedId,
  block?: number,
): Promise<SealedRecordState | null> {
  const found = await ledgerContracts(deployment, provider).sealedRecords.recordOf(record, atBlock(block));
  if (found.status === 0n) return null;
  return {
    owner: toAddress(found.owner),
    epoch: Number(found.epoch),
    status: recordStatusOf(Number(found.status)),
    prefixLength: Number(found.prefixLength),
    namespaceEpoch: Number(found.namespaceEpoch),
    version: Number(found.version),
    digest: found.digest === zeroWord ? null : toDigest(found.digest),
  };
}

/** Whether a sealed record never changes hands; there has to be one. */
export async function readSealedLocked(
  provider: Provider,
  deployment: Deployment,
  record: SealedId,
): Promise<boolean> {
  return await ledgerContracts(deployment, provider).sealedRecords.locked(record);
}

/** Effective status: active, issued by a namespace that is live and answers for it. */
export async function readSealedIsLive(
  provider: Provider,
  deployment: Deployment,
  { scheme, prefix, seal }: SealedName,
): Promise<boolean> {
  const name = { scheme: schemeId(scheme), prefix, seal };
  return await ledgerContracts(deployment, provider).sealedRecords.isLive(name);
}
