// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC6909, IERC6909TokenSupply} from "@openzeppelin/contracts/interfaces/IERC6909.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {ISignedCalls} from "../../../contracts/access/ISignedCalls.sol";
import {IEvidenceRegistry} from "../../../contracts/evidence/IEvidenceRegistry.sol";
import {IBatchRegistry} from "../../../contracts/identifiers/IBatchRegistry.sol";
import {IERC5192} from "../../../contracts/identifiers/IERC5192.sol";
import {IIdentifierRegistry} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {INamespaceRegistry} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IERC1056} from "../../../contracts/identity/IERC1056.sol";
import {IPartyRecovery} from "../../../contracts/identity/IPartyRecovery.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {IPartyGroups} from "../../../contracts/rights/IPartyGroups.sol";
import {IRightAgreements} from "../../../contracts/rights/IRightAgreements.sol";
import {IRightTerms} from "../../../contracts/rights/IRightTerms.sol";
import {IUsageQuotas} from "../../../contracts/rights/IUsageQuotas.sol";
import {IERC7943NonFungible} from "../../../contracts/supervision/IERC7943NonFungible.sol";
import {IFreezable} from "../../../contracts/supervision/IFreezable.sol";
import {ISupervision} from "../../../contracts/supervision/ISupervision.sol";
import {ITwinComposition} from "../../../contracts/twins/ITwinComposition.sol";
import {ITwinLineage} from "../../../contracts/twins/ITwinLineage.sol";
import {ITwinRegistry} from "../../../contracts/twins/ITwinRegistry.sol";
import {ITwinTerms} from "../../../contracts/twins/ITwinTerms.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";

/// @notice What ERC-165 says of each registry: all that it has, and nothing else.
contract InterfacesTest is LedgerFixture {
    bytes4 private constant ERC4906_ID = 0x49064906;
    uint256 private constant REGISTRIES = 13;

    /// The interfaces of each registry, but for ERC-165's own.
    mapping(uint256 number => bytes4[]) private interfacesOf;

    function setUp() public override {
        super.setUp();
        bytes4[5] memory ofTokens = [
            type(IERC721).interfaceId,
            type(IERC721Metadata).interfaceId,
            type(IPartyToken).interfaceId,
            type(IFreezable).interfaceId,
            type(IERC7943NonFungible).interfaceId
        ];
        bytes4[4] memory own = [
            type(INamespaceRegistry).interfaceId,
            type(IIdentifierRegistry).interfaceId,
            type(IBatchRegistry).interfaceId,
            type(ITwinRegistry).interfaceId
        ];
        for (uint256 i = 0; i < own.length; ++i) {
            for (uint256 j = 0; j < ofTokens.length; ++j) interfacesOf[i].push(ofTokens[j]);
            interfacesOf[i].push(own[i]);
        }
        _have(1, ERC4906_ID, type(IERC5192).interfaceId);
        _have(3, ERC4906_ID, type(IERC2981).interfaceId);
        _have(4, type(IPartyRegistry).interfaceId, type(IERC1056).interfaceId);
        _have(4, type(IFreezable).interfaceId, type(IPartyRecovery).interfaceId);
        interfacesOf[4].push(type(ISignedCalls).interfaceId);
        interfacesOf[5].push(type(ISupervision).interfaceId);
        interfacesOf[6].push(type(IPartyGroups).interfaceId);
        _have(7, type(IDataRights).interfaceId, type(IRightTerms).interfaceId);
        _have(7, type(IRightAgreements).interfaceId, type(IFreezable).interfaceId);
        _have(8, type(IUsageQuotas).interfaceId, type(IERC6909).interfaceId);
        interfacesOf[8].push(type(IERC6909TokenSupply).interfaceId);
        interfacesOf[9].push(type(ITwinComposition).interfaceId);
        interfacesOf[10].push(type(ITwinTerms).interfaceId);
        interfacesOf[11].push(type(ITwinLineage).interfaceId);
        interfacesOf[12].push(type(IEvidenceRegistry).interfaceId);
    }

    /// @param pick Of an interface that some registry has.
    function testFuzz_aRegistrySaysWhatItHasAndNothingElse(bytes4 any, uint8 of_, uint8 pick) external view {
        bytes4[] storage some = interfacesOf[of_ % REGISTRIES];
        bytes4 one = some[pick % some.length];
        for (uint256 i = 0; i < REGISTRIES; ++i) {
            IERC165 registry = _registry(i);
            require(registry.supportsInterface(type(IERC165).interfaceId), "ERC-165");
            require(!registry.supportsInterface(0xffffffff), "anything");
            require(registry.supportsInterface(one) == _has(i, one), "one that another has");
            require(registry.supportsInterface(any) == _has(i, any), "any");
        }
    }

    function _have(uint256 number, bytes4 one, bytes4 other) private {
        interfacesOf[number].push(one);
        interfacesOf[number].push(other);
    }

    function _has(uint256 number, bytes4 wanted) private view returns (bool) {
        bytes4[] storage interfaces = interfacesOf[number];
        for (uint256 i = 0; i < interfaces.length; ++i) {
            if (interfaces[i] == wanted) return true;
        }
        return wanted == type(IERC165).interfaceId;
    }

    function _registry(uint256 number) private view returns (IERC165) {
        address[REGISTRIES] memory registries = [
            address(namespaces),
            address(identifiers),
            address(batches),
            address(twins),
            address(parties),
            address(supervision),
            address(groups),
            address(rights),
            address(quotas),
            address(composition),
            address(twinTerms),
            address(lineage),
            address(evidence)
        ];
        return IERC165(registries[number]);
    }
}
