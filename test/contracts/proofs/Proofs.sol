// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {HotRoles, RoleSet} from "../../../contracts/access/HotRoles.sol";
import {Royalties} from "../../../contracts/twins/Royalties.sol";

/// @notice What the compiler's model checker proves of the pure libraries, for all values: each assertion is a theorem.
contract RoyaltiesProof {
    function neverMoreThanThePrice(uint256 price, uint16 basisPoints) external pure {
        require(basisPoints <= 10_000);
        assert(Royalties.due(price, basisPoints) <= price);
    }

    function nothingIsRoundedToNothing(uint256 price, uint16 basisPoints) external pure {
        require(basisPoints != 0 && basisPoints <= 10_000 && price != 0);
        assert(Royalties.due(price, basisPoints) != 0);
    }
}

contract HotRolesProof {
    using HotRoles for RoleSet;

    function nothingIncludesNothing(uint16 set) external pure {
        assert(!RoleSet.wrap(set).includes(RoleSet.wrap(0)));
    }

    function aKnownSetHoldsNoOtherRole(uint16 set, uint16 wanted) external pure {
        require(RoleSet.wrap(set).isKnown() && RoleSet.wrap(set).includes(RoleSet.wrap(wanted)));
        assert(RoleSet.wrap(wanted).isKnown());
    }

    function theEmptySetIncludesNone(uint16 wanted) external pure {
        assert(!RoleSet.wrap(0).includes(RoleSet.wrap(wanted)));
    }
}

/// @notice No theorem: one set includes another of which it has a part only.
contract Falsehood {
    function aPartIsEnough(uint16 set, uint16 wanted) external pure {
        require(set & wanted != 0);
        assert(HotRoles.includes(RoleSet.wrap(set), RoleSet.wrap(wanted)));
    }
}
