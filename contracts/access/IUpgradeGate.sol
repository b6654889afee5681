// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Upgrades that can end
/// @notice A registry is upgraded by role `UPGRADER` after the execution delay that the access manager holds for its
/// member, which may be zero, as it is on a development chain. An upgrade installs any code, so whoever has the role can,
/// once the delay is over, change all that the registry holds. That ends when someone of the role freezes the registry:
/// no call of this code thaws it again.
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
