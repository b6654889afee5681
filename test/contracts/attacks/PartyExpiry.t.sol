// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AttestationKey, IPartyAttestations} from "../../../contracts/identity/IPartyAttestations.sol";
import {PartyFixture} from "../fixtures/PartyFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 3, for parties: what has expired, or whose source has gone, still counts. Each end is tried the second
/// before, at it and the second after.
contract PartyExpiryAttackTest is PartyFixture {
    function testFuzz_anAttestationEndsInItsSecond(uint32 lifetime) external {
        uint40 end = uint40(block.timestamp + 1 + lifetime);
        AttestationKey memory lei = _attestLei(REGISTRAR, MAKER, end);
        AttestationKey memory document = _attestDocument(MAKER, end);
        _expect(lei, document, end - 1, true);
        _expect(lei, document, end, false);
        _expect(lei, document, end + 1, false);
    }

    function testFuzz_nothingAttestedOutlivesTheAccreditation(uint32 lifetime) external {
        uint40 end = uint40(block.timestamp + 1 + lifetime);
        attestations.accredit(REGISTRAR, "lei:", end);
        attestations.accredit(REGISTRAR, "iso9001", end);
        AttestationKey memory lei = _attestLei(REGISTRAR, MAKER, 0);
        AttestationKey memory document = _attestDocument(MAKER, 0);
        _expect(lei, document, end - 1, true);
        _expect(lei, document, end, false);
        _expect(lei, document, end + 1, false);
    }

    function test_anAccreditationEndsInItsSecond() external {
        uint40 end = uint40(block.timestamp + 1 days);
        attestations.accredit(REGISTRAR, "iso9001", end);
        bytes memory attest = abi.encodeCall(attestations.attest, (REGISTRAR, MAKER, "iso9001", DOCUMENT, 0, ""));
        vm.warp(end - 1);
        _allows(REGISTRAR, address(attestations), attest);
        for (uint256 i = 0; i < 2; ++i) {
            vm.warp(end + i);
            _refuses(REGISTRAR, address(attestations), attest, IPartyAttestations.NotAccredited.selector);
        }
    }

    function test_aLegalIdIsFreeInTheSecondInWhichItsAttestationEnds() external {
        uint40 end = uint40(block.timestamp + 1 days);
        _attestLei(REGISTRAR, MAKER, end);
        bytes memory take = abi.encodeCall(attestations.attestLegalId, (SECOND_REGISTRAR, BUYER, LEI, 0, ""));
        vm.warp(end - 1);
        _refuses(SECOND_REGISTRAR, address(attestations), take, IPartyAttestations.LegalIdTaken.selector);
        vm.warp(end);
        _allows(SECOND_REGISTRAR, address(attestations), take);
        require(_bearer() == BUYER, "bearer");
    }

    function test_nothingIsAttestedOfOrByADeactivatedParty() external {
        AttestationKey memory ofMaker = _attestLei(REGISTRAR, MAKER, 0);
        AttestationKey memory ofBuyer = _attestDocument(BUYER, 0);
        _rotate(MAKER, MAKER, address(0));
        require(!attestations.isValid(ofMaker) && _bearer() == address(0), "of a deactivated party");
        require(attestations.isValid(ofBuyer), "of another party");
        _rotate(REGISTRAR, REGISTRAR, address(0));
        require(!attestations.isValid(ofBuyer), "by a deactivated registrar");
    }

    function test_noRelationOutlivesEitherSide() external {
        _agree(MACHINE, _agentOf(MACHINE, AGENT));
        _agree(AGENT, _agentOf(MACHINE, AGENT));
        _agree(MACHINE, _membership(MAKER, MACHINE));
        _agree(MAKER, _membership(MAKER, MACHINE));
        _rotate(AGENT, AGENT, address(0));
        require(!_holds(_agentOf(MACHINE, AGENT)), "with a deactivated agent");
        require(_holds(_membership(MAKER, MACHINE)), "the other relation ended too");
        _rotate(MACHINE, MACHINE, address(0));
        (address organisation, , ) = relations.organisationOf(MACHINE);
        require(organisation == address(0) && !_holds(_membership(MAKER, MACHINE)), "a deactivated member");
    }

    function _expect(AttestationKey memory lei, AttestationKey memory document, uint256 time, bool valid) private {
        vm.warp(time);
        require(attestations.isValid(lei) == valid && attestations.isValid(document) == valid, "validity");
        require(_bearer() == (valid ? MAKER : address(0)), "bearer");
    }
}
