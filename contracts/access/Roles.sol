// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Roles of the access manager
/// @notice Cold administration: no function that these roles may call moves, changes or ends what a party holds. An upgrade
/// can, as it installs any code; what stands against that is the upgrader's execution delay, where the deployment set one,
/// and the freeze of upgrades.
library Roles {
    /// @notice Grants and revokes roles, and so can make itself an upgrader. The access manager's own.
    uint64 internal constant ADMIN = 0;

    /// @notice Calls `upgradeToAndCall`, with any code, and `freezeUpgrades`, each after the member's execution delay.
    uint64 internal constant UPGRADER = 1;

    /// @notice Calls `registerScheme`.
    uint64 internal constant SCHEME_ADMIN = 2;

    /// @notice Calls `accredit` and `withdrawAccreditation`: says which parties may attest statements of which kind.
    uint64 internal constant REGISTRAR_ADMIN = 3;

    /// @notice Calls `setPaused`.
    uint64 internal constant PAUSER = 4;

    /// @notice Plus an office's number: may freeze and unfreeze for that office of the supervision.
    uint64 internal constant OFFICES = 1 << 32;
}
