// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ITwinOwned} from "./ITwinOwned.sol";
import {TwinId} from "./TwinTypes.sol";

/// @notice What others may be permitted to use a twin for: as a parent of their twins, or as a component of their assemblies.
enum TwinUse {
    Derive,
    Compose
}

/// @notice An author and its share of the authorship, in basis points.
struct AuthorShare {
    address party;
    uint16 share;
}

/// @title Terms of twins
/// @notice Who wrote a twin with whom, under which licence it may be used and built upon, and who is permitted to.
///
/// - **Co-authors** are named once, by the author that minted the twin: a claim that the others did not sign.
/// - **Licence terms** are attached by the owner, by digest. Attaching others offers those to whoever comes next: what was
///   taken under earlier ones stays under them. So whoever takes a licence names the digest that it saw, and is refused if it
///   is no longer the present one (`ITwinLineage.derive`). They go with the twin: a new owner begins with those of the last.
/// - **Permissions** are the owner's, and end when the twin changes hands. What was made under one stays.
interface ITwinTerms is ITwinOwned {
    /// @param position 0 for the author that minted the twin.
    event TwinAuthorNamed(TwinId indexed twin, address indexed party, uint8 position, uint16 share, address by);

    /// @param version 1 for the first terms.
    /// @param digest SHA-256 of the terms' bytes; zero: no licence is offered any more.
    /// @param uri Where the terms may be read, empty for nowhere.
    event TwinLicenceAttached(TwinId indexed twin, uint24 version, bytes32 digest, string uri, address by);

    /// @param party Zero for everyone.
    /// @param epoch Holding epoch of the twin, with which the permission ends.
    event TwinUsePermitted(
        TwinId indexed twin,
        address indexed party,
        TwinUse use,
        uint32 epoch,
        bool allowed,
        address by
    );

    /// @notice Not 2 to 16 authors, a share of zero, the same one twice, another than the twin's author first, or shares
    /// whose sum is not 10,000.
    error InvalidAuthors();
    /// @notice The twin's authors have been named already.
    error AuthorsNamed(TwinId twin);
    /// @notice `caller` does not control the twin's author.
    error NotAuthor(TwinId twin, address caller);
    /// @notice The terms are those already attached, or the URI is too long or without terms.
    error InvalidLicence();

    /// @notice Names the authors with their shares: 2 to 16, the twin's author first, adding up to 10,000. Only the twin's
    /// author may, once.
    function nameAuthors(TwinId twin, AuthorShare[] calldata authors) external;

    /// @notice Offers licence terms, or with a digest of zero none. Only the owner may, and not for a withdrawn twin.
    function attachLicence(TwinId twin, bytes32 digest, string calldata uri) external;

    /// @notice Permits a party (the zero address: everyone) to use the twin, or no longer. Only the owner may, and not for a
    /// withdrawn twin.
    function permitUse(TwinId twin, TwinUse use, address party, bool allowed) external;

    /// @notice The authors with their shares, which add up to 10,000: the author alone where nobody else was named, and none
    /// where there is no such twin.
    function authorsOf(TwinId twin) external view returns (AuthorShare[] memory);

    /// @notice Present licence terms; both zero where there never were any.
    function licenceOf(TwinId twin) external view returns (uint24 version, bytes32 digest);

    /// @notice Digest of the licence terms of a version, zero where there is none.
    function licenceAt(TwinId twin, uint24 version) external view returns (bytes32 digest);

    /// @notice Whether the present owner permitted the party, or everyone.
    function isUsePermitted(TwinId twin, TwinUse use, address party) external view returns (bool);
}
