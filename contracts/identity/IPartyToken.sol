// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IFreezable} from "../supervision/IFreezable.sol";

/// @title A token that parties hold
/// @notice ERC-721 whose holders are registered parties. A token is moved by the key that controls its holder now, never
/// by one that was rotated away; approvals die with the control under which they were given, and at each transfer.
interface IPartyToken is IERC721, IFreezable {
    /// @notice `caller` neither controls the holder nor is approved.
    error NotHolder(uint256 tokenId, address holder, address caller);
    /// @notice The token's state bars it from moving (a retired record, for one).
    error NotTransferable(uint256 tokenId);

    /// @notice Holder, holding epoch and own liveness of a token; all zero where there is none.
    /// @return holder Party that holds the token.
    /// @return epoch Number of times the token changed hands, 1 after the mint. Authority given under an older epoch is void.
    /// @return live Whether the token's own status is active (ancestors not considered).
    function holdingOf(uint256 tokenId) external view returns (address holder, uint32 epoch, bool live);

    /// @notice `setApprovalForAll` for a party whose controlling key is not its own address.
    function setApprovalForAllOf(address holder, address operator, bool approved) external;
}
