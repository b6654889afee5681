// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {IRightTerms, Terms} from "../../../contracts/rights/IRightTerms.sol";
import {Grant, GrantKey, TermsId} from "../../../contracts/rights/RightTypes.sol";
import {RightFixture} from "../fixtures/RightFixture.sol";

contract RightTermsTest is RightFixture {
    function testFuzz_termsAreRegisteredOnceUnderTheirHash(Terms memory terms, address caller) external {
        if (caller == address(parties)) return;
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
