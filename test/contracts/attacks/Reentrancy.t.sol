// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {TwinKind} from "../../../contracts/twins/ITwinRegistry.sol";
import {ReentrantParty} from "../fixtures/Hostile.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";

/// @notice A receiver that calls back while it is given a token finds the transfer done, and no state half-made.
contract ReentrancyAttackTest is LedgerFixture {
    ReentrantParty private receiver;
    uint256 private twin;

    function setUp() public override {
        super.setUp();
        receiver = new ReentrantParty(parties);
        twin = _mintTwin(MAKER, keccak256("content"));
    }

    function test_aMintCallsNobody() external {
        _commit(MAKER, MAKER, "other");
        _allows(MAKER, address(twins), _mintCall(MAKER, address(receiver), TwinKind.Type, _content("other")));
        require(!receiver.called(), "a hook ran while minting");
    }

    function test_theReceiverFindsItselfTheHolder() external {
        _commit(address(receiver), address(receiver), "next");
        bytes memory publish = _publishCall(twin, _content("next"));
        _sendWith(publish);
        require(receiver.succeeded(), "the new holder was refused");
        (address holder, uint32 epoch, ) = twins.holdingOf(twin);
        require(holder == address(receiver) && epoch == 2, "holding");
    }

    function test_theReceiverCannotTakeItTwice() external {
        _sendWith(abi.encodeCall(IERC721.transferFrom, (MAKER, address(receiver), twin)));
        require(!receiver.succeeded(), "moved from one who no longer holds it");
        require(twins.balanceOf(address(receiver)) == 1 && twins.balanceOf(MAKER) == 0, "balances");
    }

    function test_theReceiverMayPassItOnAndTheBalancesStayRight() external {
        _sendWith(abi.encodeCall(IERC721.transferFrom, (address(receiver), BUYER, twin)));
        require(receiver.succeeded() && twins.ownerOf(twin) == BUYER, "owner");
        require(twins.balanceOf(address(receiver)) == 0 && twins.balanceOf(BUYER) == 1, "balances");
        (, uint32 epoch, ) = twins.holdingOf(twin);
        require(epoch == 3, "epoch");
    }

    function test_theReceiverReachesNothingElseOfTheSellers() external {
        uint256 other = _mintTwin(MAKER, keccak256("other"));
        _sendWith(abi.encodeCall(IERC721.transferFrom, (MAKER, address(receiver), other)));
        require(!receiver.succeeded(), "took another token");
        require(bytes4(receiver.answer()) == IPartyToken.NotHolder.selector, "refused for another reason");
    }

    function _sendWith(bytes memory callback) private {
        receiver.prepare(address(twins), callback);
        bytes memory send = abi.encodeWithSignature(
            "safeTransferFrom(address,address,uint256)",
            MAKER,
            address(receiver),
            twin
        );
        _allows(MAKER, address(twins), send);
        require(receiver.called(), "the hook did not run");
    }
}
