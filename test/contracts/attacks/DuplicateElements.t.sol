// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Component, ITwinComposition} from "../../../contracts/twins/ITwinComposition.sol";
import {ITwinLineage, Parent} from "../../../contracts/twins/ITwinLineage.sol";
import {AuthorShare, ITwinTerms} from "../../../contracts/twins/ITwinTerms.sol";
import {TwinId} from "../../../contracts/twins/TwinTypes.sol";
import {TwinFixture} from "../fixtures/TwinFixture.sol";

/// @notice Attack class 9: every list that a call takes, with the same element twice, empty, of one, of the most and of
/// one more.
contract DuplicateElementsAttackTest is TwinFixture {
    TwinId private twin;
    uint256 private made;

    function setUp() public override {
        super.setUp();
        twin = _type(MAKER, 0);
    }

    function testFuzz_noAuthorIsNamedTwice(uint8 count, uint8 first, uint8 second) external {
        uint256 length = 3 + (uint256(count) % 14);
        AuthorShare[] memory authors = _authors(length);
        uint256 one = first % length;
        uint256 other = second % length;
        if (one == other) return;
        authors[one].party = authors[other].party;
        _refusesAuthors(authors);
    }

    function test_listsOfAuthorsHaveBounds() external {
        _refusesAuthors(new AuthorShare[](0));
        _refusesAuthors(_authors(1));
        _refusesAuthors(_authors(17));
        _allows(MAKER, address(twinTerms), abi.encodeCall(twinTerms.nameAuthors, (twin, _authors(16))));
        require(twinTerms.authorsOf(twin).length == 16, "authors");
    }

    function testFuzz_noParentIsNamedTwice(uint8 count, uint8 first, uint8 second) external {
        uint256 length = 2 + (uint256(count) % 7);
        Parent[] memory parents = _parents(length);
        uint256 one = first % length;
        uint256 other = second % length;
        if (one == other) return;
        parents[one] = parents[other];
        _refusesParents(parents);
    }

    function test_listsOfParentsHaveBounds() external {
        _refusesParents(new Parent[](0));
        _refusesParents(_parents(9));
        _allows(MAKER, address(lineage), abi.encodeCall(lineage.derive, (twin, _parents(8))));
        require(lineage.parentsOf(twin).length == 8, "parents");
    }

    function testFuzz_noComponentIsListedTwice(uint8 count, uint8 first, uint8 second) external {
        uint256 length = 2 + (uint256(count) % 7);
        Component[] memory components = _components(length);
        uint256 one = first % length;
        uint256 other = second % length;
        if (one == other) return;
        components[one] = components[other];
        bytes memory call = abi.encodeCall(composition.compose, (twin, components));
        _refuses(MAKER, address(composition), call, ITwinComposition.ComponentExists.selector);
        (uint32 listed, ) = composition.usesOf(twin);
        require(listed == 0, "listed by half");
    }

    function test_aComponentIsListedOnceAlsoInCallsApart() external {
        TwinId part = _components(1)[0].twin;
        _allows(MAKER, address(composition), _composeCall(twin, part));
        bytes4 exists = ITwinComposition.ComponentExists.selector;
        _refuses(MAKER, address(composition), _composeCall(twin, part), exists);
    }

    function test_aComponentIsTakenOutOnce() external {
        Component[] memory components = _components(2);
        _allows(MAKER, address(composition), abi.encodeCall(composition.compose, (twin, components)));
        TwinId[] memory twice = new TwinId[](2);
        twice[0] = components[0].twin;
        twice[1] = components[0].twin;
        bytes4 unknown = ITwinComposition.UnknownComponent.selector;
        _refuses(MAKER, address(composition), abi.encodeCall(composition.decompose, (twin, twice)), unknown);
        (uint32 listed, ) = composition.usesOf(twin);
        require(listed == 2, "taken out by half");
    }

    function test_listsOfComponentsHaveBounds() external {
        bytes4 invalid = ITwinComposition.InvalidComponents.selector;
        bytes memory call = abi.encodeCall(composition.compose, (twin, new Component[](0)));
        _refuses(MAKER, address(composition), call, invalid);
        call = abi.encodeCall(composition.compose, (twin, new Component[](65)));
        _refuses(MAKER, address(composition), call, invalid);
        call = abi.encodeCall(composition.decompose, (twin, new TwinId[](0)));
        _refuses(MAKER, address(composition), call, invalid);
        call = abi.encodeCall(composition.decompose, (twin, new TwinId[](65)));
        _refuses(MAKER, address(composition), call, invalid);
        _allows(MAKER, address(composition), abi.encodeCall(composition.compose, (twin, _components(64))));
        (uint32 listed, ) = composition.usesOf(twin);
        require(listed == 64, "components");
    }

    function _authors(uint256 count) private returns (AuthorShare[] memory authors) {
        authors = new AuthorShare[](count);
        for (uint256 i = 0; i < count; ++i) {
            address party = i == 0 ? MAKER : address(uint160(0xAA00 + ++made));
            if (i > 0) _registerParty(party);
            uint256 share = 10_000 / count;
            authors[i] = AuthorShare(party, uint16(i == 0 ? 10_000 - share * (count - 1) : share));
        }
    }

    function _parents(uint256 count) private returns (Parent[] memory parents) {
        parents = new Parent[](count);
        for (uint256 i = 0; i < count; ++i) parents[i] = Parent(_type(MAKER, ++made), 0);
    }

    function _components(uint256 count) private returns (Component[] memory components) {
        components = new Component[](count);
        for (uint256 i = 0; i < count; ++i) components[i] = Component(_type(MAKER, ++made), 1);
    }

    function _refusesAuthors(AuthorShare[] memory authors) private {
        bytes memory call = abi.encodeCall(twinTerms.nameAuthors, (twin, authors));
        _refuses(MAKER, address(twinTerms), call, ITwinTerms.InvalidAuthors.selector);
    }

    function _refusesParents(Parent[] memory parents) private {
        bytes memory call = abi.encodeCall(lineage.derive, (twin, parents));
        _refuses(MAKER, address(lineage), call, ITwinLineage.InvalidParents.selector);
    }
}
