// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {Price, Proposal} from "../../../contracts/rights/IRightAgreements.sol";
import {QuotaKey} from "../../../contracts/rights/IUsageQuotas.sol";
import {AssetKind, Extent, GrantKey, ProposalId, TermsId} from "../../../contracts/rights/RightTypes.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {SupervisionFixture} from "../fixtures/SupervisionFixture.sol";
import {Terms} from "../../../contracts/rights/IRightTerms.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice What is frozen is neither used nor changed by the ways that rights have: acceptance, release, sub-licences, units.
contract RightFreezesAttackTest is SupervisionFixture {
    bytes4 private constant FROZEN = IFreezable.ThingIsFrozen.selector;

    function test_aFrozenGrantIsNotAcceptedReleasedOrSublicensed() external {
        GrantKey memory parent = _parent();
        bytes32 id = _idOf(parent);
        _freeze(rights, id);
        _refuses(BUYER, address(rights), abi.encodeCall(rights.accept, (parent, 1, 1)), FROZEN);
        _refuses(BUYER, address(rights), abi.encodeCall(rights.release, (parent, 1, 1)), FROZEN);
        bytes memory below = abi.encodeCall(rights.sublicense, (_child(parent), _terms(0, 0, 1), parent));
        _refuses(BUYER, address(rights), below, FROZEN);
        bytes memory later = abi.encodeCall(rights.revokeAt, (parent, type(uint40).max, ""));
        _refuses(MAKER, address(rights), later, FROZEN);
    }

    function test_whatHangsOnAFrozenGrantWaits() external {
        GrantKey memory parent = _parent();
        GrantKey memory child = _child(parent);
        _allows(BUYER, address(rights), abi.encodeCall(rights.sublicense, (child, _terms(0, 0, 1), parent)));
        require(rights.isAllowed(child, 1), "not given");
        _freeze(rights, _idOf(parent));
        require(!rights.isAllowed(child, 1), "used beneath a frozen grant");
        _lift(rights, _idOf(parent));
        require(rights.isAllowed(child, 1), "did not come back");
    }

    function test_whileItsAssetIsFrozenAGrantStaysWhatItIs() external {
        GrantKey memory parent = _parent();
        _freeze(twins, bytes32(twin));
        _refuses(BUYER, address(rights), abi.encodeCall(rights.accept, (parent, 1, 1)), FROZEN);
        _refuses(BUYER, address(rights), abi.encodeCall(rights.release, (parent, 1, 1)), FROZEN);
        bytes memory below = abi.encodeCall(rights.sublicense, (_child(parent), _terms(0, 0, 1), parent));
        _refuses(BUYER, address(rights), below, FROZEN);
        require(rights.isAllowed(parent, 1), "the right goes on");
    }

    /// @dev Neither on an asset that is frozen nor of a right that is.
    function test_noAgreementEndsWhileItsAssetOrItsRightIsFrozen() external {
        GrantKey memory key = _keyFor(AssetKind.Twin, twin, keccak256("a"), BUYER);
        Proposal memory offer = Proposal(key, Extent(0, 0, 1, "a"), Price(0, 0, ""), ProposalId.wrap(0), 0, 0);
        _propose(offer);
        vm.prank(BUYER);
        rights.conclude(offer, 1, 0);
        Proposal memory end = Proposal(key, Extent(0, 0, 0, ""), Price(0, 0, ""), rights.proposalId(offer), 0, 0);
        _propose(end);
        bytes memory call = abi.encodeCall(rights.conclude, (end, 1, 0));
        _freeze(twins, bytes32(twin));
        _refuses(BUYER, address(rights), call, FROZEN);
        _lift(twins, bytes32(twin));
        _freeze(rights, _idOf(key));
        _refuses(BUYER, address(rights), call, FROZEN);
        _lift(rights, _idOf(key));
        _allows(BUYER, address(rights), call);
    }

    function test_aFrozenUserIsNotSeenAsOne() external {
        Terms memory terms;
        (terms.actions, terms.exclusive) = (31, true);
        GrantKey memory key = _keyFor(AssetKind.Twin, twin, 0, BUYER);
        key.terms = rights.registerTerms(terms);
        vm.prank(MAKER);
        rights.grant(key, _terms(0, 0, 2));
        require(rights.userOf(twin) == BUYER, "no user");
        _freeze(parties, _partyThing(BUYER));
        require(rights.userOf(twin) == address(0) && !rights.isAllowed(key, 2), "a frozen user");
        _lift(parties, _partyThing(BUYER));
        require(rights.userOf(twin) == BUYER, "it did not come back");
    }

    function test_aFrozenPartyIsInNothingAndUsesNothing() external {
        QuotaKey memory key = QuotaKey(AssetKind.Twin, bytes32(twin), false, 0, "call", 0, TermsId.wrap(0));
        vm.prank(MAKER);
        uint256 quota = quotas.issue(key, "", PARTNER, 10);
        vm.prank(PARTNER);
        quotas.setOperator(BUYER, true);
        _freeze(parties, _partyThing(PARTNER));
        bytes4 frozen = IPartyRegistry.PartyIsFrozen.selector;
        bytes memory move = abi.encodeCall(quotas.transferFrom, (PARTNER, BUYER, quota, 1));
        _refuses(BUYER, address(quotas), move, frozen);
        _refuses(PARTNER, address(quotas), move, frozen);
        bytes memory use = abi.encodeCall(quotas.consume, (PARTNER, quota, 1, ORDER));
        _refuses(PARTNER, address(quotas), use, frozen);
        _refuses(MAKER, address(quotas), abi.encodeCall(quotas.issue, (key, "", PARTNER, 1)), frozen);
    }

    function test_noUnitsAreIssuedOnAFrozenAssetAndThoseThereGoOn() external {
        QuotaKey memory key = QuotaKey(AssetKind.Twin, bytes32(twin), false, 0, "call", 0, TermsId.wrap(0));
        vm.prank(MAKER);
        uint256 quota = quotas.issue(key, "", PARTNER, 10);
        _freeze(twins, bytes32(twin));
        _refuses(MAKER, address(quotas), abi.encodeCall(quotas.issue, (key, "", PARTNER, 1)), FROZEN);
        _allows(PARTNER, address(quotas), abi.encodeCall(quotas.consume, (PARTNER, quota, 1, ORDER)));
    }

    function test_aFrozenLicensorsLicencesGoOnAndItGivesNoMore() external {
        GrantKey memory parent = _parent();
        GrantKey memory child = _child(parent);
        _allows(BUYER, address(rights), abi.encodeCall(rights.sublicense, (child, _terms(0, 0, 1), parent)));
        _freeze(parties, _partyThing(BUYER));
        require(rights.isAllowed(child, 1), "a freeze took another's right");
        bytes4 frozen = IPartyRegistry.PartyIsFrozen.selector;
        _refuses(BUYER, address(rights), abi.encodeCall(rights.revoke, (child, "")), frozen);
    }

    function test_nobodyButTheSupervisionFreezesAGrant() external {
        bytes32 id = _idOf(_parent());
        bytes4 not = IFreezable.NotSupervision.selector;
        _refuses(MAKER, address(rights), abi.encodeCall(rights.setFrozen, (id, true)), not);
        require(!rights.isFrozen(id), "frozen");
        bytes memory none = _freezeCall(OFFICE, rights, keccak256("none"));
        _refuses(REGULATOR, address(supervision), none, IFreezable.UnknownThing.selector);
    }

    function _propose(Proposal memory proposal) private {
        vm.prank(MAKER);
        rights.propose(proposal, 1);
    }

    function _parent() private returns (GrantKey memory key) {
        Terms memory terms;
        terms.actions = 31;
        terms.sublicences = 1;
        key = _keyFor(AssetKind.Twin, twin, 0, BUYER);
        key.terms = rights.registerTerms(terms);
        vm.prank(MAKER);
        rights.grant(key, _terms(0, 0, 1));
    }

    function _child(GrantKey memory parent) private view returns (GrantKey memory key) {
        key = _keyFor(AssetKind.Twin, twin, 0, ROOT);
        key.parent = rights.grantId(parent);
    }

    function _idOf(GrantKey memory key) private view returns (bytes32) {
        return bytes32(abi.encode(rights.grantId(key)));
    }
}
