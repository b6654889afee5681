/** Whether what a credential claims still holds, worked out from the index. */
import { factOf } from "../../credentials/claim.js";
import { ended, type Standing } from "../../credentials/standing.js";
import type { Fingerprint } from "../../store/model.js";
import type { Lookup } from "./found.js";
import { type MemberClaim, memberClaim } from "./member.js";
import { ownershipOf } from "./ownership.js";
import { registrationOf } from "./registration.js";
import { rightOf } from "./right.js";
import type { StatusReference } from "./schema.js";

/** Of a fact that never was, nobody learns more than of one that is not any more. */
export function standingOfFact(
  lookup: Lookup,
  reference: StatusReference,
  fact: string,
  fingerprint: Fingerprint,
): Standing {
  const found = foundOf(lookup, reference, fingerprint);
  if (found === null) return ended("unknown");
  const { claim, contract, standing } = found;
  const present = factOf(claim, { chainId: lookup.moment.chainId, contract });
  return present === fact ? standing : ended("changed");
}

function foundOf(lookup: Lookup, reference: StatusReference, fingerprint: Fingerprint): MemberClaim | null {
  switch (reference.claim) {
    case "ownership":
      return ownershipOf(lookup, reference.token, fingerprint);
    case "registration":
      return "member" in reference
        ? memberClaim(lookup, reference.member, fingerprint)
        : registrationOf(lookup, reference.token, fingerprint);
    case "right":
      return rightOf(lookup, reference.grant, null, fingerprint);
  }
}
