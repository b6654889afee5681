// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPartyToken} from "../identity/IPartyToken.sol";

/// @notice `keccak256(bytes(name))` of an identifier scheme: gs1, handle, oid, did, aas.
type SchemeId is bytes32;

/// @notice `keccak256(abi.encodePacked(schemeId, prefix))`: recomputable by anyone.
type NamespaceId is bytes32;

/// @notice Where an identifier of a scheme carries its prefix, and where a prefix may be cut.
enum PrefixRule {
    None,
    /// Digits after the application identifier; one digit later in 00, 01, 8003 and 8006. Cut at any digit.
    Gs1,
    /// At the front; cut before '.' or '/'.
    Handle,
    /// At the front; cut before '.' or at the end.
    Oid,
    /// At the front, from "did:" on; cut before ':' or at the end.
    Did,
    /// At the front; cut before '/'.
    Asset
}

enum NamespaceStatus {
    None,
    Active,
    Suspended
}

/// @notice State of a namespace as the ledger holds it.
/// @param holder Party that holds it.
/// @param epoch Holding epoch, see `IPartyToken`.
/// @param status Its own status; see `isLive` for the effective one.
/// @param parentLength Length in bytes of the parent's prefix: the parent is the namespace of that prefix of this prefix.
/// @param depth Distance from the scheme's root, 0 for the root.
/// @param suspendedBy While suspended: length of the prefix of the ancestor that did it.
struct Namespace {
    address holder;
    uint32 epoch;
    NamespaceStatus status;
    uint8 parentLength;
    uint8 depth;
    uint8 suspendedBy;
}

/// @title Namespaces
/// @notice The right to issue identifiers under a prefix, delegated from a scheme's root downwards. Each is an NFT.
///
/// ```
///            delegate (parent's holder)
///   None ------------------------------> Active <----------+
///                                          |               |
///                  suspend (an ancestor's  |               | reinstate (that ancestor's
///                  holder)                 v               | holder, or a higher one's)
///                                       Suspended ---------+
///                                         |   ^
///                                         +---+ suspend (a higher ancestor's holder, who takes the suspension over)
/// ```
/// A namespace is live when it and all its ancestors are active. What is not live registers and delegates nothing, and
/// nothing beneath it resolves.
interface INamespaceRegistry is IPartyToken {
    event SchemeRegistered(SchemeId indexed scheme, string name, PrefixRule rule, address by);

    /// @notice A namespace was issued. For a scheme's root `parent` is zero and the prefix empty.
    event NamespaceDelegated(
        NamespaceId indexed namespace,
        NamespaceId indexed parent,
        address indexed holder,
        SchemeId scheme,
        string prefix,
        uint8 parentLength,
        uint8 depth,
        address by
    );

    event NamespaceSuspended(NamespaceId indexed namespace, uint8 ancestorLength, string reason, address by);

    event NamespaceReinstated(NamespaceId indexed namespace, uint8 ancestorLength, string reason, address by);

    error SchemeExists(SchemeId scheme);
    error UnknownScheme(SchemeId scheme);
    error InvalidScheme();
    /// @notice The prefix is empty, too long, not canonical in its scheme, or does not extend the parent's at a cut.
    error InvalidPrefix(string prefix);
    error NamespaceExists(NamespaceId namespace);
    error UnknownNamespace(NamespaceId namespace);
    /// @notice There is a namespace of a longer prefix already, suspended or not: only its holder delegates and registers
    /// beneath it.
    error NotClosestAncestor(NamespaceId closer);
    /// @notice The namespace or an ancestor is suspended.
    error NamespaceNotLive(NamespaceId namespace);
    error NamespaceIsLive(NamespaceId namespace);
    /// @notice The length does not name an ancestor of the namespace, or not one high enough.
    error NotAnAncestor(NamespaceId namespace, uint8 ancestorLength);
    error TooDeep(uint8 depth);
    /// @notice The identifier does not carry a prefix of that length at its scheme's place.
    error PrefixMismatch(string identifier, uint8 prefixLength);
    /// @notice A reason has at most 1,024 bytes.
    error ReasonTooLong(uint256 length);

    /// @notice Adds a scheme and gives its root namespace (the empty prefix) to `rootHolder`. Role `SCHEME_ADMIN`.
    function registerScheme(
        string calldata name,
        PrefixRule rule,
        address rootHolder
    ) external returns (SchemeId scheme, NamespaceId root);

    /// @notice Delegates `prefix` to the party `holder`. Only the controller of the holder of the parent may: the namespace
    /// of the first `parentLength` bytes of `prefix`, which must be live and the closest one above.
    function delegate(
        SchemeId scheme,
        uint8 parentLength,
        string calldata prefix,
        address holder
    ) external returns (NamespaceId);

    /// @notice Suspends a namespace, and so everything beneath it. Only the controller of the holder of the live ancestor
    /// with a prefix of `ancestorLength` bytes may. One that is suspended already is suspended anew by a higher ancestor
    /// than the one that did it, and from then on the lower one cannot reinstate it.
    function suspend(SchemeId scheme, string calldata prefix, uint8 ancestorLength, string calldata reason) external;

    /// @notice Ends a suspension. Only the ancestor that suspended, or one above it, may.
    function reinstate(SchemeId scheme, string calldata prefix, uint8 ancestorLength, string calldata reason) external;

    function schemeRule(SchemeId scheme) external view returns (PrefixRule);

    function namespaceId(SchemeId scheme, string calldata prefix) external pure returns (NamespaceId);

    /// @notice State of a namespace; status `None` where there is none.
    function namespaceOf(NamespaceId namespace) external view returns (Namespace memory);

    /// @notice Effective status: the namespace and all its ancestors are active.
    function isLive(SchemeId scheme, string calldata prefix) external view returns (bool);

    /// @notice The namespace of the `prefixLength` bytes that `identifier` carries at its scheme's place.
    /// @dev Reverts with `PrefixMismatch` where the prefix is not cut there, `UnknownNamespace` where none is delegated.
    /// @return namespace The namespace.
    /// @return holder Its holder.
    /// @return epoch Its holding epoch.
    /// @return live Its effective status.
    function authorityOf(
        SchemeId scheme,
        string calldata identifier,
        uint8 prefixLength
    ) external view returns (NamespaceId namespace, address holder, uint32 epoch, bool live);

    /// @notice The same, where that namespace is the one that may issue the identifier: no longer prefix of the
    /// identifier is delegated, suspended or not.
    /// @dev Reverts as `authorityOf`, and with `NotClosestAncestor` where a longer one is.
    function issuerOf(
        SchemeId scheme,
        string calldata identifier,
        uint8 prefixLength
    ) external view returns (NamespaceId namespace, address holder, uint32 epoch, bool live);
}
