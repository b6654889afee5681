// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PrefixRule, SchemeId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {SealedName} from "../../../contracts/identifiers/ISealedRegistry.sol";
import {Seal, SealedId} from "../../../contracts/identifiers/Seals.sol";
import {SealedFixture} from "../fixtures/SealedFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice What a disclosure proves, and what it does not.
contract DisclosureTest is SealedFixture {
    SchemeId private constant HANDLE = SchemeId.wrap(keccak256("handle"));

    function testFuzz_theRightIdentifierAndSaltAreWhatTheRecordIsOf(uint64 serial, bytes32 salt) external {
        string memory identifier = _serial(serial);
        SealedId id = _registerWith(identifier, salt);
        require(sealedRecords.verifyDisclosure(id, GS1, identifier, salt), "not verified");
    }

    function testFuzz_nothingElseIs(uint64 serial, uint64 other, bytes32 salt, bytes32 otherSalt) external {
        if (serial == other || salt == otherSalt) return;
        SealedId id = _registerWith(_serial(serial), salt);
        require(!sealedRecords.verifyDisclosure(id, GS1, _serial(other), salt), "another identifier");
        require(!sealedRecords.verifyDisclosure(id, GS1, _serial(serial), otherSalt), "another salt");
        require(!sealedRecords.verifyDisclosure(id, HANDLE, _serial(serial), salt), "another scheme");
        SealedId second = _registerWith(_serial(other), otherSalt);
        require(!sealedRecords.verifyDisclosure(second, GS1, _serial(serial), salt), "another record");
    }

    function testFuzz_itNeverReverts(bytes32 id, bytes32 scheme, bytes calldata text, bytes32 salt) external {
        SealedId mine = _registerWith(IDENTIFIER, salt);
        require(!sealedRecords.verifyDisclosure(SealedId.wrap(id), GS1, string(text), salt), "verified");
        require(!sealedRecords.verifyDisclosure(mine, SchemeId.wrap(scheme), string(text), salt), "verified");
        require(!sealedRecords.verifyDisclosure(mine, GS1, string(text), salt), "verified");
    }

    /// @dev The prefix rule: the ledger cannot hold the issuer to it before, so that a disclosure fails.
    function test_anIdentifierOfAnotherPrefixIsNotProven() external {
        string[4] memory foreign = [
            "01/09506001134352/21/1",
            "01/95060001134352/21/1",
            "9506000134352/21/1",
            "01/0950"
        ];
        for (uint256 i = 0; i < foreign.length; ++i) {
            SealedId id = _registerWith(foreign[i], "salt");
            require(!sealedRecords.verifyDisclosure(id, GS1, foreign[i], "salt"), foreign[i]);
        }
    }

    function test_aPrefixIsCarriedAtACutOnly() external {
        namespaces.registerScheme("handle", PrefixRule.Handle, MAKER);
        vm.prank(MAKER);
        namespaces.delegate(HANDLE, 0, "88.10", MAKER);
        vm.prank(MAKER);
        namespaces.seal(HANDLE, "88.10");
        require(_proven(HANDLE, "88.10", "88.10/pump"), "before the local name");
        require(_proven(HANDLE, "88.10", "88.10.7/pump"), "before a segment");
        require(!_proven(HANDLE, "88.10", "88.101/pump"), "within a segment");
        require(!_proven(HANDLE, "88.10", "88/10"), "elsewhere");
    }

    function test_everyIdentifierOfTheSchemeCarriesTheRootsPrefix() external {
        _allows(ROOT, address(namespaces), _sealing(""));
        vm.prank(ROOT);
        SealedId id = sealedRecords.register(_nameIn("", _sealOf("8003/14006")), 0, ROOT);
        require(sealedRecords.verifyDisclosure(id, GS1, "8003/14006", _saltOf("8003/14006")), "not verified");
    }

    /// @dev The same seal under a longer prefix is another record, of another issuer.
    function test_aRecordIsProvenInTheNamespaceThatIssuedItOnly() external {
        string memory identifier = "01/09506000134352/21/1";
        _delegate(MAKER, PREFIX_LENGTH, CHILD, BUYER);
        _allows(BUYER, address(namespaces), _sealing(CHILD));
        SealedId parents = _registerSealed(identifier, MAKER);
        vm.prank(BUYER);
        SealedId childs = sealedRecords.register(_nameIn(CHILD, _sealOf(identifier)), 0, BUYER);
        require(SealedId.unwrap(parents) != SealedId.unwrap(childs), "one record");
        require(sealedRecords.verifyDisclosure(parents, GS1, identifier, _saltOf(identifier)), "parent's");
        require(sealedRecords.verifyDisclosure(childs, GS1, identifier, _saltOf(identifier)), "child's");
    }

    function test_whatIsNotRegisteredIsNotProven() external {
        _allows(ROOT, address(namespaces), _sealing(""));
        bytes32 salt = _saltOf(IDENTIFIER);
        require(!sealedRecords.verifyDisclosure(_sealedId(IDENTIFIER), GS1, IDENTIFIER, salt), "the maker's");
        SealedId roots = _idIn("", _sealOf(IDENTIFIER));
        require(!sealedRecords.verifyDisclosure(roots, GS1, IDENTIFIER, salt), "the root's");
    }

    /// @dev What could not be registered in the open is not proven either.
    function test_whatIsNoIdentifierIsNotProven() external {
        string[2] memory texts = ["01/09506000134352/21/\n", string(_long())];
        for (uint256 i = 0; i < texts.length; ++i) {
            SealedId id = _registerWith(texts[i], "salt");
            require(!sealedRecords.verifyDisclosure(id, GS1, texts[i], "salt"), "verified");
        }
    }

    function test_itSaysNothingOfTheStatus() external {
        SealedId id = _registerSealed(IDENTIFIER, MAKER);
        _allows(MAKER, address(sealedRecords), _retireCall(IDENTIFIER));
        require(sealedRecords.verifyDisclosure(id, GS1, IDENTIFIER, _saltOf(IDENTIFIER)), "not verified");
    }

    function _proven(SchemeId scheme, string memory prefix, string memory identifier) private returns (bool) {
        Seal seal = sealedRecords.sealOf(scheme, identifier, "salt");
        vm.prank(MAKER);
        SealedId id = sealedRecords.register(SealedName(scheme, prefix, seal), 0, MAKER);
        return sealedRecords.verifyDisclosure(id, scheme, identifier, "salt");
    }

    function _registerWith(string memory identifier, bytes32 salt) private returns (SealedId) {
        Seal seal = sealedRecords.sealOf(GS1, identifier, salt);
        vm.prank(MAKER);
        return sealedRecords.register(_nameIn(PREFIX, seal), 0, MAKER);
    }

    function _serial(uint64 number) private pure returns (string memory) {
        bytes memory digits = new bytes(20);
        for (uint256 i = 20; i != 0; --i) {
            digits[i - 1] = bytes1(uint8(48 + (number % 10)));
            number /= 10;
        }
        return string.concat("01/09506000134352/21/", string(digits));
    }

    function _long() private pure returns (bytes memory text) {
        text = new bytes(2049);
        for (uint256 i = 0; i < text.length; ++i) {
            text[i] = "1";
        }
        bytes memory start = "01/09506000134352/21/";
        for (uint256 i = 0; i < start.length; ++i) {
            text[i] = start[i];
        }
    }
}
