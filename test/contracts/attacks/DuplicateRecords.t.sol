// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {
    IIdentifierRegistry,
    RecordContent,
    RecordEntry,
    RecordId,
    SubjectKind
} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {BatchId, MemberStatus} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {BatchFixture} from "../fixtures/BatchFixture.sol";

/// @notice Attack class 9: the same element twice in one list, empty lists, lists of one, elements that name themselves.
contract DuplicateRecordsAttackTest is BatchFixture {
    function testFuzz_anIdentifierThatIsListedTwiceStopsAll(uint8 one, uint8 other, uint8 size) external {
        uint256 count = 2 + (size % 10);
        (one, other) = (uint8(one % count), uint8(other % count));
        RecordEntry[] memory entries = _entries(count);
        if (one == other) return;
        entries[one].identifier = entries[other].identifier;
        _refuses(MAKER, address(identifiers), _call(entries), IIdentifierRegistry.RecordExists.selector);
        require(identifiers.balanceOf(MAKER) == 0, "some were registered");
    }

    function test_emptyOneAndMost() external {
        bytes4 refused = IIdentifierRegistry.InvalidCount.selector;
        _refuses(MAKER, address(identifiers), _call(_entries(0)), refused);
        _allows(MAKER, address(identifiers), _call(_entries(1)));
        _refuses(MAKER, address(identifiers), _call(_entries(301)), refused);
    }

    /// @dev The most that one call takes fits the most gas that one transaction may have (EIP-7825).
    function testGas_threeHundredFitOneTransaction() external {
        bytes memory call = _call(_entries(300));
        uint256 before = gasleft();
        _allows(MAKER, address(identifiers), call);
        require(before - gasleft() < 2 ** 24, "too much gas");
        require(identifiers.balanceOf(MAKER) == 300, "not all of them");
    }

    /// @dev Neither itself nor one that comes later in the list is there to be a subject; one that came before is.
    function test_aSubjectIsThereBeforeWhatNamesIt() external {
        RecordEntry[] memory entries = _entries(2);
        bytes4 refused = IIdentifierRegistry.InvalidSubject.selector;
        entries[0].content = _about(0);
        _refuses(MAKER, address(identifiers), _call(entries), refused);
        entries[0].content = _about(1);
        _refuses(MAKER, address(identifiers), _call(entries), refused);
        entries[0].content = _noContent();
        entries[1].content = _about(0);
        _allows(MAKER, address(identifiers), _call(entries));
    }

    function test_revokingTwiceIsRevokingOnce() external {
        BatchId batch = _issueRule(0, 99, BUYER);
        _allows(BUYER, address(batches), abi.encodeCall(batches.revokeMembers, (batch, 5, 9, "")));
        _allows(BUYER, address(batches), abi.encodeCall(batches.revokeMembers, (batch, 7, 12, "")));
        _memberIs(batch, _numbered(8), _noProof(), MemberStatus.Revoked, BUYER);
        _memberIs(batch, _numbered(13), _noProof(), MemberStatus.Live, BUYER);
    }

    function _about(uint256 number) private view returns (RecordContent memory) {
        bytes32 record = RecordId.unwrap(identifiers.recordId(GS1, _numbered(number)));
        return RecordContent(SubjectKind.Record, record, "");
    }

    function _entries(uint256 count) private pure returns (RecordEntry[] memory entries) {
        entries = new RecordEntry[](count);
        for (uint256 i = 0; i < count; ++i) {
            entries[i] = RecordEntry(_numbered(i), _noContent());
        }
    }

    function _call(RecordEntry[] memory entries) private view returns (bytes memory) {
        return abi.encodeCall(identifiers.registerMany, (GS1, PREFIX_LENGTH, entries, MAKER, false));
    }
}
