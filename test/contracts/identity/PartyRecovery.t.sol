// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {GuardianSet, IPartyRecovery} from "../../../contracts/identity/IPartyRecovery.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {PartyFixture} from "../fixtures/PartyFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract PartyRecoveryTest is PartyFixture {
    function test_guardiansGiveAPartyANewControllerAfterTheDelay() external {
        _nameGuardians(MAKER);
        _approve(ROOT, MAKER, NEW_KEY);
        require(!_executes(MAKER, NEW_KEY), "one of two is enough");
        _approve(PARTNER, MAKER, NEW_KEY);
        (uint8 approvals, uint40 readyAt) = parties.recoveryOf(MAKER, NEW_KEY);
        require(approvals == 2 && readyAt == block.timestamp + 1 days, "recovery");
        vm.warp(readyAt - 1);
        require(!_executes(MAKER, NEW_KEY), "too early");
        vm.warp(readyAt);
        require(_executes(MAKER, NEW_KEY), "not executed");
        (address controller, uint32 epoch) = parties.controllerOf(MAKER);
        require(controller == NEW_KEY && epoch == 1, "controller");
    }

    function test_theFirstSetCountsAtOnceTheNextAfterTheDelayOfTheOneThatCounts() external {
        _nameGuardians(MAKER);
        uint256 start = block.timestamp;
        vm.prank(MAKER);
        parties.nameGuardians(MAKER, _guardians(address(1), address(2), address(3)), 3, 2 days);
        (GuardianSet memory present, GuardianSet memory next) = parties.guardiansOf(MAKER);
        require(present.number == 1 && present.threshold == 2 && present.guardians[1] == BUYER, "present");
        require(next.number == 2 && next.effectiveFrom == start + 1 days, "next");
        vm.warp(start + 1 days - 1);
        (present, ) = parties.guardiansOf(MAKER);
        require(present.number == 1, "too early");
        vm.warp(start + 1 days);
        (present, next) = parties.guardiansOf(MAKER);
        require(present.number == 2 && present.delay == 2 days && next.number == 0, "too late");
    }

    function test_aSetThatDoesNotCountYetIsReplacedByTheNext() external {
        _nameGuardians(MAKER);
        uint256 start = block.timestamp;
        vm.prank(MAKER);
        parties.nameGuardians(MAKER, _guardians(address(1), address(2), address(3)), 3, 2 days);
        vm.warp(start + 12 hours);
        vm.prank(MAKER);
        parties.nameGuardians(MAKER, new address[](0), 0, 0);
        vm.warp(start + 1 days);
        (GuardianSet memory present, GuardianSet memory next) = parties.guardiansOf(MAKER);
        require(present.number == 1 && next.number == 3, "the replaced set counts");
        vm.warp(start + 36 hours);
        (present, ) = parties.guardiansOf(MAKER);
        require(present.number == 3 && present.guardians.length == 0, "guardians not removed");
        _refuses(ROOT, address(parties), _approval(ROOT), IPartyRecovery.NotGuardian.selector);
    }

    function test_aGuardianThatIsAPartyActsThroughItsPresentController() external {
        _nameGuardians(MAKER);
        _rotate(ROOT, ROOT, NEW_KEY);
        _refuses(ROOT, address(parties), _approval(ROOT), IPartyRegistry.NotController.selector);
        _allows(NEW_KEY, address(parties), _approval(ROOT));
    }

    function test_aGuardianAgreesOnceAndMayTakeItBack() external {
        _nameGuardians(MAKER);
        _approve(ROOT, MAKER, STRANGER);
        _refuses(ROOT, address(parties), _approval(ROOT), IPartyRecovery.ApprovedAlready.selector);
        _approve(BUYER, MAKER, STRANGER);
        bytes memory back = abi.encodeCall(parties.withdrawRecoveryApproval, (MAKER, BUYER, STRANGER));
        _allows(BUYER, address(parties), back);
        _refuses(BUYER, address(parties), back, IPartyRecovery.NotApproved.selector);
        vm.warp(block.timestamp + 2 days);
        require(!_executes(MAKER, STRANGER), "executed without approval");
        _approve(PARTNER, MAKER, STRANGER);
        require(!_executes(MAKER, STRANGER), "the delay did not begin anew");
        vm.warp(block.timestamp + 1 days);
        require(_executes(MAKER, STRANGER), "not executed");
    }

    function test_aGuardianMoreThanNeededDoesNotDelay() external {
        _nameGuardians(MAKER);
        _approve(ROOT, MAKER, STRANGER);
        _approve(BUYER, MAKER, STRANGER);
        uint256 ready = block.timestamp + 1 days;
        vm.warp(block.timestamp + 1 hours);
        _approve(PARTNER, MAKER, STRANGER);
        vm.prank(ROOT);
        parties.withdrawRecoveryApproval(MAKER, ROOT, STRANGER);
        vm.warp(ready);
        require(_executes(MAKER, STRANGER), "delayed");
    }

    function test_guardiansOutOfRangeAreRefused() external {
        bytes4 invalid = IPartyRecovery.InvalidGuardians.selector;
        address[] memory three = _guardians(ROOT, BUYER, PARTNER);
        _refusesGuardians(three, 0, 1 days, invalid);
        _refusesGuardians(three, 4, 1 days, invalid);
        _refusesGuardians(three, 2, 1 hours - 1, invalid);
        _refusesGuardians(three, 2, 365 days + 1, invalid);
        _refusesGuardians(_guardians(ROOT, ROOT, BUYER), 2, 1 days, invalid);
        _refusesGuardians(_guardians(BUYER, ROOT, PARTNER), 2, 1 days, invalid);
        _refusesGuardians(_guardians(address(0), ROOT, BUYER), 2, 1 days, invalid);
        _refusesGuardians(_guardians(ROOT, MAKER, BUYER), 2, 1 days, invalid);
        _refusesGuardians(new address[](0), 0, 1 days, invalid);
        _refusesGuardians(new address[](0), 1, 0, invalid);
        address[] memory eight = new address[](8);
        for (uint160 i = 0; i < 8; ++i) eight[i] = address(i + 1);
        _refusesGuardians(eight, 2, 1 days, invalid);
    }

    function testFuzz_onlyTheControllerNamesGuardiansAndCancels(address caller) external {
        if (caller == MAKER || caller == address(0)) return;
        bytes4 notController = IPartyRegistry.NotController.selector;
        bytes memory name = abi.encodeCall(parties.nameGuardians, (MAKER, _guardians(ROOT, BUYER, PARTNER), 2, 1 days));
        _refuses(caller, address(parties), name, notController);
        _refuses(caller, address(parties), abi.encodeCall(parties.cancelRecoveries, (MAKER)), notController);
    }

    function test_onlyAPartyNamesGuardians() external {
        bytes memory name = abi.encodeCall(
            parties.nameGuardians,
            (STRANGER, _guardians(ROOT, BUYER, PARTNER), 2, 1 days)
        );
        _refuses(STRANGER, address(parties), name, IPartyRegistry.NotAParty.selector);
    }

    function testFuzz_onlyGuardiansApprove(address caller) external {
        if (caller == ROOT || caller == BUYER || caller == PARTNER || caller == address(0)) return;
        _nameGuardians(MAKER);
        bytes memory call = abi.encodeCall(parties.approveRecovery, (MAKER, caller, NEW_KEY));
        _refuses(caller, address(parties), call, IPartyRecovery.NotGuardian.selector);
    }

    function test_controlIsNotRecoveredToNobody() external {
        _nameGuardians(MAKER);
        bytes memory call = abi.encodeCall(parties.approveRecovery, (MAKER, ROOT, address(0)));
        _refuses(ROOT, address(parties), call, IPartyRecovery.InvalidController.selector);
    }

    function test_oneRecoveryDoesNotStandInTheWayOfAnother() external {
        _nameGuardians(MAKER);
        _approve(ROOT, MAKER, STRANGER);
        _approve(BUYER, MAKER, NEW_KEY);
        _approve(PARTNER, MAKER, NEW_KEY);
        vm.warp(block.timestamp + 1 days);
        require(!_executes(MAKER, STRANGER) && _executes(MAKER, NEW_KEY), "wrong recovery");
    }

    /// @dev Whoever agrees and takes it back, in whatever order.
    function testFuzz_recoveryTakesTwoGuardiansAndADay(uint8[8] calldata steps, uint32 pause) external {
        _nameGuardians(MAKER);
        address[3] memory guardians = [ROOT, BUYER, PARTNER];
        bool[3] memory agrees;
        uint8 count;
        uint256 since;
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 guardian = steps[i] % 3;
            bytes memory call =
                agrees[guardian]
                    ? abi.encodeCall(parties.withdrawRecoveryApproval, (MAKER, guardians[guardian], STRANGER))
                    : _approval(guardians[guardian]);
            vm.warp(block.timestamp + steps[i]);
            _refuses(NEW_KEY, address(parties), call);
            _allows(guardians[guardian], address(parties), call);
            agrees[guardian] = !agrees[guardian];
            uint8 before = count;
            count = agrees[guardian] ? count + 1 : count - 1;
            if (before < 2 && count == 2) since = block.timestamp;
        }
        (uint8 approvals, uint40 readyAt) = parties.recoveryOf(MAKER, STRANGER);
        require(approvals == count && readyAt == (count < 2 ? 0 : since + 1 days), "recovery");
        vm.warp(block.timestamp + (pause % 2 days));
        bool expected = count >= 2 && block.timestamp >= since + 1 days;
        require(_executes(MAKER, STRANGER) == expected, "executed, or not");
        require(parties.identityOwner(MAKER) == (expected ? STRANGER : MAKER), "control");
    }

    function testFuzz_whoNamedNobodyIsNotRecovered(address identity, address controller, address caller) external {
        (GuardianSet memory present, GuardianSet memory next) = parties.guardiansOf(identity);
        require(present.number == 0 && next.number == 0 && present.guardians.length == 0, "guardians");
        (uint8 approvals, uint40 readyAt) = parties.recoveryOf(identity, controller);
        require(approvals == 0 && readyAt == 0, "agreed to");
        _refuses(caller, address(parties), abi.encodeCall(parties.executeRecovery, (identity, controller)));
        bytes memory back = abi.encodeCall(parties.withdrawRecoveryApproval, (identity, caller, controller));
        _refuses(caller, address(parties), back);
    }

    function _approval(address guardian) private view returns (bytes memory) {
        return abi.encodeCall(parties.approveRecovery, (MAKER, guardian, STRANGER));
    }

    function _refusesGuardians(address[] memory guardians, uint8 threshold, uint32 delay, bytes4 why) private {
        bytes memory call = abi.encodeCall(parties.nameGuardians, (MAKER, guardians, threshold, delay));
        _refuses(MAKER, address(parties), call, why);
    }
}
