// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC6909, IERC6909TokenSupply} from "@openzeppelin/contracts/interfaces/IERC6909.sol";
import {AssetKind, TermsId} from "./RightTypes.sol";

/// @notice What units of a quota stand for.
/// @param survivesSale Whether units outlive the holding of the asset under which they were issued.
/// @param scope `keccak256` of the data set's or submodel's name, zero for all of the asset's data.
/// @param unit What is counted, in ASCII from the left, such as `call`, `GB` or `kWh`; not zero.
/// @param until First second at which units can no longer be used (Unix time), 0 for never.
/// @param terms Registered terms under which they are used, zero for none.
struct QuotaKey {
    AssetKind assetKind;
    bytes32 asset;
    bool survivesSale;
    bytes32 scope;
    bytes32 unit;
    uint40 until;
    TermsId terms;
}

/// @notice State of a quota.
/// @param assetEpoch Holding of the asset under which units count, zero for all.
/// @param issued Units that were ever issued.
/// @param consumed Units that were used up: all others are some party's.
struct Quota {
    AssetKind assetKind;
    bytes32 asset;
    uint32 assetEpoch;
    uint40 until;
    uint128 issued;
    uint128 consumed;
}

/// @title Tradable quotas of use
/// @notice ERC-6909 units of metered use of an asset's data. The asset's owner issues them, parties trade them, and whoever
/// uses the data up to a unit has it taken, with the digest of what proves the use.
///
/// Holders are parties: units are moved by the key that controls their holder now. A party whose key is not its own address uses the functions
/// that name it. Allowances and operators are void once control of the holder changes hands; a data host is given an allowance to
/// count with. Issued units are always the consumed ones and those that parties hold.
///
/// The id is `uint256(keccak256(abi.encode(assetKind, asset, epoch, scope, unit, until, terms)))`, `epoch` being zero for units that
/// survive a sale. Units neither move nor count after their end, nor, unless they survive it, after a sale.
interface IUsageQuotas is IERC6909, IERC6909TokenSupply {
    /// @notice Comes before the first units of a quota.
    event QuotaOpened(
        uint256 indexed quota,
        bytes32 indexed asset,
        QuotaKey key,
        string scopeName,
        uint32 assetEpoch,
        address by
    );

    /// @notice After the `Transfer` to zero.
    /// @param evidence SHA-256 of the log, meter reading or receipt that shows the use.
    event QuotaConsumed(uint256 indexed quota, address indexed holder, uint256 amount, bytes32 evidence, address by);

    /// @notice No unit of measure, nothing to issue, an end that is past, or a scope that is not the hash of its name.
    error InvalidQuota();
    error UnknownQuota(uint256 quota);
    /// @notice Its end is past, or the asset changed hands since.
    error QuotaOver(uint256 quota);
    /// @notice The asset is not live, or its owner is no living party.
    error AssetNotUsable(AssetKind kind, bytes32 asset);
    /// @notice `caller` does not control the asset's owner.
    error NotQuotaIssuer(AssetKind kind, bytes32 asset, address caller);
    /// @notice `caller` neither controls the holder nor is its operator nor has the allowance.
    error NotUnitHolder(uint256 quota, address holder, address caller);
    error InsufficientUnits(uint256 quota, address holder, uint256 balance, uint256 needed);
    /// @notice The amount is zero, or there is no evidence of the use.
    error NothingConsumed();

    /// @notice Issues units to a party. Only the controller of the asset's owner may.
    /// @param scopeName Name behind the scope, empty for all data.
    function issue(
        QuotaKey calldata key,
        string calldata scopeName,
        address to,
        uint128 amount
    ) external returns (uint256 quota);

    /// @notice Uses units up: the holder's controller, an operator, or whoever has an allowance, which it lowers.
    function consume(address holder, uint256 quota, uint256 amount, bytes32 evidence) external;

    /// @notice `approve` for a party. Its controller only.
    function approveOf(address holder, address spender, uint256 quota, uint256 amount) external;

    /// @notice `setOperator` for a party. Its controller only.
    function setOperatorOf(address holder, address operator, bool approved) external;

    /// @notice State of a quota; asset kind `None` where none was opened.
    function quotaOf(uint256 quota) external view returns (Quota memory);

    /// @notice Id of a quota under the asset's present epoch.
    function quotaId(QuotaKey calldata key) external view returns (uint256);
}
