/** What BID resolution answers. */
import { z } from "zod";
import { bidCodes } from "./errors.js";

const bid = z.string().meta({ example: "did:bid:abcd:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2" });

const keySchema = z
  .strictObject({
    id: z.string().meta({ example: "did:bid:abcd:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2#delegate-1" }),
    type: z.enum(["Ed25519", "Secp256k1"]),
    controller: bid,
    publicKeyHex: z.string().meta({ description: "The key in hex, without `0x`." }),
  })
  .meta({ id: "BidKey" });

const attributeSchema = z
  .strictObject({
    key: z
      .string()
      .regex(/^(?:owner|namespace|status|digest|subject|sameAs-[1-9][0-9]*)$/)
      .meta({
        description: "`sameAs-` and a number for each other identifier of the same thing.",
        example: "owner",
      }),
    desc: z.string().meta({ description: "What it says." }),
    encrypt: z.literal(0).meta({ description: "Not encrypted." }),
    format: z.literal("text"),
    value: z.string().meta({ example: "active" }),
  })
  .meta({ id: "BidAttribute" });

const serviceSchema = z
  .strictObject({
    id: z.string().meta({ example: "did:bid:abcd:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2#link-1" }),
    type: z.string().meta({ description: "Relation of the link." }),
    serviceEndpoint: z.string().meta({ example: "https://example.com/part-1" }),
  })
  .meta({ id: "BidService" });

const documentSchema = z
  .strictObject({
    "@context": z.array(z.string()),
    version: z.string().meta({ example: "1.0.0" }),
    id: bid,
    publicKey: z.array(keySchema),
    authentication: z.array(z.string()).meta({ description: "Ids of keys." }),
    extension: z.strictObject({
      ttl: z.number().int().meta({ description: "Seconds for which it may be kept unasked.", example: 0 }),
      attributes: z.array(attributeSchema),
    }),
    service: z.array(serviceSchema),
    created: z.string().meta({ example: "2026-01-01T00:00:00Z" }),
    updated: z.string().meta({ example: "2026-01-01T00:00:00Z" }),
  })
  .meta({ id: "BidDocument" });

const field = { version: z.string().meta({ example: "1.0.0" }), id: bid };

/** An answer with code 0 and that data. */
const answered = <Data extends z.ZodType>(data: Data) =>
  z.strictObject({ errorCode: z.literal(bidCodes.success), message: z.literal("success"), data });

export const bidDocumentSchema = answered(z.strictObject({ didDocument: documentSchema })).meta({
  id: "BidAnswer",
});
export const bidKeysSchema = answered(
  z.strictObject({ ...field, publicKey: z.union([z.array(keySchema), keySchema]) }),
).meta({ id: "BidKeys" });
export const bidAttributesSchema = answered(
  z.strictObject({ ...field, attributes: z.array(attributeSchema) }),
).meta({ id: "BidAttributes" });
export const bidServicesSchema = answered(
  z.strictObject({ ...field, service: z.union([z.array(serviceSchema), serviceSchema]) }),
).meta({ id: "BidServices" });

export const bidErrorSchema = z
  .strictObject({
    errorCode: z.number().int().meta({
      description:
        "2: an error; 3: busy; 4: against the protocol; 5: not supported; 6: not found; 8: no such field; 9: not verified; 10: no such AC number.",
      example: bidCodes.notFound,
    }),
    message: z.string().meta({ description: "What is wrong this time." }),
  })
  .meta({ id: "BidError" });
