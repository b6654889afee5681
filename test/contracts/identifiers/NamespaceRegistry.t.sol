// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {
    INamespaceRegistry,
    Issuance,
    Namespace,
    NamespaceId,
    NamespaceStanding,
    NamespaceStatus,
    PrefixRule,
    SchemeId
} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract NamespaceRegistryTest is LedgerFixture {
    function test_onlyTheSchemeAdministratorAddsSchemes() external {
        bytes memory call = abi.encodeCall(namespaces.registerScheme, ("oid", PrefixRule.Oid, ROOT));
        _refuses(ROOT, address(namespaces), call, IAccessManaged.AccessManagedUnauthorized.selector);
        _allows(address(this), address(namespaces), call);
        _refuses(address(this), address(namespaces), call, INamespaceRegistry.SchemeExists.selector);
    }

    function test_schemesNeedAPlainNameAndARule() external {
        string[4] memory names = ["", "GS1", "a b", "a-scheme-name-of-thirty-three-byt"];
        for (uint256 i = 0; i < names.length; ++i) {
            bytes memory named = abi.encodeCall(namespaces.registerScheme, (names[i], PrefixRule.Oid, ROOT));
            _refuses(address(this), address(namespaces), named, INamespaceRegistry.InvalidScheme.selector);
        }
        bytes memory call = abi.encodeCall(namespaces.registerScheme, ("oid", PrefixRule.None, ROOT));
        _refuses(address(this), address(namespaces), call, INamespaceRegistry.InvalidScheme.selector);
    }

    function test_aRootIsHeldByAParty() external {
        bytes memory call = abi.encodeCall(namespaces.registerScheme, ("oid", PrefixRule.Oid, STRANGER));
        _refuses(address(this), address(namespaces), call, IPartyRegistry.NotAParty.selector);
    }

    function test_aDelegationKnowsItsPlace() external {
        _delegate(MAKER, PREFIX_LENGTH, "95060001", BUYER);
        Namespace memory child = namespaces.namespaceOf(namespaces.namespaceId(GS1, "95060001"));
        require(child.holder == BUYER && child.epoch == 1, "holder or epoch");
        require(child.status == NamespaceStatus.Active, "status");
        require(child.parentLength == PREFIX_LENGTH && child.terms.levels == 14, "place");
    }

    function test_onlyTheHolderOfTheParentDelegates() external {
        bytes memory call = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "95060001", BUYER));
        _refuses(ROOT, address(namespaces), call, IPartyToken.NotHolder.selector);
        _refuses(BUYER, address(namespaces), call, IPartyToken.NotHolder.selector);
        _allows(MAKER, address(namespaces), call);
        _refuses(MAKER, address(namespaces), call, INamespaceRegistry.NamespaceExists.selector);
    }

    function test_theParentMustExistAndTheSchemeToo() external {
        bytes memory orphan = abi.encodeCall(namespaces.delegate, (GS1, 3, "95060001", BUYER));
        _refuses(MAKER, address(namespaces), orphan, INamespaceRegistry.UnknownNamespace.selector);
        SchemeId unknown = SchemeId.wrap(keccak256("unknown"));
        bytes memory foreign = abi.encodeCall(namespaces.delegate, (unknown, 0, "1", BUYER));
        _refuses(MAKER, address(namespaces), foreign, INamespaceRegistry.UnknownScheme.selector);
    }

    function test_prefixesThatDoNotExtendTheirParentAreRefused() external {
        string[4] memory prefixes = ["", "9506000", "950600A1", "9506000134352"];
        for (uint256 i = 0; i < prefixes.length; ++i) {
            bytes memory call = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, prefixes[i], BUYER));
            _refuses(MAKER, address(namespaces), call, INamespaceRegistry.InvalidPrefix.selector);
        }
    }

    function test_segmentsAreNotCutInTheMiddle() external {
        SchemeId oid = SchemeId.wrap(keccak256("oid"));
        namespaces.registerScheme("oid", PrefixRule.Oid, ROOT);
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.delegate, (oid, 0, "1.3", MAKER)));
        bytes memory lookalike = abi.encodeCall(namespaces.delegate, (oid, 3, "1.36", MAKER));
        _refuses(MAKER, address(namespaces), lookalike, INamespaceRegistry.InvalidPrefix.selector);
        _allows(MAKER, address(namespaces), abi.encodeCall(namespaces.delegate, (oid, 3, "1.3.6", MAKER)));
    }

    function test_nobodyDelegatesOverTheHeadOfACloserHolder() external {
        bytes memory call = abi.encodeCall(namespaces.delegate, (GS1, 0, "950600012", ROOT));
        _refuses(ROOT, address(namespaces), call, INamespaceRegistry.NotClosestAncestor.selector);
    }

    function test_aLaterDelegationInBetweenStillCountsAsCloser() external {
        _delegate(ROOT, 0, "950", PARTNER);
        bytes memory call = abi.encodeCall(namespaces.delegate, (GS1, 3, "95060009", BUYER));
        _refuses(PARTNER, address(namespaces), call, INamespaceRegistry.NotClosestAncestor.selector);
    }

    function test_depthIsCapped() external {
        SchemeId oid = SchemeId.wrap(keccak256("oid"));
        namespaces.registerScheme("oid", PrefixRule.Oid, ROOT);
        string memory prefix = "1";
        uint8 parentLength = 0;
        for (uint256 depth = 1; depth <= 16; ++depth) {
            vm.prank(ROOT);
            namespaces.delegate(oid, parentLength, prefix, ROOT);
            parentLength = uint8(bytes(prefix).length);
            prefix = string.concat(prefix, ".1");
        }
        bytes memory call = abi.encodeCall(namespaces.delegate, (oid, parentLength, prefix, ROOT));
        _refuses(ROOT, address(namespaces), call, INamespaceRegistry.TooDeep.selector);
    }

    function test_anAncestorSuspendsAndReinstates() external {
        _delegate(MAKER, PREFIX_LENGTH, "95060001", BUYER);
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, "fraud")));
        require(!namespaces.isLive(GS1, PREFIX) && !namespaces.isLive(GS1, "95060001"), "live beneath a suspension");
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.reinstate, (GS1, PREFIX, 0, "settled")));
        require(namespaces.isLive(GS1, PREFIX) && namespaces.isLive(GS1, "95060001"), "not live again");
    }

    function test_onlyARealAncestorSuspends() external {
        _delegate(MAKER, PREFIX_LENGTH, "95060001", BUYER);
        uint8[4] memory lengths = [3, 8, 9, 255];
        for (uint256 i = 0; i < lengths.length; ++i) {
            bytes memory call = abi.encodeCall(namespaces.suspend, (GS1, "95060001", lengths[i], ""));
            _refuses(MAKER, address(namespaces), call, INamespaceRegistry.NotAnAncestor.selector);
        }
        bytes memory byChild = abi.encodeCall(namespaces.suspend, (GS1, "95060001", PREFIX_LENGTH, ""));
        _refuses(BUYER, address(namespaces), byChild, IPartyToken.NotHolder.selector);
        bytes memory root = abi.encodeCall(namespaces.suspend, (GS1, "", 0, ""));
        _refuses(ROOT, address(namespaces), root, INamespaceRegistry.NotAnAncestor.selector);
    }

    function test_onlyTheSuspenderOrOneAboveReinstates() external {
        _delegate(MAKER, PREFIX_LENGTH, "95060001", BUYER);
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.suspend, (GS1, "95060001", 0, "")));
        bytes memory lower = abi.encodeCall(namespaces.reinstate, (GS1, "95060001", PREFIX_LENGTH, ""));
        _refuses(MAKER, address(namespaces), lower, INamespaceRegistry.NotAnAncestor.selector);
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.reinstate, (GS1, "95060001", 0, "")));

        _allows(MAKER, address(namespaces), abi.encodeCall(namespaces.suspend, (GS1, "95060001", PREFIX_LENGTH, "")));
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.reinstate, (GS1, "95060001", 0, "")));
        bytes memory again = abi.encodeCall(namespaces.reinstate, (GS1, "95060001", 0, ""));
        _refuses(ROOT, address(namespaces), again, INamespaceRegistry.NamespaceIsLive.selector);
    }

    function test_aHigherAncestorTakesASuspensionOver() external {
        _delegate(MAKER, PREFIX_LENGTH, "95060001", BUYER);
        bytes memory byMaker = abi.encodeCall(namespaces.suspend, (GS1, "95060001", PREFIX_LENGTH, "late"));
        bytes memory byRoot = abi.encodeCall(namespaces.suspend, (GS1, "95060001", 0, "fraud"));
        _allows(MAKER, address(namespaces), byMaker);
        _refuses(MAKER, address(namespaces), byMaker, INamespaceRegistry.NamespaceNotLive.selector);
        _allows(ROOT, address(namespaces), byRoot);
        require(namespaces.namespaceOf(namespaces.namespaceId(GS1, "95060001")).suspendedBy == 0, "suspended by");
        _refuses(ROOT, address(namespaces), byRoot, INamespaceRegistry.NamespaceNotLive.selector);
        _refuses(MAKER, address(namespaces), byMaker, INamespaceRegistry.NamespaceNotLive.selector);
    }

    function test_theIssuerIsTheLongestDelegatedPrefix() external {
        _issuesFrom(PREFIX_LENGTH);
        _doesNotIssueFrom(0);
        _delegate(MAKER, PREFIX_LENGTH, "950600013", BUYER);
        _issuesFrom(9);
        _doesNotIssueFrom(PREFIX_LENGTH);
        // Another branch, however long, takes nothing away.
        _delegate(MAKER, PREFIX_LENGTH, "950600099999", BUYER);
        _issuesFrom(9);
        _delegate(BUYER, 9, "950600013435", PARTNER);
        _issuesFrom(12);
        _doesNotIssueFrom(9);
    }

    /// @dev A namespace that is put in between later knows of what was there before, at any depth.
    function test_aPrefixPutInBetweenDoesNotIssueWhereOlderOnesLieWithin() external {
        _delegate(ROOT, 0, "950", PARTNER);
        _doesNotIssueFrom(3);
        _delegate(PARTNER, 3, "9506", PARTNER);
        _doesNotIssueFrom(4);
        _issuesFrom(PREFIX_LENGTH);
    }

    function testFuzz_theIssuerIsFoundHoweverPrefixesWereDelegated(uint8[6] calldata lengths) external {
        string memory digits = "123456789012";
        uint256 longest = 0;
        bool[13] memory delegated;
        for (uint256 i = 0; i < lengths.length; ++i) {
            uint256 length = 1 + (lengths[i] % 12);
            uint256 parent = length - 1;
            while (parent > 0 && !delegated[parent]) --parent;
            vm.prank(ROOT);
            bytes memory call = abi.encodeCall(namespaces.delegate, (GS1, uint8(parent), _first(digits, length), ROOT));
            (bool done, ) = address(namespaces).call(call);
            require(done == !delegated[length], "delegation");
            delegated[length] = true;
            if (length > longest) longest = length;
        }
        for (uint8 length = 0; length <= 12; ++length) {
            if (length != 0 && !delegated[length]) continue;
            bytes memory call = abi.encodeCall(namespaces.issuerOf, (GS1, "8004/123456789012345", length));
            (bool done, ) = address(namespaces).staticcall(call);
            require(done == (length == longest), "issuer");
        }
    }

    function test_theIssuerIsLookedForAtRealCutsOnly() external {
        SchemeId handle = _scheme("handle", PrefixRule.Handle);
        _delegateIn(handle, 0, "88", MAKER);
        _delegateIn(handle, 2, "88.101", BUYER);
        _refusesIssuer(handle, "88.101/part", 2);
        namespaces.issuerOf(handle, "88/101.part", 2);
        namespaces.issuerOf(handle, "88.1011/part", 2);

        SchemeId oid = _scheme("oid", PrefixRule.Oid);
        _delegateIn(oid, 0, "1.3", MAKER);
        _delegateIn(oid, 3, "1.3.6", BUYER);
        _refusesIssuer(oid, "1.3.6", 3);
        _refusesIssuer(oid, "1.3.6.1", 3);
        namespaces.issuerOf(oid, "1.3.61", 3);

        SchemeId did = _scheme("did", PrefixRule.Did);
        _delegateIn(did, 0, "did:web", MAKER);
        _delegateIn(did, 7, "did:web:example.com", BUYER);
        _refusesIssuer(did, "did:web:example.com", 7);
        _refusesIssuer(did, "did:web:example.com:a", 7);
        namespaces.issuerOf(did, "did:web:example.community", 7);
        _refusesIssuer(did, "did:web:example.com", 0);

        SchemeId aas = _scheme("aas", PrefixRule.Asset);
        _delegateIn(aas, 0, "example.com", MAKER);
        _delegateIn(aas, 11, "example.com/van", BUYER);
        _refusesIssuer(aas, "example.com/van/1", 11);
        namespaces.issuerOf(aas, "example.com/vanity/1", 11);
        namespaces.issuerOf(aas, "example.com/serial/van", 11);
    }

    function test_theRootIssuesWhatCarriesNoPrefix() external view {
        (, address holder, , ) = namespaces.issuerOf(GS1, "no key at all", 0);
        require(holder == ROOT, "holder");
        namespaces.issuerOf(GS1, "8004/-9506000", 0);
    }

    function test_reasonsHaveALimit() external {
        string memory longest = string(new bytes(1024));
        bytes4 tooLong = INamespaceRegistry.ReasonTooLong.selector;
        bytes memory suspend = abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, string.concat(longest, "!")));
        _refuses(ROOT, address(namespaces), suspend, tooLong);
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, longest)));
        bytes memory reinstate = abi.encodeCall(namespaces.reinstate, (GS1, PREFIX, 0, string.concat(longest, "!")));
        _refuses(ROOT, address(namespaces), reinstate, tooLong);
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.reinstate, (GS1, PREFIX, 0, longest)));
    }

    function test_theAuthorityIsFoundWithinTheIdentifier() external view {
        (NamespaceId id, address holder, uint32 epoch, bool live) = namespaces.authorityOf(
            GS1,
            IDENTIFIER,
            PREFIX_LENGTH
        );
        require(NamespaceId.unwrap(id) == NamespaceId.unwrap(namespaces.namespaceId(GS1, PREFIX)), "id");
        require(holder == MAKER && epoch == 1 && live, "state");
    }

    function test_anIdentifierThatIsTooShortCarriesNoPrefix() external {
        bytes memory call = abi.encodeCall(namespaces.authorityOf, (GS1, "01/0950", PREFIX_LENGTH));
        _refuses(MAKER, address(namespaces), call, INamespaceRegistry.PrefixMismatch.selector);
        call = abi.encodeCall(namespaces.authorityOf, (GS1, "01/", 1));
        _refuses(MAKER, address(namespaces), call, INamespaceRegistry.PrefixMismatch.selector);
    }

    function testFuzz_aSchemeHasTheRuleThatItWasRegisteredWith(bytes32 unknown, uint8 rule, address caller) external {
        if (caller == address(this)) return;
        SchemeId gs1 = GS1;
        if (unknown != SchemeId.unwrap(gs1)) {
            require(namespaces.schemeRule(SchemeId.wrap(unknown)) == PrefixRule.None, "a rule of nothing");
        }
        PrefixRule given = PrefixRule(1 + (rule % uint8(type(PrefixRule).max)));
        bytes memory call = abi.encodeCall(namespaces.registerScheme, ("other", given, ROOT));
        _refuses(caller, address(namespaces), call, IAccessManaged.AccessManagedUnauthorized.selector);
        _allows(address(this), address(namespaces), call);
        require(namespaces.schemeRule(SchemeId.wrap(keccak256("other"))) == given, "rule");
        require(namespaces.schemeRule(gs1) == PrefixRule.Gs1, "another's rule");
    }

    /// @dev Three ways to ask for the namespace of a prefix agree, whatever stands after it.
    function testFuzz_theNamespaceOfAnIdentifierIsThatOfItsPrefix(
        uint32 serial,
        uint32 epoch,
        bool suspended
    ) external {
        string memory identifier = string.concat("01/09506000134352/21/", _decimal(serial));
        if (suspended) _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, "")));
        bytes32 id = NamespaceId.unwrap(namespaces.namespaceId(GS1, PREFIX));
        (NamespaceId authority, address holder, uint32 itsEpoch, bool live) = namespaces.authorityOf(
            GS1,
            identifier,
            PREFIX_LENGTH
        );
        require(NamespaceId.unwrap(authority) == id && holder == MAKER && itsEpoch == 1, "authority");
        require(live != suspended, "live");
        bool answers;
        (authority, live, answers) = namespaces.answersFor(GS1, identifier, PREFIX_LENGTH, epoch);
        require(NamespaceId.unwrap(authority) == id && live != suspended && answers == (epoch <= 1), "answers");
        Issuance memory issuance = namespaces.issuanceOf(GS1, identifier, PREFIX_LENGTH, epoch);
        require(NamespaceId.unwrap(issuance.namespace) == id && !issuance.frozen, "issuance");
        require(issuance.live == live && issuance.answers == answers, "issuance's state");
        bytes memory call = abi.encodeCall(namespaces.issuingNamespace, (GS1, PREFIX));
        if (suspended) {
            _refuses(MAKER, address(namespaces), call, INamespaceRegistry.NamespaceNotLive.selector);
            return;
        }
        (authority, holder, itsEpoch) = namespaces.issuingNamespace(GS1, PREFIX);
        require(NamespaceId.unwrap(authority) == id && holder == MAKER && itsEpoch == 1, "issuer");
    }

    function testFuzz_whatFollowsTheDecidingBytesDecidesNothing(string calldata rest) external view {
        require(namespaces.decidingLength(GS1, string.concat("01/09506000134352", rest)) == 16, "twelve digits");
        require(namespaces.decidingLength(GS1, string.concat("8004/95-", rest)) == 8, "two digits");
        require(namespaces.decidingLength(GS1, string.concat("/", rest)) == 0, "no key");
    }

    function test_whatCouldGoOnIsDecidedByAllOfIt() external view {
        require(namespaces.decidingLength(GS1, "8004/95") == 0, "digits could follow");
        require(namespaces.decidingLength(GS1, "01/") == 0, "no prefix");
    }

    function testFuzz_whatNobodyDelegatedIsNoNamespace(bytes32 scheme, string calldata prefix) external {
        if (scheme == SchemeId.unwrap(GS1)) return;
        SchemeId unknown = SchemeId.wrap(scheme);
        require(!namespaces.isLive(unknown, prefix), "live");
        require(namespaces.standingOf(unknown, prefix) == NamespaceStanding.None, "standing");
        require(namespaces.namespaceOf(namespaces.namespaceId(unknown, prefix)).holder == address(0), "holder");
        bytes memory call = abi.encodeCall(namespaces.issuingNamespace, (unknown, prefix));
        _refuses(MAKER, address(namespaces), call, INamespaceRegistry.UnknownNamespace.selector);
        call = abi.encodeCall(namespaces.authorityOf, (unknown, prefix, 0));
        _refuses(MAKER, address(namespaces), call, INamespaceRegistry.UnknownScheme.selector);
        call = abi.encodeCall(namespaces.answersFor, (unknown, prefix, 0, 1));
        _refuses(MAKER, address(namespaces), call, INamespaceRegistry.UnknownScheme.selector);
        call = abi.encodeCall(namespaces.decidingLength, (unknown, prefix));
        _refuses(MAKER, address(namespaces), call, INamespaceRegistry.UnknownScheme.selector);
        call = abi.encodeCall(namespaces.issuanceOf, (unknown, prefix, 0, 1));
        _refuses(MAKER, address(namespaces), call, INamespaceRegistry.UnknownScheme.selector);
    }

    function _decimal(uint256 number) private pure returns (string memory text) {
        do {
            text = string.concat(string(abi.encodePacked(bytes1(uint8(48 + (number % 10))))), text);
            number /= 10;
        } while (number != 0);
    }

    function _scheme(string memory name, PrefixRule rule) private returns (SchemeId scheme) {
        (scheme, ) = namespaces.registerScheme(name, rule, MAKER);
    }

    function _delegateIn(SchemeId scheme, uint8 parentLength, string memory prefix, address holder) private {
        _allows(
            MAKER,
            address(namespaces),
            abi.encodeCall(namespaces.delegate, (scheme, parentLength, prefix, holder))
        );
    }

    function _issuesFrom(uint8 length) private view {
        (NamespaceId id, , , bool live) = namespaces.issuerOf(GS1, IDENTIFIER, length);
        (NamespaceId expected, , , ) = namespaces.authorityOf(GS1, IDENTIFIER, length);
        require(NamespaceId.unwrap(id) == NamespaceId.unwrap(expected) && live, "issuer");
    }

    function _doesNotIssueFrom(uint8 length) private {
        _refusesIssuer(GS1, IDENTIFIER, length);
    }

    function _refusesIssuer(SchemeId scheme, string memory identifier, uint8 length) private {
        bytes memory call = abi.encodeCall(namespaces.issuerOf, (scheme, identifier, length));
        _refuses(MAKER, address(namespaces), call, INamespaceRegistry.NotClosestAncestor.selector);
    }

    function _first(string memory text, uint256 length) private pure returns (string memory) {
        bytes memory piece = new bytes(length);
        for (uint256 i = 0; i < length; ++i) piece[i] = bytes(text)[i];
        return string(piece);
    }

    function testFuzz_idsAreHashesOfTheirNames(bytes32 scheme, string calldata prefix) external view {
        bytes32 expected = keccak256(bytes.concat(scheme, bytes(prefix)));
        require(NamespaceId.unwrap(namespaces.namespaceId(SchemeId.wrap(scheme), prefix)) == expected, "id");
    }
}
