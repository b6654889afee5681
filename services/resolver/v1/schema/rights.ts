/** Rights to data: terms, grantees, grants. */

import { z } from "zod";
import { grantActions, granteeKinds } from "../../../store/model.js";
import { partySchema } from "./parties.js";
import { seconds, word } from "./words.js";

export const termsSchema = z
  .strictObject({
    id: word("Id of the terms."),
    policy: word("SHA-256 of the usage policy.").nullable(),
    policyUri: z
      .string()
      .nullable()
      .meta({ description: "Where the usage policy may be read; null for nowhere." }),
    actions: z.array(z.enum(grantActions)).meta({ description: "The most that a grant under them allows." }),
    sublicences: z.number().int().meta({ description: "Levels of sub-licences.", example: 0 }),
    notice: z
      .number()
      .int()
      .meta({ description: "Seconds between a revocation and its effect.", example: 0 }),
    exclusive: z.boolean().meta({ description: "While it holds, the owner grants no other." }),
    irrevocable: z.boolean().meta({ description: "Ended by both sides only." }),
    byAcceptance: z.boolean().meta({ description: "It holds from the grantee's acceptance on." }),
  })
  .meta({ id: "Terms", description: "Terms of use that a grant was given under." });

export const groupRefSchema = z
  .strictObject({
    id: word("Group id."),
    name: z.string().meta({ example: "Service partners" }),
    owner: partySchema,
  })
  .meta({ id: "GroupRef", description: "A group of parties." });

/** Who may; of a blinded grantee no more than the commitment is known. */
export const granteeFields = {
  granteeKind: z.enum(granteeKinds),
  grantee: partySchema.nullable().meta({ description: "Null for a group, and for a blinded grantee." }),
  group: groupRefSchema.nullable(),
  commitment: word("Commitment to a blinded grantee: a hash of the party and a salt.").nullable(),
  opened: z
    .strictObject({ party: partySchema, salt: word("What the commitment is salted with.") })
    .optional()
    .meta({
      description:
        "Whom a blinded grant is for, where this resolver knows it; for the grantee and the grantor alone, left out for all others.",
    }),
};

export const assetSchema = z.strictObject({
  kind: z.enum(["record", "sealed", "twin"]).meta({ description: "`sealed`: a sealed record." }),
  id: word("Id of the record or twin."),
});

export const rightSchema = z
  .strictObject({
    grant: word("Grant id."),
    asset: assetSchema,
    scope: z
      .string()
      .meta({ description: "Name of the data set or submodel; empty for all data.", example: "" }),
    ...granteeFields,
    actions: z.array(z.enum(grantActions)).meta({ example: ["read"] }),
    from: seconds("First second at which it holds.").nullable().meta({ description: "Null: at once." }),
    until: seconds("First second at which it no longer holds.")
      .nullable()
      .meta({ description: "Null: never ends." }),
    survivesSale: z.boolean().meta({ description: "Whether it binds later owners of the asset too." }),
    accepted: z.boolean().meta({ description: "Whether the grantee accepted it on the ledger." }),
    terms: termsSchema.nullable(),
    parent: word("Grant that it is a sub-licence of.").nullable(),
  })
  .meta({ id: "Right", description: "A data-sharing grant that holds." });

export type RightView = z.infer<typeof rightSchema>;
export type TermsView = z.infer<typeof termsSchema>;
export type GroupRefView = z.infer<typeof groupRefSchema>;
export type GranteeView = Pick<RightView, keyof typeof granteeFields>;
