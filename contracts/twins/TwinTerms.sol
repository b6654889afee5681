// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC165Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/introspection/ERC165Upgradeable.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {ITwinRegistry, Twin} from "./ITwinRegistry.sol";
import {AuthorShare, ITwinTerms, TwinUse} from "./ITwinTerms.sol";
import {TwinOwned} from "./TwinOwned.sol";
import {TwinId} from "./TwinTypes.sol";

/// @title Terms of twins
/// @notice One word an author, one a version of the licence terms, one a permission.
contract TwinTerms is ITwinTerms, ERC165Upgradeable, TwinOwned {
    /// @notice Most authors of a twin.
    uint256 public constant MAX_AUTHORS = 16;

    /// @notice All shares together, in basis points.
    uint16 public constant BASIS_POINTS = 10_000;

    /// @notice Longest URI, in bytes.
    uint256 public constant MAX_URI_LENGTH = 2048;

    struct Licences {
        uint24 count;
        mapping(uint24 version => bytes32) digests;
    }

    /// @custom:storage-location erc7201:cadastre.storage.TwinTerms
    struct TwinTermsStorage {
        mapping(TwinId twin => AuthorShare[]) authors;
        mapping(TwinId twin => Licences) licences;
        /// By `keccak256(abi.encode(twin, holding epoch, use, party))`.
        mapping(bytes32 key => bool) permitted;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.TwinTerms")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant TWIN_TERMS_STORAGE = 0x2dcd73f1ee3b6f950d16b9b05c3688889f0e0350d789b7ea9d335b5facbfe400;

    constructor(IPartyRegistry parties, ITwinRegistry twins) TwinOwned(parties, twins) {}

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc ITwinTerms
    function nameAuthors(TwinId twin, AuthorShare[] calldata authors) external {
        address author = TWINS.authorOf(twin);
        if (author == address(0)) revert UnknownTwin(twin);
        if (!_controls(author)) revert NotAuthor(twin, _msgSender());
        _requireNotFrozen(twin);
        AuthorShare[] storage named = _storage().authors[twin];
        if (named.length != 0) revert AuthorsNamed(twin);
        _checkAuthors(author, authors);
        for (uint256 i = 0; i < authors.length; ++i) {
            named.push(authors[i]);
            emit TwinAuthorNamed(twin, authors[i].party, uint8(i), authors[i].share, _msgSender());
        }
    }

    /// @inheritdoc ITwinTerms
    function attachLicence(TwinId twin, bytes32 digest, string calldata uri) external {
        _ownLiving(twin);
        Licences storage licences = _storage().licences[twin];
        bool uriFits = bytes(uri).length <= MAX_URI_LENGTH && (digest != 0 || bytes(uri).length == 0);
        if (!uriFits || digest == licences.digests[licences.count]) revert InvalidLicence();

        uint24 version = licences.count + 1;
        licences.count = version;
        licences.digests[version] = digest;
        emit TwinLicenceAttached(twin, version, digest, uri, _msgSender());
    }

    /// @inheritdoc ITwinTerms
    function permitUse(TwinId twin, TwinUse use, address party, bool allowed) external {
        Twin memory state = _ownLiving(twin);
        if (allowed && party != address(0)) PARTIES.controllerOf(party);
        _storage().permitted[_permissionKey(twin, state.epoch, use, party)] = allowed;
        emit TwinUsePermitted(twin, party, use, state.epoch, allowed, _msgSender());
    }

    /// @inheritdoc ITwinTerms
    function authorsOf(TwinId twin) external view returns (AuthorShare[] memory authors) {
        authors = _storage().authors[twin];
        address author = TWINS.authorOf(twin);
        if (authors.length == 0 && author != address(0)) {
            authors = new AuthorShare[](1);
            authors[0] = AuthorShare(author, BASIS_POINTS);
        }
    }

    /// @inheritdoc ITwinTerms
    function licenceOf(TwinId twin) external view returns (uint24 version, bytes32 digest) {
        Licences storage licences = _storage().licences[twin];
        version = licences.count;
        digest = licences.digests[version];
    }

    /// @inheritdoc ITwinTerms
    function licenceAt(TwinId twin, uint24 version) external view returns (bytes32) {
        return _storage().licences[twin].digests[version];
    }

    /// @inheritdoc ITwinTerms
    function isUsePermitted(TwinId twin, TwinUse use, address party) external view returns (bool) {
        (address owner, uint32 epoch, ) = TWINS.holdingOf(uint256(TwinId.unwrap(twin)));
        mapping(bytes32 key => bool) storage permitted = _storage().permitted;
        return
            owner != address(0) &&
            (permitted[_permissionKey(twin, epoch, use, party)] ||
                permitted[_permissionKey(twin, epoch, use, address(0))]);
    }

    /// @inheritdoc ERC165Upgradeable
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(ITwinTerms).interfaceId || super.supportsInterface(interfaceId);
    }

    function _checkAuthors(address first, AuthorShare[] calldata authors) private view {
        uint256 count = authors.length;
        if (count < 2 || count > MAX_AUTHORS || authors[0].party != first) revert InvalidAuthors();
        uint256 sum = 0;
        for (uint256 i = 0; i < count; ++i) {
            if (authors[i].share == 0) revert InvalidAuthors();
            sum += authors[i].share;
            PARTIES.controllerOf(authors[i].party);
            for (uint256 before = 0; before < i; ++before) {
                if (authors[before].party == authors[i].party) revert InvalidAuthors();
            }
        }
        if (sum != BASIS_POINTS) revert InvalidAuthors();
    }

    function _permissionKey(TwinId twin, uint32 epoch, TwinUse use, address party) private pure returns (bytes32) {
        return keccak256(abi.encode(twin, epoch, use, party));
    }

    function _storage() private pure returns (TwinTermsStorage storage $) {
        assembly ("memory-safe") {
            $.slot := TWIN_TERMS_STORAGE
        }
    }
}
