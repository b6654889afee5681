// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SealedName} from "../../../contracts/identifiers/ISealedRegistry.sol";
import {Seal, SealedId} from "../../../contracts/identifiers/Seals.sol";
import {PartyToken} from "../../../contracts/identity/PartyToken.sol";
import {AssetKind} from "../../../contracts/rights/RightTypes.sol";
import {TwinId, TwinState} from "../../../contracts/twins/TwinTypes.sol";
import {vm} from "../fixtures/Vm.sol";
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

contract SealedRecordsAsGrantableAssetsTest is GrantableAsset {
    function _asset() internal override returns (PartyToken, AssetKind, uint256) {
        _allows(MAKER, address(namespaces), abi.encodeCall(namespaces.seal, (GS1, PREFIX)));
        vm.prank(MAKER);
        SealedId record = sealedRecords.register(_sealedName(), 0, MAKER);
        return (sealedRecords, AssetKind.Sealed, uint256(SealedId.unwrap(record)));
    }

    function _ending() internal view override returns (address, bytes memory) {
        return (address(sealedRecords), abi.encodeCall(sealedRecords.retire, (_sealedName(), "")));
    }

    function _sealedName() private pure returns (SealedName memory) {
        return SealedName(GS1, PREFIX, Seal.wrap(keccak256("seal")));
    }
}
