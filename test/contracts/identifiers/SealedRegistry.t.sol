// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {HotRoles, RoleSet} from "../../../contracts/access/HotRoles.sol";
import {RecordStatus} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {INamespaceRegistry, NamespaceId, SchemeId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {
    ISealedRegistry,
    SealedEntry,
    SealedName,
    SealedRecord
} from "../../../contracts/identifiers/ISealedRegistry.sol";
import {Seal, SealedId} from "../../../contracts/identifiers/Seals.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {SealedFixture} from "../fixtures/SealedFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Sealed records from the first to the last day.
contract SealedRegistryTest is SealedFixture {
    function testFuzz_aRecordIsWhatWasRegistered(bytes32 seal, bytes32 digest) external {
        if (seal == 0) return;
        SealedName memory name = _nameIn(PREFIX, Seal.wrap(seal));
        vm.prank(MAKER);
        SealedId id = sealedRecords.register(name, digest, BUYER);
        require(SealedId.unwrap(id) == SealedId.unwrap(_idIn(PREFIX, Seal.wrap(seal))), "id");
        SealedRecord memory state = sealedRecords.recordOf(id);
        require(state.owner == BUYER && state.epoch == 1 && state.version == 1, "holding");
        require(state.status == RecordStatus.Active && state.digest == digest, "state");
        require(state.prefixLength == PREFIX_LENGTH && state.namespaceEpoch == 1, "issuer");
        require(sealedRecords.isLive(name) && sealedRecords.balanceOf(BUYER) == 1, "live");
    }

    function testFuzz_idsAreRecomputable(
        bytes32 namespace,
        bytes32 seal,
        string calldata text,
        bytes32 salt
    ) external view {
        bytes32 id = keccak256(abi.encode(keccak256("cadastre.sealed.v1"), namespace, seal));
        SealedId found = sealedRecords.sealedId(NamespaceId.wrap(namespace), Seal.wrap(seal));
        require(SealedId.unwrap(found) == id, "id");
        bytes32 hash = keccak256(abi.encode(keccak256("cadastre.seal.v1"), namespace, keccak256(bytes(text)), salt));
        require(Seal.unwrap(sealedRecords.sealOf(SchemeId.wrap(namespace), text, salt)) == hash, "seal");
    }

    function testFuzz_onlyTheNamespacesHolderRegisters(address caller, bytes32 seal) external {
        if (caller == MAKER || seal == 0) return;
        bytes4 refused = IPartyToken.NotHolder.selector;
        _refuses(caller, address(sealedRecords), _registerIn(PREFIX, Seal.wrap(seal), MAKER), refused);
        _refuses(caller, address(sealedRecords), _manyCall(_entries(0, 2), MAKER, false), refused);
    }

    function test_aRegistrarRegistersAndAPublisherUpdates() external {
        _giveRole(MAKER, address(namespaces), _namespaceToken(PREFIX), HotRoles.REGISTRAR);
        _allows(STRANGER, address(sealedRecords), _sealedCall(IDENTIFIER, MAKER));
        _refuses(STRANGER, address(sealedRecords), _updateCall(IDENTIFIER, 0), IPartyToken.NotHolder.selector);
        _giveRole(MAKER, address(sealedRecords), _sealedToken(IDENTIFIER), HotRoles.PUBLISHER);
        _allows(STRANGER, address(sealedRecords), _updateCall(IDENTIFIER, 0));
        _refuses(STRANGER, address(sealedRecords), _retireCall(IDENTIFIER), IPartyToken.NotHolder.selector);
    }

    function test_aNamespaceThatIsNotSealedRegistersNone() external {
        _delegate(MAKER, PREFIX_LENGTH, CHILD, BUYER);
        bytes memory call = _registerIn(CHILD, _sealOf(IDENTIFIER), BUYER);
        _refuses(BUYER, address(sealedRecords), call, INamespaceRegistry.NamespaceNotSealed.selector);
        _allows(BUYER, address(namespaces), _sealing(CHILD));
        _allows(BUYER, address(sealedRecords), call);
    }

    function testFuzz_aNamespaceThatIsNotThereRegistersNone(bytes32 scheme, string calldata prefix) external {
        if (scheme == SchemeId.unwrap(GS1)) return;
        SealedName memory name = SealedName(SchemeId.wrap(scheme), prefix, _sealOf(IDENTIFIER));
        bytes memory call = abi.encodeCall(sealedRecords.register, (name, 0, MAKER));
        _refuses(MAKER, address(sealedRecords), call, INamespaceRegistry.UnknownNamespace.selector);
        require(!sealedRecords.isLive(name), "live");
    }

    function test_onlyPartiesOwn() external {
        bytes memory call = _sealedCall(IDENTIFIER, STRANGER);
        _refuses(MAKER, address(sealedRecords), call, IPartyRegistry.NotAParty.selector);
    }

    function test_aSealIsNotZero() external {
        bytes memory call = _registerIn(PREFIX, Seal.wrap(0), MAKER);
        _refuses(MAKER, address(sealedRecords), call, ISealedRegistry.InvalidSeal.selector);
    }

    function testFuzz_manyAreWhatEachWouldBe(uint8 seed, bool locked) external {
        uint256 count = 1 + (uint256(seed) % 12);
        SealedEntry[] memory entries = _entries(seed, count);
        _allows(MAKER, address(sealedRecords), _manyCall(entries, BUYER, locked));
        require(sealedRecords.balanceOf(BUYER) == count, "count");
        for (uint256 i = 0; i < count; ++i) {
            SealedId id = _idIn(PREFIX, entries[i].seal);
            SealedRecord memory state = sealedRecords.recordOf(id);
            require(state.owner == BUYER && state.version == 1 && state.digest == entries[i].digest, "state");
            require(state.status == RecordStatus.Active && state.prefixLength == PREFIX_LENGTH, "issuer");
            require(sealedRecords.locked(uint256(SealedId.unwrap(id))) == locked, "lock");
        }
    }

    function test_theListIsBoundedOnBothSides() external {
        bytes4 refused = ISealedRegistry.InvalidSealCount.selector;
        _refuses(MAKER, address(sealedRecords), _manyCall(new SealedEntry[](0), MAKER, false), refused);
        _refuses(MAKER, address(sealedRecords), _manyCall(_entries(0, 301), MAKER, false), refused);
        _allows(MAKER, address(sealedRecords), _manyCall(_entries(0, 300), MAKER, false));
        require(sealedRecords.balanceOf(MAKER) == 300, "count");
    }

    function test_whatIsLockedNeverMoves() external {
        SealedEntry[] memory entries = new SealedEntry[](1);
        entries[0] = SealedEntry(_sealOf(IDENTIFIER), 0);
        _allows(MAKER, address(sealedRecords), _manyCall(entries, MAKER, true));
        bytes4 stays = IPartyToken.NotTransferable.selector;
        bytes memory sale = _sealedSale(MAKER, BUYER, IDENTIFIER);
        _refuses(MAKER, address(sealedRecords), sale, stays);
        _allows(MAKER, address(sealedRecords), _suspendCall(IDENTIFIER));
        _allows(MAKER, address(sealedRecords), _resumeCall(IDENTIFIER));
        _allows(MAKER, address(sealedRecords), _updateCall(IDENTIFIER, DIGEST));
        _refuses(MAKER, address(sealedRecords), sale, stays);
    }

    function testFuzz_newContentIsANewVersion(bytes32 first, bytes32 second) external {
        SealedId id = _registerSealed(IDENTIFIER, BUYER);
        _allows(BUYER, address(sealedRecords), _updateCall(IDENTIFIER, first));
        _allows(BUYER, address(sealedRecords), _updateCall(IDENTIFIER, second));
        SealedRecord memory state = sealedRecords.recordOf(id);
        require(state.version == 3 && state.digest == second && state.owner == BUYER, "state");
        require(state.prefixLength == PREFIX_LENGTH && state.namespaceEpoch == 1, "issuer");
    }

    function testFuzz_onlyTheOwnerChangesARecord(address caller) external {
        if (caller == BUYER) return;
        _registerSealed(IDENTIFIER, BUYER);
        bytes4 refused = IPartyToken.NotHolder.selector;
        _refuses(caller, address(sealedRecords), _updateCall(IDENTIFIER, 0), refused);
        _refuses(caller, address(sealedRecords), _suspendCall(IDENTIFIER), refused);
        _refuses(caller, address(sealedRecords), _retireCall(IDENTIFIER), refused);
        _allows(BUYER, address(sealedRecords), _suspendCall(IDENTIFIER));
        _refuses(caller, address(sealedRecords), _resumeCall(IDENTIFIER), refused);
    }

    function test_statusesFollowTheDiagram() external {
        _registerSealed(IDENTIFIER, MAKER);
        bytes4 refused = ISealedRegistry.InvalidSealedStatus.selector;
        _refuses(MAKER, address(sealedRecords), _resumeCall(IDENTIFIER), refused);
        _allows(MAKER, address(sealedRecords), _suspendCall(IDENTIFIER));
        require(!sealedRecords.isLive(_sealedName(IDENTIFIER)), "live though suspended");
        _refuses(MAKER, address(sealedRecords), _suspendCall(IDENTIFIER), refused);
        _allows(MAKER, address(sealedRecords), _updateCall(IDENTIFIER, 0));
        _allows(MAKER, address(sealedRecords), _resumeCall(IDENTIFIER));
        require(sealedRecords.isLive(_sealedName(IDENTIFIER)), "not live again");

        _allows(MAKER, address(sealedRecords), _retireCall(IDENTIFIER));
        require(!sealedRecords.isLive(_sealedName(IDENTIFIER)), "live though retired");
        _refuses(MAKER, address(sealedRecords), _retireCall(IDENTIFIER), refused);
        _refuses(MAKER, address(sealedRecords), _suspendCall(IDENTIFIER), refused);
        _refuses(MAKER, address(sealedRecords), _resumeCall(IDENTIFIER), refused);
        _refuses(MAKER, address(sealedRecords), _updateCall(IDENTIFIER, 0), refused);
        bytes memory sale = _sealedSale(MAKER, BUYER, IDENTIFIER);
        _refuses(MAKER, address(sealedRecords), sale, IPartyToken.NotTransferable.selector);
        bytes4 exists = ISealedRegistry.SealedRecordExists.selector;
        _refuses(MAKER, address(sealedRecords), _sealedCall(IDENTIFIER, MAKER), exists);
    }

    function testFuzz_reasonsAreBounded(uint16 length) external {
        _registerSealed(IDENTIFIER, MAKER);
        string memory reason = string(new bytes(length % 2000));
        bytes memory call = abi.encodeCall(sealedRecords.suspend, (_sealedName(IDENTIFIER), reason));
        if (bytes(reason).length <= 1024) _allows(MAKER, address(sealedRecords), call);
        else _refuses(MAKER, address(sealedRecords), call, ISealedRegistry.ReasonTooLong.selector);
    }

    function testFuzz_thereIsNothingToChangeWhereNothingIs(bytes32 seal, string calldata prefix) external {
        SealedName memory name = _nameIn(prefix, Seal.wrap(seal));
        bytes4 unknown = ISealedRegistry.UnknownSealedRecord.selector;
        _refuses(MAKER, address(sealedRecords), abi.encodeCall(sealedRecords.updateContent, (name, 0)), unknown);
        _refuses(MAKER, address(sealedRecords), abi.encodeCall(sealedRecords.suspend, (name, "")), unknown);
        _refuses(MAKER, address(sealedRecords), abi.encodeCall(sealedRecords.resume, (name, "")), unknown);
        _refuses(MAKER, address(sealedRecords), abi.encodeCall(sealedRecords.retire, (name, "")), unknown);
        require(!sealedRecords.isLive(name), "live");
        SealedId id = _idIn(prefix, Seal.wrap(seal));
        require(sealedRecords.recordOf(id).status == RecordStatus.None, "a record");
        _refuses(MAKER, address(sealedRecords), abi.encodeCall(sealedRecords.locked, (uint256(SealedId.unwrap(id)))));
    }

    function test_aRecordIsLiveAsLongAsItsNamespace() external {
        _registerSealed(IDENTIFIER, BUYER);
        _allows(ROOT, address(namespaces), _suspension(PREFIX, 0));
        require(!sealedRecords.isLive(_sealedName(IDENTIFIER)), "live");
        bytes4 notLive = INamespaceRegistry.NamespaceNotLive.selector;
        _refuses(BUYER, address(sealedRecords), _updateCall(IDENTIFIER, 0), notLive);
        _refuses(BUYER, address(sealedRecords), _suspendCall(IDENTIFIER), notLive);
        _refuses(BUYER, address(sealedRecords), _retireCall(IDENTIFIER), notLive);
        _refuses(MAKER, address(sealedRecords), _sealedCall("01/09506000134353", MAKER), notLive);
        _allows(BUYER, address(sealedRecords), _sealedSale(BUYER, PARTNER, IDENTIFIER));
        _allows(ROOT, address(namespaces), _reinstatement(PREFIX, 0));
        require(sealedRecords.isLive(_sealedName(IDENTIFIER)), "not live again");
    }

    function test_itSaysWhatItIs() external view {
        require(sealedRecords.supportsInterface(type(ISealedRegistry).interfaceId), "own");
        require(sealedRecords.supportsInterface(0xb45a3c0e) && sealedRecords.supportsInterface(0x49064906), "ERCs");
        require(sealedRecords.supportsInterface(0x80ac58cd) && sealedRecords.supportsInterface(0xbf1ef5fe), "token");
        require(!sealedRecords.supportsInterface(0xffffffff), "anything");
    }

    function _giveRole(address holder, address registry, uint256 token, RoleSet role) private {
        _allows(holder, registry, abi.encodeCall(IPartyToken.setRoles, (token, STRANGER, role)));
    }
}
