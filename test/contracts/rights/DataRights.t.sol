// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {AssetKind, Extent, Grant, GrantId, GrantKey, GrantStatus} from "../../../contracts/rights/RightTypes.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract DataRightsTest is LedgerFixture {
    uint40 private constant NOW = 1_800_000_000;
    uint16 private constant READ = 1;
    uint16 private constant USE = 2;
    bytes32 private constant SCOPE = keccak256("nameplate");

    uint256 private twin;

    function setUp() public override {
        super.setUp();
        vm.warp(NOW);
        twin = _mintTwin(MAKER, keccak256("content"));
    }

    function testFuzz_aGrantHoldsWithinItsWindowOnly(uint40 from, uint40 until, uint40 moment) external {
        Extent memory terms = _terms(from, until, READ);
        bytes memory call = abi.encodeCall(rights.grant, (_key(twin, 0), terms));
        if (until != 0 && (until <= from || until <= NOW)) {
            _refuses(MAKER, address(rights), call, IDataRights.InvalidExtent.selector);
            return;
        }
        _allows(MAKER, address(rights), call);
        vm.warp(moment);
        bool expected = moment >= from && (until == 0 || moment < until);
        require(rights.isAllowed(_key(twin, 0), READ) == expected, "window");
    }

    function test_theWindowEndsToTheSecond() external {
        bytes memory empty = abi.encodeCall(rights.grant, (_key(twin, 0), _terms(NOW + 20, NOW + 20, READ)));
        _refuses(MAKER, address(rights), empty, IDataRights.InvalidExtent.selector);
        _grant(0, _terms(NOW + 10, NOW + 20, READ));
        _isAllowedAt(NOW + 9, false);
        _isAllowedAt(NOW + 10, true);
        _isAllowedAt(NOW + 19, true);
        _isAllowedAt(NOW + 20, false);
    }

    function testFuzz_onlyGrantedActionsAreAllowed(uint16 granted, uint16 asked) external {
        bytes memory call = abi.encodeCall(rights.grant, (_key(twin, 0), _terms(0, 0, granted)));
        if (granted == 0 || granted > 31) {
            _refuses(MAKER, address(rights), call, IDataRights.InvalidExtent.selector);
            return;
        }
        _allows(MAKER, address(rights), call);
        bool expected = asked != 0 && asked & ~granted == 0;
        require(rights.isAllowed(_key(twin, 0), asked) == expected, "actions");
    }

    function test_aGrantOnAllDataCoversEachScopeButNotTheOtherWayRound() external {
        Extent memory scoped = _terms(0, 0, READ);
        scoped.scopeName = "nameplate";
        _grant(SCOPE, scoped);
        require(rights.isAllowed(_key(twin, SCOPE), READ), "its scope");
        require(!rights.isAllowed(_key(twin, 0), READ), "all data");
        require(!rights.isAllowed(_key(twin, keccak256("other")), READ), "another scope");
        _grant(0, _terms(0, 0, READ));
        require(rights.isAllowed(_key(twin, keccak256("other")), READ), "another scope under all");
    }

    function test_aScopeIsTheHashOfItsName() external {
        bytes4 invalid = IDataRights.InvalidExtent.selector;
        Extent memory terms = _terms(0, 0, READ);
        _refuses(MAKER, address(rights), abi.encodeCall(rights.grant, (_key(twin, SCOPE), terms)), invalid);
        terms.scopeName = "nameplate";
        _refuses(MAKER, address(rights), abi.encodeCall(rights.grant, (_key(twin, 0), terms)), invalid);
        terms.scopeName = string(new bytes(257));
        bytes32 long = keccak256(bytes(terms.scopeName));
        _refuses(MAKER, address(rights), abi.encodeCall(rights.grant, (_key(twin, long), terms)), invalid);
    }

    function test_aRevokedGrantIsGivenAnewUnderTheNextSequence() external {
        GrantId id = _grant(0, _terms(0, 0, READ));
        _refuses(
            MAKER,
            address(rights),
            abi.encodeCall(rights.grant, (_key(twin, 0), _terms(0, 0, USE))),
            IDataRights.GrantExists.selector
        );
        bytes memory revoke = abi.encodeCall(rights.revoke, (_key(twin, 0), "ended"));
        _allows(MAKER, address(rights), revoke);
        require(!rights.isAllowed(_key(twin, 0), READ), "allowed after revocation");
        _refuses(MAKER, address(rights), revoke, IDataRights.UnknownGrant.selector);

        _grant(0, _terms(0, 0, USE));
        Grant memory state = rights.grantOf(id);
        require(state.status == GrantStatus.Active && state.sequence == 2 && state.actions == USE, "state");
        require(rights.isAllowed(_key(twin, 0), USE) && !rights.isAllowed(_key(twin, 0), READ), "actions");
    }

    function test_anEndedGrantIsGivenAnew() external {
        GrantId id = _grant(0, _terms(0, NOW + 10, READ));
        vm.warp(NOW + 10);
        _grant(0, _terms(0, 0, READ));
        require(rights.grantOf(id).sequence == 2, "sequence");
    }

    function test_theGranteeMustBeAndStayAParty() external {
        GrantKey memory key = _key(twin, 0);
        key.grantee = _partyWord(STRANGER);
        bytes memory call = abi.encodeCall(rights.grant, (key, _terms(0, 0, READ)));
        _refuses(MAKER, address(rights), call, IPartyRegistry.NotAParty.selector);
        _grant(0, _terms(0, 0, READ));
        _rotate(PARTNER, PARTNER, address(0));
        require(!rights.isAllowed(_key(twin, 0), READ), "allowed to a deactivated party");
    }

    function test_reasonsHaveALimit() external {
        _grant(0, _terms(0, 0, READ));
        bytes memory long = abi.encodeCall(rights.revoke, (_key(twin, 0), string(new bytes(1025))));
        _refuses(MAKER, address(rights), long, IDataRights.ReasonTooLong.selector);
        bytes memory longest = abi.encodeCall(rights.revoke, (_key(twin, 0), string(new bytes(1024))));
        _allows(MAKER, address(rights), longest);
    }

    /// @dev Whether a record's namespace is live is `isLive`'s to say; a reader combines the two.
    function test_aSuspendedNamespaceDoesNotEndWhatOwnersOfRecordsGranted() external {
        uint256 record = _registerRecord(IDENTIFIER, MAKER);
        GrantKey memory key = _keyFor(AssetKind.Record, record, 0, PARTNER);
        _allows(MAKER, address(rights), abi.encodeCall(rights.grant, (key, _terms(0, 0, READ))));
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, "")));
        require(rights.isAllowed(key, READ) && !identifiers.isLive(_name(IDENTIFIER)), "each says its own half");
    }

    function _grant(bytes32 scope, Extent memory terms) private returns (GrantId) {
        vm.prank(MAKER);
        return rights.grant(_key(twin, scope), terms);
    }

    function _isAllowedAt(uint256 time, bool expected) private {
        vm.warp(time);
        require(rights.isAllowed(_key(twin, 0), READ) == expected, "window");
    }
}
