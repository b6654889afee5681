// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BatchId} from "../identifiers/IBatchRegistry.sol";
import {SchemeId} from "../identifiers/INamespaceRegistry.sol";
import {AttestationId} from "../identity/IPartyAttestations.sol";
import {RelationKey} from "../identity/IPartyRelations.sol";
import {AssetKind, GrantId, GroupId, ProposalId, TermsId} from "../rights/RightTypes.sol";
import {IFreezable} from "../supervision/IFreezable.sol";
import {TwinUse} from "../twins/ITwinTerms.sol";
import {TwinId} from "../twins/TwinTypes.sol";

/// @title Slots of the ledger
/// @notice Where the registries store what they answer, by the ids that anybody can compute: what a proof of storage (EIP-1186)
/// opens. A slot is one of the registry's proxy. The words' bits are in `docs/contracts.md`, section "Slots".
/// @dev The registries keep constants of their own: that these agree with them, and with how the compiler lays structs out,
/// is tested. What an id does not stand for has words of zeros.
library LedgerSlots {
    // ERC-7201: keccak256(abi.encode(uint256(keccak256("cadastre.storage.<name>")) - 1)) & ~bytes32(uint256(0xff)), each of
    // the struct of that name.
    bytes32 private constant BATCH_REGISTRY = 0x80fa0647b0bdd4e0de627a92bd76cc83664905121d2b877cb1079ee93617aa00;
    bytes32 private constant CONTENT_COMMITMENTS = 0x7092589564db5a9f8bd49db2ba039577b9a4b4f6fbb2b0b45f5c1d094cebe000;
    bytes32 private constant DATA_RIGHTS = 0xea61284adbaa5ebfdd220abde60043668cedea032cb208b1f84d373408e1e800;
    bytes32 private constant EVIDENCE_REGISTRY = 0xc3567a8783e463eb817aa6ac350630abbe28fee215e9e7793eaaa6612d772300;
    bytes32 private constant NAMESPACE_REGISTRY = 0x5519ca41413bafbe31855841068630c94d54615db2d99caa12c6964fd7b66500;
    bytes32 private constant PARTY_ATTESTATIONS = 0x9c63d0fac1e905267ba479da8560a2e8661931003116305a8b493abc5bcfb400;
    bytes32 private constant PARTY_GROUPS = 0x76777b81972a82b0e6a5c2d7593f27738ad093a7765fd798e4b4449cd8399f00;
    bytes32 private constant PARTY_RECOVERY = 0xe87836fd482e6732e0df03f8ba3f1bf7d88fa4778967c32c8291b4c3ee5d1a00;
    bytes32 private constant PARTY_REGISTRY = 0x608c6d67ca11637163f70b4f9f99b1b87cfb29128f5bcd3e16dc17b5c2aa2d00;
    bytes32 private constant PARTY_RELATIONS = 0xca4a2c5686e9db27447a868afc41a2467f06d6e5e9231aaa9b4819a08ec73600;
    bytes32 private constant PARTY_TOKEN = 0xdde720154d499c0b14279eaa822db3672cec191e9e950cd708dcb4d0e4978d00;
    bytes32 private constant PAUSE_GATE = 0xc975a7f4363c87dff65419d7dd0fc1d5b5ffb9449a82a733aa877194e2e0cd00;
    bytes32 private constant SIGNED_CALLS = 0x6b25ccb734e83e19a123e388bdd091067cd662fec403e48caea47163b5994100;
    bytes32 private constant SUPERVISION = 0x2fe132c6287611628cc7f887e8a51280c0c9d32c46129e5009e697e36dcd6a00;
    bytes32 private constant TWIN_AUTHORSHIP = 0xdbea11222e2bff954271f77ee0f1fedfc6242be9cba76ed2a2cdd38ebfaa5900;
    bytes32 private constant TWIN_COMPOSITION = 0xa1285b0d7bacf47e8adb748b6ea377ecaa64b5a2d78013df0d6668a9745eb300;
    bytes32 private constant TWIN_LINEAGE = 0xa77285b48ef996ecb9ee282d2ec9e338dcb13ed2017fa8c585d05ff1c96ad300;
    bytes32 private constant TWIN_REGISTRY = 0x2c3f49b86b35d03ad69178dc7aedd1376680fba98567393884064452ee0d2200;
    bytes32 private constant TWIN_TERMS = 0x2dcd73f1ee3b6f950d16b9b05c3688889f0e0350d789b7ea9d335b5facbfe400;
    bytes32 private constant UPGRADE_GATE = 0x2cfa77fc5a3da791abc8adf65ee5a32b390fae930c55fe296c02347ca6934800;
    bytes32 private constant USAGE_QUOTAS = 0xd4e8ba47856ff7edf5a2728a34db62e7056bf412cbc96edcf257be6537c1f400;

    /// @notice The slot that lies `words` after one, for what takes several.
    function wordAfter(bytes32 slot, uint256 words) internal pure returns (bytes32) {
        return bytes32(uint256(slot) + words);
    }

    /// @notice Of any registry: 1 once its upgrades have ended.
    function upgradesFrozen() internal pure returns (bytes32) {
        return UPGRADE_GATE;
    }

    /// @notice Of a registry of tokens, the rights and the quotas: 1 while it is paused.
    function paused() internal pure returns (bytes32) {
        return PAUSE_GATE;
    }

    /// @notice Of a registry of tokens: a `HoldingWord`. Ids of namespaces, records, batches and twins are their token ids.
    function holding(uint256 tokenId) internal pure returns (bytes32) {
        return _value(PARTY_TOKEN, 0, bytes32(tokenId));
    }

    /// @notice Of a registry of tokens: the digest of the token's content; of the namespaces, its `Tenures`.
    function holdingDigest(uint256 tokenId) internal pure returns (bytes32) {
        return wordAfter(holding(tokenId), 1);
    }

    /// @notice Of a registry of tokens: how many tokens the party holds.
    function balance(address holder) internal pure returns (bytes32) {
        return _value(PARTY_TOKEN, 1, _word(holder));
    }

    /// @notice Of a registry of tokens: who may move the token, and the epochs under which that was said.
    function approval(uint256 tokenId) internal pure returns (bytes32) {
        return _value(PARTY_TOKEN, 2, bytes32(tokenId));
    }

    /// @notice Of a registry of tokens: the holder's control epoch under which it named the operator, plus one.
    function operator(address holder, address operator_) internal pure returns (bytes32) {
        return _value(_value(PARTY_TOKEN, 3, _word(holder)), 0, _word(operator_));
    }

    /// @notice Of a registry of tokens: the hot roles of an account (`RoleSet`).
    /// @param epoch The token's, as its holding word has it.
    /// @param controlEpoch That of its holder, as the party's word has it.
    function roles(
        uint256 tokenId,
        uint32 epoch,
        uint32 controlEpoch,
        address account
    ) internal pure returns (bytes32) {
        bytes32 tenure = keccak256(abi.encode(tokenId, epoch, controlEpoch));
        return _value(_value(PARTY_TOKEN, 4, tenure), 0, _word(account));
    }

    /// @notice Of `PartyRegistry`: who controls an identity, in which control epoch, and what it is.
    function party(address identity) internal pure returns (bytes32) {
        return _value(PARTY_REGISTRY, 0, _word(identity));
    }

    /// @notice Of `PartyRegistry`: the block of the last change of the identity's DID document.
    function changed(address identity) internal pure returns (bytes32) {
        return _value(PARTY_REGISTRY, 1, _word(identity));
    }

    /// @notice Of `PartyRegistry`: until when the delegate is one.
    function delegate(address identity, bytes32 delegateType, address delegate_) internal pure returns (bytes32) {
        return _value(_value(_value(PARTY_REGISTRY, 2, _word(identity)), 0, delegateType), 0, _word(delegate_));
    }

    /// @notice Of `PartyRegistry`: how many signatures of a key were used, the lower 64 bits of its nonce.
    function nonce(address signer) internal pure returns (bytes32) {
        return _value(SIGNED_CALLS, 0, _word(signer));
    }

    /// @notice Of `PartyRegistry`: the number of the identity's last set of guardians, and of its round of approvals.
    function guardianship(address identity) internal pure returns (bytes32) {
        return _value(PARTY_RECOVERY, 0, _word(identity));
    }

    /// @notice Of `PartyRegistry`, two words: a set of guardians, and how many they are.
    function guardians(address identity, uint32 number) internal pure returns (bytes32) {
        return _value(_value(PARTY_RECOVERY, 1, _word(identity)), 0, bytes32(uint256(number)));
    }

    /// @notice Of `PartyRegistry`: one guardian of a set.
    function guardian(address identity, uint32 number, uint256 position) internal pure returns (bytes32) {
        return _item(wordAfter(guardians(identity, number), 1), position, 1);
    }

    /// @notice Of `PartyRegistry`: how far a recovery to that controller has come.
    function recovery(address identity, address newController) internal pure returns (bytes32) {
        return _value(_value(PARTY_RECOVERY, 2, _word(identity)), 0, _word(newController));
    }

    /// @notice Of `PartyAttestations`: an attestation.
    function attestation(AttestationId id) internal pure returns (bytes32) {
        return _value(PARTY_ATTESTATIONS, 0, AttestationId.unwrap(id));
    }

    /// @notice Of `PartyAttestations`: whether the registrar may attest statements of that kind.
    function accreditation(address registrar, bytes32 kind) internal pure returns (bytes32) {
        return _value(_value(PARTY_ATTESTATIONS, 1, _word(registrar)), 0, kind);
    }

    /// @notice Of `PartyAttestations`, two words: of whom the last attestation of a legal identifier was, and by whom.
    /// @param digest `keccak256` of the legal identifier.
    function legalIdBearer(bytes32 digest) internal pure returns (bytes32) {
        return _value(PARTY_ATTESTATIONS, 2, digest);
    }

    /// @notice Of `PartyRelations`: a relation, and who has agreed to one.
    function relation(RelationKey memory key) internal pure returns (bytes32) {
        return _value(PARTY_RELATIONS, 0, keccak256(abi.encode(key.kind, key.party, key.subject)));
    }

    /// @notice Of `PartyRelations`: the organisation whose membership began last. Whether it lasts, its relation says.
    function organisation(address member) internal pure returns (bytes32) {
        return _value(PARTY_RELATIONS, 1, _word(member));
    }

    /// @notice Of `NamespaceRegistry`: the scheme's `PrefixRule` in the lowest byte; from bit 8 on, at bit n, whether a prefix
    /// of n bytes was ever delegated in it.
    function schemeRule(SchemeId scheme) internal pure returns (bytes32) {
        return _value(NAMESPACE_REGISTRY, 0, SchemeId.unwrap(scheme));
    }

    /// @notice Of `NamespaceRegistry`: 1 for a certificate that was cancelled.
    /// @param digest The one that was signed.
    function certificateCancelled(bytes32 digest) internal pure returns (bytes32) {
        return _value(NAMESPACE_REGISTRY, 1, digest);
    }

    /// @notice Of `BatchRegistry`: a `NumberSpan`, in ascending order; the first says how many there are. Two neighbours prove that
    /// nothing lies between.
    /// @param key `keccak256(abi.encode(scheme, keccak256(stem), keccak256(tail), width))`.
    function range(bytes32 key, uint256 position) internal pure returns (bytes32) {
        return wordAfter(_value(BATCH_REGISTRY, 0, key), position);
    }

    /// @notice Of `BatchRegistry`: bit `index % 256` is set where the member was revoked.
    function revokedMembers(BatchId batch, uint64 index) internal pure returns (bytes32) {
        return _value(_value(BATCH_REGISTRY, 1, BatchId.unwrap(batch)), 0, bytes32(uint256(index >> 8)));
    }

    /// @notice Of `TwinRegistry`: the twin of which the content is a second or later version.
    function laterContent(bytes32 digest) internal pure returns (bytes32) {
        return _value(TWIN_REGISTRY, 0, digest);
    }

    /// @notice Of `TwinRegistry`: when the party committed to contents.
    function commitment(address committer, bytes32 root) internal pure returns (bytes32) {
        return _value(_value(CONTENT_COMMITMENTS, 0, _word(committer)), 0, root);
    }

    /// @notice Of `TwinRegistry`: who minted the twin, and its royalty in basis points.
    function authorship(TwinId twin) internal pure returns (bytes32) {
        return _value(TWIN_AUTHORSHIP, 0, TwinId.unwrap(twin));
    }

    /// @notice Of `TwinRegistry`: who is to be paid; zero for the author's controller.
    function royaltyReceiver(TwinId twin) internal pure returns (bytes32) {
        return _value(TWIN_AUTHORSHIP, 1, TwinId.unwrap(twin));
    }

    /// @notice Of `TwinTerms`: how many authors were named; 0 where the one who minted is the only one.
    function authorCount(TwinId twin) internal pure returns (bytes32) {
        return _value(TWIN_TERMS, 0, TwinId.unwrap(twin));
    }

    /// @notice Of `TwinTerms`: an author and its share in basis points.
    function author(TwinId twin, uint256 position) internal pure returns (bytes32) {
        return _item(authorCount(twin), position, 1);
    }

    /// @notice Of `TwinTerms`: version of the licence terms in force.
    function licenceCount(TwinId twin) internal pure returns (bytes32) {
        return _value(TWIN_TERMS, 1, TwinId.unwrap(twin));
    }

    /// @notice Of `TwinTerms`: digest of that version of the licence terms.
    function licence(TwinId twin, uint24 version) internal pure returns (bytes32) {
        return _value(wordAfter(licenceCount(twin), 1), 0, bytes32(uint256(version)));
    }

    /// @notice Of `TwinTerms`: 1 where the party may use the twin so; the zero address stands for everybody.
    /// @param epoch The twin's, as its holding word has it.
    function usePermission(TwinId twin, uint32 epoch, TwinUse use, address user) internal pure returns (bytes32) {
        return _value(TWIN_TERMS, 2, keccak256(abi.encode(twin, epoch, use, user)));
    }

    /// @notice Of `TwinLineage`: how many parents and children a twin has, how deep it lies.
    function line(TwinId twin) internal pure returns (bytes32) {
        return _value(TWIN_LINEAGE, 0, TwinId.unwrap(twin));
    }

    /// @notice Of `TwinLineage`: a parent of the twin.
    function parent(TwinId twin, uint256 position) internal pure returns (bytes32) {
        return _value(_value(TWIN_LINEAGE, 1, TwinId.unwrap(twin)), 0, bytes32(position));
    }

    /// @notice Of `TwinComposition`: how many of the component the whole has.
    function componentQuantity(TwinId whole, TwinId component) internal pure returns (bytes32) {
        return _value(_value(TWIN_COMPOSITION, 0, TwinId.unwrap(whole)), 0, TwinId.unwrap(component));
    }

    /// @notice Of `TwinComposition`: how many components and assemblies a twin has, and its level among them.
    function place(TwinId twin) internal pure returns (bytes32) {
        return _value(TWIN_COMPOSITION, 1, TwinId.unwrap(twin));
    }

    /// @notice Of `DataRights`: a `GrantWord`.
    function grant(GrantId id) internal pure returns (bytes32) {
        return _value(DATA_RIGHTS, 0, GrantId.unwrap(id));
    }

    /// @notice Of `DataRights`: registered terms as grants take them over, a `GrantWord`.
    function terms(TermsId id) internal pure returns (bytes32) {
        return _value(DATA_RIGHTS, 1, TermsId.unwrap(id));
    }

    /// @notice Of `DataRights`, two words: the grant above a sub-licence; its licensor and the sequence of the grant above.
    function sublicence(GrantId id) internal pure returns (bytes32) {
        return _value(DATA_RIGHTS, 2, GrantId.unwrap(id));
    }

    /// @notice Of `DataRights`: length of the asset's list of exclusive grants.
    function exclusiveCount(AssetKind kind, bytes32 asset) internal pure returns (bytes32) {
        return _value(_value(DATA_RIGHTS, 3, bytes32(uint256(kind))), 0, asset);
    }

    /// @notice Of `DataRights`, three words: an exclusive grant; its scope; the asset's epoch and the user.
    function exclusive(AssetKind kind, bytes32 asset, uint256 position) internal pure returns (bytes32) {
        return _item(exclusiveCount(kind, asset), position, 3);
    }

    /// @notice Of `DataRights`, three words: an offer's state; the right that it made; the hash of asset and grantee.
    function proposal(ProposalId id) internal pure returns (bytes32) {
        return _value(DATA_RIGHTS, 4, ProposalId.unwrap(id));
    }

    /// @notice Of `PartyGroups`: the group's owner, epoch and size.
    function group(GroupId id) internal pure returns (bytes32) {
        return _value(PARTY_GROUPS, 0, GroupId.unwrap(id));
    }

    /// @notice Of `PartyGroups`: the epoch of the group under which the party was added; a member while it is the group's.
    function groupMember(GroupId id, address member) internal pure returns (bytes32) {
        return _value(_value(PARTY_GROUPS, 1, GroupId.unwrap(id)), 0, _word(member));
    }

    /// @notice Of `UsageQuotas`, four words: the kind of the asset; the asset; its epoch, the end and the units issued; the
    /// units consumed.
    function quota(uint256 id) internal pure returns (bytes32) {
        return _value(USAGE_QUOTAS, 0, bytes32(id));
    }

    /// @notice Of `UsageQuotas`: how many units of the quota the party holds.
    function quotaBalance(address holder, uint256 id) internal pure returns (bytes32) {
        return _value(_value(USAGE_QUOTAS, 1, _word(holder)), 0, bytes32(id));
    }

    /// @notice Of `UsageQuotas`: the holder's control epoch under which it named the operator, plus one.
    function quotaOperator(address holder, address operator_) internal pure returns (bytes32) {
        return _value(_value(USAGE_QUOTAS, 2, _word(holder)), 0, _word(operator_));
    }

    /// @notice Of `UsageQuotas`: how many of the holder's units the spender may move, and the control epoch under which
    /// that was said.
    function quotaAllowance(address holder, address spender, uint256 id) internal pure returns (bytes32) {
        return _value(_value(_value(USAGE_QUOTAS, 3, _word(holder)), 0, _word(spender)), 0, bytes32(id));
    }

    /// @notice Of `Supervision`, two words: the kind of an office's mandate, and its scheme or jurisdiction.
    function office(uint32 number) internal pure returns (bytes32) {
        return _value(SUPERVISION, 0, bytes32(uint256(number)));
    }

    /// @notice Of `Supervision`: how many offices hold the thing frozen. That it is frozen stands in the thing's own word too.
    function freezeCount(IFreezable registry, bytes32 thing) internal pure returns (bytes32) {
        return _value(SUPERVISION, 1, _frozenKey(registry, thing));
    }

    /// @notice Of `Supervision`, two words: reason and time of an office's freeze of the thing; the hash of the order.
    function freeze(IFreezable registry, bytes32 thing, uint32 number) internal pure returns (bytes32) {
        return _value(_value(SUPERVISION, 2, _frozenKey(registry, thing)), 0, bytes32(uint256(number)));
    }

    /// @notice Of `EvidenceRegistry`: when the author anchored the digest first (Unix seconds).
    function anchor(bytes32 digest, address author_) internal pure returns (bytes32) {
        return _value(_value(EVIDENCE_REGISTRY, 0, digest), 0, _word(author_));
    }

    /// @notice Of `EvidenceRegistry`, three words: time and count of a bundle; the one it supersedes; the one that supersedes it.
    function bundle(bytes32 root, address author_) internal pure returns (bytes32) {
        return _value(_value(EVIDENCE_REGISTRY, 1, root), 0, _word(author_));
    }

    function _frozenKey(IFreezable registry, bytes32 thing) private pure returns (bytes32) {
        return keccak256(abi.encode(registry, thing));
    }

    /// @dev Slot of a mapping's value. The mapping is the member of that number of what begins at `base`.
    function _value(bytes32 base, uint256 member, bytes32 key) private pure returns (bytes32) {
        return keccak256(abi.encode(key, wordAfter(base, member)));
    }

    /// @dev Slot of an array's item, where each takes that many words.
    function _item(bytes32 array, uint256 position, uint256 words) private pure returns (bytes32) {
        return wordAfter(keccak256(abi.encode(array)), position * words);
    }

    function _word(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }
}
