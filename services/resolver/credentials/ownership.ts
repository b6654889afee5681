/** Whose a token is, as a credential says it. */
import { holds, type Standing, type Suspension, suspended } from "../../credentials/standing.js";
import { credentialTypes, subjectTypes } from "../../credentials/types.js";
import { isFrozen, isLiving } from "../../rights/parties.js";
import type { Address, Fingerprint, Token } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { accountDid } from "../resolution/dids.js";
import type { Found, Lookup } from "./found.js";
import { heldThing } from "./things.js";

const contracts = {
  namespace: "namespaces",
  record: "identifiers",
  sealed: "sealedRecords",
  batch: "batches",
  twin: "twins",
} as const satisfies Record<Token["kind"], keyof Fingerprint["contracts"]>;

/** Contract that has tokens of a kind. */
export const contractOf = (fingerprint: Fingerprint, kind: Token["kind"]): Address =>
  fingerprint.contracts[contracts[kind]];

export function ownershipOf(lookup: Lookup, token: Token, fingerprint: Fingerprint): Found | null {
  const held = heldThing(lookup, token);
  if (held === null) return null;
  const { owner, epoch, named, proofPath } = held;
  return {
    claim: { kind: "ownership", token, owner, epoch },
    contract: contractOf(fingerprint, token.kind),
    standing: unlessOwnerCannot(lookup.view, owner, held.standing),
    proofPath,
    until: 0,
    said: (ledger) => ({
      type: ["VerifiableCredential", credentialTypes.ownership],
      credentialSubject: {
        id: accountDid(lookup.moment.chainId, owner),
        type: subjectTypes.owner,
        owns: named,
        epoch,
        ledger,
      },
    }),
  };
}

/** A suspended thing does not resolve, and is owned all the same. */
const ownedAllTheSame: readonly Suspension[] = ["suspended", "namespace-suspended"];

/** What stands against the thing itself is said first. */
function unlessOwnerCannot(view: EntityView, owner: Address, standing: Standing): Standing {
  const isHeld =
    standing.state === "holds" ||
    (standing.state === "suspended" && ownedAllTheSame.includes(standing.reason));
  if (!isHeld) return standing;
  if (!isLiving(view, owner)) return suspended("owner-inactive");
  return isFrozen(view, owner) ? suspended("owner-frozen") : holds;
}
