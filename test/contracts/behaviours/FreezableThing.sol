// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {Freeze, FreezeReason, ISupervision} from "../../../contracts/supervision/ISupervision.sol";
import {SupervisionDeployment} from "../fixtures/SupervisionFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice A call that changes something.
/// @param by Who may send it.
struct Change {
    address by;
    address target;
    bytes data;
}

/// @notice What everything that can be frozen does, whatever it is. A registry's own test names a thing of the maker's, what the
/// ledger says of it, and calls that change it.
abstract contract FreezableThing is SupervisionDeployment {
    uint32 private constant NOW = 1_800_000_000;

    IFreezable internal freezable;
    bytes32 internal thing;

    function setUp() public virtual {
        vm.warp(NOW);
        _deployWithOffices();
        (freezable, thing) = _thing();
    }

    /// @dev A thing and its registry.
    function _thing() internal virtual returns (IFreezable, bytes32);

    /// @dev All that the ledger says of the thing, but for its being frozen.
    function _state() internal view virtual returns (bytes memory);

    /// @dev Calls that change the thing, or what hangs on it, each of which would go through.
    function _changes() internal virtual returns (Change[] memory);

    function testFuzz_aThingIsFrozenAndLiftedUnderAnOrder(uint8 reason, bytes32 order) external {
        if (order == 0) return;
        FreezeReason why = FreezeReason(1 + (reason % uint8(type(FreezeReason).max)));
        bytes memory before = _state();
        vm.prank(REGULATOR);
        supervision.freeze(OFFICE, freezable, thing, why, order, "");
        Freeze memory state = supervision.freezeOf(freezable, thing, OFFICE);
        require(state.reason == why && state.order == order && state.since == NOW, "books");
        _isFrozenBy(1);
        require(keccak256(_state()) == keccak256(before), "the freeze changed the thing");
        _refuses(
            REGULATOR,
            address(supervision),
            _freezeCall(OFFICE, freezable, thing),
            ISupervision.FrozenAlready.selector
        );
        _lift(freezable, thing);
        _isFrozenBy(0);
        require(supervision.freezeOf(freezable, thing, OFFICE).since == 0, "books keep it");
    }

    function testFuzz_noOfficeLiftsAnothersFreeze(address caller) external {
        if (caller == REGULATOR || caller == address(this)) return;
        _freeze(freezable, thing);
        bytes memory lift = _liftCall(OFFICE, freezable, thing);
        _refuses(caller, address(supervision), lift, ISupervision.NotOfTheOffice.selector);
        bytes memory own = _liftCall(OTHER_OFFICE, freezable, thing);
        _refuses(OTHER_REGULATOR, address(supervision), own, ISupervision.NotFrozen.selector);

        _allows(OTHER_REGULATOR, address(supervision), _freezeCall(OTHER_OFFICE, freezable, thing));
        _isFrozenBy(2);
        _lift(freezable, thing);
        _isFrozenBy(1);
        _allows(OTHER_REGULATOR, address(supervision), own);
        _isFrozenBy(0);
    }

    function testFuzz_onlyTheSupervisionSetsTheBit(address caller, bool frozen) external {
        if (caller == address(supervision)) return;
        bytes memory call = abi.encodeCall(freezable.setFrozen, (thing, frozen));
        _refuses(caller, address(freezable), call, IFreezable.NotSupervision.selector);
        require(!freezable.isFrozen(thing), "set");
    }

    function testFuzz_whatIsNotThereIsNotFrozen(bytes32 other) external {
        if (_isThing(other)) return;
        require(!freezable.isFrozen(other), "frozen");
        bytes memory call = _freezeCall(OFFICE, freezable, other);
        _refuses(REGULATOR, address(supervision), call, IFreezable.UnknownThing.selector);
        require(supervision.freezesOf(freezable, other) == 0, "and yet on the books");
    }

    function testFuzz_whatChangesItIsRefusedUntilItIsLifted(uint8 pick, bool other) external {
        Change[] memory changes = _changes();
        Change memory change = changes[pick % changes.length];
        _freeze(freezable, thing);
        bytes memory before = _state();
        _refuses(change.by, change.target, change.data);
        if (other) {
            _allows(OTHER_REGULATOR, address(supervision), _freezeCall(OTHER_OFFICE, freezable, thing));
            _lift(freezable, thing);
            _refuses(change.by, change.target, change.data);
        }
        require(keccak256(_state()) == keccak256(before), "changed");
        if (other) _allows(OTHER_REGULATOR, address(supervision), _liftCall(OTHER_OFFICE, freezable, thing));
        else _lift(freezable, thing);
        _allows(change.by, change.target, change.data);
        require(keccak256(_state()) != keccak256(before), "this call changes nothing");
    }

    function test_saysThatItCanBeFrozen() external view {
        require(_supports(type(IFreezable).interfaceId) && !_supports(0xffffffff), "ERC-165");
    }

    /// @dev Whether there is a thing of that id in the registry; the maker's is by default the only one looked for.
    function _isThing(bytes32 id) internal view virtual returns (bool) {
        return id == thing;
    }

    function _isFrozenBy(uint32 offices) private view {
        require(freezable.isFrozen(thing) == (offices != 0), "bit");
        require(supervision.freezesOf(freezable, thing) == offices, "count");
    }

    function _supports(bytes4 interfaceId) private view returns (bool) {
        (bool done, bytes memory answer) = address(freezable).staticcall(
            abi.encodeWithSignature("supportsInterface(bytes4)", interfaceId)
        );
        return done && abi.decode(answer, (bool));
    }
}
