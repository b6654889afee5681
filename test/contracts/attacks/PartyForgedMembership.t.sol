// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AttestationKey} from "../../../contracts/identity/IPartyAttestations.sol";
import {IPartyRecovery} from "../../../contracts/identity/IPartyRecovery.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyRelations} from "../../../contracts/identity/IPartyRelations.sol";
import {ISignedCalls} from "../../../contracts/access/ISignedCalls.sol";
import {Impostor} from "../fixtures/Hostile.sol";
import {PartyFixture} from "../fixtures/PartyFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 5, for parties: a contract that answers like a party, a registrar or a signer is taken for one.
contract PartyForgedMembershipAttackTest is PartyFixture {
    address private impostor;

    function setUp() public override {
        super.setUp();
        impostor = address(new Impostor());
    }

    function test_anImpostorIsNoRegistrarAndNotAttested() external {
        bytes4 notAParty = IPartyRegistry.NotAParty.selector;
        bytes memory call = abi.encodeCall(attestations.attestLegalId, (impostor, MAKER, LEI, 0, ""));
        _refuses(impostor, address(attestations), call, notAParty);
        call = abi.encodeCall(attestations.attestLegalId, (REGISTRAR, impostor, LEI, 0, ""));
        _refuses(REGISTRAR, address(attestations), call, notAParty);
        call = abi.encodeCall(attestations.accredit, (impostor, "lei:", 0));
        _refuses(address(this), address(attestations), call, notAParty);
    }

    function test_anAttestationOfOneRegistrarIsNotAnothers() external {
        AttestationKey memory key = _attestLei(REGISTRAR, MAKER, 0);
        key.registrar = SECOND_REGISTRAR;
        require(!attestations.isValid(key), "another registrar's");
        key.registrar = REGISTRAR;
        key.party = BUYER;
        require(!attestations.isValid(key), "another party's");
        key.party = MAKER;
        key.kind = CERTIFICATE;
        require(!attestations.isValid(key), "another kind");
    }

    function test_anImpostorBelongsToNobodyAndHasNoMembers() external {
        bytes4 invalid = IPartyRelations.InvalidRelation.selector;
        bytes memory call = abi.encodeCall(relations.agree, (_membership(MAKER, impostor)));
        _refuses(MAKER, address(relations), call, invalid);
        call = abi.encodeCall(relations.agree, (_membership(impostor, MACHINE)));
        _refuses(MACHINE, address(relations), call, invalid);
        call = abi.encodeCall(relations.agree, (_describes(MACHINE, uint160(impostor))));
        _refuses(MACHINE, address(relations), call, invalid);
    }

    function test_nobodyJoinsAnOrganisationByItsOwnWord() external {
        _agree(MACHINE, _membership(MAKER, MACHINE));
        (address organisation, , ) = relations.organisationOf(MACHINE);
        require(organisation == address(0), "a member without the organisation's word");
    }

    function test_anImpostorDoesNotActForAGuardian() external {
        vm.prank(MAKER);
        parties.nameGuardians(MAKER, _guardians(ROOT, BUYER, PARTNER), 1, 1 days);
        bytes memory call = abi.encodeCall(parties.approveRecovery, (MAKER, ROOT, impostor));
        _refuses(impostor, address(parties), call, IPartyRegistry.NotController.selector);
        call = abi.encodeCall(parties.approveRecovery, (MAKER, impostor, impostor));
        _refuses(impostor, address(parties), call, IPartyRecovery.NotGuardian.selector);
    }

    /// @dev The impostor's answer to `isValidSignature` is not the word that ERC-1271 asks for.
    function test_anImpostorsSignatureIsNone() external {
        bytes memory inner = abi.encodeCall(parties.changeOwner, (impostor, STRANGER));
        bytes memory call = abi.encodeCall(
            parties.callWithSignature,
            (address(parties), impostor, inner, block.timestamp, "")
        );
        _refuses(STRANGER, address(parties), call, ISignedCalls.InvalidCallSignature.selector);
    }
}
