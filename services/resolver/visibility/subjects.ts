/** Whether a caller is the one for whom an owner means a protected asset id, by the name that the owner gives. */
import { isAttestedLegalId } from "../../rights/attestations.js";
import { isFrozen, isLiving } from "../../rights/parties.js";
import type { Address } from "../../store/model.js";
import { accountDid } from "../resolution/dids.js";
import type { Seen } from "./thenAndNow.js";

/**
 * A party is named by its DID, or by its business partner number as an accredited registrar attests it: what a party says of itself
 * names nobody. Whoever is frozen or deactivated is shown nothing, as by a right.
 */
export function isNamedBy({ view, moment: { chainId, at } }: Seen, party: Address, name: string): boolean {
  if (!isLiving(view, party) || isFrozen(view, party)) return false;
  if (name.toLowerCase() === accountDid(chainId, party)) return true;
  const legalId = view.party(party)?.legalId ?? "";
  return legalId === `bpn:${name}` && isAttestedLegalId(view, legalId, party, at);
}
