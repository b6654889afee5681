/** Calls of the registry of sealed records. None of them has an identifier: see `SealSecret` for the seals. */
import type { Address, Digest, Seal } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { zeroWord } from "../hex.js";
import { schemeId } from "../ids.js";
import { sealedName } from "../sealed.js";
import { type Call, makeCall } from "./call.js";

/** A sealed record by its names. */
export interface SealedName {
  /** Name of the scheme, such as `gs1`. */
  readonly scheme: string;
  /** Prefix of the sealed namespace, empty for the root. */
  readonly prefix: string;
  readonly seal: Seal;
}

/** One of many sealed records that are registered together. */
export interface SealedEntry {
  readonly seal: Seal;
  /** See `sealedContentDigest`; null for neither subject nor links. */
  readonly digest: Digest | null;
}

const nameWords = ({ scheme, prefix, seal }: SealedName) => ({ scheme: schemeId(scheme), prefix, seal });
const title = ({ scheme, prefix, seal }: SealedName): string =>
  `sealed record ${scheme} ${sealedName(prefix, seal)}`;

/** Registers a sealed record for the party `owner`; the controller of the holder of its namespace has to send it. */
export function registerSealed(
  deployment: Deployment,
  name: SealedName,
  digest: Digest | null,
  owner: Address,
): Call {
  return makeCall(deployment.contracts.sealedRecords, `register ${title(name)} for ${owner}`, () =>
    interfaces.sealedRecords.encodeFunctionData("register", [nameWords(name), digest ?? zeroWord, owner]),
  );
}

/** Registers 1 to 300 sealed records of one namespace, all or none; the controller of its holder has to send it. */
export function registerManySealed(
  deployment: Deployment,
  scheme: string,
  prefix: string,
  entries: readonly SealedEntry[],
  owner: Address,
  /** Whether they shall never change hands. */
  locked: boolean,
): Call {
  const what = `register ${entries.length} sealed records of ${scheme} "${prefix}" for ${owner}`;
  return makeCall(deployment.contracts.sealedRecords, what, () =>
    interfaces.sealedRecords.encodeFunctionData("registerMany", [
      schemeId(scheme),
      prefix,
      entries.map(({ seal, digest }) => ({ seal, digest: digest ?? zeroWord })),
      owner,
      locked,
    ]),
  );
}

/** Replaces the content; like those below, the controller of the record's owner has to send it. */
export function updateSealedContent(deployment: Deployment, name: SealedName, digest: Digest | null): Call {
  return makeCall(deployment.contracts.sealedRecords, `update what ${title(name)} says`, () =>
    interfaces.sealedRecords.encodeFunctionData("updateContent", [nameWords(name), digest ?? zeroWord]),
  );
}

/** @param reason Everybody reads it: it must not give the identifier away. */
export function suspendSealed(deployment: Deployment, name: SealedName, reason: string): Call {
  return makeCall(deployment.contracts.sealedRecords, `suspend ${title(name)}`, () =>
    interfaces.sealedRecords.encodeFunctionData("suspend", [nameWords(name), reason]),
  );
}

/** @param reason As above. */
export function resumeSealed(deployment: Deployment, name: SealedName, reason: string): Call {
  return makeCall(deployment.contracts.sealedRecords, `resume ${title(name)}`, () =>
    interfaces.sealedRecords.encodeFunctionData("resume", [nameWords(name), reason]),
  );
}

/**
 * Ends a sealed record for ever.
 * @param reason As above.
 */
export function retireSealed(deployment: Deployment, name: SealedName, reason: string): Call {
  return makeCall(deployment.contracts.sealedRecords, `retire ${title(name)} for ever`, () =>
    interfaces.sealedRecords.encodeFunctionData("retire", [nameWords(name), reason]),
  );
}
