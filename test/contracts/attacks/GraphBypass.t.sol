// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ITwinComposition} from "../../../contracts/twins/ITwinComposition.sol";
import {ITwinLineage, Parent} from "../../../contracts/twins/ITwinLineage.sol";
import {TwinUse} from "../../../contracts/twins/ITwinTerms.sol";
import {TwinId} from "../../../contracts/twins/TwinTypes.sol";
import {TwinFixture} from "../fixtures/TwinFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 8: circles, edges given twice, two terms for one parent, ways round a restriction.
contract GraphBypassAttackTest is TwinFixture {
    bytes4 private constant FIXED = ITwinLineage.LineageFixed.selector;
    bytes4 private constant INVALID = ITwinLineage.InvalidParents.selector;
    bytes4 private constant NOT_ABOVE = ITwinComposition.NotAbove.selector;

    function test_aTwinIsNotItsOwnAncestor() external {
        TwinId one = _type(MAKER, 1);
        TwinId two = _type(MAKER, 2);
        TwinId three = _type(MAKER, 3);
        _refuses(MAKER, address(lineage), _deriveCall(one, one), INVALID);
        _allows(MAKER, address(lineage), _deriveCall(two, one));
        _refuses(MAKER, address(lineage), _deriveCall(one, two), FIXED);
        _allows(MAKER, address(lineage), _deriveCall(three, two));
        _refuses(MAKER, address(lineage), _deriveCall(one, three), FIXED);
    }

    /// @dev A parent that gets parents of its own afterwards would change the depth of all that comes from it.
    function test_aDepthIsFinal() external {
        TwinId root = _type(MAKER, 1);
        TwinId middle = _type(MAKER, 2);
        _allows(MAKER, address(lineage), _deriveCall(_type(MAKER, 3), middle));
        _refuses(MAKER, address(lineage), _deriveCall(middle, root), FIXED);
    }

    function test_theDepthIsCapped() external {
        TwinId last = _type(MAKER, 0);
        for (uint256 depth = 1; depth <= 32; ++depth) {
            TwinId next = _type(MAKER, depth);
            _allows(MAKER, address(lineage), _deriveCall(next, last));
            require(lineage.lineOf(next).depth == depth, "depth");
            last = next;
        }
        _refuses(MAKER, address(lineage), _deriveCall(_type(MAKER, 33), last), ITwinLineage.LineageTooDeep.selector);
    }

    function test_aParentIsNamedOnceAndUnderOneLicence() external {
        TwinId parent = _type(MAKER, 1);
        TwinId child = _type(MAKER, 2);
        Parent[] memory twice = new Parent[](2);
        twice[0] = Parent(parent, 0);
        twice[1] = Parent(parent, 0);
        _refuses(MAKER, address(lineage), abi.encodeCall(lineage.derive, (child, twice)), INVALID);
        _allows(MAKER, address(lineage), _deriveCall(child, parent));
        _refuses(MAKER, address(lineage), _deriveCall(child, parent), FIXED);
    }

    /// @dev Nothing is derived from the type, and so not from its instance either, nor from what that one's owner permits.
    function test_noDerivationByWayOfAnInstance() external {
        TwinId closed = _type(MAKER, 1);
        _allows(MAKER, address(lineage), abi.encodeCall(lineage.closeToDerivation, (closed)));
        _permit(MAKER, closed, TwinUse.Derive, BUYER, true);
        TwinId instance = _instance(BUYER, 2);
        _allows(BUYER, address(lineage), _deriveCall(instance, closed));
        require(lineage.lineOf(instance).noDerivatives, "not passed on");

        bytes4 refused = ITwinLineage.ClosedToDerivation.selector;
        _refuses(BUYER, address(lineage), _deriveCall(_type(BUYER, 3), closed), refused);
        _refuses(BUYER, address(lineage), _deriveCall(_type(BUYER, 4), instance), refused);
        _refuses(BUYER, address(lineage), _deriveCall(_instance(BUYER, 5), instance), refused);
    }

    /// @dev A child that is there before the restriction would be the way round it.
    function test_aTwinWithChildrenIsNotClosedAfterwards() external {
        TwinId parent = _type(MAKER, 1);
        _allows(MAKER, address(lineage), _deriveCall(_instance(MAKER, 2), parent));
        _refuses(MAKER, address(lineage), abi.encodeCall(lineage.closeToDerivation, (parent)), FIXED);
    }

    function test_aTwinIsNotPartOfItself() external {
        TwinId one = _instance(MAKER, 1);
        TwinId two = _instance(MAKER, 2);
        TwinId three = _instance(MAKER, 3);
        _refuses(MAKER, address(composition), _composeCall(one, one), NOT_ABOVE);
        _allows(MAKER, address(composition), _composeCall(one, two));
        _refuses(MAKER, address(composition), _composeCall(two, one), NOT_ABOVE);
        _allows(MAKER, address(composition), _composeCall(two, three));
        _refuses(MAKER, address(composition), _composeCall(three, one), NOT_ABOVE);
        _refuses(MAKER, address(composition), _composeCall(three, two), NOT_ABOVE);
    }

    function test_aCircleIsNotClosedByTakingOutAndPuttingIn() external {
        TwinId one = _instance(MAKER, 1);
        TwinId two = _instance(MAKER, 2);
        TwinId three = _instance(MAKER, 3);
        _allows(MAKER, address(composition), _composeCall(one, two));
        _allows(MAKER, address(composition), _composeCall(two, three));
        _allows(MAKER, address(composition), _decomposeCall(one, two));
        // Out of every assembly, so that it may rise: but not above what is above it.
        _allows(MAKER, address(composition), _composeCall(three, one));
        _refuses(MAKER, address(composition), _composeCall(one, two), NOT_ABOVE);
        _allows(MAKER, address(composition), _decomposeCall(two, three));
        _allows(MAKER, address(composition), _composeCall(one, two));
        _refuses(MAKER, address(composition), _composeCall(two, three), NOT_ABOVE);
    }

    /// @dev Random edges between eight twins: whatever is let in, there is no circle.
    function testFuzz_noOrderOfCallsMakesACircle(uint16[32] calldata steps) external {
        TwinId[8] memory nodes;
        for (uint256 i = 0; i < 8; ++i) nodes[i] = _instance(MAKER, i);
        for (uint256 i = 0; i < steps.length; ++i) {
            TwinId whole = nodes[steps[i] & 7];
            TwinId part = nodes[(steps[i] >> 3) & 7];
            bytes memory call = (steps[i] >> 6) & 3 == 0 ? _decomposeCall(whole, part) : _composeCall(whole, part);
            _tryAs(MAKER, address(composition), call);
        }
        _requireAcyclic(nodes);
    }

    /// @dev The same of parents: each that is let in leaves every depth true.
    function testFuzz_noOrderOfParentsMakesACircle(uint16[24] calldata steps) external {
        TwinId[8] memory nodes;
        for (uint256 i = 0; i < 8; ++i) nodes[i] = _type(MAKER, i);
        for (uint256 i = 0; i < steps.length; ++i) {
            Parent[] memory parents = new Parent[](1 + ((steps[i] >> 9) & 1));
            for (uint256 j = 0; j < parents.length; ++j) {
                parents[j] = Parent(nodes[(steps[i] >> (3 + 3 * j)) & 7], 0);
            }
            _tryAs(MAKER, address(lineage), abi.encodeCall(lineage.derive, (nodes[steps[i] & 7], parents)));
        }
        for (uint256 i = 0; i < 8; ++i) {
            TwinId[] memory parents = lineage.parentsOf(nodes[i]);
            uint256 deepest = 0;
            for (uint256 j = 0; j < parents.length; ++j) {
                // Where every child is deeper than its parent, no way leads back.
                uint256 depth = lineage.lineOf(parents[j]).depth + 1;
                if (depth > deepest) deepest = depth;
            }
            require(lineage.lineOf(nodes[i]).depth == deepest, "depth");
        }
    }

    function _tryAs(address caller, address target, bytes memory call) private {
        vm.prank(caller);
        (bool done, ) = target.call(call);
        done;
    }

    /// @dev Takes away, again and again, what has no components left: in a graph without circles nothing stays.
    function _requireAcyclic(TwinId[8] memory nodes) private view {
        bool[8] memory gone;
        for (uint256 round = 0; round < 8; ++round) {
            for (uint256 i = 0; i < 8; ++i) {
                bool free = true;
                for (uint256 j = 0; j < 8; ++j) {
                    if (!gone[j] && composition.quantityOf(nodes[i], nodes[j]) != 0) free = false;
                }
                if (free) gone[i] = true;
            }
        }
        for (uint256 i = 0; i < 8; ++i) require(gone[i], "a circle");
    }
}
