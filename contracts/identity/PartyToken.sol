// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC721Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC721/ERC721Upgradeable.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {ContextUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/ContextUpgradeable.sol";
import {HotRoles, RoleSet} from "../access/HotRoles.sol";
import {SignedCaller} from "../access/SignedCaller.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {IERC7943NonFungible} from "../supervision/IERC7943NonFungible.sol";
import {IFreezable} from "../supervision/IFreezable.sol";
import {HoldingWord} from "./HoldingWord.sol";
import {IPartyRegistry, Party, PartyKind} from "./IPartyRegistry.sol";
import {IPartyToken} from "./IPartyToken.sol";
import {PartyHoldings} from "./PartyHoldings.sol";

/// @title A token that parties hold
/// @notice ERC-721 over one word a token. A token moves by the key that controls its holder now, by an operator or by an
/// address that such a key approved; approvals count the epochs under which they were given and die with them.
///
/// A frozen token does not move, is not approved, and its word and digest do not change. What its holder may otherwise do to it,
/// a registry lets through `_requireHolder`, which refuses too.
/// @dev Replaces OpenZeppelin's ownership storage altogether. Its `_mint` cannot be used: see `_mintTo`. Nothing here
/// burns: what was issued stays issued.
abstract contract PartyToken is IPartyToken, IERC7943NonFungible, ERC721Upgradeable, PartyHoldings, UpgradeGate {
    using HotRoles for RoleSet;

    /// @notice Who freezes: the same as freezes parties.
    address public immutable SUPERVISION;

    constructor(IPartyRegistry parties) PartyHoldings(parties) {
        SUPERVISION = parties.supervision();
    }

    /// @inheritdoc IFreezable
    function setFrozen(bytes32 thing, bool frozen) external {
        if (msg.sender != SUPERVISION) revert NotSupervision(msg.sender);
        Holding storage holding = _partyTokenStorage().holdings[uint256(thing)];
        HoldingWord word = holding.word;
        if (!word.exists()) revert UnknownThing(thing);
        holding.word = word.withFrozen(frozen);
        emit Frozen(word.holder(), uint256(thing), frozen);
    }

    /// @inheritdoc IERC7943NonFungible
    function forcedTransfer(address, address, uint256) external pure returns (bool) {
        revert NoSuchPower();
    }

    /// @inheritdoc IERC7943NonFungible
    function setFrozenTokens(address, uint256, bool) external pure returns (bool) {
        revert NoSuchPower();
    }

    /// @inheritdoc IPartyToken
    function setApprovalForAllOf(address holder, address operator, bool approved) external {
        _setApprovalForAll(holder, operator, approved);
    }

    /// @inheritdoc IPartyToken
    function setRoles(uint256 tokenId, address account, RoleSet roles) external {
        if (account == address(0) || !roles.isKnown()) revert InvalidRoles(roles);
        (HoldingWord word, uint32 controlEpoch) = _requireHolder(tokenId);
        _roles(tokenId, word, controlEpoch)[account] = roles;
        emit RolesSet(tokenId, account, roles, word.epoch(), controlEpoch, _msgSender());
    }

    /// @inheritdoc IPartyToken
    function renounceRoles(uint256 tokenId) external {
        HoldingWord word = _holding(tokenId);
        uint32 controlEpoch = PARTIES.partyOf(word.holder()).controlEpoch;
        _roles(tokenId, word, controlEpoch)[_msgSender()] = RoleSet.wrap(0);
        emit RolesSet(tokenId, _msgSender(), RoleSet.wrap(0), word.epoch(), controlEpoch, _msgSender());
    }

    /// @inheritdoc IPartyToken
    function rolesOf(uint256 tokenId, address account) external view returns (RoleSet) {
        HoldingWord word = _holding(tokenId);
        Party memory party = PARTIES.partyOf(word.holder());
        if (party.controller == address(0)) return RoleSet.wrap(0);
        return _roles(tokenId, word, party.controlEpoch)[account];
    }

    /// @inheritdoc IPartyToken
    function mayAct(uint256 tokenId, address account, RoleSet role) external view returns (bool) {
        HoldingWord word = _holding(tokenId);
        Party memory party = PARTIES.partyOf(word.holder());
        if (party.controller == address(0) || party.frozen || account == address(0)) return false;
        return account == party.controller || _roles(tokenId, word, party.controlEpoch)[account].includes(role);
    }

    /// @inheritdoc IPartyToken
    function holdingOf(uint256 tokenId) external view returns (address holder, uint32 epoch, bool live) {
        HoldingWord word = _holding(tokenId);
        return (word.holder(), word.epoch(), _isActive(word));
    }

    /// @inheritdoc IFreezable
    function isFrozen(bytes32 thing) external view returns (bool) {
        return _holding(uint256(thing)).isFrozen();
    }

    /// @inheritdoc IERC7943NonFungible
    function canSend(address account) external view returns (bool) {
        return _mayTrade(account);
    }

    /// @inheritdoc IERC7943NonFungible
    function canReceive(address account) external view returns (bool) {
        return _mayTrade(account);
    }

    /// @inheritdoc IERC7943NonFungible
    function getFrozenTokens(address, uint256 tokenId) external view returns (bool) {
        return _holding(tokenId).isFrozen();
    }

    /// @inheritdoc IERC7943NonFungible
    function canTransfer(address from, address to, uint256 tokenId) external view returns (bool) {
        HoldingWord word = _holding(tokenId);
        bool holds = word.holder() == from;
        return holds && !isPaused() && !word.isFrozen() && _mayMove(word) && _mayTrade(from) && _mayTrade(to);
    }

    function balanceOf(address holder) public view override(ERC721Upgradeable, IERC721) returns (uint256) {
        if (holder == address(0)) revert ERC721InvalidOwner(address(0));
        return _partyTokenStorage().balances[holder];
    }

    function isApprovedForAll(
        address holder,
        address operator
    ) public view override(ERC721Upgradeable, IERC721) returns (bool) {
        Party memory party = PARTIES.partyOf(holder);
        return party.controller != address(0) && _isOperator(holder, operator, party.controlEpoch);
    }

    function supportsInterface(
        bytes4 interfaceId
    ) public view virtual override(ERC721Upgradeable, IERC165) returns (bool) {
        return
            interfaceId == type(IPartyToken).interfaceId ||
            interfaceId == type(IFreezable).interfaceId ||
            interfaceId == type(IERC7943NonFungible).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    function _msgSender() internal view virtual override(ContextUpgradeable, SignedCaller) returns (address) {
        return super._msgSender();
    }

    function _msgData() internal view virtual override(ContextUpgradeable, SignedCaller) returns (bytes calldata) {
        return super._msgData();
    }

    function _contextSuffixLength() internal view virtual override(ContextUpgradeable, SignedCaller) returns (uint256) {
        return super._contextSuffixLength();
    }

    /// @dev Moves a token; neither mints nor burns. The epoch that it raises voids the token's approval.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        HoldingWord word = _holding(tokenId);
        from = word.holder();
        if (from == address(0)) revert ERC721NonexistentToken(tokenId);
        if (auth != address(0)) _checkAuthorized(from, auth, tokenId);
        if (word.isFrozen()) revert ERC7943InsufficientUnfrozenBalance(from, tokenId);
        if (!_mayMove(word)) revert NotTransferable(tokenId);
        _requireNotPaused();
        PARTIES.controllerOf(to);

        PartyTokenStorage storage $ = _partyTokenStorage();
        $.holdings[tokenId].word = word.movedTo(to);
        --$.balances[from];
        ++$.balances[to];
        emit Transfer(from, to, tokenId);
    }

    function _approve(address to, uint256 tokenId, address auth, bool emitEvent) internal override {
        HoldingWord word = _holding(tokenId);
        address holder = word.holder();
        if (holder == address(0)) revert ERC721NonexistentToken(tokenId);
        (address controller, uint32 controlEpoch) = PARTIES.controllerOf(holder);
        if (auth != address(0) && auth != controller && !_isOperator(holder, auth, controlEpoch)) {
            revert NotHolder(tokenId, holder, auth);
        }
        if (word.isFrozen()) revert ThingIsFrozen(bytes32(tokenId));

        _partyTokenStorage().approvals[tokenId] = Approved(to, controlEpoch, word.epoch());
        if (emitEvent) emit Approval(holder, to, tokenId);
    }

    /// @dev Both ways in end here: for itself (`holder` is the caller) and for another party. Either way the caller must
    /// control the holder now, so an identity whose control moved elsewhere cannot approve with its old key.
    function _setApprovalForAll(address holder, address operator, bool approved) internal override {
        if (operator == address(0)) revert ERC721InvalidOperator(operator);
        uint32 controlEpoch = _requireControlOf(holder);
        _partyTokenStorage().operators[holder][operator] = approved ? uint256(controlEpoch) + 1 : 0;
        emit ApprovalForAll(holder, operator, approved);
    }

    function _ownerOf(uint256 tokenId) internal view override returns (address) {
        return _holding(tokenId).holder();
    }

    function _getApproved(uint256 tokenId) internal view override returns (address) {
        HoldingWord word = _holding(tokenId);
        Party memory party = PARTIES.partyOf(word.holder());
        return party.controller == address(0) ? address(0) : _spenderOf(tokenId, word.epoch(), party.controlEpoch);
    }

    function _isAuthorized(address holder, address spender, uint256 tokenId) internal view override returns (bool) {
        return _authorizes(PARTIES.partyOf(holder), holder, spender, tokenId);
    }

    function _checkAuthorized(address holder, address spender, uint256 tokenId) internal view override {
        Party memory party = PARTIES.partyOf(holder);
        if (!_authorizes(party, holder, spender, tokenId)) revert NotHolder(tokenId, holder, spender);
        if (party.frozen) revert IPartyRegistry.PartyIsFrozen(holder);
    }

    /// @dev Whether the account is a party that can send and receive.
    function _mayTrade(address account) private view returns (bool) {
        Party memory party = PARTIES.partyOf(account);
        return party.kind != PartyKind.None && !party.deactivated && !party.frozen;
    }

    /// @dev Whether the token's own status is active.
    function _isActive(HoldingWord word) internal view virtual returns (bool);

    /// @dev Whether the token's state lets it move.
    function _mayMove(HoldingWord word) internal view virtual returns (bool);

    function _authorizes(
        Party memory party,
        address holder,
        address spender,
        uint256 tokenId
    ) private view returns (bool) {
        // A deactivated party has no controller: neither it nor anyone it once approved moves anything.
        if (spender == address(0) || party.controller == address(0)) return false;
        return
            spender == party.controller ||
            _isOperator(holder, spender, party.controlEpoch) ||
            spender == _spenderOf(tokenId, _holding(tokenId).epoch(), party.controlEpoch);
    }

    function _isOperator(address holder, address operator, uint32 controlEpoch) private view returns (bool) {
        return _partyTokenStorage().operators[holder][operator] == uint256(controlEpoch) + 1;
    }

    function _spenderOf(uint256 tokenId, uint32 holdingEpoch, uint32 controlEpoch) private view returns (address) {
        Approved memory approved = _partyTokenStorage().approvals[tokenId];
        bool current = approved.holdingEpoch == holdingEpoch && approved.controlEpoch == controlEpoch;
        return current ? approved.spender : address(0);
    }
}
