// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice Who may give a party a new controller when its key is lost.
/// @param number Counts the sets of the party, from 1; 0 for none.
/// @param threshold How many of them have to agree; 0 when `guardians` is empty.
/// @param delay Seconds between their agreement and the change of control.
/// @param effectiveFrom From when on the set counts (Unix seconds).
/// @param guardians At most 7, ascending. A guardian that is itself an identity acts through its present controller.
struct GuardianSet {
    uint32 number;
    uint8 threshold;
    uint32 delay;
    uint40 effectiveFrom;
    address[] guardians;
}

/// @title Recovery of parties
/// @notice Guardians that a party named bring control back to it when its key is lost. It helps against loss, not theft:
/// whoever has the key can cancel, and can change the controller at once. Guardians and all they approved are void as
/// soon as control changes, by whatever way: the next controller names its own.
/// @dev As in `IPartyRegistry`, the identity is the second topic: clients of `did:ethr` ask for it as the first one.
interface IPartyRecovery {
    /// @notice The party named guardians, or none any more. They count from `effectiveFrom` on, those before until then.
    event GuardiansNamed(
        uint32 indexed number,
        address indexed identity,
        uint8 threshold,
        uint32 delay,
        uint40 effectiveFrom,
        address[] guardians,
        address by
    );

    /// @notice A guardian agreed to `newController`.
    /// @param approvals How many now do.
    /// @param readyAt From when on it can be executed (Unix seconds); 0 while too few agree.
    event RecoveryApproved(
        address indexed guardian,
        address indexed identity,
        address indexed newController,
        uint32 number,
        uint8 approvals,
        uint40 readyAt,
        address by
    );

    /// @notice A guardian no longer agrees.
    event RecoveryApprovalWithdrawn(
        address indexed guardian,
        address indexed identity,
        address indexed newController,
        uint32 number,
        uint8 approvals,
        uint40 readyAt,
        address by
    );

    /// @notice The controller voided all that guardians had agreed to.
    event RecoveriesCancelled(uint32 indexed round, address indexed identity, address by);

    /// @notice Control was recovered. `DIDOwnerChanged` comes before it.
    event PartyRecovered(address indexed newController, address indexed identity, address by);

    /// @notice Too many guardians, not in ascending order, the identity itself among them, or threshold or delay out of range.
    error InvalidGuardians();
    /// @notice `account` is no guardian of the party now.
    error NotGuardian(address identity, address account);
    /// @notice The guardian has agreed already.
    error ApprovedAlready(address guardian);
    /// @notice The guardian has not agreed.
    error NotApproved(address guardian);
    /// @notice Control cannot be given to the zero address.
    error InvalidController();
    /// @notice Too few guardians agree.
    error RecoveryNotApproved(address identity, address newController);
    /// @notice The delay is not over.
    error RecoveryNotReady(uint40 readyAt);

    /// @notice Names the guardians of a party. Its controller.
    /// @dev The first set counts at once, any other after the delay of the one that counts now. A set that does not count
    /// yet when the next is named never will.
    /// @param guardians 1 to 7 accounts, ascending; empty for none, then threshold and delay are 0.
    /// @param threshold 1 up to their number.
    /// @param delay Seconds, one hour to one year.
    function nameGuardians(address identity, address[] calldata guardians, uint8 threshold, uint32 delay) external;

    /// @notice Agrees that `newController` shall control the party. The controller of `guardian`, which is `guardian`
    /// itself unless ERC-1056 says otherwise. The delay begins when enough agree.
    function approveRecovery(address identity, address guardian, address newController) external;

    /// @notice Takes that back. The delay begins anew once enough agree again.
    function withdrawRecoveryApproval(address identity, address guardian, address newController) external;

    /// @notice Voids all that the guardians agreed to. The party's controller.
    function cancelRecoveries(address identity) external;

    /// @notice Gives the party its new controller, once the delay is over. Anyone.
    function executeRecovery(address identity, address newController) external;

    /// @notice The guardians that count now, and those that will; number 0 where there are none.
    function guardiansOf(address identity) external view returns (GuardianSet memory present, GuardianSet memory next);

    /// @notice How many of the present guardians agree to `newController`, and from when on it can be executed (0: too few agree).
    function recoveryOf(
        address identity,
        address newController
    ) external view returns (uint8 approvals, uint40 readyAt);
}
