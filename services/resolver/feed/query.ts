/** The parameters of a feed. */
import { z } from "zod";
import { addressSchema, hashSchema, toNamespaceId } from "../../ledger/hex.js";
import { thingKinds } from "../http/things.js";
import type { EventFilter } from "./filter.js";
import { parseStart, type Start } from "./start.js";

const listOf = <Item extends string>(item: z.ZodType<Item, string>) =>
  z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(item).min(1).max(32));

const eventName = z.string().regex(/^[A-Z][A-Za-z]{2,63}$/, "not an event's name");

export const filterShape = {
  namespace: hashSchema.transform(toNamespaceId).optional().meta({
    description: "Id of a namespace: what it issued, and what those beneath it did.",
  }),
  owner: addressSchema.optional().meta({ description: "Address of an owner, before or after the event." }),
  asset: z
    .union([hashSchema, addressSchema])
    .optional()
    .meta({ description: "Id of a thing, or a party's address." }),
  kind: listOf(z.enum(thingKinds))
    .optional()
    .meta({
      description: `Kinds of things, with commas: ${thingKinds.join(", ")}.`,
      example: "record,twin",
    }),
  event: listOf(eventName).optional().meta({
    description: "Names of the ledger's events, with commas; docs/events.md lists them.",
    example: "IdentifierRegistered,Transfer",
  }),
  grantee: addressSchema.optional().meta({
    description: "Party to which rights are granted and offered: the caller's own.",
  }),
};

export const startText = z.string().transform((text, context): Start => {
  const start = parseStart(text);
  if (start !== null) return start;
  context.addIssue({ code: "custom", message: "neither the id of an event nor a block's number" });
  return z.NEVER;
});

export const feedQuerySchema = z.strictObject({
  ...filterShape,
  after: startText.optional().meta({
    description:
      "Begin after an event, by its id, or after a block, by its number: 0 for all there ever was. Without it, and without " +
      "`Last-Event-ID`, with what comes from now on.",
    example: "118-9f86d081884c7d65-3",
  }),
  finality: z.enum(["final", "provisional"]).default("provisional").meta({
    description: "`final`: only what no reorganisation can take back, and so later.",
  }),
});

export type FeedQuery = z.infer<typeof feedQuerySchema>;

export const filterOf = ({
  namespace,
  owner,
  asset,
  kind,
  event,
  grantee,
}: z.infer<z.ZodObject<typeof filterShape>>): EventFilter => ({
  namespace,
  owner,
  asset,
  kinds: kind,
  events: event,
  grantee,
});
