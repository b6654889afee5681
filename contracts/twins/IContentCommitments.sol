// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Shows that a content was among those that a party committed to.
/// @param salt Secret of this one content until now: 32 random bytes.
/// @param proof Merkle proof from the content's leaf to the root, empty where only one content was committed to.
struct ContentOpening {
    bytes32 salt;
    bytes32[] proof;
}

/// @title Commitments to contents
/// @notice A content is registered once, so whoever sees its digest in a transaction that is not mined yet could
/// register it first. Therefore a digest is committed to before it is shown. A commitment is the root of a Merkle tree over
/// any number of digests and says nothing about them; it holds from the block after it on, for a week.
///
/// A leaf is `keccak256(bytes.concat(keccak256(abi.encode(chainId, registry, party, digest, salt))))`; two nodes hash as
/// `keccak256` of both in ascending order. The party is in the leaf and each leaf has a salt of its own: neither the root of
/// another nor what an opening shows is of use to anyone else, not even for the other digests of the same tree.
///
/// Who sees a pending opening can commit no earlier than in the same block, and open that no earlier than in the next
/// one. So the one who came first must be in by then: a transaction that offers too little to be mined loses this lead.
interface IContentCommitments {
    event ContentsCommitted(address indexed party, bytes32 indexed root, address by);

    /// @notice The party made no such commitment: it is missing, or salt or proof are not those of this content.
    error UnknownCommitment(address party, bytes32 root);
    /// @notice The commitment was made in this block: it holds from the next one on.
    error CommitmentTooYoung(bytes32 root);
    /// @notice The commitment ended at `time` (Unix seconds).
    error CommitmentExpired(bytes32 root, uint256 time);

    /// @notice Commits `party` to the contents under a root; made again, it begins anew. Only the party's controller may.
    function commitContents(address party, bytes32 root) external;

    /// @notice When a commitment was made; both zero where there is none.
    function commitmentOf(address party, bytes32 root) external view returns (uint64 blockNumber, uint64 time);

    /// @notice Leaf of a content in a commitment of `party`.
    function contentLeaf(address party, bytes32 digest, bytes32 salt) external view returns (bytes32);
}
