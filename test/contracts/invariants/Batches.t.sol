// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {BatchId, MemberStatus} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {RecordId} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {MemberProof} from "../../../contracts/identifiers/MembershipProofs.sol";
import {BatchDeployment} from "../fixtures/BatchFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Plays with a rule batch and a Merkle batch of twelve members each, and says beforehand, from books of its own,
/// which calls must go through.
/// @dev In one file with the invariants, as the runner finds only the contracts of the files that it runs.
contract BatchHandler is BatchDeployment {
    uint64 public constant COUNT = 12;

    /// @param made How often a record was made of it.
    /// @param owner Of its record.
    struct Ghost {
        bool revoked;
        uint256 made;
        address owner;
    }

    address[3] private people;
    bytes32[] private leaves;
    BatchId[2] private issued;
    address[2] private owners;
    bool[2] private ended;
    Ghost[12][2] private ghosts;

    /// Kind and index of the member that was played with last.
    uint8[2] private last;

    /// The first broken promise that a move brought to light, empty for none.
    string public broken;
    mapping(bytes32 kind => uint256 count) public done;

    constructor() {
        _deploy();
        people = [MAKER, BUYER, PARTNER];
        leaves = _leaves(COUNT);
        issued = [_issueRule(1, COUNT, BUYER), _issueList(leaves, BUYER)];
        owners = [BUYER, BUYER];
    }

    function materialise(uint8 kind, uint8 index, uint8 who, uint8 forWhom) external {
        (kind, index) = _pick(kind, index);
        Ghost storage ghost = ghosts[kind][index];
        address caller = _caller(kind, who);
        bool expected = !ended[kind] && !ghost.revoked && ghost.made == 0 && caller == owners[kind];
        address owner = people[forWhom % 3];
        bytes memory call = _materialiseCall(issued[kind], _member(kind, index), _proofOf(kind, index), owner);
        if (!_plays("materialise", caller, address(identifiers), call, expected)) return;
        ++ghost.made;
        ghost.owner = owner;
    }

    /// @dev With the proof of another member, or of the other batch.
    function forge(uint8 kind, uint8 index, uint8 otherKind, uint8 otherIndex) external {
        (kind, otherKind) = (kind % 2, otherKind % 2);
        (index, otherIndex) = (uint8(index % COUNT), uint8(otherIndex % COUNT));
        if (kind == otherKind && (kind == 0 || index == otherIndex)) return;
        bytes memory call = _materialiseCall(
            issued[kind],
            _member(kind, index),
            _proofOf(otherKind, otherIndex),
            owners[kind]
        );
        // A rule batch asks for no proof: whatever comes with the call counts for nothing.
        if (kind == 0) return;
        _plays("forge", owners[kind], address(identifiers), call, false);
    }

    function registerSingly(uint8 kind, uint8 index, uint8 who) external {
        // Rarely, or nothing is left to be made of the list.
        if (who % 5 != 0) return;
        (kind, index) = _pick(kind, index);
        Ghost storage ghost = ghosts[kind][index];
        // The range of a rule batch is closed for ever; a list closes nothing.
        bool expected = kind == 1 && ghost.made == 0;
        if (!_plays("register", MAKER, address(identifiers), _registerCall(_member(kind, index)), expected)) return;
        ++ghost.made;
        ghost.owner = MAKER;
    }

    function revokeMembers(uint8 kind, uint8 first, uint8 length, uint8 who) external {
        (kind, first) = _pick(kind, first);
        uint256 end = uint256(first) + (length % 2);
        address caller = _caller(kind, who);
        bytes memory call = abi.encodeCall(batches.revokeMembers, (issued[kind], first, uint64(end), ""));
        if (!_plays("revoke members", caller, address(batches), call, !ended[kind] && caller == owners[kind])) return;
        for (uint256 i = first; i <= end && i < COUNT; ++i) ghosts[kind][i].revoked = true;
    }

    function revoke(uint8 kind, uint8 who) external {
        // Rarely, or little happens after.
        if (who % 16 != 0) return;
        kind %= 2;
        address caller = _caller(kind, who);
        bytes memory call = abi.encodeCall(batches.revoke, (issued[kind], ""));
        if (_plays("revoke", caller, address(batches), call, !ended[kind] && caller == owners[kind])) {
            ended[kind] = true;
        }
    }

    function transferBatch(uint8 kind, uint8 who, uint8 to) external {
        kind %= 2;
        address caller = _caller(kind, who);
        uint256 token = uint256(BatchId.unwrap(issued[kind]));
        bytes memory call = abi.encodeCall(batches.transferFrom, (owners[kind], people[to % 3], token));
        bool expected = !ended[kind] && caller == owners[kind];
        if (_plays("transfer", caller, address(batches), call, expected)) owners[kind] = people[to % 3];
    }

    function transferRecord(uint8 kind, uint8 index, uint8 to) external {
        (kind, index) = _pick(kind, index);
        Ghost storage ghost = ghosts[kind][index];
        if (ghost.made == 0) return;
        bytes memory call = abi.encodeCall(
            identifiers.transferFrom,
            (ghost.owner, people[to % 3], _token(_member(kind, index)))
        );
        if (_plays("transfer record", ghost.owner, address(identifiers), call, true)) ghost.owner = people[to % 3];
    }

    /// @notice The same of the member that was played with last.
    function lastDisagreement() external view returns (string memory) {
        return disagreement(last[0], last[1]);
    }

    /// @notice What the books say of a member, against what the ledger does; empty where they agree.
    function disagreement(uint8 kind, uint8 index) public view returns (string memory) {
        Ghost storage ghost = ghosts[kind][index];
        string memory identifier = _member(kind, index);
        if (ghost.made > 1) return "a member became two records";
        if (
            (identifiers.recordOf(RecordId.wrap(bytes32(_token(identifier)))).owner != address(0)) != (ghost.made == 1)
        ) {
            return "a token without a record of its making, or none with";
        }
        MemberStatus expected =
            ghost.made == 1
                ? MemberStatus.Recorded
                : ended[kind] || ghost.revoked
                    ? MemberStatus.Revoked
                    : MemberStatus.Live;
        address expectedOwner = ghost.made == 1 ? ghost.owner : owners[kind];
        (MemberStatus status, address owner) = identifiers.memberOf(
            issued[kind],
            _name(identifier),
            _proofOf(kind, index)
        );
        if (status != expected) return "status";
        return owner == expectedOwner ? "" : "owner";
    }

    function _plays(
        bytes32 kind,
        address caller,
        address target,
        bytes memory call,
        bool expected
    ) private returns (bool played) {
        vm.prank(caller);
        (played, ) = target.call(call);
        if (played) ++done[kind];
        if (played != expected && bytes(broken).length == 0) {
            broken = string.concat(played ? "went through: " : "was refused: ", string(abi.encodePacked(kind)));
        }
    }

    function _pick(uint8 kind, uint8 index) private returns (uint8, uint8) {
        last = [kind % 2, uint8(index % COUNT)];
        return (last[0], last[1]);
    }

    /// @dev Mostly the owner.
    function _caller(uint8 kind, uint8 who) private view returns (address) {
        return who % 4 == 3 ? people[(who / 4) % 3] : owners[kind];
    }

    function _member(uint8 kind, uint8 index) private pure returns (string memory) {
        return kind == 0 ? _numbered(uint256(index) + 1) : _listed(index);
    }

    function _proofOf(uint8 kind, uint8 index) private view returns (MemberProof memory) {
        return kind == 0 ? _noProof() : _proof(leaves, index);
    }

    function _token(string memory identifier) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(GS1, keccak256(bytes(identifier)))));
    }
}

/// @notice Invariant I9 under random play: each member becomes a record at most once, and where it did not there is no token.
/// forge-config: default.invariant.runs = 16
/// forge-config: default.invariant.depth = 128
contract BatchInvariantTest {
    BatchHandler private handler;

    function setUp() external {
        handler = new BatchHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_whatMayHappenHappensAndNothingElse() external view {
        require(bytes(handler.broken()).length == 0, handler.broken());
    }

    function invariant_eachMemberBecomesARecordAtMostOnce() external view {
        string memory fault = handler.lastDisagreement();
        require(bytes(fault).length == 0, fault);
    }

    /// @dev Longer games than the runner's, with the moves weighted so that something is left to be made.
    /// forge-config: default.fuzz.runs = 12
    function testFuzz_longGamesGoAsTheRulesSay(uint256 seed) external {
        for (uint256 i = 0; i < 150 || (i < 1000 && !_hasHappened()); ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _play(uint8(seed), uint8(seed >> 8), uint8(seed >> 16), uint8(seed >> 24), uint8(seed >> 32));
        }
        this.invariant_whatMayHappenHappensAndNothingElse();
        for (uint8 index = 0; index < handler.COUNT(); ++index) {
            for (uint8 kind = 0; kind < 2; ++kind) {
                string memory fault = handler.disagreement(kind, index);
                require(bytes(fault).length == 0, fault);
            }
        }
        require(_hasHappened(), "a game in which little happened");
        require(handler.done("forge") == 0, "a forged proof went through");
    }

    function _hasHappened() private view returns (bool) {
        return handler.done("materialise") > 4 && handler.done("transfer") > 4;
    }

    /// @dev What ends a member or a batch only comes once something happened: else there are seeds after which nothing can.
    function _play(uint8 kind, uint8 a, uint8 b, uint8 c, uint8 d) private {
        if (kind < 110) handler.materialise(a, b, c, d);
        else if (kind < 140) handler.forge(a, b, c, d);
        else if (kind < 155) handler.registerSingly(a, b, c);
        else if (kind < 175 && _hasHappened()) handler.revokeMembers(a, b, c, d);
        else if (kind < 180 && _hasHappened()) handler.revoke(a, b);
        else if (kind < 215) handler.transferBatch(a, b, c);
        else handler.transferRecord(a, b, c);
    }
}
