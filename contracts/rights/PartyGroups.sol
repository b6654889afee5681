// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC165Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/introspection/ERC165Upgradeable.sol";
import {SignedCaller} from "../access/SignedCaller.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {Group, IPartyGroups} from "./IPartyGroups.sol";
import {GroupId} from "./RightTypes.sol";

/// @title Groups of parties
/// @notice One word a group, one a member: the group's epoch under which it was added. No list is kept.
contract PartyGroups is IPartyGroups, ERC165Upgradeable, UpgradeGate {
    /// @notice Longest name, in bytes.
    uint256 public constant MAX_NAME_LENGTH = 256;

    /// @notice Most parties that are added or removed at once.
    uint256 public constant MAX_COUNT = 64;

    /// @custom:storage-location erc7201:cadastre.storage.PartyGroups
    struct PartyGroupsStorage {
        mapping(GroupId group => Group) groups;
        /// Zero for none.
        mapping(GroupId group => mapping(address member => uint32 epoch)) members;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.PartyGroups")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant PARTY_GROUPS_STORAGE = 0x76777b81972a82b0e6a5c2d7593f27738ad093a7765fd798e4b4449cd8399f00;

    /// @notice The registry whose parties own groups and are in them.
    IPartyRegistry public immutable PARTIES;

    constructor(IPartyRegistry parties) {
        PARTIES = parties;
    }

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc IPartyGroups
    function create(address owner, string calldata name) external returns (GroupId group) {
        _requireControlOf(owner);
        if (bytes(name).length == 0 || bytes(name).length > MAX_NAME_LENGTH) revert InvalidGroupName();
        group = groupId(owner, name);
        PartyGroupsStorage storage $ = _storage();
        if ($.groups[group].owner != address(0)) revert GroupExists(group);
        $.groups[group] = Group(owner, 1, 0);
        emit GroupCreated(group, owner, name, _msgSender());
    }

    /// @inheritdoc IPartyGroups
    function add(GroupId group, address[] calldata members) external {
        Group memory state = _own(group, members.length);
        mapping(address => uint32) storage epochs = _storage().members[group];
        for (uint256 i = 0; i < members.length; ++i) {
            address member = members[i];
            if (epochs[member] == state.epoch) revert MemberAlready(group, member);
            PARTIES.controllerOf(member);
            epochs[member] = state.epoch;
            emit GroupMemberAdded(group, member, state.epoch, _msgSender());
        }
        _storage().groups[group].size = state.size + uint32(members.length);
    }

    /// @inheritdoc IPartyGroups
    function remove(GroupId group, address[] calldata members) external {
        Group memory state = _own(group, members.length);
        for (uint256 i = 0; i < members.length; ++i) _remove(group, members[i], state.epoch);
        _storage().groups[group].size = state.size - uint32(members.length);
    }

    /// @inheritdoc IPartyGroups
    function clear(GroupId group) external {
        uint32 epoch = _own(group, 1).epoch + 1;
        Group storage state = _storage().groups[group];
        (state.epoch, state.size) = (epoch, 0);
        emit GroupCleared(group, epoch, _msgSender());
    }

    /// @inheritdoc IPartyGroups
    function leaveGroup(GroupId group, address member) external {
        _requireControlOf(member);
        Group storage state = _storage().groups[group];
        _remove(group, member, state.epoch);
        --state.size;
    }

    /// @inheritdoc IPartyGroups
    function isMember(GroupId group, address member) external view returns (bool) {
        PartyGroupsStorage storage $ = _storage();
        uint32 epoch = $.members[group][member];
        return epoch != 0 && epoch == $.groups[group].epoch;
    }

    /// @inheritdoc IPartyGroups
    function groupOf(GroupId group) external view returns (Group memory) {
        return _storage().groups[group];
    }

    /// @inheritdoc IPartyGroups
    function groupId(address owner, string calldata name) public pure returns (GroupId) {
        return GroupId.wrap(keccak256(abi.encode(owner, keccak256(bytes(name)))));
    }

    /// @inheritdoc ERC165Upgradeable
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IPartyGroups).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @inheritdoc SignedCaller
    function _signedCalls() internal view override returns (address) {
        return address(PARTIES);
    }

    function _remove(GroupId group, address member, uint32 epoch) private {
        mapping(address => uint32) storage epochs = _storage().members[group];
        if (epoch == 0 || epochs[member] != epoch) revert NotAMember(group, member);
        epochs[member] = 0;
        emit GroupMemberRemoved(group, member, _msgSender());
    }

    /// @dev A group whose owner's controller is the caller.
    function _own(GroupId group, uint256 count) private view returns (Group memory state) {
        state = _storage().groups[group];
        if (state.owner == address(0)) revert UnknownGroup(group);
        (address controller, ) = PARTIES.controllerOf(state.owner);
        if (controller != _msgSender()) revert NotGroupOwner(group, _msgSender());
        if (count == 0 || count > MAX_COUNT) revert InvalidCount(count);
    }

    function _requireControlOf(address party) private view {
        (address controller, ) = PARTIES.controllerOf(party);
        if (controller != _msgSender()) revert IPartyRegistry.NotController(party, _msgSender());
    }

    function _storage() private pure returns (PartyGroupsStorage storage $) {
        assembly ("memory-safe") {
            $.slot := PARTY_GROUPS_STORAGE
        }
    }
}
