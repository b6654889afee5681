// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {IRightTerms, Terms} from "../../../contracts/rights/IRightTerms.sol";
import {Grant, GrantKey, TermsId} from "../../../contracts/rights/RightTypes.sol";
import {RightFixture} from "../fixtures/RightFixture.sol";

contract RightTermsTest is RightFixture {
    function testFuzz_termsAreRegisteredOnceUnderTheirHash(Terms memory terms, address caller) external {
        if (caller == address(parties)) return;
        // Around the bounds: of numbers at random hardly any are valid.
        (terms.actions, terms.sublicences) = (terms.actions % 36, terms.sublicences % 6);
        if (terms.notice % 2 == 0) terms.notice = 0;
        if (uint256(terms.policy) % 2 == 0) (terms.policy, terms.uri) = (0, terms.notice == 0 ? "" : terms.uri);
        bytes memory call = abi.encodeCall(rights.registerTerms, (terms));
        bool valid =
            terms.actions != 0 &&
                terms.actions <= 31 &&
                terms.sublicences <= 4 &&
                !(terms.irrevocable && terms.notice != 0) &&
                (terms.policy != 0 || bytes(terms.uri).length == 0) &&
                bytes(terms.uri).length <= 2048;
        TermsId id = TermsId.wrap(keccak256(abi.encode(terms)));
        require(TermsId.unwrap(rights.termsId(terms)) == TermsId.unwrap(id), "id");
        if (!valid) {
            _refuses(caller, address(rights), call, IRightTerms.InvalidTerms.selector);
            require(!rights.areRegistered(id), "registered");
            return;
        }
        _allows(caller, address(rights), call);
        require(rights.areRegistered(id), "not registered");
        _refuses(STRANGER, address(rights), call, IRightTerms.TermsExist.selector);
    }

    function test_termsThatCannotBeMeantAreRefused() external {
        Terms[6] memory faulty;
        for (uint256 i = 0; i < 6; ++i) faulty[i] = _plainTerms();
        faulty[0].actions = 0;
        faulty[1].actions = 32;
        faulty[2].sublicences = 5;
        (faulty[3].irrevocable, faulty[3].notice) = (true, 1);
        faulty[4].uri = "https://example.com/policy";
        (faulty[5].policy, faulty[5].uri) = (keccak256("policy"), string(new bytes(2049)));
        bytes4 invalid = IRightTerms.InvalidTerms.selector;
        for (uint256 i = 0; i < 6; ++i) {
            _refuses(MAKER, address(rights), abi.encodeCall(rights.registerTerms, (faulty[i])), invalid);
        }
        faulty[5].uri = string(new bytes(2048));
        bytes memory longest = abi.encodeCall(rights.registerTerms, (faulty[5]));
        _allows(MAKER, address(rights), longest);
        _refuses(MAKER, address(rights), longest, IRightTerms.TermsExist.selector);
    }

    function testFuzz_whatTermsSayIsInTheGrant(uint16 actions, uint8 levels, uint32 notice, uint8 flags) external {
        Terms memory terms = Terms({
            policy: keccak256("policy"),
            uri: "https://example.com/policy",
            actions: (actions % 31) + 1,
            sublicences: levels % 5,
            notice: flags & 2 != 0 ? 0 : notice,
            exclusive: flags & 1 != 0,
            irrevocable: flags & 2 != 0,
            byAcceptance: flags & 4 != 0
        });
        GrantKey memory key = _keyOn(PARTNER, terms);
        Grant memory state = rights.grantOf(_give(key, _terms(1, 0, terms.actions)));
        require(state.actions == terms.actions && state.from == 1 && state.until == 0, "extent");
        require(state.sublicences == terms.sublicences && state.notice == terms.notice, "numbers");
        require(state.exclusive == terms.exclusive && state.irrevocable == terms.irrevocable, "flags");
        require(!state.accepted && !state.released && !state.sublicence && !state.frozen, "further flags");
        require(uint8(state.status) == (terms.byAcceptance ? 3 : 1) && state.sequence == 1, "status");
    }

    function testFuzz_aGrantAllowsNoMoreThanItsTerms(uint16 most, uint16 asked) external {
        most = (most % 31) + 1;
        asked = (asked % 31) + 1;
        Terms memory terms = _plainTerms();
        terms.actions = most;
        bytes memory call = _grantCall(_keyOn(PARTNER, terms), _terms(0, 0, asked));
        if (asked & ~most == 0) _allows(MAKER, address(rights), call);
        else _refuses(MAKER, address(rights), call, IDataRights.BeyondTerms.selector);
    }

    function testFuzz_termsThatNobodyRegisteredAreNone(bytes32 terms) external {
        if (terms == 0) return;
        GrantKey memory key = _key(twin, 0);
        key.terms = TermsId.wrap(terms);
        _refuses(MAKER, address(rights), _grantCall(key, _terms(0, 0, READ)), IRightTerms.UnknownTerms.selector);
    }

    function test_aPauseStopsGrantsNotTerms() external {
        rights.setPaused(true);
        _allows(STRANGER, address(rights), abi.encodeCall(rights.registerTerms, (_exclusive())));
        _refuses(MAKER, address(rights), _grantCall(_key(twin, 0), _terms(0, 0, READ)));
    }
}
