// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ContentOpening, IContentCommitments} from "../../../contracts/twins/IContentCommitments.sol";
import {TwinContent, TwinKind} from "../../../contracts/twins/TwinTypes.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract ContentCommitmentsTest is LedgerFixture {
    /// @dev A tree of four: each of them opens by its own two neighbours.
    function testFuzz_oneCommitmentIsForManyContents(bytes32 seed) external {
        (bytes32[4] memory digests, bytes32[4] memory leaves, bytes32 root) = _tree(seed);
        _commitRoot(root);
        for (uint256 i = 0; i < 4; ++i) {
            bytes32[] memory proof = new bytes32[](2);
            proof[0] = leaves[i ^ 1];
            proof[1] = _parent(leaves[(i & 2) ^ 2], leaves[(i & 2) ^ 3]);
            _allows(MAKER, address(twins), _mintWith(digests[i], ContentOpening(_salt(seed, i), proof)));
        }
    }

    /// @dev Attack class 11: a node of the tree taken for a leaf, a proof cut short, a neighbour's proof.
    function testFuzz_noOtherProofOpens(bytes32 seed) external {
        (bytes32[4] memory digests, bytes32[4] memory leaves, bytes32 root) = _tree(seed);
        _commitRoot(root);
        bytes4 unknown = IContentCommitments.UnknownCommitment.selector;
        bytes32 far = _parent(leaves[2], leaves[3]);

        bytes32[] memory proof = new bytes32[](1);
        proof[0] = far;
        _refuses(MAKER, address(twins), _mintWith(digests[0], ContentOpening(_salt(seed, 0), proof)), unknown);
        _refuses(MAKER, address(twins), _mintWith(_parent(leaves[0], leaves[1]), ContentOpening(0, proof)), unknown);
        proof = new bytes32[](2);
        (proof[0], proof[1]) = (leaves[0], far);
        _refuses(MAKER, address(twins), _mintWith(digests[0], ContentOpening(_salt(seed, 0), proof)), unknown);
    }

    function testFuzz_aCommitmentKeepsBlockAndTime(bytes32 root, uint32 blockNumber, uint32 time) external {
        (uint64 made, uint64 since) = twins.commitmentOf(MAKER, root);
        require(made == 0 && since == 0, "there already");
        vm.roll(uint256(blockNumber) + 1);
        vm.warp(uint256(time) + 1);
        vm.prank(MAKER);
        twins.commitContents(MAKER, root);
        (made, since) = twins.commitmentOf(MAKER, root);
        require(made == uint256(blockNumber) + 1 && since == uint256(time) + 1, "moment");
        (made, ) = twins.commitmentOf(BUYER, root);
        require(made == 0, "of another party too");
    }

    /// @dev A leaf that means the same elsewhere would be open to whoever reads the opening there.
    function testFuzz_aLeafIsOfOneChainRegistryAndParty(uint32 chain, bytes32 digest, bytes32 salt) external {
        vm.chainId(uint256(chain) + 1);
        bytes32 inner = keccak256(abi.encode(uint256(chain) + 1, address(twins), MAKER, digest, salt));
        bytes32 leaf = twins.contentLeaf(MAKER, digest, salt);
        require(leaf == keccak256(abi.encode(inner)), "leaf");
        require(leaf != twins.contentLeaf(BUYER, digest, salt), "of another party too");
    }

    function test_aCommitmentOfAnotherChainOpensNothing() external {
        bytes32 digest = keccak256("content");
        _commit(MAKER, MAKER, digest);
        uint256 here = block.chainid;
        vm.chainId(here + 1);
        bytes memory mint = _mintWith(digest, _opening());
        _refuses(MAKER, address(twins), mint, IContentCommitments.UnknownCommitment.selector);
        vm.chainId(here);
        _allows(MAKER, address(twins), mint);
    }

    function test_aCommitmentMadeAgainBeginsAnew() external {
        bytes32 digest = keccak256("content");
        _commit(MAKER, MAKER, digest);
        vm.warp(block.timestamp + 8 days);
        bytes memory mint = _mintWith(digest, _opening());
        _refuses(MAKER, address(twins), mint, IContentCommitments.CommitmentExpired.selector);
        _commit(MAKER, MAKER, digest);
        _allows(MAKER, address(twins), mint);
    }

    function _tree(
        bytes32 seed
    ) private view returns (bytes32[4] memory digests, bytes32[4] memory leaves, bytes32 root) {
        for (uint256 i = 0; i < 4; ++i) {
            digests[i] = keccak256(abi.encode("digest", seed, i));
            leaves[i] = twins.contentLeaf(MAKER, digests[i], _salt(seed, i));
        }
        root = _parent(_parent(leaves[0], leaves[1]), _parent(leaves[2], leaves[3]));
    }

    function _commitRoot(bytes32 root) private {
        vm.prank(MAKER);
        twins.commitContents(MAKER, root);
        vm.roll(block.number + 1);
    }

    function _mintWith(bytes32 digest, ContentOpening memory opening) private view returns (bytes memory) {
        TwinContent memory content = _content(digest);
        return abi.encodeCall(twins.mint, (MAKER, MAKER, _model(TwinKind.Type, content), opening));
    }

    function _salt(bytes32 seed, uint256 i) private pure returns (bytes32) {
        return keccak256(abi.encode("salt", seed, i));
    }

    function _parent(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
    }
}
