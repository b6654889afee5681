/** What the AAS interfaces answer (IDTA-01002, 3.1; names and limits as in its OpenAPI documents). */
import { z } from "zod";
import { externalReferenceSchema } from "../../ledger/externalSubject.js";

const text = (most: number) => z.string().min(1).max(most);
const identifier = text(2048);

const keySchema = z.strictObject({
  type: text(64).meta({ example: "GlobalReference" }),
  value: text(2048).meta({ example: "https://admin-shell.io/idta/nameplate/3/0/Nameplate" }),
});

const referenceSchema = z
  .strictObject({
    type: z.enum(["ExternalReference", "ModelReference"]),
    keys: z.array(keySchema).min(1).readonly(),
  })
  .meta({ id: "AasReference" });

const languageText = z.strictObject({
  language: text(64).meta({ example: "en" }),
  text: text(1023).meta({ example: "Pump" }),
});

export const endpointSchema = z
  .strictObject({
    interface: text(128).meta({ description: "Name and version of the interface.", example: "SUBMODEL-3.0" }),
    protocolInformation: z.strictObject({
      href: text(2048).meta({ example: "https://example.com/submodels/bmFtZXBsYXRl" }),
      endpointProtocol: text(128).optional().meta({ example: "HTTP" }),
      endpointProtocolVersion: z.array(text(128)).min(1).readonly().optional(),
      subprotocol: text(128).optional().meta({ example: "DSP" }),
      subprotocolBody: text(2048).optional().meta({ example: "id=123;dspEndpoint=https://example.com" }),
      subprotocolBodyEncoding: text(128).optional().meta({ example: "plain" }),
      securityAttributes: z
        .array(
          z.strictObject({
            type: z.enum(["NONE", "RFC_TLSA", "W3C_DID"]).or(z.string()),
            key: z.string().meta({ example: "NONE" }),
            value: z.string().meta({ example: "NONE" }),
          }),
        )
        .min(1)
        .readonly()
        .optional(),
    }),
  })
  .meta({ id: "AasEndpoint" });

const common = {
  id: identifier.meta({ example: "https://example.com/aas/4711" }),
  idShort: text(128).optional().meta({ example: "Pump4711" }),
  displayName: z.array(languageText).min(1).readonly().optional(),
  description: z.array(languageText).min(1).readonly().optional(),
  administration: z
    .strictObject({
      version: text(4).optional().meta({ example: "1" }),
      revision: text(4).optional().meta({ example: "0" }),
      templateId: identifier.optional().meta({ example: "https://example.com/template" }),
    })
    .optional(),
};

export const submodelDescriptorSchema = z
  .strictObject({
    ...common,
    semanticId: referenceSchema.optional(),
    supplementalSemanticIds: z.array(referenceSchema).min(1).readonly().optional(),
    endpoints: z.array(endpointSchema).min(1).readonly(),
  })
  .meta({ id: "SubmodelDescriptor" });

export const specificAssetIdSchema = z
  .strictObject({
    name: text(64).meta({ example: "serialNumber" }),
    value: identifier.meta({ example: "4711" }),
    externalSubjectId: externalReferenceSchema.optional().meta({
      description:
        "For whom alone it is meant, by DID or business partner number: nobody else is shown the asset id. Everybody is, where it is left " +
        "out or is `PUBLIC_READABLE`.",
    }),
  })
  .meta({ id: "SpecificAssetId" });

export const assetKinds = ["Instance", "NotApplicable", "Role", "Type"] as const;

/**
 * Clients over aas-core, BaSyx's SDK among them, send the kind that they have read as the number of their own enumeration. Of those, 0
 * and 1 are the same in all its versions; from 2 on, they differ between metamodel 3.0 and 3.1.
 */
const kindsByNumber: Readonly<Record<number, unknown>> = { 0: "Type", 1: "Instance" };
const namedKind = (kind: unknown): unknown =>
  typeof kind === "number" ? (kindsByNumber[kind] ?? kind) : kind;

export const shellDescriptorSchema = z
  .strictObject({
    ...common,
    assetKind: z.preprocess(namedKind, z.enum(assetKinds)).optional(),
    assetType: identifier.optional().meta({ example: "https://example.com/types/p-200" }),
    globalAssetId: identifier.optional().meta({ example: "https://example.com/assets/4711" }),
    specificAssetIds: z.array(specificAssetIdSchema).readonly().optional(),
    endpoints: z.array(endpointSchema).min(1).readonly().optional(),
    submodelDescriptors: z.array(submodelDescriptorSchema).readonly().optional(),
  })
  .meta({ id: "AssetAdministrationShellDescriptor" });

export type ShellDescriptor = z.infer<typeof shellDescriptorSchema>;
export type SubmodelDescriptor = z.infer<typeof submodelDescriptorSchema>;
export type SpecificAssetId = z.infer<typeof specificAssetIdSchema>;

/** A page of a list. */
export function pageSchema<Item extends z.ZodType>(item: Item, id: string) {
  return z
    .strictObject({
      paging_metadata: z.strictObject({
        cursor: z
          .string()
          .optional()
          .meta({ description: "Of the page after this one; left out on the last.", example: "LjEwMC4xMDA" }),
      }),
      result: z
        .array(item)
        .meta({ description: "The items; there may be fewer than wanted, and more after." }),
    })
    .meta({ id });
}

export const resultSchema = z
  .strictObject({
    messages: z.array(
      z.strictObject({
        code: text(32).meta({ description: "Stable code for programs.", example: "RESOLVER_UNKNOWN_SHELL" }),
        correlationId: text(128).meta({
          description: "The request's id, as in `X-Request-Id`.",
          example: "0b4e6a1e-6c2f-4b1a-9d3e-5f6a7b8c9d0e",
        }),
        messageType: z.enum(["Undefined", "Info", "Warning", "Error", "Exception"]),
        text: z.string().meta({ description: "What is wrong this time, and what to do about it." }),
        timestamp: z.iso.datetime().meta({ example: "2026-01-01T00:00:00.000Z" }),
      }),
    ),
  })
  .meta({ id: "AasResult" });

export type ResultMessage = z.infer<typeof resultSchema>["messages"][number];

export function resultContent(description: string) {
  return { description, content: { "application/json": { schema: resultSchema } } };
}
