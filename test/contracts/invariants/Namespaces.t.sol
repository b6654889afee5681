// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {
    DelegationTerms,
    Issuance,
    Namespace,
    NamespaceId,
    NamespaceStanding,
    NamespaceStatus
} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {LedgerDeployment} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Plays random affairs on prefixes of the digits 0 and 1, and says beforehand, from books of its own that know no
/// reach and no words, which of them must go through.
/// @dev In one file with the invariants, as the runner finds only the contracts of the files that it runs.
contract NamespaceHandler is LedgerDeployment {
    uint256 private constant LONGEST = 4;

    struct Ghost {
        bool exists;
        bool suspended;
        bool emancipated;
        bool mayIssue;
        uint8 parentLength;
        uint8 suspendedBy;
        uint8 levels;
        uint32 expiry;
        uint32 epoch;
        /// How often it was delegated, and how often the parent had been by then.
        uint32 tenure;
        uint32 parentTenure;
        /// From which epoch on it answers for what was issued.
        uint32 answersSince;
        address holder;
    }

    address[4] private people;
    string[] public prefixes;
    /// Those that were ever delegated, and the root.
    string[] private known;
    mapping(string prefix => Ghost) private ghosts;
    uint256 private time;

    /// The first broken promise that a move brought to light, empty for none.
    string public broken;
    mapping(bytes32 kind => uint256 count) public done;

    constructor() {
        _deploy();
        people = [ROOT, MAKER, BUYER, PARTNER];
        time = 1_000_000;
        vm.warp(time);
        prefixes.push("");
        for (uint256 i = 0; prefixes.length < 2 ** (LONGEST + 1) - 1; ++i) {
            prefixes.push(string.concat(prefixes[i], "0"));
            prefixes.push(string.concat(prefixes[i], "1"));
        }
        known.push("");
        Ghost storage root = ghosts[""];
        (root.exists, root.mayIssue, root.levels, root.holder, root.epoch) = (true, true, 16, ROOT, 1);
    }

    function wait(uint8 seconds_) external {
        time += seconds_ % 40;
        vm.warp(time);
    }

    function delegate(uint8 seed, uint8 parentSeed, uint8 holderSeed, uint8 life, uint8 levels, uint8 who) external {
        string memory prefix = prefixes[1 + (seed % (prefixes.length - 1))];
        uint8 parentLength = uint8(parentSeed % bytes(prefix).length);
        // Mostly the closest one that is there, as others are refused.
        if (parentSeed >= 64) parentLength = _closestLength(prefix);
        DelegationTerms memory terms = DelegationTerms({
            expiry: life % 3 == 0 ? 0 : uint32(time + (life % 60)),
            levels: levels % 8,
            mayIssue: levels < 200
        });
        address caller = _caller(_cut(prefix, parentLength), who);
        address holder = people[holderSeed % 4];
        bool expected = _mayDelegate(prefix, parentLength, caller, terms.expiry);
        bytes memory call = abi.encodeCall(namespaces.delegateOnTerms, (GS1, parentLength, prefix, holder, terms));
        if (_plays("delegate", caller, call, expected)) _noteDelegation(prefix, parentLength, holder, terms);
    }

    function renew(uint8 seed, uint8 life, uint8 who) external {
        string memory prefix = known[seed % known.length];
        Ghost storage ghost = ghosts[prefix];
        string memory parent = _cut(prefix, ghost.parentLength);
        address caller = _caller(parent, who);
        uint32 expiry = life % 5 == 0 ? 0 : uint32(time + (life % 80));
        bool expected =
            _isChild(prefix, caller) &&
                ghost.expiry != 0 &&
                (expiry == 0 || (expiry > ghost.expiry && expiry > time)) &&
                (ghost.expiry > time || _backWith(prefix) == ghost.parentLength);
        uint32 before = ghost.expiry;
        if (!_plays("renew", caller, abi.encodeCall(namespaces.renew, (GS1, prefix, expiry)), expected)) return;
        ghost.expiry = expiry;
        _expect(expiry == 0 || expiry > before, "a renewal shortened");
    }

    function surrender(uint8 seed, uint8 who) external {
        // Rarely, or the trees stay small.
        if (who % 4 != 0) return;
        string memory prefix = known[seed % known.length];
        Ghost storage ghost = ghosts[prefix];
        address caller = _caller(prefix, who);
        bool expired = ghost.expiry != 0 && ghost.expiry <= time;
        bool expected = ghost.exists && bytes(prefix).length != 0 && !expired && caller == ghost.holder;
        if (!_plays("surrender", caller, abi.encodeCall(namespaces.surrender, (GS1, prefix)), expected)) return;
        ghost.expiry = uint32(time);
        ghost.emancipated = false;
    }

    function emancipate(uint8 seed, uint8 who) external {
        string memory prefix = known[seed % known.length];
        Ghost storage ghost = ghosts[prefix];
        address caller = _caller(_cut(prefix, ghost.parentLength), who);
        bool expected =
            _isChild(prefix, caller) &&
                isLive(prefix) &&
                !ghost.emancipated &&
                (ghost.parentLength == 0 || ghosts[_cut(prefix, ghost.parentLength)].emancipated);
        if (!_plays("emancipate", caller, abi.encodeCall(namespaces.emancipate, (GS1, prefix)), expected)) return;
        ghost.emancipated = true;
        ghost.expiry = 0;
    }

    function adopt(uint8 seed, uint8 since, uint8 who) external {
        string memory prefix = _givenAnew(seed);
        Ghost storage ghost = ghosts[prefix];
        address caller = _caller(prefix, who);
        since = since % 6;
        bool expected = isLive(prefix) && caller == ghost.holder && since != 0 && since < ghost.answersSince;
        if (!_plays("adopt", caller, abi.encodeCall(namespaces.adopt, (GS1, prefix, since)), expected)) return;
        ghost.answersSince = since;
    }

    function suspend(uint8 seed, uint8 ancestorSeed, uint8 who) external {
        string memory prefix = known[seed % known.length];
        Ghost storage ghost = ghosts[prefix];
        uint8 length = ancestorSeed >= 64 ? ghost.parentLength : uint8(ancestorSeed % LONGEST);
        string memory ancestor = _cut(prefix, length);
        address caller = _caller(ancestor, who);
        bool expected = _hasPower(prefix, length, caller) && (!ghost.suspended || length < ghost.suspendedBy);
        if (!_plays("suspend", caller, abi.encodeCall(namespaces.suspend, (GS1, prefix, length, "")), expected)) return;
        (ghost.suspended, ghost.suspendedBy) = (true, length);
    }

    function reinstate(uint8 seed, uint8 ancestorSeed, uint8 who) external {
        string memory prefix = _suspended(seed);
        Ghost storage ghost = ghosts[prefix];
        uint8 length = ancestorSeed >= 64 ? ghost.suspendedBy : uint8(ancestorSeed % LONGEST);
        string memory ancestor = _cut(prefix, length);
        address caller = _caller(ancestor, who);
        bool expected =
            _hasPower(prefix, length, caller) &&
                ghost.suspended &&
                (length <= ghost.suspendedBy || ghosts[ancestor].emancipated);
        bytes memory call = abi.encodeCall(namespaces.reinstate, (GS1, prefix, length, ""));
        if (!_plays("reinstate", caller, call, expected)) return;
        (ghost.suspended, ghost.suspendedBy) = (false, 0);
    }

    function transfer(uint8 seed, uint8 toSeed, uint8 who) external {
        string memory prefix = known[seed % known.length];
        Ghost storage ghost = ghosts[prefix];
        address caller = _caller(prefix, who);
        bool expired = ghost.expiry != 0 && ghost.expiry <= time;
        bool expected = ghost.exists && !ghost.suspended && !expired && caller == ghost.holder;
        address to = people[toSeed % 4];
        bytes memory call = abi.encodeCall(namespaces.transferFrom, (ghost.holder, to, _namespaceToken(prefix)));
        if (!_plays("transfer", caller, call, expected)) return;
        ghost.holder = to;
        ++ghost.epoch;
    }

    /// @dev Who may issue an identifier is the one prefix beyond which none is closed to it.
    function issue(uint8 seed, uint8 lengthSeed) external {
        string memory digits = prefixes[prefixes.length - 1 - (seed % 2 ** LONGEST)];
        uint8 length = lengthSeed >= 96 ? _closestLength(digits) : uint8(lengthSeed % (LONGEST + 1));
        string memory prefix = _cut(digits, length);
        bool expected = ghosts[prefix].exists && ghosts[prefix].mayIssue && !_isAnyClosed(digits, length, LONGEST + 1);
        bytes memory call = abi.encodeCall(namespaces.issuerOf, (GS1, string.concat("8004/", digits, "-1"), length));
        (bool found, bytes memory answer) = address(namespaces).call(call);
        _expect(found == expected, "issuer");
        _issuanceAgrees(digits, prefix, length, expected);
        ++done[found ? bytes32("issuer") : bytes32("no issuer")];
        if (!found) return;
        (, address holder, , bool live) = abi.decode(answer, (NamespaceId, address, uint32, bool));
        _expect(holder == ghosts[prefix].holder && live == isLive(prefix), "issuer's state");
    }

    /// @dev What the namespace has to do with it says the same, and never reverts.
    function _issuanceAgrees(string memory digits, string memory prefix, uint8 length, bool expected) private {
        Ghost memory ghost = ghosts[prefix];
        Issuance memory issuance = namespaces.issuanceOf(GS1, string.concat("8004/", digits, "-1"), length, 2);
        NamespaceId id = namespaces.namespaceId(GS1, prefix);
        _expect(NamespaceId.unwrap(issuance.namespace) == (expected ? NamespaceId.unwrap(id) : bytes32(0)), "issuance");
        if (!expected) return;
        bool answers = ghost.epoch >= 2 && ghost.answersSince <= 2;
        _expect(issuance.live == isLive(prefix) && issuance.answers == answers, "issuance's state");
    }

    function prefixCount() external view returns (uint256) {
        return prefixes.length;
    }

    function agrees(uint256 index) external view returns (bool) {
        string memory prefix = prefixes[index];
        Ghost memory ghost = ghosts[prefix];
        Namespace memory state = namespaces.namespaceOf(namespaces.namespaceId(GS1, prefix));
        NamespaceStatus status = ghost.suspended ? NamespaceStatus.Suspended : NamespaceStatus.Active;
        if (!ghost.exists) return state.status == NamespaceStatus.None && !namespaces.isLive(GS1, prefix);
        return
            state.holder == ghost.holder &&
            state.epoch == ghost.epoch &&
            state.status == status &&
            state.suspendedBy == ghost.suspendedBy &&
            state.emancipated == ghost.emancipated &&
            state.terms.expiry == ghost.expiry &&
            state.answersSince == ghost.answersSince &&
            namespaces.isLive(GS1, prefix) == isLive(prefix) &&
            namespaces.standingOf(GS1, prefix) == _standing(prefix);
    }

    function isLive(string memory prefix) public view returns (bool) {
        if (!ghosts[prefix].exists || _hasLapsed(prefix)) return false;
        while (!ghosts[prefix].suspended) {
            if (bytes(prefix).length == 0 || ghosts[prefix].emancipated) return true;
            prefix = _cut(prefix, ghosts[prefix].parentLength);
        }
        return false;
    }

    function _standing(string memory prefix) private view returns (NamespaceStanding) {
        if (_hasLapsed(prefix)) return NamespaceStanding.Lapsed;
        return isLive(prefix) ? NamespaceStanding.Live : NamespaceStanding.Suspended;
    }

    function _mayDelegate(
        string memory prefix,
        uint8 parentLength,
        address caller,
        uint32 expiry
    ) private view returns (bool) {
        string memory parent = _cut(prefix, parentLength);
        return
            isLive(parent) &&
            caller == ghosts[parent].holder &&
            ghosts[parent].levels != 0 &&
            (expiry == 0 || expiry > time) &&
            !_isAnyClosed(prefix, parentLength, bytes(prefix).length + 1);
    }

    function _noteDelegation(
        string memory prefix,
        uint8 parentLength,
        address holder,
        DelegationTerms memory terms
    ) private {
        Ghost storage ghost = ghosts[prefix];
        Ghost storage parent = ghosts[_cut(prefix, parentLength)];
        if (ghost.exists) ++done["anew"];
        else known.push(prefix);
        (ghost.exists, ghost.suspended, ghost.emancipated, ghost.suspendedBy) = (true, false, false, 0);
        (ghost.parentLength, ghost.parentTenure, ghost.holder) = (parentLength, parent.tenure, holder);
        (ghost.mayIssue, ghost.expiry) = (terms.mayIssue, terms.expiry);
        ghost.levels = terms.levels < parent.levels ? terms.levels : parent.levels - 1;
        ++ghost.epoch;
        ++ghost.tenure;
        ghost.answersSince = ghost.epoch == 1 ? 0 : ghost.epoch;
    }

    /// @dev Whether a prefix of the text, longer than `above` and shorter than `end`, is closed to the one of that length.
    function _isAnyClosed(string memory text, uint256 above, uint256 end) private view returns (bool) {
        for (uint256 length = above + 1; length < end; ++length) {
            string memory prefix = _cut(text, length);
            Ghost storage ghost = ghosts[prefix];
            if (!ghost.exists) continue;
            if (!_hasLapsed(prefix) || (ghost.suspended && ghost.suspendedBy < above)) return true;
        }
        return false;
    }

    function _hasLapsed(string memory prefix) private view returns (bool) {
        Ghost storage ghost = ghosts[prefix];
        if (ghost.expiry != 0 && ghost.expiry <= time) return true;
        if (bytes(prefix).length == 0 || ghost.emancipated) return false;
        string memory parent = _cut(prefix, ghost.parentLength);
        return ghost.parentTenure != ghosts[parent].tenure || _hasLapsed(parent);
    }

    /// @dev Whether the caller holds the live parent that, in its present tenure, delegated the prefix.
    function _isChild(string memory prefix, address caller) private view returns (bool) {
        Ghost storage ghost = ghosts[prefix];
        if (!ghost.exists || bytes(prefix).length == 0) return false;
        string memory parent = _cut(prefix, ghost.parentLength);
        return isLive(parent) && caller == ghosts[parent].holder && ghost.parentTenure == ghosts[parent].tenure;
    }

    /// @dev Whether the caller holds a live ancestor of that length from which nothing emancipates the prefix.
    function _hasPower(string memory prefix, uint256 length, address caller) private view returns (bool) {
        if (!ghosts[prefix].exists || bytes(prefix).length <= length) return false;
        if (_hasLapsed(prefix)) prefix = _cut(prefix, _backWith(prefix));
        while (bytes(prefix).length > length) {
            if (ghosts[prefix].emancipated) return false;
            prefix = _cut(prefix, ghosts[prefix].parentLength);
        }
        return bytes(prefix).length == length && isLive(prefix) && caller == ghosts[prefix].holder;
    }

    /// @dev Length of the closest prefix above that has not lapsed.
    function _backWith(string memory prefix) private view returns (uint256 length) {
        for (uint256 i = 0; i < bytes(prefix).length; ++i) {
            string memory above = _cut(prefix, i);
            if (ghosts[above].exists && !_hasLapsed(above)) length = i;
        }
    }

    /// @dev A live prefix that was given anew and has not adopted all, if there is one.
    function _givenAnew(uint256 seed) private view returns (string memory prefix) {
        for (uint256 i = 0; i < known.length; ++i) {
            prefix = known[(seed + i) % known.length];
            if (ghosts[prefix].answersSince > 1 && isLive(prefix)) return prefix;
        }
    }

    /// @dev A suspended prefix, if there is one.
    function _suspended(uint256 seed) private view returns (string memory prefix) {
        for (uint256 i = 0; i < known.length; ++i) {
            prefix = known[(seed + i) % known.length];
            if (ghosts[prefix].suspended) return prefix;
        }
    }

    function _closestLength(string memory prefix) private view returns (uint8 length) {
        for (uint8 i = 0; i < bytes(prefix).length; ++i) {
            if (isLive(_cut(prefix, i))) length = i;
        }
    }

    /// @dev Mostly the one who may.
    function _caller(string memory prefix, uint8 who) private view returns (address) {
        address holder = ghosts[prefix].holder;
        return who < 224 && holder != address(0) ? holder : people[who % 4];
    }

    function _plays(bytes32 kind, address caller, bytes memory call, bool expected) private returns (bool went) {
        vm.prank(caller);
        (went, ) = address(namespaces).call(call);
        _expect(went == expected, string(abi.encodePacked(kind)));
        if (went) ++done[kind];
    }

    function _expect(bool holds, string memory otherwise) private {
        if (!holds && bytes(broken).length == 0) broken = otherwise;
    }

    function _cut(string memory text, uint256 length) private pure returns (string memory) {
        bytes memory source = bytes(text);
        if (length > source.length) length = source.length;
        bytes memory cut = new bytes(length);
        for (uint256 i = 0; i < length; ++i) cut[i] = source[i];
        return string(cut);
    }
}

/// @notice Attack classes 2, 3 and 4 under random play: expiry, tenures, suspension and emancipation agree with books that
/// know the rules only.
/// forge-config: default.invariant.runs = 8
/// forge-config: default.invariant.depth = 128
contract NamespaceInvariantTest {
    NamespaceHandler private handler;

    function setUp() external {
        handler = new NamespaceHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_everyMoveWentAsTheRulesSay() external view {
        string memory broken = handler.broken();
        require(bytes(broken).length == 0, broken);
    }

    function invariant_everyNamespaceIsAsTheBooksSay() external view {
        _agreeAll();
    }

    /// @dev Longer games than the runner's, with the moves weighted so that trees grow, lapse and are given anew.
    /// forge-config: default.fuzz.runs = 12
    function testFuzz_longGamesGoAsTheRulesSay(uint256 seed) external {
        for (uint256 i = 0; i < 400; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _play(uint8(seed), uint8(seed >> 8), uint8(seed >> 16), uint8(seed >> 24), seed >> 32);
        }
        string memory broken = handler.broken();
        require(bytes(broken).length == 0, broken);
        _agreeAll();
        require(handler.done("delegate") > 16 && handler.done("anew") > 2, "a game in which little happened");
    }

    function _play(uint8 kind, uint8 a, uint8 b, uint8 c, uint256 more) private {
        if (kind < 90) handler.delegate(a, b, c, uint8(more), uint8(more >> 8), uint8(more >> 16));
        else if (kind < 105) handler.wait(a);
        else if (kind < 125) handler.renew(a, b, c);
        else if (kind < 145) handler.surrender(a, b);
        else if (kind < 165) handler.emancipate(a, b);
        else if (kind < 180) handler.suspend(a, b, c);
        else if (kind < 195) handler.reinstate(a, b, c);
        else if (kind < 205) handler.transfer(a, b, c);
        else if (kind < 215) handler.adopt(a, b, c);
        else handler.issue(a, b);
    }

    function _agreeAll() private view {
        for (uint256 i = 0; i < handler.prefixCount(); ++i) {
            require(handler.agrees(i), handler.prefixes(i));
        }
    }
}
