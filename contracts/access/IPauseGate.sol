// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title A pause
/// @notice Stops, for as long as a fault is looked into, what gives a registry something new: in a token's registry every mint,
/// every transfer and every new content, in `DataRights` every grant. Nothing else: keys rotate, approvals are withdrawn, what
/// exists is suspended, retired, revoked and frozen, and all is read as ever. Parties, evidence and supervision have no pause.
interface IPauseGate {
    event Paused(address by);
    event Unpaused(address by);

    error RegistryIsPaused();

    /// @notice Begins or ends the pause; no change is no error. Role `PAUSER`.
    function setPaused(bool paused) external;

    /// @notice Whether the registry is paused.
    function isPaused() external view returns (bool);
}
