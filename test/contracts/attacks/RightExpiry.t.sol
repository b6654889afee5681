// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {IRightAgreements, Proposal} from "../../../contracts/rights/IRightAgreements.sol";
import {IUsageQuotas, QuotaKey} from "../../../contracts/rights/IUsageQuotas.sol";
import {GrantKey, TermsId} from "../../../contracts/rights/RightTypes.sol";
import {TwinId, TwinState} from "../../../contracts/twins/TwinTypes.sol";
import {AgreementFixture} from "../fixtures/AgreementFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack classes 3 and 4, for rights: what ended still acts, and a child outlives or outranks its parent. Each at
/// the last second, the end, and the second after.
contract RightExpiryAttackTest is AgreementFixture {
    uint40 private constant END = NOW + 100;

    function test_anEndedGrantIsNotAcceptedReleasedOrRevoked() external {
        GrantKey memory key = _keyOn(PARTNER, _byAcceptance());
        _give(key, _terms(0, END, READ));
        bytes4 unknown = IDataRights.UnknownGrant.selector;
        for (uint40 t = END; t <= END + 1; ++t) {
            vm.warp(t);
            _refuses(PARTNER, address(rights), _acceptCall(key, 1), unknown);
            _refuses(PARTNER, address(rights), _releaseCall(key, 1), unknown);
            _refuses(MAKER, address(rights), _revokeCall(key), unknown);
        }
        vm.warp(END - 1);
        _allows(PARTNER, address(rights), _acceptCall(key, 1));
    }

    function test_aSublicenceEndsWithItsParentToTheSecond() external {
        GrantKey memory parent = _keyOn(PARTNER, _withLevels(1));
        _give(parent, _terms(0, END, READ));
        GrantKey memory child = _childKey(parent, BUYER, TermsId.wrap(0));
        bytes memory call = _sublicenseCall(child, _terms(0, END, READ), parent);
        vm.warp(END);
        _refuses(PARTNER, address(rights), call);
        vm.warp(END - 1);
        _allows(PARTNER, address(rights), call);
        require(rights.isAllowed(child, READ), "the last second");
        vm.warp(END);
        require(!rights.isAllowed(child, READ), "the end");
    }

    function test_aNoticeToTheParentEndsTheChildToo() external {
        GrantKey memory parent = _keyOn(PARTNER, _withLevels(1));
        _give(parent);
        GrantKey memory child = _childKey(parent, BUYER, TermsId.wrap(0));
        _allows(PARTNER, address(rights), _sublicenseCall(child, _terms(0, 0, READ), parent));
        _allows(MAKER, address(rights), abi.encodeCall(rights.revokeAt, (parent, END, "")));
        bytes memory longer = _sublicenseCall(_childKey(parent, ROOT, TermsId.wrap(0)), _terms(0, 0, READ), parent);
        _refuses(PARTNER, address(rights), longer, IDataRights.SublicenceRefused.selector);
        vm.warp(END - 1);
        require(rights.isAllowed(child, READ), "within the notice");
        vm.warp(END);
        require(!rights.isAllowed(child, READ), "after it");
    }

    function test_anExpiredProposalIsNotAccepted() external {
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, 0, READ));
        offer.expiry = END;
        _propose(MAKER, offer);
        bytes4 expired = IRightAgreements.ProposalExpired.selector;
        vm.warp(END + 1);
        _refuses(PARTNER, address(rights), _concludeCall(offer, 0), expired);
        vm.warp(END);
        _refuses(PARTNER, address(rights), _concludeCall(offer, 0), expired);
        vm.warp(END - 1);
        _allows(PARTNER, address(rights), _concludeCall(offer, 0));
    }

    function test_aProposalWhoseRightWouldHaveEndedIsNotAccepted() external {
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, END, READ));
        _propose(MAKER, offer);
        vm.warp(END);
        _refuses(PARTNER, address(rights), _concludeCall(offer, 0), IDataRights.InvalidExtent.selector);
    }

    function test_endedUnitsNeitherMoveNorCount() external {
        QuotaKey memory key = QuotaKey(_key(twin, 0).assetKind, bytes32(twin), false, 0, "call", END, TermsId.wrap(0));
        vm.prank(MAKER);
        uint256 quota = quotas.issue(key, "", PARTNER, 10);
        vm.prank(PARTNER);
        quotas.approve(BUYER, quota, 5);
        bytes memory move = abi.encodeCall(quotas.transferFrom, (PARTNER, BUYER, quota, 1));
        bytes memory use = abi.encodeCall(quotas.consume, (PARTNER, quota, 1, keccak256("evidence")));
        bytes4 over = IUsageQuotas.QuotaOver.selector;
        for (uint40 t = END; t <= END + 1; ++t) {
            vm.warp(t);
            _refuses(BUYER, address(quotas), move, over);
            _refuses(PARTNER, address(quotas), use, over);
            _refuses(MAKER, address(quotas), abi.encodeCall(quotas.issue, (key, "", PARTNER, 1)), over);
        }
        vm.warp(END - 1);
        _allows(BUYER, address(quotas), move);
        _allows(PARTNER, address(quotas), use);
    }

    function test_noUnitsAreUsedOfAnAssetThatIsNotLive() external {
        QuotaKey memory key = QuotaKey(_key(twin, 0).assetKind, bytes32(twin), false, 0, "call", 0, TermsId.wrap(0));
        vm.prank(MAKER);
        uint256 quota = quotas.issue(key, "", PARTNER, 10);
        bytes memory use = abi.encodeCall(quotas.consume, (PARTNER, quota, 1, keccak256("evidence")));
        _rotate(MAKER, MAKER, address(0));
        _refuses(PARTNER, address(quotas), use, IUsageQuotas.AssetNotUsable.selector);
    }

    function test_noUnitsAreIssuedOrUsedOfAWithdrawnTwin() external {
        QuotaKey memory key = QuotaKey(_key(twin, 0).assetKind, bytes32(twin), false, 0, "call", 0, TermsId.wrap(0));
        vm.prank(MAKER);
        uint256 quota = quotas.issue(key, "", PARTNER, 10);
        vm.prank(MAKER);
        twins.setState(TwinId.wrap(bytes32(twin)), TwinState.Withdrawn, "");
        bytes4 notUsable = IUsageQuotas.AssetNotUsable.selector;
        _refuses(MAKER, address(quotas), abi.encodeCall(quotas.issue, (key, "", PARTNER, 1)), notUsable);
        bytes memory use = abi.encodeCall(quotas.consume, (PARTNER, quota, 1, keccak256("evidence")));
        _refuses(PARTNER, address(quotas), use, notUsable);
    }
}
