// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {HotRoles, RoleSet} from "../../../contracts/access/HotRoles.sol";
import {HoldingWord, HoldingWords} from "../../../contracts/identity/HoldingWord.sol";
import {Royalties} from "../../../contracts/twins/Royalties.sol";

/// @notice What the compiler's model checker proves of the pure libraries, for all values: each assertion is a theorem.
contract RoyaltiesProof {
    function neverMoreThanThePrice(uint256 price, uint16 basisPoints) external pure {
        require(basisPoints <= 10_000);
        assert(Royalties.due(price, basisPoints) <= price);
    }

    function neverLessThanTheShare(uint128 price, uint16 basisPoints) external pure {
        require(basisPoints <= 10_000);
        assert(Royalties.due(price, basisPoints) * 10_000 >= uint256(price) * basisPoints);
    }

    function lessThanOneUnitAboveTheShare(uint128 price, uint16 basisPoints) external pure {
        require(basisPoints <= 10_000);
        assert(Royalties.due(price, basisPoints) * 10_000 < uint256(price) * basisPoints + 10_000);
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

contract HoldingWordProof {
    function whatIsPackedIsRead(address to, uint32 epoch, uint8 status, uint56 data) external pure {
        require(status < 128);
        HoldingWord word = HoldingWords.pack(to, epoch, status, data);
        assert(word.holder() == to);
        assert(word.epoch() == epoch);
        assert(word.status() == status);
        assert(word.data() == data);
        assert(!word.isFrozen());
    }

    function freezingChangesNothingElse(uint256 raw, bool frozen) external pure {
        HoldingWord word = HoldingWord.wrap(raw);
        HoldingWord changed = word.withFrozen(frozen);
        assert(changed.isFrozen() == frozen);
        assert(changed.holder() == word.holder());
        assert(changed.epoch() == word.epoch());
        assert(changed.status() == word.status());
        assert(changed.data() == word.data());
    }

    function aNewStatusChangesNothingElse(uint256 raw, uint8 status) external pure {
        require(status < 128);
        HoldingWord word = HoldingWord.wrap(raw);
        HoldingWord changed = word.withStatus(status);
        assert(changed.status() == status);
        assert(changed.holder() == word.holder());
        assert(changed.epoch() == word.epoch());
        assert(changed.data() == word.data());
        assert(changed.isFrozen() == word.isFrozen());
    }

    function newDataChangeNothingElse(uint256 raw, uint56 data) external pure {
        HoldingWord word = HoldingWord.wrap(raw);
        HoldingWord changed = word.withData(data);
        assert(changed.data() == data);
        assert(changed.holder() == word.holder());
        assert(changed.epoch() == word.epoch());
        assert(changed.status() == word.status());
        assert(changed.isFrozen() == word.isFrozen());
    }
}
