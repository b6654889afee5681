// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ContextUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/ContextUpgradeable.sol";
import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ISignedCalls} from "./ISignedCalls.sol";

/// @title Calls by signature
/// @notice A signed call is an ordinary call that the contract makes to itself with the signer behind the call's data, so
/// that one place checks signatures for all functions. Only the contract itself is believed such a signer.
/// @dev Functions ask `_msgSender()`, never `msg.sender`. The signer is part of the call's own frame: a contract that is
/// called back in between does not become the signer. Whoever inherits this must not call itself in any other way.
abstract contract SignedCalls is ISignedCalls, ContextUpgradeable, EIP712Upgradeable {
    /// @custom:storage-location erc7201:cadastre.storage.SignedCalls
    struct SignedCallsStorage {
        mapping(address signer => uint64 count) nonces;
    }

    bytes32 private constant CALL_TYPEHASH = keccak256(
        "Call(address signer,bytes call,uint256 nonce,uint256 deadline)"
    );

    uint256 private constant SELECTOR_LENGTH = 4;
    uint256 private constant SIGNER_LENGTH = 20;

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.SignedCalls")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant SIGNED_CALLS_STORAGE = 0x6b25ccb734e83e19a123e388bdd091067cd662fec403e48caea47163b5994100;

    /// @inheritdoc ISignedCalls
    function callWithSignature(
        address signer,
        bytes calldata call,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes memory) {
        if (block.timestamp > deadline) revert SignatureExpired(deadline);
        if (call.length < SELECTOR_LENGTH) revert InvalidCall();
        bytes32 digest = _hashTypedDataV4(
            keccak256(abi.encode(CALL_TYPEHASH, signer, keccak256(call), nonce(signer), deadline))
        );
        if (!SignatureChecker.isValidSignatureNow(signer, digest, signature)) revert InvalidCallSignature(signer);

        _raiseNonce(signer);
        return Address.functionCall(address(this), abi.encodePacked(call, signer));
    }

    /// @inheritdoc ISignedCalls
    function invalidateNonce() external {
        _raiseNonce(_msgSender());
    }

    /// @inheritdoc ISignedCalls
    function nonce(address signer) public view virtual returns (uint256) {
        uint256 domain = uint256(keccak256(abi.encode(block.chainid, address(this)))) << 64;
        return domain | _signedCallsStorage().nonces[signer];
    }

    function _raiseNonce(address signer) internal {
        ++_signedCallsStorage().nonces[signer];
    }

    /// @dev Who calls: the signer where the contract calls itself on a signature, else the sender.
    function _msgSender() internal view virtual override returns (address) {
        if (msg.sender != address(this)) return msg.sender;
        return address(bytes20(msg.data[msg.data.length - SIGNER_LENGTH:]));
    }

    /// @dev The call's data without the signer, which is what the access manager's schedule knows.
    function _msgData() internal view virtual override returns (bytes calldata) {
        if (msg.sender != address(this)) return msg.data;
        return msg.data[:msg.data.length - SIGNER_LENGTH];
    }

    function _contextSuffixLength() internal view virtual override returns (uint256) {
        return msg.sender == address(this) ? SIGNER_LENGTH : 0;
    }

    function _signedCallsStorage() private pure returns (SignedCallsStorage storage $) {
        assembly ("memory-safe") {
            $.slot := SIGNED_CALLS_STORAGE
        }
    }
}
