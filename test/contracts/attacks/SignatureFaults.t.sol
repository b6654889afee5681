// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {PartyRegistry} from "../../../contracts/identity/PartyRegistry.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 10: signatures replayed, malleated, or counted by the wrong nonce.
contract SignatureFaultsAttackTest is LedgerFixture {
    uint256 private constant KEY = 0xB0;
    uint256 private constant OTHER_KEY = 0xB1;
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    bytes4 private constant INVALID = IPartyRegistry.InvalidSignature.selector;

    address private immutable IDENTITY = vm.addr(KEY);
    address private immutable OTHER = vm.addr(OTHER_KEY);

    struct Signature {
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    function test_eachSignedCallWorksOnce() external {
        bytes memory value = "https://example.com";
        bytes[5] memory calls;
        Signature memory by = _sign(KEY, abi.encodePacked("setAttribute", bytes32("did/svc"), value, uint256(60)));
        calls[0] = abi.encodeCall(parties.setAttributeSigned, (IDENTITY, by.v, by.r, by.s, "did/svc", value, 60));
        _worksOnce(calls[0]);
        by = _sign(KEY, abi.encodePacked("revokeAttribute", bytes32("did/svc"), value));
        calls[1] = abi.encodeCall(parties.revokeAttributeSigned, (IDENTITY, by.v, by.r, by.s, "did/svc", value));
        _worksOnce(calls[1]);
        by = _sign(KEY, abi.encodePacked("addDelegate", bytes32("veriKey"), OTHER, uint256(60)));
        calls[2] = abi.encodeCall(parties.addDelegateSigned, (IDENTITY, by.v, by.r, by.s, "veriKey", OTHER, 60));
        _worksOnce(calls[2]);
        by = _sign(KEY, abi.encodePacked("revokeDelegate", bytes32("veriKey"), OTHER));
        calls[3] = abi.encodeCall(parties.revokeDelegateSigned, (IDENTITY, by.v, by.r, by.s, "veriKey", OTHER));
        _worksOnce(calls[3]);
        by = _sign(KEY, abi.encodePacked("changeOwner", OTHER));
        calls[4] = abi.encodeCall(parties.changeOwnerSigned, (IDENTITY, by.v, by.r, by.s, OTHER));
        _worksOnce(calls[4]);

        for (uint256 i = 0; i < calls.length; ++i) _refuses(STRANGER, address(parties), calls[i], INVALID);
    }

    function test_aSignatureIsOfNoUseInAnotherDeployment() external {
        PartyRegistry other = PartyRegistry(_behindProxy(_create("PartyRegistry", abi.encode(address(supervision)))));
        bytes memory call = _changeOwner(_sign(KEY, abi.encodePacked("changeOwner", OTHER)));
        _refuses(STRANGER, address(other), call, INVALID);
        require(other.nonce(IDENTITY) != parties.nonce(IDENTITY), "same nonce in two deployments");
    }

    function test_aSignatureIsOfNoUseOnAnotherChain() external {
        bytes memory call = _changeOwner(_sign(KEY, abi.encodePacked("changeOwner", OTHER)));
        uint256 home = block.chainid;
        vm.chainId(home + 1);
        _refuses(STRANGER, address(parties), call, INVALID);
        vm.chainId(home);
        _allows(STRANGER, address(parties), call);
    }

    function test_aMalleatedSignatureIsRefused() external {
        Signature memory by = _sign(KEY, abi.encodePacked("changeOwner", OTHER));
        by.s = bytes32(CURVE_ORDER - uint256(by.s));
        by.v = by.v == 27 ? 28 : 27;
        _refuses(STRANGER, address(parties), _changeOwner(by), INVALID);
    }

    function testFuzz_oddRecoveryValuesAreRefused(uint8 v) external {
        Signature memory by = _sign(KEY, abi.encodePacked("changeOwner", OTHER));
        if (v == by.v) return;
        by.v = v;
        _refuses(STRANGER, address(parties), _changeOwner(by), INVALID);
    }

    function testFuzz_garbageIsRefusedForLivingAndDeactivatedIdentities(uint8 v, bytes32 r, bytes32 s) external {
        Signature memory garbage = Signature(v, r, s);
        _refuses(STRANGER, address(parties), _changeOwner(garbage), INVALID);
        _rotate(IDENTITY, IDENTITY, address(0));
        _refuses(STRANGER, address(parties), _changeOwner(garbage), INVALID);
    }

    function test_theNonceIsTheControllersNotTheIdentitys() external {
        _rotate(IDENTITY, IDENTITY, OTHER);
        uint256 before = parties.nonce(OTHER);
        Signature memory by = _signFor(OTHER, OTHER_KEY, abi.encodePacked("changeOwner", IDENTITY));
        bytes memory back = abi.encodeCall(parties.changeOwnerSigned, (IDENTITY, by.v, by.r, by.s, IDENTITY));
        _allows(STRANGER, address(parties), back);
        require(parties.nonce(OTHER) == before + 1, "controller's nonce");
        // After control came back, the signature of the time before is spent.
        _rotate(IDENTITY, IDENTITY, OTHER);
        _refuses(STRANGER, address(parties), back, INVALID);
    }

    function test_aRotatedKeySignsForNobody() external {
        _rotate(IDENTITY, IDENTITY, OTHER);
        Signature memory old = _signFor(OTHER, KEY, abi.encodePacked("changeOwner", STRANGER));
        bytes memory call = abi.encodeCall(parties.changeOwnerSigned, (IDENTITY, old.v, old.r, old.s, STRANGER));
        _refuses(STRANGER, address(parties), call, INVALID);
    }

    function test_aSignatureForOneIdentityIsOfNoUseForAnother() external {
        address second = vm.addr(0xB2);
        _rotate(second, second, IDENTITY);
        Signature memory by = _sign(KEY, abi.encodePacked("changeOwner", OTHER));
        bytes memory call = abi.encodeCall(parties.changeOwnerSigned, (second, by.v, by.r, by.s, OTHER));
        _refuses(STRANGER, address(parties), call, INVALID);
    }

    function test_anUpgradeDoesNotBringOldNoncesBack() external {
        bytes memory call = _changeOwner(_sign(KEY, abi.encodePacked("changeOwner", OTHER)));
        _allows(STRANGER, address(parties), call);
        _rotate(IDENTITY, OTHER, IDENTITY);
        parties.upgradeToAndCall(_create("PartyRegistry", abi.encode(address(supervision))), "");
        _refuses(STRANGER, address(parties), call, INVALID);
    }

    /// @dev Whatever was signed, it says this and nothing else, once.
    function testFuzz_aSignedCallSaysWhatWasSigned(
        uint8 pick,
        bytes32 kind,
        bytes memory value,
        uint32 validity,
        bytes32 change
    ) external {
        if (change == 0) return;
        (bytes memory call, bytes memory altered) = _signed(pick % 4, kind, value, validity, kind ^ change);
        uint256 before = parties.nonce(IDENTITY);
        _refuses(STRANGER, address(parties), altered, INVALID);
        require(parties.changed(IDENTITY) == 0 && parties.nonce(IDENTITY) == before, "written");
        _worksOnce(call);
        require(parties.changed(IDENTITY) == block.number && parties.nonce(IDENTITY) == before + 1, "not written");
        bool isDelegate = parties.validDelegate(IDENTITY, kind, OTHER);
        require(isDelegate == (pick % 4 == 0 && validity != 0), "delegate");
    }

    /// @dev A call with its signature, and one that says something else with the same.
    function _signed(
        uint8 pick,
        bytes32 kind,
        bytes memory value,
        uint256 validity,
        bytes32 other
    ) private view returns (bytes memory, bytes memory) {
        Signature memory by;
        if (pick == 0) {
            by = _sign(KEY, abi.encodePacked("addDelegate", kind, OTHER, validity));
            return (
                abi.encodeCall(parties.addDelegateSigned, (IDENTITY, by.v, by.r, by.s, kind, OTHER, validity)),
                abi.encodeCall(parties.addDelegateSigned, (IDENTITY, by.v, by.r, by.s, other, OTHER, validity))
            );
        }
        if (pick == 1) {
            by = _sign(KEY, abi.encodePacked("revokeDelegate", kind, OTHER));
            return (
                abi.encodeCall(parties.revokeDelegateSigned, (IDENTITY, by.v, by.r, by.s, kind, OTHER)),
                abi.encodeCall(parties.revokeDelegateSigned, (IDENTITY, by.v, by.r, by.s, other, OTHER))
            );
        }
        if (pick == 2) {
            by = _sign(KEY, abi.encodePacked("setAttribute", kind, value, validity));
            return (
                abi.encodeCall(parties.setAttributeSigned, (IDENTITY, by.v, by.r, by.s, kind, value, validity)),
                abi.encodeCall(parties.setAttributeSigned, (IDENTITY, by.v, by.r, by.s, other, value, validity))
            );
        }
        by = _sign(KEY, abi.encodePacked("revokeAttribute", kind, value));
        return (
            abi.encodeCall(parties.revokeAttributeSigned, (IDENTITY, by.v, by.r, by.s, kind, value)),
            abi.encodeCall(parties.revokeAttributeSigned, (IDENTITY, by.v, by.r, by.s, other, value))
        );
    }

    function _worksOnce(bytes memory call) private {
        _allows(STRANGER, address(parties), call);
        _refuses(STRANGER, address(parties), call, INVALID);
    }

    function _changeOwner(Signature memory by) private view returns (bytes memory) {
        return abi.encodeCall(parties.changeOwnerSigned, (IDENTITY, by.v, by.r, by.s, OTHER));
    }

    function _sign(uint256 key, bytes memory action) private view returns (Signature memory) {
        return _signFor(IDENTITY, key, action);
    }

    /// @dev The digest as ERC-1056 clients build it.
    function _signFor(address signer, uint256 key, bytes memory action) private view returns (Signature memory) {
        bytes32 digest = keccak256(
            abi.encodePacked(bytes2(0x1900), address(parties), parties.nonce(signer), IDENTITY, action)
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return Signature(v, r, s);
    }
}
