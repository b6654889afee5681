/** Why something is allowed or not: stable codes, and what they mean in plain words. */

/** Reasons of one grant, the one that comes closest to allowing first. */
const ofGrants = {
  granted: "A grant allows it.",
  "party-not-permitted":
    "The usage policy of the grant is for others, or it is not attested that the party is one of those.",
  "purpose-not-permitted": "The usage policy of the grant does not permit that purpose.",
  "policy-needed": "The grant has a usage policy: send it along to have the purpose decided.",
  "grant-frozen": "The supervision holds the grant frozen.",
  "void-above": "The grant is a sub-licence, and a grant above it no longer holds.",
  pending: "The grant waits for its grantee's acceptance.",
  "not-yet": "The grant has not begun.",
  revoked: "The grant was revoked.",
  ended: "The grant has ended.",
  "former-holding": "The grant ended when the asset changed hands.",
  "other-action": "The grant does not allow that action.",
} as const;

const ofTheRest = {
  owner: "It is the asset's owner.",
  "no-right": "There is no right to it that can be told of.",
  "subject-inactive": "It is no active party.",
  "subject-frozen": "The supervision holds the party frozen.",
  "not-on-behalf": "No relation in force lets it act for that party.",
  "quota-of-others": "The units are not of this data.",
  "quota-over": "The units count no more: their time is over, or the asset changed hands.",
  "quota-exhausted": "The party has not enough units left.",
  "quota-not-allowed": "The data's host may not take as many of the party's units: it needs an allowance.",
  "asset-not-live": "The asset is suspended, retired or withdrawn.",
  "owner-inactive": "The asset's owner is no active party.",
  "too-many-grants": "There are more grants than are looked at: name the one that is meant.",
} as const;

const words = { ...ofGrants, ...ofTheRest };

export type ReasonCode = keyof typeof words;

const isReason = (code: string): code is ReasonCode => Object.hasOwn(words, code);

export const reasonCodes: readonly ReasonCode[] = Object.keys(words).filter(isReason);

/** What a reason means, in a sentence. */
export const reasonWords = (code: ReasonCode): string => words[code];

const places = new Map(Object.keys(ofGrants).map((code, place) => [code, place]));

/** The one of two reasons of grants that comes closer to allowing. */
export const isCloser = (one: ReasonCode, other: ReasonCode): boolean =>
  (places.get(one) ?? places.size) < (places.get(other) ?? places.size);
