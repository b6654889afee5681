// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ISignedCalls} from "../../../contracts/access/ISignedCalls.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {AttestationKey} from "../../../contracts/identity/IPartyAttestations.sol";
import {IPartyRegistry, PartyKind} from "../../../contracts/identity/IPartyRegistry.sol";
import {PartyRegistry} from "../../../contracts/identity/PartyRegistry.sol";
import {RelationKey} from "../../../contracts/identity/IPartyRelations.sol";
import {Multisig} from "../fixtures/Multisig.sol";
import {PartyFixture} from "../fixtures/PartyFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack classes 10 and 12, for calls by signature: replayed, malleated, withheld, outdated or misdirected ones, and
/// senders that pretend to be signers.
contract SignedCallFaultsAttackTest is PartyFixture {
    uint256 private constant KEY = 0xB0;
    uint256 private constant OTHER_KEY = 0xB1;
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    bytes4 private constant INVALID = ISignedCalls.InvalidCallSignature.selector;

    address private immutable SIGNER = vm.addr(KEY);
    address private immutable OTHER = vm.addr(OTHER_KEY);
    uint256 private immutable DEADLINE = block.timestamp + 1 days;

    Multisig private multisig;

    function setUp() public override {
        super.setUp();
        multisig = new Multisig(SIGNER, OTHER);
    }

    function test_aSignedCallWorksOnceForWhoeverSubmitsIt() external {
        bytes memory call = _signed(_register(SIGNER));
        _allows(STRANGER, address(parties), call);
        require(parties.partyOf(SIGNER).kind == PartyKind.Machine, "not registered");
        _refuses(STRANGER, address(parties), call, INVALID);
        call = _signed(abi.encodeCall(parties.changeOwner, (SIGNER, OTHER)));
        _allows(STRANGER, address(parties), call);
        require(parties.identityOwner(SIGNER) == OTHER, "not handed over");
        _refuses(STRANGER, address(parties), call, INVALID);
    }

    function test_aMultisigIsPartyControllerRegistrarAndMemberBySignature() external {
        address account = address(multisig);
        _allows(STRANGER, address(parties), _multisigned(address(parties), _register(account)));
        attestations.accredit(account, "lei:", 0);
        bytes memory attest = abi.encodeCall(attestations.attestLegalId, (account, MAKER, LEI, 0, ""));
        _allows(STRANGER, address(parties), _multisigned(address(attestations), attest));
        require(attestations.isValid(_leiOf(account, MAKER)), "not attested");
        RelationKey memory key = _membership(MAKER, account);
        _agree(MAKER, key);
        bytes memory agree = abi.encodeCall(relations.agree, (key));
        _allows(STRANGER, address(parties), _multisigned(address(relations), agree));
        require(_holds(key), "no member");

        // And controller of another party's identity.
        _rotate(PARTNER, PARTNER, account);
        bytes memory service = abi.encodeCall(parties.setAttribute, (PARTNER, "did/svc/Hub", "https://a.example", 60));
        _allows(STRANGER, address(parties), _multisigned(address(parties), service));
        bytes memory name = abi.encodeCall(parties.nameGuardians, (PARTNER, _guardians(ROOT, MAKER, BUYER), 2, 1 days));
        _allows(STRANGER, address(parties), _multisigned(address(parties), name));
        bytes memory back = abi.encodeCall(parties.changeOwner, (PARTNER, PARTNER));
        _allows(STRANGER, address(parties), _multisigned(address(parties), back));
        require(parties.identityOwner(PARTNER) == PARTNER, "not handed back");
    }

    function test_halfAMultisigSignsNothing() external {
        bytes memory inner = _register(address(multisig));
        bytes32 digest = _digest(address(parties), address(multisig), inner, DEADLINE);
        bytes memory half = _signature(KEY, digest);
        _refusesSigned(address(multisig), inner, half);
        _refusesSigned(address(multisig), inner, bytes.concat(half, half));
    }

    function test_anotherAccountOfTheSameOwnersIsNotSignedFor() external {
        Multisig twin = new Multisig(SIGNER, OTHER);
        bytes memory inner = abi.encodeCall(parties.changeOwner, (MAKER, STRANGER));
        _rotate(MAKER, MAKER, address(multisig));
        bytes32 digest = _digest(address(parties), address(twin), inner, DEADLINE);
        bytes memory both = bytes.concat(_signature(KEY, digest), _signature(OTHER_KEY, digest));
        _refusesSigned(address(multisig), inner, both);
    }

    function testFuzz_theDeadlineIncludesItsSecond(uint32 ahead) external {
        uint256 deadline = block.timestamp + ahead;
        bytes memory inner = _register(SIGNER);
        bytes memory signature = _signature(KEY, _digest(address(parties), SIGNER, inner, deadline));
        bytes memory call = abi.encodeCall(
            parties.callWithSignature,
            (address(parties), SIGNER, inner, deadline, signature)
        );
        vm.warp(deadline + 1);
        _refuses(STRANGER, address(parties), call, ISignedCalls.SignatureExpired.selector);
        bytes memory later = abi.encodeCall(
            parties.callWithSignature,
            (address(parties), SIGNER, inner, deadline + 9, signature)
        );
        _refuses(STRANGER, address(parties), later, INVALID);
        vm.warp(deadline);
        _allows(STRANGER, address(parties), call);
    }

    function test_aSignatureIsOfNoUseInAnotherContractDeploymentOrChain() external {
        bytes memory call = _signed(_register(SIGNER));
        PartyRegistry other = PartyRegistry(_behindProxy(_implementation()));
        _refuses(STRANGER, address(other), call, INVALID);
        bytes memory signature = _signature(KEY, _digest(address(parties), SIGNER, _register(SIGNER), DEADLINE));
        _refuses(STRANGER, address(parties), _submitted(address(other), signature), INVALID);
        _refuses(STRANGER, address(parties), _submitted(address(relations), signature), INVALID);
        uint256 home = block.chainid;
        vm.chainId(home + 1);
        _refuses(STRANGER, address(parties), call, INVALID);
        vm.chainId(home);
        parties.upgradeToAndCall(_implementation(), "");
        _allows(STRANGER, address(parties), call);
        parties.upgradeToAndCall(_implementation(), "");
        _refuses(STRANGER, address(parties), call, INVALID);
    }

    function test_malleatedOddAndEmptySignaturesAreRefused() external {
        bytes memory inner = _register(SIGNER);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, _digest(address(parties), SIGNER, inner, DEADLINE));
        bytes32 high = bytes32(CURVE_ORDER - uint256(s));
        _refusesSigned(SIGNER, inner, abi.encodePacked(r, high, v == 27 ? uint8(28) : uint8(27)));
        _refusesSigned(SIGNER, inner, abi.encodePacked(r, s, v - 27));
        _refusesSigned(SIGNER, inner, abi.encodePacked(r, s));
        _refusesSigned(SIGNER, inner, "");
        _refusesSigned(address(0), inner, abi.encodePacked(bytes32(0), bytes32(0), uint8(27)));
    }

    function testFuzz_nothingElseIsSignedFor(address signer, bytes calldata garbage) external {
        if (signer == SIGNER || signer.code.length != 0) return;
        bytes memory inner = _register(signer);
        bytes memory foreign = _signature(KEY, _digest(address(parties), signer, inner, DEADLINE));
        _refusesSigned(signer, inner, foreign);
        _refusesSigned(signer, inner, garbage);
    }

    function test_aWithheldSignatureIsVoidOnceTheSignerSaysSo() external {
        bytes memory call = _signed(_register(SIGNER));
        vm.prank(SIGNER);
        parties.invalidateNonce();
        _refuses(STRANGER, address(parties), call, INVALID);
    }

    function test_aWithheldSignatureIsVoidOnceControlMovedAlsoIfItComesBack() external {
        bytes memory call = _signed(abi.encodeCall(parties.changeOwner, (SIGNER, STRANGER)));
        bytes memory standard = _changeOwnerSigned(STRANGER);
        _rotate(SIGNER, SIGNER, OTHER);
        _rotate(SIGNER, OTHER, SIGNER);
        _refuses(STRANGER, address(parties), call, INVALID);
        _refuses(STRANGER, address(parties), standard, IPartyRegistry.InvalidSignature.selector);
        require(parties.identityOwner(SIGNER) == SIGNER, "taken over");
    }

    function test_aWithheldSignatureIsVoidOnceControlWasRecovered() external {
        _allows(STRANGER, address(parties), _signed(_register(SIGNER)));
        _nameGuardians(SIGNER);
        bytes memory call = _signed(abi.encodeCall(parties.changeOwner, (SIGNER, STRANGER)));
        _approve(ROOT, SIGNER, OTHER);
        _approve(BUYER, SIGNER, OTHER);
        vm.warp(block.timestamp + 1 days);
        require(_executes(SIGNER, OTHER), "not recovered");
        _rotate(SIGNER, OTHER, SIGNER);
        _refuses(STRANGER, address(parties), call, INVALID);
    }

    function test_bothFormsOfSignatureShareOneNonce() external {
        bytes memory standard = _changeOwnerSigned(STRANGER);
        _allows(STRANGER, address(parties), _signed(_register(SIGNER)));
        _refuses(STRANGER, address(parties), standard, IPartyRegistry.InvalidSignature.selector);
    }

    function test_aCallThatFailsFailsWithItsOwnErrorAndIsNotSpent() external {
        bytes memory call = _signed(abi.encodeCall(parties.nameGuardians, (SIGNER, new address[](0), 0, 0)));
        _refuses(STRANGER, address(parties), call, IPartyRegistry.NotAParty.selector);
        vm.prank(SIGNER);
        parties.register(SIGNER, _profile(PartyKind.Machine));
        _allows(STRANGER, address(parties), call);
    }

    function test_theSignerNotTheSubmitterActs() external {
        bytes memory inner = abi.encodeCall(parties.changeOwner, (STRANGER, SIGNER));
        _refuses(STRANGER, address(parties), _signed(inner), IPartyRegistry.NotController.selector);
    }

    function test_aSubmittersRolesAreNotLentToTheSigner() external {
        bytes memory upgrade = abi.encodeCall(parties.upgradeToAndCall, (_implementation(), ""));
        bytes4 unauthorized = IAccessManaged.AccessManagedUnauthorized.selector;
        _refuses(address(this), address(parties), _signed(upgrade), unauthorized);
        manager.grantRole(Roles.UPGRADER, SIGNER, 0);
        _allows(STRANGER, address(parties), _signed(upgrade));
    }

    function test_aSignersDelayIsKept() external {
        manager.grantRole(Roles.UPGRADER, SIGNER, 2 days);
        bytes memory upgrade = abi.encodeCall(parties.upgradeToAndCall, (_implementation(), ""));
        _refuses(STRANGER, address(parties), _signedUntil(upgrade, block.timestamp + 9 days));
        vm.prank(SIGNER);
        manager.schedule(address(parties), upgrade, 0);
        _refuses(STRANGER, address(parties), _signedUntil(upgrade, block.timestamp + 9 days));
        vm.warp(block.timestamp + 2 days);
        _allows(STRANGER, address(parties), _signedUntil(upgrade, block.timestamp + 9 days));
    }

    function testFuzz_anAddressBehindTheDataMakesNobodyASigner(address victim) external {
        if (victim == STRANGER || victim == SIGNER) return;
        bytes memory inner = abi.encodePacked(abi.encodeCall(parties.changeOwner, (victim, STRANGER)), victim);
        _refuses(STRANGER, address(parties), inner, IPartyRegistry.NotController.selector);
        _refuses(SIGNER, address(parties), inner, IPartyRegistry.NotController.selector);
    }

    function test_aSignedCallWithinASignedCallIsTheInnerSigners() external {
        bytes memory theirs = abi.encodePacked(abi.encodeCall(parties.changeOwner, (MAKER, STRANGER)), MAKER);
        bytes memory nested = _signed(theirs);
        _refuses(STRANGER, address(parties), _signed(theirs), IPartyRegistry.NotController.selector);
        bytes memory outer = _signedBy(OTHER, OTHER_KEY, nested);
        _refuses(STRANGER, address(parties), outer, IPartyRegistry.NotController.selector);
        bytes memory honest = _signedBy(OTHER, OTHER_KEY, _signed(_register(SIGNER)));
        _allows(STRANGER, address(parties), honest);
        require(parties.partyOf(SIGNER).kind == PartyKind.Machine, "not the inner signer's");
    }

    function test_whatIsShorterThanASelectorIsNoCall() external {
        _refuses(STRANGER, address(parties), _signed(""), ISignedCalls.InvalidCall.selector);
        _refuses(STRANGER, address(parties), _signed(hex"010203"), ISignedCalls.InvalidCall.selector);
    }

    function test_revokingByTheDigestLeavesNoOtherSignatureOfTheSameStatement() external {
        AttestationKey memory key = _attestLei(REGISTRAR, MAKER, 0);
        vm.prank(REGISTRAR);
        attestations.revokeAttestation(key, "");
        require(!attestations.isValid(key), "another copy is valid");
    }

    function _register(address identity) private view returns (bytes memory) {
        return abi.encodeCall(parties.register, (identity, _profile(PartyKind.Machine)));
    }

    function _signed(bytes memory inner) private view returns (bytes memory) {
        return _signedBy(SIGNER, KEY, inner);
    }

    function _signedUntil(bytes memory inner, uint256 deadline) private view returns (bytes memory) {
        bytes memory signature = _signature(KEY, _digest(address(parties), SIGNER, inner, deadline));
        return abi.encodeCall(parties.callWithSignature, (address(parties), SIGNER, inner, deadline, signature));
    }

    function _signedBy(address signer, uint256 key, bytes memory inner) private view returns (bytes memory) {
        bytes memory signature = _signature(key, _digest(address(parties), signer, inner, DEADLINE));
        return abi.encodeCall(parties.callWithSignature, (address(parties), signer, inner, DEADLINE, signature));
    }

    function _multisigned(address target, bytes memory inner) private view returns (bytes memory) {
        bytes32 digest = _digest(target, address(multisig), inner, DEADLINE);
        bytes memory both = bytes.concat(_signature(KEY, digest), _signature(OTHER_KEY, digest));
        return abi.encodeCall(ISignedCalls.callWithSignature, (target, address(multisig), inner, DEADLINE, both));
    }

    function _submitted(address target, bytes memory signature) private view returns (bytes memory) {
        return abi.encodeCall(parties.callWithSignature, (target, SIGNER, _register(SIGNER), DEADLINE, signature));
    }

    function _refusesSigned(address signer, bytes memory inner, bytes memory signature) private {
        bytes memory call = abi.encodeCall(
            parties.callWithSignature,
            (address(parties), signer, inner, DEADLINE, signature)
        );
        _refuses(STRANGER, address(parties), call, INVALID);
    }

    function _changeOwnerSigned(address newOwner) private view returns (bytes memory) {
        bytes32 digest = keccak256(
            abi.encodePacked(
                bytes2(0x1900),
                address(parties),
                parties.nonce(SIGNER),
                SIGNER,
                abi.encodePacked("changeOwner", newOwner)
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, digest);
        return abi.encodeCall(parties.changeOwnerSigned, (SIGNER, v, r, s, newOwner));
    }

    /// @dev The digest as EIP-712 wallets build it from `eip712Domain` (ERC-5267).
    function _digest(
        address target,
        address signer,
        bytes memory inner,
        uint256 deadline
    ) private view returns (bytes32) {
        (, string memory name, string memory version, uint256 chainId, address verifier, , ) = parties.eip712Domain();
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                chainId,
                verifier
            )
        );
        bytes32 content = keccak256(
            abi.encode(
                keccak256("Call(address target,address signer,bytes call,uint256 nonce,uint256 deadline)"),
                target,
                signer,
                keccak256(inner),
                parties.nonce(signer),
                deadline
            )
        );
        return keccak256(abi.encodePacked(bytes2(0x1901), domain, content));
    }

    function _signature(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _implementation() private returns (address) {
        return _create("PartyRegistry", abi.encode(address(supervision)));
    }
}
