// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IIdentifierRegistry} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {INamespaceRegistry} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {AssetKind, GrantKey} from "../../../contracts/rights/RightTypes.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";

/// @notice Attack classes 3 and 4: what is suspended or retired still acts, moves or comes back; a
/// child outlives its parent.
contract SuspendedThingsAttackTest is LedgerFixture {
    string private constant CHILD = "95060001";
    uint8 private constant CHILD_LENGTH = 8;
    /// The maker's, outside the child's prefix.
    string private constant OTHER = "01/09506000234359";
    bytes4 private constant NOT_LIVE = INamespaceRegistry.NamespaceNotLive.selector;

    function setUp() public override {
        super.setUp();
        _delegate(MAKER, PREFIX_LENGTH, CHILD, BUYER);
    }

    function test_nothingIsIssuedBeneathASuspension() external {
        _suspend(ROOT, PREFIX, 0);
        bytes memory register = abi.encodeCall(
            identifiers.register,
            (_name(OTHER), PREFIX_LENGTH, _noContent(), MAKER)
        );
        _refuses(MAKER, address(identifiers), register, NOT_LIVE);
        bytes memory delegate = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "95060002", MAKER));
        _refuses(MAKER, address(namespaces), delegate, NOT_LIVE);
        bytes memory below = abi.encodeCall(namespaces.delegate, (GS1, CHILD_LENGTH, "950600012", BUYER));
        _refuses(BUYER, address(namespaces), below, NOT_LIVE);
    }

    function test_aSuspendedAncestorHasNoPowerOverItsChildren() external {
        _suspend(MAKER, CHILD, PREFIX_LENGTH);
        _suspend(ROOT, PREFIX, 0);
        bytes memory reinstate = abi.encodeCall(namespaces.reinstate, (GS1, CHILD, PREFIX_LENGTH, ""));
        _refuses(MAKER, address(namespaces), reinstate, NOT_LIVE);
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.reinstate, (GS1, CHILD, 0, "")));
        _refuses(
            MAKER,
            address(namespaces),
            abi.encodeCall(namespaces.suspend, (GS1, CHILD, PREFIX_LENGTH, "")),
            NOT_LIVE
        );
    }

    function test_nobodyReinstatesItself() external {
        _suspend(ROOT, PREFIX, 0);
        bytes4 notAnAncestor = INamespaceRegistry.NotAnAncestor.selector;
        bytes memory itself = abi.encodeCall(namespaces.reinstate, (GS1, PREFIX, PREFIX_LENGTH, ""));
        _refuses(MAKER, address(namespaces), itself, notAnAncestor);
        _refuses(
            MAKER,
            address(namespaces),
            abi.encodeCall(namespaces.reinstate, (GS1, PREFIX, 0, "")),
            IPartyToken.NotHolder.selector
        );
    }

    function test_aSuspendedNamespaceIsNotSoldNotEvenByAnEarlierApproval() external {
        uint256 token = _namespaceToken(PREFIX);
        _allows(MAKER, address(namespaces), abi.encodeCall(IERC721.approve, (STRANGER, token)));
        _suspend(ROOT, PREFIX, 0);
        bytes memory sale = abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, token));
        _refuses(MAKER, address(namespaces), sale, IPartyToken.NotTransferable.selector);
        _refuses(STRANGER, address(namespaces), sale, IPartyToken.NotTransferable.selector);
    }

    function test_recordsBeneathASuspensionAreNotLiveAndDoNotChange() external {
        _registerRecord(OTHER, MAKER);
        _suspend(ROOT, PREFIX, 0);
        require(!identifiers.isLive(_name(OTHER)), "live");
        address target = address(identifiers);
        _refuses(MAKER, target, abi.encodeCall(identifiers.updateContent, (_name(OTHER), _noContent())), NOT_LIVE);
        _refuses(MAKER, target, abi.encodeCall(identifiers.suspend, (_name(OTHER), "")), NOT_LIVE);
        _refuses(MAKER, target, abi.encodeCall(identifiers.retire, (_name(OTHER), "")), NOT_LIVE);
    }

    /// @dev Neither by a longer prefix nor by a shorter one.
    function test_aRetiredIdentifierDoesNotComeBackUnderAnotherPrefix() external {
        _registerRecord(OTHER, MAKER);
        _allows(MAKER, address(identifiers), abi.encodeCall(identifiers.retire, (_name(OTHER), "")));
        _delegate(MAKER, PREFIX_LENGTH, "95060002", MAKER);
        bytes4 exists = IIdentifierRegistry.RecordExists.selector;
        bytes memory longer = abi.encodeCall(identifiers.register, (_name(OTHER), 8, _noContent(), MAKER));
        _refuses(MAKER, address(identifiers), longer, exists);
        bytes memory same = abi.encodeCall(identifiers.register, (_name(OTHER), PREFIX_LENGTH, _noContent(), MAKER));
        _refuses(MAKER, address(identifiers), same);
        bytes memory shorter = abi.encodeCall(identifiers.register, (_name(OTHER), 0, _noContent(), ROOT));
        _refuses(ROOT, address(identifiers), shorter);
    }

    function test_aSuspensionForgetsNothingThatWasDelegatedWithin() external {
        _suspend(ROOT, PREFIX, 0);
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.reinstate, (GS1, PREFIX, 0, "")));
        bytes4 closer = INamespaceRegistry.NotClosestAncestor.selector;
        bytes memory register = abi.encodeCall(
            identifiers.register,
            (_name(IDENTIFIER), PREFIX_LENGTH, _noContent(), MAKER)
        );
        _refuses(MAKER, address(identifiers), register, closer);
        bytes memory within = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "9506000135", MAKER));
        _refuses(MAKER, address(namespaces), within, closer);
    }

    /// @dev A lower ancestor's lighter suspension must not shield a namespace from a higher one's.
    function test_aLowerAncestorDoesNotUndoAHigherOnesSuspension() external {
        _suspend(MAKER, CHILD, PREFIX_LENGTH);
        _suspend(ROOT, CHILD, 0);
        bytes memory reinstate = abi.encodeCall(namespaces.reinstate, (GS1, CHILD, PREFIX_LENGTH, ""));
        _refuses(MAKER, address(namespaces), reinstate, INamespaceRegistry.NotAnAncestor.selector);
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.reinstate, (GS1, CHILD, 0, "")));
        require(namespaces.isLive(GS1, CHILD), "not live again");
    }

    function test_aSuspendedOrRetiredRecordGrantsAndAllowsNothing() external {
        uint256 record = _registerRecord(OTHER, MAKER);
        GrantKey memory key = _keyFor(AssetKind.Record, record, 0, PARTNER);
        bytes memory grant = abi.encodeCall(rights.grant, (key, _terms(0, 0, 1)));
        _allows(MAKER, address(rights), grant);
        require(rights.isAllowed(key, 1), "not allowed");

        _allows(MAKER, address(identifiers), abi.encodeCall(identifiers.suspend, (_name(OTHER), "")));
        require(!rights.isAllowed(key, 1), "allowed while suspended");
        GrantKey memory further = _keyFor(AssetKind.Record, record, 0, BUYER);
        bytes memory another = abi.encodeCall(rights.grant, (further, _terms(0, 0, 1)));
        _refuses(MAKER, address(rights), another, IDataRights.AssetNotLive.selector);
        _allows(MAKER, address(rights), abi.encodeCall(rights.revoke, (key, "")));

        _allows(MAKER, address(identifiers), abi.encodeCall(identifiers.retire, (_name(OTHER), "")));
        _refuses(MAKER, address(rights), grant, IDataRights.AssetNotLive.selector);
    }

    /// @dev However suspensions and reinstatements fall, a child is live just when it and its parent are active.
    function testFuzz_aChildIsLiveJustWhenAllAboveAreActive(uint8 steps) external {
        bool parentActive = true;
        bool childActive = true;
        for (uint256 i = 0; i < 8; ++i) {
            bool onParent = (steps >> i) & 1 == 1;
            string memory prefix = onParent ? PREFIX : CHILD;
            bool active = onParent ? parentActive : childActive;
            bytes memory call =
                active
                    ? abi.encodeCall(namespaces.suspend, (GS1, prefix, 0, ""))
                    : abi.encodeCall(namespaces.reinstate, (GS1, prefix, 0, ""));
            _allows(ROOT, address(namespaces), call);
            if (onParent) parentActive = !active;
            else childActive = !active;
            require(namespaces.isLive(GS1, PREFIX) == parentActive, "parent");
            require(namespaces.isLive(GS1, CHILD) == (parentActive && childActive), "child");
        }
    }

    function test_aTransferredAncestorPassesItsPowerOn() external {
        _suspend(MAKER, CHILD, PREFIX_LENGTH);
        bytes memory sale = abi.encodeCall(IERC721.transferFrom, (MAKER, PARTNER, _namespaceToken(PREFIX)));
        _allows(MAKER, address(namespaces), sale);
        bytes memory reinstate = abi.encodeCall(namespaces.reinstate, (GS1, CHILD, PREFIX_LENGTH, ""));
        _refuses(MAKER, address(namespaces), reinstate, IPartyToken.NotHolder.selector);
        _allows(PARTNER, address(namespaces), reinstate);
    }

    function _suspend(address by, string memory prefix, uint8 ancestorLength) private {
        _allows(by, address(namespaces), abi.encodeCall(namespaces.suspend, (GS1, prefix, ancestorLength, "")));
    }
}
