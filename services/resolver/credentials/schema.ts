/** What is asked of credentials, and what their addresses are made of. */
import { z } from "zod";
import { claimKinds } from "../../credentials/claim.js";
import { purposes } from "../../credentials/statusList.js";
import { schemes } from "../../identifiers/index.js";
import {
  addressSchema,
  hashSchema,
  toBatchId,
  toGrantId,
  toNamespaceId,
  toRecordId,
  toSealedId,
  toTwinId,
} from "../../ledger/hex.js";
import { saltSchema } from "../../ledger/sealedContent.js";
import { memberIn } from "./memberName.js";

const example = "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8";
const id = hashSchema.meta({ description: "Its id on the ledger.", example });
const named = <const Kind extends string, Id>(kind: Kind, to: (text: string) => Id) =>
  z.strictObject({ kind: z.literal(kind), id: id.transform(to) });

const record = named("record", toRecordId);
const sealed = named("sealed", toSealedId);

export const ownershipRequestSchema = z
  .discriminatedUnion("kind", [
    record,
    sealed,
    named("twin", toTwinId),
    named("namespace", toNamespaceId),
    named("batch", toBatchId),
  ])
  .meta({ id: "OwnershipCredentialRequest" });

export const registrationRequestSchema = z
  .discriminatedUnion("kind", [
    record,
    sealed,
    z.strictObject({
      kind: z.literal("identifier"),
      identifier: z.string().min(1).max(8192).meta({
        description: "An identifier, as for `/v1/resolve`: one with a record, or a member of a batch.",
        example: "01/09506000134352/21/42",
      }),
      scheme: z.enum(schemes).optional(),
    }),
  ])
  .meta({ id: "RegistrationCredentialRequest" });
const registeredTokenSchema = z.discriminatedUnion("kind", [record, sealed]);

export const rightRequestSchema = z
  .strictObject({
    grant: hashSchema.transform(toGrantId).meta({ description: "Id of the grant.", example }),
    opening: z
      .strictObject({
        party: addressSchema.meta({ description: "The grantee." }),
        salt: saltSchema.meta({ description: "With which its commitment was made." }),
      })
      .optional()
      .meta({
        description:
          "Whom a blinded grant is for, and its salt; from its grantee or grantor. Not needed where the vault has both.",
      }),
  })
  .meta({ id: "RightCredentialRequest" });

/** What the status of a claim is looked up by. */
export const statusReferenceSchema = z.union([
  z
    .strictObject({ claim: z.literal("ownership"), kind: z.string(), id: z.string() })
    .transform(({ claim, ...token }) => ({ claim, token }))
    .pipe(z.object({ claim: z.literal("ownership"), token: ownershipRequestSchema })),
  z
    .strictObject({ claim: z.literal("registration"), kind: z.string(), id: z.string() })
    .transform(({ claim, ...token }) => ({ claim, token }))
    .pipe(z.object({ claim: z.literal("registration"), token: registeredTokenSchema })),
  z
    .strictObject({
      claim: z.literal("registration"),
      kind: z.literal("member"),
      id: z.string().transform((text, context) => {
        const member = memberIn(text);
        if (member !== null) return member;
        context.addIssue("not a member of a batch");
        return z.NEVER;
      }),
    })
    .transform(({ claim, id: member }) => ({ claim, member })),
  z
    .strictObject({ claim: z.literal("right"), kind: z.literal("grant"), id })
    .transform(({ claim, id: grant }) => ({ claim, grant: toGrantId(grant) })),
]);
export type StatusReference = z.infer<typeof statusReferenceSchema>;

export const statusParameters = z.object({
  claim: z.enum(claimKinds),
  kind: z.string().meta({ description: "Kind of the thing; `grant` of a right.", example: "record" }),
  id: z.string().max(200).meta({
    description: "Its id; of a member of a batch that of its record, the batch and the place.",
    example,
  }),
  fact: hashSchema.meta({ description: "SHA-256 of what the credential claims for good.", example }),
  purpose: z.enum(purposes),
});
