/**
 * What `/v1/twins/{id}` and its lists answer, as schemas: the types of the code that makes the answers, the OpenAPI document,
 * and the oracle of the tests are all these.
 */
import { z } from "zod";
import { twinStates, twinUses } from "../../store/model.js";
import { provenFields } from "../proofs/schema.js";
import {
  address,
  asOfSchema,
  freezeSchema,
  licenceSchema,
  partySchema,
  provenanceSchema,
  twinSchema,
  twinVersionSchema,
  word,
} from "./schema.js";

const basisPoints = (description: string) =>
  z
    .number()
    .int()
    .meta({ description: `${description} Basis points: 10,000 are the whole.`, example: 500 });

/** A twin as another one names it. */
const twinReferenceSchema = z
  .strictObject({
    id: word("Twin id."),
    kind: z.enum(["type", "instance"]),
    name: z.string().meta({ example: "Drive motor DM3000" }),
    state: z.enum(twinStates),
    owner: partySchema,
  })
  .meta({ id: "TwinReference" });

const parentSchema = z
  .strictObject({
    relation: z.enum(["instance-of", "derived-from"]).meta({
      description: "An instance is an instance of its type; everything else is derived from its parent.",
    }),
    licence: word("SHA-256 of the licence terms that the twin took.").nullable().meta({
      description: "Null where the parent had none. Terms that the parent attached later change nothing.",
    }),
    twin: twinReferenceSchema,
  })
  .meta({ id: "TwinParent" });

const permissionSchema = z
  .strictObject({
    use: z.enum(twinUses).meta({
      description: "`derive`: name it as a parent. `compose`: list it as a component.",
    }),
    party: partySchema.nullable().meta({ description: "Null: everyone." }),
    given: provenanceSchema,
  })
  .meta({ id: "TwinPermission" });

export const twinDetailsSchema = z
  .strictObject({
    twin: twinSchema,
    timesHandedOver: z.number().int().meta({ example: 0 }),
    authors: z
      .array(z.strictObject({ party: partySchema, share: basisPoints("Share of the authorship.") }))
      .meta({ description: "The minting author first; it named the others, who did not sign." }),
    royalty: z
      .strictObject({
        share: basisPoints("Of the price, as ERC-2981 tells a market."),
        receiver: address.nullable().meta({
          description: "Null: whoever controls the author at the time of the sale.",
        }),
      })
      .nullable()
      .meta({ description: "Null for none." }),
    lineage: z.strictObject({
      depth: z
        .number()
        .int()
        .meta({ description: "Longest way to an ancestor without parents.", example: 1 }),
      closedToDerivation: z.boolean().meta({
        description: "Nothing may be derived from it, nor from its instances.",
      }),
      parents: z.array(parentSchema),
    }),
    freezes: z.array(freezeSchema).meta({ description: "Freezes of the twin and of its owner." }),
    ...provenFields,
    asOf: asOfSchema,
  })
  .meta({ id: "TwinDetails", description: "All that the ledger says of a twin, its lists apart." });

const next = z.string().nullable().meta({ description: "`after` of the next page; null on the last." });
const page = <Item extends z.ZodType>(id: string, item: Item) =>
  z.strictObject({ items: z.array(item), next, asOf: asOfSchema }).meta({ id });

const componentSchema = z
  .strictObject({
    quantity: z.number().int().meta({ example: 4 }),
    listed: provenanceSchema,
    twin: twinReferenceSchema,
  })
  .meta({ id: "Component", description: "A line of a bill of material, seen from one of its ends." });

/** By the last segment of the list's path. */
export const twinListSchemas = {
  versions: page("TwinVersions", twinVersionSchema),
  licences: page("TwinLicences", licenceSchema),
  permissions: page("TwinPermissions", permissionSchema),
  children: page("TwinChildren", twinReferenceSchema),
  components: page("TwinComponents", componentSchema),
  assemblies: page("TwinAssemblies", componentSchema),
} as const;

export type TwinListName = keyof typeof twinListSchemas;
export type TwinListView<Name extends TwinListName> = z.infer<(typeof twinListSchemas)[Name]>;
export type TwinReferenceView = z.infer<typeof twinReferenceSchema>;
export type TwinDetailsView = z.infer<typeof twinDetailsSchema>;
export type ComponentView = z.infer<typeof componentSchema>;
