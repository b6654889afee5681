// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {IPartyToken} from "../identity/IPartyToken.sol";
import {IFreezable} from "../supervision/IFreezable.sol";
import {GrantWord, GrantWords} from "./GrantWord.sol";
import {IDataRights} from "./IDataRights.sol";
import {IPartyGroups} from "./IPartyGroups.sol";
import {IRightAgreements, Proposal, ProposalStatus} from "./IRightAgreements.sol";
import {IRightTerms, Terms} from "./IRightTerms.sol";
import {RightGrants} from "./RightGrants.sol";
import {Extent, GranteeKind, GrantId, GrantKey, ProposalId, TermsId} from "./RightTypes.sol";

/// @title Affairs of rights
/// @notice Terms, sub-licences, offers and agreements: code of `DataRights`, which is too large for one contract.
/// @dev Run by `DataRights` in its own storage (`delegatecall`). Called directly it finds and leaves nothing there.
contract RightAffairs is RightGrants {
    /// @notice Longest URI of terms, in bytes.
    uint256 public constant MAX_URI_LENGTH = 2048;

    constructor(
        IPartyRegistry parties,
        IPartyGroups groups,
        IPartyToken twins,
        IPartyToken identifiers,
        IPartyToken sealedRecords
    ) RightGrants(parties, groups, twins, identifiers, sealedRecords) {
        _disableInitializers();
    }

    /// @dev See `IRightTerms`.
    function registerTerms(Terms calldata terms) external returns (TermsId id) {
        if (
            terms.actions == 0 ||
            terms.actions > ALL_ACTIONS ||
            terms.sublicences > MAX_LEVELS ||
            (terms.irrevocable && terms.notice != 0) ||
            (terms.policy == 0 && bytes(terms.uri).length != 0) ||
            bytes(terms.uri).length > MAX_URI_LENGTH
        ) revert IRightTerms.InvalidTerms();
        id = TermsId.wrap(keccak256(abi.encode(terms)));
        DataRightsStorage storage $ = _rights();
        if ($.terms[id].exists()) revert IRightTerms.TermsExist(id);
        $.terms[id] = GrantWords.template(terms);
        emit IRightTerms.TermsRegistered(id, terms.policy, terms, _msgSender());
    }

    /// @dev See `IDataRights`.
    function sublicense(
        GrantKey calldata key,
        Extent calldata extent,
        GrantKey calldata parentKey
    ) external returns (GrantId id) {
        Asset memory asset = _assetOf(key.assetKind, key.asset);
        GrantId parent = _idOf(parentKey, asset.epoch, parentKey.scope);
        // The parent's id names asset and epoch, and so does the child's.
        bool within =
            GrantId.unwrap(parent) == GrantId.unwrap(key.parent) &&
                parentKey.assetKind == key.assetKind &&
                parentKey.asset == key.asset &&
                (parentKey.scope == 0 || parentKey.scope == key.scope) &&
                (parentKey.survivesSale || !key.survivesSale);
        if (!within || parentKey.granteeKind != GranteeKind.Party) revert IDataRights.SublicenceRefused(key.parent);
        address licensor = _partyOf(parentKey.grantee);
        _requireControlOf(licensor, parent);

        GrantWord above = _rights().grants[parent];
        if (above.isFrozen()) revert IFreezable.ThingIsFrozen(GrantId.unwrap(parent));
        GrantWord word = _termsOf(key.terms);
        if (!_mayLieBeneath(parent, above, word, extent)) revert IDataRights.SublicenceRefused(parent);

        id = _idOf(key, asset.epoch, key.scope);
        _requireSpent(id);
        _rights().sublicences[id] = Sublicence(parent, licensor, above.sequence());
        _give(id, key, extent, asset, word.with(GrantWords.SUBLICENCE), licensor);
    }

    /// @dev See `IRightAgreements`, also for the functions below.
    function propose(Proposal calldata proposal, uint32 assetEpoch) external returns (ProposalId id) {
        (Asset memory asset, bool asOwner) = _assetFor(proposal.key.assetKind, proposal.key.asset);
        _requireHolding(proposal.key.asset, asset.epoch, assetEpoch);
        bool amends = ProposalId.unwrap(proposal.previous) != 0;
        if (amends) _requireAmends(proposal, asset.epoch);
        bool ends = proposal.extent.actions == 0;
        if (GrantId.unwrap(proposal.key.parent) != 0 || (ends && !amends)) revert IRightAgreements.InvalidProposal();
        if (!ends) _checkProposed(proposal);
        if (!asOwner && !amends) _ownAsset(proposal.key);
        address proposer = asOwner ? asset.owner : _agentOf(proposal.key);
        (address controller, uint32 controlEpoch) = PARTIES.controllerOf(proposer);
        if (!asOwner && controller != _msgSender()) revert IRightAgreements.NotThatSide(_msgSender());

        id = _idOf(proposal, asset.epoch);
        DataRightsStorage storage $ = _rights();
        if ($.proposals[id].status != ProposalStatus.None) revert IRightAgreements.ProposalExists(id);
        $.proposals[id] = ProposalRecord(ProposalStatus.Open, !asOwner, controlEpoch, 0, 0, GrantId.wrap(0), 0);
        emit IRightAgreements.RightProposed(
            id,
            proposal.key.asset,
            proposal.key.grantee,
            proposal,
            asset.epoch,
            !asOwner,
            proposer,
            _msgSender()
        );
    }

    function withdrawProposal(Proposal calldata proposal) external {
        (Asset memory asset, bool asOwner) = _assetFor(proposal.key.assetKind, proposal.key.asset);
        (ProposalId id, ProposalRecord storage state) = _open(proposal, asset.epoch);
        if (state.byGrantee) _requireControl(_agentOf(proposal.key));
        else if (!asOwner) revert IRightAgreements.NotThatSide(_msgSender());
        state.status = ProposalStatus.Withdrawn;
        emit IRightAgreements.ProposalWithdrawn(id, proposal.key.asset, _msgSender());
    }

    function conclude(Proposal calldata proposal, uint32 assetEpoch, bytes32 acceptance) external {
        GrantKey calldata key = proposal.key;
        (Asset memory asset, bool asOwner) = _assetFor(key.assetKind, key.asset);
        _requireHolding(key.asset, asset.epoch, assetEpoch);
        (ProposalId id, ProposalRecord storage state) = _open(proposal, asset.epoch);
        if (proposal.expiry != 0 && block.timestamp >= proposal.expiry) revert IRightAgreements.ProposalExpired(id);
        if ((key.granteeKind == GranteeKind.Blinded) != (acceptance != 0)) revert IRightAgreements.InvalidAcceptance();
        _requireStanding(id, state, key, asset.owner);
        if (!state.byGrantee && acceptance == 0) _requireControl(_agentOf(key));
        else if (!asOwner) revert IRightAgreements.NotThatSide(_msgSender());
        if (asset.frozen) revert IFreezable.ThingIsFrozen(key.asset);

        uint32 version = 1;
        if (ProposalId.unwrap(proposal.previous) != 0) {
            ProposalRecord storage previous = _requireAmends(proposal, asset.epoch);
            version = previous.version + 1;
            _endAgreed(previous.grant, previous.sequence, key.asset);
            bool ends = proposal.extent.actions == 0;
            previous.status = ends ? ProposalStatus.Ended : ProposalStatus.Amended;
            if (ends) {
                state.status = ProposalStatus.Ended;
                emit IRightAgreements.AgreementEnded(id, proposal.previous, acceptance, _msgSender());
                return;
            }
        }
        GrantId grant = _giveAsOwner(key, proposal.extent, asset, true);
        (state.status, state.version, state.grant) = (ProposalStatus.InForce, version, grant);
        state.sequence = _rights().grants[grant].sequence();
        state.subject = _subjectOf(key, key.survivesSale ? 0 : asset.epoch);
        emit IRightAgreements.AgreementConcluded(id, proposal.previous, grant, version, acceptance, _msgSender());
    }

    /// @dev Ends the right of an agreement that is amended or ended by both sides, where it is not over. What was given under
    /// the same key since is another right.
    function _endAgreed(GrantId grant, uint32 sequence, bytes32 asset) private {
        GrantWord word = _present(grant);
        if (word.sequence() != sequence || word.isOver()) return;
        _end(grant, word, asset, uint40(block.timestamp), "by both sides");
    }

    /// @dev A proposal that nobody accepted or withdrew yet, under the asset's present holding.
    function _open(
        Proposal calldata proposal,
        uint32 epoch
    ) private view returns (ProposalId id, ProposalRecord storage state) {
        id = _idOf(proposal, epoch);
        state = _rights().proposals[id];
        if (state.status == ProposalStatus.None) revert IRightAgreements.UnknownProposal(id);
        if (state.status != ProposalStatus.Open) revert IRightAgreements.ProposalNotOpen(id);
    }

    /// @dev The side that made the proposal is in the hands in which it was.
    function _requireStanding(
        ProposalId id,
        ProposalRecord storage state,
        GrantKey calldata key,
        address owner
    ) private view {
        (, uint32 controlEpoch) = PARTIES.controllerOf(state.byGrantee ? _agentOf(key) : owner);
        if (controlEpoch != state.controlEpoch) revert IRightAgreements.ProposalVoid(id);
    }

    /// @dev What the proposal amends is in force, on the same asset and with the same grantee, and did not go with a sale.
    function _requireAmends(
        Proposal calldata proposal,
        uint32 epoch
    ) private view returns (ProposalRecord storage previous) {
        previous = _rights().proposals[proposal.previous];
        bytes32 subject = previous.subject;
        bool same = subject == _subjectOf(proposal.key, epoch) || subject == _subjectOf(proposal.key, 0);
        if (!same || previous.status != ProposalStatus.InForce) revert IRightAgreements.InvalidProposal();
    }

    function _requireControl(address party) private view {
        (address controller, ) = PARTIES.controllerOf(party);
        if (controller != _msgSender()) revert IRightAgreements.NotThatSide(_msgSender());
    }

    function _requireControlOf(address licensor, GrantId parent) private view {
        (address controller, ) = PARTIES.controllerOf(licensor);
        if (controller != _msgSender()) revert IDataRights.NotLicensor(parent, _msgSender());
    }

    /// @dev Whether a grant of these terms and this extent is narrower than the one above, which holds.
    function _mayLieBeneath(
        GrantId parent,
        GrantWord above,
        GrantWord word,
        Extent calldata extent
    ) private view returns (bool) {
        bool shorter = above.until() == 0 || (extent.until != 0 && extent.until <= above.until());
        return
            above.levels() > word.levels() &&
            !word.has(GrantWords.EXCLUSIVE) &&
            shorter &&
            _allows(parent, extent.actions);
    }

    function _checkProposed(Proposal calldata proposal) private view {
        _checkExtent(proposal.key.scope, proposal.extent);
        if (proposal.extent.actions & ~_termsOf(proposal.key.terms).actions() != 0) {
            revert IDataRights.BeyondTerms(proposal.key.terms);
        }
    }

    function _subjectOf(GrantKey calldata key, uint32 epoch) private pure returns (bytes32) {
        return keccak256(abi.encode(key.assetKind, key.asset, epoch, key.granteeKind, key.grantee));
    }

    function _idOf(Proposal calldata proposal, uint32 epoch) private pure returns (ProposalId) {
        return ProposalId.wrap(keccak256(abi.encode(proposal, epoch)));
    }
}
