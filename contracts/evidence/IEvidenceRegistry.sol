// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice What a bundle says of itself.
/// @param root Root of the bundle's tree: see `IEvidenceRegistry`.
/// @param count How many documents it holds, not zero.
/// @param uri Where its list of documents may be read, empty where it is not published, at most 2,048 bytes.
/// @param supersedes Root of the same author's bundle that this one replaces, zero for none.
struct NewBundle {
    bytes32 root;
    uint32 count;
    string uri;
    bytes32 supersedes;
}

/// @notice State of a bundle as the ledger holds it.
/// @param anchoredAt Block time at which it was anchored, 0 where there is no such bundle.
/// @param supersedes Root of the bundle before, zero for none.
/// @param supersededBy Root of the bundle that replaced this one, zero while it is the latest.
struct Bundle {
    uint40 anchoredAt;
    uint32 count;
    bytes32 supersedes;
    bytes32 supersededBy;
}

/// @title Evidence
/// @notice That a party vouched for a digest at a time: what it digests (a document, the root of an access log, a decision) stays
/// off the ledger. Append-only: an anchor is never moved, changed or removed, by anyone. Anchors are kept by author, so that
/// nobody's anchor stands in another's way.
///
/// Anchoring a digest again changes nothing and is no error: the first time stays, and a run that broke off can be repeated.
///
/// A bundle is a list of documents under one root. The tree is the one of OpenZeppelin's `StandardMerkleTree` over one `bytes32`,
/// the document's SHA-256: a leaf is `keccak256(keccak256(digest))`, so that no inner node passes for one, and pairs are sorted.
/// Its root is anchored like any digest. A newer bundle may point at the one before, each at one and each by one: bundles of
/// an author form lines, never branches.
interface IEvidenceRegistry {
    /// @notice A party vouches for a digest from the time of this block on.
    event EvidenceAnchored(bytes32 indexed digest, address indexed author, address by);

    /// @notice A bundle was anchored; its root's `EvidenceAnchored` comes before, unless it was anchored already.
    event BundleAnchored(
        bytes32 indexed root,
        address indexed author,
        bytes32 indexed supersedes,
        uint32 count,
        string uri,
        address by
    );

    /// @notice The digest of nothing: zero.
    error NoDigest();
    /// @notice A call takes 1 to 256 digests.
    error TooManyDigests(uint256 count);
    /// @notice The bundle counts no document, or its URI is longer than 2,048 bytes.
    error InvalidBundle();
    /// @notice The author anchored that bundle already.
    error BundleExists(bytes32 root, address author);
    /// @notice The author has no bundle of that root to supersede.
    error UnknownBundle(bytes32 root, address author);
    /// @notice Another bundle has that place in the line.
    error BundleSuperseded(bytes32 root, bytes32 supersededBy);

    /// @notice Anchors a digest for the party `author`. Only its controller may.
    /// @return anchoredAt When it was first anchored: this block's time, or an earlier one.
    function anchor(address author, bytes32 digest) external returns (uint40 anchoredAt);

    /// @notice Anchors 1 to 256 digests for the party `author`. Only its controller may. Those there already stay as they are.
    function anchorMany(address author, bytes32[] calldata digests) external;

    /// @notice Anchors a bundle for the party `author`. Only its controller may.
    function anchorBundle(address author, NewBundle calldata bundle) external;

    /// @notice Block time at which the author first anchored the digest, 0 where it never did.
    function anchorOf(bytes32 digest, address author) external view returns (uint40 anchoredAt);

    /// @notice Whether the author anchored the digest.
    function isAnchored(bytes32 digest, address author) external view returns (bool);

    /// @notice State of a bundle; all zero where there is none.
    function bundleOf(bytes32 root, address author) external view returns (Bundle memory);

    /// @notice Whether the document of that SHA-256 is in the author's bundle, superseded or not.
    function isInBundle(
        bytes32 root,
        address author,
        bytes32 digest,
        bytes32[] calldata proof
    ) external view returns (bool);
}
