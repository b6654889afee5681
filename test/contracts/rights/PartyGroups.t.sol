// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyGroups} from "../../../contracts/rights/IPartyGroups.sol";
import {GroupId} from "../../../contracts/rights/RightTypes.sol";
import {RightFixture} from "../fixtures/RightFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract PartyGroupsTest is RightFixture {
    GroupId private group;

    function setUp() public override {
        super.setUp();
        group = _group(BUYER, PARTNER);
    }

    function testFuzz_aGroupIsTheHashOfOwnerAndName(address owner, string memory name) external {
        bytes32 expected = keccak256(abi.encode(owner, keccak256(bytes(name))));
        require(GroupId.unwrap(groups.groupId(owner, name)) == expected, "id");
        bytes memory call = abi.encodeCall(groups.create, (BUYER, name));
        uint256 length = bytes(name).length;
        if (length == 0 || length > 256) {
            _refuses(BUYER, address(groups), call, IPartyGroups.InvalidGroupName.selector);
        } else if (keccak256(bytes(name)) != keccak256("Partners")) {
            _allows(BUYER, address(groups), call);
            _refuses(BUYER, address(groups), call, IPartyGroups.GroupExists.selector);
        }
    }

    function test_aNameHasOneTo256Bytes() external {
        bytes4 invalid = IPartyGroups.InvalidGroupName.selector;
        _refuses(BUYER, address(groups), abi.encodeCall(groups.create, (BUYER, "")), invalid);
        _refuses(BUYER, address(groups), abi.encodeCall(groups.create, (BUYER, string(new bytes(257)))), invalid);
        _allows(BUYER, address(groups), abi.encodeCall(groups.create, (BUYER, string(new bytes(256)))));
    }

    function testFuzz_onlyItsOwnerRunsAGroup(address caller) external {
        if (caller == BUYER || caller == address(parties)) return;
        bytes4 not = IPartyGroups.NotGroupOwner.selector;
        _refuses(caller, address(groups), abi.encodeCall(groups.add, (group, _one(STRANGER))), not);
        _refuses(caller, address(groups), abi.encodeCall(groups.remove, (group, _one(PARTNER))), not);
        _refuses(caller, address(groups), abi.encodeCall(groups.clear, (group)), not);
        bytes memory create = abi.encodeCall(groups.create, (BUYER, "mine"));
        _refuses(caller, address(groups), create, IPartyRegistry.NotController.selector);
        if (caller == PARTNER) return;
        bytes memory quit = abi.encodeCall(groups.leaveGroup, (group, PARTNER));
        _refuses(caller, address(groups), quit, IPartyRegistry.NotController.selector);
    }

    function test_clearingEmptiesAtOnceAndForEver() external {
        vm.prank(BUYER);
        groups.clear(group);
        require(!groups.isMember(group, PARTNER), "a member of before");
        require(groups.groupOf(group).size == 0 && groups.groupOf(group).epoch == 2, "state");
        bytes memory quit = abi.encodeCall(groups.leaveGroup, (group, PARTNER));
        _refuses(PARTNER, address(groups), quit, IPartyGroups.NotAMember.selector);
        _allows(BUYER, address(groups), abi.encodeCall(groups.add, (group, _one(PARTNER))));
        require(groups.isMember(group, PARTNER) && groups.groupOf(group).size == 1, "added anew");
    }

    function test_aMemberLeaves() external {
        _allows(PARTNER, address(groups), abi.encodeCall(groups.leaveGroup, (group, PARTNER)));
        require(!groups.isMember(group, PARTNER) && groups.groupOf(group).size == 0, "still in");
    }

    function testFuzz_onlyLivingPartiesComeIn(address member) external {
        bytes memory call = abi.encodeCall(groups.add, (group, _one(member)));
        if (uint8(parties.partyOf(member).kind) != 0) return;
        _refuses(BUYER, address(groups), call, IPartyRegistry.NotAParty.selector);
        require(!groups.isMember(group, member), "in");
    }

    function testFuzz_nobodyIsInAGroupThatIsNone(bytes32 id, address member) external {
        if (id == GroupId.unwrap(group)) return;
        GroupId none = GroupId.wrap(id);
        require(!groups.isMember(none, member) && groups.groupOf(none).owner == address(0), "a group");
        bytes4 unknown = IPartyGroups.UnknownGroup.selector;
        _refuses(BUYER, address(groups), abi.encodeCall(groups.clear, (none)), unknown);
        bytes memory quit = abi.encodeCall(groups.leaveGroup, (none, PARTNER));
        _refuses(PARTNER, address(groups), quit, IPartyGroups.NotAMember.selector);
    }

    function test_aListIsNeitherEmptyNorLong() external {
        bytes4 count = IPartyGroups.InvalidCount.selector;
        _refuses(BUYER, address(groups), abi.encodeCall(groups.add, (group, new address[](0))), count);
        _refuses(BUYER, address(groups), abi.encodeCall(groups.add, (group, new address[](65))), count);
        _refuses(BUYER, address(groups), abi.encodeCall(groups.remove, (group, new address[](65))), count);
    }
}
