// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {
    IRightAgreements,
    Proposal,
    ProposalState,
    ProposalStatus
} from "../../../contracts/rights/IRightAgreements.sol";
import {IUsageQuotas, QuotaKey} from "../../../contracts/rights/IUsageQuotas.sol";
import {GrantKey, GroupId, TermsId} from "../../../contracts/rights/RightTypes.sol";
import {AgreementFixture} from "../fixtures/AgreementFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack classes 1 and 2, for rights: former owners, former keys, former members, and what they left behind.
contract RightResidualAuthorityAttackTest is AgreementFixture {
    function test_aSellersOffersDoNotBindTheBuyer() external {
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, 0, READ));
        offer.key.survivesSale = true;
        _propose(MAKER, offer);
        _sell(MAKER, BUYER);
        bytes4 unknown = IRightAgreements.UnknownProposal.selector;
        _refuses(PARTNER, address(rights), _concludeCall(offer, 0), unknown);
        _sell(BUYER, MAKER);
        _refuses(PARTNER, address(rights), _concludeCall(offer, 0), unknown);
    }

    function test_anOfferOfAKeyThatWasRotatedAwayIsVoid() external {
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, 0, READ));
        _propose(MAKER, offer);
        _rotate(MAKER, MAKER, NEW_KEY);
        bytes4 void = IRightAgreements.ProposalVoid.selector;
        _refuses(PARTNER, address(rights), _concludeCall(offer, 0), void);
        _rotate(MAKER, NEW_KEY, MAKER);
        _refuses(PARTNER, address(rights), _concludeCall(offer, 0), void);
    }

    function test_anAmendmentOfAKeyThatWasRotatedAwayIsVoid() external {
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, 0, READ));
        _propose(MAKER, offer);
        _conclude(PARTNER, offer);
        Proposal memory amended = _amendment(offer, _terms(0, 0, USE));
        _propose(PARTNER, amended);
        _rotate(PARTNER, PARTNER, NEW_KEY);
        _refuses(MAKER, address(rights), _concludeCall(amended, 0), IRightAgreements.ProposalVoid.selector);
    }

    /// @dev Nor is it alone with the grantee in saying how the seller's agreement ended; for a blinded one it would be alone.
    function test_aSellersAgreementIsNotTheBuyersToAmendOrEnd() external {
        Proposal memory open = _offer(_key(twin, 0), _terms(0, 0, READ));
        Proposal memory blinded = _offer(_blindedKey(PARTNER, SALT), _terms(0, 0, READ));
        _propose(MAKER, open);
        _conclude(PARTNER, open);
        _propose(MAKER, blinded);
        _allows(MAKER, address(rights), _concludeCall(blinded, keccak256("signature")));
        Proposal[4] memory amendments = [
            _amendment(open, _terms(0, 0, BOTH)),
            _amendment(open, _terms(0, 0, 0)),
            _amendment(blinded, _terms(0, 0, BOTH)),
            _amendment(blinded, _terms(0, 0, 0))
        ];
        _sell(MAKER, BUYER);
        bytes4 invalid = IRightAgreements.InvalidProposal.selector;
        for (uint256 i = 0; i < 4; ++i) _refuses(BUYER, address(rights), _proposeCall(amendments[i]), invalid);
        _refuses(PARTNER, address(rights), _proposeCall(amendments[0]), invalid);
        require(rights.proposalOf(amendments[0].previous).status == ProposalStatus.InForce, "changed");
    }

    /// @dev The end of an agreement ends what it made. The key is the same, the right given since is another.
    function test_theEndOfAnOldAgreementTakesNoLaterRight() external {
        Proposal memory old = _offer(_keyOn(PARTNER, _plainTerms()), _terms(0, 0, READ));
        _propose(MAKER, old);
        _conclude(PARTNER, old);
        Proposal memory end = _amendment(old, _terms(0, 0, 0));
        _propose(PARTNER, end);
        _allows(MAKER, address(rights), _revokeCall(old.key));
        _give(old.key, _terms(0, 0, BOTH));
        _conclude(MAKER, end);
        require(rights.isAllowed(old.key, BOTH), "the grant of since ended");
        ProposalState memory state = rights.proposalOf(end.previous);
        require(state.status == ProposalStatus.Ended && state.sequence == 1, "the agreement goes on");
    }

    function test_theAmendmentOfAnOldAgreementTakesNoRightOfALaterOne() external {
        Proposal memory old = _offer(_keyOn(PARTNER, _plainTerms()), _terms(0, 0, READ));
        _propose(MAKER, old);
        _conclude(PARTNER, old);
        Proposal memory amended = _amendment(old, _terms(0, 0, USE));
        amended.key.terms = _register(_withNotice(1 days));
        _propose(MAKER, amended);
        _allows(MAKER, address(rights), _revokeCall(old.key));
        Proposal memory later = _offer(old.key, _terms(0, 0, READ));
        later.number = 1;
        _propose(MAKER, later);
        _conclude(PARTNER, later);
        _conclude(PARTNER, amended);
        require(rights.isAllowed(later.key, READ), "the later agreement's right ended");
        require(rights.isAllowed(amended.key, USE), "not amended");
        require(rights.proposalOf(rights.proposalId(later)).sequence == 2, "sequence");
    }

    function test_aSellerDoesNotRevokeWhatSurvivesTheSale() external {
        GrantKey memory key = _key(twin, 0);
        key.survivesSale = true;
        _give(key);
        _sell(MAKER, BUYER);
        _refuses(MAKER, address(rights), _revokeCall(key), IDataRights.NotAssetOwner.selector);
        require(rights.isAllowed(key, READ), "revoked");
    }

    function test_aSublicenceGoesWithTheSaleAndDoesNotComeBack() external {
        GrantKey memory parent = _keyOn(PARTNER, _withLevels(1));
        parent.survivesSale = true;
        _give(parent);
        GrantKey memory child = _childKey(parent, BUYER, TermsId.wrap(0));
        _allows(PARTNER, address(rights), _sublicenseCall(child, _terms(0, 0, READ), parent));
        _sell(MAKER, BUYER);
        require(rights.isAllowed(parent, READ) && !rights.isAllowed(child, READ), "after the sale");
        _sell(BUYER, MAKER);
        require(!rights.isAllowed(child, READ), "it came back");
    }

    /// @dev A grant that is given anew is another one: what hung on the old one does not hang on it.
    function test_aSublicenceDoesNotReviveWithItsParent() external {
        GrantKey memory parent = _keyOn(PARTNER, _withLevels(1));
        _give(parent);
        GrantKey memory child = _childKey(parent, BUYER, TermsId.wrap(0));
        _allows(PARTNER, address(rights), _sublicenseCall(child, _terms(0, 0, BOTH), parent));
        _allows(MAKER, address(rights), _revokeCall(parent));
        _give(parent, _terms(0, 0, READ));
        require(rights.isAllowed(parent, READ), "parent");
        require(!rights.isAllowed(child, READ) && !rights.isAllowed(child, USE), "the child revived");
    }

    function test_aLicensorThatIsGoneLeavesNoLicences() external {
        GrantKey memory parent = _keyOn(PARTNER, _withLevels(1));
        _give(parent);
        GrantKey memory child = _childKey(parent, BUYER, TermsId.wrap(0));
        _allows(PARTNER, address(rights), _sublicenseCall(child, _terms(0, 0, READ), parent));
        _rotate(PARTNER, PARTNER, address(0));
        require(!rights.isAllowed(child, READ), "nobody is left who could revoke it");
    }

    function test_aRotatedKeyRunsNoGroupAndAcceptsNothing() external {
        GroupId group = _group(BUYER, PARTNER);
        GrantKey memory key = _keyOn(PARTNER, _byAcceptance());
        _give(key);
        _rotate(BUYER, BUYER, NEW_KEY);
        _rotate(PARTNER, PARTNER, NEW_KEY);
        _refuses(BUYER, address(groups), abi.encodeCall(groups.add, (group, _one(STRANGER))));
        _refuses(PARTNER, address(rights), _acceptCall(key, 1));
        _allows(NEW_KEY, address(groups), abi.encodeCall(groups.add, (group, _one(STRANGER))));
        _allows(NEW_KEY, address(rights), _acceptCall(key, 1));
        require(groups.isMember(group, PARTNER), "a member goes with its party");
    }

    function test_aRotatedKeyMovesNoUnitsNorDoThoseItApproved() external {
        uint256 quota = _issueUnits(false);
        vm.prank(PARTNER);
        quotas.approve(STRANGER, quota, 5);
        vm.prank(PARTNER);
        quotas.setOperator(ROOT, true);
        _rotate(PARTNER, PARTNER, NEW_KEY);
        bytes4 not = IUsageQuotas.NotUnitHolder.selector;
        bytes memory move = abi.encodeCall(quotas.transferFrom, (PARTNER, BUYER, quota, 1));
        _refuses(PARTNER, address(quotas), abi.encodeCall(quotas.transfer, (BUYER, quota, 1)), not);
        _refuses(PARTNER, address(quotas), move, not);
        _refuses(STRANGER, address(quotas), move, not);
        _refuses(ROOT, address(quotas), move, not);
        require(quotas.allowance(PARTNER, STRANGER, quota) == 0 && !quotas.isOperator(PARTNER, ROOT), "seen");
        _rotate(PARTNER, NEW_KEY, PARTNER);
        _refuses(STRANGER, address(quotas), move, not);
        _refuses(ROOT, address(quotas), move, not);
        _allows(PARTNER, address(quotas), move);
    }

    function test_aSellersUnitsGoWithTheSaleUnlessTheySurviveIt() external {
        uint256 quota = _issueUnits(false);
        uint256 lasting = _issueUnits(true);
        _sell(MAKER, BUYER);
        bytes4 over = IUsageQuotas.QuotaOver.selector;
        _refuses(PARTNER, address(quotas), _useCall(quota), over);
        _refuses(PARTNER, address(quotas), abi.encodeCall(quotas.transfer, (STRANGER, quota, 1)), over);
        _allows(PARTNER, address(quotas), _useCall(lasting));
        _sell(BUYER, MAKER);
        _refuses(PARTNER, address(quotas), _useCall(quota), over);
    }

    function _issueUnits(bool survives) private returns (uint256) {
        QuotaKey memory key = QuotaKey(_key(twin, 0).assetKind, bytes32(twin), survives, 0, "call", 0, TermsId.wrap(0));
        vm.prank(MAKER);
        return quotas.issue(key, "", PARTNER, 10);
    }

    function _useCall(uint256 quota) private view returns (bytes memory) {
        return abi.encodeCall(quotas.consume, (PARTNER, quota, 1, keccak256("evidence")));
    }
}
