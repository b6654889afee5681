// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {HotRoles, RoleSet} from "../../../contracts/access/HotRoles.sol";
import {
    IIdentifierRegistry,
    RecordContent,
    RecordName,
    SubjectKind
} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {TwinId, TwinState} from "../../../contracts/twins/TwinTypes.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack classes 1 and 14, for hot roles: of former owners and of frozen things; and
/// roles that reach further than they say.
contract HotRoleFaultsAttackTest is LedgerFixture {
    bytes32 private constant NEXT = keccak256("next");
    bytes4 private constant NOT_HOLDER = IPartyToken.NotHolder.selector;

    uint256 private twin;

    function setUp() public override {
        super.setUp();
        twin = _mintTwin(MAKER, keccak256("content"));
    }

    function test_aPublisherPublishesWhatItCommittedToItself() external {
        _set(MAKER, twin, PARTNER, HotRoles.PUBLISHER);
        _commit(PARTNER, PARTNER, NEXT);
        _allows(PARTNER, address(twins), _publishCall(twin, _content(NEXT)));
        require(twins.twinOf(TwinId.wrap(bytes32(twin))).version == 2, "not published");
    }

    function test_aRoleReachesNoFurtherThanItSays() external {
        _set(MAKER, twin, PARTNER, HotRoles.PUBLISHER);
        _refuses(PARTNER, address(twins), _transfer(MAKER, PARTNER, twin), NOT_HOLDER);
        _refuses(PARTNER, address(twins), abi.encodeCall(twins.approve, (PARTNER, twin)), NOT_HOLDER);
        bytes memory withdraw = abi.encodeCall(twins.setState, (TwinId.wrap(bytes32(twin)), TwinState.Withdrawn, ""));
        _refuses(PARTNER, address(twins), withdraw, NOT_HOLDER);
        _refuses(PARTNER, address(twins), _setCall(twin, PARTNER, RoleSet.wrap(15)), NOT_HOLDER);
        _set(MAKER, twin, PARTNER, HotRoles.STEWARD);
        _commit(PARTNER, PARTNER, NEXT);
        _refuses(PARTNER, address(twins), _publishCall(twin, _content(NEXT)), NOT_HOLDER);
    }

    function test_aTransferVoidsAllRolesAtOnceAndForEver() external {
        _set(MAKER, twin, PARTNER, HotRoles.PUBLISHER);
        _commit(PARTNER, PARTNER, NEXT);
        _allows(MAKER, address(twins), _transfer(MAKER, BUYER, twin));
        _refuses(PARTNER, address(twins), _publishCall(twin, _content(NEXT)), NOT_HOLDER);
        require(!twins.mayAct(twin, PARTNER, HotRoles.PUBLISHER), "a former owner's publisher");
        _refuses(MAKER, address(twins), _setCall(twin, PARTNER, HotRoles.PUBLISHER), NOT_HOLDER);
        _allows(BUYER, address(twins), _transfer(BUYER, MAKER, twin));
        require(RoleSet.unwrap(twins.rolesOf(twin, PARTNER)) == 0, "came back with the owner");
    }

    function test_whatIsFrozenHasNoPublisher() external {
        _set(MAKER, twin, PARTNER, HotRoles.PUBLISHER);
        _commit(PARTNER, PARTNER, NEXT);
        vm.prank(address(supervision));
        twins.setFrozen(bytes32(twin), true);
        _refuses(PARTNER, address(twins), _publishCall(twin, _content(NEXT)), IFreezable.ThingIsFrozen.selector);
        _refuses(MAKER, address(twins), _setCall(twin, BUYER, HotRoles.PUBLISHER), IFreezable.ThingIsFrozen.selector);
        vm.prank(address(supervision));
        twins.setFrozen(bytes32(twin), false);
        vm.prank(address(supervision));
        parties.setFrozen(bytes32(uint256(uint160(MAKER))), true);
        _refuses(PARTNER, address(twins), _publishCall(twin, _content(NEXT)), IPartyRegistry.PartyIsFrozen.selector);
        require(!twins.mayAct(twin, PARTNER, HotRoles.PUBLISHER), "for a frozen party");
    }

    function test_aDelegatorDelegatesAndDoesNothingElse() external {
        uint256 root = _namespaceToken("");
        vm.prank(ROOT);
        namespaces.setRoles(root, PARTNER, HotRoles.DELEGATOR);
        _allows(PARTNER, address(namespaces), abi.encodeCall(namespaces.delegate, (GS1, 0, "77", BUYER)));
        bytes memory suspend = abi.encodeCall(namespaces.suspend, (GS1, "77", 0, ""));
        _refuses(PARTNER, address(namespaces), suspend, NOT_HOLDER);
        bytes memory emancipate = abi.encodeCall(namespaces.emancipate, (GS1, "77"));
        _refuses(PARTNER, address(namespaces), emancipate, NOT_HOLDER);
        _refuses(PARTNER, address(namespaces), abi.encodeCall(namespaces.surrender, (GS1, "")), NOT_HOLDER);
    }

    function test_aRegistrarRegistersForTheHolderUntilThePrefixIsSold() external {
        uint256 prefix = _namespaceToken("9506000");
        bytes memory register = _registerCall("01/09506000134352", _noContent(), BUYER);
        _refuses(PARTNER, address(identifiers), register, NOT_HOLDER);
        vm.prank(MAKER);
        namespaces.setRoles(prefix, PARTNER, HotRoles.REGISTRAR);
        _allows(PARTNER, address(identifiers), register);
        require(identifiers.balanceOf(BUYER) == 1, "not registered");

        // What it may say of the holder's things is what the holder may, not what it may itself.
        RecordContent memory content = RecordContent(SubjectKind.Twin, bytes32(twin), "");
        _allows(PARTNER, address(identifiers), _registerCall("01/09506000134369", content, MAKER));
        uint256 own = _mintTwin(PARTNER, NEXT);
        content = RecordContent(SubjectKind.Twin, bytes32(own), "");
        bytes memory foreign = _registerCall("01/09506000134376", content, MAKER);
        _refuses(PARTNER, address(identifiers), foreign, IIdentifierRegistry.InvalidSubject.selector);

        _allows(MAKER, address(namespaces), _transfer(MAKER, BUYER, prefix));
        _refuses(PARTNER, address(identifiers), _registerCall("01/09506000134383", _noContent(), BUYER), NOT_HOLDER);
    }

    function test_aPublisherOfARecordUpdatesItAndDoesNothingElse() external {
        uint256 record = _registerRecord("01/09506000134352", BUYER);
        RecordName memory name = _name("01/09506000134352");
        bytes memory update = abi.encodeCall(identifiers.updateContent, (name, _noContent()));
        _refuses(PARTNER, address(identifiers), update, NOT_HOLDER);
        vm.prank(BUYER);
        identifiers.setRoles(record, PARTNER, HotRoles.PUBLISHER);
        _allows(PARTNER, address(identifiers), update);
        _refuses(PARTNER, address(identifiers), abi.encodeCall(identifiers.suspend, (name, "")), NOT_HOLDER);
        _refuses(PARTNER, address(identifiers), abi.encodeCall(identifiers.retire, (name, "")), NOT_HOLDER);
        _allows(BUYER, address(identifiers), abi.encodeCall(identifiers.suspend, (name, "")));
        _refuses(PARTNER, address(identifiers), abi.encodeCall(identifiers.resume, (name, "")), NOT_HOLDER);
        _allows(BUYER, address(identifiers), _transfer(BUYER, MAKER, record));
        _refuses(PARTNER, address(identifiers), update, NOT_HOLDER);
    }

    function _registerCall(
        string memory identifier,
        RecordContent memory content,
        address owner
    ) private view returns (bytes memory) {
        return abi.encodeCall(identifiers.register, (_name(identifier), PREFIX_LENGTH, content, owner));
    }

    function _set(address by, uint256 tokenId, address account, RoleSet roles) private {
        vm.prank(by);
        twins.setRoles(tokenId, account, roles);
    }

    function _setCall(uint256 tokenId, address account, RoleSet roles) private view returns (bytes memory) {
        return abi.encodeCall(twins.setRoles, (tokenId, account, roles));
    }

    function _transfer(address from, address to, uint256 tokenId) private pure returns (bytes memory) {
        return abi.encodeCall(IERC721.transferFrom, (from, to, tokenId));
    }
}
