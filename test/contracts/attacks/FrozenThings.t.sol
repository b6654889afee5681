// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {INamespaceRegistry} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IPartyRegistry, PartyKind} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyRelations, RelationKey, RelationKind} from "../../../contracts/identity/IPartyRelations.sol";
import {PartyRelations} from "../../../contracts/identity/PartyRelations.sol";
import {PartyToken} from "../../../contracts/identity/PartyToken.sol";
import {GrantId, GrantKey} from "../../../contracts/rights/RightTypes.sol";
import {IERC7943NonFungible} from "../../../contracts/supervision/IERC7943NonFungible.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {Royalty} from "../../../contracts/twins/ITwinAuthorship.sol";
import {Component} from "../../../contracts/twins/ITwinComposition.sol";
import {Parent} from "../../../contracts/twins/ITwinLineage.sol";
import {ITwinOwned} from "../../../contracts/twins/ITwinOwned.sol";
import {AuthorShare, ITwinTerms, TwinUse} from "../../../contracts/twins/ITwinTerms.sol";
import {TwinId, TwinKind, TwinState} from "../../../contracts/twins/TwinTypes.sol";
import {SupervisionFixture} from "../fixtures/SupervisionFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice A frozen asset that escapes: through an approval, an operator, a new key, its content, what lies beneath it, or the
/// party that holds it.
contract FrozenThingsAttackTest is SupervisionFixture {
    bytes4 private constant FROZEN = IFreezable.ThingIsFrozen.selector;
    bytes4 private constant NOT_UNFROZEN = IERC7943NonFungible.ERC7943InsufficientUnfrozenBalance.selector;
    bytes4 private constant PARTY_FROZEN = IPartyRegistry.PartyIsFrozen.selector;

    function test_nothingIsIssuedBeneathAFrozenNamespaceHoweverDeep() external {
        string memory child = "95060009";
        _delegate(MAKER, PREFIX_LENGTH, child, BUYER);
        _freeze(namespaces, bytes32(namespaceToken));
        bytes memory register = abi.encodeCall(
            identifiers.register,
            (_name("01/09506000134352/21/2"), PREFIX_LENGTH, _noContent(), MAKER)
        );
        _refuses(MAKER, address(identifiers), register, FROZEN);
        bytes memory below = abi.encodeCall(
            identifiers.register,
            (_name("01/09506000912345/21/2"), uint8(8), _noContent(), BUYER)
        );
        _refuses(BUYER, address(identifiers), below, FROZEN);
        bytes memory delegate = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "95060002", MAKER));
        _refuses(MAKER, address(namespaces), delegate, FROZEN);
        delegate = abi.encodeCall(namespaces.delegate, (GS1, 8, "950600092", BUYER));
        _refuses(BUYER, address(namespaces), delegate, FROZEN);
        // Neither does its holder rule what lies beneath, nor does one above it change it.
        _refuses(MAKER, address(namespaces), abi.encodeCall(namespaces.adopt, (GS1, PREFIX, 1)), FROZEN);
        _refuses(MAKER, address(namespaces), abi.encodeCall(namespaces.surrender, (GS1, PREFIX)), FROZEN);
        _refuses(MAKER, address(namespaces), abi.encodeCall(namespaces.emancipate, (GS1, child)), FROZEN);
        _refuses(ROOT, address(namespaces), abi.encodeCall(namespaces.emancipate, (GS1, PREFIX)), FROZEN);
        bytes memory suspend = abi.encodeCall(namespaces.suspend, (GS1, child, PREFIX_LENGTH, ""));
        _refuses(MAKER, address(namespaces), suspend, FROZEN);
        suspend = abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, ""));
        _refuses(ROOT, address(namespaces), suspend, FROZEN);
        // What was issued before goes on.
        _allows(
            MAKER,
            address(identifiers),
            abi.encodeCall(identifiers.updateContent, (_name(IDENTIFIER), _noContent()))
        );
    }

    /// @dev A lapse is no way around a freeze: the prefix stays closed to those above, and with its holder.
    function test_aFrozenNamespaceThatLapsesStaysClosed() external {
        string memory child = "95060009";
        _lapse(child);
        _freeze(namespaces, bytes32(_namespaceToken(child)));
        bytes memory anew = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, child, MAKER));
        _refuses(MAKER, address(namespaces), anew, INamespaceRegistry.NamespaceExists.selector);
        bytes4 closer = INamespaceRegistry.NotClosestAncestor.selector;
        bytes memory within = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "950600092", MAKER));
        _refuses(MAKER, address(namespaces), within, closer);
        bytes memory register = abi.encodeCall(
            identifiers.register,
            (_name("01/09506000912345/21/2"), PREFIX_LENGTH, _noContent(), MAKER)
        );
        _refuses(MAKER, address(identifiers), register, closer);
    }

    /// @dev What a frozen party holds is not taken from it by a lapse, and only parties that may hold get it.
    function test_aLapsedPrefixIsNotTakenFromAFrozenPartyNorGivenToNone() external {
        string memory child = "95060009";
        _lapse(child);
        bytes memory toNone = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, child, STRANGER));
        _refuses(MAKER, address(namespaces), toNone, IPartyRegistry.NotAParty.selector);
        _freeze(parties, _partyThing(BUYER));
        bytes memory toMaker = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, child, MAKER));
        _refuses(MAKER, address(namespaces), toMaker, PARTY_FROZEN);
    }

    function _lapse(string memory child) private {
        _delegate(MAKER, PREFIX_LENGTH, child, BUYER);
        vm.prank(BUYER);
        namespaces.surrender(GS1, child);
    }

    function test_aFrozenTwinsStateTermsAndPlaceStay() external {
        TwinId id = TwinId.wrap(bytes32(twin));
        TwinId other = TwinId.wrap(bytes32(_mintTwin(MAKER, TwinKind.Instance, keccak256("other"))));
        Parent[] memory parents = new Parent[](1);
        parents[0] = Parent(other, 0);
        Component[] memory parts = new Component[](1);
        parts[0] = Component(other, 1);
        AuthorShare[] memory authors = new AuthorShare[](1);
        authors[0] = AuthorShare(MAKER, 10_000);
        TwinId[] memory none = new TwinId[](1);
        none[0] = other;
        _freeze(twins, bytes32(twin));

        bytes memory withdraw = abi.encodeCall(twins.setState, (id, TwinState.Withdrawn, ""));
        _refuses(MAKER, address(twins), withdraw, FROZEN);
        _refuses(MAKER, address(twins), abi.encodeCall(twins.setRoyalty, (id, Royalty(0, BUYER))), FROZEN);
        bytes[3] memory terms = [
            abi.encodeCall(twinTerms.nameAuthors, (id, authors)),
            abi.encodeCall(twinTerms.attachLicence, (id, keccak256("licence"), "")),
            abi.encodeCall(twinTerms.permitUse, (id, TwinUse.Derive, address(0), true))
        ];
        for (uint256 i = 0; i < terms.length; ++i) _refuses(MAKER, address(twinTerms), terms[i], FROZEN);
        _refuses(MAKER, address(lineage), abi.encodeCall(lineage.derive, (id, parents)), FROZEN);
        _refuses(MAKER, address(lineage), abi.encodeCall(lineage.closeToDerivation, (id)), FROZEN);
        _refuses(MAKER, address(composition), abi.encodeCall(composition.compose, (id, parts)), FROZEN);
        _refuses(MAKER, address(composition), abi.encodeCall(composition.decompose, (id, none)), FROZEN);
        // Nor does the owner of a component change a frozen assembly.
        _refuses(MAKER, address(composition), abi.encodeCall(composition.refuse, (id, other, "")), FROZEN);
        _refuses(MAKER, address(composition), abi.encodeCall(composition.refuse, (other, id, "")), FROZEN);
    }

    /// @dev Where one owner has both, refusing would be a way round the refused `decompose`.
    function test_aFrozenAssemblyKeepsItsComponentsWhoeverOwnsThem() external {
        TwinId whole = TwinId.wrap(bytes32(twin));
        TwinId part = TwinId.wrap(bytes32(_mintTwin(MAKER, TwinKind.Type, keccak256("part"))));
        Component[] memory parts = new Component[](1);
        parts[0] = Component(part, 1);
        _allows(MAKER, address(composition), abi.encodeCall(composition.compose, (whole, parts)));
        bytes memory refuse = abi.encodeCall(composition.refuse, (whole, part, ""));
        _freeze(twins, bytes32(twin));
        _refuses(MAKER, address(composition), refuse, FROZEN);
        require(composition.quantityOf(whole, part) == 1, "taken out");
        _lift(twins, bytes32(twin));
        _allows(MAKER, address(composition), refuse);
    }

    function test_aFrozenAssetsRightsStayWhatTheyAre() external {
        _freeze(twins, bytes32(twin));
        require(rights.isAllowed(grantKey, 1), "a freeze of the asset ended a right");
        _refuses(MAKER, address(rights), abi.encodeCall(rights.revoke, (grantKey, "")), FROZEN);
        GrantKey memory other = _key(twin, 0);
        other.grantee = _partyWord(BUYER);
        _refuses(MAKER, address(rights), abi.encodeCall(rights.grant, (other, _terms(0, 0, 1))), FROZEN);
    }

    function test_aFrozenGrantIsOfNoUseAndStays() external {
        _freeze(rights, grantThing);
        require(!rights.isAllowed(grantKey, 1), "a frozen grant was used");
        _refuses(MAKER, address(rights), abi.encodeCall(rights.revoke, (grantKey, "")), FROZEN);
        _refuses(MAKER, address(rights), abi.encodeCall(rights.grant, (grantKey, _terms(0, 0, 1))), FROZEN);
        _lift(rights, grantThing);
        require(rights.isAllowed(grantKey, 1), "a lifted grant is no grant");
    }

    function test_aFrozenGrantThatEndedIsNotGivenAnew() external {
        GrantKey memory key = _key(twin, 0);
        key.grantee = _partyWord(BUYER);
        vm.prank(MAKER);
        bytes32 thing = GrantId.unwrap(rights.grant(key, _terms(0, 2_000_000_000, 1)));
        _freeze(rights, thing);
        vm.warp(2_000_000_001);
        _refuses(MAKER, address(rights), abi.encodeCall(rights.grant, (key, _terms(0, 0, 1))), FROZEN);
    }

    function test_nothingIsDoneInAFrozenPartysName() external {
        vm.prank(MAKER);
        twins.setApprovalForAll(PARTNER, true);
        _freeze(parties, _partyThing(MAKER));
        _refusesTransfers(MAKER, twins, twin, PARTY_FROZEN);
        _refusesTransfers(PARTNER, twins, twin, PARTY_FROZEN);
        _refuses(MAKER, address(twins), abi.encodeCall(IERC721.approve, (STRANGER, twin)), PARTY_FROZEN);
        _refuses(MAKER, address(twins), abi.encodeCall(IERC721.setApprovalForAll, (STRANGER, true)), PARTY_FROZEN);
        bytes memory register = abi.encodeCall(
            identifiers.register,
            (_name("01/09506000134352/21/2"), PREFIX_LENGTH, _noContent(), BUYER)
        );
        _refuses(MAKER, address(identifiers), register);
        bytes memory delegate = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "95060002", BUYER));
        _refuses(MAKER, address(namespaces), delegate, PARTY_FROZEN);
        bytes memory mint = _mintCall(MAKER, BUYER, TwinKind.Type, _content(keccak256("other")));
        _refuses(MAKER, address(twins), mint, PARTY_FROZEN);
        _refuses(MAKER, address(rights), abi.encodeCall(rights.revoke, (grantKey, "")), PARTY_FROZEN);
        _refuses(
            MAKER,
            address(identifiers),
            abi.encodeCall(identifiers.retire, (_name(IDENTIFIER), "")),
            PARTY_FROZEN
        );
        _refuses(MAKER, address(evidence), abi.encodeCall(evidence.anchor, (MAKER, ORDER)), PARTY_FROZEN);
    }

    function test_aFrozenPartyChangesNothingAroundItsTwins() external {
        TwinId id = TwinId.wrap(bytes32(twin));
        TwinId other = TwinId.wrap(bytes32(_mintTwin(MAKER, keccak256("other"))));
        Component[] memory parts = new Component[](1);
        parts[0] = Component(other, 1);
        Parent[] memory parents = new Parent[](1);
        parents[0] = Parent(other, 0);
        AuthorShare[] memory authors = new AuthorShare[](2);
        (authors[0], authors[1]) = (AuthorShare(MAKER, 5_000), AuthorShare(BUYER, 5_000));
        vm.prank(MAKER);
        composition.compose(id, parts);
        _freeze(parties, _partyThing(MAKER));

        bytes4 notOwner = ITwinOwned.NotTwinOwner.selector;
        bytes memory name = abi.encodeCall(twinTerms.nameAuthors, (id, authors));
        _refuses(MAKER, address(twinTerms), name, ITwinTerms.NotAuthor.selector);
        bytes memory licence = abi.encodeCall(twinTerms.attachLicence, (id, keccak256("licence"), ""));
        _refuses(MAKER, address(twinTerms), licence, notOwner);
        _refuses(MAKER, address(lineage), abi.encodeCall(lineage.derive, (id, parents)), notOwner);
        _refuses(MAKER, address(lineage), abi.encodeCall(lineage.closeToDerivation, (id)), notOwner);
        _refuses(MAKER, address(composition), abi.encodeCall(composition.refuse, (id, other, "")), notOwner);
        _refuses(MAKER, address(twins), abi.encodeCall(twins.setRoyalty, (id, Royalty(0, address(0)))), PARTY_FROZEN);
    }

    function test_aFrozenPartyIsGivenNothingAndUsesNothing() external {
        _freeze(parties, _partyThing(PARTNER));
        require(!rights.isAllowed(grantKey, 1), "a frozen party used a right");
        _refuses(MAKER, address(twins), abi.encodeCall(IERC721.transferFrom, (MAKER, PARTNER, twin)), PARTY_FROZEN);
        _refuses(MAKER, address(rights), abi.encodeCall(rights.grant, (_recordKey(), _terms(0, 0, 1))), PARTY_FROZEN);
        _lift(parties, _partyThing(PARTNER));
        require(rights.isAllowed(grantKey, 1), "the right did not outlive the freeze");
    }

    function test_aFrozenGrantorsRightsGoOn() external {
        _freeze(parties, _partyThing(MAKER));
        require(rights.isAllowed(grantKey, 1), "a freeze of the owner ended a right");
    }

    function test_aFrozenPartyIsNotHandedOverButLosesLostKeys() external {
        bytes32 kind = "veriKey";
        vm.prank(MAKER);
        parties.addDelegate(MAKER, kind, STRANGER, 1 days);
        _freeze(parties, _partyThing(MAKER));
        _refuses(MAKER, address(parties), abi.encodeCall(parties.changeOwner, (MAKER, NEW_KEY)), PARTY_FROZEN);
        _refuses(MAKER, address(parties), abi.encodeCall(parties.changeOwner, (MAKER, address(0))), PARTY_FROZEN);
        bytes memory profile = abi.encodeCall(parties.updateProfile, (MAKER, _profile(PartyKind.Organisation)));
        _refuses(MAKER, address(parties), profile, PARTY_FROZEN);
        bytes memory add = abi.encodeCall(parties.addDelegate, (MAKER, kind, NEW_KEY, 1 days));
        _refuses(MAKER, address(parties), add, PARTY_FROZEN);
        bytes memory set = abi.encodeCall(parties.setAttribute, (MAKER, kind, "key", 1 days));
        _refuses(MAKER, address(parties), set, PARTY_FROZEN);
        _allows(MAKER, address(parties), abi.encodeCall(parties.revokeDelegate, (MAKER, kind, STRANGER)));
        _allows(MAKER, address(parties), abi.encodeCall(parties.revokeAttribute, (MAKER, kind, "key")));
    }

    /// @dev Who was made the controller of a frozen organisation leaves it all the same, as a member.
    function test_aFrozenSideDoesNotBindTheOtherOne() external {
        PartyRelations relations = PartyRelations(_behindProxy(_create("PartyRelations", abi.encode(parties, twins))));
        vm.prank(STRANGER);
        parties.register(STRANGER, _profile(PartyKind.Machine));
        RelationKey memory key = RelationKey(RelationKind.Membership, MAKER, _partyThing(STRANGER));
        bytes memory agree = abi.encodeCall(relations.agree, (key));
        bytes memory end = abi.encodeCall(relations.end, (key));
        _allows(MAKER, address(relations), agree);
        _allows(STRANGER, address(relations), agree);
        _rotate(MAKER, MAKER, STRANGER);
        _freeze(parties, _partyThing(MAKER));
        _freeze(parties, _partyThing(STRANGER));
        _refuses(STRANGER, address(relations), end, PARTY_FROZEN);
        _lift(parties, _partyThing(STRANGER));
        _allows(STRANGER, address(relations), end);
        require(!relations.relationOf(key).inForce, "bound");
    }

    /// @dev Nor does it unsay, by the key of the other side, what was said in its name.
    function test_aFrozenSidesWordStays() external {
        PartyRelations relations = PartyRelations(_behindProxy(_create("PartyRelations", abi.encode(parties, twins))));
        vm.prank(STRANGER);
        parties.register(STRANGER, _profile(PartyKind.Machine));
        RelationKey memory key = RelationKey(RelationKind.Membership, MAKER, _partyThing(STRANGER));
        bytes memory end = abi.encodeCall(relations.end, (key));
        _allows(STRANGER, address(relations), abi.encodeCall(relations.agree, (key)));
        _rotate(MAKER, MAKER, STRANGER);
        _freeze(parties, _partyThing(STRANGER));
        _refuses(STRANGER, address(relations), end, IPartyRelations.NoRelation.selector);
    }

    function _refusesTransfers(address caller, PartyToken registry, uint256 id, bytes4 selector) private {
        _refuses(caller, address(registry), abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, id)), selector);
        bytes memory safe = abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", MAKER, BUYER, id);
        _refuses(caller, address(registry), safe, selector);
        safe = abi.encodeWithSignature("safeTransferFrom(address,address,uint256,bytes)", MAKER, BUYER, id, "");
        _refuses(caller, address(registry), safe, selector);
    }
}
