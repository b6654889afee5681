/**
 * Which attestations are valid at a moment: the rule of the ledger's own check (`PartyAttestations.isValid`), over the
 * index.
 */

import { hasCome } from "../store/lasting.js";
import type { Address, AttestationEntity } from "../store/model.js";
import type { EntityView } from "../store/view.js";
import { isLiving } from "./parties.js";

/** `valid`, or the first thing that speaks against it. */
export const attestationStandings = [
  "valid",
  "revoked",
  "expired",
  "not-accredited",
  "superseded",
  "inactive-party",
] as const;
export type AttestationStanding = (typeof attestationStandings)[number];

/** @param at Unix seconds; `until` is the first second at which it no longer holds. */
export function standingOf(
  view: EntityView,
  attestation: AttestationEntity,
  at: number,
): AttestationStanding {
  const { registrar, party, kindId, legalId } = attestation;
  if (attestation.status === "revoked") return "revoked";
  if (isOver(attestation.until, at)) return "expired";
  const accreditation = view.accreditation(registrar, kindId);
  const accredited =
    accreditation !== null &&
    accreditation.withdrawal === null &&
    accreditation.epoch === attestation.accreditation &&
    !isOver(accreditation.until, at);
  if (!accredited) return "not-accredited";
  if (legalId !== null && view.attestationOfLegalId(legalId)?.id !== attestation.id) return "superseded";
  return isLiving(view, registrar) && isLiving(view, party) ? "valid" : "inactive-party";
}

/** Whether a registrar vouches, validly, that the legal identifier is this party's. */
export function isAttestedLegalId(view: EntityView, legalId: string, party: Address, at: number): boolean {
  const attestation = legalId === "" ? null : view.attestationOfLegalId(legalId);
  return attestation !== null && attestation.party === party && standingOf(view, attestation, at) === "valid";
}

const isOver = (until: number, at: number): boolean => until !== 0 && hasCome(until, at);
