/** Records of identifiers, their subjects, links and equivalents. */

import { z } from "zod";
import { ledgerSchemes } from "../../../identifiers/identifier.js";
import { canonical } from "./identifiers.js";
import { partySchema } from "./parties.js";
import { provenanceSchema } from "./provenance.js";
import { twinSchema } from "./twins.js";
import { digits, word } from "./words.js";

export const recordStatuses = [
  "active",
  "suspended",
  "retired",
  "namespace-suspended",
  "namespace-lapsed",
] as const;

export const recordSchema = z
  .strictObject({
    id: word("Record id: the token id of its NFT."),
    scheme: z.enum(ledgerSchemes).meta({
      description: "Scheme under which the record is registered: `aas` where a UUID or URI was asked for.",
    }),
    canonical,
    status: z.enum(recordStatuses).meta({
      description:
        "Effective status. What is not active has no links, and rights on the record itself do not hold.",
    }),
    statusReason: z.string().meta({ description: "As given by whoever changed the status; may be empty." }),
    version: z.number().int().meta({ description: "How often the content was set.", example: 1 }),
    digest: word("Digest of the content, as the ledger holds it."),
    locked: z.boolean().meta({ description: "True where it never changes hands (ERC-5192)." }),
    member: z
      .strictObject({ batch: word("Batch id."), index: digits("Its place there, from 0 on.") })
      .nullable()
      .meta({ description: "The batch whose member it was before; null where it was registered by itself." }),
    registered: provenanceSchema,
    updated: provenanceSchema,
  })
  .meta({ id: "Record" });

const subjectRecordSchema = z
  .strictObject({
    id: word("Record id."),
    scheme: z.string().meta({ description: "Name of its scheme.", example: "gs1" }),
    canonical,
  })
  .meta({ id: "SubjectRecord" });

export const subjectSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("none") }),
    z.strictObject({ kind: z.literal("twin"), twin: twinSchema }),
    z.strictObject({ kind: z.literal("party"), party: partySchema }),
    z.strictObject({ kind: z.literal("record"), record: subjectRecordSchema }),
  ])
  .meta({ id: "Subject", description: "What the identifier stands for." });

export const linkSchema = z
  .strictObject({
    rel: z.string().meta({
      description: "Link relation: a URI, or a name registered with IANA.",
      example: "https://ref.gs1.org/voc/pip",
    }),
    href: z.string().meta({ description: "An http(s) URL.", example: "https://example.com/products/1" }),
    title: z.string().optional().meta({ example: "Product page" }),
    type: z.string().optional().meta({ description: "Media type of the target.", example: "text/html" }),
    hreflang: z
      .array(z.string())
      .optional()
      .meta({ description: "Languages of the target.", example: ["en"] }),
    inheritedFrom: z.string().optional().meta({
      description:
        "Canonical identifier of the coarser level that has the link; left out for the record's own.",
      example: "01/09506000134352",
    }),
    sharedBy: z.string().optional().meta({
      description:
        "URI of the equivalent identifier whose link it is, own or inherited there; left out for links of the identifier itself.",
      example: "urn:oid:1.3.6.1.4.1.32473.4711",
    }),
    batch: word(
      "Id of the batch whose list has the link for all of its members; left out for links of records.",
    ).optional(),
  })
  .meta({ id: "Link" });

export const equivalentSchema = z
  .strictObject({
    uri: z.string().meta({
      description: "The identifier as a URI.",
      example: "https://hdl.handle.net/88.101.0042/pump-4711",
    }),
    scheme: z.enum(ledgerSchemes),
    canonical,
    record: word("Id of its record."),
    status: z.enum(recordStatuses),
    owner: partySchema,
    subject: subjectSchema.meta({ description: "What its own record stands for." }),
  })
  .meta({
    id: "Equivalent",
    description: "Another identifier of the same thing: both records state it, each by its present owner.",
  });

export type RecordView = z.infer<typeof recordSchema>;
export type SubjectView = z.infer<typeof subjectSchema>;
export type EquivalentView = z.infer<typeof equivalentSchema>;
export type LinkView = z.infer<typeof linkSchema>;
