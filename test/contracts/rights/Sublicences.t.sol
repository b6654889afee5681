// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {AssetKind, Extent, Grant, GrantId, GrantKey, TermsId} from "../../../contracts/rights/RightTypes.sol";
import {RightFixture} from "../fixtures/RightFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract SublicencesTest is RightFixture {
    bytes4 private constant REFUSED = IDataRights.SublicenceRefused.selector;

    GrantKey private parent;

    function setUp() public override {
        super.setUp();
        parent = _keyOn(PARTNER, _withLevels(2));
        _give(parent, _terms(0, NOW + 100, BOTH));
    }

    function test_aSublicenceHoldsWhileAllAboveItDo() external {
        GrantKey memory child = _childKey(parent, BUYER, _register(_withLevels(1)));
        GrantKey memory grandchild = _sublicense(PARTNER, child, parent);
        grandchild = _childKey(child, STRANGER, TermsId.wrap(0));
        _sublicense(BUYER, grandchild, child);
        require(rights.isAllowed(child, READ) && rights.isAllowed(grandchild, READ), "not allowed");
        (GrantId above, uint32 sequence, address licensor) = rights.sublicenceOf(rights.grantId(child));
        require(GrantId.unwrap(above) == GrantId.unwrap(rights.grantId(parent)), "parent");
        require(sequence == 1 && licensor == PARTNER, "licence");

        _allows(MAKER, address(rights), _revokeCall(parent));
        require(!rights.isAllowed(child, READ) && !rights.isAllowed(grandchild, READ), "outlived its parent");
    }

    function testFuzz_aSublicenceIsNoWiderThanItsParent(uint16 actions, uint40 until, uint8 levels) external {
        actions = (actions % 31) + 1;
        levels = levels % 5;
        // Around the parent's end: of moments at random hardly any lie before it.
        until = until % 5 == 0 ? 0 : NOW + 1 + (until % 200);
        GrantKey memory child = _childKey(parent, BUYER, _register(_withLevels(levels)));
        bytes memory call = _sublicenseCall(child, _terms(0, until, actions), parent);
        bool narrower = actions & ~BOTH == 0 && until != 0 && until <= NOW + 100 && levels < 2;
        if (!narrower) {
            _refuses(PARTNER, address(rights), call, REFUSED);
            return;
        }
        _allows(PARTNER, address(rights), call);
        require(rights.isAllowed(child, actions), "not allowed");
        Grant memory state = rights.grantOf(rights.grantId(child));
        require(state.sublicence && state.sublicences == levels, "state");
    }

    function test_whatTheParentDoesNotAllowIsNotSublicensed() external {
        GrantKey memory child = _childKey(parent, BUYER, TermsId.wrap(0));
        bytes memory wider = _sublicenseCall(child, _terms(0, NOW + 50, 7), parent);
        _refuses(PARTNER, address(rights), wider, REFUSED);
        _allows(PARTNER, address(rights), _releaseCall(parent, 1));
        bytes memory ended = _sublicenseCall(child, _terms(0, NOW + 50, READ), parent);
        _refuses(PARTNER, address(rights), ended, REFUSED);
    }

    function testFuzz_onlyTheGranteeSublicensesAndRevokesIt(address caller) external {
        if (caller == PARTNER || caller == address(parties)) return;
        GrantKey memory child = _childKey(parent, BUYER, TermsId.wrap(0));
        bytes memory call = _sublicenseCall(child, _terms(0, NOW + 50, READ), parent);
        _refuses(caller, address(rights), call, IDataRights.NotLicensor.selector);
        _refuses(PARTNER, address(rights), _revokeCall(child), IDataRights.UnknownGrant.selector);
        _allows(PARTNER, address(rights), call);
        _refuses(caller, address(rights), _revokeCall(child), IDataRights.NotLicensor.selector);
        _allows(PARTNER, address(rights), _revokeCall(child));
        require(!rights.isAllowed(child, READ), "not revoked");
    }

    function test_aGrantIsNotSublicensedDeeperThanItLets() external {
        TermsId leaf = TermsId.wrap(0);
        GrantKey memory child = _childKey(parent, BUYER, leaf);
        _sublicense(PARTNER, child, parent);
        GrantKey memory grandchild = _childKey(child, STRANGER, leaf);
        Extent memory extent = _terms(0, NOW + 50, READ);
        _refuses(BUYER, address(rights), _sublicenseCall(grandchild, extent, child), REFUSED);
    }

    function test_fourLevelsAreTheMost() external {
        address[5] memory chain = [PARTNER, BUYER, STRANGER, ROOT, MAKER];
        GrantKey memory above = _keyOn(PARTNER, _withLevels(4));
        _give(above, _terms(0, NOW + 100, BOTH));
        for (uint8 i = 1; i < 5; ++i) {
            GrantKey memory below = _childKey(above, chain[i], _register(_withLevels(4 - i)));
            _sublicense(chain[i - 1], below, above);
            above = below;
        }
        require(rights.isAllowed(above, READ), "the deepest");
        GrantKey memory fifth = _childKey(above, BUYER, TermsId.wrap(0));
        _refuses(MAKER, address(rights), _sublicenseCall(fifth, _terms(0, NOW + 50, READ), above), REFUSED);
    }

    function test_aScopeMayBeNarrowedNotWidened() external {
        GrantKey memory child = _childKey(parent, BUYER, _register(_withLevels(1)));
        child.scope = keccak256("a");
        bytes memory call = _sublicenseCall(child, Extent(0, NOW + 50, READ, "a"), parent);
        _allows(PARTNER, address(rights), call);
        GrantKey memory wider = _childKey(child, STRANGER, TermsId.wrap(0));
        wider.scope = 0;
        _refuses(BUYER, address(rights), _sublicenseCall(wider, _terms(0, NOW + 50, READ), child), REFUSED);
    }

    function test_noSublicenceIsExclusiveNorOutlivesASaleThatItsParentDoesNot() external {
        GrantKey memory child = _childKey(parent, BUYER, _register(_exclusive()));
        Extent memory extent = _terms(0, NOW + 50, READ);
        _refuses(PARTNER, address(rights), _sublicenseCall(child, extent, parent), REFUSED);
        child = _childKey(parent, BUYER, TermsId.wrap(0));
        child.survivesSale = true;
        _refuses(PARTNER, address(rights), _sublicenseCall(child, extent, parent), REFUSED);
    }

    function test_anOwnersGrantHasNoParent() external {
        GrantKey memory child = _childKey(parent, BUYER, TermsId.wrap(0));
        _refuses(MAKER, address(rights), _grantCall(child, _terms(0, 0, READ)), REFUSED);
    }

    function test_neitherGroupsNorBlindedGranteesSublicense() external {
        GrantKey memory group = _groupKey(_group(BUYER, PARTNER));
        group.terms = _register(_withLevels(2));
        _give(group);
        GrantKey memory child = _childKey(group, STRANGER, TermsId.wrap(0));
        Extent memory extent = _terms(0, NOW + 50, READ);
        _refuses(BUYER, address(rights), _sublicenseCall(child, extent, group), REFUSED);
        GrantKey memory blinded = _blindedKey(BUYER, SALT);
        blinded.terms = group.terms;
        _give(blinded);
        child = _childKey(blinded, STRANGER, TermsId.wrap(0));
        _refuses(BUYER, address(rights), _sublicenseCall(child, extent, blinded), REFUSED);
    }

    function testFuzz_aParentIsTheOneThatTheKeyNames(bytes32 other) external {
        GrantKey memory child = _childKey(parent, BUYER, TermsId.wrap(0));
        if (other == GrantId.unwrap(child.parent)) return;
        child.parent = GrantId.wrap(other);
        _refuses(PARTNER, address(rights), _sublicenseCall(child, _terms(0, NOW + 50, READ), parent), REFUSED);
    }

    function testFuzz_whatIsNoSublicenceHasNoLicensor(bytes32 id, address caller) external {
        (GrantId above, uint32 sequence, address licensor) = rights.sublicenceOf(GrantId.wrap(id));
        require(GrantId.unwrap(above) == 0 && sequence == 0 && licensor == address(0), "of nothing");
        (, , licensor) = rights.sublicenceOf(rights.grantId(parent));
        require(licensor == address(0), "an owner's grant");
        GrantKey memory child = _childKey(parent, BUYER, TermsId.wrap(0));
        _refuses(caller, address(rights), _revokeCall(child), IDataRights.UnknownGrant.selector);
    }

    function _sublicense(address by, GrantKey memory child, GrantKey memory above) private returns (GrantKey memory) {
        vm.prank(by);
        rights.sublicense(child, _terms(0, NOW + 50, READ), above);
        return child;
    }

    /// @dev What hung on the old parent never holds again: neither its notice nor that it is irrevocable keeps the licensor
    /// from giving it anew beneath the new one.
    function test_aSublicenceOfAParentGivenAnewIsGivenAnewToo() external {
        GrantKey memory noticed = _childKey(parent, BUYER, _register(_withNotice(30 days)));
        GrantKey memory lasting = _childKey(parent, BUYER, _register(_irrevocable()));
        GrantKey memory grandchild = _sublicenseTwo(noticed, lasting);
        bytes memory again = _sublicenseCall(noticed, _terms(0, NOW + 50, READ), parent);
        _refuses(PARTNER, address(rights), again, IDataRights.GrantExists.selector);

        _allows(MAKER, address(rights), _revokeCall(parent));
        _refuses(PARTNER, address(rights), again, REFUSED);
        _give(parent, _terms(0, NOW + 100, BOTH));
        _sublicenseTwo(noticed, lasting);
        require(rights.isAllowed(noticed, READ) && rights.isAllowed(lasting, READ), "not given anew");
        require(rights.grantOf(rights.grantId(noticed)).sequence == 2, "sequence");
        (, uint32 sequence, ) = rights.sublicenceOf(rights.grantId(lasting));
        require(sequence == 2 && !rights.isAllowed(grandchild, READ), "parent");
        _refuses(PARTNER, address(rights), again, IDataRights.GrantExists.selector);
    }

    function _sublicenseTwo(GrantKey memory one, GrantKey memory other) private returns (GrantKey memory below) {
        _sublicense(PARTNER, one, parent);
        _sublicense(PARTNER, other, parent);
        below = _childKey(one, STRANGER, TermsId.wrap(0));
    }

    /// @dev Else whoever has a right on one asset would give one on any other whose holding counts as many changes of hands.
    function test_aGrantOnOneAssetIsNotSublicensedOnAnother() external {
        uint256 other = _mintTwin(BUYER, keccak256("another's content"));
        GrantKey memory elsewhere = _keyFor(AssetKind.Twin, other, 0, PARTNER);
        elsewhere.terms = parent.terms;
        vm.prank(BUYER);
        rights.grant(elsewhere, _terms(0, NOW + 100, BOTH));
        GrantKey memory child = _childKey(parent, STRANGER, TermsId.wrap(0));
        child.parent = rights.grantId(elsewhere);
        bytes memory call = _sublicenseCall(child, _terms(0, NOW + 50, READ), elsewhere);
        _refuses(PARTNER, address(rights), call, REFUSED);
        child.asset = bytes32(other);
        _allows(PARTNER, address(rights), _sublicenseCall(child, _terms(0, NOW + 50, READ), elsewhere));
    }
}
