/** Whether a caller is the one for whom an owner means a protected asset id, by the name that the owner gives. */
import { isAttestedLegalId } from "../../rights/attestations.js";
import type { Address } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { accountDid } from "../resolution/dids.js";
import type { Moment } from "../resolution/moment.js";

/**
 * A party is named by its DID, or by its business partner number as an accredited registrar attests it: what a party says of itself
 * names nobody.
 */
export function isNamedBy(view: EntityView, { chainId, at }: Moment, party: Address, name: string): boolean {
  if (name.toLowerCase() === accountDid(chainId, party)) return true;
  const legalId = view.party(party)?.legalId ?? "";
  return legalId === `bpn:${name}` && isAttestedLegalId(view, legalId, party, at);
}
