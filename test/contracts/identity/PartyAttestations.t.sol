// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {
    Accreditation,
    Attestation,
    AttestationId,
    AttestationKey,
    AttestationStatus,
    IPartyAttestations
} from "../../../contracts/identity/IPartyAttestations.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {PartyFixture} from "../fixtures/PartyFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract PartyAttestationsTest is PartyFixture {
    function test_anAttestedLegalIdNamesItsParty() external {
        AttestationKey memory key = _attestLei(REGISTRAR, MAKER, 0);
        (address party, address registrar) = attestations.partyByLegalId(LEI);
        require(party == MAKER && registrar == REGISTRAR, "bearer");
        require(attestations.isValid(key), "not valid");
        Attestation memory state = attestations.attestationOf(key);
        require(state.status == AttestationStatus.Active && state.sequence == 1 && state.legal, "state");
        require(state.issued == block.timestamp && state.accreditation == 1, "issued");
    }

    function test_aLegalIdHasOneParty() external {
        _attestLei(REGISTRAR, MAKER, 0);
        bytes4 taken = IPartyAttestations.LegalIdTaken.selector;
        _refuses(REGISTRAR, address(attestations), _leiCall(REGISTRAR, BUYER, 0), taken);
        _refuses(SECOND_REGISTRAR, address(attestations), _leiCall(SECOND_REGISTRAR, BUYER, 0), taken);
        _refuses(SECOND_REGISTRAR, address(attestations), _leiCall(SECOND_REGISTRAR, MAKER, 0), taken);
    }

    function test_theRegistrarRenewsItsOwn() external {
        uint40 end = uint40(block.timestamp + 1 days);
        AttestationKey memory key = _attestLei(REGISTRAR, MAKER, end);
        _attestLei(REGISTRAR, MAKER, end + 1 days);
        vm.warp(end);
        require(attestations.isValid(key) && attestations.attestationOf(key).sequence == 2, "not renewed");
    }

    function test_aRevokedAttestationStaysAsATombstoneAndMayBeGivenAnew() external {
        AttestationKey memory key = _attestLei(REGISTRAR, MAKER, 0);
        _revoke(REGISTRAR, key);
        require(attestations.attestationOf(key).status == AttestationStatus.Revoked, "no tombstone");
        require(!attestations.isValid(key) && _bearer() == address(0), "valid");
        bytes memory again = abi.encodeCall(attestations.revokeAttestation, (key, ""));
        _refuses(REGISTRAR, address(attestations), again, IPartyAttestations.UnknownAttestation.selector);
        _attestLei(REGISTRAR, MAKER, 0);
        require(attestations.isValid(key) && attestations.attestationOf(key).sequence == 2, "not given anew");
    }

    function test_aFreedLegalIdGoesToAnotherPartyAndTheFirstDoesNotComeBack() external {
        uint40 end = uint40(block.timestamp + 1 days);
        attestations.accredit(REGISTRAR, "lei:", end);
        AttestationKey memory first = _attestLei(REGISTRAR, MAKER, 0);
        vm.warp(end);
        AttestationKey memory second = _attestLei(SECOND_REGISTRAR, BUYER, 0);
        attestations.accredit(REGISTRAR, "lei:", 0);
        require(!attestations.isValid(first) && attestations.isValid(second), "two parties of one legal identifier");
        require(_bearer() == BUYER, "bearer");
    }

    function test_otherStatementsAreNotExclusive() external {
        AttestationKey memory first = _attestDocument(MAKER, 0);
        AttestationKey memory second = _attestDocument(BUYER, 0);
        require(attestations.isValid(first) && attestations.isValid(second), "not valid");
        require(!attestations.attestationOf(first).legal, "legal");
    }

    function testFuzz_onlyTheRegistrarsControllerAttests(address caller) external {
        if (caller == REGISTRAR || caller == address(0)) return;
        bytes4 notController = IPartyRegistry.NotController.selector;
        _refuses(caller, address(attestations), _leiCall(REGISTRAR, MAKER, 0), notController);
        AttestationKey memory key = _attestDocument(MAKER, 0);
        bytes memory revoke = abi.encodeCall(attestations.revokeAttestation, (key, ""));
        _refuses(caller, address(attestations), revoke, notController);
    }

    function testFuzz_onlyTheRoleAccredits(address caller) external {
        if (caller == address(this) || caller == address(0)) return;
        bytes4 unauthorized = IAccessManaged.AccessManagedUnauthorized.selector;
        bytes memory give = abi.encodeCall(attestations.accredit, (MAKER, "lei:", 0));
        _refuses(caller, address(attestations), give, unauthorized);
        bytes memory take = abi.encodeCall(attestations.withdrawAccreditation, (REGISTRAR, LEI_KIND, ""));
        _refuses(caller, address(attestations), take, unauthorized);
    }

    function test_anAccreditationIsOfOneKind() external {
        bytes4 notAccredited = IPartyAttestations.NotAccredited.selector;
        bytes memory call = abi.encodeCall(attestations.attest, (SECOND_REGISTRAR, MAKER, "iso9001", DOCUMENT, 0, ""));
        _refuses(SECOND_REGISTRAR, address(attestations), call, notAccredited);
        call = abi.encodeCall(attestations.attestLegalId, (REGISTRAR, MAKER, "uscc:91350100M000100Y43", 0, ""));
        _refuses(REGISTRAR, address(attestations), call, notAccredited);
    }

    function test_onlyPartiesAttestAreAttestedAndAccredited() external {
        bytes4 notAParty = IPartyRegistry.NotAParty.selector;
        _refuses(REGISTRAR, address(attestations), _leiCall(REGISTRAR, STRANGER, 0), notAParty);
        _refuses(STRANGER, address(attestations), _leiCall(STRANGER, MAKER, 0), notAParty);
        bytes memory give = abi.encodeCall(attestations.accredit, (STRANGER, "lei:", 0));
        _refuses(address(this), address(attestations), give, notAParty);
    }

    function test_nobodyAttestsOfItself() external {
        bytes4 invalid = IPartyAttestations.InvalidAttestation.selector;
        _refuses(REGISTRAR, address(attestations), _leiCall(REGISTRAR, REGISTRAR, 0), invalid);
    }

    function test_whatIsOutOfRangeIsRefused() external {
        bytes4 invalid = IPartyAttestations.InvalidAttestation.selector;
        _refuses(REGISTRAR, address(attestations), _leiCall(REGISTRAR, MAKER, uint40(block.timestamp)), invalid);
        bytes memory call = abi.encodeCall(attestations.attest, (REGISTRAR, MAKER, "iso9001", 0, 0, ""));
        _refuses(REGISTRAR, address(attestations), call, invalid);
        string memory long = string(new bytes(2049));
        call = abi.encodeCall(attestations.attest, (REGISTRAR, MAKER, "iso9001", DOCUMENT, 0, long));
        _refuses(REGISTRAR, address(attestations), call, invalid);
        call = abi.encodeCall(attestations.accredit, (REGISTRAR, "lei:", uint40(block.timestamp)));
        _refuses(address(this), address(attestations), call, invalid);
        AttestationKey memory key = _attestDocument(MAKER, 0);
        call = abi.encodeCall(attestations.revokeAttestation, (key, string(new bytes(1025))));
        _refuses(REGISTRAR, address(attestations), call, IPartyAttestations.ReasonTooLong.selector);
        call = abi.encodeCall(attestations.withdrawAccreditation, (REGISTRAR, LEI_KIND, string(new bytes(1025))));
        _refuses(address(this), address(attestations), call, IPartyAttestations.ReasonTooLong.selector);
    }

    function test_anAbsentAccreditationIsNotWithdrawn() external {
        bytes memory call = abi.encodeCall(attestations.withdrawAccreditation, (MAKER, LEI_KIND, ""));
        _refuses(address(this), address(attestations), call, IPartyAttestations.NotAccredited.selector);
    }

    function test_malformedLegalIdsAndKindsAreRefused() external {
        string[9] memory faulty = [
            "",
            "lei",
            "lei:",
            ":213800KUD8LAJWSQ9D15",
            "LEI:213800KUD8LAJWSQ9D15",
            "lei:213800kud8lajwsq9d15",
            "lei: 213800KUD8LAJWSQ9D15",
            "abcdefghijklmnopq:1",
            "lei:0123456789012345678901234567890123456789012345678901234567890123A"
        ];
        for (uint256 i = 0; i < faulty.length; ++i) {
            bytes memory attest = abi.encodeCall(attestations.attestLegalId, (REGISTRAR, MAKER, faulty[i], 0, ""));
            _refuses(REGISTRAR, address(attestations), attest, IPartyAttestations.InvalidLegalId.selector);
        }
        string[6] memory kinds = ["", ":", "Iso9001", "iso 9001", "le:i", "abcdefghijklmnopqrstuvwxyz0123456"];
        for (uint256 i = 0; i < kinds.length; ++i) {
            bytes memory accredit = abi.encodeCall(attestations.accredit, (REGISTRAR, kinds[i], 0));
            _refuses(address(this), address(attestations), accredit, IPartyAttestations.InvalidKind.selector);
        }
    }

    function test_aLegalIdIsNotAttestedAsAnotherStatement() external {
        bytes32 digest = keccak256(bytes(LEI));
        bytes memory call = abi.encodeCall(attestations.attest, (REGISTRAR, MAKER, "lei:", digest, 0, ""));
        _refuses(REGISTRAR, address(attestations), call, IPartyAttestations.InvalidKind.selector);
    }

    function testFuzz_whateverIsAttestedHasOnePartyAtATime(uint8[12] calldata steps) external {
        address[2] memory registrars = [REGISTRAR, SECOND_REGISTRAR];
        address[2] memory bearers = [MAKER, BUYER];
        for (uint256 i = 0; i < steps.length; ++i) {
            address registrar = registrars[steps[i] & 1];
            address party = bearers[(steps[i] >> 1) & 1];
            uint256 action = (steps[i] >> 2) % 5;
            bytes memory call = _leiCall(registrar, party, uint40(block.timestamp + 1 + steps[i]));
            if (action == 1) call = abi.encodeCall(attestations.revokeAttestation, (_leiOf(registrar, party), ""));
            if (action < 2) {
                vm.prank(registrar);
            } else if (action == 2) {
                call = abi.encodeCall(attestations.withdrawAccreditation, (registrar, LEI_KIND, ""));
            } else {
                call = abi.encodeCall(attestations.accredit, (registrar, "lei:", 0));
                vm.warp(block.timestamp + steps[i] / 2);
            }
            (bool done, ) = address(attestations).call(call);
            done;
            _checkOneBearer(registrars, bearers);
        }
    }

    function testFuzz_whatNobodyAttestedIsNotValid(
        address registrar,
        address party,
        bytes32 kind,
        bytes32 digest
    ) external {
        AttestationKey memory key = AttestationKey(registrar, party, kind, digest);
        bytes32 id = keccak256(abi.encode(registrar, party, kind, digest));
        require(AttestationId.unwrap(attestations.attestationId(key)) == id, "id");
        require(attestations.attestationOf(key).status == AttestationStatus.None, "attested");
        require(!attestations.isValid(key), "valid");
        bytes memory revoke = abi.encodeCall(attestations.revokeAttestation, (key, ""));
        _refuses(registrar, address(attestations), revoke);
        bool known = registrar == REGISTRAR || registrar == SECOND_REGISTRAR;
        require(known || !attestations.accreditationOf(registrar, kind).granted, "accredited");
    }

    function testFuzz_anAccreditationCarriesWhatIsAttestedUnderIt(uint40 until, uint40 end, uint40 moment) external {
        vm.warp(1_800_000_000);
        bytes memory accredit = abi.encodeCall(attestations.accredit, (REGISTRAR, "iso9001", until));
        if (until != 0 && until <= block.timestamp) {
            _refuses(address(this), address(attestations), accredit, IPartyAttestations.InvalidAttestation.selector);
            return;
        }
        _allows(address(this), address(attestations), accredit);
        Accreditation memory state = attestations.accreditationOf(REGISTRAR, CERTIFICATE);
        require(state.granted && state.until == until && state.epoch == 1, "accreditation");
        if (end != 0 && end <= block.timestamp) return;
        AttestationKey memory key = _attestDocument(MAKER, end);
        require(attestations.attestationOf(key).until == end, "attestation");
        if (moment < block.timestamp) return;
        vm.warp(moment);
        bool expected = (until == 0 || moment < until) && (end == 0 || moment < end);
        require(attestations.isValid(key) == expected, "validity");
        attestations.withdrawAccreditation(REGISTRAR, CERTIFICATE, "");
        require(!attestations.isValid(key), "outlived the accreditation");
        require(!attestations.accreditationOf(REGISTRAR, CERTIFICATE).granted, "not withdrawn");
    }

    function _checkOneBearer(address[2] memory registrars, address[2] memory bearers) private view {
        uint256 valid = 0;
        for (uint256 i = 0; i < 4; ++i) {
            if (!attestations.isValid(_leiOf(registrars[i & 1], bearers[i >> 1]))) continue;
            ++valid;
            require(_bearer() == bearers[i >> 1], "another party is named");
        }
        require(valid <= 1, "two valid attestations");
        require(valid == 1 || _bearer() == address(0), "a party without a valid attestation");
    }

    function _leiCall(address registrar, address party, uint40 until) private view returns (bytes memory) {
        return abi.encodeCall(attestations.attestLegalId, (registrar, party, LEI, until, ""));
    }

    function _revoke(address registrar, AttestationKey memory key) private {
        vm.prank(registrar);
        attestations.revokeAttestation(key, "in error");
    }
}
