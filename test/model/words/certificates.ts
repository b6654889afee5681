/** Delegation certificates, and their signatures. */
import { certificateDigest } from "../../../services/ledger/certificates.js";
import type * as store from "../../../services/store/model.js";
import { fundedSigner } from "../../fixtures/ledger.js";
import type { Certificate } from "../ledger/certificates.js";
import type { Account } from "../ledger/parties.js";
import { addressOf, type Place, saltWord, scheme } from "./names.js";

const certificateOf = (certificate: Certificate) => ({
  ...certificate,
  scheme: "gs1",
  holder: addressOf(certificate.holder),
  salt: saltWord(certificate.salt),
});

export const certificateWords = (certificate: Certificate) => ({ ...certificateOf(certificate), scheme });

/** What is signed. */
export const certificateWord = (place: Place, certificate: Certificate): store.Digest =>
  certificateDigest(place, certificateOf(certificate));

export const signatureOf = (place: Place, certificate: Certificate, signer: Account): string =>
  fundedSigner(signer).signingKey.sign(certificateWord(place, certificate)).serialized;
