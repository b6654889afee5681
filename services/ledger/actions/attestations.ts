/** Calls of the registry of attestations. */
import type { Address, Digest } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { legalIdDigest, statementKindId } from "../ids.js";
import { type Call, makeCall } from "./call.js";

/** What is stated of a party. */
export type Statement =
  /** Canonical, such as `lei:213800KUD8LAJWSQ9D15`. */
  | { readonly legalId: string }
  /** Name of the kind, and SHA-256 of the statement. */
  | { readonly kind: string; readonly digest: Digest };

/** Name of a statement's kind; that of a legal identifier is what it begins with, colon included. */
export function kindOf(statement: Statement): string {
  return "kind" in statement
    ? statement.kind
    : statement.legalId.slice(0, statement.legalId.indexOf(":") + 1);
}

/** The parts of which the chain makes an attestation's id. */
export function attestationKey(registrar: Address, party: Address, statement: Statement) {
  const digest = "kind" in statement ? statement.digest : legalIdDigest(statement.legalId);
  return { registrar, party, kind: statementKindId(kindOf(statement)), digest };
}

export interface AttestationTerms {
  /** Unix seconds; 0 for no end. */
  readonly until: number;
  /** Empty for none. */
  readonly uri: string;
}

/** Vouches for a statement; the registrar's controller has to send it. */
export function attestParty(
  { contracts }: Deployment,
  registrar: Address,
  party: Address,
  statement: Statement,
  { until, uri }: AttestationTerms,
): Call {
  const what = "kind" in statement ? `${statement.kind} ${statement.digest}` : statement.legalId;
  return makeCall(contracts.attestations, `attest ${what} of ${party}`, () =>
    "kind" in statement
      ? interfaces.attestations.encodeFunctionData("attest", [
          registrar,
          party,
          statement.kind,
          statement.digest,
          until,
          uri,
        ])
      : interfaces.attestations.encodeFunctionData("attestLegalId", [
          registrar,
          party,
          statement.legalId,
          until,
          uri,
        ]),
  );
}

/** Takes an attestation back; the registrar's controller has to send it. */
export function revokeAttestation(
  { contracts }: Deployment,
  registrar: Address,
  party: Address,
  statement: Statement,
  reason: string,
): Call {
  return makeCall(contracts.attestations, `revoke an attestation of ${party}`, () =>
    interfaces.attestations.encodeFunctionData("revokeAttestation", [
      attestationKey(registrar, party, statement),
      reason,
    ]),
  );
}

/** Lets a party attest statements of a kind; role `REGISTRAR_ADMIN`. */
export function accredit({ contracts }: Deployment, registrar: Address, kind: string, until: number): Call {
  return makeCall(contracts.attestations, `accredit ${registrar} for "${kind}"`, () =>
    interfaces.attestations.encodeFunctionData("accredit", [registrar, kind, until]),
  );
}

/** Ends an accreditation and all that was attested under it; role `REGISTRAR_ADMIN`. */
export function withdrawAccreditation(
  { contracts }: Deployment,
  registrar: Address,
  kind: string,
  reason: string,
): Call {
  return makeCall(contracts.attestations, `withdraw the accreditation of ${registrar} for "${kind}"`, () =>
    interfaces.attestations.encodeFunctionData("withdrawAccreditation", [
      registrar,
      statementKindId(kind),
      reason,
    ]),
  );
}
