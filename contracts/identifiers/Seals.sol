// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {NamespaceId, SchemeId} from "./INamespaceRegistry.sol";

/// @notice `keccak256(abi.encode(keccak256("cadastre.seal.v1"), schemeId, keccak256(bytes(identifier)), salt))`: says nothing of
/// the identifier to whoever lacks the salt, which is 32 bytes that nobody but the namespace's holder can guess.
type Seal is bytes32;

/// @notice `keccak256(abi.encode(keccak256("cadastre.sealed.v1"), namespaceId, seal))`. The namespace is part of it: the same
/// seal in another namespace is another record.
type SealedId is bytes32;

/// @title Seals
/// @notice The formulas of seals and of the ids of sealed records.
library Seals {
    bytes32 private constant SEAL = keccak256("cadastre.seal.v1");
    bytes32 private constant SEALED_RECORD = keccak256("cadastre.sealed.v1");

    function sealOf(SchemeId scheme, bytes calldata identifier, bytes32 salt) internal pure returns (Seal) {
        return Seal.wrap(keccak256(abi.encode(SEAL, scheme, keccak256(identifier), salt)));
    }

    function idOf(NamespaceId namespace, Seal seal) internal pure returns (SealedId) {
        return SealedId.wrap(keccak256(abi.encode(SEALED_RECORD, namespace, seal)));
    }
}
