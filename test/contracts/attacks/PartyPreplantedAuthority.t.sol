// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AttestationKey} from "../../../contracts/identity/IPartyAttestations.sol";
import {IPartyRecovery} from "../../../contracts/identity/IPartyRecovery.sol";
import {IPartyRelations, RelationKey} from "../../../contracts/identity/IPartyRelations.sol";
import {PartyFixture} from "../fixtures/PartyFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 2, for parties: what was agreed, approved or attested earlier takes effect for whoever comes next.
contract PartyPreplantedAuthorityAttackTest is PartyFixture {
    function test_approvalsOfARecoveryAreVoidOnceControlChanged() external {
        _nameGuardians(MAKER);
        _approve(ROOT, MAKER, STRANGER);
        _approve(BUYER, MAKER, STRANGER);
        _rotate(MAKER, MAKER, NEW_KEY);
        vm.warp(block.timestamp + 2 days);
        require(!_executes(MAKER, STRANGER), "an earlier recovery went through");
        // The new controller names the very same guardians: they have to agree anew.
        _nameGuardians(MAKER);
        (uint8 approvals, ) = parties.recoveryOf(MAKER, STRANGER);
        require(approvals == 0 && !_executes(MAKER, STRANGER), "an earlier approval counts");
    }

    function test_aSetNamedByAnEarlierControllerNeverCounts() external {
        _nameGuardians(MAKER);
        vm.prank(MAKER);
        parties.nameGuardians(MAKER, _guardians(address(1), address(2), address(3)), 1, 1 days);
        _rotate(MAKER, MAKER, NEW_KEY);
        vm.warp(block.timestamp + 2 days);
        bytes memory call = abi.encodeCall(parties.approveRecovery, (MAKER, address(1), STRANGER));
        _refuses(address(1), address(parties), call, IPartyRecovery.NotGuardian.selector);
    }

    function test_cancelledApprovalsDoNotCountAgain() external {
        _nameGuardians(MAKER);
        _approve(ROOT, MAKER, STRANGER);
        _approve(BUYER, MAKER, STRANGER);
        vm.warp(block.timestamp + 1 days);
        vm.prank(MAKER);
        parties.cancelRecoveries(MAKER);
        require(!_executes(MAKER, STRANGER), "a cancelled recovery went through");
        _approve(PARTNER, MAKER, STRANGER);
        (uint8 approvals, uint40 readyAt) = parties.recoveryOf(MAKER, STRANGER);
        require(approvals == 1 && readyAt == 0, "a cancelled approval counts");
    }

    function test_aDeactivatedPartyIsNotRecovered() external {
        _nameGuardians(MAKER);
        _approve(ROOT, MAKER, STRANGER);
        _approve(BUYER, MAKER, STRANGER);
        _rotate(MAKER, MAKER, address(0));
        vm.warp(block.timestamp + 1 days);
        require(!_executes(MAKER, STRANGER), "revived");
        bytes memory call = abi.encodeCall(parties.approveRecovery, (MAKER, PARTNER, STRANGER));
        _refuses(PARTNER, address(parties), call, IPartyRecovery.NotGuardian.selector);
    }

    function test_anAgreementOfAnEarlierControllerIsVoid() external {
        RelationKey memory key = _membership(MAKER, MACHINE);
        _agree(MACHINE, key);
        _rotate(MACHINE, MACHINE, NEW_KEY);
        _agree(MAKER, key);
        require(!_holds(key), "the earlier controller's agreement counts");
        _agree(NEW_KEY, key);
        require(_holds(key), "does not hold");
    }

    function test_anAgreementOfAnOrganisationsEarlierControllerIsVoid() external {
        RelationKey memory key = _membership(MAKER, MACHINE);
        _agree(MAKER, key);
        _rotate(MAKER, MAKER, NEW_KEY);
        _agree(MACHINE, key);
        require(!_holds(key), "the earlier controller's agreement counts");
        _agree(NEW_KEY, key);
        require(_holds(key), "does not hold");
    }

    function test_anAgreementOfAnEarlierOwnerOfTheTwinIsVoid() external {
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        RelationKey memory key = _describes(MACHINE, twin);
        _agree(MAKER, key);
        vm.prank(MAKER);
        twins.transferFrom(MAKER, BUYER, twin);
        _agree(MACHINE, key);
        require(!_holds(key), "the seller agreed for the buyer");
    }

    /// @dev What the party agreed to was a twin of the seller's.
    function test_aPartysAgreementIsNotTheBuyersOfTheTwin() external {
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        RelationKey memory key = _describes(MACHINE, twin);
        _agree(MACHINE, key);
        vm.prank(MAKER);
        twins.transferFrom(MAKER, BUYER, twin);
        _agree(BUYER, key);
        require(!_holds(key), "the party agreed to whoever buys the twin");
        _agree(MACHINE, key);
        require(_holds(key), "does not hold");
    }

    function test_nobodyAgreesToATwinThatIsNotMintedYet() external {
        RelationKey memory key = _describes(MACHINE, uint256(keccak256(abi.encode(keccak256("later")))));
        bytes memory agree = abi.encodeCall(relations.agree, (key));
        _refuses(MACHINE, address(relations), agree, IPartyRelations.InvalidRelation.selector);
    }

    function test_aNewAccreditationDoesNotReviveWhatAWithdrawnOneAttested() external {
        AttestationKey memory lei = _attestLei(REGISTRAR, MAKER, 0);
        AttestationKey memory document = _attestDocument(MAKER, 0);
        attestations.withdrawAccreditation(REGISTRAR, LEI_KIND, "fraud");
        attestations.withdrawAccreditation(REGISTRAR, CERTIFICATE, "fraud");
        require(!attestations.isValid(lei) && !attestations.isValid(document), "valid without accreditation");
        attestations.accredit(REGISTRAR, "lei:", 0);
        attestations.accredit(REGISTRAR, "iso9001", 0);
        require(!attestations.isValid(lei) && !attestations.isValid(document), "revived");
        require(_bearer() == address(0), "bearer");
        _attestLei(REGISTRAR, BUYER, 0);
        require(_bearer() == BUYER, "not attested anew");
    }
}
