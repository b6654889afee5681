/**
 * Whom a policy is for, found out from the ledger: business partner numbers and memberships by what accredited registrars attest, groups by
 * the groups of who gives the right. As many looks as the policy has values, however many partners there are.
 *
 * What cannot be shown does not hold, also where a policy says who may not: whoever is nobody known could be just that.
 */
import { createHash } from "node:crypto";
import { toDigest } from "../../ledger/hex.js";
import { attestationId, groupId, statementKindId } from "../../ledger/ids.js";
import type { Address, AttestationEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { isAttestedLegalId, standingOf } from "../attestations.js";
import type { Atom } from "../policies/model.js";

export interface Membership {
  /** Party whose right it is. */
  readonly party: Address;
  /** Party that gave the right under the policy: its groups are meant. */
  readonly provider: Address;
  /** Unix seconds. */
  readonly at: number;
}

/** Kind of attestations of a membership. Their digest is SHA-256 of its state, as a policy names it: `active`. */
export const membershipKind = "membership";

/** Whether a constraint on who it is holds; true of all other constraints. */
export function isAmong(view: EntityView, membership: Membership, atom: Atom): boolean {
  switch (atom.operand) {
    case "BusinessPartnerNumber": {
      const number = numberOf(view, membership);
      if (number === null) return false;
      return atom.values.includes(number.value) === (atom.operator !== "isNoneOf");
    }
    case "BusinessPartnerGroup":
      return isInGroups(view, membership, atom);
    case "Membership":
      return atom.values.every((state) => isMember(view, membership, state));
    default:
      return true;
  }
}

interface PartnerNumber {
  readonly value: string;
  readonly attestation: AttestationEntity;
}

/** The party's business partner number, as it states it and a registrar validly attests. */
function numberOf(view: EntityView, { party, at }: Membership): PartnerNumber | null {
  const legalId = view.party(party)?.legalId ?? "";
  if (!legalId.startsWith("bpn:") || !isAttestedLegalId(view, legalId, party, at)) return null;
  const attestation = view.attestationOfLegalId(legalId);
  return attestation && { value: legalId.slice("bpn:".length), attestation };
}

function isInGroups(view: EntityView, { party, provider }: Membership, { values, operator }: Atom): boolean {
  const groups = values.map((name) => groupId(provider, name));
  if (operator !== "isNoneOf") return groups.some((group) => view.isMember(group, party));
  return groups.every((group) => view.group(group) !== null && !view.isMember(group, party));
}

/** By the registrar that attests the party's number. */
function isMember(view: EntityView, membership: Membership, state: string): boolean {
  const number = numberOf(view, membership);
  if (number === null) return false;
  const id = attestationId({
    registrar: number.attestation.registrar,
    party: membership.party,
    kind: statementKindId(membershipKind),
    digest: toDigest(`0x${createHash("sha256").update(state).digest("hex")}`),
  });
  const attestation = view.attestation(id);
  return attestation !== null && standingOf(view, attestation, membership.at) === "valid";
}
