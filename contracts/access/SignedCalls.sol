// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ISignedCalls} from "./ISignedCalls.sol";
import {SignedCaller} from "./SignedCaller.sol";

/// @title Calls by signature
/// @notice One place checks signatures for all functions of all registries. See `SignedCaller` for how they learn of the
/// signer.
abstract contract SignedCalls is ISignedCalls, SignedCaller, EIP712Upgradeable {
    /// @custom:storage-location erc7201:cadastre.storage.SignedCalls
    struct SignedCallsStorage {
        mapping(address signer => uint64 count) nonces;
    }

    bytes32 private constant CALL_TYPEHASH = keccak256(
        "Call(address target,address signer,bytes call,uint256 nonce,uint256 deadline)"
    );

    uint256 private constant SELECTOR_LENGTH = 4;

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.SignedCalls")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant SIGNED_CALLS_STORAGE = 0x6b25ccb734e83e19a123e388bdd091067cd662fec403e48caea47163b5994100;

    /// @inheritdoc ISignedCalls
    function callWithSignature(
        address target,
        address signer,
        bytes calldata call,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes memory) {
        if (block.timestamp > deadline) revert SignatureExpired(deadline);
        if (call.length < SELECTOR_LENGTH) revert InvalidCall();
        bytes32 digest = _hashTypedDataV4(
            keccak256(abi.encode(CALL_TYPEHASH, target, signer, keccak256(call), nonce(signer), deadline))
        );
        if (!SignatureChecker.isValidSignatureNow(signer, digest, signature)) revert InvalidCallSignature(signer);

        _raiseNonce(signer);
        return Address.functionCall(target, abi.encodePacked(call, signer));
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

    /// @dev Itself: what is signed for its own functions it calls on itself.
    function _signedCalls() internal view override returns (address) {
        return address(this);
    }

    function _signedCallsStorage() private pure returns (SignedCallsStorage storage $) {
        assembly ("memory-safe") {
            $.slot := SIGNED_CALLS_STORAGE
        }
    }
}
