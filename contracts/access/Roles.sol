// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Roles of the access manager
/// @notice Cold administration only: none of these roles can move, change or end anything that a party holds.
library Roles {
    /// @notice Grants and revokes roles. The access manager's own.
    uint64 internal constant ADMIN = 0;

    /// @notice Calls `upgradeToAndCall` and `freezeUpgrades`.
    uint64 internal constant UPGRADER = 1;

    /// @notice Calls `registerScheme`.
    uint64 internal constant SCHEME_ADMIN = 2;
}
