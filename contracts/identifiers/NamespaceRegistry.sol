// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {HoldingWord} from "../identity/HoldingWord.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {PartyToken} from "../identity/PartyToken.sol";
import {
    INamespaceRegistry,
    Namespace,
    NamespaceId,
    NamespaceStatus,
    PrefixRule,
    SchemeId
} from "./INamespaceRegistry.sol";
import {PrefixRules} from "./PrefixRules.sol";

/// @title Namespaces
/// @notice One word a namespace. Its parent is not stored by id but by the length of its prefix: ancestors are found by
/// hashing shorter pieces of the prefix at hand.
/// @dev Data bits of the holding word, from the lowest: length of the parent's prefix 8, depth 8, suspending ancestor's
/// prefix length 8, length of the longest prefix delegated within 8. The last is an upper bound that spares leaves the
/// search for closer holders: a parent raises it with each child, and a namespace begins with its parent's, as it may have
/// been put between that parent and children that were there before.
contract NamespaceRegistry is INamespaceRegistry, PartyToken, UpgradeGate {
    using PrefixRules for PrefixRule;

    /// @notice Greatest distance of a namespace from its scheme's root.
    uint8 public constant MAX_DEPTH = 16;

    /// @notice Longest scheme name, in bytes.
    uint256 public constant MAX_SCHEME_NAME_LENGTH = 32;

    /// @notice Longest reason for a suspension or its end, in bytes.
    uint256 public constant MAX_REASON_LENGTH = 1024;

    /// @custom:storage-location erc7201:cadastre.storage.NamespaceRegistry
    struct NamespaceRegistryStorage {
        mapping(SchemeId scheme => PrefixRule rule) rules;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.NamespaceRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant NAMESPACE_REGISTRY_STORAGE =
        0x5519ca41413bafbe31855841068630c94d54615db2d99caa12c6964fd7b66500;

    constructor(IPartyRegistry parties) PartyToken(parties) {}

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
        __ERC721_init("Cadastre Namespaces", "CADNS");
    }

    /// @inheritdoc INamespaceRegistry
    function registerScheme(
        string calldata schemeName,
        PrefixRule rule,
        address rootHolder
    ) external restricted returns (SchemeId scheme, NamespaceId root) {
        if (rule == PrefixRule.None || !_isSchemeName(bytes(schemeName))) revert InvalidScheme();
        scheme = SchemeId.wrap(keccak256(bytes(schemeName)));
        NamespaceRegistryStorage storage $ = _namespaceStorage();
        if ($.rules[scheme] != PrefixRule.None) revert SchemeExists(scheme);

        $.rules[scheme] = rule;
        root = NamespaceId.wrap(keccak256(abi.encodePacked(scheme)));
        emit SchemeRegistered(scheme, schemeName, rule, msg.sender);
        _issue(root, rootHolder, _pack(0, 0, 0, 0));
        emit NamespaceDelegated(root, NamespaceId.wrap(0), rootHolder, scheme, "", 0, 0, msg.sender);
    }

    /// @inheritdoc INamespaceRegistry
    function delegate(
        SchemeId scheme,
        uint8 parentLength,
        string calldata prefix,
        address holder
    ) external returns (NamespaceId namespace) {
        _checkPrefix(scheme, parentLength, prefix);
        (NamespaceId parent, HoldingWord parentWord) = _liveNamespace(scheme, bytes(prefix)[:parentLength]);
        _requireHolder(uint256(NamespaceId.unwrap(parent)), parentWord.holder());
        uint8 depth = _depth(parentWord) + 1;
        if (depth > MAX_DEPTH) revert TooDeep(depth);

        namespace = namespaceId(scheme, prefix);
        if (_wordOf(namespace).exists()) revert NamespaceExists(namespace);
        uint8 longestWithin = _takeIn(scheme, parentLength, bytes(prefix), parentWord);
        _issue(namespace, holder, _pack(parentLength, depth, 0, longestWithin));
        emit NamespaceDelegated(namespace, parent, holder, scheme, prefix, parentLength, depth, msg.sender);
    }

    /// @inheritdoc INamespaceRegistry
    function suspend(SchemeId scheme, string calldata prefix, uint8 ancestorLength, string calldata reason) external {
        (NamespaceId namespace, HoldingWord word) = _known(scheme, bytes(prefix));
        _checkReason(reason);
        _requireAncestor(scheme, bytes(prefix), ancestorLength);
        if (!_isActive(word) && ancestorLength >= _suspendedBy(word)) revert NamespaceNotLive(namespace);

        _setWord(namespace, _withStatus(word, NamespaceStatus.Suspended, ancestorLength));
        emit NamespaceSuspended(namespace, ancestorLength, reason, msg.sender);
    }

    /// @inheritdoc INamespaceRegistry
    function reinstate(SchemeId scheme, string calldata prefix, uint8 ancestorLength, string calldata reason) external {
        (NamespaceId namespace, HoldingWord word) = _known(scheme, bytes(prefix));
        if (_isActive(word)) revert NamespaceIsLive(namespace);
        if (ancestorLength > _suspendedBy(word)) revert NotAnAncestor(namespace, ancestorLength);
        _checkReason(reason);
        _requireAncestor(scheme, bytes(prefix), ancestorLength);

        _setWord(namespace, _withStatus(word, NamespaceStatus.Active, 0));
        emit NamespaceReinstated(namespace, ancestorLength, reason, msg.sender);
    }

    /// @inheritdoc INamespaceRegistry
    function schemeRule(SchemeId scheme) external view returns (PrefixRule) {
        return _namespaceStorage().rules[scheme];
    }

    /// @inheritdoc INamespaceRegistry
    function namespaceOf(NamespaceId namespace) external view returns (Namespace memory) {
        HoldingWord word = _wordOf(namespace);
        return
            Namespace({
                holder: word.holder(),
                epoch: word.epoch(),
                status: NamespaceStatus(word.status()),
                parentLength: _parentLength(word),
                depth: _depth(word),
                suspendedBy: _suspendedBy(word)
            });
    }

    /// @inheritdoc INamespaceRegistry
    function isLive(SchemeId scheme, string calldata prefix) external view returns (bool) {
        (bool live, ) = _upwards(scheme, bytes(prefix), _wordOf(namespaceId(scheme, prefix)));
        return live;
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
        (live, ) = _upwards(scheme, prefix, word);
        return (namespace, word.holder(), word.epoch(), live);
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
        _requireNoneWithin(scheme, text, prefixLength, _longestWithin(word));
        holder = word.holder();
        epoch = word.epoch();
        bool frozen;
        (live, frozen) = _upwards(scheme, text[:prefixLength], word);
        if (frozen) revert ThingIsFrozen(NamespaceId.unwrap(namespace));
    }

    /// @inheritdoc INamespaceRegistry
    function namespaceId(SchemeId scheme, string calldata prefix) public pure returns (NamespaceId) {
        return _idOf(scheme, bytes(prefix));
    }

    /// @inheritdoc PartyToken
    function supportsInterface(bytes4 interfaceId) public view override(PartyToken, IERC165) returns (bool) {
        return interfaceId == type(INamespaceRegistry).interfaceId || super.supportsInterface(interfaceId);
    }

    function _issue(NamespaceId namespace, address holder, uint56 data) private {
        _mintTo(holder, uint256(NamespaceId.unwrap(namespace)), uint8(NamespaceStatus.Active), data, 0);
    }

    /// @dev Makes sure that the prefix is its parent's to give and notes in the parent how far it reaches.
    /// @return longestWithin What the new namespace begins with.
    function _takeIn(
        SchemeId scheme,
        uint256 parentLength,
        bytes calldata prefix,
        HoldingWord parentWord
    ) private returns (uint8 longestWithin) {
        uint8 length = uint8(prefix.length);
        uint8 longest = _longestWithin(parentWord);
        _requireNoneWithin(scheme, prefix, parentLength, longest < length ? longest : length - 1);
        if (longest > length) return longest;
        if (longest < length) _setWord(_idOf(scheme, prefix[:parentLength]), _withLongestWithin(parentWord, length));
        return 0;
    }

    function _setWord(NamespaceId namespace, HoldingWord word) private {
        _setHolding(uint256(NamespaceId.unwrap(namespace)), word);
    }

    function _wordOf(NamespaceId namespace) private view returns (HoldingWord) {
        return _holding(uint256(NamespaceId.unwrap(namespace)));
    }

    function _known(SchemeId scheme, bytes calldata prefix) private view returns (NamespaceId id, HoldingWord word) {
        id = _idOf(scheme, prefix);
        word = _wordOf(id);
        if (!word.exists()) revert UnknownNamespace(id);
    }

    function _liveNamespace(
        SchemeId scheme,
        bytes calldata prefix
    ) private view returns (NamespaceId id, HoldingWord word) {
        (id, word) = _known(scheme, prefix);
        (bool live, bool frozen) = _upwards(scheme, prefix, word);
        if (!live) revert NamespaceNotLive(id);
        if (frozen) revert ThingIsFrozen(NamespaceId.unwrap(id));
    }

    /// @dev At most `MAX_DEPTH` rounds: each goes one generation up, as a parent's prefix is shorter than its child's.
    /// @return live Whether the namespace and all above it are active.
    /// @return frozen Whether, where it is live, it or one above it is frozen: then nothing is issued beneath. What was issued is
    /// not touched by that, so it is no matter of being live.
    function _upwards(
        SchemeId scheme,
        bytes calldata prefix,
        HoldingWord word
    ) private view returns (bool live, bool frozen) {
        uint256 length = prefix.length;
        while (_isActive(word)) {
            frozen = frozen || word.isFrozen();
            if (length == 0) return (true, frozen);
            length = _parentLength(word);
            word = _wordOf(_idOf(scheme, prefix[:length]));
        }
        return (false, false);
    }

    /// @dev Reverts unless the caller controls the holder of the live ancestor with a prefix of that length.
    function _requireAncestor(SchemeId scheme, bytes calldata prefix, uint8 ancestorLength) private view {
        uint256 length = prefix.length;
        NamespaceId id = _idOf(scheme, prefix);
        if (ancestorLength >= length) revert NotAnAncestor(id, ancestorLength);
        while (length > ancestorLength) {
            length = _parentLength(_wordOf(_idOf(scheme, prefix[:length])));
        }
        if (length != ancestorLength) revert NotAnAncestor(id, ancestorLength);

        (NamespaceId ancestor, HoldingWord word) = _liveNamespace(scheme, prefix[:ancestorLength]);
        _requireHolder(uint256(NamespaceId.unwrap(ancestor)), word.holder());
    }

    /// @dev Reverts where a piece of `text` longer than `length`, and at most as long as `longest`, is delegated, suspended
    /// or not: what lies beneath that is its holder's to give. At most `MAX_PREFIX_LENGTH` rounds, 12 of them for digits.
    function _requireNoneWithin(SchemeId scheme, bytes calldata text, uint256 length, uint256 longest) private view {
        PrefixRule rule = _namespaceStorage().rules[scheme];
        NamespaceId closest;
        for (uint256 cut = rule.nextCut(text, length, longest); cut != 0; cut = rule.nextCut(text, cut, longest)) {
            NamespaceId closer = _idOf(scheme, text[:cut]);
            if (_wordOf(closer).exists()) closest = closer;
        }
        if (NamespaceId.unwrap(closest) != 0) revert NotClosestAncestor(closest);
    }

    function _checkPrefix(SchemeId scheme, uint256 parentLength, string calldata prefix) private view {
        PrefixRule rule = _namespaceStorage().rules[scheme];
        if (rule == PrefixRule.None) revert UnknownScheme(scheme);
        bytes calldata text = bytes(prefix);
        bool extends_ = parentLength < text.length && (parentLength == 0 || rule.isCut(text, parentLength));
        if (!extends_ || !rule.isCanonical(text)) revert InvalidPrefix(prefix);
    }

    /// @dev The identifier from its prefix on, which must have a cut at that length. The root's prefix is empty and is
    /// carried by every identifier; one without a place for a prefix carries no other.
    function _withPrefix(
        SchemeId scheme,
        string calldata identifier,
        uint256 prefixLength
    ) private view returns (bytes calldata) {
        PrefixRule rule = _namespaceStorage().rules[scheme];
        if (rule == PrefixRule.None) revert UnknownScheme(scheme);
        bytes calldata text = bytes(identifier);
        (bool found, uint256 start) = rule.prefixStart(text);
        text = found && start <= text.length ? text[start:] : text[:0];
        if (prefixLength != 0 && !rule.isCut(text, prefixLength)) {
            revert PrefixMismatch(identifier, uint8(prefixLength));
        }
        return text;
    }

    function _isActive(HoldingWord word) internal pure override returns (bool) {
        return word.status() == uint8(NamespaceStatus.Active);
    }

    /// @dev A suspended namespace stays where it is until it is reinstated.
    function _mayMove(HoldingWord word) internal pure override returns (bool) {
        return _isActive(word);
    }

    function _idOf(SchemeId scheme, bytes calldata prefix) private pure returns (NamespaceId) {
        return NamespaceId.wrap(keccak256(abi.encodePacked(scheme, prefix)));
    }

    function _withStatus(
        HoldingWord word,
        NamespaceStatus status,
        uint8 suspendedBy
    ) private pure returns (HoldingWord) {
        uint56 data = _pack(_parentLength(word), _depth(word), suspendedBy, _longestWithin(word));
        return word.withStatus(uint8(status)).withData(data);
    }

    function _withLongestWithin(HoldingWord word, uint8 longest) private pure returns (HoldingWord) {
        return word.withData(_pack(_parentLength(word), _depth(word), _suspendedBy(word), longest));
    }

    function _pack(
        uint8 parentLength,
        uint8 depth,
        uint8 suspendedBy,
        uint8 longestWithin
    ) private pure returns (uint56) {
        return
            uint56(parentLength) | (uint56(depth) << 8) | (uint56(suspendedBy) << 16) | (uint56(longestWithin) << 24);
    }

    function _parentLength(HoldingWord word) private pure returns (uint8) {
        return uint8(word.data());
    }

    function _depth(HoldingWord word) private pure returns (uint8) {
        return uint8(word.data() >> 8);
    }

    function _suspendedBy(HoldingWord word) private pure returns (uint8) {
        return uint8(word.data() >> 16);
    }

    function _longestWithin(HoldingWord word) private pure returns (uint8) {
        return uint8(word.data() >> 24);
    }

    function _checkReason(string calldata reason) private pure {
        uint256 length = bytes(reason).length;
        if (length > MAX_REASON_LENGTH) revert ReasonTooLong(length);
    }

    function _isSchemeName(bytes calldata schemeName) private pure returns (bool) {
        if (schemeName.length == 0 || schemeName.length > MAX_SCHEME_NAME_LENGTH) return false;
        for (uint256 i = 0; i < schemeName.length; ++i) {
            bytes1 c = schemeName[i];
            if (!((c >= "a" && c <= "z") || (c >= "0" && c <= "9") || c == "-")) return false;
        }
        return true;
    }

    function _namespaceStorage() private pure returns (NamespaceRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := NAMESPACE_REGISTRY_STORAGE
        }
    }
}
