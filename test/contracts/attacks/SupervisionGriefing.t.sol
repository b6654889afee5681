// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IEvidenceRegistry} from "../../../contracts/evidence/IEvidenceRegistry.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {FreezeReason, ISupervision} from "../../../contracts/supervision/ISupervision.sol";
import {Impostor} from "../fixtures/Hostile.sol";
import {SupervisionFixture} from "../fixtures/SupervisionFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice A registry that belongs to nobody, and calls its freezer back.
contract HostileRegistry {
    ISupervision private immutable SUPERVISION;
    IFreezable private immutable TARGET;
    bytes32 private immutable THING;
    bool public tookIt;

    constructor(ISupervision supervision, IFreezable target, bytes32 thing) {
        SUPERVISION = supervision;
        TARGET = target;
        THING = thing;
    }

    function setFrozen(bytes32, bool) external {
        bytes memory freeze = abi.encodeCall(
            SUPERVISION.freeze,
            (1, TARGET, THING, FreezeReason.Other, keccak256("order"), "")
        );
        (bool froze, ) = address(SUPERVISION).call(freeze);
        (bool set, ) = address(TARGET).call(abi.encodeCall(IFreezable.setFrozen, (THING, true)));
        tookIt = froze || set;
    }
}

/// @notice Attack class 14, with 5: offices, evidence and forged registries in each other's way.
contract SupervisionGriefingAttackTest is SupervisionFixture {
    /// @dev Lifting one freeze costs the same however many others there are: nothing is walked.
    function test_manyOfficesDoNotMakeAFreezeHardToLift() external {
        bytes32 thing = bytes32(twin);
        for (uint32 office = 10; office < 60; ++office) {
            _accredit(office, OTHER_REGULATOR);
            vm.prank(OTHER_REGULATOR);
            supervision.freeze(office, twins, thing, FreezeReason.Other, ORDER, "");
        }
        _freeze(twins, thing);
        uint256 before = gasleft();
        _lift(twins, thing);
        require(before - gasleft() < 60_000, "lifting walks the others");
        for (uint32 office = 10; office < 60; ++office) {
            require(twins.isFrozen(thing), "lifted early");
            _allows(OTHER_REGULATOR, address(supervision), _liftCall(office, twins, thing));
        }
        require(!twins.isFrozen(thing), "never lifted");
    }

    function test_aForgedRegistryFreezesNothingReal() external {
        IFreezable impostor = IFreezable(address(new Impostor()));
        _freeze(impostor, bytes32(twin));
        require(!twins.isFrozen(bytes32(twin)) && supervision.freezesOf(twins, bytes32(twin)) == 0, "frozen");
    }

    function test_aRegistryThatCallsBackFreezesNothing() external {
        HostileRegistry hostile = new HostileRegistry(supervision, twins, bytes32(twin));
        _freeze(IFreezable(address(hostile)), bytes32(twin));
        require(!hostile.tookIt() && !twins.isFrozen(bytes32(twin)), "frozen from within");
    }

    function test_theSupervisionIsNoRegistryOfItself() external {
        _refuses(REGULATOR, address(supervision), _freezeCall(OFFICE, IFreezable(address(supervision)), ORDER));
    }

    /// @dev The same digest by as many authors as like: nobody's anchor stands in another's way, or takes its time away.
    function test_nobodyAnchorsInAnothersPlace() external {
        vm.warp(1_800_000_000);
        vm.prank(PARTNER);
        evidence.anchor(PARTNER, ORDER);
        vm.warp(1_800_000_001);
        vm.prank(MAKER);
        require(evidence.anchor(MAKER, ORDER) == 1_800_000_001, "taken");
        require(evidence.anchorOf(ORDER, PARTNER) == 1_800_000_000, "moved");
    }

    function test_noCallAnchorsMoreThanABlockHolds() external {
        bytes memory call = abi.encodeCall(evidence.anchorMany, (MAKER, new bytes32[](257)));
        _refuses(MAKER, address(evidence), call, IEvidenceRegistry.TooManyDigests.selector);
    }
}
