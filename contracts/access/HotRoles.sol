// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice A set of hot roles, one bit each.
type RoleSet is uint16;

/// @title Hot roles
/// @notice What a holder lets others do to one of its tokens, without handing over the token or its keys.
library HotRoles {
    /// @notice Of a namespace: registers identifiers and issues batches beneath it. Of a batch: makes records of its members.
    RoleSet internal constant REGISTRAR = RoleSet.wrap(1);

    /// @notice Of a namespace: delegates longer prefixes and renews their holders' terms.
    RoleSet internal constant DELEGATOR = RoleSet.wrap(2);

    /// @notice Of a record: replaces subject and links. Of a twin: publishes versions.
    RoleSet internal constant PUBLISHER = RoleSet.wrap(4);

    /// @notice Of a record or a twin: grants and revokes rights to its data.
    RoleSet internal constant STEWARD = RoleSet.wrap(8);

    uint16 private constant ALL = 15;

    /// @notice Whether the set holds roles that there are, and no others; the empty set is one too.
    function isKnown(RoleSet set) internal pure returns (bool) {
        return RoleSet.unwrap(set) <= ALL;
    }

    /// @notice Whether all of `wanted` are in the set; never, where nothing is wanted.
    function includes(RoleSet set, RoleSet wanted) internal pure returns (bool) {
        uint16 bits = RoleSet.unwrap(wanted);
        return bits != 0 && RoleSet.unwrap(set) & bits == bits;
    }
}
