// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {HoldingWord} from "../../../contracts/identity/HoldingWord.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {PartyHoldingsHarness} from "../fixtures/Harnesses.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";

/// @notice What no registry of tokens gets wrong, whatever it forgets to ask.
contract PartyHoldingsTest is LedgerFixture {
    PartyHoldingsHarness private holdings;

    function setUp() public override {
        super.setUp();
        holdings = new PartyHoldingsHarness(parties);
    }

    function testFuzz_aTokenIsIssuedOnce(uint256 tokenId, bytes32 digest) external {
        holdings.mint(MAKER, tokenId, digest);
        (HoldingWord before, ) = holdings.stateOf(tokenId);
        bytes memory again = abi.encodeCall(holdings.mint, (BUYER, tokenId, digest));
        _refuses(MAKER, address(holdings), again, IERC721Errors.ERC721InvalidSender.selector);
        (HoldingWord word, bytes32 stored) = holdings.stateOf(tokenId);
        require(HoldingWord.unwrap(word) == HoldingWord.unwrap(before) && stored == digest, "issued twice");
    }

    function testFuzz_aFrozenTokensWordAndDigestStay(
        uint256 tokenId,
        bytes32 digest,
        bytes32 other,
        uint8 status
    ) external {
        holdings.mint(MAKER, tokenId, digest);
        holdings.freeze(tokenId);
        bytes4 frozen = IFreezable.ThingIsFrozen.selector;
        _refuses(MAKER, address(holdings), abi.encodeCall(holdings.setDigest, (tokenId, other)), frozen);
        _refuses(MAKER, address(holdings), abi.encodeCall(holdings.setStatus, (tokenId, status % 128)), frozen);
        (HoldingWord word, bytes32 stored) = holdings.stateOf(tokenId);
        require(stored == digest && word.status() == 1 && word.holder() == MAKER, "changed");
    }
}
