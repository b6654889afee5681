// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {BatchId} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {RecordId} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {NamespaceId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {SealedName} from "../../../contracts/identifiers/ISealedRegistry.sol";
import {Seal, SealedId} from "../../../contracts/identifiers/Seals.sol";
import {PartyKind} from "../../../contracts/identity/IPartyRegistry.sol";
import {PartyToken} from "../../../contracts/identity/PartyToken.sol";
import {AssetKind, GrantId, GrantKey} from "../../../contracts/rights/RightTypes.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {TwinId, TwinState} from "../../../contracts/twins/TwinTypes.sol";
import {BatchDeployment} from "../fixtures/BatchFixture.sol";
import {vm} from "../fixtures/Vm.sol";
import {Change, FreezableThing} from "./FreezableThing.sol";

/// @notice What freezing does to tokens of any registry.
abstract contract FreezableToken is FreezableThing {
    function _token() internal view returns (PartyToken) {
        return PartyToken(address(freezable));
    }

    function _isThing(bytes32 id) internal view override returns (bool) {
        (address holder, , ) = _token().holdingOf(uint256(id));
        return holder != address(0);
    }

    function _holding() internal view returns (bytes memory) {
        (address holder, uint32 epoch, bool live) = _token().holdingOf(uint256(thing));
        return abi.encode(holder, epoch, live, _token().getApproved(uint256(thing)));
    }

    function _sale() internal view returns (Change memory) {
        bytes memory call = abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, uint256(thing)));
        return Change(MAKER, address(freezable), call);
    }

    function _approval() internal view returns (Change memory) {
        bytes memory call = abi.encodeCall(IERC721.approve, (STRANGER, uint256(thing)));
        return Change(MAKER, address(freezable), call);
    }
}

contract NamespacesAsFreezableThingsTest is FreezableToken {
    function _thing() internal view override returns (IFreezable, bytes32) {
        return (namespaces, bytes32(namespaceToken));
    }

    /// @dev With the word and what is beneath.
    function _state() internal view override returns (bytes memory) {
        return
            abi.encode(
                _holding(),
                namespaces.namespaceOf(NamespaceId.wrap(thing)),
                namespaces.isLive(GS1, "95060002"),
                identifiers.balanceOf(PARTNER)
            );
    }

    function _changes() internal view override returns (Change[] memory changes) {
        changes = new Change[](6);
        (changes[0], changes[1]) = (_sale(), _approval());
        address target = address(namespaces);
        changes[2] = Change(
            MAKER,
            target,
            abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "95060002", BUYER))
        );
        changes[3] = Change(MAKER, target, abi.encodeCall(namespaces.surrender, (GS1, PREFIX)));
        changes[4] = Change(ROOT, target, abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, "")));
        changes[5] = Change(
            MAKER,
            address(identifiers),
            abi.encodeCall(
                identifiers.register,
                (_name("01/09506000134352/21/2"), PREFIX_LENGTH, _noContent(), PARTNER)
            )
        );
    }
}

contract RecordsAsFreezableThingsTest is FreezableToken {
    function _thing() internal view override returns (IFreezable, bytes32) {
        return (identifiers, bytes32(record));
    }

    function _state() internal view override returns (bytes memory) {
        return abi.encode(_holding(), identifiers.recordOf(RecordId.wrap(thing)), rights.isAllowed(_recordKey(), 1));
    }

    function _changes() internal view override returns (Change[] memory changes) {
        changes = new Change[](6);
        (changes[0], changes[1]) = (_sale(), _approval());
        address target = address(identifiers);
        changes[2] = Change(
            MAKER,
            target,
            abi.encodeCall(identifiers.updateContent, (_name(IDENTIFIER), _noContent()))
        );
        changes[3] = Change(MAKER, target, abi.encodeCall(identifiers.suspend, (_name(IDENTIFIER), "")));
        changes[4] = Change(MAKER, target, abi.encodeCall(identifiers.retire, (_name(IDENTIFIER), "")));
        changes[5] = Change(MAKER, address(rights), abi.encodeCall(rights.grant, (_recordKey(), _terms(0, 0, 1))));
    }
}

contract SealedRecordsAsFreezableThingsTest is FreezableToken {
    function _thing() internal override returns (IFreezable, bytes32) {
        _allows(MAKER, address(namespaces), abi.encodeCall(namespaces.seal, (GS1, PREFIX)));
        vm.prank(MAKER);
        return (sealedRecords, SealedId.unwrap(sealedRecords.register(_sealedName(), 0, MAKER)));
    }

    function _state() internal view override returns (bytes memory) {
        return abi.encode(_holding(), sealedRecords.recordOf(SealedId.wrap(thing)), rights.isAllowed(_sealedKey(), 1));
    }

    function _changes() internal view override returns (Change[] memory changes) {
        changes = new Change[](6);
        (changes[0], changes[1]) = (_sale(), _approval());
        address target = address(sealedRecords);
        SealedName memory name = _sealedName();
        changes[2] = Change(MAKER, target, abi.encodeCall(sealedRecords.updateContent, (name, ORDER)));
        changes[3] = Change(MAKER, target, abi.encodeCall(sealedRecords.suspend, (name, "")));
        changes[4] = Change(MAKER, target, abi.encodeCall(sealedRecords.retire, (name, "")));
        changes[5] = Change(MAKER, address(rights), abi.encodeCall(rights.grant, (_sealedKey(), _terms(0, 0, 1))));
    }

    function _sealedName() private pure returns (SealedName memory) {
        return SealedName(GS1, PREFIX, Seal.wrap(keccak256("seal")));
    }

    function _sealedKey() private view returns (GrantKey memory) {
        return _keyFor(AssetKind.Sealed, uint256(thing), 0, PARTNER);
    }
}

contract TwinsAsFreezableThingsTest is FreezableToken {
    bytes32 private constant NEXT = keccak256("next");

    function _thing() internal override returns (IFreezable, bytes32) {
        _commit(MAKER, MAKER, NEXT);
        return (twins, bytes32(twin));
    }

    function _state() internal view override returns (bytes memory) {
        TwinId id = TwinId.wrap(thing);
        return
            abi.encode(
                _holding(),
                twins.twinOf(id),
                lineage.lineOf(id),
                twinTerms.licenceAt(id, 1),
                rights.isAllowed(grantKey, 1)
            );
    }

    function _changes() internal view override returns (Change[] memory changes) {
        TwinId id = TwinId.wrap(thing);
        changes = new Change[](7);
        (changes[0], changes[1]) = (_sale(), _approval());
        changes[2] = Change(MAKER, address(twins), _publishCall(twin, _content(NEXT)));
        changes[3] = Change(MAKER, address(twins), abi.encodeCall(twins.setState, (id, TwinState.Withdrawn, "")));
        changes[4] = Change(MAKER, address(lineage), abi.encodeCall(lineage.closeToDerivation, (id)));
        changes[5] = Change(
            MAKER,
            address(twinTerms),
            abi.encodeCall(twinTerms.attachLicence, (id, keccak256("licence"), ""))
        );
        changes[6] = Change(MAKER, address(rights), abi.encodeCall(rights.revoke, (grantKey, "")));
    }
}

contract BatchesAsFreezableThingsTest is FreezableToken, BatchDeployment {
    function _thing() internal override returns (IFreezable, bytes32) {
        return (batches, BatchId.unwrap(_issueRule(1, 10, MAKER)));
    }

    function _state() internal view override returns (bytes memory) {
        BatchId id = BatchId.wrap(thing);
        return
            abi.encode(_holding(), batches.batchOf(id), batches.isMemberRevoked(id, 3), identifiers.balanceOf(PARTNER));
    }

    function _changes() internal view override returns (Change[] memory changes) {
        BatchId id = BatchId.wrap(thing);
        changes = new Change[](5);
        (changes[0], changes[1]) = (_sale(), _approval());
        changes[2] = Change(MAKER, address(batches), abi.encodeCall(batches.revokeMembers, (id, 3, 4, "")));
        changes[3] = Change(MAKER, address(batches), abi.encodeCall(batches.revoke, (id, "")));
        changes[4] = Change(MAKER, address(identifiers), _materialiseCall(id, _numbered(5), _noProof(), PARTNER));
    }
}

contract PartiesAsFreezableThingsTest is FreezableThing {
    bytes32 private constant KIND = "veriKey";

    function _thing() internal view override returns (IFreezable, bytes32) {
        return (parties, _partyWord(MAKER));
    }

    function _isThing(bytes32 id) internal view override returns (bool) {
        if (uint256(id) > type(uint160).max) return false;
        return parties.partyOf(address(uint160(uint256(id)))).kind != PartyKind.None;
    }

    /// @dev But for what a freeze is for: the party's answers name the state of being frozen.
    function _state() internal view override returns (bytes memory) {
        return
            abi.encode(
                parties.identityOwner(MAKER),
                parties.partyOf(MAKER).controlEpoch,
                parties.changed(MAKER),
                parties.validDelegate(MAKER, KIND, STRANGER),
                evidence.isAnchored(ORDER, MAKER),
                namespaces.isLive(GS1, "95060002"),
                twins.ownerOf(twin)
            );
    }

    function _changes() internal view override returns (Change[] memory changes) {
        changes = new Change[](6);
        address target = address(parties);
        changes[0] = Change(MAKER, target, abi.encodeCall(parties.changeOwner, (MAKER, NEW_KEY)));
        changes[1] = Change(MAKER, target, abi.encodeCall(parties.addDelegate, (MAKER, KIND, STRANGER, 1 days)));
        changes[2] = Change(MAKER, target, abi.encodeCall(parties.setAttribute, (MAKER, KIND, "key", 1 days)));
        changes[3] = Change(MAKER, address(evidence), abi.encodeCall(evidence.anchor, (MAKER, ORDER)));
        changes[4] = Change(
            MAKER,
            address(namespaces),
            abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "95060002", BUYER))
        );
        changes[5] = Change(MAKER, address(twins), abi.encodeCall(twins.transferFrom, (MAKER, BUYER, twin)));
    }
}

contract GrantsAsFreezableThingsTest is FreezableThing {
    function _thing() internal view override returns (IFreezable, bytes32) {
        return (rights, grantThing);
    }

    function _state() internal view override returns (bytes memory) {
        return abi.encode(rights.grantOf(GrantId.wrap(thing)).status, rights.grantOf(GrantId.wrap(thing)).accepted);
    }

    function _changes() internal view override returns (Change[] memory changes) {
        changes = new Change[](4);
        address target = address(rights);
        uint40 later = uint40(block.timestamp + 1 days);
        changes[0] = Change(MAKER, target, abi.encodeCall(rights.revoke, (grantKey, "")));
        changes[1] = Change(MAKER, target, abi.encodeCall(rights.revokeAt, (grantKey, later, "")));
        changes[2] = Change(PARTNER, target, abi.encodeCall(rights.accept, (grantKey, 1, 1)));
        changes[3] = Change(PARTNER, target, abi.encodeCall(rights.release, (grantKey, 1, 1)));
    }
}
