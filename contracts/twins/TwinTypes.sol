// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice `keccak256(abi.encode(digest))` of the first version's content digest: recomputable by anyone.
type TwinId is bytes32;

enum TwinKind {
    None,
    Type,
    Instance
}

/// @notice Where a twin is in its life; see `ITwinRegistry`.
enum TwinState {
    None,
    Draft,
    Released,
    Deprecated,
    Withdrawn
}

/// @notice Content of one version.
/// @param digest SHA-256 of the content's bytes; unique over all versions of all twins.
/// @param mediaType Media type of the content, at most 128 bytes.
/// @param uri Where the content may be had, empty where it is not published, at most 2,048 bytes.
struct TwinContent {
    bytes32 digest;
    string mediaType;
    string uri;
}
