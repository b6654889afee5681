// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {HotRoles, RoleSet} from "../../../contracts/access/HotRoles.sol";
import {IPauseGate} from "../../../contracts/access/IPauseGate.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {PartyToken} from "../../../contracts/identity/PartyToken.sol";
import {IERC7943NonFungible} from "../../../contracts/supervision/IERC7943NonFungible.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {ReentrantParty} from "../fixtures/Hostile.sol";
import {LedgerDeployment} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice What every token that parties hold does, whichever registry issues it. A registry's own test names the registry and
/// issues tokens to the maker, who holds no others of it.
abstract contract HeldToken is LedgerDeployment {
    bytes4 private constant NOT_HOLDER = IPartyToken.NotHolder.selector;
    bytes4 private constant NONEXISTENT = IERC721Errors.ERC721NonexistentToken.selector;
    bytes4 private constant NOT_A_PARTY = IPartyRegistry.NotAParty.selector;
    bytes4 private constant NOT_UNFROZEN = IERC7943NonFungible.ERC7943InsufficientUnfrozenBalance.selector;
    /// @dev As the standard gives it.
    bytes4 private constant ERC7943_ID = 0xbf1ef5fe;
    uint256 private constant TOKENS = 3;
    uint256 private constant WAYS = 3;

    PartyToken internal token;
    uint256 internal id;
    uint256[TOKENS] private ids;

    function setUp() public virtual {
        _deploy();
        token = _registry();
        for (uint256 i = 0; i < TOKENS; ++i) ids[i] = _issue(i);
        id = ids[0];
    }

    /// @dev The registry that issues the tokens.
    function _registry() internal virtual returns (PartyToken);

    /// @dev Issues a token to the maker.
    /// @param number Differs from token to token.
    function _issue(uint256 number) internal virtual returns (uint256);

    /// @dev The id of the interface that the registry alone has.
    function _ownInterface() internal pure virtual returns (bytes4);

    function test_anIssuedTokenIsInItsFirstEpoch() external view {
        (address holder, uint32 epoch, bool live) = token.holdingOf(id);
        require(holder == MAKER && epoch == 1 && live, "holding");
        require(token.ownerOf(id) == MAKER && token.balanceOf(MAKER) == TOKENS, "ERC-721");
        require(bytes(token.tokenURI(id)).length == 0, "there is no document but those on the ledger");
    }

    function testFuzz_whatWasNeverIssuedIsNobodys(uint256 other, address caller) external {
        if (_isIssued(other) || _isNoCaller(caller)) return;
        (address holder, uint32 epoch, bool live) = token.holdingOf(other);
        require(holder == address(0) && epoch == 0 && !live, "holding");
        require(!token.isFrozen(bytes32(other)) && !token.getFrozenTokens(caller, other), "frozen");
        require(!token.canTransfer(address(0), BUYER, other), "nobody's, and yet movable");
        require(!token.mayAct(other, caller, HotRoles.STEWARD), "acted for");
        bytes[4] memory calls = [
            abi.encodeCall(token.ownerOf, (other)),
            abi.encodeCall(token.getApproved, (other)),
            abi.encodeCall(token.tokenURI, (other)),
            abi.encodeCall(token.approve, (caller, other))
        ];
        for (uint256 i = 0; i < calls.length; ++i) _refuses(caller, address(token), calls[i], NONEXISTENT);
        for (uint256 way = 0; way < WAYS; ++way) {
            _refuses(caller, address(token), _transfer(way, MAKER, BUYER, other), NONEXISTENT);
        }
    }

    function testFuzz_aTransferMovesTheTokenAndRaisesTheEpoch(uint8 way, uint8 pick, bytes calldata data) external {
        uint256 moved = ids[pick % TOKENS];
        bytes memory call =
            way % 4 == 3
                ? abi.encodeWithSignature("safeTransferFrom(address,address,uint256,bytes)", MAKER, BUYER, moved, data)
                : _transfer(way % 4, MAKER, BUYER, moved);
        _allows(MAKER, address(token), call);
        (address holder, uint32 epoch, ) = token.holdingOf(moved);
        require(holder == BUYER && epoch == 2 && token.ownerOf(moved) == BUYER, "holding");
        require(token.balanceOf(MAKER) == TOKENS - 1 && token.balanceOf(BUYER) == 1, "balances");
        for (uint256 i = 0; i < TOKENS; ++i) {
            if (ids[i] != moved) require(token.ownerOf(ids[i]) == MAKER, "another moved too");
        }
    }

    function test_aTransferToOneselfRaisesTheEpochAndKeepsTheBalance() external {
        _allows(MAKER, address(token), _transfer(0, MAKER, MAKER, id));
        (, uint32 epoch, ) = token.holdingOf(id);
        require(epoch == 2 && token.balanceOf(MAKER) == TOKENS, "holding");
    }

    function testFuzz_onlyLivingPartiesHold(address receiver, uint8 way) external {
        if (_isParty(receiver)) return;
        _refuses(MAKER, address(token), _transfer(way, MAKER, receiver, id));
        _rotate(BUYER, BUYER, address(0));
        _refuses(MAKER, address(token), _transfer(way, MAKER, BUYER, id), NOT_A_PARTY);
        require(token.ownerOf(id) == MAKER && !token.canTransfer(MAKER, BUYER, id), "moved");
    }

    function test_theReceiverOfASafeTransferSaysThatItTakesTokens() external {
        ReentrantParty taker = new ReentrantParty(parties);
        _allows(MAKER, address(token), _transfer(1, MAKER, address(taker), id));
        require(taker.called() && token.ownerOf(id) == address(taker), "not asked, or not given");
    }

    function testFuzz_strangersMoveApproveAndEmpowerNothing(address caller, uint8 way) external {
        if (caller == MAKER || _isNoCaller(caller)) return;
        _refuses(caller, address(token), _transfer(way, MAKER, BUYER, id), NOT_HOLDER);
        _refuses(caller, address(token), abi.encodeCall(token.approve, (caller, id)), NOT_HOLDER);
        _refuses(caller, address(token), _rolesCall(id, caller, HotRoles.STEWARD), NOT_HOLDER);
        bytes memory forMaker = abi.encodeCall(token.setApprovalForAllOf, (MAKER, caller, true));
        _refuses(caller, address(token), forMaker, IPartyRegistry.NotController.selector);
        require(token.ownerOf(id) == MAKER && token.getApproved(id) == address(0), "changed");
        require(!token.isApprovedForAll(MAKER, caller) && _roles(caller) == 0, "empowered");
    }

    function testFuzz_theSellerNamedMustBeTheHolder(address seller, uint8 way) external {
        if (seller == MAKER) return;
        bytes4 incorrect = IERC721Errors.ERC721IncorrectOwner.selector;
        _refuses(MAKER, address(token), _transfer(way, seller, BUYER, id), incorrect);
    }

    function testFuzz_nothingBurns(address caller, uint8 way) external {
        _refuses(caller, address(token), _transfer(way, MAKER, address(0), id));
        _refuses(MAKER, address(token), _transfer(way, MAKER, address(0), id));
        _refuses(MAKER, address(token), abi.encodeWithSignature("burn(uint256)", id));
        require(token.ownerOf(id) == MAKER, "burnt");
    }

    function testFuzz_theApprovedMovesItOnce(address spender, uint8 way) external {
        if (spender == MAKER || spender == BUYER || _isNoCaller(spender)) return;
        _allows(MAKER, address(token), abi.encodeCall(token.approve, (spender, id)));
        require(token.getApproved(id) == spender, "approved");
        _refuses(spender, address(token), _transfer(way, MAKER, BUYER, ids[1]), NOT_HOLDER);
        _refuses(spender, address(token), abi.encodeCall(token.approve, (STRANGER, id)), NOT_HOLDER);
        _allows(spender, address(token), _transfer(way, MAKER, BUYER, id));
        require(token.getApproved(id) == address(0), "still approved");
        _refuses(spender, address(token), _transfer(way, BUYER, MAKER, id), NOT_HOLDER);
        _allows(BUYER, address(token), _transfer(way, BUYER, MAKER, id));
        require(token.getApproved(id) == address(0), "approved again by the holder's return");
    }

    function test_anApprovalIsTakenBack() external {
        _allows(MAKER, address(token), abi.encodeCall(token.approve, (STRANGER, id)));
        _allows(MAKER, address(token), abi.encodeCall(token.approve, (address(0), id)));
        _refuses(STRANGER, address(token), _transfer(0, MAKER, BUYER, id), NOT_HOLDER);
    }

    function testFuzz_anOperatorMovesAndApprovesUntilTakenBack(address operator, uint8 way) external {
        if (operator == MAKER || operator == PARTNER || _isNoCaller(operator)) return;
        _allows(MAKER, address(token), abi.encodeCall(token.setApprovalForAll, (operator, true)));
        require(token.isApprovedForAll(MAKER, operator), "operator");
        _allows(operator, address(token), abi.encodeCall(token.approve, (PARTNER, id)));
        _refuses(operator, address(token), _rolesCall(id, operator, HotRoles.STEWARD), NOT_HOLDER);
        _allows(operator, address(token), _transfer(way, MAKER, BUYER, ids[1]));
        _allows(MAKER, address(token), abi.encodeCall(token.setApprovalForAll, (operator, false)));
        require(!token.isApprovedForAll(MAKER, operator), "still operator");
        _refuses(operator, address(token), _transfer(way, MAKER, PARTNER, id), NOT_HOLDER);
    }

    function test_nobodyIsAnOperatorOfNobody() external {
        bytes memory call = abi.encodeCall(token.setApprovalForAll, (address(0), true));
        _refuses(MAKER, address(token), call, IERC721Errors.ERC721InvalidOperator.selector);
        _refuses(STRANGER, address(token), abi.encodeCall(token.setApprovalForAll, (MAKER, true)), NOT_A_PARTY);
    }

    /// @dev Whatever was approved, given or lent under a key ends with it, also where the same key comes back.
    function testFuzz_aRotationEndsWhatTheFormerKeyGave(address key, address lent, uint8 way) external {
        if (key == MAKER || key == lent || _isNoCaller(key)) return;
        if (lent == MAKER || _isNoCaller(lent)) return;
        _empower(MAKER, lent);
        _rotate(MAKER, MAKER, key);
        _isPowerless(MAKER, way);
        _isPowerless(lent, way);
        _empower(key, MAKER);
        _rotate(MAKER, key, MAKER);
        _isPowerless(lent, way);
        _isPowerless(key, way);
        require(token.getApproved(id) == address(0) && _roles(MAKER) == 0, "came back with the key");
        _allows(MAKER, address(token), _transfer(way, MAKER, BUYER, id));
    }

    function testFuzz_nobodyActsForADeactivatedParty(address caller, uint8 way) external {
        if (_isNoCaller(caller)) return;
        _empower(MAKER, STRANGER);
        _rotate(MAKER, MAKER, address(0));
        _isPowerless(caller, way);
        _isPowerless(MAKER, way);
        _isPowerless(STRANGER, way);
        require(token.ownerOf(id) == MAKER, "and yet it stays the holder");
    }

    function testFuzz_aSaleEndsTheRolesForEver(address lent, uint8 bits) external {
        if (lent == MAKER || lent == BUYER || lent == address(0)) return;
        RoleSet roles = RoleSet.wrap(1 + (bits % 15));
        _setRoles(MAKER, lent, roles);
        require(_roles(lent) == RoleSet.unwrap(roles) && token.mayAct(id, lent, roles), "not given");
        _allows(MAKER, address(token), _transfer(0, MAKER, BUYER, id));
        require(_roles(lent) == 0 && !token.mayAct(id, lent, roles), "a former holder's");
        require(token.mayAct(id, BUYER, roles) && !token.mayAct(id, MAKER, roles), "the holder's key may all");
        _refuses(MAKER, address(token), _rolesCall(id, lent, roles), NOT_HOLDER);
        _allows(BUYER, address(token), _transfer(0, BUYER, MAKER, id));
        require(_roles(lent) == 0, "came back with the holder");
    }

    /// @dev Of an id that is not issued yet: not even by the party that will hold it.
    function testFuzz_nobodyPlantsRolesOnWhatIsNotIssued(address caller, uint256 other) external {
        if (_isIssued(other) || _isNoCaller(caller)) return;
        _refuses(caller, address(token), _rolesCall(other, caller, HotRoles.PUBLISHER), NOT_A_PARTY);
        _refuses(MAKER, address(token), _rolesCall(other, caller, HotRoles.PUBLISHER), NOT_A_PARTY);
        require(RoleSet.unwrap(token.rolesOf(other, caller)) == 0, "planted");
    }

    function testFuzz_unknownRolesAndNobodyAreRefused(uint16 bits, address account) external {
        bytes4 invalid = IPartyToken.InvalidRoles.selector;
        _refuses(MAKER, address(token), _rolesCall(id, address(0), HotRoles.STEWARD), invalid);
        if (account == address(0)) return;
        bytes memory call = _rolesCall(id, account, RoleSet.wrap(bits));
        if (bits > 15) _refuses(MAKER, address(token), call, invalid);
        else _allows(MAKER, address(token), call);
        require(_roles(account) == (bits > 15 ? 0 : bits), "other roles");
    }

    function testFuzz_rolesAreReplacedTakenAwayAndRenounced(address account, uint8 first, uint8 second) external {
        if (account == MAKER || _isNoCaller(account)) return;
        _setRoles(MAKER, account, RoleSet.wrap(first % 16));
        _setRoles(MAKER, account, RoleSet.wrap(second % 16));
        require(_roles(account) == second % 16, "added, not replaced");
        vm.prank(account);
        token.renounceRoles(id);
        require(_roles(account) == 0, "after it was renounced");
        _setRoles(MAKER, account, RoleSet.wrap(15));
        _setRoles(MAKER, account, RoleSet.wrap(0));
        require(_roles(account) == 0, "after it was taken away");
    }

    function testFuzz_noRoleIsHadInNothing(address account) external view {
        if (account == MAKER) return;
        require(token.mayAct(id, MAKER, RoleSet.wrap(0)), "the holder's key may all");
        require(!token.mayAct(id, account, RoleSet.wrap(0)), "an empty role is had by all");
    }

    function testFuzz_oneAnswerSaysAllOfAToken(uint256 other, address account, uint8 bits, bool frozen) external {
        if (account == address(0)) return;
        RoleSet role = RoleSet.wrap(bits % 16);
        _setRoles(MAKER, account, RoleSet.wrap(uint16(bits >> 4)));
        _setFrozen(frozen);
        _isStanding(id, account, role);
        _isStanding(other, account, role);
    }

    function testFuzz_noKeyMovesAFrozenToken(uint8 way, address lent) external {
        if (lent == MAKER || _isNoCaller(lent)) return;
        _empower(MAKER, lent);
        _setFrozen(true);
        _refuses(MAKER, address(token), _transfer(way, MAKER, BUYER, id), NOT_UNFROZEN);
        _refuses(lent, address(token), _transfer(way, MAKER, BUYER, id), NOT_UNFROZEN);
        _rotate(MAKER, MAKER, NEW_KEY);
        _refuses(NEW_KEY, address(token), _transfer(way, MAKER, BUYER, id), NOT_UNFROZEN);
        require(token.ownerOf(id) == MAKER && token.getFrozenTokens(BUYER, id), "moved, or thawed");
    }

    function test_aFreezeChangesNoApprovalAndTheTokenMovesOnAfterIt() external {
        _empower(MAKER, STRANGER);
        _setFrozen(true);
        require(token.getApproved(id) == STRANGER, "the freeze changed an approval");
        _setFrozen(false);
        _allows(STRANGER, address(token), _transfer(0, MAKER, BUYER, id));
    }

    /// @dev Naming an operator is about all of a party's tokens: allowed, and of no use for this one.
    function test_aFrozenTokenIsNeitherApprovedNorLent() external {
        _setFrozen(true);
        bytes4 frozen = IFreezable.ThingIsFrozen.selector;
        _refuses(MAKER, address(token), abi.encodeCall(token.approve, (STRANGER, id)), frozen);
        _refuses(MAKER, address(token), abi.encodeCall(token.approve, (address(0), id)), frozen);
        _refuses(MAKER, address(token), _rolesCall(id, STRANGER, HotRoles.STEWARD), frozen);
        _allows(MAKER, address(token), abi.encodeCall(token.setApprovalForAll, (STRANGER, true)));
        _refuses(STRANGER, address(token), _transfer(0, MAKER, BUYER, id), NOT_UNFROZEN);
    }

    function testFuzz_aFrozenPartysTokensRest(uint8 way, bool receiver) external {
        vm.prank(address(supervision));
        parties.setFrozen(_partyWord(receiver ? BUYER : MAKER), true);
        bytes4 frozen = IPartyRegistry.PartyIsFrozen.selector;
        _refuses(MAKER, address(token), _transfer(way, MAKER, BUYER, id), frozen);
        require(token.canSend(MAKER) == receiver && token.canReceive(BUYER) != receiver, "ERC-7943");
        require(!token.canTransfer(MAKER, BUYER, id), "said to be movable");
        require(token.mayAct(id, MAKER, HotRoles.STEWARD) == receiver, "acted for a frozen party");
    }

    /// @dev What ERC-7943 foretells is what happens, whoever is frozen, gone or no party.
    function testFuzz_aTransferGoesAsForetold(uint8 pick, address other, uint8 state) external {
        address to = pick % 8 == 0 ? other : [ROOT, MAKER, BUYER, PARTNER][pick % 4];
        if (state & 1 != 0) _setFrozen(true);
        if (state & 2 != 0) _pause(true);
        if (state & 4 != 0) _rotate(BUYER, BUYER, address(0));
        if (state & 8 != 0) {
            vm.prank(address(supervision));
            parties.setFrozen(_partyWord(PARTNER), true);
        }
        require(token.canSend(to) == token.canReceive(to), "one way only");
        bool foretold = token.canTransfer(MAKER, to, id);
        vm.prank(MAKER);
        (bool done, ) = address(token).call(_transfer(0, MAKER, to, id));
        require(done == foretold, "foretold otherwise");
        require(!token.canTransfer(other, to, id) || other == token.ownerOf(id), "from one who does not hold it");
    }

    function testFuzz_nobodyHasAPowerOverOthersTokens(address caller, address to, bool frozen) external {
        bytes4 none = IERC7943NonFungible.NoSuchPower.selector;
        _refuses(caller, address(token), abi.encodeCall(token.forcedTransfer, (MAKER, to, id)), none);
        _refuses(caller, address(token), abi.encodeCall(token.setFrozenTokens, (MAKER, id, frozen)), none);
        _refuses(address(supervision), address(token), abi.encodeCall(token.forcedTransfer, (MAKER, to, id)), none);
    }

    function testFuzz_aPauseStopsEveryTransferAndNoApproval(uint8 way, address spender) external {
        if (_isNoCaller(spender)) return;
        _pause(true);
        _allows(MAKER, address(token), abi.encodeCall(token.approve, (spender, id)));
        _allows(MAKER, address(token), abi.encodeCall(token.setApprovalForAllOf, (MAKER, spender, true)));
        bytes4 paused = IPauseGate.RegistryIsPaused.selector;
        _refuses(MAKER, address(token), _transfer(way, MAKER, BUYER, id), paused);
        _refuses(spender, address(token), _transfer(way, MAKER, BUYER, id), paused);
        _pause(false);
        _allows(spender, address(token), _transfer(way, MAKER, BUYER, id));
    }

    /// @dev However the tokens wander, each party has as many as it holds.
    function testFuzz_balancesCountTheTokens(uint8[16] calldata steps) external {
        address[4] memory people = [ROOT, MAKER, BUYER, PARTNER];
        uint256[4] memory before;
        for (uint256 p = 0; p < people.length; ++p) before[p] = token.balanceOf(people[p]) - _count(people[p]);
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 moved = ids[(steps[i] >> 4) % TOKENS];
            address holder = token.ownerOf(moved);
            _allows(holder, address(token), _transfer(steps[i] >> 2, holder, people[steps[i] % 4], moved));
        }
        for (uint256 p = 0; p < people.length; ++p) {
            require(token.balanceOf(people[p]) == before[p] + _count(people[p]), "balance");
        }
        bytes memory ofNobody = abi.encodeCall(token.balanceOf, (address(0)));
        _refuses(MAKER, address(token), ofNobody, IERC721Errors.ERC721InvalidOwner.selector);
    }

    function test_saysWhichInterfacesItHas() external view {
        bytes4[7] memory known = [
            type(IERC165).interfaceId,
            type(IERC721).interfaceId,
            type(IERC721Metadata).interfaceId,
            type(IPartyToken).interfaceId,
            type(IFreezable).interfaceId,
            ERC7943_ID,
            _ownInterface()
        ];
        for (uint256 i = 0; i < known.length; ++i) require(token.supportsInterface(known[i]), "not said");
        require(!token.supportsInterface(0xffffffff), "anything");
    }

    function _isStanding(uint256 tokenId, address account, RoleSet role) private view {
        (address holder, uint32 epoch, bool live) = token.holdingOf(tokenId);
        (address aHolder, uint32 anEpoch, bool isLive, bool isFrozen, bool may) = token.standingFor(
            tokenId,
            account,
            role
        );
        require(aHolder == holder && anEpoch == epoch && isLive == live, "holding");
        require(isFrozen == token.isFrozen(bytes32(tokenId)), "frozen");
        require(may == token.mayAct(tokenId, account, role), "may act");
    }

    /// @dev Approves an account, makes it an operator and gives it all roles.
    function _empower(address key, address lent) private {
        _allows(key, address(token), abi.encodeCall(token.approve, (lent, id)));
        _allows(key, address(token), abi.encodeCall(token.setApprovalForAllOf, (MAKER, lent, true)));
        _allows(key, address(token), _rolesCall(id, lent, RoleSet.wrap(15)));
        require(token.getApproved(id) == lent && token.isApprovedForAll(MAKER, lent), "not approved");
    }

    function _isPowerless(address caller, uint8 way) private {
        _refuses(caller, address(token), _transfer(way, MAKER, PARTNER, id));
        _refuses(caller, address(token), abi.encodeCall(token.approve, (caller, id)));
        _refuses(caller, address(token), abi.encodeCall(token.setApprovalForAllOf, (MAKER, caller, true)));
        _refuses(caller, address(token), _rolesCall(id, caller, HotRoles.STEWARD));
        require(!token.isApprovedForAll(MAKER, caller) && _roles(caller) == 0, "still has power");
        require(!token.mayAct(id, caller, HotRoles.STEWARD), "still acts");
    }

    function _setRoles(address by, address account, RoleSet roles) private {
        _allows(by, address(token), _rolesCall(id, account, roles));
    }

    function _rolesCall(uint256 tokenId, address account, RoleSet roles) private view returns (bytes memory) {
        return abi.encodeCall(token.setRoles, (tokenId, account, roles));
    }

    function _roles(address account) private view returns (uint16) {
        return RoleSet.unwrap(token.rolesOf(id, account));
    }

    function _setFrozen(bool frozen) private {
        vm.prank(address(supervision));
        token.setFrozen(bytes32(id), frozen);
    }

    function _pause(bool paused) private {
        token.setPaused(paused);
        require(token.isPaused() == paused, "flag");
    }

    /// @dev By the plain way or by one of the safe ones.
    function _transfer(uint256 way, address from, address to, uint256 tokenId) private pure returns (bytes memory) {
        if (way % WAYS == 0) return abi.encodeCall(IERC721.transferFrom, (from, to, tokenId));
        if (way % WAYS == 1) {
            return abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", from, to, tokenId);
        }
        return abi.encodeWithSignature("safeTransferFrom(address,address,uint256,bytes)", from, to, tokenId, "");
    }

    /// @dev Whether no call comes from the account in its own name: the registry of parties passes on those of signers.
    function _isNoCaller(address account) private view returns (bool) {
        return account == address(0) || account == address(parties);
    }

    function _isIssued(uint256 tokenId) private view returns (bool) {
        (address holder, , ) = token.holdingOf(tokenId);
        return holder != address(0);
    }

    function _isParty(address account) private pure returns (bool) {
        return account == ROOT || account == MAKER || account == BUYER || account == PARTNER;
    }

    function _count(address holder) private view returns (uint256 count) {
        for (uint256 i = 0; i < TOKENS; ++i) {
            if (token.ownerOf(ids[i]) == holder) ++count;
        }
    }
}
