// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Roles} from "../../../contracts/access/Roles.sol";
import {BatchId, Manifest, MemberStatus, NumberRange} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {DelegationTerms, INamespaceRegistry, NamespaceId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {MemberProof} from "../../../contracts/identifiers/MembershipProofs.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {FreezeReason, LiftReason, Scope, ScopeKind} from "../../../contracts/supervision/ISupervision.sol";
import {BatchFixture} from "../fixtures/BatchFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice What is frozen, or may not issue, escapes by way of a batch.
contract FrozenBatchesAttackTest is BatchFixture {
    uint32 private constant OFFICE = 7;
    address private constant REGULATOR = address(0xB1);
    bytes4 private constant FROZEN = IFreezable.ThingIsFrozen.selector;

    function setUp() public override {
        super.setUp();
        supervision.accreditOffice(OFFICE, Scope(ScopeKind.Jurisdiction, "DE"), "Office");
        manager.grantRole(Roles.OFFICES + OFFICE, REGULATOR, 0);
    }

    function test_nothingIsIssuedOrFreedBeneathAFrozenNamespace() external {
        _allows(MAKER, address(batches), _reserveCall(50, 99));
        _freeze(namespaces, _namespace(PREFIX));
        bytes[4] memory calls = [
            _issueRuleCall(_range(0, 9)),
            _reserveCall(10, 19),
            _releaseCall(50, 99),
            abi.encodeCall(batches.issueMerkle, (GS1, PREFIX, Manifest("root", MANIFEST, 1, ""), MAKER))
        ];
        for (uint256 i = 0; i < calls.length; ++i) _refuses(MAKER, address(batches), calls[i], FROZEN);
    }

    function test_nothingIsIssuedBeneathAFrozenAncestor() external {
        _freeze(namespaces, _namespace(""));
        bytes memory list = abi.encodeCall(
            batches.issueMerkle,
            (GS1, PREFIX, Manifest("root", MANIFEST, 1, ""), MAKER)
        );
        _refuses(MAKER, address(batches), list, FROZEN);
        _refuses(MAKER, address(batches), _issueRuleCall(_range(0, 9)), FROZEN);
    }

    /// @dev What was issued is not touched by the freeze, and is still told; but nothing of it becomes a record.
    function test_membersOfAFrozenNamespacesListRest() external {
        bytes32[] memory leaves = _leaves(3);
        BatchId batch = _issueList(leaves, BUYER);
        MemberProof memory proof = _proof(leaves, 1);
        _freeze(namespaces, _namespace(PREFIX));
        _memberIs(batch, _listed(1), proof, MemberStatus.Live, BUYER);
        bytes memory call = _materialiseCall(batch, _listed(1), proof, BUYER);
        _refuses(BUYER, address(identifiers), call, FROZEN);
    }

    function test_aFrozenBatchIsNeitherMovedNorRevokedNorMadeIntoRecords() external {
        BatchId batch = _issueRule(0, 99, BUYER);
        _freeze(batches, BatchId.unwrap(batch));
        uint256 token = uint256(BatchId.unwrap(batch));
        _refuses(BUYER, address(batches), abi.encodeCall(batches.transferFrom, (BUYER, PARTNER, token)));
        _refuses(BUYER, address(batches), abi.encodeCall(batches.revoke, (batch, "")), FROZEN);
        _refuses(BUYER, address(batches), abi.encodeCall(batches.revokeMembers, (batch, 0, 5, "")), FROZEN);
        _refuses(BUYER, address(identifiers), _materialiseCall(batch, _numbered(5), _noProof(), BUYER), FROZEN);
        _memberIs(batch, _numbered(5), _noProof(), MemberStatus.Live, BUYER);
    }

    /// @dev Not even where its namespace does not answer for it any more: a freeze keeps a thing as it is.
    function test_aFrozenBatchOfAFormerTenureKeepsItsRange() external {
        vm.prank(ROOT);
        namespaces.delegateOnTerms(GS1, 0, "9506001", BUYER, DelegationTerms(2_000_000, 2, true));
        NumberRange memory extent = NumberRange(GS1, "01/09506001000001/21/PN-", "", 6, 0, 99);
        vm.prank(BUYER);
        BatchId batch = batches.issueRule(7, extent, BUYER);
        _freeze(batches, BatchId.unwrap(batch));
        vm.warp(2_000_000);
        _delegate(ROOT, 0, "9506001", PARTNER);
        bytes memory call = abi.encodeCall(batches.release, (7, extent));
        _refuses(PARTNER, address(batches), call, FROZEN);
        _memberIs(batch, "01/09506001000001/21/PN-000042", _noProof(), MemberStatus.Suspended, BUYER);
        vm.prank(REGULATOR);
        supervision.unfreeze(OFFICE, batches, BatchId.unwrap(batch), LiftReason.OrderLifted, keccak256("lifted"));
        _allows(PARTNER, address(batches), call);
    }

    function test_aNamespaceThatMayNotIssueIssuesNoBatch() external {
        vm.prank(ROOT);
        namespaces.delegateOnTerms(GS1, 0, "9506001", BUYER, DelegationTerms(0, 2, false));
        bytes4 refused = INamespaceRegistry.MayNotIssue.selector;
        Manifest memory list = Manifest("root", MANIFEST, 1, "");
        _refuses(BUYER, address(batches), abi.encodeCall(batches.issueMerkle, (GS1, "9506001", list, BUYER)), refused);
    }

    /// @dev The prefix lapsed and went to another on other terms: the list's members cannot be issued by it any more.
    function test_aListOutlivesNoIssuerThatMayIssue() external {
        vm.prank(ROOT);
        namespaces.delegateOnTerms(GS1, 0, "9506001", MAKER, DelegationTerms(2_000_000, 2, true));
        string memory member = "01/09506001000001/21/A";
        bytes32 list = keccak256(
            abi.encode(keccak256("cadastre.batch.list.v1"), _namespace("9506001"), MANIFEST, uint64(1))
        );
        bytes32 root = _leaf(list, 0, member, 0);
        vm.prank(MAKER);
        BatchId batch = batches.issueMerkle(GS1, "9506001", Manifest(root, MANIFEST, 1, ""), MAKER);
        MemberProof memory proof = MemberProof(MANIFEST, 1, 0, 0, new bytes32[](0));
        _memberIs(batch, member, proof, MemberStatus.Live, MAKER);
        vm.warp(2_000_000);
        _memberIs(batch, member, proof, MemberStatus.Suspended, MAKER);
        vm.prank(ROOT);
        namespaces.delegateOnTerms(GS1, 0, "9506001", PARTNER, DelegationTerms(0, 2, false));
        _memberIs(batch, member, proof, MemberStatus.None, address(0));
    }

    function _freeze(IFreezable registry, bytes32 thing) private {
        vm.prank(REGULATOR);
        supervision.freeze(OFFICE, registry, thing, FreezeReason.CourtOrder, keccak256("order"), "");
    }

    function _namespace(string memory prefix) private view returns (bytes32) {
        return NamespaceId.unwrap(namespaces.namespaceId(GS1, prefix));
    }
}
