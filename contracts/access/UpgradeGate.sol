// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IUpgradeGate} from "./IUpgradeGate.sol";
import {SignedCaller} from "./SignedCaller.sol";

/// @title Upgrade gate
/// @notice UUPS upgrades behind the access manager, with a one-way freeze.
abstract contract UpgradeGate is IUpgradeGate, UUPSUpgradeable, SignedCaller {
    /// @custom:storage-location erc7201:cadastre.storage.UpgradeGate
    struct UpgradeGateStorage {
        bool frozen;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.UpgradeGate")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant UPGRADE_GATE_STORAGE = 0x2cfa77fc5a3da791abc8adf65ee5a32b390fae930c55fe296c02347ca6934800;

    /// @dev An implementation holds no state of its own: only proxies are initialised.
    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IUpgradeGate
    function freezeUpgrades() external restricted {
        UpgradeGateStorage storage $ = _upgradeGateStorage();
        if ($.frozen) revert UpgradesAreFrozen();
        $.frozen = true;
        emit UpgradesFrozen(_msgSender());
    }

    /// @inheritdoc IUpgradeGate
    function upgradesFrozen() external view returns (bool) {
        return _upgradeGateStorage().frozen;
    }

    /// @dev Reached from `upgradeToAndCall` only, so that is the selector whose role the access manager checks.
    function _authorizeUpgrade(address) internal override restricted {
        if (_upgradeGateStorage().frozen) revert UpgradesAreFrozen();
    }

    function _upgradeGateStorage() private pure returns (UpgradeGateStorage storage $) {
        assembly ("memory-safe") {
            $.slot := UPGRADE_GATE_STORAGE
        }
    }
}
