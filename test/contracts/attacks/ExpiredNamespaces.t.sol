// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {RecordId} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {INamespaceRegistry, NamespaceStanding} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {NamespaceFixture} from "../fixtures/NamespaceFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack classes 3 and 4: what is expired still acts or moves; a child outlives its parent. Each at the second
/// before the expiry, at it, and after.
contract ExpiredNamespacesAttackTest is NamespaceFixture {
    string private constant GRANDCHILD = "950600013";
    string private constant OWN = "01/09506000124353";
    string private constant BENEATH = "01/09506000134352";
    bytes4 private constant NOT_LIVE = INamespaceRegistry.NamespaceNotLive.selector;
    uint32[3] private times = [EXPIRY - 1, EXPIRY, EXPIRY + 1];

    address private registry;

    /// CHILD expires, GRANDCHILD does not; each issued a record before.
    function setUp() public override {
        super.setUp();
        registry = address(namespaces);
        _delegateUntil(MAKER, PREFIX_LENGTH, CHILD, BUYER, EXPIRY);
        _delegate(BUYER, CHILD_LENGTH, GRANDCHILD, PARTNER);
    }

    function test_delegate() external {
        bytes memory call = abi.encodeCall(namespaces.delegate, (GS1, CHILD_LENGTH, "950600014", ROOT));
        _endsAtExpiry(BUYER, registry, call, NOT_LIVE);
    }

    function test_delegateOnTerms() external {
        _endsAtExpiry(BUYER, registry, _delegationUntil(CHILD_LENGTH, "950600014", ROOT, EXPIRY + 9), NOT_LIVE);
    }

    function test_delegateBeneathAGrandchild() external {
        bytes memory call = abi.encodeCall(namespaces.delegate, (GS1, 9, "9506000134", ROOT));
        _endsAtExpiry(PARTNER, registry, call, NOT_LIVE);
    }

    function test_renew() external {
        _delegateUntil(BUYER, CHILD_LENGTH, "950600014", ROOT, EXPIRY + 9);
        _endsAtExpiry(BUYER, registry, _renewal("950600014", EXPIRY + 10), NOT_LIVE);
    }

    function test_emancipate() external {
        _delegateUntil(ROOT, 0, "4", MAKER, EXPIRY);
        _endsAtExpiry(ROOT, registry, _emancipation("4"), NOT_LIVE);
    }

    function test_surrender() external {
        _endsAtExpiry(BUYER, registry, _surrendering(CHILD), NOT_LIVE);
    }

    function test_adopt() external {
        _delegateUntil(ROOT, 0, "4", MAKER, NOW + 1);
        vm.warp(NOW + 1);
        _delegateUntil(ROOT, 0, "4", MAKER, EXPIRY);
        _endsAtExpiry(MAKER, registry, _adoption("4", 1), NOT_LIVE);
    }

    function test_suspendAndReinstate() external {
        _endsAtExpiry(BUYER, registry, _suspension(GRANDCHILD, CHILD_LENGTH), NOT_LIVE);
        vm.warp(NOW);
        _allows(BUYER, registry, _suspension(GRANDCHILD, CHILD_LENGTH));
        _endsAtExpiry(BUYER, registry, _reinstatement(GRANDCHILD, CHILD_LENGTH), NOT_LIVE);
    }

    function test_theTokenDoesNotMove() external {
        bytes4 stays = IPartyToken.NotTransferable.selector;
        _endsAtExpiry(BUYER, registry, _sale(BUYER, ROOT, CHILD), stays);
        bytes memory safely = abi.encodeWithSignature(
            "safeTransferFrom(address,address,uint256)",
            BUYER,
            ROOT,
            _namespaceToken(CHILD)
        );
        vm.warp(NOW);
        _endsAtExpiry(BUYER, registry, safely, stays);
        bytes memory withData = abi.encodeWithSignature(
            "safeTransferFrom(address,address,uint256,bytes)",
            BUYER,
            ROOT,
            _namespaceToken(CHILD),
            ""
        );
        vm.warp(NOW);
        _endsAtExpiry(BUYER, registry, withData, stays);
    }

    function test_norByApprovalsFromBefore() external {
        _allows(BUYER, registry, abi.encodeCall(IERC721.approve, (STRANGER, _namespaceToken(CHILD))));
        _allows(BUYER, registry, abi.encodeCall(IERC721.setApprovalForAll, (NEW_KEY, true)));
        _endsAtExpiry(STRANGER, registry, _sale(BUYER, ROOT, CHILD), IPartyToken.NotTransferable.selector);
        vm.warp(NOW);
        _endsAtExpiry(NEW_KEY, registry, _sale(BUYER, ROOT, CHILD), IPartyToken.NotTransferable.selector);
    }

    function test_register() external {
        _endsAtExpiry(BUYER, address(identifiers), _registration(OWN, CHILD_LENGTH), NOT_LIVE);
        vm.warp(NOW);
        _endsAtExpiry(PARTNER, address(identifiers), _registration(BENEATH, 9), NOT_LIVE);
    }

    function test_recordsDoNotChange() external {
        _allows(BUYER, address(identifiers), _registration(OWN, CHILD_LENGTH));
        _allows(PARTNER, address(identifiers), _registration(BENEATH, 9));
        string[2] memory records = [OWN, BENEATH];
        for (uint256 i = 0; i < 2; ++i) {
            address target = address(identifiers);
            vm.warp(NOW);
            _endsAtExpiry(
                PARTNER,
                target,
                abi.encodeCall(identifiers.updateContent, (_name(records[i]), _noContent())),
                NOT_LIVE
            );
            vm.warp(NOW);
            _endsAtExpiry(PARTNER, target, abi.encodeCall(identifiers.suspend, (_name(records[i]), "")), NOT_LIVE);
            vm.warp(NOW);
            _allows(PARTNER, target, abi.encodeCall(identifiers.suspend, (_name(records[i]), "")));
            _endsAtExpiry(PARTNER, target, abi.encodeCall(identifiers.resume, (_name(records[i]), "")), NOT_LIVE);
            vm.warp(NOW);
            _endsAtExpiry(PARTNER, target, abi.encodeCall(identifiers.retire, (_name(records[i]), "")), NOT_LIVE);
        }
    }

    function test_viewsAgree() external {
        _allows(BUYER, address(identifiers), _registration(OWN, CHILD_LENGTH));
        _allows(PARTNER, address(identifiers), _registration(BENEATH, 9));
        for (uint256 i = 0; i < times.length; ++i) {
            vm.warp(times[i]);
            bool live = times[i] < EXPIRY;
            NamespaceStanding standing = live ? NamespaceStanding.Live : NamespaceStanding.Lapsed;
            require(namespaces.standingOf(GS1, CHILD) == standing, "standingOf");
            require(namespaces.standingOf(GS1, GRANDCHILD) == standing, "standingOf beneath");
            require(_live(CHILD) == live && _live(GRANDCHILD) == live && _live(PREFIX), "isLive");
            require(identifiers.isLive(_name(OWN)) == live && identifiers.isLive(_name(BENEATH)) == live, "records");
            (, , bool own) = namespaces.holdingOf(_namespaceToken(CHILD));
            require(own == live, "holdingOf");
            require(namespaces.canTransfer(BUYER, ROOT, _namespaceToken(CHILD)) == live, "canTransfer");
            _answersLive(OWN, CHILD_LENGTH, live);
            _answersLive(BENEATH, 9, live);
            // What stays: who holds it, and under which terms.
            require(_state(CHILD).holder == BUYER && _state(CHILD).terms.expiry == EXPIRY, "state");
            require(namespaces.ownerOf(_namespaceToken(CHILD)) == BUYER, "owner");
        }
    }

    /// @dev What its own expiry does not end: those above may suspend, reinstate and renew it, and it may be delegated
    /// anew from the second on at which it has lapsed.
    function test_thoseAboveActOnWhatHasExpired() external {
        bytes memory anew = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, CHILD, PARTNER));
        for (uint256 i = 0; i < times.length; ++i) {
            vm.warp(times[i]);
            _allows(MAKER, registry, _suspension(CHILD, PREFIX_LENGTH));
            _allows(MAKER, registry, _reinstatement(CHILD, PREFIX_LENGTH));
            this.allowsAndUndoes(MAKER, registry, _renewal(CHILD, EXPIRY + 50));
            if (times[i] >= EXPIRY) this.allowsAndUndoes(MAKER, registry, anew);
            else _refuses(MAKER, registry, anew, INamespaceRegistry.NamespaceExists.selector);
        }
    }

    /// @dev A record is its owner's: it moves whatever becomes of the namespace.
    function test_recordsMoveOn() external {
        _allows(BUYER, address(identifiers), _registration(OWN, CHILD_LENGTH));
        uint256 record = uint256(RecordId.unwrap(identifiers.recordId(GS1, OWN)));
        bytes memory move = abi.encodeCall(IERC721.transferFrom, (PARTNER, ROOT, record));
        for (uint256 i = 0; i < times.length; ++i) {
            vm.warp(times[i]);
            this.allowsAndUndoes(PARTNER, address(identifiers), move);
        }
    }

    /// @dev Class 4: a later expiry than the parent's is of no use beyond it.
    function testFuzz_noChildOutlivesItsParent(uint32 parentExpiry, uint32 childExpiry, uint32 time) external {
        if ((parentExpiry != 0 && parentExpiry <= NOW) || (childExpiry != 0 && childExpiry <= NOW) || time < NOW)
            return;
        _delegateUntil(ROOT, 0, "4", MAKER, parentExpiry);
        _delegateUntil(MAKER, 1, "41", BUYER, childExpiry);
        vm.warp(time);
        require(_live("4") == (parentExpiry == 0 || time < parentExpiry), "parent");
        require(_live("41") == (_live("4") && (childExpiry == 0 || time < childExpiry)), "child");
    }

    /// @dev Class 4: emancipation is not a way to outlive those who had no more to give.
    function test_nobodyEmancipatesBeyondItsOwnTerm() external {
        _refuses(MAKER, registry, _emancipation(CHILD), INamespaceRegistry.MayNotEmancipate.selector);
        _allows(ROOT, registry, _emancipation(PREFIX));
        _refuses(BUYER, registry, _emancipation(GRANDCHILD), INamespaceRegistry.MayNotEmancipate.selector);
        _allows(MAKER, registry, _emancipation(CHILD));
        _allows(BUYER, registry, _emancipation(GRANDCHILD));
    }

    function _answersLive(string memory identifier, uint8 length, bool live) private view {
        (, , , bool authority) = namespaces.authorityOf(GS1, identifier, length);
        (, bool stands, bool answers) = namespaces.answersFor(GS1, identifier, length, 1);
        require(stands == live && answers, "answersFor");
        (, , , bool issuer) = namespaces.issuerOf(GS1, identifier, length);
        require(authority == live && issuer == live, "authority");
    }

    /// @dev The call is good a second before the expiry, and refused from then on. It is undone in between.
    function _endsAtExpiry(address caller, address target, bytes memory call, bytes4 refusal) private {
        for (uint256 i = 0; i < times.length; ++i) {
            vm.warp(times[i]);
            if (times[i] < EXPIRY) this.allowsAndUndoes(caller, target, call);
            else _refuses(caller, target, call, refusal);
        }
    }

    function allowsAndUndoes(address caller, address target, bytes memory call) external {
        try this.allowsThenReverts(caller, target, call) {} catch (bytes memory answer) {
            require(bytes4(answer) == Undone.selector, "the call was refused");
        }
    }

    error Undone();

    function allowsThenReverts(address caller, address target, bytes memory call) external {
        vm.prank(caller);
        (bool done, ) = target.call(call);
        if (done) revert Undone();
        revert("refused");
    }
}
