// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BatchId, IBatchRegistry} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {IERC5192} from "../../../contracts/identifiers/IERC5192.sol";
import {IIdentifierRegistry, RecordEntry} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {ISealedRegistry, SealedEntry, SealedName} from "../../../contracts/identifiers/ISealedRegistry.sol";
import {INamespaceRegistry, NamespaceId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {Seal, SealedId} from "../../../contracts/identifiers/Seals.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {PartyToken} from "../../../contracts/identity/PartyToken.sol";
import {ITwinRegistry} from "../../../contracts/twins/ITwinRegistry.sol";
import {BatchDeployment} from "../fixtures/BatchFixture.sol";
import {vm} from "../fixtures/Vm.sol";
import {HeldToken} from "./HeldToken.sol";

contract NamespacesAsHeldTokensTest is HeldToken {
    function _registry() internal view override returns (PartyToken) {
        return namespaces;
    }

    function _issue(uint256 number) internal override returns (uint256) {
        string[2] memory others = ["77", "88"];
        if (number == 0) return _namespaceToken(PREFIX);
        _delegate(ROOT, 0, others[number - 1], MAKER);
        return _namespaceToken(others[number - 1]);
    }

    function _ownInterface() internal pure override returns (bytes4) {
        return type(INamespaceRegistry).interfaceId;
    }
}

contract RecordsAsHeldTokensTest is HeldToken {
    bytes4 private constant ERC4906_ID = 0x49064906;

    function _registry() internal view override returns (PartyToken) {
        return identifiers;
    }

    function _issue(uint256 number) internal override returns (uint256) {
        string[3] memory serials = ["1", "2", "3"];
        return _registerRecord(string.concat("01/09506000134352/21/", serials[number]), MAKER);
    }

    function _ownInterface() internal pure override returns (bytes4) {
        return type(IIdentifierRegistry).interfaceId;
    }

    /// @dev ERC-5192: what is locked says so and stays, whoever asks.
    function testFuzz_aLockedRecordNeverMoves(address caller, bool locked) external {
        require(identifiers.supportsInterface(type(IERC5192).interfaceId), "ERC-5192");
        require(identifiers.supportsInterface(ERC4906_ID), "ERC-4906");
        RecordEntry[] memory entries = new RecordEntry[](1);
        entries[0] = RecordEntry("01/09506000134352/21/9", _noContent());
        vm.prank(MAKER);
        identifiers.registerMany(GS1, PREFIX_LENGTH, entries, MAKER, locked);
        uint256 record = uint256(keccak256(abi.encode(GS1, keccak256("01/09506000134352/21/9"))));
        require(identifiers.locked(record) == locked, "locked");
        require(identifiers.canTransfer(MAKER, BUYER, record) != locked, "ERC-7943");
        if (!locked) return;
        bytes memory move = abi.encodeCall(identifiers.transferFrom, (MAKER, BUYER, record));
        _refuses(caller, address(identifiers), move);
        _refuses(MAKER, address(identifiers), move, IPartyToken.NotTransferable.selector);
    }
}

contract SealedRecordsAsHeldTokensTest is HeldToken {
    function _registry() internal override returns (PartyToken) {
        _allows(MAKER, address(namespaces), abi.encodeCall(namespaces.seal, (GS1, PREFIX)));
        return sealedRecords;
    }

    function _issue(uint256 number) internal override returns (uint256) {
        SealedName memory name = SealedName(GS1, PREFIX, Seal.wrap(keccak256(abi.encode(number))));
        vm.prank(MAKER);
        return uint256(SealedId.unwrap(sealedRecords.register(name, 0, MAKER)));
    }

    function _ownInterface() internal pure override returns (bytes4) {
        return type(ISealedRegistry).interfaceId;
    }

    function testFuzz_aLockedSealedRecordNeverMoves(address caller, bytes32 seal, bool locked) external {
        if (seal == 0) return;
        SealedEntry[] memory entries = new SealedEntry[](1);
        entries[0] = SealedEntry(Seal.wrap(seal), 0);
        vm.prank(MAKER);
        sealedRecords.registerMany(GS1, PREFIX, entries, MAKER, locked);
        NamespaceId namespace = namespaces.namespaceId(GS1, PREFIX);
        uint256 record = uint256(SealedId.unwrap(sealedRecords.sealedId(namespace, Seal.wrap(seal))));
        require(sealedRecords.locked(record) == locked, "locked");
        require(sealedRecords.canTransfer(MAKER, BUYER, record) != locked, "ERC-7943");
        if (!locked) return;
        bytes memory move = abi.encodeCall(sealedRecords.transferFrom, (MAKER, BUYER, record));
        _refuses(caller, address(sealedRecords), move);
        _refuses(MAKER, address(sealedRecords), move, IPartyToken.NotTransferable.selector);
    }
}

contract TwinsAsHeldTokensTest is HeldToken {
    function _registry() internal view override returns (PartyToken) {
        return twins;
    }

    function _issue(uint256 number) internal override returns (uint256) {
        return _mintTwin(MAKER, keccak256(abi.encode(number)));
    }

    function _ownInterface() internal pure override returns (bytes4) {
        return type(ITwinRegistry).interfaceId;
    }
}

contract BatchesAsHeldTokensTest is HeldToken, BatchDeployment {
    function _registry() internal view override returns (PartyToken) {
        return batches;
    }

    function _issue(uint256 number) internal override returns (uint256) {
        uint64 first = uint64(number) * 10 + 1;
        return uint256(BatchId.unwrap(_issueRule(first, first + 9, MAKER)));
    }

    function _ownInterface() internal pure override returns (bytes4) {
        return type(IBatchRegistry).interfaceId;
    }
}
