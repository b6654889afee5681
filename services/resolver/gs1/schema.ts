/** The GS1 documents as schemas, closed as the standard's own JSON schemas are. */
import { z } from "zod";
import { defaultLink } from "../../identifiers/gs1/vocabulary.js";

const linkSchema = z.strictObject({
  href: z.string().regex(/^https?:\/\//),
  title: z.string().min(1),
  hreflang: z
    .array(z.string().regex(/^[A-Za-z]{2}(-[A-Za-z]{2})?$/))
    .min(1)
    .optional(),
  type: z.string().optional(),
  context: z.array(z.string()).min(1).optional(),
});

const contextSchema = z
  .object({
    anchor: z.string().meta({
      description: "The identifier at this resolver.",
      example: "http://127.0.0.1:8080/01/09506000134352/21/4711",
    }),
    itemDescription: z.string().min(1).meta({ example: "Drive motor DM3000" }),
    [defaultLink]: z.array(z.strictObject({ href: z.string(), title: z.string() })).length(1),
  })
  .catchall(z.array(linkSchema));

export const linksetSchema = z
  .strictObject({ linkset: z.array(contextSchema).length(1) })
  .meta({ id: "Gs1Linkset", description: "Link types as full URIs, each with its links." });

/** The same links as RFC 9264 alone has them: all that was registered, level by level. */
export const ledgerLinksetSchema = z
  .strictObject({
    linkset: z.array(
      z
        .object({ anchor: z.string() })
        .catchall(z.array(z.object({ href: z.string() }).catchall(z.unknown()))),
    ),
  })
  .meta({ id: "LedgerLinkset", description: "Links of each level as registered, and those of the ledger." });

export const descriptionSchema = z
  .strictObject({
    name: z.string(),
    resolverRoot: z.string(),
    supportedPrimaryKeys: z.array(z.string()),
    supportedLinkType: z.array(z.strictObject({ namespace: z.string(), prefix: z.string() })),
    supportedContextValuesEnumerated: z.array(z.string()).optional(),
    contact: z
      .strictObject({
        fn: z.string().optional(),
        hasEmail: z.string().optional(),
        hasTelephone: z.string().optional(),
      })
      .optional(),
    linkTypeDefaultCanBeLinkset: z.boolean(),
    extensionProfile: z.string(),
    jsonLdContextLocation: z.string(),
  })
  .meta({ id: "Gs1ResolverDescription" });
