// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BatchId, IBatchRegistry, Manifest, MemberStatus} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {IIdentifierRegistry, RecordEntry} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {
    DelegationTerms,
    INamespaceRegistry,
    NamespaceId,
    SchemeId
} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {MemberProof} from "../../../contracts/identifiers/MembershipProofs.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {BatchDeployment} from "../fixtures/BatchFixture.sol";
import {NamespaceFixture} from "../fixtures/NamespaceFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice What sealing does to a namespace.
contract SealedNamespacesTest is BatchDeployment, NamespaceFixture {
    bytes4 private constant SEALED = INamespaceRegistry.NamespaceIsSealed.selector;

    function test_itIsOneWay() external {
        require(!_state(PREFIX).isSealed, "sealed from the start");
        _allows(MAKER, address(namespaces), _sealing(PREFIX));
        require(_state(PREFIX).isSealed && _live(PREFIX), "not sealed, or not live");
        _refuses(MAKER, address(namespaces), _sealing(PREFIX), SEALED);
    }

    function testFuzz_onlyItsHolderSeals(address caller) external {
        if (caller == MAKER) return;
        _refuses(caller, address(namespaces), _sealing(PREFIX), IPartyToken.NotHolder.selector);
    }

    function testFuzz_onlyWhatIsThereIsSealed(bytes32 scheme, string calldata prefix) external {
        if (SchemeId.unwrap(GS1) == scheme) return;
        bytes memory call = abi.encodeCall(namespaces.seal, (SchemeId.wrap(scheme), prefix));
        _refuses(MAKER, address(namespaces), call, INamespaceRegistry.UnknownNamespace.selector);
    }

    function testFuzz_itStandsByWhatItWouldAnswerFor(uint32 epoch) external view {
        (, bool live, bool answers) = namespaces.answersFor(GS1, IDENTIFIER, PREFIX_LENGTH, epoch);
        (NamespaceId namespace, bool alive, bool stands) = namespaces.standsBy(GS1, PREFIX, epoch);
        require(uint256(NamespaceId.unwrap(namespace)) == _namespaceToken(PREFIX), "namespace");
        require(live == alive && answers == stands && stands == (epoch <= 1), "standing");
    }

    function testFuzz_nothingStandsWhereNothingIs(bytes32 scheme, string calldata prefix, uint32 epoch) external {
        if (SchemeId.unwrap(GS1) == scheme) return;
        bytes4 unknown = INamespaceRegistry.UnknownNamespace.selector;
        bytes memory stands = abi.encodeCall(namespaces.standsBy, (SchemeId.wrap(scheme), prefix, epoch));
        _refuses(STRANGER, address(namespaces), stands, unknown);
        bytes memory issues = abi.encodeCall(namespaces.sealingNamespace, (SchemeId.wrap(scheme), prefix));
        _refuses(STRANGER, address(namespaces), issues, unknown);
    }

    function test_oneThatMayNotIssueIsNotSealed() external {
        DelegationTerms memory terms = DelegationTerms(0, ANY_DEPTH, false);
        bytes memory call = abi.encodeCall(namespaces.delegateOnTerms, (GS1, PREFIX_LENGTH, CHILD, BUYER, terms));
        _allows(MAKER, address(namespaces), call);
        _refuses(BUYER, address(namespaces), _sealing(CHILD), INamespaceRegistry.MayNotIssue.selector);
    }

    function test_whatIsNotLiveIsNotSealed() external {
        _delegateUntil(MAKER, PREFIX_LENGTH, CHILD, BUYER, EXPIRY);
        _allows(ROOT, address(namespaces), _suspension(PREFIX, 0));
        bytes4 notLive = INamespaceRegistry.NamespaceNotLive.selector;
        _refuses(MAKER, address(namespaces), _sealing(PREFIX), notLive);
        _refuses(BUYER, address(namespaces), _sealing(CHILD), notLive);
        _allows(ROOT, address(namespaces), _reinstatement(PREFIX, 0));
        vm.warp(EXPIRY);
        _refuses(BUYER, address(namespaces), _sealing(CHILD), notLive);
        vm.warp(EXPIRY - 1);
        _allows(BUYER, address(namespaces), _sealing(CHILD));
    }

    function test_whatIsFrozenIsNotSealed() external {
        _setFrozen(true);
        _refuses(MAKER, address(namespaces), _sealing(PREFIX), IFreezable.ThingIsFrozen.selector);
    }

    function test_aSealedOneIssuesNothingInTheOpen() external {
        _allows(MAKER, address(namespaces), _sealing(PREFIX));
        _refuses(MAKER, address(identifiers), _registerCall(IDENTIFIER), SEALED);
        _refuses(MAKER, address(identifiers), _manyCall(), SEALED);
        _refuses(MAKER, address(batches), _issueRuleCall(_range(1, 9)), SEALED);
        _refuses(MAKER, address(batches), _issueListCall(), SEALED);
        _refuses(MAKER, address(batches), _reserveCall(1, 9), SEALED);
    }

    function test_whatItIssuedBeforeStays() external {
        _registerRecord(IDENTIFIER, MAKER);
        BatchId batch = _issueRule(1, 9, MAKER);
        _allows(MAKER, address(batches), _reserveCall(20, 29));
        _allows(MAKER, address(namespaces), _sealing(PREFIX));

        require(identifiers.isLive(_name(IDENTIFIER)), "not live");
        bytes memory update = abi.encodeCall(identifiers.updateContent, (_name(IDENTIFIER), _noContent()));
        _allows(MAKER, address(identifiers), update);
        _memberIs(batch, _numbered(3), _noProof(), MemberStatus.Live, MAKER);
        _allows(MAKER, address(identifiers), _materialiseCall(batch, _numbered(3), _noProof(), BUYER));
        _allows(MAKER, address(batches), _releaseCall(20, 29));
    }

    function test_theMembersOfAListThatItIssuedBeforeStay() external {
        bytes32[] memory leaves = _leaves(3);
        BatchId batch = _issueList(leaves, MAKER);
        MemberProof memory proof = _proof(leaves, 1);
        _allows(MAKER, address(namespaces), _sealing(PREFIX));
        _memberIs(batch, _listed(1), proof, MemberStatus.Live, MAKER);
        _allows(MAKER, address(identifiers), _materialiseCall(batch, _listed(1), proof, BUYER));
        _memberIs(batch, _listed(1), proof, MemberStatus.Recorded, BUYER);
    }

    /// @dev That it is sealed hides neither a longer prefix, which takes the members, nor a freeze, which lets none become a record.
    function test_aListOfASealedNamespaceIsClosedAsAnyOther() external {
        bytes32[] memory leaves = _leaves(3);
        BatchId batch = _issueList(leaves, MAKER);
        MemberProof memory proof = _proof(leaves, 1);
        _allows(MAKER, address(namespaces), _sealing(PREFIX));
        bytes memory call = _materialiseCall(batch, _listed(1), proof, BUYER);

        _setFrozen(true);
        _memberIs(batch, _listed(1), proof, MemberStatus.Live, MAKER);
        _refuses(MAKER, address(identifiers), call, IFreezable.ThingIsFrozen.selector);
        _setFrozen(false);

        _delegate(MAKER, PREFIX_LENGTH, "95060001343", BUYER);
        _memberIs(batch, _listed(1), proof, MemberStatus.None, address(0));
        _refuses(MAKER, address(identifiers), call, IIdentifierRegistry.NotMaterialisable.selector);
    }

    function test_itReleasesWhatALapsedOneReserved() external {
        _delegateUntil(MAKER, PREFIX_LENGTH, "95060001343", BUYER, EXPIRY);
        uint8 length = 11;
        _allows(BUYER, address(batches), abi.encodeCall(batches.reserve, (length, _range(20, 29))));
        _allows(MAKER, address(namespaces), _sealing(PREFIX));
        _refuses(MAKER, address(batches), _releaseCall(20, 29), IBatchRegistry.NotReserved.selector);
        vm.warp(EXPIRY);
        _refuses(STRANGER, address(batches), _releaseCall(20, 29), IPartyToken.NotHolder.selector);
        _allows(MAKER, address(batches), _releaseCall(20, 29));
    }

    function test_thoseAboveAndBeneathAreSealedOnTheirOwn() external {
        _delegate(MAKER, PREFIX_LENGTH, CHILD, BUYER);
        _allows(MAKER, address(namespaces), _sealing(PREFIX));
        require(!_state(CHILD).isSealed && !_state("").isSealed, "sealed with it");
        _allows(BUYER, address(identifiers), _registration("01/09506000134352", CHILD_LENGTH));
        _allows(ROOT, address(identifiers), _registration("01/04006000134352", 0));
        _delegate(MAKER, PREFIX_LENGTH, "95060002", BUYER);
        require(!_state("95060002").isSealed, "born sealed");
    }

    /// @dev Else the one above would issue in the open what the sealed one hides.
    function test_theOneAboveDoesNotIssueBeneathASealedOne() external {
        _delegate(MAKER, PREFIX_LENGTH, CHILD, BUYER);
        _allows(BUYER, address(namespaces), _sealing(CHILD));
        bytes4 refused = INamespaceRegistry.NotClosestAncestor.selector;
        _refuses(MAKER, address(identifiers), _registration("01/09506000134352", PREFIX_LENGTH), refused);
    }

    function test_aRootIsSealedToo() external {
        _allows(ROOT, address(namespaces), _sealing(""));
        _refuses(ROOT, address(identifiers), _registration("01/04006000134352", 0), SEALED);
        _delegate(ROOT, 0, "4", BUYER);
        _allows(BUYER, address(identifiers), _registration("01/04006000134352", 1));
    }

    function test_noChangeOfTheNamespaceUnsealsIt() external {
        _delegateUntil(MAKER, PREFIX_LENGTH, CHILD, BUYER, EXPIRY);
        _allows(BUYER, address(namespaces), _sealing(CHILD));
        _allows(MAKER, address(namespaces), _suspension(CHILD, PREFIX_LENGTH));
        _allows(MAKER, address(namespaces), _reinstatement(CHILD, PREFIX_LENGTH));
        _allows(MAKER, address(namespaces), _renewal(CHILD, EXPIRY + 10));
        _delegate(BUYER, CHILD_LENGTH, "950600011", PARTNER);
        _allows(BUYER, address(namespaces), _sale(BUYER, PARTNER, CHILD));
        require(_state(CHILD).isSealed, "unsealed");
        _refuses(PARTNER, address(identifiers), _registration("01/09506000124352", CHILD_LENGTH), SEALED);
    }

    function test_emancipationDoesNotUnseal() external {
        _allows(MAKER, address(namespaces), _sealing(PREFIX));
        _allows(ROOT, address(namespaces), _emancipation(PREFIX));
        require(_state(PREFIX).isSealed && _state(PREFIX).emancipated, "unsealed");
    }

    function test_aNewTenureBeginsUnsealed() external {
        _allows(MAKER, address(namespaces), _sealing(PREFIX));
        _allows(MAKER, address(namespaces), _surrendering(PREFIX));
        _delegate(ROOT, 0, PREFIX, MAKER);
        require(!_state(PREFIX).isSealed, "still sealed");
        _allows(MAKER, address(identifiers), _registerCall(IDENTIFIER));
    }

    function _setFrozen(bool frozen) private {
        bytes32 thing = bytes32(_namespaceToken(PREFIX));
        vm.prank(address(supervision));
        namespaces.setFrozen(thing, frozen);
    }

    function _sealing(string memory prefix) private view returns (bytes memory) {
        return abi.encodeCall(namespaces.seal, (GS1, prefix));
    }

    function _manyCall() private view returns (bytes memory) {
        RecordEntry[] memory entries = new RecordEntry[](1);
        entries[0] = RecordEntry(IDENTIFIER, _noContent());
        return abi.encodeCall(identifiers.registerMany, (GS1, PREFIX_LENGTH, entries, MAKER, false));
    }

    function _issueListCall() private view returns (bytes memory) {
        return abi.encodeCall(batches.issueMerkle, (GS1, PREFIX, Manifest(keccak256("root"), MANIFEST, 3, ""), MAKER));
    }
}
