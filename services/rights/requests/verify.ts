/** What can be said of a signed request without asking the ledger or the chain. */
import { recoverAddress } from "ethers";
import { toAddress } from "../../store/hex.js";
import type { Address } from "../../store/model.js";
import { type Claim, maxValidity } from "./signedRequest.js";

/**
 * Seconds that a caller's clock may be ahead of the verifier's. It may be behind by as much as the request is valid for, less
 * the time that the request takes.
 */
export const maxAhead = 5;

/**
 * Whether a claim is good at a time: not from the future, not expired, for no longer than allowed.
 * @param now Unix seconds.
 */
export function isInTime({ issuedAt, expires }: Pick<Claim, "issuedAt" | "expires">, now: number): boolean {
  return issuedAt <= now + maxAhead && now < expires && expires - issuedAt <= maxValidity;
}

const form = /^0x[0-9a-f]{128}(?:1b|1c)$/;

/**
 * Account of the key that signed a digest; null where none did.
 *
 * One form of signature alone: r, s in its lower half, v of 27 or 28. What else ECDSA lets through is another text for the
 * same signature.
 */
export function signerOf(digest: string, signature: string): Address | null {
  if (!form.test(signature)) return null;
  try {
    return toAddress(recoverAddress(digest, signature));
  } catch {
    // No point of the curve, or s in the upper half.
    return null;
  }
}
