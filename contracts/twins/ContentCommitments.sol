// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {PartyToken} from "../identity/PartyToken.sol";
import {ContentOpening, IContentCommitments} from "./IContentCommitments.sol";

/// @title Commitments to contents
/// @notice One word a commitment: the block and the time of it.
abstract contract ContentCommitments is IContentCommitments, PartyToken {
    /// @notice How long a commitment holds. An end to it keeps nobody from lying in wait for ever with a guess.
    uint256 public constant COMMITMENT_WINDOW = 7 days;

    struct Commitment {
        uint64 blockNumber;
        uint64 time;
    }

    /// @custom:storage-location erc7201:cadastre.storage.ContentCommitments
    struct ContentCommitmentsStorage {
        mapping(address party => mapping(bytes32 root => Commitment)) commitments;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.ContentCommitments")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant CONTENT_COMMITMENTS_STORAGE =
        0x7092589564db5a9f8bd49db2ba039577b9a4b4f6fbb2b0b45f5c1d094cebe000;

    /// @inheritdoc IContentCommitments
    function commitContents(address party, bytes32 root) external {
        _requireControlOf(party);
        _commitmentsStorage().commitments[party][root] = Commitment(uint64(block.number), uint64(block.timestamp));
        emit ContentsCommitted(party, root, _msgSender());
    }

    /// @inheritdoc IContentCommitments
    function commitmentOf(address party, bytes32 root) external view returns (uint64 blockNumber, uint64 time) {
        Commitment memory commitment = _commitmentsStorage().commitments[party][root];
        return (commitment.blockNumber, commitment.time);
    }

    /// @inheritdoc IContentCommitments
    function contentLeaf(address party, bytes32 digest, bytes32 salt) public view returns (bytes32) {
        bytes32 inner = keccak256(abi.encode(block.chainid, address(this), party, digest, salt));
        return keccak256(bytes.concat(inner));
    }

    /// @dev Reverts unless the party committed to the content, earlier than in this block and not too long ago.
    function _requireCommitment(address party, bytes32 digest, ContentOpening calldata opening) internal view {
        bytes32 root = MerkleProof.processProofCalldata(opening.proof, contentLeaf(party, digest, opening.salt));
        Commitment memory commitment = _commitmentsStorage().commitments[party][root];
        if (commitment.blockNumber == 0) revert UnknownCommitment(party, root);
        if (commitment.blockNumber >= block.number) revert CommitmentTooYoung(root);
        uint256 end = commitment.time + COMMITMENT_WINDOW;
        if (block.timestamp >= end) revert CommitmentExpired(root, end);
    }

    function _commitmentsStorage() private pure returns (ContentCommitmentsStorage storage $) {
        assembly ("memory-safe") {
            $.slot := CONTENT_COMMITMENTS_STORAGE
        }
    }
}
