// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC165Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/introspection/ERC165Upgradeable.sol";
import {Affairs} from "../access/Affairs.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {IPartyRegistry, Party} from "../identity/IPartyRegistry.sol";
import {IPartyToken} from "../identity/IPartyToken.sol";
import {IFreezable} from "../supervision/IFreezable.sol";
import {GrantWord, GrantWords} from "./GrantWord.sol";
import {IDataRights} from "./IDataRights.sol";
import {IPartyGroups} from "./IPartyGroups.sol";
import {IRightAgreements, Proposal, ProposalState} from "./IRightAgreements.sol";
import {IRightTerms, Terms} from "./IRightTerms.sol";
import {RightAffairs} from "./RightAffairs.sol";
import {RightGrants} from "./RightGrants.sol";
import {
    AssetKind,
    Extent,
    Grant,
    GranteeKind,
    GrantId,
    GrantKey,
    GrantStatus,
    GroupId,
    ProposalId,
    TermsId
} from "./RightTypes.sol";

/// @title Data-sharing rights
/// @notice One word a grant, see `GrantWord`; two more for a sub-licence. What a grant is about lives in its id and in events.
/// @dev Terms, sub-licences and agreements are code of `RightAffairs`, which comes into being with this implementation and
/// is run in this contract's storage.
contract DataRights is IDataRights, RightGrants, ERC165Upgradeable, UpgradeGate {
    /// @notice Longest reason for a revocation, in bytes.
    uint256 public constant MAX_REASON_LENGTH = 1024;

    /// @notice What sets a commitment to a grantee apart from every other hash.
    bytes32 public constant BLINDED_GRANTEE = keccak256("cadastre.BlindedGrantee");

    uint16 private constant USE = 2;

    /// @notice Who freezes grants: the same as freezes parties.
    address public immutable SUPERVISION;

    /// @notice Where the rest of the code is.
    address public immutable AFFAIRS;

    constructor(
        IPartyRegistry parties,
        IPartyGroups groups,
        IPartyToken twins,
        IPartyToken identifiers,
        IPartyToken sealedRecords
    ) RightGrants(parties, groups, twins, identifiers, sealedRecords) {
        SUPERVISION = parties.supervision();
        AFFAIRS = address(new RightAffairs(parties, groups, twins, identifiers, sealedRecords));
    }

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc IRightTerms
    function registerTerms(Terms calldata) external returns (TermsId) {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc IDataRights
    function sublicense(GrantKey calldata, Extent calldata, GrantKey calldata) external returns (GrantId) {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc IRightAgreements
    function propose(Proposal calldata, uint32) external returns (ProposalId) {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc IRightAgreements
    function withdrawProposal(Proposal calldata) external {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc IRightAgreements
    function conclude(Proposal calldata, uint32, bytes32) external {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc IDataRights
    function grant(GrantKey calldata key, Extent calldata extent) external returns (GrantId) {
        if (GrantId.unwrap(key.parent) != 0) revert SublicenceRefused(key.parent);
        return _giveAsOwner(key, extent, _ownAsset(key), false);
    }

    /// @inheritdoc IDataRights
    function accept(GrantKey calldata key, uint32 assetEpoch, uint32 sequence) external {
        (GrantId id, GrantWord word) = _asGrantee(key, assetEpoch, sequence);
        if (word.status() == GrantStatus.Revoked) revert UnknownGrant(id);
        if (word.has(GrantWords.ACCEPTED)) revert NothingToDo(id);
        _rights().grants[id] = word.withStatus(GrantStatus.Active).with(GrantWords.ACCEPTED);
        emit RightAccepted(id, key.asset, sequence, _msgSender());
    }

    /// @inheritdoc IDataRights
    function revoke(GrantKey calldata key, string calldata reason) external {
        (GrantId id, GrantWord word) = _asGrantor(key);
        _revoke(id, word, key.asset, _earliestEnd(word), reason);
    }

    /// @inheritdoc IDataRights
    function revokeAt(GrantKey calldata key, uint40 end, string calldata reason) external {
        (GrantId id, GrantWord word) = _asGrantor(key);
        uint40 earliest = _earliestEnd(word);
        if (end < earliest) revert NoticeTooShort(earliest);
        // What nobody relies on yet does not begin for the time of a notice.
        _revoke(id, word, key.asset, word.status() == GrantStatus.Pending ? earliest : end, reason);
    }

    /// @inheritdoc IDataRights
    function release(GrantKey calldata key, uint32 assetEpoch, uint32 sequence) external {
        (GrantId id, GrantWord word) = _asGrantee(key, assetEpoch, sequence);
        if (word.has(GrantWords.RELEASED)) revert NothingToDo(id);
        bool ends = word.status() == GrantStatus.Pending || !word.has(GrantWords.IRREVOCABLE);
        _rights().grants[id] = ends ? word.revokedAt(uint40(block.timestamp)) : word.with(GrantWords.RELEASED);
        emit RightReleased(id, key.asset, ends, _msgSender());
    }

    /// @inheritdoc IFreezable
    function setFrozen(bytes32 thing, bool frozen) external {
        if (msg.sender != SUPERVISION) revert NotSupervision(msg.sender);
        GrantWord word = _rights().grants[GrantId.wrap(thing)];
        if (!word.exists()) revert UnknownThing(thing);
        _rights().grants[GrantId.wrap(thing)] = word.withFrozen(frozen);
    }

    /// @inheritdoc IFreezable
    function isFrozen(bytes32 thing) external view returns (bool) {
        return _rights().grants[GrantId.wrap(thing)].isFrozen();
    }

    /// @inheritdoc IRightTerms
    function areRegistered(TermsId terms) external view returns (bool) {
        return _rights().terms[terms].exists();
    }

    /// @inheritdoc IRightTerms
    function termsId(Terms calldata terms) external pure returns (TermsId) {
        return TermsId.wrap(keccak256(abi.encode(terms)));
    }

    /// @inheritdoc IRightAgreements
    function proposalOf(ProposalId proposal) external view returns (ProposalState memory) {
        ProposalRecord memory state = _rights().proposals[proposal];
        return
            ProposalState({
                status: state.status,
                byGrantee: state.byGrantee,
                controlEpoch: state.controlEpoch,
                version: state.version,
                grant: state.grant,
                sequence: state.sequence
            });
    }

    /// @inheritdoc IRightAgreements
    function proposalId(Proposal calldata proposal) external view returns (ProposalId) {
        uint32 epoch = _assetOf(proposal.key.assetKind, proposal.key.asset).epoch;
        return ProposalId.wrap(keccak256(abi.encode(proposal, epoch)));
    }

    /// @inheritdoc IDataRights
    function grantId(GrantKey calldata key) external view returns (GrantId) {
        return _idOf(key, _assetOf(key.assetKind, key.asset).epoch, key.scope);
    }

    /// @inheritdoc IDataRights
    function grantOf(GrantId id) external view returns (Grant memory) {
        return _rights().grants[id].unpack();
    }

    /// @inheritdoc IDataRights
    function sublicenceOf(GrantId id) external view returns (GrantId parent, uint32 sequence, address licensor) {
        Sublicence memory above = _rights().sublicences[id];
        return (above.parent, above.sequence, above.licensor);
    }

    /// @inheritdoc IDataRights
    function isAllowed(GrantKey calldata key, uint16 actions) external view returns (bool) {
        bool isParty = key.granteeKind == GranteeKind.Party && uint256(key.grantee) <= type(uint160).max;
        return isParty && _mayDo(key, _partyOf(key.grantee), actions);
    }

    /// @inheritdoc IDataRights
    function isAllowedTo(
        GrantKey calldata key,
        address party,
        bytes32 salt,
        uint16 actions
    ) external view returns (bool) {
        return _isGrantee(key, party, salt) && _mayDo(key, party, actions);
    }

    /// @inheritdoc IDataRights
    function userOf(uint256 tokenId) external view returns (address user) {
        (user, ) = _userOf(tokenId);
    }

    /// @inheritdoc IDataRights
    function userExpires(uint256 tokenId) external view returns (uint256) {
        (address user, uint40 until) = _userOf(tokenId);
        if (user == address(0)) return 0;
        return until == 0 ? type(uint64).max : until;
    }

    /// @inheritdoc IDataRights
    function blindedGrantee(address party, bytes32 salt) public pure returns (bytes32) {
        return keccak256(abi.encode(BLINDED_GRANTEE, party, salt));
    }

    /// @inheritdoc ERC165Upgradeable
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return
            interfaceId == type(IDataRights).interfaceId ||
            interfaceId == type(IRightTerms).interfaceId ||
            interfaceId == type(IRightAgreements).interfaceId ||
            interfaceId == type(IFreezable).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    function _revoke(GrantId id, GrantWord word, bytes32 asset, uint40 end, string calldata reason) private {
        if (bytes(reason).length > MAX_REASON_LENGTH) revert ReasonTooLong(bytes(reason).length);
        bool reliedOn = word.status() != GrantStatus.Pending;
        if (reliedOn && word.has(GrantWords.IRREVOCABLE) && !word.has(GrantWords.RELEASED)) {
            revert GrantIsIrrevocable(id);
        }
        _end(id, word, asset, end, reason);
    }

    /// @dev A grant that is not over, of an asset that is not frozen, whose grantor's controller is the caller.
    function _asGrantor(GrantKey calldata key) private view returns (GrantId id, GrantWord word) {
        Asset memory asset;
        if (GrantId.unwrap(key.parent) == 0) {
            asset = _ownAsset(key);
            id = _idOf(key, asset.epoch, key.scope);
        } else {
            asset = _assetOf(key.assetKind, key.asset);
            id = _idOf(key, asset.epoch, key.scope);
            address licensor = _rights().sublicences[id].licensor;
            if (licensor == address(0)) revert UnknownGrant(id);
            (address controller, ) = PARTIES.controllerOf(licensor);
            if (controller != _msgSender()) revert NotLicensor(id, _msgSender());
        }
        if (asset.frozen) revert ThingIsFrozen(key.asset);
        word = _standing(id);
    }

    /// @dev A grant that is not over, of an asset that is not frozen, for whose grantee the caller acts; and the one that it
    /// read, of the owner of whom it read it.
    function _asGrantee(
        GrantKey calldata key,
        uint32 assetEpoch,
        uint32 sequence
    ) private view returns (GrantId id, GrantWord word) {
        Asset memory asset = _assetOf(key.assetKind, key.asset);
        _requireHolding(key.asset, asset.epoch, assetEpoch);
        id = _idOf(key, asset.epoch, key.scope);
        word = _standing(id);
        (address controller, ) = PARTIES.controllerOf(_agentOf(key));
        if (controller != _msgSender()) revert NotGrantee(id, _msgSender());
        if (asset.frozen) revert ThingIsFrozen(key.asset);
        if (word.sequence() != sequence) revert OtherSequence(id, word.sequence());
    }

    function _earliestEnd(GrantWord word) private view returns (uint40) {
        return uint40(block.timestamp) + (word.status() == GrantStatus.Pending ? 0 : word.notice());
    }

    /// @dev Whether the grants of that key let anything be done, and the party is one that may do it.
    function _mayDo(GrantKey calldata key, address party, uint16 actions) private view returns (bool) {
        if (actions == 0 || key.assetKind == AssetKind.None) return false;
        (bool usable, uint32 epoch) = _isUsable(key.assetKind, key.asset);
        if (!usable) return false;
        Party memory grantee = PARTIES.partyOf(party);
        if (!_isLiving(grantee) || grantee.frozen) return false;
        return
            _allows(_idOf(key, epoch, key.scope), actions) ||
            (key.scope != 0 && _allows(_idOf(key, epoch, 0), actions));
    }

    function _isGrantee(GrantKey calldata key, address party, bytes32 salt) private view returns (bool) {
        if (key.granteeKind == GranteeKind.Party) return key.grantee == bytes32(uint256(uint160(party)));
        if (key.granteeKind == GranteeKind.Group) return GROUPS.isMember(GroupId.wrap(key.grantee), party);
        return key.granteeKind == GranteeKind.Blinded && key.grantee == blindedGrantee(party, salt);
    }

    /// @dev Whether an asset is live and its owner a living party.
    function _isUsable(AssetKind kind, bytes32 asset) private view returns (bool, uint32) {
        (address owner, uint32 epoch, bool live) = _registryOf(kind).holdingOf(uint256(asset));
        return (live && _isLiving(PARTIES.partyOf(owner)), epoch);
    }

    /// @dev Assets of two kinds never have the same id.
    function _userOf(uint256 tokenId) private view returns (address, uint40) {
        AssetKind[3] memory kinds = [AssetKind.Twin, AssetKind.Record, AssetKind.Sealed];
        for (uint256 k = 0; k < kinds.length; ++k) {
            Exclusive[] storage list = _rights().exclusives[kinds[k]][bytes32(tokenId)];
            uint256 length = list.length;
            if (length == 0) continue;
            (bool usable, uint32 epoch) = _isUsable(kinds[k], bytes32(tokenId));
            for (uint256 i = 0; usable && i < length; ++i) {
                Exclusive memory entry = list[i];
                bool counts = entry.scope == 0 && (entry.epoch == 0 || entry.epoch == epoch);
                if (!counts || entry.user == address(0) || !_allows(entry.grant, USE)) continue;
                Party memory user = PARTIES.partyOf(entry.user);
                if (_isLiving(user) && !user.frozen) return (entry.user, _rights().grants[entry.grant].until());
            }
        }
        return (address(0), 0);
    }
}
