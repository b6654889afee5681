/** That an identifier is registered as a member of a batch, as a credential says it; and of one by its name, in whichever way it is. */
import type { RegisteredMember } from "../../credentials/claim.js";
import { dateTime } from "../../credentials/dateTime.js";
import { ended, type Standing } from "../../credentials/standing.js";
import { credentialTypes, thingTypes } from "../../credentials/types.js";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { recordId } from "../../ledger/ids.js";
import type { BatchEntity, Fingerprint } from "../../store/model.js";
import { accountDid } from "../resolution/dids.js";
import { type Lists, memberAt } from "../resolution/members.js";
import { schemeIds } from "../resolution/zones.js";
import type { Found, Lookup } from "./found.js";
import { contractOf } from "./ownership.js";
import { registrationOf } from "./registration.js";
import { heldThing, zoneOfNamespace } from "./things.js";

/** By its record where it has one, else as a member of a batch. */
export function identifierRegistration(
  lookup: Lookup,
  lists: Lists,
  identifier: LedgerIdentifier,
  fingerprint: Fingerprint,
): Found | null {
  const { view, moment } = lookup;
  const { scheme, canonical } = identifier;
  const id = recordId(schemeIds[scheme], canonical);
  if (view.record(id) !== null) return registrationOf(lookup, { kind: "record", id }, fingerprint);
  const member = memberAt(view, lists, identifier, moment.at);
  if (member === null) return null;
  const of = { kind: "member", id, batch: member.batch.id, index: member.index.toString() } as const;
  const found = memberClaim(lookup, of, fingerprint);
  const zone = member.zone;
  return (
    found && {
      ...found,
      proofPath: `/v1/proofs/member/${encodeURIComponent(canonical)}?scheme=${scheme}&batch=${of.batch}`,
      said: (ledger) => ({
        type: ["VerifiableCredential", credentialTypes.registration],
        credentialSubject: {
          type: thingTypes.record,
          tokenId: id,
          identifier: canonical,
          scheme,
          registeredUnder: {
            type: thingTypes.namespace,
            tokenId: zone.namespace.id,
            scheme,
            prefix: zone.namespace.prefix,
            holder: accountDid(moment.chainId, zone.namespace.holder),
          },
          member: { batch: of.batch, index: of.index },
          registered: registeredView(member.batch, moment.chainId),
          ledger,
        },
      }),
    }
  );
}

function registeredView({ issued }: BatchEntity, chainId: number) {
  const { block, time, transaction, by } = issued;
  return { block, time: dateTime(time), transaction, by: accountDid(chainId, by) };
}

export type MemberClaim = Pick<Found, "claim" | "contract" | "standing" | "until">;

/** What is claimed of a member, and whether it holds; without what a list alone knows, its identifier. */
export function memberClaim(
  lookup: Lookup,
  of: RegisteredMember,
  fingerprint: Fingerprint,
): MemberClaim | null {
  const batch = lookup.view.batch(of.batch);
  if (batch === null || zoneOfNamespace(lookup, batch.namespace) === null) return null;
  const { namespace, namespaceEpoch, issued } = batch;
  return {
    claim: { kind: "registration", of, namespace, namespaceEpoch, registered: issued },
    contract: contractOf(fingerprint, "batch"),
    standing: memberStanding(lookup, of),
    until: 0,
  };
}

/** What has a record since is as the record is. */
function memberStanding(lookup: Lookup, { id, batch, index }: RegisteredMember): Standing {
  const record = heldThing(lookup, { kind: "record", id });
  if (record !== null) return record.standing;
  if (lookup.view.isMemberRevoked(batch, BigInt(index))) return ended("member-revoked");
  return heldThing(lookup, { kind: "batch", id: batch })?.standing ?? ended("unknown");
}
