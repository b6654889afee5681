// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Calls by signature
/// @notice Whatever an account may call in a registry, it may also sign (EIP-712) for someone else to submit. The account may
/// be a key or a contract that answers ERC-1271, such as a multisig.
/// @dev Typed data: `Call(address target,address signer,bytes call,uint256 nonce,uint256 deadline)` in the domain that
/// `eip712Domain` (ERC-5267) names, which holds the chain and this contract. `call` is the call's data, selector and arguments.
/// The target gets the call from this contract, with the signer's 20 bytes behind it. No contract may give this one a power
/// of its own.
interface ISignedCalls {
    /// @notice The time until which the signature could be used (Unix seconds, that second included) is over.
    error SignatureExpired(uint256 deadline);
    /// @notice The signature is not one of the signer's for this call and the signer's present nonce.
    error InvalidCallSignature(address signer);
    /// @notice What was signed is no call: it is shorter than a selector.
    error InvalidCall();

    /// @notice Makes a call of `target` as if `signer` had sent it. Anyone may submit it, once.
    /// @param target This contract or another registry of the same ledger.
    /// @return What the call returned. A call that fails fails with its own error, and the signature stays unused.
    function callWithSignature(
        address target,
        address signer,
        bytes calldata call,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes memory);

    /// @notice Makes all signatures useless that the caller gave out and nobody submitted yet, of every form.
    function invalidateNonce() external;

    /// @notice Next nonce of `signer`, for every signature that this contract takes. Its upper 192 bits are a hash of the
    /// chain and of this contract.
    function nonce(address signer) external view returns (uint256);
}
