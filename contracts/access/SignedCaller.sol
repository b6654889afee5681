// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";

/// @title The caller, also where it signed instead of sending
/// @notice The registry of parties takes signed calls for all registries (see `ISignedCalls`) and passes each on with the
/// signer behind the call's data. A registry believes it, and nobody else: it believes it who controls what anyhow.
/// @dev Functions ask `_msgSender()`, never `msg.sender`. The signer is part of the call's own frame: a contract that is
/// called back in between does not become the signer. The registry of parties must not call a registry in any other way.
abstract contract SignedCaller is AccessManagedUpgradeable {
    uint256 private constant SIGNER_LENGTH = 20;

    /// @dev Who calls: the signer of a signed call, else the sender.
    function _msgSender() internal view virtual override returns (address) {
        if (!_isSigned()) return msg.sender;
        return address(bytes20(msg.data[msg.data.length - SIGNER_LENGTH:]));
    }

    /// @dev The call's data without the signer, which is what the access manager's schedule knows.
    function _msgData() internal view virtual override returns (bytes calldata) {
        return _isSigned() ? msg.data[:msg.data.length - SIGNER_LENGTH] : msg.data;
    }

    function _contextSuffixLength() internal view virtual override returns (uint256) {
        return _isSigned() ? SIGNER_LENGTH : 0;
    }

    /// @dev The contract that checks signatures: the registry of parties.
    function _signedCalls() internal view virtual returns (address);

    function _isSigned() private view returns (bool) {
        return msg.sender == _signedCalls();
    }
}
