// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ISignedCalls} from "../../../contracts/access/ISignedCalls.sol";
import {IDataRights} from "../../../contracts/rights/IDataRights.sol";
import {Proposal} from "../../../contracts/rights/IRightAgreements.sol";
import {GranteeKind, GrantKey} from "../../../contracts/rights/RightTypes.sol";
import {AgreementFixture} from "../fixtures/AgreementFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Attack class 10, for rights: acceptances by signature that are used twice, elsewhere, or by somebody else; and
/// commitments to grantees that are taken for others.
contract RightSignatureFaultsAttackTest is AgreementFixture {
    uint256 private constant SIGNER_KEY = 0xB0;
    uint256 private constant DEADLINE = NOW + 100;

    address private immutable SIGNER = vm.addr(SIGNER_KEY);

    function setUp() public override {
        super.setUp();
        _registerParty(SIGNER);
    }

    function test_aGranteeAcceptsBySignatureOnce() external {
        GrantKey memory key = _keyOn(SIGNER, _byAcceptance());
        _give(key);
        bytes memory accept = _acceptCall(key, 1);
        bytes memory submit = _signed(accept);
        _allows(STRANGER, address(parties), submit);
        require(rights.isAllowed(key, READ), "not accepted");
        _allows(MAKER, address(rights), _revokeCall(key));
        _give(key);
        _refuses(STRANGER, address(parties), submit, ISignedCalls.InvalidCallSignature.selector);
        bytes memory stale = _signed(accept);
        _refuses(STRANGER, address(parties), stale, IDataRights.OtherSequence.selector);
    }

    /// @dev Agreements are code that runs in the registry's storage: the signer has to reach it there.
    function test_anAgreementIsConcludedAndASublicenceGivenBySignature() external {
        Proposal memory offer = _offer(_keyOn(SIGNER, _withLevels(1)), _terms(0, 0, READ));
        _propose(MAKER, offer);
        _allows(STRANGER, address(parties), _signed(_concludeCall(offer, 0)));
        require(rights.isAllowed(offer.key, READ), "not concluded");
        GrantKey memory child = _childKey(offer.key, BUYER, _key(twin, 0).terms);
        _allows(STRANGER, address(parties), _signed(_sublicenseCall(child, _terms(0, 0, READ), offer.key)));
        require(rights.isAllowed(child, READ), "not given");
    }

    function testFuzz_nobodyAcceptsBehindAnothersAddress(address caller) external {
        if (caller == address(parties) || caller == SIGNER) return;
        Proposal memory offer = _offer(_keyOn(SIGNER, _plainTerms()), _terms(0, 0, READ));
        _propose(MAKER, offer);
        _refuses(caller, address(rights), abi.encodePacked(_concludeCall(offer, 0), SIGNER));
    }

    /// @dev Class 7 too: held back until the asset is sold, the signature would bind the signer to the buyer.
    function test_anAcceptanceThatWasHeldBackIsVoidAfterASale() external {
        GrantKey memory key = _keyOn(SIGNER, _byAcceptance());
        key.survivesSale = true;
        _give(key);
        Proposal memory offer = _offer(_keyOn(SIGNER, _plainTerms()), _terms(0, 0, READ));
        _propose(MAKER, offer);
        bytes memory acceptance = _signed(_acceptCall(key, 1));
        bytes memory conclusion = _signed(_concludeCall(offer, 0));
        _sell(MAKER, BUYER);
        _propose(BUYER, offer);
        bytes4 other = IDataRights.OtherHolding.selector;
        _refuses(BUYER, address(parties), acceptance, other);
        _refuses(BUYER, address(parties), conclusion, other);
    }

    function test_aSignatureForOneChainIsNoneOnAnother() external {
        GrantKey memory key = _keyOn(SIGNER, _byAcceptance());
        _give(key);
        bytes memory submit = _signed(_acceptCall(key, 1));
        vm.chainId(77_777);
        _refuses(STRANGER, address(parties), submit, ISignedCalls.InvalidCallSignature.selector);
    }

    /// @dev Neither a party's address nor a group's id is ever a commitment, and one commitment names one party.
    function testFuzz_aCommitmentNamesOnePartyAndSalt(address a, bytes32 s, address b, bytes32 t) external view {
        bool same = a == b && s == t;
        require((rights.blindedGrantee(a, s) == rights.blindedGrantee(b, t)) == same, "collision");
        bytes32 expected = keccak256(abi.encode(keccak256("cadastre.BlindedGrantee"), a, s));
        require(rights.blindedGrantee(a, s) == expected, "formula");
    }

    /// @dev Who copies a commitment into a grant of its own learns and gains nothing; kinds do not stand for each other.
    function test_aCommitmentIsNotTakenForAnotherKindOfGrantee() external {
        GrantKey memory blinded = _blindedKey(PARTNER, SALT);
        _give(blinded);
        GrantKey memory asGroup = _blindedKey(PARTNER, SALT);
        asGroup.granteeKind = GranteeKind.Group;
        require(!rights.isAllowedTo(asGroup, PARTNER, SALT, READ), "as a group");
        GrantKey memory asParty = _blindedKey(PARTNER, SALT);
        asParty.granteeKind = GranteeKind.Party;
        require(!rights.isAllowedTo(asParty, PARTNER, SALT, READ) && !rights.isAllowed(asParty, READ), "as a party");
        // Nor is a party's word, where a commitment belongs, the party.
        blinded.grantee = _partyWord(PARTNER);
        _give(blinded);
        require(!rights.isAllowed(blinded, READ) && !rights.isAllowedTo(blinded, PARTNER, SALT, READ), "its word");
    }

    function _signed(bytes memory call) private view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Cadastre Parties"),
                keccak256("1"),
                block.chainid,
                address(parties)
            )
        );
        bytes32 typehash = keccak256("Call(address target,address signer,bytes call,uint256 nonce,uint256 deadline)");
        bytes32 message = keccak256(
            abi.encode(typehash, address(rights), SIGNER, keccak256(call), parties.nonce(SIGNER), DEADLINE)
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(SIGNER_KEY, keccak256(abi.encodePacked("\x19\x01", domain, message)));
        return
            abi.encodeCall(
                parties.callWithSignature,
                (address(rights), SIGNER, call, DEADLINE, abi.encodePacked(r, s, v))
            );
    }
}
