// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {INamespaceRegistry} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IIdentifierRegistry, RecordId, RecordName} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 6: someone takes an identifier or a prefix before the one it belongs to.
contract SquattingAttackTest is LedgerFixture {
    function setUp() public override {
        super.setUp();
        _delegate(ROOT, 0, "9506001", BUYER);
    }

    function test_aRivalRegistersNothingUnderAnothersPrefix() external {
        bytes memory taken = abi.encodeCall(identifiers.register, (_name(IDENTIFIER), _noContent(), BUYER));
        _refuses(BUYER, address(identifiers), taken, IPartyToken.NotHolder.selector);
    }

    /// @dev The contract takes the prefix out of the identifier: there is no argument by which to claim another's.
    function test_aRivalsOwnPrefixDoesNotReachIntoAnothersIdentifiers() external {
        for (uint16 length = 0; length < 256; ++length) {
            RecordName memory name = RecordName(GS1, uint8(length), IDENTIFIER);
            _refuses(BUYER, address(identifiers), abi.encodeCall(identifiers.register, (name, _noContent(), BUYER)));
        }
    }

    function test_aRivalDelegatesNothingBeneathOrAboveAnother() external {
        bytes memory beneath = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "95060001", BUYER));
        _refuses(BUYER, address(namespaces), beneath, IPartyToken.NotHolder.selector);
        bytes memory above = abi.encodeCall(namespaces.delegate, (GS1, 0, "950", BUYER));
        _refuses(BUYER, address(namespaces), above, IPartyToken.NotHolder.selector);
        bytes memory sideways = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "95060010", MAKER));
        _refuses(MAKER, address(namespaces), sideways, IPartyToken.NotHolder.selector);
    }

    function test_anAncestorsRecordDoesNotTakeTheNameOfItsDelegates() external {
        RecordName memory fromRoot = RecordName(GS1, 0, IDENTIFIER);
        vm.prank(ROOT);
        RecordId foreign = identifiers.register(fromRoot, _noContent(), ROOT);
        uint256 own = _registerRecord(IDENTIFIER, MAKER);
        require(RecordId.unwrap(foreign) != bytes32(own), "one id for two issuers");
    }

    function testFuzz_outsidersRegisterNothing(address caller, uint8 prefixLength, uint64 serial) external {
        if (caller == ROOT || caller == MAKER || caller == BUYER) return;
        RecordName memory name = RecordName(
            GS1,
            prefixLength,
            string.concat(IDENTIFIER, string(abi.encodePacked(serial)))
        );
        _refuses(caller, address(identifiers), abi.encodeCall(identifiers.register, (name, _noContent(), PARTNER)));
    }

    function test_whatWasRegisteredFirstStays() external {
        uint256 record = _registerRecord(IDENTIFIER, PARTNER);
        bytes memory again = abi.encodeCall(identifiers.register, (_name(IDENTIFIER), _noContent(), MAKER));
        _refuses(MAKER, address(identifiers), again, IIdentifierRegistry.RecordExists.selector);
        require(identifiers.ownerOf(record) == PARTNER, "owner");
        bytes memory prefix = abi.encodeCall(namespaces.delegate, (GS1, 0, PREFIX, ROOT));
        _refuses(ROOT, address(namespaces), prefix, INamespaceRegistry.NamespaceExists.selector);
    }
}
