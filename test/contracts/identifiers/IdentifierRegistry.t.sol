// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {
    IIdentifierRegistry,
    Record,
    RecordContent,
    RecordId,
    RecordName,
    RecordStatus,
    SubjectKind
} from "../../../contracts/identifiers/IIdentifierRegistry.sol";
import {INamespaceRegistry, NamespaceId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";

contract IdentifierRegistryTest is LedgerFixture {
    bytes4 private constant INVALID_STATUS = IIdentifierRegistry.InvalidRecordStatus.selector;

    function test_aRecordHoldsWhatItsEventSays() external {
        uint256 record = _registerRecord(IDENTIFIER, BUYER);
        Record memory state = identifiers.recordOf(RecordId.wrap(bytes32(record)));
        require(state.owner == BUYER && state.epoch == 1, "holding");
        require(state.status == RecordStatus.Active && state.version == 1 && state.namespaceEpoch == 1, "state");
        require(state.digest == keccak256(abi.encode(SubjectKind.None, bytes32(0), keccak256(""))), "digest");
        require(identifiers.isLive(_name(IDENTIFIER)), "live");
    }

    function testFuzz_idsAreHashesOfTheirNames(bytes32 namespace, string calldata identifier) external view {
        bytes32 expected = keccak256(bytes.concat(namespace, bytes(identifier)));
        require(RecordId.unwrap(identifiers.recordId(NamespaceId.wrap(namespace), identifier)) == expected, "id");
    }

    function test_anIdentifierIsRegisteredOnce() external {
        _registerRecord(IDENTIFIER, BUYER);
        _refuses(
            MAKER,
            address(identifiers),
            _register(IDENTIFIER, _noContent()),
            IIdentifierRegistry.RecordExists.selector
        );
    }

    function testFuzz_onlyTheNamespacesHolderRegisters(address caller) external {
        if (caller == MAKER) return;
        _refuses(caller, address(identifiers), _register(IDENTIFIER, _noContent()), IPartyToken.NotHolder.selector);
    }

    function test_onlyPartiesOwnRecords() external {
        bytes memory call = abi.encodeCall(identifiers.register, (_name(IDENTIFIER), _noContent(), STRANGER));
        _refuses(MAKER, address(identifiers), call, IPartyRegistry.NotAParty.selector);
    }

    function test_identifiersOutOfRangeAreRefused() external {
        string[3] memory faulty = ["", unicode"01/09506000134352/21/\u0000", unicode"01/09506000134352/21/\u007f"];
        for (uint256 i = 0; i < faulty.length; ++i) {
            bytes memory call = _register(faulty[i], _noContent());
            _refuses(MAKER, address(identifiers), call, IIdentifierRegistry.InvalidIdentifier.selector);
        }
        _allows(MAKER, address(identifiers), _register(_ofLength(2048), _noContent()));
        bytes memory long = _register(_ofLength(2049), _noContent());
        _refuses(MAKER, address(identifiers), long, IIdentifierRegistry.InvalidIdentifier.selector);
    }

    function test_linksetsHaveALimit() external {
        RecordContent memory content = _noContent();
        content.linkset = new bytes(8193);
        bytes memory call = _register(IDENTIFIER, content);
        _refuses(MAKER, address(identifiers), call, IIdentifierRegistry.LinksetTooLong.selector);
        content.linkset = new bytes(8192);
        _allows(MAKER, address(identifiers), _register(IDENTIFIER, content));
    }

    function testFuzz_theOwnerChangesTheContentAndTheVersionCounts(bytes calldata linkset, uint8 times) external {
        if (linkset.length > 8192) return;
        uint256 record = _registerRecord(IDENTIFIER, BUYER);
        RecordContent memory content = RecordContent(SubjectKind.Party, bytes32(uint256(uint160(BUYER))), linkset);
        uint256 rounds = 1 + (times % 3);
        for (uint256 i = 0; i < rounds; ++i) _allows(BUYER, address(identifiers), _update(content));

        Record memory state = identifiers.recordOf(RecordId.wrap(bytes32(record)));
        require(state.version == 1 + rounds && state.namespaceEpoch == 1, "version");
        bytes32 digest = keccak256(abi.encode(content.subjectKind, content.subject, keccak256(linkset)));
        require(state.digest == digest, "digest");
    }

    function test_neitherTheIssuerNorAnOperatorChangesAnOwnersRecord() external {
        _registerRecord(IDENTIFIER, BUYER);
        _allows(BUYER, address(identifiers), abi.encodeCall(identifiers.setApprovalForAll, (PARTNER, true)));
        _refuses(MAKER, address(identifiers), _update(_noContent()), IPartyToken.NotHolder.selector);
        _refuses(PARTNER, address(identifiers), _update(_noContent()), IPartyToken.NotHolder.selector);
    }

    function test_theStatusMovesAlongItsEdgesOnly() external {
        _registerRecord(IDENTIFIER, BUYER);
        bytes memory suspend = abi.encodeCall(identifiers.suspend, (_name(IDENTIFIER), "recall"));
        bytes memory resume = abi.encodeCall(identifiers.resume, (_name(IDENTIFIER), "cleared"));
        bytes memory retire = abi.encodeCall(identifiers.retire, (_name(IDENTIFIER), "scrapped"));

        _refuses(BUYER, address(identifiers), resume, INVALID_STATUS);
        _allows(BUYER, address(identifiers), suspend);
        require(!identifiers.isLive(_name(IDENTIFIER)), "live while suspended");
        _refuses(BUYER, address(identifiers), suspend, INVALID_STATUS);
        _allows(BUYER, address(identifiers), _update(_noContent()));
        _allows(BUYER, address(identifiers), resume);
        require(identifiers.isLive(_name(IDENTIFIER)), "not live again");
        _allows(BUYER, address(identifiers), retire);
        _refuses(BUYER, address(identifiers), suspend, INVALID_STATUS);
        _refuses(BUYER, address(identifiers), resume, INVALID_STATUS);
        _refuses(BUYER, address(identifiers), retire, INVALID_STATUS);
        _refuses(BUYER, address(identifiers), _update(_noContent()), INVALID_STATUS);
    }

    function test_aRetiredIdentifierIsNeverReusedAndNeverMoves() external {
        uint256 record = _registerRecord(IDENTIFIER, BUYER);
        _allows(BUYER, address(identifiers), abi.encodeCall(identifiers.retire, (_name(IDENTIFIER), "")));
        bytes memory again = _register(IDENTIFIER, _noContent());
        _refuses(MAKER, address(identifiers), again, IIdentifierRegistry.RecordExists.selector);
        bytes memory sale = abi.encodeCall(IERC721.transferFrom, (BUYER, PARTNER, record));
        _refuses(BUYER, address(identifiers), sale, IPartyToken.NotTransferable.selector);
    }

    function test_subjectsExistAndBelongToTheCaller() external {
        uint256 own = _mintTwin(MAKER, keccak256("own"));
        uint256 foreign = _mintTwin(BUYER, keccak256("foreign"));
        uint256 record = _registerRecord("01/09506000134352", MAKER);
        _acceptsSubject("01/09506000134352/21/twin", SubjectKind.Twin, bytes32(own));
        _acceptsSubject("01/09506000134352/21/record", SubjectKind.Record, bytes32(record));
        _acceptsSubject("01/09506000134352/21/party", SubjectKind.Party, bytes32(uint256(uint160(MAKER))));

        _refusesSubject(SubjectKind.None, bytes32(uint256(1)));
        _refusesSubject(SubjectKind.Twin, bytes32(foreign));
        _refusesSubject(SubjectKind.Twin, keccak256("nothing"));
        _refusesSubject(SubjectKind.Twin, bytes32(record));
        _refusesSubject(SubjectKind.Record, bytes32(own));
        _refusesSubject(SubjectKind.Party, bytes32(uint256(uint160(BUYER))));
        _refusesSubject(SubjectKind.Party, bytes32(uint256(uint160(STRANGER))));
        _refusesSubject(SubjectKind.Party, bytes32((1 << 160) | uint256(uint160(MAKER))));
    }

    function test_anAccountThatTheCallerControlsIsNoSubjectUntilItIsAParty() external {
        _rotate(STRANGER, STRANGER, MAKER);
        _refusesSubject(SubjectKind.Party, bytes32(uint256(uint160(STRANGER))));
    }

    function test_aRecordIsNotItsOwnSubjectNorIsARetiredOne() external {
        uint256 record = _registerRecord(IDENTIFIER, MAKER);
        RecordContent memory itself = RecordContent(SubjectKind.Record, bytes32(record), "");
        _refuses(MAKER, address(identifiers), _update(itself), IIdentifierRegistry.InvalidSubject.selector);

        uint256 other = _registerRecord("01/09506000134352", MAKER);
        _allows(MAKER, address(identifiers), abi.encodeCall(identifiers.retire, (_name("01/09506000134352"), "")));
        RecordContent memory retired = RecordContent(SubjectKind.Record, bytes32(other), "");
        _refuses(MAKER, address(identifiers), _update(retired), IIdentifierRegistry.InvalidSubject.selector);
    }

    function test_anUnknownRecordIsSaidToBeUnknown() external {
        _refuses(MAKER, address(identifiers), _update(_noContent()), IIdentifierRegistry.UnknownRecord.selector);
        RecordName memory elsewhere = RecordName(GS1, 5, IDENTIFIER);
        bytes memory call = abi.encodeCall(identifiers.updateContent, (elsewhere, _noContent()));
        _refuses(MAKER, address(identifiers), call, INamespaceRegistry.UnknownNamespace.selector);
    }

    function _acceptsSubject(string memory identifier, SubjectKind kind, bytes32 subject) private {
        _allows(MAKER, address(identifiers), _register(identifier, RecordContent(kind, subject, "")));
    }

    function _refusesSubject(SubjectKind kind, bytes32 subject) private {
        bytes memory call = _register(IDENTIFIER, RecordContent(kind, subject, ""));
        _refuses(MAKER, address(identifiers), call, IIdentifierRegistry.InvalidSubject.selector);
    }

    function _register(string memory identifier, RecordContent memory content) private view returns (bytes memory) {
        return abi.encodeCall(identifiers.register, (_name(identifier), content, MAKER));
    }

    function _update(RecordContent memory content) private view returns (bytes memory) {
        return abi.encodeCall(identifiers.updateContent, (_name(IDENTIFIER), content));
    }

    function _ofLength(uint256 length) private pure returns (string memory) {
        bytes memory text = new bytes(length);
        bytes memory start = "01/09506000134352/21/";
        for (uint256 i = 0; i < length; ++i) text[i] = i < start.length ? start[i] : bytes1("7");
        return string(text);
    }
}
