// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {GuardianSet, IPartyRecovery} from "./IPartyRecovery.sol";
import {PartyControl} from "./PartyControl.sol";
import {PartyKind} from "./IPartyRegistry.sol";

/// @title Recovery of parties
/// @notice Sets of guardians are numbered and never changed. What is stored carries the control epoch, the set's number and
/// the round under which it was given, and is void under any other.
abstract contract PartyRecovery is PartyControl {
    /// @notice Most guardians of a party.
    uint256 public constant MAX_GUARDIANS = 7;

    /// @notice Shortest delay of a recovery.
    uint32 public constant MIN_RECOVERY_DELAY = 1 hours;

    /// @notice Longest delay of a recovery.
    uint32 public constant MAX_RECOVERY_DELAY = 365 days;

    /// @dev One word.
    /// @param last Number of the set that was named last.
    /// @param round How often all approvals were voided.
    struct Guardianship {
        uint32 last;
        uint32 round;
    }

    /// @dev One word and the guardians.
    /// @param previous The set that counts until this one does; 0 for none.
    struct Guardians {
        uint32 controlEpoch;
        uint32 previous;
        uint40 effectiveFrom;
        uint32 delay;
        uint8 threshold;
        address[] members;
    }

    /// @dev One word. Void unless epoch, set and round are today's.
    /// @param approved Bit i: guardian i of the set agrees.
    struct Recovery {
        uint32 controlEpoch;
        uint32 set;
        uint32 round;
        uint8 approved;
        uint8 approvals;
        uint40 readyAt;
    }

    /// @custom:storage-location erc7201:cadastre.storage.PartyRecovery
    struct PartyRecoveryStorage {
        mapping(address identity => Guardianship) guardianships;
        mapping(address identity => mapping(uint32 number => Guardians)) sets;
        mapping(address identity => mapping(address newController => Recovery)) recoveries;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.PartyRecovery")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant PARTY_RECOVERY_STORAGE =
        0xe87836fd482e6732e0df03f8ba3f1bf7d88fa4778967c32c8291b4c3ee5d1a00;

    /// @inheritdoc IPartyRecovery
    function nameGuardians(address identity, address[] calldata guardians, uint8 threshold, uint32 delay) external {
        if (_storage().controls[identity].kind == PartyKind.None) revert NotAParty(identity);
        _requireController(identity);
        _requireNotFrozen(identity);
        _checkGuardians(identity, guardians, threshold, delay);

        PartyRecoveryStorage storage $ = _recoveryStorage();
        uint32 present = _setInForce(identity);
        uint32 number = ++$.guardianships[identity].last;
        uint40 effectiveFrom = uint40(block.timestamp + $.sets[identity][present].delay);
        $.sets[identity][number] = Guardians({
            controlEpoch: _storage().controls[identity].epoch,
            previous: present,
            effectiveFrom: effectiveFrom,
            delay: delay,
            threshold: threshold,
            members: guardians
        });
        emit GuardiansNamed(number, identity, threshold, delay, effectiveFrom, guardians, _msgSender());
    }

    /// @inheritdoc IPartyRecovery
    function approveRecovery(address identity, address guardian, address newController) external {
        if (newController == address(0)) revert InvalidController();
        _requireNotFrozen(guardian);
        (Guardians storage set, Recovery memory recovery, uint8 bit) = _asGuardian(identity, guardian, newController);
        if (recovery.approved & bit != 0) revert ApprovedAlready(guardian);

        recovery.approved |= bit;
        if (++recovery.approvals == set.threshold) recovery.readyAt = uint40(block.timestamp + set.delay);
        _recoveryStorage().recoveries[identity][newController] = recovery;
        emit RecoveryApproved(
            guardian,
            identity,
            newController,
            recovery.set,
            recovery.approvals,
            recovery.readyAt,
            _msgSender()
        );
    }

    /// @inheritdoc IPartyRecovery
    function withdrawRecoveryApproval(address identity, address guardian, address newController) external {
        (Guardians storage set, Recovery memory recovery, uint8 bit) = _asGuardian(identity, guardian, newController);
        if (recovery.approved & bit == 0) revert NotApproved(guardian);

        recovery.approved &= ~bit;
        if (--recovery.approvals < set.threshold) recovery.readyAt = 0;
        _recoveryStorage().recoveries[identity][newController] = recovery;
        emit RecoveryApprovalWithdrawn(
            guardian,
            identity,
            newController,
            recovery.set,
            recovery.approvals,
            recovery.readyAt,
            _msgSender()
        );
    }

    /// @inheritdoc IPartyRecovery
    function cancelRecoveries(address identity) external {
        _requireController(identity);
        uint32 round = ++_recoveryStorage().guardianships[identity].round;
        emit RecoveriesCancelled(round, identity, _msgSender());
    }

    /// @inheritdoc IPartyRecovery
    function executeRecovery(address identity, address newController) external {
        Recovery memory recovery = _recovery(identity, newController);
        if (recovery.readyAt == 0) revert RecoveryNotApproved(identity, newController);
        if (block.timestamp < recovery.readyAt) revert RecoveryNotReady(recovery.readyAt);

        _raiseNonce(identityOwner(identity));
        _changeOwner(identity, newController);
        emit PartyRecovered(newController, identity, _msgSender());
    }

    /// @inheritdoc IPartyRecovery
    function guardiansOf(address identity) external view returns (GuardianSet memory present, GuardianSet memory next) {
        uint32 inForce = _setInForce(identity);
        uint32 last = _recoveryStorage().guardianships[identity].last;
        present = _guardianSet(identity, inForce);
        if (last != inForce && _isOfToday(identity, last)) next = _guardianSet(identity, last);
    }

    /// @inheritdoc IPartyRecovery
    function recoveryOf(
        address identity,
        address newController
    ) external view returns (uint8 approvals, uint40 readyAt) {
        Recovery memory recovery = _recovery(identity, newController);
        return (recovery.approvals, recovery.readyAt);
    }

    /// @dev What the guardian's controller, who has to be the caller, changes: the set, the recovery as it stands, its own bit.
    function _asGuardian(
        address identity,
        address guardian,
        address newController
    ) private view returns (Guardians storage set, Recovery memory recovery, uint8 bit) {
        _requireController(guardian);
        recovery = _recovery(identity, newController);
        set = _recoveryStorage().sets[identity][recovery.set];
        uint256 count = set.members.length;
        for (uint256 i = 0; i < count; ++i) {
            if (set.members[i] == guardian) return (set, recovery, uint8(1 << i));
        }
        revert NotGuardian(identity, guardian);
    }

    /// @dev The recovery as it stands under today's epoch, set and round: blank if what is stored is of another time.
    function _recovery(address identity, address newController) private view returns (Recovery memory recovery) {
        PartyRecoveryStorage storage $ = _recoveryStorage();
        Recovery memory stored = $.recoveries[identity][newController];
        recovery.controlEpoch = _storage().controls[identity].epoch;
        recovery.set = _setInForce(identity);
        recovery.round = $.guardianships[identity].round;
        bool current =
            stored.controlEpoch == recovery.controlEpoch &&
                stored.set == recovery.set &&
                stored.round == recovery.round;
        return current ? stored : recovery;
    }

    /// @dev Number of the set that counts now; 0 for none. Set 0 has no guardians.
    function _setInForce(address identity) private view returns (uint32 number) {
        PartyRecoveryStorage storage $ = _recoveryStorage();
        number = $.guardianships[identity].last;
        if (!_isOfToday(identity, number)) return 0;
        Guardians storage set = $.sets[identity][number];
        return block.timestamp < set.effectiveFrom ? set.previous : number;
    }

    /// @dev Whether the present controller named the set: a deactivated party has had its last one. A set that another
    /// replaces is of the same controller.
    function _isOfToday(address identity, uint32 number) private view returns (bool) {
        return _recoveryStorage().sets[identity][number].controlEpoch == _storage().controls[identity].epoch;
    }

    function _guardianSet(address identity, uint32 number) private view returns (GuardianSet memory) {
        Guardians storage set = _recoveryStorage().sets[identity][number];
        return GuardianSet(number, set.threshold, set.delay, set.effectiveFrom, set.members);
    }

    function _checkGuardians(
        address identity,
        address[] calldata guardians,
        uint8 threshold,
        uint32 delay
    ) private pure {
        uint256 count = guardians.length;
        if (count == 0 ? threshold != 0 || delay != 0 : threshold == 0 || threshold > count || count > MAX_GUARDIANS) {
            revert InvalidGuardians();
        }
        if (count != 0 && (delay < MIN_RECOVERY_DELAY || delay > MAX_RECOVERY_DELAY)) revert InvalidGuardians();
        address last = address(0);
        for (uint256 i = 0; i < count; ++i) {
            if (guardians[i] <= last || guardians[i] == identity) revert InvalidGuardians();
            last = guardians[i];
        }
    }

    function _recoveryStorage() private pure returns (PartyRecoveryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := PARTY_RECOVERY_STORAGE
        }
    }
}
