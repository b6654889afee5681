/** What the access log's resources answer. */
import { z } from "zod";
import { accessKinds, accessOutcomes } from "../../accessLog/entry.js";
import { address, asOfSchema, seconds, word } from "../v1/schema.js";

export const entrySchema = z
  .strictObject({
    sequence: z.number().int().meta({ description: "Number of the entry: from 0 on, without a gap." }),
    time: z.string().meta({ description: "When it was logged.", example: "2026-03-01T09:30:00.000Z" }),
    previous: word("Hash of the entry before; zero for the first."),
    salt: z
      .string()
      .meta({ description: "Random: hides the entry from whoever knows no more than its hash." }),
    kind: z.enum(accessKinds).meta({
      description: "A decision says what somebody may; a disclosure gave it to them.",
    }),
    askedBy: address.nullable().meta({
      description: "Party that asked the resolver: the subject, or the asset's owner about it.",
    }),
    subject: address.nullable().meta({ description: "Party that wants access; null for nobody known." }),
    onBehalfOf: address.nullable().meta({
      description: "Party of whose right it makes use, as its member or its software; null for its own.",
    }),
    asset: z.strictObject({ kind: z.enum(["record", "sealed", "twin"]), id: word("Its id.") }),
    owner: address
      .nullable()
      .meta({ description: "Who owned it at the block; null where there was no such asset." }),
    scope: z.string().nullable().meta({ description: "Data set or submodel; null for all of the asset." }),
    action: z.string().meta({ description: "What is to be done with the data.", example: "read" }),
    purpose: z.string().nullable().meta({ description: "What it is wanted for; null where not said." }),
    outcome: z.enum(accessOutcomes),
    reason: z.string().meta({ description: "Code of why." }),
    grant: word("Grant on which it rests.").nullable(),
    block: z
      .strictObject({ number: z.number().int().meta({ example: 120 }), hash: word("Its hash.") })
      .meta({ description: "Block of whose state it is." }),
    requestId: z.string().meta({ description: "Id of the request that asked." }),
  })
  .meta({ id: "AccessEntry" });

export const checkpointViewSchema = z
  .strictObject({
    chainId: z.number().int().meta({ description: "Chain on which it is anchored.", example: 31337 }),
    log: word("Hash of the log's first entry, by which logs are told apart."),
    size: z.number().int().meta({ description: "Entries that the tree holds." }),
    root: word("Root of the Merkle tree over them (RFC 9162, SHA-256)."),
    time: z.string().meta({ description: "When it was made.", example: "2026-03-01T10:00:00.000Z" }),
  })
  .meta({
    id: "AccessLogCheckpoint",
    description:
      "The log at a time. The SHA-256 of this object in RFC 8785 form is the one document of the bundle that is anchored.",
  });

export const anchorViewSchema = z
  .strictObject({
    author: address.meta({ description: "Party of the operator that anchored it." }),
    time: seconds("Time of the block that has it."),
    block: z
      .number()
      .int()
      .nullable()
      .meta({ description: "That block; null where the resolver was not there when it was mined." }),
    transaction: word("Of that block.").nullable(),
  })
  .meta({ id: "AccessLogAnchor" });

const anchoredSchema = z
  .strictObject({
    checkpoint: checkpointViewSchema,
    anchor: anchorViewSchema,
    bundle: word("Root of the bundle, for /v1/evidence."),
  })
  .meta({ id: "AnchoredCheckpoint" });

export const accessLogSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        entry: entrySchema,
        hash: word("SHA-256 of a zero byte and the entry's RFC 8785 form: its leaf in the tree."),
      }),
    ),
    next: z.string().nullable().meta({ description: "Cursor of the page after; null on the last." }),
    anchored: anchoredSchema.nullable().meta({ description: "Newest checkpoint on the ledger." }),
    asOf: asOfSchema,
  })
  .meta({ id: "AccessLog" });
export type AccessLogView = z.infer<typeof accessLogSchema>;

export const entryProofViewSchema = z
  .strictObject({
    entry: entrySchema,
    hash: word("The entry's leaf."),
    path: z
      .array(word("Hash beside the way up."))
      .meta({ description: "From the leaf to the root: RFC 9162, section 2.1.3." }),
    checkpoint: checkpointViewSchema,
    anchor: anchorViewSchema,
  })
  .meta({
    id: "AccessEntryProof",
    description:
      "Shows that the entry is in the log of a checkpoint that the ledger has. Good without the resolver.",
  });

export const consistencySchema = z
  .strictObject({
    from: z.number().int().meta({ description: "Size of the earlier log.", example: 120 }),
    to: z.number().int().meta({ description: "Size of the later one.", example: 180 }),
    path: z.array(word("Hash of a subtree.")).meta({
      description: "Shows that the later log begins with the earlier one: RFC 9162, section 2.1.4.",
    }),
  })
  .meta({ id: "AccessLogConsistency" });
