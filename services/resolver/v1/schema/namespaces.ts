/** Namespaces, and the chain of them that answers for an identifier. */

import { z } from "zod";
import { ledgerSchemes } from "../../../identifiers/identifier.js";
import { standings } from "../../resolution/zones.js";
import { partySchema } from "./parties.js";
import { expirySchema } from "./provenance.js";
import { word } from "./words.js";

export const namespaceSchema = z
  .strictObject({
    id: word("Namespace id."),
    prefix: z.string().meta({ description: "Empty for a scheme's root.", example: "9506000" }),
    holder: partySchema,
    status: z
      .enum(["active", "suspended"])
      .meta({ description: "Its own status; what counts is the authority's effective one." }),
    expiry: expirySchema,
    emancipated: z.boolean().meta({
      description: "True where it, and what lies beneath it, depends on no namespace above it any more.",
    }),
  })
  .meta({ id: "Namespace" });

export const authoritySchema = z
  .strictObject({
    namespace: word("Namespace id."),
    scheme: z.enum(ledgerSchemes),
    prefix: z.string().meta({ description: "Empty for a scheme's root.", example: "9506000" }),
    holder: partySchema,
    status: z.enum(standings).meta({
      description:
        "Effective: live when the namespace and all those on which it depends are active, unexpired, and not void. It has " +
        "lapsed where one of them has expired, or was delegated anew since it delegated the next; what has lapsed and is " +
        "suspended too has lapsed.",
    }),
    suspensionReason: z.string().nullable().meta({
      description: "Why the namespace or the nearest suspended ancestor is suspended; null where it is not.",
    }),
    expiry: expirySchema,
    mayIssue: z.boolean().meta({
      description: "False where its holder may only delegate under the prefix, not register identifiers.",
    }),
    emancipated: z
      .boolean()
      .meta({ description: "True where it depends on no namespace above it any more." }),
    sealed: z.boolean().meta({
      description:
        "True where what it issues now are sealed records: they do not tell their identifiers, so that one without a record " +
        "may have a sealed one.",
    }),
    ancestors: z.array(namespaceSchema).meta({ description: "From the parent up to the scheme's root." }),
  })
  .meta({
    id: "Authority",
    description:
      "The namespace that issued the identifier, for ever. Where nobody has registered it: the one that may, which is that of the longest delegated prefix that has not lapsed, suspended or not.",
  });

export type NamespaceView = z.infer<typeof namespaceSchema>;
export type AuthorityView = z.infer<typeof authoritySchema>;
