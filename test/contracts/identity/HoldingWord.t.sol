// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {HoldingWord, HoldingWords} from "../../../contracts/identity/HoldingWord.sol";

contract HoldingWordTest {
    function testFuzz_packedFieldsComeBack(address holder, uint32 epoch, uint8 status, uint56 data) external pure {
        status &= 0x7f;
        HoldingWord word = HoldingWords.pack(holder, epoch, status, data);
        require(word.holder() == holder && word.epoch() == epoch, "holder or epoch");
        require(word.status() == status && word.data() == data, "status or data");
    }

    function testFuzz_aChangedFieldLeavesTheOthers(uint256 bits, uint8 status, uint56 data) external pure {
        status &= 0x7f;
        HoldingWord word = HoldingWord.wrap(bits);
        HoldingWord changed = word.withStatus(status).withData(data);
        require(changed.isFrozen() == word.isFrozen(), "frozen");
        require(changed.holder() == word.holder() && changed.epoch() == word.epoch(), "holder or epoch");
        require(changed.status() == status && changed.data() == data, "status or data");
    }

    function testFuzz_freezingChangesNothingElse(uint256 bits) external pure {
        HoldingWord word = HoldingWord.wrap(bits);
        HoldingWord frozen = word.withFrozen(true);
        HoldingWord free = frozen.withFrozen(false);
        require(frozen.isFrozen() && !free.isFrozen(), "bit");
        require(frozen.status() == word.status() && frozen.data() == word.data(), "status or data");
        require(frozen.holder() == word.holder() && frozen.epoch() == word.epoch(), "holder or epoch");
        require(word.isFrozen() || HoldingWord.unwrap(free) == bits, "not the same after");
    }

    function testFuzz_aMoveRaisesTheEpochAndKeepsTheRest(uint256 bits, address to) external view {
        HoldingWord word = HoldingWord.wrap(bits);
        try this.move(word, to) returns (HoldingWord moved) {
            require(moved.holder() == to && moved.epoch() == uint256(word.epoch()) + 1, "holder or epoch");
            require(moved.status() == word.status() && moved.data() == word.data(), "status or data");
        } catch {
            require(word.epoch() == type(uint32).max, "refused though an epoch is left");
        }
    }

    function test_theLastEpochDoesNotWrapAround() external view {
        HoldingWord word = HoldingWords.pack(address(1), type(uint32).max, 1, 0);
        try this.move(word, address(2)) {
            revert("the epoch wrapped around");
        } catch {}
    }

    function move(HoldingWord word, address to) external pure returns (HoldingWord) {
        return word.movedTo(to);
    }
}
