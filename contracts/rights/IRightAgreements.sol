// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Extent, GrantId, GrantKey, ProposalId} from "./RightTypes.sol";

/// @notice What a right costs: for the record only, nothing here moves money.
/// @param amount In units of ten to the power of minus `decimals`.
/// @param currency Code in ASCII from the left, such as `EUR`.
struct Price {
    uint128 amount;
    uint8 decimals;
    bytes8 currency;
}

/// @notice An offer, or an amendment of an agreement.
/// @param extent No actions at all: the amendment ends the agreement.
/// @param previous The proposal in force that it amends, zero for an offer. Asset and grantee stay the same.
/// @param expiry First second at which it can no longer be accepted (Unix time), 0 for never.
/// @param number Tells apart proposals that say the same.
struct Proposal {
    GrantKey key;
    Extent extent;
    Price price;
    ProposalId previous;
    uint40 expiry;
    uint32 number;
}

enum ProposalStatus {
    None,
    Open,
    Withdrawn,
    InForce,
    Amended,
    Ended
}

/// @notice State of a proposal.
/// @param byGrantee Which side made it.
/// @param controlEpoch Control epoch of the side that made it: it can be accepted while that lasts.
/// @param version 1 for an agreement as it was offered, one more for each amendment; 0 before acceptance.
/// @param grant The right that it made; zero before acceptance.
/// @param sequence That right's: one of a later sequence was given otherwise.
struct ProposalState {
    ProposalStatus status;
    bool byGrantee;
    uint32 controlEpoch;
    uint32 version;
    GrantId grant;
    uint32 sequence;
}

/// @title Offers and agreements on data-sharing rights
/// @notice The asset's owner offers a right; the grantee's acceptance makes an agreement and gives the right. Either side
/// proposes amendments, the other accepts them; each points at the one before, so an agreement is a chain whose last link
/// is in force. An agreement records what both said: the right itself ends like any other, by its window, by revocation
/// under its terms, by a sale.
///
/// ```
///            propose                       conclude (other side)          conclude of an amendment
///   None -------------------> Open ------------------------------> InForce -----------------> Amended
///        (offer: owner;        |                                     |
///         amendment: either)   +--> Withdrawn (side that made it)    +--> Ended (amendment without actions)
/// ```
/// A proposal dies with the holding of the asset under which it was made, and with the control of the side that made it. An
/// agreement whose right went with a sale is not amended or ended any more: the new owner is no side of it. To end an
/// agreement ends the right that it made, not one that was given under the same key since.
///
/// A blinded grantee accepts off chain, by a signature over the proposal's id that it hands to the owner; the owner
/// concludes with that signature's digest. The ledger then holds the owner's word that it was accepted, and the digest that ties it to
/// the signature; amendments come from the owner alone. A group acts by its owner.
interface IRightAgreements {
    event RightProposed(
        ProposalId indexed proposal,
        bytes32 indexed asset,
        bytes32 indexed grantee,
        Proposal content,
        uint32 assetEpoch,
        bool byGrantee,
        address proposer,
        address by
    );

    event ProposalWithdrawn(ProposalId indexed proposal, bytes32 indexed asset, address by);

    /// @notice An offer became an agreement, or an amendment its latest version. Comes after the grant's own event.
    /// @param acceptance SHA-256 of a blinded grantee's signature, else zero.
    event AgreementConcluded(
        ProposalId indexed proposal,
        ProposalId indexed previous,
        GrantId indexed grant,
        uint32 version,
        bytes32 acceptance,
        address by
    );

    /// @notice Both sides ended an agreement.
    /// @param proposal The amendment by which they did.
    event AgreementEnded(ProposalId indexed proposal, ProposalId indexed previous, bytes32 acceptance, address by);

    error ProposalExists(ProposalId proposal);
    /// @notice It was not made, not in this form, or not under the asset's present holding.
    error UnknownProposal(ProposalId proposal);
    /// @notice It is withdrawn, or accepted already.
    error ProposalNotOpen(ProposalId proposal);
    error ProposalExpired(ProposalId proposal);
    /// @notice The side that made it is in other hands since.
    error ProposalVoid(ProposalId proposal);
    /// @notice What it amends is not in force, went with a sale, or is an agreement on another asset or with another grantee; or
    /// it is no amendment and has no actions; or it is about a sub-licence.
    error InvalidProposal();
    /// @notice The caller acts for neither side of a proposal, or not for the one that has to.
    error NotThatSide(address caller);
    /// @notice A blinded grantee's acceptance has a digest, any other's has none.
    error InvalidAcceptance();

    /// @notice Makes an offer, as the asset's owner, or proposes an amendment, as either side.
    /// @dev An offer by anybody else is refused with `IDataRights.NotAssetOwner`, as a grant is: it has but one side yet.
    /// @param assetEpoch Holding epoch of the asset that was read: it says who the owner is.
    function propose(Proposal calldata proposal, uint32 assetEpoch) external returns (ProposalId);

    /// @notice Withdraws a proposal. The side that made it.
    function withdrawProposal(Proposal calldata proposal) external;

    /// @notice Accepts a proposal. The other side than the one that made it; for a blinded grantee the owner.
    /// @param assetEpoch As of `propose`; with it the proposal's id.
    /// @param acceptance SHA-256 of the blinded grantee's signature, else zero.
    function conclude(Proposal calldata proposal, uint32 assetEpoch, bytes32 acceptance) external;

    /// @notice State of a proposal; status `None` where there is none.
    function proposalOf(ProposalId proposal) external view returns (ProposalState memory);

    /// @notice Id of a proposal under the asset's present holding.
    function proposalId(Proposal calldata proposal) external view returns (ProposalId);
}
