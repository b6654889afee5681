// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PartyToken} from "../../../contracts/identity/PartyToken.sol";
import {AssetKind} from "../../../contracts/rights/RightTypes.sol";
import {TwinId, TwinState} from "../../../contracts/twins/TwinTypes.sol";
import {GrantableAsset} from "./GrantableAsset.sol";

contract TwinsAsGrantableAssetsTest is GrantableAsset {
    function _asset() internal view override returns (PartyToken, AssetKind, uint256) {
        return (twins, AssetKind.Twin, twin);
    }

    function _ending() internal view override returns (address, bytes memory) {
        TwinId id = TwinId.wrap(bytes32(asset));
        return (address(twins), abi.encodeCall(twins.setState, (id, TwinState.Withdrawn, "")));
    }
}

contract RecordsAsGrantableAssetsTest is GrantableAsset {
    function _asset() internal override returns (PartyToken, AssetKind, uint256) {
        return (identifiers, AssetKind.Record, _registerRecord(IDENTIFIER, MAKER));
    }

    function _ending() internal view override returns (address, bytes memory) {
        return (address(identifiers), abi.encodeCall(identifiers.retire, (_name(IDENTIFIER), "")));
    }
}
