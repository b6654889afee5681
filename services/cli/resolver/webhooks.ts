/** A party's webhooks at a resolver. */
import { z } from "zod";
import { addressSchema } from "../../ledger/hex.js";
import type { Asker } from "./asker.js";
import { askAs } from "./client.js";

const webhookSchema = z.looseObject({
  id: z.string(),
  party: addressSchema,
  url: z.string(),
  filter: z.record(z.string(), z.string()),
  finality: z.string(),
  state: z.enum(["active", "retrying", "ended"]),
  after: z.string(),
  nextAttempt: z.number().int().nullable(),
});
export type Webhook = z.infer<typeof webhookSchema>;

const createdSchema = z.looseObject({ webhook: webhookSchema, secret: z.string() });
const listSchema = z.looseObject({ webhooks: z.array(webhookSchema) });
const deliverySchema = z.looseObject({
  number: z.number().int(),
  message: z.string(),
  state: z.enum(["pending", "delivered", "dead"]),
  attempts: z.array(
    z.looseObject({
      at: z.number().int(),
      status: z.number().int().nullable(),
      error: z.string().nullable(),
    }),
  ),
});
export type WebhookDelivery = z.infer<typeof deliverySchema>;
const deliveriesSchema = z.looseObject({
  items: z.array(deliverySchema),
  next: z.number().int().nullable(),
});

export interface NewWebhook {
  readonly url: string;
  readonly filter: Readonly<Record<string, string>>;
  readonly finality: "final" | "provisional";
  readonly after?: string | undefined;
}

const path = "v1/webhooks";

/** Each of these throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_NOT_AUTHORISED`, `CLI_RESOLVER_MALFORMED`. */
export const addWebhook = (resolverUrl: string, asker: Asker, webhook: NewWebhook) =>
  askAs(resolverUrl, { method: "POST", path, value: webhook }, asker, createdSchema);

export const listWebhooks = async (resolverUrl: string, asker: Asker): Promise<readonly Webhook[]> =>
  (await askAs(resolverUrl, { method: "GET", path }, asker, listSchema)).webhooks;

export const removeWebhook = (resolverUrl: string, asker: Asker, id: string): Promise<null> =>
  askAs(resolverUrl, { method: "DELETE", path: `${path}/${id}` }, asker, z.null());

/** @param before Number of the delivery before which the page ends; null for the last ones. */
export const readDeliveries = (resolverUrl: string, asker: Asker, id: string, before: string | null) =>
  askAs(
    resolverUrl,
    { method: "GET", path: `${path}/${id}/deliveries${before === null ? "" : `?before=${before}`}` },
    asker,
    deliveriesSchema,
  );

export const redeliver = (resolverUrl: string, asker: Asker, id: string, number: string) =>
  askAs(
    resolverUrl,
    { method: "POST", path: `${path}/${id}/deliveries/${number}/redeliver` },
    asker,
    deliverySchema,
  );
