// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {BatchId, Manifest, MemberStatus} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {IIdentifierRegistry, RecordContent, SubjectKind} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {MemberProof} from "../../../contracts/identifiers/MembershipProofs.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {BatchFixture} from "../fixtures/BatchFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 11: inner nodes as leaves, proofs of other batches and chains, a member claimed twice or after its end.
contract MerkleFaultsAttackTest is BatchFixture {
    bytes4 private constant REFUSED = IIdentifierRegistry.NotMaterialisable.selector;

    function testFuzz_everyMemberIsProvableAndNoOther(uint8 size, uint8 pick) external {
        uint64 count = 1 + (size % 20);
        uint64 index = pick % count;
        bytes32[] memory leaves = _leaves(count);
        BatchId batch = _issueList(leaves, BUYER);
        MemberProof memory proof = _proof(leaves, index);
        _memberIs(batch, _listed(index), proof, MemberStatus.Live, BUYER);
        _memberIs(batch, _listed((index + 1) % 20), _proof(leaves, index), MemberStatus.None, address(0));
        _allows(BUYER, address(identifiers), _materialiseCall(batch, _listed(index), proof, PARTNER));
        _memberIs(batch, _listed(index), proof, MemberStatus.Recorded, PARTNER);
    }

    function testFuzz_aProofThatWasTouchedProvesNothing(uint8 field, bytes32 noise) external {
        bytes32[] memory leaves = _leaves(7);
        BatchId batch = _issueList(leaves, BUYER);
        MemberProof memory proof = _proof(leaves, 2);
        if (noise == 0) return;
        if (field % 6 == 0) proof.index ^= uint64(1 + (uint256(noise) % 3));
        if (field % 6 == 1) proof.count += uint64(1 + (uint256(noise) % 9));
        if (field % 6 == 2) proof.manifest ^= noise;
        if (field % 6 == 3) proof.contentDigest ^= noise;
        if (field % 6 == 4) proof.path[uint256(noise) % 3] ^= noise;
        if (field % 6 == 5) proof.path = new bytes32[](uint256(noise) % 3);
        _memberIs(batch, _listed(2), proof, MemberStatus.None, address(0));
        _refuses(BUYER, address(identifiers), _materialiseCall(batch, _listed(2), proof, BUYER), REFUSED);
    }

    /// @dev Second preimage: a shorter path with an inner node where the leaf belongs. Leaves are hashed twice and typed, so
    /// no identifier, index and content make one; here the node stands for each of them in turn.
    function test_anInnerNodeIsNoLeaf() external {
        bytes32[] memory leaves = _leaves(4);
        BatchId batch = _issueList(leaves, BUYER);
        bytes32 node = Hashes.commutativeKeccak256(leaves[0], leaves[1]);
        bytes32[] memory path = new bytes32[](1);
        path[0] = Hashes.commutativeKeccak256(leaves[2], leaves[3]);
        string[3] memory guises = [
            string.concat("01/09506000134352/21/", string(abi.encodePacked(node))),
            string.concat("01/09506000134352/21/", string(abi.encodePacked(leaves[0], leaves[1]))),
            _listed(0)
        ];
        for (uint256 i = 0; i < guises.length; ++i) {
            MemberProof memory proof = MemberProof(MANIFEST, 4, 0, node, path);
            _memberIs(batch, guises[i], proof, MemberStatus.None, address(0));
        }
    }

    /// @dev Where the root itself is taken for the leaf of a tree of one.
    function test_theRootIsNoLeaf() external {
        bytes32[] memory leaves = _leaves(2);
        BatchId batch = _issueList(leaves, BUYER);
        MemberProof memory proof = MemberProof(MANIFEST, 2, 0, _rootOf(leaves), new bytes32[](0));
        _memberIs(batch, _listed(0), proof, MemberStatus.None, address(0));
    }

    /// @dev A tree with more leaves than were said: those too deep, or with an index beyond the count, are no members.
    function test_aTreeIsNotExtendedBeyondItsCount() external {
        bytes32 list = _listId(MANIFEST, 2);
        bytes32[] memory leaves = new bytes32[](4);
        for (uint64 i = 0; i < 4; ++i) {
            leaves[i] = _leaf(list, i, _listed(i), 0);
        }
        BatchId batch = _issueRoot(_rootOf(leaves), 2, BUYER);
        for (uint64 i = 0; i < 4; ++i) {
            MemberProof memory proof = MemberProof(MANIFEST, 2, i, 0, _pathOf(leaves, i));
            _memberIs(batch, _listed(i), proof, MemberStatus.None, address(0));
        }
    }

    /// @dev A tree of the right height whose leaf has an index that no member has: nobody could revoke it by the manifest.
    function test_anIndexBeyondTheCountIsNoMembers() external {
        bytes32 list = _listId(MANIFEST, 2);
        bytes32[] memory leaves = new bytes32[](2);
        leaves[0] = _leaf(list, 0, _listed(0), 0);
        leaves[1] = _leaf(list, 2, _listed(1), 0);
        BatchId batch = _issueList(leaves, BUYER);
        MemberProof memory proof = MemberProof(MANIFEST, 2, 2, 0, _pathOf(leaves, 1));
        _memberIs(batch, _listed(1), proof, MemberStatus.None, address(0));
        _memberIs(batch, _listed(0), _proof(leaves, 0), MemberStatus.Live, BUYER);
    }

    function test_aProofForAnotherBatchProvesNothing() external {
        bytes32[] memory leaves = _leaves(4);
        BatchId batch = _issueList(leaves, BUYER);
        vm.prank(MAKER);
        Manifest memory other = Manifest(_rootOf(leaves), keccak256("other manifest"), 4, "");
        BatchId copy = batches.issueMerkle(GS1, PREFIX, other, PARTNER);

        MemberProof memory proof = _proof(leaves, 1);
        _memberIs(copy, _listed(1), proof, MemberStatus.None, address(0));
        proof.manifest = keccak256("other manifest");
        _memberIs(copy, _listed(1), proof, MemberStatus.None, address(0));
        _memberIs(batch, _listed(1), proof, MemberStatus.None, address(0));
    }

    /// @dev The same list under another namespace: the leaves name the one that issued them.
    function test_anotherNamespacesCopyProvesNothing() external {
        bytes32[] memory leaves = _leaves(4);
        _issueList(leaves, BUYER);
        _delegate(ROOT, 0, "9506001", PARTNER);
        vm.prank(PARTNER);
        BatchId copy = batches.issueMerkle(GS1, "9506001", Manifest(_rootOf(leaves), MANIFEST, 4, ""), PARTNER);
        MemberProof memory proof = _proof(leaves, 1);
        _refuses(PARTNER, address(identifiers), _materialiseCall(copy, _listed(1), proof, PARTNER), REFUSED);
    }

    /// @dev Who holds a prefix can put anything into a tree, but prove only what lies beneath its prefix.
    function test_foreignIdentifiersInAListAreNoMembers() external {
        _delegate(ROOT, 0, "9506001", PARTNER);
        bytes32 list = keccak256(
            abi.encode(
                keccak256("cadastre.batch.list.v1"),
                namespaces.namespaceId(GS1, "9506001"),
                MANIFEST,
                uint256(1)
            )
        );
        bytes32[] memory leaves = new bytes32[](1);
        leaves[0] = _leaf(list, 0, IDENTIFIER, 0);
        vm.prank(PARTNER);
        BatchId batch = batches.issueMerkle(GS1, "9506001", Manifest(leaves[0], MANIFEST, 1, ""), PARTNER);
        MemberProof memory proof = MemberProof(MANIFEST, 1, 0, 0, new bytes32[](0));
        _memberIs(batch, IDENTIFIER, proof, MemberStatus.None, address(0));
        _refuses(PARTNER, address(identifiers), _materialiseCall(batch, IDENTIFIER, proof, PARTNER), REFUSED);
    }

    /// @dev A list may hold anything: what lies beneath no prefix, or beneath one that nobody has, is no member.
    function test_whatTheNamespaceCannotIssueIsNoMember() external {
        string[3] memory texts = ["no key at all", "01/07770000134352/21/A", "01/0950"];
        bytes32[] memory leaves = new bytes32[](3);
        for (uint64 i = 0; i < 3; ++i) leaves[i] = _leaf(_listId(MANIFEST, 3), i, texts[i], 0);
        BatchId batch = _issueList(leaves, BUYER);
        for (uint64 i = 0; i < 3; ++i) {
            _memberIs(batch, texts[i], _proof(leaves, i), MemberStatus.None, address(0));
            bytes memory call = _materialiseCall(batch, texts[i], _proof(leaves, i), BUYER);
            _refuses(BUYER, address(identifiers), call, REFUSED);
        }
    }

    function test_aProofForAnotherChainProvesNothing() external {
        bytes32[] memory leaves = _leaves(4);
        BatchId batch = _issueList(leaves, BUYER);
        MemberProof memory proof = _proof(leaves, 1);
        _memberIs(batch, _listed(1), proof, MemberStatus.Live, BUYER);
        vm.chainId(block.chainid + 1);
        _memberIs(batch, _listed(1), proof, MemberStatus.None, address(0));
        _refuses(BUYER, address(identifiers), _materialiseCall(batch, _listed(1), proof, BUYER), REFUSED);
    }

    /// @dev What a list may hold and no record ever could is not told as a member that waits for one.
    function test_aListedTextThatIsNoIdentifierIsNoMember() external {
        string[2] memory texts = [
            string.concat(_listed(0), "\n"),
            string.concat(_listed(0), string(_letters(2049 - bytes(_listed(0)).length)))
        ];
        bytes32[] memory leaves = new bytes32[](3);
        for (uint64 i = 0; i < 2; ++i) leaves[i] = _leaf(_listId(MANIFEST, 3), i, texts[i], 0);
        leaves[2] = _leaf(_listId(MANIFEST, 3), 2, _listed(2), 0);
        BatchId batch = _issueList(leaves, BUYER);
        for (uint64 i = 0; i < 2; ++i) {
            _memberIs(batch, texts[i], _proof(leaves, i), MemberStatus.None, address(0));
            bytes memory call = _materialiseCall(batch, texts[i], _proof(leaves, i), BUYER);
            _refuses(BUYER, address(identifiers), call, IIdentifierRegistry.InvalidIdentifier.selector);
        }
        _memberIs(batch, _listed(2), _proof(leaves, 2), MemberStatus.Live, BUYER);
    }

    function test_aMemberIsClaimedOnce() external {
        bytes32[] memory leaves = _leaves(5);
        BatchId batch = _issueList(leaves, BUYER);
        bytes memory call = _materialiseCall(batch, _listed(4), _proof(leaves, 4), BUYER);
        _allows(BUYER, address(identifiers), call);
        _refuses(BUYER, address(identifiers), call, IIdentifierRegistry.RecordExists.selector);
        bytes memory retire = abi.encodeCall(identifiers.retire, (_name(_listed(4)), ""));
        _allows(BUYER, address(identifiers), retire);
        _refuses(BUYER, address(identifiers), call, IIdentifierRegistry.RecordExists.selector);
    }

    /// @dev The same leaf twice, and the same identifier under two indices: one record all the same.
    function test_aDuplicateLeafIsClaimedOnce() external {
        bytes32 list = _listId(MANIFEST, 3);
        bytes32[] memory leaves = new bytes32[](3);
        leaves[0] = leaves[1] = _leaf(list, 0, _listed(0), 0);
        leaves[2] = _leaf(list, 2, _listed(0), 0);
        BatchId batch = _issueList(leaves, BUYER);
        MemberProof memory proof = MemberProof(MANIFEST, 3, 0, 0, _pathOf(leaves, 1));
        _allows(BUYER, address(identifiers), _materialiseCall(batch, _listed(0), proof, BUYER));
        bytes4 exists = IIdentifierRegistry.RecordExists.selector;
        proof = MemberProof(MANIFEST, 3, 0, 0, _pathOf(leaves, 0));
        _refuses(BUYER, address(identifiers), _materialiseCall(batch, _listed(0), proof, BUYER), exists);
        _refuses(BUYER, address(identifiers), _materialiseCall(batch, _listed(0), _proof(leaves, 2), BUYER), exists);
    }

    /// @dev Two members under one index: revoking the index ends both.
    function test_aDuplicateIndexDoesNotDodgeARevocation() external {
        bytes32 list = _listId(MANIFEST, 2);
        bytes32[] memory leaves = new bytes32[](2);
        leaves[0] = _leaf(list, 0, _listed(0), 0);
        leaves[1] = _leaf(list, 0, _listed(1), 0);
        BatchId batch = _issueList(leaves, BUYER);
        _allows(BUYER, address(batches), abi.encodeCall(batches.revokeMembers, (batch, 0, 0, "")));
        for (uint64 i = 0; i < 2; ++i) {
            MemberProof memory proof = MemberProof(MANIFEST, 2, 0, 0, _pathOf(leaves, i));
            _memberIs(batch, _listed(i), proof, MemberStatus.Revoked, BUYER);
            _refuses(BUYER, address(identifiers), _materialiseCall(batch, _listed(i), proof, BUYER), REFUSED);
        }
    }

    function test_noClaimAfterTheEnd() external {
        bytes32[] memory leaves = _leaves(5);
        BatchId batch = _issueList(leaves, BUYER);
        _allows(BUYER, address(batches), abi.encodeCall(batches.revokeMembers, (batch, 3, 3, "")));
        bytes memory revoked = _materialiseCall(batch, _listed(3), _proof(leaves, 3), BUYER);
        _refuses(BUYER, address(identifiers), revoked, REFUSED);
        _allows(BUYER, address(batches), abi.encodeCall(batches.revoke, (batch, "")));
        bytes memory ended = _materialiseCall(batch, _listed(2), _proof(leaves, 2), BUYER);
        _refuses(BUYER, address(identifiers), ended, REFUSED);
    }

    /// @dev Class 1 too: neither who sold the batch nor who issued it claims a member of it, proof or no proof.
    function testFuzz_onlyTheBatchsOwnerClaims(address caller) external {
        bytes32[] memory leaves = _leaves(3);
        BatchId batch = _issueList(leaves, BUYER);
        bytes memory sale = abi.encodeCall(IERC721.transferFrom, (BUYER, PARTNER, uint256(BatchId.unwrap(batch))));
        _allows(BUYER, address(batches), sale);
        bytes memory call = _materialiseCall(batch, _listed(0), _proof(leaves, 0), BUYER);
        address[3] memory others = [caller, BUYER, MAKER];
        for (uint256 i = 0; i < 3; ++i) {
            if (others[i] == PARTNER) continue;
            _refuses(others[i], address(identifiers), call, IPartyToken.NotHolder.selector);
        }
        _allows(PARTNER, address(identifiers), call);
    }

    function test_aRangeThatIsTakenComesBeforeAList() external {
        bytes32 list = _listId(MANIFEST, 1);
        bytes32[] memory leaves = new bytes32[](1);
        leaves[0] = _leaf(list, 0, _numbered(5), 0);
        _issueRule(0, 9, BUYER);
        BatchId batch = _issueList(leaves, MAKER);
        bytes memory call = _materialiseCall(batch, _numbered(5), _proof(leaves, 0), MAKER);
        _refuses(MAKER, address(identifiers), call, REFUSED);
    }

    function test_aLongerPrefixTakesAListsMembersThatHaveNoRecord() external {
        bytes32[] memory leaves = _leaves(3);
        BatchId batch = _issueList(leaves, BUYER);
        _allows(BUYER, address(identifiers), _materialiseCall(batch, _listed(0), _proof(leaves, 0), BUYER));
        _delegate(MAKER, PREFIX_LENGTH, "95060001", PARTNER);
        _refuses(BUYER, address(identifiers), _materialiseCall(batch, _listed(1), _proof(leaves, 1), BUYER), REFUSED);
        _memberIs(batch, _listed(1), _proof(leaves, 1), MemberStatus.None, address(0));
    }

    function test_theContentIsTheOneThatTheListPromises() external {
        RecordContent memory content = RecordContent(SubjectKind.None, 0, "{}");
        bytes32 digest = keccak256(abi.encode(SubjectKind.None, bytes32(0), keccak256("{}")));
        bytes32[] memory leaves = new bytes32[](1);
        leaves[0] = _leaf(_listId(MANIFEST, 1), 0, _listed(0), digest);
        BatchId batch = _issueList(leaves, BUYER);
        MemberProof memory proof = MemberProof(MANIFEST, 1, 0, digest, new bytes32[](0));
        bytes memory call = _materialiseCall(batch, _listed(0), proof, BUYER);
        _refuses(BUYER, address(identifiers), call, IIdentifierRegistry.ContentMismatch.selector);
        call = abi.encodeCall(identifiers.materialise, (batch, _name(_listed(0)), proof, content, BUYER));
        _allows(BUYER, address(identifiers), call);
        require(identifiers.recordOf(identifiers.recordId(GS1, _listed(0))).digest == digest, "digest");
    }

    function _letters(uint256 length) private pure returns (bytes memory text) {
        text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) text[i] = "a";
    }
}
