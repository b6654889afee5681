// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ContextUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/ContextUpgradeable.sol";
import {SignedCalls} from "./SignedCalls.sol";
import {UpgradeGate} from "./UpgradeGate.sol";

/// @title A registry that takes signed calls
/// @notice Upgradeable behind the access manager, callable by signature.
abstract contract SignedRegistry is SignedCalls, UpgradeGate {
    function _msgSender() internal view override(ContextUpgradeable, SignedCalls) returns (address) {
        return super._msgSender();
    }

    function _msgData() internal view override(ContextUpgradeable, SignedCalls) returns (bytes calldata) {
        return super._msgData();
    }

    function _contextSuffixLength() internal view override(ContextUpgradeable, SignedCalls) returns (uint256) {
        return super._contextSuffixLength();
    }
}
