// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {IPartyGroups} from "../../../contracts/rights/IPartyGroups.sol";
import {IRightAgreements, Proposal} from "../../../contracts/rights/IRightAgreements.sol";
import {IUsageQuotas, QuotaKey} from "../../../contracts/rights/IUsageQuotas.sol";
import {GrantKey, GroupId, TermsId} from "../../../contracts/rights/RightTypes.sol";
import {AgreementFixture} from "../fixtures/AgreementFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 9, for rights: the same thing twice in a list, or twice at all.
contract RightDuplicatesAttackTest is AgreementFixture {
    function test_aMemberIsNotCountedTwice() external {
        GroupId group = _group(BUYER, PARTNER);
        address[] memory twice = new address[](2);
        (twice[0], twice[1]) = (STRANGER, STRANGER);
        bytes4 already = IPartyGroups.MemberAlready.selector;
        _refuses(BUYER, address(groups), abi.encodeCall(groups.add, (group, twice)), already);
        _refuses(BUYER, address(groups), abi.encodeCall(groups.add, (group, _one(PARTNER))), already);
        (twice[0], twice[1]) = (PARTNER, PARTNER);
        bytes memory remove = abi.encodeCall(groups.remove, (group, twice));
        _refuses(BUYER, address(groups), remove, IPartyGroups.NotAMember.selector);
        require(groups.groupOf(group).size == 1, "size");
    }

    function test_sixtyFourAreAddedAndRemovedAtOnce() external {
        GroupId group = _group(BUYER, PARTNER);
        address[] memory many = new address[](64);
        for (uint160 i = 0; i < 64; ++i) {
            many[i] = address(0xC000 + i);
            _registerParty(many[i]);
        }
        _allows(BUYER, address(groups), abi.encodeCall(groups.add, (group, many)));
        require(groups.groupOf(group).size == 65, "size");
        _allows(BUYER, address(groups), abi.encodeCall(groups.remove, (group, many)));
        require(groups.groupOf(group).size == 1 && groups.isMember(group, PARTNER), "size");
    }

    function test_aRightIsNotGivenTwice() external {
        GrantKey memory key = _key(twin, 0);
        _give(key);
        bytes4 exists = IDataRights.GrantExists.selector;
        _refuses(MAKER, address(rights), _grantCall(key, _terms(0, 0, READ)), exists);
        Proposal memory offer = _offer(key, _terms(0, 0, READ));
        _propose(MAKER, offer);
        _refuses(PARTNER, address(rights), _concludeCall(offer, 0), exists);
    }

    function test_aSublicenceIsNotGivenTwiceNorToItself() external {
        GrantKey memory parent = _keyOn(PARTNER, _withLevels(1));
        _give(parent);
        GrantKey memory child = _childKey(parent, PARTNER, parent.terms);
        bytes memory same = _sublicenseCall(child, _terms(0, 0, READ), parent);
        _refuses(PARTNER, address(rights), same, IDataRights.SublicenceRefused.selector);
        child.terms = TermsId.wrap(0);
        bytes memory call = _sublicenseCall(child, _terms(0, 0, READ), parent);
        _allows(PARTNER, address(rights), call);
        _refuses(PARTNER, address(rights), call, IDataRights.GrantExists.selector);
        child.parent = rights.grantId(child);
        bytes memory ring = _sublicenseCall(child, _terms(0, 0, READ), child);
        _refuses(PARTNER, address(rights), ring, IDataRights.SublicenceRefused.selector);
    }

    function test_anAgreementIsConcludedOnce() external {
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, 0, READ));
        _propose(MAKER, offer);
        _conclude(PARTNER, offer);
        _allows(MAKER, address(rights), _revokeCall(offer.key));
        bytes4 notOpen = IRightAgreements.ProposalNotOpen.selector;
        _refuses(PARTNER, address(rights), _concludeCall(offer, 0), notOpen);
    }

    function test_unitsMovedToOneselfStayWhatTheyAre() external {
        QuotaKey memory key = QuotaKey(_key(twin, 0).assetKind, bytes32(twin), false, 0, "call", 0, TermsId.wrap(0));
        vm.prank(MAKER);
        uint256 quota = quotas.issue(key, "", PARTNER, 10);
        _allows(PARTNER, address(quotas), abi.encodeCall(quotas.transfer, (PARTNER, quota, 10)));
        require(quotas.balanceOf(PARTNER, quota) == 10, "balance");
        bytes memory nothing = abi.encodeCall(quotas.transferFrom, (PARTNER, BUYER, quota, 0));
        _refuses(STRANGER, address(quotas), nothing, IUsageQuotas.NotUnitHolder.selector);
        bytes memory most = abi.encodeCall(quotas.issue, (key, "", PARTNER, type(uint128).max));
        _refuses(MAKER, address(quotas), most);
        bytes memory all = abi.encodeCall(quotas.consume, (PARTNER, quota, 10, keccak256("evidence")));
        _allows(PARTNER, address(quotas), all);
        _refuses(PARTNER, address(quotas), all, IUsageQuotas.InsufficientUnits.selector);
    }

    /// @dev Were it to take the place of another that is over, it would stand in two, and the list be full before its time.
    function test_anExclusiveGrantGivenAnewStandsInOnePlace() external {
        GrantKey[] memory keys = new GrantKey[](8);
        for (uint256 i = 0; i < 8; ++i) {
            keys[i] = _keyOn(PARTNER, _exclusive());
            keys[i].scope = keccak256(_nameOf(i));
        }
        _give(keys[0], _scoped(READ, string(_nameOf(0))));
        _give(keys[1], _scoped(READ, string(_nameOf(1))));
        _allows(MAKER, address(rights), _revokeCall(keys[0]));
        _allows(MAKER, address(rights), _revokeCall(keys[1]));
        for (uint256 i = 8; i != 0; --i) {
            _give(keys[(i + 1) % 8], _scoped(READ, string(_nameOf((i + 1) % 8))));
        }
        for (uint256 i = 0; i < 8; ++i) require(rights.isAllowed(keys[i], READ), "not given");
        GrantKey memory ninth = _keyOn(PARTNER, _exclusive());
        ninth.scope = keccak256("ninth");
        bytes memory call = _grantCall(ninth, _scoped(READ, "ninth"));
        _refuses(MAKER, address(rights), call, IDataRights.TooManyExclusiveGrants.selector);
    }

    function _nameOf(uint256 number) private pure returns (bytes memory) {
        return abi.encodePacked("data set ", uint8(65 + number));
    }
}
