/** Calls of the registry of twins' terms: co-authors, licences, permissions. */
import type { Address, Digest, TwinId, TwinUse } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { twinUseCode } from "../enums.js";
import { zeroAddress, zeroWord } from "../hex.js";
import { type Call, makeCall } from "./call.js";

export interface AuthorShare {
  readonly party: Address;
  /** Basis points; all shares add up to 10,000. */
  readonly share: number;
}

/** Names 2 to 16 authors, the twin's author first, once for ever; the controller of the author has to send it. */
export function nameAuthors(deployment: Deployment, twin: TwinId, authors: readonly AuthorShare[]): Call {
  return makeCall(deployment.contracts.twinTerms, `name ${authors.length} authors of twin ${twin}`, () =>
    interfaces.twinTerms.encodeFunctionData("nameAuthors", [twin, authors.map((author) => ({ ...author }))]),
  );
}

/**
 * Offers licence terms; the controller of the twin's owner has to send it.
 * @param digest SHA-256 of the terms, null to offer no licence any more.
 */
export function attachLicence(
  deployment: Deployment,
  twin: TwinId,
  digest: Digest | null,
  uri: string,
): Call {
  const what = digest === null ? "end the licence" : "attach a licence";
  return makeCall(deployment.contracts.twinTerms, `${what} of twin ${twin}`, () =>
    interfaces.twinTerms.encodeFunctionData("attachLicence", [twin, digest ?? zeroWord, uri]),
  );
}

/**
 * Permits a use of the twin, or no longer; the controller of the twin's owner has to send it.
 * @param party null for everyone.
 */
export function permitUse(
  deployment: Deployment,
  twin: TwinId,
  use: TwinUse,
  party: Address | null,
  allowed: boolean,
): Call {
  const whom = party ?? "everyone";
  return makeCall(
    deployment.contracts.twinTerms,
    `${allowed ? "permit" : "no longer permit"} ${whom} to ${use === "derive" ? "derive from" : "list"} twin ${twin}`,
    () =>
      interfaces.twinTerms.encodeFunctionData("permitUse", [
        twin,
        twinUseCode(use),
        party ?? zeroAddress,
        allowed,
      ]),
  );
}
