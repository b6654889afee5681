/**
 * Challenges: the message that a person signs with a wallet to log in, in the form of EIP-4361 (Sign-In with Ethereum).
 *
 * The resolver keeps none of them: a nonce is 16 random bytes and a mark that only the resolver's key can have made of the whole
 * message. What comes back is a message that it made, to the byte, or none; no other reading of the form is needed.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { getAddress } from "ethers";
import { toAddress } from "../../ledger/hex.js";
import { maxValidity } from "../../rights/requests/signedRequest.js";
import { accountDid } from "../resolution/dids.js";
import type { Acting } from "./caller.js";
import type { SessionKey } from "./sessionKey.js";

/** What a challenge is for. */
export interface Challenge extends Acting {
  /** Public address of the resolver. */
  readonly audience: string;
  readonly chainId: number;
  /** Unix seconds. */
  readonly issuedAt: number;
  readonly expires: number;
  /** 64 hexadecimal digits. */
  readonly nonce: string;
}

/** Where the signed message is to be sent, beneath the resolver's address. */
export const sessionsPath = "/v1/login/sessions";

const randomLength = 32;

/** @param now Unix seconds. */
export function newChallenge(
  key: SessionKey,
  asked: Acting & Pick<Challenge, "audience" | "chainId">,
  now: number,
): Challenge {
  const unmarked = {
    ...asked,
    issuedAt: now,
    expires: now + maxValidity,
    nonce: randomBytes(randomLength / 2).toString("hex"),
  };
  return { ...unmarked, nonce: unmarked.nonce + key.mark(messageOf(unmarked)) };
}

/** The text that is signed. */
export function messageOf({ audience, chainId, party, key, issuedAt, expires, nonce }: Challenge): string {
  const did = accountDid(chainId, party);
  return `${new URL(audience).host} wants you to sign in with your Ethereum account:
${getAddress(key)}

Act for ${did} in what you ask of this resolver. This changes nothing on the ledger.

URI: ${audience}${sessionsPath}
Version: 1
Chain ID: ${chainId}
Nonce: ${nonce}
Issued At: ${dateTime(issuedAt)}
Expiration Time: ${dateTime(expires)}
Resources:
- ${did}`;
}

/** Longest message that is read. */
export const maxMessageLength = 4_096;

const form =
  /\n(?<key>0x[0-9a-fA-F]{40})\n.*\nNonce: (?<nonce>[0-9a-f]{64})\nIssued At: (?<issuedAt>\S{20})\nExpiration Time: (?<expires>\S{20})\nResources:\n- did:ethr:0x[0-9a-f]+:(?<party>0x[0-9a-f]{40})$/s;

/** The challenge of a message that was made with the key for this resolver and chain; null for any other text. */
export function challengeOf(
  sessionKey: SessionKey,
  { audience, chainId }: Pick<Challenge, "audience" | "chainId">,
  message: string,
): Challenge | null {
  const found = form.exec(message)?.groups;
  if (found === undefined) return null;
  const { key = "", nonce = "", issuedAt = "", expires = "", party = "" } = found;
  const challenge = {
    audience,
    chainId,
    key: toAddress(key),
    party: toAddress(party),
    nonce,
    issuedAt: secondsOf(issuedAt),
    expires: secondsOf(expires),
  };
  if (Number.isNaN(challenge.issuedAt + challenge.expires)) return null;
  const unmarked = messageOf({ ...challenge, nonce: nonce.slice(0, randomLength) });
  const mark = Buffer.from(sessionKey.mark(unmarked));
  const isOurs = timingSafeEqual(mark, Buffer.from(nonce.slice(randomLength)));
  return isOurs && messageOf(challenge) === message ? challenge : null;
}

/** RFC 3339, to the second. */
const dateTime = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
const secondsOf = (text: string): number => Date.parse(text) / 1000;
