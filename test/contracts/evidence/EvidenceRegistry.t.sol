// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Bundle, IEvidenceRegistry, NewBundle} from "../../../contracts/evidence/IEvidenceRegistry.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract EvidenceRegistryTest is LedgerFixture {
    uint256 private constant NOW = 1_800_000_000;

    function setUp() public override {
        super.setUp();
        vm.warp(NOW);
    }

    function testFuzz_anAnchorHasTheTimeOfItsBlockForEver(bytes32 digest, uint32 later) external {
        if (digest == 0) return;
        vm.prank(MAKER);
        require(evidence.anchor(MAKER, digest) == NOW, "time");
        vm.warp(NOW + later);
        vm.prank(MAKER);
        require(evidence.anchor(MAKER, digest) == NOW, "the second time won");
        bytes32[] memory again = new bytes32[](2);
        again[0] = digest;
        again[1] = digest;
        vm.prank(MAKER);
        evidence.anchorMany(MAKER, again);
        require(evidence.anchorOf(digest, MAKER) == NOW && evidence.isAnchored(digest, MAKER), "moved");
    }

    function testFuzz_anAnchorIsItsAuthorsAlone(bytes32 digest) external {
        if (digest == 0) return;
        vm.prank(MAKER);
        evidence.anchor(MAKER, digest);
        require(!evidence.isAnchored(digest, BUYER), "another's");
        vm.warp(NOW + 1);
        vm.prank(BUYER);
        require(evidence.anchor(BUYER, digest) == NOW + 1, "stood in another's way");
    }

    function testFuzz_onlyTheAuthorsControllerAnchors(bytes32 digest) external {
        bytes4 notController = IPartyRegistry.NotController.selector;
        bytes32[] memory digests = new bytes32[](1);
        digests[0] = digest;
        bytes memory one = abi.encodeCall(evidence.anchor, (MAKER, digest));
        bytes memory many = abi.encodeCall(evidence.anchorMany, (MAKER, digests));
        bytes memory bundle = abi.encodeCall(evidence.anchorBundle, (MAKER, NewBundle(digest, 1, "", 0)));
        _rotate(MAKER, MAKER, NEW_KEY);
        address[2] memory others = [MAKER, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            _refuses(others[i], address(evidence), one, notController);
            _refuses(others[i], address(evidence), many, notController);
            _refuses(others[i], address(evidence), bundle, notController);
        }
        if (digest != 0) _allows(NEW_KEY, address(evidence), one);
    }

    function test_theDigestOfNothingIsRefused() external {
        bytes4 noDigest = IEvidenceRegistry.NoDigest.selector;
        _refuses(MAKER, address(evidence), abi.encodeCall(evidence.anchor, (MAKER, 0)), noDigest);
        bytes32[] memory digests = new bytes32[](2);
        digests[0] = keccak256("one");
        _refuses(MAKER, address(evidence), abi.encodeCall(evidence.anchorMany, (MAKER, digests)), noDigest);
        bytes memory bundle = abi.encodeCall(evidence.anchorBundle, (MAKER, NewBundle(0, 1, "", 0)));
        _refuses(MAKER, address(evidence), bundle, noDigest);
    }

    function testFuzz_aCallTakesOneTo256Digests(uint16 count) external {
        count %= 300;
        bytes32[] memory digests = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) digests[i] = keccak256(abi.encode(i));
        bytes memory call = abi.encodeCall(evidence.anchorMany, (MAKER, digests));
        if (count == 0 || count > 256) {
            _refuses(MAKER, address(evidence), call, IEvidenceRegistry.TooManyDigests.selector);
            return;
        }
        _allows(MAKER, address(evidence), call);
        for (uint256 i = 0; i < count; ++i) require(evidence.anchorOf(digests[i], MAKER) == NOW, "left out");
    }

    function testFuzz_aBundleSupersedesTheOneBefore(bytes32 first, bytes32 second, uint32 count) external {
        if (first == 0 || second == 0 || first == second || count == 0) return;
        _bundle(first, count, 0);
        vm.warp(NOW + 1);
        _bundle(second, count, first);
        Bundle memory before = evidence.bundleOf(first, MAKER);
        require(before.anchoredAt == NOW && before.count == count && before.supersedes == 0, "first");
        require(before.supersededBy == second, "not superseded");
        Bundle memory present = evidence.bundleOf(second, MAKER);
        require(present.anchoredAt == NOW + 1 && present.supersedes == first && present.supersededBy == 0, "second");
        require(evidence.anchorOf(second, MAKER) == NOW + 1, "root not anchored");
    }

    function test_aBundlesPlaceIsTakenOnce() external {
        bytes32 first = keccak256("1");
        bytes32 second = keccak256("2");
        _bundle(first, 1, 0);
        _bundle(second, 1, first);
        _refusesBundle(NewBundle(keccak256("3"), 1, "", first), IEvidenceRegistry.BundleSuperseded.selector);
        _refusesBundle(NewBundle(second, 2, "", 0), IEvidenceRegistry.BundleExists.selector);
        _refusesBundle(NewBundle(first, 1, "", second), IEvidenceRegistry.BundleExists.selector);
        bytes32 third = keccak256("3");
        _refusesBundle(NewBundle(third, 1, "", third), IEvidenceRegistry.UnknownBundle.selector);
    }

    function test_aBundleSupersedesNobodyElses() external {
        bytes32 root = keccak256("1");
        _bundle(root, 1, 0);
        bytes memory call = abi.encodeCall(evidence.anchorBundle, (BUYER, NewBundle(keccak256("2"), 1, "", root)));
        _refuses(BUYER, address(evidence), call, IEvidenceRegistry.UnknownBundle.selector);
    }

    function test_aBundleHasDocumentsAndABoundedUri() external {
        bytes4 invalid = IEvidenceRegistry.InvalidBundle.selector;
        _refusesBundle(NewBundle(keccak256("1"), 0, "", 0), invalid);
        _refusesBundle(NewBundle(keccak256("1"), 1, string(new bytes(2049)), 0), invalid);
        vm.prank(MAKER);
        evidence.anchorBundle(MAKER, NewBundle(keccak256("1"), 1, string(new bytes(2048)), 0));
    }

    function test_aDigestAnchoredBeforeItsBundleKeepsItsTime() external {
        bytes32 root = keccak256("1");
        vm.prank(MAKER);
        evidence.anchor(MAKER, root);
        vm.warp(NOW + 5);
        _bundle(root, 3, 0);
        require(evidence.anchorOf(root, MAKER) == NOW, "anchor moved");
        require(evidence.bundleOf(root, MAKER).anchoredAt == NOW + 5, "bundle");
    }

    function testFuzz_aDocumentIsProvenInItsBundleAndNoInnerNodeIs(bytes32 a, bytes32 b, bytes32 c) external {
        if (a == b || b == c || a == c) return;
        bytes32 inner = _pair(_leaf(a), _leaf(b));
        bytes32 root = _pair(inner, _leaf(c));
        bytes32[] memory proofOfA = new bytes32[](2);
        (proofOfA[0], proofOfA[1]) = (_leaf(b), _leaf(c));
        bytes32[] memory proofOfInner = new bytes32[](1);
        proofOfInner[0] = _leaf(c);
        require(!evidence.isInBundle(root, MAKER, a, proofOfA), "no such bundle yet");
        _bundle(root, 3, 0);
        require(evidence.isInBundle(root, MAKER, a, proofOfA), "proof");
        require(!evidence.isInBundle(root, MAKER, c, proofOfA), "another document");
        require(!evidence.isInBundle(root, MAKER, inner, proofOfInner), "an inner node passed for a document");
        require(!evidence.isInBundle(root, BUYER, a, proofOfA), "another's bundle");
        require(!evidence.isInBundle(root, MAKER, root, new bytes32[](0)), "the root passed for a document");
    }

    function _bundle(bytes32 root, uint32 count, bytes32 supersedes) private {
        vm.prank(MAKER);
        evidence.anchorBundle(MAKER, NewBundle(root, count, "https://example.com/bundle", supersedes));
    }

    function _refusesBundle(NewBundle memory bundle, bytes4 selector) private {
        _refuses(MAKER, address(evidence), abi.encodeCall(evidence.anchorBundle, (MAKER, bundle)), selector);
    }

    function _leaf(bytes32 digest) private pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(digest))));
    }

    function _pair(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
    }
}
