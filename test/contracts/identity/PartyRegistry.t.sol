// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC1056} from "../../../contracts/identity/IERC1056.sol";
import {IPartyRegistry, Party, PartyKind, PartyProfile} from "../../../contracts/identity/IPartyRegistry.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract PartyRegistryTest is LedgerFixture {
    bytes32 private constant DELEGATE_TYPE = "veriKey";

    function testFuzz_anAccountControlsItselfUntilItSaysOtherwise(address account) external view {
        require(parties.identityOwner(account) == account, "not its own controller");
        require(parties.changed(account) == 0, "changed");
    }

    function testFuzz_onlyTheControllerRegisters(address identity, address caller) external {
        if (identity == caller) return;
        bytes memory call = abi.encodeCall(parties.register, (identity, _profile(PartyKind.Machine)));
        _refuses(caller, address(parties), call, IPartyRegistry.NotController.selector);
    }

    function test_aPartyIsRegisteredOnce() external {
        bytes memory call = abi.encodeCall(parties.register, (MAKER, _profile(PartyKind.Organisation)));
        _refuses(MAKER, address(parties), call, IPartyRegistry.PartyExists.selector);
    }

    function test_profilesOutOfRangeAreRefused() external {
        PartyProfile[5] memory faulty;
        faulty[0] = _profile(PartyKind.None);
        for (uint256 i = 1; i < 5; ++i) faulty[i] = _profile(PartyKind.Machine);
        faulty[1].name = "";
        faulty[2].name = string(new bytes(257));
        faulty[3].legalId = string(new bytes(257));
        faulty[4].profileUri = string(new bytes(2049));
        for (uint256 i = 0; i < faulty.length; ++i) {
            bytes memory call = abi.encodeCall(parties.register, (STRANGER, faulty[i]));
            _refuses(STRANGER, address(parties), call, IPartyRegistry.InvalidProfile.selector);
        }
    }

    function test_theKindOfAPartyStays() external {
        bytes memory other = abi.encodeCall(parties.updateProfile, (MAKER, _profile(PartyKind.Machine)));
        _refuses(MAKER, address(parties), other, IPartyRegistry.InvalidProfile.selector);
        _allows(
            MAKER,
            address(parties),
            abi.encodeCall(parties.updateProfile, (MAKER, _profile(PartyKind.Organisation)))
        );
    }

    function test_anUnregisteredAccountHasNoProfileToUpdate() external {
        bytes memory call = abi.encodeCall(parties.updateProfile, (STRANGER, _profile(PartyKind.Organisation)));
        _refuses(STRANGER, address(parties), call, IPartyRegistry.NotAParty.selector);
    }

    function testFuzz_controlMovesAndTheEpochCountsIt(address first, address second) external {
        if (first == address(0) || second == address(0)) return;
        _rotate(MAKER, MAKER, first);
        _rotate(MAKER, first, second);
        (address controller, uint32 epoch) = parties.controllerOf(MAKER);
        require(controller == second && epoch == 2, "controller or epoch");
        require(parties.identityOwner(MAKER) == second, "identity owner");
    }

    function testFuzz_aDeactivatedPartyIsNobodysForEver(address caller) external {
        if (caller == address(0)) return; // No transaction comes from there.
        _rotate(MAKER, MAKER, address(0));
        require(parties.identityOwner(MAKER) == address(0), "has an owner");
        Party memory party = parties.partyOf(MAKER);
        require(party.deactivated && party.controller == address(0), "party");
        bytes memory revive = abi.encodeCall(parties.changeOwner, (MAKER, caller));
        _refuses(caller, address(parties), revive, IPartyRegistry.NotController.selector);
        _refuses(MAKER, address(parties), revive, IPartyRegistry.NotController.selector);
        _refuses(
            caller,
            address(parties),
            abi.encodeCall(parties.controllerOf, (MAKER)),
            IPartyRegistry.NotAParty.selector
        );
    }

    function testFuzz_aDelegateIsValidUntilItsTime(uint32 validity, uint32 later) external {
        vm.prank(STRANGER);
        parties.addDelegate(STRANGER, DELEGATE_TYPE, PARTNER, validity);
        uint256 start = block.timestamp;
        vm.warp(start + later);
        bool expected = later < validity;
        require(parties.validDelegate(STRANGER, DELEGATE_TYPE, PARTNER) == expected, "validity");
    }

    function test_aRevokedDelegateIsValidNoMore() external {
        vm.prank(MAKER);
        parties.addDelegate(MAKER, DELEGATE_TYPE, PARTNER, 1 days);
        vm.prank(MAKER);
        parties.revokeDelegate(MAKER, DELEGATE_TYPE, PARTNER);
        require(!parties.validDelegate(MAKER, DELEGATE_TYPE, PARTNER), "still valid");
    }

    function test_aDeactivatedIdentityHasNoDelegates() external {
        vm.prank(MAKER);
        parties.addDelegate(MAKER, DELEGATE_TYPE, PARTNER, 1 days);
        _rotate(MAKER, MAKER, address(0));
        require(!parties.validDelegate(MAKER, DELEGATE_TYPE, PARTNER), "still valid");
    }

    function test_changesAreChainedByBlock() external {
        vm.roll(100);
        vm.prank(MAKER);
        parties.setAttribute(MAKER, "did/svc/Hub", "https://example.com", 1 days);
        require(parties.changed(MAKER) == 100, "first change");
        vm.roll(200);
        vm.prank(MAKER);
        parties.revokeAttribute(MAKER, "did/svc/Hub", "https://example.com");
        require(parties.changed(MAKER) == 200, "second change");
    }

    function test_saysWhichInterfacesItHas() external view {
        require(parties.supportsInterface(type(IERC165).interfaceId), "ERC-165");
        require(parties.supportsInterface(type(IERC1056).interfaceId), "ERC-1056");
        require(parties.supportsInterface(type(IPartyRegistry).interfaceId), "parties");
        require(!parties.supportsInterface(0xffffffff), "anything");
    }

    function testFuzz_onlyTheControllerWritesTheDocument(address caller, bytes32 kind, bytes calldata value) external {
        if (caller == MAKER) return;
        uint256 validity = 1 days;
        bytes[4] memory calls = [
            abi.encodeCall(parties.addDelegate, (MAKER, kind, PARTNER, validity)),
            abi.encodeCall(parties.revokeDelegate, (MAKER, kind, PARTNER)),
            abi.encodeCall(parties.setAttribute, (MAKER, kind, value, validity)),
            abi.encodeCall(parties.revokeAttribute, (MAKER, kind, value))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            _refuses(caller, address(parties), calls[i], IPartyRegistry.NotController.selector);
        }
        require(parties.changed(MAKER) == 0, "written");
        for (uint256 i = 0; i < calls.length; ++i) _allows(MAKER, address(parties), calls[i]);
        require(parties.changed(MAKER) == block.number, "not written");
        require(!parties.validDelegate(MAKER, kind, PARTNER), "not revoked");
    }
}
