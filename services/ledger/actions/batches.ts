/** Calls of the batch registry, and the one that makes a record of a member. */
import type { Address, BatchId, Digest, Hash, NumberRange } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { schemeId } from "../ids.js";
import type { MemberProof } from "../merkle/proof.js";
import { type Call, makeCall } from "./call.js";
import { contentWords, nameWords, type RecordContent, type RecordName, recordTitle } from "./identifiers.js";

/** A list of identifiers. */
export interface Manifest {
  readonly root: Hash;
  /** SHA-256 of the file that lists them. */
  readonly manifest: Digest;
  readonly count: bigint;
  /** Where that file can be had; empty for nowhere. */
  readonly uri: string;
}

/** A namespace by its names. */
export interface IssuingNamespace {
  readonly scheme: string;
  readonly prefix: string;
}

const rangeWords = ({ scheme, stem, tail, first, last }: NumberRange) => ({
  scheme,
  stem,
  tail,
  width: first.length,
  first: BigInt(first),
  last: BigInt(last),
});

/** A range as people read it: `01/09506000134352/21/{000001..999999}`. */
export const rangeTitle = ({ stem, first, last, tail }: NumberRange): string =>
  `${stem}{${first}..${last}}${tail}`;

/**
 * Issues a range of identifiers to the party `owner`; the controller of the holder of the namespace of their first
 * `prefixLength` bytes has to send it, like the next three.
 */
export function issueRule(
  { contracts }: Deployment,
  prefixLength: number,
  range: NumberRange,
  owner: Address,
): Call {
  return makeCall(contracts.batches, `issue ${rangeTitle(range)} to ${owner}`, () =>
    interfaces.batches.encodeFunctionData("issueRule", [prefixLength, rangeWords(range), owner]),
  );
}

export function issueMerkle(
  { contracts }: Deployment,
  { scheme, prefix }: IssuingNamespace,
  list: Manifest,
  owner: Address,
): Call {
  const what = `issue ${list.count} identifiers of ${scheme} ${prefix} to ${owner}`;
  return makeCall(contracts.batches, what, () =>
    interfaces.batches.encodeFunctionData("issueMerkle", [schemeId(scheme), prefix, list, owner]),
  );
}

export function reserveRange({ contracts }: Deployment, prefixLength: number, range: NumberRange): Call {
  return makeCall(contracts.batches, `reserve ${rangeTitle(range)}`, () =>
    interfaces.batches.encodeFunctionData("reserve", [prefixLength, rangeWords(range)]),
  );
}

export function releaseRange({ contracts }: Deployment, prefixLength: number, range: NumberRange): Call {
  return makeCall(contracts.batches, `release ${rangeTitle(range)}`, () =>
    interfaces.batches.encodeFunctionData("release", [prefixLength, rangeWords(range)]),
  );
}

/** Ends members for ever; the controller of the batch's owner has to send it, like the next two. */
export function revokeMembers(
  { contracts }: Deployment,
  batch: BatchId,
  first: bigint,
  last: bigint,
  reason: string,
): Call {
  return makeCall(contracts.batches, `revoke members ${first} to ${last} of ${batch} for ever`, () =>
    interfaces.batches.encodeFunctionData("revokeMembers", [batch, first, last, reason]),
  );
}

export function revokeBatch({ contracts }: Deployment, batch: BatchId, reason: string): Call {
  return makeCall(contracts.batches, `revoke the batch ${batch} for ever`, () =>
    interfaces.batches.encodeFunctionData("revoke", [batch, reason]),
  );
}

/** Makes a record of a batch's member. */
export function materialise(
  { contracts }: Deployment,
  batch: BatchId,
  name: RecordName,
  /** `noProof` for a rule batch. */
  proof: MemberProof,
  content: RecordContent,
  owner: Address,
): Call {
  return makeCall(contracts.identifiers, `make a record of ${recordTitle(name)} for ${owner}`, () =>
    interfaces.identifiers.encodeFunctionData("materialise", [
      batch,
      nameWords(name),
      { ...proof, path: [...proof.path] },
      contentWords(content),
      owner,
    ]),
  );
}
