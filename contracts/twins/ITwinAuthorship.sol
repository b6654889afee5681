// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {TwinId} from "./TwinTypes.sol";

/// @notice What is due to the author at a sale.
/// @param basisPoints Of the price, at most 1,000 (10 %).
/// @param receiver Who is paid, such as a contract that splits among the authors; zero for the author's key.
struct Royalty {
    uint16 basisPoints;
    address receiver;
}

/// @title Authors and royalties of twins
/// @notice The author is the party that minted the twin, for ever. Royalties are ERC-2981: what a market is asked to pay.
/// The registry holds and moves no money.
///
/// A royalty never rises after the mint, so that a buyer who looked before pays no more after. Without a receiver of its own it
/// goes to the key that controls the author now, not to the author's address, whose key may have been rotated away.
interface ITwinAuthorship is IERC2981 {
    /// @param receiver Zero for the key that controls the author at the time of the sale.
    event TwinRoyaltySet(TwinId indexed twin, uint16 basisPoints, address receiver, address by);

    /// @notice The royalty is more than `limit` basis points: the cap, or what it was before.
    error RoyaltyTooHigh(uint16 basisPoints, uint16 limit);
    /// @notice A royalty is not paid to the registry; and a receiver without a royalty has nothing to receive.
    error InvalidRoyaltyReceiver(address receiver);

    /// @notice Lowers the royalty, or changes who is paid. Only the author's controller may, whoever owns the twin.
    function setRoyalty(TwinId twin, Royalty calldata royalty) external;

    /// @notice The author, zero where there is no such twin.
    function authorOf(TwinId twin) external view returns (address);
}
