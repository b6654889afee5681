/** Members of batches. */

import { z } from "zod";
import { ledgerSchemes } from "../../../identifiers/identifier.js";
import { provenFields } from "../../proofs/schema.js";
import { disclosedFields } from "../../visibility/schema.js";
import { freezeSchema } from "./freezes.js";
import { canonical, identifierSchema } from "./identifiers.js";
import { authoritySchema } from "./namespaces.js";
import { partySchema } from "./parties.js";
import { asOfSchema } from "./provenance.js";
import { linkSchema, recordStatuses } from "./records.js";
import { digits, word } from "./words.js";

export const memberStatuses = ["active", "namespace-suspended", "namespace-lapsed", "revoked"] as const;

export const membershipSchema = z
  .strictObject({
    id: word("Batch id: the token id of its NFT."),
    kind: z.enum(["rule", "merkle"]).meta({
      description: "A rule's members are the numbers of a range, a Merkle batch's are the lines of a list.",
    }),
    index: digits("Place of the identifier in the batch, from 0 on."),
    count: digits("How many members the batch has."),
    status: z.enum(memberStatuses).meta({
      description: "Effective status of this member. What is not active can no longer get a record.",
    }),
    href: z.string().meta({ description: "The whole batch.", example: "/v1/batches/0x…" }),
  })
  .meta({ id: "Membership" });

export const memberResolutionSchema = z
  .strictObject({
    identifier: identifierSchema,
    authority: authoritySchema,
    record: z.null().meta({ description: "It has no record of its own yet." }),
    batch: membershipSchema,
    owner: partySchema.meta({ description: "Who owns the batch owns each member without a record." }),
    links: z.array(linkSchema).meta({ description: "Those of coarser levels, nearest first." }),
    freezes: z.array(freezeSchema).meta({
      description: "Freezes of the batch, of the namespaces that issued it, and of its owner.",
    }),
    ...disclosedFields,
    ...provenFields,
    asOf: asOfSchema,
  })
  .meta({
    id: "MemberResolution",
    description:
      "An identifier that was issued in a batch, as one of a range of numbers, and has no record of its own.",
  });

export const claimSchema = z
  .strictObject({
    scheme: z.enum(ledgerSchemes),
    canonical,
    status: z.enum(recordStatuses),
    owner: partySchema,
    href: z.string().meta({
      description: "Where this claim resolves.",
      example: "https://id.example.com/v1/resolve?id=aas%3AEXAMPLE%2FglobalAssetId%2Furn%253Auuid%253A…",
    }),
  })
  .meta({ id: "Claim" });

export const claimsSchema = z
  .strictObject({ identifier: identifierSchema, claims: z.array(claimSchema), asOf: asOfSchema })
  .meta({
    id: "Claims",
    description:
      "Several parties have registered the same UUID or URI, each in its own namespace: the caller chooses.",
  });

export type MembershipView = z.infer<typeof membershipSchema>;
export type MemberResolutionView = z.infer<typeof memberResolutionSchema>;
export type ClaimsView = z.infer<typeof claimsSchema>;
