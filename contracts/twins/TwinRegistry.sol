// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {HotRoles} from "../access/HotRoles.sol";
import {HoldingWord} from "../identity/HoldingWord.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {PartyToken} from "../identity/PartyToken.sol";
import {ContentCommitments} from "./ContentCommitments.sol";
import {ContentOpening} from "./IContentCommitments.sol";
import {ITwinRegistry, Twin, TwinModel} from "./ITwinRegistry.sol";
import {TwinAuthorship} from "./TwinAuthorship.sol";
import {TwinContent, TwinId, TwinKind, TwinState} from "./TwinTypes.sol";

/// @title Twin models
/// @notice Two words a twin: the holding, with the kind as its status, and the content digest of the last version.
/// Commitments and authorship are parts of their own, each with its own storage.
/// @dev Data bits of the holding word: number of versions 24, state 8.
contract TwinRegistry is ITwinRegistry, ContentCommitments, TwinAuthorship {
    /// @notice Longest name, in bytes.
    uint256 public constant MAX_NAME_LENGTH = 256;

    /// @notice Longest media type, in bytes.
    uint256 public constant MAX_MEDIA_TYPE_LENGTH = 128;

    /// @notice Longest URI, in bytes.
    uint256 public constant MAX_URI_LENGTH = 2048;

    /// @notice Longest reason, in bytes.
    uint256 public constant MAX_REASON_LENGTH = 1024;

    uint56 private constant STATE_SHIFT = 24;

    /// @custom:storage-location erc7201:cadastre.storage.TwinRegistry
    struct TwinRegistryStorage {
        /// Contents of second and later versions. That of a first version names its twin by itself.
        mapping(bytes32 digest => TwinId twin) laterContents;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.TwinRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant TWIN_REGISTRY_STORAGE = 0x2c3f49b86b35d03ad69178dc7aedd1376680fba98567393884064452ee0d2200;

    constructor(IPartyRegistry parties) PartyToken(parties) {}

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
        __ERC721_init("Cadastre Twin Models", "CADTM");
    }

    /// @inheritdoc ITwinRegistry
    function mint(
        address author,
        address owner,
        TwinModel calldata model,
        ContentOpening calldata opening
    ) external returns (TwinId twin) {
        _requireControlOf(author);
        _checkModel(model);
        _checkContent(model.content);
        _requireCommitment(author, model.content.digest, opening);

        twin = twinId(model.content.digest);
        uint56 data = _pack(model.state, 1);
        _mintTo(owner, _tokenId(twin), uint8(model.kind), data, model.content.digest);
        emit TwinMinted(twin, owner, author, model.kind, model.state, model.name, _msgSender());
        // Its event is about a twin that readers of the log have to know by then.
        _setAuthorship(twin, author, model.royalty);
        _emitVersion(twin, 1, model.content);
    }

    /// @inheritdoc ITwinRegistry
    function publish(
        TwinId twin,
        TwinContent calldata content,
        ContentOpening calldata opening
    ) external returns (uint24 version) {
        _requireTwin(twin);
        (HoldingWord word, bool asHolder) = _requireRole(_tokenId(twin), HotRoles.PUBLISHER);
        TwinState present = _stateOf(word);
        if (present == TwinState.Withdrawn) revert InvalidTwinState(twin, present);
        _checkContent(content);
        _requireCommitment(asHolder ? word.holder() : _msgSender(), content.digest, opening);

        version = _versionOf(word) + 1;
        _setHolding(_tokenId(twin), word.withData(_pack(present, version)));
        _setDigest(_tokenId(twin), content.digest);
        _twinStorage().laterContents[content.digest] = twin;
        _emitVersion(twin, version, content);
        emit IERC4906.MetadataUpdate(_tokenId(twin));
    }

    /// @inheritdoc ITwinRegistry
    function setState(TwinId twin, TwinState state, string calldata reason) external {
        _requireTwin(twin);
        (HoldingWord word, ) = _requireHolder(_tokenId(twin));
        TwinState present = _stateOf(word);
        if (!_leadsTo(present, state)) revert InvalidTwinState(twin, present);
        if (bytes(reason).length > MAX_REASON_LENGTH) revert ReasonTooLong(bytes(reason).length);
        _setHolding(_tokenId(twin), word.withData(_pack(state, _versionOf(word))));
        emit TwinStateChanged(twin, state, reason, _msgSender());
        emit IERC4906.MetadataUpdate(_tokenId(twin));
    }

    /// @inheritdoc ITwinRegistry
    function twinOf(TwinId twin) external view returns (Twin memory) {
        HoldingWord word = _holding(_tokenId(twin));
        return
            Twin({
                owner: word.holder(),
                epoch: word.epoch(),
                kind: TwinKind(word.status()),
                state: _stateOf(word),
                version: _versionOf(word),
                digest: _digestOf(_tokenId(twin))
            });
    }

    /// @inheritdoc ITwinRegistry
    function twinByContent(bytes32 digest) public view returns (TwinId) {
        TwinId first = twinId(digest);
        if (_holding(_tokenId(first)).exists()) return first;
        return _twinStorage().laterContents[digest];
    }

    /// @inheritdoc ITwinRegistry
    function twinId(bytes32 digest) public pure returns (TwinId) {
        return TwinId.wrap(keccak256(abi.encode(digest)));
    }

    /// @inheritdoc PartyToken
    function supportsInterface(
        bytes4 interfaceId
    ) public view override(PartyToken, TwinAuthorship, IERC165) returns (bool) {
        return
            interfaceId == type(ITwinRegistry).interfaceId ||
            // ERC-4906 is events alone, so its id is a fixed one.
            interfaceId == bytes4(0x49064906) ||
            super.supportsInterface(interfaceId);
    }

    function _emitVersion(TwinId twin, uint24 version, TwinContent calldata content) private {
        emit TwinVersionPublished(twin, version, content.digest, content.mediaType, content.uri, _msgSender());
    }

    function _requireTwin(TwinId twin) private view {
        if (!_holding(_tokenId(twin)).exists()) revert UnknownTwin(twin);
    }

    function _checkContent(TwinContent calldata content) private view {
        if (
            content.digest == 0 ||
            bytes(content.mediaType).length > MAX_MEDIA_TYPE_LENGTH ||
            bytes(content.uri).length > MAX_URI_LENGTH
        ) revert InvalidTwin();
        TwinId holder = twinByContent(content.digest);
        if (TwinId.unwrap(holder) != 0) revert ContentExists(content.digest, holder);
    }

    function _checkModel(TwinModel calldata model) private pure {
        uint256 nameLength = bytes(model.name).length;
        bool begins = model.state == TwinState.Draft || model.state == TwinState.Released;
        if (model.kind == TwinKind.None || !begins || nameLength == 0 || nameLength > MAX_NAME_LENGTH) {
            revert InvalidTwin();
        }
    }

    /// @dev A twin is live from the mint until it is withdrawn.
    function _isActive(HoldingWord word) internal pure override returns (bool) {
        return word.exists() && _stateOf(word) != TwinState.Withdrawn;
    }

    function _mayMove(HoldingWord word) internal pure override returns (bool) {
        return _isActive(word);
    }

    function _pack(TwinState state, uint24 version) private pure returns (uint56) {
        return (uint56(uint8(state)) << STATE_SHIFT) | version;
    }

    function _stateOf(HoldingWord word) private pure returns (TwinState) {
        return TwinState(uint8(word.data() >> STATE_SHIFT));
    }

    function _versionOf(HoldingWord word) private pure returns (uint24) {
        return uint24(word.data());
    }

    function _tokenId(TwinId twin) private pure returns (uint256) {
        return uint256(TwinId.unwrap(twin));
    }

    /// @dev The edges of the state diagram.
    function _leadsTo(TwinState from, TwinState to) private pure returns (bool) {
        if (from == TwinState.Withdrawn) return false;
        if (to == TwinState.Withdrawn) return true;
        if (to == TwinState.Released) return from == TwinState.Draft || from == TwinState.Deprecated;
        return to == TwinState.Deprecated && from == TwinState.Released;
    }

    function _twinStorage() private pure returns (TwinRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := TWIN_REGISTRY_STORAGE
        }
    }
}
