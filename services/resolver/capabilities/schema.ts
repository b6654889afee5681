/** What is asked and answered of capabilities. */
import { z } from "zod";
import { dataQuestionFields, decisionSchema, policiesField } from "../decisions/schema.js";
import { asOfSchema, seconds } from "../v1/schema.js";

export const capabilityRequestSchema = z
  .strictObject({
    ...dataQuestionFields,
    audience: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .meta({
        description: "Public address of the data provider that it is for: nobody else takes it.",
        example: "https://data.example.com",
      }),
    policies: policiesField,
  })
  .meta({ id: "CapabilityRequest" });

export const capabilityAnswerSchema = z
  .strictObject({
    token: z.string().meta({
      description: "Token (JWS) for the provider's Authorization header, after Bearer.",
      example: "eyJhbGciOiJFUzI1NiIs…",
    }),
    expires: seconds("First second at which it is no longer good."),
    decision: decisionSchema
      .omit({ explanation: true })
      .meta({ description: "The decision that it rests on." }),
    asOf: asOfSchema,
  })
  .meta({ id: "Capability" });
export type CapabilityAnswer = z.infer<typeof capabilityAnswerSchema>;
