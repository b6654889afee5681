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
import {INamespaceRegistry, SchemeId} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IPartyRegistry} from "../../../contracts/identity/IPartyRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {LedgerFixture} from "../fixtures/LedgerFixture.sol";
import {vm} from "../fixtures/Vm.sol";

contract IdentifierRegistryTest is LedgerFixture {
    bytes4 private constant INVALID_STATUS = IIdentifierRegistry.InvalidRecordStatus.selector;

    function test_aRecordHoldsWhatItsEventSays() external {
        uint256 record = _registerRecord(IDENTIFIER, BUYER);
        Record memory state = identifiers.recordOf(RecordId.wrap(bytes32(record)));
        require(state.owner == BUYER && state.epoch == 1, "holding");
        require(state.status == RecordStatus.Active && state.version == 1, "state");
        require(state.prefixLength == PREFIX_LENGTH && state.namespaceEpoch == 1, "issuer");
        require(state.digest == keccak256(abi.encode(SubjectKind.None, bytes32(0), keccak256(""))), "digest");
        require(identifiers.isLive(_name(IDENTIFIER)), "live");
    }

    function testFuzz_idsAreHashesOfTheirNames(bytes32 scheme, string calldata identifier) external view {
        bytes32 expected = keccak256(bytes.concat(scheme, keccak256(bytes(identifier))));
        require(RecordId.unwrap(identifiers.recordId(SchemeId.wrap(scheme), identifier)) == expected, "id");
    }

    function test_aRecordKeepsItsIssuerThroughAllChanges() external {
        bytes memory sale = abi.encodeCall(IERC721.transferFrom, (MAKER, BUYER, _namespaceToken(PREFIX)));
        _allows(MAKER, address(namespaces), sale);
        vm.prank(BUYER);
        RecordId record = identifiers.register(_name(IDENTIFIER), PREFIX_LENGTH, _noContent(), MAKER);
        _delegate(BUYER, PREFIX_LENGTH, "95060001", BUYER);

        _allows(MAKER, address(identifiers), _update(_noContent()));
        _isIssuedByTheBuyer(record, 2);
        _allows(MAKER, address(identifiers), abi.encodeCall(identifiers.suspend, (_name(IDENTIFIER), "")));
        bytes memory gift = abi.encodeCall(IERC721.transferFrom, (MAKER, PARTNER, uint256(RecordId.unwrap(record))));
        _allows(MAKER, address(identifiers), gift);
        _isIssuedByTheBuyer(record, 2);
        _allows(PARTNER, address(identifiers), abi.encodeCall(identifiers.retire, (_name(IDENTIFIER), "")));
        _isIssuedByTheBuyer(record, 2);
    }

    /// @dev A suspended namespace within is still someone's: what lies beneath it waits for its holder.
    function test_aSuspendedPrefixWithinIsNotTheShorterOnesToIssue() external {
        _delegate(MAKER, PREFIX_LENGTH, "95060001", BUYER);
        bytes memory suspend = abi.encodeCall(namespaces.suspend, (GS1, "95060001", PREFIX_LENGTH, ""));
        _allows(MAKER, address(namespaces), suspend);
        bytes memory call = _register(IDENTIFIER, _noContent());
        _refuses(MAKER, address(identifiers), call, INamespaceRegistry.NotClosestAncestor.selector);
        call = abi.encodeCall(identifiers.register, (_name(IDENTIFIER), 8, _noContent(), BUYER));
        _refuses(BUYER, address(identifiers), call, INamespaceRegistry.NamespaceNotLive.selector);
    }

    /// @dev What was issued hangs on the namespace that issued it, not on one that was delegated within it later.
    function test_aRecordIsLiveWithItsIssuerNotWithALaterPrefix() external {
        _registerRecord(IDENTIFIER, PARTNER);
        _delegate(MAKER, PREFIX_LENGTH, "95060001", BUYER);
        bytes memory suspend = abi.encodeCall(namespaces.suspend, (GS1, "95060001", PREFIX_LENGTH, ""));
        _allows(MAKER, address(namespaces), suspend);
        require(identifiers.isLive(_name(IDENTIFIER)), "not live");
        bytes memory update = abi.encodeCall(identifiers.updateContent, (_name(IDENTIFIER), _noContent()));
        _allows(PARTNER, address(identifiers), update);
        _allows(ROOT, address(namespaces), abi.encodeCall(namespaces.suspend, (GS1, PREFIX, 0, "")));
        require(!identifiers.isLive(_name(IDENTIFIER)), "live");
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
        bytes memory call = abi.encodeCall(
            identifiers.register,
            (_name(IDENTIFIER), PREFIX_LENGTH, _noContent(), STRANGER)
        );
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

    function test_reasonsHaveALimit() external {
        _registerRecord(IDENTIFIER, BUYER);
        string memory long = string(new bytes(1025));
        bytes4 tooLong = IIdentifierRegistry.ReasonTooLong.selector;
        address target = address(identifiers);
        _refuses(BUYER, target, abi.encodeCall(identifiers.suspend, (_name(IDENTIFIER), long)), tooLong);
        _refuses(BUYER, target, abi.encodeCall(identifiers.retire, (_name(IDENTIFIER), long)), tooLong);
        string memory longest = string(new bytes(1024));
        _allows(BUYER, target, abi.encodeCall(identifiers.suspend, (_name(IDENTIFIER), longest)));
        _refuses(BUYER, target, abi.encodeCall(identifiers.resume, (_name(IDENTIFIER), long)), tooLong);
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
        RecordName memory elsewhere = RecordName(SchemeId.wrap(keccak256("oid")), IDENTIFIER);
        bytes memory call = abi.encodeCall(identifiers.updateContent, (elsewhere, _noContent()));
        _refuses(MAKER, address(identifiers), call, IIdentifierRegistry.UnknownRecord.selector);
        require(!identifiers.isLive(elsewhere), "live");
    }

    function _isIssuedByTheBuyer(RecordId record, uint24 namespaceEpoch) private view {
        Record memory state = identifiers.recordOf(record);
        require(state.prefixLength == PREFIX_LENGTH && state.namespaceEpoch == namespaceEpoch, "issuer");
    }

    function _acceptsSubject(string memory identifier, SubjectKind kind, bytes32 subject) private {
        _allows(MAKER, address(identifiers), _register(identifier, RecordContent(kind, subject, "")));
    }

    function _refusesSubject(SubjectKind kind, bytes32 subject) private {
        bytes memory call = _register(IDENTIFIER, RecordContent(kind, subject, ""));
        _refuses(MAKER, address(identifiers), call, IIdentifierRegistry.InvalidSubject.selector);
    }

    function _register(string memory identifier, RecordContent memory content) private view returns (bytes memory) {
        return abi.encodeCall(identifiers.register, (_name(identifier), PREFIX_LENGTH, content, MAKER));
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
