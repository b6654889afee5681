// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SignedCaller} from "../access/SignedCaller.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {IPartyRegistry, Party, PartyKind} from "../identity/IPartyRegistry.sol";
import {IFreezable} from "../supervision/IFreezable.sol";
import {ITwinOwned} from "./ITwinOwned.sol";
import {ITwinRegistry, Twin} from "./ITwinRegistry.sol";
import {TwinId, TwinKind, TwinState} from "./TwinTypes.sol";

/// @title What owners do to their twins elsewhere than in the registry of twins
abstract contract TwinOwned is ITwinOwned, UpgradeGate {
    /// @notice The registry that says who controls an owner.
    IPartyRegistry public immutable PARTIES;

    /// @notice The registry of the twins.
    ITwinRegistry public immutable TWINS;

    constructor(IPartyRegistry parties, ITwinRegistry twins) {
        PARTIES = parties;
        TWINS = twins;
    }

    /// @dev A twin whose owner's controller is the caller, and that is not frozen.
    function _own(TwinId twin) internal view returns (Twin memory state) {
        state = _existing(twin);
        if (!_controls(state.owner)) revert NotTwinOwner(twin, _msgSender());
        _requireNotFrozen(twin);
    }

    function _requireNotFrozen(TwinId twin) internal view {
        if (TWINS.isFrozen(TwinId.unwrap(twin))) revert IFreezable.ThingIsFrozen(TwinId.unwrap(twin));
    }

    /// @dev The same of a twin that is not withdrawn.
    function _ownLiving(TwinId twin) internal view returns (Twin memory state) {
        state = _own(twin);
        if (state.state == TwinState.Withdrawn) revert TwinNotLive(twin);
    }

    function _existing(TwinId twin) internal view returns (Twin memory state) {
        state = TWINS.twinOf(twin);
        if (state.kind == TwinKind.None) revert UnknownTwin(twin);
    }

    /// @dev Whether the caller controls the party now; false where there is no such party, or a frozen one.
    function _controls(address account) internal view returns (bool) {
        Party memory party = PARTIES.partyOf(account);
        return party.kind != PartyKind.None && !party.frozen && party.controller == _msgSender();
    }

    /// @inheritdoc SignedCaller
    function _signedCalls() internal view override returns (address) {
        return address(PARTIES);
    }
}
