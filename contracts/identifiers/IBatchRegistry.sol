// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPartyToken} from "../identity/IPartyToken.sol";
import {NamespaceId, SchemeId} from "./INamespaceRegistry.sol";
import {MemberProof} from "./MembershipProofs.sol";
import {RangeUse} from "./NumberSpans.sol";

/// @notice Of a rule batch its range's id, `keccak256(abi.encode(key, first, last))` with
/// `key = keccak256(abi.encode(scheme, keccak256(stem), keccak256(tail), width))`. Of a Merkle batch
/// `keccak256(abi.encode(list, root))` with
/// `list = keccak256(abi.encode(keccak256("cadastre.batch.list.v1"), namespace, manifest, count))`.
type BatchId is bytes32;

enum BatchKind {
    None,
    /// The members are the numbers of a range.
    Rule,
    /// The members are the leaves of a Merkle tree.
    Merkle
}

enum BatchStatus {
    None,
    Active,
    Revoked
}

enum MemberStatus {
    /// No member of the batch, or not shown to be one.
    None,
    Live,
    /// The namespace that issued the batch is not live, or does not answer for what it issued in that tenure.
    Suspended,
    /// Revoked, or the whole batch is.
    Revoked,
    /// The identifier has a record of its own, which says all the rest.
    Recorded
}

/// @notice The identifiers `stem`, a number in `width` digits, `tail`; the number is their last run of digits.
/// @param stem What comes before the number: does not end with a digit, holds the whole prefix and whatever a longer
/// prefix could hold.
/// @param tail What comes after it: at most 12 bytes, no digit.
/// @param width 1 to 19.
/// @param first Number of the first identifier.
/// @param last Number of the last identifier, itself included.
struct NumberRange {
    SchemeId scheme;
    string stem;
    string tail;
    uint8 width;
    uint64 first;
    uint64 last;
}

/// @notice A list of identifiers.
/// @param root Root of the tree over its members, see `MembershipProofs`.
/// @param manifest SHA-256 of the file that lists them.
/// @param count Number of members.
/// @param uri Where the manifest can be had, at most 2,048 bytes, empty for unknown.
struct Manifest {
    bytes32 root;
    bytes32 manifest;
    uint64 count;
    string uri;
}

/// @notice State of a batch as the ledger holds it.
/// @param prefixLength Bytes of the prefix of the namespace that issued it.
/// @param namespaceEpoch Holding epoch of that namespace at issue.
struct Batch {
    address owner;
    uint32 epoch;
    BatchKind kind;
    BatchStatus status;
    uint8 prefixLength;
    uint24 namespaceEpoch;
}

/// @notice What an identifier is in a batch, apart from any record of its own.
/// @param owner Owner of the batch, and so of all its members.
/// @param index Place in the batch, from 0.
/// @param frozen Whether the batch is frozen, or the namespace of a Merkle batch while that is live: then no member becomes a
/// record, as none does of a namespace that is not live.
/// @param namespace Namespace that issued it, whose prefix is `prefixLength` bytes of the identifier.
struct Membership {
    MemberStatus status;
    address owner;
    uint64 index;
    bool frozen;
    NamespaceId namespace;
    uint8 prefixLength;
    uint24 namespaceEpoch;
}

/// @title Batches of identifiers
/// @notice Registers any number of identifiers at once, by a rule (a range of numbers, no list) or by the Merkle root of a
/// list. A batch is one token: who owns it owns all members that have no record of their own. See
/// `IIdentifierRegistry.materialise` for how a member becomes one.
///
/// ```
///            issueRule, issueMerkle (namespace's holder)                revoke (owner)
///   None --------------------------------------------------> Active ----------------> Revoked: for ever
///                                                             |  ^
///                                                             +--+ revokeMembers (owner): each of them for ever
/// ```
/// Ranges exclude: what lies in the range of a rule batch, revoked or not, or in a reserved range, is neither registered
/// singly nor put into another rule batch. A list cannot be looked into, so a Merkle batch excludes nothing: until a member
/// has its record, whoever may register its identifier otherwise can do so first, and then that record counts.
/// What the controller of a namespace's holder may do here, its registrar may too (`HotRoles`).
interface IBatchRegistry is IPartyToken {
    event RuleBatchIssued(
        BatchId indexed batch,
        NamespaceId indexed namespace,
        address indexed owner,
        NumberRange extent,
        uint8 prefixLength,
        uint24 namespaceEpoch,
        address by
    );

    event MerkleBatchIssued(
        BatchId indexed batch,
        NamespaceId indexed namespace,
        address indexed owner,
        SchemeId scheme,
        Manifest list,
        uint8 prefixLength,
        uint24 namespaceEpoch,
        address by
    );

    event MembersRevoked(BatchId indexed batch, uint64 first, uint64 last, string reason, address by);

    event BatchRevoked(BatchId indexed batch, string reason, address by);

    /// @notice `range` is the id that a rule batch of the same range would have.
    event RangeReserved(
        BatchId indexed range,
        NamespaceId indexed namespace,
        NumberRange extent,
        uint8 prefixLength,
        address by
    );

    event RangeReleased(BatchId indexed range, address by);

    error BatchExists(BatchId batch);
    error UnknownBatch(BatchId batch);
    error BatchIsRevoked(BatchId batch);
    /// @notice No identifiers have this form, or members of the range could have different issuers: the number does not come
    /// after all that a prefix could hold. Those of OIDs and DIDs never do.
    error InvalidRange();
    /// @notice No members, no root, no manifest, or a URI that is too long.
    error InvalidManifest();
    /// @notice The first comes after the last, or there are more than 65,536 of them.
    error InvalidMembers(uint64 first, uint64 last);
    /// @notice There is no such reservation, or none of that namespace's.
    error NotReserved(BatchId range);
    /// @notice The range is a rule batch's, and the namespace answers for it.
    error RangeIsIssued(BatchId batch);
    /// @notice A reason has at most 1,024 bytes.
    error ReasonTooLong(uint256 length);

    /// @notice Issues all identifiers of a range to the party `owner`. Only the controller of the holder of the namespace of
    /// the `prefixLength` bytes that they carry at their scheme's place may, only while it is live, and only where no
    /// longer prefix of theirs is delegated. No part of the range may be taken. Identifiers in it that have a record
    /// already keep it.
    function issueRule(uint8 prefixLength, NumberRange calldata extent, address owner) external returns (BatchId);

    /// @notice Issues the identifiers of a list to the party `owner`. Only the controller of the namespace's holder may, only
    /// while it is live and may issue. A listed identifier is a member just while this namespace is the one that may issue it and no
    /// range that is taken holds it; a listed text that can be no identifier (see `IIdentifierRegistry`) never is.
    function issueMerkle(
        SchemeId scheme,
        string calldata prefix,
        Manifest calldata list,
        address owner
    ) external returns (BatchId);

    /// @notice Ends members for ever, from index `first` to index `last`, both included, where they have no record of their
    /// own. Only the batch's owner may. Indices that the batch does not have stand for nothing.
    function revokeMembers(BatchId batch, uint64 first, uint64 last, string calldata reason) external;

    /// @notice Ends all members that have no record of their own, and the batch, for ever. Only the owner may.
    function revoke(BatchId batch, string calldata reason) external;

    /// @notice Keeps a range free: nothing in it is registered or issued until it is released. May be called as `issueRule`.
    function reserve(uint8 prefixLength, NumberRange calldata extent) external;

    /// @notice Ends a reservation, the whole of it. Only the controller of the holder of the namespace that made it may;
    /// while that is not live, of the one that may issue the identifiers now.
    ///
    /// Also frees the range of a rule batch that was issued in a former tenure of the namespace, for which it does not answer:
    /// else whoever is about to lose a prefix could close it to the next holder. Only the controller of that next holder may.
    /// From then on the batch has no members; records that were made of some stay. A frozen batch keeps its range. A rule batch
    /// of just that range is not issued again, as its id is the one of before: that takes another first or last number.
    function release(uint8 prefixLength, NumberRange calldata extent) external;

    /// @notice Id of a rule batch.
    function ruleBatchId(NumberRange calldata extent) external pure returns (BatchId);

    /// @notice Id of a Merkle batch.
    function merkleBatchId(NamespaceId namespace, Manifest calldata list) external pure returns (BatchId);

    /// @notice State of a batch; status `None` where there is none.
    function batchOf(BatchId batch) external view returns (Batch memory);

    /// @notice Whether the member of that index was revoked by itself.
    function isMemberRevoked(BatchId batch, uint64 index) external view returns (bool);

    /// @notice The range that holds the identifier.
    /// @return use What it is taken for; `None`, with zeros, where no range holds it.
    /// @return range Id of the rule batch or reservation.
    function rangeOf(SchemeId scheme, string calldata identifier) external view returns (RangeUse use, BatchId range);

    /// @notice Whether no range holds the identifier, and which numbers around its own none holds either.
    /// @return free Whether none does.
    /// @return first The lowest of these numbers, and
    /// @return last the highest; zeros where a range holds it, or it has no number that one could hold.
    function gapAround(
        SchemeId scheme,
        string calldata identifier
    ) external view returns (bool free, uint64 first, uint64 last);

    /// @notice What an identifier is in a batch; status `None`, with zeros, where it is no member. Never `Recorded`: see
    /// `IIdentifierRegistry.memberOf`.
    /// @param proof Only for a Merkle batch; all zero for a rule batch.
    function membershipOf(
        BatchId batch,
        SchemeId scheme,
        string calldata identifier,
        MemberProof calldata proof
    ) external view returns (Membership memory);
}
