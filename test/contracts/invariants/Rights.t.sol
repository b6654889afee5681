// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Price, Proposal} from "../../../contracts/rights/IRightAgreements.sol";
import {Terms} from "../../../contracts/rights/IRightTerms.sol";
import {Quota, QuotaKey} from "../../../contracts/rights/IUsageQuotas.sol";
import {
    AssetKind,
    Extent,
    GranteeKind,
    GrantId,
    GrantKey,
    GroupId,
    ProposalId,
    TermsId
} from "../../../contracts/rights/RightTypes.sol";
import {RightDeployment} from "../fixtures/RightFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Owners, grantees and strangers play at random with a handful of grants and quotas on one twin, which changes
/// hands, while time passes. Beside the ledger, the handler writes down what was given when, and how it ended.
contract RightsHandler is RightDeployment {
    /// @param epoch Of the twin when it was given, zero where it survives sales.
    /// @param end When whoever may end it let it end; the greatest number while nobody did.
    struct Ghost {
        bool given;
        uint16 actions;
        uint40 from;
        uint40 until;
        uint32 epoch;
        uint40 end;
    }

    uint256 private constant KEYS = 8;
    uint256 private constant CHILD = 7;
    uint256 private constant PARENT = 6;
    uint256 private constant UNITS = 2;

    string public broken;

    GrantKey[] private keys;
    Terms[] private termsOf;
    address[] private users;
    Ghost[] private ghosts;
    address[5] private actors = [MAKER, BUYER, PARTNER, STRANGER, ROOT];
    GroupId private group;
    Proposal[] private proposals;
    uint256[UNITS] private quotaIds;
    QuotaKey[UNITS] private quotaKeys;

    constructor() {
        _deployWithTwin();
        group = _group(ROOT, PARTNER);
        _note(_keyFor(AssetKind.Twin, twin, 0, PARTNER), _plainTerms(), PARTNER);
        _note(_keyFor(AssetKind.Twin, twin, 0, PARTNER), _withNotice(1000), PARTNER);
        _note(_keyFor(AssetKind.Twin, twin, 0, BUYER), _exclusive(), BUYER);
        GrantKey memory lasting = _keyFor(AssetKind.Twin, twin, 0, PARTNER);
        lasting.survivesSale = true;
        _note(lasting, _irrevocable(), PARTNER);
        _note(_groupKey(group), _byAcceptance(), PARTNER);
        _note(_blindedKey(STRANGER, SALT), _plainTerms(), STRANGER);
        Terms memory narrow = _withLevels(1);
        narrow.actions = BOTH;
        _note(_keyFor(AssetKind.Twin, twin, 0, PARTNER), narrow, PARTNER);
        GrantKey memory child = _childKey(keys[PARENT], STRANGER, TermsId.wrap(0));
        child.survivesSale = false;
        keys.push(child);
        termsOf.push(_plainTerms());
        users.push(STRANGER);
        ghosts.push();
        for (uint256 i = 0; i < UNITS; ++i) {
            quotaKeys[i] = QuotaKey(AssetKind.Twin, bytes32(twin), i == 1, 0, "call", 0, TermsId.wrap(0));
        }
    }

    function grant(uint8 keySeed, uint8 callerSeed, uint16 from, uint16 length, uint8 actions) external {
        uint256 index = keySeed % (KEYS - 1);
        address caller = actors[callerSeed % 5];
        Extent memory extent = _extent(from, length, actions);
        bool exclusive = _isHeldExclusively(index, extent);
        if (!_try(caller, abi.encodeCall(rights.grant, (keys[index], extent)))) return;
        _expect(caller == twins.ownerOf(twin), "another than the owner granted");
        _expect(!exclusive, "what is held exclusively was given");
        _given(index, extent);
    }

    function sublicense(uint8 callerSeed, uint16 from, uint16 length, uint8 actions) external {
        address caller = actors[callerSeed % 5];
        GrantKey memory child = keys[CHILD];
        child.parent = rights.grantId(keys[PARENT]);
        Extent memory extent = _extent(from, length, actions);
        if (!_try(caller, abi.encodeCall(rights.sublicense, (child, extent, keys[PARENT])))) return;
        _expect(caller == PARTNER, "another than the grantee sub-licensed");
        keys[CHILD] = child;
        _given(CHILD, extent);
    }

    function accept(uint8 keySeed, uint8 callerSeed, uint8 sequence) external {
        uint256 index = keySeed % KEYS;
        _try(actors[callerSeed % 5], _acceptCall(keys[index], 1 + (sequence % 4)));
    }

    function revoke(uint8 keySeed, uint8 callerSeed, uint16 later, bool soon) external {
        uint256 index = keySeed % KEYS;
        address caller = actors[callerSeed % 5];
        uint40 end = uint40(block.timestamp) + (soon ? 0 : later);
        bytes memory call =
            soon
                ? abi.encodeCall(rights.revoke, (keys[index], ""))
                : abi.encodeCall(rights.revokeAt, (keys[index], end, ""));
        bool released = rights.grantOf(_presentId(index)).released;
        bool pending = uint8(rights.grantOf(_presentId(index)).status) == 3;
        if (!_try(caller, call)) return;
        _expect(caller == (index == CHILD ? PARTNER : twins.ownerOf(twin)), "another than the grantor revoked");
        _expect(!termsOf[index].irrevocable || released || pending, "an irrevocable grant was ended by one side");
        uint40 earliest = uint40(block.timestamp) + (pending ? 0 : termsOf[index].notice);
        if (soon || pending) end = earliest;
        _expect(end >= earliest, "a notice was cut short");
        if (end < ghosts[index].end) ghosts[index].end = end;
    }

    function release(uint8 keySeed, uint8 callerSeed) external {
        uint256 index = keySeed % KEYS;
        bool pending = uint8(rights.grantOf(_presentId(index)).status) == 3;
        uint32 sequence = rights.grantOf(_presentId(index)).sequence;
        if (!_try(actors[callerSeed % 5], _releaseCall(keys[index], sequence))) return;
        if (!termsOf[index].irrevocable || pending) ghosts[index].end = uint40(block.timestamp);
    }

    function agree(uint8 keySeed, uint8 callerSeed, uint16 length, uint8 actions, uint8 step) external {
        uint256 index = keySeed % (KEYS - 1);
        address caller = actors[callerSeed % 5];
        if (step % 2 == 0 || proposals.length == 0) {
            Proposal memory offer = Proposal({
                key: keys[index],
                extent: _extent(0, length, actions),
                price: Price(0, 0, ""),
                previous: ProposalId.wrap(0),
                expiry: 0,
                number: uint32(proposals.length)
            });
            if (
                proposals.length < 40 && _try(caller, abi.encodeCall(rights.propose, (offer, _assetEpoch(offer.key))))
            ) {
                proposals.push(offer);
            }
            return;
        }
        Proposal memory chosen = proposals[length % proposals.length];
        bytes32 acceptance = chosen.key.granteeKind == GranteeKind.Blinded ? bytes32(uint256(1)) : bytes32(0);
        bytes memory call = abi.encodeCall(rights.conclude, (chosen, _assetEpoch(chosen.key), acceptance));
        if (!_try(caller, call)) return;
        _given(_indexOf(chosen.key), chosen.extent);
    }

    function sell(uint8 toSeed) external {
        address owner = twins.ownerOf(twin);
        vm.prank(owner);
        twins.transferFrom(owner, actors[toSeed % 5], twin);
    }

    function pass(uint16 time) external {
        vm.warp(block.timestamp + time);
    }

    function changeGroup(bool add, uint8 callerSeed) external {
        bytes memory call =
            add
                ? abi.encodeCall(groups.add, (group, _one(PARTNER)))
                : abi.encodeCall(groups.remove, (group, _one(PARTNER)));
        address caller = actors[callerSeed % 5];
        vm.prank(caller);
        (bool done, ) = address(groups).call(call);
        _expect(!done || caller == ROOT, "another than its owner ran a group");
    }

    function issue(uint8 which, uint8 callerSeed, uint8 toSeed, uint64 amount) external {
        uint256 i = which % UNITS;
        bytes memory call = abi.encodeCall(quotas.issue, (quotaKeys[i], "", actors[toSeed % 5], amount));
        address caller = actors[callerSeed % 5];
        uint256 quota = quotas.quotaId(quotaKeys[i]);
        vm.prank(caller);
        (bool done, ) = address(quotas).call(call);
        _expect(!done || caller == twins.ownerOf(twin), "another than the owner issued");
        if (done) quotaIds[i] = quota;
    }

    function moveOrConsume(uint8 which, uint8 callerSeed, uint8 fromSeed, uint8 toSeed, uint64 amount) external {
        uint256 quota = quotaIds[which % UNITS];
        address from = actors[fromSeed % 5];
        address caller = actors[callerSeed % 5];
        amount = uint64(amount % (quotas.balanceOf(from, quota) + 2));
        bytes memory call =
            toSeed % 2 == 0
                ? abi.encodeCall(quotas.consume, (from, quota, amount, keccak256("evidence")))
                : abi.encodeCall(quotas.transferFrom, (from, actors[toSeed % 5], quota, amount));
        vm.prank(caller);
        (bool done, ) = address(quotas).call(call);
        _expect(!done || caller == from, "another than its holder moved or used units");
    }

    function keyCount() external pure returns (uint256) {
        return KEYS;
    }

    /// @dev Whether the ledger lets something be done that what was given does not.
    function isBeyondWhatWasGiven(uint256 index) external view returns (bool) {
        Ghost memory ghost = ghosts[index];
        for (uint16 action = 1; action < 32; action <<= 1) {
            if (!isAllowed(index, action)) continue;
            bool within =
                ghost.given &&
                    block.timestamp >= ghost.from &&
                    (ghost.until == 0 || block.timestamp < ghost.until) &&
                    block.timestamp < ghost.end &&
                    action & ~ghost.actions == 0 &&
                    action & ~termsOf[index].actions == 0;
            (, uint32 epoch, ) = twins.holdingOf(twin);
            if (!within || (ghost.epoch != 0 && ghost.epoch != epoch)) return true;
        }
        return false;
    }

    /// @dev Whether the child may do what its parent's grantee may not.
    function doesTheChildOutrankItsParent() external view returns (bool) {
        for (uint16 action = 1; action < 32; action <<= 1) {
            if (isAllowed(CHILD, action) && !isAllowed(PARENT, action)) return true;
        }
        return false;
    }

    function isConserved(uint256 index) external view returns (bool) {
        uint256 quota = quotaIds[index % UNITS];
        uint256 held;
        for (uint256 i = 0; i < 5; ++i) held += quotas.balanceOf(actors[i], quota);
        Quota memory state = quotas.quotaOf(quota);
        return held + state.consumed == state.issued && quotas.totalSupply(quota) == held;
    }

    function isAllowed(uint256 index, uint16 action) public view returns (bool) {
        return rights.isAllowedTo(keys[index], users[index], SALT, action);
    }

    function _note(GrantKey memory key, Terms memory terms, address user) private {
        key.terms = _register(terms);
        keys.push(key);
        termsOf.push(terms);
        users.push(user);
        ghosts.push();
    }

    function _given(uint256 index, Extent memory extent) private {
        (, uint32 epoch, ) = twins.holdingOf(twin);
        ghosts[index] = Ghost({
            given: true,
            actions: extent.actions,
            from: extent.from,
            until: extent.until,
            epoch: keys[index].survivesSale ? 0 : epoch,
            end: type(uint40).max
        });
    }

    function _extent(uint16 from, uint16 length, uint8 actions) private view returns (Extent memory) {
        uint40 start = from % 3 == 0 ? 0 : uint40(block.timestamp) + (from % 500);
        uint40 end = length % 4 == 0 ? 0 : uint40(block.timestamp) + 500 + length;
        return Extent(start, end, 1 + (actions % 31), "");
    }

    function _isHeldExclusively(uint256 index, Extent memory extent) private view returns (bool) {
        Ghost memory held = ghosts[2];
        (, uint32 epoch, ) = twins.holdingOf(twin);
        uint40 until = held.until == 0 || held.end < held.until ? held.end : held.until;
        bool holds = held.given && held.epoch == epoch && block.timestamp < until;
        return
            index != 2 &&
            holds &&
            held.actions & extent.actions != 0 &&
            extent.from < until &&
            (extent.until == 0 || held.from < extent.until);
    }

    function _indexOf(GrantKey memory key) private view returns (uint256 index) {
        bytes32 wanted = keccak256(abi.encode(key));
        while (keccak256(abi.encode(keys[index])) != wanted) ++index;
    }

    function _presentId(uint256 index) private view returns (GrantId) {
        return rights.grantId(keys[index]);
    }

    function _try(address caller, bytes memory call) private returns (bool done) {
        vm.prank(caller);
        (done, ) = address(rights).call(call);
    }

    function _expect(bool holds, string memory otherwise) private {
        if (!holds && bytes(broken).length == 0) broken = otherwise;
    }
}

/// @notice Invariant 7, that no right outranks the one above it, and that units are conserved.
/// forge-config: default.invariant.runs = 40
/// forge-config: default.invariant.depth = 200
contract RightsInvariantTest {
    RightsHandler private handler;

    function setUp() external {
        handler = new RightsHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_noRightGoesBeyondWhatWasGivenNorComesBack() external view {
        for (uint256 i = 0; i < handler.keyCount(); ++i) {
            require(!handler.isBeyondWhatWasGiven(i), "beyond what was given");
        }
    }

    function invariant_aSublicenceIsNoMoreThanItsParent() external view {
        require(!handler.doesTheChildOutrankItsParent(), "a child outranks its parent");
    }

    function invariant_unitsAreConserved() external view {
        require(handler.isConserved(0) && handler.isConserved(1), "units");
    }

    function invariant_nobodyDidWhatHeMayNot() external view {
        string memory broken = handler.broken();
        require(bytes(broken).length == 0, broken);
    }
}
