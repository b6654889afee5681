// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice `keccak256(abi.encode(registrar, party, kind, digest))`, see `AttestationKey`.
type AttestationId is bytes32;

/// @notice A revoked attestation stays as a tombstone; attested anew it counts one further `sequence`.
enum AttestationStatus {
    None,
    Active,
    Revoked
}

/// @notice What an attestation is of.
/// @param registrar Party that attests.
/// @param party Party that it says something of.
/// @param kind `keccak256(bytes(name))` of the kind's name: `iso9001`, or `lei:` (with the colon) for legal identifiers.
/// @param digest What is stated: SHA-256 of a document, or `keccak256(bytes(legalId))`, such as of `lei:213800KUD8LAJWSQ9D15`.
struct AttestationKey {
    address registrar;
    address party;
    bytes32 kind;
    bytes32 digest;
}

/// @notice State of an attestation.
/// @param issued When it was last given, Unix seconds.
/// @param until From then on it is not valid, Unix seconds; 0 for no end.
/// @param sequence How often it was given.
/// @param accreditation Epoch of the accreditation under which it was given.
/// @param legal Whether it is of a legal identifier.
struct Attestation {
    AttestationStatus status;
    uint40 issued;
    uint40 until;
    uint32 sequence;
    uint32 accreditation;
    bool legal;
}

/// @notice Whether and how long a registrar may attest statements of a kind.
/// @param epoch Counts how often the registrar was accredited after not having been.
/// @param until From then on it may not, Unix seconds; 0 for no end.
/// @param granted False once withdrawn.
struct Accreditation {
    uint32 epoch;
    uint40 until;
    bool granted;
}

/// @title Attestations of parties
/// @notice What accredited registrars vouch for. An attestation is valid while all of this holds: it is not revoked and not
/// past its end; its registrar has the accreditation under which it was given, not past its end; registrar and party are
/// living parties; and, if it is of a legal identifier, no other was given for that identifier since. So a legal
/// identifier has one party at most.
interface IPartyAttestations {
    /// @notice A registrar may attest statements of a kind, or may do so until another time.
    event RegistrarAccredited(
        address indexed registrar,
        bytes32 indexed kind,
        string kindName,
        uint32 epoch,
        uint40 until,
        address by
    );

    /// @notice A registrar lost an accreditation; all that it attested under it is void for ever.
    event AccreditationWithdrawn(
        address indexed registrar,
        bytes32 indexed kind,
        uint32 epoch,
        string reason,
        address by
    );

    /// @notice A registrar vouches for a statement, or does so until another time.
    /// @param accreditation Epoch of the registrar's accreditation.
    /// @param legalId The legal identifier, where it is one; else empty.
    /// @param uri Where the statement may be read, empty for nowhere.
    event PartyAttested(
        AttestationId indexed attestation,
        address indexed party,
        address indexed registrar,
        bytes32 kind,
        bytes32 digest,
        uint40 until,
        uint32 sequence,
        uint32 accreditation,
        string kindName,
        string legalId,
        string uri,
        address by
    );

    /// @notice A registrar took an attestation back.
    event AttestationRevoked(
        AttestationId indexed attestation,
        address indexed party,
        address indexed registrar,
        uint32 sequence,
        string reason,
        address by
    );

    /// @notice The kind's name is not 1 to 32 of `a-z 0-9 -`, followed by a colon where legal identifiers are meant.
    error InvalidKind();
    /// @notice The legal identifier is not `kind:VALUE` of 1 to 16 of `a-z` and 1 to 64 of `0-9 A-Z`.
    error InvalidLegalId();
    /// @notice No digest, an end that is past, a text that is too long, or a registrar that speaks of itself.
    error InvalidAttestation();
    /// @notice The registrar is not accredited for the kind now.
    error NotAccredited(address registrar, bytes32 kind);
    /// @notice A valid attestation by `registrar` says that the legal identifier is that of `party`.
    error LegalIdTaken(address party, address registrar);
    /// @notice A reason has at most 1,024 bytes.
    error ReasonTooLong(uint256 length);
    /// @notice There is no such attestation to revoke.
    error UnknownAttestation(AttestationId attestation);

    /// @notice Lets a party attest statements of a kind. Role `REGISTRAR_ADMIN`.
    /// @param kindName The kind's name; that of legal identifiers ends with a colon: `lei:`.
    /// @param until From then on it may not, and what it attested is not valid; 0 for no end. Renewal makes both hold again.
    function accredit(address registrar, string calldata kindName, uint40 until) external;

    /// @notice Ends an accreditation and for ever all attestations given under it. Role `REGISTRAR_ADMIN`.
    function withdrawAccreditation(address registrar, bytes32 kind, string calldata reason) external;

    /// @notice Vouches for a legal identifier of a party. The registrar's controller.
    /// @param legalId Canonical, such as `lei:213800KUD8LAJWSQ9D15`. Check characters are not checked here.
    /// @param uri Evidence, at most 2,048 bytes, may be empty.
    function attestLegalId(
        address registrar,
        address party,
        string calldata legalId,
        uint40 until,
        string calldata uri
    ) external returns (AttestationId);

    /// @notice Vouches for a statement. The registrar's controller.
    /// @param digest SHA-256 of the statement.
    function attest(
        address registrar,
        address party,
        string calldata kindName,
        bytes32 digest,
        uint40 until,
        string calldata uri
    ) external returns (AttestationId);

    /// @notice Takes an attestation back. The registrar's controller, accredited or not.
    function revokeAttestation(AttestationKey calldata key, string calldata reason) external;

    /// @notice State of an attestation; status `None` where there is none. See `isValid`.
    function attestationOf(AttestationKey calldata key) external view returns (Attestation memory);

    /// @notice Whether an attestation is valid now.
    function isValid(AttestationKey calldata key) external view returns (bool);

    /// @notice The party that a valid attestation says has the legal identifier, and who attests it; zero where none does.
    function partyByLegalId(string calldata legalId) external view returns (address party, address registrar);

    function accreditationOf(address registrar, bytes32 kind) external view returns (Accreditation memory);

    function attestationId(AttestationKey memory key) external pure returns (AttestationId);
}
