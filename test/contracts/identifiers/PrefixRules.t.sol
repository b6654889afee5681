// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PrefixRule} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {PrefixRulesHarness} from "../fixtures/Harnesses.sol";

contract PrefixRulesTest {
    PrefixRulesHarness private immutable RULES = new PrefixRulesHarness();

    function test_gs1PrefixesAreOneToTwelveDigits() external view {
        _accepts(PrefixRule.Gs1, "9");
        _accepts(PrefixRule.Gs1, "0");
        _accepts(PrefixRule.Gs1, "950600013435");
        _refuses(PrefixRule.Gs1, "");
        _refuses(PrefixRule.Gs1, "9506000134352");
        _refuses(PrefixRule.Gs1, "95060/0");
        _refuses(PrefixRule.Gs1, "95 06");
        _refuses(PrefixRule.Gs1, unicode"９506");
    }

    function test_handlePrefixesAreLowerCaseSegments() external view {
        _accepts(PrefixRule.Handle, "88");
        _accepts(PrefixRule.Handle, "88.101.0042");
        _accepts(PrefixRule.Handle, "20.500.abc_d-e");
        _refuses(PrefixRule.Handle, "");
        _refuses(PrefixRule.Handle, ".88");
        _refuses(PrefixRule.Handle, "88.");
        _refuses(PrefixRule.Handle, "88..101");
        _refuses(PrefixRule.Handle, "20.ABC");
        _refuses(PrefixRule.Handle, "88.101/part");
        _refuses(PrefixRule.Handle, "88.1 1");
        _refuses(PrefixRule.Handle, unicode"88.é");
    }

    function test_oidPrefixesAreCanonicalArcs() external view {
        _accepts(PrefixRule.Oid, "0");
        _accepts(PrefixRule.Oid, "2");
        _accepts(PrefixRule.Oid, "0.39");
        _accepts(PrefixRule.Oid, "1.0");
        _accepts(PrefixRule.Oid, "2.999.1");
        _accepts(PrefixRule.Oid, "1.3.6.1.4.1.0");
        _refuses(PrefixRule.Oid, "");
        _refuses(PrefixRule.Oid, "3");
        _refuses(PrefixRule.Oid, "10");
        _refuses(PrefixRule.Oid, "0.40");
        _refuses(PrefixRule.Oid, "1.100");
        _refuses(PrefixRule.Oid, "1.03");
        _refuses(PrefixRule.Oid, "1.3.00");
        _refuses(PrefixRule.Oid, "1..3");
        _refuses(PrefixRule.Oid, "1.3.");
        _refuses(PrefixRule.Oid, ".1");
        _refuses(PrefixRule.Oid, "1.3.a");
    }

    function test_didPrefixesBeginWithTheirMethod() external view {
        _accepts(PrefixRule.Did, "did:web");
        _accepts(PrefixRule.Did, "did:3");
        _accepts(PrefixRule.Did, "did:web:example.com");
        _accepts(PrefixRule.Did, "did:web:localhost%3A3000:a");
        _refuses(PrefixRule.Did, "did");
        _refuses(PrefixRule.Did, "did:");
        _refuses(PrefixRule.Did, "did::a");
        _refuses(PrefixRule.Did, "did:web:");
        _refuses(PrefixRule.Did, "did:web::a");
        _refuses(PrefixRule.Did, "did:WEB:a");
        _refuses(PrefixRule.Did, "DID:web:a");
        _refuses(PrefixRule.Did, "did:web:a%3a");
        _refuses(PrefixRule.Did, "did:web:a%3");
        _refuses(PrefixRule.Did, "did:web:a%");
        _refuses(PrefixRule.Did, "did:web:a/b");
        _refuses(PrefixRule.Did, "did:web:a#b");
    }

    function test_didPrefixesAreInLowerCaseWhereTheirMethodIs() external view {
        _accepts(PrefixRule.Did, "did:web:example.com%3A3000:Path");
        _accepts(PrefixRule.Did, "did:ethr:0xab");
        _accepts(PrefixRule.Did, "did:ethr:dev%2F:0xab");
        _accepts(PrefixRule.Did, "did:key:zQ3");
        _accepts(PrefixRule.Did, "did:webs:Example");
        _refuses(PrefixRule.Did, "did:web:Example.com");
        _refuses(PrefixRule.Did, "did:web:exampleE:path");
        _refuses(PrefixRule.Did, "did:web:a%3AB");
        _refuses(PrefixRule.Did, "did:ethr:0xAB");
        _refuses(PrefixRule.Did, "did:ethr:Dev:0xab");
        _refuses(PrefixRule.Did, "did:ethr:dev:0xAb");
    }

    /// @dev Every byte, escaped: it is canonical just where the character could not stand there itself.
    function test_whatNeedsNoEscapeHasNone() external view {
        bytes memory digits = "0123456789ABCDEF";
        for (uint256 i = 0; i < 256; ++i) {
            bytes1 c = bytes1(uint8(i));
            bool letter = (c >= "a" && c <= "z") || (c >= "A" && c <= "Z") || (c >= "0" && c <= "9");
            bool plain = letter || c == "." || c == "_" || c == "-";
            bytes memory escape = bytes.concat("%", digits[i >> 4], digits[i & 15]);
            bytes memory inDid = bytes.concat("did:a:", escape);
            require(RULES.isCanonical(PrefixRule.Did, inDid) == !plain, string(inDid));
            bytes memory inName = bytes.concat("a/", escape);
            require(RULES.isCanonical(PrefixRule.Asset, inName) == !(plain || c == "~"), string(inName));
        }
    }

    function test_cutsAreFoundOneByOne() external view {
        _cutsAre(PrefixRule.Gs1, "95-06", [uint256(1), 2, 0]);
        _cutsAre(PrefixRule.Handle, "88.101/a.b", [uint256(2), 6, 0]);
        _cutsAre(PrefixRule.Oid, "1.3.61", [uint256(1), 3, 6]);
        _cutsAre(PrefixRule.Did, "did:web:a", [uint256(7), 9, 0]);
        _cutsAre(PrefixRule.Asset, "owner/name/value", [uint256(5), 10, 0]);
        _cutsAre(PrefixRule.None, "1.2/3:4", [uint256(0), 0, 0]);
    }

    /// @dev All cuts at which a canonical prefix could end, and only cuts.
    function testFuzz_nextCutSkipsNoPrefix(uint8 ruleSeed, bytes32 seed, uint8 length, uint8 last) external view {
        PrefixRule rule = PrefixRule(1 + (ruleSeed % 5));
        bytes memory text = _likely(rule, seed, 1 + (length % 32));
        uint256 found = RULES.nextCut(rule, text, 0, last);
        for (uint256 position = 1; position <= text.length; ++position) {
            bool isCut = RULES.isCut(rule, text, position);
            if (position == found) {
                require(isCut && position <= last, "no cut");
                found = RULES.nextCut(rule, text, position, last);
            } else {
                bool isPrefix = isCut && position <= last && RULES.isCanonical(rule, _first(text, position));
                require(!isPrefix, "a prefix was skipped");
            }
        }
        require(found == 0, "beyond the end");
    }

    /// @dev What is a cut of a text is one of each longer prefix of it: a parent is found from child and identifier alike.
    function testFuzz_aTextAndItsPrefixesHaveTheSameCuts(uint8 ruleSeed, bytes32 seed, uint8 length) external view {
        PrefixRule rule = PrefixRule(1 + (ruleSeed % 5));
        bytes memory text = _likely(rule, seed, 1 + (length % 32));
        for (uint256 end = 2; end <= text.length; ++end) {
            bytes memory prefix = _first(text, end);
            if (!RULES.isCut(rule, text, end) || !RULES.isCanonical(rule, prefix)) continue;
            for (uint256 position = 1; position < end; ++position) {
                bool isCut = RULES.isCut(rule, text, position);
                require(isCut == RULES.isCut(rule, prefix, position), "cuts differ");
            }
        }
    }

    function test_assetPrefixesAreAnOwnerAndPerhapsAName() external view {
        _accepts(PrefixRule.Asset, "BPNL00000003AYRE");
        _accepts(PrefixRule.Asset, "example.com");
        _accepts(PrefixRule.Asset, "example.com/partInstanceId");
        _accepts(PrefixRule.Asset, "example.com/serial%20~Number");
        _refuses(PrefixRule.Asset, "");
        _refuses(PrefixRule.Asset, "/a");
        _refuses(PrefixRule.Asset, "a/");
        _refuses(PrefixRule.Asset, "a/b/c");
        _refuses(PrefixRule.Asset, "Example.com");
        _refuses(PrefixRule.Asset, "a%20b");
        _refuses(PrefixRule.Asset, "a/b%2f");
        _refuses(PrefixRule.Asset, "a/b%2");
        _refuses(PrefixRule.Asset, "a b");
    }

    function test_theRuleNoneAcceptsNothing() external view {
        _refuses(PrefixRule.None, "1");
        require(!RULES.isCut(PrefixRule.None, "1.2", 1), "cut");
    }

    function test_gs1PrefixesSitBehindTheApplicationIdentifier() external view {
        _startsAt("01/09506000134352", 4);
        _startsAt("00/195060001343521234", 4);
        _startsAt("8003/03870585000552987", 6);
        _startsAt("8006/123456789012310510", 6);
        _startsAt("414/4012345000108", 4);
        _startsAt("8004/0950600013430000001", 5);
        _startsAt("01/", 4);
        _hasNoPlace("");
        _hasNoPlace("/");
        _hasNoPlace("1/2");
        _hasNoPlace("01");
        _hasNoPlace("80031/2");
        _hasNoPlace("0a/1");
        _hasNoPlace("https://id.gs1.org/01/09506000134352");
    }

    /// @dev Cutting a canonical prefix at a cut gives a canonical prefix again: delegation never leaves the grammar.
    function testFuzz_piecesOfCanonicalPrefixesAreCanonical(uint8 ruleSeed, bytes32 seed, uint8 length) external view {
        PrefixRule rule = PrefixRule(1 + (ruleSeed % 5));
        bytes memory prefix = _likely(rule, seed, 1 + (length % 32));
        if (!RULES.isCanonical(rule, prefix)) return;
        for (uint256 position = 1; position < prefix.length; ++position) {
            if (!RULES.isCut(rule, prefix, position)) continue;
            require(RULES.isCanonical(rule, _first(prefix, position)), "a piece is not canonical");
        }
    }

    function testFuzz_noRuleRevertsOnAnyBytes(uint8 ruleSeed, bytes calldata text, uint256 position) external view {
        PrefixRule rule = PrefixRule(ruleSeed % 6);
        RULES.isCanonical(rule, text);
        RULES.isCut(rule, text, position);
        RULES.nextCut(rule, text, position % 512, position);
        RULES.prefixStart(rule, text);
    }

    function testFuzz_nothingIsCutBeyondItsEndOrAtItsStart(
        uint8 ruleSeed,
        bytes calldata text,
        uint256 beyond
    ) external view {
        PrefixRule rule = PrefixRule(ruleSeed % 6);
        require(!RULES.isCut(rule, text, 0), "cut at the start");
        require(beyond <= text.length || !RULES.isCut(rule, text, beyond), "cut beyond the end");
    }

    function testFuzz_longPrefixesAreRefused(uint8 ruleSeed, uint8 extra) external view {
        bytes memory prefix = new bytes(65 + uint256(extra));
        for (uint256 i = 0; i < prefix.length; ++i) prefix[i] = "1";
        require(!RULES.isCanonical(PrefixRule(ruleSeed % 6), prefix), "longer than 64 bytes");
    }

    function _cutsAre(PrefixRule rule, bytes memory text, uint256[3] memory expected) private view {
        uint256 cut = 0;
        for (uint256 i = 0; i < expected.length; ++i) {
            cut = RULES.nextCut(rule, text, cut, text.length);
            require(cut == expected[i], string(text));
            if (cut == 0) return;
        }
        require(RULES.nextCut(rule, text, cut, text.length) == 0, string(text));
    }

    function _accepts(PrefixRule rule, bytes memory prefix) private view {
        require(RULES.isCanonical(rule, prefix), string.concat("should be canonical: ", string(prefix)));
    }

    function _refuses(PrefixRule rule, bytes memory prefix) private view {
        require(!RULES.isCanonical(rule, prefix), string.concat("should not be canonical: ", string(prefix)));
    }

    function _startsAt(bytes memory identifier, uint256 expected) private view {
        (bool found, uint256 start) = RULES.prefixStart(PrefixRule.Gs1, identifier);
        require(found && start == expected, string(identifier));
    }

    function _hasNoPlace(bytes memory identifier) private view {
        (bool found, ) = RULES.prefixStart(PrefixRule.Gs1, identifier);
        require(!found, string(identifier));
    }

    function _first(bytes memory text, uint256 length) private pure returns (bytes memory piece) {
        piece = new bytes(length);
        for (uint256 i = 0; i < length; ++i) piece[i] = text[i];
    }

    /// @dev Bytes of the scheme's own small alphabet, so that many of them are canonical.
    function _likely(PrefixRule rule, bytes32 seed, uint256 length) private pure returns (bytes memory text) {
        bytes memory alphabet = "0129";
        if (rule == PrefixRule.Handle) alphabet = "8a.-";
        if (rule == PrefixRule.Oid) alphabet = "1203.";
        if (rule == PrefixRule.Did) alphabet = "a1:.";
        if (rule == PrefixRule.Asset) alphabet = "aB1/";
        text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) text[i] = alphabet[uint8(seed[i]) % alphabet.length];
        bytes memory start = "did:";
        for (uint256 i = 0; rule == PrefixRule.Did && i < 4 && i < length; ++i) text[i] = start[i];
    }
}
