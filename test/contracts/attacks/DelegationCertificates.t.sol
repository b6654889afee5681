// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {
    DelegationCertificate,
    INamespaceRegistry,
    PrefixRule
} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {NamespaceRegistry} from "../../../contracts/identifiers/NamespaceRegistry.sol";
import {IPartyToken} from "../../../contracts/identity/IPartyToken.sol";
import {NamespaceFixture} from "../fixtures/NamespaceFixture.sol";
import {vm} from "../fixtures/Vm.sol";

/// @notice Says yes to one signature, as a multisig would.
contract SigningContract {
    bytes32 private immutable DIGEST;

    constructor(bytes32 digest) {
        DIGEST = digest;
    }

    function isValidSignature(bytes32 digest, bytes calldata) external view returns (bytes4) {
        return digest == DIGEST ? this.isValidSignature.selector : bytes4(0);
    }
}

/// @notice Attack classes 6 and 10 for delegation certificates: replayed, altered, malleated, used after the one who signed
/// has no more say, or taken by another.
contract DelegationCertificatesAttackTest is NamespaceFixture {
    uint256 private constant KEY = 0xB0;
    uint256 private constant OTHER_KEY = 0xB1;
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    bytes4 private constant VOID = INamespaceRegistry.CertificateVoid.selector;
    bytes4 private constant INVALID = INamespaceRegistry.InvalidCertificate.selector;

    address private immutable SIGNER = vm.addr(KEY);
    address private registry;

    /// SIGNER holds the prefix 4 and signs.
    function setUp() public override {
        super.setUp();
        registry = address(namespaces);
        _registerParty(SIGNER);
        _delegate(ROOT, 0, "4", SIGNER);
    }

    function test_anyoneSubmitsAndTheHolderItNamesReceives() external {
        DelegationCertificate memory certificate = _certificate();
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        _allows(STRANGER, registry, call);
        require(_state("41").holder == BUYER && _state("41").terms.expiry == EXPIRY + 50, "not delegated");
    }

    function test_itWorksOnce() external {
        DelegationCertificate memory certificate = _certificate();
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        _allows(STRANGER, registry, call);
        _refuses(STRANGER, registry, call, VOID);
        // Not when the prefix is free again, either.
        _allows(BUYER, registry, _surrendering("41"));
        _refuses(STRANGER, registry, call, VOID);
        certificate.epoch = 1;
        _allows(STRANGER, registry, _submission(certificate, _sign(KEY, certificate)));
        require(_state("41").epoch == 2, "not delegated anew");
    }

    function test_itEndsWithItsDeadline() external {
        DelegationCertificate memory certificate = _certificate();
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        vm.warp(certificate.deadline + 1);
        _refuses(STRANGER, registry, call, INamespaceRegistry.CertificateExpired.selector);
        vm.warp(certificate.deadline);
        _allows(STRANGER, registry, call);
    }

    function test_itIsOfNoUseOnAnotherChain() external {
        DelegationCertificate memory certificate = _certificate();
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        uint256 home = block.chainid;
        vm.chainId(home + 1);
        _refuses(STRANGER, registry, call, INVALID);
        vm.chainId(home);
        _allows(STRANGER, registry, call);
    }

    function test_itIsOfNoUseInAnotherDeployment() external {
        DelegationCertificate memory certificate = _certificate();
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        address home = registry;
        namespaces = NamespaceRegistry(_behindProxy(_create("NamespaceRegistry", abi.encode(parties))));
        bytes4[] memory schemes = new bytes4[](1);
        schemes[0] = namespaces.registerScheme.selector;
        manager.setTargetFunctionRole(address(namespaces), schemes, 2);
        namespaces.registerScheme("gs1", PrefixRule.Gs1, ROOT);
        _delegate(ROOT, 0, "4", SIGNER);
        _refuses(STRANGER, address(namespaces), call, INVALID);
        _allows(STRANGER, home, call);
    }

    function test_itSurvivesAnUpgradeButNotTwice() external {
        DelegationCertificate memory certificate = _certificate();
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        namespaces.upgradeToAndCall(_create("NamespaceRegistry", abi.encode(parties)), "");
        _allows(STRANGER, registry, call);
        namespaces.upgradeToAndCall(_create("NamespaceRegistry", abi.encode(parties)), "");
        _refuses(STRANGER, registry, call, VOID);
    }

    function test_itIsVoidOnceTheParentChangedHands() external {
        DelegationCertificate memory certificate = _certificate();
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        _allows(SIGNER, registry, _sale(SIGNER, MAKER, "4"));
        _refuses(STRANGER, registry, call, VOID);
        _allows(MAKER, registry, _sale(MAKER, SIGNER, "4"));
        _refuses(STRANGER, registry, call, VOID);
    }

    function test_itIsVoidOnceTheKeyChanged() external {
        DelegationCertificate memory certificate = _certificate();
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        _rotate(SIGNER, SIGNER, NEW_KEY);
        _refuses(STRANGER, registry, call, VOID);
        _rotate(SIGNER, NEW_KEY, SIGNER);
        _refuses(STRANGER, registry, call, VOID);
    }

    function test_itIsVoidOnceThePrefixWasDelegatedOtherwise() external {
        DelegationCertificate memory certificate = _certificate();
        certificate.deadline = EXPIRY;
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        _delegateUntil(SIGNER, 1, "41", PARTNER, EXPIRY);
        _refuses(STRANGER, registry, call, VOID);
        vm.warp(EXPIRY);
        _refuses(STRANGER, registry, call, VOID);
    }

    function test_itNeedsALiveParent() external {
        DelegationCertificate memory certificate = _certificate();
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        _allows(ROOT, registry, _suspension("4", 0));
        _refuses(STRANGER, registry, call, INamespaceRegistry.NamespaceNotLive.selector);
        _allows(ROOT, registry, _reinstatement("4", 0));
        _allows(STRANGER, registry, call);
    }

    /// @dev Class 3: at the parent's expiry, not a second later.
    function test_itEndsWithTheParentsExpiry() external {
        _delegateUntil(ROOT, 0, "7", SIGNER, EXPIRY);
        DelegationCertificate memory certificate = _certificate();
        (certificate.prefix, certificate.deadline) = ("71", EXPIRY + 60);
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        vm.warp(EXPIRY + 1);
        _refuses(STRANGER, registry, call, INamespaceRegistry.NamespaceNotLive.selector);
        vm.warp(EXPIRY);
        _refuses(STRANGER, registry, call, INamespaceRegistry.NamespaceNotLive.selector);
        vm.warp(EXPIRY - 1);
        _allows(STRANGER, registry, call);
    }

    /// @dev Class 2: signed in one tenure, of no use in the next, though the same party holds the parent again.
    function test_itIsVoidInTheNextTenure() external {
        DelegationCertificate memory certificate = _certificate();
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        _allows(SIGNER, registry, _surrendering("4"));
        _delegate(ROOT, 0, "4", SIGNER);
        _refuses(STRANGER, registry, call, VOID);
    }

    function test_aCancellationIsNotHeldUpByTheExpiry() external {
        _delegateUntil(ROOT, 0, "7", SIGNER, EXPIRY);
        DelegationCertificate memory certificate = _certificate();
        (certificate.prefix, certificate.deadline) = ("71", EXPIRY + 60);
        vm.warp(EXPIRY);
        _allows(SIGNER, registry, abi.encodeCall(namespaces.cancelCertificate, (certificate)));
        _allows(ROOT, registry, _renewal("7", 0));
        _refuses(STRANGER, registry, _submission(certificate, _sign(KEY, certificate)), VOID);
    }

    function test_itsSignerCancelsItHoweverItWasSigned() external {
        DelegationCertificate memory certificate = _certificate();
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        bytes memory cancel = abi.encodeCall(namespaces.cancelCertificate, (certificate));
        _refuses(STRANGER, registry, cancel, IPartyToken.NotHolder.selector);
        _refuses(BUYER, registry, cancel, IPartyToken.NotHolder.selector);
        _allows(SIGNER, registry, cancel);
        _refuses(SIGNER, registry, cancel, VOID);
        _refuses(STRANGER, registry, call, VOID);
        _refuses(STRANGER, registry, _submission(certificate, _malleated(certificate)), VOID);
        // Another one like it is not touched.
        certificate.salt = bytes32(uint256(2));
        _allows(STRANGER, registry, _submission(certificate, _sign(KEY, certificate)));
    }

    function test_whatNamesNoParentIsNotCancelled() external {
        DelegationCertificate memory certificate = _certificate();
        certificate.parentLength = 2;
        bytes memory cancel = abi.encodeCall(namespaces.cancelCertificate, (certificate));
        _refuses(SIGNER, registry, cancel, INamespaceRegistry.InvalidPrefix.selector);
    }

    function test_aMalleatedSignatureIsRefused() external {
        DelegationCertificate memory certificate = _certificate();
        _refuses(STRANGER, registry, _submission(certificate, _malleated(certificate)), INVALID);
    }

    function testFuzz_oddSignaturesAreRefused(uint8 v, bytes32 r, bytes32 s, bytes calldata junk) external {
        DelegationCertificate memory certificate = _certificate();
        _refuses(STRANGER, registry, _submission(certificate, abi.encodePacked(r, s, v)), INVALID);
        _refuses(STRANGER, registry, _submission(certificate, junk), INVALID);
        (uint8 good, bytes32 goodR, bytes32 goodS) = vm.sign(KEY, _digest(certificate));
        if (v == good) return;
        _refuses(STRANGER, registry, _submission(certificate, abi.encodePacked(goodR, goodS, v)), INVALID);
    }

    /// @dev Class 6: who sees a certificate cannot turn it to its own use.
    function testFuzz_anAlteredCertificateIsRefused(uint8 field, uint32 change) external {
        if (change == 0) return;
        DelegationCertificate memory certificate = _certificate();
        bytes memory signature = _sign(KEY, certificate);
        field = field % 7;
        if (field == 0) certificate.holder = STRANGER;
        if (field == 1) certificate.prefix = "42";
        if (field == 2) certificate.terms.expiry = certificate.terms.expiry ^ change;
        if (field == 3) certificate.terms.levels = certificate.terms.levels ^ uint8((change % 255) + 1);
        if (field == 4) certificate.terms.mayIssue = !certificate.terms.mayIssue;
        if (field == 6) certificate.deadline += change;
        if (field == 5) certificate.salt = bytes32(uint256(certificate.salt) ^ change);
        _refuses(STRANGER, registry, _submission(certificate, signature), INVALID);
    }

    function test_anothersKeySignsNothing() external {
        DelegationCertificate memory certificate = _certificate();
        _refuses(BUYER, registry, _submission(certificate, _sign(OTHER_KEY, certificate)), INVALID);
    }

    function test_aContractThatControlsTheHolderSignsToo() external {
        DelegationCertificate memory certificate = _certificate();
        certificate.controlEpoch = 1;
        SigningContract multisig = new SigningContract(_digest(certificate));
        _rotate(SIGNER, SIGNER, address(multisig));
        certificate.salt = bytes32(uint256(9));
        _refuses(STRANGER, registry, _submission(certificate, ""), INVALID);
        certificate.salt = bytes32(uint256(1));
        _allows(STRANGER, registry, _submission(certificate, ""));
    }

    function test_aDeactivatedPartysCertificateIsRefused() external {
        DelegationCertificate memory certificate = _certificate();
        bytes memory call = _submission(certificate, _sign(KEY, certificate));
        _rotate(SIGNER, SIGNER, address(0));
        _refuses(STRANGER, registry, call);
    }

    function testFuzz_nobodyElseCancels(address caller, bytes32 salt) external {
        if (caller == SIGNER || caller == address(parties)) return;
        DelegationCertificate memory certificate = _certificate();
        certificate.salt = salt;
        bytes memory cancel = abi.encodeCall(namespaces.cancelCertificate, (certificate));
        _refuses(caller, registry, cancel, IPartyToken.NotHolder.selector);
        _allows(STRANGER, registry, _submission(certificate, _sign(KEY, certificate)));
    }

    function _certificate() private pure returns (DelegationCertificate memory) {
        return
            DelegationCertificate({
                scheme: GS1,
                parentLength: 1,
                prefix: "41",
                holder: BUYER,
                terms: _until(EXPIRY + 50),
                parentEpoch: 1,
                controlEpoch: 0,
                epoch: 0,
                deadline: NOW + 60,
                salt: bytes32(uint256(1))
            });
    }

    function _submission(
        DelegationCertificate memory certificate,
        bytes memory signature
    ) private view returns (bytes memory) {
        return abi.encodeCall(namespaces.delegateByCertificate, (certificate, signature));
    }

    function _sign(uint256 key, DelegationCertificate memory certificate) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _digest(certificate));
        return abi.encodePacked(r, s, v);
    }

    /// @dev The same signature with the other `s`.
    function _malleated(DelegationCertificate memory certificate) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, _digest(certificate));
        return abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27));
    }

    /// @dev EIP-712 as a client builds it, from the standard alone.
    function _digest(DelegationCertificate memory certificate) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Cadastre Namespaces"),
                keccak256("1"),
                block.chainid,
                registry
            )
        );
        return keccak256(abi.encodePacked(bytes2(0x1901), domain, _structHash(certificate)));
    }

    function _structHash(DelegationCertificate memory certificate) private pure returns (bytes32) {
        string memory terms = "DelegationTerms(uint32 expiry,uint8 levels,bool mayIssue)";
        bytes32 termsHash = keccak256(
            abi.encode(
                keccak256(bytes(terms)),
                certificate.terms.expiry,
                certificate.terms.levels,
                certificate.terms.mayIssue
            )
        );
        bytes32 typeHash = keccak256(
            abi.encodePacked(
                "DelegationCertificate(bytes32 scheme,uint8 parentLength,string prefix,address holder,",
                "DelegationTerms terms,uint32 parentEpoch,uint32 controlEpoch,uint32 epoch,uint40 deadline,bytes32 salt)",
                terms
            )
        );
        return
            keccak256(
                bytes.concat(
                    abi.encode(
                        typeHash,
                        certificate.scheme,
                        certificate.parentLength,
                        keccak256(bytes(certificate.prefix)),
                        certificate.holder,
                        termsHash
                    ),
                    abi.encode(
                        certificate.parentEpoch,
                        certificate.controlEpoch,
                        certificate.epoch,
                        certificate.deadline,
                        certificate.salt
                    )
                )
            );
    }
}
