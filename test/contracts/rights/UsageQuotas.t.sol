// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC6909, IERC6909TokenSupply} from "@openzeppelin/contracts/interfaces/IERC6909.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IRightTerms} from "../../../contracts/rights/IRightTerms.sol";
import {IUsageQuotas, Quota, QuotaKey} from "../../../contracts/rights/IUsageQuotas.sol";
import {AssetKind, TermsId} from "../../../contracts/rights/RightTypes.sol";
import {QuotaFixture} from "../fixtures/QuotaFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract UsageQuotasTest is QuotaFixture {
    function testFuzz_unitsAreIssuedMovedAndConsumed(uint128 issued, uint128 moved, uint128 used) external {
        if (issued == 0) return;
        uint256 quota = _issue(PARTNER, issued);
        bytes memory move = abi.encodeCall(quotas.transfer, (BUYER, quota, moved));
        if (moved > issued) {
            _refuses(PARTNER, address(quotas), move, IUsageQuotas.InsufficientUnits.selector);
            return;
        }
        _allows(PARTNER, address(quotas), move);
        require(quotas.balanceOf(BUYER, quota) == moved, "received");
        require(quotas.balanceOf(PARTNER, quota) == issued - moved, "kept");
        bytes memory use = _consumeCall(BUYER, quota, used);
        if (used == 0) {
            _refuses(BUYER, address(quotas), use, IUsageQuotas.NothingConsumed.selector);
        } else if (used > moved) {
            _refuses(BUYER, address(quotas), use, IUsageQuotas.InsufficientUnits.selector);
        } else {
            _allows(BUYER, address(quotas), use);
            Quota memory state = quotas.quotaOf(quota);
            require(state.issued == issued && state.consumed == used, "state");
            require(quotas.totalSupply(quota) == issued - used, "supply");
        }
    }

    function testFuzz_onlyForItsHolderAreUnitsMovedAndConsumed(address caller) external {
        if (caller == PARTNER || caller == address(parties)) return;
        uint256 quota = _issue(PARTNER, 10);
        bytes4 not = IUsageQuotas.NotUnitHolder.selector;
        bytes memory move = abi.encodeCall(quotas.transferFrom, (PARTNER, BUYER, quota, 1));
        _refuses(caller, address(quotas), move, not);
        _refuses(caller, address(quotas), _consumeCall(PARTNER, quota, 1), not);
        bytes4 notController = IPartyRegistry.NotController.selector;
        bytes memory approve = abi.encodeCall(quotas.approveOf, (PARTNER, caller, quota, 1));
        _refuses(caller, address(quotas), approve, notController);
        bytes memory operator = abi.encodeCall(quotas.setOperatorOf, (PARTNER, caller, true));
        _refuses(caller, address(quotas), operator, notController);
    }

    function testFuzz_anAllowanceIsSpentOnce(uint256 allowed, uint128 used) external {
        uint256 quota = _issue(PARTNER, type(uint128).max);
        if (used == 0) return;
        vm.prank(PARTNER);
        quotas.approve(MAKER, quota, allowed);
        uint256 present = allowed >= type(uint224).max ? type(uint256).max : allowed;
        require(quotas.allowance(PARTNER, MAKER, quota) == present, "allowance");
        bytes memory use = _consumeCall(PARTNER, quota, used);
        if (used > allowed) {
            _refuses(MAKER, address(quotas), use, IUsageQuotas.NotUnitHolder.selector);
            return;
        }
        _allows(MAKER, address(quotas), use);
        uint256 left = present == type(uint256).max ? present : present - used;
        require(quotas.allowance(PARTNER, MAKER, quota) == left, "left");
    }

    function testFuzz_anOperatorActsUntilItNoLongerIsOne(address operator) external {
        if (operator == PARTNER || operator == address(parties)) return;
        uint256 quota = _issue(PARTNER, 10);
        vm.prank(PARTNER);
        quotas.setOperator(operator, true);
        require(quotas.isOperator(PARTNER, operator), "operator");
        bytes memory move = abi.encodeCall(quotas.transferFrom, (PARTNER, BUYER, quota, 1));
        _allows(operator, address(quotas), move);
        vm.prank(PARTNER);
        quotas.setOperator(operator, false);
        _refuses(operator, address(quotas), move, IUsageQuotas.NotUnitHolder.selector);
    }

    function test_aKeyThatControlsAnotherPartyActsForIt() external {
        uint256 quota = _issue(PARTNER, 10);
        _rotate(PARTNER, PARTNER, NEW_KEY);
        _allows(NEW_KEY, address(quotas), abi.encodeCall(quotas.transferFrom, (PARTNER, BUYER, quota, 1)));
        _allows(NEW_KEY, address(quotas), _consumeCall(PARTNER, quota, 1));
        _allows(NEW_KEY, address(quotas), abi.encodeCall(quotas.approveOf, (PARTNER, MAKER, quota, 1)));
        _allows(MAKER, address(quotas), _consumeCall(PARTNER, quota, 1));
    }

    function test_unitsAreHeldByPartiesOnly() external {
        uint256 quota = _issue(PARTNER, 10);
        bytes4 notAParty = IPartyRegistry.NotAParty.selector;
        bytes memory move = abi.encodeCall(quotas.transfer, (NEW_KEY, quota, 1));
        _refuses(PARTNER, address(quotas), move, notAParty);
        bytes memory issue = abi.encodeCall(quotas.issue, (quotaKey, "", NEW_KEY, 1));
        _refuses(MAKER, address(quotas), issue, notAParty);
    }

    function test_aQuotaSaysWhatItIsOf() external {
        bytes4 invalid = IUsageQuotas.InvalidQuota.selector;
        QuotaKey memory key = quotaKey;
        key.unit = 0;
        _refuses(MAKER, address(quotas), abi.encodeCall(quotas.issue, (key, "", PARTNER, 1)), invalid);
        key = quotaKey;
        key.until = NOW;
        _refuses(MAKER, address(quotas), abi.encodeCall(quotas.issue, (key, "", PARTNER, 1)), invalid);
        key = quotaKey;
        _refuses(MAKER, address(quotas), abi.encodeCall(quotas.issue, (key, "a", PARTNER, 1)), invalid);
        _refuses(MAKER, address(quotas), abi.encodeCall(quotas.issue, (key, "", PARTNER, 0)), invalid);
        key.scope = keccak256("a");
        _allows(MAKER, address(quotas), abi.encodeCall(quotas.issue, (key, "a", PARTNER, 1)));
        key.terms = TermsId.wrap(keccak256("terms"));
        bytes4 unknown = IRightTerms.UnknownTerms.selector;
        _refuses(MAKER, address(quotas), abi.encodeCall(quotas.issue, (key, "a", PARTNER, 1)), unknown);
        key.terms = _register(_exclusive());
        _allows(MAKER, address(quotas), abi.encodeCall(quotas.issue, (key, "a", PARTNER, 1)));
    }

    function test_aUseIsShownByItsEvidence() external {
        uint256 quota = _issue(PARTNER, 10);
        bytes memory unseen = abi.encodeCall(quotas.consume, (PARTNER, quota, 1, bytes32(0)));
        _refuses(PARTNER, address(quotas), unseen, IUsageQuotas.NothingConsumed.selector);
        bytes memory nothing = _consumeCall(PARTNER, quota, 0);
        _refuses(PARTNER, address(quotas), nothing, IUsageQuotas.NothingConsumed.selector);
        QuotaKey memory key = quotaKey;
        string memory name = string(new bytes(257));
        key.scope = keccak256(bytes(name));
        bytes memory long = abi.encodeCall(quotas.issue, (key, name, PARTNER, 1));
        _refuses(MAKER, address(quotas), long, IUsageQuotas.InvalidQuota.selector);
    }

    function test_aPauseStopsIssuesAndTransfersNotUse() external {
        uint256 quota = _issue(PARTNER, 10);
        quotas.setPaused(true);
        _refuses(MAKER, address(quotas), abi.encodeCall(quotas.issue, (quotaKey, "", PARTNER, 1)));
        _refuses(PARTNER, address(quotas), abi.encodeCall(quotas.transfer, (BUYER, quota, 1)));
        _allows(PARTNER, address(quotas), _consumeCall(PARTNER, quota, 1));
    }

    function test_itIsAnErc6909() external view {
        require(quotas.supportsInterface(type(IERC6909).interfaceId), "ERC-6909");
        require(quotas.supportsInterface(0x0f632fb3), "its number");
        require(quotas.supportsInterface(type(IERC6909TokenSupply).interfaceId), "supply");
        require(quotas.supportsInterface(type(IUsageQuotas).interfaceId), "quotas");
        require(!quotas.supportsInterface(0xffffffff), "all");
    }

    function testFuzz_whatWasNeverIssuedIsNothing(uint256 quota, address holder) external {
        bytes4 unknown = IUsageQuotas.UnknownQuota.selector;
        require(quotas.balanceOf(holder, quota) == 0 && quotas.totalSupply(quota) == 0, "units");
        require(quotas.quotaOf(quota).assetKind == AssetKind.None, "a quota");
        _refuses(PARTNER, address(quotas), abi.encodeCall(quotas.transfer, (BUYER, quota, 0)), unknown);
        _refuses(PARTNER, address(quotas), _consumeCall(PARTNER, quota, 1), unknown);
    }

    function testFuzz_nobodyMovesOrUsesADeactivatedPartysUnits(address caller) external {
        if (caller == address(parties)) return;
        uint256 quota = _issue(PARTNER, 10);
        vm.prank(PARTNER);
        quotas.setOperator(caller, true);
        _rotate(PARTNER, PARTNER, address(0));
        bytes4 not = IUsageQuotas.NotUnitHolder.selector;
        _refuses(caller, address(quotas), _consumeCall(PARTNER, quota, 1), not);
        bytes memory move = abi.encodeCall(quotas.transferFrom, (PARTNER, BUYER, quota, 1));
        _refuses(caller, address(quotas), move, not);
        require(quotas.balanceOf(PARTNER, quota) == 10, "gone");
    }

    function testFuzz_whatIsNoAssetHasNoUnits(address caller, bytes32 asset) external {
        quotaKey.assetKind = AssetKind.None;
        bytes memory call = abi.encodeCall(quotas.issue, (quotaKey, "", PARTNER, 1));
        _refuses(caller, address(quotas), call, IUsageQuotas.InvalidQuota.selector);
        if (asset == bytes32(twin)) return;
        (quotaKey.assetKind, quotaKey.asset) = (AssetKind.Twin, asset);
        call = abi.encodeCall(quotas.issue, (quotaKey, "", PARTNER, 1));
        _refuses(caller, address(quotas), call, IUsageQuotas.NotQuotaIssuer.selector);
    }
}
