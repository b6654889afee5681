// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {IRightAgreements, Proposal} from "../../../contracts/rights/IRightAgreements.sol";
import {Terms} from "../../../contracts/rights/IRightTerms.sol";
import {Grant, GrantKey} from "../../../contracts/rights/RightTypes.sol";
import {AgreementFixture} from "../fixtures/AgreementFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 7, for rights: terms that change between what the grantee read and what it gets.
contract RightTermsChangedAttackTest is AgreementFixture {
    /// @dev The owner swaps the extent behind the same key while the acceptance is under way.
    function test_anAcceptanceDoesNotFitWhatWasSwappedBeneathIt() external {
        GrantKey memory key = _keyOn(PARTNER, _byAcceptance());
        _give(key, _terms(0, 0, BOTH));
        _allows(MAKER, address(rights), _revokeCall(key));
        _give(key, _terms(0, 0, READ));
        bytes memory call = _acceptCall(key, 1);
        _refuses(PARTNER, address(rights), call, IDataRights.OtherSequence.selector);
    }

    function testFuzz_anAcceptanceFitsNoOfferButTheOneRead(uint128 amount, uint16 actions, uint40 until) external {
        Proposal memory read = _offer(_key(twin, 0), _terms(0, 0, READ));
        Proposal memory other = _offer(_key(twin, 0), _terms(0, until, (actions % 31) + 1));
        other.price.amount = amount;
        if (keccak256(abi.encode(read)) == keccak256(abi.encode(other))) return;
        if (until != 0 && until <= NOW) return;
        _propose(MAKER, other);
        bytes4 unknown = IRightAgreements.UnknownProposal.selector;
        _refuses(PARTNER, address(rights), _concludeCall(read, 0), unknown);
    }

    /// @dev Other terms have another id, and so make another grant.
    function testFuzz_aGrantKeepsTheTermsThatItWasGivenUnder(uint32 notice, bool exclusive) external {
        Terms memory terms = _withNotice(notice);
        terms.exclusive = exclusive;
        GrantKey memory key = _keyOn(PARTNER, terms);
        Grant memory before = rights.grantOf(_give(key));
        GrantKey memory other = _keyOn(BUYER, _withLevels(3));
        if (!exclusive) _give(other);
        _allows(MAKER, address(rights), _grantOrNot(exclusive));
        Grant memory now_ = rights.grantOf(rights.grantId(key));
        require(keccak256(abi.encode(before)) == keccak256(abi.encode(now_)), "it changed");
    }

    /// @dev An amendment is of what both have before them: once another one is in force it fits no more.
    function test_anAmendmentOfAnOlderVersionIsRefusedAtItsConclusion() external {
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, 0, READ));
        _propose(MAKER, offer);
        _conclude(PARTNER, offer);
        Proposal memory first = _amendment(offer, _terms(0, 0, USE));
        Proposal memory second = _amendment(offer, _terms(0, 0, BOTH));
        _propose(MAKER, first);
        _propose(PARTNER, second);
        _conclude(PARTNER, first);
        _refuses(MAKER, address(rights), _concludeCall(second, 0), IRightAgreements.InvalidProposal.selector);
        require(!rights.isAllowed(offer.key, BOTH) && rights.isAllowed(offer.key, USE), "the version in force");
    }

    /// @dev Under the buyer's holding the same key and the same sequence stand for what the buyer gave.
    function test_anAcceptanceDoesNotFitWhatTheBuyerGaveInstead() external {
        GrantKey memory key = _keyOn(PARTNER, _byAcceptance());
        _give(key, _terms(0, 0, BOTH));
        bytes memory read = _acceptCall(key, 1);
        _sell(MAKER, BUYER);
        vm.prank(BUYER);
        rights.grant(key, _terms(0, NOW + 1, READ));
        _refuses(PARTNER, address(rights), read, IDataRights.OtherHolding.selector);
        _allows(PARTNER, address(rights), _acceptCall(key, 1));
    }

    /// @dev It is the same grant, but another owner who holds the grantee to it.
    function test_anAcceptanceOfWhatSurvivesASaleIsOfTheOwnerThatWasRead() external {
        GrantKey memory key = _keyOn(PARTNER, _byAcceptance());
        key.survivesSale = true;
        _give(key, _terms(0, 0, BOTH));
        bytes memory read = _acceptCall(key, 1);
        _sell(MAKER, BUYER);
        _refuses(PARTNER, address(rights), read, IDataRights.OtherHolding.selector);
        _allows(PARTNER, address(rights), _acceptCall(key, 1));
    }

    /// @dev The buyer says word for word what the seller offered.
    function test_anAcceptedOfferIsTheSellersNotTheBuyers() external {
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, 0, READ));
        _propose(MAKER, offer);
        bytes memory read = _concludeCall(offer, 0);
        _sell(MAKER, BUYER);
        _propose(BUYER, offer);
        _refuses(PARTNER, address(rights), read, IDataRights.OtherHolding.selector);
        _allows(PARTNER, address(rights), _concludeCall(offer, 0));
    }

    function test_anAmendmentIsProposedToTheOwnerThatWasRead() external {
        Proposal memory offer = _offer(_key(twin, 0), _terms(0, 0, READ));
        offer.key.survivesSale = true;
        _propose(MAKER, offer);
        _conclude(PARTNER, offer);
        Proposal memory amended = _amendment(offer, _terms(0, 0, BOTH));
        amended.key.survivesSale = true;
        bytes memory toTheSeller = _proposeCall(amended);
        _sell(MAKER, BUYER);
        _refuses(PARTNER, address(rights), toTheSeller, IDataRights.OtherHolding.selector);
        _propose(PARTNER, amended);
        _conclude(BUYER, amended);
        require(rights.isAllowed(amended.key, BOTH), "not amended");
    }

    /// @dev What the grantee agreed to give up is not what was given since.
    function test_aReleaseIsOfTheRightThatWasRead() external {
        GrantKey memory key = _keyOn(PARTNER, _irrevocable());
        _give(key, _terms(0, NOW + 10, READ));
        bytes memory read = _releaseCall(key, 1);
        vm.warp(NOW + 10);
        _give(key, _terms(0, 0, BOTH));
        _refuses(PARTNER, address(rights), read, IDataRights.OtherSequence.selector);
        _sell(MAKER, BUYER);
        vm.prank(BUYER);
        rights.grant(key, _terms(0, 0, BOTH));
        _refuses(PARTNER, address(rights), read, IDataRights.OtherHolding.selector);
        require(!rights.grantOf(rights.grantId(key)).released, "released");
    }

    function _grantOrNot(bool exclusive) private returns (bytes memory) {
        if (exclusive) return abi.encodeCall(rights.registerTerms, (_withLevels(4)));
        return _grantCall(_keyOn(STRANGER, _withLevels(4)), _terms(0, 0, READ));
    }
}
