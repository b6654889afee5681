// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {
    Batch,
    BatchId,
    BatchKind,
    BatchStatus,
    IBatchRegistry,
    Manifest,
    Membership,
    MemberStatus,
    NumberRange
} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {
    IIdentifierRegistry,
    Record,
    RecordEntry,
    RecordId
} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {
    INamespaceRegistry,
    NamespaceId,
    PrefixRule,
    SchemeId
} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {NumberSpans, RangeUse} from "../../../contracts/identifiers/NumberSpans.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {BatchFixture} from "../fixtures/BatchFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract BatchRegistryTest is BatchFixture {
    function test_aBatchHoldsWhatItsEventSays() external {
        BatchId batch = _issueRule(1, 999_999, BUYER);
        Batch memory state = batches.batchOf(batch);
        require(state.owner == BUYER && state.epoch == 1, "holding");
        require(state.kind == BatchKind.Rule && state.status == BatchStatus.Active, "state");
        require(state.prefixLength == PREFIX_LENGTH && state.namespaceEpoch == 1, "issuer");
        bytes32 key = keccak256(abi.encode(GS1, keccak256(bytes(STEM)), keccak256(""), uint256(6)));
        bytes32 id = keccak256(abi.encode(key, uint256(1), uint256(999_999)));
        require(BatchId.unwrap(batch) == id, "id");

        batch = _issueRoot(keccak256("root"), 131_072, PARTNER);
        state = batches.batchOf(batch);
        require(state.owner == PARTNER && state.kind == BatchKind.Merkle, "list");
        id = keccak256(abi.encode(_listId(MANIFEST, 131_072), keccak256("root")));
        require(BatchId.unwrap(batch) == id, "id of a list");
    }

    function testFuzz_theMembersOfARuleAreItsNumbers(uint64 first, uint64 last, uint64 number) external {
        (first, last, number) = (first % 1_000_000, last % 1_000_000, number % 1_000_000);
        if (first > last) (first, last) = (last, first);
        BatchId batch = _issueRule(first, last, BUYER);
        bool isMember = number >= first && number <= last;
        MemberStatus status = isMember ? MemberStatus.Live : MemberStatus.None;
        _memberIs(batch, _numbered(number), _noProof(), status, isMember ? BUYER : address(0));
        (RangeUse use, BatchId range) = batches.rangeOf(GS1, _numbered(number));
        require(use == (isMember ? RangeUse.Batch : RangeUse.None), "use");
        require(BatchId.unwrap(range) == (isMember ? BatchId.unwrap(batch) : bytes32(0)), "range");
        (bool free, uint64 lowest, uint64 highest) = batches.gapAround(GS1, _numbered(number));
        require(free == !isMember, "free");
        require(lowest == (number > last ? last + 1 : 0), "gap from");
        require(
            highest ==
                (
                    isMember
                        ? 0
                        : number < first
                            ? first - 1
                            : type(uint64).max
                ),
            "gap to"
        );
    }

    function test_whatOnlyLooksLikeAMemberIsNone() external {
        BatchId batch = _issueRule(0, 999_999, BUYER);
        string[6] memory others = [
            string.concat(STEM, "00001"),
            string.concat(STEM, "0000001"),
            string.concat(STEM, "000001x"),
            string.concat("x", STEM, "000001"),
            "01/09506000134352/21/PM-000001",
            STEM
        ];
        for (uint256 i = 0; i < others.length; ++i) {
            _memberIs(batch, others[i], _noProof(), MemberStatus.None, address(0));
        }
        // Nor is a record one that the range does not hold.
        _registerRecord(others[0], PARTNER);
        _memberIs(batch, others[0], _noProof(), MemberStatus.None, address(0));
        _memberIs(BatchId.wrap(bytes32(uint256(1))), _numbered(1), _noProof(), MemberStatus.None, address(0));
    }

    function test_aTailIsPartOfTheRule() external {
        vm.prank(MAKER);
        BatchId batch = batches.issueRule(PREFIX_LENGTH, NumberRange(GS1, STEM, ".A", 3, 5, 7), BUYER);
        _memberIs(batch, string.concat(STEM, "006.A"), _noProof(), MemberStatus.Live, BUYER);
        _memberIs(batch, string.concat(STEM, "006.B"), _noProof(), MemberStatus.None, address(0));
        _memberIs(batch, string.concat(STEM, "006"), _noProof(), MemberStatus.None, address(0));
    }

    function testFuzz_onlyTheNamespacesHolderIssuesAndReserves(address caller) external {
        if (caller == MAKER) return;
        bytes4 refused = IPartyToken.NotHolder.selector;
        _refuses(caller, address(batches), _issueRuleCall(_range(0, 9)), refused);
        _refuses(caller, address(batches), _reserveCall(0, 9), refused);
        Manifest memory list = Manifest(keccak256("root"), MANIFEST, 1, "");
        bytes memory call = abi.encodeCall(batches.issueMerkle, (GS1, PREFIX, list, MAKER));
        _refuses(caller, address(batches), call, refused);
    }

    function test_onlyPartiesOwnBatches() external {
        bytes memory call = abi.encodeCall(batches.issueRule, (PREFIX_LENGTH, _range(0, 9), STRANGER));
        _refuses(MAKER, address(batches), call, IPartyRegistry.NotAParty.selector);
    }

    function test_theIssuerIsTheLongestPrefix() external {
        _delegate(MAKER, PREFIX_LENGTH, "95060001", BUYER);
        bytes4 refused = INamespaceRegistry.NotClosestAncestor.selector;
        _refuses(MAKER, address(batches), _issueRuleCall(_range(0, 9)), refused);
        bytes memory call = abi.encodeCall(batches.issueRule, (8, _range(0, 9), BUYER));
        _allows(BUYER, address(batches), call);
    }

    /// @dev What was issued stays issued: a prefix that is delegated later takes no range with it.
    function test_aLaterPrefixTakesNoMembers() external {
        BatchId batch = _issueRule(0, 9, PARTNER);
        _delegate(MAKER, PREFIX_LENGTH, "95060001", BUYER);
        _memberIs(batch, _numbered(3), _noProof(), MemberStatus.Live, PARTNER);
        bytes memory call = abi.encodeCall(identifiers.register, (_name(_numbered(3)), 8, _noContent(), BUYER));
        _refuses(BUYER, address(identifiers), call, IIdentifierRegistry.IdentifierInRange.selector);
        _allows(PARTNER, address(identifiers), _materialiseCall(batch, _numbered(3), _noProof(), PARTNER));
    }

    function test_malformedRangesAreRefused() external {
        string memory longest = string(new bytes(2043 - bytes(STEM).length));
        NumberRange[12] memory faulty = [
            NumberRange(GS1, string.concat(STEM, _spaces(longest)), "", 6, 0, 1),
            NumberRange(GS1, STEM, "\n", 6, 0, 1),
            NumberRange(GS1, STEM, "", 0, 0, 0),
            NumberRange(GS1, STEM, "", 20, 0, 0),
            NumberRange(GS1, STEM, "", 6, 5, 4),
            NumberRange(GS1, STEM, "", 3, 0, 1000),
            NumberRange(GS1, "01/09506000134352/21/1", "", 3, 0, 1),
            NumberRange(GS1, "", "", 3, 0, 1),
            NumberRange(GS1, STEM, "a1", 3, 0, 1),
            NumberRange(GS1, STEM, "-tail-too-long", 3, 0, 1),
            NumberRange(GS1, string.concat(STEM, "\n"), "", 3, 0, 1),
            NumberRange(GS1, "01/", "", 14, 9506000000000, 9506000999999)
        ];
        for (uint256 i = 0; i < faulty.length; ++i) {
            _refuses(MAKER, address(batches), _issueRuleCall(faulty[i]), IBatchRegistry.InvalidRange.selector);
        }
        NumberRange memory unknown = NumberRange(SchemeId.wrap("none"), STEM, "", 3, 0, 1);
        _refuses(MAKER, address(batches), _issueRuleCall(unknown), INamespaceRegistry.UnknownScheme.selector);
    }

    /// @dev The identifiers of such a range could each be delegated, and so have an issuer each.
    function test_whereAMemberCouldBeAPrefixThereAreNoRanges() external {
        SchemeId oid = SchemeId.wrap(keccak256("oid"));
        namespaces.registerScheme("oid", PrefixRule.Oid, MAKER);
        NumberRange memory arcs = NumberRange(oid, "1.3.6.1.4.1.99999.", "", 3, 100, 200);
        bytes memory call = abi.encodeCall(batches.issueRule, (0, arcs, MAKER));
        _refuses(MAKER, address(batches), call, IBatchRegistry.InvalidRange.selector);
    }

    function test_rangesDoNotOverlap() external {
        _issueRule(100, 200, BUYER);
        bytes4 refused = NumberSpans.RangeTaken.selector;
        uint64[2][6] memory taken = [
            [uint64(100), 200],
            [uint64(0), 100],
            [uint64(200), 300],
            [uint64(150), 160],
            [uint64(0), 999],
            [uint64(200), 200]
        ];
        for (uint256 i = 0; i < taken.length; ++i) {
            _refuses(MAKER, address(batches), _issueRuleCall(_range(taken[i][0], taken[i][1])), refused);
            _refuses(MAKER, address(batches), _reserveCall(taken[i][0], taken[i][1]), refused);
        }
        _issueRule(201, 300, BUYER);
        _issueRule(0, 99, BUYER);
    }

    function test_whatIsReservedIsNeitherRegisteredNorIssuedUntilReleased() external {
        _allows(MAKER, address(batches), _reserveCall(10, 20));
        bytes4 inRange = IIdentifierRegistry.IdentifierInRange.selector;
        _refuses(MAKER, address(identifiers), _registerCall(_numbered(10)), inRange);
        _refuses(MAKER, address(batches), _issueRuleCall(_range(20, 30)), NumberSpans.RangeTaken.selector);
        _memberIs(batches.ruleBatchId(_range(10, 20)), _numbered(10), _noProof(), MemberStatus.None, address(0));

        bytes4 notReserved = IBatchRegistry.NotReserved.selector;
        _refuses(BUYER, address(batches), _releaseCall(10, 20), IPartyToken.NotHolder.selector);
        _refuses(MAKER, address(batches), _releaseCall(10, 19), notReserved);
        _refuses(MAKER, address(batches), _releaseCall(11, 20), notReserved);
        bytes memory nothing = abi.encodeCall(batches.release, (0, _range(0, 0)));
        _refuses(ROOT, address(batches), nothing, notReserved);
        _allows(MAKER, address(batches), _releaseCall(10, 20));
        _refuses(MAKER, address(batches), _releaseCall(10, 20), notReserved);
        _allows(MAKER, address(identifiers), _registerCall(_numbered(10)));
        _issueRule(10, 20, BUYER);
        _refuses(MAKER, address(batches), _releaseCall(10, 20), IBatchRegistry.RangeIsIssued.selector);
    }

    function test_aReservationIsItsNamespacesWhoeverHoldsIt() external {
        _allows(MAKER, address(batches), _reserveCall(10, 20));
        bytes memory sale = abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, _namespaceToken(PREFIX)));
        _allows(MAKER, address(namespaces), sale);
        _refuses(MAKER, address(batches), _releaseCall(10, 20), IPartyToken.NotHolder.selector);
        _delegate(BUYER, PREFIX_LENGTH, "95060001", PARTNER);
        bytes memory byChild = abi.encodeCall(batches.release, (8, _range(10, 20)));
        _refuses(PARTNER, address(batches), byChild, IBatchRegistry.NotReserved.selector);
        _allows(BUYER, address(batches), _releaseCall(10, 20));
    }

    function test_noManyOfARangeEither() external {
        _issueRule(10, 20, BUYER);
        RecordEntry[] memory entries = new RecordEntry[](2);
        entries[0] = RecordEntry(_numbered(9), _noContent());
        entries[1] = RecordEntry(_numbered(10), _noContent());
        bytes memory call = abi.encodeCall(identifiers.registerMany, (GS1, PREFIX_LENGTH, entries, MAKER, false));
        _refuses(MAKER, address(identifiers), call, IIdentifierRegistry.IdentifierInRange.selector);
    }

    function test_aMemberBecomesARecordOnce() external {
        BatchId batch = _issueRule(10, 20, BUYER);
        bytes memory call = _materialiseCall(batch, _numbered(12), _noProof(), PARTNER);
        _refuses(MAKER, address(identifiers), call, IPartyToken.NotHolder.selector);
        _allows(BUYER, address(identifiers), call);
        RecordId record = identifiers.recordId(GS1, _numbered(12));
        Record memory state = identifiers.recordOf(record);
        require(state.owner == PARTNER && state.version == 1, "record");
        require(state.prefixLength == PREFIX_LENGTH && state.namespaceEpoch == 1, "issuer");
        _memberIs(batch, _numbered(12), _noProof(), MemberStatus.Recorded, PARTNER);
        _memberIs(batch, _numbered(13), _noProof(), MemberStatus.Live, BUYER);
        _refuses(BUYER, address(identifiers), call, IIdentifierRegistry.RecordExists.selector);
    }

    function test_whatIsRegisteredSinglyIsNotMaterialised() external {
        _registerRecord(_numbered(12), PARTNER);
        BatchId batch = _issueRule(10, 20, BUYER);
        _memberIs(batch, _numbered(12), _noProof(), MemberStatus.Recorded, PARTNER);
        bytes memory call = _materialiseCall(batch, _numbered(12), _noProof(), BUYER);
        _refuses(BUYER, address(identifiers), call, IIdentifierRegistry.RecordExists.selector);
    }

    function test_aTransferMovesAllThatHaveNoRecord() external {
        BatchId batch = _issueRule(10, 20, BUYER);
        _allows(BUYER, address(identifiers), _materialiseCall(batch, _numbered(10), _noProof(), BUYER));
        bytes memory sale = abi.encodeCall(IERC721.transferFrom, (BUYER, PARTNER, uint256(BatchId.unwrap(batch))));
        _allows(BUYER, address(batches), sale);
        _memberIs(batch, _numbered(10), _noProof(), MemberStatus.Recorded, BUYER);
        _memberIs(batch, _numbered(11), _noProof(), MemberStatus.Live, PARTNER);
        bytes memory call = _materialiseCall(batch, _numbered(11), _noProof(), BUYER);
        _refuses(BUYER, address(identifiers), call, IPartyToken.NotHolder.selector);
        _refuses(MAKER, address(identifiers), call, IPartyToken.NotHolder.selector);
        _allows(PARTNER, address(identifiers), call);
    }

    function testFuzz_revokingEndsJustThoseMembers(uint64 first, uint64 last, uint64 probe) external {
        (first, last) = (first % 3000, last % 3000);
        if (first > last) (first, last) = (last, first);
        BatchId batch = _issueRule(0, 2999, BUYER);
        bytes memory call = abi.encodeCall(batches.revokeMembers, (batch, first, last, "recalled"));
        _refuses(MAKER, address(batches), call, IPartyToken.NotHolder.selector);
        _allows(BUYER, address(batches), call);
        uint64[5] memory probes = [probe % 3000, first, last, first == 0 ? 0 : first - 1, last + 1];
        for (uint256 i = 0; i < 5; ++i) {
            if (probes[i] > 2999) continue;
            bool revoked = probes[i] >= first && probes[i] <= last;
            require(batches.isMemberRevoked(batch, probes[i]) == revoked, "bit");
            MemberStatus status = revoked ? MemberStatus.Revoked : MemberStatus.Live;
            _memberIs(batch, _numbered(probes[i]), _noProof(), status, BUYER);
        }
        bytes4 refused = IIdentifierRegistry.NotMaterialisable.selector;
        call = _materialiseCall(batch, _numbered(first), _noProof(), BUYER);
        _refuses(BUYER, address(identifiers), call, refused);
    }

    function test_whatWasRevokedBeforeStaysRevoked() external {
        BatchId batch = _issueRule(0, 999, MAKER);
        _allows(MAKER, address(batches), abi.encodeCall(batches.revokeMembers, (batch, 3, 5, "")));
        _allows(MAKER, address(batches), abi.encodeCall(batches.revokeMembers, (batch, 250, 260, "")));
        uint64[4] memory revoked = [uint64(3), 5, 250, 260];
        for (uint256 i = 0; i < 4; ++i) require(batches.isMemberRevoked(batch, revoked[i]), "came back");
        require(!batches.isMemberRevoked(batch, 6) && !batches.isMemberRevoked(batch, 261), "too many");
    }

    function test_howManyAreRevokedAtOnceIsBounded() external {
        BatchId batch = _issueRule(0, 999_999, MAKER);
        bytes4 refused = IBatchRegistry.InvalidMembers.selector;
        _refuses(MAKER, address(batches), abi.encodeCall(batches.revokeMembers, (batch, 1, 0, "")), refused);
        _refuses(MAKER, address(batches), abi.encodeCall(batches.revokeMembers, (batch, 0, 65_536, "")), refused);
        _allows(MAKER, address(batches), abi.encodeCall(batches.revokeMembers, (batch, 100, 65_635, "")));
        uint64 end = type(uint64).max;
        _allows(MAKER, address(batches), abi.encodeCall(batches.revokeMembers, (batch, end, end, "")));
    }

    function test_revokingTheBatchEndsAllAndFreesNone() external {
        BatchId batch = _issueRule(10, 20, BUYER);
        _allows(BUYER, address(identifiers), _materialiseCall(batch, _numbered(10), _noProof(), BUYER));
        bytes memory call = abi.encodeCall(batches.revoke, (batch, "sold twice"));
        _refuses(MAKER, address(batches), call, IPartyToken.NotHolder.selector);
        _allows(BUYER, address(batches), call);
        _refuses(BUYER, address(batches), call, IBatchRegistry.BatchIsRevoked.selector);
        (, , bool live) = batches.holdingOf(uint256(BatchId.unwrap(batch)));
        require(!live, "live");

        _memberIs(batch, _numbered(10), _noProof(), MemberStatus.Recorded, BUYER);
        _memberIs(batch, _numbered(11), _noProof(), MemberStatus.Revoked, BUYER);
        bytes memory mint = _materialiseCall(batch, _numbered(11), _noProof(), BUYER);
        _refuses(BUYER, address(identifiers), mint, IIdentifierRegistry.NotMaterialisable.selector);
        bytes4 inRange = IIdentifierRegistry.IdentifierInRange.selector;
        _refuses(MAKER, address(identifiers), _registerCall(_numbered(11)), inRange);
        _refuses(MAKER, address(batches), _issueRuleCall(_range(10, 20)), NumberSpans.RangeTaken.selector);
        bytes memory sale = abi.encodeCall(IERC721.transferFrom, (BUYER, PARTNER, uint256(BatchId.unwrap(batch))));
        _refuses(BUYER, address(batches), sale, IPartyToken.NotTransferable.selector);
        bytes memory members = abi.encodeCall(batches.revokeMembers, (batch, 0, 0, ""));
        _refuses(BUYER, address(batches), members, IBatchRegistry.BatchIsRevoked.selector);
    }

    function test_unknownBatchesAreRefused() external {
        BatchId none = BatchId.wrap(keccak256("none"));
        bytes4 refused = IBatchRegistry.UnknownBatch.selector;
        _refuses(MAKER, address(batches), abi.encodeCall(batches.revoke, (none, "")), refused);
        _refuses(MAKER, address(batches), abi.encodeCall(batches.revokeMembers, (none, 0, 0, "")), refused);
        bytes memory mint = _materialiseCall(none, _numbered(1), _noProof(), MAKER);
        _refuses(MAKER, address(identifiers), mint, IIdentifierRegistry.NotMaterialisable.selector);
    }

    function test_membersRestWhileTheIssuerIsNotLive() external {
        BatchId batch = _issueRule(10, 20, BUYER);
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, "")));
        _memberIs(batch, _numbered(10), _noProof(), MemberStatus.Suspended, BUYER);
        bytes memory mint = _materialiseCall(batch, _numbered(10), _noProof(), BUYER);
        _refuses(BUYER, address(identifiers), mint, IIdentifierRegistry.NotMaterialisable.selector);
        bytes4 refused = INamespaceRegistry.NamespaceNotLive.selector;
        _refuses(MAKER, address(batches), _issueRuleCall(_range(30, 40)), refused);
        _refuses(MAKER, address(batches), _reserveCall(30, 40), refused);
        _allows(BUYER, address(batches), abi.encodeCall(batches.revokeMembers, (batch, 0, 0, "")));
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.reinstate, (GS1, PREFIX, 0, "")));
        _memberIs(batch, _numbered(10), _noProof(), MemberStatus.Revoked, BUYER);
        _memberIs(batch, _numbered(11), _noProof(), MemberStatus.Live, BUYER);
    }

    function test_manifestsAreWholeAndNotIssuedTwice() external {
        Manifest[4] memory faulty = [
            Manifest(0, MANIFEST, 1, ""),
            Manifest(keccak256("root"), 0, 1, ""),
            Manifest(keccak256("root"), MANIFEST, 0, ""),
            Manifest(keccak256("root"), MANIFEST, 1, string(new bytes(2049)))
        ];
        for (uint256 i = 0; i < faulty.length; ++i) {
            bytes memory call = abi.encodeCall(batches.issueMerkle, (GS1, PREFIX, faulty[i], MAKER));
            _refuses(MAKER, address(batches), call, IBatchRegistry.InvalidManifest.selector);
        }
        _issueRoot(keccak256("root"), 4, MAKER);
        Manifest memory again = Manifest(keccak256("root"), MANIFEST, 4, "https://example.com/elsewhere");
        bytes memory twice = abi.encodeCall(batches.issueMerkle, (GS1, PREFIX, again, BUYER));
        _refuses(MAKER, address(batches), twice, IBatchRegistry.BatchExists.selector);
    }

    function test_reasonsAreBounded() external {
        BatchId batch = _issueRule(0, 9, MAKER);
        string memory reason = string(new bytes(1025));
        bytes4 refused = IBatchRegistry.ReasonTooLong.selector;
        _refuses(MAKER, address(batches), abi.encodeCall(batches.revoke, (batch, reason)), refused);
        _refuses(MAKER, address(batches), abi.encodeCall(batches.revokeMembers, (batch, 0, 0, reason)), refused);
    }

    function test_itSaysWhatItIs() external view {
        require(batches.supportsInterface(type(IBatchRegistry).interfaceId), "ERC-165");
        require(batches.supportsInterface(type(IERC721).interfaceId), "ERC-721");
    }

    function _spaces(string memory blank) private pure returns (string memory) {
        for (uint256 i = 0; i < bytes(blank).length; ++i) bytes(blank)[i] = " ";
        return blank;
    }

    function testFuzz_theIdOfAListIsTheHashOfWhatItSays(bytes32 namespace, Manifest memory list) external view {
        bytes32 tag = keccak256("cadastre.batch.list.v1");
        bytes32 listed = keccak256(abi.encode(tag, namespace, list.manifest, list.count));
        BatchId id = batches.merkleBatchId(NamespaceId.wrap(namespace), list);
        require(BatchId.unwrap(id) == keccak256(abi.encode(listed, list.root)), "id");
        list.uri = string.concat(list.uri, "elsewhere");
        require(
            BatchId.unwrap(batches.merkleBatchId(NamespaceId.wrap(namespace), list)) == BatchId.unwrap(id),
            "where it lies is no part of it"
        );
    }

    function testFuzz_aBatchHasNoMembersOfAnothersRange(uint64 number) external {
        number = number % 200;
        BatchId first = _issueRule(0, 99, BUYER);
        BatchId second = _issueRule(100, 199, BUYER);
        (BatchId its, BatchId other) = number < 100 ? (first, second) : (second, first);
        _memberIs(its, _numbered(number), _noProof(), MemberStatus.Live, BUYER);
        _memberIs(other, _numbered(number), _noProof(), MemberStatus.None, address(0));
    }

    function testFuzz_aMembershipSaysWhoIssuedIt(uint64 first, uint64 index, bool frozen, bool revoked) external {
        (first, index) = (first % 900_000, index % 100);
        BatchId batch = _issueRule(first, first + 99, BUYER);
        bytes memory revoke = abi.encodeCall(batches.revokeMembers, (batch, index, index, ""));
        if (revoked) _allows(BUYER, address(batches), revoke);
        vm.prank(address(supervision));
        batches.setFrozen(BatchId.unwrap(batch), frozen);
        Membership memory member = batches.membershipOf(batch, GS1, _numbered(first + index), _noProof());
        require(member.status == (revoked ? MemberStatus.Revoked : MemberStatus.Live), "status");
        require(member.owner == BUYER && member.index == index && member.frozen == frozen, "member");
        require(member.prefixLength == PREFIX_LENGTH && member.namespaceEpoch == 1, "issuer");
        bytes32 issuer = bytes32(_namespaceToken(PREFIX));
        require(NamespaceId.unwrap(member.namespace) == issuer, "namespace");
        require(
            batches.membershipOf(batch, GS1, _numbered(first + 100), _noProof()).status == MemberStatus.None,
            "beyond its end"
        );
    }

    function testFuzz_aReservationIsReleasedWholeByItsNamespaceAlone(
        address caller,
        uint64 first,
        uint64 count,
        uint64 number
    ) external {
        if (caller == MAKER || caller == address(parties)) return;
        (first, count, number) = (first % 500_000, 2 + (count % 400_000), number % 1_000_000);
        uint64 last = first + count - 1;
        bytes memory reserve = _reserveCall(first, last);
        _refuses(caller, address(batches), reserve, IPartyToken.NotHolder.selector);
        _allows(MAKER, address(batches), reserve);
        (RangeUse use, ) = batches.rangeOf(GS1, _numbered(number));
        bool within = number >= first && number <= last;
        require((use == RangeUse.Reserved) == within, "use");
        _refuses(caller, address(batches), _releaseCall(first, last), IPartyToken.NotHolder.selector);
        _refuses(MAKER, address(batches), _releaseCall(first, last - 1), IBatchRegistry.NotReserved.selector);
        _refuses(MAKER, address(batches), _releaseCall(first + 1, last), IBatchRegistry.NotReserved.selector);
        _allows(MAKER, address(batches), _releaseCall(first, last));
        _refuses(MAKER, address(batches), _releaseCall(first, last), IBatchRegistry.NotReserved.selector);
        (use, ) = batches.rangeOf(GS1, _numbered(number));
        require(use == RangeUse.None, "not released");
    }

    function test_beneathASuspensionNothingIsReleased() external {
        _allows(MAKER, address(batches), _reserveCall(1, 9));
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, "")));
        bytes4 notLive = INamespaceRegistry.NamespaceNotLive.selector;
        _refuses(MAKER, address(batches), _releaseCall(1, 9), notLive);
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.reinstate, (GS1, PREFIX, 0, "")));
        _allows(MAKER, address(batches), _releaseCall(1, 9));
    }
}
