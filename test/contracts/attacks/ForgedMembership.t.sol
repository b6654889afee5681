// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IIdentifierRegistry, RecordContent, SubjectKind} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {IPartyRegistry, PartyKind} from "../../../contracts/identity/IPartyRegistry.sol";
import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {AssetKind, GrantKey} from "../../../contracts/rights/RightTypes.sol";
import {TwinKind} from "../../../contracts/twins/ITwinRegistry.sol";
import {Impostor} from "../fixtures/Hostile.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";

/// @notice Attack class 5: a contract that answers like a party, a twin or a registry is taken for one.
contract ForgedMembershipAttackTest is LedgerFixture {
    address private impostor;

    function setUp() public override {
        super.setUp();
        impostor = address(new Impostor());
    }

    function test_anImpostorHoldsNothing() external {
        bytes4 notAParty = IPartyRegistry.NotAParty.selector;
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        bytes memory give = abi.encodeCall(IERC721.transferFrom, (MAKER, impostor, twin));
        _refuses(MAKER, address(twins), give, notAParty);
        _commit(MAKER, MAKER, "other");
        bytes memory mint = _mintCall(MAKER, impostor, TwinKind.Type, _content("other"));
        _refuses(MAKER, address(twins), mint, notAParty);
        bytes memory delegate = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, "95060001", impostor));
        _refuses(MAKER, address(namespaces), delegate, notAParty);
        bytes memory register = abi.encodeCall(
            identifiers.register,
            (_name(IDENTIFIER), PREFIX_LENGTH, _noContent(), impostor)
        );
        _refuses(MAKER, address(identifiers), register, notAParty);
        GrantKey memory key = _keyFor(AssetKind.Twin, twin, 0, impostor);
        _refuses(MAKER, address(rights), abi.encodeCall(rights.grant, (key, _terms(0, 0, 1))), notAParty);
    }

    function test_nobodyRegistersAContractThatIsNotItsOwn() external {
        bytes memory call = abi.encodeCall(parties.register, (impostor, _profile(PartyKind.Software)));
        _refuses(MAKER, address(parties), call, IPartyRegistry.NotController.selector);
    }

    function test_anImpostorIsNoSubject() external {
        bytes32 subject = bytes32(uint256(uint160(impostor)));
        SubjectKind[3] memory kinds = [SubjectKind.Twin, SubjectKind.Party, SubjectKind.Record];
        for (uint256 i = 0; i < kinds.length; ++i) {
            RecordContent memory content = RecordContent(kinds[i], subject, "");
            bytes memory call = abi.encodeCall(
                identifiers.register,
                (_name(IDENTIFIER), PREFIX_LENGTH, content, MAKER)
            );
            _refuses(MAKER, address(identifiers), call, IIdentifierRegistry.InvalidSubject.selector);
        }
    }

    function test_anImpostorIsNoAsset() external {
        bytes32 asset = bytes32(uint256(uint160(impostor)));
        AssetKind[2] memory kinds = [AssetKind.Twin, AssetKind.Record];
        for (uint256 i = 0; i < kinds.length; ++i) {
            GrantKey memory key = _keyFor(kinds[i], uint256(asset), 0, PARTNER);
            bytes memory call = abi.encodeCall(rights.grant, (key, _terms(0, 0, 1)));
            _refuses(MAKER, address(rights), call, IDataRights.UnknownAsset.selector);
            require(!rights.isAllowed(key, 1), "allowed");
        }
    }

    function test_aPartyThatDoesNotTakeTokensIsNotSentOneSafely() external {
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        // A registered party whose account carries code that answers with the wrong word.
        _allows(impostor, address(parties), abi.encodeCall(parties.register, (impostor, _profile(PartyKind.Software))));
        bytes memory send = abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", MAKER, impostor, twin);
        _refuses(MAKER, address(twins), send);
        require(twins.ownerOf(twin) == MAKER, "moved");
    }
}
