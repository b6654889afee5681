// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {RoleSet} from "../../../contracts/access/HotRoles.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {NewBundle} from "../../../contracts/evidence/IEvidenceRegistry.sol";
import {BatchId, Manifest} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {RecordContent, RecordId, SubjectKind} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {DelegationTerms, NamespaceId, SchemeId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {NumberSpan} from "../../../contracts/identifiers/NumberSpans.sol";
import {AttestationId, AttestationKey} from "../../../contracts/identity/IPartyAttestations.sol";
import {RelationKey} from "../../../contracts/identity/IPartyRelations.sol";
import {PartyToken} from "../../../contracts/identity/PartyToken.sol";
import {AssetKind, GrantId, GrantKey, GroupId, TermsId} from "../../../contracts/rights/RightTypes.sol";
import {LedgerSlots} from "../../../contracts/slots/LedgerSlots.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {FreezeReason, LiftReason, Scope, ScopeKind} from "../../../contracts/supervision/ISupervision.sol";
import {TwinId, TwinKind} from "../../../contracts/twins/ITwinRegistry.sol";
import {vm} from "../fixtures/Vm.sol";
import {SlotReads} from "../slots/SlotReads.sol";

/// @notice Random people make random moves with a handful of names, some of which come to stand for something on the ledger
/// and some of which do not. All of them are then looked up.
/// @dev In one file with the invariants, as the runner finds only the contracts of the files that it runs.
contract SlotsHandler is SlotReads {
    address private constant REGULATOR = address(0xB1);

    /// How many moves were allowed.
    uint256 public moves;

    address[7] private identities = [MAKER, BUYER, PARTNER, ROOT, MACHINE, AGENT, REGISTRAR];
    string[5] private prefixes = ["", PREFIX, "95060001", "950600012", "9507"];
    string[4] private numbers = ["8004/9506000", "8004/95060001", "8004/9506000123", "8004/95071"];
    bytes32[4] private digests = [keccak256("content"), keccak256("a"), keccak256("b"), keccak256("never")];

    constructor() {
        _deployWithTwin();
        _deployForParties();
        supervision.accreditOffice(OFFICE, Scope(ScopeKind.Jurisdiction, "DE"), "Office");
        manager.grantRole(Roles.OFFICES + OFFICE, REGULATOR, 0);
    }

    function wait(uint16 time) external {
        vm.warp(block.timestamp + time);
        vm.roll(block.number + 1);
    }

    function changeController(uint8 who, uint8 to) external {
        address identity = identities[who % 7];
        address newController = to == 255 ? address(0) : identities[to % 7];
        _tryAs(identity, address(parties), abi.encodeCall(parties.changeOwner, (identity, newController)));
    }

    function delegate(uint8 parent, uint8 child, uint8 holder, uint16 life) external {
        string memory above = prefixes[parent % 5];
        DelegationTerms memory terms = DelegationTerms(life % 2 == 0 ? 0 : uint32(block.timestamp) + life, 3, true);
        uint8 length = uint8(bytes(above).length);
        bytes memory call = abi.encodeCall(
            namespaces.delegateOnTerms,
            (GS1, length, prefixes[child % 5], identities[holder % 7], terms)
        );
        _tryAs(_holder(namespaces, _namespaceToken(above)), address(namespaces), call);
    }

    function changeNamespace(uint8 which, uint8 ancestor, uint8 action) external {
        string memory prefix = prefixes[which % 5];
        string memory above = prefixes[ancestor % 5];
        uint8 length = uint8(bytes(above).length);
        bytes memory call = abi.encodeCall(namespaces.suspend, (GS1, prefix, length, ""));
        if (action % 5 == 1) call = abi.encodeCall(namespaces.reinstate, (GS1, prefix, length, ""));
        if (action % 5 == 2) call = abi.encodeCall(namespaces.emancipate, (GS1, prefix));
        if (action % 5 == 3) call = abi.encodeCall(namespaces.surrender, (GS1, prefix));
        if (action % 5 == 4) call = abi.encodeCall(namespaces.adopt, (GS1, prefix, 1));
        bool own = action % 5 > 2;
        _tryAs(_holder(namespaces, _namespaceToken(own ? prefix : above)), address(namespaces), call);
    }

    function register(uint8 number, uint8 prefix, uint8 owner) external {
        string memory issuer = prefixes[prefix % 5];
        bytes memory call = abi.encodeCall(
            identifiers.register,
            (_name(numbers[number % 4]), uint8(bytes(issuer).length), _noContent(), identities[owner % 7])
        );
        _tryAs(_holder(namespaces, _namespaceToken(issuer)), address(identifiers), call);
    }

    function changeRecord(uint8 number, uint8 action) external {
        string memory identifier = numbers[number % 4];
        RecordContent memory content = RecordContent(SubjectKind.None, 0, abi.encode(action));
        bytes memory call = abi.encodeCall(identifiers.updateContent, (_name(identifier), content));
        if (action % 4 == 1) call = abi.encodeCall(identifiers.suspend, (_name(identifier), ""));
        if (action % 4 == 2) call = abi.encodeCall(identifiers.resume, (_name(identifier), ""));
        if (action == 255) call = abi.encodeCall(identifiers.retire, (_name(identifier), ""));
        _tryAs(_holder(identifiers, _record(identifier)), address(identifiers), call);
    }

    function mintOrPublish(uint8 content, uint8 who, bool isNew) external {
        bytes32 digest = digests[content % 3];
        address author = isNew ? identities[who % 7] : _holder(twins, twin);
        bytes32 root = twins.contentLeaf(author, digest, 0);
        _tryAs(author, address(twins), abi.encodeCall(twins.commitContents, (author, root)));
        vm.roll(block.number + 1);
        bytes memory call =
            isNew
                ? _mintCall(author, author, TwinKind.Instance, _content(digest))
                : _publishCall(twin, _content(digest));
        _tryAs(author, address(twins), call);
    }

    function issueBatch(uint8 first, uint8 owner, bool isList) external {
        bytes memory call = _issueRuleCall(_range(first % 40, (first % 40) + 10));
        if (isList) {
            Manifest memory list = Manifest(digests[first % 2], MANIFEST, 9, "");
            call = abi.encodeCall(batches.issueMerkle, (GS1, PREFIX, list, identities[owner % 7]));
        } else if (first % 5 == 0) {
            call = _reserveCall(first % 40, (first % 40) + 10);
        }
        _tryAs(_holder(namespaces, _namespaceToken(PREFIX)), address(batches), call);
    }

    function revokeMembers(uint8 which, uint8 first, uint8 last, bool all) external {
        BatchId batch = _batch(which);
        bytes memory call = abi.encodeCall(batches.revokeMembers, (batch, first, last, ""));
        if (all) call = abi.encodeCall(batches.revoke, (batch, ""));
        _tryAs(_holder(batches, uint256(BatchId.unwrap(batch))), address(batches), call);
    }

    function changeToken(uint8 which, uint8 to, uint8 action) external {
        (PartyToken registry, uint256 tokenId) = _token(which);
        address holder = _holder(registry, tokenId);
        address receiver = identities[to % 7];
        bytes memory call = abi.encodeCall(IERC721.transferFrom, (holder, receiver, tokenId));
        if (action % 4 == 1) call = abi.encodeCall(IERC721.approve, (receiver, tokenId));
        if (action % 4 == 2) call = abi.encodeCall(registry.setApprovalForAllOf, (holder, receiver, action > 127));
        if (action % 4 == 3) call = abi.encodeCall(registry.setRoles, (tokenId, receiver, RoleSet.wrap(action >> 4)));
        _tryAs(holder, address(registry), call);
    }

    function grant(uint8 which, uint16 life) external {
        GrantKey memory key = _grantKey(which);
        uint40 until = life % 3 == 0 ? 0 : uint40(block.timestamp) + life;
        bytes memory call = _grantCall(key, _terms(0, until, READ));
        address by = _holder(twins, twin);
        if (GrantId.unwrap(key.parent) != 0) {
            call = _sublicenseCall(key, _terms(0, until, READ), _grantKey(1));
            by = PARTNER;
        }
        _tryAs(by, address(rights), call);
    }

    function changeGrant(uint8 which, uint8 action) external {
        GrantKey memory key = _grantKey(which);
        uint32 sequence = rights.grantOf(rights.grantId(key)).sequence;
        bool sub = GrantId.unwrap(key.parent) != 0;
        bytes memory call = abi.encodeCall(rights.revoke, (key, ""));
        if (action % 3 == 1) call = _acceptCall(key, sequence);
        if (action % 3 == 2) call = _releaseCall(key, sequence);
        address grantor = sub ? PARTNER : _holder(twins, twin);
        _tryAs(action % 3 == 0 ? grantor : address(uint160(uint256(key.grantee))), address(rights), call);
    }

    function registerTerms(uint8 levels) external {
        _tryAs(STRANGER, address(rights), abi.encodeCall(rights.registerTerms, (_withLevels(levels % 3))));
    }

    function changeGroup(uint8 member, uint8 action) external {
        GroupId group = groups.groupId(MAKER, "Partners");
        bytes memory call = abi.encodeCall(groups.create, (MAKER, "Partners"));
        if (action % 4 == 1) call = abi.encodeCall(groups.add, (group, _one(identities[member % 7])));
        if (action % 4 == 2) call = abi.encodeCall(groups.remove, (group, _one(identities[member % 7])));
        if (action == 255) call = abi.encodeCall(groups.clear, (group));
        _tryAs(MAKER, address(groups), call);
    }

    function freezeOrLift(uint8 which, bool lifts) external {
        (IFreezable registry, bytes32 thing) = _thing(which);
        bytes memory call =
            lifts
                ? abi.encodeCall(supervision.unfreeze, (OFFICE, registry, thing, LiftReason.Settled, "order"))
                : abi.encodeCall(supervision.freeze, (OFFICE, registry, thing, FreezeReason.Recall, "order", ""));
        _tryAs(REGULATOR, address(supervision), call);
    }

    function anchor(uint8 content, uint8 before, uint8 who, bool isBundle) external {
        address author = identities[who % 7];
        bytes32 digest = digests[content % 3];
        NewBundle memory bundle = NewBundle(digest, 7, "", before % 4 == 3 ? bytes32(0) : digests[before % 4]);
        bytes memory call =
            isBundle
                ? abi.encodeCall(evidence.anchorBundle, (author, bundle))
                : abi.encodeCall(evidence.anchor, (author, digest));
        _tryAs(author, address(evidence), call);
    }

    function attest(uint8 who, uint16 life, uint8 action) external {
        address party = identities[who % 7];
        uint40 until = life % 2 == 0 ? 0 : uint40(block.timestamp) + life;
        bytes memory call = abi.encodeCall(attestations.attestLegalId, (REGISTRAR, party, LEI, until, ""));
        AttestationKey memory key = _leiOf(REGISTRAR, party);
        if (action % 3 == 1) call = abi.encodeCall(attestations.revokeAttestation, (key, ""));
        _tryAs(REGISTRAR, address(attestations), call);
        if (action == 254) attestations.accredit(REGISTRAR, "lei:", until);
        if (action != 255 || !attestations.accreditationOf(REGISTRAR, LEI_KIND).granted) return;
        attestations.withdrawAccreditation(REGISTRAR, LEI_KIND, "");
    }

    function relate(uint8 which, uint8 who, bool ends) external {
        RelationKey memory key = _relation(which);
        bytes memory call = ends ? abi.encodeCall(relations.end, (key)) : abi.encodeCall(relations.agree, (key));
        _tryAs(identities[who % 7], address(relations), call);
    }

    /// @dev Reverts where a word at its slot says another thing than its registry.
    function checkAll() external view {
        for (uint256 i = 0; i < 7; ++i) {
            _checkParty(identities[i]);
            _checkAttestation(_leiOf(REGISTRAR, identities[i]));
            _checkGroup(groups.groupId(MAKER, "Partners"), identities[i]);
            for (uint256 d = 0; d < 4; ++d) _checkEvidence(digests[d], identities[i]);
        }
        _checkLegalId(_leiOf(REGISTRAR, MAKER), LEI);
        _checkScheme(GS1);
        for (uint8 i = 0; i < 5; ++i) {
            _checkNamespace(namespaces.namespaceId(GS1, prefixes[i]), identities[i]);
            _checkGrant(rights.grantId(_grantKey(i)));
            _checkTerms(_withLevels(i));
            _checkRelation(_relation(i));
        }
        for (uint256 i = 0; i < 4; ++i) {
            _checkRecord(identifiers.recordId(GS1, numbers[i]), identities[i]);
            _checkTwin(twins.twinId(digests[i]), identities[i]);
        }
        for (uint8 i = 0; i < 12; ++i) {
            _checkBatch(_batch(i), identities[i % 7]);
            for (uint64 index = 0; index < 300; index += 51) _checkMember(_batch(i), index);
        }
        for (uint64 number = 0; number < 60; number += 3) _checkRange(number);
        for (uint8 i = 0; i < 40; ++i) {
            (IFreezable registry, bytes32 thing) = _thing(i);
            _checkFreeze(registry, thing);
        }
    }

    /// @dev What the ledger never heard of has words of zeros, and so the registries answer.
    function checkAbsent(bytes32 id, address account, uint64 number) external view {
        _checkParty(account);
        _checkScheme(SchemeId.wrap(id));
        _checkNamespace(NamespaceId.wrap(id), account);
        _checkRecord(RecordId.wrap(id), account);
        _checkTwin(TwinId.wrap(id), account);
        _checkBatch(BatchId.wrap(id), account);
        _checkMember(BatchId.wrap(id), number);
        _checkGrant(GrantId.wrap(id));
        _checkGroup(GroupId.wrap(id), account);
        _checkEvidence(id, account);
        _checkFreeze(twins, id);
        _checkAttestation(AttestationKey(account, account, id, id));
    }

    /// @dev How many words of how many kinds are not zero: a play that fills nothing shows nothing.
    function filled() external view returns (uint256 count) {
        AttestationId attestation = attestations.attestationId(_leiOf(REGISTRAR, MAKER));
        if (_load(address(attestations), LedgerSlots.attestation(attestation)) != 0) ++count;
        if (_load(address(attestations), LedgerSlots.legalIdBearer(keccak256(bytes(LEI)))) != 0) ++count;
        if (_load(address(relations), LedgerSlots.relation(_relation(0))) != 0) ++count;
        if (_load(address(relations), LedgerSlots.organisation(MACHINE)) != 0) ++count;
        if (_load(address(groups), LedgerSlots.groupMember(groups.groupId(MAKER, "Partners"), BUYER)) != 0) ++count;
        if (_load(address(rights), LedgerSlots.sublicence(rights.grantId(_grantKey(2)))) != 0) ++count;
        if (_load(address(evidence), LedgerSlots.bundle(digests[1], MAKER)) != 0) ++count;
        if (NumberSpan.wrap(_load(address(batches), LedgerSlots.range(_rangeKey(), 0))).count() > 1) ++count;
        if (_load(address(batches), LedgerSlots.revokedMembers(_batch(1), 3)) != 0) ++count;
        if (_load(address(supervision), LedgerSlots.freezeCount(twins, bytes32(twin))) != 0) ++count;
        if (_load(address(identifiers), LedgerSlots.holdingDigest(_record(numbers[2]))) != 0) ++count;
        if (_load(address(namespaces), LedgerSlots.holdingDigest(_namespaceToken(prefixes[2]))) != 0) ++count;
        if (_load(address(twins), LedgerSlots.roles(twin, 1, 0, BUYER)) != 0) ++count;
        if (_load(address(twins), LedgerSlots.approval(twin)) != 0) ++count;
    }

    /// @dev As the controller of the party.
    function _tryAs(address party, address target, bytes memory call) private {
        vm.prank(parties.identityOwner(party));
        // Whether it may, other tests ask.
        (bool done, ) = target.call(call);
        if (done) ++moves;
    }

    function _token(uint8 which) private view returns (PartyToken, uint256) {
        if (which % 4 == 0) return (namespaces, _namespaceToken(prefixes[(which / 4) % 5]));
        if (which % 4 == 1) return (identifiers, _record(numbers[(which / 4) % 4]));
        if (which % 4 == 2) return (twins, uint256(TwinId.unwrap(twins.twinId(digests[(which / 4) % 4]))));
        return (batches, uint256(BatchId.unwrap(_batch(which / 4))));
    }

    function _thing(uint8 which) private view returns (IFreezable, bytes32) {
        if (which % 6 == 4) return (parties, _partyWord(identities[(which / 6) % 7]));
        if (which % 6 == 5) return (rights, GrantId.unwrap(rights.grantId(_grantKey(which / 6))));
        (PartyToken registry, uint256 tokenId) = _token(which);
        return (registry, bytes32(tokenId));
    }

    /// @dev Ten rule batches, the most of which are never issued, and two lists.
    function _batch(uint8 which) private view returns (BatchId) {
        if (which % 12 < 2) {
            Manifest memory list = Manifest(digests[which % 2], MANIFEST, 9, "");
            return batches.merkleBatchId(namespaces.namespaceId(GS1, PREFIX), list);
        }
        uint64 first = (which % 12) - 2;
        return batches.ruleBatchId(_range(first, first + 10));
    }

    /// @dev Without terms, on terms, beneath that, to a group, and one that survives a sale.
    function _grantKey(uint8 which) private view returns (GrantKey memory key) {
        key = _keyFor(AssetKind.Twin, twin, 0, PARTNER);
        TermsId terms = rights.termsId(_withLevels(1));
        if (which % 5 == 1) key.terms = terms;
        if (which % 5 == 2) {
            GrantKey memory above = _keyFor(AssetKind.Twin, twin, 0, PARTNER);
            above.terms = terms;
            key = _childKey(above, BUYER, rights.termsId(_withLevels(0)));
        }
        if (which % 5 == 3) key = _groupKey(groups.groupId(MAKER, "Partners"));
        if (which % 5 == 4) key.survivesSale = true;
    }

    function _relation(uint8 which) private view returns (RelationKey memory) {
        if (which % 5 == 0) return _membership(MAKER, MACHINE);
        if (which % 5 == 1) return _membership(BUYER, MACHINE);
        if (which % 5 == 2) return _describes(MACHINE, twin);
        if (which % 5 == 3) return _describes(PARTNER, twin);
        return _agentOf(MAKER, AGENT);
    }

    function _holder(PartyToken registry, uint256 tokenId) private view returns (address holder) {
        (holder, , ) = registry.holdingOf(tokenId);
    }

    function _record(string memory identifier) private view returns (uint256) {
        return uint256(RecordId.unwrap(identifiers.recordId(GS1, identifier)));
    }
}

/// @notice The published slot of what stands for an id holds what the registry answers for it. Short runs, as each checks
/// everything after every move.
/// forge-config: default.invariant.runs = 12
/// forge-config: default.invariant.depth = 64
contract SlotsInvariantTest {
    SlotsHandler private handler;

    function setUp() external {
        handler = new SlotsHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_everySlotHoldsWhatItsRegistryAnswers() external view {
        handler.checkAll();
    }

    /// forge-config: default.fuzz.runs = 32
    function testFuzz_whatIsNotThereHasWordsOfZeros(bytes32 id, address account, uint64 number) external view {
        handler.checkAbsent(id, account, number);
    }

    /// @dev So that the play above is known to be about something.
    function test_theMovesFillWordsOfEveryKind() external {
        handler.registerTerms(1);
        handler.registerTerms(0);
        handler.grant(1, 0);
        handler.grant(2, 0);
        handler.changeGroup(0, 0);
        handler.changeGroup(1, 1);
        handler.attest(0, 0, 0);
        handler.relate(0, 0, false);
        handler.relate(0, 4, false);
        handler.anchor(1, 3, 0, true);
        handler.issueBatch(2, 0, false);
        handler.issueBatch(20, 0, false);
        handler.issueBatch(1, 0, true);
        handler.revokeMembers(1, 2, 5, false);
        handler.register(2, 1, 0);
        handler.changeRecord(2, 0);
        handler.delegate(1, 2, 1, 0);
        handler.changeNamespace(2, 1, 3);
        handler.wait(10);
        handler.delegate(1, 2, 1, 0);
        handler.changeToken(2, 1, 0x41);
        handler.changeToken(2, 1, 0x43);
        handler.freezeOrLift(2, false);
        handler.checkAll();
        require(handler.filled() == 14, "a move fills nothing");
    }
}
