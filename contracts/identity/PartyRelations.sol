// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SignedCaller} from "../access/SignedCaller.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {IPartyRegistry, Party, PartyKind} from "./IPartyRegistry.sol";
import {IPartyRelations, Relation, RelationKey, RelationKind} from "./IPartyRelations.sol";
import {IPartyToken} from "./IPartyToken.sol";

/// @title Relations between parties, and between parties and twins
/// @notice One word a relation, one more a member. Agreements carry the epochs under which they were given and are void
/// under any other.
contract PartyRelations is IPartyRelations, UpgradeGate {
    /// @dev One word.
    /// @param begun Whether it began and nobody ended it; `_holds` says whether it holds.
    /// @param subjectEpoch Holding epoch of the twin under which it began.
    /// @param partyConsent Control epoch under which the party agreed, plus one; 0 for not.
    /// @param subjectConsent The same of the subject, or of the twin's owner.
    /// @param consentEpoch Holding epoch of the twin under which its owner agreed.
    /// @param partyConsentEpoch The same under which the party agreed.
    struct Bond {
        bool begun;
        uint32 epoch;
        uint32 subjectEpoch;
        uint40 since;
        uint32 partyConsent;
        uint32 subjectConsent;
        uint32 consentEpoch;
        uint32 partyConsentEpoch;
    }

    /// @dev One side of a relation as it is now.
    /// @param account The party, or the twin's owner.
    /// @param controller Zero where nobody acts for it.
    /// @param epoch Holding epoch of a twin, 0 of a party.
    /// @param frozen Whether the account is a frozen party, for which nobody acts now.
    struct Side {
        address account;
        address controller;
        uint32 controlEpoch;
        uint32 epoch;
        bool frozen;
    }

    /// @custom:storage-location erc7201:cadastre.storage.PartyRelations
    struct PartyRelationsStorage {
        mapping(bytes32 relation => Bond) bonds;
        /// The organisation whose membership began last.
        mapping(address member => address organisation) organisations;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.PartyRelations")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant PARTY_RELATIONS_STORAGE =
        0xca4a2c5686e9db27447a868afc41a2467f06d6e5e9231aaa9b4819a08ec73600;

    /// @notice The registry of the parties that are related.
    IPartyRegistry public immutable PARTIES;

    /// @notice The registry of the twins that parties are related to.
    IPartyToken public immutable TWINS;

    constructor(IPartyRegistry parties, IPartyToken twins) {
        PARTIES = parties;
        TWINS = twins;
    }

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc IPartyRelations
    function agree(RelationKey calldata key) external {
        _checkKinds(key);
        (Side memory party, Side memory subject) = _sides(key);
        Bond memory bond = _relationStorage().bonds[_id(key)];
        (bool ofParty, bool ofSubject) = _actingFor(party, subject);
        if (_holds(bond, party, subject)) revert RelationAgreed();
        // Both have to be parties that may act, also the one that agreed before.
        PARTIES.controllerOf(party.account);
        PARTIES.controllerOf(subject.account);

        bool partyAgreed = bond.partyConsent == party.controlEpoch + 1 && bond.partyConsentEpoch == subject.epoch;
        bool subjectAgreed = bond.subjectConsent == subject.controlEpoch + 1 && bond.consentEpoch == subject.epoch;
        if ((!ofParty || partyAgreed) && (!ofSubject || subjectAgreed)) revert RelationAgreed();

        if ((ofParty || partyAgreed) && (ofSubject || subjectAgreed)) {
            _begin(key, bond, subject);
        } else {
            Side memory side = ofParty ? party : subject;
            uint32 consent = side.controlEpoch + 1;
            if (ofParty) (bond.partyConsent, bond.partyConsentEpoch) = (consent, subject.epoch);
            else (bond.subjectConsent, bond.consentEpoch) = (consent, subject.epoch);
            _relationStorage().bonds[_id(key)] = bond;
            emit RelationProposed(
                key.kind,
                key.party,
                key.subject,
                ofParty,
                side.controlEpoch,
                subject.epoch,
                _msgSender()
            );
        }
    }

    /// @inheritdoc IPartyRelations
    function end(RelationKey calldata key) external {
        (Side memory party, Side memory subject) = _sides(key);
        Bond memory bond = _relationStorage().bonds[_id(key)];
        (bool ofParty, bool ofSubject) = _actingFor(party, subject);
        // Who controls both acts for the one that is not frozen.
        if (ofParty && ofSubject) (ofParty, ofSubject) = (!party.frozen, party.frozen || !subject.frozen);
        PARTIES.controllerOf(ofParty ? party.account : subject.account);

        bool begun = bond.begun;
        bool agreed = (ofParty && bond.partyConsent != 0) || (ofSubject && bond.subjectConsent != 0);
        if (!begun && !agreed) revert NoRelation();
        bond.begun = false;
        if (begun || ofParty) (bond.partyConsent, bond.partyConsentEpoch) = (0, 0);
        if (begun || ofSubject) (bond.subjectConsent, bond.consentEpoch) = (0, 0);
        _relationStorage().bonds[_id(key)] = bond;
        if (begun) emit RelationEnded(key.kind, key.party, key.subject, bond.epoch, _msgSender());
        else emit RelationProposalWithdrawn(key.kind, key.party, key.subject, ofParty, ofSubject, _msgSender());
    }

    /// @inheritdoc IPartyRelations
    function relationOf(RelationKey calldata key) external view returns (Relation memory) {
        (Side memory party, Side memory subject) = _sides(key);
        Bond memory bond = _relationStorage().bonds[_id(key)];
        return Relation(_holds(bond, party, subject), bond.epoch, bond.since);
    }

    /// @inheritdoc IPartyRelations
    function organisationOf(address member) external view returns (address organisation, uint32 epoch, uint40 since) {
        address last = _relationStorage().organisations[member];
        RelationKey memory key = RelationKey(RelationKind.Membership, last, _word(member));
        (Side memory party, Side memory subject) = _sides(key);
        Bond memory bond = _relationStorage().bonds[_id(key)];
        return _holds(bond, party, subject) ? (last, bond.epoch, bond.since) : (address(0), 0, 0);
    }

    function _begin(RelationKey calldata key, Bond memory bond, Side memory subject) private {
        if (key.kind == RelationKind.Membership) _join(key.party, address(uint160(uint256(key.subject))));
        uint32 epoch = bond.epoch + 1;
        _relationStorage().bonds[_id(key)] = Bond({
            begun: true,
            epoch: epoch,
            subjectEpoch: subject.epoch,
            since: uint40(block.timestamp),
            partyConsent: 0,
            subjectConsent: 0,
            consentEpoch: 0,
            partyConsentEpoch: 0
        });
        emit RelationBegun(key.kind, key.party, key.subject, epoch, subject.epoch, _msgSender());
    }

    /// @dev A member whose organisation is deactivated is free.
    function _join(address organisation, address member) private {
        PartyRelationsStorage storage $ = _relationStorage();
        address last = $.organisations[member];
        if (last == organisation) return;
        RelationKey memory key = RelationKey(RelationKind.Membership, last, _word(member));
        (Side memory party, Side memory subject) = _sides(key);
        if (_holds($.bonds[_id(key)], party, subject)) revert MemberElsewhere(member, last);
        $.organisations[member] = organisation;
    }

    /// @dev Who acts for either side now, and under which epochs.
    function _sides(RelationKey memory key) private view returns (Side memory party, Side memory subject) {
        party = _partySide(key.party);
        if (key.kind != RelationKind.Twin) return (party, _partySide(address(uint160(uint256(key.subject)))));
        (address holder, uint32 epoch, ) = TWINS.holdingOf(uint256(key.subject));
        subject = _partySide(holder);
        subject.epoch = epoch;
    }

    /// @dev For which sides the caller acts.
    function _actingFor(Side memory party, Side memory subject) private view returns (bool ofParty, bool ofSubject) {
        address caller = _msgSender();
        (ofParty, ofSubject) = (party.controller == caller, subject.controller == caller);
        if (!ofParty && !ofSubject) revert NotASide(caller);
    }

    function _partySide(address account) private view returns (Side memory) {
        Party memory party = PARTIES.partyOf(account);
        if (party.kind == PartyKind.None) return Side(account, address(0), 0, 0, false);
        return Side(account, party.controller, party.controlEpoch, 0, party.frozen);
    }

    /// @dev Both sides are there, and the twin is still in the hands of whoever agreed.
    function _holds(Bond memory bond, Side memory party, Side memory subject) private pure returns (bool) {
        bool living = party.controller != address(0) && subject.controller != address(0);
        return bond.begun && living && bond.subjectEpoch == subject.epoch;
    }

    function _checkKinds(RelationKey calldata key) private view {
        PartyKind party = PARTIES.partyOf(key.party).kind;
        if (key.kind == RelationKind.None || party == PartyKind.None) revert InvalidRelation();
        if (key.kind == RelationKind.Twin) {
            (address holder, , ) = TWINS.holdingOf(uint256(key.subject));
            if (holder == address(0)) revert InvalidRelation();
            return;
        }
        if (uint256(key.subject) > type(uint160).max) revert InvalidRelation();
        PartyKind subject = PARTIES.partyOf(address(uint160(uint256(key.subject)))).kind;
        bool fits =
            key.kind == RelationKind.Membership
                ? party == PartyKind.Organisation && subject != PartyKind.Organisation
                : party != PartyKind.Software && subject == PartyKind.Software;
        if (!fits || subject == PartyKind.None) revert InvalidRelation();
    }

    function _word(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }

    function _id(RelationKey memory key) private pure returns (bytes32) {
        return keccak256(abi.encode(key.kind, key.party, key.subject));
    }

    function _relationStorage() private pure returns (PartyRelationsStorage storage $) {
        assembly ("memory-safe") {
            $.slot := PARTY_RELATIONS_STORAGE
        }
    }

    /// @inheritdoc SignedCaller
    function _signedCalls() internal view override returns (address) {
        return address(PARTIES);
    }
}
