/**
 * Proof that a request comes from a capability's holder: a token that was seen on the way is of no use to others. The holder
 * signs the request for the provider as it signs those for a resolver (`requests/signedRequest.ts`), with the key that asked
 * for the capability.
 */
import { decodeToken, signatureScheme } from "../requests/authorization.js";
import { requestDigest, type WireRequest } from "../requests/signedRequest.js";
import { isInTime, signerOf } from "../requests/verify.js";
import type { Capability } from "./capability.js";
import { CapabilityError } from "./errors.js";
import type { UsedProofs } from "./usedProofs.js";

/** Header of the proof; its value is that of the `Authorization` header of a request to a resolver. */
export const proofHeader = "cadastre-proof";

/**
 * @param proof Value of the header; undefined where there is none.
 * @param now Unix seconds.
 * @throws CapabilityError CAPABILITY_UNPROVEN, CAPABILITY_REPLAYED, CAPABILITY_UNCHECKED.
 */
export async function checkHolder(
  { key, actor, chainId }: Capability,
  request: Omit<WireRequest, "chainId">,
  proof: string | undefined,
  used: UsedProofs,
  now: number,
): Promise<void> {
  const [scheme, token = "", ...more] = (proof ?? "").split(" ");
  const claim = scheme === signatureScheme && more.length === 0 ? decodeToken(token) : null;
  if (claim === null) throw unproven("The request has no proof of who sends it.");
  if (claim.key !== key || claim.party !== actor) throw unproven("The proof is another's.");
  if (!isInTime(claim, now)) throw unproven("The proof is not valid now.");
  // Contract accounts cannot be asked here: they ask for capabilities with a key that is their delegate.
  if (signerOf(requestDigest({ ...request, chainId }, claim), claim.signature) !== key)
    throw unproven("The key did not sign this request.");
  const use = await used.use(claim, now);
  if (use === "used")
    throw new CapabilityError("CAPABILITY_REPLAYED", "The proof has been used already.", {
      hint: "Sign each request anew, with another nonce.",
    });
  if (use === "unknown")
    throw new CapabilityError("CAPABILITY_UNCHECKED", "Whether the proof has been used cannot be told.", {
      hint: "Sign anew, and try again in some seconds: the provider has just started, is very busy, or cannot reach its store of proofs.",
    });
}

const unproven = (message: string): CapabilityError =>
  new CapabilityError("CAPABILITY_UNPROVEN", message, {
    hint: `Sign the request with the key that asked for the capability, and send the proof as ${proofHeader}.`,
  });
