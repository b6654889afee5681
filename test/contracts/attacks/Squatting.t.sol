// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {INamespaceRegistry} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IIdentifierRegistry, RecordName} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";

/// @notice Attack class 6: someone takes an identifier or a prefix before the one it belongs to.
contract SquattingAttackTest is LedgerFixture {
    function setUp() public override {
        super.setUp();
        _delegate(ROOT, 0, "9506001", BUYER);
    }

    function test_aRivalRegistersNothingUnderAnothersPrefix() external {
        bytes memory taken = abi.encodeCall(
            identifiers.register,
            (_name(IDENTIFIER), PREFIX_LENGTH, _noContent(), BUYER)
        );
        _refuses(BUYER, address(identifiers), taken, IPartyToken.NotHolder.selector);
    }

    /// @dev The contract takes the prefix out of the identifier: there is no argument by which to claim another's.
    function test_aRivalsOwnPrefixDoesNotReachIntoAnothersIdentifiers() external {
        for (uint16 length = 0; length < 256; ++length) {
            bytes memory call = abi.encodeCall(
                identifiers.register,
                (_name(IDENTIFIER), uint8(length), _noContent(), BUYER)
            );
            _refuses(BUYER, address(identifiers), call);
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

    /// @dev What a prefix was delegated for is its holder's alone: nobody above can take an identifier in advance.
    function test_anAncestorRegistersNothingInsideAnothersPrefix() external {
        bytes4 closer = INamespaceRegistry.NotClosestAncestor.selector;
        bytes memory fromRoot = abi.encodeCall(identifiers.register, (_name(IDENTIFIER), 0, _noContent(), ROOT));
        _refuses(ROOT, address(identifiers), fromRoot, closer);
        // Nor one that is put in between later.
        _delegate(ROOT, 0, "950", PARTNER);
        bytes memory between = abi.encodeCall(identifiers.register, (_name(IDENTIFIER), 3, _noContent(), PARTNER));
        _refuses(PARTNER, address(identifiers), between, closer);
        _allows(
            MAKER,
            address(identifiers),
            abi.encodeCall(identifiers.register, (_name(IDENTIFIER), PREFIX_LENGTH, _noContent(), MAKER))
        );
    }

    function testFuzz_outsidersRegisterNothing(address caller, uint8 prefixLength, uint64 serial) external {
        if (caller == ROOT || caller == MAKER || caller == BUYER) return;
        RecordName memory name = _name(string.concat(IDENTIFIER, string(abi.encodePacked(serial))));
        bytes memory call = abi.encodeCall(identifiers.register, (name, prefixLength, _noContent(), PARTNER));
        _refuses(caller, address(identifiers), call);
    }

    function test_whatWasRegisteredFirstStays() external {
        uint256 record = _registerRecord(IDENTIFIER, PARTNER);
        bytes memory again = abi.encodeCall(
            identifiers.register,
            (_name(IDENTIFIER), PREFIX_LENGTH, _noContent(), MAKER)
        );
        _refuses(MAKER, address(identifiers), again, IIdentifierRegistry.RecordExists.selector);
        require(identifiers.ownerOf(record) == PARTNER, "owner");
        bytes memory prefix = abi.encodeCall(namespaces.delegate, (GS1, 0, PREFIX, ROOT));
        _refuses(ROOT, address(namespaces), prefix, INamespaceRegistry.NamespaceExists.selector);
    }
}
