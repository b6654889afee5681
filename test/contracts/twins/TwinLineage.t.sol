// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ITwinLineage, Line, Parent} from "../../../contracts/twins/ITwinLineage.sol";
import {ITwinOwned} from "../../../contracts/twins/ITwinOwned.sol";
import {TwinUse} from "../../../contracts/twins/ITwinTerms.sol";
import {TwinModel} from "../../../contracts/twins/ITwinRegistry.sol";
import {TwinId, TwinKind, TwinState} from "../../../contracts/twins/TwinTypes.sol";
import {TwinFixture} from "../fixtures/TwinFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract TwinLineageTest is TwinFixture {
    bytes4 private constant NOT_PERMITTED = ITwinLineage.ParentNotPermitted.selector;

    TwinId private design;

    function setUp() public override {
        super.setUp();
        design = _type(MAKER, 0);
    }

    function test_anInstanceOfAType() external {
        TwinId instance = _instance(MAKER, 1);
        _allows(MAKER, address(lineage), _deriveCall(instance, design));
        Line memory line = lineage.lineOf(instance);
        require(line.parents == 1 && line.depth == 1 && line.children == 0 && !line.noDerivatives, "child");
        require(lineage.lineOf(design).children == 1 && lineage.lineOf(design).depth == 0, "parent");
        TwinId[] memory parents = lineage.parentsOf(instance);
        require(parents.length == 1 && TwinId.unwrap(parents[0]) == TwinId.unwrap(design), "parents");
    }

    function test_anInstanceHasOneType() external {
        Parent[] memory parents = new Parent[](2);
        parents[0] = Parent(design, 0);
        parents[1] = Parent(_type(MAKER, 1), 0);
        bytes memory call = abi.encodeCall(lineage.derive, (_instance(MAKER, 2), parents));
        _refuses(MAKER, address(lineage), call, ITwinLineage.InvalidParents.selector);
        // A type comes from as many types as it likes, and an instance from a type and an instance.
        _allows(MAKER, address(lineage), abi.encodeCall(lineage.derive, (_type(MAKER, 3), parents)));
        parents[1] = Parent(_instance(MAKER, 4), 0);
        _allows(MAKER, address(lineage), abi.encodeCall(lineage.derive, (_instance(MAKER, 5), parents)));
    }

    function test_theDepthIsThatOfTheDeepestParentAndOne() external {
        TwinId deeper = _type(MAKER, 1);
        _allows(MAKER, address(lineage), _deriveCall(deeper, design));
        Parent[] memory parents = new Parent[](2);
        parents[0] = Parent(deeper, 0);
        parents[1] = Parent(design, 0);
        TwinId both = _type(MAKER, 2);
        _allows(MAKER, address(lineage), abi.encodeCall(lineage.derive, (both, parents)));
        require(lineage.lineOf(both).depth == 2, "depth");
        require(lineage.lineOf(design).children == 2, "children");
    }

    function test_othersDeriveByPermissionOnly() external {
        TwinId child = _instance(BUYER, 1);
        _refuses(BUYER, address(lineage), _deriveCall(child, design), NOT_PERMITTED);
        _permit(MAKER, design, TwinUse.Compose, BUYER, true);
        _refuses(BUYER, address(lineage), _deriveCall(child, design), NOT_PERMITTED);
        _permit(MAKER, design, TwinUse.Derive, BUYER, true);
        _allows(BUYER, address(lineage), _deriveCall(child, design));
        _refuses(PARTNER, address(lineage), _deriveCall(_instance(PARTNER, 2), design), NOT_PERMITTED);
        _permit(MAKER, design, TwinUse.Derive, address(0), true);
        _allows(PARTNER, address(lineage), _deriveCall(_instance(PARTNER, 3), design));
    }

    /// @dev The same key controls both owners.
    function test_aKeyThatControlsBothOwnersNeedsNoPermission() external {
        TwinId child = _instance(BUYER, 1);
        _rotate(BUYER, BUYER, MAKER);
        _allows(MAKER, address(lineage), _deriveCall(child, design));
    }

    function test_theParentsStateDecides() external {
        _permit(MAKER, design, TwinUse.Derive, address(0), true);
        _setState(MAKER, design, TwinState.Deprecated);
        _refuses(BUYER, address(lineage), _deriveCall(_instance(BUYER, 1), design), NOT_PERMITTED);
        _allows(MAKER, address(lineage), _deriveCall(_instance(MAKER, 2), design));
        _setState(MAKER, design, TwinState.Withdrawn);
        bytes4 notLive = ITwinOwned.TwinNotLive.selector;
        _refuses(MAKER, address(lineage), _deriveCall(_instance(MAKER, 3), design), notLive);

        TwinId draft = _draft();
        _permit(MAKER, draft, TwinUse.Derive, address(0), true);
        _refuses(BUYER, address(lineage), _deriveCall(_instance(BUYER, 5), draft), NOT_PERMITTED);
        _allows(MAKER, address(lineage), _deriveCall(_instance(MAKER, 6), draft));
    }

    /// @dev Attack class 7: the parent's owner changes the licence between the look and the call.
    function testFuzz_theLicenceIsTheOneThatWasSeen(bytes32 seen, bytes32 then) external {
        if (seen == then || then == 0) return;
        TwinId child = _instance(MAKER, 1);
        Parent[] memory parents = new Parent[](1);
        parents[0] = Parent(design, seen);
        vm.prank(MAKER);
        twinTerms.attachLicence(design, then, "");
        bytes memory call = abi.encodeCall(lineage.derive, (child, parents));
        _refuses(MAKER, address(lineage), call, ITwinLineage.LicenceChanged.selector);
        parents[0].licence = then;
        _allows(MAKER, address(lineage), abi.encodeCall(lineage.derive, (child, parents)));
    }

    function testFuzz_onlyTheChildsOwnerNamesParents(address caller) external {
        if (caller == BUYER) return;
        _permit(MAKER, design, TwinUse.Derive, address(0), true);
        TwinId child = _instance(BUYER, 1);
        bytes4 notOwner = ITwinOwned.NotTwinOwner.selector;
        _refuses(caller, address(lineage), _deriveCall(child, design), notOwner);
        _refuses(caller, address(lineage), abi.encodeCall(lineage.closeToDerivation, (child)), notOwner);
    }

    function test_theUnknownAndTheWithdrawnDeriveNothing() external {
        bytes4 unknown = ITwinOwned.UnknownTwin.selector;
        _refuses(MAKER, address(lineage), _deriveCall(_id(1), design), unknown);
        _refuses(MAKER, address(lineage), _deriveCall(_instance(MAKER, 1), _id(1)), unknown);
        TwinId withdrawn = _instance(MAKER, 2);
        _setState(MAKER, withdrawn, TwinState.Withdrawn);
        bytes4 notLive = ITwinOwned.TwinNotLive.selector;
        _refuses(MAKER, address(lineage), _deriveCall(withdrawn, design), notLive);
        bytes memory close = abi.encodeCall(lineage.closeToDerivation, (withdrawn));
        _refuses(MAKER, address(lineage), close, notLive);
    }

    function test_aTwinIsClosedOnce() external {
        bytes memory close = abi.encodeCall(lineage.closeToDerivation, (design));
        _allows(MAKER, address(lineage), close);
        _refuses(MAKER, address(lineage), close, ITwinLineage.LineageFixed.selector);
    }

    function test_theStandardsAreAnnounced() external view {
        require(lineage.supportsInterface(type(ITwinLineage).interfaceId), "lineage");
        require(!lineage.supportsInterface(0xffffffff), "anything");
    }

    function _draft() private returns (TwinId) {
        bytes32 digest = keccak256("draft");
        TwinModel memory model = _model(TwinKind.Type, _content(digest));
        model.state = TwinState.Draft;
        _commit(MAKER, MAKER, digest);
        vm.prank(MAKER);
        return twins.mint(MAKER, MAKER, model, _opening());
    }
}
