// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {HotRoles} from "../../../contracts/access/HotRoles.sol";
import {ISignedCalls} from "../../../contracts/access/ISignedCalls.sol";
import {RecordName} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {PartyRegistry} from "../../../contracts/identity/PartyRegistry.sol";
import {TwinKind} from "../../../contracts/twins/TwinTypes.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";
import {SignedCallerHarness} from "../fixtures/Harnesses.sol";

/// @notice What an owner can do by itself, it can do by signature, in every registry; and nobody can do it by pretending to
/// have a signature.
contract SignedCallerTest is LedgerFixture {
    uint256 private constant KEY = 0xB0;
    uint256 private constant DEADLINE = 10_000_000_000;

    address private immutable SIGNER = vm.addr(KEY);

    function setUp() public override {
        super.setUp();
        _registerParty(SIGNER);
    }

    function test_aTokenIsMovedApprovedAndGivenRolesBySignature() external {
        uint256 twin = _mintTwin(SIGNER, keccak256("content"));
        _submit(address(twins), abi.encodeCall(IPartyToken.setRoles, (twin, PARTNER, HotRoles.STEWARD)));
        require(twins.mayAct(twin, PARTNER, HotRoles.STEWARD), "no role");
        _submit(address(twins), abi.encodeCall(IERC721.approve, (PARTNER, twin)));
        require(twins.getApproved(twin) == PARTNER, "not approved");
        _submit(address(twins), _transfer(SIGNER, BUYER, twin));
        require(twins.ownerOf(twin) == BUYER, "not moved");
    }

    function test_aTwinIsCommittedToAndMintedBySignature() external {
        bytes32 digest = keccak256("content");
        _submit(address(twins), abi.encodeCall(twins.commitContents, (SIGNER, twins.contentLeaf(SIGNER, digest, 0))));
        vm.roll(block.number + 1);
        _submit(address(twins), _mintCall(SIGNER, BUYER, TwinKind.Type, _content(digest)));
        require(twins.balanceOf(BUYER) == 1, "not minted");
    }

    function test_aPrefixIsDelegatedAndAnIdentifierRegisteredBySignature() external {
        _delegate(ROOT, 0, "77", SIGNER);
        _submit(address(namespaces), abi.encodeCall(namespaces.delegate, (GS1, 2, "7711", SIGNER)));
        (address holder, , ) = namespaces.holdingOf(_namespaceToken("7711"));
        require(holder == SIGNER, "not delegated");
        RecordName memory name = _name("01/07711000000004");
        _submit(address(identifiers), abi.encodeCall(identifiers.register, (name, 4, _noContent(), SIGNER)));
        _submit(address(identifiers), abi.encodeCall(identifiers.retire, (name, "")));
        require(!identifiers.isLive(name), "not retired");
    }

    function test_aRightIsGrantedAndRevokedBySignature() external {
        uint256 twin = _mintTwin(SIGNER, keccak256("content"));
        _submit(address(rights), abi.encodeCall(rights.grant, (_key(twin, 0), _terms(0, 0, 1))));
        require(rights.isAllowed(_key(twin, 0), 1), "not granted");
        _submit(address(rights), abi.encodeCall(rights.revoke, (_key(twin, 0), "")));
        require(!rights.isAllowed(_key(twin, 0), 1), "not revoked");
    }

    function testFuzz_anAddressBehindTheDataMakesNobodyASigner(address caller, address victim) external {
        if (caller == address(parties) || caller == victim || caller == MAKER) return;
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        _refuses(caller, address(twins), abi.encodePacked(_transfer(MAKER, caller, twin), MAKER));
        bytes memory delegate = abi.encodeCall(namespaces.delegate, (GS1, 0, "77", MAKER));
        if (caller != ROOT) _refuses(caller, address(namespaces), abi.encodePacked(delegate, ROOT));
        bytes memory grant = abi.encodeCall(rights.grant, (_key(twin, 0), _terms(0, 0, 1)));
        _refuses(caller, address(rights), abi.encodePacked(grant, MAKER));
    }

    function test_aSignatureForOneRegistryIsNoneForAnother() external {
        uint256 twin = _mintTwin(SIGNER, keccak256("content"));
        bytes memory move = _transfer(SIGNER, BUYER, twin);
        bytes memory signature = _sign(address(namespaces), move);
        bytes memory call = abi.encodeCall(
            parties.callWithSignature,
            (address(twins), SIGNER, move, DEADLINE, signature)
        );
        _refuses(STRANGER, address(parties), call, ISignedCalls.InvalidCallSignature.selector);
    }

    function test_anotherRegistryOfPartiesIsNotBelieved() external {
        uint256 twin = _mintTwin(SIGNER, keccak256("content"));
        PartyRegistry lookalike = PartyRegistry(_behindProxy(_create("PartyRegistry", abi.encode(address(this)))));
        bytes memory move = _transfer(SIGNER, BUYER, twin);
        bytes memory signature = _signFor(lookalike, address(twins), move);
        bytes memory call = abi.encodeCall(
            lookalike.callWithSignature,
            (address(twins), SIGNER, move, DEADLINE, signature)
        );
        _refuses(STRANGER, address(lookalike), call, IPartyToken.NotHolder.selector);
    }

    function test_theRegistryOfPartiesHasNoPowerOfItsOwn() external {
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        bytes memory freeze = abi.encodeCall(twins.setFrozen, (bytes32(twin), true));
        bytes memory call = abi.encodeCall(
            parties.callWithSignature,
            (address(twins), SIGNER, freeze, DEADLINE, _sign(address(twins), freeze))
        );
        _refuses(STRANGER, address(parties), call);
        bytes memory pause = abi.encodeCall(twins.setPaused, (true));
        call = abi.encodeCall(
            parties.callWithSignature,
            (address(twins), SIGNER, pause, DEADLINE, _sign(address(twins), pause))
        );
        _refuses(STRANGER, address(parties), call);
    }

    function test_aSignedCallThatFailsFailsWithTheRegistrysOwnError() external {
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        bytes memory move = _transfer(MAKER, SIGNER, twin);
        bytes memory call = abi.encodeCall(
            parties.callWithSignature,
            (address(twins), SIGNER, move, DEADLINE, _sign(address(twins), move))
        );
        _refuses(STRANGER, address(parties), call, IPartyToken.NotHolder.selector);
    }

    function test_aFrozenOrRotatedSignerSignsInVain() external {
        uint256 twin = _mintTwin(SIGNER, keccak256("content"));
        bytes memory move = _transfer(SIGNER, BUYER, twin);
        bytes memory call = abi.encodeCall(
            parties.callWithSignature,
            (address(twins), SIGNER, move, DEADLINE, _sign(address(twins), move))
        );
        vm.prank(address(supervision));
        parties.setFrozen(bytes32(uint256(uint160(SIGNER))), true);
        _refuses(STRANGER, address(parties), call, IPartyRegistry.PartyIsFrozen.selector);
        vm.prank(address(supervision));
        parties.setFrozen(bytes32(uint256(uint160(SIGNER))), false);
        _rotate(SIGNER, SIGNER, PARTNER);
        _refuses(STRANGER, address(parties), call, ISignedCalls.InvalidCallSignature.selector);
        _rotate(SIGNER, PARTNER, SIGNER);
        _refuses(STRANGER, address(parties), call, ISignedCalls.InvalidCallSignature.selector);
    }

    /// @dev Of a signed call, signer and data add up to all that came; any other call is its sender's, whatever stands behind.
    function testFuzz_theSignerIsNoPartOfTheData(address sender, address signer, bytes calldata data) external {
        SignedCallerHarness harness = new SignedCallerHarness(address(parties));
        bytes memory sent = abi.encodePacked(bytes4(0xffffffff), data, signer);
        vm.prank(address(parties));
        (bool done, bytes memory answer) = address(harness).call(sent);
        (address caller, bytes memory left, uint256 suffix) = _seen(answer);
        require(done && caller == signer && suffix == 20, "signer");
        require(keccak256(abi.encodePacked(left, signer)) == keccak256(sent), "data");
        if (sender == address(parties)) return;
        vm.prank(sender);
        (done, answer) = address(harness).call(sent);
        (caller, left, suffix) = _seen(answer);
        require(done && caller == sender && suffix == 0 && keccak256(left) == keccak256(sent), "sender");
    }

    function _seen(bytes memory answer) private pure returns (address, bytes memory, uint256) {
        return abi.decode(answer, (address, bytes, uint256));
    }

    function _submit(address target, bytes memory inner) private {
        bytes memory signature = _sign(target, inner);
        bytes memory call = abi.encodeCall(parties.callWithSignature, (target, SIGNER, inner, DEADLINE, signature));
        _allows(STRANGER, address(parties), call);
    }

    function _sign(address target, bytes memory inner) private view returns (bytes memory) {
        return _signFor(parties, target, inner);
    }

    function _signFor(PartyRegistry registry, address target, bytes memory inner) private view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Cadastre Parties"),
                keccak256("1"),
                block.chainid,
                address(registry)
            )
        );
        bytes32 content = keccak256(
            abi.encode(
                keccak256("Call(address target,address signer,bytes call,uint256 nonce,uint256 deadline)"),
                target,
                SIGNER,
                keccak256(inner),
                registry.nonce(SIGNER),
                DEADLINE
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, keccak256(abi.encodePacked(bytes2(0x1901), domain, content)));
        return abi.encodePacked(r, s, v);
    }

    function _transfer(address from, address to, uint256 tokenId) private pure returns (bytes memory) {
        return abi.encodeCall(IERC721.transferFrom, (from, to, tokenId));
    }
}
