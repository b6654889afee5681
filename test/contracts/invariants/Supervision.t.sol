// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {NewBundle} from "../../../contracts/evidence/IEvidenceRegistry.sol";
import {PartyKind} from "../../../contracts/identity/IPartyRegistry.sol";
import {PartyToken} from "../../../contracts/identity/PartyToken.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {FreezeReason, LiftReason} from "../../../contracts/supervision/ISupervision.sol";
import {SupervisionDeployment} from "../fixtures/SupervisionFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Owners, partners, regulators and the administrator play at random on a handful of things, while regulators freeze
/// and lift. When a thing is frozen, the words that hold it are written down.
contract SupervisionHandler is SupervisionDeployment {
    struct Thing {
        IFreezable registry;
        bytes32 id;
        /// Offices that froze it: bit 0 and bit 1.
        uint8 offices;
        bytes32 words;
    }

    struct Anchor {
        address author;
        bytes32 digest;
        uint40 time;
    }

    bytes32 private constant PARTY_TOKENS = 0xdde720154d499c0b14279eaa822db3672cec191e9e950cd708dcb4d0e4978d00;
    bytes32 private constant PARTIES = 0x608c6d67ca11637163f70b4f9f99b1b87cfb29128f5bcd3e16dc17b5c2aa2d00;
    bytes32 private constant GRANTS = 0xea61284adbaa5ebfdd220abde60043668cedea032cb208b1f84d373408e1e800;

    string public broken;
    Thing[] public things;
    Anchor[] public anchors;
    uint40 public lastAnchoredAt;

    address[4] private identities = [ROOT, MAKER, BUYER, PARTNER];
    address[8] private keys = [ROOT, MAKER, BUYER, PARTNER, NEW_KEY, REGULATOR, OTHER_REGULATOR, address(this)];
    PartyToken[3] private tokens;
    uint256[3] private ids;

    constructor() {
        vm.warp(1_800_000_000);
        _deployWithOffices();
        _delegate(MAKER, PREFIX_LENGTH, "95060009", BUYER);
        tokens = [PartyToken(namespaces), PartyToken(identifiers), PartyToken(twins)];
        ids = [namespaceToken, record, twin];
        for (uint256 i = 0; i < 3; ++i) _note(tokens[i], bytes32(ids[i]));
        _note(parties, _partyThing(MAKER));
        _note(parties, _partyThing(BUYER));
        _note(parties, _partyThing(PARTNER));
        _note(rights, grantThing);
    }

    function freeze(uint8 seed, uint8 callerSeed, bool other) external {
        Thing storage thing = things[seed % things.length];
        uint32 office = other ? OTHER_OFFICE : OFFICE;
        address caller = keys[callerSeed % 8];
        bytes memory call = abi.encodeCall(
            supervision.freeze,
            (office, thing.registry, thing.id, FreezeReason.Sanctions, ORDER, "")
        );
        if (!_try(caller, address(supervision), call)) return;
        _expect(caller == (other ? OTHER_REGULATOR : REGULATOR), "another than the office froze");
        if (thing.offices == 0) thing.words = wordsOf(seed % things.length);
        thing.offices |= other ? 2 : 1;
    }

    function lift(uint8 seed, uint8 callerSeed, bool other) external {
        Thing storage thing = things[seed % things.length];
        uint32 office = other ? OTHER_OFFICE : OFFICE;
        address caller = keys[callerSeed % 8];
        bytes memory call = abi.encodeCall(
            supervision.unfreeze,
            (office, thing.registry, thing.id, LiftReason.Settled, ORDER)
        );
        if (!_try(caller, address(supervision), call)) return;
        bool own = caller == (other ? OTHER_REGULATOR : REGULATOR);
        _expect(own || caller == address(this), "one lifted another's freeze");
        _expect(thing.offices & (other ? 2 : 1) != 0, "a freeze was lifted that was not there");
        thing.offices &= ~(other ? uint8(2) : 1);
    }

    function moveOrApprove(uint8 seed, uint8 callerSeed, uint8 toSeed, uint8 action) external {
        uint256 i = seed % 3;
        address to = identities[toSeed % 4];
        address holder = tokens[i].ownerOf(ids[i]);
        bytes[5] memory calls = [
            abi.encodeCall(IERC721.transferFrom, (holder, to, ids[i])),
            abi.encodeCall(IERC721.approve, (to, ids[i])),
            abi.encodeCall(tokens[i].setApprovalForAllOf, (holder, to, action % 2 == 0)),
            abi.encodeCall(tokens[i].forcedTransfer, (holder, to, ids[i])),
            abi.encodeCall(IFreezable.setFrozen, (bytes32(ids[i]), false))
        ];
        bool done = _try(keys[callerSeed % 8], address(tokens[i]), calls[action % 5]);
        if (action % 5 > 2) _expect(!done, "a power that nobody has");
    }

    function change(uint8 callerSeed, uint8 action, bytes32 digest) external {
        address caller = keys[callerSeed % 8];
        bytes[6] memory onRecord = [
            abi.encodeCall(identifiers.updateContent, (_name(IDENTIFIER), _noContent())),
            abi.encodeCall(identifiers.suspend, (_name(IDENTIFIER), "")),
            abi.encodeCall(identifiers.resume, (_name(IDENTIFIER), "")),
            // One in many, as nothing happens to a record after it.
            digest[0] == 0 ? abi.encodeCall(identifiers.retire, (_name(IDENTIFIER), "")) : bytes(""),
            bytes(""),
            bytes("")
        ];
        if (onRecord[action % 6].length != 0) _try(caller, address(identifiers), onRecord[action % 6]);
        else if (action % 6 == 4) {
            address owner = twins.ownerOf(twin);
            bytes32 root = twins.contentLeaf(owner, digest, 0);
            if (_try(caller, address(twins), abi.encodeCall(twins.commitContents, (owner, root)))) {
                vm.roll(block.number + 1);
            }
            _try(caller, address(twins), _publishCall(twin, _content(digest)));
        } else if (action % 6 == 5) {
            _try(
                caller,
                address(parties),
                abi.encodeCall(parties.updateProfile, (MAKER, _profile(PartyKind.Organisation)))
            );
        }
    }

    function manageNamespace(uint8 callerSeed, uint8 action) external {
        address caller = keys[callerSeed % 8];
        bool frozen = namespaces.isFrozen(bytes32(namespaceToken));
        string memory digit = string(abi.encodePacked(uint8(48 + (action % 10))));
        string memory identifier = string.concat("8004/9506000-", digit);
        bytes[4] memory calls = [
            abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, string.concat(PREFIX, digit), caller)),
            abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, "")),
            abi.encodeCall(namespaces.reinstate, (GS1, PREFIX, 0, "")),
            abi.encodeCall(identifiers.register, (_name(identifier), PREFIX_LENGTH, _noContent(), caller))
        ];
        address target = action % 4 == 3 ? address(identifiers) : address(namespaces);
        bool done = _try(caller, target, calls[action % 4]);
        _expect(!done || !frozen, "something was issued beneath a frozen namespace, or it changed");
    }

    function grantOrRevoke(uint8 callerSeed, bool revoke) external {
        bytes memory call =
            revoke
                ? abi.encodeCall(rights.revoke, (grantKey, ""))
                : abi.encodeCall(rights.grant, (grantKey, _terms(0, 0, 1)));
        bool frozen = twins.isFrozen(bytes32(twin));
        bool done = _try(keys[callerSeed % 8], address(rights), call);
        _expect(!done || !frozen, "rights on a frozen asset changed");
    }

    /// @dev Control comes back in the same call, so that play goes on; both are changes.
    function rotate(uint8 partySeed, uint8 callerSeed) external {
        address identity = identities[partySeed % 4];
        bytes memory away = abi.encodeCall(parties.changeOwner, (identity, NEW_KEY));
        if (!_try(keys[callerSeed % 8], address(parties), away)) return;
        _expect(!parties.isFrozen(_partyThing(identity)), "a frozen party was handed over");
        vm.prank(NEW_KEY);
        parties.changeOwner(identity, identity);
    }

    function anchor(uint8 authorSeed, uint8 callerSeed, bytes1 content, uint16 pass, bool bundled) external {
        vm.warp(block.timestamp + pass);
        address author = identities[authorSeed % 4];
        bytes32 digest = keccak256(abi.encode(content));
        bool known = evidence.isAnchored(digest, author);
        bytes memory call =
            bundled
                ? abi.encodeCall(evidence.anchorBundle, (author, NewBundle(digest, 1, "", 0)))
                : abi.encodeCall(evidence.anchor, (author, digest));
        bool done = _try(keys[callerSeed % 8], address(evidence), call);
        if (!done || known) return;
        _expect(keys[callerSeed % 8] == author, "anchored by another than its author");
        uint40 time = evidence.anchorOf(digest, author);
        _expect(time == block.timestamp && time >= lastAnchoredAt, "an anchor is not of its block's time");
        lastAnchoredAt = time;
        anchors.push(Anchor(author, digest, time));
    }

    function thingCount() external view returns (uint256) {
        return things.length;
    }

    function anchorCount() external view returns (uint256) {
        return anchors.length;
    }

    function isFrozen(uint256 index) external view returns (bool) {
        return things[index].registry.isFrozen(things[index].id);
    }

    function freezes(uint256 index) external view returns (uint32) {
        return supervision.freezesOf(things[index].registry, things[index].id);
    }

    function anchoredAt(uint256 index) external view returns (uint40) {
        return evidence.anchorOf(anchors[index].digest, anchors[index].author);
    }

    /// @dev Every word that says what the thing is, without the frozen bit.
    function wordsOf(uint256 index) public view returns (bytes32) {
        Thing storage thing = things[index];
        address registry = address(thing.registry);
        if (registry == address(parties)) return _word(registry, thing.id, PARTIES, 0, 208);
        if (registry == address(rights)) return _word(registry, thing.id, GRANTS, 0, 136);
        return
            keccak256(
                abi.encode(
                    _word(registry, thing.id, PARTY_TOKENS, 0, 199),
                    _word(registry, thing.id, PARTY_TOKENS, 1, 256),
                    _word(registry, thing.id, bytes32(uint256(PARTY_TOKENS) + 2), 0, 256)
                )
            );
    }

    function _word(
        address registry,
        bytes32 key,
        bytes32 mappingSlot,
        uint256 offset,
        uint256 bit
    ) private view returns (bytes32) {
        uint256 slot = uint256(keccak256(abi.encode(key, mappingSlot))) + offset;
        uint256 mask = bit == 256 ? 0 : uint256(1) << bit;
        return bytes32(uint256(vm.load(registry, bytes32(slot))) & ~mask);
    }

    function _note(IFreezable registry, bytes32 id) private {
        things.push(Thing(registry, id, 0, 0));
    }

    function _try(address caller, address target, bytes memory call) private returns (bool done) {
        vm.prank(caller);
        (done, ) = target.call(call);
    }

    function _expect(bool holds, string memory otherwise) private {
        if (!holds && bytes(broken).length == 0) broken = otherwise;
    }
}

/// @notice Invariants 8 and 11.
/// forge-config: default.invariant.runs = 24
/// forge-config: default.invariant.depth = 200
contract SupervisionInvariantTest {
    SupervisionHandler private handler;

    function setUp() external {
        handler = new SupervisionHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_whatIsFrozenStaysJustAsItIs() external view {
        for (uint256 i = 0; i < handler.thingCount(); ++i) {
            (, , uint8 offices, bytes32 words) = handler.things(i);
            require(offices == 0 || handler.wordsOf(i) == words, "a frozen thing changed");
        }
    }

    function invariant_aThingIsFrozenJustWhileAnOfficeHoldsIt() external view {
        for (uint256 i = 0; i < handler.thingCount(); ++i) {
            (, , uint8 offices, ) = handler.things(i);
            require(handler.isFrozen(i) == (offices != 0), "bit");
            require(handler.freezes(i) == (offices & 1) + (offices >> 1), "count");
        }
    }

    function invariant_nobodyDidWhatHeMayNot() external view {
        string memory broken = handler.broken();
        require(bytes(broken).length == 0, broken);
    }

    function invariant_anchorsKeepTheirTime() external view {
        for (uint256 i = 0; i < handler.anchorCount(); ++i) {
            (, , uint40 time) = handler.anchors(i);
            require(handler.anchoredAt(i) == time, "an anchor moved");
        }
    }
}
