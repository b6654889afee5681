// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IFreezable} from "./IFreezable.sol";

/// @notice How far a regulator's mandate reaches.
enum ScopeKind {
    None,
    All,
    Jurisdiction,
    Scheme
}

enum FreezeReason {
    None,
    CourtOrder,
    Sanctions,
    Recall,
    Investigation,
    Dispute,
    Insolvency,
    Other
}

enum LiftReason {
    None,
    OrderLifted,
    OrderExpired,
    Settled,
    Mistake,
    Other
}

/// @notice A regulator's mandate.
/// @param kind `None` where there is no such office.
/// @param value Zero for `All`; the two capital letters of ISO 3166-1, at the front, for `Jurisdiction`; the scheme's id for
/// `Scheme`.
struct Scope {
    ScopeKind kind;
    bytes32 value;
}

/// @notice One office's freeze of one thing.
/// @param since Block time at which it was frozen, 0 where that office did not freeze it.
/// @param order SHA-256 of the order.
struct Freeze {
    FreezeReason reason;
    uint40 since;
    bytes32 order;
}

/// @title Supervision
/// @notice Regulators freeze and unfreeze things of the ledger, each for a reason and under an order whose hash is on record. A
/// freeze keeps a thing as it is. There is no call that takes a thing from its owner, or ends it.
///
/// A regulator is an *office*, by number. Who acts for it are the members of its role in the access manager
/// (`Roles.OFFICES` plus its number), so that its keys come and go without touching its freezes. Each office lifts its own
/// freezes only; so do members of its role's admin role, and of those above that up to the ledger's administrator. A thing
/// stays frozen until every office that froze it has lifted.
///
/// The mandate is part of the office's accreditation and of every freeze's event. A scheme as mandate is enforced: the caller
/// shows that the thing is a namespace or a record of that scheme by its name; the name of a sealed record is its namespace's
/// prefix, '#' and its seal in hexadecimal digits behind '0x', so that an office need not know the identifier. A jurisdiction is not, as nothing on the ledger
/// says in which one a thing is: the office answers for it with its order.
interface ISupervision {
    event OfficeAccredited(uint32 indexed office, ScopeKind scopeKind, bytes32 scope, string name, address by);

    /// @param registry The registry whose thing it is: an index ignores those that it does not follow.
    /// @param order SHA-256 of the order.
    event ThingFrozen(
        address indexed registry,
        bytes32 indexed thing,
        uint32 indexed office,
        FreezeReason reason,
        bytes32 order,
        ScopeKind scopeKind,
        bytes32 scope,
        address by
    );

    /// @param stillFrozen Whether another office's freeze goes on.
    event ThingUnfrozen(
        address indexed registry,
        bytes32 indexed thing,
        uint32 indexed office,
        LiftReason reason,
        bytes32 order,
        bool stillFrozen,
        address by
    );

    /// @notice The scope's value does not fit its kind, or the name is empty or longer than 256 bytes.
    error InvalidOffice();
    error UnknownOffice(uint32 office);
    /// @notice `caller` acts neither for the office nor for one above it.
    error NotOfTheOffice(uint32 office, address caller);
    /// @notice The thing is no namespace or record of that name in the office's scheme.
    error OutOfScope(uint32 office, bytes32 thing);
    /// @notice A freeze and its end need a reason and the hash of an order.
    error NoOrder();
    error FrozenAlready(address registry, bytes32 thing, uint32 office);
    error NotFrozen(address registry, bytes32 thing, uint32 office);

    /// @notice Accredits an office, or changes its mandate or name; what it froze stays frozen. The administrator only. Its
    /// members are made in the access manager, and unmade there.
    function accreditOffice(uint32 office, Scope calldata scope, string calldata name) external;

    /// @notice Freezes a thing. Members of the office only, and only those without an execution delay.
    /// @param name Prefix of the namespace, identifier of the record, or prefix and seal of the sealed record (see above), where
    /// the office's scope is a scheme; not looked at where it is not.
    function freeze(
        uint32 office,
        IFreezable registry,
        bytes32 thing,
        FreezeReason reason,
        bytes32 order,
        string calldata name
    ) external;

    /// @notice Ends that office's freeze of a thing. Members of the office, or of a role above it.
    function unfreeze(uint32 office, IFreezable registry, bytes32 thing, LiftReason reason, bytes32 order) external;

    /// @notice An office's mandate; kind `None` where there is no such office.
    function scopeOf(uint32 office) external view returns (Scope memory);

    /// @notice One office's freeze of a thing; all zero where there is none.
    function freezeOf(IFreezable registry, bytes32 thing, uint32 office) external view returns (Freeze memory);

    /// @notice How many offices hold a thing frozen.
    function freezesOf(IFreezable registry, bytes32 thing) external view returns (uint32);
}
