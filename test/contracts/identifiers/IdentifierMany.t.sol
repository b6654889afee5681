// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {BatchId} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {
    IIdentifierRegistry,
    Record,
    RecordContent,
    RecordEntry,
    RecordId,
    RecordStatus,
    SubjectKind
} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {INamespaceRegistry, PrefixRule, SchemeId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {BatchFixture} from "../fixtures/BatchFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract IdentifierManyTest is BatchFixture {
    SchemeId private constant OID = SchemeId.wrap(keccak256("oid"));

    function testFuzz_manyAreWhatEachWouldBe(uint8 seed, bytes32 subject) external {
        uint256 count = 1 + (uint256(seed) % 12);
        RecordEntry[] memory entries = new RecordEntry[](count);
        for (uint256 i = 0; i < count; ++i) {
            bytes memory linkset = abi.encodePacked(subject, i);
            entries[i] = RecordEntry(_numbered(i), RecordContent(SubjectKind.None, 0, linkset));
        }
        _allows(MAKER, address(identifiers), _call(entries, BUYER, false));

        require(identifiers.balanceOf(BUYER) == count, "count");
        for (uint256 i = 0; i < count; ++i) {
            RecordId id = identifiers.recordId(GS1, _numbered(i));
            Record memory state = identifiers.recordOf(id);
            bytes32 digest = keccak256(
                abi.encode(SubjectKind.None, bytes32(0), keccak256(abi.encodePacked(subject, i)))
            );
            require(state.owner == BUYER && state.epoch == 1 && state.version == 1, "holding");
            require(state.status == RecordStatus.Active && state.digest == digest, "state");
            require(state.prefixLength == PREFIX_LENGTH && state.namespaceEpoch == 1, "issuer");
            require(!identifiers.locked(uint256(RecordId.unwrap(id))), "locked");
        }
    }

    function test_theListIsBoundedOnBothSides() external {
        bytes4 refused = IIdentifierRegistry.InvalidCount.selector;
        _refuses(MAKER, address(identifiers), _call(new RecordEntry[](0), MAKER, false), refused);
        _refuses(MAKER, address(identifiers), _call(_entries(0, 301), MAKER, false), refused);
        _allows(MAKER, address(identifiers), _call(_entries(0, 300), MAKER, false));
        require(identifiers.balanceOf(MAKER) == 300, "count");
    }

    function test_oneThatIsRegisteredAlreadyStopsAll() external {
        _registerRecord(_numbered(2), MAKER);
        bytes memory call = _call(_entries(0, 4), MAKER, false);
        _refuses(MAKER, address(identifiers), call, IIdentifierRegistry.RecordExists.selector);
        require(identifiers.balanceOf(MAKER) == 1, "some were registered");
    }

    function testFuzz_onlyTheNamespacesHolderRegisters(address caller) external {
        if (caller == MAKER) return;
        bytes memory call = _call(_entries(0, 2), MAKER, false);
        _refuses(caller, address(identifiers), call, IPartyToken.NotHolder.selector);
    }

    function test_onlyPartiesOwn() external {
        bytes memory call = _call(_entries(0, 2), STRANGER, false);
        _refuses(MAKER, address(identifiers), call, IPartyRegistry.NotAParty.selector);
    }

    function test_aNamespaceThatIsNotLiveRegistersNone() external {
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, "")));
        bytes memory call = _call(_entries(0, 2), MAKER, false);
        _refuses(MAKER, address(identifiers), call, INamespaceRegistry.NamespaceNotLive.selector);
    }

    function test_contentsAndIdentifiersAreCheckedOneByOne() external {
        RecordEntry[] memory entries = _entries(0, 3);
        entries[2].content = RecordContent(SubjectKind.Party, bytes32(uint256(uint160(BUYER))), "");
        bytes4 refused = IIdentifierRegistry.InvalidSubject.selector;
        _refuses(MAKER, address(identifiers), _call(entries, MAKER, false), refused);
        entries = _entries(0, 3);
        entries[2].content.linkset = new bytes(8193);
        refused = IIdentifierRegistry.LinksetTooLong.selector;
        _refuses(MAKER, address(identifiers), _call(entries, MAKER, false), refused);
        entries = _entries(0, 3);
        entries[1].identifier = string.concat(_numbered(1), "\n");
        refused = IIdentifierRegistry.InvalidIdentifier.selector;
        _refuses(MAKER, address(identifiers), _call(entries, MAKER, false), refused);
    }

    /// @dev Authority is asked for once for what begins alike, and anew for what does not.
    function test_anIdentifierOfAnotherPrefixIsNotWavedThrough() external {
        RecordEntry[] memory entries = _entries(0, 3);
        entries[1].identifier = "01/09506001134352/21/1";
        _refuses(
            MAKER,
            address(identifiers),
            _call(entries, MAKER, false),
            INamespaceRegistry.UnknownNamespace.selector
        );

        _delegate(ROOT, 0, "9506001", BUYER);
        _refuses(MAKER, address(identifiers), _call(entries, MAKER, false), IPartyToken.NotHolder.selector);
        entries[1].identifier = "01/09506000234352/21/1";
        _delegate(MAKER, PREFIX_LENGTH, "95060002", BUYER);
        bytes4 refused = INamespaceRegistry.NotClosestAncestor.selector;
        _refuses(MAKER, address(identifiers), _call(entries, MAKER, false), refused);
        entries[1].identifier = "01/09506000134353/21/1";
        _allows(MAKER, address(identifiers), _call(entries, MAKER, false));
    }

    /// @dev Where an identifier may be a prefix itself, what another begins with decides nothing.
    function test_whereEveryIdentifierMayBeAPrefixEachIsAskedFor() external {
        namespaces.registerScheme("oid", PrefixRule.Oid, MAKER);
        vm.prank(MAKER);
        namespaces.delegate(OID, 0, "1.3.6.1", BUYER);
        RecordEntry[] memory entries = new RecordEntry[](2);
        entries[0] = RecordEntry("1.3.6", _noContent());
        entries[1] = RecordEntry("1.3.6.1.7", _noContent());
        bytes memory call = abi.encodeCall(identifiers.registerMany, (OID, 0, entries, MAKER, false));
        _refuses(MAKER, address(identifiers), call, INamespaceRegistry.NotClosestAncestor.selector);
        entries[1].identifier = "1.3.7";
        call = abi.encodeCall(identifiers.registerMany, (OID, 0, entries, MAKER, false));
        _allows(MAKER, address(identifiers), call);
    }

    function test_whatIsLockedNeverMoves() external {
        _allows(MAKER, address(identifiers), _call(_entries(0, 2), MAKER, true));
        uint256 record = uint256(RecordId.unwrap(identifiers.recordId(GS1, _numbered(1))));
        require(identifiers.locked(record), "not locked");
        bytes memory sale = abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, record));
        _refuses(MAKER, address(identifiers), sale, IPartyToken.NotTransferable.selector);

        _allows(MAKER, address(identifiers), abi.encodeCall(identifiers.suspend, (_name(_numbered(1)), "")));
        _refuses(MAKER, address(identifiers), sale, IPartyToken.NotTransferable.selector);
        _allows(MAKER, address(identifiers), abi.encodeCall(identifiers.resume, (_name(_numbered(1)), "")));
        bytes memory update = abi.encodeCall(identifiers.updateContent, (_name(_numbered(1)), _noContent()));
        _allows(MAKER, address(identifiers), update);
        require(identifiers.isLive(_name(_numbered(1))) && identifiers.locked(record), "lock");
        _refuses(MAKER, address(identifiers), sale, IPartyToken.NotTransferable.selector);
        _allows(MAKER, address(identifiers), abi.encodeCall(identifiers.retire, (_name(_numbered(1)), "")));
        require(identifiers.recordOf(RecordId.wrap(bytes32(record))).status == RecordStatus.Retired, "retired");
    }

    /// @dev What of a range was found out about one identifier is not believed of others.
    function testFuzz_oneInARangeStopsAll(uint64 first, uint64 count, uint64 from, uint8 place) external {
        (first, count, from) = (first % 40, 1 + (count % 4), from % 40);
        BatchId range = _issueRule(first, first + count - 1, BUYER);
        RecordEntry[] memory entries = _entries(from, 12);
        // Between them one of another width, and one without a number.
        entries[place % 12].identifier = string.concat(STEM, "0");
        entries[(uint256(place) + 1) % 12].identifier = string.concat(STEM, "x");
        bool within = false;
        for (uint64 i = 0; i < 12; ++i) {
            bool replaced = i == place % 12 || i == (uint256(place) + 1) % 12;
            within = within || (!replaced && from + i >= first && from + i < first + count);
        }
        bytes memory call = _call(entries, MAKER, false);
        if (within) _refuses(MAKER, address(identifiers), call, IIdentifierRegistry.IdentifierInRange.selector);
        else _allows(MAKER, address(identifiers), call);
        require(batches.ownerOf(uint256(BatchId.unwrap(range))) == BUYER, "range");
    }

    function test_thereIsNoLockOfNoToken() external {
        _refuses(MAKER, address(identifiers), abi.encodeCall(identifiers.locked, (1)));
        _registerRecord(IDENTIFIER, MAKER);
        require(identifiers.supportsInterface(0xb45a3c0e) && identifiers.supportsInterface(0x49064906), "ERC-165");
    }

    /// @dev What has no place for a prefix is the root's, each identifier for itself.
    function test_theRootRegistersManyThatCarryNoPrefix() external {
        RecordEntry[] memory entries = new RecordEntry[](2);
        entries[0] = RecordEntry("urn:one", _noContent());
        entries[1] = RecordEntry("urn:two", _noContent());
        bytes memory call = abi.encodeCall(identifiers.registerMany, (GS1, 0, entries, ROOT, false));
        _refuses(MAKER, address(identifiers), call, IPartyToken.NotHolder.selector);
        _allows(ROOT, address(identifiers), call);
        require(identifiers.isLive(_name("urn:one")) && identifiers.isLive(_name("urn:two")), "not registered");
    }

    function _entries(uint256 from, uint256 count) private pure returns (RecordEntry[] memory entries) {
        entries = new RecordEntry[](count);
        for (uint256 i = 0; i < count; ++i) {
            entries[i] = RecordEntry(_numbered(from + i), _noContent());
        }
    }

    function _call(RecordEntry[] memory entries, address owner, bool locked) private view returns (bytes memory) {
        return abi.encodeCall(identifiers.registerMany, (GS1, PREFIX_LENGTH, entries, owner, locked));
    }
}
