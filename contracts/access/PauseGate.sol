// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPauseGate} from "./IPauseGate.sol";
import {SignedCaller} from "./SignedCaller.sol";

/// @title Pause gate
/// @notice One flag a registry, read by what it stops only.
abstract contract PauseGate is IPauseGate, SignedCaller {
    /// @custom:storage-location erc7201:cadastre.storage.PauseGate
    struct PauseGateStorage {
        bool paused;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.PauseGate")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant PAUSE_GATE_STORAGE = 0xc975a7f4363c87dff65419d7dd0fc1d5b5ffb9449a82a733aa877194e2e0cd00;

    /// @inheritdoc IPauseGate
    function setPaused(bool paused) external restricted {
        _pauseGateStorage().paused = paused;
        if (paused) emit Paused(_msgSender());
        else emit Unpaused(_msgSender());
    }

    /// @inheritdoc IPauseGate
    function isPaused() public view returns (bool) {
        return _pauseGateStorage().paused;
    }

    function _requireNotPaused() internal view {
        if (isPaused()) revert RegistryIsPaused();
    }

    function _pauseGateStorage() private pure returns (PauseGateStorage storage $) {
        assembly ("memory-safe") {
            $.slot := PAUSE_GATE_STORAGE
        }
    }
}
