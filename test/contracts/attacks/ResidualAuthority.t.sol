// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IIdentifierRegistry} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {PartyToken} from "../../../contracts/identity/PartyToken.sol";
import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";

/// @notice Attack class 1: an old owner, operator or key keeps power after a transfer or a key rotation.
contract ResidualAuthorityAttackTest is LedgerFixture {
    uint256 private twin;
    uint256 private record;
    uint256 private namespace;

    function setUp() public override {
        super.setUp();
        twin = _mintTwin(MAKER, keccak256("content"));
        record = _registerRecord(IDENTIFIER, MAKER);
        namespace = _namespaceToken(PREFIX);
    }

    function test_aSellerKeepsNothing() external {
        _approveStranger(MAKER);
        _transferAll(MAKER, MAKER, BUYER);

        _isPowerless(MAKER, BUYER);
        _isPowerless(STRANGER, BUYER);
    }

    /// @dev The registry of an older name service let a seller take back what it had sold by way of the level below.
    function test_anIssuerCannotTakeBackASoldIdentifier() external {
        _allows(MAKER, address(identifiers), _move(MAKER, BUYER, record));
        _delegate(MAKER, PREFIX_LENGTH, "95060001", MAKER);
        bytes4 exists = IIdentifierRegistry.RecordExists.selector;
        bytes memory longer = abi.encodeCall(identifiers.register, (_name(IDENTIFIER), 8, _noContent(), MAKER));
        _refuses(MAKER, address(identifiers), longer, exists);
        require(identifiers.ownerOf(record) == BUYER && identifiers.isLive(_name(IDENTIFIER)), "the buyer's record");
        bytes memory update = abi.encodeCall(identifiers.updateContent, (_name(IDENTIFIER), _noContent()));
        _refuses(MAKER, address(identifiers), update, IPartyToken.NotHolder.selector);
        _allows(BUYER, address(identifiers), update);
    }

    function test_aDeactivatedOwnersGrantsAreOver() external {
        _allows(MAKER, address(rights), abi.encodeCall(rights.grant, (_key(twin, 0), _terms(0, 0, 1))));
        require(rights.isAllowed(_key(twin, 0), 1), "not allowed");
        _rotate(MAKER, MAKER, address(0));
        require(!rights.isAllowed(_key(twin, 0), 1), "nobody is left who could revoke it");
    }

    function test_approvalsDoNotComeBackWithTheToken() external {
        _approveStranger(MAKER);
        _transferAll(MAKER, MAKER, BUYER);
        _transferAll(BUYER, BUYER, MAKER);
        _allows(MAKER, address(twins), abi.encodeCall(twins.setApprovalForAll, (STRANGER, false)));
        require(twins.getApproved(twin) == address(0), "the approval came back");
        _refuses(STRANGER, address(twins), _move(MAKER, STRANGER, twin), IPartyToken.NotHolder.selector);
    }

    function test_aRotatedKeyKeepsNothing() external {
        _approveStranger(MAKER);
        _rotate(MAKER, MAKER, NEW_KEY);

        _isPowerless(MAKER, MAKER);
        _isPowerless(STRANGER, MAKER);
        require(twins.getApproved(twin) == address(0), "approval survives the rotation");
        require(!twins.isApprovedForAll(MAKER, STRANGER), "operator survives the rotation");
        _transferAll(MAKER, NEW_KEY, BUYER);
    }

    function test_aRotationThereAndBackVoidsWhatWasApprovedBefore() external {
        _approveStranger(MAKER);
        _rotate(MAKER, MAKER, NEW_KEY);
        _rotate(MAKER, NEW_KEY, MAKER);
        _isPowerless(STRANGER, MAKER);
    }

    function test_anIntermediateKeyKeepsNothing() external {
        _rotate(MAKER, MAKER, NEW_KEY);
        _allows(NEW_KEY, address(twins), abi.encodeCall(twins.setApprovalForAllOf, (MAKER, STRANGER, true)));
        _rotate(MAKER, NEW_KEY, PARTNER);
        _isPowerless(NEW_KEY, MAKER);
        _isPowerless(STRANGER, MAKER);
    }

    function test_nobodyActsForADeactivatedParty() external {
        _approveStranger(MAKER);
        _rotate(MAKER, MAKER, address(0));
        _isPowerless(MAKER, MAKER);
        _isPowerless(STRANGER, MAKER);
        _isPowerless(address(this), MAKER);
    }

    function test_aSellersGrantsDieWithTheSaleAndDoNotComeBack() external {
        _allows(MAKER, address(rights), abi.encodeCall(rights.grant, (_key(twin, 0), _terms(0, 0, 1))));
        _allows(MAKER, address(twins), _move(MAKER, BUYER, twin));
        require(!rights.isAllowed(_key(twin, 0), 1), "the seller's grant binds the buyer");
        bytes memory revoke = abi.encodeCall(rights.revoke, (_key(twin, 0), ""));
        _refuses(MAKER, address(rights), revoke, IDataRights.NotAssetOwner.selector);
        _allows(BUYER, address(twins), _move(BUYER, MAKER, twin));
        require(!rights.isAllowed(_key(twin, 0), 1), "the grant came back");
    }

    /// @dev Random grants of power, rotations and transfers: afterwards nobody but the present controller can act.
    function testFuzz_onlyThePresentControllerActs(uint8[12] calldata steps) external {
        address[4] memory people = [MAKER, BUYER, NEW_KEY, STRANGER];
        address holder = MAKER;
        address controller = MAKER;
        for (uint256 i = 0; i < steps.length; ++i) {
            address other = people[(steps[i] >> 4) % 4];
            uint256 action = steps[i] % 4;
            if (action == 0) {
                _allows(controller, address(twins), abi.encodeCall(twins.approve, (other, twin)));
            } else if (action == 1) {
                _allows(controller, address(twins), abi.encodeCall(twins.setApprovalForAllOf, (holder, other, true)));
            } else if (action == 2) {
                _rotate(holder, controller, other);
                controller = other;
            } else {
                address receiver = holder == MAKER ? BUYER : MAKER;
                _allows(controller, address(twins), _move(holder, receiver, twin));
                (holder, controller) = (receiver, parties.identityOwner(receiver));
            }
        }

        // A rotation to the same key ends every approval of the holder's.
        _rotate(holder, controller, controller);
        for (uint256 i = 0; i < people.length; ++i) {
            if (people[i] == controller) continue;
            _refuses(people[i], address(twins), _move(holder, PARTNER, twin), IPartyToken.NotHolder.selector);
            _refuses(people[i], address(twins), _publish(bytes32(i + 1)), IPartyToken.NotHolder.selector);
        }
        _allows(controller, address(twins), _move(holder, PARTNER, twin));
    }

    function _approveStranger(address holder) private {
        PartyToken[3] memory tokens = [PartyToken(twins), PartyToken(identifiers), PartyToken(namespaces)];
        uint256[3] memory ids = [twin, record, namespace];
        for (uint256 i = 0; i < tokens.length; ++i) {
            _allows(holder, address(tokens[i]), abi.encodeCall(IERC721.setApprovalForAll, (STRANGER, true)));
            _allows(holder, address(tokens[i]), abi.encodeCall(IERC721.approve, (STRANGER, ids[i])));
        }
    }

    function _transferAll(address holder, address by, address to) private {
        _allows(by, address(twins), _move(holder, to, twin));
        _allows(by, address(identifiers), _move(holder, to, record));
        _allows(by, address(namespaces), _move(holder, to, namespace));
    }

    function _isPowerless(address caller, address holder) private {
        _cannotMoveOrApprove(caller, holder, twins, twin);
        _cannotMoveOrApprove(caller, holder, identifiers, record);
        _cannotMoveOrApprove(caller, holder, namespaces, namespace);

        _refuses(caller, address(twins), _publish(keccak256("next")));
        _refuses(
            caller,
            address(identifiers),
            abi.encodeCall(identifiers.updateContent, (_name(IDENTIFIER), _noContent()))
        );
        _refuses(caller, address(identifiers), abi.encodeCall(identifiers.suspend, (_name(IDENTIFIER), "")));
        _refuses(caller, address(identifiers), abi.encodeCall(identifiers.retire, (_name(IDENTIFIER), "")));
        bytes memory register = abi.encodeCall(
            identifiers.register,
            (_name("01/09506000134352"), PREFIX_LENGTH, _noContent(), BUYER)
        );
        _refuses(caller, address(identifiers), register);
        bytes memory delegate = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "95060001", BUYER));
        _refuses(caller, address(namespaces), delegate);
        _refuses(caller, address(rights), abi.encodeCall(rights.grant, (_key(twin, 0), _terms(0, 0, 1))));
    }

    function _cannotMoveOrApprove(address caller, address holder, PartyToken token, uint256 tokenId) private {
        _refuses(caller, address(token), _move(holder, caller, tokenId));
        _refuses(caller, address(token), _move(holder, PARTNER, tokenId));
        _refuses(caller, address(token), abi.encodeCall(IERC721.approve, (caller, tokenId)));
        bytes memory operate = abi.encodeCall(IPartyToken.setApprovalForAllOf, (holder, caller, true));
        _refuses(caller, address(token), operate);
        if (caller == holder) {
            _refuses(caller, address(token), abi.encodeCall(IERC721.setApprovalForAll, (STRANGER, true)));
        }
    }

    function _move(address from, address to, uint256 tokenId) private pure returns (bytes memory) {
        return abi.encodeCall(IERC721.transferFrom, (from, to, tokenId));
    }

    function _publish(bytes32 digest) private view returns (bytes memory) {
        return _publishCall(twin, _content(digest));
    }
}
