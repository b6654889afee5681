// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Affairs} from "../access/Affairs.sol";
import {SignedCaller} from "../access/SignedCaller.sol";
import {HoldingWord} from "../identity/HoldingWord.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {PartyToken} from "../identity/PartyToken.sol";
import {
    DelegationCertificate,
    DelegationTerms,
    INamespaceRegistry,
    Issuance,
    Namespace,
    NamespaceId,
    NamespaceStanding,
    PrefixRule,
    SchemeId
} from "./INamespaceRegistry.sol";
import {NamespaceAffairs} from "./NamespaceAffairs.sol";
import {NamespaceTree} from "./NamespaceTree.sol";
import {Tenures, TenuresLibrary} from "./NamespaceTenures.sol";
import {NamespaceWords} from "./NamespaceWord.sol";
import {PrefixRules} from "./PrefixRules.sol";

/// @title Namespaces
/// @notice One word a namespace, see `NamespaceWords`; a second one where it, or its parent, was delegated anew.
/// @dev What changes namespaces is code of `NamespaceAffairs`, which comes into being with this implementation and is
/// run in this contract's storage.
contract NamespaceRegistry is INamespaceRegistry, NamespaceTree, PartyToken, EIP712Upgradeable {
    using NamespaceWords for HoldingWord;
    using PrefixRules for PrefixRule;
    using TenuresLibrary for Tenures;

    /// @notice Where the rest of the code is.
    address public immutable AFFAIRS;

    constructor(IPartyRegistry parties) PartyToken(parties) {
        AFFAIRS = address(new NamespaceAffairs(parties));
    }

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
        __ERC721_init("Cadastre Namespaces", "CADNS");
        __EIP712_init("Cadastre Namespaces", "1");
    }

    /// @inheritdoc INamespaceRegistry
    function registerScheme(string calldata, PrefixRule, address) external returns (SchemeId, NamespaceId) {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc INamespaceRegistry
    function delegate(SchemeId, uint8, string calldata, address) external returns (NamespaceId) {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc INamespaceRegistry
    function delegateOnTerms(
        SchemeId,
        uint8,
        string calldata,
        address,
        DelegationTerms calldata
    ) external returns (NamespaceId) {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc INamespaceRegistry
    function delegateByCertificate(DelegationCertificate calldata, bytes calldata) external returns (NamespaceId) {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc INamespaceRegistry
    function cancelCertificate(DelegationCertificate calldata) external {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc INamespaceRegistry
    function renew(SchemeId, string calldata, uint32) external {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc INamespaceRegistry
    function surrender(SchemeId, string calldata) external {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc INamespaceRegistry
    function emancipate(SchemeId, string calldata) external {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc INamespaceRegistry
    function adopt(SchemeId, string calldata, uint32) external {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc INamespaceRegistry
    function seal(SchemeId, string calldata) external {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc INamespaceRegistry
    function suspend(SchemeId, string calldata, uint8, string calldata) external {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc INamespaceRegistry
    function reinstate(SchemeId, string calldata, uint8, string calldata) external {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc INamespaceRegistry
    function schemeRule(SchemeId scheme) external view returns (PrefixRule) {
        return _namespaceStorage().schemes[scheme].rule;
    }

    /// @inheritdoc INamespaceRegistry
    function namespaceOf(NamespaceId namespace) external view returns (Namespace memory) {
        HoldingWord word = _wordOf(namespace);
        Tenures tenures = _tenuresOf(namespace, word);
        return
            Namespace({
                holder: word.holder(),
                epoch: word.epoch(),
                status: word.namespaceStatus(),
                parentLength: uint8(word.parentLength()),
                suspendedBy: uint8(word.suspendedBy()),
                emancipated: word.isEmancipated(),
                isSealed: word.isSealed(),
                terms: word.terms(),
                tenure: tenures.own(),
                parentTenure: tenures.ofParent(),
                answersSince: tenures.answersSince()
            });
    }

    /// @inheritdoc INamespaceRegistry
    function isLive(SchemeId scheme, string calldata prefix) external view returns (bool) {
        NamespaceId id = namespaceId(scheme, prefix);
        return _isLive(scheme, bytes(prefix), id, _wordOf(id));
    }

    /// @inheritdoc INamespaceRegistry
    function standingOf(SchemeId scheme, string calldata prefix) external view returns (NamespaceStanding) {
        NamespaceId id = namespaceId(scheme, prefix);
        HoldingWord word = _wordOf(id);
        if (!word.exists()) return NamespaceStanding.None;
        Standing memory standing = _standingOf(scheme, bytes(prefix), id, word);
        if (standing.lapsed) return NamespaceStanding.Lapsed;
        return standing.suspended ? NamespaceStanding.Suspended : NamespaceStanding.Live;
    }

    /// @inheritdoc INamespaceRegistry
    function issuingNamespace(
        SchemeId scheme,
        string calldata prefix
    ) external view returns (NamespaceId namespace, address holder, uint32 epoch) {
        HoldingWord word;
        (namespace, word) = _requireLive(scheme, bytes(prefix));
        if (word.isBarred()) revert MayNotIssue(namespace);
        if (word.isSealed()) revert NamespaceIsSealed(namespace);
        return (namespace, word.holder(), word.epoch());
    }

    /// @inheritdoc INamespaceRegistry
    function sealingNamespace(
        SchemeId scheme,
        string calldata prefix
    ) external view returns (NamespaceId namespace, address holder, uint32 epoch) {
        HoldingWord word;
        (namespace, word) = _requireLive(scheme, bytes(prefix));
        // One that may not issue cannot be sealed.
        if (!word.isSealed()) revert NamespaceNotSealed(namespace);
        return (namespace, word.holder(), word.epoch());
    }

    /// @inheritdoc INamespaceRegistry
    function authorityOf(
        SchemeId scheme,
        string calldata identifier,
        uint8 prefixLength
    ) external view returns (NamespaceId namespace, address holder, uint32 epoch, bool live) {
        bytes calldata prefix = _withPrefix(scheme, identifier, prefixLength)[:prefixLength];
        HoldingWord word;
        (namespace, word) = _known(scheme, prefix);
        return (namespace, word.holder(), word.epoch(), _isLive(scheme, prefix, namespace, word));
    }

    /// @inheritdoc INamespaceRegistry
    function answersFor(
        SchemeId scheme,
        string calldata identifier,
        uint8 prefixLength,
        uint32 epoch
    ) external view returns (NamespaceId, bool, bool) {
        return _standsBy(scheme, _withPrefix(scheme, identifier, prefixLength)[:prefixLength], epoch);
    }

    /// @inheritdoc INamespaceRegistry
    function standsBy(
        SchemeId scheme,
        string calldata prefix,
        uint32 epoch
    ) external view returns (NamespaceId, bool, bool) {
        return _standsBy(scheme, bytes(prefix), epoch);
    }

    /// @inheritdoc INamespaceRegistry
    function decidingLength(SchemeId scheme, string calldata identifier) external view returns (uint256) {
        PrefixRule rule = _ruleOf(scheme);
        bytes calldata text = bytes(identifier);
        (bool found, uint256 start) = rule.prefixStart(text);
        if (!found || start >= text.length) return 0;
        uint256 length = rule.decidingLength(text[start:]);
        return length == 0 ? 0 : start + length;
    }

    /// @inheritdoc INamespaceRegistry
    function issuanceOf(
        SchemeId scheme,
        string calldata identifier,
        uint8 prefixLength,
        uint32 epoch
    ) external view returns (Issuance memory issuance) {
        (bytes calldata text, bool carried) = _fromPrefixOn(scheme, identifier, prefixLength);
        if (!carried) return issuance;
        bytes calldata prefix = text[:prefixLength];
        NamespaceId id = _idOf(scheme, prefix);
        HoldingWord word = _wordOf(id);
        if (!word.exists() || word.isBarred()) return issuance;
        (NamespaceId closest, , ) = _closestWithin(scheme, text, prefixLength, word.reach(), text.length);
        if (NamespaceId.unwrap(closest) != 0) return issuance;

        Standing memory standing = _standingOf(scheme, prefix, id, word);
        issuance.namespace = id;
        issuance.live = !standing.lapsed && !standing.suspended;
        issuance.answers = _answersFor(id, word, epoch);
        issuance.frozen = issuance.live && standing.frozen;
    }

    /// @inheritdoc INamespaceRegistry
    function issuerOf(
        SchemeId scheme,
        string calldata identifier,
        uint8 prefixLength
    ) external view returns (NamespaceId namespace, address holder, uint32 epoch, bool live) {
        bytes calldata text = _withPrefix(scheme, identifier, prefixLength);
        HoldingWord word;
        (namespace, word) = _known(scheme, text[:prefixLength]);
        if (word.isBarred()) revert MayNotIssue(namespace);
        _requireNoneWithin(scheme, text, prefixLength, word.reach(), text.length);
        Standing memory standing = _standingOf(scheme, text[:prefixLength], namespace, word);
        live = !standing.lapsed && !standing.suspended;
        if (live && standing.frozen) revert ThingIsFrozen(NamespaceId.unwrap(namespace));
        // Last, so that it says all the rest is as it has to be.
        if (word.isSealed()) revert NamespaceIsSealed(namespace);
        return (namespace, word.holder(), word.epoch(), live);
    }

    /// @inheritdoc INamespaceRegistry
    function namespaceId(SchemeId scheme, string calldata prefix) public pure returns (NamespaceId) {
        return _idOf(scheme, bytes(prefix));
    }

    /// @inheritdoc PartyToken
    function supportsInterface(bytes4 interfaceId) public view override(PartyToken, IERC165) returns (bool) {
        return interfaceId == type(INamespaceRegistry).interfaceId || super.supportsInterface(interfaceId);
    }

    function _msgSender() internal view override(PartyToken, SignedCaller) returns (address) {
        return super._msgSender();
    }

    function _msgData() internal view override(PartyToken, SignedCaller) returns (bytes calldata) {
        return super._msgData();
    }

    function _contextSuffixLength() internal view override(PartyToken, SignedCaller) returns (uint256) {
        return super._contextSuffixLength();
    }

    function _standsBy(
        SchemeId scheme,
        bytes calldata prefix,
        uint32 epoch
    ) private view returns (NamespaceId namespace, bool live, bool answers) {
        HoldingWord word;
        (namespace, word) = _known(scheme, prefix);
        live = _isLive(scheme, prefix, namespace, word);
        answers = _answersFor(namespace, word, epoch);
    }

    function _answersFor(NamespaceId id, HoldingWord word, uint32 epoch) private view returns (bool) {
        return epoch >= _tenuresOf(id, word).answersSince() && epoch <= word.epoch();
    }

    /// @dev The identifier from its prefix on, which must have a cut at that length.
    function _withPrefix(
        SchemeId scheme,
        string calldata identifier,
        uint8 prefixLength
    ) private view returns (bytes calldata) {
        (bytes calldata text, bool carried) = _fromPrefixOn(scheme, identifier, prefixLength);
        if (!carried) revert PrefixMismatch(identifier, prefixLength);
        return text;
    }

    /// @dev The identifier from its prefix on, and whether it carries one of that length. The root's is empty and is carried
    /// by every identifier; one without a place for a prefix carries no other.
    function _fromPrefixOn(
        SchemeId scheme,
        string calldata identifier,
        uint256 prefixLength
    ) private view returns (bytes calldata text, bool carried) {
        PrefixRule rule = _ruleOf(scheme);
        text = bytes(identifier);
        (bool found, uint256 start) = rule.prefixStart(text);
        text = found && start <= text.length ? text[start:] : text[:0];
        carried = prefixLength == 0 || rule.isCut(text, prefixLength);
    }

    /// @dev Its own status: what hangs on ancestors needs the prefix.
    function _isActive(HoldingWord word) internal view override returns (bool) {
        return word.isActive() && !word.hasExpired();
    }

    /// @dev A suspended namespace stays where it is until it is reinstated, an expired one until it is renewed or
    /// delegated anew.
    function _mayMove(HoldingWord word) internal view override returns (bool) {
        return _isActive(word);
    }
}
