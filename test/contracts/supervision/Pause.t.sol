// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IPauseGate} from "../../../contracts/access/IPauseGate.sol";
import {NewBundle} from "../../../contracts/evidence/IEvidenceRegistry.sol";
import {PrefixRule} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {PartyKind} from "../../../contracts/identity/IPartyRegistry.sol";
import {TwinKind} from "../../../contracts/twins/ITwinRegistry.sol";
import {SupervisionFixture} from "../fixtures/SupervisionFixture.sol";

/// @notice Invariant 13: a pause stops just what is written down, in its own registry.
contract PauseTest is SupervisionFixture {
    string private constant CHILD = "95060009";
    string private constant OTHER_IDENTIFIER = "01/09506000134352/21/2";

    function setUp() public override {
        super.setUp();
        _delegate(MAKER, PREFIX_LENGTH, CHILD, BUYER);
    }

    function test_aPauseStopsMintsTransfersAndContent() external {
        _pauseAll(true);
        _stopped(
            address(this),
            address(namespaces),
            abi.encodeCall(namespaces.registerScheme, ("oid", PrefixRule.Oid, ROOT))
        );
        _stopped(
            MAKER,
            address(namespaces),
            abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "95060002", MAKER))
        );
        _stopped(
            MAKER,
            address(identifiers),
            abi.encodeCall(identifiers.register, (_name(OTHER_IDENTIFIER), PREFIX_LENGTH, _noContent(), MAKER))
        );
        _stopped(
            MAKER,
            address(identifiers),
            abi.encodeCall(identifiers.updateContent, (_name(IDENTIFIER), _noContent()))
        );
        _stopped(MAKER, address(rights), abi.encodeCall(rights.grant, (_recordKey(), _terms(0, 0, 1))));
        _stopsTransfers(address(namespaces), namespaceToken);
        _stopsTransfers(address(identifiers), record);
        _stopsTransfers(address(twins), twin);
        require(!twins.canTransfer(MAKER, BUYER, twin), "ERC-7943 does not know");

        _pauseAll(false);
        _allows(MAKER, address(namespaces), abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, namespaceToken)));
        _allows(MAKER, address(rights), abi.encodeCall(rights.grant, (_recordKey(), _terms(0, 0, 1))));
    }

    function test_aPauseStopsTwins() external {
        _commit(MAKER, MAKER, keccak256("other"));
        _pauseAll(true);
        _stopped(MAKER, address(twins), _publishCall(twin, _content(keccak256("other"))));
        bytes memory mint = _mintCall(MAKER, MAKER, TwinKind.Type, _content(keccak256("other")));
        _stopped(MAKER, address(twins), mint);
    }

    function test_aPauseLeavesAllElseAlone() external {
        _pauseAll(true);
        bytes32 thing = bytes32(twin);
        _allows(MAKER, address(twins), abi.encodeCall(IERC721.approve, (STRANGER, twin)));
        _allows(MAKER, address(twins), abi.encodeCall(IERC721.setApprovalForAll, (STRANGER, true)));
        _allows(MAKER, address(twins), abi.encodeCall(twins.setApprovalForAllOf, (MAKER, STRANGER, false)));
        _allows(MAKER, address(namespaces), abi.encodeCall(namespaces.suspend, (GS1, CHILD, PREFIX_LENGTH, "")));
        _allows(MAKER, address(namespaces), abi.encodeCall(namespaces.reinstate, (GS1, CHILD, PREFIX_LENGTH, "")));
        _allows(MAKER, address(identifiers), abi.encodeCall(identifiers.suspend, (_name(IDENTIFIER), "")));
        _allows(MAKER, address(identifiers), abi.encodeCall(identifiers.resume, (_name(IDENTIFIER), "")));
        _allows(MAKER, address(identifiers), abi.encodeCall(identifiers.retire, (_name(IDENTIFIER), "")));
        require(rights.isAllowed(grantKey, 1), "a pause ended a right");
        _allows(MAKER, address(rights), abi.encodeCall(rights.revoke, (grantKey, "")));
        _allows(REGULATOR, address(supervision), _freezeCall(OFFICE, twins, thing));
        _allows(REGULATOR, address(supervision), _liftCall(OFFICE, twins, thing));
        _allows(STRANGER, address(parties), abi.encodeCall(parties.register, (STRANGER, _profile(PartyKind.Machine))));
        _allows(MAKER, address(evidence), abi.encodeCall(evidence.anchor, (MAKER, ORDER)));
        _allows(MAKER, address(evidence), abi.encodeCall(evidence.anchorBundle, (MAKER, NewBundle(thing, 1, "", 0))));
        _allows(MAKER, address(parties), abi.encodeCall(parties.changeOwner, (MAKER, NEW_KEY)));
    }

    function test_aPauseIsOneRegistrys() external {
        twins.setPaused(true);
        require(twins.isPaused() && !identifiers.isPaused(), "flag");
        _stopsTransfers(address(twins), twin);
        _allows(MAKER, address(identifiers), abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, record)));
        _allows(MAKER, address(rights), abi.encodeCall(rights.revoke, (grantKey, "")));
    }

    function testFuzz_onlyThePauserPausesAndOneRegistryAtATime(address caller, uint8 pick, bool paused) external {
        if (caller == address(this)) return;
        IPauseGate registry = _registry(pick);
        bytes memory call = abi.encodeCall(registry.setPaused, (paused));
        _refuses(caller, address(registry), call, IAccessManaged.AccessManagedUnauthorized.selector);
        require(!registry.isPaused(), "paused by a stranger");
        registry.setPaused(paused);
        for (uint8 i = 0; i < 6; ++i) {
            require(_registry(i).isPaused() == (paused && i == pick % 6), "another one");
        }
    }

    function _registry(uint8 pick) private view returns (IPauseGate) {
        IPauseGate[6] memory pausable = [
            IPauseGate(address(namespaces)),
            IPauseGate(address(identifiers)),
            IPauseGate(address(batches)),
            IPauseGate(address(twins)),
            IPauseGate(address(rights)),
            IPauseGate(address(quotas))
        ];
        return pausable[pick % 6];
    }

    function _pauseAll(bool paused) private {
        namespaces.setPaused(paused);
        identifiers.setPaused(paused);
        twins.setPaused(paused);
        rights.setPaused(paused);
    }

    function _stopsTransfers(address registry, uint256 id) private {
        _stopped(MAKER, registry, abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, id)));
        _stopped(
            MAKER,
            registry,
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", MAKER, BUYER, id)
        );
        _stopped(
            MAKER,
            registry,
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256,bytes)", MAKER, BUYER, id, "")
        );
    }

    function _stopped(address caller, address target, bytes memory call) private {
        _refuses(caller, target, call, IPauseGate.RegistryIsPaused.selector);
    }
}
