// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {ITwinOwned} from "../../../contracts/twins/ITwinOwned.sol";
import {AuthorShare, ITwinTerms, TwinUse} from "../../../contracts/twins/ITwinTerms.sol";
import {TwinId, TwinState} from "../../../contracts/twins/TwinTypes.sol";
import {TwinFixture} from "../fixtures/TwinFixture.sol";

contract TwinTermsTest is TwinFixture {
    bytes32 private constant LICENCE = keccak256("licence");

    TwinId private twin;

    function setUp() public override {
        super.setUp();
        twin = _type(MAKER, 1);
    }

    function testFuzz_coAuthorsShareTheWhole(uint16 share) external {
        share = uint16(1 + (uint256(share) % 9_999));
        _allows(MAKER, address(twinTerms), _name(_authors(MAKER, share, BUYER, 10_000 - share)));
        AuthorShare[] memory authors = twinTerms.authorsOf(twin);
        require(authors.length == 2 && authors[0].party == MAKER && authors[1].party == BUYER, "authors");
        require(authors[0].share == share && authors[0].share + authors[1].share == 10_000, "shares");
    }

    function test_anAuthorAloneHasItAll() external view {
        AuthorShare[] memory authors = twinTerms.authorsOf(twin);
        require(authors.length == 1 && authors[0].party == MAKER && authors[0].share == 10_000, "author");
        require(twinTerms.authorsOf(TwinId.wrap(0)).length == 0, "authors of nothing");
    }

    function test_authorsAreNamedOnceByTheAuthorWhoeverOwnsTheTwin() external {
        _give(MAKER, PARTNER, twin);
        bytes memory call = _name(_authors(MAKER, 6_000, BUYER, 4_000));
        _refuses(PARTNER, address(twinTerms), call, ITwinTerms.NotAuthor.selector);
        _refuses(BUYER, address(twinTerms), call, ITwinTerms.NotAuthor.selector);
        _allows(MAKER, address(twinTerms), call);
        _refuses(MAKER, address(twinTerms), call, ITwinTerms.AuthorsNamed.selector);
        bytes memory unknown = abi.encodeCall(
            twinTerms.nameAuthors,
            (TwinId.wrap(0), _authors(MAKER, 6_000, BUYER, 4_000))
        );
        _refuses(MAKER, address(twinTerms), unknown, ITwinOwned.UnknownTwin.selector);
    }

    function testFuzz_sharesThatAreNotTheWholeAreRefused(uint16 one, uint16 other) external {
        if (one != 0 && other != 0 && uint256(one) + other == 10_000) return;
        bytes memory call = _name(_authors(MAKER, one, BUYER, other));
        _refuses(MAKER, address(twinTerms), call, ITwinTerms.InvalidAuthors.selector);
    }

    function test_onlyLivingPartiesAreAuthors() external {
        bytes memory call = _name(_authors(MAKER, 5_000, STRANGER, 5_000));
        _refuses(MAKER, address(twinTerms), call, IPartyRegistry.NotAParty.selector);
    }

    function testFuzz_licencesAreVersioned(bytes32 first, bytes32 second) external {
        if (first == 0 || second == 0 || first == second) return;
        _allows(MAKER, address(twinTerms), _attach(first));
        _allows(MAKER, address(twinTerms), _attach(second));
        _allows(MAKER, address(twinTerms), abi.encodeCall(twinTerms.attachLicence, (twin, 0, "")));
        (uint24 version, bytes32 digest) = twinTerms.licenceOf(twin);
        require(version == 3 && digest == 0, "present");
        require(twinTerms.licenceAt(twin, 1) == first && twinTerms.licenceAt(twin, 2) == second, "history");
    }

    function test_licencesOutOfRangeAreRefused() external {
        bytes4 invalid = ITwinTerms.InvalidLicence.selector;
        _refuses(MAKER, address(twinTerms), _attach(0), invalid);
        _refuses(MAKER, address(twinTerms), abi.encodeCall(twinTerms.attachLicence, (twin, 0, "")), invalid);
        bytes memory long = abi.encodeCall(twinTerms.attachLicence, (twin, LICENCE, string(new bytes(2049))));
        _refuses(MAKER, address(twinTerms), long, invalid);
        _allows(MAKER, address(twinTerms), _attach(LICENCE));
        _refuses(MAKER, address(twinTerms), _attach(LICENCE), invalid);
    }

    function testFuzz_onlyTheOwnerSetsTerms(address caller) external {
        if (caller == MAKER) return;
        bytes4 notOwner = ITwinOwned.NotTwinOwner.selector;
        _refuses(caller, address(twinTerms), _attach(LICENCE), notOwner);
        _refuses(caller, address(twinTerms), _permitCall(TwinUse.Derive, BUYER, true), notOwner);
    }

    function test_aWithdrawnOrUnknownTwinGetsNoTerms() external {
        _setState(MAKER, twin, TwinState.Withdrawn);
        _refuses(MAKER, address(twinTerms), _attach(LICENCE), ITwinOwned.TwinNotLive.selector);
        _refuses(MAKER, address(twinTerms), _permitCall(TwinUse.Derive, BUYER, true), ITwinOwned.TwinNotLive.selector);
        twin = TwinId.wrap(0);
        _refuses(MAKER, address(twinTerms), _attach(LICENCE), ITwinOwned.UnknownTwin.selector);
    }

    function test_aPermissionIsForOneUseAndOneParty() external {
        _permit(MAKER, twin, TwinUse.Derive, BUYER, true);
        require(twinTerms.isUsePermitted(twin, TwinUse.Derive, BUYER), "permitted");
        require(!twinTerms.isUsePermitted(twin, TwinUse.Compose, BUYER), "another use");
        require(!twinTerms.isUsePermitted(twin, TwinUse.Derive, PARTNER), "another party");
        _permit(MAKER, twin, TwinUse.Derive, BUYER, false);
        require(!twinTerms.isUsePermitted(twin, TwinUse.Derive, BUYER), "taken back");
        _permit(MAKER, twin, TwinUse.Derive, address(0), true);
        require(twinTerms.isUsePermitted(twin, TwinUse.Derive, PARTNER), "everyone");
        bytes memory noParty = _permitCall(TwinUse.Derive, STRANGER, true);
        _refuses(MAKER, address(twinTerms), noParty, IPartyRegistry.NotAParty.selector);
        require(!twinTerms.isUsePermitted(TwinId.wrap(0), TwinUse.Derive, BUYER), "of nothing");
    }

    /// @dev Attack classes 1 and 2: what a seller permitted does not bind the buyer, nor does it come back.
    function test_permissionsEndWithTheHolding() external {
        _permit(MAKER, twin, TwinUse.Derive, BUYER, true);
        _permit(MAKER, twin, TwinUse.Compose, address(0), true);
        _give(MAKER, PARTNER, twin);
        require(!twinTerms.isUsePermitted(twin, TwinUse.Derive, BUYER), "outlived the sale");
        require(!twinTerms.isUsePermitted(twin, TwinUse.Compose, BUYER), "everyone outlived the sale");
        _give(PARTNER, MAKER, twin);
        require(!twinTerms.isUsePermitted(twin, TwinUse.Derive, BUYER), "came back");
    }

    function test_aRotatedKeySetsNoTerms() external {
        _rotate(MAKER, MAKER, NEW_KEY);
        _refuses(MAKER, address(twinTerms), _attach(LICENCE), ITwinOwned.NotTwinOwner.selector);
        bytes memory call = _name(_authors(MAKER, 6_000, BUYER, 4_000));
        _refuses(MAKER, address(twinTerms), call, ITwinTerms.NotAuthor.selector);
        _allows(NEW_KEY, address(twinTerms), _attach(LICENCE));
        _allows(NEW_KEY, address(twinTerms), call);
    }

    function test_theStandardsAreAnnounced() external view {
        require(twinTerms.supportsInterface(type(ITwinTerms).interfaceId), "terms");
        require(!twinTerms.supportsInterface(0xffffffff), "anything");
    }

    function testFuzz_aUseIsPermittedToWhomTheOwnerSaysUntilASale(address other, uint8 pick, bool derive) external {
        address party = [ROOT, BUYER, PARTNER][pick % 3];
        if (other == party) return;
        (TwinUse use, TwinUse unsaid) = derive ? (TwinUse.Derive, TwinUse.Compose) : (TwinUse.Compose, TwinUse.Derive);
        bytes memory permit = abi.encodeCall(twinTerms.permitUse, (twin, use, party, true));
        if (other != MAKER && other != address(parties)) {
            _refuses(other, address(twinTerms), permit, ITwinOwned.NotTwinOwner.selector);
        }
        _allows(MAKER, address(twinTerms), permit);
        require(twinTerms.isUsePermitted(twin, use, party), "not permitted");
        require(!twinTerms.isUsePermitted(twin, use, other), "to another");
        require(!twinTerms.isUsePermitted(twin, unsaid, party), "for another use");
        _permit(MAKER, twin, use, address(0), true);
        require(twinTerms.isUsePermitted(twin, use, other), "everyone");
        _permit(MAKER, twin, use, address(0), false);
        require(!twinTerms.isUsePermitted(twin, use, other), "no longer everyone");
        _give(MAKER, BUYER, twin);
        require(!twinTerms.isUsePermitted(twin, use, party), "by a former owner");
    }

    function _authors(
        address one,
        uint16 share,
        address other,
        uint16 rest
    ) private pure returns (AuthorShare[] memory authors) {
        authors = new AuthorShare[](2);
        authors[0] = AuthorShare(one, share);
        authors[1] = AuthorShare(other, rest);
    }

    function _name(AuthorShare[] memory authors) private view returns (bytes memory) {
        return abi.encodeCall(twinTerms.nameAuthors, (twin, authors));
    }

    function _attach(bytes32 digest) private view returns (bytes memory) {
        return abi.encodeCall(twinTerms.attachLicence, (twin, digest, "https://example.com/licence"));
    }

    function _permitCall(TwinUse use, address party, bool allowed) private view returns (bytes memory) {
        return abi.encodeCall(twinTerms.permitUse, (twin, use, party, allowed));
    }
}
