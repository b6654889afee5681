/** What the Handle HTTP API answers. */
import { z } from "zod";
import { responseCodes } from "./errorForm.js";

const valueSchema = z
  .strictObject({
    index: z.number().int().positive().meta({ description: "Unique within the handle.", example: 1 }),
    type: z.string().meta({ description: "Type of the value.", example: "URL" }),
    data: z.strictObject({
      format: z.literal("string"),
      value: z.string().meta({ example: "https://example.com/part-1" }),
    }),
    ttl: z.number().int().meta({ description: "Seconds for which it may be kept unasked.", example: 0 }),
    timestamp: z
      .string()
      .meta({ description: "When the record last changed.", example: "2026-01-01T00:00:00Z" }),
  })
  .meta({ id: "HandleValue" });

const handle = z
  .string()
  .meta({ description: "The handle as it was asked for.", example: "88.101.0042/part-1" });

export const handleSchema = z
  .strictObject({
    responseCode: z.union([z.literal(responseCodes.success), z.literal(responseCodes.valuesNotFound)]).meta({
      description: "1: the values; 200: the handle is there, and has none of those that were asked for.",
      example: 1,
    }),
    handle,
    values: z.array(valueSchema).meta({ description: "In the order of their indexes." }),
  })
  .meta({ id: "Handle" });

export const handleErrorSchema = z
  .strictObject({
    responseCode: z.number().int().meta({
      description: "2: an error; 100: no such handle; 102: not a handle.",
      example: responseCodes.handleNotFound,
    }),
    handle: handle.optional(),
    message: z.string().meta({ description: "What is wrong this time." }),
  })
  .meta({ id: "HandleError" });
