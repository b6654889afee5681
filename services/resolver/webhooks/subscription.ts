/** What a party wants to be told, and how the telling stands: as both are kept. */
import { z } from "zod";
import { addressSchema } from "../../ledger/hex.js";
import { filterShape } from "../feed/query.js";

/** 96 bits in hexadecimal: nobody guesses another's. */
export const subscriptionId = z.string().regex(/^[0-9a-f]{24}$/, "not the id of a webhook");

/** As it came: read by the feed's own rules each time. */
export const filterSchema = z.strictObject(filterShape);

export const subscriptionSchema = z.object({
  id: subscriptionId,
  party: addressSchema,
  url: z.string(),
  filter: z.record(z.string(), z.string()),
  finality: z.enum(["final", "provisional"]),
  /** 32 bytes in base64. */
  secret: z.string(),
  /** Unix seconds. */
  created: z.number().int(),
  /** Id of the event after which it began. */
  after: z.string(),
});
export type Subscription = z.output<typeof subscriptionSchema>;

/** How far the telling is. */
export const progressSchema = z.object({
  /** Id of the last event that was told, given up or passed over. */
  after: z.string(),
  /** Of the message that is under way. */
  attempts: z.number().int(),
  /** Unix milliseconds: not before then. */
  due: z.number().int(),
  /** `ended`: the receiver answered 410, or the place is no longer known. */
  state: z.enum(["active", "ended"]),
  /** Deliveries that were ever begun. */
  count: z.number().int(),
});
export type Progress = z.output<typeof progressSchema>;

export const attemptSchema = z.object({
  /** Unix milliseconds. */
  at: z.number().int(),
  /** Of the answer; null for none. */
  status: z.number().int().nullable(),
  /** Why there was no answer; null where there was one. */
  error: z.string().nullable(),
});
export type Attempt = z.output<typeof attemptSchema>;

/** A message that was sent, or tried to be. */
export const deliverySchema = z.object({
  /** Rises by one from delivery to delivery. */
  number: z.number().int(),
  /** The message's id, the same for each attempt. */
  message: z.string(),
  state: z.enum(["pending", "delivered", "dead"]),
  /** The last ones. */
  attempts: z.array(attemptSchema),
  body: z.string(),
});
export type Delivery = z.output<typeof deliverySchema>;
