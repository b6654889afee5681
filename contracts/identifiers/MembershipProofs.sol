// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {NamespaceId, SchemeId} from "./INamespaceRegistry.sol";

/// @notice What makes one identifier a member of a Merkle batch.
/// @param manifest SHA-256 of the batch's manifest, and
/// @param count number of its members: both are part of the batch's id.
/// @param index Place of the member in the manifest, from 0.
/// @param contentDigest What the manifest says that the record holds, as in `Record.digest`; zero for nothing.
/// @param path Hashes beside the way from the leaf up to the root.
struct MemberProof {
    bytes32 manifest;
    uint64 count;
    uint64 index;
    bytes32 contentDigest;
    bytes32[] path;
}

/// @title Membership in a Merkle batch
/// @notice Leaf, root and id of a batch whose members are a list. Inner nodes are `keccak256` of their two children, the
/// smaller first; a node without a sibling rises as it is.
/// @dev A leaf is hashed twice, over eight words and over one, an inner node once over two: neither can pass for the other. A leaf names its
/// chain, registry, batch and index, so it proves nothing anywhere else. The batch's id holds the root, so the leaf names the
/// batch by what else is in the id: the namespace, the manifest and the count.
library MembershipProofs {
    bytes32 internal constant LEAF_TAG = keccak256("cadastre.batch.leaf.v1");
    bytes32 internal constant LIST_TAG = keccak256("cadastre.batch.list.v1");

    /// @notice What a batch's leaves name it by.
    function listId(NamespaceId namespace, bytes32 manifest, uint64 count) internal pure returns (bytes32) {
        return keccak256(abi.encode(LIST_TAG, namespace, manifest, count));
    }

    /// @notice Id of the batch.
    function batchId(bytes32 list, bytes32 root) internal pure returns (bytes32) {
        return keccak256(abi.encode(list, root));
    }

    function leaf(
        bytes32 list,
        uint64 index,
        SchemeId scheme,
        bytes32 identifierHash,
        bytes32 contentDigest
    ) internal view returns (bytes32) {
        bytes32 once = keccak256(
            abi.encode(LEAF_TAG, block.chainid, address(this), list, index, scheme, identifierHash, contentDigest)
        );
        return keccak256(bytes.concat(once));
    }

    /// @notice Whether the identifier is the member that the proof says, of that batch of the namespace's.
    /// @dev No path is longer than a tree of so many leaves is high.
    function isMember(
        bytes32 batch,
        NamespaceId namespace,
        SchemeId scheme,
        bytes32 identifierHash,
        MemberProof calldata proof
    ) internal view returns (bool) {
        if (proof.index >= proof.count || proof.path.length > Math.log2(proof.count, Math.Rounding.Ceil)) return false;
        bytes32 list = listId(namespace, proof.manifest, proof.count);
        bytes32 bottom = leaf(list, proof.index, scheme, identifierHash, proof.contentDigest);
        return batchId(list, MerkleProof.processProofCalldata(proof.path, bottom)) == batch;
    }
}
