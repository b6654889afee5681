// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {RoleSet} from "../access/HotRoles.sol";
import {IFreezable} from "../supervision/IFreezable.sol";

/// @title A token that parties hold
/// @notice ERC-721 whose holders are registered parties. A token is moved by the key that controls its holder now, never
/// by one that was rotated away; approvals die with the control under which they were given, and at each transfer.
interface IPartyToken is IERC721, IFreezable {
    /// @notice The account has these roles of the token, and no others, for as long as the token does not change hands and its
    /// holder's key stays. Of an older epoch, nothing holds any more.
    event RolesSet(
        uint256 indexed tokenId,
        address indexed account,
        RoleSet roles,
        uint32 epoch,
        uint32 controlEpoch,
        address by
    );

    /// @notice `caller` neither controls the holder nor is approved.
    error NotHolder(uint256 tokenId, address holder, address caller);
    /// @notice The token's state bars it from moving (a retired record, for one).
    error NotTransferable(uint256 tokenId);
    /// @notice There is no such role, or the account is the zero address.
    error InvalidRoles(RoleSet roles);

    /// @notice Holder, holding epoch and own liveness of a token; all zero where there is none.
    /// @return holder Party that holds the token.
    /// @return epoch Number of times the token changed hands, 1 after the mint. Authority given under an older epoch is void.
    /// @return live Whether the token's own status is active (ancestors not considered).
    function holdingOf(uint256 tokenId) external view returns (address holder, uint32 epoch, bool live);

    /// @notice `holdingOf`, `isFrozen` and `mayAct` in one call.
    function standingFor(
        uint256 tokenId,
        address account,
        RoleSet role
    ) external view returns (address holder, uint32 epoch, bool live, bool frozen, bool may);

    /// @notice `setApprovalForAll` for a party whose controlling key is not its own address.
    function setApprovalForAllOf(address holder, address operator, bool approved) external;

    /// @notice Gives an account roles of a token, in place of those it had; the empty set takes them away. Only the
    /// controller of the holder may.
    function setRoles(uint256 tokenId, address account, RoleSet roles) external;

    /// @notice Gives up all roles of a token that the caller has.
    function renounceRoles(uint256 tokenId) external;

    /// @notice Roles that the account has of the token now; empty where the holder is deactivated.
    function rolesOf(uint256 tokenId, address account) external view returns (RoleSet);

    /// @notice Whether the account may do what takes this role: it controls the holder or has the role, and the holder is
    /// neither deactivated nor frozen.
    function mayAct(uint256 tokenId, address account, RoleSet role) external view returns (bool);
}
