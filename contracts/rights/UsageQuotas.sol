// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC165Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/introspection/ERC165Upgradeable.sol";
import {IERC6909, IERC6909TokenSupply} from "@openzeppelin/contracts/interfaces/IERC6909.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {HotRoles} from "../access/HotRoles.sol";
import {PauseGate} from "../access/PauseGate.sol";
import {SignedCaller} from "../access/SignedCaller.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {IPartyRegistry, Party, PartyKind} from "../identity/IPartyRegistry.sol";
import {IPartyToken} from "../identity/IPartyToken.sol";
import {IFreezable} from "../supervision/IFreezable.sol";
import {IRightTerms} from "./IRightTerms.sol";
import {IUsageQuotas, Quota, QuotaKey} from "./IUsageQuotas.sol";
import {AssetKind, TermsId} from "./RightTypes.sol";

/// @title Tradable quotas of use
/// @notice Three words a quota, one a balance. OpenZeppelin's ERC-6909 takes the caller for the holder; here the holder is
/// a party and the caller whoever controls it now, so only the interface is theirs.
contract UsageQuotas is IUsageQuotas, ERC165Upgradeable, PauseGate, UpgradeGate {
    /// @notice Longest scope name, in bytes.
    uint256 public constant MAX_SCOPE_LENGTH = 256;

    /// @dev One word; void under another control epoch. An amount of all ones is without limit.
    struct Allowance {
        uint32 controlEpoch;
        uint224 amount;
    }

    /// @custom:storage-location erc7201:cadastre.storage.UsageQuotas
    struct UsageQuotasStorage {
        mapping(uint256 quota => Quota) quotas;
        mapping(address holder => mapping(uint256 quota => uint256)) balances;
        /// The control epoch of the holder under which it was given, plus one; 0 for none.
        mapping(address holder => mapping(address operator => uint256 controlEpochPlusOne)) operators;
        mapping(address holder => mapping(address spender => mapping(uint256 quota => Allowance))) allowances;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.UsageQuotas")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant USAGE_QUOTAS_STORAGE = 0xd4e8ba47856ff7edf5a2728a34db62e7056bf412cbc96edcf257be6537c1f400;

    /// @notice The registry whose parties hold units.
    IPartyRegistry public immutable PARTIES;

    /// @notice The registry of assets of kind `Twin`.
    IPartyToken public immutable TWINS;

    /// @notice The registry of assets of kind `Record`.
    IPartyToken public immutable IDENTIFIERS;

    /// @notice The registry of assets of kind `Sealed`.
    IPartyToken public immutable SEALED_RECORDS;

    /// @notice Where terms are registered.
    IRightTerms public immutable TERMS;

    constructor(
        IPartyRegistry parties,
        IPartyToken twins,
        IPartyToken identifiers,
        IPartyToken sealedRecords,
        IRightTerms terms
    ) {
        PARTIES = parties;
        TWINS = twins;
        IDENTIFIERS = identifiers;
        SEALED_RECORDS = sealedRecords;
        TERMS = terms;
    }

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc IUsageQuotas
    function issue(
        QuotaKey calldata key,
        string calldata scopeName,
        address to,
        uint128 amount
    ) external returns (uint256 quota) {
        _requireNotPaused();
        uint32 epoch = _requireIssuer(key);
        if (amount == 0) revert InvalidQuota();
        PARTIES.controllerOf(to);
        if (key.survivesSale) epoch = 0;
        quota = _idOf(key, epoch);
        Quota storage state = _storage().quotas[quota];
        if (state.assetKind == AssetKind.None) {
            _open(quota, key, scopeName, epoch);
        }
        if (_hasEnded(key.until)) revert QuotaOver(quota);
        state.issued += amount;
        _storage().balances[to][quota] += amount;
        emit Transfer(_msgSender(), address(0), to, quota, amount);
    }

    /// @inheritdoc IUsageQuotas
    function consume(address holder, uint256 quota, uint256 amount, bytes32 evidence) external {
        if (amount == 0 || evidence == 0) revert NothingConsumed();
        Quota storage state = _inForce(quota);
        (address owner, , bool live) = _registryOf(state.assetKind).holdingOf(uint256(state.asset));
        if (!live || !_isLiving(PARTIES.partyOf(owner))) revert AssetNotUsable(state.assetKind, state.asset);
        _take(holder, quota, amount);
        // No more than was issued, which fits.
        state.consumed += uint128(amount);
        emit Transfer(_msgSender(), holder, address(0), quota, amount);
        emit QuotaConsumed(quota, holder, amount, evidence, _msgSender());
    }

    /// @inheritdoc IERC6909
    function transfer(address receiver, uint256 quota, uint256 amount) external returns (bool) {
        _move(_msgSender(), receiver, quota, amount);
        return true;
    }

    /// @inheritdoc IERC6909
    function transferFrom(address sender, address receiver, uint256 quota, uint256 amount) external returns (bool) {
        _move(sender, receiver, quota, amount);
        return true;
    }

    /// @inheritdoc IERC6909
    function approve(address spender, uint256 quota, uint256 amount) external returns (bool) {
        _approve(_msgSender(), spender, quota, amount);
        return true;
    }

    /// @inheritdoc IUsageQuotas
    function approveOf(address holder, address spender, uint256 quota, uint256 amount) external {
        _approve(holder, spender, quota, amount);
    }

    /// @inheritdoc IERC6909
    function setOperator(address operator, bool approved) external returns (bool) {
        _setOperator(_msgSender(), operator, approved);
        return true;
    }

    /// @inheritdoc IUsageQuotas
    function setOperatorOf(address holder, address operator, bool approved) external {
        _setOperator(holder, operator, approved);
    }

    /// @inheritdoc IUsageQuotas
    function quotaOf(uint256 quota) external view returns (Quota memory) {
        return _storage().quotas[quota];
    }

    /// @inheritdoc IUsageQuotas
    function quotaId(QuotaKey calldata key) external view returns (uint256) {
        (, uint32 epoch, ) = _registryOf(key.assetKind).holdingOf(uint256(key.asset));
        return _idOf(key, key.survivesSale ? 0 : epoch);
    }

    /// @inheritdoc IERC6909
    function balanceOf(address holder, uint256 quota) external view returns (uint256) {
        return _storage().balances[holder][quota];
    }

    /// @inheritdoc IERC6909TokenSupply
    function totalSupply(uint256 quota) external view returns (uint256) {
        Quota storage state = _storage().quotas[quota];
        return state.issued - state.consumed;
    }

    /// @inheritdoc IERC6909
    function allowance(address holder, address spender, uint256 quota) external view returns (uint256) {
        Party memory party = PARTIES.partyOf(holder);
        Allowance memory given = _storage().allowances[holder][spender][quota];
        if (party.controller == address(0) || given.controlEpoch != party.controlEpoch) return 0;
        return given.amount == type(uint224).max ? type(uint256).max : given.amount;
    }

    /// @inheritdoc IERC6909
    function isOperator(address holder, address operator) external view returns (bool) {
        Party memory party = PARTIES.partyOf(holder);
        return party.controller != address(0) && _isOperator(holder, operator, party.controlEpoch);
    }

    /// @inheritdoc ERC165Upgradeable
    function supportsInterface(bytes4 interfaceId) public view override(ERC165Upgradeable, IERC165) returns (bool) {
        return
            interfaceId == type(IUsageQuotas).interfaceId ||
            interfaceId == type(IERC6909).interfaceId ||
            interfaceId == type(IERC6909TokenSupply).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    function _open(uint256 quota, QuotaKey calldata key, string calldata scopeName, uint32 epoch) private {
        uint256 length = bytes(scopeName).length;
        bool scopeFits = length == 0 ? key.scope == 0 : key.scope == keccak256(bytes(scopeName));
        if (!scopeFits || length > MAX_SCOPE_LENGTH || key.unit == 0 || _hasEnded(key.until)) revert InvalidQuota();
        bool known = TermsId.unwrap(key.terms) == 0 || TERMS.areRegistered(key.terms);
        if (!known) revert IRightTerms.UnknownTerms(key.terms);
        _storage().quotas[quota] = Quota(key.assetKind, key.asset, epoch, key.until, 0, 0);
        emit QuotaOpened(quota, key.asset, key, scopeName, epoch, _msgSender());
    }

    function _move(address sender, address receiver, uint256 quota, uint256 amount) private {
        _requireNotPaused();
        _inForce(quota);
        PARTIES.controllerOf(receiver);
        _take(sender, quota, amount);
        _storage().balances[receiver][quota] += amount;
        emit Transfer(_msgSender(), sender, receiver, quota, amount);
    }

    /// @dev Takes units from a holder for whom the caller acts.
    function _take(address holder, uint256 quota, uint256 amount) private {
        Party memory party = PARTIES.partyOf(holder);
        address caller = _msgSender();
        if (party.controller == address(0)) revert NotUnitHolder(quota, holder, caller);
        if (party.frozen) revert IPartyRegistry.PartyIsFrozen(holder);
        bool acts = party.kind != PartyKind.None && caller == party.controller;
        if (!acts && !_isOperator(holder, caller, party.controlEpoch)) {
            _spend(holder, quota, amount, party.controlEpoch);
        }
        uint256 balance = _storage().balances[holder][quota];
        if (balance < amount) revert InsufficientUnits(quota, holder, balance, amount);
        _storage().balances[holder][quota] = balance - amount;
    }

    function _spend(address holder, uint256 quota, uint256 amount, uint32 controlEpoch) private {
        Allowance storage given = _storage().allowances[holder][_msgSender()][quota];
        uint224 left = given.amount;
        // Not even nothing: transfers of nothing in another's name are how people are led to the wrong address.
        bool allowed = amount != 0 && given.controlEpoch == controlEpoch && left >= amount;
        if (!allowed) revert NotUnitHolder(quota, holder, _msgSender());
        if (left != type(uint224).max) given.amount = left - uint224(amount);
    }

    function _approve(address holder, address spender, uint256 quota, uint256 amount) private {
        uint32 controlEpoch = _requireControlOf(holder);
        uint224 capped = amount > type(uint224).max ? type(uint224).max : uint224(amount);
        _storage().allowances[holder][spender][quota] = Allowance(controlEpoch, capped);
        emit Approval(holder, spender, quota, amount);
    }

    function _setOperator(address holder, address operator, bool approved) private {
        uint32 controlEpoch = _requireControlOf(holder);
        _storage().operators[holder][operator] = approved ? uint256(controlEpoch) + 1 : 0;
        emit OperatorSet(holder, operator, approved);
    }

    /// @dev The asset's present epoch, where it is live, not frozen, and the caller acts for its owner.
    function _requireIssuer(QuotaKey calldata key) private view returns (uint32) {
        if (key.assetKind == AssetKind.None) revert InvalidQuota();
        (, uint32 epoch, bool live, bool frozen, bool may) = _registryOf(key.assetKind).standingFor(
            uint256(key.asset),
            _msgSender(),
            HotRoles.STEWARD
        );
        if (!may) revert NotQuotaIssuer(key.assetKind, key.asset, _msgSender());
        if (frozen) revert IFreezable.ThingIsFrozen(key.asset);
        if (!live) revert AssetNotUsable(key.assetKind, key.asset);
        return epoch;
    }

    function _requireControlOf(address holder) private view returns (uint32) {
        (address controller, uint32 controlEpoch) = PARTIES.controllerOf(holder);
        if (controller != _msgSender()) revert IPartyRegistry.NotController(holder, _msgSender());
        return controlEpoch;
    }

    /// @dev A quota that has not ended, under the holding of the asset for which it was issued.
    function _inForce(uint256 quota) private view returns (Quota storage state) {
        state = _storage().quotas[quota];
        if (state.assetKind == AssetKind.None) revert UnknownQuota(quota);
        if (_hasEnded(state.until)) revert QuotaOver(quota);
        if (state.assetEpoch == 0) return state;
        (, uint32 epoch, ) = _registryOf(state.assetKind).holdingOf(uint256(state.asset));
        if (epoch != state.assetEpoch) revert QuotaOver(quota);
    }

    function _isOperator(address holder, address operator, uint32 controlEpoch) private view returns (bool) {
        return _storage().operators[holder][operator] == uint256(controlEpoch) + 1;
    }

    function _hasEnded(uint40 until) private view returns (bool) {
        return until != 0 && block.timestamp >= until;
    }

    function _registryOf(AssetKind kind) private view returns (IPartyToken) {
        if (kind == AssetKind.Twin) return TWINS;
        return kind == AssetKind.Record ? IDENTIFIERS : SEALED_RECORDS;
    }

    function _isLiving(Party memory party) private pure returns (bool) {
        return party.kind != PartyKind.None && !party.deactivated;
    }

    function _idOf(QuotaKey calldata key, uint32 epoch) private pure returns (uint256) {
        return
            uint256(keccak256(abi.encode(key.assetKind, key.asset, epoch, key.scope, key.unit, key.until, key.terms)));
    }

    /// @inheritdoc SignedCaller
    function _signedCalls() internal view override returns (address) {
        return address(PARTIES);
    }

    function _storage() private pure returns (UsageQuotasStorage storage $) {
        assembly ("memory-safe") {
            $.slot := USAGE_QUOTAS_STORAGE
        }
    }
}
