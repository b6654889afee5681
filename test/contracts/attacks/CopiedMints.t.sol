// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {ContentOpening, IContentCommitments} from "../../../contracts/twins/IContentCommitments.sol";
import {ITwinRegistry} from "../../../contracts/twins/ITwinRegistry.sol";
import {TwinId, TwinKind} from "../../../contracts/twins/TwinTypes.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 6: someone sees a mint that is not mined yet and registers the content first.
contract CopiedMintsAttackTest is LedgerFixture {
    bytes32 private constant CONTENT = keccak256("content");
    bytes32 private constant SALT = keccak256("salt");
    bytes4 private constant UNKNOWN = IContentCommitments.UnknownCommitment.selector;
    bytes4 private constant YOUNG = IContentCommitments.CommitmentTooYoung.selector;
    bytes4 private constant EXPIRED = IContentCommitments.CommitmentExpired.selector;

    /// @dev The attacker's transactions come before the maker's, in the same block: the best that a block's order can do.
    function test_aPendingMintIsNotCopied() external {
        _commitSalted(MAKER);
        _refuses(BUYER, address(twins), _mintOf(BUYER), UNKNOWN);
        _commitInThisBlock(BUYER, _leaf(BUYER));
        _refuses(BUYER, address(twins), _mintOf(BUYER), YOUNG);
        _allows(MAKER, address(twins), _mintOf(MAKER));
        vm.roll(block.number + 1);
        _refuses(BUYER, address(twins), _mintOf(BUYER), ITwinRegistry.ContentExists.selector);
    }

    function test_aPendingVersionIsNotCopied() external {
        uint256 twin = _mintTwin(MAKER, keccak256("first"));
        uint256 own = _mintTwin(BUYER, keccak256("other"));
        _commitSalted(MAKER);
        _commitInThisBlock(BUYER, _leaf(BUYER));
        _refuses(BUYER, address(twins), _publishOf(own), YOUNG);
        _refuses(BUYER, address(twins), _mintOf(BUYER), YOUNG);
        _allows(MAKER, address(twins), _publishOf(twin));
    }

    /// @dev Whoever copies the root before anyone knows what is under it has nothing of it, also once it is opened.
    function test_aCopiedCommitmentOpensNothing() external {
        _commitInThisBlock(MAKER, _leaf(MAKER));
        _commitInThisBlock(BUYER, _leaf(MAKER));
        vm.roll(block.number + 1);
        _refuses(BUYER, address(twins), _mintOf(BUYER), UNKNOWN);
        _allows(MAKER, address(twins), _mintOf(MAKER));
    }

    /// @dev Who could renew another's commitment could keep it too young for ever.
    function testFuzz_nobodyRenewsAnothersCommitment(address caller) external {
        if (caller == MAKER) return;
        _commitSalted(MAKER);
        bytes memory renew = abi.encodeCall(twins.commitContents, (MAKER, _leaf(MAKER)));
        _refuses(caller, address(twins), renew, IPartyRegistry.NotController.selector);
        _allows(MAKER, address(twins), _mintOf(MAKER));
    }

    function test_nobodyLiesInWaitForEver() external {
        _commitSalted(BUYER);
        uint256 made = block.timestamp;
        vm.warp(made + 7 days);
        _refuses(BUYER, address(twins), _mintOf(BUYER), EXPIRED);
        vm.warp(made + 7 days - 1);
        _allows(BUYER, address(twins), _mintOf(BUYER));
    }

    function test_aKeyThatWasRotatedAwayOpensNothing() external {
        _commitSalted(MAKER);
        _rotate(MAKER, MAKER, NEW_KEY);
        _refuses(MAKER, address(twins), _mintOf(MAKER), IPartyRegistry.NotController.selector);
        _allows(NEW_KEY, address(twins), _mintOf(MAKER));
    }

    function test_aFormerOwnersCommitmentDoesNotServeTheNewOne() external {
        uint256 twin = _mintTwin(MAKER, keccak256("first"));
        _commitSalted(MAKER);
        vm.prank(MAKER);
        twins.transferFrom(MAKER, BUYER, twin);
        _refuses(BUYER, address(twins), _publishOf(twin), UNKNOWN);
    }

    function testFuzz_onlyTheRightSaltOpens(bytes32 salt) external {
        if (salt == SALT) return;
        _commitSalted(MAKER);
        ContentOpening memory opening = ContentOpening(salt, new bytes32[](0));
        bytes memory mint = abi.encodeCall(
            twins.mint,
            (MAKER, MAKER, _model(TwinKind.Type, _content(CONTENT)), opening)
        );
        _refuses(MAKER, address(twins), mint, UNKNOWN);
    }

    function testFuzz_aCommitmentOpensItsContentAlone(bytes32 other) external {
        if (other == CONTENT || other == 0) return;
        _commitSalted(MAKER);
        ContentOpening memory opening = ContentOpening(SALT, new bytes32[](0));
        bytes memory mint = abi.encodeCall(twins.mint, (MAKER, MAKER, _model(TwinKind.Type, _content(other)), opening));
        _refuses(MAKER, address(twins), mint, UNKNOWN);
    }

    function _leaf(address party) private view returns (bytes32) {
        return twins.contentLeaf(party, CONTENT, SALT);
    }

    function _commitInThisBlock(address party, bytes32 root) private {
        vm.prank(party);
        twins.commitContents(party, root);
    }

    function _commitSalted(address party) private {
        _commitInThisBlock(party, _leaf(party));
        vm.roll(block.number + 1);
    }

    function _mintOf(address party) private view returns (bytes memory) {
        ContentOpening memory opening = ContentOpening(SALT, new bytes32[](0));
        return abi.encodeCall(twins.mint, (party, party, _model(TwinKind.Type, _content(CONTENT)), opening));
    }

    function _publishOf(uint256 twin) private view returns (bytes memory) {
        ContentOpening memory opening = ContentOpening(SALT, new bytes32[](0));
        return abi.encodeCall(twins.publish, (TwinId.wrap(bytes32(twin)), _content(CONTENT), opening));
    }
}
