// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice What ties a party to what.
/// - `Membership`: the party is an organisation, the subject a party of another kind that belongs to it. One organisation a member.
/// - `Twin`: the party, a physical or virtual one, is what the subject, a twin model, describes.
/// - `Agent`: the party is physical (any kind but software), the subject a software party: its virtual identity.
enum RelationKind {
    None,
    Membership,
    Twin,
    Agent
}

/// @notice A relation's name.
/// @param subject Twin id, or a party's address as a number.
struct RelationKey {
    RelationKind kind;
    address party;
    bytes32 subject;
}

/// @notice State of a relation.
/// @param inForce Whether it holds now.
/// @param epoch How often it began.
/// @param since When it last began, Unix seconds; 0 for never.
struct Relation {
    bool inForce;
    uint32 epoch;
    uint40 since;
}

/// @title Relations between parties, and between parties and twins
/// @notice A relation begins when both sides agree to it, in any order, and ends when either says so. An agreement counts
/// only while whoever controlled that side when it was given still does. Once a twin changes hands, a relation to it is
/// void, and so is what either side had agreed to, until party and new owner agree; a relation with a deactivated party does not hold.
/// Records name parties as their subject in the identifier registry; that needs no relation here.
interface IPartyRelations {
    /// @notice One side agreed, the other has to.
    /// @param byParty Whether the side is the party; else it is the subject.
    /// @param controlEpoch Control epoch of the side, or of the twin's owner: the word counts while it lasts.
    /// @param subjectEpoch Holding epoch of the twin: the word counts while it lasts; 0 where the subject is a party.
    event RelationProposed(
        RelationKind indexed kind,
        address indexed party,
        bytes32 indexed subject,
        bool byParty,
        uint32 controlEpoch,
        uint32 subjectEpoch,
        address by
    );

    /// @notice A side that had agreed no longer does; the relation had not begun.
    event RelationProposalWithdrawn(
        RelationKind indexed kind,
        address indexed party,
        bytes32 indexed subject,
        bool ofParty,
        bool ofSubject,
        address by
    );

    /// @notice Both sides agree.
    /// @param subjectEpoch Holding epoch of the twin; 0 where the subject is a party.
    event RelationBegun(
        RelationKind indexed kind,
        address indexed party,
        bytes32 indexed subject,
        uint32 epoch,
        uint32 subjectEpoch,
        address by
    );

    /// @notice One side ended it.
    event RelationEnded(
        RelationKind indexed kind,
        address indexed party,
        bytes32 indexed subject,
        uint32 epoch,
        address by
    );

    /// @notice The kind is `None`, or the sides are not of the kinds that it takes.
    error InvalidRelation();
    /// @notice The caller controls neither side.
    error NotASide(address caller);
    /// @notice The relation holds, or this side has agreed to it already.
    error RelationAgreed();
    /// @notice There is nothing to end and nothing to withdraw.
    error NoRelation();
    /// @notice The member belongs to another organisation.
    error MemberElsewhere(address member, address organisation);

    /// @notice Agrees for each side that the caller controls. The relation begins when both have agreed.
    function agree(RelationKey calldata key) external;

    /// @notice Ends the relation for both sides, or withdraws what the caller's side agreed to. Either side.
    function end(RelationKey calldata key) external;

    function relationOf(RelationKey calldata key) external view returns (Relation memory);

    /// @notice The organisation that a party belongs to, zero for none; how often that membership began, and when.
    function organisationOf(address member) external view returns (address organisation, uint32 epoch, uint40 since);
}
