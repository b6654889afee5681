// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SignedCaller} from "../access/SignedCaller.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {
    Accreditation,
    Attestation,
    AttestationId,
    AttestationKey,
    AttestationStatus,
    IPartyAttestations
} from "./IPartyAttestations.sol";
import {IPartyRegistry} from "./IPartyRegistry.sol";

/// @title Attestations of parties
/// @notice One word an attestation, keyed by what it is of; one word an accreditation; two a legal identifier.
contract PartyAttestations is IPartyAttestations, UpgradeGate {
    /// @notice Longest URI, in bytes.
    uint256 public constant MAX_URI_LENGTH = 2048;

    /// @notice Longest reason, in bytes.
    uint256 public constant MAX_REASON_LENGTH = 1024;

    uint256 private constant MAX_KIND_LENGTH = 32;
    uint256 private constant MAX_LEGAL_KIND_LENGTH = 16;
    uint256 private constant MAX_LEGAL_VALUE_LENGTH = 64;

    /// @dev Of whom the last attestation of a legal identifier was, valid or not.
    struct Bearer {
        address party;
        address registrar;
    }

    /// @dev What an attestation says in words.
    struct Texts {
        string kindName;
        string legalId;
        string uri;
    }

    /// @custom:storage-location erc7201:cadastre.storage.PartyAttestations
    struct PartyAttestationsStorage {
        mapping(AttestationId => Attestation) attestations;
        mapping(address registrar => mapping(bytes32 kind => Accreditation)) accreditations;
        mapping(bytes32 legalIdHash => Bearer) bearers;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.PartyAttestations")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant PARTY_ATTESTATIONS_STORAGE =
        0x9c63d0fac1e905267ba479da8560a2e8661931003116305a8b493abc5bcfb400;

    /// @notice The registry whose parties attest and are attested.
    IPartyRegistry public immutable PARTIES;

    constructor(IPartyRegistry parties) {
        PARTIES = parties;
    }

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc IPartyAttestations
    function accredit(address registrar, string calldata kindName, uint40 until) external restricted {
        PARTIES.controllerOf(registrar);
        if (!_isKindName(bytes(kindName), true)) revert InvalidKind();
        if (_isOver(until)) revert InvalidAttestation();

        bytes32 kind = keccak256(bytes(kindName));
        Accreditation storage accreditation = _attestationStorage().accreditations[registrar][kind];
        if (!accreditation.granted) {
            accreditation.granted = true;
            ++accreditation.epoch;
        }
        accreditation.until = until;
        emit RegistrarAccredited(registrar, kind, kindName, accreditation.epoch, until, _msgSender());
    }

    /// @inheritdoc IPartyAttestations
    function withdrawAccreditation(address registrar, bytes32 kind, string calldata reason) external restricted {
        _checkReason(reason);
        Accreditation storage accreditation = _attestationStorage().accreditations[registrar][kind];
        if (!accreditation.granted) revert NotAccredited(registrar, kind);
        accreditation.granted = false;
        emit AccreditationWithdrawn(registrar, kind, accreditation.epoch, reason, _msgSender());
    }

    /// @inheritdoc IPartyAttestations
    function attestLegalId(
        address registrar,
        address party,
        string calldata legalId,
        uint40 until,
        string calldata uri
    ) external returns (AttestationId) {
        string calldata kindName = _kindOfLegalId(legalId);
        AttestationKey memory key = AttestationKey({
            registrar: registrar,
            party: party,
            kind: keccak256(bytes(kindName)),
            digest: keccak256(bytes(legalId))
        });
        _take(key);
        return _attest(key, until, true, Texts(kindName, legalId, uri));
    }

    /// @inheritdoc IPartyAttestations
    function attest(
        address registrar,
        address party,
        string calldata kindName,
        bytes32 digest,
        uint40 until,
        string calldata uri
    ) external returns (AttestationId) {
        if (!_isKindName(bytes(kindName), false)) revert InvalidKind();
        if (digest == 0) revert InvalidAttestation();
        bytes32 kind = keccak256(bytes(kindName));
        return _attest(AttestationKey(registrar, party, kind, digest), until, false, Texts(kindName, "", uri));
    }

    /// @inheritdoc IPartyAttestations
    function revokeAttestation(AttestationKey calldata key, string calldata reason) external {
        _requireController(key.registrar);
        _checkReason(reason);
        AttestationId id = attestationId(key);
        Attestation storage attestation = _attestationStorage().attestations[id];
        if (attestation.status != AttestationStatus.Active) revert UnknownAttestation(id);
        attestation.status = AttestationStatus.Revoked;
        emit AttestationRevoked(id, key.party, key.registrar, attestation.sequence, reason, _msgSender());
    }

    /// @inheritdoc IPartyAttestations
    function attestationOf(AttestationKey calldata key) external view returns (Attestation memory) {
        return _attestationStorage().attestations[attestationId(key)];
    }

    /// @inheritdoc IPartyAttestations
    function isValid(AttestationKey calldata key) external view returns (bool) {
        return _isValid(key);
    }

    /// @inheritdoc IPartyAttestations
    function partyByLegalId(string calldata legalId) external view returns (address party, address registrar) {
        bytes32 kind = keccak256(bytes(_kindOfLegalId(legalId)));
        bytes32 digest = keccak256(bytes(legalId));
        Bearer memory bearer = _attestationStorage().bearers[digest];
        bool valid = _isValid(AttestationKey(bearer.registrar, bearer.party, kind, digest));
        return valid ? (bearer.party, bearer.registrar) : (address(0), address(0));
    }

    /// @inheritdoc IPartyAttestations
    function accreditationOf(address registrar, bytes32 kind) external view returns (Accreditation memory) {
        return _attestationStorage().accreditations[registrar][kind];
    }

    /// @inheritdoc IPartyAttestations
    function attestationId(AttestationKey memory key) public pure returns (AttestationId) {
        return AttestationId.wrap(keccak256(abi.encode(key.registrar, key.party, key.kind, key.digest)));
    }

    /// @dev A legal identifier goes to the party that the registrar names, unless it validly is another attestation's.
    function _take(AttestationKey memory key) private {
        Bearer storage bearer = _attestationStorage().bearers[key.digest];
        Bearer memory last = bearer;
        if (last.party == key.party && last.registrar == key.registrar) return;
        if (_isValid(AttestationKey(last.registrar, last.party, key.kind, key.digest))) {
            revert LegalIdTaken(last.party, last.registrar);
        }
        (bearer.party, bearer.registrar) = (key.party, key.registrar);
    }

    function _attest(
        AttestationKey memory key,
        uint40 until,
        bool legal,
        Texts memory texts
    ) private returns (AttestationId id) {
        _requireController(key.registrar);
        PARTIES.controllerOf(key.party);
        if (key.registrar == key.party || _isOver(until) || bytes(texts.uri).length > MAX_URI_LENGTH) {
            revert InvalidAttestation();
        }
        Accreditation memory accreditation = _attestationStorage().accreditations[key.registrar][key.kind];
        if (!accreditation.granted || _isOver(accreditation.until)) revert NotAccredited(key.registrar, key.kind);

        id = attestationId(key);
        Attestation storage attestation = _attestationStorage().attestations[id];
        uint32 sequence = attestation.sequence + 1;
        _attestationStorage().attestations[id] = Attestation({
            status: AttestationStatus.Active,
            issued: uint40(block.timestamp),
            until: until,
            sequence: sequence,
            accreditation: accreditation.epoch,
            legal: legal
        });
        emit PartyAttested(
            id,
            key.party,
            key.registrar,
            key.kind,
            key.digest,
            until,
            sequence,
            accreditation.epoch,
            texts.kindName,
            texts.legalId,
            texts.uri,
            _msgSender()
        );
    }

    function _isValid(AttestationKey memory key) private view returns (bool) {
        PartyAttestationsStorage storage $ = _attestationStorage();
        Attestation memory attestation = $.attestations[attestationId(key)];
        if (attestation.status != AttestationStatus.Active || _isOver(attestation.until)) return false;
        Accreditation memory accreditation = $.accreditations[key.registrar][key.kind];
        if (!accreditation.granted || accreditation.epoch != attestation.accreditation) return false;
        if (_isOver(accreditation.until)) return false;
        if (attestation.legal) {
            Bearer memory bearer = $.bearers[key.digest];
            if (bearer.party != key.party || bearer.registrar != key.registrar) return false;
        }
        return _isLiving(key.registrar) && _isLiving(key.party);
    }

    function _isLiving(address party) private view returns (bool) {
        return PARTIES.partyOf(party).controller != address(0);
    }

    function _requireController(address registrar) private view {
        (address controller, ) = PARTIES.controllerOf(registrar);
        if (controller != _msgSender()) revert IPartyRegistry.NotController(registrar, _msgSender());
    }

    function _checkReason(string calldata reason) private pure {
        if (bytes(reason).length > MAX_REASON_LENGTH) revert ReasonTooLong(bytes(reason).length);
    }

    /// @dev Whether a time that 0 leaves open has come.
    function _isOver(uint40 until) private view returns (bool) {
        return until != 0 && block.timestamp >= until;
    }

    /// @dev The name up to the colon and with it, so that no other kind has the name of one of legal identifiers. One way to
    /// write an identifier: what differs in case only would be another one, and take it away from its bearer.
    function _kindOfLegalId(string calldata legalId) private pure returns (string calldata) {
        bytes calldata text = bytes(legalId);
        uint256 colon = 0;
        while (colon < text.length && text[colon] >= "a" && text[colon] <= "z") ++colon;
        uint256 valueLength = text.length - colon;
        if (
            colon == 0 ||
            colon > MAX_LEGAL_KIND_LENGTH ||
            valueLength < 2 ||
            valueLength > MAX_LEGAL_VALUE_LENGTH + 1 ||
            text[colon] != ":"
        ) revert InvalidLegalId();
        for (uint256 i = colon + 1; i < text.length; ++i) {
            if (!_isBetween(text[i], "0", "9") && !_isBetween(text[i], "A", "Z")) revert InvalidLegalId();
        }
        return string(text[:colon + 1]);
    }

    function _isKindName(bytes calldata name, bool legalToo) private pure returns (bool) {
        uint256 length = name.length;
        if (legalToo && length != 0 && name[length - 1] == ":") --length;
        if (length == 0 || length > MAX_KIND_LENGTH) return false;
        for (uint256 i = 0; i < length; ++i) {
            if (!_isBetween(name[i], "a", "z") && !_isBetween(name[i], "0", "9") && name[i] != "-") return false;
        }
        return true;
    }

    function _isBetween(bytes1 character, bytes1 first, bytes1 last) private pure returns (bool) {
        return character >= first && character <= last;
    }

    function _attestationStorage() private pure returns (PartyAttestationsStorage storage $) {
        assembly ("memory-safe") {
            $.slot := PARTY_ATTESTATIONS_STORAGE
        }
    }

    /// @inheritdoc SignedCaller
    function _signedCalls() internal view override returns (address) {
        return address(PARTIES);
    }
}
