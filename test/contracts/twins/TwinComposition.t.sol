// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Component, ITwinComposition} from "../../../contracts/twins/ITwinComposition.sol";
import {ITwinOwned} from "../../../contracts/twins/ITwinOwned.sol";
import {TwinUse} from "../../../contracts/twins/ITwinTerms.sol";
import {TwinId, TwinState} from "../../../contracts/twins/TwinTypes.sol";
import {TwinFixture} from "../fixtures/TwinFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract TwinCompositionTest is TwinFixture {
    bytes4 private constant NOT_OWNER = ITwinOwned.NotTwinOwner.selector;
    bytes4 private constant NOT_PERMITTED = ITwinComposition.ComponentNotPermitted.selector;

    TwinId private machine;
    TwinId private motor;

    function setUp() public override {
        super.setUp();
        machine = _instance(MAKER, 1);
        motor = _instance(BUYER, 2);
    }

    function testFuzz_quantitiesAreKept(uint32 quantity) external {
        Component[] memory components = new Component[](1);
        components[0] = Component(_instance(MAKER, 3), quantity);
        bytes memory call = abi.encodeCall(composition.compose, (machine, components));
        if (quantity == 0) {
            _refuses(MAKER, address(composition), call, ITwinComposition.InvalidQuantity.selector);
            return;
        }
        _allows(MAKER, address(composition), call);
        require(composition.quantityOf(machine, components[0].twin) == quantity, "quantity");
        (uint32 parts, uint32 wholes) = composition.usesOf(machine);
        require(parts == 1 && wholes == 0, "machine");
        (parts, wholes) = composition.usesOf(components[0].twin);
        require(parts == 0 && wholes == 1, "part");
    }

    function test_anothersTwinIsListedByPermissionOnly() external {
        _refuses(MAKER, address(composition), _composeCall(machine, motor), NOT_PERMITTED);
        _permit(BUYER, motor, TwinUse.Derive, MAKER, true);
        _refuses(MAKER, address(composition), _composeCall(machine, motor), NOT_PERMITTED);
        _permit(BUYER, motor, TwinUse.Compose, MAKER, true);
        _allows(MAKER, address(composition), _composeCall(machine, motor));
    }

    function test_everyoneMayBePermitted() external {
        _permit(BUYER, motor, TwinUse.Compose, address(0), true);
        _allows(MAKER, address(composition), _composeCall(machine, motor));
    }

    /// @dev The permission is the component owner's, and goes with it.
    function test_aSaleEndsThePermissionButNotTheListing() external {
        _permit(BUYER, motor, TwinUse.Compose, MAKER, true);
        _allows(MAKER, address(composition), _composeCall(machine, motor));
        _give(BUYER, PARTNER, motor);
        require(composition.quantityOf(machine, motor) == 1, "listing");
        _allows(MAKER, address(composition), _decomposeCall(machine, motor));
        _refuses(MAKER, address(composition), _composeCall(machine, motor), NOT_PERMITTED);
    }

    function test_theComponentsPresentOwnerRefuses() external {
        _permit(BUYER, motor, TwinUse.Compose, MAKER, true);
        _allows(MAKER, address(composition), _composeCall(machine, motor));
        _give(BUYER, PARTNER, motor);
        bytes memory refuse = abi.encodeCall(composition.refuse, (machine, motor, "not mine to give"));
        _refuses(BUYER, address(composition), refuse, NOT_OWNER);
        _refuses(MAKER, address(composition), refuse, NOT_OWNER);
        _allows(PARTNER, address(composition), refuse);
        require(composition.quantityOf(machine, motor) == 0, "still listed");
        _refuses(PARTNER, address(composition), refuse, ITwinComposition.UnknownComponent.selector);
    }

    function testFuzz_onlyTheAssemblysOwnerComposes(address caller) external {
        if (caller == MAKER) return;
        TwinId part = _instance(MAKER, 3);
        _refuses(caller, address(composition), _composeCall(machine, part), NOT_OWNER);
        _allows(MAKER, address(composition), _composeCall(machine, part));
        _refuses(caller, address(composition), _decomposeCall(machine, part), NOT_OWNER);
    }

    function test_aSoldAssemblyIsTheBuyersToCompose() external {
        TwinId part = _instance(MAKER, 3);
        _allows(MAKER, address(composition), _composeCall(machine, part));
        _give(MAKER, PARTNER, machine);
        _refuses(MAKER, address(composition), _decomposeCall(machine, part), NOT_OWNER);
        _allows(PARTNER, address(composition), _decomposeCall(machine, part));
        _refuses(PARTNER, address(composition), _composeCall(machine, part), NOT_PERMITTED);
    }

    function test_typesAreMadeOfTypes() external {
        TwinId kind = _type(MAKER, 3);
        TwinId part = _instance(MAKER, 4);
        _refuses(MAKER, address(composition), _composeCall(kind, part), ITwinComposition.InstanceInType.selector);
        _allows(MAKER, address(composition), _composeCall(kind, _type(MAKER, 5)));
        _allows(MAKER, address(composition), _composeCall(machine, kind));
    }

    function test_withdrawnAndUnknownTwinsAreNeitherWholeNorPart() external {
        TwinId gone = _instance(MAKER, 3);
        TwinId part = _instance(MAKER, 4);
        _allows(MAKER, address(composition), _composeCall(gone, part));
        _setState(MAKER, gone, TwinState.Withdrawn);
        bytes4 notLive = ITwinOwned.TwinNotLive.selector;
        _refuses(MAKER, address(composition), _composeCall(machine, gone), notLive);
        _refuses(MAKER, address(composition), _composeCall(gone, machine), notLive);
        // What it lists can still be taken out: the part goes on.
        _allows(MAKER, address(composition), _decomposeCall(gone, part));
        bytes4 unknown = ITwinOwned.UnknownTwin.selector;
        _refuses(MAKER, address(composition), _composeCall(machine, _id(7)), unknown);
        _refuses(MAKER, address(composition), _composeCall(_id(7), machine), unknown);
    }

    function test_aReasonHasBounds() external {
        bytes memory refuse = abi.encodeCall(composition.refuse, (machine, motor, string(new bytes(1025))));
        _refuses(BUYER, address(composition), refuse, ITwinComposition.ReasonTooLong.selector);
    }

    function test_billsNestDeeplyFromThePartsUpwards() external {
        TwinId last = _instance(MAKER, 100);
        for (uint256 i = 101; i < 164; ++i) {
            TwinId next = _instance(MAKER, i);
            _allows(MAKER, address(composition), _composeCall(next, last));
            last = next;
        }
    }

    /// @dev From the top down each step halves the room; what is asked for then is said in the interface.
    function test_billsNestTwentyLevelsFromTheTopDown() external {
        TwinId last = _instance(MAKER, 100);
        uint256 depth = 0;
        for (; depth < 30; ++depth) {
            TwinId next = _instance(MAKER, 101 + depth);
            vm.prank(MAKER);
            (bool done, ) = address(composition).call(_composeCall(last, next));
            if (!done) break;
            last = next;
        }
        require(depth >= 20 && depth < 30, "depth");
    }

    /// @dev A part that gets a part of its own while it is built in, as in a repair, two levels up and down.
    function test_whatIsBuiltInCanStillBeComposed() external {
        TwinId inner = _instance(MAKER, 3);
        _allows(MAKER, address(composition), _composeCall(machine, inner));
        TwinId bearing = _instance(MAKER, 4);
        _allows(MAKER, address(composition), _composeCall(bearing, _instance(MAKER, 5)));
        // The bearing has been put high above its parts, as it was free: it does not fit under the built-in part.
        bytes4 notAbove = ITwinComposition.NotAbove.selector;
        _refuses(MAKER, address(composition), _composeCall(inner, bearing), notAbove);
        _allows(MAKER, address(composition), _decomposeCall(machine, inner));
        _allows(MAKER, address(composition), _composeCall(inner, bearing));
        _allows(MAKER, address(composition), _composeCall(machine, inner));
    }

    function test_theStandardsAreAnnounced() external view {
        require(composition.supportsInterface(type(ITwinComposition).interfaceId), "composition");
        require(!composition.supportsInterface(0xffffffff), "anything");
    }

    function testFuzz_onlyTheComponentsOwnerRefuses(address caller, TwinId other, uint16 length) external {
        if (caller == BUYER || caller == address(parties)) return;
        _permit(BUYER, motor, TwinUse.Compose, MAKER, true);
        _allows(MAKER, address(composition), _composeCall(machine, motor));
        string memory reason = string(new bytes(length % 2048));
        bytes memory refuse = abi.encodeCall(composition.refuse, (machine, motor, reason));
        if (length % 2048 > 1024) {
            _refuses(BUYER, address(composition), refuse, ITwinComposition.ReasonTooLong.selector);
            return;
        }
        _refuses(caller, address(composition), refuse, NOT_OWNER);
        if (TwinId.unwrap(other) != TwinId.unwrap(machine)) {
            _refuses(BUYER, address(composition), abi.encodeCall(composition.refuse, (other, motor, reason)));
        }
        require(composition.quantityOf(machine, motor) == 1, "taken out");
        _allows(BUYER, address(composition), refuse);
        require(composition.quantityOf(machine, motor) == 0, "still listed");
    }
}
