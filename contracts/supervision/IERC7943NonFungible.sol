// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title ERC-7943 for non-fungible tokens
/// @notice What software that knows the standard asks a supervised token. Its two calls of power are refused to everybody:
/// nothing here is ever taken (`forcedTransfer`), and freezing goes through `ISupervision`, which keeps reason and order on
/// record (`setFrozenTokens`). So `ForcedTransfer` never happens, and is left out.
/// @dev The functions' signatures and the interface id 0xbf1ef5fe are those of ERC-7943.
interface IERC7943NonFungible {
    /// @notice The token was frozen, or is no longer.
    event Frozen(address indexed account, uint256 indexed tokenId, bool indexed frozenStatus);

    /// @notice The token is frozen and does not move.
    error ERC7943InsufficientUnfrozenBalance(address account, uint256 tokenId);
    /// @notice Refused to everybody.
    error NoSuchPower();

    /// @notice Always refused, with `NoSuchPower`.
    function forcedTransfer(address from, address to, uint256 tokenId) external returns (bool);

    /// @notice Always refused, with `NoSuchPower`: see `ISupervision.freeze`.
    function setFrozenTokens(address account, uint256 tokenId, bool frozenStatus) external returns (bool);

    /// @notice Whether the account is a living party that is not frozen.
    function canSend(address account) external view returns (bool);

    /// @notice Whether the account is a living party that is not frozen.
    function canReceive(address account) external view returns (bool);

    /// @notice Whether the token is frozen, whoever holds it.
    function getFrozenTokens(address account, uint256 tokenId) external view returns (bool);

    /// @notice Whether `from` holds the token, and neither freeze nor pause nor the token's own state bars the transfer. Who
    /// may order it is not looked at.
    function canTransfer(address from, address to, uint256 tokenId) external view returns (bool);
}
