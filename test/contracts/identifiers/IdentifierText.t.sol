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
