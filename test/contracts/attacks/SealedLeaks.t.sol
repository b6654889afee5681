// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SchemeId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {ISealedRegistry, SealedEntry} from "../../../contracts/identifiers/ISealedRegistry.sol";
import {Seal, SealedId} from "../../../contracts/identifiers/Seals.sol";
import {SealedFixture} from "../fixtures/SealedFixture.sol";
import {Log, vm} from "../fixtures/Vm.sol";

/// @notice Serial numbers can be guessed and counted: whoever reads the chain looks for an identifier, a piece of it, and every
/// hash of it that needs no secret, in calldata, events and storage.
contract SealedLeaksAttackTest is SealedFixture {
    string private constant SERIAL = "SN-4711-0815";
    string private constant ITEM = "134352";
    string private constant SECRET_ONE = "01/09506000134352/21/SN-4711-0815";

    function test_aRegistrationTellsNothing() external {
        bytes memory call = _sealedCall(SECRET_ONE, MAKER);
        require(!_tells(_traceOf(address(sealedRecords), call)), "told");
    }

    function test_aRegistrationOfManyTellsNothing() external {
        SealedEntry[] memory entries = new SealedEntry[](2);
        entries[0] = SealedEntry(_sealOf(SECRET_ONE), DIGEST);
        entries[1] = SealedEntry(_sealOf(SERIAL), 0);
        require(!_tells(_traceOf(address(sealedRecords), _manyCall(entries, BUYER, true))), "told");
    }

    function test_noChangeTellsAnything() external {
        _registerSealed(SECRET_ONE, MAKER);
        bytes[4] memory calls = [
            _updateCall(SECRET_ONE, DIGEST),
            _suspendCall(SECRET_ONE),
            _resumeCall(SECRET_ONE),
            _retireCall(SECRET_ONE)
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            require(!_tells(_traceOf(address(sealedRecords), calls[i])), "told");
        }
    }

    /// @dev What is found is: an open registration tells all.
    function test_theSameLookFindsAnOpenIdentifier() external {
        _delegate(MAKER, PREFIX_LENGTH, CHILD, MAKER);
        require(_tells(_traceOf(address(identifiers), _registration(SECRET_ONE, CHILD_LENGTH))), "overlooked");
    }

    /// @dev And a seal that needs no secret is found too: why the salt must be one.
    function test_theSameLookFindsASealWithoutASecret() external {
        Seal guessable = sealedRecords.sealOf(GS1, SECRET_ONE, 0);
        require(_tells(_traceOf(address(sealedRecords), _registerIn(PREFIX, guessable, MAKER))), "overlooked");
    }

    /// @dev A refusal goes into the node's answers: it has the id alone.
    function test_aRefusalTellsNothing() external {
        _registerSealed(SECRET_ONE, MAKER);
        vm.prank(MAKER);
        (bool done, bytes memory answer) = address(sealedRecords).call(_sealedCall(SECRET_ONE, MAKER));
        require(!done && !_tells(answer), "told");
        bytes4 exists = ISealedRegistry.SealedRecordExists.selector;
        require(
            keccak256(answer) == keccak256(abi.encodeWithSelector(exists, _sealedId(SECRET_ONE))),
            "more than that"
        );
    }

    /// @dev Whoever is told one salt cannot tell what another record is of.
    function test_oneDisclosureSaysNothingOfAnotherRecord() external {
        string memory next = "01/09506000134352/21/SN-4711-0816";
        SealedId other = _registerSealed(next, MAKER);
        require(!sealedRecords.verifyDisclosure(other, GS1, next, _saltOf(SECRET_ONE)), "one salt opens all");
        require(sealedRecords.verifyDisclosure(other, GS1, next, _saltOf(next)), "its own does not");
    }

    /// @dev All that a transaction leaves on the chain: its data, its events, and what it wrote where.
    function _traceOf(address target, bytes memory call) private returns (bytes memory trace) {
        vm.recordLogs();
        vm.record();
        _allows(MAKER, target, call);
        trace = call;
        Log[] memory logs = vm.getRecordedLogs();
        require(logs.length != 0, "no events");
        for (uint256 i = 0; i < logs.length; ++i) {
            trace = bytes.concat(trace, abi.encodePacked(logs[i].topics), logs[i].data);
        }
        (, bytes32[] memory writes) = vm.accesses(target);
        require(writes.length != 0, "nothing written");
        for (uint256 i = 0; i < writes.length; ++i) {
            trace = bytes.concat(trace, writes[i], vm.load(target, writes[i]));
        }
    }

    function _tells(bytes memory trace) private view returns (bool) {
        if (_holds(trace, bytes(SERIAL)) || _holds(trace, bytes(ITEM))) return true;
        bytes32[] memory hashes = _guesses();
        for (uint256 i = 0; i < hashes.length; ++i) {
            if (_holds(trace, abi.encodePacked(hashes[i]))) return true;
        }
        return false;
    }

    /// @dev What an outsider who guesses the identifier would compute.
    function _guesses() private view returns (bytes32[] memory hashes) {
        bytes memory text = bytes(SECRET_ONE);
        bytes32 hash = keccak256(text);
        bytes32 namespace = bytes32(_namespaceToken(PREFIX));
        hashes = new bytes32[](11);
        hashes[0] = hash;
        hashes[1] = sha256(text);
        hashes[2] = keccak256(bytes(SERIAL));
        hashes[3] = sha256(bytes(SERIAL));
        hashes[4] = keccak256(abi.encode(GS1, hash));
        hashes[5] = keccak256(abi.encodePacked(GS1, text));
        hashes[6] = keccak256(abi.encode(namespace, hash));
        hashes[7] = Seal.unwrap(sealedRecords.sealOf(GS1, SECRET_ONE, 0));
        hashes[8] = Seal.unwrap(sealedRecords.sealOf(GS1, SECRET_ONE, namespace));
        hashes[9] = Seal.unwrap(sealedRecords.sealOf(GS1, SECRET_ONE, SchemeId.unwrap(GS1)));
        hashes[10] = Seal.unwrap(sealedRecords.sealOf(GS1, SECRET_ONE, bytes32(uint256(uint160(MAKER)))));
    }

    function _holds(bytes memory text, bytes memory piece) private pure returns (bool) {
        for (uint256 i = 0; i + piece.length <= text.length; ++i) {
            uint256 j = 0;
            while (j < piece.length && text[i + j] == piece[j]) ++j;
            if (j == piece.length) return true;
        }
        return false;
    }
}
