// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IFreezable} from "../supervision/IFreezable.sol";
import {HoldingWord} from "../identity/HoldingWord.sol";
import {PartyHoldings} from "../identity/PartyHoldings.sol";
import {IdentifierText} from "./IdentifierText.sol";
import {INamespaceRegistry, NamespaceId, PrefixRule, SchemeId} from "./INamespaceRegistry.sol";
import {Tenures, TenuresLibrary} from "./NamespaceTenures.sol";
import {NamespaceWords} from "./NamespaceWord.sol";
import {PrefixRules} from "./PrefixRules.sol";

/// @title The tree of namespaces
/// @notice How namespaces hang together, and what follows for each from those above it. A parent is not stored by id
/// but by the length of its prefix: ancestors are found by hashing shorter pieces of the prefix at hand.
///
/// The *reach* of a namespace is an upper bound on the prefixes delegated within its own, which spares leaves the
/// search for closer holders. A search that passes a lapsed namespace goes on as far as that one reached. So it is
/// kept: who delegates raises the reach of the parent, and of the lapsed ones that are passed over, for they may be
/// renewed; and a new namespace begins with the reach of all of these, for it may come between one of them and what
/// they delegated.
abstract contract NamespaceTree is PartyHoldings {
    using NamespaceWords for HoldingWord;
    using PrefixRules for PrefixRule;
    using TenuresLibrary for Tenures;

    /// @dev One word.
    /// @param rule Where the prefixes of its identifiers end.
    /// @param lengths Bit n: a prefix of n bytes was delegated once, by whomever. At other lengths there is no namespace, and
    /// none is looked for.
    struct Scheme {
        PrefixRule rule;
        uint248 lengths;
    }

    /// @custom:storage-location erc7201:cadastre.storage.NamespaceRegistry
    struct NamespaceRegistryStorage {
        mapping(SchemeId id => Scheme scheme) schemes;
        mapping(bytes32 certificate => bool cancelled) cancelled;
    }

    /// @dev What a namespace owes to those above it.
    /// @param lapsed It or one above it has expired, or is void. The search ends with the first.
    /// @param suspended It or one above it is suspended.
    /// @param frozen It or one above it is frozen: then nothing is issued beneath. What was issued is not touched by
    /// that, so it is no matter of being live.
    struct Standing {
        bool lapsed;
        bool suspended;
        bool frozen;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.NamespaceRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant NAMESPACE_REGISTRY_STORAGE =
        0x5519ca41413bafbe31855841068630c94d54615db2d99caa12c6964fd7b66500;

    /// @dev At most 16 rounds, which is what the levels of the root allow: each goes one generation up, as a parent's
    /// prefix is shorter than its child's.
    function _standingOf(
        SchemeId scheme,
        bytes calldata prefix,
        NamespaceId id,
        HoldingWord word
    ) internal view returns (Standing memory standing) {
        uint256 length = prefix.length;
        while (true) {
            if (word.hasExpired()) {
                standing.lapsed = true;
                return standing;
            }
            if (!word.isActive()) standing.suspended = true;
            if (word.isFrozen()) standing.frozen = true;
            if (length == 0 || word.isEmancipated()) return standing;

            length = word.parentLength();
            NamespaceId parent = _idOf(scheme, prefix[:length]);
            HoldingWord parentWord = _wordOf(parent);
            if (_isVoid(id, word, parent, parentWord)) {
                standing.lapsed = true;
                return standing;
            }
            (id, word) = (parent, parentWord);
        }
    }

    /// @dev False also where there is no such namespace.
    function _isLive(
        SchemeId scheme,
        bytes calldata prefix,
        NamespaceId id,
        HoldingWord word
    ) internal view returns (bool) {
        if (!word.exists()) return false;
        Standing memory standing = _standingOf(scheme, prefix, id, word);
        return !standing.lapsed && !standing.suspended;
    }

    /// @dev A live namespace beneath which may be issued.
    function _requireLive(
        SchemeId scheme,
        bytes calldata prefix
    ) internal view returns (NamespaceId id, HoldingWord word) {
        (id, word) = _known(scheme, prefix);
        Standing memory standing = _standingOf(scheme, prefix, id, word);
        if (standing.lapsed || standing.suspended) revert INamespaceRegistry.NamespaceNotLive(id);
        if (standing.frozen) revert IFreezable.ThingIsFrozen(NamespaceId.unwrap(id));
    }

    /// @dev Reverts where a namespace on `text` longer than `length` and at most as long as `last` is taken. Takes and returns
    /// what `_closestWithin` does.
    function _requireNoneWithin(
        SchemeId scheme,
        bytes calldata text,
        uint256 length,
        uint256 reach,
        uint256 last
    ) internal view returns (uint256, uint256) {
        (NamespaceId closest, uint256 passedReach, uint256 passed) = _closestWithin(scheme, text, length, reach, last);
        if (NamespaceId.unwrap(closest) != 0) revert INamespaceRegistry.NotClosestAncestor(closest);
        return (passedReach, passed);
    }

    /// @dev Looks for namespaces on `text` longer than `length` and at most as long as `last` that are taken: what lies
    /// beneath one is its holder's to give. At most `MAX_PREFIX_LENGTH` rounds, 12 of them for digits.
    /// @param reach Where to begin to stop looking: the reach of the namespace of that length.
    /// @return closest The longest of them, zero for none.
    /// @return The reach of all that were passed.
    /// @return passed The lengths at which lapsed ones were passed, one bit each.
    function _closestWithin(
        SchemeId scheme,
        bytes calldata text,
        uint256 length,
        uint256 reach,
        uint256 last
    ) internal view returns (NamespaceId closest, uint256, uint256 passed) {
        uint256 cut = length;
        while ((cut = _nextDelegated(scheme, text, cut, reach < last ? reach : last)) != 0) {
            NamespaceId closer = _idOf(scheme, text[:cut]);
            HoldingWord word = _wordOf(closer);
            if (!word.exists()) continue;
            if (_isTaken(scheme, text[:cut], closer, word, length)) {
                closest = closer;
            } else {
                passed |= 1 << cut;
                if (word.reach() > reach) reach = word.reach();
            }
        }
        return (closest, reach, passed);
    }

    /// @dev The first cut after `position`, at `last` at the latest, at which there may be a namespace; 0 for none.
    function _nextDelegated(
        SchemeId scheme,
        bytes calldata text,
        uint256 position,
        uint256 last
    ) private view returns (uint256 cut) {
        Scheme storage known = _namespaceStorage().schemes[scheme];
        uint256 lengths = known.lengths;
        for (cut = position + 1; cut <= last && lengths >> cut != 0; ++cut) {
            if ((lengths >> cut) & 1 == 0) continue;
            uint256 next = known.rule.nextCut(text, cut - 1, last);
            if (next == cut || next == 0) return next;
            // Between the two is no cut; whether something was delegated there is seen next.
            cut = next - 1;
        }
        return 0;
    }

    /// @dev Length of the closest prefix above one whose namespace has not lapsed; the root never does. At most
    /// `MAX_PREFIX_LENGTH` rounds.
    function _closestAbove(SchemeId scheme, bytes calldata prefix) internal view returns (uint256 length) {
        PrefixRule rule = _namespaceStorage().schemes[scheme].rule;
        for (length = prefix.length - 1; length != 0; --length) {
            if (!rule.isCut(prefix, length)) continue;
            NamespaceId id = _idOf(scheme, prefix[:length]);
            HoldingWord word = _wordOf(id);
            if (word.exists() && !_standingOf(scheme, prefix[:length], id, word).lapsed) return length;
        }
    }

    /// @dev Whether a namespace is closed to the holder of the one with a prefix of `above` bytes.
    function _isTaken(
        SchemeId scheme,
        bytes calldata prefix,
        NamespaceId id,
        HoldingWord word,
        uint256 above
    ) internal view returns (bool) {
        if (word.isFrozen() || (!word.isActive() && word.suspendedBy() < above)) return true;
        return !_standingOf(scheme, prefix, id, word).lapsed;
    }

    /// @dev Whether the parent has been delegated anew since it delegated the child.
    function _isVoid(
        NamespaceId id,
        HoldingWord word,
        NamespaceId parent,
        HoldingWord parentWord
    ) internal view returns (bool) {
        if (!word.isTenured() && !parentWord.isTenured()) return false;
        return _tenuresOf(id, word).ofParent() != _tenuresOf(parent, parentWord).own();
    }

    function _tenuresOf(NamespaceId id, HoldingWord word) internal view returns (Tenures) {
        return Tenures.wrap(word.isTenured() ? uint256(_digestOf(_tokenId(id))) : 0);
    }

    function _known(SchemeId scheme, bytes calldata prefix) internal view returns (NamespaceId id, HoldingWord word) {
        id = _idOf(scheme, prefix);
        word = _wordOf(id);
        if (!word.exists()) revert INamespaceRegistry.UnknownNamespace(id);
    }

    function _wordOf(NamespaceId id) internal view returns (HoldingWord) {
        return _holding(_tokenId(id));
    }

    function _ruleOf(SchemeId scheme) internal view returns (PrefixRule rule) {
        rule = _namespaceStorage().schemes[scheme].rule;
        if (rule == PrefixRule.None) revert INamespaceRegistry.UnknownScheme(scheme);
    }

    function _idOf(SchemeId scheme, bytes calldata prefix) internal pure returns (NamespaceId) {
        return NamespaceId.wrap(IdentifierText.hashBehind(SchemeId.unwrap(scheme), prefix));
    }

    function _tokenId(NamespaceId id) internal pure returns (uint256) {
        return uint256(NamespaceId.unwrap(id));
    }

    function _namespaceStorage() internal pure returns (NamespaceRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := NAMESPACE_REGISTRY_STORAGE
        }
    }
}
