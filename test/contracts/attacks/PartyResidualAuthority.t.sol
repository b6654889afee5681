// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {AttestationKey} from "../../../contracts/identity/IPartyAttestations.sol";
import {IPartyRecovery} from "../../../contracts/identity/IPartyRecovery.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyRelations, RelationKey} from "../../../contracts/identity/IPartyRelations.sol";
import {PartyFixture} from "../fixtures/PartyFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 1, for parties: who had control, or was named by who had it, keeps power.
contract PartyResidualAuthorityAttackTest is PartyFixture {
    function test_afterARecoveryTheLostKeyDoesNothing() external {
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        _recover(MAKER, NEW_KEY);
        bytes4 notController = IPartyRegistry.NotController.selector;
        _refuses(MAKER, address(parties), abi.encodeCall(parties.changeOwner, (MAKER, MAKER)), notController);
        _refuses(MAKER, address(parties), abi.encodeCall(parties.cancelRecoveries, (MAKER)), notController);
        _refuses(MAKER, address(twins), abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, twin)));
        _allows(NEW_KEY, address(twins), abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, twin)));
    }

    function testFuzz_guardiansOfAnEarlierControllerAreNobody(address newController) external {
        if (newController == address(0)) return;
        _nameGuardians(MAKER);
        _rotate(MAKER, MAKER, newController);
        bytes memory call = abi.encodeCall(parties.approveRecovery, (MAKER, ROOT, STRANGER));
        _refuses(ROOT, address(parties), call, IPartyRecovery.NotGuardian.selector);
        // Also should control come back: the controller has not named them for this time.
        _rotate(MAKER, newController, MAKER);
        _refuses(ROOT, address(parties), call, IPartyRecovery.NotGuardian.selector);
    }

    function test_afterARecoveryTheGuardiansAreNobody() external {
        _recover(MAKER, NEW_KEY);
        bytes memory call = abi.encodeCall(parties.approveRecovery, (MAKER, ROOT, STRANGER));
        _refuses(ROOT, address(parties), call, IPartyRecovery.NotGuardian.selector);
        require(!_executes(MAKER, NEW_KEY), "executed twice");
    }

    function test_guardiansThatWereReplacedAreNobodyAndWhatTheyAgreedToIsVoid() external {
        _nameGuardians(MAKER);
        vm.prank(MAKER);
        parties.nameGuardians(MAKER, _guardians(address(1), address(2), address(3)), 2, 1 days);
        vm.warp(block.timestamp + 1 hours);
        _approve(ROOT, MAKER, STRANGER);
        _approve(BUYER, MAKER, STRANGER);
        vm.warp(block.timestamp + 30 days);
        require(!_executes(MAKER, STRANGER), "replaced guardians recovered");
    }

    function test_aFormerMemberOrOwnerIsNoSide() external {
        RelationKey memory key = _membership(MAKER, MACHINE);
        _agree(MAKER, key);
        _agree(MACHINE, key);
        _rotate(MACHINE, MACHINE, NEW_KEY);
        bytes memory end = abi.encodeCall(relations.end, (key));
        _refuses(MACHINE, address(relations), end, IPartyRelations.NotASide.selector);
        _allows(NEW_KEY, address(relations), end);
    }

    function test_aSoldTwinIsNoLongerTiedUntilTheNewOwnerAgrees() external {
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        RelationKey memory key = _describes(MACHINE, twin);
        _agree(MACHINE, key);
        _agree(MAKER, key);
        vm.prank(MAKER);
        twins.transferFrom(MAKER, BUYER, twin);
        require(!_holds(key), "the seller's agreement binds the buyer");
        bytes memory end = abi.encodeCall(relations.end, (key));
        _refuses(MAKER, address(relations), end, IPartyRelations.NotASide.selector);
        bytes memory agree = abi.encodeCall(relations.agree, (key));
        _refuses(MAKER, address(relations), agree, IPartyRelations.NotASide.selector);
        _agree(BUYER, key);
        require(!_holds(key), "the machine's agreement of before counts");
        _agree(MACHINE, key);
        require(_holds(key), "does not hold");
    }

    function test_aTwinThatComesBackIsNotTiedByTheAgreementOfBefore() external {
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        RelationKey memory key = _describes(MACHINE, twin);
        _agree(MACHINE, key);
        _agree(MAKER, key);
        vm.prank(MAKER);
        twins.transferFrom(MAKER, BUYER, twin);
        vm.prank(BUYER);
        twins.transferFrom(BUYER, MAKER, twin);
        require(!_holds(key), "holds again");
    }

    function test_aRegistrarsRotatedKeyAttestsAndRevokesNothing() external {
        AttestationKey memory key = _attestLei(REGISTRAR, MAKER, 0);
        _rotate(REGISTRAR, REGISTRAR, NEW_KEY);
        bytes4 notController = IPartyRegistry.NotController.selector;
        bytes memory revoke = abi.encodeCall(attestations.revokeAttestation, (key, ""));
        _refuses(REGISTRAR, address(attestations), revoke, notController);
        bytes memory attest = abi.encodeCall(attestations.attest, (REGISTRAR, MAKER, "iso9001", DOCUMENT, 0, ""));
        _refuses(REGISTRAR, address(attestations), attest, notController);
        require(attestations.isValid(key), "a rotation voids what was attested");
        _allows(NEW_KEY, address(attestations), revoke);
    }

    function _recover(address identity, address newController) private {
        _nameGuardians(identity);
        _approve(ROOT, identity, newController);
        _approve(BUYER, identity, newController);
        vm.warp(block.timestamp + 1 days);
        require(_executes(identity, newController), "not recovered");
    }
}
