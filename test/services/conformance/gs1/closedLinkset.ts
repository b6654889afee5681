/** The closed form of a linkset, as the standard's own JSON schema has it; written from that, not from the resolver's code. */
import { z } from "zod";

const link = z.strictObject({
  href: z.string().regex(/^https?:\/\/[^\s]+$/),
  title: z.string().min(1),
  hreflang: z.array(z.string().regex(/^\w{2}(-\w{2})?$/)).optional(),
  type: z.string().optional(),
  context: z.array(z.string()).optional(),
  fwqs: z.boolean().optional(),
  public: z.boolean().optional(),
});

const relation = /^(?:https?:\/\/[A-Za-z0-9./]+|[a-z]+)$/;

const context = z
  .object({ anchor: z.string().regex(/^https?:\/\//), itemDescription: z.string().min(1) })
  .catchall(z.array(link).min(1))
  .refine((members) =>
    Object.keys(members).every(
      (name) => name === "anchor" || name === "itemDescription" || relation.test(name),
    ),
  );

const closed = z.strictObject({ linkset: z.array(context).min(1) });

export type ClosedContext = z.infer<typeof context>;
export type ClosedLink = z.infer<typeof link>;

/** The contexts of a linkset; throws where it is not in the closed form. */
export function closedContexts(document: unknown): readonly ClosedContext[] {
  return closed.parse(document).linkset;
}

/** Links of a context under a relation, none where it has none. */
export function under(linkContext: ClosedContext | undefined, rel: string): readonly ClosedLink[] {
  const links = linkContext?.[rel];
  return Array.isArray(links) ? links : [];
}
