// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title A registry whose things can be frozen
/// @notice A frozen thing stays just as it is: its owner, approvals, content and rights do not change, whoever asks. The registry
/// keeps one bit a thing, where it is read anyway; who froze it and why, `ISupervision` knows.
interface IFreezable {
    /// @notice Bars what was asked for: the thing is frozen, or lies beneath a frozen one.
    error ThingIsFrozen(bytes32 thing);
    /// @notice There is nothing of that id to freeze.
    error UnknownThing(bytes32 thing);
    /// @notice Only the ledger's supervision sets the bit.
    error NotSupervision(address caller);

    /// @notice Sets or clears the bit. Only the supervision, which keeps the books of who asked for it.
    /// @param thing Id of a token, a party (its address as a number) or a grant.
    function setFrozen(bytes32 thing, bool frozen) external;

    /// @notice Whether a thing is frozen; false where there is none.
    function isFrozen(bytes32 thing) external view returns (bool);
}
