// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {IUpgradeGate} from "../../../contracts/access/IUpgradeGate.sol";
import {PartyRegistry} from "../../../contracts/identity/PartyRegistry.sol";
import {Impostor} from "../fixtures/Hostile.sol";
import {PartyFixture} from "../fixtures/PartyFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 13: initialisers called by the wrong one, upgrades past the gate, an administrator with too much power.
contract UpgradeFaultsAttackTest is PartyFixture {
    uint256 private constant REGISTRIES = 16;

    function testFuzz_noImplementationCanBeInitialised(address caller, address authority) external {
        for (uint256 i = 0; i < REGISTRIES; ++i) {
            PartyRegistry registry = PartyRegistry(_implementation(i));
            bytes memory call = abi.encodeCall(registry.initialize, (authority));
            _refuses(caller, address(registry), call, Initializable.InvalidInitialization.selector);
        }
    }

    function testFuzz_noProxyIsInitialisedAgain(address caller, address authority) external {
        for (uint256 i = 0; i < REGISTRIES; ++i) {
            PartyRegistry registry = _registry(i);
            bytes memory call = abi.encodeCall(registry.initialize, (authority));
            _refuses(caller, address(registry), call, Initializable.InvalidInitialization.selector);
            _refuses(address(this), address(registry), call, Initializable.InvalidInitialization.selector);
        }
    }

    /// @dev The access manager alone hands a registry over to another.
    function testFuzz_nobodyPutsARegistryUnderAnotherAuthority(address caller, address authority) external {
        if (caller == address(manager)) return;
        for (uint256 i = 0; i < REGISTRIES; ++i) {
            PartyRegistry registry = _registry(i);
            bytes memory call = abi.encodeCall(registry.setAuthority, (authority));
            _refuses(caller, address(registry), call, IAccessManaged.AccessManagedUnauthorized.selector);
            _refuses(address(this), address(registry), call, IAccessManaged.AccessManagedUnauthorized.selector);
            require(registry.authority() == address(manager), "another authority");
        }
    }

    function testFuzz_onlyTheUpgraderUpgradesAndFreezes(address caller, uint8 pick) external {
        if (caller == address(this)) return;
        PartyRegistry registry = _registry(pick % REGISTRIES);
        bytes4 refused = IAccessManaged.AccessManagedUnauthorized.selector;
        address implementation = _implementation(pick % REGISTRIES);
        bytes memory call = abi.encodeCall(registry.upgradeToAndCall, (implementation, ""));
        _refuses(caller, address(registry), call, refused);
        _refuses(caller, implementation, call, UUPSUpgradeable.UUPSUnauthorizedCallContext.selector);
        _refuses(caller, address(registry), abi.encodeCall(registry.freezeUpgrades, ()), refused);
        require(!registry.upgradesFrozen(), "frozen");
    }

    function test_theUpgraderUpgradesToAnImplementationOnlyUntilItFreezes() external {
        address impostor = address(new Impostor());
        for (uint256 i = 0; i < REGISTRIES; ++i) {
            PartyRegistry registry = _registry(i);
            bytes memory call = abi.encodeCall(registry.upgradeToAndCall, (_implementation(i), ""));
            _refuses(address(this), address(registry), abi.encodeCall(registry.upgradeToAndCall, (impostor, "")));
            _allows(address(this), address(registry), call);
            bytes memory freeze = abi.encodeCall(registry.freezeUpgrades, ());
            _allows(address(this), address(registry), freeze);
            require(registry.upgradesFrozen(), "not frozen");
            _refuses(address(this), address(registry), freeze, IUpgradeGate.UpgradesAreFrozen.selector);
            _refuses(address(this), address(registry), call, IUpgradeGate.UpgradesAreFrozen.selector);
        }
    }

    function test_anUpgradeKeepsWhatIsHeld() external {
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        twins.upgradeToAndCall(_create("TwinRegistry", abi.encode(parties)), "");
        require(twins.ownerOf(twin) == MAKER && twins.balanceOf(MAKER) == 1, "lost in the upgrade");
    }

    function test_aDelayedUpgraderWaits() external {
        manager.grantRole(Roles.UPGRADER, PARTNER, 2 days);
        bytes memory call = abi.encodeCall(
            UUPSUpgradeable.upgradeToAndCall,
            (_create("TwinRegistry", abi.encode(parties)), "")
        );
        _refuses(PARTNER, address(twins), call);
        vm.prank(PARTNER);
        manager.schedule(address(twins), call, 0);
        vm.warp(block.timestamp + 2 days - 1);
        _refuses(PARTNER, address(twins), call);
        vm.warp(block.timestamp + 1);
        _allows(PARTNER, address(twins), call);
    }

    function test_theAdministratorMovesAndChangesNothing() external {
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        _registerRecord(IDENTIFIER, MAKER);
        _refuses(address(this), address(twins), abi.encodeCall(twins.transferFrom, (MAKER, BUYER, twin)));
        _refuses(address(this), address(identifiers), abi.encodeCall(identifiers.retire, (_name(IDENTIFIER), "")));
        _refuses(address(this), address(namespaces), abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, "")));
        _refuses(address(this), address(parties), abi.encodeCall(parties.changeOwner, (MAKER, address(this))));
        _refuses(address(this), address(rights), abi.encodeCall(rights.grant, (_key(twin, 0), _terms(0, 0, 1))));
    }

    /// @dev Seen as the one of parties: what is asked of it here, every registry has.
    function _registry(uint256 number) private view returns (PartyRegistry) {
        address[REGISTRIES] memory registries = [
            address(supervision),
            address(parties),
            address(attestations),
            address(relations),
            address(namespaces),
            address(twins),
            address(twinTerms),
            address(lineage),
            address(composition),
            address(batches),
            address(identifiers),
            address(sealedRecords),
            address(groups),
            address(rights),
            address(quotas),
            address(evidence)
        ];
        return PartyRegistry(registries[number]);
    }

    function _implementation(uint256 number) private view returns (address) {
        // keccak256("eip1967.proxy.implementation") - 1
        bytes32 slot = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;
        return address(uint160(uint256(vm.load(address(_registry(number)), slot))));
    }
}
