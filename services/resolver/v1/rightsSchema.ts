/**
 * What the routes on rights answer, as schemas: the types of the code that makes the answers, the OpenAPI document, and the
 * oracle of the tests are all these. A blinded grantee is never more than its commitment, but to itself and the grantor.
 */
import { z } from "zod";
import { grantActions, proposalStatuses } from "../../store/model.js";
import {
  address,
  asOfSchema,
  assetSchema,
  granteeFields,
  groupRefSchema,
  partySchema,
  placingSchema,
  provenanceSchema,
  rightSchema,
  seconds,
  termsSchema,
  word,
} from "./schema.js";

export const count = (description: string) =>
  z.string().meta({ description: `${description} Decimal digits, of any length.`, example: "1000" });

const scope = z
  .string()
  .meta({ description: "Name of the data set or submodel; empty for all data.", example: "" });

export const standings = ["holds", "pending", "not-yet", "frozen", "ended", "revoked", "void"] as const;

const grantSchema = rightSchema
  .extend({
    standing: z.enum(standings).meta({
      description:
        "`pending`: waits for the grantee's acceptance. `void`: the asset changed hands since, it or a party is not active, " +
        "or what it is a sub-licence of does not hold.",
    }),
    grantor: partySchema,
    sequence: z.number().int().meta({ description: "How often it was given.", example: 1 }),
    granted: provenanceSchema,
    acceptedAt: provenanceSchema.nullable(),
    released: provenanceSchema.nullable().meta({
      description: "When the grantee gave it up, or agreed that the grantor may end it.",
    }),
    revocation: z
      .strictObject({ reason: z.string().meta({ example: "contract ended" }), revoked: provenanceSchema })
      .nullable()
      .meta({ description: "`until` says when it ends, or ended." }),
  })
  .meta({ id: "Grant", description: "A data-sharing grant, whether it holds or not." });

const proposalSchema = z
  .strictObject({
    id: word("Proposal id."),
    asset: assetSchema,
    scope,
    ...granteeFields,
    actions: z
      .array(z.enum(grantActions))
      .meta({ description: "None: the agreement is to end.", example: ["read"] }),
    from: seconds("First second at which the right holds.").nullable(),
    until: seconds("First second at which it no longer holds.").nullable(),
    survivesSale: z.boolean(),
    terms: termsSchema.nullable(),
    price: z
      .strictObject({
        amount: count("In units of ten to the power of minus `decimals`."),
        decimals: z.number().int().meta({ example: 2 }),
        currency: z.string().meta({ example: "EUR" }),
      })
      .nullable()
      .meta({ description: "For the record only." }),
    agreement: word("The offer at which its chain of amendments begins."),
    previous: word("What it amends.").nullable().meta({ description: "Null for an offer." }),
    expiry: seconds("First second at which it can no longer be accepted.").nullable(),
    status: z.enum(proposalStatuses),
    version: z.number().int().meta({
      description: "1 for an agreement as it was offered, one more for each amendment; 0 before acceptance.",
    }),
    by: z.enum(["owner", "grantee"]).meta({ description: "Which side made it." }),
    proposer: partySchema,
    grant: word("The right that it made.").nullable(),
    acceptance: word("SHA-256 of a blinded grantee's signature.").nullable(),
    proposed: provenanceSchema,
    settled: provenanceSchema.nullable().meta({ description: "When it was accepted or withdrawn." }),
  })
  .meta({ id: "RightProposal", description: "An offer of a right, or an amendment of an agreement." });

const quotaSchema = z
  .strictObject({
    id: word("Quota id: the units' ERC-6909 id."),
    asset: assetSchema,
    scope,
    unit: z.string().meta({ description: "What is counted.", example: "call" }),
    until: seconds("First second at which units can no longer be used.").nullable(),
    survivesSale: z.boolean(),
    terms: termsSchema.nullable(),
    issued: count("Units ever issued."),
    consumed: count("Units used up; parties hold the rest."),
    uses: z.number().int().meta({ description: "How often units were used." }),
    opened: provenanceSchema,
  })
  .meta({ id: "Quota", description: "Tradable units of metered use." });

const page = <Item extends z.ZodType>(id: string, item: Item) =>
  z
    .strictObject({
      items: z.array(item),
      next: z.string().nullable().meta({ description: "Cursor of the page after this one." }),
      asOf: asOfSchema,
    })
    .meta({ id });

export const assetListSchemas = {
  rights: page("Grants", grantSchema),
  offers: page("RightProposals", proposalSchema),
  quotas: page("Quotas", quotaSchema),
} as const;

export const groupSchema = z
  .strictObject({
    group: groupRefSchema,
    size: z.number().int().meta({ description: "How many members it has." }),
    created: provenanceSchema,
    members: z.array(z.strictObject({ party: partySchema, added: provenanceSchema })),
    next: z.string().nullable().meta({ description: "Cursor of the page of members after this one." }),
    asOf: asOfSchema,
  })
  .meta({ id: "Group" });

export const quotaDetailsSchema = z
  .strictObject({
    quota: quotaSchema,
    holders: z.array(z.strictObject({ party: partySchema, units: count("Units that it holds.") })),
    next: z.string().nullable().meta({ description: "Cursor of the page of holders after this one." }),
    asOf: asOfSchema,
  })
  .meta({ id: "QuotaDetails" });

export const quotaUsesSchema = page(
  "QuotaUses",
  z
    .strictObject({
      holder: partySchema,
      units: count("Units used."),
      evidence: word("SHA-256 of what shows the use."),
      consumed: provenanceSchema,
    })
    .meta({ id: "QuotaUse" }),
);

export const allowancesSchema = page(
  "Allowances",
  z
    .strictObject({
      holder: partySchema,
      spender: address.meta({ description: "Account that may move and use the holder's units." }),
      units: count("Units that are left to it.").nullable().meta({ description: "Null: without limit." }),
      given: placingSchema,
    })
    .meta({ id: "Allowance" }),
);

export type AssetListName = keyof typeof assetListSchemas;
export type AssetListView<Name extends AssetListName> = z.infer<(typeof assetListSchemas)[Name]>;
export type GrantView = z.infer<typeof grantSchema>;
export type ProposalView = z.infer<typeof proposalSchema>;
export type QuotaView = z.infer<typeof quotaSchema>;
export type GroupView = z.infer<typeof groupSchema>;
export type QuotaDetailsView = z.infer<typeof quotaDetailsSchema>;
export type QuotaUsesView = z.infer<typeof quotaUsesSchema>;
export type AllowancesView = z.infer<typeof allowancesSchema>;
