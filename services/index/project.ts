/**
 * From one event to what it changes in the store. One file a concern lies in `projections/`.
 */

import { LedgerError } from "../ledger/errors.js";
import type { LedgerEvent } from "../ledger/events/decodeLog.js";
import type { Draft } from "../store/draft.js";
import { concerned } from "./concerned.js";
import { countActivity } from "./projections/activity.js";
import {
  agreementConcluded,
  agreementEnded,
  proposalWithdrawn,
  rightProposed,
} from "./projections/agreements.js";
import { allowanceSet, allTokensApproved, tokenApproved, unitOperatorSet } from "./projections/approvals.js";
import {
  accreditationWithdrawn,
  attestationRevoked,
  partyAttested,
  registrarAccredited,
} from "./projections/attestations.js";
import {
  batchRevoked,
  membersRevoked,
  merkleBatchIssued,
  rangeReleased,
  rangeReserved,
  ruleBatchIssued,
} from "./projections/batches.js";
import { didAttributeChanged, didDelegateChanged } from "./projections/didStatements.js";
import { bundleAnchored, evidenceAnchored } from "./projections/evidence.js";
import {
  rightAccepted,
  rightGranted,
  rightReleased,
  rightRevoked,
  termsRegistered,
} from "./projections/grants.js";
import { groupCleared, groupCreated, groupMemberAdded, groupMemberRemoved } from "./projections/groups.js";
import {
  certificateSettled,
  formerTenuresAdopted,
  namespaceDelegated,
  namespaceEmancipated,
  namespaceReinstated,
  namespaceRenewed,
  namespaceSealed,
  namespaceSurrendered,
  namespaceSuspended,
  schemeRegistered,
} from "./projections/namespaces.js";
import { ownerChanged, partyProfileUpdated, partyRegistered } from "./projections/parties.js";
import { inconsistent, type Place } from "./projections/place.js";
import { quotaConsumed, quotaOpened, unitsMoved } from "./projections/quotas.js";
import {
  identifierRegistered,
  memberMaterialised,
  recordContentUpdated,
  recordLocked,
  recordStatusChanged,
} from "./projections/records.js";
import { guardiansNamed, recoveriesCancelled, recoveryChanged } from "./projections/recovery.js";
import {
  relationBegun,
  relationEnded,
  relationProposalWithdrawn,
  relationProposed,
} from "./projections/relations.js";
import { rolesSet } from "./projections/roles.js";
import {
  sealedContentUpdated,
  sealedRecordLocked,
  sealedRecordRegistered,
  sealedStatusChanged,
} from "./projections/sealedRecords.js";
import { officeAccredited, thingFrozen, thingUnfrozen } from "./projections/supervision.js";
import { transferred } from "./projections/transfers.js";
import {
  componentListed,
  componentRemoved,
  twinClosedToDerivation,
  twinDerived,
} from "./projections/twinRelations.js";
import { twinMinted, twinRoyaltySet, twinStateChanged, twinVersionPublished } from "./projections/twins.js";
import { twinAuthorNamed, twinLicenceAttached, twinUsePermitted } from "./projections/twinTerms.js";

/**
 * Applies an event to the draft.
 * @throws IndexError INDEX_INCONSISTENT where the event cannot follow from those before it.
 */
export function project(draft: Draft, event: LedgerEvent, place: Place): void {
  const { block, transaction } = place;
  draft.from({ block, transaction, by: "by" in event ? event.by : null });
  try {
    apply(draft, event, place);
    countActivity(draft, event, place);
    const { log } = place;
    draft.note({ block, log }, { event: event.event, transaction, ...concerned(draft, event) });
  } catch (raised) {
    // A value that the contracts' own types rule out.
    if (raised instanceof LedgerError) throw inconsistent(place, raised.message, raised);
    throw raised;
  }
}

function apply(draft: Draft, event: LedgerEvent, place: Place): void {
  switch (event.event) {
    case "PartyRegistered":
      partyRegistered(draft, event, place);
      break;
    case "PartyProfileUpdated":
      partyProfileUpdated(draft, event, place);
      break;
    case "DIDOwnerChanged":
      ownerChanged(draft, event, place);
      break;
    case "DIDDelegateChanged":
      didDelegateChanged(draft, event, place);
      break;
    case "DIDAttributeChanged":
      didAttributeChanged(draft, event, place);
      break;
    case "SchemeRegistered":
      schemeRegistered(draft, event);
      break;
    case "NamespaceDelegated":
      namespaceDelegated(draft, event, place);
      break;
    case "NamespaceSuspended":
      namespaceSuspended(draft, event, place);
      break;
    case "NamespaceReinstated":
      namespaceReinstated(draft, event, place);
      break;
    case "NamespaceRenewed":
      namespaceRenewed(draft, event, place);
      break;
    case "NamespaceSurrendered":
      namespaceSurrendered(draft, event, place);
      break;
    case "NamespaceEmancipated":
      namespaceEmancipated(draft, event, place);
      break;
    case "FormerTenuresAdopted":
      formerTenuresAdopted(draft, event, place);
      break;
    case "NamespaceSealed":
      namespaceSealed(draft, event, place);
      break;
    case "CertificateUsed":
    case "CertificateCancelled":
      certificateSettled(draft, event, place);
      break;
    case "IdentifierRegistered":
      identifierRegistered(draft, event, place);
      break;
    case "RecordContentUpdated":
      recordContentUpdated(draft, event, place);
      break;
    case "RecordStatusChanged":
      recordStatusChanged(draft, event, place);
      break;
    case "Locked":
      if (event.contract === "identifiers") recordLocked(draft, event, place);
      else sealedRecordLocked(draft, event, place);
      break;
    case "SealedRecordRegistered":
      sealedRecordRegistered(draft, event, place);
      break;
    case "SealedContentUpdated":
      sealedContentUpdated(draft, event, place);
      break;
    case "SealedStatusChanged":
      sealedStatusChanged(draft, event, place);
      break;
    case "MemberMaterialised":
      memberMaterialised(draft, event, place);
      break;
    case "RuleBatchIssued":
      ruleBatchIssued(draft, event, place);
      break;
    case "MerkleBatchIssued":
      merkleBatchIssued(draft, event, place);
      break;
    case "MembersRevoked":
      membersRevoked(draft, event, place);
      break;
    case "BatchRevoked":
      batchRevoked(draft, event, place);
      break;
    case "RangeReserved":
      rangeReserved(draft, event, place);
      break;
    case "RangeReleased":
      rangeReleased(draft, event, place);
      break;
    case "TwinMinted":
      twinMinted(draft, event, place);
      break;
    case "TwinVersionPublished":
      twinVersionPublished(draft, event, place);
      break;
    case "TwinStateChanged":
      twinStateChanged(draft, event, place);
      break;
    case "TwinRoyaltySet":
      twinRoyaltySet(draft, event, place);
      break;
    case "TwinAuthorNamed":
      twinAuthorNamed(draft, event, place);
      break;
    case "TwinLicenceAttached":
      twinLicenceAttached(draft, event, place);
      break;
    case "TwinUsePermitted":
      twinUsePermitted(draft, event, place);
      break;
    case "TwinDerived":
      twinDerived(draft, event, place);
      break;
    case "TwinClosedToDerivation":
      twinClosedToDerivation(draft, event, place);
      break;
    case "ComponentListed":
      componentListed(draft, event, place);
      break;
    case "ComponentRemoved":
      componentRemoved(draft, event, place);
      break;
    case "RightGranted":
      rightGranted(draft, event, place);
      break;
    case "RightAccepted":
      rightAccepted(draft, event, place);
      break;
    case "RightRevoked":
      rightRevoked(draft, event, place);
      break;
    case "RolesSet":
      rolesSet(draft, event, place);
      break;
    case "Approval":
      tokenApproved(draft, event, place);
      break;
    case "ApprovalForAll":
      allTokensApproved(draft, event, place);
      break;
    case "AllowanceSet":
      allowanceSet(draft, event, place);
      break;
    case "OperatorSet":
      unitOperatorSet(draft, event, place);
      break;
    case "RightReleased":
      rightReleased(draft, event, place);
      break;
    case "TermsRegistered":
      termsRegistered(draft, event, place);
      break;
    case "RightProposed":
      rightProposed(draft, event, place);
      break;
    case "ProposalWithdrawn":
      proposalWithdrawn(draft, event, place);
      break;
    case "AgreementConcluded":
      agreementConcluded(draft, event, place);
      break;
    case "AgreementEnded":
      agreementEnded(draft, event, place);
      break;
    case "GroupCreated":
      groupCreated(draft, event, place);
      break;
    case "GroupMemberAdded":
      groupMemberAdded(draft, event, place);
      break;
    case "GroupMemberRemoved":
      groupMemberRemoved(draft, event, place);
      break;
    case "GroupCleared":
      groupCleared(draft, event, place);
      break;
    case "QuotaOpened":
      quotaOpened(draft, event, place);
      break;
    case "UnitsMoved":
      unitsMoved(draft, event, place);
      break;
    case "QuotaConsumed":
      quotaConsumed(draft, event, place);
      break;
    case "Transfer":
      transferred(draft, event, place);
      break;
    case "OfficeAccredited":
      officeAccredited(draft, event, place);
      break;
    case "ThingFrozen":
      thingFrozen(draft, event, place);
      break;
    case "ThingUnfrozen":
      thingUnfrozen(draft, event, place);
      break;
    case "EvidenceAnchored":
      evidenceAnchored(draft, event, place);
      break;
    case "BundleAnchored":
      bundleAnchored(draft, event, place);
      break;
    case "GuardiansNamed":
      guardiansNamed(draft, event, place);
      break;
    case "RecoveryApproved":
    case "RecoveryApprovalWithdrawn":
      recoveryChanged(draft, event);
      break;
    case "RecoveriesCancelled":
      recoveriesCancelled(draft, event);
      break;
    case "RegistrarAccredited":
      registrarAccredited(draft, event, place);
      break;
    case "AccreditationWithdrawn":
      accreditationWithdrawn(draft, event, place);
      break;
    case "PartyAttested":
      partyAttested(draft, event, place);
      break;
    case "AttestationRevoked":
      attestationRevoked(draft, event, place);
      break;
    case "RelationProposed":
      relationProposed(draft, event, place);
      break;
    case "RelationProposalWithdrawn":
      relationProposalWithdrawn(draft, event, place);
      break;
    case "RelationBegun":
      relationBegun(draft, event, place);
      break;
    case "RelationEnded":
      relationEnded(draft, event, place);
      break;
    // What it changed, `DIDOwnerChanged` has said.
    case "PartyRecovered":
      break;
    // A commitment means something to the party that opens it, and is checked by the ledger alone.
    case "ContentsCommitted":
      break;
  }
}
