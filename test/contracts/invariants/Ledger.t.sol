// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IdentifierRegistry} from "../../../contracts/identifiers/IdentifierRegistry.sol";
import {Record, RecordId, RecordName, RecordStatus} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {NamespaceId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {PartyToken} from "../../../contracts/identity/PartyToken.sol";
import {GrantId, GrantKey} from "../../../contracts/rights/RightTypes.sol";
import {TwinId, TwinKind} from "../../../contracts/twins/ITwinRegistry.sol";
import {LedgerDeployment} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Plays random moves of random people on the ledger and keeps its own, simple books of what must be so.
/// @dev In one file with the invariants, as the runner finds only the contracts of the files that it runs.
contract LedgerHandler is LedgerDeployment {
    uint16 private constant READ = 1;
    uint256 private constant MAX_TOKENS = 24;

    struct GhostNamespace {
        string prefix;
        uint256 parent;
        bool active;
        uint8 suspendedBy;
    }

    struct GhostToken {
        PartyToken registry;
        uint256 id;
        address holder;
        uint32 epoch;
    }

    struct GhostRecord {
        uint256 id;
        string identifier;
        uint256 issuer;
        uint8 prefixLength;
        uint24 namespaceEpoch;
        address registrar;
        address authority;
        bool retired;
    }

    struct GhostGrant {
        GrantId id;
        GrantKey key;
        bool revoked;
    }

    address[4] public identities;
    address[6] public keys;
    /// Who controls an identity, by the handler's own books.
    mapping(address identity => address) public controllers;

    GhostNamespace[] public ghostNamespaces;
    GhostToken[] public ghostTokens;
    GhostRecord[] public ghostRecords;
    GhostGrant[] private ghostGrants;

    /// The first broken promise that a move brought to light, empty for none.
    string public broken;

    constructor() {
        _deploy();
        identities = [ROOT, MAKER, BUYER, PARTNER];
        keys = [ROOT, MAKER, BUYER, PARTNER, STRANGER, NEW_KEY];
        for (uint256 i = 0; i < identities.length; ++i) controllers[identities[i]] = identities[i];
        _noteNamespace("", 0, ROOT);
        _noteNamespace(PREFIX, 0, MAKER);
    }

    function rotate(uint8 identitySeed, uint8 callerSeed, uint8 newSeed) external {
        address identity = identities[identitySeed % 4];
        address caller = keys[callerSeed % 6];
        address newController = keys[newSeed % 6];
        bool done = _try(caller, address(parties), abi.encodeCall(parties.changeOwner, (identity, newController)));
        _expect(
            done == (caller == controllers[identity]),
            "control moved by another than the controller, or not by it"
        );
        if (done) controllers[identity] = newController;
    }

    /// @dev Few digits and pieces of several lengths, so that prefixes come to lie in between others and within them.
    function delegate(uint8 parentSeed, uint8 digits, uint8 callerSeed, uint8 holderSeed) external {
        if (ghostNamespaces.length >= MAX_TOKENS) return;
        uint256 parent = parentSeed % ghostNamespaces.length;
        string memory parentPrefix = ghostNamespaces[parent].prefix;
        string memory prefix = string.concat(parentPrefix, _digits(digits, 1 + (digits % 3)));
        address caller = keys[callerSeed % 6];
        address holder = identities[holderSeed % 4];
        uint8 parentLength = uint8(bytes(parentPrefix).length);
        bool done = _try(
            caller,
            address(namespaces),
            abi.encodeCall(namespaces.delegate, (GS1, parentLength, prefix, holder))
        );
        if (!done) return;
        _expect(caller == controllers[_holderOf(parentPrefix)], "a prefix was delegated by another than its holder");
        _expect(isActiveUpwards(parent), "a prefix was delegated beneath a suspension");
        _expect(!_isDelegatedWithin(prefix, parentLength), "a prefix was delegated over the head of a closer holder");
        _noteNamespace(prefix, parent, holder);
    }

    function suspendOrReinstate(uint8 seed, uint8 callerSeed, uint8 ancestorLength, bool again) external {
        uint256 index = seed % ghostNamespaces.length;
        GhostNamespace storage ghost = ghostNamespaces[index];
        address caller = keys[callerSeed % 6];
        uint8 length = ancestorLength % 13;
        bool suspends = ghost.active || again;
        bytes memory call =
            suspends
                ? abi.encodeCall(namespaces.suspend, (GS1, ghost.prefix, length, ""))
                : abi.encodeCall(namespaces.reinstate, (GS1, ghost.prefix, length, ""));
        if (!_try(caller, address(namespaces), call)) return;
        (bool found, uint256 ancestor) = _ancestor(index, length);
        _expect(found, "one that is no ancestor suspended or reinstated");
        address holder = _holderOf(ghostNamespaces[ancestor].prefix);
        _expect(caller == controllers[holder], "another than the ancestor's holder suspended or reinstated");
        _expect(isActiveUpwards(ancestor), "a suspended ancestor acted");
        if (!suspends) _expect(length <= ghost.suspendedBy, "a lower ancestor than the suspending one reinstated");
        if (suspends && !ghost.active) _expect(length < ghost.suspendedBy, "suspended anew by no higher ancestor");
        ghost.active = !suspends;
        ghost.suspendedBy = length;
    }

    /// @dev From a namespace or one above it, an identifier of few digits: many are asked for twice, and many lie within
    /// prefixes that are, or come to be, delegated.
    function register(
        uint8 namespaceSeed,
        uint8 generations,
        uint8 digits,
        uint8 callerSeed,
        uint8 ownerSeed
    ) external {
        if (ghostRecords.length >= MAX_TOKENS) return;
        uint256 index = namespaceSeed % ghostNamespaces.length;
        string memory number = string.concat(ghostNamespaces[index].prefix, _digits(digits, digits % 3));
        for (uint256 i = 0; i < generations % 3; ++i) index = ghostNamespaces[index].parent;
        _register(index, number, keys[callerSeed % 6], identities[ownerSeed % 4]);
    }

    function changeStatus(uint8 recordSeed, uint8 callerSeed, uint8 action) external {
        if (ghostRecords.length == 0) return;
        GhostRecord storage ghost = ghostRecords[recordSeed % ghostRecords.length];
        RecordName memory name = _name(ghost.identifier);
        bytes memory call = abi.encodeCall(identifiers.retire, (name, ""));
        if (action % 4 == 1) call = abi.encodeCall(identifiers.suspend, (name, ""));
        if (action % 4 == 2) call = abi.encodeCall(identifiers.resume, (name, ""));
        if (action % 4 == 3) call = abi.encodeCall(identifiers.updateContent, (name, _noContent()));
        address caller = keys[callerSeed % 6];
        if (!_try(caller, address(identifiers), call)) return;
        _expect(caller == controllers[identifiers.ownerOf(ghost.id)], "a record was changed by another than its owner");
        _expect(!ghost.retired, "a retired record was changed");
        ghost.retired = action % 4 == 0;
    }

    function mint(uint8 authorSeed, uint8 callerSeed, uint8 ownerSeed, uint8 content) external {
        if (ghostTokens.length >= 3 * MAX_TOKENS) return;
        address author = identities[authorSeed % 4];
        address caller = keys[callerSeed % 6];
        address owner = identities[ownerSeed % 4];
        bytes32 digest = keccak256(abi.encode(content));
        TwinId id = twins.twinId(digest);
        bytes memory commit = abi.encodeCall(twins.commitContents, (author, twins.contentLeaf(author, digest, 0)));
        if (_try(caller, address(twins), commit)) vm.roll(block.number + 1);
        vm.prank(caller);
        try twins.mint(author, owner, _model(TwinKind.Type, _content(digest)), _opening()) {
            _expect(caller == controllers[author], "a twin was minted by another than its author");
            ghostTokens.push(GhostToken(twins, uint256(TwinId.unwrap(id)), owner, 1));
        } catch {}
    }

    function approve(uint8 tokenSeed, uint8 callerSeed, uint8 spenderSeed, bool all) external {
        GhostToken memory ghost = ghostTokens[tokenSeed % ghostTokens.length];
        address spender = keys[spenderSeed % 6];
        bytes memory call =
            all
                ? abi.encodeCall(ghost.registry.setApprovalForAllOf, (ghost.holder, spender, true))
                : abi.encodeCall(IERC721.approve, (spender, ghost.id));
        _try(keys[callerSeed % 6], address(ghost.registry), call);
    }

    function transfer(uint8 tokenSeed, uint8 callerSeed, uint8 toSeed) external {
        GhostToken storage ghost = ghostTokens[tokenSeed % ghostTokens.length];
        address caller = keys[callerSeed % 6];
        address to = identities[toSeed % 4];
        bool mayMove =
            caller == controllers[ghost.holder] ||
                ghost.registry.getApproved(ghost.id) == caller ||
                ghost.registry.isApprovedForAll(ghost.holder, caller);
        bytes memory call = abi.encodeCall(IERC721.transferFrom, (ghost.holder, to, ghost.id));
        if (!_try(caller, address(ghost.registry), call)) return;
        _expect(mayMove, "a token was moved by one who may not");
        ghost.holder = to;
        ++ghost.epoch;
    }

    function grant(uint8 tokenSeed, uint8 callerSeed) external {
        GhostToken memory ghost = ghostTokens[tokenSeed % ghostTokens.length];
        if (address(ghost.registry) != address(twins) || ghostGrants.length >= MAX_TOKENS) return;
        GrantKey memory key = _key(ghost.id, 0);
        GrantId id = rights.grantId(key);
        address caller = keys[callerSeed % 6];
        if (!_try(caller, address(rights), abi.encodeCall(rights.grant, (key, _terms(0, 0, READ))))) return;
        _expect(caller == controllers[ghost.holder], "a right was granted by another than the owner");
        for (uint256 i = 0; i < ghostGrants.length; ++i) {
            if (GrantId.unwrap(ghostGrants[i].id) != GrantId.unwrap(id)) continue;
            ghostGrants[i].revoked = false;
            return;
        }
        ghostGrants.push(GhostGrant(id, key, false));
    }

    function revoke(uint8 grantSeed, uint8 callerSeed) external {
        if (ghostGrants.length == 0) return;
        GhostGrant storage ghost = ghostGrants[grantSeed % ghostGrants.length];
        address caller = keys[callerSeed % 6];
        address owner = twins.ownerOf(uint256(ghost.key.asset));
        GrantId present = rights.grantId(ghost.key);
        if (!_try(caller, address(rights), abi.encodeCall(rights.revoke, (ghost.key, "")))) return;
        _expect(caller == controllers[owner], "a right was revoked by another than the owner");
        for (uint256 i = 0; i < ghostGrants.length; ++i) {
            if (GrantId.unwrap(ghostGrants[i].id) == GrantId.unwrap(present)) ghostGrants[i].revoked = true;
        }
    }

    function isActiveUpwards(uint256 index) public view returns (bool) {
        while (ghostNamespaces[index].active) {
            if (index == 0) return true;
            index = ghostNamespaces[index].parent;
        }
        return false;
    }

    function namespaceCount() external view returns (uint256) {
        return ghostNamespaces.length;
    }

    function tokenCount() external view returns (uint256) {
        return ghostTokens.length;
    }

    function recordCount() external view returns (uint256) {
        return ghostRecords.length;
    }

    function isIssuerActiveUpwards(uint256 index) external view returns (bool) {
        return isActiveUpwards(ghostRecords[index].issuer);
    }

    function isNamespaceLive(uint256 index) external view returns (bool) {
        return namespaces.isLive(GS1, ghostNamespaces[index].prefix);
    }

    function isRecordLive(uint256 index) external view returns (bool) {
        GhostRecord storage ghost = ghostRecords[index];
        return identifiers.isLive(_name(ghost.identifier));
    }

    /// @dev Whether a grant that was revoked, or given under an earlier holder, is allowed.
    function isAnyDeadGrantAllowed() external view returns (bool) {
        for (uint256 i = 0; i < ghostGrants.length; ++i) {
            if (!rights.isAllowed(ghostGrants[i].key, READ)) continue;
            GrantId present = rights.grantId(ghostGrants[i].key);
            if (!_isGranted(present)) return true;
        }
        return false;
    }

    function registries() external view returns (PartyToken[3] memory) {
        return [PartyToken(namespaces), PartyToken(identifiers), PartyToken(twins)];
    }

    function identifierRegistry() external view returns (address) {
        return address(identifiers);
    }

    function _register(uint256 index, string memory number, address caller, address owner) private {
        string memory prefix = ghostNamespaces[index].prefix;
        uint8 length = uint8(bytes(prefix).length);
        string memory identifier = string.concat("8004/", number);
        bytes memory call = abi.encodeCall(identifiers.register, (_name(identifier), length, _noContent(), owner));
        bool isNew = !_isRegistered(identifier);
        bool isIssuer = !_isDelegatedWithin(string.concat(number, "-"), length);
        address authority = controllers[_holderOf(prefix)];
        bool done = _try(caller, address(identifiers), call);
        _expect(isNew || !done, "an identifier was registered twice");
        _expect(isIssuer || !done, "an identifier was registered inside a longer prefix that is delegated");
        _expect(isActiveUpwards(index) || !done, "registered beneath a suspension");
        bool expected = isNew && isIssuer && isActiveUpwards(index) && caller == authority;
        _expect(done || !expected, "the issuer was refused");
        if (done) _noteRecord(index, identifier, caller, authority, owner);
    }

    function _noteRecord(
        uint256 index,
        string memory identifier,
        address registrar,
        address authority,
        address owner
    ) private {
        uint256 id = uint256(RecordId.unwrap(identifiers.recordId(GS1, identifier)));
        string memory prefix = ghostNamespaces[index].prefix;
        (, uint32 epoch, ) = namespaces.holdingOf(_namespaceToken(prefix));
        GhostRecord storage ghost = ghostRecords.push();
        (ghost.id, ghost.identifier) = (id, identifier);
        (ghost.issuer, ghost.prefixLength, ghost.namespaceEpoch) = (index, uint8(bytes(prefix).length), uint24(epoch));
        (ghost.registrar, ghost.authority) = (registrar, authority);
        ghostTokens.push(GhostToken(identifiers, id, owner, 1));
    }

    function _isRegistered(string memory identifier) private view returns (bool) {
        for (uint256 i = 0; i < ghostRecords.length; ++i) {
            if (keccak256(bytes(ghostRecords[i].identifier)) == keccak256(bytes(identifier))) return true;
        }
        return false;
    }

    /// @dev Whether a prefix of the digits, longer than `length` and shorter than all of `text`, is on the books.
    function _isDelegatedWithin(string memory text, uint256 length) private view returns (bool) {
        for (uint256 i = 0; i < ghostNamespaces.length; ++i) {
            bytes memory prefix = bytes(ghostNamespaces[i].prefix);
            if (prefix.length <= length || prefix.length >= bytes(text).length) continue;
            bool carried = true;
            for (uint256 j = 0; j < prefix.length && carried; ++j) carried = prefix[j] == bytes(text)[j];
            if (carried) return true;
        }
        return false;
    }

    function _digits(uint8 seed, uint256 length) private pure returns (string memory) {
        bytes memory text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) text[i] = bytes1(uint8(48 + ((seed >> (2 * i)) % 3)));
        return string(text);
    }

    function _isGranted(GrantId id) private view returns (bool) {
        for (uint256 i = 0; i < ghostGrants.length; ++i) {
            if (GrantId.unwrap(ghostGrants[i].id) == GrantId.unwrap(id)) return !ghostGrants[i].revoked;
        }
        return false;
    }

    function _noteNamespace(string memory prefix, uint256 parent, address holder) private {
        ghostNamespaces.push(GhostNamespace(prefix, parent, true, 0));
        ghostTokens.push(GhostToken(namespaces, _namespaceToken(prefix), holder, 1));
    }

    function _holderOf(string memory prefix) private view returns (address) {
        return namespaces.namespaceOf(NamespaceId.wrap(bytes32(_namespaceToken(prefix)))).holder;
    }

    function _ancestor(uint256 index, uint256 length) private view returns (bool found, uint256 ancestor) {
        ancestor = index;
        while (ancestor != 0) {
            ancestor = ghostNamespaces[ancestor].parent;
            if (bytes(ghostNamespaces[ancestor].prefix).length == length) return (true, ancestor);
        }
    }

    function _try(address caller, address target, bytes memory call) private returns (bool done) {
        vm.prank(caller);
        (done, ) = target.call(call);
    }

    function _expect(bool holds, string memory otherwise) private {
        if (!holds && bytes(broken).length == 0) broken = otherwise;
    }
}

/// @notice What holds after any sequence of moves. Short runs, as each checks everything after every move; for a long
/// search raise the two numbers (256 and 500 take some ten minutes on two cores).
/// forge-config: default.invariant.runs = 16
/// forge-config: default.invariant.depth = 128
contract LedgerInvariantTest {
    LedgerHandler private handler;

    function setUp() external {
        handler = new LedgerHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev Only the present controller, or one it approved, ever succeeded: a rotated key among them would show here.
    function invariant_everyMoveWasMadeByOneWhoMay() external view {
        string memory broken = handler.broken();
        require(bytes(broken).length == 0, broken);
    }

    function invariant_eachTokenHasTheHolderAndEpochOfTheBooks() external view {
        for (uint256 i = 0; i < handler.tokenCount(); ++i) {
            (PartyToken registry, uint256 id, address holder, uint32 epoch) = handler.ghostTokens(i);
            (address actual, uint32 actualEpoch, ) = registry.holdingOf(id);
            require(actual == holder && registry.ownerOf(id) == holder, "holder");
            require(actualEpoch == epoch, "epoch");
        }
    }

    function invariant_balancesCountTheTokens() external view {
        PartyToken[3] memory registries = handler.registries();
        for (uint256 r = 0; r < registries.length; ++r) {
            for (uint256 p = 0; p < 4; ++p) {
                address party = handler.identities(p);
                require(registries[r].balanceOf(party) == _count(registries[r], party), "balance");
            }
        }
    }

    function invariant_recordsWereCreatedByTheControllerOfTheirPrefix() external view {
        for (uint256 i = 0; i < handler.recordCount(); ++i) {
            (, , , , , address registrar, address authority, ) = handler.ghostRecords(i);
            require(registrar == authority, "created by another");
        }
    }

    function invariant_aNamespaceIsLiveJustWhenAllAboveAreActive() external view {
        for (uint256 i = 0; i < handler.namespaceCount(); ++i) {
            require(handler.isNamespaceLive(i) == handler.isActiveUpwards(i), "effective status");
        }
    }

    function invariant_anIdentifierHasOneRecordOfOneIssuerForEver() external view {
        IdentifierRegistry registry = IdentifierRegistry(handler.identifierRegistry());
        for (uint256 i = 0; i < handler.recordCount(); ++i) {
            (uint256 id, , , uint8 prefixLength, uint24 namespaceEpoch, , , ) = handler.ghostRecords(i);
            Record memory state = registry.recordOf(RecordId.wrap(bytes32(id)));
            require(state.prefixLength == prefixLength && state.namespaceEpoch == namespaceEpoch, "issuer");
            for (uint256 j = 0; j < i; ++j) {
                (uint256 other, , , , , , , ) = handler.ghostRecords(j);
                require(other != id, "two records");
            }
        }
    }

    function invariant_aRecordIsLiveJustWithItsIssuer() external view {
        IdentifierRegistry registry = IdentifierRegistry(handler.identifierRegistry());
        for (uint256 i = 0; i < handler.recordCount(); ++i) {
            (uint256 id, , , , , , , ) = handler.ghostRecords(i);
            bool active = registry.recordOf(RecordId.wrap(bytes32(id))).status == RecordStatus.Active;
            require(handler.isRecordLive(i) == (active && handler.isIssuerActiveUpwards(i)), "effective status");
        }
    }

    function invariant_retiredStaysRetired() external view {
        IdentifierRegistry registry = IdentifierRegistry(handler.identifierRegistry());
        for (uint256 i = 0; i < handler.recordCount(); ++i) {
            (uint256 id, , , , , , , bool retired) = handler.ghostRecords(i);
            Record memory state = registry.recordOf(RecordId.wrap(bytes32(id)));
            require((state.status == RecordStatus.Retired) == retired, "status");
            require(!retired || !handler.isRecordLive(i), "live");
        }
    }

    function invariant_whatWasRevokedIsNotAllowed() external view {
        require(!handler.isAnyDeadGrantAllowed(), "allowed");
    }

    function _count(PartyToken registry, address party) private view returns (uint256 count) {
        for (uint256 i = 0; i < handler.tokenCount(); ++i) {
            (PartyToken issuer, , address holder, ) = handler.ghostTokens(i);
            if (address(issuer) == address(registry) && holder == party) ++count;
        }
    }
}
