// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {TermsId} from "./RightTypes.sol";

/// @notice Terms of use: a policy for people and machines, and what the ledger itself enforces.
/// @param policy SHA-256 of the usage policy's bytes (ODRL), zero for none.
/// @param uri Where the policy may be read, empty for nowhere.
/// @param actions The most that a grant under these terms allows; bits as in `Extent`.
/// @param sublicences Levels of sub-licences that a grantee, if it is a party, may give beneath it: 0 to 4.
/// @param notice Seconds between a revocation and its effect.
/// @param exclusive While the grant holds, its asset's owner gives no other on the same data and actions.
/// @param irrevocable The grantor cannot end it unless the grantee agrees.
/// @param byAcceptance It holds from the grantee's acceptance on.
struct Terms {
    bytes32 policy;
    string uri;
    uint16 actions;
    uint8 sublicences;
    uint32 notice;
    bool exclusive;
    bool irrevocable;
    bool byAcceptance;
}

/// @title Terms of data-sharing rights
/// @notice Terms are named by their hash, so they cannot be changed, and nobody can take another's. Anyone registers terms, once.
/// A grant without terms (id zero) may allow any action, is not exclusive, cannot be sub-licensed, holds without
/// acceptance, and is revoked at once.
interface IRightTerms {
    event TermsRegistered(TermsId indexed terms, bytes32 indexed policy, Terms content, address by);

    /// @notice No action or an unknown one, too many levels of sub-licences, notice of what is irrevocable, a URI without
    /// a policy or longer than 2,048 bytes.
    error InvalidTerms();
    error TermsExist(TermsId terms);
    error UnknownTerms(TermsId terms);

    /// @notice Registers terms. Anyone may.
    function registerTerms(Terms calldata terms) external returns (TermsId);

    /// @notice Whether terms are registered.
    function areRegistered(TermsId terms) external view returns (bool);

    /// @notice Id of terms, registered or not.
    function termsId(Terms calldata terms) external pure returns (TermsId);
}
