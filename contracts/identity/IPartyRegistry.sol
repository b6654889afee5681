// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IFreezable} from "../supervision/IFreezable.sol";
import {IERC1056} from "./IERC1056.sol";
import {IPartyRecovery} from "./IPartyRecovery.sol";

/// @notice What a party is. Zero means: not registered.
enum PartyKind {
    None,
    Organisation,
    PersonRole,
    Machine,
    Software,
    Environment
}

/// @notice What a party says of itself.
/// @param kind What the party is; `None` is refused.
/// @param name Name for people, 1 to 256 bytes of UTF-8.
/// @param legalId Declared legal identifier with its kind in front, such as `lei:…`, `uscc:…`, `bpn:…`; may be empty.
/// @param profileDigest SHA-256 of the profile document, zero for none.
/// @param profileUri Where the profile document is, empty for none.
struct PartyProfile {
    PartyKind kind;
    string name;
    string legalId;
    bytes32 profileDigest;
    string profileUri;
}

/// @notice State of a party as the ledger holds it.
struct Party {
    PartyKind kind;
    address controller;
    uint32 controlEpoch;
    bool deactivated;
    bool frozen;
}

/// @title Parties
/// @notice A party is an account (a key or a contract) that holds things. Its address is its identity for ever; the key
/// that controls it may change (ERC-1056), and what it holds is moved by whoever controls it now.
interface IPartyRegistry is IERC1056, IPartyRecovery, IFreezable {
    /// @dev The identity is the second topic on purpose: clients of `did:ethr` ask for logs whose first one it is, and older
    /// ones fail on events that are not of ERC-1056.
    event PartyRegistered(
        PartyKind indexed kind,
        address indexed identity,
        string name,
        string legalId,
        bytes32 profileDigest,
        string profileUri,
        address by
    );

    event PartyProfileUpdated(
        PartyKind indexed kind,
        address indexed identity,
        string name,
        string legalId,
        bytes32 profileDigest,
        string profileUri,
        address by
    );

    /// @notice The party is registered already.
    error PartyExists(address identity);
    /// @notice The account is not a registered party, or is deactivated.
    error NotAParty(address account);
    /// @notice The supervision holds the party frozen: nothing is done in its name, and nothing given to it.
    error PartyIsFrozen(address identity);
    /// @notice `caller` does not control `identity`.
    error NotController(address identity, address caller);
    /// @notice Kind, name or a length is out of range.
    error InvalidProfile();
    /// @notice The signature is not that of the identity's controller.
    error InvalidSignature(address identity);

    /// @notice Registers `identity` as a party. Only its controller may.
    function register(address identity, PartyProfile calldata profile) external;

    /// @notice Replaces the profile. Only the controller may; the kind may not change.
    function updateProfile(address identity, PartyProfile calldata profile) external;

    /// @notice Who controls a registered party, and how often control changed. Reverts with `NotAParty`, and with
    /// `PartyIsFrozen` where the supervision holds it frozen.
    /// @dev The epoch lets holders' contracts void approvals that an earlier controller gave.
    function controllerOf(address identity) external view returns (address controller, uint32 controlEpoch);

    /// @notice Who freezes parties, and so all that parties hold.
    function supervision() external view returns (address);

    /// @notice State of a party; kind `None` where none is registered.
    function partyOf(address identity) external view returns (Party memory);
}
