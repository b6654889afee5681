/** For whom an owner means a protected asset id, by the name that the owner gives. */
import { isAttestedLegalId } from "../../rights/attestations.js";
import { isLiving } from "../../rights/parties.js";
import { toAddress } from "../../store/hex.js";
import type { Address } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { accountDid } from "../resolution/dids.js";
import type { Moment } from "../resolution/moment.js";
import type { Seen } from "./thenAndNow.js";

/**
 * Whether a living party is the one. A party is named by its DID, or by its business partner number as an accredited registrar attests
 * it: what a party says of itself names nobody.
 */
export function isNamedBy({ view, moment: { chainId, at } }: Seen, party: Address, name: string): boolean {
  if (!isLiving(view, party)) return false;
  if (name.toLowerCase() === accountDid(chainId, party)) return true;
  const legalId = view.party(party)?.legalId ?? "";
  return legalId === `bpn:${name}` && isAttestedLegalId(view, legalId, party, at);
}

/** Whether a name is a party's now, as {@link isNamedBy} takes it. */
export function isNameOfParty(view: EntityView, moment: Moment, name: string): boolean {
  const party = accountIn(name) ?? view.attestationOfLegalId(`bpn:${name}`)?.party ?? null;
  return party !== null && isNamedBy({ view, moment }, party, name);
}

function accountIn(did: string): Address | null {
  const [, account] = /^did:ethr:0x[0-9a-f]+:(0x[0-9a-f]{40})$/i.exec(did) ?? [];
  return account === undefined ? null : toAddress(account);
}
