// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {HotRoles} from "../access/HotRoles.sol";
import {HoldingWord} from "../identity/HoldingWord.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {PartyHoldings} from "../identity/PartyHoldings.sol";
import {
    DelegationCertificate,
    DelegationTerms,
    INamespaceRegistry,
    NamespaceId,
    PrefixRule,
    SchemeId
} from "./INamespaceRegistry.sol";
import {NamespaceTree} from "./NamespaceTree.sol";
import {Tenures, TenuresLibrary} from "./NamespaceTenures.sol";
import {NamespaceWords} from "./NamespaceWord.sol";
import {PrefixRules} from "./PrefixRules.sol";

/// @title Affairs of namespaces
/// @notice All that changes namespaces, apart from transfers: code of the `NamespaceRegistry`, which is too large for
/// one contract.
/// @dev Run by the registry in its own storage (`delegatecall`). Called directly it finds no scheme and no namespace,
/// and so does nothing.
contract NamespaceAffairs is NamespaceTree, EIP712Upgradeable {
    using NamespaceWords for HoldingWord;
    using PrefixRules for PrefixRule;
    using TenuresLibrary for Tenures;

    /// @param parentWord Word of the parent, which is live.
    struct Delegation {
        SchemeId scheme;
        NamespaceId parent;
        HoldingWord parentWord;
        uint8 parentLength;
        address holder;
        DelegationTerms terms;
    }

    /// @notice Greatest distance of a namespace from its scheme's root.
    uint8 public constant MAX_DEPTH = 16;

    /// @notice Longest scheme name, in bytes.
    uint256 public constant MAX_SCHEME_NAME_LENGTH = 32;

    /// @notice Longest reason for a suspension or its end, in bytes.
    uint256 public constant MAX_REASON_LENGTH = 1024;

    string private constant TERMS_TYPE = "DelegationTerms(uint32 expiry,uint8 levels,bool mayIssue)";

    bytes32 private constant TERMS_TYPEHASH = keccak256(bytes(TERMS_TYPE));

    bytes32 private constant CERTIFICATE_TYPEHASH = keccak256(
        abi.encodePacked(
            "DelegationCertificate(bytes32 scheme,uint8 parentLength,string prefix,address holder,DelegationTerms terms,",
            "uint32 parentEpoch,uint32 controlEpoch,uint32 epoch,uint40 deadline,bytes32 salt)",
            TERMS_TYPE
        )
    );

    constructor(IPartyRegistry parties) PartyHoldings(parties) {
        _disableInitializers();
    }

    /// @dev See `INamespaceRegistry`, also for the functions below.
    function registerScheme(
        string calldata schemeName,
        PrefixRule rule,
        address rootHolder
    ) external restricted returns (SchemeId scheme, NamespaceId root) {
        if (rule == PrefixRule.None || !_isSchemeName(bytes(schemeName))) revert INamespaceRegistry.InvalidScheme();
        scheme = SchemeId.wrap(keccak256(bytes(schemeName)));
        NamespaceRegistryStorage storage $ = _namespaceStorage();
        if ($.schemes[scheme].rule != PrefixRule.None) revert INamespaceRegistry.SchemeExists(scheme);

        $.schemes[scheme].rule = rule;
        root = NamespaceId.wrap(keccak256(abi.encodePacked(scheme)));
        DelegationTerms memory terms = _noLimits();
        HoldingWord word = NamespaceWords.begin(0, terms, 0, false);
        emit INamespaceRegistry.SchemeRegistered(scheme, schemeName, rule, _msgSender());
        _mintTo(rootHolder, _tokenId(root), word.status(), word.data(), 0);
        emit INamespaceRegistry.NamespaceDelegated(
            root,
            NamespaceId.wrap(0),
            rootHolder,
            scheme,
            "",
            0,
            1,
            terms,
            _msgSender()
        );
    }

    function delegate(
        SchemeId scheme,
        uint8 parentLength,
        string calldata prefix,
        address holder
    ) external returns (NamespaceId) {
        return _delegateAsCaller(_asked(scheme, parentLength, prefix, holder, _noLimits()), bytes(prefix));
    }

    function delegateOnTerms(
        SchemeId scheme,
        uint8 parentLength,
        string calldata prefix,
        address holder,
        DelegationTerms calldata terms
    ) external returns (NamespaceId) {
        return _delegateAsCaller(_asked(scheme, parentLength, prefix, holder, terms), bytes(prefix));
    }

    function delegateByCertificate(
        DelegationCertificate calldata certificate,
        bytes calldata signature
    ) external returns (NamespaceId namespace) {
        if (block.timestamp > certificate.deadline) revert INamespaceRegistry.CertificateExpired(certificate.deadline);
        Delegation memory asked = _asked(
            certificate.scheme,
            certificate.parentLength,
            certificate.prefix,
            certificate.holder,
            certificate.terms
        );
        bytes32 digest = _requireSigned(certificate, asked.parentWord, signature);
        namespace = _delegate(asked, bytes(certificate.prefix));
        emit INamespaceRegistry.CertificateUsed(digest, namespace, _msgSender());
    }

    function cancelCertificate(DelegationCertificate calldata certificate) external {
        SchemeId scheme = certificate.scheme;
        bytes calldata prefix = bytes(certificate.prefix);
        if (certificate.parentLength >= prefix.length) revert INamespaceRegistry.InvalidPrefix(certificate.prefix);
        (NamespaceId parent, ) = _known(scheme, prefix[:certificate.parentLength]);
        _requireHolder(_tokenId(parent));
        bytes32 digest = _certificateDigest(certificate);
        mapping(bytes32 => bool) storage cancelled = _namespaceStorage().cancelled;
        if (cancelled[digest]) revert INamespaceRegistry.CertificateVoid(digest);

        cancelled[digest] = true;
        emit INamespaceRegistry.CertificateCancelled(digest, _idOf(scheme, prefix), _msgSender());
    }

    function renew(SchemeId scheme, string calldata prefix, uint32 expiry) external {
        (NamespaceId id, HoldingWord word, NamespaceId parent, ) = _requireChild(scheme, prefix);
        _requireRole(_tokenId(parent), HotRoles.DELEGATOR);
        uint256 present = word.expiry();
        if (present == 0 || (expiry != 0 && expiry <= present)) revert INamespaceRegistry.InvalidExpiry(expiry);
        _checkExpiry(expiry);
        if (word.hasExpired()) {
            uint256 closest = _closestAbove(scheme, bytes(prefix));
            if (closest != word.parentLength()) {
                revert INamespaceRegistry.NotClosestAncestor(_idOf(scheme, bytes(prefix)[:closest]));
            }
        }

        _setHolding(_tokenId(id), word.withExpiry(expiry));
        emit INamespaceRegistry.NamespaceRenewed(id, expiry, _msgSender());
    }

    function surrender(SchemeId scheme, string calldata prefix) external {
        (NamespaceId id, HoldingWord word) = _known(scheme, bytes(prefix));
        _requireHolder(_tokenId(id));
        if (bytes(prefix).length == 0) revert INamespaceRegistry.InvalidPrefix(prefix);
        if (word.hasExpired()) revert INamespaceRegistry.NamespaceNotLive(id);

        uint32 expiry = uint32(block.timestamp);
        _setHolding(_tokenId(id), word.surrendered(expiry));
        emit INamespaceRegistry.NamespaceSurrendered(id, expiry, _msgSender());
    }

    function emancipate(SchemeId scheme, string calldata prefix) external {
        (NamespaceId id, HoldingWord word, NamespaceId parentId, HoldingWord parent) = _requireChild(scheme, prefix);
        _requireHolder(_tokenId(parentId));
        if (word.isEmancipated()) revert INamespaceRegistry.NamespaceIsEmancipated(id);
        // That the parent is live was seen: what remains is the namespace itself.
        if (!word.isActive() || word.hasExpired()) revert INamespaceRegistry.NamespaceNotLive(id);
        uint256 parentLength = word.parentLength();
        if (parentLength != 0 && !parent.isEmancipated()) {
            revert INamespaceRegistry.MayNotEmancipate(_idOf(scheme, bytes(prefix)[:parentLength]));
        }

        _setHolding(_tokenId(id), word.emancipated());
        emit INamespaceRegistry.NamespaceEmancipated(id, _msgSender());
    }

    function adopt(SchemeId scheme, string calldata prefix, uint32 since) external {
        (NamespaceId id, HoldingWord word) = _requireLive(scheme, bytes(prefix));
        _requireHolder(_tokenId(id));
        Tenures tenures = _tenuresOf(id, word);
        if (since == 0 || since >= tenures.answersSince()) revert INamespaceRegistry.NothingToAdopt(id, since);

        _setDigest(_tokenId(id), _digest(tenures.answering(since)));
        emit INamespaceRegistry.FormerTenuresAdopted(id, since, _msgSender());
    }

    function seal(SchemeId scheme, string calldata prefix) external {
        (NamespaceId id, HoldingWord word) = _requireLive(scheme, bytes(prefix));
        _requireHolder(_tokenId(id));
        if (word.isBarred()) revert INamespaceRegistry.MayNotIssue(id);
        if (word.isSealed()) revert INamespaceRegistry.NamespaceIsSealed(id);

        _setHolding(_tokenId(id), word.withSeal());
        emit INamespaceRegistry.NamespaceSealed(id, _msgSender());
    }

    function suspend(SchemeId scheme, string calldata prefix, uint8 ancestorLength, string calldata reason) external {
        (NamespaceId id, HoldingWord word) = _known(scheme, bytes(prefix));
        _checkReason(reason);
        _requireAncestor(scheme, bytes(prefix), ancestorLength);
        if (!word.isActive() && ancestorLength >= word.suspendedBy()) revert INamespaceRegistry.NamespaceNotLive(id);

        _setHolding(_tokenId(id), word.suspended(ancestorLength));
        emit INamespaceRegistry.NamespaceSuspended(id, ancestorLength, reason, _msgSender());
    }

    function reinstate(SchemeId scheme, string calldata prefix, uint8 ancestorLength, string calldata reason) external {
        (NamespaceId id, HoldingWord word) = _known(scheme, bytes(prefix));
        if (word.isActive()) revert INamespaceRegistry.NamespaceIsLive(id);
        _checkReason(reason);
        HoldingWord ancestor = _requireAncestor(scheme, bytes(prefix), ancestorLength);
        // Those above an emancipated one cannot lift what they imposed before, so that it must.
        if (ancestorLength > word.suspendedBy() && !ancestor.isEmancipated()) {
            revert INamespaceRegistry.NotAnAncestor(id, ancestorLength);
        }

        _setHolding(_tokenId(id), word.reinstated());
        emit INamespaceRegistry.NamespaceReinstated(id, ancestorLength, reason, _msgSender());
    }

    function _delegateAsCaller(Delegation memory asked, bytes calldata prefix) private returns (NamespaceId) {
        _requireRole(_tokenId(asked.parent), HotRoles.DELEGATOR);
        return _delegate(asked, prefix);
    }

    /// @dev That the parent's holder consents is certain.
    function _delegate(Delegation memory asked, bytes calldata prefix) private returns (NamespaceId namespace) {
        _limit(asked);
        namespace = _idOf(asked.scheme, prefix);
        HoldingWord former = _wordOf(namespace);
        if (former.exists() && _isTaken(asked.scheme, prefix, namespace, former, asked.parentLength)) {
            revert INamespaceRegistry.NamespaceExists(namespace);
        }

        uint256 reach = _takeIn(asked, prefix);
        if (former.reach() > reach) reach = former.reach();
        uint32 epoch = _issue(asked, namespace, prefix.length, former, reach);
        emit INamespaceRegistry.NamespaceDelegated(
            namespace,
            asked.parent,
            asked.holder,
            asked.scheme,
            string(prefix),
            asked.parentLength,
            epoch,
            asked.terms,
            _msgSender()
        );
    }

    /// @param former Word of the namespace until now, zero for none.
    function _issue(
        Delegation memory asked,
        NamespaceId namespace,
        uint256 prefixLength,
        HoldingWord former,
        uint256 reach
    ) private returns (uint32 epoch) {
        uint32 parentTenure = _tenuresOf(asked.parent, asked.parentWord).own();
        bool tenured = former.exists() || parentTenure != 0;
        HoldingWord word = NamespaceWords.begin(asked.parentLength, asked.terms, reach, tenured);
        uint256 tokenId = _tokenId(namespace);
        if (!former.exists()) {
            _noteLength(asked.scheme, prefixLength);
            _mintTo(asked.holder, tokenId, word.status(), word.data(), _digest(TenuresLibrary.begin(0, parentTenure)));
            return 1;
        }
        epoch = _reissueTo(asked.holder, tokenId, word.status(), word.data());
        _setDigest(tokenId, _digest(TenuresLibrary.begin(epoch, parentTenure)));
    }

    /// @dev Makes sure that the prefix is its parent's to give, and raises the reach of the parent and of the lapsed
    /// ones that are passed over.
    /// @return reach What the new namespace begins with.
    function _takeIn(Delegation memory asked, bytes calldata prefix) private returns (uint256 reach) {
        uint256 length = prefix.length;
        SchemeId scheme = asked.scheme;
        uint256 cut = asked.parentLength;
        uint256 passed;
        (reach, passed) = _requireNoneWithin(scheme, prefix, cut, asked.parentWord.reach(), length - 1);
        _raiseReach(asked.parent, asked.parentWord, length);
        while (passed >> ++cut != 0) {
            if ((passed >> cut) & 1 == 0) continue;
            NamespaceId lapsed = _idOf(scheme, prefix[:cut]);
            _raiseReach(lapsed, _wordOf(lapsed), length);
        }
        return reach > length ? reach : 0;
    }

    /// @dev From now on namespaces of that length are looked for.
    function _noteLength(SchemeId scheme, uint256 prefixLength) private {
        Scheme storage known = _namespaceStorage().schemes[scheme];
        uint248 bit = uint248(1) << uint8(prefixLength);
        if (known.lengths & bit == 0) known.lengths |= bit;
    }

    function _raiseReach(NamespaceId id, HoldingWord word, uint256 reach) private {
        if (word.reach() < reach) _setHolding(_tokenId(id), word.withReach(reach));
    }

    /// @dev The digest that was signed, by the parent's controller, of a certificate that is good for one more use.
    function _requireSigned(
        DelegationCertificate calldata certificate,
        HoldingWord parent,
        bytes calldata signature
    ) private view returns (bytes32 digest) {
        digest = _certificateDigest(certificate);
        (address controller, uint32 controlEpoch) = PARTIES.controllerOf(parent.holder());
        NamespaceId namespace = _idOf(certificate.scheme, bytes(certificate.prefix));
        if (
            certificate.parentEpoch != parent.epoch() ||
            certificate.controlEpoch != controlEpoch ||
            certificate.epoch != _wordOf(namespace).epoch() ||
            _namespaceStorage().cancelled[digest]
        ) revert INamespaceRegistry.CertificateVoid(digest);
        if (!SignatureChecker.isValidSignatureNow(controller, digest, signature)) {
            revert INamespaceRegistry.InvalidCertificate(digest);
        }
    }

    /// @dev A delegation by the live namespace of the first bytes of a prefix that may be delegated.
    function _asked(
        SchemeId scheme,
        uint8 parentLength,
        string calldata prefix,
        address holder,
        DelegationTerms memory terms
    ) private view returns (Delegation memory asked) {
        _checkPrefix(scheme, parentLength, prefix);
        asked.scheme = scheme;
        asked.parentLength = parentLength;
        asked.holder = holder;
        asked.terms = terms;
        (asked.parent, asked.parentWord) = _requireLive(scheme, bytes(prefix)[:parentLength]);
    }

    function _checkPrefix(SchemeId scheme, uint256 parentLength, string calldata prefix) private view {
        PrefixRule rule = _ruleOf(scheme);
        bytes calldata text = bytes(prefix);
        bool extends_ = parentLength < text.length && (parentLength == 0 || rule.isCut(text, parentLength));
        if (!extends_ || !rule.isCanonical(text)) revert INamespaceRegistry.InvalidPrefix(prefix);
    }

    /// @dev A namespace that its present parent delegated, which is live.
    function _requireChild(
        SchemeId scheme,
        string calldata prefix
    ) private view returns (NamespaceId id, HoldingWord word, NamespaceId parent, HoldingWord parentWord) {
        bytes calldata text = bytes(prefix);
        if (text.length == 0) revert INamespaceRegistry.InvalidPrefix(prefix);
        (id, word) = _known(scheme, text);
        (parent, parentWord) = _requireLive(scheme, text[:word.parentLength()]);
        if (_isVoid(id, word, parent, parentWord)) revert INamespaceRegistry.NamespaceVoid(id);
    }

    /// @dev The live ancestor with a prefix of that length, with the caller in control of its holder. Nothing between
    /// it and the namespace, and not that itself, is emancipated. What has lapsed is back with the closest prefix
    /// above it, and so has the ancestors that this one has, whoever delegated it.
    function _requireAncestor(
        SchemeId scheme,
        bytes calldata prefix,
        uint8 ancestorLength
    ) private view returns (HoldingWord word) {
        uint256 length = prefix.length;
        NamespaceId id = _idOf(scheme, prefix);
        if (ancestorLength >= length) revert INamespaceRegistry.NotAnAncestor(id, ancestorLength);
        if (_standingOf(scheme, prefix, id, _wordOf(id)).lapsed) {
            uint256 closest = _closestAbove(scheme, prefix);
            // A closest one that is shorter than the ancestor asked for says that this has lapsed too.
            if (closest >= ancestorLength) length = closest;
        }
        while (length > ancestorLength) {
            NamespaceId between = _idOf(scheme, prefix[:length]);
            word = _wordOf(between);
            if (word.isEmancipated()) revert INamespaceRegistry.NamespaceIsEmancipated(between);
            length = word.parentLength();
        }
        if (length != ancestorLength) revert INamespaceRegistry.NotAnAncestor(id, ancestorLength);

        NamespaceId ancestor;
        (ancestor, word) = _requireLive(scheme, prefix[:ancestorLength]);
        _requireHolder(_tokenId(ancestor));
    }

    /// @dev Checks the terms and cuts them down to what the parent has to give.
    function _limit(Delegation memory asked) private view {
        uint256 levels = asked.parentWord.levels();
        if (levels == 0) revert INamespaceRegistry.TooDeep(asked.parent);
        if (asked.terms.levels >= levels) asked.terms.levels = uint8(levels - 1);
        _checkExpiry(asked.terms.expiry);
    }

    function _checkExpiry(uint32 expiry) private view {
        if (expiry != 0 && expiry <= block.timestamp) revert INamespaceRegistry.InvalidExpiry(expiry);
    }

    function _certificateDigest(DelegationCertificate calldata certificate) private view returns (bytes32) {
        DelegationTerms calldata terms = certificate.terms;
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        CERTIFICATE_TYPEHASH,
                        certificate.scheme,
                        certificate.parentLength,
                        keccak256(bytes(certificate.prefix)),
                        certificate.holder,
                        keccak256(abi.encode(TERMS_TYPEHASH, terms.expiry, terms.levels, terms.mayIssue)),
                        certificate.parentEpoch,
                        certificate.controlEpoch,
                        certificate.epoch,
                        certificate.deadline,
                        certificate.salt
                    )
                )
            );
    }

    function _digest(Tenures tenures) private pure returns (bytes32) {
        return bytes32(Tenures.unwrap(tenures));
    }

    function _noLimits() private pure returns (DelegationTerms memory) {
        return DelegationTerms({expiry: 0, levels: MAX_DEPTH, mayIssue: true});
    }

    function _checkReason(string calldata reason) private pure {
        uint256 length = bytes(reason).length;
        if (length > MAX_REASON_LENGTH) revert INamespaceRegistry.ReasonTooLong(length);
    }

    function _isSchemeName(bytes calldata schemeName) private pure returns (bool) {
        if (schemeName.length == 0 || schemeName.length > MAX_SCHEME_NAME_LENGTH) return false;
        for (uint256 i = 0; i < schemeName.length; ++i) {
            bytes1 c = schemeName[i];
            if (!((c >= "a" && c <= "z") || (c >= "0" && c <= "9") || c == "-")) return false;
        }
        return true;
    }
}
