// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IdentifierTextHarness} from "../fixtures/Harnesses.sol";

contract IdentifierTextTest {
    IdentifierTextHarness private immutable TEXT = new IdentifierTextHarness();

    function testFuzz_agreesWithLookingAtEachByte(bytes calldata text) external view {
        bool expected = false;
        for (uint256 i = 0; i < text.length; ++i) expected = expected || text[i] < 0x20 || text[i] == 0x7f;
        require(TEXT.hasControlCharacter(text) == expected, "differs");
    }

    function testFuzz_hashesAsTheLanguageDoes(bytes32 word, bytes calldata text) external view {
        require(TEXT.hashOf(text) == keccak256(text), "hash");
        require(TEXT.hashBehind(word, text) == keccak256(abi.encodePacked(word, text)), "hash behind a word");
    }

    function testFuzz_countsTheDigitsThatItBeginsWith(bytes calldata text, uint8 digits) external view {
        bytes memory whole = text;
        for (uint256 i = 0; i < whole.length && i < digits % 48; ++i)
            whole[i] = bytes1(uint8(48 + (uint8(whole[i]) % 10)));
        uint256 expected = 0;
        while (expected < whole.length && expected < 32 && whole[expected] >= "0" && whole[expected] <= "9") ++expected;
        require(TEXT.leadingDigits(whole) == expected, "differs");
    }

    function testFuzz_aDigitIsOneOfTen(bytes1 c) external view {
        require(TEXT.leadingDigits(abi.encodePacked(c)) == (c >= "0" && c <= "9" ? 1 : 0), "differs");
    }

    function testFuzz_findsTheOneControlCharacter(
        uint8 length,
        uint8 position,
        uint8 control,
        bytes1 filler
    ) external view {
        if (length == 0) return;
        bytes memory text = new bytes(length);
        bytes1 clean = filler < 0x20 || filler == 0x7f ? bytes1("a") : filler;
        for (uint256 i = 0; i < length; ++i) text[i] = clean;
        require(!TEXT.hasControlCharacter(text), "found one where there is none");
        text[position % length] = control % 33 == 32 ? bytes1(0x7f) : bytes1(control % 33);
        require(TEXT.hasControlCharacter(text), "missed it");
    }
}
