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

/// @notice What a namespace counts for, by its own state and by that of those on which it depends. One that has lapsed and is
/// suspended too counts as lapsed.
enum NamespaceStanding {
    None,
    Live,
    Suspended,
    Lapsed
}

/// @notice What a parent's holder sets a namespace when it delegates it. None of it changes later, but for the expiry.
/// @param expiry Unix second from which on the namespace is expired; 0 for no expiry of its own.
/// @param levels Generations of namespaces that may be delegated beneath it, 0 for none. What the parent has left, less
/// one, is the most there is; anything above is taken as that.
/// @param mayIssue Whether its holder may register identifiers under the prefix itself. A child has its own say.
struct DelegationTerms {
    uint32 expiry;
    uint8 levels;
    bool mayIssue;
}

/// @notice A delegation that the controller of the parent's holder signs (EIP-712) and anyone submits.
/// @param scheme Scheme of the prefix.
/// @param parentLength Bytes of the parent's prefix.
/// @param prefix The prefix that is delegated.
/// @param holder Party that receives it.
/// @param terms See `DelegationTerms`.
/// @param parentEpoch Holding epoch of the parent: void once the parent changed hands.
/// @param controlEpoch Control epoch of the parent's holder: void once its key changed.
/// @param epoch Holding epoch of the namespace, 0 where there is none yet: void once it was used, or the prefix
/// delegated in any other way.
/// @param deadline Last Unix second in which it may be submitted.
/// @param salt Tells two otherwise equal certificates apart, so that cancelling one leaves the other.
struct DelegationCertificate {
    SchemeId scheme;
    uint8 parentLength;
    string prefix;
    address holder;
    DelegationTerms terms;
    uint32 parentEpoch;
    uint32 controlEpoch;
    uint32 epoch;
    uint40 deadline;
    bytes32 salt;
}

/// @notice State of a namespace as the ledger holds it.
/// @param holder Party that holds it.
/// @param epoch Holding epoch, see `IPartyToken`.
/// @param status Its own status; see `isLive` for the effective one.
/// @param parentLength Length in bytes of the parent's prefix: the parent is the namespace of that prefix of this
/// prefix.
/// @param suspendedBy While suspended: length of the prefix of the ancestor that did it.
/// @param emancipated Whether it depends on no ancestor any more.
/// @param isSealed Whether what it issues itself are sealed records.
/// @param terms Its terms as they are now; a root has 16 levels.
/// @param tenure The epoch with which its present tenure began, 0 for the first: it rises each time the prefix is
/// delegated anew, and not when it changes hands.
/// @param parentTenure The parent's tenure when it delegated this one. Another than the parent's present one: void.
/// @param answersSince The epoch from which on it answers for what was issued under it: that of its tenure, or an
/// earlier one where its holder adopted what was issued before.
struct Namespace {
    address holder;
    uint32 epoch;
    NamespaceStatus status;
    uint8 parentLength;
    uint8 suspendedBy;
    bool emancipated;
    bool isSealed;
    DelegationTerms terms;
    uint32 tenure;
    uint32 parentTenure;
    uint32 answersSince;
}

/// @notice What a namespace has to do with an identifier.
/// @param namespace Zero where the identifier is not that one's to issue: `issuerOf` has the reasons.
/// @param live Its effective status.
/// @param answers Whether the epoch belongs to its present tenure, or was adopted.
/// @param frozen Whether it is live, and it or one above it is frozen.
struct Issuance {
    NamespaceId namespace;
    bool live;
    bool answers;
    bool frozen;
}

/// @title Namespaces
/// @notice The right to issue identifiers under a prefix, delegated from a scheme's root downwards. Each is an NFT.
///
/// | from      | call       | by the holder of, or                                | to                          |
/// |-----------|------------|-----------------------------------------------------|-----------------------------|
/// | none      | delegate   | the parent, also by certificate                     | Active                      |
/// | Active    | suspend    | an ancestor                                         | Suspended                   |
/// | Suspended | suspend    | a higher ancestor, who takes the suspension over    | Suspended                   |
/// | Suspended | reinstate  | the ancestor that suspended, or a higher one        | Active                      |
/// | Active    | emancipate | the parent, if a root or emancipated itself         | Active, emancipated         |
/// | any       | surrender  | the namespace                                       | the same, expired           |
/// | any       | renew      | the parent                                          | the same, expiring later    |
/// | live      | adopt      | the namespace                                       | the same, answering for more|
/// | live      | seal       | the namespace                                       | the same, sealed            |
/// | lapsed    | delegate   | the closest prefix above that has not lapsed        | Active, in a new tenure     |
///
/// A namespace is *live* when it is active and not expired, and its parent is live and in the tenure in which it
/// delegated it. An emancipated one is live when it is active: it has no expiry, and no ancestor can suspend, end or
/// void it. What is not live registers and delegates nothing, and nothing beneath it resolves.
///
/// A namespace has *lapsed* when it, or one above it up to the closest emancipated one, has expired or is void. A
/// lapsed prefix is back with the holder of the closest prefix above it, who may use it or delegate it anew: from then
/// on that one and those above that one have power over it, not those who delegated it. One that lapsed with a
/// namespace above it is there again when that is renewed, unless it was delegated anew.
///
/// A namespace answers for what was issued in its present tenure. What a former one issued stays its owners' and is not
/// issued again, but it is out of force until a holder of the prefix adopts it: else whoever is about to lose a prefix
/// could plant in it what then speaks in the next holder's name.
///
/// A sealed namespace issues nothing in the open any more, for as long as its tenure lasts: neither records nor batches,
/// and it reserves no ranges. It issues sealed records (`ISealedRegistry`) instead, which do not tell their identifiers. What
/// it issued before stays as it is, and those beneath it are sealed or not on their own. A new tenure begins unsealed.
///
/// A suspension is not lifted by a lapse: a prefix that is suspended by an ancestor of the one who would use it, or
/// that is frozen, stays closed.
interface INamespaceRegistry is IPartyToken {
    event SchemeRegistered(SchemeId indexed scheme, string name, PrefixRule rule, address by);

    /// @notice A namespace was issued, or a lapsed one anew: then `epoch` is above 1 and begins a tenure. For a
    /// scheme's root `parent` is zero and the prefix empty. `terms` are those that hold, not those that were asked for.
    event NamespaceDelegated(
        NamespaceId indexed namespace,
        NamespaceId indexed parent,
        address indexed holder,
        SchemeId scheme,
        string prefix,
        uint8 parentLength,
        uint32 epoch,
        DelegationTerms terms,
        address by
    );

    event NamespaceSuspended(NamespaceId indexed namespace, uint8 ancestorLength, string reason, address by);

    event NamespaceReinstated(NamespaceId indexed namespace, uint8 ancestorLength, string reason, address by);

    /// @param expiry The new expiry, 0 for none.
    event NamespaceRenewed(NamespaceId indexed namespace, uint32 expiry, address by);

    /// @param expiry The present time.
    event NamespaceSurrendered(NamespaceId indexed namespace, uint32 expiry, address by);

    event NamespaceEmancipated(NamespaceId indexed namespace, address by);

    /// @notice The namespace answers again for what was issued under it in former tenures.
    /// @param since Holding epoch from which on.
    event FormerTenuresAdopted(NamespaceId indexed namespace, uint32 since, address by);

    /// @notice From now on the namespace issues sealed records only, until it is delegated anew.
    event NamespaceSealed(NamespaceId indexed namespace, address by);

    /// @param certificate Digest that was, or would be, signed.
    event CertificateUsed(bytes32 indexed certificate, NamespaceId indexed namespace, address by);

    event CertificateCancelled(bytes32 indexed certificate, NamespaceId indexed namespace, address by);

    error SchemeExists(SchemeId scheme);
    error UnknownScheme(SchemeId scheme);
    error InvalidScheme();
    /// @notice The prefix is empty, too long, not canonical in its scheme, or does not extend the parent's at a cut.
    error InvalidPrefix(string prefix);
    error NamespaceExists(NamespaceId namespace);
    error UnknownNamespace(NamespaceId namespace);
    /// @notice There is a namespace of a longer prefix that has not lapsed, suspended or not: only its holder delegates
    /// and registers beneath it.
    error NotClosestAncestor(NamespaceId closer);
    /// @notice The namespace or an ancestor on which it depends is suspended, expired or void.
    error NamespaceNotLive(NamespaceId namespace);
    error NamespaceIsLive(NamespaceId namespace);
    /// @notice The length does not name an ancestor of the namespace, or not one high enough.
    error NotAnAncestor(NamespaceId namespace, uint8 ancestorLength);
    /// @notice The parent has no levels left: 16 are used up, or it was told not to delegate further.
    error TooDeep(NamespaceId parent);
    /// @notice Past, or not later than the present expiry; one without an expiry needs no later one.
    error InvalidExpiry(uint32 expiry);
    /// @notice The parent was delegated anew since it delegated this one.
    error NamespaceVoid(NamespaceId namespace);
    /// @notice The namespace answers for all that was issued in that epoch already, or there was none.
    error NothingToAdopt(NamespaceId namespace, uint32 since);
    /// @notice The namespace is emancipated: no ancestor has power over it or what lies beneath it.
    error NamespaceIsEmancipated(NamespaceId namespace);
    /// @notice Only a root and what is emancipated itself emancipate: others would give away more than they have.
    error MayNotEmancipate(NamespaceId parent);
    /// @notice The namespace was delegated to delegate further, not to issue.
    error MayNotIssue(NamespaceId namespace);
    /// @notice The namespace issues sealed records only.
    error NamespaceIsSealed(NamespaceId namespace);
    /// @notice The namespace issues in the open: it has to be sealed first.
    error NamespaceNotSealed(NamespaceId namespace);
    /// @notice The deadline is over.
    error CertificateExpired(uint40 deadline);
    /// @notice Cancelled; or the parent, its holder's key or the prefix changed hands since it was signed.
    error CertificateVoid(bytes32 certificate);
    /// @notice Not signed by the controller of the parent's holder.
    error InvalidCertificate(bytes32 certificate);
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

    /// @notice Delegates `prefix` to the party `holder`, for good and without limits of its own. Only the controller of
    /// the holder of the parent may: the namespace of the first `parentLength` bytes of `prefix`, which must be live
    /// and the closest one above that has not lapsed.
    ///
    /// A prefix whose namespace has lapsed is delegated anew: the token goes to the new holder, also to the same one,
    /// one epoch later and active. Approvals, certificates and delegations from before are void for ever. Records that
    /// were issued under it stay their owners', and are out of force until they are adopted.
    function delegate(
        SchemeId scheme,
        uint8 parentLength,
        string calldata prefix,
        address holder
    ) external returns (NamespaceId);

    /// @notice The same on terms.
    function delegateOnTerms(
        SchemeId scheme,
        uint8 parentLength,
        string calldata prefix,
        address holder,
        DelegationTerms calldata terms
    ) external returns (NamespaceId);

    /// @notice The same by a certificate that the controller of the parent's holder signed, a key or a contract
    /// (ERC-1271). Anyone may submit it.
    /// @dev Typed data `DelegationCertificate` in the domain that `eip712Domain` (ERC-5267) names.
    function delegateByCertificate(
        DelegationCertificate calldata certificate,
        bytes calldata signature
    ) external returns (NamespaceId);

    /// @notice Makes a certificate useless that was not used yet, whatever its signature. Only the controller of the
    /// holder of the parent that it names.
    function cancelCertificate(DelegationCertificate calldata certificate) external;

    /// @notice Puts off a namespace's expiry, to 0 for good, also after it came; never forwards. Only the controller of
    /// the holder of its parent, which must be live; and once the expiry came, only where the prefix is back with the
    /// parent: not where a closer one has come between them.
    function renew(SchemeId scheme, string calldata prefix, uint32 expiry) external;

    /// @notice Gives a namespace back: it expires now, and if it was emancipated, is so no longer. Only the controller
    /// of its holder; a root is not given back.
    function surrender(SchemeId scheme, string calldata prefix) external;

    /// @notice Makes a live namespace independent of its ancestors for good: its expiry ends, and they can neither
    /// suspend nor end it, nor void it by losing their own. Only the controller of the holder of its parent, where that
    /// is a root or emancipated itself. Only surrender undoes it.
    function emancipate(SchemeId scheme, string calldata prefix) external;

    /// @notice Has a namespace answer for what was issued under it before its present tenure, from the holding epoch
    /// `since` on, which is 1 for all. For as long as the tenure lasts it is not taken back. Only the controller of its
    /// holder; it must be live.
    function adopt(SchemeId scheme, string calldata prefix, uint32 since) external;

    /// @notice Has a namespace issue sealed records only. It cannot be undone for as long as the tenure lasts, also not by a
    /// buyer. Only the controller of its holder; it must be live and one that may issue.
    function seal(SchemeId scheme, string calldata prefix) external;

    /// @notice Suspends a namespace, and so everything beneath it that is not emancipated. Only the controller of the
    /// holder of the live ancestor with a prefix of `ancestorLength` bytes may. One that is suspended already is
    /// suspended anew by a higher ancestor than the one that did it, and from then on the lower one cannot reinstate
    /// it.
    function suspend(SchemeId scheme, string calldata prefix, uint8 ancestorLength, string calldata reason) external;

    /// @notice Ends a suspension. Only the ancestor that suspended, or one above it, may; or the closest emancipated
    /// one above the namespace, as those above that have no say any more.
    function reinstate(SchemeId scheme, string calldata prefix, uint8 ancestorLength, string calldata reason) external;

    function schemeRule(SchemeId scheme) external view returns (PrefixRule);

    function namespaceId(SchemeId scheme, string calldata prefix) external pure returns (NamespaceId);

    /// @notice State of a namespace; status `None` where there is none.
    function namespaceOf(NamespaceId namespace) external view returns (Namespace memory);

    /// @notice Whether the namespace is live, see above.
    function isLive(SchemeId scheme, string calldata prefix) external view returns (bool);

    /// @notice The same, and why not. `None` where there is no such namespace.
    function standingOf(SchemeId scheme, string calldata prefix) external view returns (NamespaceStanding);

    /// @notice The namespace of a prefix, where identifiers may be issued beneath it now.
    /// @dev Reverts with `UnknownNamespace`, `NamespaceNotLive`, `MayNotIssue`; with `NamespaceIsSealed` where it issues sealed
    /// records only; with `ThingIsFrozen` where it or one on which it depends is frozen.
    /// @return namespace The namespace.
    /// @return holder Its holder.
    /// @return epoch Its holding epoch.
    function issuingNamespace(
        SchemeId scheme,
        string calldata prefix
    ) external view returns (NamespaceId namespace, address holder, uint32 epoch);

    /// @notice The same, where sealed records may be issued beneath it now.
    /// @dev Reverts as `issuingNamespace`, but with `NamespaceNotSealed` where it is not sealed.
    function sealingNamespace(
        SchemeId scheme,
        string calldata prefix
    ) external view returns (NamespaceId namespace, address holder, uint32 epoch);

    /// @notice The namespace of the `prefixLength` bytes that `identifier` carries at its scheme's place.
    /// @dev Reverts with `PrefixMismatch` where the prefix is not cut there, `UnknownNamespace` where none is
    /// delegated.
    /// @return namespace The namespace.
    /// @return holder Its holder.
    /// @return epoch Its holding epoch.
    /// @return live Its effective status.
    function authorityOf(
        SchemeId scheme,
        string calldata identifier,
        uint8 prefixLength
    ) external view returns (NamespaceId namespace, address holder, uint32 epoch, bool live);

    /// @notice Whether that namespace stands by what was issued in its holding epoch `epoch`.
    /// @dev Reverts as `authorityOf`.
    /// @return namespace The namespace.
    /// @return live Its effective status.
    /// @return answers Whether the epoch belongs to its present tenure, or was adopted.
    function answersFor(
        SchemeId scheme,
        string calldata identifier,
        uint8 prefixLength,
        uint32 epoch
    ) external view returns (NamespaceId namespace, bool live, bool answers);

    /// @notice The same as `answersFor`, of the namespace of a prefix: for what does not tell its identifier.
    /// @dev Reverts with `UnknownNamespace`.
    function standsBy(
        SchemeId scheme,
        string calldata prefix,
        uint32 epoch
    ) external view returns (NamespaceId namespace, bool live, bool answers);

    /// @notice How many bytes of an identifier decide who may issue it: all that begin with them have the same issuer.
    /// @dev Reverts with `UnknownScheme`.
    /// @return The number of bytes; 0 where it could go on with a longer prefix, so that all of it decides.
    function decidingLength(SchemeId scheme, string calldata identifier) external view returns (uint256);

    /// @notice What the namespace of those `prefixLength` bytes has to do with an identifier that it may have issued in its
    /// holding epoch `epoch`: `issuerOf` and `answersFor` in one, where no is an answer.
    /// @dev A sealed namespace is taken as if it were not. Reverts with `UnknownScheme`.
    function issuanceOf(
        SchemeId scheme,
        string calldata identifier,
        uint8 prefixLength,
        uint32 epoch
    ) external view returns (Issuance memory);

    /// @notice The same as `authorityOf`, where that namespace is the one that may issue the identifier: every longer prefix of the
    /// identifier that is delegated, suspended or not, has lapsed.
    /// @dev Reverts as `authorityOf`; with `NotClosestAncestor` where a longer one has not lapsed; with `MayNotIssue`; with
    /// `ThingIsFrozen` where it is live, and it or one above it is frozen; with `NamespaceIsSealed` where none of these keeps it
    /// from issuing, but it issues sealed records only.
    function issuerOf(
        SchemeId scheme,
        string calldata identifier,
        uint8 prefixLength
    ) external view returns (NamespaceId namespace, address holder, uint32 epoch, bool live);
}
