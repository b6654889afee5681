// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PartyKind} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyRelations, Relation, RelationKey, RelationKind} from "../../../contracts/identity/IPartyRelations.sol";
import {PartyFixture} from "../fixtures/PartyFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract PartyRelationsTest is PartyFixture {
    function test_aMembershipBeginsWhenBothAgreeInEitherOrder() external {
        RelationKey memory key = _membership(MAKER, MACHINE);
        _agree(MAKER, key);
        require(!_holds(key), "one side is enough");
        _agree(MACHINE, key);
        _isMember(MACHINE, MAKER, 1);
        _end(MAKER, key);
        _isMember(MACHINE, address(0), 0);
        _agree(MACHINE, key);
        require(!_holds(key), "one side is enough");
        _agree(MAKER, key);
        _isMember(MACHINE, MAKER, 2);
    }

    function test_whoControlsBothSidesAgreesOnce() external {
        _rotate(MACHINE, MACHINE, MAKER);
        _agree(MAKER, _membership(MAKER, MACHINE));
        _isMember(MACHINE, MAKER, 1);
    }

    function test_eitherSideEndsIt() external {
        RelationKey memory key = _agentOf(MACHINE, AGENT);
        address[2] memory sides = [MACHINE, AGENT];
        for (uint256 i = 0; i < 2; ++i) {
            _agree(MACHINE, key);
            _agree(AGENT, key);
            require(_holds(key), "does not hold");
            _end(sides[i], key);
            require(!_holds(key), "holds");
        }
        require(relations.relationOf(key).epoch == 2, "epoch");
    }

    function test_aMemberHasOneOrganisation() external {
        RelationKey memory first = _membership(MAKER, MACHINE);
        RelationKey memory second = _membership(BUYER, MACHINE);
        _agree(MAKER, first);
        _agree(MACHINE, first);
        _agree(BUYER, second);
        bytes memory join = abi.encodeCall(relations.agree, (second));
        _refuses(MACHINE, address(relations), join, IPartyRelations.MemberElsewhere.selector);
        _end(MACHINE, first);
        _agree(MACHINE, second);
        _isMember(MACHINE, BUYER, 1);
        require(!_holds(first), "two organisations");
    }

    function test_aMemberOfADeactivatedOrganisationIsFree() external {
        RelationKey memory first = _membership(MAKER, MACHINE);
        _agree(MAKER, first);
        _agree(MACHINE, first);
        _rotate(MAKER, MAKER, address(0));
        _isMember(MACHINE, address(0), 0);
        RelationKey memory second = _membership(BUYER, MACHINE);
        _agree(BUYER, second);
        _agree(MACHINE, second);
        _isMember(MACHINE, BUYER, 1);
    }

    function test_aTwinIsTiedToThePartyThatItDescribes() external {
        uint256 twin = _mintTwin(MAKER, keccak256("content"));
        RelationKey memory key = _describes(MACHINE, twin);
        _agree(MACHINE, key);
        _agree(MAKER, key);
        Relation memory relation = relations.relationOf(key);
        require(relation.inForce && relation.epoch == 1 && relation.since == block.timestamp, "relation");
    }

    function test_anAgreementCanBeTakenBackBeforeItBegins() external {
        RelationKey memory key = _membership(MAKER, MACHINE);
        _agree(MAKER, key);
        _end(MAKER, key);
        _agree(MACHINE, key);
        require(!_holds(key), "a withdrawn agreement counts");
        _refuses(MAKER, address(relations), abi.encodeCall(relations.end, (key)), IPartyRelations.NoRelation.selector);
    }

    function test_oneSideAgreesOnce() external {
        RelationKey memory key = _membership(MAKER, MACHINE);
        bytes memory agree = abi.encodeCall(relations.agree, (key));
        _agree(MAKER, key);
        _refuses(MAKER, address(relations), agree, IPartyRelations.RelationAgreed.selector);
        _agree(MACHINE, key);
        _refuses(MAKER, address(relations), agree, IPartyRelations.RelationAgreed.selector);
        _refuses(MACHINE, address(relations), agree, IPartyRelations.RelationAgreed.selector);
    }

    function test_onlySidesOfTheRightKindsAreRelated() external {
        RelationKey[9] memory faulty = [
            RelationKey(RelationKind.None, MAKER, _membership(MAKER, MACHINE).subject),
            _membership(MAKER, BUYER),
            _membership(MAKER, MAKER),
            _membership(MACHINE, AGENT),
            _membership(MAKER, STRANGER),
            _agentOf(AGENT, AGENT),
            _agentOf(MAKER, MACHINE),
            _describes(MAKER, 7),
            RelationKey(
                RelationKind.Membership,
                MAKER,
                _membership(MAKER, MACHINE).subject | bytes32(uint256(1) << 160)
            )
        ];
        for (uint256 i = 0; i < faulty.length; ++i) {
            bytes memory call = abi.encodeCall(relations.agree, (faulty[i]));
            _refuses(faulty[i].party, address(relations), call, IPartyRelations.InvalidRelation.selector);
        }
    }

    function testFuzz_nobodyElseAgreesOrEnds(address caller) external {
        if (caller == MAKER || caller == MACHINE || caller == address(0)) return;
        RelationKey memory key = _membership(MAKER, MACHINE);
        bytes4 notASide = IPartyRelations.NotASide.selector;
        _refuses(caller, address(relations), abi.encodeCall(relations.agree, (key)), notASide);
        _agree(MAKER, key);
        _agree(MACHINE, key);
        _refuses(caller, address(relations), abi.encodeCall(relations.end, (key)), notASide);
    }

    function test_aPersonsRoleIsOfAnOrganisationToo() external {
        vm.prank(STRANGER);
        parties.register(STRANGER, _profile(PartyKind.PersonRole));
        RelationKey memory key = _membership(MAKER, STRANGER);
        _agree(MAKER, key);
        _agree(STRANGER, key);
        _isMember(STRANGER, MAKER, 1);
    }

    /// @dev A relation begins with the second word and ends with the first that is taken back.
    function testFuzz_aRelationHoldsWhileBothSidesWantIt(uint8[10] calldata steps) external {
        RelationKey memory key = _membership(MAKER, MACHINE);
        bool[2] memory said;
        bool holds;
        uint32 epoch;
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 side = steps[i] % 2;
            bool agree = (steps[i] >> 1) % 3 != 0;
            bool expected = agree ? !holds && !said[side] : holds || said[side];
            bytes memory call = agree ? abi.encodeCall(relations.agree, (key)) : abi.encodeCall(relations.end, (key));
            vm.prank(side == 0 ? MAKER : MACHINE);
            (bool done, ) = address(relations).call(call);
            require(done == expected, "went otherwise");
            if (!done) continue;
            said[side] = agree;
            if (!agree && holds) (holds, said[0], said[1]) = (false, false, false);
            if (said[0] && said[1]) (holds, epoch, said[0], said[1]) = (true, epoch + 1, false, false);
            Relation memory state = relations.relationOf(key);
            require(state.inForce == holds && state.epoch == epoch, "relation");
            _isMember(MACHINE, holds ? MAKER : address(0), holds ? epoch : 0);
        }
    }

    function testFuzz_whatNobodyAgreedToIsNoRelation(address party, bytes32 subject, uint8 kind) external {
        RelationKey memory key = RelationKey(RelationKind(kind % 4), party, subject);
        Relation memory state = relations.relationOf(key);
        require(!state.inForce && state.epoch == 0, "relation");
        _isMember(party, address(0), 0);
        _refuses(party, address(relations), abi.encodeCall(relations.end, (key)));
    }

    function _isMember(address member, address organisation, uint32 epoch) private view {
        (address found, uint32 foundEpoch, ) = relations.organisationOf(member);
        require(found == organisation && foundEpoch == epoch, "organisation or epoch");
    }
}
