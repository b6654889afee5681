// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {HoldingWord} from "../identity/HoldingWord.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {PartyToken} from "../identity/PartyToken.sol";
import {ITwinRegistry, Twin, TwinContent, TwinId, TwinKind} from "./ITwinRegistry.sol";

/// @title Twin models
/// @notice Two words a twin: the holding, with the kind as its status, and the content digest of the last version.
/// @dev Data bits of the holding word: number of versions 32.
contract TwinRegistry is ITwinRegistry, PartyToken, UpgradeGate {
    /// @notice Longest name, in bytes.
    uint256 public constant MAX_NAME_LENGTH = 256;

    /// @notice Longest media type, in bytes.
    uint256 public constant MAX_MEDIA_TYPE_LENGTH = 128;

    /// @notice Longest URI, in bytes.
    uint256 public constant MAX_URI_LENGTH = 2048;

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
        TwinKind kind,
        string calldata twinName,
        TwinContent calldata content
    ) external returns (TwinId twin) {
        _requireControlOf(author);
        uint256 nameLength = bytes(twinName).length;
        if (kind == TwinKind.None || nameLength == 0 || nameLength > MAX_NAME_LENGTH) revert InvalidTwin();
        _checkContent(content);

        twin = twinId(content.digest);
        _mintTo(owner, uint256(TwinId.unwrap(twin)), uint8(kind), 1, content.digest);
        emit TwinMinted(twin, owner, author, kind, twinName, msg.sender);
        emit TwinVersionPublished(twin, 1, content.digest, content.mediaType, content.uri, msg.sender);
    }

    /// @inheritdoc ITwinRegistry
    function publish(TwinId twin, TwinContent calldata content) external returns (uint32 version) {
        uint256 tokenId = uint256(TwinId.unwrap(twin));
        HoldingWord word = _holding(tokenId);
        if (!word.exists()) revert UnknownTwin(twin);
        _requireHolder(tokenId, word.holder());
        _checkContent(content);

        version = uint32(word.data()) + 1;
        _setHolding(tokenId, word.withData(version));
        _setDigest(tokenId, content.digest);
        _twinStorage().laterContents[content.digest] = twin;
        emit TwinVersionPublished(twin, version, content.digest, content.mediaType, content.uri, msg.sender);
    }

    /// @inheritdoc ITwinRegistry
    function twinOf(TwinId twin) external view returns (Twin memory) {
        uint256 tokenId = uint256(TwinId.unwrap(twin));
        HoldingWord word = _holding(tokenId);
        return
            Twin({
                owner: word.holder(),
                epoch: word.epoch(),
                kind: TwinKind(word.status()),
                version: uint32(word.data()),
                digest: _digestOf(tokenId)
            });
    }

    /// @inheritdoc ITwinRegistry
    function twinByContent(bytes32 digest) public view returns (TwinId) {
        TwinId first = twinId(digest);
        if (_holding(uint256(TwinId.unwrap(first))).exists()) return first;
        return _twinStorage().laterContents[digest];
    }

    /// @inheritdoc ITwinRegistry
    function twinId(bytes32 digest) public pure returns (TwinId) {
        return TwinId.wrap(keccak256(abi.encode(digest)));
    }

    /// @inheritdoc PartyToken
    function supportsInterface(bytes4 interfaceId) public view override(PartyToken, IERC165) returns (bool) {
        return interfaceId == type(ITwinRegistry).interfaceId || super.supportsInterface(interfaceId);
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

    /// @dev The status is the kind: every twin there is, is active.
    function _isActive(HoldingWord word) internal pure override returns (bool) {
        return word.exists();
    }

    function _mayMove(HoldingWord) internal pure override returns (bool) {
        return true;
    }

    function _twinStorage() private pure returns (TwinRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := TWIN_REGISTRY_STORAGE
        }
    }
}
