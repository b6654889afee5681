// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IPartyToken} from "../identity/IPartyToken.sol";
import {ContentOpening, IContentCommitments} from "./IContentCommitments.sol";
import {ITwinAuthorship, Royalty} from "./ITwinAuthorship.sol";
import {TwinContent, TwinId, TwinKind, TwinState} from "./TwinTypes.sol";

/// @notice A twin as it is minted.
/// @param state `Draft` or `Released`.
/// @param name Name for people, 1 to 256 bytes of UTF-8.
struct TwinModel {
    TwinKind kind;
    TwinState state;
    string name;
    TwinContent content;
    Royalty royalty;
}

/// @notice State of a twin model as the ledger holds it.
/// @param version Number of versions.
/// @param digest Content digest of the last version.
struct Twin {
    address owner;
    uint32 epoch;
    TwinKind kind;
    TwinState state;
    uint24 version;
    bytes32 digest;
}

/// @title Twin models
/// @notice A digital-twin model (a type or an instance) with a content digest and append-only versions. Each is an NFT.
/// "Owner" is short for: the key that controls the owner party now.
///
/// ```
///            mint                release             deprecate
///   None ----------> Draft ---------------> Released <---------> Deprecated      all by the owner, `setState`
///     |                |          mint        ^ |      release        |
///     +----------------|----------------------+ |                     |
///                      +----------------> Withdrawn <-----------------+          for ever
/// ```
/// A withdrawn twin changes no more and does not change hands, nothing is made from it, and grants of its data do not hold.
/// A deprecated one is used as before, but only its owner makes new twins from it.
interface ITwinRegistry is IContentCommitments, ITwinAuthorship, IPartyToken, IERC4906 {
    event TwinMinted(
        TwinId indexed twin,
        address indexed owner,
        address indexed author,
        TwinKind kind,
        TwinState state,
        string name,
        address by
    );

    event TwinVersionPublished(
        TwinId indexed twin,
        uint24 version,
        bytes32 digest,
        string mediaType,
        string uri,
        address by
    );

    event TwinStateChanged(TwinId indexed twin, TwinState state, string reason, address by);

    /// @notice The content is registered already, as a version of `twin`.
    error ContentExists(bytes32 digest, TwinId twin);
    error UnknownTwin(TwinId twin);
    /// @notice Kind, state, name (1 to 256 bytes), digest or a length is out of range.
    error InvalidTwin();
    /// @notice The twin's state does not allow the call.
    error InvalidTwinState(TwinId twin, TwinState state);
    /// @notice A reason has at most 1,024 bytes.
    error ReasonTooLong(uint256 length);

    /// @notice Mints a twin for the party `owner`, written by the party `author`. Only the author's controller may, and only
    /// content that the author committed to in an earlier block.
    function mint(
        address author,
        address owner,
        TwinModel calldata model,
        ContentOpening calldata opening
    ) external returns (TwinId);

    /// @notice Appends a version. Only the owner may, or one with role `PUBLISHER`, and only content that they committed to in an
    /// earlier block: the owner as the party that owns, a publisher as the party of its own address.
    function publish(
        TwinId twin,
        TwinContent calldata content,
        ContentOpening calldata opening
    ) external returns (uint24 version);

    /// @notice Moves a twin along the edges of the diagram above. Only the owner may.
    function setState(TwinId twin, TwinState state, string calldata reason) external;

    function twinId(bytes32 digest) external pure returns (TwinId);

    /// @notice State of a twin; kind `None` where there is none.
    function twinOf(TwinId twin) external view returns (Twin memory);

    /// @notice The twin that has this content as one of its versions, zero where none has.
    function twinByContent(bytes32 digest) external view returns (TwinId);
}
