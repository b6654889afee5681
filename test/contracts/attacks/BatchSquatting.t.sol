// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {
    BatchId,
    BatchStatus,
    Manifest,
    MemberStatus,
    NumberRange
} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {IIdentifierRegistry} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {INamespaceRegistry, NamespaceId, SchemeId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {MemberProof} from "../../../contracts/identifiers/MembershipProofs.sol";
import {NumberSpans} from "../../../contracts/identifiers/NumberSpans.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {BatchFixture} from "../fixtures/BatchFixture.sol";
import {ReentrantParty} from "../fixtures/Hostile.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack classes 6 and 15 of batches: someone takes a range or a list before the one it belongs to, or spells it in
/// another way.
contract BatchSquattingAttackTest is BatchFixture {
    bytes4 private constant REFUSED = IIdentifierRegistry.NotMaterialisable.selector;

    function setUp() public override {
        super.setUp();
        _delegate(ROOT, 0, "9506001", BUYER);
    }

    /// @dev Who sees the maker's call before it is mined: with its arguments, in its own name, for another owner.
    function test_aRivalIssuesNothingUnderAnothersPrefix() external {
        bytes memory rule = abi.encodeCall(batches.issueRule, (PREFIX_LENGTH, _range(0, 99), BUYER));
        _refuses(BUYER, address(batches), rule, IPartyToken.NotHolder.selector);
        Manifest memory list = Manifest("root", MANIFEST, 1, "");
        bytes memory merkle = abi.encodeCall(batches.issueMerkle, (GS1, PREFIX, list, BUYER));
        _refuses(BUYER, address(batches), merkle, IPartyToken.NotHolder.selector);
        _refuses(BUYER, address(batches), _reserveCall(0, 99), IPartyToken.NotHolder.selector);
        _allows(MAKER, address(batches), _issueRuleCall(_range(0, 99)));
    }

    /// @dev The same root and manifest under the rival's own prefix is another batch, of which nothing is a member.
    function test_aCopiedListTakesNothing() external {
        bytes32[] memory leaves = _leaves(4);
        bytes32 root = _rootOf(leaves);
        vm.prank(BUYER);
        BatchId copy = batches.issueMerkle(GS1, "9506001", Manifest(root, MANIFEST, 4, ""), BUYER);
        BatchId batch = _issueList(leaves, MAKER);
        require(BatchId.unwrap(copy) != BatchId.unwrap(batch), "the copy took the id");
        MemberProof memory proof = _proof(leaves, 2);
        _memberIs(copy, _listed(2), proof, MemberStatus.None, address(0));
        _refuses(BUYER, address(identifiers), _materialiseCall(copy, _listed(2), proof, BUYER), REFUSED);
        _memberIs(batch, _listed(2), proof, MemberStatus.Live, MAKER);
    }

    /// @dev A length of prefix says whose it shall be; the contract takes the prefix out of the stem.
    function test_noLengthOfPrefixReachesAnothersRange() external {
        for (uint16 length = 0; length < 256; ++length) {
            bytes memory call = abi.encodeCall(batches.issueRule, (uint8(length), _range(0, 99), BUYER));
            _refuses(BUYER, address(batches), call);
        }
    }

    /// @dev What is out of hand is not taken back by a batch: a record keeps its owner, and its identifier is nobody's to mint.
    function test_aRangeTakesNoRecordThatIsThere() external {
        _allows(MAKER, address(identifiers), _registerCall(_numbered(7)));
        uint256 token = uint256(keccak256(abi.encode(GS1, keccak256(bytes(_numbered(7))))));
        vm.prank(MAKER);
        identifiers.transferFrom(MAKER, PARTNER, token);
        BatchId batch = _issueRule(0, 99, MAKER);
        _memberIs(batch, _numbered(7), _noProof(), MemberStatus.Recorded, PARTNER);
        _refuses(
            MAKER,
            address(identifiers),
            _materialiseCall(batch, _numbered(7), _noProof(), MAKER),
            IIdentifierRegistry.RecordExists.selector
        );
        vm.prank(MAKER);
        batches.revoke(batch, "");
        require(identifiers.ownerOf(token) == PARTNER, "taken");
    }

    /// @dev Leading zeros count: 7, 07 and 000007 are three identifiers, of three ranges.
    function test_aNumberIsOneOfItsWidthAlone() external {
        BatchId batch = _issueRule(0, 99, MAKER);
        string[4] memory others = ["7", "07", "00007", "0000007"];
        for (uint256 i = 0; i < others.length; ++i) {
            string memory other = string.concat(STEM, others[i]);
            _memberIs(batch, other, _noProof(), MemberStatus.None, address(0));
            _allows(MAKER, address(identifiers), _registerCall(other));
        }
        _memberIs(batch, _numbered(7), _noProof(), MemberStatus.Live, MAKER);
    }

    /// @dev Neither a digit that wanders from the stem to the number nor one from the tail makes the same range another.
    function test_noDigitWandersBetweenStemNumberAndTail() external {
        _issueRule(0, 99, MAKER);
        bytes4 malformed = bytes4(keccak256("InvalidRange()"));
        NumberRange memory wandered = NumberRange(GS1, string.concat(STEM, "0"), "", 5, 0, 99);
        _refuses(MAKER, address(batches), _issueRuleCall(wandered), malformed);
        wandered = NumberRange(GS1, STEM, "0", 5, 0, 9);
        _refuses(MAKER, address(batches), _issueRuleCall(wandered), malformed);
        NumberRange memory again = NumberRange(GS1, STEM, "", 6, 99, 200);
        _refuses(MAKER, address(batches), _issueRuleCall(again), NumberSpans.RangeTaken.selector);
    }

    function testFuzz_rangesOfDifferentIdentifiersHaveDifferentIds(
        string memory stem,
        string memory otherStem,
        string memory tail,
        string memory otherTail,
        uint8 width,
        uint8 otherWidth
    ) external view {
        bool same = keccak256(abi.encode(stem, tail, width)) == keccak256(abi.encode(otherStem, otherTail, otherWidth));
        BatchId one = batches.ruleBatchId(NumberRange(GS1, stem, tail, width, 0, 9));
        BatchId other = batches.ruleBatchId(NumberRange(GS1, otherStem, otherTail, otherWidth, 0, 9));
        require((BatchId.unwrap(one) == BatchId.unwrap(other)) == same, "ids");
        BatchId elsewhere = batches.ruleBatchId(NumberRange(SchemeId.wrap("x"), stem, tail, width, 0, 9));
        require(BatchId.unwrap(one) != BatchId.unwrap(elsewhere), "scheme");
    }

    /// @dev A receiver that makes records out of the batch while it is being handed over: the batch is its own by then, and
    /// what it makes stays what it is.
    function test_aReceiverThatCallsBackFindsAFinalState() external {
        BatchId batch = _issueRule(0, 99, BUYER);
        ReentrantParty hostile = new ReentrantParty(parties);
        hostile.prepare(address(identifiers), _materialiseCall(batch, _numbered(1), _noProof(), address(hostile)));
        bytes memory call = abi.encodeWithSignature(
            "safeTransferFrom(address,address,uint256)",
            BUYER,
            address(hostile),
            uint256(BatchId.unwrap(batch))
        );
        _allows(BUYER, address(batches), call);
        require(hostile.called() && hostile.succeeded(), "the hook was not played");
        _memberIs(batch, _numbered(1), _noProof(), MemberStatus.Recorded, address(hostile));
        _memberIs(batch, _numbered(2), _noProof(), MemberStatus.Live, address(hostile));
        _refuses(BUYER, address(identifiers), _materialiseCall(batch, _numbered(2), _noProof(), BUYER));
    }

    /// @dev Whom a member or a batch is made for is not called: it can neither refuse nor come back in between.
    function test_makingCallsNoHook() external {
        ReentrantParty hostile = new ReentrantParty(parties);
        BatchId batch = _issueRule(0, 99, address(hostile));
        require(!hostile.called(), "issuing called");
        BatchId own = _issueRule(100, 199, BUYER);
        bytes memory call = _materialiseCall(own, _numbered(101), _noProof(), address(hostile));
        _allows(BUYER, address(identifiers), call);
        require(!hostile.called(), "making a record called");
        require(batches.batchOf(batch).status == BatchStatus.Active, "status");
        require(IERC721(address(batches)).balanceOf(address(hostile)) == 1, "balance");
    }

    function test_unknownNamespacesIssueNothing() external {
        NamespaceId unknown = namespaces.namespaceId(GS1, "1");
        require(!namespaces.isLive(GS1, "1") && NamespaceId.unwrap(unknown) != 0, "known");
        bytes memory call = abi.encodeCall(batches.issueMerkle, (GS1, "1", Manifest("root", MANIFEST, 1, ""), BUYER));
        _refuses(BUYER, address(batches), call, INamespaceRegistry.UnknownNamespace.selector);
    }
}
