// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {HoldingWord} from "../identity/HoldingWord.sol";
import {IPartyRegistry, Party, PartyKind} from "../identity/IPartyRegistry.sol";
import {IPartyToken} from "../identity/IPartyToken.sol";
import {PartyToken} from "../identity/PartyToken.sol";
import {
    IIdentifierRegistry,
    Record,
    RecordContent,
    RecordId,
    RecordName,
    RecordStatus,
    SubjectKind
} from "./IIdentifierRegistry.sol";
import {IdentifierText} from "./IdentifierText.sol";
import {INamespaceRegistry, NamespaceId} from "./INamespaceRegistry.sol";

/// @title Identifier records
/// @notice Two words a record: the holding and the digest of its content. The content itself lives in events.
/// @dev Data bits of the holding word, from the lowest: version 24, namespace's epoch at registration 32.
contract IdentifierRegistry is IIdentifierRegistry, PartyToken, UpgradeGate {
    using IdentifierText for bytes;

    /// @notice Longest identifier, in bytes.
    uint256 public constant MAX_IDENTIFIER_LENGTH = 2048;

    /// @notice Longest linkset, in bytes.
    uint256 public constant MAX_LINKSET_LENGTH = 8192;

    /// @notice The registry that says who may issue under a prefix.
    INamespaceRegistry public immutable NAMESPACES;

    /// @notice The registry whose twins may be subjects.
    IPartyToken public immutable TWINS;

    constructor(IPartyRegistry parties, INamespaceRegistry namespaces, IPartyToken twins) PartyToken(parties) {
        NAMESPACES = namespaces;
        TWINS = twins;
    }

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
        __ERC721_init("Cadastre Identifier Records", "CADID");
    }

    /// @inheritdoc IIdentifierRegistry
    function register(
        RecordName calldata recordName,
        RecordContent calldata content,
        address owner
    ) external returns (RecordId record) {
        _checkIdentifier(bytes(recordName.identifier));
        (NamespaceId namespace, address holder, uint32 namespaceEpoch) = _liveAuthority(recordName);
        if (!_isControlledByCaller(holder)) {
            revert NotHolder(uint256(NamespaceId.unwrap(namespace)), holder, msg.sender);
        }
        record = recordId(namespace, recordName.identifier);
        if (_wordOf(record).exists()) revert RecordExists(record);
        _checkContent(record, content);

        bytes32 digest = _contentDigest(content);
        _issue(record, owner, namespaceEpoch, digest);
        _emitRegistered(record, namespace, owner, recordName, namespaceEpoch);
        _emitContent(record, 1, content, digest);
    }

    /// @inheritdoc IIdentifierRegistry
    function updateContent(RecordName calldata recordName, RecordContent calldata content) external {
        (RecordId record, HoldingWord word) = _ownRecord(recordName);
        if (_status(word) == RecordStatus.Retired) revert InvalidRecordStatus(record, RecordStatus.Retired);
        _checkContent(record, content);

        uint24 version = _version(word) + 1;
        bytes32 digest = _contentDigest(content);
        _setHolding(_tokenId(record), word.withData(_pack(version, _namespaceEpoch(word))));
        _setDigest(_tokenId(record), digest);
        _emitContent(record, version, content, digest);
    }

    /// @inheritdoc IIdentifierRegistry
    function suspend(RecordName calldata recordName, string calldata reason) external {
        (RecordId record, HoldingWord word) = _ownRecord(recordName);
        RecordStatus status = _status(word);
        if (status != RecordStatus.Active) revert InvalidRecordStatus(record, status);
        _setStatus(record, word, RecordStatus.Suspended, reason);
    }

    /// @inheritdoc IIdentifierRegistry
    function resume(RecordName calldata recordName, string calldata reason) external {
        (RecordId record, HoldingWord word) = _ownRecord(recordName);
        RecordStatus status = _status(word);
        if (status != RecordStatus.Suspended) revert InvalidRecordStatus(record, status);
        _setStatus(record, word, RecordStatus.Active, reason);
    }

    /// @inheritdoc IIdentifierRegistry
    function retire(RecordName calldata recordName, string calldata reason) external {
        (RecordId record, HoldingWord word) = _ownRecord(recordName);
        if (_status(word) == RecordStatus.Retired) revert InvalidRecordStatus(record, RecordStatus.Retired);
        _setStatus(record, word, RecordStatus.Retired, reason);
    }

    /// @inheritdoc IIdentifierRegistry
    function recordOf(RecordId record) external view returns (Record memory) {
        HoldingWord word = _wordOf(record);
        return
            Record({
                owner: word.holder(),
                epoch: word.epoch(),
                status: _status(word),
                namespaceEpoch: _namespaceEpoch(word),
                version: _version(word),
                digest: _digestOf(_tokenId(record))
            });
    }

    /// @inheritdoc IIdentifierRegistry
    function isLive(RecordName calldata recordName) external view returns (bool) {
        (NamespaceId namespace, , , bool live) = NAMESPACES.authorityOf(
            recordName.scheme,
            recordName.identifier,
            recordName.prefixLength
        );
        return live && _isActive(_wordOf(recordId(namespace, recordName.identifier)));
    }

    /// @inheritdoc IIdentifierRegistry
    function recordId(NamespaceId namespace, string calldata identifier) public pure returns (RecordId) {
        return RecordId.wrap(keccak256(abi.encodePacked(namespace, identifier)));
    }

    /// @inheritdoc PartyToken
    function supportsInterface(bytes4 interfaceId) public view override(PartyToken, IERC165) returns (bool) {
        return interfaceId == type(IIdentifierRegistry).interfaceId || super.supportsInterface(interfaceId);
    }

    function _issue(RecordId record, address owner, uint32 namespaceEpoch, bytes32 digest) private {
        _mintTo(owner, _tokenId(record), uint8(RecordStatus.Active), _pack(1, namespaceEpoch), digest);
    }

    function _setStatus(RecordId record, HoldingWord word, RecordStatus status, string calldata reason) private {
        _setHolding(_tokenId(record), word.withStatus(uint8(status)));
        emit RecordStatusChanged(record, status, reason, msg.sender);
    }

    function _emitRegistered(
        RecordId record,
        NamespaceId namespace,
        address owner,
        RecordName calldata recordName,
        uint32 namespaceEpoch
    ) private {
        emit IdentifierRegistered(
            record,
            namespace,
            owner,
            recordName.scheme,
            recordName.prefixLength,
            recordName.identifier,
            namespaceEpoch,
            msg.sender
        );
    }

    function _emitContent(RecordId record, uint24 version, RecordContent calldata content, bytes32 digest) private {
        emit RecordContentUpdated(
            record,
            version,
            content.subjectKind,
            content.subject,
            content.linkset,
            digest,
            msg.sender
        );
    }

    /// @dev The record of that name, in a live namespace, with the caller in control of its owner.
    function _ownRecord(RecordName calldata recordName) private view returns (RecordId record, HoldingWord word) {
        (NamespaceId namespace, , ) = _liveAuthority(recordName);
        record = recordId(namespace, recordName.identifier);
        word = _wordOf(record);
        if (!word.exists()) revert UnknownRecord(record);
        _requireHolder(_tokenId(record), word.holder());
    }

    function _liveAuthority(
        RecordName calldata recordName
    ) private view returns (NamespaceId namespace, address holder, uint32 epoch) {
        bool live;
        (namespace, holder, epoch, live) = NAMESPACES.authorityOf(
            recordName.scheme,
            recordName.identifier,
            recordName.prefixLength
        );
        if (!live) revert INamespaceRegistry.NamespaceNotLive(namespace);
    }

    function _checkContent(RecordId record, RecordContent calldata content) private view {
        if (content.linkset.length > MAX_LINKSET_LENGTH) revert LinksetTooLong(content.linkset.length);
        bytes32 subject = content.subject;
        bool valid;
        if (content.subjectKind == SubjectKind.None) {
            valid = subject == 0;
        } else if (content.subjectKind == SubjectKind.Party) {
            valid = uint256(subject) <= type(uint160).max && _isControlledByCaller(address(uint160(uint256(subject))));
        } else if (content.subjectKind == SubjectKind.Twin) {
            (address owner, , ) = TWINS.holdingOf(uint256(subject));
            valid = _isControlledByCaller(owner);
        } else {
            HoldingWord word = _holding(uint256(subject));
            bool usable = subject != RecordId.unwrap(record) && _status(word) != RecordStatus.Retired;
            valid = usable && _isControlledByCaller(word.holder());
        }
        if (!valid) revert InvalidSubject(content.subjectKind, subject);
    }

    /// @dev Whether the caller controls the party now; false where there is no such party.
    function _isControlledByCaller(address account) private view returns (bool) {
        Party memory party = PARTIES.partyOf(account);
        return party.kind != PartyKind.None && party.controller == msg.sender;
    }

    function _wordOf(RecordId record) private view returns (HoldingWord) {
        return _holding(_tokenId(record));
    }

    function _isActive(HoldingWord word) internal pure override returns (bool) {
        return _status(word) == RecordStatus.Active;
    }

    /// @dev Suspension is the owner's own act and does not hinder a sale; retirement ends the token's travels.
    function _mayMove(HoldingWord word) internal pure override returns (bool) {
        return _status(word) != RecordStatus.Retired;
    }

    function _checkIdentifier(bytes calldata identifier) private pure {
        bool fits = identifier.length != 0 && identifier.length <= MAX_IDENTIFIER_LENGTH;
        if (!fits || identifier.hasControlCharacter()) revert InvalidIdentifier();
    }

    function _contentDigest(RecordContent calldata content) private pure returns (bytes32) {
        return keccak256(abi.encode(content.subjectKind, content.subject, keccak256(content.linkset)));
    }

    function _tokenId(RecordId record) private pure returns (uint256) {
        return uint256(RecordId.unwrap(record));
    }

    function _status(HoldingWord word) private pure returns (RecordStatus) {
        return RecordStatus(word.status());
    }

    function _pack(uint24 version, uint32 namespaceEpoch) private pure returns (uint56) {
        return uint56(version) | (uint56(namespaceEpoch) << 24);
    }

    function _version(HoldingWord word) private pure returns (uint24) {
        return uint24(word.data());
    }

    function _namespaceEpoch(HoldingWord word) private pure returns (uint32) {
        return uint32(word.data() >> 24);
    }
}
