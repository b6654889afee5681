// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {HotRoles} from "../access/HotRoles.sol";
import {HoldingWord} from "../identity/HoldingWord.sol";
import {IPartyRegistry, Party, PartyKind} from "../identity/IPartyRegistry.sol";
import {IPartyToken} from "../identity/IPartyToken.sol";
import {BatchId, IBatchRegistry, Membership, MemberStatus} from "./IBatchRegistry.sol";
import {
    IIdentifierRegistry,
    Record,
    RecordContent,
    RecordEntry,
    RecordId,
    RecordName,
    RecordStatus,
    SubjectKind
} from "./IIdentifierRegistry.sol";
import {IdentifierText} from "./IdentifierText.sol";
import {INamespaceRegistry, NamespaceId, SchemeId} from "./INamespaceRegistry.sol";
import {MemberProof} from "./MembershipProofs.sol";
import {NumberGap, NumberGaps} from "./NumberGap.sol";
import {RangeUse} from "./NumberSpans.sol";
import {RecordToken} from "./RecordToken.sol";

/// @title Identifier records
/// @notice Two words a record: the holding and the digest of its content. The content itself lives in events.
contract IdentifierRegistry is IIdentifierRegistry, RecordToken {
    using IdentifierText for bytes;

    /// @dev What the records of one call have in common.
    struct Issue {
        SchemeId scheme;
        NamespaceId namespace;
        uint24 namespaceEpoch;
        uint8 prefixLength;
        bool locked;
        address owner;
        address ownerController;
        /// Controller of the party for which it is issued.
        address principal;
        /// Numbers that were found to be in no range.
        NumberGap gap;
    }

    /// @notice Longest identifier, in bytes.
    uint256 public constant MAX_IDENTIFIER_LENGTH = IdentifierText.MAX_LENGTH;

    /// @notice Most records that one call registers.
    uint256 public constant MAX_MANY = 300;

    /// @notice Longest linkset, in bytes.
    uint256 public constant MAX_LINKSET_LENGTH = 8192;

    /// @notice The registry whose twins may be subjects.
    IPartyToken public immutable TWINS;

    /// @notice The registry whose batches' members become records.
    IBatchRegistry public immutable BATCHES;

    /// @dev Digest of no subject and no links. A record that begins with those leaves its digest's slot at zero.
    bytes32 private constant EMPTY_DIGEST = keccak256(abi.encode(SubjectKind.None, bytes32(0), keccak256("")));

    constructor(
        IPartyRegistry parties,
        INamespaceRegistry namespaces,
        IPartyToken twins,
        IBatchRegistry batches
    ) RecordToken(parties, namespaces) {
        TWINS = twins;
        BATCHES = batches;
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
        Issue memory issue = _issueTo(owner, recordName.scheme, prefixLength, false);
        _authorise(issue, recordName.identifier);
        _requireNoRange(issue.scheme, recordName.identifier);
        return _register(issue, recordName.identifier, content);
    }

    /// @inheritdoc IIdentifierRegistry
    function registerMany(
        SchemeId scheme,
        uint8 prefixLength,
        RecordEntry[] calldata entries,
        address owner,
        bool isLocked
    ) external {
        if (entries.length == 0 || entries.length > MAX_MANY) revert InvalidCount(entries.length);
        Issue memory issue = _issueTo(owner, scheme, prefixLength, isLocked);
        bytes calldata decisive = msg.data[:0];
        for (uint256 i = 0; i < entries.length; ++i) {
            string calldata identifier = entries[i].identifier;
            _checkIdentifier(bytes(identifier));
            if (decisive.length == 0 || !bytes(identifier).beginsWith(decisive)) {
                decisive = _authoriseAlike(issue, identifier);
            }
            _requireGap(issue, identifier);
            _register(issue, identifier, entries[i].content);
        }
    }

    /// @inheritdoc IIdentifierRegistry
    function materialise(
        BatchId batch,
        RecordName calldata recordName,
        MemberProof calldata proof,
        RecordContent calldata content,
        address owner
    ) external returns (RecordId record) {
        _checkIdentifier(bytes(recordName.identifier));
        Membership memory member = BATCHES.membershipOf(batch, recordName.scheme, recordName.identifier, proof);
        if (member.status != MemberStatus.Live) revert NotMaterialisable(batch, member.status);
        if (member.frozen) revert ThingIsFrozen(BatchId.unwrap(batch));
        if (proof.contentDigest != 0 && proof.contentDigest != _contentDigest(content)) {
            revert ContentMismatch(proof.contentDigest);
        }
        Issue memory issue = _issueTo(owner, recordName.scheme, member.prefixLength, false);
        (issue.namespace, issue.namespaceEpoch) = (member.namespace, member.namespaceEpoch);
        issue.principal = _principal(issue, BATCHES, uint256(BatchId.unwrap(batch)), member.owner);
        record = _register(issue, recordName.identifier, content);
        emit MemberMaterialised(batch, record, member.index, _msgSender());
    }

    /// @inheritdoc IIdentifierRegistry
    function updateContent(RecordName calldata recordName, RecordContent calldata content) external {
        (RecordId record, HoldingWord word) = _answeredFor(recordName);
        _requireRole(_tokenId(record), HotRoles.PUBLISHER);
        if (_status(word) == RecordStatus.Retired) revert InvalidRecordStatus(record, RecordStatus.Retired);
        _checkContent(record, content, PARTIES.partyOf(word.holder()).controller);

        uint56 data = word.data();
        uint24 version = _version(data) + 1;
        bytes32 digest = _contentDigest(content);
        _setHolding(_tokenId(record), word.withData(_pack(version, _namespaceEpoch(data), _prefixLength(data))));
        _setDigest(_tokenId(record), digest);
        _emitContent(record, version, content, digest);
        emit MetadataUpdate(_tokenId(record));
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
        bytes32 stored = _digestOf(_tokenId(record));
        return
            Record({
                owner: word.holder(),
                epoch: word.epoch(),
                status: _status(word),
                prefixLength: _prefixLength(data),
                namespaceEpoch: _namespaceEpoch(data),
                version: _version(data),
                digest: stored == 0 && word.exists() ? EMPTY_DIGEST : stored
            });
    }

    /// @inheritdoc IIdentifierRegistry
    function memberOf(
        BatchId batch,
        RecordName calldata recordName,
        MemberProof calldata proof
    ) external view returns (MemberStatus, address) {
        Membership memory member = BATCHES.membershipOf(batch, recordName.scheme, recordName.identifier, proof);
        address recordOwner = _wordOf(_idOf(recordName)).holder();
        if (member.status == MemberStatus.None || recordOwner == address(0)) return (member.status, member.owner);
        return (MemberStatus.Recorded, recordOwner);
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
        return RecordId.wrap(Hashes.efficientKeccak256(SchemeId.unwrap(scheme), bytes(identifier).hashOf()));
    }

    /// @inheritdoc RecordToken
    function supportsInterface(bytes4 interfaceId) public view override(RecordToken, IERC165) returns (bool) {
        return interfaceId == type(IIdentifierRegistry).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev Makes the record, once all that says whether it may be made was asked.
    function _register(
        Issue memory issue,
        string calldata identifier,
        RecordContent calldata content
    ) private returns (RecordId record) {
        record = recordId(issue.scheme, identifier);
        uint256 tokenId = _tokenId(record);
        if (_holding(tokenId).exists()) revert RecordExists(record);
        _checkContent(record, content, issue.principal);

        bytes32 digest = _contentDigest(content);
        uint8 status = _activeStatus(issue.locked);
        _mintToReceiver(
            issue.owner,
            tokenId,
            status,
            _pack(1, issue.namespaceEpoch, issue.prefixLength),
            _stored(digest)
        );
        emit IdentifierRegistered(
            record,
            issue.namespace,
            issue.owner,
            issue.scheme,
            issue.prefixLength,
            identifier,
            issue.namespaceEpoch,
            _msgSender()
        );
        _emitContent(record, 1, content, digest);
        if (issue.locked) emit Locked(tokenId);
    }

    function _setStatus(RecordId record, HoldingWord word, RecordStatus status, string calldata reason) private {
        if (bytes(reason).length > MAX_REASON_LENGTH) revert ReasonTooLong(bytes(reason).length);
        _setHolding(_tokenId(record), _withStatus(word, status));
        emit RecordStatusChanged(record, status, reason, _msgSender());
        emit MetadataUpdate(_tokenId(record));
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

    /// @dev The same, with the caller in control of its owner.
    function _ownRecord(RecordName calldata recordName) private view returns (RecordId record, HoldingWord word) {
        (record, word) = _answeredFor(recordName);
        _requireHolder(_tokenId(record));
    }

    /// @dev The record of that name, from a namespace that is live and stands by it.
    function _answeredFor(RecordName calldata recordName) private view returns (RecordId record, HoldingWord word) {
        record = _idOf(recordName);
        word = _wordOf(record);
        if (!word.exists()) revert UnknownRecord(record);
        (NamespaceId namespace, bool live, bool answers) = _authority(recordName, word);
        if (!live) revert INamespaceRegistry.NamespaceNotLive(namespace);
        if (!answers) revert RecordOfFormerTenure(record);
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

    /// @dev What is issued to a party; by which namespace is still open.
    function _issueTo(
        address owner,
        SchemeId scheme,
        uint8 prefixLength,
        bool isLocked
    ) private view returns (Issue memory issue) {
        issue.ownerController = _requireReceiver(owner);
        (issue.scheme, issue.prefixLength, issue.owner, issue.locked) = (scheme, prefixLength, owner, isLocked);
    }

    /// @dev For whom the caller issues under a token: the controller of its holder, who is the caller or made it a registrar.
    function _principal(
        Issue memory issue,
        IPartyToken registry,
        uint256 tokenId,
        address holder
    ) private view returns (address) {
        address caller = _msgSender();
        // Mostly it is for its own party that somebody registers: then the parties were asked already.
        if (holder == issue.owner && caller == issue.ownerController) return caller;
        Party memory party = PARTIES.partyOf(holder);
        bool acts =
            party.kind != PartyKind.None &&
                !party.frozen &&
                (party.controller == caller || registry.mayAct(tokenId, caller, HotRoles.REGISTRAR));
        if (!acts) revert NotHolder(tokenId, holder, caller);
        return party.controller;
    }

    /// @dev Finds the live namespace that may issue the identifier, with the caller in control of its holder or its registrar.
    function _authorise(Issue memory issue, string calldata identifier) private view {
        (NamespaceId namespace, address holder, uint32 epoch, bool live) = NAMESPACES.issuerOf(
            issue.scheme,
            identifier,
            issue.prefixLength
        );
        if (!live) revert INamespaceRegistry.NamespaceNotLive(namespace);
        uint256 tokenId = uint256(NamespaceId.unwrap(namespace));
        issue.principal = _principal(issue, NAMESPACES, tokenId, holder);
        (issue.namespace, issue.namespaceEpoch) = (namespace, SafeCast.toUint24(epoch));
    }

    /// @dev The same, for all that begin as the identifier does.
    /// @return With what they begin; empty where that is all of it.
    function _authoriseAlike(Issue memory issue, string calldata identifier) private view returns (bytes calldata) {
        _authorise(issue, identifier);
        return bytes(identifier)[:NAMESPACES.decidingLength(issue.scheme, identifier)];
    }

    /// @dev Reverts where a range holds the identifier.
    function _requireNoRange(SchemeId scheme, string calldata identifier) private view {
        (RangeUse use, BatchId range) = BATCHES.rangeOf(scheme, identifier);
        if (use != RangeUse.None) revert IdentifierInRange(range);
    }

    /// @dev The same of many: those in a gap that is known need not be asked for.
    function _requireGap(Issue memory issue, string calldata identifier) private view {
        if (issue.gap.holds(bytes(identifier))) return;
        (bool free, uint64 first, uint64 last) = BATCHES.gapAround(issue.scheme, identifier);
        // Says which range holds it.
        if (!free) _requireNoRange(issue.scheme, identifier);
        issue.gap = NumberGaps.around(bytes(identifier), first, last);
    }

    /// @param principal For whom the caller acts: what this controls may be the subject.
    function _checkContent(RecordId record, RecordContent calldata content, address principal) private view {
        if (content.linkset.length > MAX_LINKSET_LENGTH) revert LinksetTooLong(content.linkset.length);
        bytes32 subject = content.subject;
        bool valid;
        if (content.subjectKind == SubjectKind.None) {
            valid = subject == 0;
        } else if (content.subjectKind == SubjectKind.Party) {
            valid = uint256(subject) <= type(uint160).max && _controls(principal, address(uint160(uint256(subject))));
        } else if (content.subjectKind == SubjectKind.Twin) {
            (address owner, , ) = TWINS.holdingOf(uint256(subject));
            valid = _controls(principal, owner);
        } else {
            HoldingWord word = _holding(uint256(subject));
            bool usable = subject != RecordId.unwrap(record) && _status(word) != RecordStatus.Retired;
            valid = usable && _controls(principal, word.holder());
        }
        if (!valid) revert InvalidSubject(content.subjectKind, subject);
    }

    /// @dev Whether the account controls the party now; false where there is no such party, or a frozen one.
    function _controls(address controller, address account) private view returns (bool) {
        Party memory party = PARTIES.partyOf(account);
        return party.kind != PartyKind.None && !party.frozen && party.controller == controller;
    }

    function _wordOf(RecordId record) private view returns (HoldingWord) {
        return _holding(_tokenId(record));
    }

    function _idOf(RecordName calldata recordName) private pure returns (RecordId) {
        return recordId(recordName.scheme, recordName.identifier);
    }

    function _checkIdentifier(bytes calldata identifier) private pure {
        if (!identifier.isIdentifier()) revert InvalidIdentifier();
    }

    function _contentDigest(RecordContent calldata content) private pure returns (bytes32) {
        return keccak256(abi.encode(content.subjectKind, content.subject, content.linkset.hashOf()));
    }

    function _stored(bytes32 digest) private pure returns (bytes32) {
        return digest == EMPTY_DIGEST ? bytes32(0) : digest;
    }

    function _tokenId(RecordId record) private pure returns (uint256) {
        return uint256(RecordId.unwrap(record));
    }
}
