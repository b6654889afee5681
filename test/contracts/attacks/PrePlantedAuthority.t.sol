// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IIdentifierRegistry, RecordId} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {INamespaceRegistry} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {NamespaceFixture} from "../fixtures/NamespaceFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 2: what an earlier holder planted takes effect for the next one.
contract PrePlantedAuthorityAttackTest is NamespaceFixture {
    bytes4 private constant NOT_LIVE = INamespaceRegistry.NamespaceNotLive.selector;
    string private constant PLANTED = "01/09506000124353";
    address private registry;

    /// BUYER holds CHILD until the expiry and plants what it can; then MAKER gives the prefix to PARTNER.
    function setUp() public override {
        super.setUp();
        registry = address(namespaces);
        _delegateUntil(MAKER, PREFIX_LENGTH, CHILD, BUYER, EXPIRY);
        _delegate(BUYER, CHILD_LENGTH, "950600013", BUYER);
        _delegate(BUYER, 9, "9506000134", BUYER);
        _allows(BUYER, address(identifiers), _registration(PLANTED, CHILD_LENGTH));
        _allows(BUYER, registry, abi.encodeCall(IERC721.approve, (STRANGER, _namespaceToken(CHILD))));
        _allows(BUYER, registry, abi.encodeCall(IERC721.setApprovalForAll, (STRANGER, true)));
        vm.warp(EXPIRY);
        // After the expiry too: an approval can be given, and must not last either.
        _allows(BUYER, registry, abi.encodeCall(IERC721.approve, (NEW_KEY, _namespaceToken(CHILD))));
        _delegate(MAKER, PREFIX_LENGTH, CHILD, PARTNER);
    }

    function test_delegationsOfTheFormerHolderAreVoid() external {
        require(_live(CHILD) && !_live("950600013") && !_live("9506000134"), "a planted delegation lives");
        bytes memory register = _registration("01/09506000134352", 9);
        _refuses(BUYER, address(identifiers), register, NOT_LIVE);
        bytes memory further = abi.encodeCall(namespaces.delegate, (GS1, 9, "9506000135", BUYER));
        _refuses(BUYER, registry, further, NOT_LIVE);
        bytes memory beneath = abi.encodeCall(namespaces.delegate, (GS1, 10, "95060001345", BUYER));
        _refuses(BUYER, registry, beneath, NOT_LIVE);
    }

    function test_theyAreVoidForEver() external {
        bytes memory renewal = _renewal("950600013", 0);
        _refuses(PARTNER, registry, renewal, INamespaceRegistry.NamespaceVoid.selector);
        _refuses(PARTNER, registry, _emancipation("950600013"), INamespaceRegistry.NamespaceVoid.selector);
        _refuses(BUYER, registry, _suspension("9506000134", 9), NOT_LIVE);
        // Not even when the former holder gets the prefix back.
        _allows(PARTNER, registry, _surrendering(CHILD));
        _delegate(MAKER, PREFIX_LENGTH, CHILD, BUYER);
        require(_state(CHILD).epoch == 3 && _live(CHILD), "not given back");
        require(!_live("950600013") && !_live("9506000134"), "a planted delegation came back");
    }

    function test_theyDoNotStandInTheNewHoldersWay() external {
        _allows(PARTNER, address(identifiers), _registration("01/09506000134352", CHILD_LENGTH));
        _delegate(PARTNER, CHILD_LENGTH, "950600013", ROOT);
        require(_live("950600013") && _state("950600013").holder == ROOT, "not the new holder's to give");
        require(!_live("9506000134"), "a grandchild of before came back");
        _delegate(ROOT, 9, "9506000134", MAKER);
        require(_live("9506000134"), "not given");
    }

    function test_approvalsOfTheFormerHolderAreVoid() external {
        address[3] memory planted = [STRANGER, NEW_KEY, BUYER];
        for (uint256 i = 0; i < planted.length; ++i) {
            _refuses(planted[i], registry, _sale(PARTNER, ROOT, CHILD), IPartyToken.NotHolder.selector);
        }
        require(namespaces.getApproved(_namespaceToken(CHILD)) == address(0), "approved");
    }

    function test_theFormerHolderIsNobody() external {
        bytes4 notHolder = IPartyToken.NotHolder.selector;
        _refuses(BUYER, registry, _surrendering(CHILD), notHolder);
        _refuses(
            BUYER,
            registry,
            abi.encodeCall(namespaces.delegate, (GS1, CHILD_LENGTH, "950600017", BUYER)),
            notHolder
        );
        _refuses(BUYER, address(identifiers), _registration("01/09506000121130", CHILD_LENGTH), notHolder);
    }

    /// @dev The same holder again is a new one: nothing from before counts.
    function test_theSameHolderStartsAnew() external {
        _delegateUntil(MAKER, PREFIX_LENGTH, "95060002", BUYER, EXPIRY + 10);
        _delegate(BUYER, CHILD_LENGTH, "950600021", ROOT);
        vm.warp(EXPIRY + 10);
        _delegate(MAKER, PREFIX_LENGTH, "95060002", BUYER);
        require(_live("95060002") && !_live("950600021"), "a delegation from before lives");
        require(namespaces.balanceOf(BUYER) == 3, "balance");
    }

    /// @dev A sale is no new tenure: what the seller delegated stays its holders'.
    function test_aSaleVoidsNoDelegation() external {
        _delegate(PARTNER, CHILD_LENGTH, "950600015", ROOT);
        _allows(PARTNER, registry, _sale(PARTNER, MAKER, CHILD));
        require(_live("950600015"), "void after a sale");
    }

    /// @dev What the former holder issued speaks in nobody's name, though its owner keeps it.
    function test_recordsOfTheFormerHolderAreOutOfForce() external {
        address target = address(identifiers);
        require(_live(CHILD) && !identifiers.isLive(_name(PLANTED)), "a planted record is live");
        bytes4 refusal = IIdentifierRegistry.RecordOfFormerTenure.selector;
        _refuses(PARTNER, target, abi.encodeCall(identifiers.updateContent, (_name(PLANTED), _noContent())), refusal);
        _refuses(PARTNER, target, abi.encodeCall(identifiers.suspend, (_name(PLANTED), "")), refusal);
        _refuses(PARTNER, target, abi.encodeCall(identifiers.resume, (_name(PLANTED), "")), refusal);
        _refuses(PARTNER, target, abi.encodeCall(identifiers.retire, (_name(PLANTED), "")), refusal);
        bytes4 exists = IIdentifierRegistry.RecordExists.selector;
        _refuses(PARTNER, target, _registration(PLANTED, CHILD_LENGTH), exists);
        uint256 record = uint256(RecordId.unwrap(identifiers.recordId(GS1, PLANTED)));
        require(identifiers.ownerOf(record) == PARTNER, "owner");
        _allows(PARTNER, target, abi.encodeCall(IERC721.transferFrom, (PARTNER, ROOT, record)));
        require(!identifiers.isLive(_name(PLANTED)), "a sale brought it back");
    }

    function test_whatTheNewHolderIssuesIsInForce() external {
        string memory own = "01/09506000121130";
        _allows(PARTNER, address(identifiers), _registration(own, CHILD_LENGTH));
        require(identifiers.isLive(_name(own)), "its own record");
        _allows(PARTNER, registry, _sale(PARTNER, MAKER, CHILD));
        require(identifiers.isLive(_name(own)), "a sale is no new tenure");
    }

    /// @dev A prefix whose parent began a new tenure begins one too, once it is delegated again.
    function test_recordsBeneathAFormerTenureAreOutOfForceToo() external {
        string memory deep = "01/09506000911115";
        vm.warp(NOW);
        _delegateUntil(MAKER, PREFIX_LENGTH, "95060009", BUYER, EXPIRY);
        _delegate(BUYER, CHILD_LENGTH, "950600091", ROOT);
        _allows(ROOT, address(identifiers), _registration(deep, 9));
        vm.warp(EXPIRY);
        _delegate(MAKER, PREFIX_LENGTH, "95060009", BUYER);
        require(!identifiers.isLive(_name(deep)), "void");
        _delegate(BUYER, CHILD_LENGTH, "950600091", ROOT);
        require(!identifiers.isLive(_name(deep)), "delegated anew");
        _allows(ROOT, registry, _adoption("950600091", 1));
        require(identifiers.isLive(_name(deep)), "adopted");
    }

    /// @dev The holder alone decides what of the past speaks in its name.
    function test_theNewHolderAdoptsWhatWasIssued() external {
        bytes memory all = _adoption(CHILD, 1);
        bytes4 notHolder = IPartyToken.NotHolder.selector;
        _refuses(BUYER, registry, all, notHolder);
        _refuses(MAKER, registry, all, notHolder);
        bytes4 nothing = INamespaceRegistry.NothingToAdopt.selector;
        _refuses(PARTNER, registry, _adoption(CHILD, 0), nothing);
        _refuses(PARTNER, registry, _adoption(CHILD, 2), nothing);
        _refuses(ROOT, registry, _adoption("", 1), nothing);
        _allows(PARTNER, registry, all);
        require(identifiers.isLive(_name(PLANTED)), "not adopted");
        require(_state(CHILD).answersSince == 1 && _state(CHILD).tenure == 2, "state");
        require(!_live("950600013"), "a delegation came back with it");
        _refuses(PARTNER, registry, all, nothing);
        _allows(PARTNER, address(identifiers), abi.encodeCall(identifiers.retire, (_name(PLANTED), "")));
    }

    /// @dev An adoption ends with the tenure, and may leave out the earlier of two.
    function test_anAdoptionIsOfOneTenureAndFromOneEpochOn() external {
        _allows(PARTNER, registry, _adoption(CHILD, 1));
        string memory second = "01/09506000121130";
        _allows(PARTNER, address(identifiers), _registration(second, CHILD_LENGTH));
        _allows(PARTNER, registry, _surrendering(CHILD));
        _refuses(PARTNER, registry, _adoption(CHILD, 1), NOT_LIVE);
        _delegate(MAKER, PREFIX_LENGTH, CHILD, BUYER);
        require(!identifiers.isLive(_name(PLANTED)) && !identifiers.isLive(_name(second)), "an adoption lasted");
        _allows(BUYER, registry, _adoption(CHILD, 2));
        require(!identifiers.isLive(_name(PLANTED)) && identifiers.isLive(_name(second)), "from epoch 2 on");
        (, bool live, bool answers) = namespaces.answersFor(GS1, second, CHILD_LENGTH, 1);
        require(live && !answers, "epoch 1");
        (, , answers) = namespaces.answersFor(GS1, second, CHILD_LENGTH, 4);
        require(!answers, "an epoch to come");
    }
}
