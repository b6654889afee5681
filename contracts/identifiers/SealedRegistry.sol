// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {HotRoles} from "../access/HotRoles.sol";
import {HoldingWord} from "../identity/HoldingWord.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {RecordStatus} from "./IIdentifierRegistry.sol";
import {IdentifierText} from "./IdentifierText.sol";
import {INamespaceRegistry, NamespaceId, PrefixRule, SchemeId} from "./INamespaceRegistry.sol";
import {ISealedRegistry, SealedEntry, SealedName, SealedRecord} from "./ISealedRegistry.sol";
import {PrefixRules} from "./PrefixRules.sol";
import {RecordToken} from "./RecordToken.sol";
import {Seal, SealedId, Seals} from "./Seals.sol";

/// @title Sealed records
/// @notice Two words a record: the holding and the digest of its content. The content itself stays with those who have it.
contract SealedRegistry is ISealedRegistry, RecordToken {
    using IdentifierText for bytes;
    using PrefixRules for PrefixRule;

    /// @dev What the records of one call have in common.
    struct Issue {
        NamespaceId namespace;
        uint24 namespaceEpoch;
        uint8 prefixLength;
        bool locked;
        address owner;
    }

    /// @notice Most records that one call registers.
    uint256 public constant MAX_MANY = 300;

    constructor(IPartyRegistry parties, INamespaceRegistry namespaces) RecordToken(parties, namespaces) {}

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
        __ERC721_init("Cadastre Sealed Records", "CADSR");
    }

    /// @inheritdoc ISealedRegistry
    function register(
        SealedName calldata sealedName,
        bytes32 digest,
        address owner
    ) external returns (SealedId record) {
        return _register(_issueTo(owner, sealedName.scheme, sealedName.prefix, false), sealedName.seal, digest);
    }

    /// @inheritdoc ISealedRegistry
    function registerMany(
        SchemeId scheme,
        string calldata prefix,
        SealedEntry[] calldata entries,
        address owner,
        bool isLocked
    ) external {
        if (entries.length == 0 || entries.length > MAX_MANY) revert InvalidSealCount(entries.length);
        Issue memory issue = _issueTo(owner, scheme, prefix, isLocked);
        for (uint256 i = 0; i < entries.length; ++i) {
            _register(issue, entries[i].seal, entries[i].digest);
        }
    }

    /// @inheritdoc ISealedRegistry
    function updateContent(SealedName calldata sealedName, bytes32 digest) external {
        (SealedId record, HoldingWord word) = _answeredFor(sealedName);
        _requireRole(_tokenId(record), HotRoles.PUBLISHER);
        if (_status(word) == RecordStatus.Retired) revert InvalidSealedStatus(record, RecordStatus.Retired);

        uint56 data = word.data();
        uint24 version = _version(data) + 1;
        _setHolding(_tokenId(record), word.withData(_pack(version, _namespaceEpoch(data), _prefixLength(data))));
        _setDigest(_tokenId(record), digest);
        emit SealedContentUpdated(record, version, digest, _msgSender());
        emit MetadataUpdate(_tokenId(record));
    }

    /// @inheritdoc ISealedRegistry
    function suspend(SealedName calldata sealedName, string calldata reason) external {
        (SealedId record, HoldingWord word) = _ownRecord(sealedName);
        RecordStatus status = _status(word);
        if (status != RecordStatus.Active) revert InvalidSealedStatus(record, status);
        _setStatus(record, word, RecordStatus.Suspended, reason);
    }

    /// @inheritdoc ISealedRegistry
    function resume(SealedName calldata sealedName, string calldata reason) external {
        (SealedId record, HoldingWord word) = _ownRecord(sealedName);
        RecordStatus status = _status(word);
        if (status != RecordStatus.Suspended) revert InvalidSealedStatus(record, status);
        _setStatus(record, word, RecordStatus.Active, reason);
    }

    /// @inheritdoc ISealedRegistry
    function retire(SealedName calldata sealedName, string calldata reason) external {
        (SealedId record, HoldingWord word) = _ownRecord(sealedName);
        if (_status(word) == RecordStatus.Retired) revert InvalidSealedStatus(record, RecordStatus.Retired);
        _setStatus(record, word, RecordStatus.Retired, reason);
    }

    /// @inheritdoc ISealedRegistry
    function recordOf(SealedId record) external view returns (SealedRecord memory) {
        HoldingWord word = _wordOf(record);
        uint56 data = word.data();
        return
            SealedRecord({
                owner: word.holder(),
                epoch: word.epoch(),
                status: _status(word),
                prefixLength: _prefixLength(data),
                namespaceEpoch: _namespaceEpoch(data),
                version: _version(data),
                digest: _digestOf(_tokenId(record))
            });
    }

    /// @inheritdoc ISealedRegistry
    function isLive(SealedName calldata sealedName) external view returns (bool) {
        HoldingWord word = _wordOf(_idOf(sealedName));
        if (!_isActive(word)) return false;
        (, bool live, bool answers) = _authority(sealedName, word);
        return live && answers;
    }

    /// @inheritdoc ISealedRegistry
    /// @dev The prefix is taken out of the identifier itself, as long as the issuing namespace's: no argument claims one.
    function verifyDisclosure(
        SealedId record,
        SchemeId scheme,
        string calldata identifier,
        bytes32 salt
    ) external view returns (bool) {
        HoldingWord word = _wordOf(record);
        bytes calldata text = bytes(identifier);
        if (!word.exists() || !text.isIdentifier()) return false;
        (bool found, bytes calldata prefix) = _prefixIn(scheme, text, _prefixLength(word.data()));
        if (!found) return false;
        NamespaceId namespace = NAMESPACES.namespaceId(scheme, string(prefix));
        return SealedId.unwrap(Seals.idOf(namespace, Seals.sealOf(scheme, text, salt))) == SealedId.unwrap(record);
    }

    /// @inheritdoc ISealedRegistry
    function sealOf(SchemeId scheme, string calldata identifier, bytes32 salt) external pure returns (Seal) {
        return Seals.sealOf(scheme, bytes(identifier), salt);
    }

    /// @inheritdoc ISealedRegistry
    function sealedId(NamespaceId namespace, Seal seal) external pure returns (SealedId) {
        return Seals.idOf(namespace, seal);
    }

    /// @inheritdoc RecordToken
    function supportsInterface(bytes4 interfaceId) public view override(RecordToken, IERC165) returns (bool) {
        return interfaceId == type(ISealedRegistry).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev Makes the record, once all that says whether it may be made was asked.
    function _register(Issue memory issue, Seal seal, bytes32 digest) private returns (SealedId record) {
        if (Seal.unwrap(seal) == 0) revert InvalidSeal();
        record = Seals.idOf(issue.namespace, seal);
        uint256 tokenId = _tokenId(record);
        if (_holding(tokenId).exists()) revert SealedRecordExists(record);

        uint8 status = _activeStatus(issue.locked);
        _mintToReceiver(issue.owner, tokenId, status, _pack(1, issue.namespaceEpoch, issue.prefixLength), digest);
        emit SealedRecordRegistered(
            record,
            issue.namespace,
            issue.owner,
            seal,
            digest,
            issue.namespaceEpoch,
            _msgSender()
        );
        if (issue.locked) emit Locked(tokenId);
    }

    function _setStatus(SealedId record, HoldingWord word, RecordStatus status, string calldata reason) private {
        if (bytes(reason).length > MAX_REASON_LENGTH) revert ReasonTooLong(bytes(reason).length);
        _setHolding(_tokenId(record), _withStatus(word, status));
        emit SealedStatusChanged(record, status, reason, _msgSender());
        emit MetadataUpdate(_tokenId(record));
    }

    /// @dev What a live, sealed namespace issues to a party, with the caller in control of its holder or its registrar.
    function _issueTo(
        address owner,
        SchemeId scheme,
        string calldata prefix,
        bool isLocked
    ) private view returns (Issue memory issue) {
        _requireReceiver(owner);
        (NamespaceId namespace, address holder, uint32 epoch) = NAMESPACES.sealingNamespace(scheme, prefix);
        uint256 tokenId = uint256(NamespaceId.unwrap(namespace));
        if (!NAMESPACES.mayAct(tokenId, _msgSender(), HotRoles.REGISTRAR)) {
            revert NotHolder(tokenId, holder, _msgSender());
        }
        // A prefix has at most 64 bytes.
        return Issue(namespace, SafeCast.toUint24(epoch), uint8(bytes(prefix).length), isLocked, owner);
    }

    /// @dev The same, with the caller in control of its owner.
    function _ownRecord(SealedName calldata sealedName) private view returns (SealedId record, HoldingWord word) {
        (record, word) = _answeredFor(sealedName);
        _requireHolder(_tokenId(record));
    }

    /// @dev The record of that name, from a namespace that is live and stands by it.
    function _answeredFor(SealedName calldata sealedName) private view returns (SealedId record, HoldingWord word) {
        record = _idOf(sealedName);
        word = _wordOf(record);
        if (!word.exists()) revert UnknownSealedRecord(record);
        (NamespaceId namespace, bool live, bool answers) = _authority(sealedName, word);
        if (!live) revert INamespaceRegistry.NamespaceNotLive(namespace);
        if (!answers) revert SealedInFormerTenure(record);
    }

    /// @dev The namespace that issued a record, which is part of its id, and whether it stands by it.
    function _authority(
        SealedName calldata sealedName,
        HoldingWord word
    ) private view returns (NamespaceId namespace, bool live, bool answers) {
        return NAMESPACES.standsBy(sealedName.scheme, sealedName.prefix, _namespaceEpoch(word.data()));
    }

    /// @dev The prefix of that length which an identifier carries at its scheme's place, as `INamespaceRegistry.authorityOf`
    /// finds it: the empty one of the root is carried by every identifier.
    function _prefixIn(
        SchemeId scheme,
        bytes calldata identifier,
        uint256 length
    ) private view returns (bool, bytes calldata) {
        PrefixRule rule = NAMESPACES.schemeRule(scheme);
        if (length == 0) return (rule != PrefixRule.None, identifier[:0]);
        (bool found, uint256 start) = rule.prefixStart(identifier);
        if (!found || start > identifier.length || !rule.isCut(identifier[start:], length))
            return (false, identifier[:0]);
        return (true, identifier[start:start + length]);
    }

    function _idOf(SealedName calldata sealedName) private pure returns (SealedId) {
        NamespaceId namespace = NamespaceId.wrap(keccak256(abi.encodePacked(sealedName.scheme, sealedName.prefix)));
        return Seals.idOf(namespace, sealedName.seal);
    }

    function _wordOf(SealedId record) private view returns (HoldingWord) {
        return _holding(_tokenId(record));
    }

    function _tokenId(SealedId record) private pure returns (uint256) {
        return uint256(SealedId.unwrap(record));
    }
}
