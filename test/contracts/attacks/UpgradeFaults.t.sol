// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {IUpgradeGate} from "../../../contracts/access/IUpgradeGate.sol";
import {PartyRegistry} from "../../../contracts/identity/PartyRegistry.sol";
import {Impostor} from "../fixtures/Hostile.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 13: initialisers called by the wrong one, upgrades past the gate, an administrator with too much power.
contract UpgradeFaultsAttackTest is LedgerFixture {
    function test_noImplementationCanBeInitialised() external {
        address[10] memory implementations = _implementations();
        for (uint256 i = 0; i < 10; ++i) {
            bytes memory call = abi.encodeCall(PartyRegistry.initialize, (STRANGER));
            _refuses(STRANGER, implementations[i], call, Initializable.InvalidInitialization.selector);
        }
    }

    function test_noProxyIsInitialisedAgain() external {
        address[10] memory proxies = _proxies();
        for (uint256 i = 0; i < 10; ++i) {
            bytes memory call = abi.encodeCall(PartyRegistry.initialize, (STRANGER));
            _refuses(STRANGER, proxies[i], call, Initializable.InvalidInitialization.selector);
            _refuses(address(this), proxies[i], call, Initializable.InvalidInitialization.selector);
        }
    }

    function test_onlyTheUpgraderUpgradesAndOnlyToAnImplementation() external {
        address[10] memory proxies = _proxies();
        address[10] memory implementations = _implementations();
        address impostor = address(new Impostor());
        for (uint256 i = 0; i < 10; ++i) {
            bytes memory call = abi.encodeCall(UUPSUpgradeable.upgradeToAndCall, (implementations[i], ""));
            _refuses(STRANGER, proxies[i], call, IAccessManaged.AccessManagedUnauthorized.selector);
            _refuses(STRANGER, implementations[i], call, UUPSUpgradeable.UUPSUnauthorizedCallContext.selector);
            _refuses(address(this), proxies[i], abi.encodeCall(UUPSUpgradeable.upgradeToAndCall, (impostor, "")));
            _allows(address(this), proxies[i], call);
        }
    }

    function test_anUpgradeKeepsWhatIsHeld() external {
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        twins.upgradeToAndCall(_create("TwinRegistry", abi.encode(parties)), "");
        require(twins.ownerOf(twin) == MAKER && twins.balanceOf(MAKER) == 1, "lost in the upgrade");
    }

    function test_aFrozenContractIsNeverUpgradedAgain() external {
        address[10] memory proxies = _proxies();
        address[10] memory implementations = _implementations();
        for (uint256 i = 0; i < 10; ++i) {
            bytes memory freeze = abi.encodeCall(IUpgradeGate.freezeUpgrades, ());
            _refuses(STRANGER, proxies[i], freeze, IAccessManaged.AccessManagedUnauthorized.selector);
            _allows(address(this), proxies[i], freeze);
            require(IUpgradeGate(proxies[i]).upgradesFrozen(), "not frozen");
            bytes4 frozen = IUpgradeGate.UpgradesAreFrozen.selector;
            _refuses(address(this), proxies[i], freeze, frozen);
            bytes memory call = abi.encodeCall(UUPSUpgradeable.upgradeToAndCall, (implementations[i], ""));
            _refuses(address(this), proxies[i], call, frozen);
        }
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

    function _proxies() private view returns (address[10] memory) {
        return
            [
                address(supervision),
                address(parties),
                address(namespaces),
                address(twins),
                address(batches),
                address(identifiers),
                address(groups),
                address(rights),
                address(quotas),
                address(evidence)
            ];
    }

    function _implementations() private returns (address[10] memory) {
        return
            [
                _create("Supervision", ""),
                _create("PartyRegistry", abi.encode(address(supervision))),
                _create("NamespaceRegistry", abi.encode(parties)),
                _create("TwinRegistry", abi.encode(parties)),
                _create("BatchRegistry", abi.encode(parties, namespaces)),
                _create("IdentifierRegistry", abi.encode(parties, namespaces, twins, batches)),
                _create("PartyGroups", abi.encode(parties)),
                _create("DataRights", abi.encode(parties, groups, twins, identifiers)),
                _create("UsageQuotas", abi.encode(parties, twins, identifiers, rights)),
                _create("EvidenceRegistry", abi.encode(parties))
            ];
    }
}
