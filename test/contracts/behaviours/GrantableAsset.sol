// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {HotRoles, RoleSet} from "../../../contracts/access/HotRoles.sol";
import {PartyToken} from "../../../contracts/identity/PartyToken.sol";
import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {IUsageQuotas, QuotaKey} from "../../../contracts/rights/IUsageQuotas.sol";
import {AssetKind, GranteeKind, GrantId, GrantKey, TermsId} from "../../../contracts/rights/RightTypes.sol";
import {RightDeployment} from "../fixtures/RightFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice What rights and quotas on every kind of asset do. An asset's own test names its kind, its registry, one of the
/// maker's, and what ends it.
abstract contract GrantableAsset is RightDeployment {
    bytes4 private constant NOT_OWNER = IDataRights.NotAssetOwner.selector;

    PartyToken internal registry;
    AssetKind internal kind;
    uint256 internal asset;

    function setUp() public virtual {
        _deployWithTwin();
        (registry, kind, asset) = _asset();
    }

    /// @dev An asset of the maker's, which has all others of its registry.
    function _asset() internal virtual returns (PartyToken, AssetKind, uint256);

    /// @dev The maker's call that ends the asset's life.
    function _ending() internal view virtual returns (address target, bytes memory call);

    function testFuzz_onlyTheOwnerAndItsStewardsGiveAndTake(address caller, uint8 bits) external {
        if (caller == MAKER || caller == address(0) || caller == address(parties)) return;
        _allows(MAKER, address(registry), abi.encodeCall(registry.setRoles, (asset, caller, RoleSet.wrap(bits % 16))));
        bool steward = bits & RoleSet.unwrap(HotRoles.STEWARD) != 0;
        bytes memory give = _grantCall(_assetKey(), _terms(0, 0, READ));
        if (!steward) {
            _refuses(caller, address(rights), give, NOT_OWNER);
            _allows(MAKER, address(rights), give);
            _refuses(caller, address(rights), _revokeCall(_assetKey()), NOT_OWNER);
            require(rights.isAllowed(_assetKey(), READ), "taken by a stranger");
            return;
        }
        _allows(caller, address(rights), give);
        require(rights.isAllowed(_assetKey(), READ), "not given");
        _allows(caller, address(rights), _revokeCall(_assetKey()));
        require(!rights.isAllowed(_assetKey(), READ), "not taken");
    }

    function testFuzz_aSaleEndsGrantsAndStewardsButForWhatSurvives(bool survives, address steward) external {
        if (steward == MAKER || steward == BUYER || steward == address(0) || steward == address(parties)) return;
        GrantKey memory key = _assetKey();
        key.survivesSale = survives;
        _allows(MAKER, address(registry), abi.encodeCall(registry.setRoles, (asset, steward, HotRoles.STEWARD)));
        _allows(steward, address(rights), _grantCall(key, _terms(0, 0, READ)));
        _move(MAKER, BUYER);
        require(rights.isAllowed(key, READ) == survives, "after the sale");
        address[2] memory former = [MAKER, steward];
        for (uint256 i = 0; i < former.length; ++i) {
            _refuses(former[i], address(rights), _revokeCall(key), NOT_OWNER);
            _refuses(former[i], address(rights), _grantCall(key, _terms(0, 0, USE)), NOT_OWNER);
        }
        _move(BUYER, MAKER);
        require(rights.isAllowed(key, READ) == survives, "came back with the owner");
        _refuses(steward, address(rights), _grantCall(key, _terms(0, 0, USE)), NOT_OWNER);
    }

    function testFuzz_aRotationPutsTheRightsIntoTheNewKeysHands(address key) external {
        if (key == MAKER || key == address(0) || key == address(parties)) return;
        _allows(MAKER, address(rights), _grantCall(_assetKey(), _terms(0, 0, READ)));
        _rotate(MAKER, MAKER, key);
        require(rights.isAllowed(_assetKey(), READ), "ended with the key");
        _refuses(MAKER, address(rights), _revokeCall(_assetKey()), NOT_OWNER);
        _allows(key, address(rights), _revokeCall(_assetKey()));
    }

    function test_nothingIsAllowedOfADeactivatedOwners() external {
        _allows(MAKER, address(rights), _grantCall(_assetKey(), _terms(0, 0, READ)));
        _rotate(MAKER, MAKER, address(0));
        require(!rights.isAllowed(_assetKey(), READ), "nobody is left who could revoke it");
        _refuses(MAKER, address(rights), _revokeCall(_assetKey()));
    }

    function testFuzz_whatIsNoAssetHasNoRights(uint256 other, uint8 which) external {
        (address holder, , ) = registry.holdingOf(other);
        if (holder != address(0)) return;
        GrantKey memory key = _keyFor(kind, other, 0, PARTNER);
        if (which % 2 == 0) key = _keyFor(AssetKind.None, asset, 0, PARTNER);
        bytes4 unknown = IDataRights.UnknownAsset.selector;
        _refuses(MAKER, address(rights), _grantCall(key, _terms(0, 0, READ)), unknown);
        _refuses(MAKER, address(rights), abi.encodeCall(rights.grantId, (key)), unknown);
        require(!rights.isAllowed(key, READ) && rights.userOf(other) == address(0), "allowed");
    }

    /// @dev An id of one registry is nothing in the other.
    function test_anAssetIsOfItsKindAlone() external {
        AssetKind foreign = kind == AssetKind.Twin ? AssetKind.Record : AssetKind.Twin;
        GrantKey memory key = _keyFor(foreign, asset, 0, PARTNER);
        bytes4 unknown = IDataRights.UnknownAsset.selector;
        _refuses(MAKER, address(rights), _grantCall(key, _terms(0, 0, READ)), unknown);
        require(!rights.isAllowed(key, READ), "allowed");
    }

    function test_whatHasEndedGivesAndAllowsNothing() external {
        bytes memory give = _grantCall(_assetKey(), _terms(0, 0, READ));
        _allows(MAKER, address(rights), give);
        (address target, bytes memory ending) = _ending();
        _allows(MAKER, target, ending);
        require(!rights.isAllowed(_assetKey(), READ), "allowed");
        _allows(MAKER, address(rights), _revokeCall(_assetKey()));
        _refuses(MAKER, address(rights), give, IDataRights.AssetNotLive.selector);
        bytes memory issue = abi.encodeCall(quotas.issue, (_quota(false), "", PARTNER, 1));
        _refuses(MAKER, address(quotas), issue, IUsageQuotas.AssetNotUsable.selector);
    }

    function test_theExclusiveUserIsSeenAsSuch() external {
        require(rights.userOf(asset) == address(0) && rights.userExpires(asset) == 0, "nobody");
        GrantKey memory key = _assetKey();
        key.terms = _register(_exclusive());
        _allows(MAKER, address(rights), _grantCall(key, _terms(0, NOW + 100, USE)));
        require(rights.userOf(asset) == PARTNER && rights.userExpires(asset) == NOW + 100, "user");
        vm.warp(NOW + 100);
        require(rights.userOf(asset) == address(0) && rights.userExpires(asset) == 0, "ended");
        _allows(MAKER, address(rights), _grantCall(key, _terms(0, 0, USE)));
        require(rights.userOf(asset) == PARTNER && rights.userExpires(asset) == type(uint64).max, "for ever");
        _move(MAKER, BUYER);
        require(rights.userOf(asset) == address(0), "after a sale");
    }

    function testFuzz_aFrozenAssetsRightsStayWhatTheyAre(bool given) external {
        if (given) _allows(MAKER, address(rights), _grantCall(_assetKey(), _terms(0, 0, READ)));
        vm.prank(address(supervision));
        registry.setFrozen(bytes32(asset), true);
        _refuses(MAKER, address(rights), _grantCall(_assetKey(), _terms(0, 0, USE)));
        _refuses(MAKER, address(rights), _revokeCall(_assetKey()));
        require(rights.isAllowed(_assetKey(), READ) == given, "the freeze changed a right");
    }

    function testFuzz_onlyTheOwnerIssuesUnitsAndASaleEndsThem(address caller, bool survives) external {
        if (caller == MAKER || caller == address(parties)) return;
        bytes memory issue = abi.encodeCall(quotas.issue, (_quota(survives), "", PARTNER, 2));
        _refuses(caller, address(quotas), issue, IUsageQuotas.NotQuotaIssuer.selector);
        uint256 quota = quotas.quotaId(_quota(survives));
        _allows(MAKER, address(quotas), issue);
        bytes memory consume = abi.encodeCall(quotas.consume, (PARTNER, quota, 1, keccak256("evidence")));
        _allows(PARTNER, address(quotas), consume);
        _move(MAKER, BUYER);
        if (survives) _allows(PARTNER, address(quotas), consume);
        else _refuses(PARTNER, address(quotas), consume, IUsageQuotas.QuotaOver.selector);
        require(quotas.balanceOf(PARTNER, quota) == 0 || !survives, "units");
    }

    function testFuzz_idsAreHashesOfTheirKeys(bytes32[4] calldata words, uint8 granteeKind, bool survives) external {
        GrantKey memory key = GrantKey({
            assetKind: kind,
            asset: bytes32(asset),
            survivesSale: survives,
            scope: words[0],
            granteeKind: GranteeKind(granteeKind % 4),
            grantee: words[1],
            terms: TermsId.wrap(words[2]),
            parent: GrantId.wrap(words[3])
        });
        _move(MAKER, BUYER);
        uint256 epoch = survives ? 0 : 2;
        bytes memory names = abi.encode(kind, asset, epoch, words[0], granteeKind % 4, words[1], words[2], words[3]);
        require(GrantId.unwrap(rights.grantId(key)) == keccak256(names), "of a grant");
        QuotaKey memory quota = QuotaKey(kind, bytes32(asset), survives, words[0], words[1], 7, key.terms);
        names = abi.encode(kind, asset, epoch, words[0], words[1], uint256(7), words[2]);
        require(quotas.quotaId(quota) == uint256(keccak256(names)), "of a quota");
    }

    function _assetKey() private view returns (GrantKey memory) {
        return _keyFor(kind, asset, 0, PARTNER);
    }

    function _quota(bool survives) private view returns (QuotaKey memory) {
        return QuotaKey(kind, bytes32(asset), survives, 0, "call", 0, TermsId.wrap(0));
    }

    function _move(address from, address to) private {
        _allows(from, address(registry), abi.encodeCall(registry.transferFrom, (from, to, asset)));
    }
}
