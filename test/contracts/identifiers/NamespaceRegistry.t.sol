// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {
    INamespaceRegistry,
    Namespace,
    NamespaceId,
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
        require(child.parentLength == PREFIX_LENGTH && child.depth == 2, "place");
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

    function testFuzz_idsAreHashesOfTheirNames(bytes32 scheme, string calldata prefix) external view {
        bytes32 expected = keccak256(bytes.concat(scheme, bytes(prefix)));
        require(NamespaceId.unwrap(namespaces.namespaceId(SchemeId.wrap(scheme), prefix)) == expected, "id");
    }
}
