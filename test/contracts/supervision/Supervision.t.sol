// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Roles} from "../../../contracts/access/Roles.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {
    FreezeReason,
    ISupervision,
    LiftReason,
    Scope,
    ScopeKind
} from "../../../contracts/supervision/ISupervision.sol";
import {SupervisionFixture} from "../fixtures/SupervisionFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Who may freeze and lift what, and that the books are right.
contract SupervisionTest is SupervisionFixture {
    bytes4 private constant NOT_OF_THE_OFFICE = ISupervision.NotOfTheOffice.selector;

    function testFuzz_onlyMembersOfTheOfficeFreeze(address caller, uint8 kind) external {
        if (caller == REGULATOR) return;
        (IFreezable registry, bytes32 thing) = _thing(kind);
        _refuses(caller, address(supervision), _freezeCall(OFFICE, registry, thing), NOT_OF_THE_OFFICE);
    }

    function test_theAdministratorLiftsButFreezesNothing() external {
        bytes memory freeze = _freezeCall(OFFICE, twins, bytes32(twin));
        _refuses(address(this), address(supervision), freeze, NOT_OF_THE_OFFICE);
        _freeze(twins, bytes32(twin));
        _allows(address(this), address(supervision), _liftCall(OFFICE, twins, bytes32(twin)));
        require(!twins.isFrozen(bytes32(twin)), "not lifted");
    }

    function test_aSuperiorOfficeLifts() external {
        manager.setRoleAdmin(Roles.OFFICES + OFFICE, Roles.OFFICES + OTHER_OFFICE);
        _freeze(twins, bytes32(twin));
        _allows(OTHER_REGULATOR, address(supervision), _liftCall(OFFICE, twins, bytes32(twin)));
        // And not the other way round.
        _allows(OTHER_REGULATOR, address(supervision), _freezeCall(OTHER_OFFICE, twins, bytes32(twin)));
        bytes memory lift = _liftCall(OTHER_OFFICE, twins, bytes32(twin));
        _refuses(REGULATOR, address(supervision), lift, NOT_OF_THE_OFFICE);
    }

    function test_aRingOfRolesEndsTheSearch() external {
        manager.setRoleAdmin(Roles.OFFICES + OFFICE, Roles.OFFICES + OTHER_OFFICE);
        manager.setRoleAdmin(Roles.OFFICES + OTHER_OFFICE, Roles.OFFICES + OFFICE);
        _freeze(twins, bytes32(twin));
        _refuses(STRANGER, address(supervision), _liftCall(OFFICE, twins, bytes32(twin)), NOT_OF_THE_OFFICE);
    }

    function test_aMemberThatLeftHasNoPowerAndItsFreezesStay() external {
        _freeze(twins, bytes32(twin));
        manager.revokeRole(Roles.OFFICES + OFFICE, REGULATOR);
        _refuses(REGULATOR, address(supervision), _liftCall(OFFICE, twins, bytes32(twin)), NOT_OF_THE_OFFICE);
        require(twins.isFrozen(bytes32(twin)), "lifted");
        manager.grantRole(Roles.OFFICES + OFFICE, NEW_KEY, 0);
        _allows(NEW_KEY, address(supervision), _liftCall(OFFICE, twins, bytes32(twin)));
    }

    function test_aMemberWithADelayDoesNotActAtOnce() external {
        manager.grantRole(Roles.OFFICES + OFFICE, NEW_KEY, 1 days);
        _refuses(NEW_KEY, address(supervision), _freezeCall(OFFICE, twins, bytes32(twin)), NOT_OF_THE_OFFICE);
    }

    function test_aRoleAloneMakesNoOffice() external {
        manager.grantRole(Roles.OFFICES + 7, REGULATOR, 0);
        bytes memory freeze = _freezeCall(7, twins, bytes32(twin));
        _refuses(REGULATOR, address(supervision), freeze, ISupervision.UnknownOffice.selector);
    }

    function test_aSchemesOfficeFreezesWhatIsNamedInItsScheme() external {
        supervision.accreditOffice(OFFICE, Scope(ScopeKind.Scheme, keccak256("gs1")), "Office");
        bytes4 outOfScope = ISupervision.OutOfScope.selector;
        _refuses(REGULATOR, address(supervision), _freezeCall(OFFICE, twins, bytes32(twin)), outOfScope);
        _refuses(REGULATOR, address(supervision), _freezeCall(OFFICE, identifiers, bytes32(record)), outOfScope);
        _refuses(REGULATOR, address(supervision), _freezeCall(OFFICE, parties, _partyThing(MAKER)), outOfScope);
        vm.prank(REGULATOR);
        supervision.freeze(OFFICE, identifiers, bytes32(record), FreezeReason.Recall, ORDER, IDENTIFIER);
        vm.prank(REGULATOR);
        supervision.freeze(OFFICE, namespaces, bytes32(namespaceToken), FreezeReason.Recall, ORDER, PREFIX);

        supervision.accreditOffice(OTHER_OFFICE, Scope(ScopeKind.Scheme, keccak256("oid")), "Office");
        bytes memory foreign = abi.encodeCall(
            supervision.freeze,
            (OTHER_OFFICE, namespaces, bytes32(namespaceToken), FreezeReason.Recall, ORDER, PREFIX)
        );
        _refuses(OTHER_REGULATOR, address(supervision), foreign, outOfScope);
    }

    function test_aFreezeAndItsEndNeedReasonAndOrder() external {
        bytes32 thing = bytes32(twin);
        bytes4 noOrder = ISupervision.NoOrder.selector;
        bytes memory call = abi.encodeCall(supervision.freeze, (OFFICE, twins, thing, FreezeReason.None, ORDER, ""));
        _refuses(REGULATOR, address(supervision), call, noOrder);
        call = abi.encodeCall(supervision.freeze, (OFFICE, twins, thing, FreezeReason.Other, 0, ""));
        _refuses(REGULATOR, address(supervision), call, noOrder);
        _freeze(twins, thing);
        call = abi.encodeCall(supervision.unfreeze, (OFFICE, twins, thing, LiftReason.None, ORDER));
        _refuses(REGULATOR, address(supervision), call, noOrder);
        call = abi.encodeCall(supervision.unfreeze, (OFFICE, twins, thing, LiftReason.Other, 0));
        _refuses(REGULATOR, address(supervision), call, noOrder);
    }

    function testFuzz_onlyTheAdministratorAccredits(address caller) external {
        if (caller == address(this)) return;
        bytes memory call = abi.encodeCall(supervision.accreditOffice, (OFFICE, Scope(ScopeKind.All, 0), "Office"));
        _refuses(caller, address(supervision), call, IAccessManaged.AccessManagedUnauthorized.selector);
    }

    function testFuzz_aScopeFitsItsKind(uint8 kind, bytes32 value) external {
        ScopeKind scopeKind = ScopeKind(kind % 4);
        bool capitals = value[0] >= "A" && value[0] <= "Z" && value[1] >= "A" && value[1] <= "Z";
        bool fits =
            (scopeKind == ScopeKind.All && value == 0) ||
                (scopeKind == ScopeKind.Scheme && value != 0) ||
                (scopeKind == ScopeKind.Jurisdiction && capitals && value << 16 == 0);
        bytes memory call = abi.encodeCall(supervision.accreditOffice, (9, Scope(scopeKind, value), "Office"));
        if (!fits) return _refuses(address(this), address(supervision), call, ISupervision.InvalidOffice.selector);
        _allows(address(this), address(supervision), call);
        Scope memory scope = supervision.scopeOf(9);
        require(scope.kind == scopeKind && scope.value == value, "scope");
    }

    function test_anOfficeHasAName() external {
        Scope memory all = Scope(ScopeKind.All, 0);
        bytes memory call = abi.encodeCall(supervision.accreditOffice, (9, all, ""));
        _refuses(address(this), address(supervision), call, ISupervision.InvalidOffice.selector);
        call = abi.encodeCall(supervision.accreditOffice, (9, all, string(new bytes(257))));
        _refuses(address(this), address(supervision), call, ISupervision.InvalidOffice.selector);
        bytes2[4] memory wrong = [bytes2("de"), "D1", "D[", "@E"];
        for (uint256 i = 0; i < wrong.length; ++i) {
            Scope memory scope = Scope(ScopeKind.Jurisdiction, wrong[i]);
            call = abi.encodeCall(supervision.accreditOffice, (9, scope, "Office"));
            _refuses(address(this), address(supervision), call, ISupervision.InvalidOffice.selector);
        }
    }

    function test_aNewMandateLeavesFreezesAlone() external {
        _freeze(twins, bytes32(twin));
        supervision.accreditOffice(OFFICE, Scope(ScopeKind.Scheme, keccak256("gs1")), "Office");
        require(twins.isFrozen(bytes32(twin)), "lifted");
        _lift(twins, bytes32(twin));
    }

    function _thing(uint8 kind) private view returns (IFreezable registry, bytes32 thing) {
        if (kind % 5 == 0) return (namespaces, bytes32(namespaceToken));
        if (kind % 5 == 1) return (identifiers, bytes32(record));
        if (kind % 5 == 2) return (twins, bytes32(twin));
        if (kind % 5 == 3) return (parties, _partyThing(MAKER));
        return (rights, grantThing);
    }
}
