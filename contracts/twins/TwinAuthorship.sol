// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {PartyToken} from "../identity/PartyToken.sol";
import {ITwinAuthorship, Royalty} from "./ITwinAuthorship.sol";
import {ITwinRegistry} from "./ITwinRegistry.sol";
import {Royalties} from "./Royalties.sol";
import {TwinId} from "./TwinTypes.sol";

/// @title Authors and royalties of twins
/// @notice One word a twin, and a second where the royalty has a receiver of its own.
abstract contract TwinAuthorship is ITwinAuthorship, PartyToken {
    /// @notice Highest royalty, in basis points.
    uint16 public constant MAX_ROYALTY = 1_000;

    /// @notice The whole price in basis points.
    uint256 public constant BASIS_POINTS = Royalties.BASIS_POINTS;

    struct Authorship {
        address author;
        uint16 royalty;
    }

    /// @custom:storage-location erc7201:cadastre.storage.TwinAuthorship
    struct TwinAuthorshipStorage {
        mapping(TwinId twin => Authorship) authorships;
        mapping(TwinId twin => address receiver) royaltyReceivers;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.TwinAuthorship")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant TWIN_AUTHORSHIP_STORAGE =
        0xdbea11222e2bff954271f77ee0f1fedfc6242be9cba76ed2a2cdd38ebfaa5900;

    /// @inheritdoc ITwinAuthorship
    function setRoyalty(TwinId twin, Royalty calldata royalty) external {
        Authorship storage authorship = _authorshipStorage().authorships[twin];
        if (authorship.author == address(0)) revert ITwinRegistry.UnknownTwin(twin);
        _requireControlOf(authorship.author);
        bytes32 thing = TwinId.unwrap(twin);
        if (_holding(uint256(thing)).isFrozen()) revert ThingIsFrozen(thing);
        _checkRoyalty(royalty, authorship.royalty);
        authorship.royalty = royalty.basisPoints;
        _authorshipStorage().royaltyReceivers[twin] = royalty.receiver;
        emit TwinRoyaltySet(twin, royalty.basisPoints, royalty.receiver, _msgSender());
    }

    /// @notice What is due at a sale, rounded up, that is towards the one who is paid; never more than the price.
    /// @return receiver Zero where nothing is due, or nobody is there to be paid.
    /// @inheritdoc IERC2981
    function royaltyInfo(
        uint256 tokenId,
        uint256 salePrice
    ) external view returns (address receiver, uint256 royaltyAmount) {
        TwinId twin = TwinId.wrap(bytes32(tokenId));
        Authorship memory authorship = _authorshipStorage().authorships[twin];
        if (authorship.royalty == 0) return (address(0), 0);
        receiver = _authorshipStorage().royaltyReceivers[twin];
        if (receiver == address(0)) receiver = PARTIES.partyOf(authorship.author).controller;
        if (receiver == address(0)) return (address(0), 0);
        royaltyAmount = Royalties.due(salePrice, authorship.royalty);
    }

    /// @inheritdoc ITwinAuthorship
    function authorOf(TwinId twin) public view returns (address) {
        return _authorshipStorage().authorships[twin].author;
    }

    /// @inheritdoc PartyToken
    function supportsInterface(bytes4 interfaceId) public view virtual override(PartyToken, IERC165) returns (bool) {
        return interfaceId == type(IERC2981).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev Writes down who mints a twin, and what is due at its sales.
    function _setAuthorship(TwinId twin, address author, Royalty calldata royalty) internal {
        _checkRoyalty(royalty, MAX_ROYALTY);
        _authorshipStorage().authorships[twin] = Authorship(author, royalty.basisPoints);
        if (royalty.basisPoints == 0) return;
        if (royalty.receiver != address(0)) _authorshipStorage().royaltyReceivers[twin] = royalty.receiver;
        emit TwinRoyaltySet(twin, royalty.basisPoints, royalty.receiver, _msgSender());
    }

    function _checkRoyalty(Royalty calldata royalty, uint16 limit) private view {
        if (royalty.basisPoints > limit) revert RoyaltyTooHigh(royalty.basisPoints, limit);
        bool unused = royalty.basisPoints == 0 && royalty.receiver != address(0);
        if (unused || royalty.receiver == address(this)) revert InvalidRoyaltyReceiver(royalty.receiver);
    }

    function _authorshipStorage() private pure returns (TwinAuthorshipStorage storage $) {
        assembly ("memory-safe") {
            $.slot := TWIN_AUTHORSHIP_STORAGE
        }
    }
}
