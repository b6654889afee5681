// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Upgrades that can end
/// @notice A registry is upgraded by role `UPGRADER` after the access manager's delay, until someone of that role freezes
/// it. Nothing thaws it again.
interface IUpgradeGate {
    /// @notice From now on the implementation stays what it is.
    event UpgradesFrozen(address by);

    /// @notice The contract can no longer be upgraded.
    error UpgradesAreFrozen();

    /// @notice Ends upgrades for ever. Role `UPGRADER`.
    function freezeUpgrades() external;

    /// @notice Whether upgrades have ended.
    function upgradesFrozen() external view returns (bool);
}
