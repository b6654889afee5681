/** Batches as the chain has them. */
import type { Provider } from "ethers";
import type { Address, BatchId, SchemeId } from "../../store/model.js";
import { ledgerContracts } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import {
  type BatchKind,
  batchKindOf,
  type MemberStatus,
  memberStatusOf,
  type RangeUse,
  rangeUseOf,
} from "../enums.js";
import { toAddress, toBatchId, zeroAddress } from "../hex.js";
import type { MemberProof } from "../merkle/proof.js";
import { atBlock } from "./at.js";

export interface BatchState {
  readonly owner: Address;
  readonly epoch: number;
  readonly kind: BatchKind;
  readonly status: "active" | "revoked";
  /** Bytes of the prefix of the namespace that issued it, within its identifiers. */
  readonly prefixLength: number;
  /** Holding epoch of that namespace at issue. */
  readonly namespaceEpoch: number;
}

/** State of a batch at a block (the head if left out); null where there is none. */
export async function readBatch(
  provider: Provider,
  deployment: Deployment,
  batch: BatchId,
  block?: number,
): Promise<BatchState | null> {
  const found = await ledgerContracts(deployment, provider).batches.batchOf(batch, atBlock(block));
  if (found.status === 0n) return null;
  return {
    owner: toAddress(found.owner),
    epoch: Number(found.epoch),
    kind: batchKindOf(Number(found.kind)),
    status: found.status === 1n ? "active" : "revoked",
    prefixLength: Number(found.prefixLength),
    namespaceEpoch: Number(found.namespaceEpoch),
  };
}

/** How many batches a party has, whatever their status. */
export async function countBatches(
  provider: Provider,
  deployment: Deployment,
  owner: Address,
): Promise<number> {
  return Number(await ledgerContracts(deployment, provider).batches.balanceOf(owner));
}

/** The rule batch or reservation in whose range the identifier lies; null where none has it. */
export async function readRange(
  provider: Provider,
  deployment: Deployment,
  scheme: SchemeId,
  identifier: string,
  block?: number,
): Promise<{ readonly use: RangeUse; readonly id: BatchId } | null> {
  const { batches } = ledgerContracts(deployment, provider);
  const { use, range } = await batches.rangeOf(scheme, identifier, atBlock(block));
  return use === 0n ? null : { use: rangeUseOf(Number(use)), id: toBatchId(range) };
}

export interface MemberState {
  /** `recorded` once the identifier has a record, wherever that came from. */
  readonly status: MemberStatus;
  readonly owner: Address;
}

/**
 * What a member of a batch is, and whose; null where the identifier is none, or not shown to be one.
 * @param proof For a Merkle batch.
 */
export async function readMember(
  provider: Provider,
  deployment: Deployment,
  batch: BatchId,
  name: { readonly scheme: SchemeId; readonly identifier: string },
  proof: MemberProof,
  block?: number,
): Promise<MemberState | null> {
  const { identifiers } = ledgerContracts(deployment, provider);
  const { status, owner } = await identifiers.memberOf(
    batch,
    name,
    { ...proof, path: [...proof.path] },
    atBlock(block),
  );
  if (status === 0n || owner === zeroAddress) return null;
  return { status: memberStatusOf(Number(status)), owner: toAddress(owner) };
}
