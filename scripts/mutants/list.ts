/** A defence taken out of the contracts, and the test that must notice. */
export interface Mutant {
  /** What it lets in: an attack or a breach of an invariant, by the numbers of `docs/contracts.md`, or what a suite forbids. */
  readonly against: string;
  readonly file: string;
  /** The defence as it stands in the file, once. */
  readonly defence: string;
  readonly instead: string;
  /** File beneath `test/contracts`, without its ending; contract and test. */
  readonly noticedBy: readonly [file: string, contract: string, test: string];
}

/** Mutants of one group are tried at once, as a build takes long: no test that must notice one may notice another. */
export const groups: readonly (readonly Mutant[])[] = [
  [
    {
      against: "attack 3",
      file: "identifiers/NamespaceRegistry.sol",
      defence: "return word.isActive() && !word.hasExpired();",
      instead: "return word.isActive();",
      noticedBy: ["attacks/ExpiredNamespaces", "ExpiredNamespacesAttackTest", "test_theTokenDoesNotMove"],
    },
    {
      against: "attack 4",
      file: "identifiers/NamespaceTree.sol",
      defence: "if (length == 0 || word.isEmancipated()) return standing;",
      instead: "if (length < 64 || word.isEmancipated()) return standing;",
      noticedBy: [
        "attacks/SuspendedThings",
        "SuspendedThingsAttackTest",
        "testFuzz_aChildIsLiveJustWhenAllAboveAreActive",
      ],
    },
    {
      against: "attack 5",
      file: "identity/PartyControl.sol",
      defence: "if (control.kind == PartyKind.None || control.deactivated) revert NotAParty(identity);",
      instead: "if (control.deactivated) revert NotAParty(identity);",
      noticedBy: ["attacks/ForgedMembership", "ForgedMembershipAttackTest", "test_anImpostorHoldsNothing"],
    },
    {
      against: "attack 7",
      file: "twins/TwinAuthorship.sol",
      defence: "_checkRoyalty(royalty, authorship.royalty);",
      instead: "_checkRoyalty(royalty, MAX_ROYALTY);",
      noticedBy: ["attacks/RoyaltyFaults", "RoyaltyFaultsAttackTest", "testFuzz_aRoyaltyNeverRises"],
    },
    {
      against: "attack 8",
      file: "twins/TwinLineage.sol",
      defence: "if (above.depth >= MAX_DEPTH) revert LineageTooDeep(parent);",
      instead: "",
      noticedBy: ["attacks/GraphBypass", "GraphBypassAttackTest", "test_theDepthIsCapped"],
    },
    {
      against: "attack 9",
      file: "twins/TwinTerms.sol",
      defence: "if (authors[before].party == authors[i].party) revert InvalidAuthors();",
      instead: "",
      noticedBy: [
        "attacks/DuplicateElements",
        "DuplicateElementsAttackTest",
        "testFuzz_noAuthorIsNamedTwice",
      ],
    },
    {
      against: "attack 10",
      file: "access/SignedCalls.sol",
      defence: "        _raiseNonce(signer);\n        return",
      instead: "        return",
      noticedBy: [
        "attacks/SignedCallFaults",
        "SignedCallFaultsAttackTest",
        "test_aSignedCallWorksOnceForWhoeverSubmitsIt",
      ],
    },
    {
      against: "attack 13",
      file: "access/UpgradeGate.sol",
      defence: "_disableInitializers();",
      instead: "",
      noticedBy: [
        "attacks/UpgradeFaults",
        "UpgradeFaultsAttackTest",
        "testFuzz_noImplementationCanBeInitialised",
      ],
    },
    {
      against: "attack 14",
      file: "identifiers/NamespaceAffairs.sol",
      defence: "if (length > MAX_REASON_LENGTH) revert INamespaceRegistry.ReasonTooLong(length);",
      instead: "length;",
      noticedBy: ["attacks/Griefing", "GriefingAttackTest", "test_noReasonFillsTheFollowersDisks"],
    },
    {
      against: "invariant 4",
      file: "twins/TwinRegistry.sol",
      defence: "(HoldingWord word, ) = _requireHolder(_tokenId(twin));",
      instead: "(HoldingWord word, ) = _requireRole(_tokenId(twin), HotRoles.PUBLISHER);",
      noticedBy: ["invariants/Authority", "AuthorityInvariantTest", "testFuzz_longGamesGoAsTheRulesSay"],
    },
  ],
  [
    {
      against: "attack 1",
      file: "identity/PartyToken.sol",
      defence: "approved.holdingEpoch == holdingEpoch && approved.controlEpoch == controlEpoch",
      instead: "holdingEpoch != 0 && approved.controlEpoch == controlEpoch",
      noticedBy: [
        "attacks/ResidualAuthority",
        "ResidualAuthorityAttackTest",
        "test_approvalsDoNotComeBackWithTheToken",
      ],
    },
    {
      against: "attack 1",
      file: "identity/PartyToken.sol",
      defence: "operators[holder][operator] == uint256(controlEpoch) + 1;",
      instead: "operators[holder][operator] != 0 && controlEpoch != type(uint32).max;",
      noticedBy: ["attacks/ResidualAuthority", "ResidualAuthorityAttackTest", "test_aRotatedKeyKeepsNothing"],
    },
    {
      against: "attack 2",
      file: "identifiers/NamespaceTree.sol",
      defence: "return _tenuresOf(id, word).ofParent() != _tenuresOf(parent, parentWord).own();",
      instead: "return _tenuresOf(id, word).ofParent() > _tenuresOf(parent, parentWord).own();",
      noticedBy: [
        "attacks/PrePlantedAuthority",
        "PrePlantedAuthorityAttackTest",
        "test_delegationsOfTheFormerHolderAreVoid",
      ],
    },
    {
      against: "attack 3",
      file: "identity/PartyAttestations.sol",
      defence: "attestation.status != AttestationStatus.Active || _isOver(attestation.until)",
      instead: "attestation.status != AttestationStatus.Active",
      noticedBy: ["attacks/PartyExpiry", "PartyExpiryAttackTest", "testFuzz_anAttestationEndsInItsSecond"],
    },
    {
      against: "attack 6",
      file: "identifiers/NamespaceTree.sol",
      defence: "if (NamespaceId.unwrap(closest) != 0) revert INamespaceRegistry.NotClosestAncestor(closest);",
      instead: "",
      noticedBy: [
        "attacks/Squatting",
        "SquattingAttackTest",
        "test_anAncestorRegistersNothingInsideAnothersPrefix",
      ],
    },
    {
      against: "attack 6",
      file: "twins/ContentCommitments.sol",
      defence: "if (commitment.blockNumber >= block.number) revert CommitmentTooYoung(root);",
      instead: "",
      noticedBy: ["attacks/CopiedMints", "CopiedMintsAttackTest", "test_aPendingMintIsNotCopied"],
    },
    {
      against: "attack 9",
      file: "identifiers/IdentifierRegistry.sol",
      defence: "if (_holding(tokenId).exists()) revert RecordExists(record);",
      instead: "",
      noticedBy: [
        "attacks/DuplicateRecords",
        "DuplicateRecordsAttackTest",
        "testFuzz_anIdentifierThatIsListedTwiceStopsAll",
      ],
    },
    {
      against: "attack 10",
      file: "access/SignedCalls.sol",
      defence: "if (block.timestamp > deadline) revert SignatureExpired(deadline);",
      instead: "",
      noticedBy: [
        "attacks/SignedCallFaults",
        "SignedCallFaultsAttackTest",
        "testFuzz_theDeadlineIncludesItsSecond",
      ],
    },
    {
      against: "attack 11",
      file: "identifiers/MembershipProofs.sol",
      defence: "proof.index >= proof.count || proof.path.length > Math.log2(proof.count, Math.Rounding.Ceil)",
      instead: "proof.index >= proof.count || Math.log2(proof.count, Math.Rounding.Ceil) > 64",
      noticedBy: ["attacks/MerkleFaults", "MerkleFaultsAttackTest", "test_aTreeIsNotExtendedBeyondItsCount"],
    },
    {
      against: "attack 12",
      file: "access/SignedCaller.sol",
      defence: "return msg.sender == _signedCalls();",
      // Whoever puts an address behind a call's data.
      instead: "return msg.sender == _signedCalls() || msg.data.length % 32 == 24;",
      noticedBy: [
        "attacks/SignedCallFaults",
        "SignedCallFaultsAttackTest",
        "testFuzz_anAddressBehindTheDataMakesNobodyASigner",
      ],
    },
    {
      against: "attack 13",
      file: "access/UpgradeGate.sol",
      defence: "function _authorizeUpgrade(address) internal override restricted {",
      instead: "function _authorizeUpgrade(address) internal override {",
      noticedBy: [
        "attacks/UpgradeFaults",
        "UpgradeFaultsAttackTest",
        "testFuzz_onlyTheUpgraderUpgradesAndFreezes",
      ],
    },
    {
      against: "attack 15",
      file: "identifiers/PrefixRules.sol",
      defence: 'if (length == 0 || (length > 1 && digits[0] == "0")) return false;',
      instead: "if (length == 0) return false;",
      noticedBy: [
        "attacks/NameConfusion",
        "NameConfusionAttackTest",
        "test_onlyOneSpellingOfAPrefixIsDelegated",
      ],
    },
    {
      against: "invariant 10",
      file: "twins/TwinTerms.sol",
      defence: "if (sum != BASIS_POINTS) revert InvalidAuthors();",
      instead: "",
      noticedBy: [
        "invariants/Value",
        "ValueInvariantTest",
        "invariant_sharesAreTheWholeAndRoyaltiesNeverRise",
      ],
    },
    {
      against: "suite HeldToken",
      file: "identity/PartyToken.sol",
      defence: "if (account == address(0) || !roles.isKnown()) revert InvalidRoles(roles);",
      instead: "if (account == address(0)) revert InvalidRoles(roles);",
      noticedBy: [
        "behaviours/HeldTokens",
        "BatchesAsHeldTokensTest",
        "testFuzz_unknownRolesAndNobodyAreRefused",
      ],
    },
    {
      against: "suite FreezableThing",
      file: "rights/DataRights.sol",
      defence: "if (msg.sender != SUPERVISION) revert NotSupervision(msg.sender);",
      instead: "",
      noticedBy: [
        "behaviours/FreezableThings",
        "GrantsAsFreezableThingsTest",
        "testFuzz_onlyTheSupervisionSetsTheBit",
      ],
    },
    {
      against: "suite GrantableAsset",
      file: "rights/DataRights.sol",
      defence: "return (live && _isLiving(PARTIES.partyOf(owner)), epoch);",
      instead: "return (live && owner != address(0), epoch);",
      noticedBy: [
        "behaviours/GrantableAssets",
        "RecordsAsGrantableAssetsTest",
        "test_nothingIsAllowedOfADeactivatedOwners",
      ],
    },
  ],
];
