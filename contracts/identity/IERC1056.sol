// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title ERC-1056 lightweight identity
/// @notice The registry interface behind `did:ethr`. Function and event signatures are those of ERC-1056, so that
/// existing DID libraries resolve Cadastre's parties without an adapter.
interface IERC1056 {
    /// @notice The controller of `identity` became `owner`; the zero address deactivates the identity for ever.
    /// @param previousChange Block of the identity's change before this one, 0 for none: clients walk the chain of events by it.
    event DIDOwnerChanged(address indexed identity, address owner, uint256 previousChange);

    /// @notice `delegate` acts for `identity` in the sense of `delegateType` until `validTo` (Unix seconds).
    event DIDDelegateChanged(
        address indexed identity,
        bytes32 delegateType,
        address delegate,
        uint256 validTo,
        uint256 previousChange
    );

    /// @notice The DID document's attribute `name` has `value` until `validTo` (Unix seconds).
    event DIDAttributeChanged(
        address indexed identity,
        bytes32 name,
        bytes value,
        uint256 validTo,
        uint256 previousChange
    );

    /// @notice Block of the last change of `identity`, 0 for none.
    function changed(address identity) external view returns (uint256);

    /// @notice Next nonce of `signer` for the signed variants. Its upper 192 bits are a hash of the chain and of this
    /// contract, so the standard's digest, which names neither chain nor deployment, cannot be replayed on another.
    function nonce(address signer) external view returns (uint256);

    /// @notice Current controller of `identity`: itself unless changed, the zero address once deactivated.
    function identityOwner(address identity) external view returns (address);

    /// @notice Whether `delegate` is a delegate of that type now.
    function validDelegate(address identity, bytes32 delegateType, address delegate) external view returns (bool);

    function changeOwner(address identity, address newOwner) external;

    function changeOwnerSigned(address identity, uint8 sigV, bytes32 sigR, bytes32 sigS, address newOwner) external;

    function addDelegate(address identity, bytes32 delegateType, address delegate, uint256 validity) external;

    function addDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate,
        uint256 validity
    ) external;

    function revokeDelegate(address identity, bytes32 delegateType, address delegate) external;

    function revokeDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate
    ) external;

    function setAttribute(address identity, bytes32 name, bytes calldata value, uint256 validity) external;

    function setAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value,
        uint256 validity
    ) external;

    function revokeAttribute(address identity, bytes32 name, bytes calldata value) external;

    function revokeAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value
    ) external;
}
