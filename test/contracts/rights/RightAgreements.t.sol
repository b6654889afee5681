// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {
    IRightAgreements,
    Proposal,
    ProposalState,
    ProposalStatus
} from "../../../contracts/rights/IRightAgreements.sol";
import {IRightTerms, Terms} from "../../../contracts/rights/IRightTerms.sol";
import {
    Extent,
    Grant,
    GrantId,
    GrantKey,
    GrantStatus,
    ProposalId,
    TermsId
} from "../../../contracts/rights/RightTypes.sol";
import {AgreementFixture} from "../fixtures/AgreementFixture.sol";
import {vm} from "../fixtures/Vm.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";

contract RightAgreementsTest is AgreementFixture {
    function test_anAcceptedOfferIsAnAgreementAndARight() external {
        Proposal memory offer = _offer(_keyOn(PARTNER, _byAcceptance()), _terms(0, NOW + 100, READ));
        ProposalId id = _propose(MAKER, offer);
        require(!rights.isAllowed(offer.key, READ), "an offer is no right");
        _conclude(PARTNER, offer);
        require(rights.isAllowed(offer.key, READ), "no right");
        ProposalState memory state = rights.proposalOf(id);
        require(state.status == ProposalStatus.InForce && state.version == 1 && !state.byGrantee, "state");
        require(GrantId.unwrap(state.grant) == GrantId.unwrap(rights.grantId(offer.key)), "grant");
        require(rights.grantOf(state.grant).accepted, "accepted");
    }

    function test_amendmentsAreAChainWhoseLastLinkIsInForce() external {
        Proposal memory offer = _agreed(_terms(0, NOW + 100, READ));
        Proposal memory longer = _amendment(offer, _terms(0, NOW + 200, BOTH));
        ProposalId first = _propose(PARTNER, longer);
        _conclude(MAKER, longer);
        require(rights.isAllowed(offer.key, BOTH), "not amended");
        ProposalState memory state = rights.proposalOf(first);
        require(state.version == 2 && state.byGrantee && state.status == ProposalStatus.InForce, "state");
        require(rights.proposalOf(longer.previous).status == ProposalStatus.Amended, "before");
        require(rights.grantOf(state.grant).sequence == 2, "sequence");

        Proposal memory late = _amendment(offer, _terms(0, 0, READ));
        _refuses(MAKER, address(rights), _proposeCall(late), IRightAgreements.InvalidProposal.selector);
        Proposal memory onTerms = _amendment(longer, _terms(0, 0, READ));
        onTerms.key.terms = _register(_irrevocable());
        _propose(MAKER, onTerms);
        _conclude(PARTNER, onTerms);
        require(!rights.isAllowed(longer.key, READ) && rights.isAllowed(onTerms.key, READ), "terms");
        require(rights.proposalOf(rights.proposalId(onTerms)).version == 3, "version");
    }

    function test_bothSidesEndAnAgreementThatNeitherEndsAlone() external {
        GrantKey memory key = _keyOn(PARTNER, _irrevocable());
        Proposal memory offer = _offer(key, _terms(0, 0, READ));
        _propose(MAKER, offer);
        _conclude(PARTNER, offer);
        Proposal memory end = _amendment(offer, _terms(0, 0, 0));
        ProposalId id = _propose(MAKER, end);
        require(rights.isAllowed(key, READ), "one side ended it");
        _conclude(PARTNER, end);
        require(!rights.isAllowed(key, READ), "not ended");
        require(rights.proposalOf(id).status == ProposalStatus.Ended, "state");
        require(rights.proposalOf(end.previous).status == ProposalStatus.Ended, "before");
    }

    function testFuzz_onlyTheOwnerOffersAndOnlyTheOtherSideAccepts(address caller) external {
        if (caller == address(parties)) return;
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, 0, READ));
        if (caller != MAKER) {
            _refuses(caller, address(rights), _proposeCall(offer), IDataRights.NotAssetOwner.selector);
        }
        _propose(MAKER, offer);
        bytes4 not = IRightAgreements.NotThatSide.selector;
        if (caller != PARTNER) _refuses(caller, address(rights), _concludeCall(offer, 0), not);
        if (caller != MAKER) _refuses(caller, address(rights), _withdrawCall(offer), not);
        _conclude(PARTNER, offer);
        Proposal memory amended = _amendment(offer, _terms(0, 0, USE));
        if (caller != MAKER && caller != PARTNER) _refuses(caller, address(rights), _proposeCall(amended), not);
        _propose(PARTNER, amended);
        if (caller != MAKER) _refuses(caller, address(rights), _concludeCall(amended, 0), not);
        if (caller != PARTNER) _refuses(caller, address(rights), _withdrawCall(amended), not);
    }

    function test_aBlindedAgreementIsConcludedByTheOwnerWithADigest() external {
        Proposal memory offer = _offer(_blindedKey(PARTNER, SALT), _terms(0, 0, READ));
        _propose(MAKER, offer);
        bytes4 invalid = IRightAgreements.InvalidAcceptance.selector;
        _refuses(MAKER, address(rights), _concludeCall(offer, 0), invalid);
        bytes32 digest = keccak256("signature");
        _refuses(PARTNER, address(rights), _concludeCall(offer, digest), IRightAgreements.NotThatSide.selector);
        _allows(MAKER, address(rights), _concludeCall(offer, digest));
        require(rights.isAllowedTo(offer.key, PARTNER, SALT, READ), "no right");

        Proposal memory open = _offer(_key(twin, 0), _terms(0, 0, READ));
        _propose(MAKER, open);
        _refuses(PARTNER, address(rights), _concludeCall(open, digest), invalid);
    }

    function test_aGroupAgreesByItsOwner() external {
        Proposal memory offer = _offer(_groupKey(_group(BUYER, PARTNER)), _terms(0, 0, READ));
        _propose(MAKER, offer);
        _refuses(PARTNER, address(rights), _concludeCall(offer, 0), IRightAgreements.NotThatSide.selector);
        _conclude(BUYER, offer);
        require(rights.isAllowedTo(offer.key, PARTNER, 0, READ), "no right");
    }

    function testFuzz_anOfferIsAcceptedUntilItsExpiry(uint40 expiry, uint40 moment) external {
        moment = uint40(NOW + (moment % 1000));
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, 0, READ));
        offer.expiry = expiry == 0 ? 0 : uint40(NOW + (expiry % 1000));
        _propose(MAKER, offer);
        vm.warp(moment);
        bytes memory call = _concludeCall(offer, 0);
        if (offer.expiry != 0 && moment >= offer.expiry) {
            _refuses(PARTNER, address(rights), call, IRightAgreements.ProposalExpired.selector);
        } else _allows(PARTNER, address(rights), call);
    }

    function test_aWithdrawnOfferIsWithdrawn() external {
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, 0, READ));
        ProposalId id = _propose(MAKER, offer);
        _refuses(MAKER, address(rights), _proposeCall(offer), IRightAgreements.ProposalExists.selector);
        _allows(MAKER, address(rights), _withdrawCall(offer));
        require(rights.proposalOf(id).status == ProposalStatus.Withdrawn, "state");
        bytes4 notOpen = IRightAgreements.ProposalNotOpen.selector;
        _refuses(PARTNER, address(rights), _concludeCall(offer, 0), notOpen);
        _refuses(MAKER, address(rights), _withdrawCall(offer), notOpen);
        offer.number = 1;
        _propose(MAKER, offer);
        _conclude(PARTNER, offer);
        _refuses(PARTNER, address(rights), _concludeCall(offer, 0), notOpen);
    }

    function testFuzz_anIdIsTheHashOfAllThatIsProposed(uint128 amount, uint32 number, uint40 until) external view {
        Proposal memory proposal = _offer(_key(twin, 0), _terms(0, until, READ));
        proposal.price.amount = amount;
        proposal.number = number;
        bytes32 expected = keccak256(abi.encode(proposal, uint32(1)));
        require(ProposalId.unwrap(rights.proposalId(proposal)) == expected, "id");
    }

    function test_whatIsNotToBeAgreedIsNotProposed() external {
        bytes4 invalid = IRightAgreements.InvalidProposal.selector;
        _refuses(MAKER, address(rights), _proposeCall(_offer(_key(twin, 0), _terms(0, 0, 0))), invalid);
        Proposal memory below = _offer(_key(twin, 0), _terms(0, 0, READ));
        below.key.parent = GrantId.wrap(keccak256("parent"));
        _refuses(MAKER, address(rights), _proposeCall(below), invalid);
        Proposal memory past = _offer(_key(twin, 0), _terms(0, NOW, READ));
        _refuses(MAKER, address(rights), _proposeCall(past), IDataRights.InvalidExtent.selector);
        Proposal memory unknown = _offer(_key(twin, 0), _terms(0, 0, READ));
        unknown.key.terms = TermsId.wrap(keccak256("terms"));
        _refuses(MAKER, address(rights), _proposeCall(unknown), IRightTerms.UnknownTerms.selector);
        Proposal memory wide = _offer(_keyOn(PARTNER, _readOnly()), _terms(0, 0, BOTH));
        _refuses(MAKER, address(rights), _proposeCall(wide), IDataRights.BeyondTerms.selector);
        bytes memory none = _concludeCall(_offer(_key(twin, 0), _terms(0, 0, READ)), 0);
        _refuses(PARTNER, address(rights), none, IRightAgreements.UnknownProposal.selector);
    }

    function test_anAmendmentKeepsAssetAndGrantee() external {
        Proposal memory offer = _agreed(_terms(0, 0, READ));
        bytes4 invalid = IRightAgreements.InvalidProposal.selector;
        Proposal memory other = _amendment(offer, _terms(0, 0, READ));
        other.key.grantee = _partyWord(BUYER);
        _refuses(MAKER, address(rights), _proposeCall(other), invalid);
        other = _amendment(offer, _terms(0, 0, READ));
        other.key.asset = bytes32(_mintTwin(MAKER, keccak256("other")));
        _refuses(MAKER, address(rights), _proposeCall(other), invalid);
    }

    /// @dev It ended by itself, and not by both sides.
    function test_theEndOfAnAgreementLeavesARightThatIsOver() external {
        Proposal memory offer = _agreed(_terms(0, NOW + 10, READ));
        Proposal memory end = _amendment(offer, _terms(0, 0, 0));
        _propose(MAKER, end);
        vm.warp(NOW + 20);
        _conclude(PARTNER, end);
        Grant memory state = rights.grantOf(rights.grantId(offer.key));
        require(state.status == GrantStatus.Active && state.until == NOW + 10, "revoked");
        require(rights.proposalOf(end.previous).status == ProposalStatus.Ended, "the agreement goes on");
    }

    /// @dev An exclusive grant makes way for its own amendment.
    function test_anExclusiveAgreementIsAmended() external {
        Proposal memory offer = _offer(_keyOn(PARTNER, _exclusive()), _terms(0, 0, USE));
        _propose(MAKER, offer);
        _conclude(PARTNER, offer);
        Proposal memory amended = _amendment(offer, _terms(0, NOW + 10, USE));
        _propose(MAKER, amended);
        _conclude(PARTNER, amended);
        require(rights.userOf(twin) == PARTNER && rights.userExpires(twin) == NOW + 10, "user");
        Grant memory state = rights.grantOf(rights.grantId(offer.key));
        require(state.sequence == 2 && state.until == NOW + 10, "grant");
    }

    function _readOnly() private pure returns (Terms memory terms) {
        terms = _plainTerms();
        terms.actions = READ;
    }

    function testFuzz_whatNobodyProposedIsNothing(bytes32 id, address caller) external {
        ProposalState memory state = rights.proposalOf(ProposalId.wrap(id));
        require(state.status == ProposalStatus.None && GrantId.unwrap(state.grant) == 0, "state");
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, 0, READ));
        bytes4 unknown = IRightAgreements.UnknownProposal.selector;
        _refuses(caller, address(rights), _concludeCall(offer, 0), unknown);
        _refuses(caller, address(rights), _withdrawCall(offer), unknown);
    }

    function test_nothingIsAgreedOfAFrozenAsset() external {
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, 0, READ));
        _propose(MAKER, offer);
        vm.prank(address(supervision));
        twins.setFrozen(bytes32(twin), true);
        bytes4 frozen = IFreezable.ThingIsFrozen.selector;
        _refuses(PARTNER, address(rights), _concludeCall(offer, 0), frozen);
        require(!rights.isAllowed(offer.key, READ), "agreed");
    }

    function _agreed(Extent memory extent) private returns (Proposal memory offer) {
        GrantKey memory key = _key(twin, 0);
        offer = _offer(key, extent);
        _propose(MAKER, offer);
        _conclude(PARTNER, offer);
    }
}
