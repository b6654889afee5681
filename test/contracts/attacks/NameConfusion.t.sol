// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RecordId} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {
    INamespaceRegistry,
    NamespaceId,
    PrefixRule,
    SchemeId
} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";

/// @notice Attack class 15: two names for one id, two spellings of one prefix, one text read as two.
contract NameConfusionAttackTest is LedgerFixture {
    bytes4 private constant INVALID = INamespaceRegistry.InvalidPrefix.selector;

    function testFuzz_differentNamesHaveDifferentIds(
        bytes32 first,
        string calldata firstText,
        bytes32 second,
        string calldata secondText
    ) external view {
        bool same = first == second && keccak256(bytes(firstText)) == keccak256(bytes(secondText));
        bytes32 a = NamespaceId.unwrap(namespaces.namespaceId(SchemeId.wrap(first), firstText));
        bytes32 b = NamespaceId.unwrap(namespaces.namespaceId(SchemeId.wrap(second), secondText));
        require((a == b) == same, "namespaces");
        bytes32 c = RecordId.unwrap(identifiers.recordId(SchemeId.wrap(first), firstText));
        bytes32 d = RecordId.unwrap(identifiers.recordId(SchemeId.wrap(second), secondText));
        require((c == d) == same, "records");
    }

    /// @dev The packed hash has its only part of variable length at the end, so no byte can wander from one part to another.
    function testFuzz_aByteCannotWanderBetweenSchemeAndPrefix(
        bytes32 scheme,
        bytes calldata prefix,
        uint8 shift
    ) external view {
        if (prefix.length == 0) return;
        uint256 moved = 1 + (shift % prefix.length);
        bytes memory joined = bytes.concat(scheme, prefix);
        bytes32 otherScheme;
        bytes memory otherPrefix = new bytes(prefix.length - moved);
        assembly ("memory-safe") {
            otherScheme := mload(add(add(joined, 0x20), moved))
        }
        for (uint256 i = 0; i < otherPrefix.length; ++i) otherPrefix[i] = joined[32 + moved + i];
        bytes32 a = NamespaceId.unwrap(namespaces.namespaceId(SchemeId.wrap(scheme), string(prefix)));
        bytes32 b = NamespaceId.unwrap(namespaces.namespaceId(SchemeId.wrap(otherScheme), string(otherPrefix)));
        require(a != b, "two names for one namespace");
    }

    function test_onlyOneSpellingOfAPrefixIsDelegated() external {
        SchemeId handle = _scheme("handle", PrefixRule.Handle);
        string[7] memory handles = ["20.ABC", "20..1", ".20", "20.", "20/1", "20 1", unicode"20.е"];
        for (uint256 i = 0; i < handles.length; ++i) _refusesPrefix(handle, handles[i]);

        SchemeId oid = _scheme("oid", PrefixRule.Oid);
        string[5] memory oids = ["01.3", "1.03", "1.3.", "3.1", "1.40"];
        for (uint256 i = 0; i < oids.length; ++i) _refusesPrefix(oid, oids[i]);

        SchemeId did = _scheme("did", PrefixRule.Did);
        string[5] memory dids = ["did", "DID:web", "did:WEB", "did:web:", "did:web:a%2f"];
        for (uint256 i = 0; i < dids.length; ++i) _refusesPrefix(did, dids[i]);
        // What the methods read alike: the host's case, an address's case, an escape that need not be one.
        string[4] memory twins_ = [
            "did:web:EXAMPLE.com",
            "did:web:ex%61mple.com",
            "did:ethr:0xABcd",
            "did:ethr:Mainnet:0xabcd"
        ];
        for (uint256 i = 0; i < twins_.length; ++i) _refusesPrefix(did, twins_[i]);

        SchemeId aas = _scheme("aas", PrefixRule.Asset);
        string[5] memory owners = ["Example.com", "example.com/", "example.com/a%2f", "a/b/c", "BPNL1/%41"];
        for (uint256 i = 0; i < owners.length; ++i) _refusesPrefix(aas, owners[i]);

        string[4] memory numbers = ["9506000134352", "95o6", unicode"٩٥٠", " 950"];
        for (uint256 i = 0; i < numbers.length; ++i) _refusesPrefix(GS1, numbers[i]);
    }

    function test_aPrefixIsReadWhereItsSchemePutsItAndNowhereElse() external {
        bytes4 mismatch = INamespaceRegistry.PrefixMismatch.selector;
        // The maker's digits stand in the serial number, or one place too early or too late.
        _refusesIdentifier("01/00000000000000/21/9506000", INamespaceRegistry.UnknownNamespace.selector);
        _refusesIdentifier("01/95060001343520", INamespaceRegistry.UnknownNamespace.selector);
        _refusesIdentifier("414/09506000134352", INamespaceRegistry.UnknownNamespace.selector);
        _refusesIdentifier("9506000134352", mismatch);
        _refusesIdentifier("x01/09506000134352", mismatch);
        _refusesIdentifier("01/095060", mismatch);
        _refusesIdentifier("/01/09506000134352", mismatch);
    }

    function test_aLocalNameIsNeverTakenForAPrefix() external {
        SchemeId handle = _scheme("handle", PrefixRule.Handle);
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.delegate, (handle, 0, "88", MAKER)));
        _refusesPrefix(handle, "88/a");
        bytes memory call = abi.encodeCall(namespaces.authorityOf, (handle, "88/a.b", 4));
        _refuses(MAKER, address(namespaces), call, INamespaceRegistry.UnknownNamespace.selector);
        call = abi.encodeCall(namespaces.authorityOf, (handle, "881/a", 2));
        _refuses(MAKER, address(namespaces), call, INamespaceRegistry.PrefixMismatch.selector);
    }

    function _scheme(string memory name, PrefixRule rule) private returns (SchemeId scheme) {
        (scheme, ) = namespaces.registerScheme(name, rule, ROOT);
    }

    function _refusesPrefix(SchemeId scheme, string memory prefix) private {
        _refuses(ROOT, address(namespaces), abi.encodeCall(namespaces.delegate, (scheme, 0, prefix, ROOT)), INVALID);
    }

    function _refusesIdentifier(string memory identifier, bytes4 reason) private {
        bytes memory call = abi.encodeCall(namespaces.authorityOf, (GS1, identifier, PREFIX_LENGTH));
        _refuses(MAKER, address(namespaces), call, reason);
    }
}
