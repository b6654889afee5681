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

/// @notice With the shares that have a meaning of their own: a product of two unknowns is too much for the checker here.
contract ShareProof {
    function theWholeIsThePrice(uint256 price) external pure {
        assert(Royalties.due(price, Royalties.BASIS_POINTS) == price);
    }

    function nothingIsDueForNoShare(uint256 price) external pure {
        assert(Royalties.due(price, 0) == 0);
    }

    /// @dev 1,000 basis points: `TwinAuthorship.MAX_ROYALTY`.
    function theHighestRoyaltyIsATenthRoundedUp(uint256 price) external pure {
        uint256 tenth = price / 10 + (price % 10 == 0 ? 0 : 1);
        assert(Royalties.due(price, 1_000) == tenth);
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

/// @notice Of the words that ids are hashed from. What hashing does with them the checker cannot say: its solver ends with
/// an error where `keccak256(abi.encode(...))` is in an assertion.
contract IdWordsProof {
    /// @dev The word of `RightGrants._idOf` that is not an input as it is; holding epochs begin with 1.
    function aGrantThatSurvivesASaleHasNoOthersWords(
        bool survives,
        uint32 epoch,
        bool otherSurvives,
        uint32 otherEpoch
    ) external pure {
        require(epoch != 0 && otherEpoch != 0);
        require((survives ? 0 : epoch) == (otherSurvives ? 0 : otherEpoch));
        assert(survives == otherSurvives && (survives || epoch == otherEpoch));
    }
}

contract RoleBitsProof {
    using HotRoles for RoleSet;

    function noRoleBringsAnother() external pure {
        assert(!HotRoles.REGISTRAR.includes(HotRoles.DELEGATOR) && !HotRoles.DELEGATOR.includes(HotRoles.REGISTRAR));
        assert(!HotRoles.PUBLISHER.includes(HotRoles.STEWARD) && !HotRoles.STEWARD.includes(HotRoles.PUBLISHER));
    }
}

/// @notice No theorem: without the epochs' beginning with 1, two keys have the same words.
contract FalseIdWords {
    function anyEpochTellsThemApart(bool survives, uint32 epoch, bool otherSurvives) external pure {
        require((survives ? 0 : epoch) == (otherSurvives ? 0 : epoch));
        assert(survives == otherSurvives);
    }
}

/// @notice No theorem: one set includes another of which it has a part only.
contract Falsehood {
    function aPartIsEnough(uint16 set, uint16 wanted) external pure {
        require(set & wanted != 0);
        assert(HotRoles.includes(RoleSet.wrap(set), RoleSet.wrap(wanted)));
    }
}
