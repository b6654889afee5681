/** Webhooks in the form of the API. */
import { z } from "zod";
import { address, seconds } from "../v1/schema.js";
import { filterSchema } from "./subscription.js";

export const newWebhookSchema = z
  .strictObject({
    url: z.string().max(2_048).meta({
      description: "Where messages are sent: https, without credentials and fragment.",
      example: "https://erp.example.com/cadastre",
    }),
    filter: filterSchema.default({}).meta({ description: "Which events: the parameters of `/v1/feed`." }),
    finality: z.enum(["final", "provisional"]).default("provisional").meta({
      description: "`final`: only what no reorganisation can take back, and so later.",
    }),
    after: z.string().max(40).optional().meta({
      description: "Begin after an event or a block, as with `/v1/feed`; from now on where left out.",
      example: "0",
    }),
  })
  .meta({ id: "NewWebhook" });

export const webhookSchema = z
  .strictObject({
    id: z.string().meta({ example: "5f0c2a7be91d4c3388a1f0d2" }),
    party: address,
    url: z.string().meta({ description: "Where messages are sent." }),
    filter: z.record(z.string(), z.string()).meta({ description: "Which events, as it was given." }),
    finality: z.enum(["final", "provisional"]),
    created: seconds("When it was made."),
    state: z.enum(["active", "retrying", "ended"]).meta({
      description:
        "`retrying`: a message was not taken yet. `ended`: the receiver answered 410, or its place in the feed is no longer known.",
    }),
    after: z.string().meta({ description: "Id of the last event that was told, given up or passed over." }),
    nextAttempt: seconds("Of a message that was not taken yet; null for none.").nullable(),
  })
  .meta({ id: "Webhook" });
export type WebhookView = z.infer<typeof webhookSchema>;

export const createdWebhookSchema = z
  .strictObject({
    webhook: webhookSchema,
    secret: z.string().meta({
      description: "What the receiver checks messages with (Standard Webhooks). Told this once.",
      example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw…",
    }),
  })
  .meta({ id: "CreatedWebhook" });

export const webhooksSchema = z.strictObject({ webhooks: z.array(webhookSchema) }).meta({ id: "Webhooks" });

export const deliveryViewSchema = z
  .strictObject({
    number: z.number().int().meta({ description: "Rises by one from message to message.", example: 41 }),
    message: z.string().meta({ description: "Its `webhook-id`.", example: "118-9f86d081884c7d65-3" }),
    state: z.enum(["pending", "delivered", "dead"]).meta({
      description: "`dead`: given up; it can be sent again.",
    }),
    attempts: z
      .array(
        z.strictObject({
          at: seconds("When."),
          status: z.number().int().nullable().meta({ description: "Of the answer; null for none." }),
          error: z
            .string()
            .nullable()
            .meta({ description: "Why there was no answer; null where there was one." }),
        }),
      )
      .meta({ description: "The last ten." }),
    body: z.unknown().meta({ description: "What was sent." }),
  })
  .meta({ id: "WebhookDelivery" });
export type DeliveryView = z.infer<typeof deliveryViewSchema>;

export const deliveriesSchema = z
  .strictObject({
    items: z.array(deliveryViewSchema).meta({ description: "The last one first." }),
    next: z.number().int().nullable().meta({ description: "`before` of the next page; null on the last." }),
  })
  .meta({ id: "WebhookDeliveries" });
