// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {ITwinRegistry, Twin, TwinModel} from "../../../contracts/twins/ITwinRegistry.sol";
import {TwinContent, TwinId, TwinKind, TwinState} from "../../../contracts/twins/TwinTypes.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract TwinRegistryTest is LedgerFixture {
    bytes32 private constant CONTENT = keccak256("content");

    function testFuzz_aTwinIsNamedByItsFirstContent(bytes32 digest) external {
        if (digest == 0) return;
        uint256 token = _mintTwin(MAKER, digest);
        require(bytes32(token) == keccak256(bytes.concat(digest)), "id");
        Twin memory twin = twins.twinOf(_id(token));
        require(twin.owner == MAKER && twin.epoch == 1 && twin.kind == TwinKind.Type, "holding");
        require(twin.version == 1 && twin.digest == digest && twin.state == TwinState.Released, "content");
        require(twins.authorOf(_id(token)) == MAKER, "author");
    }

    function testFuzz_noContentIsRegisteredTwice(bytes32 first, bytes32 second) external {
        if (first == 0 || second == 0 || first == second) return;
        uint256 token = _mintTwin(MAKER, first);
        _commit(MAKER, MAKER, second);
        _allows(MAKER, address(twins), _publishCall(token, _content(second)));
        require(TwinId.unwrap(twins.twinByContent(first)) == bytes32(token), "first");
        require(TwinId.unwrap(twins.twinByContent(second)) == bytes32(token), "second");
        bytes4 exists = ITwinRegistry.ContentExists.selector;
        _commit(BUYER, BUYER, first);
        _commit(BUYER, BUYER, second);
        _refuses(BUYER, address(twins), _mint(BUYER, _content(first)), exists);
        _refuses(BUYER, address(twins), _mint(BUYER, _content(second)), exists);
        _refuses(MAKER, address(twins), _publishCall(token, _content(first)), exists);
        _refuses(MAKER, address(twins), _publishCall(token, _content(second)), exists);
    }

    function test_versionsAreAppended() external {
        uint256 token = _mintTwin(MAKER, CONTENT);
        for (uint24 version = 2; version < 5; ++version) {
            bytes32 digest = bytes32(uint256(version));
            _commit(MAKER, MAKER, digest);
            vm.prank(MAKER);
            require(twins.publish(_id(token), _content(digest), _opening()) == version, "version");
        }
        Twin memory twin = twins.twinOf(_id(token));
        require(twin.version == 4 && twin.digest == bytes32(uint256(4)) && twin.kind == TwinKind.Type, "twin");
        require(twin.state == TwinState.Released && twin.owner == MAKER, "the rest of the word");
    }

    function testFuzz_onlyTheAuthorMints(address caller) external {
        if (caller == MAKER) return;
        _commit(MAKER, MAKER, CONTENT);
        _refuses(caller, address(twins), _mint(MAKER, _content(CONTENT)), IPartyRegistry.NotController.selector);
    }

    function test_onlyTheOwnerPublishesAndTheAuthorNoMoreAfterASale() external {
        uint256 token = _mintTwin(MAKER, CONTENT);
        bytes memory publish = _publishCall(token, _content(keccak256("next")));
        _commit(MAKER, MAKER, keccak256("next"));
        _commit(BUYER, BUYER, keccak256("next"));
        _refuses(BUYER, address(twins), publish, IPartyToken.NotHolder.selector);
        _allows(MAKER, address(twins), abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, token)));
        _refuses(MAKER, address(twins), publish, IPartyToken.NotHolder.selector);
        _allows(BUYER, address(twins), publish);
    }

    function test_onlyPartiesOwnTwins() external {
        _commit(MAKER, MAKER, CONTENT);
        bytes memory call = _mintCall(MAKER, STRANGER, TwinKind.Type, _content(CONTENT));
        _refuses(MAKER, address(twins), call, IPartyRegistry.NotAParty.selector);
    }

    function test_anUnknownTwinHasNoVersionsAndNoState() external {
        _refuses(MAKER, address(twins), _publishCall(1, _content(CONTENT)), ITwinRegistry.UnknownTwin.selector);
        _refuses(MAKER, address(twins), _set(1, TwinState.Released), ITwinRegistry.UnknownTwin.selector);
        Twin memory twin = twins.twinOf(TwinId.wrap(0));
        require(twin.kind == TwinKind.None && twin.owner == address(0) && twin.state == TwinState.None, "twin");
        require(TwinId.unwrap(twins.twinByContent(CONTENT)) == 0, "content");
        require(twins.authorOf(TwinId.wrap(0)) == address(0), "author");
    }

    function test_twinsOutOfRangeAreRefused() external {
        _commit(MAKER, MAKER, CONTENT);
        _commit(MAKER, MAKER, 0);
        bytes4 invalid = ITwinRegistry.InvalidTwin.selector;
        _refuses(MAKER, address(twins), _mint(MAKER, _content(0)), invalid);
        _refuses(MAKER, address(twins), _mint(MAKER, TwinContent(CONTENT, string(new bytes(129)), "")), invalid);
        _refuses(MAKER, address(twins), _mint(MAKER, TwinContent(CONTENT, "", string(new bytes(2049)))), invalid);
        string[2] memory names = ["", string(new bytes(257))];
        TwinModel memory model = _model(TwinKind.Type, _content(CONTENT));
        for (uint256 i = 0; i < names.length; ++i) {
            model.name = names[i];
            _refuses(MAKER, address(twins), _mintModel(model), invalid);
        }
        _refuses(MAKER, address(twins), _mintModel(_model(TwinKind.None, _content(CONTENT))), invalid);
        model = _model(TwinKind.Type, _content(CONTENT));
        TwinState[3] memory notFirst = [TwinState.None, TwinState.Deprecated, TwinState.Withdrawn];
        for (uint256 i = 0; i < notFirst.length; ++i) {
            model.state = notFirst[i];
            _refuses(MAKER, address(twins), _mintModel(model), invalid);
        }
        model.state = TwinState.Draft;
        _allows(MAKER, address(twins), _mintModel(model));
    }

    /// @dev All pairs of states, against the diagram.
    function test_statesChangeAlongTheDiagramOnly() external {
        for (uint8 from = 1; from < 5; ++from) {
            for (uint8 to = 0; to < 5; ++to) {
                uint256 token = _mintInState(keccak256(abi.encode(from, to)), TwinState(from));
                if (_isEdge(from, to)) {
                    _allows(MAKER, address(twins), _set(token, TwinState(to)));
                    require(twins.twinOf(_id(token)).state == TwinState(to), "state");
                } else {
                    bytes4 refused = ITwinRegistry.InvalidTwinState.selector;
                    _refuses(MAKER, address(twins), _set(token, TwinState(to)), refused);
                }
            }
        }
    }

    function testFuzz_onlyTheOwnerChangesTheState(address caller) external {
        if (caller == MAKER) return;
        uint256 token = _mintTwin(MAKER, CONTENT);
        _refuses(caller, address(twins), _set(token, TwinState.Withdrawn), IPartyToken.NotHolder.selector);
    }

    function test_aReasonHasBounds() external {
        uint256 token = _mintTwin(MAKER, CONTENT);
        bytes memory call = abi.encodeCall(twins.setState, (_id(token), TwinState.Withdrawn, string(new bytes(1025))));
        _refuses(MAKER, address(twins), call, ITwinRegistry.ReasonTooLong.selector);
    }

    function test_aWithdrawnTwinIsOver() external {
        uint256 token = _mintTwin(MAKER, CONTENT);
        _allows(MAKER, address(rights), abi.encodeCall(rights.grant, (_key(token, 0), _terms(0, 0, 1))));
        require(rights.isAllowed(_key(token, 0), 1), "granted");
        _commit(MAKER, MAKER, keccak256("next"));
        _allows(MAKER, address(twins), _set(token, TwinState.Withdrawn));

        bytes4 refused = ITwinRegistry.InvalidTwinState.selector;
        _refuses(MAKER, address(twins), _publishCall(token, _content(keccak256("next"))), refused);
        bytes memory give = abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, token));
        _refuses(MAKER, address(twins), give, IPartyToken.NotTransferable.selector);
        require(!rights.isAllowed(_key(token, 0), 1), "a right to a withdrawn twin");
        (address holder, uint32 epoch, bool live) = twins.holdingOf(token);
        require(holder == MAKER && epoch == 1 && !live, "holding");
    }

    function test_theStandardsAreAnnounced() external view {
        require(twins.supportsInterface(type(ITwinRegistry).interfaceId), "twins");
        require(twins.supportsInterface(0x2a55205a), "ERC-2981");
        require(twins.supportsInterface(0x49064906), "ERC-4906");
        require(twins.supportsInterface(type(IERC721).interfaceId), "ERC-721");
        require(!twins.supportsInterface(0xffffffff), "anything");
    }

    function _isEdge(uint8 from, uint8 to) private pure returns (bool) {
        if (from == uint8(TwinState.Withdrawn)) return false;
        if (to == uint8(TwinState.Withdrawn)) return true;
        if (from == uint8(TwinState.Draft) || from == uint8(TwinState.Deprecated)) {
            return to == uint8(TwinState.Released);
        }
        return to == uint8(TwinState.Deprecated);
    }

    function _mintInState(bytes32 digest, TwinState state) private returns (uint256 token) {
        TwinModel memory model = _model(TwinKind.Type, _content(digest));
        if (state == TwinState.Draft) model.state = state;
        _commit(MAKER, MAKER, digest);
        _allows(MAKER, address(twins), _mintModel(model));
        token = uint256(TwinId.unwrap(twins.twinId(digest)));
        if (state > TwinState.Released) _allows(MAKER, address(twins), _set(token, state));
    }

    function _mintModel(TwinModel memory model) private view returns (bytes memory) {
        return abi.encodeCall(twins.mint, (MAKER, MAKER, model, _opening()));
    }

    function _mint(address author, TwinContent memory content) private view returns (bytes memory) {
        return _mintCall(author, author, TwinKind.Instance, content);
    }

    function _set(uint256 token, TwinState state) private view returns (bytes memory) {
        return abi.encodeCall(twins.setState, (_id(token), state, "why"));
    }

    function _id(uint256 token) private pure returns (TwinId) {
        return TwinId.wrap(bytes32(token));
    }
}
