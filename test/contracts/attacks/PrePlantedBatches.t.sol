// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BatchId, IBatchRegistry, MemberStatus, NumberRange} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {IIdentifierRegistry} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {DelegationTerms} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {BatchFixture} from "../fixtures/BatchFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 2: who is about to lose a prefix plants batches in it, which then speak in the next holder's name, or
/// close their numbers to it.
contract PrePlantedBatchesAttackTest is BatchFixture {
    uint32 private constant EXPIRY = 2_000_000;
    string private constant CHILD = "9506001";
    string private constant MEMBER = "01/09506001000001/21/PN-000042";

    BatchId private planted;

    function setUp() public override {
        super.setUp();
        vm.prank(ROOT);
        namespaces.delegateOnTerms(GS1, 0, CHILD, BUYER, DelegationTerms(EXPIRY, 2, true));
        planted = _issueAs(BUYER, _extent(0, 999_999), BUYER);
        vm.warp(EXPIRY);
        _delegate(ROOT, 0, CHILD, PARTNER);
    }

    function test_membersOfAFormerTenureRest() external {
        _memberIs(planted, MEMBER, _noProof(), MemberStatus.Suspended, BUYER);
        bytes memory call = _materialiseCall(planted, MEMBER, _noProof(), BUYER);
        _refuses(BUYER, address(identifiers), call, IIdentifierRegistry.NotMaterialisable.selector);
    }

    function test_adoptionBringsThemBack() external {
        vm.prank(PARTNER);
        namespaces.adopt(GS1, CHILD, 1);
        _memberIs(planted, MEMBER, _noProof(), MemberStatus.Live, BUYER);
        _allows(BUYER, address(identifiers), _materialiseCall(planted, MEMBER, _noProof(), BUYER));
    }

    function test_theNextHolderFreesTheRangeAndUsesIt() external {
        bytes memory register = abi.encodeCall(
            identifiers.register,
            (_name(MEMBER), PREFIX_LENGTH, _noContent(), PARTNER)
        );
        _refuses(PARTNER, address(identifiers), register, IIdentifierRegistry.IdentifierInRange.selector);
        _allows(PARTNER, address(batches), _freeing(_extent(0, 999_999)));
        _allows(PARTNER, address(identifiers), register);
        _memberIs(planted, MEMBER, _noProof(), MemberStatus.None, address(0));
        // No adoption brings back what was freed.
        vm.prank(PARTNER);
        namespaces.adopt(GS1, CHILD, 1);
        _memberIs(planted, MEMBER, _noProof(), MemberStatus.None, address(0));
        _issueAs(PARTNER, _extent(100, 199), PARTNER);
    }

    /// @dev A reservation has the id that a rule batch of its range would have, and is not that batch.
    function test_whoReservesWhatItFreedMakesNoMembersOfTheFormerBatch() external {
        _allows(PARTNER, address(batches), _freeing(_extent(0, 999_999)));
        _allows(PARTNER, address(batches), abi.encodeCall(batches.reserve, (PREFIX_LENGTH, _extent(0, 999_999))));
        _memberIs(planted, MEMBER, _noProof(), MemberStatus.None, address(0));
        vm.prank(PARTNER);
        namespaces.adopt(GS1, CHILD, 1);
        _memberIs(planted, MEMBER, _noProof(), MemberStatus.None, address(0));
    }

    function test_nobodyElseFreesIt() external {
        address[4] memory others = [ROOT, MAKER, BUYER, STRANGER];
        for (uint256 i = 0; i < others.length; ++i) {
            _refuses(others[i], address(batches), _freeing(_extent(0, 999_999)), IPartyToken.NotHolder.selector);
        }
        bytes memory above = abi.encodeCall(batches.release, (0, _extent(0, 999_999)));
        _refuses(ROOT, address(batches), above, IBatchRegistry.RangeIsIssued.selector);
        bytes4 notWhole = IBatchRegistry.NotReserved.selector;
        _refuses(PARTNER, address(batches), _freeing(_extent(0, 999_998)), notWhole);
    }

    /// @dev The namespace's own word stands: its holder, also the one that bought it, cannot take back what it issued.
    function test_whatTheNamespaceAnswersForIsNotFreed() external {
        bytes4 issued = IBatchRegistry.RangeIsIssued.selector;
        vm.prank(PARTNER);
        namespaces.adopt(GS1, CHILD, 1);
        _refuses(PARTNER, address(batches), _freeing(_extent(0, 999_999)), issued);

        _issueRule(0, 99, PARTNER);
        _refuses(MAKER, address(batches), _releaseCall(0, 99), issued);
        uint256 token = uint256(keccak256(abi.encodePacked(GS1, PREFIX)));
        vm.prank(MAKER);
        namespaces.transferFrom(MAKER, BUYER, token);
        _refuses(BUYER, address(batches), _releaseCall(0, 99), issued);
    }

    /// @dev The next holder's prefix is a longer one. What a namespace reserved that lapsed since is not closed to it.
    function test_theHolderOfALongerPrefixFreesWhatALapsedOneReserved() external {
        vm.prank(ROOT);
        namespaces.delegateOnTerms(GS1, 0, "95077", BUYER, DelegationTerms(EXPIRY + 1000, 2, true));
        NumberRange memory extent = NumberRange(GS1, "01/09507700000001/21/PN-", "", 6, 0, 9);
        _allows(BUYER, address(batches), abi.encodeCall(batches.reserve, (5, extent)));
        vm.warp(EXPIRY + 1000);
        _delegate(ROOT, 0, "950770", PARTNER);
        bytes memory free = abi.encodeCall(batches.release, (6, extent));
        _refuses(MAKER, address(batches), free, IPartyToken.NotHolder.selector);
        _refuses(BUYER, address(batches), abi.encodeCall(batches.release, (5, extent)));
        _allows(PARTNER, address(batches), free);
        NumberRange memory own = NumberRange(GS1, extent.stem, "", 6, 0, 99);
        vm.prank(PARTNER);
        batches.issueRule(6, own, PARTNER);
    }

    function _freeing(NumberRange memory extent) private view returns (bytes memory) {
        return abi.encodeCall(batches.release, (PREFIX_LENGTH, extent));
    }

    function _issueAs(address issuer, NumberRange memory extent, address owner) private returns (BatchId) {
        vm.prank(issuer);
        return batches.issueRule(PREFIX_LENGTH, extent, owner);
    }

    function _extent(uint64 first, uint64 last) private pure returns (NumberRange memory) {
        return NumberRange(GS1, "01/09506001000001/21/PN-", "", 6, first, last);
    }
}
