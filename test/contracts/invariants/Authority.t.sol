// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {RoleSet} from "../../../contracts/access/HotRoles.sol";
import {IPauseGate} from "../../../contracts/access/IPauseGate.sol";
import {BatchId} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {RecordId} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {NamespaceId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {PartyToken} from "../../../contracts/identity/PartyToken.sol";
import {GrantKey} from "../../../contracts/rights/RightTypes.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {TwinId, TwinState} from "../../../contracts/twins/TwinTypes.sol";
import {BatchDeployment} from "../fixtures/BatchFixture.sol";
import {SupervisionDeployment} from "../fixtures/SupervisionFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Everybody calls everything on one namespace, record, twin and batch, which change hands and keys, are lent, frozen
/// and paused. From books of its own the handler knows who may do what, and what a call may touch.
/// @dev In one file with the invariants, as the runner finds only the contracts of the files that it runs.
contract AuthorityHandler is SupervisionDeployment, BatchDeployment {
    /// @param target Where it goes.
    /// @param thing What alone it may change: one of the things below.
    /// @param right Who may, on the things' token: see below.
    /// @param paused Whether its registry's pause stops it.
    /// @param sure Whether nothing but authority, freeze and pause stands against it.
    struct Move {
        address target;
        bytes data;
        uint8 thing;
        uint8 right;
        bool paused;
        bool sure;
    }

    struct Lent {
        uint16 bits;
        uint32 epoch;
        uint32 controlEpoch;
    }

    /// @param approval Under which epochs the spender was approved.
    struct Token {
        PartyToken registry;
        uint256 id;
        address holder;
        uint32 epoch;
        bool frozen;
        address spender;
        Lent approval;
    }

    uint8 private constant TOKENS = 4;
    uint8 private constant RIGHTS = 4;
    uint8 private constant PARTY = 5;
    uint8 private constant NOTHING = 6;
    uint8 private constant THINGS = 6;
    /// Members of the batch that are revoked in the game.
    uint64 private constant MEMBERS = 4;

    /// Rights beside the bits of roles, all of which the holder's key has.
    uint8 private constant HOLDER = 0;
    uint8 private constant MOVER = 16;
    uint8 private constant OPERATOR = 17;
    uint8 private constant ROOT_HOLDER = 18;
    uint8 private constant GRANTEE = 19;

    address[4] private identities = [ROOT, MAKER, BUYER, PARTNER];
    address[6] private keys = [ROOT, MAKER, BUYER, PARTNER, STRANGER, NEW_KEY];

    // The books.
    mapping(address identity => address) private controllers;
    mapping(address identity => uint32) private controlEpochs;
    Token[TOKENS] private tokens;
    mapping(uint256 token => mapping(address account => Lent)) private lent;
    mapping(uint256 token => mapping(address holder => mapping(address operator => uint256))) private operators;
    mapping(address registry => bool) private paused;
    uint256 private number;

    /// The first broken promise that a move brought to light, empty for none.
    string public broken;
    uint256 public moves;
    uint256 public done;

    constructor() {
        vm.warp(1_800_000_000);
        _deployWithOffices();
        PartyToken[TOKENS] memory registries = [PartyToken(namespaces), identifiers, twins, batches];
        uint256 batch = uint256(BatchId.unwrap(_issueRule(1, 900_000, MAKER)));
        uint256[TOKENS] memory ids = [namespaceToken, record, twin, batch];
        for (uint256 i = 0; i < TOKENS; ++i) {
            Token storage token = tokens[i];
            (token.registry, token.id, token.holder, token.epoch) = (registries[i], ids[i], MAKER, 1);
        }
        for (uint256 i = 0; i < identities.length; ++i) controllers[identities[i]] = identities[i];
    }

    function moveToken(uint8 pick, uint8 who, uint8 to) external {
        uint8 i = pick % TOKENS;
        address receiver = identities[to % 4];
        bytes memory data = abi.encodeCall(IERC721.transferFrom, (tokens[i].holder, receiver, tokens[i].id));
        if (!_plays(Move(address(tokens[i].registry), data, i, MOVER, true, _mayMove(i)), who)) return;
        tokens[i].holder = receiver;
        ++tokens[i].epoch;
    }

    function approve(uint8 pick, uint8 who, uint8 to) external {
        uint8 i = pick % TOKENS;
        bytes memory data = abi.encodeCall(IERC721.approve, (keys[to % 6], tokens[i].id));
        if (!_plays(Move(address(tokens[i].registry), data, NOTHING, OPERATOR, false, true), who, i)) return;
        tokens[i].spender = keys[to % 6];
        tokens[i].approval = Lent(0, tokens[i].epoch, controlEpochs[tokens[i].holder]);
    }

    function setOperator(uint8 pick, uint8 who, uint8 to, bool given) external {
        uint8 i = pick % TOKENS;
        address holder = tokens[i].holder;
        bytes memory data = abi.encodeCall(IPartyToken.setApprovalForAllOf, (holder, keys[to % 6], given));
        // It is about all that a party holds, frozen or not.
        bool wasFrozen = tokens[i].frozen;
        tokens[i].frozen = false;
        bool went = _plays(Move(address(tokens[i].registry), data, NOTHING, HOLDER, false, true), who, i);
        tokens[i].frozen = wasFrozen;
        if (went) operators[i][holder][keys[to % 6]] = given ? controlEpochs[holder] + 1 : 0;
    }

    function lend(uint8 pick, uint8 who, uint8 to, uint8 bits) external {
        uint8 i = pick % TOKENS;
        address account = keys[to % 6];
        bytes memory data = abi.encodeCall(IPartyToken.setRoles, (tokens[i].id, account, RoleSet.wrap(bits % 16)));
        if (!_plays(Move(address(tokens[i].registry), data, NOTHING, HOLDER, false, true), who, i)) return;
        lent[i][account] = Lent(bits % 16, tokens[i].epoch, controlEpochs[tokens[i].holder]);
    }

    function renounce(uint8 pick, uint8 who) external {
        uint8 i = pick % TOKENS;
        address caller = keys[who % 6];
        vm.prank(caller);
        tokens[i].registry.renounceRoles(tokens[i].id);
        delete lent[i][caller];
    }

    function rotate(uint8 pick, uint8 who, uint8 to) external {
        address identity = identities[pick % 4];
        address caller = who < 192 ? controllers[identity] : keys[who % 6];
        bytes[THINGS] memory before = _states();
        bool expected = caller == controllers[identity];
        vm.prank(caller);
        (bool went, ) = address(parties).call(abi.encodeCall(parties.changeOwner, (identity, keys[to % 6])));
        _expect(went == expected, "control moved by another, or not by its key");
        _count(went);
        _expectOnly(before, went && identity == MAKER ? PARTY : NOTHING);
        if (!went) return;
        controllers[identity] = keys[to % 6];
        ++controlEpochs[identity];
        (, uint32 epoch) = parties.controllerOf(identity);
        _expect(epoch == controlEpochs[identity], "a control epoch did not rise by one");
    }

    function writeDocument(uint8 who, bytes32 kind) external {
        bytes memory data = abi.encodeCall(parties.addDelegate, (MAKER, kind, PARTNER, 1 days));
        address caller = who < 128 ? controllers[MAKER] : keys[who % 6];
        bytes[THINGS] memory before = _states();
        vm.roll(block.number + 1);
        vm.prank(caller);
        (bool went, ) = address(parties).call(data);
        _expect(went == (caller == controllers[MAKER]), "a document was written by another, or not by its key");
        _count(went);
        _expectOnly(before, went ? PARTY : NOTHING);
    }

    function issue(uint8 who, uint8 kind) external {
        ++number;
        if (kind % 3 == 0) {
            string memory child = string.concat(
                PREFIX,
                string(abi.encodePacked(bytes2(uint16(0x3030 + (number % 10)))))
            );
            bytes memory data = abi.encodeCall(namespaces.delegate, (GS1, PREFIX_LENGTH, child, BUYER));
            _plays(Move(address(namespaces), data, NOTHING, 2, true, false), who, 0);
        } else if (kind % 3 == 1) {
            string memory identifier = string.concat("22/", _numbered(number));
            bytes memory data = abi.encodeCall(
                identifiers.register,
                (_name(identifier), PREFIX_LENGTH, _noContent(), BUYER)
            );
            _plays(Move(address(identifiers), data, NOTHING, 1, true, false), who, 0);
        } else {
            bytes memory data = _materialiseCall(
                BatchId.wrap(bytes32(tokens[3].id)),
                _numbered(number),
                _noProof(),
                BUYER
            );
            _plays(Move(address(identifiers), data, NOTHING, 1, true, false), who, 3);
        }
    }

    function ruleNamespace(uint8 who, bool suspends) external {
        bytes memory data =
            suspends
                ? abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, ""))
                : abi.encodeCall(namespaces.reinstate, (GS1, PREFIX, 0, ""));
        _plays(Move(address(namespaces), data, 0, ROOT_HOLDER, false, false), who);
    }

    function changeRecord(uint8 who, uint8 kind) external {
        bytes memory data = abi.encodeCall(identifiers.updateContent, (_name(IDENTIFIER), _noContent()));
        if (kind % 4 == 1) data = abi.encodeCall(identifiers.suspend, (_name(IDENTIFIER), ""));
        if (kind % 4 == 2) data = abi.encodeCall(identifiers.resume, (_name(IDENTIFIER), ""));
        bool content = kind % 4 == 0 || kind % 4 == 3;
        _plays(Move(address(identifiers), data, 1, content ? 4 : HOLDER, content, false), who);
    }

    function changeTwin(uint8 who, uint8 kind, bytes32 digest) external {
        TwinId id = TwinId.wrap(bytes32(twin));
        if (kind % 3 == 0) {
            _commitAs(_caller(2, 4, who), digest);
            _plays(Move(address(twins), _publishCall(twin, _content(digest)), 2, 4, true, false), who);
        } else if (kind % 3 == 1) {
            bool released = twins.twinOf(id).state == TwinState.Released;
            TwinState next = released ? TwinState.Deprecated : TwinState.Released;
            bytes memory data = abi.encodeCall(twins.setState, (id, next, ""));
            _plays(Move(address(twins), data, 2, HOLDER, false, false), who);
        } else {
            bytes memory data = abi.encodeCall(twinTerms.attachLicence, (id, digest, ""));
            _plays(Move(address(twinTerms), data, 2, HOLDER, false, false), who);
        }
    }

    function changeRights(uint8 who, uint8 kind) external {
        if (kind % 3 == 0) {
            bytes memory data = abi.encodeCall(rights.grant, (_rightKey(), _terms(0, 0, 1)));
            _plays(Move(address(rights), data, RIGHTS, 8, true, false), who, 2);
        } else if (kind % 3 == 1) {
            bytes memory data = abi.encodeCall(rights.revoke, (_rightKey(), ""));
            _plays(Move(address(rights), data, RIGHTS, 8, false, false), who, 2);
        } else {
            GrantKey memory key = _rightKey();
            (, uint32 epoch, ) = twins.holdingOf(uint256(key.asset));
            uint32 sequence = rights.grantOf(rights.grantId(key)).sequence;
            bytes memory data = abi.encodeCall(rights.release, (key, epoch, sequence));
            _plays(Move(address(rights), data, RIGHTS, GRANTEE, false, false), who, 2);
        }
    }

    function revokeMembers(uint8 who, uint8 index) external {
        index = uint8(index % MEMBERS);
        bytes memory data = abi.encodeCall(
            batches.revokeMembers,
            (BatchId.wrap(bytes32(tokens[3].id)), index, index, "")
        );
        _plays(Move(address(batches), data, 3, HOLDER, false, true), who);
    }

    function freeze(uint8 pick, uint8 who) external {
        // Rarely, or little happens after.
        uint8 i = pick % TOKENS;
        bool lifts = tokens[i].frozen;
        if (!lifts && who % 4 != 0) return;
        IFreezable registry = tokens[i].registry;
        bytes memory data =
            lifts
                ? _liftCall(OFFICE, registry, bytes32(tokens[i].id))
                : _freezeCall(OFFICE, registry, bytes32(tokens[i].id));
        address caller = who < 224 ? REGULATOR : keys[who % 6];
        bytes[THINGS] memory before = _states();
        vm.prank(caller);
        (bool went, ) = address(supervision).call(data);
        _expect(went == (caller == REGULATOR), "frozen or lifted by another, or not by the office");
        _count(went);
        _expectOnly(before, NOTHING);
        if (went) tokens[i].frozen = !lifts;
    }

    function pause(uint8 pick, uint8 who) external {
        address registry = pick % 5 == 4 ? address(rights) : address(tokens[pick % TOKENS].registry);
        if (!paused[registry] && who % 4 != 0) return;
        address caller = who < 224 ? address(this) : keys[who % 6];
        bytes[THINGS] memory before = _states();
        vm.prank(caller);
        (bool went, ) = registry.call(abi.encodeCall(IPauseGate.setPaused, (!paused[registry])));
        _expect(went == (caller == address(this)), "paused by another, or not by the pauser");
        _count(went);
        _expectOnly(before, NOTHING);
        if (went) paused[registry] = !paused[registry];
    }

    /// @notice What of the ledger's answers on roles, approvals and epochs is not in the books; empty where they agree.
    function disagreement() external view returns (string memory) {
        for (uint256 i = 0; i < TOKENS; ++i) {
            (address holder, uint32 epoch, ) = tokens[i].registry.holdingOf(tokens[i].id);
            if (holder != tokens[i].holder || epoch != tokens[i].epoch) return "a holder or an epoch";
            if (tokens[i].registry.getApproved(tokens[i].id) != _spender(i)) return "an approval";
            for (uint256 k = 0; k < keys.length; ++k) {
                if (RoleSet.unwrap(tokens[i].registry.rolesOf(tokens[i].id, keys[k])) != _bits(i, keys[k]))
                    return "a role";
                if (tokens[i].registry.isApprovedForAll(tokens[i].holder, keys[k]) != _isOperator(i, keys[k]))
                    return "an operator";
            }
        }
        return "";
    }

    function _plays(Move memory move, uint8 who) private returns (bool) {
        return _plays(move, who, move.thing);
    }

    /// @param on The token on which the right is.
    function _plays(Move memory move, uint8 who, uint8 on) private returns (bool went) {
        address caller = _caller(on, move.right, who);
        bool may = _may(on, move.right, caller);
        bool stopped = move.paused && paused[move.target];
        bytes[THINGS] memory before = _states();
        vm.prank(caller);
        bytes memory answer;
        (went, answer) = move.target.call(move.data);
        _count(went);
        _expect(!went || may, "done by one who may not");
        _expect(!went || !stopped, "done in spite of a pause");
        _expect(!went || !tokens[on].frozen, "done to what is frozen");
        bool saysPaused = !went && answer.length == 4 && bytes4(answer) == IPauseGate.RegistryIsPaused.selector;
        _expect(!saysPaused || stopped, "stopped by a pause that is not there, or does not concern it");
        _expect(went || !move.sure || !may || stopped || tokens[on].frozen, "refused to one who may");
        _expectOnly(before, went ? move.thing : NOTHING);
    }

    /// @dev Mostly one who may.
    function _caller(uint8 on, uint8 right, uint8 who) private view returns (address) {
        if (who < 144) {
            if (right == ROOT_HOLDER) return controllers[ROOT];
            if (right == GRANTEE) return controllers[PARTNER];
            return controllers[tokens[on].holder];
        }
        // Then who was approved or lent something, also what is of no use here, or is of no use any more.
        if (who < 208 && right == MOVER) return tokens[on].spender == address(0) ? keys[who % 6] : tokens[on].spender;
        for (uint256 k = 0; who < 208 && right < MOVER && k < keys.length; ++k) {
            address account = keys[(who + k) % 6];
            if (lent[on][account].bits != 0 && (right == HOLDER || lent[on][account].bits & right != 0)) return account;
        }
        return keys[who % 6];
    }

    function _may(uint8 on, uint8 right, address caller) private view returns (bool) {
        if (right == ROOT_HOLDER) return caller == controllers[ROOT];
        if (right == GRANTEE) return caller == controllers[PARTNER];
        if (caller == controllers[tokens[on].holder]) return true;
        if (right == MOVER) return caller == _spender(on) || _isOperator(on, caller);
        if (right == OPERATOR) return _isOperator(on, caller);
        return right != HOLDER && _bits(on, caller) & right != 0;
    }

    function _spender(uint256 i) private view returns (address) {
        Lent memory approval = tokens[i].approval;
        bool current = approval.epoch == tokens[i].epoch && approval.controlEpoch == controlEpochs[tokens[i].holder];
        return current ? tokens[i].spender : address(0);
    }

    function _bits(uint256 i, address account) private view returns (uint16) {
        Lent memory given = lent[i][account];
        bool current = given.epoch == tokens[i].epoch && given.controlEpoch == controlEpochs[tokens[i].holder];
        return current ? given.bits : 0;
    }

    function _isOperator(uint256 i, address account) private view returns (bool) {
        return operators[i][tokens[i].holder][account] == uint256(controlEpochs[tokens[i].holder]) + 1;
    }

    function _mayMove(uint8 i) private view returns (bool) {
        (, , bool live) = tokens[i].registry.holdingOf(tokens[i].id);
        return live || i == 1;
    }

    /// @dev So that whoever may publish, publishes: the holder's content where its key calls, else the caller's own.
    function _commitAs(address caller, bytes32 digest) private {
        address party = caller == controllers[tokens[2].holder] ? tokens[2].holder : caller;
        if (controllers[party] != caller) return;
        bytes32 root = twins.contentLeaf(party, digest, 0);
        vm.prank(caller);
        (bool committed, ) = address(twins).call(abi.encodeCall(twins.commitContents, (party, root)));
        if (committed) vm.roll(block.number + 1);
    }

    function _rightKey() private view returns (GrantKey memory) {
        return _key(twin, 0);
    }

    /// @dev All that the ledger says of each thing, but for approvals, roles, freezes and pauses.
    function _states() private view returns (bytes[THINGS] memory states) {
        TwinId id = TwinId.wrap(bytes32(twin));
        BatchId batch = BatchId.wrap(bytes32(tokens[3].id));
        (, uint32 controlEpoch) = parties.controllerOf(MAKER);
        states[0] = abi.encode(namespaces.namespaceOf(NamespaceId.wrap(bytes32(namespaceToken))));
        states[1] = abi.encode(identifiers.recordOf(RecordId.wrap(bytes32(record))));
        (uint24 version, bytes32 licence) = twinTerms.licenceOf(id);
        states[2] = abi.encode(twins.twinOf(id), version, licence);
        states[3] = abi.encode(batches.batchOf(batch), _revoked(batch));
        // Of the twin's present holding: a sale gives the key another grant.
        states[RIGHTS] = abi.encode(rights.grantOf(rights.grantId(_rightKey())), tokens[2].epoch);
        states[PARTY] = abi.encode(controlEpoch, parties.identityOwner(MAKER), parties.changed(MAKER));
    }

    function _revoked(BatchId batch) private view returns (uint256 bits) {
        for (uint64 i = 0; i < MEMBERS; ++i) {
            if (batches.isMemberRevoked(batch, i)) bits |= 1 << i;
        }
    }

    function _expectOnly(bytes[THINGS] memory before, uint8 thing) private {
        bytes[THINGS] memory now_ = _states();
        for (uint8 i = 0; i < THINGS; ++i) {
            bool changed = keccak256(now_[i]) != keccak256(before[i]);
            bool bySale = thing == 2 && i == RIGHTS;
            _expect(!changed || i == thing || bySale, "a call changed what it is not about");
        }
    }

    function _count(bool went) private {
        ++moves;
        if (went) ++done;
    }

    function _expect(bool holds, string memory otherwise) private {
        if (!holds && bytes(broken).length == 0) broken = otherwise;
    }
}

/// @notice Invariants 4, 5 and 13, and 8 once more: a call changes what it is about and nothing else, and only for one who may;
/// what was given under an older epoch is nothing; a freeze keeps a thing as it is; a pause stops what is written down.
/// forge-config: default.invariant.runs = 24
/// forge-config: default.invariant.depth = 250
contract AuthorityInvariantTest {
    AuthorityHandler private handler;

    function setUp() external {
        handler = new AuthorityHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_nothingChangesButByWhomItMay() external view {
        string memory broken = handler.broken();
        require(bytes(broken).length == 0, broken);
    }

    function invariant_whatWasGivenUnderAnOlderEpochIsNothing() external view {
        string memory fault = handler.disagreement();
        require(bytes(fault).length == 0, fault);
    }

    /// @dev Longer games than the runner's, in which much of what is tried goes through.
    /// forge-config: default.fuzz.runs = 12
    function testFuzz_longGamesGoAsTheRulesSay(uint256 seed) external {
        for (uint256 i = 0; i < 400; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _play(uint8(seed), uint8(seed >> 8), uint8(seed >> 16), uint8(seed >> 24), seed >> 32);
        }
        this.invariant_nothingChangesButByWhomItMay();
        this.invariant_whatWasGivenUnderAnOlderEpochIsNothing();
        require(handler.done() * 4 > handler.moves(), "a game in which little happened");
    }

    function _play(uint8 kind, uint8 a, uint8 b, uint8 c, uint256 more) private {
        if (kind < 25) handler.moveToken(a, b, c);
        else if (kind < 40) handler.approve(a, b, c);
        else if (kind < 50) handler.setOperator(a, b, c, more % 4 != 0);
        else if (kind < 95) handler.lend(a, b, c, uint8(more));
        else if (kind < 100) handler.renounce(a, b);
        else if (kind < 110) handler.rotate(a, b, c);
        else if (kind < 115) handler.writeDocument(a, bytes32(more));
        else if (kind < 145) handler.issue(a, b);
        else if (kind < 155) handler.ruleNamespace(a, b % 2 == 0);
        else if (kind < 180) handler.changeRecord(a, b);
        else if (kind < 205) handler.changeTwin(a, b, bytes32(more));
        else if (kind < 225) handler.changeRights(a, b);
        else if (kind < 235) handler.revokeMembers(a, b);
        else if (kind < 246) handler.freeze(a, b);
        else handler.pause(a, b);
    }
}
