// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {Seal, SealedId} from "../../../contracts/identifiers/Seals.sol";
import {FreezeReason, ISupervision, Scope, ScopeKind} from "../../../contracts/supervision/ISupervision.sol";
import {SealedFixture} from "../fixtures/SealedFixture.sol";

/// @notice A scheme's office freezes sealed records of its scheme, and learns no identifier.
contract SealedFreezesTest is SealedFixture {
    uint32 private constant OFFICE = 1;
    address private constant REGULATOR = address(0xB1);
    bytes4 private constant OUT_OF_SCOPE = ISupervision.OutOfScope.selector;

    bytes32 private thing;

    function setUp() public override {
        super.setUp();
        manager.grantRole(Roles.OFFICES + OFFICE, REGULATOR, 0);
        _accredit("gs1");
        thing = SealedId.unwrap(_registerSealed(IDENTIFIER, MAKER));
    }

    function test_prefixAndSealShowThatARecordIsOfTheScheme() external {
        _allows(REGULATOR, address(supervision), _freeze(_publicName(PREFIX, _sealOf(IDENTIFIER))));
        require(sealedRecords.isFrozen(thing), "not frozen");
    }

    function test_anotherSchemesOfficeFreezesNone() external {
        _accredit("oid");
        bytes memory call = _freeze(_publicName(PREFIX, _sealOf(IDENTIFIER)));
        _refuses(REGULATOR, address(supervision), call, OUT_OF_SCOPE);
    }

    function test_noOtherNameShowsIt() external {
        string memory seal = Strings.toHexString(uint256(Seal.unwrap(_sealOf(IDENTIFIER))), 32);
        string[9] memory names = [
            "",
            PREFIX,
            IDENTIFIER,
            seal,
            string.concat("#", seal),
            string.concat(PREFIX, seal),
            string.concat(PREFIX, "?", seal),
            string.concat(PREFIX, "1#", seal),
            string.concat(PREFIX, "#0x", "zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
        ];
        for (uint256 i = 0; i < names.length; ++i) {
            _refuses(REGULATOR, address(supervision), _freeze(names[i]), OUT_OF_SCOPE);
        }
    }

    function testFuzz_noOtherSealShowsIt(bytes32 seal, string calldata name) external {
        if (seal == Seal.unwrap(_sealOf(IDENTIFIER))) return;
        _refuses(REGULATOR, address(supervision), _freeze(_publicName(PREFIX, Seal.wrap(seal))), OUT_OF_SCOPE);
        _refuses(REGULATOR, address(supervision), _freeze(name), OUT_OF_SCOPE);
    }

    function test_ofARootTheNameBeginsWithTheSeal() external {
        _allows(ROOT, address(namespaces), _sealing(""));
        _allows(ROOT, address(sealedRecords), _registerIn("", _sealOf(IDENTIFIER), ROOT));
        thing = SealedId.unwrap(_idIn("", _sealOf(IDENTIFIER)));
        _allows(REGULATOR, address(supervision), _freeze(_publicName("", _sealOf(IDENTIFIER))));
    }

    function _accredit(string memory scheme) private {
        supervision.accreditOffice(OFFICE, Scope(ScopeKind.Scheme, keccak256(bytes(scheme))), "Office");
    }

    function _publicName(string memory prefix, Seal seal) private pure returns (string memory) {
        return string.concat(prefix, "#", Strings.toHexString(uint256(Seal.unwrap(seal)), 32));
    }

    function _freeze(string memory name) private view returns (bytes memory) {
        return
            abi.encodeCall(
                supervision.freeze,
                (OFFICE, sealedRecords, thing, FreezeReason.Recall, keccak256("order"), name)
            );
    }
}
