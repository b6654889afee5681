/** Makes a credential of what the index has, and signs it. */
import { randomUUID } from "node:crypto";
import { type Claim, factOf, type Registered } from "../../credentials/claim.js";
import { credentialOf, mostDays } from "../../credentials/credential.js";
import { dateTime } from "../../credentials/dateTime.js";
import { signCredential } from "../../credentials/sign.js";
import { reasonWords } from "../../credentials/standing.js";
import type { LedgerFacts } from "../../credentials/subjects.js";
import type { Fingerprint } from "../../store/model.js";
import { ResolverError } from "../errors.js";
import type { Moment } from "../resolution/moment.js";
import type { Found, Lookup } from "./found.js";
import type { Issuer } from "./issuer.js";
import { memberName } from "./memberName.js";

export const statusPath = "/v1/credentials/status";

/**
 * @param found null where there is nothing of the kind, or nothing that the caller may know of.
 * @throws ResolverError RESOLVER_UNKNOWN_THING, RESOLVER_NOT_IN_FORCE.
 */
export async function issue(
  issuer: Issuer,
  { moment, baseUrl }: Lookup,
  found: Found | null,
  fingerprint: Fingerprint,
): Promise<string> {
  if (found === null) throw unknown();
  const { claim, contract, standing, until } = found;
  if (standing.state !== "holds") {
    throw new ResolverError("RESOLVER_NOT_IN_FORCE", `That does not hold: ${reasonWords(standing.reason)}.`, {
      hint: "A credential is of what holds when it is issued.",
      details: { ...standing, asOf: moment.checkpoint.number },
    });
  }
  const { chainId } = moment;
  const now = Math.floor(Date.now() / 1000);
  const longest = now + mostDays * 86_400;
  const fact = factOf(claim, { chainId, contract });
  const said = found.said(ledgerFacts(found, moment, baseUrl, fingerprint));
  const credential = credentialOf(said, {
    id: `urn:uuid:${randomUUID()}`,
    issuer: issuer.did,
    baseUrl,
    from: now,
    until: until === 0 ? longest : Math.min(until, longest),
    status: `${baseUrl}${statusPath}/${referenceOf(claim)}/${fact}`,
  });
  return signCredential(credential, issuer.signing, now);
}

function referenceOf(claim: Claim): string {
  switch (claim.kind) {
    case "ownership":
      return `${claim.kind}/${claim.token.kind}/${claim.token.id}`;
    case "registration":
      return `${claim.kind}/${claim.of.kind}/${registeredName(claim.of)}`;
    case "right":
      return `${claim.kind}/grant/${claim.grant.id}`;
  }
}

const registeredName = (of: Registered): string => (of.kind === "member" ? memberName(of) : of.id);

function ledgerFacts(
  { contract, proofPath }: Found,
  moment: Moment,
  baseUrl: string,
  { chainId, genesis }: Fingerprint,
): LedgerFacts {
  const block = blockOf(moment);
  const proof = new URL(`${baseUrl}${proofPath}`);
  proof.searchParams.set("at", String(block.number));
  return { chainId, genesis, contract, block, proofUrl: proof.href };
}

export function blockOf({ checkpoint }: Moment): LedgerFacts["block"] {
  const { number, hash, time, finalized } = checkpoint;
  return { number, hash, time: dateTime(time), finality: number <= finalized ? "final" : "provisional" };
}

function unknown(): ResolverError {
  return new ResolverError("RESOLVER_UNKNOWN_THING", "There is nothing of that kind and id.", {
    hint: "Check the id. A blinded right is certified to its grantee and its grantor alone.",
  });
}
