// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {HotRoles} from "../../../contracts/access/HotRoles.sol";
import {IPauseGate} from "../../../contracts/access/IPauseGate.sol";
import {INamespaceRegistry} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {ISealedRegistry, SealedEntry} from "../../../contracts/identifiers/ISealedRegistry.sol";
import {Seal} from "../../../contracts/identifiers/Seals.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {IERC7943NonFungible} from "../../../contracts/supervision/IERC7943NonFungible.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {SealedFixture} from "../fixtures/SealedFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack classes 1, 2, 3 and 6 on sealed records, duplicates, freezes and pauses.
contract SealedRecordFaultsAttackTest is SealedFixture {
    string private constant OTHER = "01/09506000134352/21/2";
    bytes4 private constant NOT_HOLDER = IPartyToken.NotHolder.selector;
    bytes4 private constant EXISTS = ISealedRegistry.SealedRecordExists.selector;
    bytes4 private constant FORMER = ISealedRegistry.SealedInFormerTenure.selector;
    bytes4 private constant NOT_LIVE = INamespaceRegistry.NamespaceNotLive.selector;
    bytes4 private constant FROZEN = IFreezable.ThingIsFrozen.selector;
    bytes4 private constant PAUSED = IPauseGate.RegistryIsPaused.selector;

    address private registry;

    function setUp() public override {
        super.setUp();
        registry = address(sealedRecords);
    }

    // 1: residual authority

    function test_aSellerAndWhomItLetActKeepNothing() external {
        _registerSealed(IDENTIFIER, MAKER);
        uint256 token = _sealedToken(IDENTIFIER);
        _allows(MAKER, registry, abi.encodeCall(IPartyToken.setRoles, (token, STRANGER, HotRoles.PUBLISHER)));
        _allows(MAKER, registry, abi.encodeCall(sealedRecords.approve, (NEW_KEY, token)));
        _allows(MAKER, registry, _sealedSale(MAKER, BUYER, IDENTIFIER));

        _isPowerless(MAKER);
        _isPowerless(STRANGER);
        _isPowerless(NEW_KEY);
        _refuses(NEW_KEY, registry, _sealedSale(BUYER, NEW_KEY, IDENTIFIER), NOT_HOLDER);
        _allows(BUYER, registry, _updateCall(IDENTIFIER, 0));
    }

    function test_anOldKeyKeepsNothing() external {
        _registerSealed(IDENTIFIER, MAKER);
        _rotate(MAKER, MAKER, NEW_KEY);
        _isPowerless(MAKER);
        _refuses(MAKER, registry, _sealedCall(OTHER, MAKER), NOT_HOLDER);
        _allows(NEW_KEY, registry, _updateCall(IDENTIFIER, 0));
        _allows(NEW_KEY, registry, _sealedCall(OTHER, MAKER));
    }

    function test_theSellerOfANamespaceAndItsRegistrarRegisterNothing() external {
        uint256 token = _namespaceToken(PREFIX);
        bytes memory roles = abi.encodeCall(IPartyToken.setRoles, (token, STRANGER, HotRoles.REGISTRAR));
        _allows(MAKER, address(namespaces), roles);
        _allows(MAKER, address(namespaces), _sale(MAKER, BUYER, PREFIX));
        _refuses(MAKER, registry, _sealedCall(OTHER, MAKER), NOT_HOLDER);
        _refuses(STRANGER, registry, _sealedCall(OTHER, MAKER), NOT_HOLDER);
        _allows(BUYER, registry, _sealedCall(OTHER, BUYER));
    }

    /// @dev What was issued stays its owner's: the issuer has no way back to it.
    function test_anIssuerCannotTakeBackWhatItSold() external {
        _registerSealed(IDENTIFIER, BUYER);
        _refuses(MAKER, registry, _sealedCall(IDENTIFIER, MAKER), EXISTS);
        _isPowerless(MAKER);
    }

    // 2: pre-planted

    function test_whatAFormerTenurePlantedIsOutOfForceUntilItIsAdopted() external {
        _registerSealed(IDENTIFIER, MAKER);
        _allows(MAKER, address(namespaces), _surrendering(PREFIX));
        require(!sealedRecords.isLive(_sealedName(IDENTIFIER)), "live after the end");
        _delegate(ROOT, 0, PREFIX, BUYER);
        require(!sealedRecords.isLive(_sealedName(IDENTIFIER)), "speaks in the next holder's name");
        _refuses(MAKER, registry, _updateCall(IDENTIFIER, 0), FORMER);
        _refuses(MAKER, registry, _suspendCall(IDENTIFIER), FORMER);
        _refuses(MAKER, registry, _retireCall(IDENTIFIER), FORMER);

        _allows(BUYER, address(namespaces), _adoption(PREFIX, 1));
        require(sealedRecords.isLive(_sealedName(IDENTIFIER)), "not adopted");
        _allows(MAKER, registry, _updateCall(IDENTIFIER, 0));
    }

    function test_aSealOfAFormerTenureIsNotIssuedAgain() external {
        _registerSealed(IDENTIFIER, MAKER);
        _allows(MAKER, address(namespaces), _surrendering(PREFIX));
        _delegate(ROOT, 0, PREFIX, BUYER);
        _refuses(BUYER, registry, _sealedCall(OTHER, BUYER), INamespaceRegistry.NamespaceNotSealed.selector);
        _allows(BUYER, address(namespaces), _sealing(PREFIX));
        _refuses(BUYER, registry, _sealedCall(IDENTIFIER, BUYER), EXISTS);
        _allows(BUYER, registry, _sealedCall(OTHER, BUYER));
        require(sealedRecords.recordOf(_sealedId(OTHER)).namespaceEpoch == 2, "epoch");
    }

    function test_aSaleOfTheNamespaceIsNoNewTenure() external {
        _registerSealed(IDENTIFIER, MAKER);
        _allows(MAKER, address(namespaces), _sale(MAKER, BUYER, PREFIX));
        require(sealedRecords.isLive(_sealedName(IDENTIFIER)), "the buyer does not stand by it");
        _allows(MAKER, registry, _updateCall(IDENTIFIER, 0));
    }

    // 3: the second before the expiry, the expiry, and after

    function test_nothingActsFromTheExpiryOn() external {
        _delegateUntil(MAKER, PREFIX_LENGTH, CHILD, BUYER, EXPIRY);
        _allows(BUYER, address(namespaces), _sealing(CHILD));
        Seal seal = _sealOf(IDENTIFIER);
        vm.warp(EXPIRY - 1);
        _allows(BUYER, registry, _registerIn(CHILD, seal, BUYER));
        require(sealedRecords.isLive(_nameIn(CHILD, seal)), "not live before");
        for (uint256 i = 0; i < 2; ++i) {
            vm.warp(EXPIRY + i);
            require(!sealedRecords.isLive(_nameIn(CHILD, seal)), "live");
            _refuses(BUYER, registry, _registerIn(CHILD, _sealOf(OTHER), BUYER), NOT_LIVE);
            _refuses(BUYER, registry, _manyIn(CHILD), NOT_LIVE);
            _refuses(BUYER, registry, abi.encodeCall(sealedRecords.updateContent, (_nameIn(CHILD, seal), 0)), NOT_LIVE);
            _refuses(BUYER, registry, abi.encodeCall(sealedRecords.suspend, (_nameIn(CHILD, seal), "")), NOT_LIVE);
            _refuses(BUYER, registry, abi.encodeCall(sealedRecords.resume, (_nameIn(CHILD, seal), "")), NOT_LIVE);
            _refuses(BUYER, registry, abi.encodeCall(sealedRecords.retire, (_nameIn(CHILD, seal), "")), NOT_LIVE);
        }
        _allows(MAKER, address(namespaces), _renewal(CHILD, EXPIRY + 10));
        require(sealedRecords.isLive(_nameIn(CHILD, seal)), "not back");
    }

    // 6: squatting

    /// @dev Whoever sees a seal in a waiting transaction cannot take it, and takes nothing by registering it elsewhere.
    function test_noOtherNamespaceTakesASeal() external {
        _delegate(ROOT, 0, "4", BUYER);
        _allows(BUYER, address(namespaces), _sealing("4"));
        Seal seal = _sealOf(IDENTIFIER);
        _refuses(BUYER, registry, _registerIn(PREFIX, seal, BUYER), NOT_HOLDER);
        _allows(BUYER, registry, _registerIn("4", seal, BUYER));
        _allows(MAKER, registry, _sealedCall(IDENTIFIER, MAKER));
        require(sealedRecords.isLive(_sealedName(IDENTIFIER)), "taken");
        require(sealedRecords.ownerOf(_sealedToken(IDENTIFIER)) == MAKER, "another's");
        bytes32 salt = _saltOf(IDENTIFIER);
        require(!sealedRecords.verifyDisclosure(_idIn("4", seal), GS1, IDENTIFIER, salt), "the copy proves something");
        require(sealedRecords.verifyDisclosure(_sealedId(IDENTIFIER), GS1, IDENTIFIER, salt), "the own does not");
    }

    function test_aCopyOfAContentsDigestTakesNothing() external {
        _registerSealed(IDENTIFIER, MAKER);
        _registerSealed(OTHER, BUYER);
        _allows(BUYER, registry, _updateCall(OTHER, DIGEST));
        _allows(MAKER, registry, _updateCall(IDENTIFIER, DIGEST));
    }

    // Duplicates

    function test_aSealIsRegisteredOnce() external {
        _registerSealed(IDENTIFIER, MAKER);
        _refuses(MAKER, registry, _sealedCall(IDENTIFIER, MAKER), EXISTS);
        _allows(MAKER, registry, _retireCall(IDENTIFIER));
        _refuses(MAKER, registry, _sealedCall(IDENTIFIER, BUYER), EXISTS);
    }

    function testFuzz_aListWithASealTwiceIsRefusedWhole(uint8 first, uint8 second) external {
        SealedEntry[] memory entries = _entries(0, 6);
        (first, second) = (first % 6, second % 6);
        if (first == second) return;
        entries[first] = entries[second];
        _refuses(MAKER, registry, _manyCall(entries, MAKER, false), EXISTS);
        require(sealedRecords.balanceOf(MAKER) == 0, "some were registered");
    }

    function test_oneThatIsThereAlreadyStopsAll() external {
        SealedEntry[] memory entries = _entries(0, 4);
        _allows(MAKER, registry, _registerIn(PREFIX, entries[2].seal, BUYER));
        _refuses(MAKER, registry, _manyCall(entries, MAKER, false), EXISTS);
        entries[2].seal = Seal.wrap(0);
        _refuses(MAKER, registry, _manyCall(entries, MAKER, false), ISealedRegistry.InvalidSeal.selector);
        require(sealedRecords.balanceOf(MAKER) == 0, "some were registered");
    }

    // Freezes

    function test_aFrozenRecordStaysAsItIs() external {
        _registerSealed(IDENTIFIER, MAKER);
        uint256 token = _sealedToken(IDENTIFIER);
        _setFrozen(IFreezable(registry), bytes32(token), true);
        _refuses(MAKER, registry, _updateCall(IDENTIFIER, 0), FROZEN);
        _refuses(MAKER, registry, _suspendCall(IDENTIFIER), FROZEN);
        _refuses(MAKER, registry, _retireCall(IDENTIFIER), FROZEN);
        _refuses(MAKER, registry, abi.encodeCall(sealedRecords.approve, (STRANGER, token)), FROZEN);
        bytes4 stays = IERC7943NonFungible.ERC7943InsufficientUnfrozenBalance.selector;
        _refuses(MAKER, registry, _sealedSale(MAKER, BUYER, IDENTIFIER), stays);
        require(sealedRecords.isLive(_sealedName(IDENTIFIER)), "a freeze ended it");
        _setFrozen(IFreezable(registry), bytes32(token), false);
        _allows(MAKER, registry, _suspendCall(IDENTIFIER));
        _setFrozen(IFreezable(registry), bytes32(token), true);
        _refuses(MAKER, registry, _resumeCall(IDENTIFIER), FROZEN);
    }

    function test_beneathAFrozenNamespaceNothingIsIssuedAndRecordsGoOn() external {
        _registerSealed(IDENTIFIER, MAKER);
        string[2] memory above = [PREFIX, ""];
        for (uint256 i = 0; i < above.length; ++i) {
            bytes32 thing = bytes32(_namespaceToken(above[i]));
            _setFrozen(namespaces, thing, true);
            _refuses(MAKER, registry, _sealedCall(OTHER, MAKER), FROZEN);
            _refuses(MAKER, registry, _manyCall(_entries(0, 2), MAKER, false), FROZEN);
            _allows(MAKER, registry, _updateCall(IDENTIFIER, 0));
            _setFrozen(namespaces, thing, false);
        }
        _allows(MAKER, registry, _sealedCall(OTHER, MAKER));
    }

    function test_aFrozenPartyNeitherIssuesNorReceivesNorChanges() external {
        _registerSealed(IDENTIFIER, MAKER);
        bytes4 frozen = IPartyRegistry.PartyIsFrozen.selector;
        _setFrozen(parties, bytes32(uint256(uint160(BUYER))), true);
        _refuses(MAKER, registry, _sealedCall(OTHER, BUYER), frozen);
        _setFrozen(parties, bytes32(uint256(uint160(MAKER))), true);
        _refuses(MAKER, registry, _sealedCall(OTHER, PARTNER), NOT_HOLDER);
        _refuses(MAKER, registry, _updateCall(IDENTIFIER, 0), frozen);
        _refuses(MAKER, registry, _retireCall(IDENTIFIER), frozen);
    }

    // Pauses

    function test_aPauseStopsWhatIsNewAndNothingElse() external {
        _registerSealed(IDENTIFIER, MAKER);
        sealedRecords.setPaused(true);
        _refuses(MAKER, registry, _sealedCall(OTHER, MAKER), PAUSED);
        _refuses(MAKER, registry, _manyCall(_entries(0, 2), MAKER, false), PAUSED);
        _refuses(MAKER, registry, _updateCall(IDENTIFIER, 0), PAUSED);
        _refuses(MAKER, registry, _sealedSale(MAKER, BUYER, IDENTIFIER), PAUSED);
        _allows(MAKER, registry, _suspendCall(IDENTIFIER));
        _allows(MAKER, registry, _resumeCall(IDENTIFIER));
        require(sealedRecords.verifyDisclosure(_sealedId(IDENTIFIER), GS1, IDENTIFIER, _saltOf(IDENTIFIER)), "proof");
        _allows(MAKER, registry, _retireCall(IDENTIFIER));
        sealedRecords.setPaused(false);
        _allows(MAKER, registry, _sealedCall(OTHER, MAKER));
    }

    // Callers

    /// @dev What the registry of parties passes on is the signer's call; a signer's name behind anybody else's is nothing.
    function test_aSignedCallIsItsSigners() external {
        bytes memory signed = bytes.concat(_sealedCall(IDENTIFIER, MAKER), bytes20(MAKER));
        _refuses(STRANGER, registry, signed, NOT_HOLDER);
        _allows(address(parties), registry, signed);
        require(sealedRecords.ownerOf(_sealedToken(IDENTIFIER)) == MAKER, "owner");
    }

    function testFuzz_nobodyInitialisesItAgain(address caller, address authority) external {
        _refuses(caller, registry, abi.encodeCall(sealedRecords.initialize, (authority)));
    }

    function _isPowerless(address caller) private {
        _refuses(caller, registry, _updateCall(IDENTIFIER, 0), NOT_HOLDER);
        _refuses(caller, registry, _suspendCall(IDENTIFIER), NOT_HOLDER);
        _refuses(caller, registry, _retireCall(IDENTIFIER), NOT_HOLDER);
    }

    function _manyIn(string memory prefix) private view returns (bytes memory) {
        return abi.encodeCall(sealedRecords.registerMany, (GS1, prefix, _entries(0, 2), BUYER, false));
    }

    function _setFrozen(IFreezable holder, bytes32 thing, bool frozen) private {
        vm.prank(address(supervision));
        holder.setFrozen(thing, frozen);
    }
}
