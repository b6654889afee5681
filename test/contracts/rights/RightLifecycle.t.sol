// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {
    AssetKind,
    Grant,
    GranteeKind,
    GrantId,
    GrantKey,
    GrantStatus,
    GroupId,
    TermsId
} from "../../../contracts/rights/RightTypes.sol";
import {Terms} from "../../../contracts/rights/IRightTerms.sol";
import {TwinId, TwinState} from "../../../contracts/twins/TwinTypes.sol";
import {RightFixture} from "../fixtures/RightFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Acceptance, ends, grantees of every kind, exclusive grants, and those that survive a sale.
contract RightLifecycleTest is RightFixture {
    function test_aGrantByAcceptanceBeginsWithIt() external {
        GrantKey memory key = _keyOn(PARTNER, _byAcceptance());
        GrantId id = _give(key);
        require(!rights.isAllowed(key, READ), "not accepted yet");
        _allows(PARTNER, address(rights), _acceptCall(key, 1));
        require(rights.isAllowed(key, READ), "accepted");
        Grant memory state = rights.grantOf(id);
        require(state.status == GrantStatus.Active && state.accepted, "state");
        bytes memory again = _acceptCall(key, 1);
        _refuses(PARTNER, address(rights), again, IDataRights.NothingToDo.selector);
    }

    function testFuzz_onlyTheGranteeAcceptsAndReleases(address caller) external {
        if (caller == PARTNER || caller == address(parties)) return;
        GrantKey memory key = _keyOn(PARTNER, _byAcceptance());
        _give(key);
        bytes4 not = IDataRights.NotGrantee.selector;
        _refuses(caller, address(rights), _acceptCall(key, 1), not);
        _refuses(caller, address(rights), _releaseCall(key, 1), not);
    }

    function testFuzz_anAcceptanceIsOfOneSequence(uint32 sequence) external {
        GrantKey memory key = _keyOn(PARTNER, _byAcceptance());
        _give(key);
        bytes memory call = _acceptCall(key, sequence);
        if (sequence == 1) _allows(PARTNER, address(rights), call);
        else _refuses(PARTNER, address(rights), call, IDataRights.OtherSequence.selector);
    }

    function test_whatWasNeverGivenIsNeitherAcceptedNorEnded() external {
        GrantKey memory key = _key(twin, 0);
        bytes4 unknown = IDataRights.UnknownGrant.selector;
        _refuses(PARTNER, address(rights), _acceptCall(key, 0), unknown);
        _refuses(PARTNER, address(rights), _releaseCall(key, 0), unknown);
        _refuses(MAKER, address(rights), _revokeCall(key), unknown);
    }

    function test_anActiveGrantIsAcceptedForTheRecordAlone() external {
        GrantKey memory key = _key(twin, 0);
        GrantId id = _give(key);
        _allows(PARTNER, address(rights), _acceptCall(key, 1));
        require(rights.grantOf(id).accepted && rights.isAllowed(key, READ), "state");
    }

    function testFuzz_aRevocationTakesEffectAfterItsNotice(uint32 notice, uint40 until) external {
        if (until != 0 && until <= NOW) return;
        GrantKey memory key = _keyOn(PARTNER, _withNotice(notice));
        GrantId id = _give(key, _terms(0, until, READ));
        _allows(MAKER, address(rights), _revokeCall(key));
        uint40 end = NOW + notice;
        if (until != 0 && until < end) end = until;
        require(rights.grantOf(id).until == end, "end");
        if (end > NOW) {
            vm.warp(end - 1);
            require(rights.isAllowed(key, READ), "ended before its notice passed");
        }
        vm.warp(end);
        require(!rights.isAllowed(key, READ), "outlived its notice");
        _refuses(MAKER, address(rights), _revokeCall(key), IDataRights.UnknownGrant.selector);
    }

    function testFuzz_aLongerNoticeMayBeGivenAShorterNot(uint40 end) external {
        GrantKey memory key = _keyOn(PARTNER, _withNotice(1 days));
        GrantId id = _give(key);
        bytes memory call = abi.encodeCall(rights.revokeAt, (key, end, "why"));
        if (end < NOW + 1 days) {
            _refuses(MAKER, address(rights), call, IDataRights.NoticeTooShort.selector);
            return;
        }
        _allows(MAKER, address(rights), call);
        require(rights.grantOf(id).until == end, "end");
        bytes memory later = abi.encodeCall(rights.revokeAt, (key, type(uint40).max, ""));
        if (end > NOW + 1 days) _allows(MAKER, address(rights), later);
        require(rights.grantOf(id).until == end, "an end was put off");
    }

    function test_whileANoticeRunsTheGrantIsNotGivenAnew() external {
        GrantKey memory key = _keyOn(PARTNER, _withNotice(1 days));
        _give(key);
        _allows(MAKER, address(rights), _revokeCall(key));
        bytes memory anew = _grantCall(key, _terms(0, 0, READ));
        _refuses(MAKER, address(rights), anew, IDataRights.GrantExists.selector);
        vm.warp(NOW + 1 days);
        _allows(MAKER, address(rights), anew);
    }

    function test_whatWasNotAcceptedIsRevokedWithoutNotice() external {
        GrantKey memory key = _keyOn(PARTNER, _byAcceptance());
        GrantId id = _give(key);
        _allows(MAKER, address(rights), abi.encodeCall(rights.revokeAt, (key, NOW + 100, "")));
        require(rights.grantOf(id).until == NOW, "it goes on");
        require(!rights.isAllowed(key, READ), "the notice began it");
        _refuses(PARTNER, address(rights), _acceptCall(key, 1), IDataRights.UnknownGrant.selector);
    }

    /// @dev Nobody relies on it yet: either side lets go of it alone.
    function test_whatWasNotAcceptedIsEndedByOneSideAlsoWhereItIsIrrevocable() external {
        Terms memory terms = _irrevocable();
        terms.byAcceptance = true;
        GrantKey memory key = _keyOn(PARTNER, terms);
        GrantId id = _give(key);
        _allows(MAKER, address(rights), _revokeCall(key));
        require(rights.grantOf(id).until == NOW, "it waits on");
        _give(key);
        _allows(PARTNER, address(rights), _releaseCall(key, 2));
        require(rights.grantOf(id).status == GrantStatus.Revoked && rights.grantOf(id).until == NOW, "it waits on");
    }

    function test_aRevokedGrantIsNotAcceptedWhileItsNoticeRuns() external {
        GrantKey memory key = _keyOn(PARTNER, _withNotice(1 days));
        GrantId id = _give(key);
        _allows(MAKER, address(rights), _revokeCall(key));
        _refuses(PARTNER, address(rights), _acceptCall(key, 1), IDataRights.UnknownGrant.selector);
        require(rights.grantOf(id).status == GrantStatus.Revoked, "status");
    }

    function test_anIrrevocableGrantIsEndedByBothOnly() external {
        GrantKey memory key = _keyOn(PARTNER, _irrevocable());
        _give(key);
        bytes4 irrevocable = IDataRights.GrantIsIrrevocable.selector;
        _refuses(MAKER, address(rights), _revokeCall(key), irrevocable);
        bytes memory later = abi.encodeCall(rights.revokeAt, (key, NOW + 1000 days, ""));
        _refuses(MAKER, address(rights), later, irrevocable);
        bytes memory release = _releaseCall(key, 1);
        _allows(PARTNER, address(rights), release);
        require(rights.isAllowed(key, READ), "it ended by one side alone");
        _refuses(PARTNER, address(rights), release, IDataRights.NothingToDo.selector);
        _allows(MAKER, address(rights), _revokeCall(key));
        require(!rights.isAllowed(key, READ), "not ended");
        _give(key);
        _refuses(MAKER, address(rights), _revokeCall(key), irrevocable);
    }

    function test_aGranteeGivesItsRightUp() external {
        GrantKey memory key = _keyOn(PARTNER, _withNotice(1 days));
        GrantId id = _give(key);
        _allows(PARTNER, address(rights), _releaseCall(key, 1));
        require(!rights.isAllowed(key, READ), "still a right");
        require(rights.grantOf(id).status == GrantStatus.Revoked, "status");
    }

    function testFuzz_aPartysRightIsThatPartysAlone(address other, bytes32 salt) external {
        GrantKey memory key = _key(twin, 0);
        _give(key);
        require(rights.isAllowedTo(key, PARTNER, salt, READ), "the grantee");
        require(!rights.isAllowedTo(key, STRANGER, salt, READ), "a stranger");
        if (other != PARTNER) require(!rights.isAllowedTo(key, other, salt, READ), "another");
    }

    function test_everyMemberOfAGroupMayAndNobodyElse() external {
        GroupId group = _group(BUYER, PARTNER);
        GrantKey memory key = _groupKey(group);
        _give(key);
        require(rights.isAllowedTo(key, PARTNER, 0, READ), "a member");
        require(!rights.isAllowedTo(key, STRANGER, 0, READ), "a stranger");
        require(!rights.isAllowedTo(key, BUYER, 0, READ), "the group's owner");
        require(!rights.isAllowed(key, READ), "a group is no party");
        vm.prank(BUYER);
        groups.remove(group, _one(PARTNER));
        require(!rights.isAllowedTo(key, PARTNER, 0, READ), "a former member");
    }

    function test_aGroupActsByItsOwner() external {
        GrantKey memory key = _groupKey(_group(BUYER, PARTNER));
        key.terms = _register(_byAcceptance());
        _give(key);
        bytes memory call = _acceptCall(key, 1);
        _refuses(PARTNER, address(rights), call, IDataRights.NotGrantee.selector);
        _allows(BUYER, address(rights), call);
        require(rights.isAllowedTo(key, PARTNER, 0, READ), "accepted");
    }

    function testFuzz_aBlindedGranteeProvesItselfWithItsSalt(address party, bytes32 salt) external {
        GrantKey memory key = _blindedKey(PARTNER, SALT);
        _give(key);
        require(rights.isAllowedTo(key, PARTNER, SALT, READ), "the grantee");
        if (salt != SALT) require(!rights.isAllowedTo(key, PARTNER, salt, READ), "another salt");
        if (party != PARTNER) require(!rights.isAllowedTo(key, party, SALT, READ), "another party");
        require(!rights.isAllowed(key, READ), "a commitment is no party");
    }

    function test_aBlindedGranteeHasToBeALivingPartyToo() external {
        GrantKey memory key = _blindedKey(PARTNER, SALT);
        _give(key);
        _rotate(PARTNER, PARTNER, address(0));
        require(!rights.isAllowedTo(key, PARTNER, SALT, READ), "deactivated");
        key = _blindedKey(NEW_KEY, SALT);
        _give(key);
        require(!rights.isAllowedTo(key, NEW_KEY, SALT, READ), "no party");
    }

    function test_aBlindedGranteeDoesNotAct() external {
        GrantKey memory key = _blindedKey(PARTNER, SALT);
        _give(key);
        bytes4 blinded = IDataRights.GranteeIsBlinded.selector;
        _refuses(PARTNER, address(rights), _acceptCall(key, 1), blinded);
        _refuses(PARTNER, address(rights), _releaseCall(key, 1), blinded);
        key.terms = _register(_byAcceptance());
        _refuses(MAKER, address(rights), _grantCall(key, _terms(0, 0, READ)), blinded);
        (key.terms, key.grantee) = (TermsId.wrap(0), 0);
        _refuses(MAKER, address(rights), _grantCall(key, _terms(0, 0, READ)), IDataRights.InvalidGrantee.selector);
    }

    function testFuzz_aGranteeMustBeWhatItsKindSays(uint8 kind, bytes32 grantee) external {
        if (kind % 4 == 3 && grantee != 0) return;
        if (uint256(grantee) <= type(uint160).max) {
            IPartyRegistry registry = parties;
            if (uint8(registry.partyOf(address(uint160(uint256(grantee)))).kind) != 0) return;
        }
        GrantKey memory key = _key(twin, 0);
        key.granteeKind = GranteeKind(kind % 4);
        key.grantee = grantee;
        _refuses(MAKER, address(rights), _grantCall(key, _terms(0, 0, READ)));
        require(!rights.isAllowed(key, READ) && !rights.isAllowedTo(key, PARTNER, 0, READ), "allowed");
    }

    /// @dev The upper bits of a party's word are no room for a second name of the same party.
    function testFuzz_aPartysWordIsItsAddressAlone(uint96 above) external {
        if (above == 0) return;
        GrantKey memory key = _key(twin, 0);
        key.grantee = bytes32((uint256(above) << 160) | uint160(PARTNER));
        bytes4 invalid = IDataRights.InvalidGrantee.selector;
        _refuses(MAKER, address(rights), _grantCall(key, _terms(0, 0, READ)), invalid);
        require(!rights.isAllowed(key, READ) && !rights.isAllowedTo(key, PARTNER, 0, READ), "allowed");
    }

    function test_noActionIsNoGrantAndNoQuestion() external {
        GrantKey memory key = _key(twin, 0);
        bytes4 invalid = IDataRights.InvalidExtent.selector;
        _refuses(MAKER, address(rights), _grantCall(key, _terms(0, 0, 0)), invalid);
        _refuses(MAKER, address(rights), _grantCall(key, _terms(0, 0, 32)), invalid);
        _give(key);
        require(!rights.isAllowed(key, 0) && rights.isAllowed(key, BOTH), "allowed");
    }

    function test_whileAnExclusiveGrantHoldsNothingElseIsGiven() external {
        GrantKey memory key = _keyOn(PARTNER, _exclusive());
        _give(key, _terms(0, NOW + 100, USE));
        bytes4 held = IDataRights.HeldExclusively.selector;
        GrantKey memory other = _keyFor(AssetKind.Twin, twin, 0, BUYER);
        _refuses(MAKER, address(rights), _grantCall(other, _terms(0, 0, BOTH)), held);
        _refuses(MAKER, address(rights), _grantCall(_keyOn(BUYER, _exclusive()), _terms(0, 0, USE)), held);
        _allows(MAKER, address(rights), _grantCall(other, _terms(0, 0, READ)));
        GrantKey memory scoped = _keyFor(AssetKind.Twin, twin, keccak256("a"), BUYER);
        bytes memory inScope = abi.encodeCall(rights.grant, (scoped, _scoped(USE, "a")));
        _refuses(MAKER, address(rights), inScope, held);
        vm.warp(NOW + 100);
        _allows(MAKER, address(rights), inScope);
    }

    function test_anExclusiveGrantBarsItsScopeAndItsTimeOnly() external {
        GrantKey memory key = _keyOn(PARTNER, _exclusive());
        key.scope = keccak256("a");
        vm.prank(MAKER);
        rights.grant(key, _scopedFrom(NOW + 10, NOW + 20, USE, "a"));
        bytes4 held = IDataRights.HeldExclusively.selector;
        GrantKey memory all = _keyFor(AssetKind.Twin, twin, 0, BUYER);
        _refuses(MAKER, address(rights), _grantCall(all, _terms(0, 0, USE)), held);
        _refuses(MAKER, address(rights), _grantCall(all, _terms(NOW + 19, 0, USE)), held);
        _refuses(MAKER, address(rights), _grantCall(all, _terms(0, NOW + 11, USE)), held);
        _allows(MAKER, address(rights), _grantCall(all, _terms(0, NOW + 10, USE)));
        GrantKey memory scoped = _keyFor(AssetKind.Twin, twin, keccak256("b"), BUYER);
        _allows(MAKER, address(rights), abi.encodeCall(rights.grant, (scoped, _scoped(USE, "b"))));
        vm.warp(NOW + 15);
        _allows(MAKER, address(rights), _grantCall(all, _terms(NOW + 20, 0, USE)));
    }

    function test_soManyExclusiveGrantsHoldAndEndedOnesMakeRoom() external {
        for (uint256 i = 0; i < 8; ++i) _giveExclusive(i, NOW + 100);
        GrantKey memory ninth = _exclusiveOn(8);
        bytes memory call = abi.encodeCall(rights.grant, (ninth, _scoped(USE, _scopeName(8))));
        _refuses(MAKER, address(rights), call, IDataRights.TooManyExclusiveGrants.selector);
        _allows(MAKER, address(rights), _revokeCall(_exclusiveOn(3)));
        _allows(MAKER, address(rights), call);
        _sell(MAKER, BUYER);
        bytes memory plain = _grantCall(_key(twin, 0), _terms(0, 0, USE));
        _allows(BUYER, address(rights), plain);
    }

    function testFuzz_noUserWithoutAnExclusiveUseOfAll(uint256 token, uint16 actions) external {
        actions = (actions % 31) + 1;
        require(token == twin || rights.userOf(token) == address(0), "of nothing");
        GrantKey memory blinded = _blindedKey(PARTNER, SALT);
        blinded.terms = _register(_exclusive());
        _give(blinded, _terms(0, 0, actions));
        require(rights.userOf(twin) == address(0), "a blinded user");
        _allows(MAKER, address(rights), _revokeCall(blinded));
        _give(_keyOn(PARTNER, _exclusive()), _terms(0, 0, actions));
        require(rights.userOf(twin) == (actions & USE != 0 ? PARTNER : address(0)), "user");
    }

    function test_theUserIsALivingPartyWithAllDataOfALiveAsset() external {
        GrantKey memory scoped = _keyOn(PARTNER, _exclusive());
        scoped.scope = keccak256("a");
        _give(scoped, _scoped(USE, "a"));
        require(rights.userOf(twin) == address(0), "the user of a part");
        _allows(MAKER, address(rights), _revokeCall(scoped));
        _give(_keyOn(BUYER, _exclusive()), _terms(0, 0, USE));
        require(rights.userOf(twin) == BUYER, "no user");
        _rotate(BUYER, BUYER, address(0));
        require(rights.userOf(twin) == address(0), "a party that is gone");
        _allows(MAKER, address(rights), _revokeCall(_keyOn(BUYER, _exclusive())));
        _give(_keyOn(PARTNER, _exclusive()), _terms(0, 0, USE));
        _allows(MAKER, address(twins), _setStateCall(TwinState.Withdrawn));
        require(rights.userOf(twin) == address(0), "of a withdrawn twin");
    }

    function test_aWithdrawnTwinAllowsNothingAndGrantsNothing() external {
        GrantKey memory key = _key(twin, 0);
        _give(key);
        _allows(MAKER, address(twins), _setStateCall(TwinState.Withdrawn));
        require(!rights.isAllowed(key, READ), "allowed");
        bytes memory other = _grantCall(_keyFor(AssetKind.Twin, twin, 0, BUYER), _terms(0, 0, READ));
        _refuses(MAKER, address(rights), other, IDataRights.AssetNotLive.selector);
    }

    function test_anOwnerThatIsGoneAllowsNothing() external {
        GrantKey memory key = _keyOn(PARTNER, _exclusive());
        _give(key);
        _rotate(MAKER, MAKER, address(0));
        require(!rights.isAllowed(key, READ) && rights.userOf(twin) == address(0), "allowed");
    }

    function test_aGrantThatSurvivesASaleBindsTheBuyerUnderItsTerms() external {
        GrantKey memory key = _keyOn(PARTNER, _withNotice(1 days));
        key.survivesSale = true;
        _give(key);
        _sell(MAKER, BUYER);
        require(rights.isAllowed(key, READ), "it did not survive");
        _refuses(MAKER, address(rights), _revokeCall(key), IDataRights.NotAssetOwner.selector);
        _allows(BUYER, address(rights), _revokeCall(key));
        require(rights.isAllowed(key, READ), "the buyer skipped the notice");
        vm.warp(NOW + 1 days);
        require(!rights.isAllowed(key, READ), "it did not end");
    }

    /// @dev A notice is no offer: what runs out is not accepted any more, and what was not accepted does not begin.
    function testFuzz_whatIsRevokedIsNotAccepted(uint32 notice) external {
        GrantKey memory key = _keyOn(PARTNER, _withNotice(1 + (notice % 365 days)));
        _give(key);
        _allows(MAKER, address(rights), _revokeCall(key));
        bytes memory accept = _acceptCall(key, 1);
        _refuses(PARTNER, address(rights), accept, IDataRights.UnknownGrant.selector);
        require(!rights.grantOf(rights.grantId(key)).accepted, "accepted");
    }

    function _setStateCall(TwinState state) private view returns (bytes memory) {
        return abi.encodeCall(twins.setState, (TwinId.wrap(bytes32(twin)), state, ""));
    }

    function _giveExclusive(uint256 number, uint40 until) private {
        GrantKey memory key = _exclusiveOn(number);
        vm.prank(MAKER);
        rights.grant(key, _scopedFrom(0, until, USE, _scopeName(number)));
    }

    function _exclusiveOn(uint256 number) private returns (GrantKey memory key) {
        key = _keyOn(PARTNER, _exclusive());
        key.scope = keccak256(bytes(_scopeName(number)));
    }

    function _scopeName(uint256 number) private pure returns (string memory) {
        return string(abi.encodePacked(bytes1(uint8(65 + number))));
    }
}
