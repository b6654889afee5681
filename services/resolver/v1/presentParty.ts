/** A party in the form of the API. */

import { standingOf } from "../../rights/attestations.js";
import { isInForce } from "../../rights/parties.js";
import { hasCome } from "../../store/lasting.js";
import type {
  AccreditationEntity,
  Address,
  AttestationEntity,
  GuardianSetEntity,
  PartyEntity,
  RelationEntity,
} from "../../store/model.js";
import type { Page, View } from "../../store/view.js";
import { guardiansInForce, isStanding } from "../parties/recovery.js";
import { awaited, controlEpoch } from "../parties/relations.js";
import type {
  AccreditationView,
  AttestationView,
  GuardiansView,
  PartyDetailsView,
  RelationView,
} from "./partySchema.js";
import { type Presenter, provenance } from "./present.js";

/** What goes through all lists of one party: the view, the moment, and how its other parts are shown. */
interface Shown {
  readonly view: View;
  /** Unix seconds. */
  readonly at: number;
  readonly present: Presenter;
}

/** Entries of each list that are looked at, those included that no longer count. */
const page = { limit: 1000 };

export async function partyDetails(shown: Shown, entity: PartyEntity): Promise<PartyDetailsView> {
  const { view, at, present } = shown;
  const { identity } = entity;
  const attestations = await view.attestationsOfParty(identity, page);
  const accreditations = await view.accreditationsOf(identity, page);
  const first = await view.relationsOfParty(identity, page);
  const second = await view.relationsOfSubject(identity, page);
  const recoveries = await view.recoveriesOf(identity, page);
  const guardians = guardiansInForce(view, identity, at);
  const lists: readonly Page<unknown>[] = [attestations, accreditations, first, second, recoveries];
  return {
    party: present.party(identity),
    controller: entity.controller,
    controlChanges: controlEpoch(view, identity),
    profileDigest: entity.profileDigest,
    profileUri: entity.profileUri || null,
    registered: provenance(entity.registered),
    attestations: attestations.items.map((one) => attestation(shown, one)),
    accreditations: accreditations.items.map((one) => accreditation(one, at)),
    relations: [...first.items, ...second.items].flatMap((one) => relation(shown, identity, one)),
    guardians: guardianSet(guardians.present),
    nextGuardians: guardianSet(guardians.next),
    recoveries: recoveries.items
      .filter((one) => isStanding(view, one, guardians))
      .map(({ newController, approvals, readyAt }) => ({
        newController,
        approvals,
        readyAt: readyAt === 0 ? null : readyAt,
      })),
    complete: lists.every(({ next }) => next === null),
    asOf: present.asOf(),
  };
}

function attestation({ view, at, present }: Shown, entity: AttestationEntity): AttestationView {
  const { id, registrar, kind, legalId, digest, uri, until, revocation, attested } = entity;
  return {
    id,
    registrar: present.party(registrar),
    kind,
    legalId,
    digest,
    uri: uri || null,
    until: until === 0 ? null : until,
    standing: standingOf(view, entity, at),
    revocationReason: revocation?.reason ?? null,
    attested: provenance(attested),
  };
}

function accreditation(entity: AccreditationEntity, at: number): AccreditationView {
  const { kind, until, withdrawal, accredited } = entity;
  return {
    kind,
    until: until === 0 ? null : until,
    granted: withdrawal === null && (until === 0 || !hasCome(until, at)),
    withdrawalReason: withdrawal?.reason ?? null,
    accredited: provenance(accredited),
  };
}

/** Those that hold or wait for a side; what has ended or is void is left out. */
function relation({ view, present }: Shown, asked: Address, entity: RelationEntity): RelationView[] {
  const { sides, epoch, since } = entity;
  const inForce = isInForce(view, entity);
  const awaits = awaited(view, entity);
  if (!inForce && awaits === null) return [];
  const role = sides.party === asked ? "party" : "subject";
  const other =
    role === "subject"
      ? { kind: "party" as const, party: present.party(sides.party) }
      : sides.kind === "twin"
        ? { kind: "twin" as const, twin: { id: sides.subject, name: view.twin(sides.subject)?.name ?? "" } }
        : { kind: "party" as const, party: present.party(sides.subject) };
  return [
    {
      kind: sides.kind,
      role,
      other,
      status: inForce ? "in-force" : "proposed",
      awaits,
      epoch,
      since: inForce && since !== null ? provenance(since) : null,
    },
  ];
}

function guardianSet(set: GuardianSetEntity | null): GuardiansView | null {
  if (set === null) return null;
  const { guardians, threshold, delay, effectiveFrom } = set;
  return { count: guardians.length, threshold, delay, effectiveFrom };
}
