// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {TrieProof} from "@openzeppelin/contracts/utils/cryptography/TrieProof.sol";

/// @notice Reads proofs of accounts and slots on chain, as another contract would.
contract TrieProofReader {
    /// @return The value that the key has in the trie, in RLP. Reverts where the proof does not hold.
    function read(bytes32 root, bytes32 key, bytes[] calldata proof) external pure returns (bytes memory) {
        return TrieProof.traverse(root, abi.encodePacked(key), proof);
    }
}
