// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPartyToken} from "../identity/IPartyToken.sol";

/// @notice `keccak256(abi.encode(digest))` of the first version's content digest: recomputable by anyone.
type TwinId is bytes32;

enum TwinKind {
    None,
    Type,
    Instance
}

/// @notice Content of one version.
/// @param digest SHA-256 of the content's bytes; unique over all versions of all twins.
/// @param mediaType Media type of the content, at most 128 bytes.
/// @param uri Where the content may be had, empty where it is not published, at most 2,048 bytes.
struct TwinContent {
    bytes32 digest;
    string mediaType;
    string uri;
}

/// @notice State of a twin model as the ledger holds it.
/// @param version Number of versions.
/// @param digest Content digest of the last version.
struct Twin {
    address owner;
    uint32 epoch;
    TwinKind kind;
    uint32 version;
    bytes32 digest;
}

/// @title Twin models
/// @notice A digital-twin model (a type or an instance) with a content digest and append-only versions. Each is an NFT.
/// "Owner" is short for: the key that controls the owner party now.
interface ITwinRegistry is IPartyToken {
    event TwinMinted(
        TwinId indexed twin,
        address indexed owner,
        address indexed author,
        TwinKind kind,
        string name,
        address by
    );

    event TwinVersionPublished(
        TwinId indexed twin,
        uint32 version,
        bytes32 digest,
        string mediaType,
        string uri,
        address by
    );

    /// @notice The content is registered already, as a version of `twin`.
    error ContentExists(bytes32 digest, TwinId twin);
    error UnknownTwin(TwinId twin);
    /// @notice Kind, name (1 to 256 bytes), digest or a length is out of range.
    error InvalidTwin();

    /// @notice Mints a twin for the party `owner`, written by the party `author`. Only the author's controller may.
    function mint(
        address author,
        address owner,
        TwinKind kind,
        string calldata name,
        TwinContent calldata content
    ) external returns (TwinId);

    /// @notice Appends a version. Only the owner may.
    function publish(TwinId twin, TwinContent calldata content) external returns (uint32 version);

    function twinId(bytes32 digest) external pure returns (TwinId);

    /// @notice State of a twin; kind `None` where there is none.
    function twinOf(TwinId twin) external view returns (Twin memory);

    /// @notice The twin that has this content as one of its versions, zero where none has.
    function twinByContent(bytes32 digest) external view returns (TwinId);
}
