/** Checks what callers signed: in time, by who acts for the party, this and nothing else, and once. */

import { isInTime, signerOf } from "../../rights/requests/verify.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import type { Moment } from "../resolution/moment.js";
import type { Access } from "./access.js";
import { type Acting, type Capacity, capacityOf } from "./caller.js";
import { unchecked } from "./contractAccounts.js";

/** Something signed that is good once. */
export interface Proof extends Acting {
  /** What was signed. */
  readonly digest: string;
  readonly signature: string;
  readonly nonce: string;
  /** Unix seconds. */
  readonly issuedAt: number;
  readonly expires: number;
  /** Where it should have been made for, told to who signed wrongly. */
  readonly audience: string;
}

/**
 * As what the signer acts for the party. The cheapest is looked at first, and nothing is remembered before all else holds: only
 * who acts for a party can fill up the memory.
 *
 * @param now Unix seconds of the resolver's clock.
 * @throws ResolverError RESOLVER_OUTSIDE_VALIDITY, RESOLVER_KEY_NOT_AUTHORISED, RESOLVER_PARTY_FROZEN,
 * RESOLVER_INVALID_SIGNATURE, RESOLVER_REPLAYED, RESOLVER_CALLER_UNCHECKED.
 */
export async function checkProof(
  { once, contracts }: Access,
  view: EntityView,
  moment: Moment,
  proof: Proof,
  now: number,
): Promise<Capacity> {
  if (!isInTime(proof, now)) {
    throw new ResolverError("RESOLVER_OUTSIDE_VALIDITY", "What was signed is not valid now.", {
      hint: "Set the clock, and sign anew; five minutes are the most.",
      details: { now },
    });
  }
  const capacity = capacityOf(view, moment, proof);
  const { digest, signature, key, audience } = proof;
  const isSigned =
    signerOf(digest, signature) === key ||
    (await contracts.accepts(key, digest, signature, moment.checkpoint.hash));
  if (!isSigned) throw invalidSignature(audience);
  const { issuedAt, expires } = proof;
  switch (once.use({ id: `${key} ${proof.nonce}`, issuedAt, expires }, now)) {
    case "fresh":
      return capacity;
    case "used":
      throw new ResolverError("RESOLVER_REPLAYED", "What was signed has been used already.", {
        hint: "Sign anew, with another nonce.",
      });
    case "unknown":
      throw unchecked("Whether what was signed has been used cannot be told.");
  }
}

export function invalidSignature(audience: string): ResolverError {
  return new ResolverError("RESOLVER_INVALID_SIGNATURE", "The key did not sign this.", {
    hint: "Sign exactly what is sent, for the audience that this problem names.",
    details: { audience },
  });
}
