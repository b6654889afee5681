/** Whether a claim holds, as a verifier learns of it. */

/**
 * Why a claim does not hold. Those of `ended` are for good; `suspended` may end again.
 * - `unknown`: the ledger has nothing of the kind. `changed`: it was sold, given anew, or replaced by a reorganisation.
 */
export const endings = [
  "unknown",
  "changed",
  "retired",
  "withdrawn",
  "batch-revoked",
  "member-revoked",
  "asset-changed-hands",
  "right-ended",
  "right-revoked",
] as const;
export const suspensions = [
  "frozen",
  "suspended",
  "namespace-suspended",
  "namespace-lapsed",
  "owner-frozen",
  "owner-inactive",
  "grantee-frozen",
  "grantee-inactive",
  "not-accepted",
  "not-yet",
  "licence-above",
] as const;

export type Ending = (typeof endings)[number];
export type Suspension = (typeof suspensions)[number];

export type Standing =
  | { readonly state: "holds" }
  | { readonly state: "ended"; readonly reason: Ending }
  | { readonly state: "suspended"; readonly reason: Suspension };

export const holds: Standing = { state: "holds" };
export const ended = (reason: Ending): Standing => ({ state: "ended", reason });
export const suspended = (reason: Suspension): Standing => ({ state: "suspended", reason });

const words: Readonly<Record<Ending | Suspension, string>> = {
  unknown: "the ledger has nothing of the kind",
  changed: "it was sold or given anew, or the chain was reorganised",
  retired: "the identifier was retired for good",
  withdrawn: "the twin was withdrawn for good",
  "batch-revoked": "the batch was revoked",
  "member-revoked": "the batch's member was revoked",
  "asset-changed-hands": "the asset was sold, and the right does not survive that",
  "right-ended": "the right's time is over",
  "right-revoked": "the right was revoked",
  frozen: "the supervision holds it frozen",
  suspended: "it is suspended",
  "namespace-suspended": "the namespace that issued it is suspended",
  "namespace-lapsed": "the namespace that issued it has lapsed",
  "owner-frozen": "the supervision holds the owner frozen",
  "owner-inactive": "the owner is no active party",
  "grantee-frozen": "the supervision holds the grantee frozen",
  "grantee-inactive": "the grantee is no active party",
  "not-accepted": "the grantee has not accepted it",
  "not-yet": "the right's time has not come",
  "licence-above": "a right that it is a sub-licence of does not hold",
};

export const reasonWords = (reason: Ending | Suspension): string => words[reason];
