// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IPartyToken} from "../identity/IPartyToken.sol";
import {BatchId, MemberStatus} from "./IBatchRegistry.sol";
import {IERC5192} from "./IERC5192.sol";
import {NamespaceId, SchemeId} from "./INamespaceRegistry.sol";
import {MemberProof} from "./MembershipProofs.sol";

/// @notice `keccak256(abi.encode(schemeId, keccak256(bytes(identifier))))`: recomputable by anyone. The namespace is no
/// part of it: an identifier has one record for ever, under whichever namespace it was issued.
type RecordId is bytes32;

enum RecordStatus {
    None,
    Active,
    Suspended,
    Retired
}

/// @notice What an identifier stands for. A party's subject id is its address, left-padded to 32 bytes.
enum SubjectKind {
    None,
    Twin,
    Party,
    Record
}

/// @notice The full name of a record.
/// @param scheme Scheme of the identifier.
/// @param identifier Canonical identifier, 1 to 2,048 bytes of UTF-8 without control characters.
struct RecordName {
    SchemeId scheme;
    string identifier;
}

/// @notice What a record says.
/// @param subjectKind Kind of the subject; `None` for none.
/// @param subject Id of the subject, zero for none.
/// @param linkset UTF-8 JSON, the RFC 9264 context object without its anchor: link relation to array of targets; at most
/// 8,192 bytes, empty for none.
struct RecordContent {
    SubjectKind subjectKind;
    bytes32 subject;
    bytes linkset;
}

/// @notice One of many records that are registered together.
struct RecordEntry {
    string identifier;
    RecordContent content;
}

/// @notice State of a record as the ledger holds it.
/// @param digest `keccak256(abi.encode(subjectKind, subject, keccak256(linkset)))`; commits to the content of `version`.
/// @param prefixLength Bytes of the prefix of the namespace that issued the identifier, within the identifier.
/// @param namespaceEpoch Holding epoch of that namespace at registration.
struct Record {
    address owner;
    uint32 epoch;
    RecordStatus status;
    uint8 prefixLength;
    uint24 namespaceEpoch;
    uint24 version;
    bytes32 digest;
}

/// @title Identifier records
/// @notice Binds an identifier to its owner, its subject and its links. Each is an NFT.
///
/// ```
///            register (namespace's holder)
///   None ------------------------------> Active <-----> Suspended   suspend, resume (owner)
///                                          |                |
///                                          +----> Retired <-+       retire (owner): for ever, never reused
/// ```
/// "Owner" is short for: the key that controls the owner party now. All changes need the issuing namespace to be live,
/// and to answer for the epoch in which it issued the record: that of its present tenure, or one that was adopted.
/// What was issued stays issued: a prefix that is delegated later takes no record with it, and no holder of a shorter or
/// longer prefix can register the identifier again.
///
/// A record that is registered locked never moves (ERC-5192). An identifier that a range holds, of a rule batch or a reserved
/// one, is not registered but by `materialise`, as a member of that batch.
interface IIdentifierRegistry is IPartyToken, IERC4906, IERC5192 {
    event IdentifierRegistered(
        RecordId indexed record,
        NamespaceId indexed namespace,
        address indexed owner,
        SchemeId scheme,
        uint8 prefixLength,
        string identifier,
        uint24 namespaceEpoch,
        address by
    );

    event RecordContentUpdated(
        RecordId indexed record,
        uint24 version,
        SubjectKind subjectKind,
        bytes32 subject,
        bytes linkset,
        bytes32 digest,
        address by
    );

    event RecordStatusChanged(RecordId indexed record, RecordStatus status, string reason, address by);

    /// @notice A member of a batch became a record; comes after the two events of its registration.
    event MemberMaterialised(BatchId indexed batch, RecordId indexed record, uint64 index, address by);

    error RecordExists(RecordId record);
    /// @notice The identifier lies in a range that is reserved or a rule batch's.
    error IdentifierInRange(BatchId range);
    /// @notice A call registers 1 to 300 records.
    error InvalidCount(uint256 count);
    /// @notice The identifier is no member of the batch, or not one that still can become a record.
    error NotMaterialisable(BatchId batch, MemberStatus status);
    /// @notice The batch's manifest says something else of this member.
    error ContentMismatch(bytes32 promised);
    error UnknownRecord(RecordId record);
    /// @notice Its prefix was delegated anew since it was issued, and its new holder has not adopted what was before.
    error RecordOfFormerTenure(RecordId record);
    /// @notice The record's status does not allow the call.
    error InvalidRecordStatus(RecordId record, RecordStatus status);
    /// @notice The identifier is empty, too long, or holds a control character.
    error InvalidIdentifier();
    error LinksetTooLong(uint256 length);
    /// @notice A reason has at most 1,024 bytes.
    error ReasonTooLong(uint256 length);
    /// @notice The subject does not exist, or the caller does not control it.
    error InvalidSubject(SubjectKind kind, bytes32 subject);

    /// @notice Registers an identifier for the party `owner`, under the namespace of the `prefixLength` bytes that the
    /// identifier carries at its scheme's place. Only the controller of the namespace's holder may, or its registrar (`HotRoles`), only while the
    /// namespace is live, and only where no longer prefix of the identifier is delegated. A subject must be controlled by
    /// that controller.
    function register(
        RecordName calldata name,
        uint8 prefixLength,
        RecordContent calldata content,
        address owner
    ) external returns (RecordId);

    /// @notice Registers 1 to 300 identifiers under one namespace for the party `owner`, all of them or none, each as
    /// `register` would. An identifier that is listed twice is refused.
    /// @dev Authority is asked for once as long as an identifier begins with what decided it for the one before.
    /// @param locked Whether the records shall never move.
    function registerMany(
        SchemeId scheme,
        uint8 prefixLength,
        RecordEntry[] calldata entries,
        address owner,
        bool locked
    ) external;

    /// @notice Makes a record of a batch's member, for the party `owner`: once, and never where the identifier has a record
    /// already. Only the controller of the batch's owner may, or its
    /// registrar. Where the batch's manifest promises a content, it must be this
    /// one.
    /// @param proof Shows the member of a Merkle batch; all zero for a rule batch.
    function materialise(
        BatchId batch,
        RecordName calldata name,
        MemberProof calldata proof,
        RecordContent calldata content,
        address owner
    ) external returns (RecordId);

    /// @notice Replaces subject and linkset and raises the version. Only the owner may, or its publisher (`HotRoles`); a subject
    /// must be controlled by the owner's controller.
    function updateContent(RecordName calldata name, RecordContent calldata content) external;

    function suspend(RecordName calldata name, string calldata reason) external;

    function resume(RecordName calldata name, string calldata reason) external;

    /// @notice Ends the record for ever. Its identifier cannot be registered again and its token no longer moves.
    function retire(RecordName calldata name, string calldata reason) external;

    function recordId(SchemeId scheme, string calldata identifier) external pure returns (RecordId);

    /// @notice State of a record; status `None` where there is none.
    function recordOf(RecordId record) external view returns (Record memory);

    /// @notice What a member of a batch is now, and whose.
    /// @param proof As for `materialise`. Without it no identifier is shown to be a member of a Merkle batch.
    /// @return status `Recorded` once the identifier has a record, wherever that came from.
    /// @return owner The record's owner where there is a record, else the batch's; zero for no member.
    function memberOf(
        BatchId batch,
        RecordName calldata name,
        MemberProof calldata proof
    ) external view returns (MemberStatus status, address owner);

    /// @notice Effective status: the record is active, and the namespace that issued it is live and answers for it.
    function isLive(RecordName calldata name) external view returns (bool);
}
