// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IPartyToken} from "../identity/IPartyToken.sol";
import {IERC5192} from "./IERC5192.sol";
import {RecordStatus} from "./IIdentifierRegistry.sol";
import {NamespaceId, SchemeId} from "./INamespaceRegistry.sol";
import {Seal, SealedId} from "./Seals.sol";

/// @notice The full name of a sealed record.
/// @param scheme Scheme of the namespace.
/// @param prefix Prefix of the namespace that issues the record; empty for the scheme's root.
/// @param seal Not zero.
struct SealedName {
    SchemeId scheme;
    string prefix;
    Seal seal;
}

/// @notice One of many sealed records that are registered together.
/// @param digest See `SealedRecord`.
struct SealedEntry {
    Seal seal;
    bytes32 digest;
}

/// @notice State of a sealed record as the ledger holds it.
/// @param prefixLength Bytes of the prefix of the namespace that issued the record.
/// @param namespaceEpoch Holding epoch of that namespace at registration.
/// @param digest `keccak256(abi.encode(subjectKind, subject, keccak256(linkset), contentSalt))`, made off chain, or zero for
/// neither subject nor links; commits to the content of `version`.
struct SealedRecord {
    address owner;
    uint32 epoch;
    RecordStatus status;
    uint8 prefixLength;
    uint24 namespaceEpoch;
    uint24 version;
    bytes32 digest;
}

/// @title Sealed records
/// @notice Identifier records that do not tell their identifiers: a seal stands for one. Each is an NFT. No call but
/// `verifyDisclosure` and `sealOf`, which are views, takes an identifier, and no event or storage has one.
///
/// ```
///            register (sealed namespace's holder)
///   None -------------------------------------> Active <-----> Suspended   suspend, resume (owner)
///                                                 |                |
///                                                 +----> Retired <-+       retire (owner): for ever, never reused
/// ```
/// "Owner" is short for: the key that controls the owner party now. As with open records, all changes need the issuing
/// namespace to be live, and to answer for the epoch in which it issued the record.
///
/// The holder of the namespace answers for what the ledger cannot see: that the identifier carries the namespace's prefix and
/// no longer one that is another's, that it is sealed once only, that the salts cannot be guessed, and that the owner controls
/// the subject. Disclosure shows the first, and all of it to whoever is told the rest.
interface ISealedRegistry is IPartyToken, IERC4906, IERC5192 {
    /// @param digest Of the content of version 1, zero for none.
    event SealedRecordRegistered(
        SealedId indexed record,
        NamespaceId indexed namespace,
        address indexed owner,
        Seal seal,
        bytes32 digest,
        uint24 namespaceEpoch,
        address by
    );

    /// @param digest Of the content of that version, zero for none.
    event SealedContentUpdated(SealedId indexed record, uint24 version, bytes32 digest, address by);

    /// @param reason Everybody reads it.
    event SealedStatusChanged(SealedId indexed record, RecordStatus status, string reason, address by);

    error SealedRecordExists(SealedId record);
    error UnknownSealedRecord(SealedId record);
    /// @notice Its prefix was delegated anew since it was issued, and its new holder has not adopted what was before.
    error SealedInFormerTenure(SealedId record);
    /// @notice The record's status does not allow the call.
    error InvalidSealedStatus(SealedId record, RecordStatus status);
    /// @notice A seal is not zero.
    error InvalidSeal();
    /// @notice A call registers 1 to 300 records.
    error InvalidSealCount(uint256 count);
    /// @notice A reason has at most 1,024 bytes.
    error ReasonTooLong(uint256 length);

    /// @notice Registers a sealed record for the party `owner`. Only the controller of the namespace's holder may, or its
    /// registrar (`HotRoles`), only while the namespace is sealed and live.
    /// @param digest See `SealedRecord`.
    function register(SealedName calldata name, bytes32 digest, address owner) external returns (SealedId);

    /// @notice Registers 1 to 300 sealed records under one namespace for the party `owner`, all of them or none, each as
    /// `register` would. A seal that is listed twice is refused.
    /// @param locked Whether the records shall never move.
    function registerMany(
        SchemeId scheme,
        string calldata prefix,
        SealedEntry[] calldata entries,
        address owner,
        bool locked
    ) external;

    /// @notice Replaces the content and raises the version. Only the owner may, or its publisher (`HotRoles`).
    function updateContent(SealedName calldata name, bytes32 digest) external;

    /// @param reason At most 1,024 bytes, for everybody to read: it must not give the identifier away.
    function suspend(SealedName calldata name, string calldata reason) external;

    /// @param reason As above.
    function resume(SealedName calldata name, string calldata reason) external;

    /// @notice Ends the record for ever. Its seal cannot be registered again in that namespace and its token no longer moves.
    /// @param reason As above.
    function retire(SealedName calldata name, string calldata reason) external;

    /// @notice State of a sealed record; status `None` where there is none.
    function recordOf(SealedId record) external view returns (SealedRecord memory);

    /// @notice Effective status: the record is active, and the namespace that issued it is live and answers for it.
    function isLive(SealedName calldata name) external view returns (bool);

    /// @notice Whether the record is the one of that identifier: the seal made of both is its own, and the identifier carries the
    /// prefix of the namespace that issued it at its scheme's place. Never reverts for what does not fit.
    /// @dev Whoever is asked learns the identifier: a node, and in a transaction everybody. Says nothing of the record's
    /// status; see `isLive`.
    function verifyDisclosure(
        SealedId record,
        SchemeId scheme,
        string calldata identifier,
        bytes32 salt
    ) external view returns (bool);

    /// @dev Whoever is asked learns the identifier: better computed where it is known.
    function sealOf(SchemeId scheme, string calldata identifier, bytes32 salt) external pure returns (Seal);

    function sealedId(NamespaceId namespace, Seal seal) external pure returns (SealedId);
}
