// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {GroupId} from "./RightTypes.sol";

/// @notice State of a group.
/// @param owner The party that says who is in it; zero where there is no such group.
/// @param epoch How often it was emptied, plus one.
/// @param size How many members it has.
struct Group {
    address owner;
    uint32 epoch;
    uint32 size;
}

/// @title Groups of parties
/// @notice A group is a party's list of parties, under a name, for grants to all of them at once. Its owner says who is in it, and
/// acts for it; a member may leave. Membership is of the party, whatever key controls it, and begins without
/// the member's doing, since being in a group gives rights and no duties.
///
/// Who is in a group is on public record: a partner that others must not know of is granted its right blinded. A group is never ended: `clear` empties it in one step.
interface IPartyGroups {
    event GroupCreated(GroupId indexed group, address indexed owner, string name, address by);
    event GroupMemberAdded(GroupId indexed group, address indexed member, uint32 epoch, address by);
    event GroupMemberRemoved(GroupId indexed group, address indexed member, address by);
    /// @param epoch The new one: members of earlier ones are out.
    event GroupCleared(GroupId indexed group, uint32 epoch, address by);

    /// @notice A name has 1 to 256 bytes.
    error InvalidGroupName();
    error GroupExists(GroupId group);
    error UnknownGroup(GroupId group);
    /// @notice `caller` does not control the group's owner.
    error NotGroupOwner(GroupId group, address caller);
    /// @notice 1 to 64 parties are added or removed at once.
    error InvalidCount(uint256 count);
    error MemberAlready(GroupId group, address member);
    error NotAMember(GroupId group, address member);

    /// @notice Makes a group. Only the controller of the party that is to own it may.
    function create(address owner, string calldata name) external returns (GroupId);

    /// @notice Adds parties, each of which must be one that is neither deactivated nor frozen. The group's owner.
    function add(GroupId group, address[] calldata members) external;

    /// @notice Takes parties out. The group's owner.
    function remove(GroupId group, address[] calldata members) external;

    /// @notice Takes all parties out. The group's owner.
    function clear(GroupId group) external;

    /// @notice Takes a party out. The party's controller.
    function leaveGroup(GroupId group, address member) external;

    /// @notice Whether a party is in a group.
    function isMember(GroupId group, address member) external view returns (bool);

    /// @notice State of a group; owner zero where there is none.
    function groupOf(GroupId group) external view returns (Group memory);

    function groupId(address owner, string calldata name) external pure returns (GroupId);
}
