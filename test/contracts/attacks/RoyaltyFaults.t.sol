// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {ITwinAuthorship, Royalty} from "../../../contracts/twins/ITwinAuthorship.sol";
import {ITwinRegistry, TwinModel} from "../../../contracts/twins/ITwinRegistry.sol";
import {TwinKind} from "../../../contracts/twins/TwinTypes.sol";
import {TwinFixture} from "../fixtures/TwinFixture.sol";

/// @notice Attack classes 1 and 7 where royalties are concerned: raised under the buyer, rounded to nothing, more than the
/// price, paid to a key that was rotated away.
contract RoyaltyFaultsAttackTest is TwinFixture {
    address private constant SPLITTER = address(0x5911);
    bytes4 private constant TOO_HIGH = ITwinAuthorship.RoyaltyTooHigh.selector;

    function testFuzz_aRoyaltyIsRoundedUpAndNeverMoreThanThePrice(uint256 price, uint16 basisPoints) external {
        basisPoints = uint16(uint256(basisPoints) % 1_001);
        uint256 token = _mintWith(Royalty(basisPoints, basisPoints == 0 ? address(0) : SPLITTER));
        (address receiver, uint256 amount) = twins.royaltyInfo(token, price);
        if (basisPoints == 0) {
            require(receiver == address(0) && amount == 0, "something of nothing");
            return;
        }
        require(receiver == SPLITTER, "receiver");
        require(amount <= price, "more than the price");
        require(price == 0 || amount > 0, "rounded to nothing");
        // The smallest amount that is not less than the share, without the product, which may not fit a word.
        uint256 quotient = price / 10_000;
        uint256 rest = (price % 10_000) * basisPoints;
        uint256 exact = quotient * basisPoints + rest / 10_000;
        require(amount == (rest % 10_000 == 0 ? exact : exact + 1), "not the smallest that covers it");
    }

    function testFuzz_noRoyaltyIsAboveTheCap(uint16 basisPoints) external {
        if (basisPoints <= 1_000) return;
        _commit(MAKER, MAKER, keccak256("content"));
        _refuses(MAKER, address(twins), _mintOf(Royalty(basisPoints, address(0))), TOO_HIGH);
    }

    function testFuzz_aRoyaltyNeverRises(uint16 first, uint16 then) external {
        first = uint16(uint256(first) % 1_001);
        uint256 token = _mintWith(Royalty(first, address(0)));
        bytes memory call = abi.encodeCall(twins.setRoyalty, (_id(token), Royalty(then, address(0))));
        if (then > first) {
            _refuses(MAKER, address(twins), call, TOO_HIGH);
        } else {
            _allows(MAKER, address(twins), call);
            (, uint256 amount) = twins.royaltyInfo(token, 10_000);
            require(amount == then, "amount");
        }
    }

    function test_aRotatedKeyIsNotPaid() external {
        uint256 token = _mintWith(Royalty(500, address(0)));
        (address receiver, ) = twins.royaltyInfo(token, 100);
        require(receiver == MAKER, "before");
        _rotate(MAKER, MAKER, NEW_KEY);
        (receiver, ) = twins.royaltyInfo(token, 100);
        require(receiver == NEW_KEY, "after the rotation");
        _rotate(MAKER, NEW_KEY, address(0));
        uint256 amount;
        (receiver, amount) = twins.royaltyInfo(token, 100);
        require(receiver == address(0) && amount == 0, "paid to nobody");
    }

    function test_onlyTheAuthorChangesTheRoyaltyWhoeverOwnsTheTwin() external {
        uint256 token = _mintWith(Royalty(500, address(0)));
        _give(MAKER, BUYER, _id(token));
        bytes memory call = abi.encodeCall(twins.setRoyalty, (_id(token), Royalty(100, SPLITTER)));
        bytes4 notController = IPartyRegistry.NotController.selector;
        _refuses(BUYER, address(twins), call, notController);
        _refuses(STRANGER, address(twins), call, notController);
        _allows(MAKER, address(twins), call);
        (address receiver, uint256 amount) = twins.royaltyInfo(token, 10_000);
        require(receiver == SPLITTER && amount == 100, "royalty");
        _rotate(MAKER, MAKER, NEW_KEY);
        _refuses(MAKER, address(twins), call, notController);
    }

    function test_theRegistryIsNeverPaidAndNobodyForNothing() external {
        bytes4 invalid = ITwinAuthorship.InvalidRoyaltyReceiver.selector;
        _commit(MAKER, MAKER, keccak256("content"));
        _refuses(MAKER, address(twins), _mintOf(Royalty(100, address(twins))), invalid);
        _refuses(MAKER, address(twins), _mintOf(Royalty(0, SPLITTER)), invalid);
        uint256 token = _mintWith(Royalty(100, address(0)));
        bytes memory set = abi.encodeCall(twins.setRoyalty, (_id(token), Royalty(100, address(twins))));
        _refuses(MAKER, address(twins), set, invalid);
    }

    function test_anUnknownTwinHasNoRoyalty() external {
        (address receiver, uint256 amount) = twins.royaltyInfo(1, 10_000);
        require(receiver == address(0) && amount == 0, "royalty");
        bytes memory set = abi.encodeCall(twins.setRoyalty, (_id(1), Royalty(0, address(0))));
        _refuses(MAKER, address(twins), set, ITwinRegistry.UnknownTwin.selector);
    }

    function _mintOf(Royalty memory royalty) private view returns (bytes memory) {
        TwinModel memory model = _model(TwinKind.Type, _content(keccak256("content")));
        model.royalty = royalty;
        return abi.encodeCall(twins.mint, (MAKER, MAKER, model, _opening()));
    }

    function _mintWith(Royalty memory royalty) private returns (uint256) {
        _commit(MAKER, MAKER, keccak256("content"));
        _allows(MAKER, address(twins), _mintOf(royalty));
        return uint256(keccak256(abi.encode(keccak256("content"))));
    }
}
