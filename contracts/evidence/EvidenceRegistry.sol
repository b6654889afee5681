// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC165Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/introspection/ERC165Upgradeable.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SignedCaller} from "../access/SignedCaller.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {Bundle, IEvidenceRegistry, NewBundle} from "./IEvidenceRegistry.sol";

/// @title Evidence
/// @notice One word an anchor. What was anchored, by whose key, lives in events.
contract EvidenceRegistry is IEvidenceRegistry, ERC165Upgradeable, UpgradeGate {
    /// @notice Most digests in one call.
    uint256 public constant MAX_DIGESTS = 256;

    /// @notice Longest URI of a bundle, in bytes.
    uint256 public constant MAX_URI_LENGTH = 2048;

    /// @custom:storage-location erc7201:cadastre.storage.EvidenceRegistry
    struct EvidenceRegistryStorage {
        /// Block time of the first anchor.
        mapping(bytes32 digest => mapping(address author => uint40 anchoredAt)) anchors;
        mapping(bytes32 root => mapping(address author => Bundle)) bundles;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.EvidenceRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant EVIDENCE_REGISTRY_STORAGE =
        0xc3567a8783e463eb817aa6ac350630abbe28fee215e9e7793eaaa6612d772300;

    /// @notice The registry whose parties may be authors.
    IPartyRegistry public immutable PARTIES;

    constructor(IPartyRegistry parties) {
        PARTIES = parties;
    }

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc IEvidenceRegistry
    function anchor(address author, bytes32 digest) external returns (uint40) {
        _requireControlOf(author);
        return _anchor(author, digest);
    }

    /// @inheritdoc IEvidenceRegistry
    function anchorMany(address author, bytes32[] calldata digests) external {
        _requireControlOf(author);
        uint256 count = digests.length;
        if (count == 0 || count > MAX_DIGESTS) revert TooManyDigests(count);
        for (uint256 i = 0; i < count; ++i) _anchor(author, digests[i]);
    }

    /// @inheritdoc IEvidenceRegistry
    function anchorBundle(address author, NewBundle calldata bundle) external {
        _requireControlOf(author);
        if (bundle.count == 0 || bytes(bundle.uri).length > MAX_URI_LENGTH) revert InvalidBundle();
        EvidenceRegistryStorage storage $ = _storage();
        Bundle storage state = $.bundles[bundle.root][author];
        if (state.anchoredAt != 0) revert BundleExists(bundle.root, author);

        if (bundle.supersedes != 0) {
            Bundle storage before = $.bundles[bundle.supersedes][author];
            if (before.anchoredAt == 0) revert UnknownBundle(bundle.supersedes, author);
            if (before.supersededBy != 0) revert BundleSuperseded(bundle.supersedes, before.supersededBy);
            before.supersededBy = bundle.root;
            state.supersedes = bundle.supersedes;
        }
        _anchor(author, bundle.root);
        state.anchoredAt = uint40(block.timestamp);
        state.count = bundle.count;
        emit BundleAnchored(bundle.root, author, bundle.supersedes, bundle.count, bundle.uri, _msgSender());
    }

    /// @inheritdoc IEvidenceRegistry
    function isAnchored(bytes32 digest, address author) external view returns (bool) {
        return anchorOf(digest, author) != 0;
    }

    /// @inheritdoc IEvidenceRegistry
    function bundleOf(bytes32 root, address author) external view returns (Bundle memory) {
        return _storage().bundles[root][author];
    }

    /// @inheritdoc IEvidenceRegistry
    function isInBundle(
        bytes32 root,
        address author,
        bytes32 digest,
        bytes32[] calldata proof
    ) external view returns (bool) {
        if (_storage().bundles[root][author].anchoredAt == 0) return false;
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(digest))));
        return MerkleProof.verifyCalldata(proof, root, leaf);
    }

    /// @inheritdoc IEvidenceRegistry
    function anchorOf(bytes32 digest, address author) public view returns (uint40) {
        return _storage().anchors[digest][author];
    }

    /// @inheritdoc ERC165Upgradeable
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IEvidenceRegistry).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev The only place that writes an anchor, and only where there is none.
    function _anchor(address author, bytes32 digest) private returns (uint40 anchoredAt) {
        if (digest == 0) revert NoDigest();
        mapping(address author => uint40) storage byAuthor = _storage().anchors[digest];
        anchoredAt = byAuthor[author];
        if (anchoredAt != 0) return anchoredAt;
        anchoredAt = uint40(block.timestamp);
        byAuthor[author] = anchoredAt;
        emit EvidenceAnchored(digest, author, _msgSender());
    }

    function _requireControlOf(address author) private view {
        (address controller, ) = PARTIES.controllerOf(author);
        if (controller != _msgSender()) revert IPartyRegistry.NotController(author, _msgSender());
    }

    function _storage() private pure returns (EvidenceRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := EVIDENCE_REGISTRY_STORAGE
        }
    }

    /// @inheritdoc SignedCaller
    function _signedCalls() internal view override returns (address) {
        return address(PARTIES);
    }
}
