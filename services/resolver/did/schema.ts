/** What the DID interface answers. */
import { z } from "zod";
import { didErrorType } from "./errorForm.js";

const did = z.string().meta({ example: "did:ethr:0x7a69:0x70997970c51812dc3a010c7d01b50e0d17dc79c8" });

export const didDocumentSchema = z
  .looseObject({
    "@context": z.array(z.string()).optional().meta({ description: "Not in `application/did+json`." }),
    id: did,
    alsoKnownAs: z.array(z.string()).optional().meta({ description: "Other URIs of the same." }),
    controller: did.optional(),
    verificationMethod: z
      .array(z.looseObject({ id: z.string(), type: z.string(), controller: z.string() }))
      .optional()
      .meta({ description: "Keys and accounts; what each may be used for, the arrays beside it say." }),
    service: z
      .array(z.looseObject({ id: z.string(), type: z.string(), serviceEndpoint: z.unknown() }))
      .optional()
      .meta({ description: "Where to reach it, or what it is about." }),
  })
  .meta({ id: "DidDocument", description: "DID Core, section 5." });

export const didErrorSchema = z
  .strictObject({
    type: z.string().meta({ example: didErrorType("NOT_FOUND") }),
    title: z.string().meta({ example: "Not found" }),
    status: z.number().int().meta({ example: 404 }),
    detail: z.string().meta({ description: "What is wrong this time." }),
  })
  .meta({ id: "DidError", description: "RFC 9457 object with one of the standard's types." });

const asOf = z
  .strictObject({
    number: z.number().int().meta({ description: "Block up to which the answer holds.", example: 120 }),
    hash: z.string().meta({ description: "Hash of that block." }),
    time: z.number().int().meta({ description: "Its time, Unix seconds.", example: 1767225600 }),
  })
  .optional();

const processSchema = z.strictObject({
  contentType: z
    .string()
    .optional()
    .meta({ description: "Media type of the document.", example: "application/did" }),
  asOf,
  error: didErrorSchema.optional(),
});

const metadataSchema = z.strictObject({
  deactivated: z.literal(true).optional().meta({ description: "Only where it is." }),
  created: z.string().optional().meta({
    description: "When the party, record or twin that the document is of was registered.",
    example: "2026-01-01T00:00:00Z",
  }),
  versionId: z.string().optional().meta({
    description: "Block of the last change of anything that the document is made of.",
    example: "118",
  }),
  updated: z.string().optional().meta({ description: "Time of it.", example: "2026-01-01T00:00:00Z" }),
  nextVersionId: z.string().optional().meta({
    description: "Block of the next change; left out for the last version.",
    example: "130",
  }),
  nextUpdate: z.string().optional().meta({ description: "Time of it.", example: "2026-01-02T00:00:00Z" }),
});

export const didResolutionSchema = z
  .strictObject({
    didDocument: didDocumentSchema.nullable(),
    didResolutionMetadata: processSchema,
    didDocumentMetadata: metadataSchema,
  })
  .meta({ id: "DidResolution" });

export const didDereferencingSchema = z
  .strictObject({
    dereferencingMetadata: processSchema,
    contentStream: z
      .looseObject({})
      .nullable()
      .meta({ description: "A document, or the part of one that a fragment names." }),
    contentMetadata: metadataSchema,
  })
  .meta({ id: "DidDereferencing" });
