// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RoleSet} from "../../../contracts/access/HotRoles.sol";
import {Bundle} from "../../../contracts/evidence/IEvidenceRegistry.sol";
import {Batch, BatchId, BatchKind, BatchStatus, NumberRange} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {Record, RecordId, RecordStatus, SubjectKind} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {Namespace, NamespaceId, PrefixRule, SchemeId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {Tenures, TenuresLibrary} from "../../../contracts/identifiers/NamespaceTenures.sol";
import {NamespaceWords} from "../../../contracts/identifiers/NamespaceWord.sol";
import {NumberSpan, RangeUse} from "../../../contracts/identifiers/NumberSpans.sol";
import {HoldingWord} from "../../../contracts/identity/HoldingWord.sol";
import {Accreditation, Attestation, AttestationKey} from "../../../contracts/identity/IPartyAttestations.sol";
import {Party} from "../../../contracts/identity/IPartyRegistry.sol";
import {Relation, RelationKey, RelationKind} from "../../../contracts/identity/IPartyRelations.sol";
import {PartyToken} from "../../../contracts/identity/PartyToken.sol";
import {GrantWord, GrantWords} from "../../../contracts/rights/GrantWord.sol";
import {Group} from "../../../contracts/rights/IPartyGroups.sol";
import {Terms} from "../../../contracts/rights/IRightTerms.sol";
import {GrantId, GroupId, TermsId} from "../../../contracts/rights/RightTypes.sol";
import {LedgerSlots} from "../../../contracts/slots/LedgerSlots.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {Freeze} from "../../../contracts/supervision/ISupervision.sol";
import {Twin, TwinId} from "../../../contracts/twins/ITwinRegistry.sol";
import {BatchDeployment} from "../fixtures/BatchFixture.sol";
import {PartyDeployment} from "../fixtures/PartyFixture.sol";
import {RightDeployment} from "../fixtures/RightFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Reads a word at its published slot and holds it against what the registry answers.
abstract contract SlotReads is RightDeployment, BatchDeployment, PartyDeployment {
    using NamespaceWords for HoldingWord;
    using TenuresLibrary for Tenures;

    uint32 internal constant OFFICE = 1;

    function _checkParty(address identity) internal view {
        uint256 word = _load(address(parties), LedgerSlots.party(identity));
        Party memory state = parties.partyOf(identity);
        require(_bits(word, 160, 32) == state.controlEpoch, "control epoch");
        require(_bits(word, 192, 8) == uint8(state.kind), "kind");
        require((_bits(word, 200, 8) == 1) == state.deactivated, "deactivated");
        require((_bits(word, 208, 8) == 1) == state.frozen, "frozen party");
        address stored = address(uint160(word));
        address controller = stored == address(0) && !state.deactivated ? identity : stored;
        require(controller == state.controller, "controller");
        uint256 nonce = uint64(parties.nonce(identity));
        require(_load(address(parties), LedgerSlots.nonce(identity)) == nonce, "nonce");
        require(_load(address(parties), LedgerSlots.changed(identity)) == parties.changed(identity), "changed");
    }

    function _checkLegalId(AttestationKey memory key, string memory legalId) internal view {
        bytes32 slot = LedgerSlots.legalIdBearer(key.digest);
        address bearer = address(uint160(_load(address(attestations), slot)));
        address registrar = address(uint160(_load(address(attestations), LedgerSlots.wordAfter(slot, 1))));
        (address party, address by) = attestations.partyByLegalId(legalId);
        bool valid = attestations.isValid(AttestationKey(registrar, bearer, key.kind, key.digest));
        require(party == (valid ? bearer : address(0)) && by == (valid ? registrar : address(0)), "legal id");
    }

    function _checkAttestation(AttestationKey memory key) internal view {
        uint256 word = _load(address(attestations), LedgerSlots.attestation(attestations.attestationId(key)));
        Attestation memory state = attestations.attestationOf(key);
        require(_bits(word, 0, 8) == uint8(state.status), "attestation's status");
        require(_bits(word, 8, 40) == state.issued && _bits(word, 48, 40) == state.until, "attestation's times");
        require(_bits(word, 88, 32) == state.sequence, "attestation's sequence");
        require(_bits(word, 120, 32) == state.accreditation, "attestation's accreditation");
        require((_bits(word, 152, 8) == 1) == state.legal, "legal");

        word = _load(address(attestations), LedgerSlots.accreditation(key.registrar, key.kind));
        Accreditation memory accredited = attestations.accreditationOf(key.registrar, key.kind);
        require(_bits(word, 0, 32) == accredited.epoch && _bits(word, 32, 40) == accredited.until, "accreditation");
        require((_bits(word, 72, 8) == 1) == accredited.granted, "accredited");
    }

    function _checkRelation(RelationKey memory key) internal view {
        uint256 word = _load(address(relations), LedgerSlots.relation(key));
        Relation memory state = relations.relationOf(key);
        require(_bits(word, 8, 32) == state.epoch && _bits(word, 72, 40) == state.since, "relation");
        require(!state.inForce || _bits(word, 0, 8) == 1, "relation in force");
        if (key.kind != RelationKind.Membership) return;
        address member = address(uint160(uint256(key.subject)));
        uint256 organisation = _load(address(relations), LedgerSlots.organisation(member));
        (address told, , ) = relations.organisationOf(member);
        require(told == address(0) || uint160(told) == organisation, "organisation");
    }

    /// @dev What all four tokens have in common.
    function _checkToken(PartyToken registry, uint256 tokenId, address account) internal view {
        HoldingWord word = _holdingWord(registry, tokenId);
        (address holder, uint32 epoch, ) = registry.holdingOf(tokenId);
        require(word.holder() == holder && word.epoch() == epoch, "holder");
        require(word.isFrozen() == registry.isFrozen(bytes32(tokenId)), "frozen token");
        if (!word.exists()) return;
        require(_load(address(registry), LedgerSlots.balance(holder)) == registry.balanceOf(holder), "balance");

        Party memory party = parties.partyOf(holder);
        bool acts = party.controller != address(0);
        bytes32 slot = LedgerSlots.roles(tokenId, epoch, party.controlEpoch, account);
        uint256 roles = acts ? _load(address(registry), slot) : 0;
        require(roles == RoleSet.unwrap(registry.rolesOf(tokenId, account)), "roles");

        uint256 approval = _load(address(registry), LedgerSlots.approval(tokenId));
        bool current = _bits(approval, 160, 32) == party.controlEpoch && _bits(approval, 192, 32) == epoch;
        address spender = acts && current ? address(uint160(approval)) : address(0);
        require(spender == registry.getApproved(tokenId), "approval");
        uint256 named = _load(address(registry), LedgerSlots.operator(holder, account));
        bool isOperator = acts && named == uint256(party.controlEpoch) + 1;
        require(isOperator == registry.isApprovedForAll(holder, account), "operator");
    }

    function _checkNamespace(NamespaceId id, address account) internal view {
        uint256 tokenId = uint256(NamespaceId.unwrap(id));
        _checkToken(namespaces, tokenId, account);
        HoldingWord word = _holdingWord(namespaces, tokenId);
        Namespace memory state = namespaces.namespaceOf(id);
        require(word.namespaceStatus() == state.status, "namespace's status");
        require(word.parentLength() == state.parentLength, "parent");
        require(word.suspendedBy() == state.suspendedBy, "suspended by");
        require(word.isEmancipated() == state.emancipated, "emancipated");
        require(keccak256(abi.encode(word.terms())) == keccak256(abi.encode(state.terms)), "terms of a namespace");
        uint256 second = _load(address(namespaces), LedgerSlots.holdingDigest(tokenId));
        Tenures tenures = Tenures.wrap(word.isTenured() ? second : 0);
        require(tenures.own() == state.tenure && tenures.ofParent() == state.parentTenure, "tenures");
        require(tenures.answersSince() == state.answersSince, "answers since");
    }

    function _checkScheme(SchemeId scheme) internal view {
        uint256 word = _load(address(namespaces), LedgerSlots.schemeRule(scheme));
        require(PrefixRule(uint8(word)) == namespaces.schemeRule(scheme), "rule");
    }

    function _checkRecord(RecordId id, address account) internal view {
        uint256 tokenId = uint256(RecordId.unwrap(id));
        _checkToken(identifiers, tokenId, account);
        HoldingWord word = _holdingWord(identifiers, tokenId);
        uint56 data = word.data();
        Record memory state = identifiers.recordOf(id);
        require(RecordStatus(word.status() & 0x3f) == state.status, "record's status");
        if (word.exists()) require((word.status() & 0x40 != 0) == identifiers.locked(tokenId), "locked");
        require(uint24(data) == state.version && uint24(data >> 24) == state.namespaceEpoch, "record's epochs");
        require(uint8(data >> 48) == state.prefixLength, "record's prefix");
        bytes32 digest = bytes32(_load(address(identifiers), LedgerSlots.holdingDigest(tokenId)));
        bytes32 empty = keccak256(abi.encode(SubjectKind.None, bytes32(0), keccak256("")));
        require((digest == 0 && word.exists() ? empty : digest) == state.digest, "record's digest");
    }

    function _checkTwin(TwinId id, address account) internal view {
        uint256 tokenId = uint256(TwinId.unwrap(id));
        _checkToken(twins, tokenId, account);
        HoldingWord word = _holdingWord(twins, tokenId);
        uint56 data = word.data();
        Twin memory state = twins.twinOf(id);
        require(word.status() == uint8(state.kind), "twin's kind");
        require(uint24(data) == state.version && uint8(data >> 24) == uint8(state.state), "twin's version");
        require(bytes32(_load(address(twins), LedgerSlots.holdingDigest(tokenId))) == state.digest, "twin's digest");
        uint256 authorship = _load(address(twins), LedgerSlots.authorship(id));
        require(address(uint160(authorship)) == twins.authorOf(id), "author");
    }

    function _checkBatch(BatchId id, address account) internal view {
        uint256 tokenId = uint256(BatchId.unwrap(id));
        _checkToken(batches, tokenId, account);
        HoldingWord word = _holdingWord(batches, tokenId);
        uint56 data = word.data();
        Batch memory state = batches.batchOf(id);
        require(BatchStatus(word.status()) == state.status, "batch's status");
        require(BatchKind(uint8(data)) == state.kind && uint8(data >> 8) == state.prefixLength, "batch's kind");
        require(uint24(data >> 16) == state.namespaceEpoch, "batch's epoch");
    }

    function _checkMember(BatchId id, uint64 index) internal view {
        uint256 bits = _load(address(batches), LedgerSlots.revokedMembers(id, index));
        require(((bits >> (index % 256)) & 1 == 1) == batches.isMemberRevoked(id, index), "revoked member");
    }

    /// @dev Goes through all ranges of the stem, as somebody with proofs of each would.
    function _checkRange(uint64 number) internal view {
        bytes32 key = _rangeKey();
        uint256 count = NumberSpan.wrap(_load(address(batches), LedgerSlots.range(key, 0))).count();
        RangeUse use = RangeUse.None;
        BatchId id = BatchId.wrap(0);
        for (uint256 i = 0; i < count; ++i) {
            NumberSpan span = NumberSpan.wrap(_load(address(batches), LedgerSlots.range(key, i)));
            if (number < span.first() || number > span.last()) continue;
            use = span.use();
            id = batches.ruleBatchId(_range(span.first(), span.last()));
        }
        (RangeUse told, BatchId range) = batches.rangeOf(GS1, _numbered(number));
        require(use == told && BatchId.unwrap(id) == BatchId.unwrap(range), "range");
    }

    function _checkGrant(GrantId id) internal view {
        GrantWord word = GrantWord.wrap(_load(address(rights), LedgerSlots.grant(id)));
        require(keccak256(abi.encode(word.unpack())) == keccak256(abi.encode(rights.grantOf(id))), "grant");
        require(word.isFrozen() == rights.isFrozen(GrantId.unwrap(id)), "frozen grant");
        bytes32 slot = LedgerSlots.sublicence(id);
        uint256 second = _load(address(rights), LedgerSlots.wordAfter(slot, 1));
        (GrantId parent, uint32 sequence, address licensor) = rights.sublicenceOf(id);
        require(bytes32(_load(address(rights), slot)) == GrantId.unwrap(parent), "parent grant");
        require(address(uint160(second)) == licensor && _bits(second, 160, 32) == sequence, "licensor");
    }

    function _checkTerms(Terms memory terms) internal view {
        TermsId id = rights.termsId(terms);
        GrantWord word = GrantWord.wrap(_load(address(rights), LedgerSlots.terms(id)));
        require(word.exists() == rights.areRegistered(id), "registered terms");
        GrantWord expected = word.exists() ? GrantWords.template(terms) : GrantWord.wrap(0);
        require(GrantWord.unwrap(word) == GrantWord.unwrap(expected), "terms");
    }

    function _checkGroup(GroupId id, address member) internal view {
        uint256 word = _load(address(groups), LedgerSlots.group(id));
        Group memory state = groups.groupOf(id);
        require(address(uint160(word)) == state.owner, "group's owner");
        require(_bits(word, 160, 32) == state.epoch && _bits(word, 192, 32) == state.size, "group");
        uint256 epoch = _load(address(groups), LedgerSlots.groupMember(id, member));
        require((epoch != 0 && epoch == state.epoch) == groups.isMember(id, member), "member");
    }

    function _checkFreeze(IFreezable registry, bytes32 thing) internal view {
        uint256 count = _load(address(supervision), LedgerSlots.freezeCount(registry, thing));
        require(count == supervision.freezesOf(registry, thing), "count of freezes");
        require((count != 0) == registry.isFrozen(thing), "frozen");
        bytes32 slot = LedgerSlots.freeze(registry, thing, OFFICE);
        uint256 word = _load(address(supervision), slot);
        Freeze memory state = supervision.freezeOf(registry, thing, OFFICE);
        require(_bits(word, 0, 8) == uint8(state.reason) && _bits(word, 8, 40) == state.since, "freeze");
        require(bytes32(_load(address(supervision), LedgerSlots.wordAfter(slot, 1))) == state.order, "order");
    }

    function _checkEvidence(bytes32 digest, address author) internal view {
        uint256 time = _load(address(evidence), LedgerSlots.anchor(digest, author));
        require(time == evidence.anchorOf(digest, author), "anchor");
        bytes32 slot = LedgerSlots.bundle(digest, author);
        uint256 word = _load(address(evidence), slot);
        Bundle memory state = evidence.bundleOf(digest, author);
        require(_bits(word, 0, 40) == state.anchoredAt && _bits(word, 40, 32) == state.count, "bundle");
        require(bytes32(_load(address(evidence), LedgerSlots.wordAfter(slot, 1))) == state.supersedes, "supersedes");
        bytes32 last = bytes32(_load(address(evidence), LedgerSlots.wordAfter(slot, 2)));
        require(last == state.supersededBy, "superseded by");
    }

    function _holdingWord(PartyToken registry, uint256 tokenId) internal view returns (HoldingWord) {
        return HoldingWord.wrap(_load(address(registry), LedgerSlots.holding(tokenId)));
    }

    function _load(address registry, bytes32 slot) internal view returns (uint256) {
        return uint256(vm.load(registry, slot));
    }

    function _rangeKey() internal pure returns (bytes32) {
        NumberRange memory extent = _range(0, 0);
        return keccak256(abi.encode(GS1, keccak256(bytes(extent.stem)), keccak256(""), extent.width));
    }

    function _bits(uint256 word, uint256 shift, uint256 size) private pure returns (uint256) {
        return (word >> shift) & ((1 << size) - 1);
    }
}
