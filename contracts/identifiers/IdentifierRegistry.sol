// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
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
import {INamespaceRegistry, NamespaceId, SchemeId} from "./INamespaceRegistry.sol";

/// @title Identifier records
/// @notice Two words a record: the holding and the digest of its content. The content itself lives in events.
/// @dev Data bits of the holding word, from the lowest: version 24, namespace's epoch at registration 24, length of its
/// prefix 8.
contract IdentifierRegistry is IIdentifierRegistry, PartyToken {
    using IdentifierText for bytes;

    /// @notice Longest identifier, in bytes.
    uint256 public constant MAX_IDENTIFIER_LENGTH = 2048;

    /// @notice Longest linkset, in bytes.
    uint256 public constant MAX_LINKSET_LENGTH = 8192;

    /// @notice Longest reason for a change of status, in bytes.
    uint256 public constant MAX_REASON_LENGTH = 1024;

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
        uint8 prefixLength,
        RecordContent calldata content,
        address owner
    ) external returns (RecordId record) {
        _checkIdentifier(bytes(recordName.identifier));
        (NamespaceId namespace, uint24 namespaceEpoch) = _ownIssuer(recordName, prefixLength);
        record = _idOf(recordName);
        if (_wordOf(record).exists()) revert RecordExists(record);
        _checkContent(record, content);

        bytes32 digest = _contentDigest(content);
        uint56 data = _pack(1, namespaceEpoch, prefixLength);
        _mintTo(owner, _tokenId(record), uint8(RecordStatus.Active), data, digest);
        _emitRegistered(record, namespace, owner, recordName, data);
        _emitContent(record, 1, content, digest);
    }

    /// @inheritdoc IIdentifierRegistry
    function updateContent(RecordName calldata recordName, RecordContent calldata content) external {
        (RecordId record, HoldingWord word) = _ownRecord(recordName);
        if (_status(word) == RecordStatus.Retired) revert InvalidRecordStatus(record, RecordStatus.Retired);
        _checkContent(record, content);

        uint56 data = word.data();
        uint24 version = _version(data) + 1;
        bytes32 digest = _contentDigest(content);
        _setHolding(_tokenId(record), word.withData(_pack(version, _namespaceEpoch(data), _prefixLength(data))));
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
        uint56 data = word.data();
        return
            Record({
                owner: word.holder(),
                epoch: word.epoch(),
                status: _status(word),
                prefixLength: _prefixLength(data),
                namespaceEpoch: _namespaceEpoch(data),
                version: _version(data),
                digest: _digestOf(_tokenId(record))
            });
    }

    /// @inheritdoc IIdentifierRegistry
    function isLive(RecordName calldata recordName) external view returns (bool) {
        HoldingWord word = _wordOf(_idOf(recordName));
        if (!_isActive(word)) return false;
        (, bool live, bool answers) = _authority(recordName, word);
        return live && answers;
    }

    /// @inheritdoc IIdentifierRegistry
    function recordId(SchemeId scheme, string calldata identifier) public pure returns (RecordId) {
        return RecordId.wrap(keccak256(abi.encode(scheme, keccak256(bytes(identifier)))));
    }

    /// @inheritdoc PartyToken
    function supportsInterface(bytes4 interfaceId) public view override(PartyToken, IERC165) returns (bool) {
        return interfaceId == type(IIdentifierRegistry).interfaceId || super.supportsInterface(interfaceId);
    }

    function _setStatus(RecordId record, HoldingWord word, RecordStatus status, string calldata reason) private {
        if (bytes(reason).length > MAX_REASON_LENGTH) revert ReasonTooLong(bytes(reason).length);
        _setHolding(_tokenId(record), word.withStatus(uint8(status)));
        emit RecordStatusChanged(record, status, reason, _msgSender());
    }

    function _emitRegistered(
        RecordId record,
        NamespaceId namespace,
        address owner,
        RecordName calldata recordName,
        uint56 data
    ) private {
        emit IdentifierRegistered(
            record,
            namespace,
            owner,
            recordName.scheme,
            _prefixLength(data),
            recordName.identifier,
            _namespaceEpoch(data),
            _msgSender()
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
            _msgSender()
        );
    }

    /// @dev The record of that name, from a namespace that is live, with the caller in control of its owner.
    function _ownRecord(RecordName calldata recordName) private view returns (RecordId record, HoldingWord word) {
        record = _idOf(recordName);
        word = _wordOf(record);
        if (!word.exists()) revert UnknownRecord(record);
        (NamespaceId namespace, bool live, bool answers) = _authority(recordName, word);
        if (!live) revert INamespaceRegistry.NamespaceNotLive(namespace);
        if (!answers) revert RecordOfFormerTenure(record);
        _requireHolder(_tokenId(record));
    }

    /// @dev The namespace that issued a record, by the length of the prefix that the record remembers, and whether it
    /// stands by it.
    function _authority(
        RecordName calldata recordName,
        HoldingWord word
    ) private view returns (NamespaceId namespace, bool live, bool answers) {
        uint56 data = word.data();
        return
            NAMESPACES.answersFor(recordName.scheme, recordName.identifier, _prefixLength(data), _namespaceEpoch(data));
    }

    /// @dev The live namespace that may issue the identifier, with the caller in control of its holder.
    function _ownIssuer(
        RecordName calldata recordName,
        uint8 prefixLength
    ) private view returns (NamespaceId, uint24 namespaceEpoch) {
        (NamespaceId namespace, address holder, uint32 epoch, bool live) = NAMESPACES.issuerOf(
            recordName.scheme,
            recordName.identifier,
            prefixLength
        );
        if (!live) revert INamespaceRegistry.NamespaceNotLive(namespace);
        if (!_isControlledByCaller(holder)) {
            revert NotHolder(uint256(NamespaceId.unwrap(namespace)), holder, _msgSender());
        }
        return (namespace, SafeCast.toUint24(epoch));
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

    /// @dev Whether the caller controls the party now; false where there is no such party, or a frozen one.
    function _isControlledByCaller(address account) private view returns (bool) {
        Party memory party = PARTIES.partyOf(account);
        return party.kind != PartyKind.None && !party.frozen && party.controller == _msgSender();
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

    function _idOf(RecordName calldata recordName) private pure returns (RecordId) {
        return recordId(recordName.scheme, recordName.identifier);
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

    function _pack(uint24 version, uint24 namespaceEpoch, uint8 prefixLength) private pure returns (uint56) {
        return uint56(version) | (uint56(namespaceEpoch) << 24) | (uint56(prefixLength) << 48);
    }

    function _version(uint56 data) private pure returns (uint24) {
        return uint24(data);
    }

    function _namespaceEpoch(uint56 data) private pure returns (uint24) {
        return uint24(data >> 24);
    }

    function _prefixLength(uint56 data) private pure returns (uint8) {
        return uint8(data >> 48);
    }
}
