// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IIdentifierRegistry} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {INamespaceRegistry, PrefixRule, SchemeId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";

/// @notice Attack class 14: calls and events that grow without bound, at others' cost.
contract GriefingAttackTest is LedgerFixture {
    /// @dev Every follower stores what events say for ever.
    function test_noReasonFillsTheFollowersDisks() external {
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        _registerRecord(IDENTIFIER, MAKER);
        _allows(MAKER, address(rights), abi.encodeCall(rights.grant, (_key(twin, 0), _terms(0, 0, 1))));
        string memory big = string(new bytes(300_000));

        bytes memory onRecord = abi.encodeCall(identifiers.suspend, (_name(IDENTIFIER), big));
        _refuses(MAKER, address(identifiers), onRecord, IIdentifierRegistry.ReasonTooLong.selector);
        bytes memory onNamespace = abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, big));
        _refuses(ROOT, address(namespaces), onNamespace, INamespaceRegistry.ReasonTooLong.selector);
        bytes memory onGrant = abi.encodeCall(rights.revoke, (_key(twin, 0), big));
        _refuses(MAKER, address(rights), onGrant, IDataRights.ReasonTooLong.selector);
    }

    /// @dev An identifier of 2,048 bytes that could be cut at every second one is looked at no further than a prefix reaches.
    function testGas_theSearchForTheIssuerEndsWithTheLongestPrefix() external {
        (SchemeId did, ) = namespaces.registerScheme("did", PrefixRule.Did, MAKER);
        string memory deep = "did:a:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1";
        _allows(MAKER, address(namespaces), abi.encodeCall(namespaces.delegate, (did, 0, "did:a", MAKER)));
        _allows(MAKER, address(namespaces), abi.encodeCall(namespaces.delegate, (did, 5, deep, MAKER)));
        string memory short = "did:a:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2:2";
        string memory long = short;
        while (bytes(long).length < 2040) long = string.concat(long, ":2:2:2:2");
        // Warm both, as the second would otherwise find what the first has read.
        _gasOfIssuer(did, long);
        uint256 ofShort = _gasOfIssuer(did, short);
        uint256 ofLong = _gasOfIssuer(did, long);
        require(ofLong < ofShort + 5_000, "the identifier's length counts");
        require(ofLong < 100_000, "the search is long");
    }

    function testGas_whoHasDelegatedNothingSearchesForNothing() external {
        // Warms what is read in any case.
        _gasOfIssuer(GS1, IDENTIFIER);
        uint256 before = _gasOfIssuer(GS1, IDENTIFIER);
        _delegate(MAKER, PREFIX_LENGTH, "950600099999", BUYER);
        require(_gasOfIssuer(GS1, IDENTIFIER) > before + 300, "the search was made before there was anything to find");
    }

    function _gasOfIssuer(SchemeId scheme, string memory identifier) private view returns (uint256 used) {
        uint8 length = SchemeId.unwrap(scheme) == SchemeId.unwrap(GS1) ? PREFIX_LENGTH : 5;
        used = gasleft();
        namespaces.issuerOf(scheme, identifier, length);
        used -= gasleft();
    }
}
