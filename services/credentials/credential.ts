/**
 * The credentials that a resolver issues, in the W3C's Verifiable Credentials Data Model 2.0: whose a thing is, that an
 * identifier is registered, that somebody has a right to data. Each names where its issuer says whether it still holds.
 */
import { z } from "zod";
import { baseContext, contextUrl } from "./context.js";
import { dateTime } from "./dateTime.js";
import { entriesAt, statusEntrySchema } from "./statusList.js";
import { ownershipSubjectSchema, registrationSubjectSchema, rightSubjectSchema } from "./subjects.js";
import { credentialTypes } from "./types.js";

/** Days for which a credential is good at most: so long its issuer's key must be kept, at least. */
export const mostDays = 366;

const common = {
  "@context": z.tuple([z.literal(baseContext), z.url()]),
  id: z.string().startsWith("urn:uuid:"),
  issuer: z.string().startsWith("did:"),
  validFrom: z.iso.datetime(),
  validUntil: z.iso.datetime(),
  credentialStatus: z.array(statusEntrySchema).min(1),
};
const type = <const Type extends string>(name: Type) =>
  z.tuple([z.literal("VerifiableCredential"), z.literal(name)]);

export const credentialSchema = z.union([
  z.strictObject({
    ...common,
    type: type(credentialTypes.ownership),
    credentialSubject: ownershipSubjectSchema,
  }),
  z.strictObject({
    ...common,
    type: type(credentialTypes.registration),
    credentialSubject: registrationSubjectSchema,
  }),
  z.strictObject({ ...common, type: type(credentialTypes.right), credentialSubject: rightSubjectSchema }),
]);
export type Credential = z.infer<typeof credentialSchema>;

/** Type and subject, which go together. */
export type Said = Pick<Credential, "type" | "credentialSubject">;

export interface Issuance {
  readonly id: `urn:uuid:${string}`;
  /** DID of the issuer, and its public address. */
  readonly issuer: string;
  readonly baseUrl: string;
  /** Unix seconds. */
  readonly from: number;
  readonly until: number;
  /** Address at which the status of what is claimed is, without the purpose. */
  readonly status: string;
}

export function credentialOf(said: Said, { id, issuer, baseUrl, from, until, status }: Issuance): Credential {
  return credentialSchema.parse({
    "@context": [baseContext, contextUrl(baseUrl)],
    id,
    type: said.type,
    issuer,
    validFrom: dateTime(from),
    validUntil: dateTime(until),
    credentialStatus: entriesAt(status),
    credentialSubject: said.credentialSubject,
  });
}
