import type {
  AccreditationWithdrawn,
  AttestationRevoked,
  PartyAttested,
  RegistrarAccredited,
} from "../../ledger/events/decoders.js";
import { toStatementKindId } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import { known, type Place, provenance } from "./place.js";

export function registrarAccredited(draft: Draft, event: RegistrarAccredited, place: Place): void {
  const { registrar, kindName: kind, epoch, until, by } = event;
  const kindId = toStatementKindId(event.kind);
  draft.put(
    tables.accreditation,
    { registrar, kindId },
    { registrar, kind, kindId, epoch, until, withdrawal: null, accredited: provenance(place, by) },
  );
}

export function accreditationWithdrawn(draft: Draft, event: AccreditationWithdrawn, place: Place): void {
  const id = { registrar: event.registrar, kindId: toStatementKindId(event.kind) };
  const accreditation = known(draft, tables.accreditation, id, "accreditation", place);
  const withdrawal = { reason: event.reason, provenance: provenance(place, event.by) };
  draft.put(tables.accreditation, id, { ...accreditation, withdrawal });
}

/** Given for the first time, anew, or until another time. The last attestation of a legal identifier counts. */
export function partyAttested(draft: Draft, event: PartyAttested, place: Place): void {
  const { attestation: id, registrar, party, digest, uri, until, sequence, accreditation, by } = event;
  const legalId = event.legalId === "" ? null : event.legalId;
  draft.put(tables.attestation, id, {
    id,
    registrar,
    party,
    kind: event.kindName,
    kindId: toStatementKindId(event.kind),
    digest,
    legalId,
    uri,
    until,
    sequence,
    accreditation,
    status: "active",
    revocation: null,
    attested: provenance(place, by),
  });
  if (legalId !== null) draft.put(tables.attestedLegalId, legalId, id);
}

export function attestationRevoked(draft: Draft, event: AttestationRevoked, place: Place): void {
  const attestation = known(draft, tables.attestation, event.attestation, "attestation", place);
  const revocation = { reason: event.reason, provenance: provenance(place, event.by) };
  draft.put(tables.attestation, event.attestation, { ...attestation, status: "revoked", revocation });
}
