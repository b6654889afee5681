// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";

/// @notice What every token of the ledger does, tried on twins.
contract PartyTokenTest is LedgerFixture {
    uint256 private twin;

    function setUp() public override {
        super.setUp();
        twin = _mintTwin(MAKER, keccak256("content"));
    }

    function test_aMintedTokenIsInItsFirstEpoch() external view {
        (address holder, uint32 epoch, bool live) = twins.holdingOf(twin);
        require(holder == MAKER && epoch == 1 && live, "holding");
        require(twins.ownerOf(twin) == MAKER && twins.balanceOf(MAKER) == 1, "ERC-721");
    }

    function testFuzz_whatWasNeverMintedIsNobodys(uint256 tokenId) external {
        if (tokenId == twin) return;
        (address holder, uint32 epoch, bool live) = twins.holdingOf(tokenId);
        require(holder == address(0) && epoch == 0 && !live, "holding");
        bytes4 nonexistent = IERC721Errors.ERC721NonexistentToken.selector;
        _refuses(MAKER, address(twins), abi.encodeCall(twins.ownerOf, (tokenId)), nonexistent);
        _refuses(MAKER, address(twins), abi.encodeCall(twins.approve, (BUYER, tokenId)), nonexistent);
        _refuses(MAKER, address(twins), _transfer(MAKER, BUYER, tokenId), nonexistent);
    }

    function test_aTransferMovesTheTokenAndRaisesTheEpoch() external {
        _allows(MAKER, address(twins), _transfer(MAKER, BUYER, twin));
        (address holder, uint32 epoch, ) = twins.holdingOf(twin);
        require(holder == BUYER && epoch == 2, "holding");
        require(twins.balanceOf(MAKER) == 0 && twins.balanceOf(BUYER) == 1, "balances");
    }

    function test_aTransferToOneselfRaisesTheEpochAndKeepsTheBalance() external {
        _allows(MAKER, address(twins), _transfer(MAKER, MAKER, twin));
        (, uint32 epoch, ) = twins.holdingOf(twin);
        require(epoch == 2 && twins.balanceOf(MAKER) == 1, "holding");
    }

    function testFuzz_onlyPartiesHold(address receiver) external {
        if (receiver == ROOT || receiver == MAKER || receiver == BUYER || receiver == PARTNER) return;
        _refuses(MAKER, address(twins), _transfer(MAKER, receiver, twin));
        _rotate(BUYER, BUYER, address(0));
        _refuses(MAKER, address(twins), _transfer(MAKER, BUYER, twin), IPartyRegistry.NotAParty.selector);
    }

    function testFuzz_strangersMoveAndApproveNothing(address caller) external {
        if (caller == MAKER || caller == address(0)) return;
        _refuses(caller, address(twins), _transfer(MAKER, BUYER, twin), IPartyToken.NotHolder.selector);
        _refuses(caller, address(twins), abi.encodeCall(twins.approve, (caller, twin)), IPartyToken.NotHolder.selector);
        bytes memory forMaker = abi.encodeCall(twins.setApprovalForAllOf, (MAKER, caller, true));
        _refuses(caller, address(twins), forMaker, IPartyRegistry.NotController.selector);
    }

    function test_theSellerNamedMustBeTheHolder() external {
        _refuses(MAKER, address(twins), _transfer(BUYER, BUYER, twin), IERC721Errors.ERC721IncorrectOwner.selector);
    }

    function test_anApprovedSpenderMovesItOnce() external {
        _allows(MAKER, address(twins), abi.encodeCall(twins.approve, (STRANGER, twin)));
        require(twins.getApproved(twin) == STRANGER, "approved");
        _allows(STRANGER, address(twins), _transfer(MAKER, BUYER, twin));
        require(twins.getApproved(twin) == address(0), "still approved");
        _refuses(STRANGER, address(twins), _transfer(BUYER, MAKER, twin), IPartyToken.NotHolder.selector);
    }

    function test_anApprovedSpenderCannotApproveOthers() external {
        _allows(MAKER, address(twins), abi.encodeCall(twins.approve, (STRANGER, twin)));
        bytes memory onwards = abi.encodeCall(twins.approve, (PARTNER, twin));
        _refuses(STRANGER, address(twins), onwards, IPartyToken.NotHolder.selector);
    }

    function test_anOperatorMovesAndApprovesUntilRevoked() external {
        _allows(MAKER, address(twins), abi.encodeCall(twins.setApprovalForAll, (STRANGER, true)));
        require(twins.isApprovedForAll(MAKER, STRANGER), "operator");
        _allows(STRANGER, address(twins), abi.encodeCall(twins.approve, (PARTNER, twin)));
        _allows(MAKER, address(twins), abi.encodeCall(twins.setApprovalForAll, (STRANGER, false)));
        require(!twins.isApprovedForAll(MAKER, STRANGER), "still operator");
        _refuses(STRANGER, address(twins), _transfer(MAKER, BUYER, twin), IPartyToken.NotHolder.selector);
    }

    function test_whoeverControlsThePartyActsForIt() external {
        _rotate(MAKER, MAKER, NEW_KEY);
        _allows(NEW_KEY, address(twins), abi.encodeCall(twins.setApprovalForAllOf, (MAKER, STRANGER, true)));
        require(twins.isApprovedForAll(MAKER, STRANGER), "operator");
        _allows(NEW_KEY, address(twins), _transfer(MAKER, BUYER, twin));
    }

    function test_nobodyIsAnOperatorOfNobody() external {
        bytes memory call = abi.encodeCall(twins.setApprovalForAll, (address(0), true));
        _refuses(MAKER, address(twins), call, IERC721Errors.ERC721InvalidOperator.selector);
        _refuses(STRANGER, address(twins), abi.encodeCall(twins.setApprovalForAll, (MAKER, true)));
    }

    function test_saysWhichInterfacesItHas() external view {
        require(twins.supportsInterface(type(IERC721).interfaceId), "ERC-721");
        require(twins.supportsInterface(type(IPartyToken).interfaceId), "party token");
        require(!twins.supportsInterface(0xffffffff), "anything");
    }

    function _transfer(address from, address to, uint256 tokenId) private pure returns (bytes memory) {
        return abi.encodeCall(IERC721.transferFrom, (from, to, tokenId));
    }
}
