// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {ITwinRegistry, Twin, TwinContent, TwinId, TwinKind} from "../../../contracts/twins/ITwinRegistry.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract TwinRegistryTest is LedgerFixture {
    bytes32 private constant CONTENT = keccak256("content");

    function testFuzz_aTwinIsNamedByItsFirstContent(bytes32 digest) external {
        if (digest == 0) return;
        uint256 token = _mintTwin(MAKER, digest);
        require(bytes32(token) == keccak256(bytes.concat(digest)), "id");
        Twin memory twin = twins.twinOf(TwinId.wrap(bytes32(token)));
        require(twin.owner == MAKER && twin.epoch == 1 && twin.kind == TwinKind.Type, "holding");
        require(twin.version == 1 && twin.digest == digest, "content");
    }

    function testFuzz_noContentIsRegisteredTwice(bytes32 first, bytes32 second) external {
        if (first == 0 || second == 0 || first == second) return;
        uint256 token = _mintTwin(MAKER, first);
        _allows(MAKER, address(twins), _publish(token, second));
        require(TwinId.unwrap(twins.twinByContent(first)) == bytes32(token), "first");
        require(TwinId.unwrap(twins.twinByContent(second)) == bytes32(token), "second");
        bytes4 exists = ITwinRegistry.ContentExists.selector;
        _refuses(BUYER, address(twins), _mint(BUYER, _content(first)), exists);
        _refuses(BUYER, address(twins), _mint(BUYER, _content(second)), exists);
        _refuses(MAKER, address(twins), _publish(token, first), exists);
        _refuses(MAKER, address(twins), _publish(token, second), exists);
    }

    function test_versionsAreAppended() external {
        uint256 token = _mintTwin(MAKER, CONTENT);
        for (uint32 version = 2; version < 5; ++version) {
            vm.prank(MAKER);
            require(
                twins.publish(TwinId.wrap(bytes32(token)), _content(bytes32(uint256(version)))) == version,
                "version"
            );
        }
        Twin memory twin = twins.twinOf(TwinId.wrap(bytes32(token)));
        require(twin.version == 4 && twin.digest == bytes32(uint256(4)) && twin.kind == TwinKind.Type, "twin");
    }

    function testFuzz_onlyTheAuthorMints(address caller) external {
        if (caller == MAKER) return;
        _refuses(caller, address(twins), _mint(MAKER, _content(CONTENT)), IPartyRegistry.NotController.selector);
    }

    function test_onlyTheOwnerPublishesAndTheAuthorNoMoreAfterASale() external {
        uint256 token = _mintTwin(MAKER, CONTENT);
        _refuses(BUYER, address(twins), _publish(token, keccak256("next")), IPartyToken.NotHolder.selector);
        _allows(MAKER, address(twins), abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, token)));
        _refuses(MAKER, address(twins), _publish(token, keccak256("next")), IPartyToken.NotHolder.selector);
        _allows(BUYER, address(twins), _publish(token, keccak256("next")));
    }

    function test_onlyPartiesOwnTwins() external {
        bytes memory call = abi.encodeCall(twins.mint, (MAKER, STRANGER, TwinKind.Type, "Twin", _content(CONTENT)));
        _refuses(MAKER, address(twins), call, IPartyRegistry.NotAParty.selector);
    }

    function test_anUnknownTwinHasNoVersions() external {
        _refuses(MAKER, address(twins), _publish(1, CONTENT), ITwinRegistry.UnknownTwin.selector);
        Twin memory twin = twins.twinOf(TwinId.wrap(0));
        require(twin.kind == TwinKind.None && twin.owner == address(0), "twin");
        require(TwinId.unwrap(twins.twinByContent(CONTENT)) == 0, "content");
    }

    function test_twinsOutOfRangeAreRefused() external {
        bytes4 invalid = ITwinRegistry.InvalidTwin.selector;
        _refuses(MAKER, address(twins), _mint(MAKER, _content(0)), invalid);
        _refuses(MAKER, address(twins), _mint(MAKER, TwinContent(CONTENT, string(new bytes(129)), "")), invalid);
        _refuses(MAKER, address(twins), _mint(MAKER, TwinContent(CONTENT, "", string(new bytes(2049)))), invalid);
        string[2] memory names = ["", string(new bytes(257))];
        for (uint256 i = 0; i < names.length; ++i) {
            bytes memory named = abi.encodeCall(twins.mint, (MAKER, MAKER, TwinKind.Type, names[i], _content(CONTENT)));
            _refuses(MAKER, address(twins), named, invalid);
        }
        bytes memory none = abi.encodeCall(twins.mint, (MAKER, MAKER, TwinKind.None, "Twin", _content(CONTENT)));
        _refuses(MAKER, address(twins), none, invalid);
    }

    function _mint(address author, TwinContent memory content) private view returns (bytes memory) {
        return abi.encodeCall(twins.mint, (author, author, TwinKind.Instance, "Twin", content));
    }

    function _publish(uint256 token, bytes32 digest) private view returns (bytes memory) {
        return abi.encodeCall(twins.publish, (TwinId.wrap(bytes32(token)), _content(digest)));
    }
}
