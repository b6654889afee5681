// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {HotRoles} from "../../../contracts/access/HotRoles.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {Terms} from "../../../contracts/rights/IRightTerms.sol";
import {IUsageQuotas, QuotaKey} from "../../../contracts/rights/IUsageQuotas.sol";
import {AssetKind, GrantKey, TermsId} from "../../../contracts/rights/RightTypes.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {SealedFixture} from "../fixtures/SealedFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Rights to the data of what a sealed record is of.
contract SealedAssetsTest is SealedFixture {
    GrantKey private key;
    QuotaKey private quotaKey;

    function setUp() public override {
        super.setUp();
        _registerSealed(IDENTIFIER, MAKER);
        key = _keyFor(AssetKind.Sealed, _sealedToken(IDENTIFIER), 0, PARTNER);
        bytes32 asset = bytes32(_sealedToken(IDENTIFIER));
        quotaKey = QuotaKey(AssetKind.Sealed, asset, false, 0, "call", 0, TermsId.wrap(0));
    }

    function test_itsOwnerGrantsAndRevokes() external {
        _refuses(BUYER, address(rights), _grantCall(), IDataRights.NotAssetOwner.selector);
        _allows(MAKER, address(rights), _grantCall());
        require(rights.isAllowed(key, 1), "not allowed");
        _allows(MAKER, address(sealedRecords), _suspendCall(IDENTIFIER));
        require(!rights.isAllowed(key, 1), "of a suspended record");
        _allows(MAKER, address(sealedRecords), _resumeCall(IDENTIFIER));
        require(rights.isAllowed(key, 1), "not again");
        _allows(MAKER, address(rights), abi.encodeCall(rights.revoke, (key, "")));
        require(!rights.isAllowed(key, 1), "revoked");
    }

    function test_aStewardGrantsUntilTheRecordIsSold() external {
        uint256 token = _sealedToken(IDENTIFIER);
        bytes memory roles = abi.encodeCall(IPartyToken.setRoles, (token, STRANGER, HotRoles.STEWARD));
        _allows(MAKER, address(sealedRecords), roles);
        _allows(STRANGER, address(rights), _grantCall());
        _allows(MAKER, address(sealedRecords), _sealedSale(MAKER, BUYER, IDENTIFIER));
        require(!rights.isAllowed(key, 1), "the seller's grant binds the buyer");
        _refuses(STRANGER, address(rights), _grantCall(), IDataRights.NotAssetOwner.selector);
    }

    function test_aFrozenOneIsNotGranted() external {
        bytes32 thing = bytes32(_sealedToken(IDENTIFIER));
        vm.prank(address(supervision));
        sealedRecords.setFrozen(thing, true);
        _refuses(MAKER, address(rights), _grantCall(), IFreezable.ThingIsFrozen.selector);
    }

    /// @dev An id names one asset of one kind.
    function test_itIsNoAssetOfAnotherKind() external {
        for (uint8 kind = 0; kind < uint8(AssetKind.Sealed); ++kind) {
            key.assetKind = AssetKind(kind);
            _refuses(MAKER, address(rights), _grantCall(), IDataRights.UnknownAsset.selector);
        }
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        key = _keyFor(AssetKind.Sealed, twin, 0, PARTNER);
        _refuses(MAKER, address(rights), _grantCall(), IDataRights.UnknownAsset.selector);
    }

    function test_itsExclusiveUserIsSeenAsSuch() external {
        vm.prank(MAKER);
        key.terms = rights.registerTerms(Terms(0, "", 31, 0, 0, true, false, false));
        _allows(MAKER, address(rights), abi.encodeCall(rights.grant, (key, _terms(0, 0, 2))));
        require(rights.userOf(_sealedToken(IDENTIFIER)) == PARTNER, "user");
    }

    function test_itsOwnerIssuesQuotas() external {
        bytes memory issue = abi.encodeCall(quotas.issue, (quotaKey, "", PARTNER, 5));
        _refuses(BUYER, address(quotas), issue, IUsageQuotas.NotQuotaIssuer.selector);
        _allows(MAKER, address(quotas), issue);
        uint256 quota = quotas.quotaId(quotaKey);
        bytes memory consume = abi.encodeCall(quotas.consume, (PARTNER, quota, 2, keccak256("evidence")));
        _allows(PARTNER, address(quotas), consume);
        require(quotas.balanceOf(PARTNER, quota) == 3, "balance");
        _allows(MAKER, address(sealedRecords), _suspendCall(IDENTIFIER));
        _refuses(PARTNER, address(quotas), consume, IUsageQuotas.AssetNotUsable.selector);
    }

    function _grantCall() private view returns (bytes memory) {
        return abi.encodeCall(rights.grant, (key, _terms(0, 0, 1)));
    }
}
