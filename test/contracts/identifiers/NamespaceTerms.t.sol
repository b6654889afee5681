// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {
    DelegationTerms,
    INamespaceRegistry,
    Namespace,
    NamespaceId,
    NamespaceStatus,
    PrefixRule,
    SchemeId
} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {NamespaceFixture} from "../fixtures/NamespaceFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice What a parent gives with a prefix: for how long, how deep, for what, and for good.
contract NamespaceTermsTest is NamespaceFixture {
    address private registry;

    function setUp() public override {
        super.setUp();
        registry = address(namespaces);
    }

    function test_aDelegationWithoutTermsHasNoLimitsOfItsOwn() external view {
        Namespace memory maker = _state(PREFIX);
        require(maker.terms.expiry == 0 && maker.terms.levels == 15 && maker.terms.mayIssue, "terms");
        require(!maker.emancipated && maker.tenure == 0 && maker.parentTenure == 0, "tenure");
    }

    function testFuzz_termsAreKeptAsGiven(uint32 expiry, uint8 levels, bool mayIssue) external {
        DelegationTerms memory terms = DelegationTerms(expiry, levels, mayIssue);
        bytes memory call = abi.encodeCall(namespaces.delegateOnTerms, (GS1, PREFIX_LENGTH, CHILD, BUYER, terms));
        if (expiry != 0 && expiry <= NOW) {
            _refuses(MAKER, registry, call, INamespaceRegistry.InvalidExpiry.selector);
            return;
        }
        _allows(MAKER, registry, call);
        Namespace memory child = _state(CHILD);
        require(child.holder == BUYER && child.epoch == 1 && child.status == NamespaceStatus.Active, "state");
        require(child.terms.expiry == expiry && child.terms.mayIssue == mayIssue, "terms");
        require(child.terms.levels == (levels < 14 ? levels : 14), "levels");
        require(child.parentLength == PREFIX_LENGTH && child.suspendedBy == 0, "place");
    }

    function test_levelsAreUsedUp() external {
        DelegationTerms memory oneMore = DelegationTerms(0, 1, true);
        _allows(
            MAKER,
            registry,
            abi.encodeCall(namespaces.delegateOnTerms, (GS1, PREFIX_LENGTH, CHILD, BUYER, oneMore))
        );
        _delegate(BUYER, CHILD_LENGTH, "950600011", PARTNER);
        require(_state("950600011").terms.levels == 0, "levels");
        bytes memory further = abi.encodeCall(namespaces.delegate, (GS1, 9, "9506000111", PARTNER));
        _refuses(PARTNER, registry, further, INamespaceRegistry.TooDeep.selector);
    }

    function test_oneThatMayNotIssueMayStillDelegate() external {
        DelegationTerms memory node = DelegationTerms(0, ANY_DEPTH, false);
        _allows(ROOT, registry, abi.encodeCall(namespaces.delegateOnTerms, (GS1, 0, "4", MAKER, node)));
        bytes memory direct = _registration("01/04000001111115", 1);
        _refuses(MAKER, address(identifiers), direct, INamespaceRegistry.MayNotIssue.selector);
        _delegate(MAKER, 1, "4000001", BUYER);
        _allows(BUYER, address(identifiers), _registration("01/04000001111115", 7));
    }

    function test_theParentsHolderRenewsAlsoAfterTheExpiry() external {
        _delegateUntil(MAKER, PREFIX_LENGTH, CHILD, BUYER, EXPIRY);
        bytes memory renewal = _renewal(CHILD, EXPIRY + 100);
        _refuses(BUYER, registry, renewal, IPartyToken.NotHolder.selector);
        _refuses(ROOT, registry, renewal, IPartyToken.NotHolder.selector);
        _allows(MAKER, registry, renewal);
        require(_state(CHILD).terms.expiry == EXPIRY + 100, "expiry");
        bytes4 invalid = INamespaceRegistry.InvalidExpiry.selector;
        _refuses(MAKER, registry, _renewal(CHILD, EXPIRY + 99), invalid);
        _refuses(MAKER, registry, _renewal(CHILD, EXPIRY + 100), invalid);

        vm.warp(EXPIRY + 200);
        require(!_live(CHILD), "live after the expiry");
        _allows(MAKER, registry, _renewal(CHILD, EXPIRY + 300));
        require(_live(CHILD) && _state(CHILD).epoch == 1 && _state(CHILD).holder == BUYER, "not renewed");
    }

    /// @dev I6.
    function testFuzz_aRenewalNeverShortens(uint32 expiry, uint32 later) external {
        if (expiry <= NOW) return;
        _delegateUntil(MAKER, PREFIX_LENGTH, CHILD, BUYER, expiry);
        if (later == 0 || later > expiry) {
            _allows(MAKER, registry, _renewal(CHILD, later));
            require(_state(CHILD).terms.expiry == later, "expiry");
        } else {
            _refuses(MAKER, registry, _renewal(CHILD, later), INamespaceRegistry.InvalidExpiry.selector);
        }
    }

    function test_aRenewalReachesIntoTheFutureAndNeedsAnExpiry() external {
        _delegateUntil(MAKER, PREFIX_LENGTH, CHILD, BUYER, EXPIRY);
        vm.warp(EXPIRY + 100);
        _refuses(MAKER, registry, _renewal(CHILD, EXPIRY + 100), INamespaceRegistry.InvalidExpiry.selector);
        _allows(MAKER, registry, _renewal(CHILD, 0));
        _refuses(MAKER, registry, _renewal(CHILD, EXPIRY + 200), INamespaceRegistry.InvalidExpiry.selector);
        _refuses(ROOT, registry, _renewal("", EXPIRY + 200), INamespaceRegistry.InvalidPrefix.selector);
        _refuses(ROOT, registry, _renewal("7", EXPIRY + 200), INamespaceRegistry.UnknownNamespace.selector);
    }

    function test_aHolderGivesItsPrefixBack() external {
        _delegate(MAKER, PREFIX_LENGTH, CHILD, BUYER);
        _refuses(MAKER, registry, _surrendering(CHILD), IPartyToken.NotHolder.selector);
        _allows(BUYER, registry, _surrendering(CHILD));
        require(!_live(CHILD) && _state(CHILD).terms.expiry == NOW, "still there");
        _refuses(BUYER, registry, _surrendering(CHILD), INamespaceRegistry.NamespaceNotLive.selector);
        _allows(MAKER, registry, abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, CHILD, PARTNER)));
        require(_live(CHILD) && _state(CHILD).holder == PARTNER, "not given anew");
        _refuses(ROOT, registry, _surrendering(""), INamespaceRegistry.InvalidPrefix.selector);
    }

    function test_whatHasLapsedGoesToAnotherHolder() external {
        _delegateUntil(MAKER, PREFIX_LENGTH, CHILD, BUYER, EXPIRY);
        bytes memory anew = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, CHILD, PARTNER));
        vm.warp(EXPIRY - 1);
        _refuses(MAKER, registry, anew, INamespaceRegistry.NamespaceExists.selector);
        vm.warp(EXPIRY);
        uint256 token = _namespaceToken(CHILD);
        require(namespaces.ownerOf(token) == BUYER && namespaces.balanceOf(BUYER) == 1, "before");
        _allows(MAKER, registry, anew);
        Namespace memory child = _state(CHILD);
        require(child.holder == PARTNER && child.epoch == 2 && child.tenure == 2, "holder or epoch");
        require(child.terms.expiry == 0 && _live(CHILD), "terms");
        require(namespaces.ownerOf(token) == PARTNER && namespaces.balanceOf(PARTNER) == 1, "after");
        require(namespaces.balanceOf(BUYER) == 0, "balance");
    }

    function test_aLapsedPrefixIsItsParentsAgainWithoutBeingDelegated() external {
        _delegateUntil(MAKER, PREFIX_LENGTH, CHILD, BUYER, EXPIRY);
        bytes memory registration = _registration("01/09506000134352", PREFIX_LENGTH);
        _refuses(MAKER, address(identifiers), registration, INamespaceRegistry.NotClosestAncestor.selector);
        bytes memory longer = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "950600013", MAKER));
        _refuses(MAKER, registry, longer, INamespaceRegistry.NotClosestAncestor.selector);
        vm.warp(EXPIRY);
        _allows(MAKER, address(identifiers), registration);
        _allows(MAKER, registry, longer);
    }

    /// @dev What was issued stays issued, to the same owner; that it is out of force is in `PrePlantedAuthority`.
    function test_recordsOutliveTheNamespaceThatIssuedThem() external {
        _delegateUntil(MAKER, PREFIX_LENGTH, CHILD, BUYER, EXPIRY);
        _allows(BUYER, address(identifiers), _registration("01/09506000134352", CHILD_LENGTH));
        vm.warp(EXPIRY);
        require(!identifiers.isLive(_name("01/09506000134352")), "live without authority");
        uint256 token = uint256(keccak256(abi.encode(GS1, keccak256("01/09506000134352"))));
        require(identifiers.ownerOf(token) == PARTNER, "owner");
        _allows(MAKER, registry, abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, CHILD, ROOT)));
        require(!identifiers.isLive(_name("01/09506000134352")) && identifiers.ownerOf(token) == PARTNER, "lost");
        _refuses(ROOT, address(identifiers), _registration("01/09506000134352", CHILD_LENGTH));
    }

    function test_anEmancipatedNamespaceDependsOnNobody() external {
        _delegateUntil(ROOT, 0, "4", MAKER, EXPIRY);
        _delegate(MAKER, 1, "41", BUYER);
        _refuses(MAKER, registry, _emancipation("41"), INamespaceRegistry.MayNotEmancipate.selector);
        _refuses(MAKER, registry, _emancipation("4"), IPartyToken.NotHolder.selector);
        _allows(ROOT, registry, _emancipation("4"));
        require(_state("4").emancipated && _state("4").terms.expiry == 0, "state");
        _refuses(ROOT, registry, _emancipation("4"), INamespaceRegistry.NamespaceIsEmancipated.selector);
        _refuses(ROOT, registry, _suspension("4", 0), INamespaceRegistry.NamespaceIsEmancipated.selector);
        _refuses(ROOT, registry, _suspension("41", 0), INamespaceRegistry.NamespaceIsEmancipated.selector);
        vm.warp(EXPIRY);
        require(_live("4") && _live("41"), "expired");

        _allows(MAKER, registry, _emancipation("41"));
        _allows(MAKER, registry, _surrendering("4"));
        require(!_live("4") && _live("41") && !_state("4").emancipated, "surrender");
    }

    function test_aChildOfAnEmancipatedOneIsReinstatedByIt() external {
        _delegate(ROOT, 0, "4", MAKER);
        _delegate(MAKER, 1, "41", BUYER);
        _allows(ROOT, registry, _suspension("41", 0));
        _allows(ROOT, registry, _emancipation("4"));
        _refuses(ROOT, registry, _reinstatement("41", 0), INamespaceRegistry.NamespaceIsEmancipated.selector);
        _allows(MAKER, registry, _reinstatement("41", 1));
        require(_live("41"), "not reinstated");
    }

    function test_onlyWhatIsLiveIsEmancipated() external {
        _delegateUntil(ROOT, 0, "4", MAKER, EXPIRY);
        _allows(ROOT, registry, _suspension("4", 0));
        _refuses(ROOT, registry, _emancipation("4"), INamespaceRegistry.NamespaceNotLive.selector);
        _allows(ROOT, registry, _reinstatement("4", 0));
        vm.warp(EXPIRY);
        _refuses(ROOT, registry, _emancipation("4"), INamespaceRegistry.NamespaceNotLive.selector);
        _refuses(ROOT, registry, _emancipation(""), INamespaceRegistry.InvalidPrefix.selector);
    }

    /// @dev The reach of a lapsed namespace leads on to what is emancipated beneath it, also where that is longer than
    /// all that the root itself delegated.
    function test_anEmancipatedPrefixIsFoundBeneathALapsedOne() external {
        _delegate(ROOT, 0, "4", MAKER);
        _allows(ROOT, registry, _emancipation("4"));
        _delegate(MAKER, 1, "412345678", BUYER);
        _allows(MAKER, registry, _emancipation("412345678"));
        _allows(MAKER, registry, _surrendering("4"));
        bytes memory above = _registration("8004/412345678-1", 0);
        _refuses(ROOT, address(identifiers), above, INamespaceRegistry.NotClosestAncestor.selector);
        _allows(ROOT, address(identifiers), _registration("8004/4124-1", 0));
        // Nor does the next holder of the lapsed one overlook it.
        _delegate(ROOT, 0, "4", PARTNER);
        bytes memory within = _registration("8004/412345678-2", 1);
        _refuses(PARTNER, address(identifiers), within, INamespaceRegistry.NotClosestAncestor.selector);
    }

    /// @dev What was delegated over the head of a lapsed namespace is found once that is renewed.
    function test_aRenewedNamespaceSeesWhatWasDelegatedMeanwhile() external {
        _delegateUntil(ROOT, 0, "4", MAKER, EXPIRY);
        vm.warp(EXPIRY);
        _delegate(ROOT, 0, "412345678", BUYER);
        _allows(ROOT, registry, _renewal("4", 0));
        bytes memory within = _registration("8004/412345678-1", 1);
        _refuses(MAKER, address(identifiers), within, INamespaceRegistry.NotClosestAncestor.selector);
        bytes memory longer = abi.encodeCall(namespaces.delegate, (GS1, 1, "4123456789", MAKER));
        _refuses(MAKER, registry, longer, INamespaceRegistry.NotClosestAncestor.selector);
    }

    /// @dev What comes between a lapsed namespace and its children sees them once it is renewed.
    function test_oneThatCameInBetweenMeanwhileSeesRenewedChildren() external {
        _delegateUntil(ROOT, 0, "4", MAKER, EXPIRY);
        _delegate(MAKER, 1, "412345678", MAKER);
        vm.warp(EXPIRY);
        _delegate(ROOT, 0, "412", BUYER);
        bytes memory within = _registration("8004/412345678-1", 3);
        _allows(BUYER, address(identifiers), within);
        _allows(ROOT, registry, _renewal("4", 0));
        within = _registration("8004/412345678-2", 3);
        _refuses(BUYER, address(identifiers), within, INamespaceRegistry.NotClosestAncestor.selector);
    }

    /// @dev Those who delegated it long ago do not take it from the one with whom it is by now.
    function test_aLapsedPrefixIsNotRenewedOverTheHeadOfACloserOne() external {
        _delegateUntil(ROOT, 0, "4123", PARTNER, EXPIRY);
        _delegateUntil(ROOT, 0, "41", BUYER, EXPIRY + 10);
        _allows(ROOT, registry, _renewal("4123", EXPIRY + 1));
        vm.warp(EXPIRY + 1);
        _allows(BUYER, address(identifiers), _registration("8004/4123-1", 2));
        _refuses(ROOT, registry, _renewal("4123", 0), INamespaceRegistry.NotClosestAncestor.selector);
        _allows(BUYER, address(identifiers), _registration("8004/4123-2", 2));
        // Once the closer one has lapsed too, the prefix is the parent's again.
        vm.warp(EXPIRY + 10);
        _allows(ROOT, registry, _renewal("4123", 0));
        require(_live("4123"), "not renewed");
    }

    function test_whatLapsedBeneathAnEmancipatedPrefixIsOutOfReachOfThoseAbove() external {
        _delegateUntil(ROOT, 0, "4123", PARTNER, EXPIRY);
        _delegateUntil(ROOT, 0, "4124", PARTNER, EXPIRY);
        _delegate(ROOT, 0, "41", BUYER);
        _allows(ROOT, registry, _emancipation("41"));
        _allows(ROOT, registry, _suspension("4124", 0));
        _refuses(BUYER, registry, _reinstatement("4124", 2), INamespaceRegistry.NotAnAncestor.selector);
        vm.warp(EXPIRY);
        _refuses(ROOT, registry, _renewal("4123", 0), INamespaceRegistry.NotClosestAncestor.selector);
        _refuses(ROOT, registry, _suspension("4123", 0), INamespaceRegistry.NamespaceIsEmancipated.selector);
        _refuses(ROOT, registry, _reinstatement("4124", 0), INamespaceRegistry.NamespaceIsEmancipated.selector);
        _allows(BUYER, address(identifiers), _registration("8004/4123-1", 2));
        // What was suspended before is the emancipated one's to reinstate, now that it has lapsed.
        _allows(BUYER, registry, _reinstatement("4124", 2));
        _delegate(BUYER, 2, "4124", MAKER);
        require(_live("4124"), "kept from the one with whom it is");
    }

    function test_aHigherSuspensionOutlastsALapse() external {
        _delegateUntil(MAKER, PREFIX_LENGTH, CHILD, BUYER, EXPIRY);
        _allows(ROOT, registry, _suspension(CHILD, 0));
        vm.warp(EXPIRY);
        bytes memory anew = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, CHILD, PARTNER));
        _refuses(MAKER, registry, anew, INamespaceRegistry.NamespaceExists.selector);
        bytes memory registration = _registration("01/09506000134352", PREFIX_LENGTH);
        _refuses(MAKER, address(identifiers), registration, INamespaceRegistry.NotClosestAncestor.selector);
        _allows(ROOT, registry, _reinstatement(CHILD, 0));
        _allows(MAKER, registry, anew);
        require(_state(CHILD).status == NamespaceStatus.Active, "status");
    }

    function test_theParentsOwnSuspensionEndsWithTheNextDelegation() external {
        _delegateUntil(MAKER, PREFIX_LENGTH, CHILD, BUYER, EXPIRY);
        _allows(MAKER, registry, _suspension(CHILD, PREFIX_LENGTH));
        vm.warp(EXPIRY);
        _delegate(MAKER, PREFIX_LENGTH, CHILD, PARTNER);
        require(_live(CHILD) && _state(CHILD).suspendedBy == 0, "suspension");
    }

    function test_theRootStaysAsItIs() external view {
        Namespace memory root = _state("");
        require(root.terms.levels == 16 && root.terms.expiry == 0 && root.terms.mayIssue && !root.emancipated, "root");
        require(NamespaceId.unwrap(namespaces.namespaceId(GS1, "")) == bytes32(_namespaceToken("")), "id");
    }

    /// @dev Where prefixes end at dots, the closest one above is looked for at those alone.
    function test_aLapsedPrefixOfSegmentsIsRenewedByTheOneAboveIt() external {
        (SchemeId handle, ) = namespaces.registerScheme("handle", PrefixRule.Handle, ROOT);
        _allows(ROOT, registry, abi.encodeCall(namespaces.delegate, (handle, 0, "88", MAKER)));
        bytes memory delegation = abi.encodeCall(
            namespaces.delegateOnTerms,
            (handle, 2, "88.1000", BUYER, _until(EXPIRY))
        );
        _allows(MAKER, registry, delegation);
        vm.warp(EXPIRY);
        require(!namespaces.isLive(handle, "88.1000"), "live after the expiry");
        bytes memory renewal = abi.encodeCall(namespaces.renew, (handle, "88.1000", EXPIRY + 1));
        _refuses(BUYER, registry, renewal, IPartyToken.NotHolder.selector);
        _allows(MAKER, registry, renewal);
        require(namespaces.isLive(handle, "88.1000"), "not renewed");
    }
}
