// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {HotRoles, RoleSet} from "../access/HotRoles.sol";
import {PauseGate} from "../access/PauseGate.sol";
import {SignedCaller} from "../access/SignedCaller.sol";
import {IFreezable} from "../supervision/IFreezable.sol";
import {HoldingWord, HoldingWords} from "./HoldingWord.sol";
import {IPartyRegistry} from "./IPartyRegistry.sol";
import {IPartyToken} from "./IPartyToken.sol";

/// @title What parties hold
/// @notice The storage beneath a `PartyToken` and what changes it, without the token's face: for code that a registry
/// runs in its own storage.
abstract contract PartyHoldings is PauseGate {
    using HotRoles for RoleSet;

    /// @param word See `HoldingWord`.
    /// @param digest Commitment to the token's content, in the slot after the word; zero where the registry has none.
    struct Holding {
        HoldingWord word;
        bytes32 digest;
    }

    /// @dev One word. Void unless both epochs are today's.
    struct Approved {
        address spender;
        uint32 controlEpoch;
        uint32 holdingEpoch;
    }

    /// @custom:storage-location erc7201:cadastre.storage.PartyToken
    struct PartyTokenStorage {
        mapping(uint256 tokenId => Holding) holdings;
        mapping(address holder => uint256 count) balances;
        mapping(uint256 tokenId => Approved) approvals;
        /// The control epoch of the holder under which it was given, plus one; 0 for none.
        mapping(address holder => mapping(address operator => uint256 controlEpochPlusOne)) operators;
        /// By `keccak256(abi.encode(tokenId, holding epoch, control epoch of the holder))`: a transfer voids them all, and
        /// so does a rotation of the holder's key.
        mapping(bytes32 tenure => mapping(address account => RoleSet)) roles;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.PartyToken")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant PARTY_TOKEN_STORAGE = 0xdde720154d499c0b14279eaa822db3672cec191e9e950cd708dcb4d0e4978d00;

    /// @notice The registry whose parties may hold.
    IPartyRegistry public immutable PARTIES;

    constructor(IPartyRegistry parties) {
        PARTIES = parties;
    }

    /// @dev Issues a token to a party. Calls no hook of the receiver: that it is a party is its consent to hold.
    function _mintTo(address to, uint256 tokenId, uint8 status, uint56 data, bytes32 digest) internal {
        _requireReceiver(to);
        _mintToReceiver(to, tokenId, status, data, digest);
    }

    /// @dev The same, where `_requireReceiver` was asked before, once for many tokens.
    function _mintToReceiver(address to, uint256 tokenId, uint8 status, uint56 data, bytes32 digest) internal {
        PartyTokenStorage storage $ = _partyTokenStorage();
        Holding storage holding = $.holdings[tokenId];
        if (holding.word.exists()) revert IERC721Errors.ERC721InvalidSender(address(0));
        holding.word = HoldingWords.pack(to, 1, status, data);
        if (digest != 0) holding.digest = digest;
        ++$.balances[to];
        emit IERC721.Transfer(address(0), to, tokenId);
    }

    /// @dev Issues a token anew, to another party or the same: one epoch later, which voids its approvals. It is for
    /// the registry to make sure that the holder has lost it.
    function _reissueTo(address to, uint256 tokenId, uint8 status, uint56 data) internal returns (uint32 epoch) {
        PARTIES.controllerOf(to);
        HoldingWord word = _holding(tokenId);
        address from = word.holder();
        if (PARTIES.partyOf(from).frozen) revert IPartyRegistry.PartyIsFrozen(from);
        epoch = word.epoch() + 1;
        _setHolding(tokenId, HoldingWords.pack(to, epoch, status, data));
        PartyTokenStorage storage $ = _partyTokenStorage();
        --$.balances[from];
        ++$.balances[to];
        emit IERC721.Transfer(from, to, tokenId);
    }

    function _setHolding(uint256 tokenId, HoldingWord word) internal {
        Holding storage holding = _partyTokenStorage().holdings[tokenId];
        // The word as it is stored, not the one given: whoever builds a new one need not remember the bit.
        if (holding.word.isFrozen()) revert IFreezable.ThingIsFrozen(bytes32(tokenId));
        holding.word = word;
    }

    /// @dev New content. Not while paused.
    function _setDigest(uint256 tokenId, bytes32 digest) internal {
        _requireNotPaused();
        Holding storage holding = _partyTokenStorage().holdings[tokenId];
        if (holding.word.isFrozen()) revert IFreezable.ThingIsFrozen(bytes32(tokenId));
        holding.digest = digest;
    }

    /// @dev Reverts unless tokens can be issued now, and to that party.
    function _requireReceiver(address to) internal view returns (address controller) {
        _requireNotPaused();
        (controller, ) = PARTIES.controllerOf(to);
    }

    /// @dev Reverts unless the caller controls the party.
    function _requireControlOf(address party) internal view returns (uint32) {
        (address controller, uint32 controlEpoch) = PARTIES.controllerOf(party);
        if (controller != _msgSender()) revert IPartyRegistry.NotController(party, _msgSender());
        return controlEpoch;
    }

    /// @dev Reverts unless the caller controls the token's holder, and where the token is frozen: whatever its holder
    /// may do to it, not now.
    function _requireHolder(uint256 tokenId) internal view returns (HoldingWord word, uint32 controlEpoch) {
        word = _holding(tokenId);
        address controller;
        (controller, controlEpoch) = PARTIES.controllerOf(word.holder());
        if (controller != _msgSender()) revert IPartyToken.NotHolder(tokenId, word.holder(), _msgSender());
        if (word.isFrozen()) revert IFreezable.ThingIsFrozen(bytes32(tokenId));
    }

    /// @dev The same, of a caller who may also be one to whom the holder gave the role.
    /// @return word The token's word.
    /// @return asHolder Whether the caller controls the holder.
    function _requireRole(uint256 tokenId, RoleSet role) internal view returns (HoldingWord word, bool asHolder) {
        word = _holding(tokenId);
        (address controller, uint32 controlEpoch) = PARTIES.controllerOf(word.holder());
        address caller = _msgSender();
        asHolder = controller == caller;
        if (!asHolder && !_roles(tokenId, word, controlEpoch)[caller].includes(role)) {
            revert IPartyToken.NotHolder(tokenId, word.holder(), caller);
        }
        if (word.isFrozen()) revert IFreezable.ThingIsFrozen(bytes32(tokenId));
    }

    function _roles(
        uint256 tokenId,
        HoldingWord word,
        uint32 controlEpoch
    ) internal view returns (mapping(address account => RoleSet) storage) {
        return _partyTokenStorage().roles[keccak256(abi.encode(tokenId, word.epoch(), controlEpoch))];
    }

    /// @inheritdoc SignedCaller
    function _signedCalls() internal view override returns (address) {
        return address(PARTIES);
    }

    function _holding(uint256 tokenId) internal view returns (HoldingWord) {
        return _partyTokenStorage().holdings[tokenId].word;
    }

    function _digestOf(uint256 tokenId) internal view returns (bytes32) {
        return _partyTokenStorage().holdings[tokenId].digest;
    }

    function _partyTokenStorage() internal pure returns (PartyTokenStorage storage $) {
        assembly ("memory-safe") {
            $.slot := PARTY_TOKEN_STORAGE
        }
    }
}
