/** Asking an issuer whether a credential still holds. */
import { bitAt } from "./bitstring.js";
import type { Credential } from "./credential.js";
import { CredentialError } from "./errors.js";
import type { IssuerDocument } from "./issuerDocument.js";
import { reasonWords } from "./standing.js";
import type { StatusEntry, StatusList } from "./statusList.js";
import { verifyStatusList } from "./verify.js";

/** Fetches the list at an address, a JWS. */
export type FetchList = (url: string) => Promise<string>;

/** Block of which the status is, as its issuer says. */
export type StatusMoment = StatusList["credentialSubject"]["asOf"];

/**
 * Sees by all lists that the credential names that it holds.
 *
 * @returns The earliest of the blocks of which that is.
 * @throws CredentialError CREDENTIAL_ENDED, CREDENTIAL_SUSPENDED where it does not; CREDENTIAL_STATUS_UNAVAILABLE where the
 * issuer does not say, or says it of something else; what `fetchList` throws.
 */
export async function checkStatus(
  { credentialStatus }: Credential,
  document: IssuerDocument,
  fetchList: FetchList,
  now: number,
): Promise<StatusMoment> {
  const read = async (entry: StatusEntry) => ({ entry, list: await listOf(entry, document, fetchList, now) });
  const found = await Promise.all(credentialStatus.map(read));
  for (const { entry, list } of found) requireUnset(entry, list);
  const [first, ...others] = found.map(({ list }) => list.credentialSubject.asOf);
  if (first === undefined) throw unavailable("it names none");
  return others.reduce((earliest, one) => (one.number < earliest.number ? one : earliest), first);
}

async function listOf(
  { statusPurpose, statusListCredential }: StatusEntry,
  document: IssuerDocument,
  fetchList: FetchList,
  now: number,
): Promise<StatusList> {
  const token = await fetchList(statusListCredential);
  try {
    const list = await verifyStatusList(token, document, now);
    // Of the same issuer for another purpose, or of another fact.
    if (list.id !== statusListCredential || list.credentialSubject.statusPurpose !== statusPurpose)
      throw unavailable("the list is of something else");
    return list;
  } catch (cause) {
    if (cause instanceof CredentialError && cause.code === "CREDENTIAL_STATUS_UNAVAILABLE") throw cause;
    throw unavailable("the list is not the issuer's, or not of now", cause);
  }
}

function requireUnset(
  { statusPurpose, statusListIndex }: StatusEntry,
  { credentialSubject }: StatusList,
): void {
  const { encodedList, reason, asOf } = credentialSubject;
  const bit = bitAt(encodedList, Number(statusListIndex));
  if (bit === null) throw unavailable("the list has no such entry");
  if (!bit) return;
  const why = reason === undefined ? "its issuer says so" : reasonWords(reason);
  const details = { ...(reason === undefined ? {} : { reason }), block: asOf.number };
  if (statusPurpose === "revocation")
    throw new CredentialError("CREDENTIAL_ENDED", `The credential does not hold any more: ${why}.`, {
      hint: "Ask its holder for a new one, if there can be one.",
      details,
    });
  throw new CredentialError("CREDENTIAL_SUSPENDED", `The credential does not hold now: ${why}.`, {
    hint: "It may hold again: ask once more later.",
    details,
  });
}

function unavailable(why: string, cause?: unknown): CredentialError {
  return new CredentialError(
    "CREDENTIAL_STATUS_UNAVAILABLE",
    `Whether the credential still holds cannot be known: ${why}.`,
    {
      hint: "Try again; do not go by a credential whose status cannot be had.",
      cause,
    },
  );
}
